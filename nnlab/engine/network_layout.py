"""What every picture of a network shares: where its units stand, which lines join them, and how a line shows its weight."""

from itertools import product
from typing import NamedTuple

import numpy as np

from nnlab.engine import drawing

MAX_DRAWN = 10  # units of a layer; of a larger one the first and the last are drawn, and an ellipsis takes one unit's place


class LayerLayout(NamedTuple):
    """One layer of a drawn network: its place from left (0) to right (1), and the units that are drawn, top first."""

    x: float
    units: np.ndarray  # indices of the drawn units
    y: np.ndarray  # their heights, in (0, 1)
    ellipsis_y: float | None  # the height of the ellipsis for the units left out, None where all are drawn


def layer_layouts(sizes) -> list[LayerLayout]:
    """The layers of a network with these `sizes`, inputs first; at most MAX_DRAWN units of each."""
    layouts, half = [], MAX_DRAWN // 2
    places = min(max(sizes), MAX_DRAWN + 1)  # in the fullest layer; all layers have its spacing
    for i, size in enumerate(sizes):
        n, x = min(size, MAX_DRAWN + 1), i / (len(sizes) - 1)
        y = 0.5 - (np.arange(n) - (n - 1) / 2) / places
        if size <= MAX_DRAWN:
            layouts.append(LayerLayout(x, np.arange(size), y, None))
        else:
            units = np.concatenate([np.arange(half), np.arange(size - half, size)])
            layouts.append(LayerLayout(x, units, np.delete(y, half), float(y[half])))
    return layouts


def edges(left: LayerLayout, right: LayerLayout) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The lines (n, 2, 2) between two layers; for each the unit it goes to and the one it comes from: row and column of its weight."""
    target, source = np.indices((right.y.size, left.y.size)).reshape(2, -1)
    ends = np.empty((target.size, 2, 2))
    ends[:, :, 0] = left.x, right.x
    ends[:, 0, 1], ends[:, 1, 1] = left.y[source], right.y[target]
    return ends, right.units[target], left.units[source]


def edge_lines(axes, widths, **style) -> list:
    """Empty artists for edges: solid ones for weights above 0, dashed ones for weights below 0, each in these `widths`."""
    return [drawing.curve(axes, linestyle=dash, linewidth=width, zorder=1, **style) for dash, width in product(("-", (0, (4, 2))), widths)]


def show_edges(lines: list, ends: np.ndarray, weights: np.ndarray, limits, colors) -> None:
    """Draw edges (n, 2, 2) in the `edge_lines` for their weights (n,): a wider one above each of `limits`; a weight of 0 has no line.

    `colors`: above and below 0.
    """
    width = np.digitize(np.abs(weights), limits, right=True)
    for line, (sign, i) in zip(lines, product((1, -1), range(len(limits) + 1)), strict=True):
        chosen = ends[(np.sign(weights) == sign) & (width == i)]
        line.set_data(*np.insert(chosen, 2, np.nan, axis=1).reshape(-1, 2).T)  # a single line with gaps draws fastest
        line.set_color(colors[sign < 0])
