"""Score functions: layers without a non-linearity collapse into one, and layers with it learn what a line cannot."""

import functools

import numpy as np

from nnlab.activations import identity
from nnlab.data import DATASETS, PHOTO_NAMES, photos
from nnlab.engine import drawing
from nnlab.engine.labels import Labels
from nnlab.engine.plane import Plane
from nnlab.engine.runs import Training
from nnlab.engine.scene import Scene, View
from nnlab.language import translate
from nnlab.network import Layer, Network, mlp
from nnlab.training import Trajectory, sgd


def regions(plane: Plane, network: Network) -> None:
    """Colour a plane by the network's classes, paler where the best score leads the second by little."""
    show_scores(plane, network.scores(plane.inputs))


def show_scores(plane: Plane, scores: np.ndarray) -> None:
    """The same for scores at the plane's inputs."""
    if scores.shape[1] == 1:
        plane.show_regions((scores[:, 0] > 0).astype(int), np.minimum(1, np.abs(scores[:, 0]) / 2))
    else:
        second, best = np.partition(scores, -2, axis=1)[:, -2:].T
        plane.show_regions(scores.argmax(axis=1), np.minimum(1, (best - second) / 2))


WIDE, HIGH, GAP = 16.0, 10.0, 1.8  # the panel of matrices and the room between two of them, in its own units


class Collapse(Scene):
    """Two layers with and without max(0, ·) between them. Parameters: `hidden`, `nonlinear`, `seed`."""

    size = (8.6, 3.6)

    def build(self, figure, *, hidden, nonlinear, seed):
        left, right = figure.subplots(1, 2, width_ratios=(1, 1.35))
        left.set(label="data", title=translate("collapse.regions"), box_aspect=1)
        self._plane = Plane(left, 2.0, 3)
        self._matrices = [right.imshow(np.zeros((1, 1)), cmap="RdBu_r", vmin=-2, vmax=2, interpolation="nearest") for _ in range(3)]
        right.set(xlim=(0, WIDE), ylim=(0, HIGH))
        right.set_axis_off()
        self._frames = drawing.curve(right, color=drawing.GREY, linewidth=0.8)
        self._names, self._signs = (right.add_artist(Labels(size)) for size in (12, 20))

    def update(self, *, hidden, nonlinear, seed):
        network = mlp([2, hidden, 3], "relu" if nonlinear else "identity", init=1.0, seed=seed)
        W1, W2 = (layer.W for layer in network.layers)
        network.layers[0].b[...] = np.random.default_rng(seed + 1000).standard_normal(hidden) * (0.7 if nonlinear else 0.0)
        one = Network([Layer(W2 @ W1, np.zeros(3))])
        self._show_matrices(W2, W1, W2 @ W1, equal=not nonlinear)
        scores, others = (either.scores(self._plane.inputs) for either in (network, one))
        show_scores(self._plane, scores)
        gap, agree = float(np.abs(scores - others).max()), float(np.mean(scores.argmax(axis=1) == others.argmax(axis=1)))
        key = "collapse.status_nonlinear" if nonlinear else "collapse.status"
        sentence = translate(
            key, hidden=hidden, rank=np.linalg.matrix_rank(W2 @ W1), gap=f"{gap:.0e}" if gap < 1e-6 else f"{gap:.2f}", agree=agree
        )
        return View([*self._plane.artists, *self._matrices, self._frames, self._names, self._signs], sentence)

    def _show_matrices(self, *matrices, equal: bool) -> None:
        """Side by side, every cell a square of the same size: a shape is seen, not only read."""
        rows, columns = np.array([matrix.shape for matrix in matrices]).T
        cell = min(1.1, (WIDE - 2 * GAP - 0.4) / columns.sum(), (HIGH - 3) / rows.max())
        left = (WIDE - 2 * GAP - cell * columns.sum()) / 2 + np.cumsum([0, *(cell * columns[:-1] + GAP)])
        right, low, high = left + cell * columns, (HIGH - cell * rows) / 2, (HIGH + cell * rows) / 2
        for image, matrix, *extent in zip(self._matrices, matrices, left, right, low, high, strict=True):
            image.set_data(matrix)
            image.set_extent(extent)
        x, y = np.array([left, right, right, left, left, [np.nan] * 3]), np.array([low, low, high, high, low, low])
        self._frames.set_data(x.T.ravel(), y.T.ravel())
        middle = (left + right) / 2
        names = [(x, y + 0.7, name) for x, y, name in zip(middle, high, ("W₂", "W₁", "W₂W₁"), strict=True)]
        shapes = [(x, y - 0.7, f"{m}×{n}") for x, y, m, n in zip(middle, low, rows, columns, strict=True)]
        between = right + GAP / 2
        self._names.texts = names + shapes + [(between[0], HIGH / 2, "" if equal else translate("relu"))]
        self._signs.texts = [(x, HIGH / 2, sign) for x, sign in zip(between, ("·", "=") if equal else ("", "≠"), strict=False)]


