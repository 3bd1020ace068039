"""Short texts that are fast to redraw: Matplotlib takes 1 ms for each text in each frame, an image of it kept from before 20 µs."""

import functools
from collections.abc import Iterator

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import Bbox

from nnlab.engine import drawing

NUMBER_CHARACTERS = frozenset("0123456789.,+−×·=() –")  # each is drawn once; a text of these alone is put together from their images
LEFT, CENTRE, RIGHT = 0.0, 0.5, 1.0


class Labels(Artist):
    """Any number of short texts of one size and colour as a single artist; place it with `Axes.add_artist`."""

    def __init__(self, size: float, color: str = drawing.INK):
        super().__init__()
        self.size, self.color, self.texts = size, color, []
        self.set(in_layout=False, zorder=6)

    def draw(self, renderer):
        """Draw `texts`: (x, y, text) or (x, y, text, side), where side (LEFT, CENTRE or RIGHT) is the part of the text that is put at x."""
        if not self.get_visible() or not self.texts:
            return
        gc = renderer.new_gc()
        self._set_gc_clip(gc)
        for left, bottom, image in self._images():
            renderer.draw_image(gc, left, bottom, image)
        gc.restore()

    def get_window_extent(self, renderer=None):
        """The box around all texts, in pixels of the figure."""
        boxes = self.boxes() if self.get_visible() and self.texts else []
        return Bbox.union(boxes) if boxes else Bbox.null()

    def boxes(self) -> list[Bbox]:
        """The box of each text, in pixels of the figure."""
        return [Bbox.from_bounds(left, bottom, *image.shape[1::-1]) for left, bottom, image in self._images()]

    def _images(self) -> Iterator[tuple[int, int, np.ndarray]]:
        """Left, bottom and image of each text, in pixels of the figure; a text at a place that is not finite has none."""
        points = self.get_transform().transform([text[:2] for text in self.texts])
        for (x, y), (_, _, text, *side) in zip(points, self.texts, strict=True):
            if text and np.isfinite((x, y)).all():
                image, middle = text_image(text, self.size, to_hex(self.color), self.get_figure().dpi)
                left = x - (side[0] if side else CENTRE) * image.shape[1]
                yield round(left), round(y - middle), image


@functools.lru_cache(maxsize=4096)
def text_image(text: str, size: float, color: str, dpi: float) -> tuple[np.ndarray, float]:
    """A text as RGBA pixels, lowest row first, and how many pixels of it lie below the middle of its digits."""
    if len(text) > 1 and NUMBER_CHARACTERS.issuperset(text):
        images, middles = zip(*(text_image(character, size, color, dpi) for character in text), strict=True)
        return np.ascontiguousarray(np.concatenate(images, axis=1)), middles[0]
    drawing.register_font()
    font = FontProperties(family=list(drawing.FONT_FAMILIES), size=size)
    measure = RendererAgg(1, 1, dpi).get_text_width_height_descent
    width = round(measure(text, font, ismath=False)[0])
    _, height, descent = np.ceil(measure("lgp가", font, ismath=False))  # the same for all texts
    canvas = RendererAgg(max(1, width) + 2, int(height) + 2, dpi)
    canvas.draw_text(canvas.new_gc(), 1, height + 1 - descent, text, font, 0)
    image = np.empty((canvas.height, canvas.width, 4), np.uint8)
    image[..., :3] = np.round(255 * np.array(to_rgb(color)))
    image[..., 3] = np.asarray(canvas.buffer_rgba())[::-1, :, 3]
    columns = slice(1, -1) if len(text) == 1 else slice(None)  # no margin between characters that are put together
    return np.ascontiguousarray(image[:, columns]), float(descent + 1 + 0.36 * size * dpi / 72)


def name_ends(labels: list[Labels], lines: list, names: list[str], *, share: float = 0.35, gap: float = 0.075) -> None:
    """Write the names of two curves in one panel at their right ends, clear of both over this share of the panel's width.

    That of the higher curve stands above, that of the lower one below; where there is no room below, both stand above. `gap` is the
    distance from a curve to its name, as a share of the panel's height.
    """
    axes, ends = lines[0].axes, []
    for line in lines:
        x, y = (axes.transScale + axes.transLimits).transform(np.column_stack(line.get_data())).T  # shares of the panel
        ends.append(np.clip(np.append(y[x >= 1 - share], y[-1:]), 0, 1))
    if not min(map(len, ends)):
        return
    low, high = np.argsort([np.median(end) for end in ends], kind="stable")
    top, bottom = max(end.max() for end in ends) + gap, ends[low].min() - gap
    if bottom < gap:
        top, bottom = top + 1.6 * gap, top
    for i, y in ((low, bottom), (high, top)):
        labels[i].set_transform(axes.transAxes)
        labels[i].texts = [(0.98, min(y, 0.95), names[i], RIGHT)]
