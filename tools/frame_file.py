"""Many pictures of one size in a few small files, of which `templates/frame_file.js` shows any.

A picture has two colours for each pixel: the one on a light page and the one on a dark page. Such pairs are numbered. A picture is stored
as what differs from another one before it: segments of changed pixels, and the numbers of their pairs of colours.

A file is deflated. Inside are the number of its pairs and the number of its pictures, as little-endian uint32; eight rows of bytes, which
are red, green, blue and opacity of each pair's light colour and the same of its dark colour; and, as uint32 again, for each picture its
reference (the picture that it is compared with; its own number for a blank one), its number of segments and of changed pixels. Then follow
the segments of all pictures as pairs of uint16, how many pixels are skipped and how many are changed; last, the number of each changed
pixel's colours, as uint16, or as uint32 where there are more than that can number. Like beside like deflates best.

Pictures and colours are numbered through all files: a file needs those before it, and none of those after it.
"""

import itertools
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

MAX_NUMBER = 65535


class _Change(NamedTuple):
    """A picture: the number of its reference, its segments, and the numbers of the colours of its changed pixels."""

    reference: int
    segments: np.ndarray
    colours: np.ndarray

    @property
    def size(self) -> int:
        """Its bytes in a file, roughly."""
        return len(zlib.compress(self.segments.astype("<u2").tobytes() + self.colours.astype("<u2").tobytes(), 6))


def encode(pictures: Iterable[tuple[int, int]], pixels: Callable[[int], np.ndarray], limit: int | None = None) -> list[bytes]:
    """The files of `pictures`, each as (id, id of its reference); the reference comes before it, or is the picture itself for a blank one.

    `pixels(id)` gives the colours of a picture as uint32 (height, width, 2), on a light and on a dark page. With a `limit` there are as
    many files of about the same size as are needed for at most about `limit` bytes each; a picture is never divided.
    """
    numbers, found, changes = {}, _Colours(), []
    for id, reference in pictures:
        if id in numbers or (reference != id and reference not in numbers):
            raise ValueError(f"pictures has ({id}, {reference}), expected each picture once, after its reference")
        numbers[id] = len(numbers)
        new = _pairs(pixels(id))
        old = np.zeros_like(new) if reference == id else _pairs(pixels(reference))
        changed = np.flatnonzero(new != old)
        changes.append(_Change(numbers[reference], _segments(changed), found.numbers(new[changed])))
    whole = _file(changes, found.colours, 0)
    if limit is None or len(whole) <= limit:
        return [whole]
    files, known = [], 0
    for part in _parts(changes, -(-len(whole) // limit)):
        files.append(_file(part, found.colours, known))
        known = max([known, *(int(change.colours.max()) + 1 for change in part if len(change.colours))])
    return files


def _pairs(colours: np.ndarray) -> np.ndarray:
    """The two colours of each pixel as one number."""
    return np.ascontiguousarray(colours, "<u4").view("<u8").ravel()


def _parts(changes: list[_Change], n: int) -> list[list[_Change]]:
    """The changes in turn in at most `n` parts of about the same size."""
    sizes = np.array([change.size for change in changes])
    middles = np.cumsum(sizes) - sizes / 2
    parts = [[] for _ in range(n)]
    for change, place in zip(changes, (n * middles / sizes.sum()).astype(int), strict=True):
        parts[place].append(change)
    return [part for part in parts if part]


def _file(changes: list[_Change], colours: np.ndarray, known: int) -> bytes:
    """A file of pictures, of whose `colours` the first ones are `known` from the files before it."""
    all_segments = np.concatenate([change.segments for change in changes])
    all_colours = np.concatenate([change.colours for change in changes])
    count = max(known, int(all_colours.max(initial=-1)) + 1)
    head = np.array([(change.reference, len(change.segments) // 2, len(change.colours)) for change in changes], "<u4").T
    rows = colours[known:count].view(np.uint8).reshape(-1, 8).T
    parts = [np.array([count - known, len(changes)], "<u4"), rows, head, all_segments.astype("<u2")]
    parts.append(all_colours.astype(_colour_type(count)))
    return zlib.compress(b"".join(part.tobytes() for part in parts), 9)


def _colour_type(n_colours: int) -> str:
    return "<u2" if n_colours <= MAX_NUMBER + 1 else "<u4"


class _Colours:
    """The pairs of colours met so far, in the order of their first use, and their numbers."""

    def __init__(self):
        self._sorted, self._numbers, self.colours = np.empty(0, "<u8"), np.empty(0, np.int64), np.empty(0, "<u8")

    def numbers(self, colours: np.ndarray) -> np.ndarray:
        """The number of each pair."""
        new = np.setdiff1d(colours, self._sorted)
        if len(new):
            self.colours = np.concatenate([self.colours, new])
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


def decode(files: list[bytes], size: tuple[int, int]) -> Iterator[np.ndarray]:
    """The pictures of all files one after the other, as uint32 (height, width, 2): what a light and a dark page make of them."""
    colours, changes = np.empty((0, 2), "<u4"), []
    for data in map(zlib.decompress, files):
        n_colours, n = map(int, np.frombuffer(data, "<u4", 2))
        colours = np.concatenate([colours, np.frombuffer(data, np.uint8, 8 * n_colours, offset=8).reshape(8, -1).T.copy().view("<u4")])
        head = np.frombuffer(data, "<u4", 3 * n, offset=8 + 8 * n_colours).reshape(3, n).astype(int)
        start = 8 + 8 * n_colours + 12 * n
        n_segments, n_pixels = head[1:].sum(axis=1)
        all_segments = np.frombuffer(data, "<u2", 2 * n_segments, offset=start)
        all_colours = np.frombuffer(data, _colour_type(len(colours)), n_pixels, offset=start + 4 * n_segments)
        segments = np.split(all_segments, 2 * np.cumsum(head[1, :-1]))
        changes += itertools.starmap(_Change, zip(head[0], segments, np.split(all_colours, np.cumsum(head[2, :-1])), strict=True))
    for number in range(len(changes)):
        pixels, chain = np.zeros((size[0] * size[1], 2), np.uint32), [number]
        while changes[chain[-1]].reference != chain[-1]:
            chain.append(changes[chain[-1]].reference)
        for step in reversed(chain):
            segments = changes[step].segments
            kinds = np.tile([False, True], len(segments) // 2)
            pixels[: segments.sum(dtype=int)][np.repeat(kinds, segments)] = colours[changes[step].colours]
        yield pixels.reshape(size[1], size[0], 2)
