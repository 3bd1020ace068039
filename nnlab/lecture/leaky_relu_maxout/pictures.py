"""The pictures of notebook 08 without controls: a revival over time, functions without a corner, and why Maxout diverges."""

import numpy as np

from nnlab.activations import leaky_relu
from nnlab.engine import drawing
from nnlab.engine.picture import Picture
from nnlab.engine.runs import drawable_losses
from nnlab.language import translate
from nnlab.lecture.leaky_relu_maxout.contenders import CONTROLS, GELU, SILU
from nnlab.lecture.leaky_relu_maxout.readings import EDGE_RATES, EDGE_STEPS, RATES_OF_DIVERGENCE, REVIVAL_STEPS

STYLES = {  # color, marker, dashes
    "relu": (drawing.BLUE, "o", "-"),
    "leaky_001": (drawing.GREEN, "^", "--"),
    "leaky_01": (drawing.ORANGE, "s", "-."),
    "maxout": (drawing.PURPLE, "D", ":"),
    "fresh": (drawing.GREY, "v", "-"),
}


def revival(figures: dict) -> Picture:
    """The reading `revival`: accuracy over the steps after the switch, and the three shares of units after the first 150."""

    def draw(figure):
        left, right = figure.subplots(1, 2, width_ratios=(1.15, 1))
        left.set(title=translate("revival.accuracy"), xlabel=translate("revival.steps"), xscale="log", ylim=(0.3, 1.03))
        left.set_xticks(REVIVAL_STEPS, [f"{steps:,}" for steps in REVIVAL_STEPS])
        left.minorticks_off()
        left.set_yticks([0.4, 0.6, 0.8, 1.0], ["40%", "60%", "80%", "100%"])
        for name, (color, marker, dashes) in STYLES.items():
            steps = REVIVAL_STEPS[: len(figures[name])]
            drawing.curve(left, steps, figures[name], color=color, marker=marker, linestyle=dashes, label=translate(f"revival.{name}"))
        left.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=3, columnspacing=1.0)
        right.set(title=translate("revival.shares"), ylim=(0, 1.13))
        right.set_yticks([0, 0.5, 1.0], ["0%", "50%", "100%"])
        names = ("relu", "leaky_001", "leaky_01", "maxout")
        measures = (("off", drawing.SKY, ""), ("dead", drawing.INK, ""), ("moved", drawing.GOLD, "//"))
        for i, (measure, color, hatch) in enumerate(measures):
            shares = [figures[f"{name}_{measure}"][0] for name in names]
            place = np.arange(len(names)) + 0.27 * (i - 1)
            right.bar(place, shares, 0.25, color=color, hatch=hatch, edgecolor=drawing.PAPER, label=translate(f"revival.{measure}"))
            for x, share in zip(place, shares, strict=True):
                right.text(x, share + 0.02, f"{100 * share:.0f}", ha="center", fontsize=10, color=drawing.INK)
        right.set_xticks(range(len(names)), [translate(f"revival.{name}") for name in names])
        right.grid(visible=False, axis="x")
        right.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2, columnspacing=1.0)
        return translate("revival.alt", **{name: figures[name][0] for name in STYLES}, off=figures["leaky_01_off"][0])

    return Picture(draw, size=(9.4, 4.2))


def without_corner() -> Picture:
    """ReLU, Leaky ReLU, GELU and SiLU, and their slopes."""
    functions = (("relu", leaky_relu(0.0), "-"), ("leaky_01", leaky_relu(0.1), "--"), ("gelu", GELU, "-."), ("silu", SILU, ":"))

    def draw(figure):
        left, right = figure.subplots(1, 2)
        z = np.linspace(-5, 3, 801)
        left.set(title="f(z)", xlabel="z", ylim=(-0.7, 2))
        right.set(title="f ′(z)", xlabel="z", ylim=(-0.25, 1.25))
        for (name, f, dashes), color in zip(functions, (drawing.BLUE, drawing.ORANGE, drawing.GREEN, drawing.PURPLE), strict=True):
            drawing.curve(left, z, f.f(z), color=color, linestyle=dashes, label=translate(f"without_corner.{name}"))
            drawing.curve(right, z, f.derivative(z), color=color, linestyle=dashes)
        left.legend(loc="upper left")
        return translate("without_corner.alt")

    return Picture(draw, size=(8.4, 3.1))


