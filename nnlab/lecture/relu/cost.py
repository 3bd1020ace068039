"""The explorer `cost`: what activation functions cost to compute, measured on the reader's machine."""

import functools
import time
from itertools import pairwise

import numpy as np

from nnlab._memory import reuse_freed_memory
from nnlab.activations import ACTIVATIONS
from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, Labels
from nnlab.engine.numbers import format_number
from nnlab.engine.scene import Scene, View
from nnlab.language import translate

FUNCTIONS = ("relu", "leaky_relu", "tanh", "sigmoid")
ROWS = (*FUNCTIONS, "product")
N_NUMBERS = 100_000  # in the arrays that are timed


@functools.cache
def measure(precision: str, fan_in: int, measurement: int) -> dict[str, tuple[float, float]]:
    """Nanoseconds a number, forward and backward, of each of FUNCTIONS and of the "product" that makes the sums.

    Each is the least of several times, since another program can only make one longer; the result for each `measurement` is kept.
    """
    reuse_freed_memory()  # otherwise new pages of memory would be timed too
    rng = np.random.default_rng(0)
    z, dh = (rng.standard_normal((N_NUMBERS // 100, 100)).astype(precision) for _ in range(2))
    x, W = rng.standard_normal((N_NUMBERS // 100, fan_in)).astype(precision), rng.standard_normal((100, fan_in)).astype(precision)
    nanoseconds = {}
    for name in FUNCTIONS:
        f = ACTIVATIONS[name]
        h = f.f(z)
        nanoseconds[name] = _least_time(lambda f=f: f.f(z)), _least_time(lambda f=f, h=h: f.backward(z, h, dh))
    nanoseconds["product"] = _least_time(lambda: x @ W.T), _least_time(lambda: (dh.T @ x, dh @ W))
    return nanoseconds


def _least_time(function) -> float:
    """Nanoseconds for each of N_NUMBERS: the least of 3 to 12 calls after a first one that is not timed."""
    function()
    times = [time.perf_counter()]
    while len(times) <= 3 or (len(times) <= 12 and times[-1] - times[0] < 0.01):
        function()
        times.append(time.perf_counter())
    return max(1e-3, min(after - before for before, after in pairwise(times)) / N_NUMBERS * 1e9)


class Cost(Scene):
    """Nanoseconds that each function takes here, and its share of a layer's time. Parameters: `precision`, `fan_in`, `measurement`."""

    size = (9.4, 3.7)
    rebuild_on = frozenset({"precision", "fan_in"})  # the axis fits the first measurement; later ones differ by little

    def build(self, figure, *, precision, fan_in, measurement):
        axes, layer = figure.subplots(1, 2, width_ratios=(1.7, 1))
        longest = max(map(max, measure(precision, fan_in, 1).values()))
        axes.set(title=translate("cost.panel"), xlabel=translate("cost.nanoseconds"))
        axes.set(xlim=(0, 1.12 * longest), ylim=(len(ROWS) - 0.4, -0.6))
        axes.set_yticks(range(len(ROWS)), [translate("cost.product", n=fan_in) if name == "product" else translate(name) for name in ROWS])
        layer.set(title=translate("cost.layer"), xlabel=translate("cost.share"), xlim=(0, 1.12), ylim=(len(FUNCTIONS) - 0.4, -0.6))
        layer.set_yticks(range(len(FUNCTIONS)), [translate(name) for name in FUNCTIONS])
        layer.set_xticks([0, 0.5, 1], ["0", "50%", "100%"])
        for panel in (axes, layer):
            panel.grid(False, axis="y")
        bars = {}
        for part, (key, color, thickness) in enumerate((("cost.forward", drawing.BLUE, 12), ("cost.backward", drawing.GOLD, 8))):
            for row in range(len(ROWS)):
                label = None if row else translate(key)
                bars[row, part] = drawing.curve(axes, color=color, linewidth=thickness, solid_capstyle="butt", label=label)
        shares = [drawing.curve(layer, color=drawing.PURPLE, linewidth=12, solid_capstyle="butt") for _ in FUNCTIONS]
        labels, percents = axes.add_artist(Labels(9.5)), layer.add_artist(Labels(9.5))
        axes.legend(loc="upper right")
        live = [*bars.values(), *shares, labels, percents]
        return View(bars=bars, shares=shares, labels=labels, percents=percents, longest=longest, live=live)

    def update(self, view, *, precision, fan_in, measurement):
        nanoseconds = measure(precision, fan_in, measurement)
        view.labels.texts = []
        for (row, part), bar in view.bars.items():
            value, y = nanoseconds[ROWS[row]][part], row + (0.19 if part else -0.19)
            end = min(value, 1.06 * view.longest)  # a bar too long for the axis ends at its edge; the number beside it is right
            bar.set_data([0, end], [y, y])
            text = format_number(value, ".0f", below={1: ".2f", 10: ".1f"})
            view.labels.texts.append((end + 0.01 * view.longest, y, text, LEFT))
        shares = layer_shares(nanoseconds)
        for row, (name, bar) in enumerate(zip(FUNCTIONS, view.shares, strict=True)):
            bar.set_data([0, shares[name]], [row, row])
        view.percents.texts = [(shares[name] + 0.02, row, f"{shares[name]:.0%}", LEFT) for row, name in enumerate(FUNCTIONS)]
        (relu, _), (tanh, _), (sigmoid, _) = (nanoseconds[name] for name in ("relu", "tanh", "sigmoid"))
        values = {"relu": relu, "tanh": tanh / relu, "sigmoid": sigmoid / relu, "relu_share": shares["relu"], "n": fan_in}
        layers = {f"{name}_layer": (1 - shares["relu"]) / (1 - shares[name]) for name in ("tanh", "sigmoid")}
        return translate("cost.status", **values, **layers)


def layer_shares(nanoseconds: dict[str, tuple[float, float]]) -> dict[str, float]:
    """The share of each of FUNCTIONS in the time of a whole layer, sums included, forward and backward together."""
    product = sum(nanoseconds["product"])
    return {name: sum(nanoseconds[name]) / (sum(nanoseconds[name]) + product) for name in FUNCTIONS}
