"""The lecture's network learns real images: the scores of one image, and the accuracy on images not trained on."""

import functools

import numpy as np

from nnlab import mlp, photos, sgd
from nnlab.data import PHOTO_NAMES
from nnlab.engine import drawing
from nnlab.engine.runs import TrainingScene
from nnlab.engine.scene import View
from nnlab.language import translate
from nnlab.lecture.score_functions.train_network import architecture


@functools.cache
def data():
    """Training and test images: (X, y), (X_test, y_test)."""
    return photos("train", 4000), photos("test", 500, seed=1)


class ImageScores(TrainingScene):
    """The lecture's network on real images. Parameters: `hidden` (0 is linear), `learning_rate`, `step`, `image`."""

    size = (8.4, 3.7)
    steps = 240
    max_runs = 3
    snapshots = 25

    def build(self, figure, **params):
        picture, scores, curves = figure.subplots(1, 3, width_ratios=(0.8, 1.0, 1.3))
        picture.set(title=translate("image_scores.input"), xticks=[], yticks=[], anchor="N")
        picture.grid(False)
        view = View(picture=picture.imshow(np.zeros((32, 32, 3), dtype=np.uint8), interpolation="nearest"))
        names = [translate(f"photo.{name}") for name in PHOTO_NAMES]
        scores.set(title=translate("image_scores.scores"), yticks=range(10), yticklabels=names, ylim=(9.6, -0.6), xlim=(-9, 13), xlabel="S")
        scores.grid(False, axis="y")
        scores.axvline(0, color=drawing.GREY, linewidth=0.8)
        view.bars = [drawing.curve(scores, color=drawing.SKY, linewidth=9, solid_capstyle="butt") for _ in range(10)]
        view.best = scores.plot([], [], "<", color=drawing.INK, markersize=9)[0]
        view.true = scores.plot([], [], "o", color=drawing.INK, markersize=6, markerfacecolor="none", markeredgewidth=1.6)[0]
        curves.set(title=translate("image_scores.accuracy"), xlabel=translate("step"), xlim=(-5, self.steps + 5), ylim=(0, 1.4))
        curves.set_yticks(np.linspace(0, 1, 6))  # the legend stands above 1
        curves.axhline(0.1, color=drawing.GREY, linewidth=1, linestyle=":", label=translate("chance"))
        view.train_curve = drawing.curve(curves, color=drawing.SKY, linewidth=1.4, label=translate("image_scores.batch"))
        view.test_curve = drawing.curve(curves, color=drawing.GREEN, marker="o", markersize=4, label=translate("image_scores.test"))
        view.now = curves.plot([], [], "o", color=drawing.ORANGE, markersize=10, markeredgecolor="white", clip_on=False)[0]
        curves.legend(loc="upper right")
        view.live = [view.picture, *view.bars, view.best, view.true, view.train_curve, view.test_curve, view.now]
        return view

    def run_key(self, *, hidden, learning_rate, **params):
        return hidden, learning_rate

    def start_training(self, hidden, learning_rate):
        (X, y), _ = data()
        network = mlp([3072, hidden, 10] if hidden else [3072, 10], dtype=np.float32)
        return sgd(network, X, y, learning_rate=learning_rate, steps=self.steps, batch_size=256), self.steps

    def update(self, view, *, step, image, **params):
        _, (X, y) = data()
        key = self.run_key(**params)
        run = self.run(*key)
        i = run.index_at(step)
        network = run.networks[i]
        accuracies = self.runs.derive(key, "test accuracy", lambda network: float(np.mean(network.predict(X) == y)))
        view.train_curve.set_data(np.arange(len(run.accuracies)), run.accuracies)
        view.test_curve.set_data(run.steps, accuracies)
        view.now.set_data([run.steps[i]], [accuracies[i]])
        scores, true = network.forward(X[[image]]).scores[0], int(y[image])
        best = int(scores.argmax())
        view.picture.set_data(np.round(X[image].reshape(32, 32, 3) * 127.5 + 127.5).astype(np.uint8))
        for label, bar in enumerate(view.bars):
            bar.set_data([0, np.clip(scores[label], -9, 12)], [label, label])
        view.best.set_data([12.3], [best])
        view.true.set_data([12.3 if best != true else 11.2], [true])
        status = "diverged" if run.diverged and step >= len(run.losses) - 1 else "right" if best == true else "wrong"
        return translate(f"image_scores.status_{status}", step=run.steps[i], name=architecture(network), parameters=network.n_parameters,
                         score=float(scores[best]), accuracy=accuracies[i], best=translate(f"photo.{PHOTO_NAMES[best]}"),
                         true=translate(f"photo.{PHOTO_NAMES[true]}"))  # fmt: skip
