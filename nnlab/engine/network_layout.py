"""The layout that every picture of a network shares: where its units stand, and which lines join them."""

from typing import NamedTuple

import numpy as np


class LayerLayout(NamedTuple):
    """One layer of a drawn network: its place from left (0) to right (1), and the units that are drawn, top first."""

    x: float
    units: np.ndarray  # indices of the drawn units
    y: np.ndarray  # their heights, in (0, 1)
    ellipsis_y: float | None  # the height of the ellipsis for the units left out, None where all are drawn


def layer_layouts(sizes, *, max_units: int = 10) -> list[LayerLayout]:
    """The layers of a network with these `sizes`, inputs first; of more than `max_units` units in one the first and last are drawn."""
    last = max(1, len(sizes) - 1)
    slots = max(min(size, max_units + 1) for size in sizes)  # an ellipsis takes one unit's place
    return [_layer_layout(i / last, size, max_units, slots) for i, size in enumerate(sizes)]


def _layer_layout(x: float, size: int, max_units: int, slots: int) -> LayerLayout:
    if size <= max_units:
        return LayerLayout(x, np.arange(size), _heights(size, slots), None)
    top = max_units - max_units // 2
    heights = _heights(max_units + 1, slots)
    units = np.concatenate([np.arange(top), np.arange(size - max_units // 2, size)])
    return LayerLayout(x, units, np.delete(heights, top), float(heights[top]))


def _heights(n: int, slots: int) -> np.ndarray:
    """n heights from top to bottom, centred, with the spacing of `slots` units."""
    return 0.5 - (np.arange(n) - (n - 1) / 2) / slots


def edges(left: LayerLayout, right: LayerLayout) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The lines (n, 2, 2) between two layers; for each the unit it goes to and the one it comes from: row and column of its weight."""
    target, source = (part.ravel() for part in np.meshgrid(np.arange(right.y.size), np.arange(left.y.size), indexing="ij"))
    ends = np.empty((target.size, 2, 2))
    ends[:, :, 0] = left.x, right.x
    ends[:, 0, 1], ends[:, 1, 1] = left.y[source], right.y[target]
    return ends, right.units[target], left.units[source]


def line_data(ends: np.ndarray) -> np.ndarray:
    """x and y (2, 3n) of n lines (n, 2, 2) as a single line with gaps, which draws fastest."""
    return np.concatenate([ends, np.full((len(ends), 1, 2), np.nan)], axis=1).reshape(-1, 2).T
