"""From parameters to pixels, fast: what does not move is drawn once, and each frame draws the live artists alone."""

from collections.abc import Callable

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import AxesImage

from nnlab._memory import reuse_freed_memory
from nnlab.engine import drawing
from nnlab.engine.frames import Frame, FrameCache, encode
from nnlab.engine.scene import Pointer, Scene, build_figure
from nnlab.engine.theme import LIGHT


class BlitRenderer:
    """Renders a scene onto a background that it keeps; `scale` multiplies the resolution, `theme` is "light" or "dark".

    `render` depends on its parameters alone, so frames may be rendered in any order.
    """

    def __init__(self, scene: Scene, scale: float = 1.0, theme: str = LIGHT):
        reuse_freed_memory()
        self.scene = scene
        self.change(scale, theme)

    def render(self, **params) -> tuple[np.ndarray, str]:
        """The picture as RGBA pixels (height, width, 4), valid until the next call, and its status."""
        if self.needs_rebuild(params):
            self.figure, self.view, status = build_figure(self.scene, params, self.scale, self.theme, self.narrow)
            self._canvas, self._background = FigureCanvasAgg(self.figure), None
            self._built_with = {name: params[name] for name in self.scene.rebuild_on}
        else:
            with drawing.style(self.theme):
                status = self.scene.update(self.view, **params)
        return self._draw(), status

    def needs_rebuild(self, params: dict) -> bool:
        """Whether these parameters need a new figure."""
        return self.figure is None or any(params[name] != value for name, value in self._built_with.items())

    def _draw(self) -> np.ndarray:
        with drawing.style(self.theme):
            if self._background is None:
                for artist in self.view.live:
                    artist.set_animated(True)
                images = [artist for artist in self.view.live if isinstance(artist, AxesImage) and artist.get_visible()]
                for image in images:
                    image.set_visible(False)  # Matplotlib before 3.11 draws images even if they are animated
                self._canvas.draw()
                for image in images:
                    image.set_visible(True)
                self.figure.set_layout_engine("none")  # the layout stays as it is
                self._background = self._canvas.copy_from_bbox(self.figure.bbox)
            else:
                self._canvas.restore_region(self._background)
            for artist in sorted(self.view.live, key=lambda artist: artist.get_zorder()):
                self.figure.draw_artist(artist)
        return np.asarray(self._canvas.buffer_rgba())

    def change(self, scale: float, theme: str, narrow: bool = False) -> None:
        """Render at another resolution, in another theme or for a phone (`narrow`) from now on."""
        self.scale, self.theme, self.narrow, self.figure = scale, theme, narrow, None

    def grips(self) -> list[tuple[float, float]]:
        """The places of the last picture that can be dragged, as figure fractions (x, y) from the lower left."""
        places = []
        for line in self.view.grips:
            if line.get_visible():
                points = line.get_transform().transform(np.column_stack(line.get_data()))
                places += [point for point in points if line.axes.bbox.contains(*point)]
        return [(round(x / self.figure.bbox.width, 4), round(y / self.figure.bbox.height, 4)) for x, y in places]

    def locate(self, place) -> Pointer:
        """The panel and data coordinates of a place (x, y) given in figure fractions from the lower left."""
        x, y = place[0] * self.figure.bbox.width, place[1] * self.figure.bbox.height
        for axes in self.figure.axes:
            if axes.bbox.contains(x, y):
                return Pointer(axes.get_label(), *map(float, axes.transData.inverted().transform((x, y))))
        return Pointer("", float("nan"), float("nan"))


class FrameRenderer(BlitRenderer):
    """Renders encoded frames and keeps the last ones. `frame_key(params)` is the cache key, "" for a picture that may not be kept."""

    def __init__(self, scene: Scene, frame_key: Callable[[dict], str]):
        super().__init__(scene)
        self.frame_key, self.cache = frame_key, FrameCache()

    def frame(self, params: dict) -> Frame:
        """The picture at these parameters, from the cache where it is known."""
        key = self.frame_key(params)
        return self.cache.get(key) or self.cache.put(key, self._frame(params))

    def _frame(self, params: dict) -> Frame:
        pixels, status = self.render(**params)
        height, width = pixels.shape[:2]
        return Frame(encode(pixels), (width, height), status, self.grips())
