"""Backpropagation step by step: what comes from above times what is local, from the loss back to the first weights."""

import functools
from typing import NamedTuple

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, RIGHT, Labels
from nnlab.engine.network_walk import NetworkWalk, shape, subscript
from nnlab.engine.scene import View
from nnlab.language import translate
from nnlab.losses import softmax_loss
from nnlab.network import mlp

SIZES = {"2-3-2": (2, 3, 2), "3-4-4-2": (3, 4, 4, 2), "2-3-3-3-2": (2, 3, 3, 3, 2)}
LAST_STEP = 3 * 4 - 1  # of the deepest network
SIGNED = (drawing.ORANGE, drawing.PURPLE)  # gradients above and below 0
SIGNED_TEXT = (drawing.ORANGE_TEXT, drawing.PURPLE)


class Stride(NamedTuple):
    """One step back: its `kind`, its layer (0 is the first), and the arrays: from above, local, result."""

    kind: str
    layer: int
    above: np.ndarray
    local: np.ndarray
    result: np.ndarray


def strides(network, x, label: int) -> tuple[float, list[Stride]]:
    """The loss of one example x (n_in,) and all steps back through `network`, the loss first."""
    trace = network.forward(x[None])
    loss, dscores = softmax_loss(trace.scores, [label])
    inputs = [x, *(h[0] for h in trace.hs)]
    scores = trace.scores[0]
    shares = np.exp(scores - scores.max())
    target = np.eye(len(scores))[label]
    found = [Stride("loss", len(network.layers) - 1, shares / shares.sum(), target, dscores[0])]
    dz = dscores[0]
    for i in reversed(range(len(network.layers))):
        found.append(Stride("dW", i, dz, inputs[i], np.outer(dz, inputs[i])))
        if i == 0:
            break
        W, below = network.layers[i].W, network.layers[i - 1].activation
        dh = W.T @ dz
        found.append(Stride("dh", i, dz, W, dh))
        slope = below.derivative(trace.zs[i - 1][0])
        dz = dh * slope
        found.append(Stride("dz", i - 1, dh, slope, dz))
    return loss, found


@functools.lru_cache(maxsize=64)
def example(sizes: str, activation: str, init_scale: float, seed: int):
    """A small network with random weights, its biases too, and one input."""
    rng = np.random.default_rng(seed)
    network = mlp(SIZES[sizes], activation, seed=rng)
    for layer in network.layers:
        layer.W[...] = np.round(init_scale * layer.W, 2)
        layer.b[...] = np.round(0.2 * rng.standard_normal(layer.b.shape), 2)
    return network, np.round(rng.uniform(-1.5, 1.5, SIZES[sizes][0]), 1)


