"""How ReLU units die: the share of dead ones in a network that learns, and one unit killed by one update."""

import functools

import numpy as np

from nnlab.activations import leaky_relu
from nnlab.data import DATASETS
from nnlab.diagnostics import dead_units
from nnlab.engine import drawing
from nnlab.engine.runs import Training
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.language import translate
from nnlab.network import mlp
from nnlab.training import Trajectory, sgd

COLUMNS = 100  # of the map: that many examples, evenly picked
DASHES = ("-", "--", ":")
LOSS_RANGE = (1e-2, 300.0)


class DeadRelu(Training):
    """Dead units of a ReLU network, and the same network with `compare` in its place ("leaky_relu" or "maxout").

    Further parameters: `dataset`, `learning_rate`, `start_bias`, `width`, `depth`, `init_scale` (times He), `seed`, `step`.
    """

    size = (9.4, 3.7)
    rebuild_on = frozenset({"depth", "compare"})
    steps = 300
    keep = 6

    def build(self, figure, *, depth, compare, **params):
        left, middle, right = figure.subplots(1, 3, width_ratios=(1, 0.95, 1))
        for axes in (left, right):
            axes.set(xlabel=translate("step"), xlim=(-6, self.steps + 6))
        left.set(title=translate("dead_relu.share"), ylim=(-0.03, 1.05 + 0.13 * depth))  # the legend stands above 100 %
        left.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
        colours = (drawing.BLUE, drawing.PURPLE, drawing.GREEN)
        self._shares = [
            drawing.curve(left, color=colours[i], linestyle=DASHES[i], label=translate("dead_relu.layer", i=i + 1)) for i in range(depth)
        ]
        left.legend(loc="upper left")
        middle.set(title=translate("dead_relu.map"), xlabel=translate("dead_relu.examples"), xticks=[], xlim=(0, 1), ylim=(depth, 0))
        middle.set_yticks(np.arange(depth) + 0.5, [str(i + 1) for i in range(depth)])
        middle.set_ylabel(translate("dead_relu.units"))
        middle.grid(False)
        self._map = middle.imshow(np.zeros((2, 2, 4), np.uint8), extent=(0, 1, depth, 0), aspect="auto", interpolation="nearest")
        self._gaps = [middle.axhline(i, color="white", linewidth=3) for i in range(1, depth)]
        right.set(title=translate("dead_relu.loss"), yscale="log", ylim=LOSS_RANGE)
        self._losses = {"relu": drawing.curve(right, color=drawing.BLUE, label=translate("relu")),
                        "other": drawing.curve(right, color=drawing.GREEN, linestyle="--", label=translate(compare))}  # fmt: skip
        right.legend(loc="upper right")
        self._now = [drawing.curve(axes, color=drawing.INK, linewidth=1, linestyle=":") for axes in (left, right)]

    @staticmethod
    @functools.cache
    def _data(dataset):
        return DATASETS[dataset](100)

    def settings(self, *, activation="relu", compare, step, **params):
        names = ("dataset", "depth", "width", "learning_rate", "init_scale", "start_bias", "seed")
        return activation, *(params[name] for name in names)

    def descent(self, activation, dataset, depth, width, learning_rate, init_scale, start_bias, seed):
        X, y = self._data(dataset)
        network = mlp([2, *[width] * depth, int(y.max()) + 1], activation, seed=seed)
        for layer in network.layers:
            layer.W[...] *= init_scale
        for layer in network.layers[:-1]:
            layer.b[...] = start_bias
        return sgd(network, X, y, learning_rate=learning_rate, steps=self.steps), self.steps

    def wanted(self, **params):
        return [{"activation": activation, **params} for activation in ("relu", params["compare"])]

    def _dead(self, run: Trajectory, X) -> list[list]:
        """The masks of dead units, layer by layer, of every network that the run has kept and whose sums are finite."""
        known = run.__dict__.setdefault("dead", [])
        for network in run.networks[len(known) :]:
            with np.errstate(all="ignore"):
                if not all(np.isfinite(z).all() for z in network.forward(X).zs):
                    break  # just before the loss overflows, the sums may
            known.append(dead_units(network, X))
        return known

    def update(self, **params):
        X, y = self._data(params["dataset"])
        run, other = self.run(**params), self.run(activation=params["compare"], **params)
        dead = self._dead(run, X)
        at = min(int(np.searchsorted(run.steps, params["step"], side="right")), len(dead)) - 1
        shares = np.array([[mask.mean() for mask in masks] for masks in dead])
        for i, line in enumerate(self._shares):
            line.set_data(run.steps[: len(shares)], shares[:, i])
        self._map.set_data(self._activity(run.networks[at], X, dead[at]))
        for line, trained in zip(self._losses.values(), (run, other), strict=True):
            line.set_data(np.arange(len(trained.losses)), _shown(trained.losses))
        for line, limits in zip(self._now, ((0, 1), (LOSS_RANGE[0], 20)), strict=True):
            line.set_data([params["step"]] * 2, limits)
        live = [self._map, *self._gaps, *self._shares, *self._losses.values(), *self._now]
        return View(live, self._sentence(run, other, at, shares[at], int(y.max()) + 1, params))

    @staticmethod
    def _activity(network, X, dead):
        """Colours (units, examples, 4): blue where on, deeper for more; pale where off; orange for dead units, which come last."""
        picked = X[np.linspace(0, len(X) - 1, COLUMNS).astype(int)]
        rows = []
        for h, mask in zip(network.forward(picked).hs[:-1], dead, strict=True):
            order = np.lexsort((-(h > 0).mean(axis=0), mask))
            strength = np.clip(h / max(1e-12, np.quantile(h, 0.98)), 0, 1).T[order]
            colour = np.full((*strength.shape, 4), 255, dtype=np.uint8)
            pale, deep = np.array([[235, 235, 235], [0, 114, 178]])
            on = strength > 0
            weight = np.where(on, 0.35 + 0.65 * strength, 0)[..., None]
            colour[..., :3] = pale + weight * (deep - pale)
            colour[mask[order], :, :3] = (213, 94, 0)
            rows.append(colour)
        return np.concatenate(rows)

    def _sentence(self, run, other, at, shares, classes, params):
        step, guess = run.steps[at], np.log(classes)
        values = {"step": step, "loss": run.losses[step], "guess": guess, "rate": f"{params['learning_rate']:.3g}",
                  "dead": ", ".join(translate("dead_relu.part", i=i + 1, share=share) for i, share in enumerate(shares))}  # fmt: skip
        overflown = at + 1 < len(run.steps) and params["step"] >= run.steps[at + 1]
        if overflown or (run.diverged and params["step"] >= len(run.losses) - 1):
            key = "dead_relu.status_diverged"
        elif shares.max() > 0.99:
            key = "dead_relu.status_all"
        elif shares.max() > 0.1:
            key = "dead_relu.status_many"
        else:
            key = "dead_relu.status_few"
        if other.diverged and params["step"] >= len(other.losses) - 1:
            beside = translate("dead_relu.other_diverged", name=translate(params["compare"]))
        else:
            beside = translate("dead_relu.other", name=translate(params["compare"]), loss=other.losses[min(step, len(other.losses) - 1)])
        return f"{translate(key, **values)} {beside}"


