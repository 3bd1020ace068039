"""Backpropagation step by step: upstream gradient times local gradient, from the loss back to the first weights."""

import functools
from typing import NamedTuple

import numpy as np

from nnlab import mlp, softmax_loss
from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, RIGHT, Labels
from nnlab.engine.network_layout import edges, layer_layouts
from nnlab.engine.network_walk import NetworkWalk, bracketed, input_name
from nnlab.engine.numbers import format_number, format_shape, subscript
from nnlab.engine.stacked import StackedFigure
from nnlab.language import translate
from nnlab.losses import probabilities

SIZES = {"2-3-2": (2, 3, 2), "3-4-4-2": (3, 4, 4, 2), "2-3-3-3-2": (2, 3, 3, 3, 2)}
LAST_STEP = 3 * 4 - 1  # of the deepest network
GRAB_DISTANCE = 0.025  # a press this close to a line chooses it


class BackwardStep(NamedTuple):
    """One step back: its `kind` ("loss", "dW", "dh" or "dz"), its layer (0 is the first), and its arrays."""

    kind: str
    layer: int
    upstream: np.ndarray
    local: np.ndarray
    result: np.ndarray


def backward_steps(network, x, label: int) -> tuple[float, list[BackwardStep]]:
    """The loss of one example x (n_in,) and all steps back through `network`, the loss first."""
    trace = network.forward(x[None])
    loss, dscores = softmax_loss(trace.scores, [label])
    inputs = [x, *(h[0] for h in trace.hs)]
    p, dz = probabilities(trace.scores[0]), dscores[0]
    steps = [BackwardStep("loss", network.n_layers - 1, p, np.eye(len(p))[label], dz)]
    for i in reversed(range(network.n_layers)):
        steps.append(BackwardStep("dW", i, dz, inputs[i], np.outer(dz, inputs[i])))
        if i > 0:
            W, slope = network.layers[i].W, network.layers[i - 1].activation.derivative(trace.zs[i - 1][0])
            dh = W.T @ dz
            steps.append(BackwardStep("dh", i, dz, W, dh))
            dz = dh * slope
            steps.append(BackwardStep("dz", i - 1, dh, slope, dz))
    return loss, steps


@functools.lru_cache(maxsize=64)
def example(sizes: str, activation: str, init_scale: float, seed: int):
    """A small network with random weights and biases, and one input."""
    rng = np.random.default_rng(seed)
    network = mlp(SIZES[sizes], activation, seed=rng)
    for layer in network.layers:
        layer.W[...] = np.round(init_scale * layer.W, 2)
        layer.b[...] = np.round(0.2 * rng.standard_normal(layer.b.shape), 2)
    return network, np.round(rng.uniform(-1.5, 1.5, SIZES[sizes][0]), 1)


