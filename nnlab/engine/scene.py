"""What every picture of the lecture is: rebuild_on built once, a few live artists, and a sentence that says what they show."""

import copy
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from nnlab.engine import drawing

DPI = 100


class View(NamedTuple):
    """What an update returns: the live artists, always the same ones, and the sentence that says what they show."""

    artists: list[Artist]
    sentence: str


class Pointer(NamedTuple):
    """A place that the reader points at: the panel's label (`Axes.set_label`, "" outside all panels) and data coordinates."""

    panel: str
    x: float
    y: float


class Scene:
    """A picture as a function of its parameters; subclasses write `build` and `update`, the rest where they need it."""

    size = (8.4, 3.6)  # inches
    rebuild_on: frozenset[str] = frozenset()  # parameters whose change lays out the whole figure again
    interactive = False  # whether `drag` and `key` do something

    def build(self, figure: Figure, **params) -> None:
        """Put axes, labels and empty live artists into `figure`."""
        raise NotImplementedError

    def update(self, **params) -> View:
        """Set the live artists' data for these parameters."""
        raise NotImplementedError

    def prepare(self, **params) -> Iterator[float]:
        """Compute what `update` needs where that takes long: yields the share done; what is there so far may be shown."""
        return iter(())

    def complete(self, **params) -> bool:
        """Whether nothing is left to compute, so that the picture is a matter of these parameters alone."""
        return type(self).prepare is Scene.prepare

    def settle(self, before: dict, **params) -> dict:
        """What else has to change with these parameters, where several controls show one value; `before` are those shown last."""
        return {}

    def drag(self, start: Pointer, end: Pointer, **params) -> dict:
        """The parameters that a stroke from `start` to `end` changes; `params` are those when the stroke began."""
        return {}

    def key(self, key: str, **params) -> dict:
        """The parameters that a key pressed on the picture changes (arrows, Enter, Delete, n)."""
        return {}

    def figure(self, **params) -> Figure:
        """The finished picture as a plain Matplotlib figure, for pages, slides and tests."""
        for _ in self.prepare(**params):
            pass
        return BlitRenderer(copy.copy(self), **params).still


class BlitRenderer:
    """A scene on an Agg canvas whose background is kept, so that a change redraws the live artists alone."""

    def __init__(self, scene: Scene, *, scale: float = 1.0, **params):
        self.scene, self.scale = scene, scale
        self._lay_out(params)

    def _lay_out(self, params: dict) -> None:
        with drawing.style():
            self.still = Figure(figsize=self.scene.size, dpi=DPI * self.scale)
            self._canvas = FigureCanvasAgg(self.still)
            self.scene.build(self.still, **params)
            self.view = self.scene.update(**params)
        self._background = None
        self._built_with = {name: params[name] for name in self.scene.rebuild_on}

    def show(self, **params) -> View:
        """Bring the picture to these parameters."""
        if any(params[name] != value for name, value in self._built_with.items()):
            self._lay_out(params)
        else:
            view = self.scene.update(**params)
            if view.artists != self.view.artists:
                raise RuntimeError(f"{type(self.scene).__name__}.update returned other artists than before; hide them instead")
            self.view = view
        return self.view

    def pixels(self):
        """The picture as RGBA pixels (height, width, 4), valid until the next call."""
        with drawing.style():
            if self._background is None:
                for artist in self.view.artists:
                    artist.set_animated(True)
                self._canvas.draw()
                self.still.set_layout_engine("none")  # what is laid out stays where it is
                self._background = self._canvas.copy_from_bbox(self.still.bbox)
            else:
                self._canvas.restore_region(self._background)
            for artist in sorted(self.view.artists, key=lambda artist: artist.get_zorder()):
                self.still.draw_artist(artist)
        return np.asarray(self._canvas.buffer_rgba())

    @property
    def shape(self) -> list[int]:
        """The picture's width and height in pixels."""
        return list(self._canvas.get_width_height())

    def touch(self, place) -> Pointer:
        """The panel and data coordinates of a place (x, y) given in figure fractions from the lower left."""
        x, y = place[0] * self.still.bbox.width, place[1] * self.still.bbox.height
        for axes in self.still.axes:
            if axes.bbox.contains(x, y):
                return Pointer(axes.get_label(), *map(float, axes.transData.inverted().transform((x, y))))
        return Pointer("", float("nan"), float("nan"))
