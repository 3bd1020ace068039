"""A nerve cell as a textbook draws it: dendrites on the left, the cell body, and an axon that branches into terminals on the right."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from nnlab.engine import drawing

WIDTH, HEIGHT = 10.0, 9.0  # of the drawing, in data coordinates
SYNAPSES = np.array([[1.95, 7.6], [1.7, 4.5], [1.95, 1.4]])  # where the axons of three other neurons end
SOMA = np.array([5.15, 4.5])
AXON = (6.7, 8.35, 4.5)  # its straight part: first x, last x, y
FILL_COLOR, OUTLINE_COLOR, NUCLEUS_COLOR = drawing.CELL_BODY, drawing.CELL_OUTLINE, drawing.NUCLEUS


# Dendrites and the axon in parts: the four control points of a cubic Bézier curve, and half the width at its start and at its end
BRANCHES = (
    # three dendrites that reach the synapses, with side branches
    (((4.9, 4.9), (4.3, 6.2), (3.6, 6.5), (2.5, 7.4)), 0.34, 0.1),
    (((3.75, 6.4), (3.5, 7.2), (3.5, 7.7), (3.15, 8.4)), 0.13, 0.05),
    (((3.35, 6.75), (2.8, 6.6), (2.4, 6.3), (1.75, 6.35)), 0.12, 0.05),
    (((4.8, 4.5), (3.9, 4.65), (3.3, 4.3), (2.3, 4.5)), 0.36, 0.1),
    (((3.5, 4.5), (3.0, 4.9), (2.8, 5.2), (2.2, 5.35)), 0.12, 0.05),
    (((3.3, 4.4), (2.9, 4.0), (2.6, 3.8), (2.0, 3.65)), 0.12, 0.05),
    (((4.9, 4.1), (4.4, 2.9), (3.6, 2.4), (2.5, 1.6)), 0.34, 0.1),
    (((3.7, 2.5), (3.0, 2.6), (2.5, 2.7), (1.9, 2.55)), 0.12, 0.05),
    (((3.5, 2.35), (3.5, 1.6), (3.4, 1.2), (3.25, 0.6)), 0.13, 0.05),
    # two dendrites without synapses
    (((5.2, 5.0), (5.3, 6.2), (5.0, 6.8), (5.35, 8.0)), 0.3, 0.06),
    (((5.15, 6.6), (5.5, 7.0), (5.9, 7.1), (6.2, 7.6)), 0.12, 0.04),
    (((5.2, 4.0), (5.4, 2.9), (5.1, 2.3), (5.4, 1.0)), 0.3, 0.06),
    (((5.28, 2.35), (5.5, 1.9), (5.9, 1.7), (6.25, 1.25)), 0.12, 0.04),
    # the axon hillock, the axon and its terminals
    (((5.5, 4.5), (6.1, 4.5), (6.3, 4.5), (6.75, 4.5)), 0.62, 0.12),
    (((6.6, 4.5), (7.3, 4.5), (7.9, 4.5), (8.5, 4.5)), 0.12, 0.11),
    (((8.35, 4.5), (8.8, 4.6), (8.7, 6.1), (9.5, 6.3)), 0.1, 0.06),
    (((8.35, 4.5), (8.8, 4.5), (9.1, 4.5), (9.55, 4.5)), 0.1, 0.06),
    (((8.35, 4.5), (8.8, 4.4), (8.7, 2.9), (9.5, 2.7)), 0.1, 0.06),
)
TERMINALS = ((9.55, 6.3), (9.6, 4.5), (9.55, 2.7))


def draw_cell(axes: Axes) -> None:
    """Draw the cell into `axes` and set their limits to those of the drawing."""
    axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT), aspect="equal")
    axes.set_axis_off()
    for margin, color, zorder in ((0.05, OUTLINE_COLOR, 1), (0.0, FILL_COLOR, 2)):  # outlines below all fills: no seams between parts
        shapes = [_branch_outline(*branch, margin) for branch in BRANCHES]
        shapes += [_rounded_shape(SOMA, 0.86 + margin, 0.04), *(_rounded_shape(place, 0.2 + margin) for place in TERMINALS)]
        axes.add_collection(PolyCollection(shapes, facecolor=color, edgecolor="none", zorder=zorder))
    nucleus = _rounded_shape(SOMA, 0.36)
    axes.add_collection(PolyCollection([nucleus], facecolor=NUCLEUS_COLOR, edgecolor=OUTLINE_COLOR, linewidth=0.8, zorder=3))
    for x, y in SYNAPSES:  # the axons of other neurons
        drawing.curve(axes, [0.05, x - 0.2], [y, y], color=drawing.GREY, linewidth=2.4, zorder=1, solid_capstyle="round")


def _branch_outline(control_points, start: float, end: float, margin: float) -> np.ndarray:
    """The outline (n, 2) of a branch with a rounded end, `margin` wider on each side; `start` and `end` are its half widths."""
    t = np.linspace(0, 1, 40)[:, None]
    a, b, c, d = np.array(control_points)
    center = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    tangent = np.gradient(center, axis=0)
    tangent /= np.hypot(*tangent.T)[:, None]
    normal = tangent[:, ::-1] * [-1, 1]
    half_width = end + (start - end) * (1 - t) ** 2 + margin  # narrows quickly near the cell body, as dendrites do
    angle = np.linspace(np.pi / 2, -np.pi / 2, 9)[:, None]
    tip = center[-1] + half_width[-1] * (np.sin(angle) * normal[-1] + np.cos(angle) * tangent[-1])
    return np.concatenate([center + half_width * normal, tip, (center - half_width * normal)[::-1]])


def _rounded_shape(center, radius: float, irregularity: float = 0.0) -> np.ndarray:
    """A closed outline (80, 2): a circle, or with `irregularity` a shape like that of a cell body."""
    angle = np.linspace(0, 2 * np.pi, 80)
    length = radius * (1 + irregularity * np.sin(3 * angle + 0.6) + irregularity * np.cos(5 * angle))
    return np.asarray(center) + length[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
