"""What the networks of `race` answer by now, one square tile each: their regions of the plane, or the digits that they get wrong."""

import functools

import numpy as np
from matplotlib.colors import to_hex

from nnlab import Network, digits, spiral
from nnlab.engine import drawing
from nnlab.engine.images import pixel_image
from nnlab.engine.labels import Labels

SIDE, GAP = 74, 10  # of a tile, and between two, in pixels
REACH = 1.15  # the plane from −REACH to REACH
ROW = 4  # digits in a row of a tile
ENLARGED = 2  # a pixel of a digit is as many pixels of a tile high and wide
PITCH = 8 * ENLARGED + 2  # from one digit to the next, in pixels of a tile


def measured(X: np.ndarray) -> np.ndarray:
    """The examples on which the error is measured: about 600, evenly spaced."""
    return X[:: max(1, len(X) // 600)]


@functools.cache
def shown_inputs(dataset: str) -> tuple[np.ndarray, np.ndarray]:
    """The inputs in float32 whose answers are shown, and their classes (-1 where there is none): the plane, or some digits."""
    if dataset == "spiral":
        place = REACH * (2 * np.arange(SIDE) + 1 - SIDE) / SIDE
        return np.column_stack([part.ravel() for part in np.meshgrid(place, place)]).astype(np.float32), np.full(SIDE**2, -1)
    X, y = digits()
    return measured(X)[: ROW**2].astype(np.float32), measured(y)[: ROW**2]


def answers(dataset: str, network: Network) -> np.ndarray:
    """The class that a network gives each of the `shown_inputs`, as uint8."""
    with np.errstate(all="ignore"):  # the sums may overflow one step before the loss does
        return network.predict(shown_inputs(dataset)[0]).astype(np.uint8)


def tile(dataset: str, given) -> np.ndarray:
    """The tile (SIDE, SIDE, 4) of these answers, row 0 at the bottom; grey for None, where there are no answers."""
    if given is None:
        return np.broadcast_to(drawing.rgba([drawing.OFF])[0], (SIDE, SIDE, 4)).astype(np.uint8)
    return _regions(given) if dataset == "spiral" else _marked_digits(given)


def _regions(labels) -> np.ndarray:
    """The plane in the tints of the classes, every point of the spiral a pixel of its own colour."""
    image = drawing.rgba(drawing.CLASS_TINTS)[labels.reshape(SIDE, SIDE)].astype(np.uint8)
    X, y = spiral()
    column, row = np.clip(((X + REACH) / (2 * REACH) * SIDE).astype(int), 0, SIDE - 1).T
    image[row, column] = drawing.rgba(drawing.CLASS_COLOURS)[y].astype(np.uint8)
    return image


def _marked_digits(labels) -> np.ndarray:
    """The digits, those that are wrong on orange paper and with a frame."""
    is_wrong = np.repeat(np.repeat((labels != shown_inputs("digits")[1]).reshape(ROW, ROW)[::-1], PITCH, axis=0), PITCH, axis=1)
    image = drawing.blank(SIDE, SIDE)
    image[1:-1, 1:-1] = np.where(is_wrong[..., None], *_all_digits(to_hex(drawing.PAPER))[::-1])
    return image


@functools.lru_cache(maxsize=4)
def _all_digits(paper: str) -> tuple[np.ndarray, np.ndarray]:
    """All digits as if right, and as if wrong: (SIDE − 2, SIDE − 2, 4) each, row 0 at the bottom, in the theme with this paper."""
    pixels = shown_inputs("digits")[0].reshape(ROW, ROW, 8, 8).transpose(0, 2, 1, 3)
    pixels = pixels.repeat(ENLARGED, axis=1).repeat(ENLARGED, axis=3)
    ink = np.zeros((ROW, PITCH, ROW, PITCH))
    ink[:, 1:-1, :, 1:-1] = pixels
    inner = np.zeros_like(ink, dtype=bool)
    inner[:, 1:-1, :, 1:-1] = True
    ink, inner = (part.reshape(ROW * PITCH, ROW * PITCH)[::-1] for part in (ink, inner))
    right, wrong = (drawing.between(ink, ground, drawing.INK) for ground in (drawing.PAPER, drawing.FATAL))
    wrong[~inner] = drawing.rgba([drawing.ORANGE])[0].astype(np.uint8)
    return right, wrong


class Tiles:
    """The tiles of some functions side by side in `axes`, each below its name; `artists` are the live ones."""

    def __init__(self, axes, names: list[str]):
        width = len(names) * (SIDE + GAP) - GAP
        axes.set(xlim=(-1, width + 1), ylim=(-1, SIDE + 14), box_aspect=(SIDE + 15) / (width + 2), anchor="N")
        axes.set_axis_off()
        self.image = pixel_image(axes, drawing.blank(SIDE, width), (0, width, 0, SIDE))
        self.names = axes.add_artist(Labels(10.5))
        self._names = names
        self.artists = [self.image, self.names]

    def show(self, tiles: list[np.ndarray], shares: list[str]) -> None:
        """Show a tile for each function, and a share below its name."""
        image = drawing.blank(*self.image.get_array().shape[:2])
        texts = []
        for i, (one, name, share) in enumerate(zip(tiles, self._names, shares, strict=True)):
            left = i * (SIDE + GAP)
            image[:, left : left + SIDE] = one
            texts.append((left + SIDE / 2, SIDE + 7, f"{name} {share}"))
        self.image.set_data(image)
        self.names.texts = texts
