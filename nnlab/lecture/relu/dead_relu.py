"""The explorer `dead_relu`: how many units of a ReLU network die while it learns, and where in the plane one of them is on."""

from itertools import takewhile

import numpy as np
from matplotlib.patches import Polygon

from nnlab import DATASETS, dead_units, inactive_units, mlp, sgd
from nnlab.engine import drawing
from nnlab.engine.images import pixel_image
from nnlab.engine.labels import Labels, name_ends
from nnlab.engine.plane import Plane, line_through
from nnlab.engine.runs import TrainingScene, drawable_losses
from nnlab.engine.scene import View
from nnlab.engine.stacked import StackedFigure
from nnlab.language import translate

LAYER_STYLES = ((drawing.BLUE, "-"), (drawing.PURPLE, "--"), (drawing.GOLD, ":"))
LOSS_RANGE = (1e-2, 300.0)
RESOLUTION = 40  # of the plane


class DeadRelu(TrainingScene):
    """Dead units of a ReLU network, and the same network with `compare` in its place ("leaky_relu" or "maxout").

    Further parameters: `dataset`, `learning_rate`, `start_bias`, `width`, `depth`, `init_scale` (times He), `seed`, `step`, and `unit`, the
    (layer, index) of the unit shown in the plane, None for one that dies in the first layer.
    """

    stacks = True
    narrow_heights = (2.6, 2.3, 2.9, 4.2)
    size = (9.6, 4.2)
    rebuild_on = frozenset({"depth", "compare", "dataset"})
    interactive = True
    steps = 300
    max_runs = 6

    def build(self, figure, *, depth, compare, dataset, **params):
        if isinstance(figure, StackedFigure):
            share, loss, middle, right = figure.subplots(1, 4)
        else:
            grid = figure.add_gridspec(2, 3, width_ratios=(1, 0.85, 1.1), height_ratios=(1.25, 1))
            share, loss, middle, right = (figure.add_subplot(grid[place]) for place in ((0, 0), (1, 0), (slice(None), 1), (slice(None), 2)))
        view = View()
        for axes in (share, loss):
            axes.set(xlim=(-6, self.steps + 6))
        loss.set(xlabel=translate("step"))
        if depth == 1:
            share.set(title=translate("dead_relu.share"), ylim=(-0.03, 1.3))  # names stand above 100 %
        else:  # small shares stand apart, as several layers have them
            share.set_yscale("function", functions=(lambda y: np.sign(y) * np.sqrt(np.abs(y)), lambda y: np.sign(y) * y**2))
            share.set(title=translate("dead_relu.shares"), ylim=(-0.002, 2.3))
        ticks = [0, 0.5, 1] if depth == 1 else [0, 0.05, 0.25, 1]
        share.set_yticks(ticks, ["0", *(f"{tick:.0%}" for tick in ticks[1:])])
        name = "dead_relu.layer" if depth == 1 else "dead_relu.layer.short"
        view.shares = [
            drawing.curve(share, color=color, linestyle=dash, label=translate(name, i=i + 1))
            for i, (color, dash) in enumerate(LAYER_STYLES[:depth])
        ]
        view.idle = drawing.curve(
            share, color=drawing.GREEN, linestyle="-.", linewidth=1.8, label=translate("dead_relu.idle", name=translate(compare))
        )
        view.names = [share.add_artist(Labels(10, color)) for color in (drawing.BLUE, drawing.GREEN_TEXT)] if depth == 1 else []
        if depth > 1:  # too many curves to write their names at them
            share.legend(loc="upper left", ncols=2, fontsize=10, labelspacing=0.2, borderaxespad=0.1, handlelength=1.6, columnspacing=0.8)
        self._build_map(view, middle, depth)
        loss.set(title=translate("dead_relu.loss"), yscale="log", ylim=LOSS_RANGE)
        view.losses = [
            drawing.curve(loss, color=drawing.BLUE, label=translate("relu")),
            drawing.curve(loss, color=drawing.GREEN, linestyle="--", label=translate(compare)),
        ]
        loss.legend(loc="upper right", ncols=2, fontsize=10, borderaxespad=0.1)
        view.now = [drawing.curve(axes, color=drawing.INK, linewidth=1, linestyle=":") for axes in (share, loss)]
        X, y = DATASETS[dataset](100)
        right.set(title=translate("dead_relu.plane"), box_aspect=1, anchor="N")
        view.plane = Plane(right, 1.3 * float(np.abs(X).max()), int(y.max()) + 1, resolution=RESOLUTION)
        view.plane.show_points(X, y)
        view.boundary = drawing.curve(right, color=drawing.INK, linewidth=2)
        right.set_facecolor(drawing.OFF)
        view.half = right.add_patch(Polygon(np.zeros((4, 2)), facecolor=drawing.KNOWN, zorder=0.5))
        plane = [view.half, *view.plane.artists, view.boundary]
        view.live = [view.image, *view.gaps, view.row, *view.shares, view.idle, *view.names, *view.losses, *view.now, *plane]
        return view

    @staticmethod
    def _build_map(view, axes, depth: int) -> None:
        """Which unit is on for which example, a row for each unit, and the mark of the one shown in the plane."""
        axes.set(label="map", title=translate("dead_relu.map"), xlabel=translate("dead_relu.examples"))
        axes.set(xlim=(0, 1), ylim=(depth, 0), xticks=[])
        names = [translate("dead_relu.units", i=i + 1) for i in range(depth)]
        names = [name.replace("\n", " ") for name in names] if depth == 1 else names  # one line stays closer to the map
        axes.set_yticks(np.arange(depth) + 0.5, names, rotation=90, va="center", ma="center")
        axes.tick_params(length=0, pad=2)
        axes.grid(False)
        view.image = pixel_image(axes, drawing.blank(2, 2), (0, 1, depth, 0), origin="upper")
        view.gaps = [
            axes.axhline(i, color=drawing.INK, linewidth=0.8) for i in range(1, depth)
        ]  # thin: it hides no row; live with the image
        view.row = axes.plot([], [], "<", color=drawing.INK, markersize=9, clip_on=False)[0]

    def run_key(self, *, activation="relu", compare, step, **params):
        names = ("dataset", "depth", "width", "learning_rate", "init_scale", "start_bias", "seed")
        return activation, *(params[name] for name in names)

    def start_training(self, activation, dataset, depth, width, learning_rate, init_scale, start_bias, seed):
        X, y = DATASETS[dataset](100)
        network = mlp([2, *[width] * depth, int(y.max()) + 1], activation, seed=seed)
        for layer in network.layers:
            layer.W[...] *= init_scale
        for layer in network.layers[:-1]:
            layer.b[...] = start_bias
        return sgd(network, X, y, learning_rate=learning_rate, steps=self.steps), self.steps

    def required_runs(self, **params):
        return [self.run_key(activation=activation, **params) for activation in ("relu", params["compare"])]

    def masks(self, key: tuple, X, kind=dead_units) -> list[list]:
        """The masks of dead (or inactive) units by layer, of each network that the run has kept, up to one whose sums are not finite."""
        masks = self.runs.derive(key, kind.__name__, lambda network: kind(network, X) if _has_finite_sums(network, X) else None)
        return list(takewhile(lambda mask: mask is not None, masks))

    def shares(self, key: tuple, X, kind=dead_units) -> np.ndarray:
        """The share of dead (or inactive) units by layer (networks, layers), each computed once."""
        masks = self.masks(key, X, kind)
        known = self.runs.derive(key, f"share of {kind.__name__}", lambda network: None)
        for i, layers in enumerate(masks):
            if known[i] is None:
                known[i] = [mask.mean() for mask in layers]
        return np.array(known[: len(masks)])

    def update(self, view, **params):
        X, y = DATASETS[params["dataset"]](100)
        relu_key, other_key = self.required_runs(**params)
        run, other = self.run(*relu_key), self.run(*other_key)
        dead = self.masks(relu_key, X)
        idle, other_dead = (self.shares(other_key, X, kind).mean(axis=1) for kind in (inactive_units, dead_units))
        snapshot = min(run.index_at(params["step"]), len(dead) - 1)
        shares = self.shares(relu_key, X)
        for i, line in enumerate(view.shares):
            line.set_data(run.steps[: len(shares)], shares[:, i])
        view.idle.set_data(other.steps[: len(idle)], idle)
        if view.names:
            curves = [*view.shares, view.idle]
            name_ends(view.names, curves, [curve.get_label() for curve in curves], share=0.6, gap=0.12)
        network = run.networks[snapshot]
        outputs = _hidden_outputs(network, X)
        orders = _orders(outputs, dead[snapshot])
        view.image.set_data(_activity_colors(outputs, dead[snapshot], orders))
        layer, unit = _shown_unit(params.get("unit"), dead)
        view.row.set_data([1.03], [layer + (np.flatnonzero(orders[layer] == unit)[0] + 0.5) / len(orders[layer])])
        on = _show_unit(view, network, layer, unit, X)
        for line, trained in zip(view.losses, (run, other), strict=True):
            line.set_data(np.arange(len(trained.losses)), drawable_losses(trained.losses, LOSS_RANGE[0] / 2, 2 * LOSS_RANGE[1]))
        for line, limits in zip(view.now, ((0, 1), (LOSS_RANGE[0], 20)), strict=True):
            line.set_data([params["step"]] * 2, limits)
        now = min(other.index_at(params["step"]), len(idle) - 1)
        others = {"inactive": idle[now], "dead": other_dead[now]}
        born = float((dead[0][0] & dead[snapshot][0]).mean())  # of the first layer: dead from the start, and still
        status = self._status(run, other, snapshot, shares[snapshot], born, others, int(y.max()) + 1, params)
        key = "dead_relu.unit_off" if on == 0 else "dead_relu.unit"
        return f"{status} {translate(key, unit=unit + 1, layer=layer + 1, on=on, n=len(X))}"

    def drag(self, start, end, **params):
        """A press or a drag on the map chooses the unit that is shown in the plane."""
        if end.panel != "map":
            return {}
        layer, share = divmod(float(np.clip(end.y, 0, params["depth"] - 1e-9)), 1)
        order = self._orders_now(params)[int(layer)]
        return {"unit": (int(layer), int(order[int(share * len(order))]))}

    def key(self, key, **params):
        """The arrow keys up and down go to the next row of the map."""
        change = {"ArrowUp": -1, "ArrowDown": 1}.get(key)
        if change is None:
            return {}
        X, _ = DATASETS[params["dataset"]](100)
        layer, unit = _shown_unit(params.get("unit"), self.masks(self.required_runs(**params)[0], X))
        orders = self._orders_now(params)
        rows = [(i, int(j)) for i, order in enumerate(orders) for j in order]
        return {"unit": rows[(rows.index((layer, unit)) + change) % len(rows)]}

    def _orders_now(self, params) -> list:
        """The order of the rows of the map, layer by layer."""
        X, _ = DATASETS[params["dataset"]](100)
        key, _ = self.required_runs(**params)
        run, dead = self.run(*key), self.masks(key, X)
        snapshot = min(run.index_at(params["step"]), len(dead) - 1)
        return _orders(_hidden_outputs(run.networks[snapshot], X), dead[snapshot])

    def _status(self, run, other, snapshot, shares, born, others, n_classes, params):
        step = run.steps[snapshot]
        part, layers = ("part", "1") if len(shares) == 1 else ("parts", f"1–{len(shares)}")
        dead = translate(f"dead_relu.{part}", layers=layers, shares=", ".join(f"{share:.0%}" for share in shares))
        diverged = snapshot < run.index_at(params["step"]) or _has_diverged(run, params["step"])  # sums that are not finite, or the loss
        key = "diverged" if diverged else "all" if shares.max() > 0.99 else "many" if shares.max() > 0.1 else "few"
        if key == "many" and born > shares[0] / 2:
            key = "born"
        status = translate(f"dead_relu.status_{key}", step=step, dead=dead, born=born, rate=f"{params['learning_rate']:.3g}")
        values = {"relu": run.losses[step], "guess": np.log(n_classes), "name": translate(params["compare"])}
        if _has_diverged(other, params["step"]):
            return f"{status} {translate('dead_relu.other_diverged', **values)}"
        loss = other.losses[min(step, len(other.losses) - 1)]
        return f"{status} {translate('dead_relu.other', **values, loss=loss, **others)}"


