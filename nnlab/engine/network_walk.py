"""The step-by-step explorers of a small network: its drawing beside a panel of numbers, with steps by key and by click."""

from itertools import pairwise, product

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, Labels
from nnlab.engine.network_layout import edges, layer_layouts, line_data
from nnlab.engine.numbers import subscript
from nnlab.engine.scene import Scene, View
from nnlab.language import translate


class NetworkWalk(Scene):
    """A network that takes 3 steps for each layer, one less for the last. Subclasses set the class attributes and add what they show."""

    size = (9.6, 4.3)
    rebuild_on = frozenset({"sizes"})
    interactive = True
    name: str  # of its explorer, the prefix of its texts
    architectures: dict[str, tuple[int, ...]]  # the values of the parameter `sizes`
    network_width = 1.4  # of the drawing, the panel of numbers being 1 wide
    unit_size = 33

    def build(self, figure, *, sizes, **params):
        left, right = figure.subplots(1, 2, width_ratios=(self.network_width, 1))
        left.set(label="network", title=translate(f"{self.name}.network"), xlim=(-0.09, 1.09), ylim=(-0.03, 1.06), xticks=[], yticks=[])
        right.set(label="numbers", title=translate(f"{self.name}.numbers"), xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
        for axes in (left, right):
            axes.grid(False)
            axes.spines[:].set_visible(False)
        left.text(-0.09, 1.03, translate(f"{self.name}.legend"), fontsize=9, color=drawing.GREY, va="center")
        view = View(left=left, right=right, layers=layer_layouts(self.architectures[sizes]))
        view.edges = [edges(a, b) for a, b in pairwise(view.layers)]
        view.edge_lines = {}  # one for all weights of a layer that have the same sign and thickness
        for i, sign, thick in product(range(len(view.edges)), (1, -1), (False, True)):
            dash, width = "-" if sign > 0 else (0, (4, 2)), 2.2 if thick else 0.9
            view.edge_lines[i, sign, thick] = drawing.curve(left, linestyle=dash, linewidth=width, zorder=1)
        style = {"markersize": self.unit_size, "markerfacecolor": "white", "markeredgecolor": drawing.GREY, "zorder": 3}
        view.units = [left.plot([layer.x] * len(layer.y), layer.y, "o", **style)[0] for layer in view.layers]
        view.headings = right.add_artist(Labels(11))
        view.live = [*view.edge_lines.values(), *view.units, view.headings]
        return view

    @staticmethod
    def show_edges(view, i: int, matrix, colors) -> None:
        """Draw the lines of layer i by a `matrix` of W's shape: dashed below 0, thick where large, in `colors` above and below 0."""
        ends, target, source = view.edges[i]
        values = matrix[target, source]
        large = np.abs(values) > 0.5 * np.abs(values).max()
        for sign, thick in product((1, -1), (False, True)):
            line = view.edge_lines[i, sign, thick]
            line.set_data(*line_data(ends[(values * sign > 0) & (large == thick)]))
            line.set_color(colors[sign < 0])

    @staticmethod
    def highlight(view, layers) -> None:
        """Ring the units of these `layers`, counted from the inputs (0)."""
        for i, units in enumerate(view.units):
            units.set_markeredgecolor(drawing.ORANGE if i in layers else drawing.GREY)
            units.set_markeredgewidth(2.6 if i in layers else 1.2)

    @staticmethod
    def show_intro(view, text: str) -> None:
        """Show a text in the panel of numbers, before the first step."""
        view.headings.texts = [(0.0, 0.95 - 0.07 * i, line, LEFT) for i, line in enumerate(text.split("\n"))]

    def key(self, key, *, sizes, step, **params):
        """The arrow keys go a step back and on."""
        change = {"ArrowLeft": -1, "ArrowRight": 1}.get(key, 0)
        return {"step": self._change_step(sizes, step, change)} if change else {}

    def drag(self, start, end, *, sizes, step, **params):
        """A press on the left half of the network goes a step back, one to the right of it a step on."""
        if not start.panel:
            return {}
        return {"step": self._change_step(sizes, step, 1 if start.panel == "numbers" or start.x > 0.5 else -1)}

    def _change_step(self, sizes: str, step: int, change: int) -> int:
        """The changed step, within those of this network: the control's range is that of the deepest network."""
        last = 3 * (len(self.architectures[sizes]) - 1) - 1
        return int(np.clip(min(step, last) + change, 0, last))


def input_name(layer: int) -> str:
    """What goes into that layer: x into the first, h₁ into the second."""
    return f"h{subscript(layer)}" if layer else "x"
