"""The panel of the gradient check that shows a central difference as what it is: the slope of a secant of the loss."""

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, Labels
from nnlab.engine.numbers import format_number
from nnlab.language import translate

REACH = 1.6  # of the panel, in step sizes h to either side
PLACES = np.linspace(-REACH, REACH, 33)  # where the loss is computed, in step sizes
ENDS = [int(np.abs(PLACES - end).argmin()) for end in (-1, 1)]  # of the secant


class Secant:
    """The loss along one direction in `axes`, with its secant from −h to h and the line that backward takes for its tangent."""

    def __init__(self, axes):
        axes.set(title=translate("gradient_check.secant_title"), xlabel=translate("gradient_check.along"), xlim=(-REACH, REACH),
                 ylim=(-1.4, 2.1), xticks=[-1, 0, 1], xticklabels=["−h", "0", "h"], yticks=[])  # fmt: skip
        self.tangent = drawing.curve(axes, color=drawing.GREEN, linestyle="--", linewidth=1.8, label=translate("gradient_check.tangent"))
        self.loss = drawing.curve(axes, color=drawing.BLUE, label=translate("gradient_check.loss"))
        self.secant = drawing.curve(axes, color=drawing.ORANGE, marker="o", linewidth=1.8, label=translate("gradient_check.secant"))
        self.slopes = axes.add_artist(Labels(9.5))
        axes.legend(loc="upper left", labelspacing=0.3)
        self.artists = [self.loss, self.tangent, self.secant, self.slopes]

    def show(self, losses, slope: float, h: float) -> None:
        """Show the `losses` at PLACES · h and the `slope` of backward; the height of the panel is that of the curve."""
        rises = losses - losses[len(losses) // 2]
        unit = max(float(np.abs(rises).max()), REACH * abs(slope) * h, 1e-300)
        self.loss.set_data(PLACES, rises / unit)
        self.secant.set_data(PLACES[ENDS], rises[ENDS] / unit)
        self.tangent.set_data([-REACH, REACH], slope * h / unit * np.array([-REACH, REACH]))
        measured = float(rises[ENDS[1]] - rises[ENDS[0]]) / (2 * h)
        self.slopes.texts = [
            (-REACH + 0.08, -1.2, translate("gradient_check.slopes", secant=_format(measured), backward=_format(slope)), LEFT)
        ]


def _format(slope: float) -> str:
    return format_number(slope, ".4f", below={1e-3: ".1e"})