class TrainNetwork(Training):
    """A network learns points in the plane. Parameters: `dataset`, `hidden` (0 is linear), `activation`, `learning_rate`, `l2`, `step`."""

    rebuild_on = frozenset({"dataset"})
    steps = 400

    def build(self, figure, *, dataset, **params):
        left, right = figure.subplots(1, 2, width_ratios=(1, 1.2))
        X, y = self._data(dataset)
        left.set(label="data", title=translate("train_network.regions"), box_aspect=1)
        self._plane = Plane(left, 1.15 * float(np.abs(X).max()), int(y.max()) + 1)
        self._plane.show_points(X, y)
        right.set(title=translate("train_network.curves"), xlabel=translate("step"), xlim=(-8, self.steps + 8), ylim=(0, 1.35))
        self._loss = drawing.curve(right, color=drawing.BLUE, label=translate("loss"))
        self._accuracy = drawing.curve(right, color=drawing.GREEN, linestyle="--", label=translate("accuracy"))
        self._now = [right.plot([], [], "o", color=colour, markersize=9)[0] for colour in (drawing.BLUE, drawing.GREEN)]
        drawing.legend_above(right)

    @staticmethod
    @functools.cache
    def _data(dataset):
        return DATASETS[dataset](100)

    def settings(self, *, dataset, hidden, activation, learning_rate, l2, step):
        return dataset, hidden, activation if hidden else "identity", learning_rate, l2

    def descent(self, dataset, hidden, activation, learning_rate, l2):
        X, y = self._data(dataset)
        network = mlp([2, hidden, int(y.max()) + 1] if hidden else [2, int(y.max()) + 1], activation)
        return sgd(network, X, y, learning_rate=learning_rate, l2=l2, steps=self.steps), self.steps

    def update(self, **params):
        run = self.run(**params)
        at = int(np.searchsorted(run.steps, params["step"], side="right")) - 1
        network, step = run.networks[at], run.steps[at]
        regions(self._plane, network)
        for line, dot, values in zip((self._loss, self._accuracy), self._now, (run.losses, run.accuracies), strict=True):
            values = np.minimum(np.nan_to_num(values, nan=9, posinf=9), 9)
            line.set_data(np.arange(len(values)), values)
            dot.set_data([step], [values[step]])
        key = "train_network.status_diverged" if run.diverged and params["step"] >= len(run.losses) - 1 else "train_network.status"
        sentence = translate(key, step=step, name=_layers(network), parameters=network.n_parameters, loss=run.losses[step],
                        accuracy=run.accuracies[step], chance=1 / network.sizes[-1])  # fmt: skip
        return View([*self._plane.artists, self._loss, self._accuracy, *self._now], sentence)


