"""The explorer `laboratory`: a table of activations and learning rates over several seeds, and each activation at its best rate."""

from collections.abc import Iterator

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.labels import RIGHT, Labels
from nnlab.engine.runs import RunCache, RunScene, drawable_losses
from nnlab.engine.scene import Pointer, View
from nnlab.engine.stacked import StackedFigure
from nnlab.language import translate
from nnlab.lecture.choosing_an_activation.mix import pressed_in, spread_out
from nnlab.lecture.experiments import (
    ACTIVATION_NAMES,
    FEWEST_SEEDS,
    RATES,
    SMALLEST,
    Result,
    train_and_score,
    train_test_split,
)

LOSS_RANGE = (1e-3, 30.0)  # of the curves
ABOVE_CHANCE = 0.05  # an accuracy that is less above that of guessing counts as no better
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
    `steps`; `cell` is the (activation, learning rate) whose losses are shown, None for the one with the highest accuracy.
    """

    stacks = True
    narrow_heights = (3.8, 2.8, 2.6)
    size = (9.6, 4.4)
    rebuild_on = frozenset({"dataset", "steps", "seeds"})
    interactive = True

    def __init__(self):
        self.runs = RunCache(_start_run, max_runs=5000)  # so many, since each keeps only one Result

    def build(self, figure, *, dataset, steps, seeds, **params):
        view = View(narrow=isinstance(figure, StackedFigure))
        if view.narrow:
            table, best, losses = figure.subplots(1, 3)
        else:
            grid = figure.add_gridspec(2, 2, width_ratios=(2.1, 1), height_ratios=(1.1, 1))
            table, best, losses = (figure.add_subplot(grid[place]) for place in ((slice(None), 0), (0, 1), (1, 1)))
        rows, columns = len(ACTIVATION_NAMES), len(RATES)
        title = "laboratory.table_one" if seeds == 1 else "laboratory.table_narrow" if view.narrow else "laboratory.table"
        table.set(label="table", title=translate(title), xlabel=translate("learning_rate"), xlim=(0, columns), ylim=(rows, 0))
        table.set_xticks(np.arange(columns) + 0.5, [f"{rate:g}" for rate in RATES])
        table.set_yticks(np.arange(rows) + 0.5, [translate(name) for name in ACTIVATION_NAMES])
        table.tick_params(length=0)
        table.grid(False)
        view.cells = table.pcolormesh(np.zeros((rows, columns)))
        vertical = [[(i, 0), (i, rows), (np.nan, np.nan)] for i in range(1, columns)]
        horizontal = [[(0, i), (columns, i), (np.nan, np.nan)] for i in range(1, rows)]
        gaps = drawing.curve(table, *np.concatenate(vertical + horizontal).T, color=drawing.PAPER, linewidth=2)
        view.texts = table.add_artist(Labels(10))
        mark = {"color": drawing.ORANGE, "markersize": 7, "markeredgecolor": drawing.PAPER, "label": translate("laboratory.best_rate")}
        view.best_cells = table.plot([], [], "s", **mark)[0]
        drawing.legend_above(table, handletextpad=0.1)
        best.set_xscale("function", functions=(spread_out, pressed_in))  # so that 95 and 97 % can be told apart
        best.set(xlim=(0.0, 1.01), ylim=(rows, -0.5), xlabel=translate("laboratory.unseen"))
        best.set_xticks([0, 0.5, 0.75, 0.9, 1.0], ["0", "50", "75", "90", "100%"])
        best.set_yticks(np.arange(rows) + 0.5, [translate(name) for name in ACTIVATION_NAMES], fontsize=10)
        view.chance = 1 / len(np.unique(train_test_split(dataset)[1]))  # the accuracy of guessing
        best.axvline(view.chance, color=drawing.GREY, linewidth=1, linestyle=":")
        best.text(view.chance, -0.45, " " + translate("laboratory.guess"), fontsize=10, color=drawing.GREY, va="top")  # above the rows
        dot = {"color": drawing.BLUE, "alpha": 0.55, "markersize": 7, "label": translate("laboratory.seeds")}
        view.dots = best.plot([], [], "o", **dot)[0]
        mark |= {"markersize": 8, "label": translate("laboratory.median")}
        view.medians = best.plot([], [], "D", **mark)[0]
        best.set_title(translate("laboratory.best"), pad=24)
        best.legend(loc="lower right", bbox_to_anchor=(1.0, 0.98), borderpad=0, ncols=2, handletextpad=0.1)
        losses.set(title=translate("laboratory.losses"), xlabel=translate("step"), xlim=(0, steps), yscale="log", ylim=LOSS_RANGE)
        losses.set_xticks([0, steps / 2, steps], ["0", f"{steps // 2:,}", f"{steps:,}"])
        losses.axhline(-np.log(view.chance), color=drawing.GREY, linewidth=1, linestyle=":")
        style = {"fontsize": 10, "color": drawing.GREY, "ha": "right", "va": "top"}
        losses.text(0.99 * steps, -0.8 * np.log(view.chance), translate("laboratory.guess"), **style)
        view.losses = drawing.curve(losses, color=drawing.BLUE, linewidth=1.4)
        view.name = losses.add_artist(Labels(10.5))
        view.cell = drawing.curve(table, color=drawing.INK, linewidth=2.6, solid_joinstyle="miter", clip_on=False, zorder=7)
        view.live = [view.cells, gaps, view.texts, view.best_cells, view.cell, view.dots, view.medians, view.losses, view.name]
        return view

    def required_runs(self, *, dataset, depth, width, init, seeds, steps, **params):
        """The keys of all runs of the table, seed by seed, so that every cell has a result early."""
        options = [(name, rate, seed) for seed in range(seeds) for name in ACTIVATION_NAMES for rate in RATES]
        return [(dataset, name, rate, depth, width, steps, seed, init) for name, rate, seed in options]

    def _cells(self, **params) -> tuple[dict, dict]:
        """The results so far and their median accuracy, by activation and learning rate."""
        cells = {}
        for key in self.required_runs(**params):
            cells.setdefault(key[1:3], []).extend(self.runs.peek(*key) or [])
        return cells, {cell: float(np.median([r.accuracy for r in results])) for cell, results in cells.items() if results}

    def update(self, view, **params):
        cells, medians = self._cells(**params)
        best_rates = {}  # the one with the highest median, by activation
        for name, rate in medians:
            if name not in best_rates or medians[name, rate] > medians[name, best_rates[name]]:
                best_rates[name] = rate
        view.cells.set_array(_cell_colors([medians.get(cell, view.chance) for cell in cells], view.chance))
        view.texts.texts = []
        for (name, rate), results in cells.items():
            x, y, lines = RATES.index(rate) + 0.5, ACTIVATION_NAMES.index(name) + 0.5, _cell_lines(results, view.narrow)
            for i, line in enumerate(lines):
                view.texts.texts.append((x, y + LINE_HEIGHT * (i - (len(lines) - 1) / 2), line))
        rows = np.array([ACTIVATION_NAMES.index(name) for name in best_rates])
        best_medians = {name: medians[name, rate] for name, rate in best_rates.items()}
        marked = [name for name, accuracy in best_medians.items() if accuracy >= view.chance + ABOVE_CHANCE]  # elsewhere no rate is best
        view.best_cells.set_data(
            [RATES.index(best_rates[name]) + 0.07 for name in marked], [ACTIVATION_NAMES.index(name) + 0.15 for name in marked]
        )
        view.medians.set_data(list(best_medians.values()), rows + 0.5)
        dots = [(r.accuracy, row + 0.5) for row, cell in zip(rows, best_rates.items(), strict=True) for r in cells[cell]]
        view.dots.set_data(*np.reshape(dots, (-1, 2)).T)
        cell = self._shown_cell(medians, params.get("cell"))
        self._show_losses(view, cell, cells.get(cell, []), params["steps"])
        return self._status(cells, best_rates, best_medians, view.chance)

    @staticmethod
    def _shown_cell(medians: dict, cell) -> tuple[str, float]:
        """The chosen cell, or the one with the highest median accuracy."""
        return cell or max(medians, key=medians.get, default=(ACTIVATION_NAMES[0], RATES[0]))

    @staticmethod
    def _show_losses(view, cell, results, steps: int) -> None:
        """Frame the cell, and draw the losses of its trainings, a line for each seed."""
        column, row = RATES.index(cell[1]), ACTIVATION_NAMES.index(cell[0])
        view.cell.set_data(column + np.array([0, 1, 1, 0, 0]), row + np.array([0, 0, 1, 1, 0]))
        lines = []
        for result in results:
            at, losses = np.transpose(result.losses)
            lines += [np.stack([at, drawable_losses(losses, *LOSS_RANGE)]), np.full((2, 1), np.nan)]
        view.losses.set_data(*np.concatenate(lines, axis=1) if lines else ([], []))
        name = translate("laboratory.cell", name=translate(cell[0]), rate=f"{cell[1]:g}")
        view.name.texts = [(0.97 * steps, 11.0, name, RIGHT)]

    def drag(self, start: Pointer, end: Pointer, **params):
        """A press or a drag on the table chooses the cell whose losses are shown."""
        if end.panel != "table":
            return {}
        column, row = (int(np.clip(at, 0, n - 1)) for at, n in ((end.x, len(RATES)), (end.y, len(ACTIVATION_NAMES))))
        return {"cell": (ACTIVATION_NAMES[row], RATES[column])}

    def key(self, key, *, cell=None, **params):
        """The arrow keys go to the next cell."""
        across, down = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}.get(key, (0, 0))
        name, rate = self._shown_cell(self._cells(**params)[1], cell)
        row, column = ACTIVATION_NAMES.index(name) + down, RATES.index(rate) + across
        return {"cell": (ACTIVATION_NAMES[row % len(ACTIVATION_NAMES)], RATES[column % len(RATES)])} if across or down else {}

    @staticmethod
    def _status(cells, best_rates, medians, chance):
        if not medians:
            return translate("laboratory.status_nothing")
        failed = [translate(name) for name, accuracy in medians.items() if accuracy < chance + ABOVE_CHANCE]
        if len(failed) == len(medians):
            sentences = [translate("laboratory.all_fail")]
        else:
            sentences = [_comparison({name: [result.accuracy for result in cells[name, rate]] for name, rate in best_rates.items()})]
        if 0 < len(failed) < len(medians):
            sentences.append(translate("laboratory.failed", names=", ".join(failed)))
        results = [result for cell in cells.values() for result in cell]
        n_diverged = sum(result.diverged for result in results)
        if n_diverged:
            sentences.append(translate("laboratory.diverged_runs", n=n_diverged, of=len(results)))
        return " ".join(sentences)


def _comparison(accuracies: dict[str, list[float]]) -> str:
    """What the accuracies by function and seed decide, by the notebook's rule of a difference."""
    medians = {name: float(np.median(each)) for name, each in accuracies.items()}
    top = max(medians, key=medians.get)
    seeds = min(map(len, accuracies.values()))  # they come in one by one
    if seeds < FEWEST_SEEDS:
        level = [name for name, median in medians.items() if median > medians[top] - 0.01 - 1e-9]
        key = "laboratory.too_few_one" if len(level) == 1 else "laboratory.too_few"
        return translate(key, names=_with_medians(level, medians), seeds=seeds, needed=FEWEST_SEEDS)
    gaps = {name: np.array(accuracies[top])[:seeds] - np.array(each)[:seeds] for name, each in accuracies.items() if name != top}
    behind = [name for name, gap in gaps.items() if np.median(gap) >= SMALLEST and (gap > 0).sum() >= seeds - 1]
    level = [name for name in accuracies if name not in behind]
    return translate("laboratory.leader" if len(level) == 1 else "laboratory.level", names=_with_medians(level, medians), seeds=seeds)


