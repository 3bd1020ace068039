"""Where the units of a network stand and which lines join them: the layout that every picture of a network shares."""

from typing import NamedTuple

import numpy as np


class Column(NamedTuple):
    """One layer of the diagram: its place from left (0) to right (1), and the units that are drawn, top first."""

    x: float
    units: np.ndarray  # which units, counted from 0
    y: np.ndarray  # how high each stands, in (0, 1)
    gap: float | None  # how high the sign for left-out units stands, None where all are drawn


def columns(sizes, *, most: int = 10) -> list[Column]:
    """The layers of a network with these `sizes` (inputs first) left to right; one of more than `most` units shows both its ends."""
    last = max(1, len(sizes) - 1)
    slots = max(min(size, most + 1) for size in sizes)  # a sign for left-out units takes one unit's place
    return [_column(i / last, size, most, slots) for i, size in enumerate(sizes)]


def _column(x: float, size: int, most: int, slots: int) -> Column:
    if size <= most:
        return Column(x, np.arange(size), _heights(size, slots), None)
    top = most - most // 2
    heights = _heights(most + 1, slots)
    units = np.concatenate([np.arange(top), np.arange(size - most // 2, size)])
    return Column(x, units, np.delete(heights, top), float(heights[top]))


def _heights(n: int, slots: int) -> np.ndarray:
    """n places, centred, from top to bottom, as far apart as `slots` of them need."""
    return 0.5 - (np.arange(n) - (n - 1) / 2) / slots


def edges(left: Column, right: Column) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The lines between two layers (n, 2, 2), for each the unit it goes to and the one it comes from: the indices of its weight in W."""
    to, source = (part.ravel() for part in np.meshgrid(np.arange(right.y.size), np.arange(left.y.size), indexing="ij"))
    ends = np.empty((to.size, 2, 2))
    ends[:, :, 0] = left.x, right.x
    ends[:, 0, 1], ends[:, 1, 1] = left.y[source], right.y[to]
    return ends, right.units[to], left.units[source]