class ImageScores(Training):
    """The lecture's network on real images. Parameters: `hidden` (0 is linear), `learning_rate`, `step`, `image`."""

    size = (8.4, 3.7)
    steps = 240
    keep = 3
    snapshots = 25
    n_test = 500

    def build(self, figure, **params):
        picture, scores, curves = figure.subplots(1, 3, width_ratios=(0.8, 1.0, 1.3))
        picture.set(title=translate("image_scores.input"), xticks=[], yticks=[], anchor="N")
        picture.grid(False)
        self._picture = picture.imshow(np.zeros((32, 32, 3), dtype=np.uint8), interpolation="nearest")
        names = [translate(f"photo.{name}") for name in PHOTO_NAMES]
        scores.set(title=translate("image_scores.scores"), yticks=range(10), yticklabels=names, ylim=(9.6, -0.6), xlim=(-9, 13), xlabel="S")
        scores.grid(False, axis="y")
        scores.axvline(0, color=drawing.GREY, linewidth=0.8)
        self._bars = [drawing.curve(scores, color=drawing.SKY, linewidth=9, solid_capstyle="butt") for _ in range(10)]
        self._best = scores.plot([], [], "<", color=drawing.INK, markersize=9)[0]
        self._true = scores.plot([], [], "o", color=drawing.INK, markersize=6, markerfacecolor="none", markeredgewidth=1.6)[0]
        curves.set(title=translate("image_scores.accuracy"), xlabel=translate("step"), xlim=(-5, self.steps + 5), ylim=(0, 1.4))
        curves.set_yticks(np.linspace(0, 1, 6))  # the legend stands above 1
        curves.axhline(0.1, color=drawing.GREY, linewidth=1, linestyle=":", label=translate("chance"))
        self._train_curve = drawing.curve(curves, color=drawing.SKY, linewidth=1.4, label=translate("image_scores.batch"))
        self._test_curve = drawing.curve(curves, color=drawing.GREEN, marker="o", markersize=4, label=translate("image_scores.test"))
        self._now = curves.plot([], [], "o", color=drawing.ORANGE, markersize=10, markeredgecolor="white", clip_on=False)[0]
        curves.legend(loc="upper right")

    @staticmethod
    @functools.cache
    def _data():
        return photos("train", 4000), photos("test", ImageScores.n_test, seed=1)

    def settings(self, *, hidden, learning_rate, step, image):
        return hidden, learning_rate

    def descent(self, hidden, learning_rate):
        (X, y), _ = self._data()
        network = mlp([3072, hidden, 10] if hidden else [3072, 10], dtype=np.float32)
        return sgd(network, X, y, learning_rate=learning_rate, steps=self.steps, batch_size=256), self.steps

    def _test_accuracies(self, run: Trajectory) -> list[float]:
        known = run.__dict__.setdefault("test_accuracies", [])
        _, (X, y) = self._data()
        for network in run.networks[len(known) :]:
            known.append(float(np.mean(network.predict(X) == y)))
        return known

    def update(self, **params):
        run = self.run(**params)
        at = int(np.searchsorted(run.steps, params["step"], side="right")) - 1
        network, (_, (X, y)) = run.networks[at], self._data()
        image = params["image"]
        self._picture.set_data(np.round(X[image].reshape(32, 32, 3) * 127.5 + 127.5).astype(np.uint8))
        scores = network.forward(X[[image]]).scores[0]
        for i, bar in enumerate(self._bars):
            bar.set_data([0, np.clip(scores[i], -9, 12)], [i, i])
        best, true = int(scores.argmax()), int(y[image])
        self._best.set_data([12.3], [best])
        self._true.set_data([12.3 if best != true else 11.2], [true])
        accuracies = self._test_accuracies(run)
        self._train_curve.set_data(np.arange(len(run.accuracies)), run.accuracies)
        self._test_curve.set_data(run.steps, accuracies)
        self._now.set_data([run.steps[at]], [accuracies[at]])
        live = [self._picture, *self._bars, self._best, self._true, self._train_curve, self._test_curve, self._now]
        if run.diverged and params["step"] >= len(run.losses) - 1:
            return View(live, translate("image_scores.status_diverged", step=run.steps[at], accuracy=accuracies[at]))
        key = "image_scores.status_right" if best == true else "image_scores.status_wrong"
        names = {name: translate(f"photo.{PHOTO_NAMES[i]}") for name, i in (("best", best), ("true", true))}
        return View(live, translate(key, step=run.steps[at], name=_layers(network), parameters=network.n_parameters,
                               score=float(scores[best]), accuracy=accuracies[at], **names))  # fmt: skip


def _layers(network: Network) -> str:
    """The sizes as the lecture writes them: 3072–100–10."""
    return "–".join(map(str, network.sizes)) + (
        "" if any(layer.activation is not identity for layer in network.layers) else f" ({translate('linear')})"
    )