def _has_finite_sums(network, X) -> bool:
    with np.errstate(all="ignore"):  # the sums may overflow one step before the loss does
        return all(np.isfinite(z).all() for z in network.forward(X).zs)


def _has_diverged(run, step: int) -> bool:
    return run.diverged and step >= len(run.losses) - 1


def _shown_unit(unit, dead: list) -> tuple[int, int]:
    """The layer and the index of the unit in the plane: the chosen one, or one of the first layer that dies, or the first."""
    if unit is None:
        died = dead[-1][0] & ~dead[0][0]
        return 0, int(died.argmax())
    layer = min(unit[0], len(dead[0]) - 1)
    return layer, min(unit[1], len(dead[0][layer]) - 1)


def _show_unit(view, network, layer: int, unit: int, X) -> int:
    """Colour the plane where the unit is on, and draw where its sum is 0; returns for how many of the examples X it is on."""
    inputs, w, b = view.plane.inputs, network.layers[layer].W[unit], float(network.layers[layer].b[unit])
    view.plane.regions.set_visible(layer > 0)
    view.half.set_visible(layer == 0)
    if layer == 0:  # a straight line: quicker than the map of a deeper unit
        line, length = line_through(w, b, float(inputs.max())).T, max(1e-9, float(np.hypot(*w)))
        depth = 10 * float(inputs.max()) + abs(b) / length  # across the plane, however far the line is
        view.half.set_xy(np.concatenate([line, line[::-1] + depth * w / length]))
        view.boundary.set_data(*line.T)
        return int((X @ w + b > 0).sum())
    h = np.concatenate([inputs, X])
    for below in network.layers[:layer]:
        h = below.activation.f(h @ below.W.T + below.b)
    sums = h @ w + b
    values = sums[: len(inputs)].reshape(RESOLUTION, RESOLUTION)
    view.plane.regions.set_data(drawing.between(values > 0, drawing.OFF, drawing.KNOWN))
    view.boundary.set_data(*np.insert(_zero_lines(values, inputs[:RESOLUTION, 0]), 2, np.nan, axis=1).reshape(-1, 2).T)
    return int((sums[len(inputs) :] > 0).sum())


