"""A feed-forward pass step by step: product, bias, function, layer after layer, each with its shapes and numbers."""

import functools
from typing import NamedTuple

import numpy as np

from nnlab import draw
from nnlab.language import word
from nnlab.network import mlp
from nnlab.scenes.diagram import columns, edges
from nnlab.scenes.labels import LEFT, RIGHT, Labels
from nnlab.scenes.scene import Scene, View

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


class FeedForward(Scene):
    """A small network and the way of its inputs. Parameters: `sizes`, `activation`, `batch_size`, `seed`, `step`."""

    size = (9.6, 4.3)
    furniture = frozenset({"sizes"})
    touchable = True

    def build(self, figure, *, sizes, **params):
        left, right = figure.subplots(1, 2, width_ratios=(1.35, 1))
        left.set(label="network", title=word("feed_forward.network"), xlim=(-0.09, 1.09), ylim=(-0.03, 1.06), xticks=[], yticks=[])
        right.set(label="numbers", title=word("feed_forward.numbers"), xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
        for axes in (left, right):
            axes.grid(False)
            axes.spines[:].set_visible(False)
        self._columns = columns(SIZES[sizes])
        self._edges = [edges(a, b) for a, b in zip(self._columns, self._columns[1:], strict=False)]
        # weights of one layer: positive and negative ones, thin and thick
        self._lines = {
            (i, sign, thick): draw.curve(left, linestyle="-" if sign > 0 else (0, (4, 2)), linewidth=2.2 if thick else 0.9, zorder=1)
            for i in range(len(self._edges))
            for sign in (1, -1)
            for thick in (False, True)
        }
        self._units = [
            left.plot([c.x] * len(c.y), c.y, "o", markersize=31, markerfacecolor="white", markeredgecolor=draw.GREY, zorder=3)[0]
            for c in self._columns
        ]
        self._values, self._names = left.add_artist(Labels(9.5)), left.add_artist(Labels(10, draw.GREY))
        left.text(-0.09, 1.03, word("feed_forward.legend"), fontsize=9, color=draw.GREY, va="center")
        self._heads = right.add_artist(Labels(11))
        self._numbers = [right.add_artist(Labels(10, colour)) for colour in (draw.INK, draw.BLUE, draw.ORANGE)]

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
        self._names.texts = [(c.x, 0.0, "x" if i == 0 else "y" if i == last else f"h{_sub(i)}") for i, c in enumerate(self._columns)]
        for i, units in enumerate(self._units):
            active = now is not None and (i == now.layer + 1 or (now.kind == "product" and i == now.layer))
            units.set_markeredgecolor(draw.ORANGE if active else draw.GREY)
            units.set_markeredgewidth(2.6 if active else 1.2)
            units.set_markerfacecolor("#E4F0F8" if i in shown else "white")
        self._show_weights(network, now)
        self._show_numbers(network, now)
        live = [*self._lines.values(), *self._units, self._values, self._names, self._heads, *self._numbers]
        return View(live, self._sentence(network, steps, at, now, batch_size, activation))

    def _show_weights(self, network, now):
        for i, (ends, to, source) in enumerate(self._edges):
            weights = network.layers[i].W[to, source]
            limit = 0.5 * np.abs(weights).max()
            at_hand = now is not None and now.layer == i and now.kind == "product"
            for sign in (1, -1):
                for thick in (False, True):
                    chosen = (weights * sign > 0) & ((np.abs(weights) > limit) == thick)
                    gaps = np.full((int(chosen.sum()), 1, 2), np.nan)
                    line = self._lines[i, sign, thick]
                    line.set_data(*np.concatenate([ends[chosen], gaps], axis=1).reshape(-1, 2).T)
                    line.set_color(draw.BLUE if at_hand else draw.PALE if now is None or i > now.layer else draw.GREY)

    def _show_numbers(self, network, now):
        for numbers in self._numbers:
            numbers.texts = []
        if now is None:
            self._heads.texts = [(0.0, 0.95 - 0.07 * i, line, LEFT) for i, line in enumerate(word("feed_forward.start").split("\n"))]
            return
        n, below = _sub(now.layer + 1), "x" if now.layer == 0 else f"h{_sub(now.layer)}"
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
            self._heads.texts.append((0.0, top, f"{sign} {name}   ({_shape(array)})".strip(), LEFT))
            for i, row in enumerate(array):
                numbers.texts += [(0.19 + 0.185 * j, top - LINE * (i + 1.1), _short(value, "+"), RIGHT) for j, value in enumerate(row)]
            top -= LINE * len(array) + 0.095

    @staticmethod
    def _sentence(network, steps, at, now, batch_size, activation):
        if now is None:
            return word("feed_forward.status_start", steps=len(steps), sizes="–".join(map(str, network.sizes)), n=batch_size)
        n, below = _sub(now.layer + 1), "x" if now.layer == 0 else f"h{_sub(now.layer)}"
        values = {"at": at, "of": len(steps), "n": n, "below": below, "one": _shape(now.one), "result": _shape(now.result)}
        if now.kind == "product":
            said = word("feed_forward.status_product", **values, other=_shape(now.other), products=now.one.size * batch_size)
        elif now.kind == "bias":
            said = word("feed_forward.status_bias", **values, other=_shape(now.other))
            if batch_size > 1:
                said += " " + word("feed_forward.broadcast", examples=batch_size)
        else:
            said = word("feed_forward.status_function", **values, name=word(activation), low=now.result.min(), high=now.result.max())
        if at == len(steps):
            said += " " + word("feed_forward.finished")
        return said + (" " + word("feed_forward.first") if batch_size > 1 else "")

    def key(self, key, *, step, **params):
        move = {"ArrowLeft": -1, "ArrowRight": 1}.get(key, 0)
        return {"step": _moved(step, move, **params)} if move else {}

    def drag(self, start, end, *, step, **params):
        """A press on the left half of the network goes a step back, to the right of it a step on."""
        if not start.panel:
            return {}
        return {"step": _moved(step, 1 if start.panel == "numbers" or start.x > 0.5 else -1, **params)}


def _moved(step: int, by: int, *, sizes: str, **params) -> int:
    """The step `by` further, within those of this network: the control goes on to those of the deepest."""
    last = 3 * (len(SIZES[sizes]) - 1) - 1
    return int(np.clip(min(step, last) + by, 0, last))


def _short(value, sign: str = "") -> str:
    return f"{value:{sign}.2f}".replace("-", "−")


def _sub(n: int) -> str:
    return "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(n))


def _shape(array) -> str:
    return "×".join(map(str, array.shape))
