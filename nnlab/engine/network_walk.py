"""The step-by-step explorers of a small network: its drawing beside a panel of numbers, with steps by key and by click."""

from itertools import pairwise

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, Labels
from nnlab.engine.network_layout import edge_lines, edges, layer_layouts, show_edges
from nnlab.engine.numbers import subscript
from nnlab.engine.scene import Scene, View
from nnlab.engine.stacked import StackedFigure
from nnlab.language import translate

UNIT_RADIUS = (0.05, 0.065)  # of the left panel's width and height: a press so near chooses the unit

CHARACTER_WIDTH = 0.021  # of a number in the right panel, in widths of the panel


class NetworkWalk(Scene):
    """A network that takes 3 steps for each layer, one less for the last. Subclasses set the class attributes and add what they show."""

    size = (9.6, 4.3)
    rebuild_on = frozenset({"sizes"})
    stacks = True
    narrow_heights = (3.4, 3.5)
    interactive = True
    name: str  # of its explorer, the prefix of its texts
    architectures: dict[str, tuple[int, ...]]  # the values of the parameter `sizes`
    network_width: float  # of the drawing, the panel of numbers being 1 wide
    unit_size, product_size = 33, 11
    line_height: float  # of the panel of numbers
    columns: tuple[float, float]  # of the panel of numbers: where the first ends, and the distance to the next

    def build(self, figure, *, sizes, **params):
        left, right = figure.subplots(1, 2, width_ratios=(self.network_width, 1))
        edge = 0.12 if isinstance(figure, StackedFigure) else 0.09  # beside the outer units, so that no ring is cut off
        left.set(label="network", title=translate(f"{self.name}.network"), xlim=(-edge, 1 + edge), ylim=(-0.03, 1.06))
        right.set(label="numbers", title=translate(f"{self.name}.numbers"), xlim=(0, 1), ylim=(0, 1))
        for axes in (left, right):
            axes.set_axis_off()
        size = 9 if isinstance(figure, StackedFigure) else 10
        left.text(-0.09, 1.03, translate(f"{self.name}.legend"), fontsize=size, color=drawing.GREY, va="center")
        view = View(left=left, right=right, layers=layer_layouts(self.architectures[sizes]))
        view.edges = [(edge_lines(left, (0.9, 2.2)), *edges(a, b)) for a, b in pairwise(view.layers)]  # artists, ends, target, source
        style = {"markersize": self.unit_size, "markerfacecolor": drawing.PAPER, "zorder": 3}
        view.units = [left.plot([layer.x] * len(layer.y), layer.y, "o", **style)[0] for layer in view.layers]
        view.headings = right.add_artist(Labels(11))
        view.cells = drawing.curve(right, color=drawing.PURPLE, linewidth=1.6, solid_capstyle="butt", zorder=1)
        view.products = right.add_artist(Labels(self.product_size))
        view.chosen_edges = edge_lines(left, (1.6, 3.4))
        ring = {"markersize": self.unit_size + 8, "markerfacecolor": "none", "markeredgecolor": drawing.PURPLE, "markeredgewidth": 1.8}
        view.chosen_unit = left.plot([], [], "o", zorder=3, **ring)[0]
        lines = [line for lines, *_ in view.edges for line in lines]
        view.live = [*lines, *view.chosen_edges, *view.units, view.chosen_unit, view.cells, view.headings, view.products]
        return view

    @staticmethod
    def show_weights(view, i: int, matrix, colors) -> None:
        """Draw the lines of layer i by a `matrix` of W's shape: dashed below 0, thick where large, in `colors` above and below 0."""
        lines, ends, target, source = view.edges[i]
        show_edges(lines, ends, matrix[target, source], [0.5 * np.abs(matrix).max()], colors)

    @staticmethod
    def highlight(view, layers) -> None:
        """Ring the units of these `layers`, counted from the inputs (0)."""
        for i, units in enumerate(view.units):
            color, width = (drawing.INK, 2.6) if i in layers else (drawing.GREY, 1.2)
            units.set(markeredgecolor=color, markeredgewidth=width)

    @staticmethod
    def choose_edges(view, i: int, matrix, chosen) -> None:
        """Draw those lines of layer i again, wider and in the colours of their signs, at the `chosen` places: a mask of W's shape."""
        _, ends, target, source = view.edges[i]
        weights = np.where(chosen, matrix, 0.0)[target, source]
        show_edges(view.chosen_edges, ends, weights, [0.5 * np.abs(matrix).max()], drawing.SIGN_COLOURS)
        for line in view.chosen_edges:
            line.set_visible(len(line.get_xdata()) > 0)

    @staticmethod
    def choose_unit(view, i: int, unit: int) -> None:
        """Ring one unit of layer i, counted from the inputs (0)."""
        view.chosen_unit.set(data=([view.layers[i].x], [view.layers[i].y[unit]]), visible=True)

    @staticmethod
    def choose_nothing(view) -> None:
        """Take back what the last step had chosen."""
        for line in (*view.chosen_edges, view.chosen_unit, view.cells):
            line.set_visible(False)
        view.products.texts = []

    def mark_cells(self, view, cells) -> None:
        """Underline numbers of the right panel, which are in `view.numbers`: `cells` are (column, height of its middle)."""
        first, distance = self.columns
        ends = first + distance * np.array([column for column, _ in cells])
        written = {(round(x, 6), round(y, 6)): len(text) for numbers in view.numbers for x, y, text, *_ in numbers.texts}
        lengths = np.array([written.get((round(end, 6), round(y, 6)), 0) for end, (_, y) in zip(ends.tolist(), cells, strict=True)])
        x = np.stack([ends - np.maximum(0.7 * distance, CHARACTER_WIDTH * lengths), ends, np.full(len(cells), np.nan)], axis=1)
        view.cells.set(data=(x.ravel(), np.repeat([y - 0.5 * self.line_height for _, y in cells], 3)), visible=True)

    def show_terms(self, view, x: float, y: float, terms: list[str], end: str = "") -> None:
        """Write a sum out at a place of the right panel, two terms in a line."""
        lines = [" + ".join(terms[i : i + 2]) for i in range(0, len(terms), 2)]
        texts = [("+ " if i else "") + line for i, line in enumerate(lines)]
        texts[-1] += end
        view.products.texts = [(x, y - self.line_height * i, text, LEFT) for i, text in enumerate(texts)]

    def unit_at(self, place, sizes: str) -> tuple[int, int] | None:
        """The layer and the unit that are drawn at a place of the left panel; None between them."""
        if place.panel != "network":
            return None
        for i, layer in enumerate(layer_layouts(self.architectures[sizes])):
            for unit, y in enumerate(layer.y):
                if np.hypot((place.x - layer.x) / UNIT_RADIUS[0], (place.y - y) / UNIT_RADIUS[1]) < 1:
                    return i, unit
        return None

    @staticmethod
    def at_units(view, values: dict, dy: float = 0.0) -> list[tuple]:
        """(x, y, value) for every unit of the layers in `values`, {layer: one value for each unit}, `dy` above its centre."""
        layers = view.layers
        return [(layers[i].x, y + dy, value) for i, row in values.items() for y, value in zip(layers[i].y, row, strict=True)]

    @staticmethod
    def show_intro(view, text: str) -> None:
        """Show a text in the panel of numbers, before the first step."""
        view.headings.texts = [(0.0, 0.95 - 0.07 * i, line, LEFT) for i, line in enumerate(text.split("\n"))]

    def key(self, key, *, sizes, step, **params):
        """The arrow keys go a step back and on."""
        return self._change_step(sizes, step, {"ArrowLeft": -1, "ArrowRight": 1}.get(key, 0))

    def drag(self, start, end, *, sizes, step, **params):
        """A press on the left half of the network goes a step back, one to the right of it a step on."""
        change = 1 if start.panel == "numbers" or start.x > 0.5 else -1
        return self._change_step(sizes, step, change if start.panel else 0)

    def _change_step(self, sizes: str, step: int, change: int) -> dict:
        """The changed step, within those of this network: the control's range is that of the deepest network."""
        last = 3 * (len(self.architectures[sizes]) - 1) - 1
        return {"step": int(np.clip(min(step, last) + change, 0, last))} if change else {}


def bracketed(number: str) -> str:
    """A number to be multiplied, in brackets where it has a sign."""
    return f"({number})" if number[0] in "+−" else number


def input_name(layer: int) -> str:
    """What goes into that layer: x into the first, h₁ into the second."""
    return f"h{subscript(layer)}" if layer else "x"
