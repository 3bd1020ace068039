"""Many pictures of one size in one small file, of which `templates/frame_file.js` shows any.

A picture is stored as what differs from another one before it: segments of changed pixels, and their colours.

The file is deflated. Inside are, as little-endian uint32: the number of colours, the number of pictures, all colours (RGBA), and for each
picture its reference (the picture that it is compared with; its own number for a blank one), its number of segments and of changed pixels.
Then follow the segments of all pictures as pairs of uint16, how many pixels are skipped and how many are changed; last, the number of each
changed pixel's colour, as uint16, or as uint32 where there are more colours than that can number. Like beside like deflates best.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator

import numpy as np

MAX_NUMBER = 65535


def encode(pictures: Iterable[tuple[int, int]], pixels: Callable[[int], np.ndarray]) -> bytes:
    """The file of `pictures`, each as (id, id of its reference); the reference comes before it, or is the picture itself for a blank one.

    `pixels(id)` gives the colours of a picture as uint32 (height, width).
    """
    numbers, found, head, all_segments, all_colours = {}, _Colours(), [], [], []
    for id, reference in pictures:
        if id in numbers or (reference != id and reference not in numbers):
            raise ValueError(f"pictures has ({id}, {reference}), expected each picture once, after its reference")
        numbers[id] = len(numbers)
        new = pixels(id).ravel()
        old = np.zeros_like(new) if reference == id else pixels(reference).ravel()
        changed = np.flatnonzero(new != old)
        segments = _segments(changed)
        head.append((numbers[reference], len(segments) // 2, len(changed)))
        all_segments.append(segments)
        all_colours.append(found.numbers(new[changed]))
    sizes = np.array([len(found.colours), len(numbers)], "<u4")
    parts = [sizes, found.colours, np.array(head, "<u4").T, np.concatenate(all_segments).astype("<u2")]
    parts.append(np.concatenate(all_colours).astype(_colour_type(len(found.colours))))
    return zlib.compress(b"".join(part.tobytes() for part in parts), 9)


def _colour_type(n_colours: int) -> str:
    return "<u2" if n_colours <= MAX_NUMBER + 1 else "<u4"


class _Colours:
    """The colours met so far, in the order of their first use, and their numbers."""

    def __init__(self):
        self._sorted, self._numbers, self.colours = np.empty(0, "<u4"), np.empty(0, np.int64), np.empty(0, "<u4")

    def numbers(self, colours: np.ndarray) -> np.ndarray:
        """The number of each colour."""
        new = np.setdiff1d(colours, self._sorted)
        if len(new):
            self.colours = np.concatenate([self.colours, new.astype("<u4")])
            order = np.argsort(self.colours)
            self._sorted, self._numbers = self.colours[order], order
        return self._numbers[np.searchsorted(self._sorted, colours)]


def _segments(changed: np.ndarray) -> np.ndarray:
    """How many pixels are skipped and how many are changed, in turns, for the places of all changed pixels."""
    if not len(changed):
        return np.empty(0, np.int64)
    breaks = np.flatnonzero(np.diff(changed) > 1)
    starts, ends = changed[np.r_[0, breaks + 1]], changed[np.r_[breaks, len(changed) - 1]] + 1
    numbers = np.diff(np.stack([starts, ends], axis=1).ravel(), prepend=0)
    while numbers.max() > MAX_NUMBER:  # split into one of the largest, nothing of the other kind, and the rest
        at = int(np.argmax(numbers))
        numbers = np.concatenate([numbers[:at], [MAX_NUMBER, 0, numbers[at] - MAX_NUMBER], numbers[at + 1 :]])
    return numbers


def decode(data: bytes, size: tuple[int, int]) -> Iterator[np.ndarray]:
    """The pictures of a file one after the other, as uint32 (height, width), each valid until the next: what the browser makes of it."""
    data = zlib.decompress(data)
    n_colours, n = map(int, np.frombuffer(data, "<u4", 2))
    colours = np.frombuffer(data, "<u4", n_colours, offset=8)
    head = np.frombuffer(data, "<u4", 3 * n, offset=8 + 4 * n_colours).reshape(3, n).T.astype(int)
    start = 8 + 4 * n_colours + 12 * n
    n_segments, n_pixels = head[:, 1:].sum(axis=0)
    all_numbers = np.frombuffer(data, "<u2", 2 * n_segments, offset=start)
    all_colours = colours[np.frombuffer(data, _colour_type(n_colours), n_pixels, offset=start + 4 * n_segments)]
    numbers = np.split(all_numbers, 2 * np.cumsum(head[:-1, 1]))
    changed = np.split(all_colours, np.cumsum(head[:-1, 2]))
    for number in range(len(head)):
        pixels, chain = np.zeros(size[0] * size[1], np.uint32), [number]
        while head[chain[-1], 0] != chain[-1]:
            chain.append(head[chain[-1], 0])
        for step in reversed(chain):
            kinds = np.tile([False, True], head[step, 1])
            pixels[: numbers[step].sum(dtype=int)][np.repeat(kinds, numbers[step])] = changed[step]
        yield pixels.reshape(size[1], size[0])
