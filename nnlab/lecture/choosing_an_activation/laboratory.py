"""Which activation to take: one for each layer as you like, and a table over learning rates and seeds to decide by."""

import functools

import numpy as np

from nnlab.data import DATASETS
from nnlab.engine import drawing
from nnlab.engine.labels import Labels
from nnlab.engine.plane import Plane
from nnlab.engine.runs import Training
from nnlab.engine.scene import Scene, View
from nnlab.language import translate
from nnlab.lecture.experiments import NAMES, RATES, Result, train_and_score, train_test_split
from nnlab.network import mlp
from nnlab.training import sgd

# ---- mix

LAYERS = 3
WIDTH = 30
SEEDS = 3
LOSS_RANGE = (1e-2, 10.0)


class Mix(Training):
    """A network with an activation of its own for each hidden layer, beside one of ReLU and one of tanh alone.

    Parameters: `layer1` … `layer3` (names of activations), `learning_rate`, `seed`.
    """

    size = (9.4, 3.6)
    steps = 200
    keep = 40
    snapshots = 2

    def build(self, figure, **params):
        left, middle, right = figure.subplots(1, 3, width_ratios=(0.95, 1.15, 0.75))
        left.set(title=translate("mix.regions"), box_aspect=1, anchor="N")
        self._plane = Plane(left, 1.25, 3, resolution=60)
        middle.set(title=translate("mix.loss"), xlabel=translate("step"), yscale="log", xlim=(-4, self.steps + 4), ylim=LOSS_RANGE)
        names = (translate("mix.this"), translate("mix.all", name=translate("relu")), translate("mix.all", name=translate("tanh")))
        looks = ((drawing.ORANGE, "-"), (drawing.BLUE, "--"), (drawing.GREEN, ":"))
        self._losses = [drawing.curve(middle, color=c, linestyle=s, label=n) for (c, s), n in zip(looks, names, strict=True)]
        middle.legend(loc="upper right")
        right.set(title=translate("mix.accuracy"), xlim=(0.25, 1.03), ylim=(2.6, -0.6))
        right.set_xticks([1 / 3, 0.5, 0.75, 1.0], ["33", "50", "75", "100%"])
        right.set_yticks(range(3), names)
        markers = ("D", "o", "s")
        self._ends = [right.plot([], [], m, color=c, alpha=0.7, markersize=9)[0] for m, (c, _) in zip(markers, looks, strict=True)]

    @staticmethod
    @functools.cache
    def _data():
        return DATASETS["spiral"](100)

    def settings(self, *, mixture, learning_rate, seed, **params):
        return mixture, learning_rate, seed

    def descent(self, mixture, learning_rate, seed):
        X, y = self._data()
        network = mlp([2, *[WIDTH] * LAYERS, 3], list(mixture), seed=seed, dtype=np.float32)
        return sgd(network, X, y, learning_rate=learning_rate, steps=self.steps), self.steps

    def _networks(self, params) -> list[tuple]:
        return [tuple(params[f"layer{i + 1}"] for i in range(LAYERS)), ("relu",) * LAYERS, ("tanh",) * LAYERS]

    def wanted(self, **params):
        networks, seeds = self._networks(params), range(params["seed"], params["seed"] + SEEDS)
        return [params | {"mixture": mixture, "seed": seed} for seed in seeds for mixture in networks]

    def update(self, **params):
        X, y = self._data()
        rate, first, ends, diverged = params["learning_rate"], params["seed"], [], []
        for row, (mixture, line, dots) in enumerate(zip(self._networks(params), self._losses, self._ends, strict=True)):
            runs = [self.run(mixture=mixture, learning_rate=rate, seed=first)]
            later = [self._runs.get(self.settings(mixture=mixture, learning_rate=rate, seed=first + i)) for i in range(1, SEEDS)]
            runs += [run for run in later if run is not None and run.networks]
            losses = np.nan_to_num(runs[0].losses, nan=1e6, posinf=1e6)
            line.set_data(np.arange(len(losses)), np.clip(losses, LOSS_RANGE[0] / 2, 2 * LOSS_RANGE[1]))
            accuracies = [1 / 3 if run.diverged else run.accuracies[-1] for run in runs]
            dots.set_data(np.clip(accuracies, 0.26, 1.0), np.full(len(accuracies), row))
            ends.append(accuracies)
            diverged.append(sum(run.diverged for run in runs))
            if row == 0:
                network = runs[0].networks[-1]
        scores = network.scores(self._plane.inputs)
        with np.errstate(all="ignore"):
            shares = np.exp(scores - scores.max(axis=1, keepdims=True))
            confidence = np.nan_to_num(1.5 * (shares.max(axis=1) / shares.sum(axis=1) - 1 / 3))
        self._plane.show_regions(np.nan_to_num(scores).argmax(axis=1), confidence)
        self._plane.show_points(X, y)
        return View([*self._plane.artists, *self._losses, *self._ends], self._sentence(ends, diverged, params))

    def _sentence(self, ends, diverged, params):
        this, relu, tanh = (float(np.median(accuracies)) for accuracies in ends)
        layers = " → ".join(translate(name) for name in self._networks(params)[0])
        values = {
            "layers": layers,
            "this": this,
            "low": min(ends[0]),
            "high": max(ends[0]),
            "relu": relu,
            "tanh": tanh,
            "seeds": len(ends[0]),
        }
        if diverged[0]:
            return translate("mix.status_diverged", **values, diverged=diverged[0])
        kinds = set(self._networks(params)[0])
        if len(kinds) == 1:
            return translate("mix.status_linear" if kinds == {"identity"} else "mix.status_one", **values)
        return translate("mix.status_between" if min(relu, tanh) - 0.01 <= this <= max(relu, tanh) + 0.01 else "mix.status", **values)


