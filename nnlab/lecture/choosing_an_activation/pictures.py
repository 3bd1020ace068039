"""The picture of notebook 09: for each function a map of accuracy over initial weights and learning rate."""

import numpy as np
from matplotlib.patches import Rectangle

from nnlab.engine import drawing
from nnlab.engine.picture import Picture
from nnlab.language import translate
from nnlab.lecture.choosing_an_activation.contest import HE, RATES, STARTS

PALE, DEEP, DIVERGED = np.array([0.96, 0.96, 0.96]), np.array([0.35, 0.63, 0.8]), np.array([0.97, 0.86, 0.78])


def start_maps(tables: dict) -> Picture:
    """`tables`: name -> accuracies by start (STARTS, rows) and learning rate (RATES, columns), drawn as maps with the best one marked."""

    def draw(figure):
        best = []
        for axes, (name, table) in zip(figure.subplots(2, 3, sharex=True, sharey=True).flat, tables.items(), strict=True):
            row, column = _draw_map(axes, name, np.array(table))
            best.append(f"{translate(name)} {STARTS[row]:.1f}/√n, {RATES[column]:g}: {table[row][column]:.0%}")
        figure.supxlabel(translate("learning_rate"), fontsize=11)
        figure.supylabel(translate("start_maps.start"), fontsize=11)
        return translate("start_maps.alt", best="; ".join(best))

    return Picture(draw, size=(9.4, 5.6))


def _draw_map(axes, name: str, table) -> tuple[int, int]:
    """Draws one map; returns the row and the column of its best accuracy."""
    rows, columns = table.shape
    colors = np.where(table[..., None] > 0, PALE + table[..., None] ** 3 * (DEEP - PALE), DIVERGED)
    axes.pcolormesh(np.arange(columns + 1), np.arange(rows + 1), colors, edgecolor=drawing.PAPER, linewidth=1.5)
    axes.set(title=translate(name), xlim=(0, columns), ylim=(0, rows))
    axes.set_xticks(np.arange(columns) + 0.5, [f"{rate:g}" for rate in RATES])
    axes.set_yticks(np.arange(rows) + 0.5, ["He" if start == HE else f"{start:g}" for start in STARTS])
    axes.tick_params(length=0)
    axes.grid(False)
    for (row, column), value in np.ndenumerate(table):
        text = f"{100 * value:.0f}" if value else "×"
        axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=10)
    row, column = map(int, np.unravel_index(np.argmax(table), table.shape))
    axes.add_patch(Rectangle((column + 0.05, row + 0.05), 0.9, 0.9, fill=False, edgecolor=drawing.ORANGE, linewidth=2.5))
    return row, column
