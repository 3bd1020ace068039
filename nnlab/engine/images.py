"""Images that are fast to redraw: Matplotlib resamples one in each frame by way of floats; here it is asked once which pixel goes where."""

import numpy as np
from matplotlib.image import AxesImage
from matplotlib.transforms import Bbox, TransformedBbox

DIGITS, BASE = 3, 16  # of the numbers of rows and columns that are written into colours


class PixelImage(AxesImage):
    """An image of opaque colours as uint8 whose pixels are drawn as plain rectangles ("nearest"); the same pixels as Matplotlib's own."""

    def make_image(self, renderer, magnification=1.0, unsampled=False):
        """The image (height, width, 4) of its place on the canvas, left, bottom, and a transform (as in Matplotlib)."""
        place = self._place(magnification)
        if self._places is None or self._places[0] != place:
            self._places = place, self._find_pixels(renderer, magnification, unsampled)
        found = self._places[1]
        if found is None or not (self._A[..., 3] == 255).all():
            return super().make_image(renderer, magnification, unsampled)
        rows, columns, colours, rest = found
        return (colours[self._A].take(columns, axis=1).take(rows, axis=0), *rest)

    _places = None  # where the image was when its pixels were found, and what was found

    def _place(self, magnification) -> tuple:
        """What the pixels depend on besides the colours."""
        x1, x2, y1, y2 = self.get_extent()
        corners = TransformedBbox(Bbox([[x1, y1], [x2, y2]]), self.get_transform()).extents
        clip = self.get_clip_box() or self.axes.bbox
        return self._A.shape, self._A.dtype, self.get_clip_on(), magnification, *corners, *clip.extents

    def _find_pixels(self, renderer, magnification, unsampled):
        """Row and column of the image for each row and column of the canvas, and what each colour becomes; None where that fails."""
        data = self._A
        if data.dtype != np.uint8 or data.ndim != 3 or data.shape[2] != 4 or unsampled or max(data.shape) >= BASE**DIGITS:
            return None
        try:
            numbers = []
            for axis in (0, 1):
                self._A = _written(np.indices(data.shape[:2])[axis])
                image, *rest = super().make_image(renderer, magnification, unsampled)
                if image is None:
                    return None
                numbers.append(_read(image))
        finally:
            self._A = data
        colours = (np.divide(np.arange(256), 255, dtype=np.float32) * 255).astype(np.uint8)  # Matplotlib's own way through floats
        rows, columns = numbers[0][:, 0], numbers[1][0]
        expected, *_ = super().make_image(renderer, magnification, unsampled)
        if not np.array_equal(colours[data].take(columns, axis=1).take(rows, axis=0), expected):
            return None
        return rows, columns, colours, rest


def pixel_image(axes, data, extent, origin: str = "lower", **style) -> PixelImage:
    """`data` (height, width, 4) as uint8 within `extent` (left, right, low, high), as `Axes.imshow` shows it; row 0 at the bottom."""
    axes.set_aspect("auto")
    image = PixelImage(axes, extent=extent, origin=origin, interpolation="nearest", **style)
    image.set_data(data)
    image.set_clip_path(axes.patch)
    image.set_extent(extent)
    axes.add_image(image)
    return image


def _written(numbers) -> np.ndarray:
    """Numbers (n, m) as colours (n, m, 4): a digit in each channel, so far apart that a rounded colour is still the same digit."""
    digits = numbers[..., None] // BASE ** np.arange(DIGITS) % BASE
    colours = np.full((*numbers.shape, 4), 255, np.uint8)
    colours[..., :DIGITS] = BASE * digits + BASE // 2
    return colours


def _read(colours) -> np.ndarray:
    """The numbers that `_written` has written."""
    return (colours[..., :DIGITS].astype(np.intp) // BASE) @ BASE ** np.arange(DIGITS)