class Backward(NetworkWalk):
    """A small network and its way back. Parameters: `sizes`, `activation`, `init_scale`, `truth` (the true class), `seed`, `step`."""

    words, networks, split = "backward", SIZES, 1.5

    def build(self, figure, *, sizes, **params):
        left, right = super().build(figure, sizes=sizes)
        self._values = left.add_artist(Labels(9.5))
        self._gradients = [left.add_artist(Labels(9.5, colour)) for colour in SIGNED_TEXT]
        plate = [(-1, -0.42), (1, -0.42), (1, 0.42), (-1, 0.42)]
        self._plates = left.plot([], [], linestyle="none", marker=plate, markersize=27, markerfacecolor="white", markeredgewidth=0)[0]
        self._on_weights = [left.add_artist(Labels(9, colour)) for colour in SIGNED_TEXT]
        self._numbers = [right.add_artist(Labels(10.5, colour)) for colour in (*SIGNED_TEXT, drawing.BLUE)]

    def update(self, *, sizes, activation, init_scale, truth, seed, step):
        network, x = example(sizes, activation, init_scale, seed)
        loss, steps = strides(network, x, truth)
        at = min(step, len(steps))  # 0: forward only
        done, now = steps[:at], steps[at - 1] if at else None
        trace = network.forward(x[None])
        values = [x, *(h[0] for h in trace.hs)]
        self._values.texts = [
            (c.x, y + 0.02, _short(value))
            for c, column in zip(self._columns, values, strict=True)
            for y, value in zip(c.y, column, strict=True)
        ]
        self._show_gradients(done, loss)
        self._show_weights(network, done, now)
        self.mark(() if now is None else (now.layer, now.layer + 1) if now.kind in ("dW", "dh") else (now.layer + 1,))
        self._show_numbers(now)
        words = [self._values, *self._gradients, self._plates, *self._on_weights, self._heads, *self._numbers]
        return View([*self._lines.values(), *self._units, *words], self._sentence(network, steps, at, now, loss, activation))

    def _show_gradients(self, done, loss):
        known = {}  # by column: what a unit's gradient is so far, of its output and then of its sum
        for stride in done:
            if stride.kind != "dW":
                known[stride.layer if stride.kind == "dh" else stride.layer + 1] = stride.result
        last = self._columns[-1]
        self._values.texts.append((last.x + 0.01, 1.03, f"L = {loss:.3f}"))
        _put(self._gradients, [
            (self._columns[i].x, y - 0.024, value)
            for i, gradients in known.items()
            for y, value in zip(self._columns[i].y, gradients, strict=True)
        ])  # fmt: skip

    def _show_weights(self, network, done, now):
        gradients = {stride.layer: stride.result for stride in done if stride.kind == "dW"}
        for i, layer in enumerate(network.layers):
            at_hand = now is not None and now.layer == i and now.kind in ("dW", "dh")
            self.show_layer(i, gradients.get(i, layer.W), SIGNED if i in gradients else [drawing.BLUE if at_hand else drawing.GREY] * 2)
        roomy = len(self._columns) == 3  # deeper networks have no room for numbers on their lines
        places, values = self._on_lines(now) if roomy and now is not None and now.kind == "dW" else (np.empty((0, 2)), [])
        self._plates.set_data(*places.T)
        _put(self._on_weights, [(x, y, value) for (x, y), value in zip(places, values, strict=True)])

    def _on_lines(self, now):
        """Where each weight's gradient stands, near the unit at which the weight arrives, and the gradient."""
        ends, to, source = self._edges[now.layer]
        return ends[:, 0] + 0.79 * (ends[:, 1] - ends[:, 0]), now.result[to, source]

    def _show_numbers(self, now):
        for numbers in self._numbers:
            numbers.texts = []
        above, below_zero, local = self._numbers
        if now is None:
            self.greet(translate("backward.forward"))
            return
        n, below = subscript(now.layer + 1), subscript(now.layer)
        inputs = "x" if now.layer == 0 else f"h{below}"
        title, *names = {
            "loss": (f"dz{n} = p − t", "p", "t", f"dz{n}"),
            "dW": (f"dW{n} = dz{n} · {inputs}ᵀ,  db{n} = dz{n}", f"dz{n}", inputs, f"dW{n}"),
            "dh": (f"dh{below} = W{n}ᵀ · dz{n}", f"dz{n}", f"W{n}", f"dh{below}"),
            "dz": (f"dz{n} = dh{n} × f ′(z{n})", f"dh{n}", f"f ′(z{n})", f"dz{n}"),
        }[now.kind]
        roles = (("p", "t") if now.kind == "loss" else ("above", "local")) + ("result",)
        self._heads.texts, top = [(0.0, 0.95, title, LEFT)], 0.82
        for role, name, array in zip(roles, names, now[2:], strict=True):
            self._heads.texts.append((0.0, top, f"{translate(f'backward.{role}')} {name}  ({shape(array)})", LEFT))
            rows = np.atleast_2d(array)
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    numbers = local if role in ("local", "p", "t") else below_zero if value < 0 else above
                    numbers.texts.append((0.22 + 0.22 * j, top - 0.065 * (i + 1), _short(value, "+", 3), RIGHT))
            top -= 0.065 * len(rows) + 0.11

    @staticmethod
    def _sentence(network, steps, at, now, loss, activation):
        if now is None:
            return translate("backward.status_forward", loss=loss, steps=len(steps))
        values = {"at": at, "of": len(steps), "n": subscript(now.layer + 1), "below": subscript(now.layer), "name": translate(activation)}
        if now.kind == "loss":
            said = translate("backward.status_loss", **values, largest=np.abs(now.result).max())
        elif now.kind == "dW":
            zero = int((now.result == 0).sum())
            j, k = np.unravel_index(np.abs(now.result).argmax(), now.result.shape)
            inputs = "x" if now.layer == 0 else f"h{subscript(now.layer)}"
            said = translate("backward.status_dW", **values, inputs=inputs, shape=shape(now.result),
                        product=_product(now.above[j], now.local[k], now.result[j, k]))  # fmt: skip
            if zero:
                said += " " + translate("backward.zero_weights", zero=zero, all=now.result.size)
        elif now.kind == "dh":
            said = translate("backward.status_dh", **values, shape=shape(now.local.T), largest=_short(_largest(now.result), digits=3))
        else:
            off, largest = int((now.local == 0).sum()), float(now.local.max())
            j = np.abs(now.result).argmax()
            said = translate("backward.status_dz", **values, low=now.local.min(), high=largest,
                        product=_product(now.above[j], now.local[j], now.result[j]))  # fmt: skip
            if off:
                said += " " + translate("backward.off", off=off, all=now.local.size)
            elif largest < 0.05:
                said += " " + translate("backward.saturated")
        return said + (" " + translate("backward.finished", loss=loss) if at == len(steps) else "")


def _put(signed, numbers) -> None:
    """Gradients (x, y, value) in the labels of their sign."""
    for labels, negative in zip(signed, (False, True), strict=True):
        labels.texts = [(x, y, _short(value)) for x, y, value in numbers if (value < 0) == negative]


def _short(value, sign: str = "", digits: int = 2) -> str:
    """A number as short as it can be said: a small one by its power of ten, 0 only where it is exactly 0."""
    if value == 0:
        return "0"
    shown = (
        f"{value:{sign}.0e}"
        if abs(value) < 0.5 * 10.0**-digits
        else f"{value:{sign}.{digits}f}"
        if abs(value) < 99.5
        else f"{value:{sign}.0f}"
    )
    return shown.replace("-", "−").replace("e−0", "e−")


def _largest(array):
    return array[np.abs(array).argmax()]


def _product(above, local, result) -> str:
    return f"{_short(above, digits=3)} × {_short(local, digits=3)} = {_short(result, digits=3)}"
