"""Two layers without a non-linearity between them equal one layer; with it they do not."""

import functools

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.labels import Labels
from nnlab.engine.numbers import format_number, format_shape
from nnlab.engine.plane import Plane
from nnlab.engine.scene import Scene, View
from nnlab.language import translate
from nnlab.lecture.score_functions.boundaries import class_boundaries, linear_pieces
from nnlab.lecture.score_functions.morph import STAGES, fitted, morph
from nnlab.lecture.score_functions.train_network import lines_of, score_plane
from nnlab.network import mlp

WIDTH, HEIGHT = 13.0, 12.0  # of the panel of matrices, in its data coordinates
SIGN_GAP, NAME_GAP = 1.3, 2.4  # between two matrices, with a sign or the name of a function in it
LARGEST, CELL_PIXELS = 2.0, 4  # of the matrices: the weight with the full colour, and the side of a cell in the image's pixels
REACH = 2.0  # of the panel of regions
GRID_LINES, POINTS = 9, 33  # of the grid that moves: lines in each direction, and points of each line


class Collapse(Scene):
    """Two layers with and without max(0, ·) between them. Parameters: `hidden`, `nonlinear`, `through` (0 … STAGES), `seed`."""

    stacks = True
    narrow_heights = (4.0, 4.2, 3.4)
    size = (9.6, 3.8)
    rebuild_on = frozenset({"nonlinear"})

    def build(self, figure, *, nonlinear, **params):
        left, middle, right = figure.subplots(1, 3, width_ratios=(1, 1, 1.1))
        left.set(label="data", title=translate("collapse.regions"), box_aspect=1, anchor="N")
        view = View(plane=Plane(left, REACH, 3))
        view.lines = drawing.curve(left, color=drawing.INK, linewidth=1, linestyle=":")
        view.boundaries = drawing.curve(left, color=drawing.INK, linewidth=2.6)
        middle.set(
            title=translate("collapse.moving_relu" if nonlinear else "collapse.moving"),
            xlim=(-1.05, 1.05),
            ylim=(-1.35, 1.05),
            xticks=[],
            yticks=[],
        )
        middle.set(box_aspect=2.4 / 2.1, anchor="N")
        middle.grid(False)
        for side in ("left", "bottom"):
            middle.spines[side].set_visible(False)
        view.grid = [drawing.curve(middle, color=color, linewidth=1.3) for color in drawing.CLASS_COLOURS[:3]]
        view.moved = drawing.curve(middle, color=drawing.INK, linewidth=2.6, zorder=3)
        view.merged = drawing.curve(middle, color=drawing.PURPLE, linewidth=2, linestyle="--", zorder=4)
        view.stage = middle.add_artist(Labels(12))
        view.tones = drawing.rgba(drawing.signs()(np.linspace(0, 1, 255))).astype(np.uint8)
        view.matrices = right.imshow(drawing.blank(1, 1), interpolation="nearest", aspect="auto", zorder=1)
        right.set(xlim=(0, WIDTH), ylim=(0, HEIGHT), box_aspect=HEIGHT / WIDTH)
        right.set_axis_off()
        view.outlines = drawing.curve(right, color=drawing.GREY, linewidth=0.8)
        view.labels, view.operators = (right.add_artist(Labels(size)) for size in (12, 18))
        view.live = [*view.plane.artists, view.lines, view.boundaries, *view.grid, view.moved, view.merged, view.stage, view.matrices,
                     view.outlines, view.labels, view.operators]  # fmt: skip
        return view

    def update(self, view, *, hidden, nonlinear, through, seed):
        network = mlp([2, hidden, 3], "relu" if nonlinear else "identity", init=1.0, seed=seed)
        W1, W2 = (layer.W for layer in network.layers)
        network.layers[0].b[...] = np.random.default_rng(seed + 1000).standard_normal(hidden) * (0.7 if nonlinear else 0.0)
        product = W2 @ W1
        _show_matrices(view, [W2, W1, product], equal=not nonlinear)
        scores, merged_scores = network.scores(view.plane.inputs), view.plane.inputs @ product.T + W2 @ network.layers[0].b
        view.plane.show_scores(scores)
        view.lines.set_data(*(lines_of(network.layers[0], REACH) if nonlinear else ([], [])))
        first = network.layers[0]
        triangles = linear_pieces(first.W if nonlinear else np.empty((0, 2)), first.b if nonlinear else [], REACH)
        boundaries = class_boundaries(triangles, network.scores(triangles.reshape(-1, 2)).reshape(-1, 3, 3))
        view.boundaries.set_data(*_joined(boundaries))
        corners = REACH * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]])
        _show_moving(view, network, through, boundaries, corners @ product.T)
        view.merged.set_visible(not nonlinear)
        view.stage.texts = [(0.0, -1.14, _stage_name(through, nonlinear)), (0.0, -1.28, translate("collapse.projected") if through else "")]
        gap = float(np.abs(scores - merged_scores).max())
        agree = float(np.mean(scores.argmax(axis=1) == merged_scores.argmax(axis=1)))
        key = "status_nonlinear" if nonlinear else "status_one" if hidden == 1 else "status"
        gap = format_number(gap, ".2f", below={1e-6: ".0e"})
        status = translate(f"collapse.{key}", hidden=hidden, agree=agree, rank=np.linalg.matrix_rank(product), gap=gap)
        end = "straight" if not nonlinear else "folded" if is_folded(network.layers[0]) else "unfolded"
        place = "input" if through == 0 else "way" if through < STAGES else end
        return f"{status} {translate(f'collapse.grid_{place}')}"


