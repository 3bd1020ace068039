"""Numbers and words that a moving picture can afford: Matplotlib takes 1 ms for each text in each frame, a stamp takes 20 µs."""

import functools
from collections.abc import Iterator

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import Bbox

from nnlab.engine import drawing

SIGNS = frozenset("0123456789.,+−×·=() –")  # what numbers are made of: drawn once each, then put together
LEFT, CENTRE, RIGHT = 0.0, 0.5, 1.0


class Labels(Artist):
    """Any number of short texts of one size and colour as a single artist; place it with `Axes.add_artist`."""

    def __init__(self, size: float = 9.0, color: str = drawing.INK, **style):
        super().__init__()
        self.size, self.color, self.texts = size, color, []
        self.set_in_layout(False)
        self.set(**({"zorder": 6} | style))

    def draw(self, renderer):
        """Stamp `texts`: (x, y, text) or (x, y, text, side), where side is LEFT, CENTRE (the default) or RIGHT of what stands at x."""
        if not self.get_visible() or not self.texts:
            return
        gc = renderer.new_gc()
        self._set_gc_clip(gc)
        for left, low, image in self._stamps():
            renderer.draw_image(gc, left, low, image)
        gc.restore()

    def get_window_extent(self, renderer=None):
        """The box around all texts, in pixels of the figure."""
        return Bbox.union(self.boxes()) if self.get_visible() and self.texts else Bbox.null()

    def boxes(self) -> list[Bbox]:
        """The box of each text, in pixels of the figure."""
        return [Bbox.from_bounds(left, low, *image.shape[1::-1]) for left, low, image in self._stamps()]

    def _stamps(self) -> Iterator[tuple[int, int, np.ndarray]]:
        places = self.get_transform().transform([text[:2] for text in self.texts])
        for (x, y), (_, _, text, *side) in zip(places, self.texts, strict=True):
            if text:
                image, below = stamp(text, self.size, self.color, self.get_figure().dpi)
                left = x - (side[0] if side else CENTRE) * image.shape[1]
                yield round(left), round(y - below), image


@functools.lru_cache(maxsize=4096)
def stamp(text: str, size: float, color: str, dpi: float) -> tuple[np.ndarray, float]:
    """A text as RGBA pixels, lowest row first, and how many pixels of it lie below the middle of its digits."""
    if len(text) > 1 and SIGNS.issuperset(text):
        parts = [stamp(sign, size, color, dpi) for sign in text]
        return np.ascontiguousarray(np.concatenate([image for image, _ in parts], axis=1)), parts[0][1]
    drawing.register_font()
    font = FontProperties(family=list(drawing.FONT_FAMILIES), size=size)
    ruler = RendererAgg(1, 1, dpi)
    width = round(ruler.get_text_width_height_descent(text, font, ismath=False)[0])
    _, height, descent = (np.ceil(part) for part in ruler.get_text_width_height_descent("lgp가", font, ismath=False))
    page = RendererAgg(max(1, width) + 2, int(height) + 2, dpi)
    page.draw_text(page.new_gc(), 1, height + 1 - descent, text, font, 0)
    image = np.empty((page.height, page.width, 4), np.uint8)
    image[..., :3] = np.round(255 * np.array(to_rgb(color)))
    image[..., 3] = np.asarray(page.buffer_rgba())[::-1, :, 3]
    advance = slice(1, -1) if len(text) == 1 else slice(None)  # single signs are to stand side by side
    return np.ascontiguousarray(image[:, advance]), float(descent + 1 + 0.36 * size * dpi / 72)
