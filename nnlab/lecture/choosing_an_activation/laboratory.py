"""The explorer `laboratory`: a table of activations and learning rates over several seeds, and each activation at its best rate."""

from collections.abc import Iterator

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.labels import Labels
from nnlab.engine.runs import RunCache, RunScene
from nnlab.engine.scene import View
from nnlab.language import translate
from nnlab.lecture.experiments import ACTIVATION_NAMES, RATES, Result, train_and_score, train_test_split

LINE_HEIGHT = 0.3  # of the text in a cell, in rows of the table


def _start_run(*key) -> tuple[list[Result], Iterator[float]]:
    """A list for the Result of a training, and the iterator that trains and puts it there."""
    results = []

    def steps():
        for result in train_and_score(*key):
            if result is not None:
                results.append(result)
            yield float(result is not None)

    return results, steps()


class Laboratory(RunScene):
    """Accuracy on unseen examples by activation, learning rate and seed.

    Parameters: `dataset`, `depth` and `width` of the hidden layers, `init` (of the initial weights: "he" or "xavier"), `seeds` (how many),
    `steps`.
    """

    stacks = True
    narrow_heights = (3.8, 3.0)
    size = (9.4, 4.1)
    rebuild_on = frozenset({"dataset"})

    def __init__(self):
        self.runs = RunCache(_start_run, max_runs=5000)  # so many, since each keeps only one Result

    def build(self, figure, *, dataset, **params):
        view = View()
        table, best = figure.subplots(1, 2, width_ratios=(2.1, 1))
        rows, columns = len(ACTIVATION_NAMES), len(RATES)
        table.set(title=translate("laboratory.table"), xlabel=translate("learning_rate"), xlim=(0, columns), ylim=(rows, 0))
        table.set_xticks(np.arange(columns) + 0.5, [f"{rate:g}" for rate in RATES])
        table.set_yticks(np.arange(rows) + 0.5, [translate(name) for name in ACTIVATION_NAMES])
        table.tick_params(length=0)
        table.grid(False)
        view.cells = table.pcolormesh(np.zeros((rows, columns)))
        vertical = [[(i, 0), (i, rows), (np.nan, np.nan)] for i in range(1, columns)]
        horizontal = [[(0, i), (columns, i), (np.nan, np.nan)] for i in range(1, rows)]
        gaps = drawing.curve(table, *np.concatenate(vertical + horizontal).T, color=drawing.PAPER, linewidth=2)
        view.texts = table.add_artist(Labels(9))
        view.best_cells = table.plot([], [], "s", markersize=7, color=drawing.ORANGE, markeredgecolor=drawing.PAPER)[0]
        best.set(title=translate("laboratory.best"), xlim=(0.0, 1.04), ylim=(rows, 0), xlabel=translate("laboratory.unseen"))
        best.set_xticks([0, 0.25, 0.5, 0.75, 1.0], ["0", "25", "50", "75", "100%"])
        best.set_yticks(np.arange(rows) + 0.5, [])
        view.chance = 1 / len(np.unique(train_test_split(dataset)[1]))  # the accuracy of guessing
        best.axvline(view.chance, color=drawing.GREY, linewidth=1, linestyle=":")
        best.text(view.chance, rows - 0.06, " " + translate("laboratory.guess"), fontsize=9, color=drawing.GREY, va="bottom")
        view.dots = best.plot([], [], "o", color=drawing.BLUE, alpha=0.55, markersize=7)[0]
        view.medians = best.plot([], [], "D", color=drawing.ORANGE, markersize=8, markeredgecolor=drawing.PAPER)[0]
        view.live = [view.cells, gaps, view.texts, view.best_cells, view.dots, view.medians]
        return view

    def required_runs(self, *, dataset, depth, width, init, seeds, steps):
        """The keys of all runs of the table, seed by seed, so that every cell has a result early."""
        options = [(name, rate, seed) for seed in range(seeds) for name in ACTIVATION_NAMES for rate in RATES]
        return [(dataset, name, rate, depth, width, steps, seed, init) for name, rate, seed in options]

    def update(self, view, **params):
        cells = {}  # the results so far by activation and learning rate
        for key in self.required_runs(**params):
            cells.setdefault(key[1:3], []).extend(self.runs.peek(*key) or [])
        medians = {cell: float(np.median([r.accuracy for r in results])) for cell, results in cells.items() if results}
        best_rates = {}  # the one with the highest median, by activation
        for name, rate in medians:
            if name not in best_rates or medians[name, rate] > medians[name, best_rates[name]]:
                best_rates[name] = rate
        view.cells.set_array(_cell_colors([medians.get(cell, view.chance) for cell in cells], view.chance))
        view.texts.texts = []
        for (name, rate), results in cells.items():
            x, y, lines = RATES.index(rate) + 0.5, ACTIVATION_NAMES.index(name) + 0.5, _cell_lines(results)
            for i, line in enumerate(lines):
                view.texts.texts.append((x, y + LINE_HEIGHT * (i - (len(lines) - 1) / 2), line))
        rows = np.array([ACTIVATION_NAMES.index(name) for name in best_rates])
        view.best_cells.set_data([RATES.index(rate) + 0.07 for rate in best_rates.values()], rows + 0.15)
        best_medians = {name: medians[name, rate] for name, rate in best_rates.items()}
        view.medians.set_data(list(best_medians.values()), rows + 0.5)
        dots = [(r.accuracy, row + 0.5) for row, cell in zip(rows, best_rates.items(), strict=True) for r in cells[cell]]
        view.dots.set_data(*np.reshape(dots, (-1, 2)).T)
        return self._status(cells, best_rates, best_medians, view.chance, params["depth"])

    @staticmethod
    def _status(cells, best_rates, medians, chance, depth):
        if not medians:
            return translate("laboratory.status_nothing")
        rows = ", ".join(
            translate("laboratory.row", name=translate(name), accuracy=accuracy, rate=f"{best_rates[name]:g}")
            for name, accuracy in medians.items()
        )
        leaders = [translate(name) for name, accuracy in medians.items() if accuracy > max(medians.values()) - 0.01]
        sentences = [translate("laboratory.leader" if len(leaders) == 1 else "laboratory.level", names=", ".join(leaders))]
        sentences.append(translate("laboratory.status", depth=depth, rows=rows))
        failed = [translate(name) for name, accuracy in medians.items() if accuracy < chance + 0.05]
        if failed:
            sentences.append(translate("laboratory.failed", names=", ".join(failed)))
        results = [result for cell in cells.values() for result in cell]
        n_diverged = sum(result.diverged for result in results)
        if n_diverged:
            sentences.append(translate("laboratory.diverged_runs", n=n_diverged, of=len(results)))
        return " ".join(sentences)


def _cell_lines(results) -> list[str]:
    """The text in a cell: the median accuracy, the range, and how many runs diverged or which share of units died."""
    if not results:
        return ["·"]
    accuracies = [result.accuracy for result in results]
    lines = [f"{np.median(accuracies):.0%}"]
    if len(results) > 1:
        lines.append(f"{100 * min(accuracies):.0f}–{max(accuracies):.0%}")
    n_diverged = sum(result.diverged for result in results)
    dead_shares = [result.dead_share for result in results if not result.diverged]
    if n_diverged:
        lines.append(translate("laboratory.diverged", n=n_diverged, of=len(results)))
    elif max(dead_shares) >= 0.005:
        lines.append(translate("laboratory.dead", dead=float(np.median(dead_shares))))
    return lines


def _cell_colors(medians: list[float], chance: float) -> np.ndarray:
    """The colors of all cells, row by row: grey for a median accuracy of guessing, the bluer the further above it."""
    shares = np.clip((np.reshape(medians, (len(ACTIVATION_NAMES), len(RATES))) - chance) / (1 - chance), 0, 1) ** 2
    return drawing.between(shares, drawing.CELL, drawing.BEST_CELL)