def is_folded(layer) -> bool:
    """Whether a ReLU unit of this layer is on at one point of the grid and off at another."""
    is_on = grid_lines().reshape(-1, 2) @ layer.W.T + layer.b > 0
    return bool((is_on.any(axis=0) & ~is_on.all(axis=0)).any())


@functools.cache
def grid_lines() -> np.ndarray:
    """The lines of a grid over the plane: (2 GRID_LINES, POINTS, 2)."""
    at, along = np.linspace(-REACH, REACH, GRID_LINES), np.linspace(-REACH, REACH, POINTS)
    upright = np.stack(np.broadcast_arrays(at[:, None], along), axis=-1)
    return np.concatenate([upright, upright[..., ::-1]])


def _show_moving(view, network, through: int, boundaries, merged_scores) -> None:
    """Show the grid and the boundaries at this stage, each piece of the grid in the colour of its class."""
    grid = grid_lines().reshape(-1, 2)
    inputs = np.concatenate([grid, boundaries.reshape(-1, 2)])
    trace = network.forward(inputs)
    places = morph(inputs, trace.hs[0], trace.scores, through)
    lines = places[: len(grid)].reshape(2 * GRID_LINES, POINTS, 2)
    classes = trace.scores[: len(grid)].argmax(axis=1).reshape(2 * GRID_LINES, POINTS)
    for label, line in enumerate(view.grid):
        line.set_data(*_pieces(lines, classes == label).T)
    view.moved.set_data(*_joined(places[len(grid) :].reshape(boundaries.shape)))
    view.merged.set_data(*fitted(score_plane(merged_scores)).T)


def _pieces(lines, mask) -> np.ndarray:
    """The pieces of `lines` (n, points, 2) that begin at points of the `mask` (n, points), as a single line with gaps (m, 2)."""
    begins = mask.copy()
    begins[:, -1] = False
    kept = begins | np.roll(begins, 1, axis=1)
    both = np.stack([lines, np.full_like(lines, np.nan)], axis=2)  # each point, and the gap after it
    return both[np.stack([kept, kept & ~begins], axis=2)]


def _joined(lines) -> np.ndarray:
    """Lines (m, 2, 2) as x and y (2, 3 m) of a single line with gaps, which draws fastest."""
    return np.insert(lines, 2, np.nan, axis=1).reshape(-1, 2).T


def _stage_name(through: int, nonlinear: bool) -> str:
    """What the grid shows at this stage: "x", "W₁x", or on the way to it."""
    names = ["x", "max(0, W₁x + b₁)", "W₂ max(0, W₁x + b₁)"] if nonlinear else ["x", "W₁x", "W₂W₁x"]
    station, rest = divmod(2 * through, STAGES)
    return f"{names[station]} → {names[station + 1]}" if rest else names[station]


def _show_matrices(view, matrices: list, equal: bool) -> None:
    """Show the matrices side by side with square cells of one size, so that their shapes can be seen."""
    rows, columns = np.array([matrix.shape for matrix in matrices]).T
    gap = SIGN_GAP if equal else NAME_GAP
    cell = min(1.1, (WIDTH - 2 * gap - 0.8) / columns.sum(), (HEIGHT - 3) / rows.max())
    pixel = cell / CELL_PIXELS
    starts = np.cumsum([0, *(CELL_PIXELS * columns[:-1] + round(gap / pixel))])  # of the matrices in the image
    height, width = CELL_PIXELS * rows.max(), starts[-1] + CELL_PIXELS * columns[-1]
    image = drawing.blank(height, width)
    for matrix, start in zip(matrices, starts, strict=True):
        cells = view.tones[np.round(127 + 127 * np.clip(matrix / LARGEST, -1, 1)).astype(int)]
        cells = cells.repeat(CELL_PIXELS, axis=0).repeat(CELL_PIXELS, axis=1)
        row = (height - len(cells)) // 2
        image[row : row + len(cells), start : start + cells.shape[1]] = cells
    edge = (WIDTH - pixel * width) / 2
    view.matrices.set_data(image)
    view.matrices.set_extent((edge, edge + pixel * width, (HEIGHT - pixel * height) / 2, (HEIGHT + pixel * height) / 2))
    left = edge + pixel * starts
    right, bottom, top = left + cell * columns, (HEIGHT - cell * rows) / 2, (HEIGHT + cell * rows) / 2
    x, y = np.array([left, right, right, left, left, [np.nan] * 3]), np.array([bottom, bottom, top, top, bottom, bottom])
    view.outlines.set_data(x.T.ravel(), y.T.ravel())
    middle, gaps = (left + right) / 2, right + gap / 2
    names = [(x, y + 0.6, name) for x, y, name in zip(middle, top, ("W₂", "W₁", "W₂W₁"), strict=True)]
    shapes = [(x, y - 0.6, format_shape(matrix)) for x, y, matrix in zip(middle, bottom, matrices, strict=True)]
    view.labels.texts = [*names, *shapes, (gaps[0], HEIGHT / 2, "" if equal else translate("relu"))]
    view.operators.texts = [(x, HEIGHT / 2, sign) for x, sign in zip(gaps[:2], ("·", "=") if equal else ("", "≠"), strict=True)]
