"""The explorer `cost`: what activation functions cost to compute, measured on the reader's machine."""

import functools
import time
from itertools import pairwise

import numpy as np
from matplotlib.ticker import PercentFormatter

from nnlab._memory import reuse_freed_memory
from nnlab.activations import ACTIVATIONS
from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, Labels
from nnlab.engine.numbers import format_number
from nnlab.engine.scene import Scene, View
from nnlab.engine.stacked import StackedFigure
from nnlab.language import translate

FUNCTIONS = ("relu", "leaky_relu", "tanh", "sigmoid")
INPUTS = (10, 100, 1000)  # of a unit
N_NUMBERS = 100_000  # in the arrays that are timed
ROOM = 1.13  # for the numbers at the ends of the bars: the axis is so many times as long as the longest bar


def measure(precision: str, fan_in: int, measurement: int) -> dict[str, tuple[float, float]]:
    """Nanoseconds a number, forward and backward, of each of FUNCTIONS and of the "product" that makes the sums.

    Each is the least of several times, since another program can only make one longer; the result for each `measurement` is kept.
    """
    return {**measure_functions(precision, measurement), "product": measure_product(precision, fan_in, measurement)}


@functools.cache
def measure_functions(precision: str, measurement: int) -> dict[str, tuple[float, float]]:
    """Nanoseconds a number, forward and backward, of each of FUNCTIONS."""
    reuse_freed_memory()  # otherwise new pages of memory would be timed too
    rng = np.random.default_rng(measurement)
    z, dh = (rng.standard_normal((N_NUMBERS // 100, 100)).astype(precision) for _ in range(2))
    nanoseconds = {}
    for name in FUNCTIONS:
        f = ACTIVATIONS[name]
        h = f.f(z)
        nanoseconds[name] = _least_time(lambda f=f: f.f(z)), _least_time(lambda f=f, h=h: f.backward(z, h, dh))
    return nanoseconds


@functools.cache
def measure_product(precision: str, fan_in: int, measurement: int) -> tuple[float, float]:
    """Nanoseconds a number, forward and backward, of the sums of units with `fan_in` inputs."""
    reuse_freed_memory()
    rng = np.random.default_rng(measurement)
    dh, x = (rng.standard_normal((N_NUMBERS // 100, n)).astype(precision) for n in (100, fan_in))
    W = rng.standard_normal((100, fan_in)).astype(precision)
    return _least_time(lambda: x @ W.T), _least_time(lambda: (dh.T @ x, dh @ W))


def _least_time(function) -> float:
    """Nanoseconds for each of N_NUMBERS: the least of 3 to 12 calls after a first one that is not timed."""
    function()
    times = [time.perf_counter()]
    while len(times) <= 3 or (len(times) <= 12 and times[-1] - times[0] < 0.01):
        function()
        times.append(time.perf_counter())
    return max(1e-3, min(after - before for before, after in pairwise(times)) / N_NUMBERS * 1e9)


class Cost(Scene):
    """Nanoseconds that each function takes here, and a layer's time with it. Parameters: `precision`, `fan_in`, `measurement`."""

    stacks = True
    narrow_heights = (3.0, 4.6)
    size = (9.6, 4.3)
    rebuild_on = frozenset({"precision", "fan_in"})  # the axes fit the first measurement; later ones differ by little

    def build(self, figure, *, precision, fan_in, measurement):
        axes, layer = figure.subplots(1, 2, width_ratios=(1, 1.45))
        first = measure_functions(precision, 1)
        longest = max(map(max, first.values()))
        axes.set(title=translate("cost.panel"), xlabel=translate("cost.nanoseconds"))
        axes.set(xlim=(0, 1.2 * longest), ylim=(len(FUNCTIONS) - 0.4, -0.9))
        axes.set_yticks(range(len(FUNCTIONS)), [translate(name) for name in FUNCTIONS])
        totals = [total for n in INPUTS for _, total in relative_times(measure(precision, n, 1)).values()]
        share = "cost.share.short" if isinstance(figure, StackedFigure) else "cost.share"
        layer.set(title=translate("cost.layer"), xlabel=translate(share), xlim=(0, ROOM * max(totals)))
        layer.set_ylim(_row(2, len(FUNCTIONS)) - 0.2, -1.7)
        rows = [(_row(i, j), name) for i in range(len(INPUTS)) for j, name in enumerate(FUNCTIONS)]
        layer.set_yticks([row for row, _ in rows], [translate(name) for _, name in rows])
        layer.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        chosen = INPUTS.index(fan_in)
        layer.axhspan(_row(chosen, -1) - 0.45, _row(chosen, len(FUNCTIONS)) - 0.55, color=drawing.KNOWN, zorder=0)
        for i, n in enumerate(INPUTS):
            layer.text(0.01 * max(totals), _row(i, -1) + 0.05, translate("cost.inputs", n=n), fontsize=10, va="center")
        for panel in (axes, layer):
            panel.grid(False, axis="y")
            panel.tick_params(axis="y", length=0)
        style = {"solid_capstyle": "butt"}
        parts = [drawing.curve(axes, color=drawing.BLUE, linewidth=13, label=translate("cost.forward"), **style),
                 drawing.curve(axes, color=drawing.GOLD, linewidth=8, label=translate("cost.backward"), **style)]  # fmt: skip
        sums = drawing.curve(layer, color=drawing.PALE, linewidth=9, label=translate("cost.sums"), **style)
        functions = drawing.curve(layer, color=drawing.PURPLE, linewidth=12, label=translate("cost.function"), **style)
        labels, percents = axes.add_artist(Labels(9.5)), layer.add_artist(Labels(9.5))
        axes.legend(loc="upper right", ncols=2, borderpad=0)
        drawing.legend_above(layer)
        live = [*parts, sums, functions, labels, percents]
        return View(parts=parts, sums=sums, functions=functions, labels=labels, percents=percents, longest=longest, live=live)

    def update(self, view, *, precision, fan_in, measurement):
        layers = {n: measure(precision, n, measurement) for n in INPUTS}
        nanoseconds = layers[fan_in]
        view.labels.texts = []
        for i, bars in enumerate(view.parts):
            values = [nanoseconds[name][i] for name in FUNCTIONS]
            rows = np.arange(len(FUNCTIONS)) + (0.19 if i else -0.19)
            ends = np.minimum(values, 1.08 * view.longest)  # a bar too long for the axis ends at its edge; the number beside it is right
            bars.set_data(*_bars(np.zeros(len(rows)), ends, rows))
            texts = [format_number(value, ".0f", below={1: ".2f", 10: ".1f"}) for value in values]
            view.labels.texts += [(end + 0.015 * view.longest, row, text, LEFT) for end, row, text in zip(ends, rows, texts, strict=True)]
        edge = view.sums.axes.get_xlim()[1] / ROOM
        times = np.array([list(relative_times(layers[n]).values()) for n in INPUTS]).reshape(-1, 2).clip(max=edge)
        rows = [_row(i, j) for i in range(len(INPUTS)) for j in range(len(FUNCTIONS))]
        view.sums.set_data(*_bars(0 * times[:, 0], times[:, 0], rows))
        view.functions.set_data(*_bars(*times.T, rows))
        shares = [share for n in INPUTS for share in layer_shares(layers[n]).values()]
        view.percents.texts = [(end + 0.01, row, _percent(share), LEFT) for end, row, share in zip(times[:, 1], rows, shares, strict=True)]
        return _status(layers, fan_in)


def layer_shares(nanoseconds: dict[str, tuple[float, float]]) -> dict[str, float]:
    """The share of each of FUNCTIONS in the time of a whole layer, sums included, forward and backward together."""
    product = sum(nanoseconds["product"])
    return {name: sum(nanoseconds[name]) / (sum(nanoseconds[name]) + product) for name in FUNCTIONS}


def relative_times(nanoseconds: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """For each of FUNCTIONS: the time of a layer's sums, and of the whole layer with it, where the whole layer with ReLU takes 1."""
    product = sum(nanoseconds["product"])
    unit = product + sum(nanoseconds["relu"])
    return {name: (product / unit, (product + sum(nanoseconds[name])) / unit) for name in FUNCTIONS}


def _row(group: int, place: int) -> float:
    """Where a bar of a group stands; −1 is the place of the group's heading."""
    return group * (len(FUNCTIONS) + 1.5) + place


def _bars(starts, ends, rows) -> np.ndarray:
    """Bars from starts to ends at these rows, as x and y (2, 3 n) of a single line with gaps."""
    gaps = np.full(len(rows), np.nan)
    return np.stack([np.column_stack([starts, ends, gaps]).ravel(), np.column_stack([rows, rows, gaps]).ravel()])


def _status(layers: dict, fan_in: int) -> str:
    nanoseconds = layers[fan_in]
    shares = {n: layer_shares(times)["relu"] for n, times in layers.items()}
    relu, tanh, sigmoid = (nanoseconds[name][0] for name in ("relu", "tanh", "sigmoid"))
    totals = {f"{name}_layer": relative_times(nanoseconds)[name][1] for name in ("tanh", "sigmoid")}
    few, some, many = map(_percent, shares.values())
    return translate("cost.status", relu=relu, tanh=tanh / relu, sigmoid=sigmoid / relu, n=fan_in,
                     few=few, some=some, many=many, **totals)  # fmt: skip


def _percent(share: float) -> str:
    """A share in percent, with a decimal where it is below 1%."""
    return format_number(share, ".0%", below={0.01: ".1%"})
