"""Two layers without a non-linearity between them equal one layer; with it they do not."""

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.labels import Labels
from nnlab.engine.numbers import format_number, format_shape
from nnlab.engine.plane import Plane
from nnlab.engine.scene import Scene, View
from nnlab.language import translate
from nnlab.lecture.score_functions.train_network import lines_of
from nnlab.network import mlp

WIDTH, HEIGHT, GAP = 16.0, 10.0, 1.8  # of the panel of matrices, and the gap between two matrices, in its data coordinates
REACH = 2.0  # of the panel of regions


class Collapse(Scene):
    """Two layers with and without max(0, ·) between them. Parameters: `hidden`, `nonlinear`, `seed`."""

    size = (8.6, 3.6)

    def build(self, figure, **params):
        left, right = figure.subplots(1, 2, width_ratios=(1, 1.35))
        left.set(label="data", title=translate("collapse.regions"), box_aspect=1)
        view = View(plane=Plane(left, REACH, 3))
        view.lines = drawing.curve(left, color=drawing.INK, linewidth=1, linestyle=":")
        view.matrices = [right.imshow(np.zeros((1, 1)), cmap=drawing.signs(), vmin=-2, vmax=2, interpolation="nearest") for _ in range(3)]
        right.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
        right.set_axis_off()
        view.outlines = drawing.curve(right, color=drawing.GREY, linewidth=0.8)
        view.labels, view.operators = (right.add_artist(Labels(size)) for size in (12, 20))
        view.live = [*view.plane.artists, view.lines, *view.matrices, view.outlines, view.labels, view.operators]
        return view

    def update(self, view, *, hidden, nonlinear, seed):
        network = mlp([2, hidden, 3], "relu" if nonlinear else "identity", init=1.0, seed=seed)
        W1, W2 = (layer.W for layer in network.layers)
        network.layers[0].b[...] = np.random.default_rng(seed + 1000).standard_normal(hidden) * (0.7 if nonlinear else 0.0)
        product = W2 @ W1
        _show_matrices(view, [W2, W1, product], equal=not nonlinear)
        scores, merged_scores = network.scores(view.plane.inputs), view.plane.inputs @ product.T + W2 @ network.layers[0].b
        view.plane.show_scores(scores)
        view.lines.set_data(*(lines_of(network.layers[0], REACH) if nonlinear else ([], [])))
        gap = float(np.abs(scores - merged_scores).max())
        agree = float(np.mean(scores.argmax(axis=1) == merged_scores.argmax(axis=1)))
        key = "status_nonlinear" if nonlinear else "status_one" if hidden == 1 else "status"
        gap = format_number(gap, ".2f", below={1e-6: ".0e"})
        return translate(f"collapse.{key}", hidden=hidden, agree=agree, rank=np.linalg.matrix_rank(product), gap=gap)


def _show_matrices(view, matrices: list, equal: bool) -> None:
    """Show the matrices side by side with square cells of one size, so that their shapes can be seen."""
    rows, columns = np.array([matrix.shape for matrix in matrices]).T
    cell = min(1.1, (WIDTH - 2 * GAP - 0.4) / columns.sum(), (HEIGHT - 3) / rows.max())
    left = (WIDTH - 2 * GAP - cell * columns.sum()) / 2 + np.cumsum([0, *(cell * columns[:-1] + GAP)])
    right, bottom, top = left + cell * columns, (HEIGHT - cell * rows) / 2, (HEIGHT + cell * rows) / 2
    for image, matrix, *extent in zip(view.matrices, matrices, left, right, bottom, top, strict=True):
        image.set_data(matrix)
        image.set_extent(extent)
    x, y = np.array([left, right, right, left, left, [np.nan] * 3]), np.array([bottom, bottom, top, top, bottom, bottom])
    view.outlines.set_data(x.T.ravel(), y.T.ravel())
    middle, gaps = (left + right) / 2, right + GAP / 2
    names = [(x, y + 0.7, name) for x, y, name in zip(middle, top, ("W₂", "W₁", "W₂W₁"), strict=True)]
    shapes = [(x, y - 0.7, format_shape(matrix)) for x, y, matrix in zip(middle, bottom, matrices, strict=True)]
    view.labels.texts = [*names, *shapes, (gaps[0], HEIGHT / 2, "" if equal else translate("relu"))]
    view.operators.texts = [(x, HEIGHT / 2, sign) for x, sign in zip(gaps[:2], ("·", "=") if equal else ("", "≠"), strict=True)]
