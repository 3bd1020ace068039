"""The explorer `race`: how soon ReLU learns beside other activation functions."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from nnlab import digits, mlp, sgd, spiral
from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, Labels
from nnlab.engine.runs import RunCache
from nnlab.engine.scene import Scene, View
from nnlab.engine.stacked import StackedFigure
from nnlab.language import translate
from nnlab.lecture.experiments import RATES
from nnlab.lecture.relu.race_tiles import ROW, Tiles, answers, measured, tile

TARGET_ERROR = 0.25  # the training error at which Krizhevsky et al. 2012 compared the functions
EVAL_STEPS = np.unique(np.round(1.08 ** np.arange(90)).astype(int))  # the steps at which the error is measured
# Color, dash and marker of each function, in the order of the rows; the last is that of `compare`.
STYLES = ((drawing.BLUE, "-", "o"), (drawing.ORANGE, "--", "s"), (drawing.GREEN, "-.", "^"), (drawing.PURPLE, ":", "D"))


@functools.cache
def training_setup(dataset: str):
    """The data and the network of a training: X float32, y, sizes, batch size."""
    (X, y), sizes, batch_size = (spiral(), [2, 100, 3], None) if dataset == "spiral" else (digits(), [64, 64, 64, 10], 32)
    return X.astype(np.float32), y, sizes, batch_size


@dataclass
class Run:
    """A training up to `step`: its `errors` at EVAL_STEPS, at which of them it `reached` TARGET_ERROR, and at which step
    it diverged, infinite if not yet.

    `answers` are those of the first seed at EVAL_STEPS, None once it diverged.
    """

    step: int = -1
    errors: list[float] = field(default_factory=list)
    answers: list = field(default_factory=list)
    reached: float = np.inf
    diverged_at: float = np.inf


def start_run(dataset: str, activation: str, rate: float, init_scale: float, seed: int) -> tuple[Run, Iterator[float]]:
    """A Run that has not begun, and the iterator that fills it step by step, yielding the share done."""
    X, y, sizes, batch_size = training_setup(dataset)
    network = mlp(sizes, activation, seed=seed, dtype=np.float32)
    for layer in network.layers:
        layer.W[...] *= init_scale
    training = sgd(network, X, y, learning_rate=rate, steps=int(EVAL_STEPS[-1]), batch_size=batch_size, seed=seed)
    run = Run()

    def steps():
        while run.step < EVAL_STEPS[-1]:
            run.step += 1
            if run.diverged_at == np.inf:
                step = next(training)
                run.diverged_at = run.step if step.diverged else np.inf
            if run.step == EVAL_STEPS[len(run.errors)]:
                error = 1 - 1 / sizes[-1]  # that of guessing, for a run that diverged
                if run.diverged_at == np.inf:
                    with np.errstate(all="ignore"):  # the sums may overflow one step before the loss does
                        error = float(np.mean(step.network.predict(measured(X)) != measured(y)))
                run.errors.append(error)
                if seed == 0:
                    run.answers.append(None if run.diverged_at < np.inf else answers(dataset, step.network))
                if error <= TARGET_ERROR:
                    run.reached = min(run.reached, run.step)
            yield run.step / EVAL_STEPS[-1]

    return run, steps()


class Race(Scene):
    """Parameters: `dataset`, `learning_rate` (a number or "own"), `compare`, `init_scale` (times He), `seeds`, `steps`; `share`, how much
    of the steps has passed, in percent.
    """

    stacks = True
    size = (9.6, 4.0)
    narrow_heights = (3.9, 1.7, 2.3)
    rebuild_on = frozenset({"dataset", "compare", "steps"})
    max_steps = int(EVAL_STEPS[-1])  # no run is longer, whatever `steps` says

    def __init__(self):
        self.runs = RunCache(start_run, max_runs=300)

    def build(self, figure, *, dataset, compare, steps, **params):
        if isinstance(figure, StackedFigure):
            left, top, right = figure.subplots(1, 3)
        else:
            grid = figure.add_gridspec(2, 2, width_ratios=(1.1, 1), height_ratios=(1.15, 1))
            left, top, right = (figure.add_subplot(place) for place in (grid[:, 0], grid[0, 1], grid[1, 1]))
        title = translate("race.errors", examples=translate(f"race.examples.{dataset}"))
        left.set(title=title, xlabel=translate("race.step"), xscale="log", xlim=(1, steps), ylim=(0, 1.0))
        left.axhline(TARGET_ERROR, color=drawing.INK, linewidth=1)
        ticks = [tick for tick in (1, 10, 100, 1000) if tick <= steps]
        left.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
        left.set_yticks([0, TARGET_ERROR, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
        functions = self._functions(compare)
        top.set_title(translate(f"race.answers.{dataset}", n=ROW**2))
        tiles = Tiles(top, [translate(name) for name in functions])
        right.set(title=translate("race.reached"), xlabel=translate("race.step"))
        right.set(xscale="log", xlim=(1, 6 * steps), ylim=(len(functions) - 0.4, -0.6))
        ticks = [tick for tick in ticks if tick < steps]  # the label "not yet" needs the place of the last one
        right.set_xticks([*ticks, 3 * steps], [*(f"{tick:,}" for tick in ticks), translate("race.never")])
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
        left.legend(loc="lower left", labelspacing=0.25)
        medians = right.add_artist(Labels(10.5))
        return View(rows=rows, tiles=tiles, medians=medians, live=[*tiles.artists, *(artist for row in rows for artist in row), medians])

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
            for rate in RATES if params["learning_rate"] == "own" else ():
                for key in self._keys(name, rate, **params):
                    run, training = self.runs.get(*key), self.runs.advance(*key)
                    while run.step < last and run.reached == np.inf:
                        next(training)
                        yield i / len(functions)
                # the next rate is tried no longer than the best one so far took
                last = min(last, max(run.reached for run in self._runs(name, rate, **params)))
            for j, key in enumerate(self._keys(name, self._rate(name, **params), **params)):
                run, training = self.runs.get(*key), self.runs.advance(*key)
                while run.step < limit:
                    next(training)
                    yield (i + (j + run.step / limit) / params["seeds"]) / len(functions)

    def _rate(self, activation, **params) -> float:
        """The rate to show: the one asked for, or the one with the fewest steps to the target, then the least error."""
        if params["learning_rate"] != "own":
            return params["learning_rate"]

        def rank(rate):
            runs = self._runs(activation, rate, **params)
            return median_steps(runs, params["steps"]), np.mean([run.errors[-1] if run.errors else 1.0 for run in runs])

        return min(RATES, key=rank)

    def update(self, view, *, share=100, **params):
        steps, medians, texts, tiles, now = params["steps"], {}, [], [], []
        view.medians.texts = []
        passed = max(1, round(steps * share / 100))
        for row, (name, (band, line, dots, crosses)) in enumerate(zip(self._functions(params["compare"]), view.rows, strict=True)):
            rate = self._rate(name, **params)
            runs = self._runs(name, rate, **params)
            n = min(np.searchsorted(EVAL_STEPS, passed, side="right"), *(len(run.errors) for run in runs))
            x, errors = EVAL_STEPS[:n], np.array([run.errors[:n] for run in runs])
            line.set_data(x, np.median(errors, axis=0) if n else [])
            low, high = errors.min(axis=0), errors.max(axis=0)  # the band goes along the one and back along the other
            band.set_verts([np.column_stack([[*x, *x[::-1]], [*low, *high[::-1]]]) if n else np.zeros((1, 2))])
            reached = [run.reached for run in runs if run.reached <= passed]
            y = row + (np.linspace(-0.2, 0.2, len(runs)) if len(runs) > 1 else np.zeros(1))
            dots.set_data(reached, y[: len(reached)])
            crosses.set_data([3 * steps] * (len(runs) - len(reached)), y[len(reached) :])
            medians[name] = median_steps(runs, passed)
            if np.isfinite(medians[name]):  # at the left edge, or right of marks that are there
                x = 1.15 if min(reached) > (6 * steps) ** 0.2 else 1.4 * max(reached)
                view.medians.texts.append((x, row, f"{medians[name]:.0f}", LEFT))
            tiles.append(tile(params["dataset"], runs[0].answers[n - 1] if n else None))
            error = runs[0].errors[n - 1] if n else np.nan
            now.append("" if np.isnan(error) else f"{error:.1%}" if 0 < error < 0.01 else f"{error:.0%}")
            diverged = all(run.diverged_at <= passed for run in runs)
            key = "row_diverged" if diverged else "row" if np.isfinite(medians[name]) else "row_missed"
            texts.append(translate(f"race.{key}", name=translate(name), n=f"{medians[name]:.0f}", steps=passed))
            if params["learning_rate"] == "own":
                texts[-1] += translate("race.row_rate", rate=f"{rate:g}")
        view.tiles.show(tiles, now)
        status = translate("race.status", seeds=params["seeds"], rows=", ".join(texts))
        return f"{status} {ratio_text(medians['relu'], medians['tanh'], None if share == 100 else passed)}"


def median_steps(runs: list[Run], steps: int) -> float:
    """The median of the steps to the target; infinite if half of the runs or more do not reach it in `steps`."""
    return float(np.median([run.reached if run.reached <= steps else np.inf for run in runs]))


def ratio_text(relu: float, tanh: float, passed: int | None = None) -> str:
    """How many times as fast ReLU is, in words, from the median steps of both; infinite ones did not reach the target.

    `passed`: the steps so far, None once the race is over.
    """
    if passed is not None and not np.isfinite(relu) and not np.isfinite(tanh):
        return translate("race.ratio_not_yet", n=passed)
    if not np.isfinite(relu):
        return translate("race.ratio_relu_missed" if np.isfinite(tanh) else "race.ratio_none")
    if not np.isfinite(tanh):
        return translate("race.ratio_tanh_missed")
    ratio = tanh / relu
    if 0.85 <= ratio <= 1 / 0.85:
        return translate("race.ratio_same")
    return translate("race.ratio_faster", ratio=ratio) if ratio > 1 else translate("race.ratio_slower", ratio=1 / ratio)
