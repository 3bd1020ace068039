"""One number in, one number out: an activation function, its slope, and what its slope does to a gradient."""

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.language import has_translation, translate

REACH = 6.0  # the curves are drawn for z from -REACH to REACH
FLAT = 0.05  # a slope below this share of the function's largest slope counts as nearly 0


class ActivationCurve(Scene):
    """Parameters: `activation` and `compare` (names in `functions`, or "none"), `z`."""

    rebuild_on = frozenset({"activation", "compare"})
    interactive = True

    def __init__(self, functions: dict, check: str | None = None):
        self.functions = functions
        self._checked = check  # the function whose derivative came from the reader

    def build(self, figure, *, activation, compare, z):
        z_line = np.linspace(-REACH, REACH, 601)
        chosen = self.functions[activation]
        left, right = figure.subplots(1, 2, sharex=True)
        left.set(label="curve", title=translate("activation_curve.value"), xlabel="z", xlim=(-REACH, REACH))
        right.set(label="curve", title=translate("activation_curve.slope"), xlabel="z")
        slope = np.abs(chosen.derivative(z_line))
        flat = slope < FLAT * slope.max()
        for axes, values in ((left, chosen.f(z_line)), (right, chosen.derivative(z_line))):
            axes.axhline(0, color=drawing.GREY, linewidth=0.8)
            axes.axvline(0, color=drawing.GREY, linewidth=0.8)
            if compare != "none":
                other = self.functions[compare]
                drawing.curve(axes, z_line, (other.f if axes is left else other.derivative)(z_line),
                           color=drawing.GREY, linewidth=1.6, linestyle=(0, (4, 2)), label=_name(compare))  # fmt: skip
            drawing.curve(axes, z_line, values, color=drawing.BLUE, label=_name(activation))
            low, high = axes.get_ylim()
            margin = 0.08 * max(high - low, 1e-3)
            axes.set_ylim(low - margin, high + margin)
            axes.fill_between(z_line, *axes.get_ylim(), where=flat, color=drawing.GOLD, alpha=0.16, linewidth=0,
                              label=translate("activation_curve.flat") if flat.any() else None)  # fmt: skip
        self._tangent = drawing.curve(
            left, color=drawing.ORANGE, linewidth=1.8, linestyle="--", label=translate("activation_curve.tangent")
        )
        self._dots = [axes.plot([], [], "o", color=drawing.ORANGE, markersize=9)[0] for axes in (left, right)]
        self._drops = [drawing.curve(axes, color=drawing.ORANGE, linewidth=1, linestyle=":") for axes in (left, right)]
        left.legend(loc="best")

    def update(self, *, activation, compare, z):
        chosen = self.functions[activation]
        value, slope = (float(part(np.array([z]))[0]) for part in (chosen.f, chosen.derivative))
        reach = np.array([-1.5, 1.5]) / np.hypot(1, slope)
        self._tangent.set_data(z + reach, value + slope * reach)
        for dot, drop, height in zip(self._dots, self._drops, (value, slope), strict=True):
            dot.set_data([z], [height])
            drop.set_data([z, z], [0, height])
        steepest = np.abs(chosen.derivative(np.linspace(-REACH, REACH, 601))).max()
        key = "activation_curve.status_flat" if abs(slope) < FLAT * steepest else "activation_curve.status"
        sentence = translate(key, name=_name(activation), z=z, value=value, slope=slope)
        if activation == self._checked:
            sentence += " " + _gradient_check(chosen)
        return View([self._tangent, *self._drops, *self._dots], sentence)

    def drag(self, start: Pointer, end: Pointer, **params):
        return {"z": round(float(np.clip(end.x, -REACH, REACH)), 2)} if end.panel else {}

    def key(self, key, *, z, **params):
        step = {"ArrowLeft": -0.1, "ArrowRight": 0.1}.get(key, 0.0)
        return {"z": round(float(np.clip(z + step, -REACH, REACH)), 2)}


def _gradient_check(activation) -> str:
    """Whether a derivative is that of its function, by central differences, in words."""
    z = np.linspace(-REACH, REACH, 601) + 1e-3  # beside the usual corners
    error = np.abs(activation.derivative(z) - (activation.f(z + 1e-5) - activation.f(z - 1e-5)) / 2e-5)
    worst = int(error.argmax())
    key = "activation_curve.check_right" if error[worst] < 1e-5 else "activation_curve.check_wrong"
    return translate(key, error=error[worst], z=z[worst])


def _name(activation: str) -> str:
    return translate(activation) if has_translation(activation) else activation