class Backward(NetworkWalk):
    """A small network and its backward pass.

    Parameters: `sizes`, `activation`, `init_scale`, `truth` (the true class), `seed`, `step`; `picked` is (step, place in its result): the
    number whose product is written out, None for the largest.
    """

    name, architectures, network_width = "backward", SIZES, 1.5
    line_height, columns = 0.065, (0.22, 0.22)
    unit_size = 43  # room for two numbers

    def build(self, figure, *, sizes, **params):
        view = super().build(figure, sizes=sizes)
        # The share of a line at which its number stands: beside the target's circle, on a phone for every second target farther away
        view.shares = (0.68, 0.42) if isinstance(figure, StackedFigure) else (0.76, 0.76)
        names = view.left.add_artist(Labels(11, drawing.GREY))
        names.texts = [(layer.x, 0.0, input_name(i)) for i, layer in enumerate(view.layers[:-1])]
        names.texts.append((view.layers[-1].x, 0.0, f"z{subscript(len(view.layers) - 1)}"))
        view.values = view.left.add_artist(Labels(10.5))
        view.gradients = [view.left.add_artist(Labels(10.5, color)) for color in drawing.SIGN_TEXTS]
        box = [(-1, -0.42), (1, -0.42), (1, 0.42), (-1, 0.42)]  # behind the numbers on the lines
        view.boxes = drawing.curve(view.left, linestyle="none", marker=box, markersize=27, markerfacecolor=drawing.PAPER, markeredgewidth=0)
        view.weight_gradients = [view.left.add_artist(Labels(10, color)) for color in drawing.SIGN_TEXTS]
        view.numbers = [view.right.add_artist(Labels(10.5, color)) for color in (*drawing.SIGN_TEXTS, drawing.INK)]
        view.live += [view.values, *view.gradients, view.boxes, *view.weight_gradients, *view.numbers]
        return view

    def update(self, view, *, sizes, activation, init_scale, truth, seed, step, picked=None):
        network, x = example(sizes, activation, init_scale, seed)
        loss, steps = backward_steps(network, x, truth)
        step = min(step, len(steps))  # 0: forward only
        done, current = steps[:step], steps[step - 1] if step else None
        values = {i: row[0] for i, row in enumerate([x[None], *network.forward(x[None]).hs])}
        view.values.texts = [(x, y, _short(value)) for x, y, value in self.at_units(view, values, 0.028)]
        view.values.texts.append((view.layers[-1].x, 0.1, f"L = {loss:.3f}"))
        # The gradient of each unit as far as it is known: of its output, then of its sum.
        known = {(past.layer if past.kind == "dh" else past.layer + 1): past.result for past in done if past.kind != "dW"}
        _show_signed(view.gradients, self.at_units(view, known, -0.028), _short)
        self._show_weights(view, network, done, current)
        heights = self._show_numbers(view, current)
        self.choose_nothing(view)
        status = self._status(steps, step, loss, activation)
        if current is None:
            return status
        place = _place(current, step, picked)
        self._show_product(view, current, heights, place)
        if not picked or picked[0] != step:
            return status
        product = " + ".join(_terms(current, place))
        return f"{status} {translate('backward.picked', product=product, value=_format(current.result[place], 3))}"

    def _show_product(self, view, current, heights, place):
        """Mark the numbers that make the one at `place` in the result, its line or its unit, and write its product out."""
        kind, layer, upstream, _, result = current
        row, column = place if kind == "dW" else (0, place[0])
        (above, *_), local, results, below = heights
        marked = [(column, results[row])]
        if kind == "dW":
            marked += [(row, above), (column, local[0])]
            self.choose_edges(view, layer, result, np.arange(result.size).reshape(result.shape) == row * result.shape[1] + column)
        else:
            marked += [(j, above) for j in (range(len(upstream)) if kind == "dh" else place)] + [(column, y) for y in local]
            self.choose_unit(view, layer if kind == "dh" else layer + 1, column)
        self.mark_cells(view, marked)
        self.show_terms(view, 0.0, below, _terms(current, place), f" = {_format(result[place], 3)}")

    def _show_weights(self, view, network, done, current):
        """The lines show the weights' gradients once known; those of the current step are written on their lines, where there is room."""
        kind, at = (current.kind, current.layer) if current else ("", -1)
        uses_weights = kind in ("dW", "dh")
        self.highlight(view, () if not current else (at, at + 1) if uses_weights else (at + 1,))
        gradients = {step.layer: step.result for step in done if step.kind == "dW"}
        for i, layer in enumerate(network.layers):
            color = drawing.INK if i == at and uses_weights else drawing.GREY
            colors = drawing.SIGN_COLOURS if i in gradients else (color, color)
            self.show_weights(view, i, gradients.get(i, layer.W), colors)
        numbers = []
        if kind == "dW" and len(view.layers) == 3:
            _, ends, target, source = view.edges[at]
            shares = np.take(view.shares, target % 2)[:, None]
            x, y = (ends[:, 0] + shares * (ends[:, 1] - ends[:, 0])).T
            numbers = list(zip(x, y, current.result[target, source], strict=True))
        view.boxes.set_data([x for x, _, _ in numbers], [y for _, y, _ in numbers])
        _show_signed(view.weight_gradients, numbers, _format)

    def _show_numbers(self, view, current):
        """The formula of the current step, then the upstream and the local gradient and the result, with their shapes.

        Returns the heights of the rows of each, and the height below all.
        """
        for numbers in view.numbers:
            numbers.texts = []
        if current is None:
            self.show_intro(view, translate("backward.forward"))
            return []
        n, h = subscript(current.layer + 1), input_name(current.layer)
        title, *names = {
            "loss": (f"dz{n} = p − t", "p", "t", f"dz{n}"),
            "dW": (f"dW{n} = dz{n} · {h}ᵀ,  db{n} = dz{n}", f"dz{n}", h, f"dW{n}"),
            "dh": (f"d{h} = W{n}ᵀ · dz{n}", f"dz{n}", f"W{n}", f"d{h}"),
            "dz": (f"dz{n} = dh{n} × f ′(z{n})", f"dh{n}", f"f ′(z{n})", f"dz{n}"),
        }[current.kind]
        roles = ("p", "t", "result") if current.kind == "loss" else ("upstream", "local", "result")
        positive, negative, local = view.numbers
        view.headings.texts, top, heights = [(0.0, 0.95, title, LEFT)], 0.82, []
        for role, name, array in zip(roles, names, (current.upstream, current.local, current.result), strict=True):
            view.headings.texts.append((0.0, top, f"{translate(f'backward.{role}')} {name}  ({format_shape(array)})", LEFT))
            rows, (first, distance) = np.atleast_2d(array), self.columns
            sign = "" if role == "local" and (array >= 0).all() else "+"  # so that slopes in a row are not read as a sum
            heights.append(top - self.line_height * (np.arange(len(rows)) + 1))
            for (i, j), value in np.ndenumerate(rows):
                numbers = local if role in ("local", "p", "t") else negative if value < 0 else positive
                numbers.texts.append((first + distance * j, heights[-1][i], _format(value, 3, sign), RIGHT))
            top -= self.line_height * len(rows) + 0.11
        return [*heights, top]

    def drag(self, start, end, *, sizes, step, **params):
        """A press on a line or a unit of this step writes its product out; any other goes a step back or on."""
        kind, layer, step = _step_at(sizes, step)
        if kind == "dW" and start.panel == "network":
            line = _line_at(sizes, layer, start)
            if line:
                return {"picked": (step, line)}
        elif kind:
            at, unit = self.unit_at(start, sizes) or (-1, 0)
            if at == (layer if kind == "dh" else layer + 1):
                return {"picked": (step, (unit,))}
        return super().drag(start, end, sizes=sizes, step=step, **params)

    def key(self, key, *, sizes, step, **params):
        """The arrow keys to the left and right go a step back and on, those up and down to the next number of the result."""
        if key not in ("ArrowUp", "ArrowDown"):
            return super().key(key, sizes=sizes, step=step, **params)
        network, x = example(sizes, params["activation"], params["init_scale"], params["seed"])
        step = _step_at(sizes, step)[2]
        if not step:
            return {}
        current = backward_steps(network, x, params["truth"])[1][step - 1]
        index = np.ravel_multi_index(_place(current, step, params.get("picked")), current.result.shape)
        place = np.unravel_index((index + (1 if key == "ArrowDown" else -1)) % current.result.size, current.result.shape)
        return {"picked": (step, tuple(map(int, place)))}

    @staticmethod
    def _status(steps, step, loss, activation):
        if not step:
            return translate("backward.status_forward", loss=loss, steps=len(steps))
        kind, layer, upstream, local, result = steps[step - 1]
        largest = np.unravel_index(np.abs(result).argmax(), result.shape)
        values = {"at": step, "of": len(steps), "n": subscript(layer + 1), "inputs": input_name(layer), "name": translate(activation),
                  "shape": format_shape(local.T if kind == "dh" else result), "low": local.min(), "high": local.max(),
                  "largest": np.abs(result).max() if kind == "loss" else _format(result[largest], 3)}  # fmt: skip
        if kind in ("dW", "dz"):
            values["product"] = f"{_format(upstream[largest[0]], 3)} × {_format(local[largest[-1]], 3)} = {values['largest']}"
        sentences = [translate(f"backward.status_{kind}", **values)]
        if kind == "dW" and (result == 0).any():
            sentences.append(translate("backward.zero_weights", zero=(result == 0).sum(), all=result.size))
        elif kind == "dz" and (local == 0).any():
            sentences.append(translate("backward.off", off=(local == 0).sum(), all=local.size))
        elif kind == "dz" and local.max() < 0.05:
            sentences.append(translate("backward.saturated"))
        if step == len(steps):
            sentences.append(translate("backward.finished", loss=loss))
        return " ".join(sentences)


