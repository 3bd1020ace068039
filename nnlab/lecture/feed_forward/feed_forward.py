"""A feed-forward pass step by step: product, bias, function, layer after layer, each with its shapes and numbers."""

import functools
from typing import NamedTuple

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, RIGHT, Labels
from nnlab.engine.network_walk import NetworkWalk, shape, subscript
from nnlab.engine.scene import View
from nnlab.language import translate
from nnlab.network import mlp

SIZES = {"3-4-4-1": (3, 4, 4, 1), "3-4-2": (3, 4, 2), "2-5-5-3": (2, 5, 5, 3), "2-3-3-3-2": (2, 3, 3, 3, 2)}
LAST_STEP = 3 * 4 - 1  # of the deepest network: its output has no function
MOST_EXAMPLES = 4
LINE = 0.052  # of the panel of numbers


class Stride(NamedTuple):
    """One step: `kind` is "product", "bias" or "function", layer 0 the first; what goes in, and the result; columns are examples."""

    kind: str
    layer: int
    one: np.ndarray
    other: np.ndarray | None
    result: np.ndarray


@functools.lru_cache(maxsize=64)
def example(sizes: str, activation: str, seed: int):
    """A network with random weights and biases, and MOST_EXAMPLES inputs as columns."""
    rng = np.random.default_rng(seed)
    network = mlp(SIZES[sizes], activation, seed=rng)
    for layer in network.layers:
        layer.W[...] = np.round(layer.W, 2)
        layer.b[...] = np.round(0.3 * rng.standard_normal(layer.b.shape), 2)
    return network, np.round(rng.standard_normal((SIZES[sizes][0], MOST_EXAMPLES)), 1)


def strides(network, x) -> list[Stride]:
    """All steps of the inputs x (n_in, N), an example a column, through `network`."""
    found, h = [], x
    for i, layer in enumerate(network.layers):
        product = layer.W @ h
        z = product + layer.b[:, None]
        found += [Stride("product", i, layer.W, h, product), Stride("bias", i, product, layer.b[:, None], z)]
        if i + 1 < network.n_layers:
            h = layer.activation.f(z)
            found.append(Stride("function", i, z, None, h))
    return found


class FeedForward(NetworkWalk):
    """A small network and the way of its inputs. Parameters: `sizes`, `activation`, `batch_size`, `seed`, `step`."""

    words, networks, split, unit_size = "feed_forward", SIZES, 1.35, 31

    def build(self, figure, *, sizes, **params):
        left, right = super().build(figure, sizes=sizes)
        self._values, self._names = left.add_artist(Labels(9.5)), left.add_artist(Labels(10, drawing.GREY))
        self._numbers = [right.add_artist(Labels(10, colour)) for colour in (drawing.INK, drawing.BLUE, drawing.ORANGE_TEXT)]

    def update(self, *, sizes, activation, batch_size, seed, step):
        network, x = example(sizes, activation, seed)
        x = x[:, :batch_size]
        steps = strides(network, x)
        at = min(step, len(steps))
        now = steps[at - 1] if at else None
        shown = {0: x, **{stride.layer + 1: stride.result for stride in steps[:at]}}  # by column: z so far, then h
        self._values.texts = [
            (self._columns[i].x, y, _short(v)) for i, array in shown.items() for y, v in zip(self._columns[i].y, array[:, 0], strict=True)
        ]
        last = len(self._columns) - 1
        self._names.texts = [(c.x, 0.0, "x" if i == 0 else "y" if i == last else f"h{subscript(i)}") for i, c in enumerate(self._columns)]
        self.mark(() if now is None else (now.layer, now.layer + 1) if now.kind == "product" else (now.layer + 1,))
        for i, units in enumerate(self._units):
            units.set_markerfacecolor("#E4F0F8" if i in shown else "white")
        for i, layer in enumerate(network.layers):
            at_hand = now is not None and now.layer == i and now.kind == "product"
            self.show_layer(i, layer.W, [drawing.BLUE if at_hand else drawing.PALE if now is None or i > now.layer else drawing.GREY] * 2)
        self._show_numbers(network, now)
        live = [*self._lines.values(), *self._units, self._values, self._names, self._heads, *self._numbers]
        return View(live, self._sentence(network, steps, at, now, batch_size, activation))

    def _show_numbers(self, network, now):
        for numbers in self._numbers:
            numbers.texts = []
        if now is None:
            self.greet(translate("feed_forward.start"))
            return
        n, below = subscript(now.layer + 1), "x" if now.layer == 0 else f"h{subscript(now.layer)}"
        out = f"h{n}" if now.layer + 1 < network.n_layers else "y"
        whole = f"{out} = f(W{n} {below} + b{n})" if out != "y" else f"y = W{n} {below} + b{n}"
        names = {
            "product": (f"W{n}", below, f"W{n} {below}"),
            "bias": (f"W{n} {below}", f"b{n}", f"z{n} = W{n} {below} + b{n}" if out != "y" else f"y = W{n} {below} + b{n}"),
            "function": (f"z{n}", "", f"{out} = f(z{n})"),
        }[now.kind]
        self._heads.texts, top = [(0.0, 0.97, whole, LEFT)], 0.88
        for sign, name, array, numbers in zip(
            ("", {"product": "×", "bias": "+"}.get(now.kind), "="), names, now[2:], self._numbers, strict=True
        ):
            if array is None:
                continue
            self._heads.texts.append((0.0, top, f"{sign} {name}   ({shape(array)})".strip(), LEFT))
            for i, row in enumerate(array):
                numbers.texts += [(0.19 + 0.185 * j, top - LINE * (i + 1.1), _short(value, "+"), RIGHT) for j, value in enumerate(row)]
            top -= LINE * len(array) + 0.095

    @staticmethod
    def _sentence(network, steps, at, now, batch_size, activation):
        if now is None:
            return translate("feed_forward.status_start", steps=len(steps), sizes="–".join(map(str, network.sizes)), n=batch_size)
        n, below = subscript(now.layer + 1), "x" if now.layer == 0 else f"h{subscript(now.layer)}"
        values = {"at": at, "of": len(steps), "n": n, "below": below, "one": shape(now.one), "result": shape(now.result)}
        if now.kind == "product":
            said = translate("feed_forward.status_product", **values, other=shape(now.other), products=now.one.size * batch_size)
        elif now.kind == "bias":
            said = translate("feed_forward.status_bias", **values, other=shape(now.other))
            if batch_size > 1:
                said += " " + translate("feed_forward.broadcast", examples=batch_size)
        else:
            said = translate(
                "feed_forward.status_function", **values, name=translate(activation), low=now.result.min(), high=now.result.max()
            )
        if at == len(steps):
            said += " " + translate("feed_forward.finished")
        return said + (" " + translate("feed_forward.first") if batch_size > 1 else "")


def _short(value, sign: str = "") -> str:
    return f"{value:{sign}.2f}".replace("-", "−")
