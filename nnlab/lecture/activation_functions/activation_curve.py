"""The explorer `activation_curve`: an activation function, its slope, and what the slope does to a gradient."""

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, RIGHT, Labels
from nnlab.engine.numbers import format_number
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.engine.stacked import StackedFigure
from nnlab.language import has_translation, translate

MAX_Z = 6.0  # the curves are drawn for z from −MAX_Z to MAX_Z
Z_GRID = np.linspace(-MAX_Z, MAX_Z, 601)
TURN = 3.0  # for a larger z the triangle below the tangent goes to the left, where there is room
EDGE = 5.9  # no text goes further to a side
SLOPE = "f ′(z)"
FLAT = 0.05  # a slope below this share of the function's largest slope counts as nearly 0


class ActivationCurve(Scene):
    """Parameters: `activation` and `compare` (names in `functions`, or "none"), `z`.

    `checked`: the name of the function whose derivative the reader gave; the status says whether it is right.
    """

    stacks = True
    rebuild_on = frozenset({"activation", "compare"})
    interactive = True

    def __init__(self, functions: dict, checked: str | None = None):
        self.functions, self.checked = functions, checked

    def build(self, figure, *, activation, compare, z):
        left, right = figure.subplots(1, 2, sharex=True)
        left.set(label="curve", title=translate("activation_curve.value"), xlabel="z", xlim=(-MAX_Z, MAX_Z))
        right.set(label="curve", title=translate("activation_curve.slope"), xlabel="z")
        slope = np.abs(self.functions[activation].derivative(Z_GRID))
        flat = tails(slope < FLAT * slope.max())
        for axes, part in ((left, "f"), (right, "derivative")):
            axes.axhline(0, color=drawing.GREY, linewidth=0.8)
            axes.axvline(0, color=drawing.GREY, linewidth=0.8)
            if compare != "none":
                drawing.curve(axes, Z_GRID, getattr(self.functions[compare], part)(Z_GRID),
                              color=drawing.GREY, linewidth=1.6, linestyle=(0, (4, 2)), label=activation_label(compare))  # fmt: skip
            drawing.curve(axes, Z_GRID, getattr(self.functions[activation], part)(Z_GRID), color=drawing.BLUE,
                          label=activation_label(activation))  # fmt: skip
            low, high = axes.get_ylim()
            margin = 0.08 * max(high - low, 1e-3)
            axes.set_ylim(low - margin, high + margin)
            axes.fill_between(Z_GRID, *axes.get_ylim(), where=flat, color=drawing.GOLD, alpha=0.25, linewidth=0,
                              label=translate("activation_curve.flat") if flat.any() else None)  # fmt: skip
        view, label = View(), translate("activation_curve.tangent")
        view.flat, view.slopes = flat, np.nan_to_num(self.functions[activation].derivative(Z_GRID))
        panel = figure.get_figwidth() / (1 if isinstance(figure, StackedFigure) else 2) - 0.6  # inches; the layout comes later
        view.name_width, view.character_width = (2 * MAX_Z / panel * inches for inches in (0.34, 0.085))
        view.tangent = drawing.curve(left, color=drawing.ORANGE, linewidth=1.8, linestyle="--", label=label)
        view.triangle = drawing.curve(left, color=drawing.ORANGE, linewidth=1.2)
        view.numbers = [axes.add_artist(Labels(10, drawing.ORANGE_TEXT)) for axes in (left, right)]
        view.dots = [axes.plot([], [], "o", color=drawing.ORANGE, markersize=9)[0] for axes in (left, right)]
        view.drop_lines = [drawing.curve(axes, color=drawing.ORANGE, linewidth=1, linestyle=":") for axes in (left, right)]
        view.live, view.grips = [view.tangent, view.triangle, *view.drop_lines, *view.dots, *view.numbers], view.dots
        columns = 2 if isinstance(figure, StackedFigure) else 4
        figure.legend(*left.get_legend_handles_labels(), loc="outside upper left", ncols=columns)  # for both panels, where no text moves
        return view

    def update(self, view, *, activation, compare, z):
        chosen = self.functions[activation]
        value, slope = (float(part(np.array([z]))[0]) for part in (chosen.f, chosen.derivative))
        length = 1.5 / np.hypot(1, slope) if np.isfinite(slope) else np.nan  # a tangent of the same length at every slope
        dz = np.array([-length, length])
        view.tangent.set_data(z + dz, value + slope * dz)
        for dot, drop_line, height in zip(view.dots, view.drop_lines, (value, slope), strict=True):
            dot.set_data([z], [height])
            drop_line.set_data([z, z], [0, height])
        run = 1.0 if z < TURN else -1.0
        view.triangle.set_data([z, z + run, z + run], [value, value, value + run * slope])
        self._show_numbers(view, z, value, slope, run)
        in_tail = view.flat[np.abs(Z_GRID - z).argmin()]  # the bottom of a dip is none
        key = "activation_curve.status" + ("_zero" if slope == 0 else "_flat" if in_tail else "")
        status = translate(key, name=activation_label(activation), z=z, value=value, slope=slope)
        return f"{status} {_derivative_check(chosen)}" if activation == self.checked else status

    @staticmethod
    def _show_numbers(view, z: float, value: float, slope: float, run: float) -> None:
        """Beside the triangle how much the tangent rises over 1, beside the other dot the same number: the slope."""
        if not np.isfinite((value, slope)).all():  # a reader's own function, such as the logarithm
            view.numbers[0].texts = view.numbers[1].texts = []
            return
        side = LEFT if run > 0 else RIGHT
        left, right = (0.08 * float(np.ptp(label.axes.get_ylim())) for label in view.numbers)
        away = -left if (slope >= 0) == (run > 0) else left  # on the other side of the curve
        view.numbers[0].texts = [(z + 0.1 * run, value + away, f"{_signed(run)} → {_signed(run * slope)}", side)]
        number = f" = {format_number(slope, '.3g')}"  # as in the sentence; put together from images of its characters, which is fast
        name, width = view.name_width, view.name_width + view.character_width * len(number)
        start, height = lowest_place(view.slopes, z, width)
        view.numbers[1].texts = [(start + name, max(slope, height) + right, *text) for text in ((SLOPE, RIGHT), (number, LEFT))]

    def drag(self, start: Pointer, end: Pointer, **params):
        return {"z": round(end.x, 2)} if end.panel else {}

    def key(self, key, *, z, **params):
        return {"z": round(z + {"ArrowLeft": -0.1, "ArrowRight": 0.1}.get(key, 0.0), 2)}