def edge(figures: dict) -> Picture:
    """The reading `edge`: accuracy of ReLU and Leaky ReLU by learning rate, after 150 and after 1,500 steps."""

    def draw(figure):
        axes = figure.subplots()
        axes.set(title=translate("edge.title"), xlabel=translate("learning_rate"), ylim=(0.3, 1.03))
        axes.set_xticks(range(len(EDGE_RATES)), [f"{rate:g}" for rate in EDGE_RATES])
        axes.set_yticks([0.4, 0.6, 0.8, 1.0], ["40%", "60%", "80%", "100%"])
        for name in ("relu", "leaky_001"):
            color, marker, _ = STYLES[name]
            for suffix, steps, dashes in (("", EDGE_STEPS[0], ":"), ("_late", EDGE_STEPS[1], "-")):
                label = translate("edge.line", name=translate(f"revival.{name}"), steps=steps)
                places = range(len(EDGE_RATES))
                drawing.curve(axes, places, figures[name + suffix], color=color, marker=marker, linestyle=dashes, label=label)
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
        after = {key: figures[name][EDGE_RATES.index(6.0)] for key, name in (("relu", "relu"), ("leaky", "leaky_001"))}
        late = {f"{key}_late": figures[f"{name}_late"][EDGE_RATES.index(6.0)] for key, name in (("relu", "relu"), ("leaky", "leaky_001"))}
        return translate("edge.alt", **after, **late)

    return Picture(draw, size=(8.4, 3.2))


def losses_at(rate: float, runs: dict) -> Picture:
    """The losses `runs[name]`, one list for each seed, of ReLU and Maxout at one learning rate."""

    def draw(figure):
        axes = figure.subplots()
        low, high = 1e-2, 1e9
        axes.set(title=translate("losses_at.title", rate=rate), xlabel=translate("step"), yscale="log", ylim=(low, high))
        counts = {}
        for name, lists in runs.items():
            color, _, dashes = STYLES[name]
            counts[name] = sum(not losses[-1] < 1e6 for losses in lists)
            for i, losses in enumerate(lists):
                shown = drawable_losses(losses, low, 2 * high)
                label = translate(f"revival.{name}") if i == 0 else None
                drawing.curve(axes, np.arange(len(shown)), shown, color=color, linestyle=dashes, linewidth=1.3, label=label)
        axes.axhline(1e6, color=drawing.GREY, linewidth=1)
        axes.text(1.0, 1.3e6, translate("losses_at.million"), color=drawing.GREY, transform=axes.get_yaxis_transform(), ha="right")
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
        return translate("losses_at.alt", rate=rate, seeds=len(runs["relu"]), **counts)

    return Picture(draw, size=(8.4, 3.2))


def controls(figures: dict) -> Picture:
    """The reading `maxout_edge`: the share of runs that diverge, a row for each network and a column for each learning rate."""

    def draw(figure):
        axes = figure.subplots()
        shares = np.array([figures[name] for name in CONTROLS])
        axes.imshow(drawing.class_colors((shares > 0).astype(int), shares), aspect="auto")
        axes.set(title=translate("controls.title"), xlabel=translate("learning_rate"))
        axes.set_xticks(range(len(RATES_OF_DIVERGENCE)), [f"{rate:g}" for rate in RATES_OF_DIVERGENCE])
        axes.set_yticks(range(len(CONTROLS)), [translate(f"controls.{name}") for name in CONTROLS])
        axes.grid(visible=False)
        for (row, column), share in np.ndenumerate(shares):
            axes.text(column, row, f"{share:.0%}", ha="center", va="center", color=drawing.INK, fontsize=10)
        return translate("controls.alt", survive=sum(shares[:, RATES_OF_DIVERGENCE.index(4.5)] == 0), all=len(shares))

    return Picture(draw, size=(8.4, 5.0))
