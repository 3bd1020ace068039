"""The pictures of notebook 07: ReLU and its slope; the steps that a function needs, by how early it bends."""

import numpy as np

from nnlab.activations import ACTIVATIONS
from nnlab.engine import drawing
from nnlab.engine.picture import Picture
from nnlab.language import translate
from nnlab.lecture.relu.bending import bent_tanh

STYLES = {"relu": (drawing.BLUE, "-", 3.0), "tanh": (drawing.ORANGE, "--", 1.8), "sigmoid": (drawing.GREEN, "-.", 1.8)}


def relu_and_slope() -> Picture:
    """ReLU and its slope, beside those of tanh and the sigmoid."""

    def draw(figure):
        z = np.linspace(-4, 4, 801)
        values, slopes = figure.subplots(1, 2)
        values.set(title=translate("relu_and_slope.value"), xlabel="z", xlim=(-4, 4), ylim=(-1.3, 3.3))
        slopes.set(title=translate("relu_and_slope.slope"), xlabel="z", xlim=(-4, 4), ylim=(-0.1, 1.35))
        for name, (color, dashes, width) in STYLES.items():
            f, style = ACTIVATIONS[name], {"color": color, "linestyle": dashes, "linewidth": width}
            drawing.curve(values, z, f.f(z), label=translate(name), **style)
            slope = np.where(z == 0, np.nan, f.derivative(z)) if name == "relu" else f.derivative(z)  # a jump, not a line
            drawing.curve(slopes, z, slope, **style)
        slopes.plot(0, 0, "o", color=drawing.BLUE, markersize=7)
        slopes.plot(0, 1, "o", color=drawing.BLUE, markersize=7, markerfacecolor=drawing.PAPER)
        values.legend(loc="upper left")
        return translate("relu_and_slope.alt")

    return Picture(draw, size=(8.4, 3.0))


def bending(steps: dict[float, float], relu: float) -> Picture:
    """tanh(kz)/k for each k of `steps`, and the steps that it takes to the goal; `relu`: the steps that ReLU takes."""

    def draw(figure):
        z = np.linspace(-2, 2, 401)
        curves, race = figure.subplots(1, 2, width_ratios=(1, 1.2))
        curves.set(title=translate("bending.functions"), xlabel="z", xlim=(-2, 2), ylim=(-1.3, 1.3))
        for k, shade in zip(steps, np.linspace(0.75, 0.0, len(steps)), strict=True):
            color = shade + (1 - shade) * np.array([0.44, 0.22, 0.78])
            drawing.curve(curves, z, bent_tanh(k).f(z), color=color, linewidth=2.6 if k == 1 else 1.6, label=f"k = {k:g}")
        curves.legend(loc="upper left", fontsize=10, labelspacing=0.2)
        race.set(title=translate("bending.steps"), xlabel="k", xscale="log", yscale="log", ylim=(5, 200))
        race.set_xticks(list(steps), [f"{k:g}" for k in steps])
        race.set_yticks([10, 100], ["10", "100"])
        race.minorticks_off()
        drawing.curve(race, list(steps), list(steps.values()), color=drawing.PURPLE, marker="o")
        for k, n in steps.items():
            race.annotate(f"{n:.0f}", (k, n), xytext=(0, 7), textcoords="offset points", ha="center", color=drawing.INK)
        race.axhline(relu, color=drawing.BLUE, linestyle="--", linewidth=1.6)
        race.text(min(steps), relu * 1.06, translate("bending.relu", n=f"{relu:.0f}"), color=drawing.BLUE, va="bottom")
        rows = ", ".join(f"k = {k:g}: {n:.0f}" for k, n in steps.items())
        return translate("bending.alt", rows=rows, relu=f"{relu:.0f}")

    return Picture(draw, size=(8.8, 3.4))