def _signed(number: float) -> str:
    return "0" if number == 0 else format_number(number, "+.3g")


def lowest_place(curve: np.ndarray, z: float, width: float) -> tuple[float, float]:
    """Where a text of this width near z begins to stand lowest above the `curve` over Z_GRID, and the highest point below it."""
    starts = np.linspace(np.clip(z + 0.3, -EDGE, EDGE - width), max(-EDGE, min(z - 0.3, EDGE) - width), 9)
    heights = [float(curve[np.abs(Z_GRID - start - width / 2) <= width / 2].max()) for start in starts]
    return float(starts[np.argmin(heights)]), min(heights)


def tails(flat: np.ndarray) -> np.ndarray:
    """Those of the `flat` places (n,) from which it is flat on to the left or the right edge; the turn of a curve that dips is no tail."""
    return np.logical_and.accumulate(flat) | np.logical_and.accumulate(flat[::-1])[::-1]


def _derivative_check(activation) -> str:
    """A sentence that says whether the derivative agrees with central differences."""
    z = Z_GRID + 1e-3  # avoids kinks at round numbers
    error = np.abs(activation.derivative(z) - (activation.f(z + 1e-5) - activation.f(z - 1e-5)) / 2e-5)
    worst = int(error.argmax())
    key = "activation_curve.check_right" if error[worst] < 1e-5 else "activation_curve.check_wrong"
    return translate(key, error=error[worst], z=z[worst])


def activation_label(activation: str) -> str:
    """The name of an activation function in the language in use; a reader's own function keeps its name."""
    return translate(activation) if has_translation(activation) else activation
