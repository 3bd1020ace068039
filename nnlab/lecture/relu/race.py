"""Why ReLU is popular: how soon it learns beside other activation functions, and what each of them costs to compute."""

import functools
import time
from itertools import pairwise

import numpy as np

from nnlab.activations import ACTIVATIONS
from nnlab.data import digits, spiral
from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, Labels
from nnlab.engine.scene import Scene, View
from nnlab.language import translate
from nnlab.network import mlp
from nnlab.training import sgd

RATES = (0.03, 0.1, 0.3, 1.0, 3.0)
GOAL = 0.25  # the training error at which Krizhevsky et al. 2012 stopped the clock
LOOKED_AT = 600  # training examples that the error is measured on
LOOKS = np.unique(np.round(1.08 ** np.arange(90)).astype(int))  # the steps after which it is measured
LOOKS = LOOKS[LOOKS <= 1000]
RACERS = {  # colour, dash, marker
    "relu": (drawing.BLUE, "-", "o"),
    "tanh": (drawing.ORANGE, "--", "s"),
    "sigmoid": (drawing.GREEN, "-.", "^"),
    "other": (drawing.PURPLE, ":", "D"),
}


@functools.cache
def track(dataset: str):
    """What is raced on: (X float32, y, sizes, batch size)."""
    if dataset == "spiral":
        X, y = spiral()
        return X.astype(np.float32), y, [2, 100, 3], None
    X, y = digits()
    return X.astype(np.float32), y, [64, 64, 64, 10], 32