def _zero_lines(values, at) -> np.ndarray:
    """Short lines (m, 2, 2) along which `values` (n, n) on the grid `at` × `at` are 0: one across each cell that they cross."""
    above, step = values > 0, at[1] - at[0]
    rows, columns = np.nonzero(
        (above[:-1, :-1] != above[:-1, 1:]) | (above[:-1, :-1] != above[1:, :-1]) | (above[1:, 1:] != above[1:, :-1])
    )
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])  # column, row; an edge leads from each corner to the next one
    at_corner = np.stack([values[rows + row, columns + column] for column, row in corners], axis=1)
    at_next, way = np.roll(at_corner, -1, axis=1), np.roll(corners, -1, axis=0) - corners
    crossed = (at_corner > 0) != (at_next > 0)
    share = at_corner / np.where(crossed, at_corner - at_next, 1.0)
    places = corners + share[..., None] * way
    first_two = np.argsort(~crossed, axis=1, kind="stable")[:, :2]
    ends = np.take_along_axis(places, first_two[..., None], axis=1)
    return np.stack([at[columns], at[rows]], axis=-1)[:, None] + step * ends


def _hidden_outputs(network, X) -> list[np.ndarray]:
    """The outputs (100, units) of each hidden layer for 100 of the examples X."""
    return network.forward(X[np.linspace(0, len(X) - 1, 100).astype(int)]).hs[:-1]


def _orders(outputs, dead) -> list[np.ndarray]:
    """The units of each hidden layer in the order of the map's rows: by how often they are on, dead ones last."""
    return [np.lexsort((-(h > 0).mean(axis=0), mask)) for h, mask in zip(outputs, dead, strict=True)]


def _activity_colors(outputs, dead, orders):
    """Colors (units, examples, 4): blue where on, deeper for more; pale where off; orange for dead units."""
    rows = []
    for h, mask, order in zip(outputs, dead, orders, strict=True):
        strength = np.clip(h / max(1e-12, np.quantile(h, 0.98)), 0, 1).T[order]
        colors = drawing.between(np.where(strength > 0, 0.35 + 0.65 * strength, 0), drawing.OFF, drawing.BLUE)
        colors[mask[order]] = drawing.rgba([drawing.ORANGE])[0]
        rows.append(colors)
    return np.concatenate(rows)
