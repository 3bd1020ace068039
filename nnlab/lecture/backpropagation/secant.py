"""The panel of the gradient check that shows a central difference as what it is: the slope of a secant of the loss."""

import numpy as np
from matplotlib.axes import Axes

from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, Labels
from nnlab.engine.numbers import format_number
from nnlab.language import translate

REACH = 1.6  # of the panel, in step sizes h to either side
PLACES = np.linspace(-REACH, REACH, 33).round(1)  # where the loss is computed, in step sizes
ENDS = [int(np.abs(PLACES - end).argmin()) for end in (-1, 1)]  # of the secant
ROWS = (2.1, 1.75, 1.4)  # heights of the three names, above the curves
SMALLEST_SLOPE = 1e-3  # one below it is not divided by: its relative error would be rounding


def slope_error(measured, slope):
    """How far measured slopes are off the one that backward gives, relative to the larger of both."""
    return np.abs(measured - slope) / np.maximum(np.abs(measured), max(abs(slope), SMALLEST_SLOPE))


class Secant:
    """The loss along one direction in `axes`, its secant from −h to h, and the line of the slope that backward gives.

    Each line has its name and its slope above the curves; the area between the two lines is what the check measures.
    """

    def __init__(self, axes: Axes):
        axes.set(title=translate("gradient_check.secant_title"), xlabel=translate("gradient_check.along"), xlim=(-REACH, REACH),
                 ylim=(-1.5, 2.35), xticks=[-1, 0, 1], xticklabels=["−h", "0", "h"], yticks=[])  # fmt: skip
        looks = (
            {"color": drawing.ORANGE, "marker": "o", "linewidth": 2, "zorder": 3},
            {"color": drawing.GREEN, "linestyle": "--", "zorder": 4},
            {"color": drawing.BLUE, "linewidth": 6, "alpha": 0.35},  # wide and pale, so that the lines over it are seen
        )
        for y, look in zip(ROWS, looks, strict=True):
            drawing.curve(axes, [-1.5, -1.15], [y, y], **look)
        self.between = axes.fill([0], [0], color=drawing.ORANGE, alpha=0.3, linewidth=0)[0]
        self.secant, self.tangent, self.loss = (drawing.curve(axes, **look) for look in looks)
        text_colours = (drawing.ORANGE_TEXT, drawing.GREEN_TEXT, drawing.BLUE, drawing.INK)
        self.names = [axes.add_artist(Labels(10.5, colour)) for colour in text_colours]
        self.artists = [self.between, self.loss, self.tangent, self.secant, *self.names]

    def show(self, losses, slope: float, h: float) -> None:
        """Show the `losses` at PLACES · h and the `slope` of backward; the height of the panel is that of the curve."""
        rises = losses - losses[len(losses) // 2]
        unit = max(float(np.abs(rises).max()), REACH * abs(slope) * h, 1e-300)
        self.loss.set_data(PLACES, rises / unit)
        low, high = rises[ENDS] / unit
        self.secant.set_data(PLACES[ENDS], [low, high])
        self.tangent.set_data([-REACH, REACH], slope * h / unit * np.array([-REACH, REACH]))
        end = slope * h / unit
        self.between.set_xy([(-1, low), (1, high), (1, end), (-1, -end)])
        measured = float(rises[ENDS[1]] - rises[ENDS[0]]) / (2 * h)
        gap = float(slope_error(measured, slope))
        texts = [
            (-1.02, ROWS[0], translate("gradient_check.secant", slope=_format(measured)), LEFT),
            (-1.02, ROWS[1], translate("gradient_check.tangent", slope=_format(slope)), LEFT),
            (-1.02, ROWS[2], translate("gradient_check.loss"), LEFT),
            (-1.5, -1.3, translate("gradient_check.gap", gap=format_number(gap, ".1g")), LEFT),
        ]
        for label, text in zip(self.names, texts, strict=True):
            label.texts = [text]


def _format(slope: float) -> str:
    return format_number(slope, ".4f", below={1e-3: ".1e"})