def _shown(losses):
    values = np.nan_to_num(np.array(losses), nan=1e6, posinf=1e6)
    return np.clip(values, LOSS_RANGE[0] / 2, 2 * LOSS_RANGE[1])


# ---- one unit

X1 = np.linspace(-0.5, 2.0, 11)
Y1 = np.maximum(0.7 * X1 + 0.3, 0) + 0.1 * np.sin(9 * X1)  # what the unit is to learn
REACH = 4.0  # of the plane of its weight and bias
GRID = 80


def unit_gradient(w: float, b: float, leak: float) -> tuple[float, float, float, int]:
    """Loss, dw, db of one unit on X1, Y1 with half the mean squared error, and for how many points it is on."""
    f = leaky_relu(leak)
    z = w * X1 + b
    error = f.f(z) - Y1
    dz = f.backward(z, f.f(z), error / len(X1))
    return float(0.5 * np.mean(error**2)), float(dz @ X1), float(dz.sum()), int((z > 0).sum())


class KillAUnit(Scene):
    """One unit that learns a line. Parameters: `start_w`, `start_b`, `learning_rate`, `leak` (0 is ReLU), `step`."""

    size = (9.4, 3.7)
    rebuild_on = frozenset({"leak"})
    interactive = True
    steps = 30

    def build(self, figure, *, leak, **params):
        data, plane, gradients = figure.subplots(1, 3, width_ratios=(1, 1, 0.9))
        data.set(title=translate("kill_a_unit.data"), xlabel="x", xlim=(-0.7, 2.2), ylim=(-3.4, 4.8))
        data.axhline(0, color=drawing.GREY, linewidth=0.8)
        data.plot(X1, Y1, "o", color=drawing.INK, markersize=6, markeredgecolor="white", label=translate("kill_a_unit.targets"))
        self._sum = drawing.curve(data, color=drawing.GREY, linewidth=1.6, linestyle="--", label="$z = wx + b$")
        self._output = drawing.curve(data, color=drawing.BLUE, linewidth=2.8, label="$h = f(z)$")
        data.legend(loc="lower left", fontsize=9)
        plane.set(label="plane", title=translate("kill_a_unit.plane"), xlabel="w", ylabel="b", xlim=(-REACH, REACH), ylim=(-REACH, REACH))
        plane.grid(False)
        field = drawing.heatmap(plane, GRID)
        z = drawing.pixel_centers(plane, GRID) @ np.stack([X1, np.ones_like(X1)])
        losses = (0.5 * (leaky_relu(leak).f(z) - Y1) ** 2).mean(axis=1).reshape(GRID, GRID)
        field.set_data(drawing.shaded_contours(losses))
        w = np.linspace(-REACH, REACH, 200)
        ceiling = np.minimum(-w * X1[0], -w * X1[-1])  # below it the sum is below 0 at both ends, and so at every point
        if leak == 0:
            plane.fill_between(
                w, -REACH, ceiling, where=ceiling > -REACH, facecolor="#F3D3C0", edgecolor=drawing.ORANGE, hatch="//", linewidth=0.6
            )
        plane.text(-0.9, -3.2, translate("kill_a_unit.dead" if leak == 0 else "kill_a_unit.off"), ha="center", color=drawing.INK,
                   fontsize=10, bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 2})  # fmt: skip
        self._path = drawing.curve(plane, color=drawing.BLUE, marker="o", markersize=4, linewidth=1.4)
        self._start = plane.plot([], [], "D", color="white", markeredgecolor=drawing.INK, markersize=9)[0]
        self._here = plane.plot([], [], "o", color=drawing.ORANGE, markeredgecolor="white", markersize=11)[0]
        gradients.set(title=translate("kill_a_unit.gradient"), xlabel=translate("step"), xlim=(-0.8, self.steps + 0.8), ylim=(-0.15, 4))
        self._sizes = drawing.curve(gradients, color=drawing.BLUE, marker="o", markersize=4, linewidth=1.2)
        self._now = gradients.plot([], [], "o", color=drawing.ORANGE, markeredgecolor="white", markersize=11)[0]

    def update(self, *, start_w, start_b, learning_rate, leak, step):
        path, sizes, w, b = [], [], start_w, start_b
        for _ in range(step + 1):
            loss, dw, db, on = unit_gradient(w, b, leak)
            path.append((w, b, loss, on))
            sizes.append(np.hypot(dw, db))
            w, b = (float(np.clip(value, -1e6, 1e6)) for value in (w - learning_rate * dw, b - learning_rate * db))
        w, b, loss, on = path[-1]
        x = np.linspace(-0.7, 2.2, 200)
        z = w * x + b
        self._sum.set_data(x, np.clip(z, -50, 50))
        self._output.set_data(x, np.clip(leaky_relu(leak).f(z), -50, 50))
        ws, bs = (np.clip([p[i] for p in path], -50, 50) for i in (0, 1))
        self._path.set_data(ws, bs)
        self._start.set_data([start_w], [start_b])
        self._here.set_data(*np.clip([[w], [b]], -0.97 * REACH, 0.97 * REACH))
        self._sizes.set_data(range(len(sizes)), np.minimum(sizes, 3.9))
        self._now.set_data([step], [min(sizes[-1], 3.9)])
        live = [self._sum, self._output, self._path, self._start, self._here, self._sizes, self._now]
        return View(live, self._sentence(path, sizes, leak, learning_rate))

    @staticmethod
    def _sentence(path, sizes, leak, learning_rate):
        w, b, loss, on = path[-1]
        step, n = len(path) - 1, len(X1)
        died = next((i for i, p in enumerate(path) if p[3] == 0), None)
        values = {"step": step, "on": on, "n": n, "w": w, "b": b, "size": sizes[-1], "loss": loss, "rate": f"{learning_rate:.3g}"}
        if max(abs(w), abs(b)) > 1000:
            return translate("kill_a_unit.status_diverged", **values)
        if on and died is None and sizes[-1] < 0.02:
            return translate("kill_a_unit.status_learned" if on > n / 2 else "kill_a_unit.status_stuck", **values)
        if on:
            came_back = died is not None and leak > 0
            return translate("kill_a_unit.status_back" if came_back else "kill_a_unit.status_on", **values)
        if leak > 0:
            return translate("kill_a_unit.status_leak", leak=leak, **values)
        return translate("kill_a_unit.status_born" if died == 0 else "kill_a_unit.status_dead", died=died, **values)

    def drag(self, start: Pointer, end: Pointer, **params):
        if start.panel != "plane" or end.panel != "plane":
            return {}
        return {"start_w": round(end.x, 2), "start_b": round(end.y, 2)}

    def key(self, key, *, start_w, start_b, **params):
        dw, db = {"ArrowLeft": (-0.1, 0), "ArrowRight": (0.1, 0), "ArrowUp": (0, 0.1), "ArrowDown": (0, -0.1)}.get(key, (0, 0))
        values = {"start_w": start_w + dw, "start_b": start_b + db}
        return {name: round(float(np.clip(value, -REACH, REACH)), 2) for name, value in values.items()}