class Runner:
    """One training, carried on as far as somebody wants to see it: `errors` at the steps LOOKS, `reached` the GOAL or not yet (None)."""

    def __init__(self, dataset: str, activation: str, rate: float, init_scale: float, seed: int):
        self._X, self._y, sizes, batch_size = track(dataset)
        network = mlp(sizes, activation, seed=seed, dtype=np.float32)
        for layer in network.layers:
            layer.W[...] *= init_scale
        self._steps = sgd(network, self._X, self._y, learning_rate=rate, steps=int(LOOKS[-1]), batch_size=batch_size, seed=seed)
        self._guess = 1 - 1 / sizes[-1]
        self.step, self.diverged, self.reached, self.errors = -1, False, None, []

    def advance(self) -> None:
        """One step further; a run that diverged stays at guessing."""
        self.step += 1
        step = None if self.diverged else next(self._steps)
        self.diverged = self.diverged or step.diverged
        if len(self.errors) < len(LOOKS) and self.step == LOOKS[len(self.errors)]:
            self.errors.append(self._guess if self.diverged else self._error(step.network))
            if self.reached is None and self.errors[-1] <= GOAL:
                self.reached = self.step

    def _error(self, network) -> float:
        with np.errstate(all="ignore"):  # the step before a run diverges
            labels = network._forward(self._X[:: self._thin]).scores.argmax(axis=1)
        return float(np.mean(labels != self._y[:: self._thin]))

    @property
    def _thin(self) -> int:
        return max(1, len(self._X) // LOOKED_AT)


class Race(Scene):
    """Parameters: `dataset`, `learning_rate` (a number or "own"), `compare`, `init_scale` (times He), `seeds`, `steps`."""

    size = (8.6, 3.7)
    rebuild_on = frozenset({"dataset", "compare", "steps"})
    longest = int(LOOKS[-1])  # steps, whatever is asked for
    keep = 300  # runs

    def __init__(self):
        self._runs: dict[tuple, Runner] = {}

    def build(self, figure, *, dataset, compare, steps, **params):
        left, right = figure.subplots(1, 2, width_ratios=(1.45, 1))
        left.set(title=translate("race.errors", examples=translate(f"race.examples.{dataset}")), xlabel=translate("race.step"),
                 xscale="log", xlim=(1, steps), ylim=(0, 1.0))  # fmt: skip
        left.axhline(GOAL, color=drawing.INK, linewidth=1)
        ticks = [tick for tick in (1, 10, 100, 1000) if tick <= steps]
        left.set_xticks(ticks, [str(tick) for tick in ticks])
        left.set_yticks([0, GOAL, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
        racers = self._racers(compare)
        self._lines, self._bands, self._dots, self._missed = {}, {}, {}, {}
        self._empty = np.zeros((1, 2))
        right.set(
            title=translate("race.reached"),
            xlabel=translate("race.step"),
            xscale="log",
            xlim=(1, 6 * steps),
            ylim=(len(racers) - 0.4, -0.6),
        )
        ticks = [tick for tick in ticks if tick < steps]  # beside the last one stands "not yet"
        right.set_xticks([*ticks, 3 * steps], [*map(str, ticks), translate("race.never")])
        right.minorticks_off()
        right.axvline(1.4 * steps, color=drawing.GREY, linewidth=1, linestyle=":")
        right.set_yticks(range(len(racers)), [translate(name) for name in racers.values()])
        right.grid(False, axis="y")
        for racer, name in racers.items():
            colour, dash, marker = RACERS[racer]
            self._bands[racer] = left.fill_between([], [], [], color=colour, alpha=0.16, linewidth=0)
            self._lines[racer] = drawing.curve(left, color=colour, linestyle=dash, label=translate(name))
            look = {"linestyle": "none", "color": colour, "markersize": 9, "alpha": 0.75}
            self._dots[racer] = right.plot([], [], marker=marker, **look)[0]
            self._missed[racer] = right.plot([], [], marker="x", markeredgewidth=2, **look)[0]
        left.legend(loc="lower left")

    @staticmethod
    def _racers(compare) -> dict[str, str]:
        racers = {"relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid"}
        return racers if compare == "none" else racers | {"other": compare}

    def _runners(self, activation, rate, *, dataset, init_scale, seeds, **params) -> list[Runner]:
        wanted = [(dataset, activation, rate, init_scale, seed) for seed in range(seeds)]
        for key in wanted:
            self._runs[key] = self._runs.pop(key, None) or Runner(*key)  # the newest stand last
        while len(self._runs) > self.keep:
            del self._runs[next(iter(self._runs))]
        return [self._runs[key] for key in wanted]

    def prepare(self, **params):
        limit = min(params["steps"], self.longest)
        racers = self._racers(params["compare"]).values()
        for i, name in enumerate(racers):
            rates, last = (RATES if params["learning_rate"] == "own" else ()), limit
            for rate in rates:  # a rate is tried no longer than the best one so far took
                runners = self._runners(name, rate, **params)
                for runner in runners:
                    while runner.step < last and runner.reached is None:
                        runner.advance()
                        yield i / len(racers)
                slowest = max(runner.reached or limit for runner in runners)
                last = min(last, slowest)
            runners = self._runners(name, self._rate(name, **params), **params)
            for j, runner in enumerate(runners):
                while runner.step < limit:
                    runner.advance()
                    yield (i + (j + runner.step / limit) / len(runners)) / len(racers)

    def _rate(self, activation, **params) -> float:
        """The rate to show: the one asked for, or the one with the fewest steps to the goal, then the least error."""
        if params["learning_rate"] != "own":
            return params["learning_rate"]

        def merit(rate):
            runners = self._runners(activation, rate, **params)
            return _median(runners, params["steps"]), np.mean([runner.errors[-1] if runner.errors else 1.0 for runner in runners])

        return min(RATES, key=merit)

    def update(self, **params):
        steps, rows, found = params["steps"], [], {}
        for row, (racer, name) in enumerate(self._racers(params["compare"]).items()):
            rate = self._rate(name, **params)
            runners = self._runners(name, rate, **params)
            n = min(min(len(runner.errors) for runner in runners), np.searchsorted(LOOKS, steps, side="right"))
            errors = np.array([runner.errors[:n] for runner in runners])
            x = LOOKS[:n]
            self._lines[racer].set_data(x, np.median(errors, axis=0) if n else [])
            outline = [*zip(x, errors.min(axis=0)), *zip(x[::-1], errors.max(axis=0)[::-1])] if n else self._empty  # noqa: B905
            self._bands[racer].set_verts([outline])
            reached = [runner.reached for runner in runners if runner.reached is not None and runner.reached <= steps]
            missed = len(runners) - len(reached)
            spread = np.linspace(-0.2, 0.2, len(runners)) if len(runners) > 1 else np.zeros(1)
            self._dots[racer].set_data(reached, row + spread[: len(reached)])
            self._missed[racer].set_data([3 * steps] * missed, row + spread[len(reached) :])
            found[name] = _median(runners, steps)
            key = "race.row" if np.isfinite(found[name]) else "race.row_missed"
            if all(runner.diverged for runner in runners):
                key = "race.row_diverged"
            own = translate("race.row_rate", rate=f"{rate:g}") if params["learning_rate"] == "own" else ""
            rows.append(translate(key, name=translate(name), n=_whole(found[name]), steps=steps) + own)
        live = [artist for racer in self._racers(params["compare"]) for artist in
                (self._bands[racer], self._lines[racer], self._dots[racer], self._missed[racer])]  # fmt: skip
        sentence = translate("race.status", seeds=params["seeds"], rows=", ".join(rows))
        return View(live, f"{sentence} {_ratio(found['relu'], found['tanh'])}")


def _median(runners, steps) -> float:
    """The median of the steps to the goal; infinite if half of the runs or more do not reach it in `steps`."""
    counts = [runner.reached if runner.reached is not None and runner.reached <= steps else np.inf for runner in runners]
    middle = sorted(counts)[len(counts) // 2]
    return middle


def _whole(number: float) -> str:
    return f"{number:.0f}" if np.isfinite(number) else ""


def _ratio(relu: float, tanh: float) -> str:
    if not np.isfinite(relu):
        return translate("race.ratio_relu_missed" if np.isfinite(tanh) else "race.ratio_none")
    if not np.isfinite(tanh):
        return translate("race.ratio_tanh_missed")
    ratio = tanh / relu
    if 0.85 <= ratio <= 1 / 0.85:
        return translate("race.ratio_same")
    return translate("race.ratio_faster", ratio=ratio) if ratio > 1 else translate("race.ratio_slower", ratio=1 / ratio)


# ---- what it costs

TIMED = ("relu", "leaky_relu", "tanh", "sigmoid")
NUMBERS = 100_000


@functools.cache
def measure(precision: str, fan_in: int, measurement: int) -> dict[str, tuple[float, float]]:
    """Nanoseconds a number, forward and backward, of each function in TIMED and of the "product" that makes the sums.

    The least of several goes, since another program can only make one slower; `measurement` numbers the attempts, each kept.
    """
    rng = np.random.default_rng(0)
    z, dh = (rng.standard_normal((NUMBERS // 100, 100)).astype(precision) for _ in range(2))
    x, W = rng.standard_normal((NUMBERS // 100, fan_in)).astype(precision), rng.standard_normal((100, fan_in)).astype(precision)
    found = {}
    for name in TIMED:
        f = ACTIVATIONS[name]
        h = f.f(z)
        found[name] = _fastest(lambda f=f: f.f(z)), _fastest(lambda f=f, h=h: f.backward(z, h, dh))
    found["product"] = _fastest(lambda: x @ W.T), _fastest(lambda: (dh.T @ x, dh @ W))
    return found


def _fastest(work) -> float:
    work()
    times = [time.perf_counter()]
    while len(times) <= 3 or (len(times) <= 12 and times[-1] - times[0] < 0.01):
        work()
        times.append(time.perf_counter())
    return max(1e-3, min(after - before for before, after in pairwise(times)) / NUMBERS * 1e9)


def _two_digits(value: float) -> str:
    return f"{value:.2f}" if value < 1 else f"{value:.1f}" if value < 10 else f"{value:.0f}"


class Cost(Scene):
    """Nanoseconds that each function takes on this machine. Parameters: `precision`, `fan_in`, `measurement`."""

    rebuild_on = frozenset({"precision", "fan_in"})  # the axis goes with their first measurement; another one differs by little

    def build(self, figure, *, precision, fan_in, measurement):
        found = measure(precision, fan_in, 1)
        names = [*TIMED, "product"]
        axes = figure.subplots()
        longest = max(max(found[name]) for name in names)
        axes.set(
            title=translate("cost.panel"), xlabel=translate("cost.nanoseconds"), xlim=(0, 1.12 * longest), ylim=(len(names) - 0.4, -0.6)
        )
        axes.set_yticks(range(len(names)), [translate(name) if name in TIMED else translate("cost.product", n=fan_in) for name in names])
        axes.grid(False, axis="y")
        self._bars = {}
        for part, (key, colour, thickness) in enumerate((("cost.forward", drawing.BLUE, 12), ("cost.backward", drawing.GOLD, 8))):
            for name in names:
                label = translate(key) if name == names[0] else None
                self._bars[name, part] = drawing.curve(axes, color=colour, linewidth=thickness, solid_capstyle="butt", label=label)
        self._numbers = axes.add_artist(Labels(9.5))
        self._longest = longest
        axes.legend(loc="upper right")

    def update(self, *, precision, fan_in, measurement):
        found = measure(precision, fan_in, measurement)
        self._numbers.texts = []
        for (name, part), bar in self._bars.items():
            value, row = found[name][part], [*TIMED, "product"].index(name) + (0.19 if part else -0.19)
            shown = min(value, 1.06 * self._longest)  # a disturbed measurement goes to the edge; its number tells
            bar.set_data([0, shown], [row, row])
            self._numbers.texts.append((shown + 0.01 * self._longest, row, _two_digits(value), LEFT))
        total = {name: sum(parts) for name, parts in found.items()}
        sentence = translate("cost.status", relu=total["relu"], tanh=total["tanh"] / total["relu"],
                             sigmoid=total["sigmoid"] / total["relu"], n=fan_in,
                             relu_share=total["relu"] / (total["relu"] + total["product"]),
                        sigmoid_share=total["sigmoid"] / (total["sigmoid"] + total["product"]))  # fmt: skip
        return View([*self._bars.values(), self._numbers], sentence)
