"""The explorer `cost`: what activation functions cost to compute, measured where the picture is drawn."""

import functools
import time

import numpy as np
from matplotlib.ticker import MaxNLocator

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
ROOM, NARROW_ROOM = 1.13, 1.3  # for the numbers at the ends of the bars: the axis is so many times as long as the longest bar


def measure(precision: str, fan_in: int, measurement: int) -> dict[str, tuple[float, float]]:
    """Nanoseconds a number, forward and backward, of each of FUNCTIONS and of the "product" that makes the sums of `fan_in` inputs."""
    nanoseconds = measure_all(precision, measurement)
    return {name: nanoseconds[name] for name in FUNCTIONS} | {"product": nanoseconds[fan_in]}


@functools.cache
def measure_all(precision: str, measurement: int) -> dict[str | int, tuple[float, float]]:
    """Nanoseconds a number, forward and backward, of each of FUNCTIONS, and by number of inputs those of the products.

    The result for each `measurement` is kept as long as the process runs.
    """
    reuse_freed_memory()  # otherwise new pages of memory would be timed too
    rng = np.random.default_rng(measurement)
    z, dh = (rng.standard_normal((N_NUMBERS // 100, 100)).astype(precision) for _ in range(2))
    jobs = {}
    for name in FUNCTIONS:
        f = ACTIVATIONS[name]
        jobs[name, 0] = functools.partial(f.f, z)
        jobs[name, 1] = functools.partial(f.backward, z, f.f(z), dh)
    for n in INPUTS:
        x, W = (rng.standard_normal((rows, n)).astype(precision) for rows in (len(z), 100))
        jobs[n, 0] = functools.partial(np.matmul, x, W.T)
        jobs[n, 1] = lambda x=x, W=W: (dh.T @ x, dh @ W)
    times = least_times(jobs, enough=lambda times: grow_with_the_inputs(_in_pairs(times)))
    return _in_pairs({job: max(1e-3, seconds / N_NUMBERS * 1e9) for job, seconds in times.items()})


def least_times(jobs: dict, enough=lambda times: True, clock=None) -> dict:
    """Seconds that each of the jobs takes: the least of several times, since another program can only make one longer.

    The jobs take turns, so that a program that runs for a while disturbs all of them, and none in all of its turns. There are at least 3
    turns, and at most 12 in 0.2 seconds; while the times are not `enough`, 40 in 1 second.
    """
    clock, times, shortest, started = clock or _clock(), {job: [] for job in jobs}, {}, time.perf_counter()
    for repeat in range(41):
        elapsed, is_enough = time.perf_counter() - started, repeat > 3 and enough(shortest)
        if repeat > 3 and (elapsed > (0.2 if is_enough else 1.0) or (repeat > 12 and is_enough)):
            break
        for job, function in jobs.items():
            before = clock()
            function()
            times[job].append(clock() - before)
        shortest = {job: min(seconds[1:], default=np.inf) for job, seconds in times.items()}  # the first repeat only warms up
    return shortest


def _clock():
    """The time that this thread has computed, which does not pass while other programs run; elapsed time where that is too coarse."""
    is_fine = hasattr(time, "thread_time") and time.get_clock_info("thread_time").resolution <= 1e-6
    return time.thread_time if is_fine else time.perf_counter


def _in_pairs(times: dict) -> dict:
    """Forward and backward together, by contender."""
    return {name: (forward, times[name, 1]) for (name, i), forward in times.items() if i == 0}


def grow_with_the_inputs(times: dict) -> bool:
    """Whether the times of the products rise with the inputs as the multiplications demand; otherwise the measurement was disturbed.

    There are ten times as many each time. A call takes a fixed time besides, which may hide this with few inputs, but not with 1,000.
    """
    few, some, many = (sum(times[n]) for n in INPUTS)
    return few < some and 2 * some < many


class Cost(Scene):
    """Nanoseconds that each function takes here, and a layer's time with it. Parameters: `precision`, `fan_in`, `measurement`."""

    stacks = True
    narrow_heights = (3.0, 4.6)
    size = (9.6, 4.3)
    rebuild_on = frozenset({"precision", "fan_in"})  # the axes fit the first measurement; later ones differ by little

    def build(self, figure, *, precision, fan_in, measurement):
        axes, layer = figure.subplots(1, 2, width_ratios=(1, 1.45))
        first = measure_all(precision, 1)
        longest = max(max(first[name]) for name in FUNCTIONS)
        axes.set(title=translate("cost.panel"), xlabel=translate("cost.nanoseconds"))
        axes.set(xlim=(0, 1.2 * longest), ylim=(len(FUNCTIONS) - 0.4, -0.9))
        axes.set_yticks(range(len(FUNCTIONS)), [translate(name) for name in FUNCTIONS])
        totals = [total for n in INPUTS for _, total in relative_times(measure(precision, n, 1)).values()]
        room = NARROW_ROOM if isinstance(figure, StackedFigure) else ROOM
        layer.set(title=translate("cost.layer"), xlabel=translate("cost.times"), xlim=(0, room * max(totals)))
        layer.set_ylim(_row(2, len(FUNCTIONS)) - 0.2, -1.7)
        rows = [(_row(i, j), name) for i in range(len(INPUTS)) for j, name in enumerate(FUNCTIONS)]
        layer.set_yticks([row for row, _ in rows], [translate(name) for _, name in rows])
        layer.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
        layer.xaxis.set_major_formatter("×{x:g}")
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
        labels, factors = axes.add_artist(Labels(10.5)), layer.add_artist(Labels(10.5))
        axes.legend(loc="upper right", ncols=2, borderpad=0)
        drawing.legend_above(layer)
        live = [*parts, sums, functions, labels, factors]
        return View(parts=parts, sums=sums, functions=functions, labels=labels, factors=factors, longest=longest, room=room, live=live)

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
        edge = view.sums.axes.get_xlim()[1] / view.room
        times = np.array([list(relative_times(layers[n]).values()) for n in INPUTS]).reshape(-1, 2).clip(max=edge)
        rows = [_row(i, j) for i in range(len(INPUTS)) for j in range(len(FUNCTIONS))]
        view.sums.set_data(*_bars(0 * times[:, 0], times[:, 0], rows))
        view.functions.set_data(*_bars(*times.T, rows))
        factors = [total for n in INPUTS for _, total in relative_times(layers[n]).values()]
        view.factors.texts = [(end + 0.01, row, f"×{time:.2f}", LEFT) for end, row, time in zip(times[:, 1], rows, factors, strict=True)]
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
    disturbed = not grow_with_the_inputs({n: times["product"] for n, times in layers.items()})
    return translate("cost.status_disturbed" if disturbed else "cost.status", relu=relu, tanh=tanh / relu, sigmoid=sigmoid / relu, n=fan_in,
                     few=few, some=some, many=many, **totals)  # fmt: skip


def _percent(share: float) -> str:
    """A share in percent, with a decimal where it is below 1%."""
    return format_number(share, ".0%", below={0.01: ".1%"})
