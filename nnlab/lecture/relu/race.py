"""The explorer `race`: how soon ReLU learns beside other activation functions."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from nnlab import digits, mlp, sgd, spiral
from nnlab.engine import drawing
from nnlab.engine.runs import RunCache
from nnlab.engine.scene import Scene, View
from nnlab.language import translate

LEARNING_RATES = (0.03, 0.1, 0.3, 1.0, 3.0)
TARGET_ERROR = 0.25  # the training error at which Krizhevsky et al. 2012 compared the functions
EVAL_EXAMPLES = 600  # training examples on which the error is measured
EVAL_STEPS = np.unique(np.round(1.08 ** np.arange(90)).astype(int))  # the steps at which it is measured
STYLES = (  # colour, dash and marker of each function, in the order of the rows; the last is that of `compare`
    (drawing.BLUE, "-", "o"),
    (drawing.ORANGE, "--", "s"),
    (drawing.GREEN, "-.", "^"),
    (drawing.PURPLE, ":", "D"),
)


@functools.cache
def training_setup(dataset: str):
    """The data and the network of a training: X float32, y, sizes, batch size."""
    if dataset == "spiral":
        X, y = spiral()
        return X.astype(np.float32), y, [2, 100, 3], None
    X, y = digits()
    return X.astype(np.float32), y, [64, 64, 64, 10], 32


@dataclass
class Run:
    """A training up to `step`: its `errors` at EVAL_STEPS, and at which of them it `reached` TARGET_ERROR (None: not yet)."""

    step: int = -1
    errors: list[float] = field(default_factory=list)
    reached: int | None = None
    diverged: bool = False


def start_run(dataset: str, activation: str, rate: float, init_scale: float, seed: int) -> tuple[Run, Iterator[float]]:
    """A Run that has not begun, and the iterator that fills it step by step, yielding the share done."""
    X, y, sizes, batch_size = training_setup(dataset)
    network = mlp(sizes, activation, seed=seed, dtype=np.float32)
    for layer in network.layers:
        layer.W[...] *= init_scale
    training = sgd(network, X, y, learning_rate=rate, steps=int(EVAL_STEPS[-1]), batch_size=batch_size, seed=seed)
    stride = max(1, len(X) // EVAL_EXAMPLES)
    run = Run()
    return run, _fill_run(run, training, X[::stride], y[::stride], guessing_error=1 - 1 / sizes[-1])


def _fill_run(run, training, X, y, guessing_error):
    """Fill `run` step by step; one that diverged has the error of guessing from then on."""
    while run.step < EVAL_STEPS[-1]:
        run.step += 1
        if not run.diverged:
            step = next(training)
            run.diverged = step.diverged
        if run.step == EVAL_STEPS[len(run.errors)]:
            run.errors.append(guessing_error if run.diverged else _error(step.network, X, y))
            if run.reached is None and run.errors[-1] <= TARGET_ERROR:
                run.reached = run.step
        yield run.step / EVAL_STEPS[-1]


def _error(network, X, y) -> float:
    with np.errstate(all="ignore"):  # the sums may overflow one step before the loss does
        labels = network._forward(X).scores.argmax(axis=1)
    return float(np.mean(labels != y))


class Race(Scene):
    """Parameters: `dataset`, `learning_rate` (a number or "own"), `compare`, `init_scale` (times He), `seeds`, `steps`."""

    size = (8.6, 3.7)
    rebuild_on = frozenset({"dataset", "compare", "steps"})
    max_steps = int(EVAL_STEPS[-1])  # no run is longer, whatever `steps` says

    def __init__(self):
        self.runs = RunCache(start_run, max_runs=300)

    def build(self, figure, *, dataset, compare, steps, **params):
        left, right = figure.subplots(1, 2, width_ratios=(1.45, 1))
        title = translate("race.errors", examples=translate(f"race.examples.{dataset}"))
        left.set(title=title, xlabel=translate("race.step"), xscale="log", xlim=(1, steps), ylim=(0, 1.0))
        left.axhline(TARGET_ERROR, color=drawing.INK, linewidth=1)
        ticks = [tick for tick in (1, 10, 100, 1000) if tick <= steps]
        left.set_xticks(ticks, [str(tick) for tick in ticks])
        left.set_yticks([0, TARGET_ERROR, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
        functions = self._functions(compare)
        right.set(title=translate("race.reached"), xlabel=translate("race.step"))
        right.set(xscale="log", xlim=(1, 6 * steps), ylim=(len(functions) - 0.4, -0.6))
        ticks = [tick for tick in ticks if tick < steps]  # the label "not yet" needs the place of the last one
        right.set_xticks([*ticks, 3 * steps], [*map(str, ticks), translate("race.never")])
        right.minorticks_off()
        right.axvline(1.4 * steps, color=drawing.GREY, linewidth=1, linestyle=":")
        right.set_yticks(range(len(functions)), [translate(name) for name in functions])
        right.grid(False, axis="y")
        rows = []
        for name, (color, dash, marker) in zip(functions, STYLES, strict=False):
            band = left.fill_between([], [], [], color=color, alpha=0.16, linewidth=0)
            line = drawing.curve(left, color=color, linestyle=dash, label=translate(name))
            style = {"linestyle": "none", "color": color, "markersize": 9, "alpha": 0.75}
            reached = right.plot([], [], marker=marker, **style)[0]
            missed = right.plot([], [], marker="x", markeredgewidth=2, **style)[0]
            rows.append((band, line, reached, missed))
        left.legend(loc="lower left")
        return View(rows=rows, live=[artist for row in rows for artist in row])

    @staticmethod
    def _functions(compare) -> list[str]:
        return ["relu", "tanh", "sigmoid"] + ([] if compare == "none" else [compare])

    @staticmethod
    def _keys(activation, rate, *, dataset, init_scale, seeds, **params) -> list[tuple]:
        return [(dataset, activation, rate, init_scale, seed) for seed in range(seeds)]

    def _runs(self, activation, rate, **params) -> list[Run]:
        return [self.runs.get(*key) for key in self._keys(activation, rate, **params)]

    def prepare(self, **params):
        """Train each function at all rates to be compared until it reaches the target, then to the end at the rate to be shown."""
        limit = min(params["steps"], self.max_steps)
        functions = self._functions(params["compare"])
        for i, name in enumerate(functions):
            last = limit
            for rate in LEARNING_RATES if params["learning_rate"] == "own" else ():
                for run, training in self._trainings(name, rate, **params):
                    while run.step < last and run.reached is None:
                        next(training)
                        yield i / len(functions)
                # the next rate is tried no longer than the best one so far took
                last = min(last, max(run.reached or limit for run in self._runs(name, rate, **params)))
            for j, (run, training) in enumerate(self._trainings(name, self._rate(name, **params), **params)):
                while run.step < limit:
                    next(training)
                    yield (i + (j + run.step / limit) / params["seeds"]) / len(functions)

    def _trainings(self, activation, rate, **params) -> Iterator[tuple[Run, Iterator[float]]]:
        """The run of each seed with the iterator that continues it."""
        for key in self._keys(activation, rate, **params):
            yield self.runs.get(*key), self.runs.advance(*key)

    def _rate(self, activation, **params) -> float:
        """The rate to show: the one asked for, or the one with the fewest steps to the target, then the least error."""
        if params["learning_rate"] != "own":
            return params["learning_rate"]

        def rank(rate):
            runs = self._runs(activation, rate, **params)
            return median_steps(runs, params["steps"]), np.mean([run.errors[-1] if run.errors else 1.0 for run in runs])

        return min(LEARNING_RATES, key=rank)

    def update(self, view, **params):
        steps, medians, texts = params["steps"], {}, []
        for row, (name, (band, line, dots, crosses)) in enumerate(zip(self._functions(params["compare"]), view.rows, strict=True)):
            rate = self._rate(name, **params)
            runs = self._runs(name, rate, **params)
            n = min(np.searchsorted(EVAL_STEPS, steps, side="right"), *(len(run.errors) for run in runs))
            x, errors = EVAL_STEPS[:n], np.array([run.errors[:n] for run in runs])
            line.set_data(x, np.median(errors, axis=0) if n else [])
            band.set_verts([_outline(x, errors) if n else np.zeros((1, 2))])
            reached = [run.reached for run in runs if run.reached is not None and run.reached <= steps]
            missed = len(runs) - len(reached)
            y = row + (np.linspace(-0.2, 0.2, len(runs)) if len(runs) > 1 else np.zeros(1))
            dots.set_data(reached, y[: len(reached)])
            crosses.set_data([3 * steps] * missed, y[len(reached) :])
            medians[name] = median_steps(runs, steps)
            texts.append(_row_text(name, medians[name], all(run.diverged for run in runs), steps))
            if params["learning_rate"] == "own":
                texts[-1] += translate("race.row_rate", rate=f"{rate:g}")
        status = translate("race.status", seeds=params["seeds"], rows=", ".join(texts))
        return f"{status} {ratio_text(medians['relu'], medians['tanh'])}"


def _outline(x, errors):
    """The corners (2n, 2) of the band between the least and the largest error: along the one and back along the other."""
    return np.column_stack([[*x, *x[::-1]], [*errors.min(axis=0), *errors.max(axis=0)[::-1]]])


def median_steps(runs: list[Run], steps: int) -> float:
    """The median of the steps to the target; infinite if half of the runs or more do not reach it in `steps`."""
    counts = [run.reached if run.reached is not None and run.reached <= steps else np.inf for run in runs]
    return sorted(counts)[len(counts) // 2]


def _row_text(name: str, median: float, diverged: bool, steps: int) -> str:
    if diverged:
        return translate("race.row_diverged", name=translate(name))
    if not np.isfinite(median):
        return translate("race.row_missed", name=translate(name), steps=steps)
    return translate("race.row", name=translate(name), n=f"{median:.0f}")


def ratio_text(relu: float, tanh: float) -> str:
    """How many times as fast ReLU is, in words, from the median steps of both; infinite ones did not reach the target."""
    if not np.isfinite(relu):
        return translate("race.ratio_relu_missed" if np.isfinite(tanh) else "race.ratio_none")
    if not np.isfinite(tanh):
        return translate("race.ratio_tanh_missed")
    ratio = tanh / relu
    if 0.85 <= ratio <= 1 / 0.85:
        return translate("race.ratio_same")
    return translate("race.ratio_faster", ratio=ratio) if ratio > 1 else translate("race.ratio_slower", ratio=1 / ratio)