def _step_at(sizes: str, step: int) -> tuple[str, int, int]:
    """The kind and the layer of a step, as in BackwardStep ("" before the first), and the step within those of this network."""
    n_layers = len(SIZES[sizes]) - 1
    step = min(step, 3 * n_layers - 1)
    if step < 2:
        return ("", "loss")[step], n_layers - 1, step
    back, kind = divmod(step - 2, 3)
    return ("dW", "dh", "dz")[kind], n_layers - 1 - back - (kind == 2), step


def _line_at(sizes: str, layer: int, place) -> tuple[int, int] | None:
    """Row and column of the weight of `layer` whose line is drawn at this place; None where there is no line."""
    left, right = layer_layouts(SIZES[sizes])[layer : layer + 2]
    ends, target, source = edges(left, right)
    along, point = ends[:, 1] - ends[:, 0], np.array([place.x, place.y]) - ends[:, 0]
    share = np.clip((along * point).sum(axis=1) / (along**2).sum(axis=1), 0, 1)
    away = np.hypot(*(point - share[:, None] * along).T)
    nearest = int(away.argmin())
    return (int(target[nearest]), int(source[nearest])) if away[nearest] < GRAB_DISTANCE else None


def _place(current: BackwardStep, step: int, picked) -> tuple:
    """The place in the result whose product is written out: the picked one, or that of the largest number."""
    if picked and picked[0] == step and len(picked[1]) == current.result.ndim:
        return tuple(min(i, n - 1) for i, n in zip(picked[1], current.result.shape, strict=True))
    return tuple(map(int, np.unravel_index(np.abs(current.result).argmax(), current.result.shape)))


