"""The explorer `activation_curve`: an activation function, its slope, and what the slope does to a gradient."""

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.language import has_translation, translate

MAX_Z = 6.0  # the curves are drawn for z from −MAX_Z to MAX_Z
Z_GRID = np.linspace(-MAX_Z, MAX_Z, 601)
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
            axes.fill_between(Z_GRID, *axes.get_ylim(), where=flat, color=drawing.GOLD, alpha=0.16, linewidth=0,
                              label=translate("activation_curve.flat") if flat.any() else None)  # fmt: skip
        view, label = View(), translate("activation_curve.tangent")
        view.flat = flat
        view.tangent = drawing.curve(left, color=drawing.ORANGE, linewidth=1.8, linestyle="--", label=label)
        view.dots = [axes.plot([], [], "o", color=drawing.ORANGE, markersize=9)[0] for axes in (left, right)]
        view.drop_lines = [drawing.curve(axes, color=drawing.ORANGE, linewidth=1, linestyle=":") for axes in (left, right)]
        view.live, view.grips = [view.tangent, *view.drop_lines, *view.dots], view.dots
        left.legend(loc="best")
        return view

    def update(self, view, *, activation, compare, z):
        chosen = self.functions[activation]
        value, slope = (float(part(np.array([z]))[0]) for part in (chosen.f, chosen.derivative))
        dz = np.array([-1.5, 1.5]) / np.hypot(1, slope)  # a tangent of the same length at every slope
        view.tangent.set_data(z + dz, value + slope * dz)
        for dot, drop_line, height in zip(view.dots, view.drop_lines, (value, slope), strict=True):
            dot.set_data([z], [height])
            drop_line.set_data([z, z], [0, height])
        in_tail = view.flat[np.abs(Z_GRID - z).argmin()]  # the bottom of a dip is none
        key = "activation_curve.status" + ("_zero" if slope == 0 else "_flat" if in_tail else "")
        status = translate(key, name=activation_label(activation), z=z, value=value, slope=slope)
        return f"{status} {_derivative_check(chosen)}" if activation == self.checked else status

    def drag(self, start: Pointer, end: Pointer, **params):
        return {"z": round(end.x, 2)} if end.panel else {}

    def key(self, key, *, z, **params):
        return {"z": round(z + {"ArrowLeft": -0.1, "ArrowRight": 0.1}.get(key, 0.0), 2)}


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
