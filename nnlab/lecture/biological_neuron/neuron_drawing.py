"""A nerve cell as a textbook draws it: dendrites on the left, the cell body, and an axon that branches into terminals on the right."""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from nnlab.engine import drawing

WIDTH, HEIGHT = 10.0, 9.0  # of the drawing, in its own units
SYNAPSES = np.array([[1.95, 7.6], [1.7, 4.5], [1.95, 1.4]])  # where the axons of three other neurons end
SOMA = np.array([5.15, 4.5])
AXON = (6.7, 8.35, 4.5)  # its straight part: from x to x, at height y
FILL, OUTLINE, NUCLEUS = "#F3E6C4", "#6B5416", "#D9BE7C"


class Branch(NamedTuple):
    """A process of the cell: the four control points of its course, and its half width where it starts and ends."""

    course: tuple
    start: float
    end: float


BRANCHES = (
    # three dendrites that reach the synapses, with their twigs
    Branch(((4.9, 4.9), (4.3, 6.2), (3.6, 6.5), (2.5, 7.4)), 0.34, 0.1),
    Branch(((3.75, 6.4), (3.5, 7.2), (3.5, 7.7), (3.15, 8.4)), 0.13, 0.05),
    Branch(((3.35, 6.75), (2.8, 6.6), (2.4, 6.3), (1.75, 6.35)), 0.12, 0.05),
    Branch(((4.8, 4.5), (3.9, 4.65), (3.3, 4.3), (2.3, 4.5)), 0.36, 0.1),
    Branch(((3.5, 4.5), (3.0, 4.9), (2.8, 5.2), (2.2, 5.35)), 0.12, 0.05),
    Branch(((3.3, 4.4), (2.9, 4.0), (2.6, 3.8), (2.0, 3.65)), 0.12, 0.05),
    Branch(((4.9, 4.1), (4.4, 2.9), (3.6, 2.4), (2.5, 1.6)), 0.34, 0.1),
    Branch(((3.7, 2.5), (3.0, 2.6), (2.5, 2.7), (1.9, 2.55)), 0.12, 0.05),
    Branch(((3.5, 2.35), (3.5, 1.6), (3.4, 1.2), (3.25, 0.6)), 0.13, 0.05),
    # two more, for a neuron has many
    Branch(((5.2, 5.0), (5.3, 6.2), (5.0, 6.8), (5.35, 8.0)), 0.3, 0.06),
    Branch(((5.15, 6.6), (5.5, 7.0), (5.9, 7.1), (6.2, 7.6)), 0.12, 0.04),
    Branch(((5.2, 4.0), (5.4, 2.9), (5.1, 2.3), (5.4, 1.0)), 0.3, 0.06),
    Branch(((5.28, 2.35), (5.5, 1.9), (5.9, 1.7), (6.25, 1.25)), 0.12, 0.04),
    # the axon hillock, the axon and its terminals
    Branch(((5.5, 4.5), (6.1, 4.5), (6.3, 4.5), (6.75, 4.5)), 0.62, 0.12),
    Branch(((6.6, 4.5), (7.3, 4.5), (7.9, 4.5), (8.5, 4.5)), 0.12, 0.11),
    Branch(((8.35, 4.5), (8.8, 4.6), (8.7, 6.1), (9.5, 6.3)), 0.1, 0.06),
    Branch(((8.35, 4.5), (8.8, 4.5), (9.1, 4.5), (9.55, 4.5)), 0.1, 0.06),
    Branch(((8.35, 4.5), (8.8, 4.4), (8.7, 2.9), (9.5, 2.7)), 0.1, 0.06),
)
TERMINALS = ((9.55, 6.3), (9.6, 4.5), (9.55, 2.7))


def neuron(axes: Axes) -> None:
    """Draw the cell into `axes`, whose limits become those of the drawing."""
    axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT), aspect="equal")
    axes.set_axis_off()
    rim = 0.05
    for margin, colour, zorder in ((rim, OUTLINE, 1), (0.0, FILL, 2)):  # all outlines below all fillings: no seams where parts meet
        shapes = [_tapered(branch, margin) for branch in BRANCHES]
        shapes += [_blob(SOMA, 0.86 + margin), *(_blob(place, 0.2 + margin, wobble=0.0) for place in TERMINALS)]
        axes.add_collection(PolyCollection(shapes, facecolor=colour, edgecolor="none", zorder=zorder))
    axes.add_collection(PolyCollection([_blob(SOMA, 0.36, wobble=0.0)], facecolor=NUCLEUS, edgecolor=OUTLINE, linewidth=0.8, zorder=3))
    for x, y in SYNAPSES:  # the axons of other neurons
        drawing.curve(axes, [0.05, x - 0.2], [y, y], color=drawing.GREY, linewidth=2.4, zorder=1, solid_capstyle="round")


def _tapered(branch: Branch, margin: float) -> np.ndarray:
    """The outline (n, 2) of a process that narrows along its course, its end rounded, `margin` wider than it is."""
    t = np.linspace(0, 1, 40)[:, None]
    a, b, c, d = np.array(branch.course)
    course = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    along = np.gradient(course, axis=0)
    along /= np.hypot(*along.T)[:, None]
    across = along[:, ::-1] * [-1, 1]
    half = branch.end + (branch.start - branch.end) * (1 - t) ** 2 + margin  # quickly slimmer, as dendrites are
    turn = np.linspace(np.pi / 2, -np.pi / 2, 9)[:, None]
    tip = course[-1] + half[-1] * (np.sin(turn) * across[-1] + np.cos(turn) * along[-1])
    return np.concatenate([course + half * across, tip, (course - half * across)[::-1]])


def _blob(centre, radius: float, wobble: float = 0.04) -> np.ndarray:
    angle = np.linspace(0, 2 * np.pi, 80)
    length = radius * (1 + wobble * np.sin(3 * angle + 0.6) + wobble * np.cos(5 * angle))
    return np.asarray(centre) + length[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