def _terms(current: BackwardStep, place: tuple) -> list[str]:
    """The products whose sum is the number at `place` of the result; of the loss, the difference."""
    kind, _, upstream, local, _ = current
    if kind == "loss":
        return [f"{_format(upstream[place], 3)} − {local[place]:.0f}"]
    pairs = zip(upstream, local[:, place[0]], strict=True) if kind == "dh" else [(upstream[place[0]], local[place[-1]])]
    return [" × ".join(bracketed(_format(value, 3)) for value in pair) for pair in pairs]


def _show_signed(labels, numbers, to_text) -> None:
    """Gradients (x, y, value) in the labels of their sign."""
    for part, negative in zip(labels, (False, True), strict=True):
        part.texts = [(x, y, to_text(value)) for x, y, value in numbers if (value < 0) == negative]


def _short(value) -> str:
    """`value` for a circle, which has no room for scientific notation."""
    return "≈ 0" if 0 < abs(value) < 0.005 else _format(value)


def _format(value, digits: int = 2, sign: str = "") -> str:
    """`value` with that many digits after the point, a small one in scientific notation with two fewer; "0" is exactly 0."""
    below = {0.5 * 10.0**-digits: f"{sign}.{digits - 2}e", 99.5: f"{sign}.{digits}f"}
    return format_number(value, f"{sign}.0f", below=below)
