"""What the walks through a small network share: its drawing beside a panel of numbers, and steps by key and by press."""

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, Labels
from nnlab.engine.network_layout import columns, edges
from nnlab.engine.scene import Scene
from nnlab.language import translate


class NetworkWalk(Scene):
    """A network of `networks[sizes]`, walked in 3 steps a layer less one. Subclasses name their words by `words` and add what they show."""

    size = (9.6, 4.3)
    rebuild_on = frozenset({"sizes"})
    interactive = True
    words: str
    networks: dict[str, tuple[int, ...]]
    split = 1.4  # width of the drawing, the panel of numbers taken as 1
    unit_size = 33

    def build(self, figure, *, sizes, **params):
        left, right = figure.subplots(1, 2, width_ratios=(self.split, 1))
        left.set(label="network", title=translate(f"{self.words}.network"), xlim=(-0.09, 1.09), ylim=(-0.03, 1.06), xticks=[], yticks=[])
        right.set(label="numbers", title=translate(f"{self.words}.numbers"), xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
        for axes in (left, right):
            axes.grid(False)
            axes.spines[:].set_visible(False)
        left.text(-0.09, 1.03, translate(f"{self.words}.legend"), fontsize=9, color=drawing.GREY, va="center")
        self._columns = columns(self.networks[sizes])
        self._edges = [edges(a, b) for a, b in zip(self._columns, self._columns[1:], strict=False)]
        # the lines of one layer: positive and negative ones, thin and thick
        self._lines = {
            (i, sign, thick): drawing.curve(left, linestyle="-" if sign > 0 else (0, (4, 2)), linewidth=2.2 if thick else 0.9, zorder=1)
            for i in range(len(self._edges))
            for sign in (1, -1)
            for thick in (False, True)
        }
        look = {"markersize": self.unit_size, "markerfacecolor": "white", "markeredgecolor": drawing.GREY, "zorder": 3}
        self._units = [left.plot([c.x] * len(c.y), c.y, "o", **look)[0] for c in self._columns]
        self._heads = right.add_artist(Labels(11))
        return left, right

    def show_layer(self, i: int, matrix, colours) -> None:
        """Draw the lines of layer i by a `matrix` of W's shape: dashed below 0, thick where large, in `colours` above and below 0."""
        ends, to, source = self._edges[i]
        strength = matrix[to, source]
        limit = 0.5 * np.abs(strength).max()
        for sign in (1, -1):
            for thick in (False, True):
                chosen = (strength * sign > 0) & ((np.abs(strength) > limit) == thick)
                gaps = np.full((int(chosen.sum()), 1, 2), np.nan)
                line = self._lines[i, sign, thick]
                line.set_data(*np.concatenate([ends[chosen], gaps], axis=1).reshape(-1, 2).T)
                line.set_color(colours[sign < 0])

    def mark(self, active) -> None:
        """Ring the units of the columns `active`."""
        for i, units in enumerate(self._units):
            units.set_markeredgecolor(drawing.ORANGE if i in active else drawing.GREY)
            units.set_markeredgewidth(2.6 if i in active else 1.2)

    def greet(self, text: str) -> None:
        """In place of numbers, before the first step."""
        self._heads.texts = [(0.0, 0.95 - 0.07 * i, line, LEFT) for i, line in enumerate(text.split("\n"))]

    def key(self, key, *, sizes, step, **params):
        move = {"ArrowLeft": -1, "ArrowRight": 1}.get(key, 0)
        return {"step": self._moved(sizes, step, move)} if move else {}

    def drag(self, start, end, *, sizes, step, **params):
        """A press on the left half of the network goes a step back, to the right of it a step on."""
        if not start.panel:
            return {}
        return {"step": self._moved(sizes, step, 1 if start.panel == "numbers" or start.x > 0.5 else -1)}

    def _moved(self, sizes: str, step: int, by: int) -> int:
        """The step `by` further, within those of this network: the control goes on to those of the deepest."""
        last = 3 * (len(self.networks[sizes]) - 1) - 1
        return int(np.clip(min(step, last) + by, 0, last))


def subscript(n: int) -> str:
    """The number n below the line: ₁₂."""
    return "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(n))


def shape(array) -> str:
    """The shape of an array in words: 4×3."""
    return "×".join(map(str, array.shape))
