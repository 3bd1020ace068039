"""The lecture's network learns real images: the rows of W₁ as images, the units that are on, the scores, the accuracy."""

import functools

import numpy as np

from nnlab import mlp, photos, sgd
from nnlab.data import PHOTO_NAMES, patch_places, photographs
from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, Labels, name_ends
from nnlab.engine.numbers import format_number
from nnlab.engine.runs import TrainingScene
from nnlab.engine.scene import View
from nnlab.engine.stacked import StackedFigure
from nnlab.language import translate
from nnlab.lecture.score_functions.tiles import columns_of, tile_rows
from nnlab.lecture.score_functions.train_network import architecture

TEST = {"split": "test", "n": 500, "seed": 1}
DRAWN_SCORES = -12, 10  # a bar ends here at the latest; the number beside it is the score
SIDE, GAP, PATCH = 256, 24, 160  # of a photograph, beside it, and of the enlarged patch, in pixels of a photograph


@functools.cache
def data():
    """Training and test images: (X, y), (X_test, y_test)."""
    return photos("train", 4000), photos(**TEST)


@functools.cache
def sources() -> tuple[np.ndarray, np.ndarray]:
    """The photographs at half their resolution, and the place (left column, upper row) of each test image in its photograph."""
    pictures = photographs()
    _, rows, columns = patch_places(pictures.shape[:3], **TEST)
    halves = pictures.reshape(len(pictures), SIDE // 2, 2, SIDE // 2, 2, 3).mean(axis=(2, 4))
    return np.round(halves).astype(np.uint8), np.stack([columns, rows], axis=1)


class ImageScores(TrainingScene):
    """The lecture's network on real images. Parameters: `hidden` (0 is linear), `learning_rate`, `step`, `image`, `learned`."""

    stacks = True
    narrow_heights = (2.4, 4.2, 2.8, 2.4)
    size = (9.6, 4.5)
    rebuild_on = frozenset({"hidden", "learned"})
    steps = 240
    max_runs = 3
    snapshots = 25

    def build(self, figure, *, hidden, learned, **params):
        if isinstance(figure, StackedFigure):
            panels = dict(zip(("x", "W", "S", "accuracy"), figure.subplots(1, 4), strict=True))
        else:
            mosaic = [["x", "W", "S"], ["accuracy", "W", "S"]]
            panels = figure.subplot_mosaic(mosaic, width_ratios=(0.8, 1.25, 0.85), height_ratios=(0.75, 1))
        view = View()
        _build_image(view, panels["x"])
        _build_tiles(view, panels["W"], hidden, learned)
        _build_scores(view, panels["S"])
        _build_curves(view, panels["accuracy"], self.steps)
        curves = [view.train_curve, view.test_curve, *view.curve_names, view.now]
        scores = [*view.bars, view.scores, view.best, view.true]
        view.live = [view.photograph, view.picture, view.frame, view.tiles, view.names, *scores, *curves]
        return view

    def run_key(self, *, hidden, learning_rate, **params):
        return hidden, learning_rate

    def start_training(self, hidden, learning_rate):
        (X, y), _ = data()
        network = mlp([3072, hidden, 10] if hidden else [3072, 10], dtype=np.float32)
        return sgd(network, X, y, learning_rate=learning_rate, steps=self.steps, batch_size=256), self.steps

    def update(self, view, *, step, image, learned, **params):
        _, (X, y) = data()
        key = self.run_key(**params)
        run = self.run(*key)
        i = run.index_at(step)
        network = run.networks[i]
        accuracies = self.runs.derive(key, "test accuracy", lambda network: float(np.mean(network.predict(X) == y)))
        view.train_curve.set_data(np.arange(len(run.accuracies)), run.accuracies)
        view.test_curve.set_data(run.steps, accuracies)
        view.now.set_data([run.steps[i]], [accuracies[i]])
        names = [translate(f"image_scores.{key}") for key in ("batch", "test")]
        name_ends(view.curve_names, [view.train_curve, view.test_curve], names, share=0.5)
        trace, true = network.forward(X[[image]]), int(y[image])
        scores, on = trace.scores[0], trace.zs[0][0] > 0
        best = int(scores.argmax())
        pictures, places = sources()
        view.photograph.set_data(pictures[true])
        view.frame.set_data(*_frame(places[image]).T)
        view.picture.set_data(np.round(X[image].reshape(32, 32, 3) * 127.5 + 127.5).astype(np.uint8))
        W = network.layers[0].W - (run.networks[0].layers[0].W if learned else 0)
        view.tiles.set_data(tile_rows(W, on if params["hidden"] else None))
        for label, bar in enumerate(view.bars):
            bar.set_data([0, np.clip(scores[label], *DRAWN_SCORES)], [label, label])
        ends = np.clip(scores, 0, DRAWN_SCORES[1]) + 0.5
        view.scores.texts = [(end, label, format_number(scores[label], ".1f"), LEFT) for label, end in enumerate(ends)]
        marks = ends + 5  # behind the numbers
        view.best.set_data([marks[best]], [best])
        view.true.set_data([marks[true] + (1.5 if best == true else 0)], [true])
        ending = "diverged" if run.diverged and step >= len(run.losses) - 1 else "right" if best == true else "wrong"
        status = translate(f"image_scores.status_{ending}", step=run.steps[i], name=architecture(network), parameters=network.n_parameters,
                           score=float(scores[best]), accuracy=accuracies[i], best=translate(f"photo.{PHOTO_NAMES[best]}"),
                           true=translate(f"photo.{PHOTO_NAMES[true]}"))  # fmt: skip
        tiles = translate(f"image_scores.tiles_{'hidden' if params['hidden'] else 'linear'}", on=int(on.sum()), hidden=params["hidden"])
        return f"{status} {tiles}"


def _build_image(view, axes) -> None:
    """The whole photograph with a frame around the patch that is x, and the patch enlarged beside it."""
    axes.set(title=translate("image_scores.input"), anchor="NW")
    axes.set_axis_off()
    photograph, patch = np.zeros((SIDE // 2, SIDE // 2, 3), np.uint8), np.zeros((32, 32, 3), np.uint8)
    view.photograph = axes.imshow(photograph, extent=(0, SIDE, SIDE, 0))
    view.picture = axes.imshow(patch, extent=(SIDE + GAP, SIDE + GAP + PATCH, PATCH, 0), interpolation="nearest")
    axes.set(xlim=(-4, SIDE + GAP + PATCH + 4), ylim=(SIDE + 4, -4))
    view.frame = drawing.curve(axes, color=drawing.ORANGE, linewidth=1.6)


def _frame(place) -> np.ndarray:
    """The frame (n, 2) of a patch at this place of the photograph, the frame of the enlarged one, and two lines between them."""
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
    small, large, gap = place + 32 * square, [SIDE + GAP, 0] + PATCH * square, [[np.nan, np.nan]]
    return np.concatenate([small, gap, large, gap, [small[1], large[0]], gap, [small[2], large[3]]])


def _build_tiles(view, axes, hidden: int, learned: bool) -> None:
    """One image of all tiles, of weights or of their change; the ten templates of a linear classifier have their class below them."""
    n = hidden or 10
    title = f"image_scores.{'hidden' if hidden else 'linear'}_{'change' if learned else 'rows'}"
    axes.set(title=translate(title), anchor="N")
    axes.set_axis_off()
    start = tile_rows(np.zeros((n, 3072)), np.zeros(n, dtype=bool) if hidden else None)
    view.tiles = axes.imshow(start)
    view.names = axes.add_artist(Labels(10))
    if not hidden:
        side = start.shape[1] / columns_of(n)
        places = [divmod(label, columns_of(n)) for label in range(10)]
        view.names.texts = [((column + 0.5) * side, (row + 0.92) * side, translate(f"photo.{name}"))
                            for (row, column), name in zip(places, PHOTO_NAMES, strict=True)]  # fmt: skip


def _build_scores(view, axes) -> None:
    names = [translate(f"photo.{name}") for name in PHOTO_NAMES]
    axes.set(title=translate("image_scores.scores"), yticks=range(10), yticklabels=names, ylim=(9.6, -0.6), xlim=(-12, 18),
             xticks=(-10, -5, 0, 5, 10), xlabel=translate("image_scores.axis"))  # fmt: skip
    axes.grid(False, axis="y")
    axes.axvline(0, color=drawing.GREY, linewidth=0.8)
    view.bars = [drawing.curve(axes, color=drawing.SKY, linewidth=9, solid_capstyle="butt") for _ in range(10)]
    view.scores = axes.add_artist(Labels(10.5))
    view.best = axes.plot([], [], "<", color=drawing.INK, markersize=9)[0]
    view.true = axes.plot([], [], "o", color=drawing.INK, markersize=6, markerfacecolor="none", markeredgewidth=1.6)[0]


def _build_curves(view, axes, steps: int) -> None:
    axes.set(title=translate("image_scores.accuracy"), xlabel=translate("step"), xlim=(-5, steps + 5), ylim=(0, 1.08))
    axes.set_yticks(np.linspace(0, 1, 5), ["0%", "25%", "50%", "75%", "100%"])
    axes.axhline(0.1, color=drawing.GREY, linewidth=1, linestyle=":")
    view.train_curve = drawing.curve(axes, color=drawing.BLUE, linewidth=1.0)
    view.test_curve = drawing.curve(axes, color=drawing.GREEN, marker="o", markersize=4)
    view.curve_names = [axes.add_artist(Labels(10.5, color)) for color in (drawing.BLUE, drawing.GREEN_TEXT)]
    view.now = axes.plot([], [], "o", color=drawing.ORANGE, markersize=10, markeredgecolor=drawing.PAPER, clip_on=False)[0]
