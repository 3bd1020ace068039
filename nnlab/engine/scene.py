"""What every picture of the lecture is: a function of its parameters that builds a figure once and then only moves a few artists."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import NamedTuple

from matplotlib.figure import Figure

from nnlab.engine import drawing
from nnlab.engine.stacked import StackedFigure
from nnlab.engine.theme import LIGHT

DPI = 100


class View(SimpleNamespace):
    """The artists of one figure by name: `live` lists those that `update` may change, `grips` the lines whose markers can be dragged."""

    grips = ()


class Pointer(NamedTuple):
    """Where the reader points: the panel's label (`Axes.set_label`, "" outside all panels) and data coordinates."""

    panel: str
    x: float
    y: float


class Scene:
    """A picture as a function of its parameters; subclasses write `build` and `update`, the rest where they need it.

    A scene keeps no artists, so that one scene can be shown in several figures.
    """

    size = (9.6, 3.6)  # inches
    stacks = False  # whether its panels stand one above the other on a narrow page
    narrow_heights: tuple[float, ...] = ()  # of these panels, in inches; () for equal ones
    rebuild_on: frozenset[str] = frozenset()  # parameters whose change needs a new figure
    interactive = False  # whether `drag` and `key` do something

    def build(self, figure: Figure, **params) -> View:
        """Put axes, labels and empty live artists into `figure`."""
        raise NotImplementedError

    def update(self, view: View, **params) -> str:
        """Set the data of the live artists; returns the status: the sentence that says what is seen now."""
        raise NotImplementedError

    def prepare(self, **params) -> Iterator[float]:
        """Compute what `update` needs where that takes long: yields the share done; a picture may be shown at any time."""
        return iter(())

    def is_cacheable(self, **params) -> bool:
        """Whether nothing is left to compute, so that the picture depends on these parameters alone."""
        return type(self).prepare is Scene.prepare

    def sync_params(self, before: dict, **params) -> dict:
        """Parameters that have to change with these, where several controls show one value; `before` are the last ones shown."""
        return {}

    def drag(self, start: Pointer, end: Pointer, **params) -> dict:
        """The parameters that a drag from `start` to `end` changes; `params` are those at its start."""
        return {}

    def key(self, key: str, **params) -> dict:
        """The parameters that a key pressed on the picture changes (arrows, Enter, Delete, n)."""
        return {}

    def figure(self, **params) -> Figure:
        """The finished picture as a plain Matplotlib figure, for pages, slides and tests."""
        for _ in self.prepare(**params):
            pass
        figure, _, _ = build_figure(self, params)
        return figure


def build_figure(scene: Scene, params: dict, scale: float = 1.0, theme: str = LIGHT, narrow: bool = False) -> tuple[Figure, View, str]:
    """A new figure of `scene` at these parameters, its view, and its status; `narrow` for a phone."""
    with drawing.style(theme):
        if narrow and scene.stacks:
            figure = StackedFigure(scene.narrow_heights, dpi=DPI * scale)
        else:
            figure = Figure(figsize=scene.size, dpi=DPI * scale)
        view = scene.build(figure, **params)
        status = scene.update(view, **params)
        if isinstance(figure, StackedFigure):
            figure.break_long_texts()
    return figure, view, status
