"""A feed-forward pass step by step: product, bias, function, layer after layer, each with its shapes and numbers."""

import functools
from typing import NamedTuple

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, RIGHT, Labels
from nnlab.engine.network_walk import NetworkWalk, input_name
from nnlab.engine.numbers import format_number, format_shape, subscript
from nnlab.language import translate
from nnlab.network import mlp

SIZES = {"3-4-4-1": (3, 4, 4, 1), "3-4-2": (3, 4, 2), "2-5-5-3": (2, 5, 5, 3), "2-3-3-3-2": (2, 3, 3, 3, 2)}
LAST_STEP = 3 * 4 - 1  # of the deepest network: its output has no function
MAX_EXAMPLES = 4
LINE_HEIGHT = 0.052  # of the panel of numbers


class ForwardStep(NamedTuple):
    """One step: its `kind` ("product", "bias" or "function"), its layer (0 is the first), its operands and result; columns are examples."""

    kind: str
    layer: int
    operands: tuple[np.ndarray, ...]
    result: np.ndarray


@functools.lru_cache(maxsize=64)
def example(sizes: str, activation: str, seed: int):
    """A network with random weights and biases, and MAX_EXAMPLES inputs as columns."""
    rng = np.random.default_rng(seed)
    network = mlp(SIZES[sizes], activation, seed=rng)
    for layer in network.layers:
        layer.W[...] = np.round(layer.W, 2)
        layer.b[...] = np.round(0.3 * rng.standard_normal(layer.b.shape), 2)
    return network, np.round(rng.standard_normal((SIZES[sizes][0], MAX_EXAMPLES)), 1)


def forward_steps(network, x) -> list[ForwardStep]:
    """All steps of the inputs x (n_in, N), one example in each column, through `network`."""
    steps, h = [], x
    for i, layer in enumerate(network.layers):
        product, bias = layer.W @ h, layer.b[:, None]
        z = product + bias
        steps += [ForwardStep("product", i, (layer.W, h), product), ForwardStep("bias", i, (product, bias), z)]
        if i + 1 < network.n_layers:
            h = layer.activation.f(z)
            steps.append(ForwardStep("function", i, (z,), h))
    return steps


class FeedForward(NetworkWalk):
    """A small network and what it computes from its inputs. Parameters: `sizes`, `activation`, `batch_size`, `seed`, `step`."""

    name, architectures, network_width, unit_size = "feed_forward", SIZES, 1.35, 31

    def build(self, figure, *, sizes, **params):
        view = super().build(figure, sizes=sizes)
        names = view.left.add_artist(Labels(10, drawing.GREY))
        names.texts = [(layer.x, 0.0, "y" if layer is view.layers[-1] else input_name(i)) for i, layer in enumerate(view.layers)]
        view.values = view.left.add_artist(Labels(9.5))
        view.numbers = [view.right.add_artist(Labels(10, color)) for color in (drawing.INK, drawing.BLUE, drawing.ORANGE_TEXT)]
        view.live += [view.values, *view.numbers]
        return view

    def update(self, view, *, sizes, activation, batch_size, seed, step):
        network, x = example(sizes, activation, seed)
        x = x[:, :batch_size]
        steps = forward_steps(network, x)
        step = min(step, len(steps))
        current = steps[step - 1] if step else None
        known = {0: x} | {done.layer + 1: done.result for done in steps[:step]}  # by layer: its sums so far, then its outputs
        first = {i: array[:, 0] for i, array in known.items()}
        view.values.texts = [(x, y, format_number(value, ".2f")) for x, y, value in self.at_units(view, first)]
        for i, units in enumerate(view.units):
            units.set_markerfacecolor(drawing.KNOWN if i in known else drawing.PAPER)
        self._show_current(view, network, current)
        self._show_numbers(view, network, current)
        return self._status(network, steps, step, batch_size, activation)

    def _show_current(self, view, network, current):
        """Ring the units of the current step; its weights are blue, those before it grey, those to come pale."""
        at, multiplies = (-1, False) if current is None else (current.layer, current.kind == "product")
        self.highlight(view, () if current is None else (at, at + 1) if multiplies else (at + 1,))
        for i, layer in enumerate(network.layers):
            color = drawing.PALE if i > at else drawing.BLUE if i == at and multiplies else drawing.GREY
            self.show_weights(view, i, layer.W, (color, color))

    def _show_numbers(self, view, network, current):
        """The formula of the layer, then each operand and the result of the current step with its shape."""
        for numbers in view.numbers:
            numbers.texts = []
        if current is None:
            self.show_intro(view, translate("feed_forward.start"))
            return
        n, h = subscript(current.layer + 1), input_name(current.layer)
        output_layer = current.layer + 1 == network.n_layers
        formula, z = (f"y = W{n} {h} + b{n}", "y") if output_layer else (f"h{n} = f(W{n} {h} + b{n})", f"z{n}")
        names = {
            "product": (f"W{n}", f"× {h}", f"= W{n} {h}"),
            "bias": (f"W{n} {h}", f"+ b{n}", f"= {z} = W{n} {h} + b{n}"),
            "function": (f"z{n}", f"= h{n} = f(z{n})"),
        }[current.kind]
        view.headings.texts, top = [(0.0, 0.97, formula, LEFT)], 0.88
        arrays, labels = (*current.operands, current.result), (*view.numbers[: len(current.operands)], view.numbers[-1])
        for name, array, numbers in zip(names, arrays, labels, strict=True):
            view.headings.texts.append((0.0, top, f"{name}   ({format_shape(array)})", LEFT))
            for i, row in enumerate(array):
                y = top - LINE_HEIGHT * (i + 1.1)
                numbers.texts += [(0.19 + 0.185 * j, y, format_number(value, "+.2f"), RIGHT) for j, value in enumerate(row)]
            top -= LINE_HEIGHT * len(array) + 0.095

    @staticmethod
    def _status(network, steps, step, batch_size, activation):
        if not step:
            return translate("feed_forward.status_start", steps=len(steps), sizes="–".join(map(str, network.sizes)), n=batch_size)
        kind, layer, operands, result = steps[step - 1]
        status = translate(
            f"feed_forward.status_{kind}", at=step, of=len(steps), n=subscript(layer + 1), below=input_name(layer),
            name=translate(activation), one=format_shape(operands[0]), other=format_shape(operands[-1]), result=format_shape(result),
            products=operands[0].size * batch_size, low=result.min(), high=result.max(),
        )  # fmt: skip
        more = {"broadcast": kind == "bias" and batch_size > 1, "finished": step == len(steps), "first": batch_size > 1}
        return " ".join([status, *(translate(f"feed_forward.{key}", examples=batch_size) for key, holds in more.items() if holds)])
