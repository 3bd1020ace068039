"""Backpropagation step by step: upstream gradient times local gradient, from the loss back to the first weights."""

import functools
from typing import NamedTuple

import numpy as np

from nnlab import mlp, softmax_loss
from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, RIGHT, Labels
from nnlab.engine.network_walk import NetworkWalk, input_name
from nnlab.engine.numbers import format_number, format_shape, subscript
from nnlab.language import translate
from nnlab.losses import probabilities

SIZES = {"2-3-2": (2, 3, 2), "3-4-4-2": (3, 4, 4, 2), "2-3-3-3-2": (2, 3, 3, 3, 2)}
LAST_STEP = 3 * 4 - 1  # of the deepest network
LINE_HEIGHT = 0.065  # of the panel of numbers
SIGN_COLORS = (drawing.ORANGE, drawing.PURPLE)  # gradients above and below 0
SIGN_TEXT_COLORS = (drawing.ORANGE_TEXT, drawing.PURPLE)


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
    """A small network and its backward pass. Parameters: `sizes`, `activation`, `init_scale`, `truth` (the true class), `seed`, `step`."""

    name, architectures, network_width = "backward", SIZES, 1.5

    def build(self, figure, *, sizes, **params):
        view = super().build(figure, sizes=sizes)
        view.values = view.left.add_artist(Labels(9.5))
        view.gradients = [view.left.add_artist(Labels(9.5, color)) for color in SIGN_TEXT_COLORS]
        box = [(-1, -0.42), (1, -0.42), (1, 0.42), (-1, 0.42)]  # behind the numbers on the lines
        view.boxes = view.left.plot([], [], linestyle="none", marker=box, markersize=27, markerfacecolor="white", markeredgewidth=0)[0]
        view.weight_gradients = [view.left.add_artist(Labels(9, color)) for color in SIGN_TEXT_COLORS]
        view.numbers = [view.right.add_artist(Labels(10.5, color)) for color in (*SIGN_TEXT_COLORS, drawing.BLUE)]
        view.live += [view.values, *view.gradients, view.boxes, *view.weight_gradients, *view.numbers]
        return view

    def update(self, view, *, sizes, activation, init_scale, truth, seed, step):
        network, x = example(sizes, activation, init_scale, seed)
        loss, steps = backward_steps(network, x, truth)
        step = min(step, len(steps))  # 0: forward only
        done, current = steps[:step], steps[step - 1] if step else None
        values = [x, *(h[0] for h in network.forward(x[None]).hs)]
        view.values.texts = [
            (layer.x, y + 0.02, _format(value))
            for layer, layer_values in zip(view.layers, values, strict=True)
            for y, value in zip(layer.y, layer_values, strict=True)
        ]
        view.values.texts.append((view.layers[-1].x + 0.01, 1.03, f"L = {loss:.3f}"))
        self._show_gradients(view, done)
        self._show_weights(view, network, done, current)
        self._show_numbers(view, current)
        return self._status(steps, step, loss, activation)

    @staticmethod
    def _show_gradients(view, done):
        """The gradient of each unit as far as it is known: of its output, then of its sum."""
        known = {(step.layer if step.kind == "dh" else step.layer + 1): step.result for step in done if step.kind != "dW"}
        _show_signed(view.gradients, [
            (view.layers[i].x, y - 0.024, gradient)
            for i, gradients in known.items()
            for y, gradient in zip(view.layers[i].y, gradients, strict=True)
        ])  # fmt: skip

    def _show_weights(self, view, network, done, current):
        """The lines show the weights' gradients once known; those of the current step are written on their lines, where there is room."""
        kind, at = (current.kind, current.layer) if current else ("", -1)
        uses_weights = kind in ("dW", "dh")
        self.highlight(view, () if not current else (at, at + 1) if uses_weights else (at + 1,))
        gradients = {step.layer: step.result for step in done if step.kind == "dW"}
        for i, layer in enumerate(network.layers):
            color = drawing.BLUE if i == at and uses_weights else drawing.GREY
            self.show_edges(view, i, gradients.get(i, layer.W), SIGN_COLORS if i in gradients else (color, color))
        places, values = np.empty((0, 2)), []
        if kind == "dW" and len(view.layers) == 3:
            ends, target, source = view.edges[at]
            places, values = ends[:, 0] + 0.79 * (ends[:, 1] - ends[:, 0]), current.result[target, source]  # near the target
        view.boxes.set_data(*places.T)
        _show_signed(view.weight_gradients, [(x, y, value) for (x, y), value in zip(places, values, strict=True)])

    def _show_numbers(self, view, current):
        """The formula of the current step, then the upstream and the local gradient and the result, with their shapes."""
        for numbers in view.numbers:
            numbers.texts = []
        if current is None:
            self.show_intro(view, translate("backward.forward"))
            return
        n, h = subscript(current.layer + 1), input_name(current.layer)
        title, *names = {
            "loss": (f"dz{n} = p − t", "p", "t", f"dz{n}"),
            "dW": (f"dW{n} = dz{n} · {h}ᵀ,  db{n} = dz{n}", f"dz{n}", h, f"dW{n}"),
            "dh": (f"d{h} = W{n}ᵀ · dz{n}", f"dz{n}", f"W{n}", f"d{h}"),
            "dz": (f"dz{n} = dh{n} × f ′(z{n})", f"dh{n}", f"f ′(z{n})", f"dz{n}"),
        }[current.kind]
        roles = ("p", "t", "result") if current.kind == "loss" else ("upstream", "local", "result")
        positive, negative, local = view.numbers
        view.headings.texts, top = [(0.0, 0.95, title, LEFT)], 0.82
        for role, name, array in zip(roles, names, (current.upstream, current.local, current.result), strict=True):
            view.headings.texts.append((0.0, top, f"{translate(f'backward.{role}')} {name}  ({format_shape(array)})", LEFT))
            rows = np.atleast_2d(array)
            for (i, j), value in np.ndenumerate(rows):
                numbers = local if role in ("local", "p", "t") else negative if value < 0 else positive
                numbers.texts.append((0.22 + 0.22 * j, top - LINE_HEIGHT * (i + 1), _format(value, 3, "+"), RIGHT))
            top -= LINE_HEIGHT * len(rows) + 0.11

    @staticmethod
    def _status(steps, step, loss, activation):
        if not step:
            return translate("backward.status_forward", loss=loss, steps=len(steps))
        kind, layer, upstream, local, result = steps[step - 1]
        values = {"at": step, "of": len(steps), "n": subscript(layer + 1)}
        largest = np.unravel_index(np.abs(result).argmax(), result.shape)
        sentences = []
        if kind == "loss":
            values |= {"largest": np.abs(result).max()}
        elif kind == "dW":
            j, k = largest
            values |= {"inputs": input_name(layer), "shape": format_shape(result), "product": _product(upstream[j], local[k], result[j, k])}
            zero = int((result == 0).sum())
            if zero:
                sentences.append(translate("backward.zero_weights", zero=zero, all=result.size))
        elif kind == "dh":
            values |= {"shape": format_shape(local.T), "largest": _format(result[largest], 3)}
        else:
            product = _product(upstream[largest], local[largest], result[largest])
            values |= {"name": translate(activation), "low": local.min(), "high": float(local.max()), "product": product}
            off = int((local == 0).sum())
            if off:
                sentences.append(translate("backward.off", off=off, all=local.size))
            elif local.max() < 0.05:
                sentences.append(translate("backward.saturated"))
        if step == len(steps):
            sentences.append(translate("backward.finished", loss=loss))
        return " ".join([translate(f"backward.status_{kind}", **values), *sentences])


def _show_signed(labels, numbers) -> None:
    """Gradients (x, y, value) in the labels of their sign."""
    for part, negative in zip(labels, (False, True), strict=True):
        part.texts = [(x, y, _format(value)) for x, y, value in numbers if (value < 0) == negative]


def _format(value, digits: int = 2, sign: str = "") -> str:
    """`value` with that many digits after the point, a small one in scientific notation; "0" is exactly 0."""
    below = {0.5 * 10.0**-digits: f"{sign}.0e", 99.5: f"{sign}.{digits}f"}
    return format_number(value, f"{sign}.0f", below=below, short_exponent=True)


def _product(upstream, local, result) -> str:
    return f"{_format(upstream, 3)} × {_format(local, 3)} = {_format(result, 3)}"
