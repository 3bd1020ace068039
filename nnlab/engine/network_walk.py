"""The step-by-step explorers of a small network: its drawing beside a panel of numbers, with steps by key and by click."""

from itertools import pairwise

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, Labels
from nnlab.engine.network_layout import edge_lines, edges, layer_layouts, show_edges
from nnlab.engine.numbers import subscript
from nnlab.engine.scene import Scene, View
from nnlab.language import translate


class NetworkWalk(Scene):
    """A network that takes 3 steps for each layer, one less for the last. Subclasses set the class attributes and add what they show."""

    size = (9.6, 4.3)
    rebuild_on = frozenset({"sizes"})
    stacks = True
    narrow_heights = (3.4, 2.9)
    interactive = True
    name: str  # of its explorer, the prefix of its texts
    architectures: dict[str, tuple[int, ...]]  # the values of the parameter `sizes`
    network_width: float  # of the drawing, the panel of numbers being 1 wide
    unit_size = 33

    def build(self, figure, *, sizes, **params):
        left, right = figure.subplots(1, 2, width_ratios=(self.network_width, 1))
        left.set(label="network", title=translate(f"{self.name}.network"), xlim=(-0.09, 1.09), ylim=(-0.03, 1.06))
        right.set(label="numbers", title=translate(f"{self.name}.numbers"), xlim=(0, 1), ylim=(0, 1))
        for axes in (left, right):
            axes.set_axis_off()
        left.text(-0.09, 1.03, translate(f"{self.name}.legend"), fontsize=9, color=drawing.GREY, va="center")
        view = View(left=left, right=right, layers=layer_layouts(self.architectures[sizes]))
        view.edges = [(edge_lines(left, (0.9, 2.2)), *edges(a, b)) for a, b in pairwise(view.layers)]  # artists, ends, target, source
        style = {"markersize": self.unit_size, "markerfacecolor": drawing.PAPER, "zorder": 3}
        view.units = [left.plot([layer.x] * len(layer.y), layer.y, "o", **style)[0] for layer in view.layers]
        view.headings = right.add_artist(Labels(11))
        view.live = [*(line for lines, *_ in view.edges for line in lines), *view.units, view.headings]
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
            color, width = (drawing.ORANGE, 2.6) if i in layers else (drawing.GREY, 1.2)
            units.set(markeredgecolor=color, markeredgewidth=width)

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


def input_name(layer: int) -> str:
    """What goes into that layer: x into the first, h₁ into the second."""
    return f"h{subscript(layer)}" if layer else "x"
