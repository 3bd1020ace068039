"""A frame is one picture on its way to the browser: its encoding, its cache key, and the cache of the last ones."""

import io
import zlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image

MAX_FRAMES = 8  # in the cache; the browser keeps as many
MANY_COLOURS = 20_000  # choosing 256 of more takes seconds
QUANTIZE = {"method": Image.Quantize.MAXCOVERAGE, "dither": Image.Dither.NONE}
COMPRESSION = 8  # 6 % smaller than the usual 6 in 10 ms; 9 takes 40 ms


class Frame(NamedTuple):
    """Encoded pixels, their size (width, height), the status: the sentence that says what they show, and where they can be dragged."""

    data: bytes
    size: tuple[int, int]
    status: str
    grips: Sequence[tuple[float, float]] = ()


class FrameCache:
    """The last MAX_FRAMES frames by their keys; nothing is kept under the empty key."""

    def __init__(self):
        self._frames: dict[str, Frame] = {}

    def get(self, key: str) -> Frame | None:
        """The frame kept under `key`, or None."""
        return self._frames.get(key)

    def put(self, key: str, frame: Frame) -> Frame:
        """Keep `frame` as the newest one; returns it."""
        if key:
            self._frames.pop(key, None)
            self._frames[key] = frame
            if len(self._frames) > MAX_FRAMES:
                del self._frames[next(iter(self._frames))]
        return frame


def frame_key(revision: int, values: list) -> str:
    """The cache key of the picture for these values of the controls, as the browser holds them.

    `revision` rises when anything but a control changes the picture. `frameKey` in frontend/frame_cache.js makes the same key; both are
    tested on one table of cases. Numbers count to ten digits, for the browser computes its steps by itself.
    """
    return " ".join(_key_part(float(value)) for value in (revision, *values))


def _key_part(value: float) -> str:
    if abs(value) < 1e-15:
        value = 0.0
    digits, _, exponent = f"{value:.9e}".partition("e")
    return f"{digits}e{int(exponent):+d}"


def encode(pixels: np.ndarray) -> bytes:
    """RGBA pixels (height, width, 4) as runs of one colour: all colours (uint32), then how long each run is (uint16), deflated.

    A run ends with its row. It takes the kernel half the time of deflating the pixels, a sixth of that of PNG or WebP.
    """
    colours = pixels.view(np.uint32)[..., 0]
    starts = np.ones(colours.shape, bool)
    np.not_equal(colours[:, 1:], colours[:, :-1], out=starts[:, 1:])
    positions = np.flatnonzero(starts)
    lengths = np.diff(positions, append=colours.size).astype(np.uint16)
    return zlib.compress(colours.ravel()[positions].tobytes() + lengths.tobytes(), 1)


def decode(data: bytes, size: tuple[int, int]) -> np.ndarray:
    """The pixels (height, width, 4) that `encode` was given: what the browser does with a frame."""
    runs, (width, height) = zlib.decompress(data), size
    n = len(runs) // 6
    colours, lengths = np.frombuffer(runs, np.uint32, n), np.frombuffer(runs, np.uint16, n, offset=4 * n)
    return np.repeat(colours, lengths).view(np.uint8).reshape(height, width, 4)


def to_png(pixels: np.ndarray) -> bytes:
    """RGBA pixels (height, width, 4) as a PNG of 256 colours, small enough to be kept in a notebook."""
    target = io.BytesIO()
    picture = Image.fromarray(pixels).convert("RGB")
    image = _in_256_colours(picture)
    colours, paper = image.getpalette(), image.getpixel((0, 0))
    colours[3 * paper : 3 * paper + 3] = pixels[0, 0, :3].tolist()  # the corner is paper: next to a photo, dark paper took a tint
    image.putpalette(colours)
    image.save(target, format="png", compress_level=COMPRESSION)
    return target.getvalue()


def _in_256_colours(picture: Image.Image) -> Image.Image:
    """The picture in the 256 colours that come closest to its own; those of a photo are found on every third pixel."""
    if picture.getcolors(MANY_COLOURS) is not None:
        return picture.quantize(256, **QUANTIZE)
    sample = picture.resize((picture.width // 3, picture.height // 3), Image.Resampling.NEAREST)
    return picture.quantize(palette=sample.quantize(256, kmeans=3, **QUANTIZE), dither=Image.Dither.NONE)
