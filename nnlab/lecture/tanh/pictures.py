"""The pictures of notebook 06: three moves make tanh out of the sigmoid; a fair start reverses a verdict."""

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.picture import Picture
from nnlab.language import translate
from nnlab.lecture.tanh.functions import SIGMOID

MOVES = (  # key, function, its slope at 0
    ("sigmoid", SIGMOID, 0.25),
    ("squeeze", lambda z: SIGMOID(2 * z), 0.5),
    ("stretch", lambda z: 2 * SIGMOID(2 * z), 1.0),
    ("lower", np.tanh, 1.0),
)
LOWEST_ERROR = 0.0005  # in the picture: one example of 1,797 is 0.0006
STYLES = {  # of the four functions: color, marker, dashes
    "sigmoid": (drawing.ORANGE, "s", "-"),
    "stretched": (drawing.GOLD, "D", "--"),
    "lowered": (drawing.BLUE, "o", "-"),
    "tanh": (drawing.GREEN, "^", "--"),
}


def three_moves() -> Picture:
    """The sigmoid, squeezed to half its width, stretched to twice its height, lowered by 1: the last one is tanh."""

    def draw(figure):
        z = np.linspace(-4, 4, 401)
        for i, (axes, (key, f, slope)) in enumerate(zip(figure.subplots(1, 4, sharey=True), MOVES, strict=True)):
            axes.set(
                title=translate(f"three_moves.{key}"), xlabel="z", xlim=(-4, 4), ylim=(-1.2, 2.2), yticks=(-1, 0, 1, 2), xticks=(-4, 0, 4)
            )
            axes.axhline(0, color=drawing.GREY, linewidth=0.8)
            axes.axvline(0, color=drawing.GREY, linewidth=0.8)
            if i:
                drawing.curve(axes, z, MOVES[i - 1][1](z), color=drawing.GREY, linewidth=1.6, linestyle=(0, (4, 2)))
            reach = np.array([-1.3, 1.3]) / np.hypot(1, slope)
            drawing.curve(axes, z, f(z), color=drawing.BLUE)
            drawing.curve(axes, reach, f(0.0) + slope * reach, color=drawing.ORANGE, linewidth=1.8, linestyle="--")
            axes.plot(0, f(0.0), "o", color=drawing.ORANGE, markersize=7)
            axes.text(
                0.96, 0.06, translate("three_moves.slope", slope=slope), transform=axes.transAxes, ha="right", color=drawing.ORANGE_TEXT
            )
        return translate("three_moves.alt")

    return Picture(draw, size=(9.4, 2.7))


def own_start(inits, curves: dict) -> Picture:
    """The errors of each of the four functions, of accuracies `curves[name]`, with the initial weights `inits`, Xavier's first."""

    def draw(figure):
        axes = figure.subplots()
        axes.set(
            xscale="log",
            yscale="log",
            xlabel=translate("own_start.init"),
            ylabel=translate("own_start.error"),
            ylim=(LOWEST_ERROR / 2, 1.2),
        )
        axes.set_xticks(inits, [f"{init:g}" for init in inits])
        axes.set_yticks((0.001, 0.01, 0.1, 1), ["0.1%", "1%", "10%", "100%"])
        axes.minorticks_off()
        axes.axvspan(0.92 * inits[0], 1.09 * inits[0], color=drawing.GOLD, alpha=0.16, linewidth=0)
        axes.text(1.12 * inits[0], 0.7 * LOWEST_ERROR, translate("own_start.xavier"), color=drawing.GREY)
        for name, accuracies in curves.items():
            color, marker, dashes = STYLES[name]
            errors = np.maximum(1 - np.array(accuracies), LOWEST_ERROR)
            drawing.curve(axes, inits, errors, color=color, marker=marker, linestyle=dashes, label=translate(f"own_start.{name}"))
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
        best = ", ".join(f"{translate(f'own_start.{name}')} {1 - max(accuracies):.1%}" for name, accuracies in curves.items())
        return translate("own_start.alt", best=best)

    return Picture(draw, size=(8.4, 3.4))