def _with_medians(names, medians: dict[str, float]) -> str:
    """The functions of these names, the best one first, each with its median accuracy."""
    ordered = sorted(names, key=medians.get, reverse=True)
    return ", ".join(translate("laboratory.row", name=translate(name), accuracy=medians[name]) for name in ordered)


def _cell_lines(results, narrow: bool) -> list[str]:
    """The text in a cell: the median accuracy, the range, and how many runs diverged or which share of units died.

    On a narrow page only the median and the diverged runs: for the others there is no room.
    """
    if not results:
        return ["·"]
    accuracies = [result.accuracy for result in results]
    lines = [f"{np.median(accuracies):.0%}"]
    if len(results) > 1 and not narrow:
        lines.append(f"{100 * min(accuracies):.0f}–{max(accuracies):.0%}")
    n_diverged = sum(result.diverged for result in results)
    dead_shares = [result.dead_share for result in results if not result.diverged]
    if n_diverged:
        lines.append(translate("laboratory.diverged_narrow" if narrow else "laboratory.diverged", n=n_diverged, of=len(results)))
    elif max(dead_shares) >= 0.005 and not narrow:
        lines.append(translate("laboratory.dead", dead=float(np.median(dead_shares))))
    return lines


def _cell_colors(medians: list[float], chance: float) -> np.ndarray:
    """The colors of all cells, row by row: grey for a median accuracy of guessing, the bluer the further right it is among the dots."""
    low, high, places = (spread_out(accuracies) for accuracies in (chance, 1.0, np.reshape(medians, (len(ACTIVATION_NAMES), len(RATES)))))
    shares = np.clip((places - low) / (high - low), 0, 1)
    return drawing.between(shares, drawing.CELL, drawing.BEST_CELL)