# ---- laboratory

LINE = 0.3  # of a row of the table


class Laboratory(Scene):
    """Activation × learning rate × seed. Parameters: `dataset`, `depth`, `width`, `seeds`, `steps`."""

    size = (9.4, 4.1)
    rebuild_on = frozenset({"dataset"})

    def __init__(self):
        self._results: dict[tuple, Result] = {}

    def build(self, figure, *, dataset, **params):
        table, best = figure.subplots(1, 2, width_ratios=(2.1, 1))
        rows, columns = len(NAMES), len(RATES)
        table.set(title=translate("laboratory.table"), xlabel=translate("learning_rate"), xlim=(0, columns), ylim=(rows, 0))
        table.set_xticks(np.arange(columns) + 0.5, [f"{rate:g}" for rate in RATES])
        table.set_yticks(np.arange(rows) + 0.5, [translate(name) for name in NAMES])
        table.tick_params(length=0)
        table.grid(False)
        self._field = table.pcolormesh(np.zeros((rows, columns)))
        upright = [[(i, 0), (i, rows), (np.nan, np.nan)] for i in range(1, columns)]
        level = [[(0, i), (columns, i), (np.nan, np.nan)] for i in range(1, rows)]
        self._gaps = drawing.curve(table, *np.concatenate(upright + level).T, color="white", linewidth=2)
        self._texts = table.add_artist(Labels(9))
        self._chosen = table.plot([], [], "s", markersize=7, color=drawing.ORANGE, markeredgecolor="white")[0]
        self._low = 0.0
        best.set(title=translate("laboratory.best"), xlim=(self._low, 1.04), ylim=(rows, 0), xlabel=translate("laboratory.unseen"))
        best.set_xticks([0, 0.25, 0.5, 0.75, 1.0], ["0", "25", "50", "75", "100%"])
        best.set_yticks(np.arange(rows) + 0.5, [])
        best.axvline(self._guess(dataset), color=drawing.GREY, linewidth=1, linestyle=":")
        best.text(self._guess(dataset), rows - 0.06, " " + translate("laboratory.guess"), fontsize=9, color=drawing.GREY, va="bottom")
        self._dots = best.plot([], [], "o", color=drawing.BLUE, alpha=0.55, markersize=7)[0]
        self._medians = best.plot([], [], "D", color=drawing.ORANGE, markersize=8, markeredgecolor="white")[0]

    @staticmethod
    def _guess(dataset) -> float:
        return 1 / len(np.unique(train_test_split(dataset)[1]))

    @staticmethod
    def _wanted(dataset, depth, width, seeds, steps):
        """All runs of a table, seed by seed, so that every cell is filled early."""
        return [(dataset, name, rate, depth, width, steps, seed) for seed in range(seeds) for name in NAMES for rate in RATES]

    def prepare(self, **params):
        wanted = self._wanted(**params)
        for i, settings in enumerate(wanted):
            if settings not in self._results:
                steps = train_and_score(*settings)
                while (result := next(steps)) is None:
                    yield i / len(wanted)
                self._results[settings] = result
            yield (i + 1) / len(wanted)

    def complete(self, **params) -> bool:
        return all(settings in self._results for settings in self._wanted(**params))

    def update(self, **params):
        cells = {}
        for settings in self._wanted(**params):
            if settings in self._results:
                cells.setdefault(settings[1:3], []).append(self._results[settings])
        guess = self._guess(params["dataset"])
        colours = np.empty((len(NAMES), len(RATES), 3), np.uint8)
        best, dots, texts = {}, [], []
        for i, name in enumerate(NAMES):
            for j, rate in enumerate(RATES):
                results = cells.get((name, rate), [])
                lines = self._cell(results)
                texts += [(j + 0.5, i + 0.5 + LINE * (k - (len(lines) - 1) / 2), line) for k, line in enumerate(lines)]
                colours[i, j] = _shade(results, guess)
            done = {rate: np.median([r.accuracy for r in cells[name, rate]]) for rate in RATES if (name, rate) in cells}
            if done:
                best[name] = max(done, key=done.get)
                dots += [(r.accuracy, i + 0.5) for r in cells[name, best[name]]]
        self._field.set_array(colours)
        self._texts.texts = texts
        self._chosen.set_data([RATES.index(rate) + 0.07 for rate in best.values()], [NAMES.index(name) + 0.15 for name in best])
        self._dots.set_data(*(np.transpose(dots) if dots else ([], [])))
        medians = {name: float(np.median([r.accuracy for r in cells[name, rate]])) for name, rate in best.items()}
        self._medians.set_data(list(medians.values()), [NAMES.index(name) + 0.5 for name in medians])
        live = [self._field, self._gaps, self._texts, self._chosen, self._dots, self._medians]
        return View(live, self._sentence(cells, best, medians, guess, params))

    @staticmethod
    def _cell(results) -> list[str]:
        if not results:
            return ["·"]
        accuracies = [r.accuracy for r in results]
        lines = [f"{np.median(accuracies):.0%}"]
        if len(results) > 1:
            lines.append(f"{min(accuracies):.0%}–{max(accuracies):.0%}".replace("%–", "–"))
        diverged, dead = sum(r.dead is None for r in results), [r.dead for r in results if r.dead is not None]
        if diverged:
            lines.append(translate("laboratory.diverged", n=diverged, of=len(results)))
        elif max(dead) >= 0.005:
            lines.append(translate("laboratory.dead", dead=float(np.median(dead))))
        return lines

    def _sentence(self, cells, best, medians, guess, params):
        if not medians:
            return translate("laboratory.status_nothing")
        rows = ", ".join(translate("laboratory.row", name=translate(n), accuracy=a, rate=f"{best[n]:g}") for n, a in medians.items())
        said = [translate("laboratory.status", depth=params["depth"], rows=rows)]
        failed = [translate(name) for name, accuracy in medians.items() if accuracy < guess + 0.05]
        if failed:
            said.append(translate("laboratory.failed", names=", ".join(failed)))
        diverged = sum(r.dead is None for results in cells.values() for r in results)
        if diverged:
            said.append(translate("laboratory.diverged_runs", n=diverged, of=sum(map(len, cells.values()))))
        leader = max(medians, key=medians.get)
        level = [name for name in medians if medians[name] > medians[leader] - 0.01]
        said.append(translate("laboratory.leader" if len(level) == 1 else "laboratory.level", names=", ".join(translate(n) for n in level)))
        return " ".join(said)


def _shade(results, guess: float) -> np.ndarray:
    """Blue for the median accuracy above guessing, grey for nothing yet."""
    pale, deep = np.array([244, 244, 244]), np.array([120, 178, 214])
    share = 0.0 if not results else np.clip((np.median([r.accuracy for r in results]) - guess) / (1 - guess), 0, 1) ** 2
    return (pale + share * (deep - pale)).astype(np.uint8)
