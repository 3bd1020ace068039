"""A feed-forward pass step by step: product, bias, function, layer after layer, each with its shapes and numbers."""

import functools
from typing import NamedTuple

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, RIGHT, Labels
from nnlab.engine.network_walk import NetworkWalk, bracketed, input_name
from nnlab.engine.numbers import format_number, format_shape, subscript
from nnlab.language import translate
from nnlab.network import mlp

SIZES = {"3-4-4-1": (3, 4, 4, 1), "3-4-2": (3, 4, 2), "2-5-5-3": (2, 5, 5, 3), "2-3-3-3-2": (2, 3, 3, 3, 2)}
LAST_STEP = 3 * 4 - 1  # of the deepest network: its output has no function
MAX_EXAMPLES = 4


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


def _computed_layer(sizes: str, step: int) -> int:
    """The layer of units that this step computes, counted from the inputs (0)."""
    return min((step + 2) // 3, len(SIZES[sizes]) - 1)


def _shown_name(layer: int, steps_done: int, n_layers: int) -> str:
    """What the units of this layer, counted from the inputs (0), show after so many steps of it: W₁x, z₁, then h₁; before them h₁."""
    n, is_output = subscript(layer), layer == n_layers
    if layer > 0 and steps_done == 1:
        return f"W{n}{input_name(layer - 1)}"
    if is_output:
        return "y"
    return f"z{n}" if steps_done == 2 else input_name(layer)


def _in_case(name: str, many: bool) -> str:
    """The name of a vector, or of the matrix of `many` of them as columns: x or X."""
    return name.upper() if many else name


def _terms(step: ForwardStep, row: int) -> list[str]:
    """The products of this row and the first column: 0.30·1.20, (−0.50)·0.80, …"""
    W, h = step.operands
    pairs = zip(W[row], h[:, 0], strict=True)
    return ["·".join(bracketed(format_number(value, ".2f")) for value in pair) for pair in pairs]


def _equals(step: ForwardStep, row: int) -> str:
    """Between the sum of this row's products and its value: "≈" where the factors as printed do not give the value as printed."""
    W, h = step.operands
    printed = sum(round(weight, 2) * round(value, 2) for weight, value in zip(W[row].tolist(), h[:, 0].tolist(), strict=True))
    return "=" if abs(printed - round(float(step.result[row, 0]), 2)) < 0.005 + 1e-9 else "≈"


class FeedForward(NetworkWalk):
    """A small network and what it computes from its inputs.

    Parameters: `sizes`, `activation`, `batch_size`, `seed`, `step`; `unit` is the one whose row is marked, None for the first.
    """

    name, architectures, network_width, unit_size, product_size = "feed_forward", SIZES, 1.35, 31, 10.5
    line_height, columns = 0.046, (0.19, 0.185)
    narrow_heights = (3.4, 4.2)

    def build(self, figure, *, sizes, **params):
        view = super().build(figure, sizes=sizes)
        view.names = view.left.add_artist(Labels(11, drawing.GREY))
        view.values = view.left.add_artist(Labels(10.5))
        view.numbers = [view.right.add_artist(Labels(11, color)) for color in (drawing.INK, drawing.GREY, drawing.PURPLE)]
        view.live += [view.names, view.values, *view.numbers]
        return view

    def update(self, view, *, sizes, activation, batch_size, seed, step, unit=None):
        network, x = example(sizes, activation, seed)
        x = x[:, :batch_size]
        steps = forward_steps(network, x)
        step = min(step, len(steps))
        current = steps[step - 1] if step else None
        known = {0: x} | {done.layer + 1: done.result for done in steps[:step]}  # by layer: its sums so far, then its outputs
        first = {i: array[:, 0] for i, array in known.items()}
        view.values.texts = [(x, y, format_number(value, ".2f")) for x, y, value in self.at_units(view, first)]
        in_layer = [0] + [sum(done.layer + 1 == i for done in steps[:step]) for i in range(1, len(view.layers))]
        view.names.texts = [
            (layer.x, 0.0, _shown_name(i, n, network.n_layers)) for i, (layer, n) in enumerate(zip(view.layers, in_layer, strict=True))
        ]
        for i, units in enumerate(view.units):
            units.set_markerfacecolor(drawing.KNOWN if i in known else drawing.PAPER)
        row = 0 if current is None else (unit or 0) % len(current.result)
        self._show_current(view, network, current, row)
        self._show_numbers(view, network, current, row)
        status = self._status(network, steps, step, batch_size, activation)
        if current is None or unit is None or current.kind != "product":
            return status
        terms = " + ".join(_terms(current, row))
        key = "feed_forward.row" if batch_size == 1 else "feed_forward.row_first"
        return f"{status} {translate(key, i=row + 1, terms=terms, equals=_equals(current, row), value=current.result[row, 0])}"

    def _show_current(self, view, network, current, row):
        """Ring the units of the current step; the weights into the unit of this row are coloured by sign, others grey or pale."""
        at, multiplies = (-1, False) if current is None else (current.layer, current.kind == "product")
        self.highlight(view, () if current is None else (at, at + 1) if multiplies else (at + 1,))
        for i, layer in enumerate(network.layers):
            color = drawing.PALE if i > at or (i == at and multiplies) else drawing.GREY
            self.show_weights(view, i, layer.W, (color, color))
        self.choose_nothing(view)
        if current is not None:
            self.choose_unit(view, at + 1, row)
        if multiplies:
            W = network.layers[at].W
            self.choose_edges(view, at, W, np.arange(len(W))[:, None] == row)

    def _show_numbers(self, view, network, current, row):
        """The formula of the layer, then each operand and the result of the current step with its shape; what makes one is marked."""
        for numbers in view.numbers:
            numbers.texts = []
        if current is None:
            self.show_intro(view, translate("feed_forward.start"))
            return
        n, many = subscript(current.layer + 1), current.result.shape[1] > 1
        h, z, result = (_in_case(name, many) for name in (input_name(current.layer), f"z{n}", f"h{n}"))
        formula = f"{result} = f(W{n} {h} + b{n})"
        if current.layer + 1 == network.n_layers:
            z = _in_case("y", many)
            formula = f"{z} = W{n} {h} + b{n}"
        names = {
            "product": (f"W{n}", f"× {h}", f"= W{n} {h}"),
            "bias": (f"W{n} {h}", f"+ b{n}", f"= {z} = W{n} {h} + b{n}"),
            "function": (z, f"= {result} = f({z})"),
        }[current.kind]
        view.headings.texts, top = [(0.0, 0.97, formula, LEFT)], 0.88
        arrays, labels = (*current.operands, current.result), (*view.numbers[: len(current.operands)], view.numbers[-1])
        marked, (first, distance) = [], self.columns
        for place, (name, array, numbers) in enumerate(zip(names, arrays, labels, strict=True)):
            view.headings.texts.append((0.0, top, f"{name}   ({format_shape(array)})", LEFT))
            heights = top - self.line_height * (np.arange(len(array)) + 1.1)
            for y, values in zip(heights, array, strict=True):
                numbers.texts += [(first + distance * j, y, format_number(value, "+.2f"), RIGHT) for j, value in enumerate(values)]
            if current.kind == "product" and place == 0:
                marked += [(j, heights[row]) for j in range(array.shape[1])]
            elif current.kind == "product" and place == 1:
                marked += [(0, y) for y in heights]
            else:
                marked.append((0, heights[row]))
            top -= self.line_height * len(array) + 0.075
        self.mark_cells(view, marked)
        if current.kind == "product" and current.result.shape[1] == 1:  # with more examples there is no room beside the result
            value = format_number(current.result[row, 0], ".2f")
            self.show_terms(view, 0.24, heights[0], _terms(current, row), f" {_equals(current, row)} {value}")

    def drag(self, start, end, *, sizes, step, **params):
        """A press on a unit that is computed now marks its row; any other goes a step back or on."""
        layer, unit = self.unit_at(start, sizes) or (0, 0)
        if layer and layer == _computed_layer(sizes, step):
            return {"unit": unit}
        return super().drag(start, end, sizes=sizes, step=step, **params)

    def key(self, key, *, sizes, step, unit=None, **params):
        """The arrow keys to the left and right go a step back and on, those up and down choose the unit whose row is marked."""
        if key not in ("ArrowUp", "ArrowDown"):
            return super().key(key, sizes=sizes, step=step, **params)
        n = SIZES[sizes][_computed_layer(sizes, step)]
        return {"unit": ((unit or 0) + (1 if key == "ArrowDown" else -1)) % n}

    @staticmethod
    def _status(network, steps, step, batch_size, activation):
        if not step:
            return translate("feed_forward.status_start", steps=len(steps), sizes="–".join(map(str, network.sizes)), n=batch_size)
        kind, layer, operands, result = steps[step - 1]
        status = translate(
            f"feed_forward.status_{kind}", at=step, of=len(steps), n=subscript(layer + 1),
            below=_in_case(input_name(layer), batch_size > 1),
            name=translate(activation), one=format_shape(operands[0]), other=format_shape(operands[-1]), result=format_shape(result),
            products=operands[0].size * batch_size, low=result.min(), high=result.max(),
        )  # fmt: skip
        more = {"broadcast": kind == "bias" and batch_size > 1, "finished": step == len(steps), "first": batch_size > 1}
        return " ".join([status, *(translate(f"feed_forward.{key}", examples=batch_size) for key, holds in more.items() if holds)])
