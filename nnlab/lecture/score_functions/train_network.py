"""A linear classifier and a two-layer network learn points in the plane that a line cannot separate."""

import numpy as np

from nnlab import DATASETS, Network, mlp, sgd
from nnlab.activations import identity
from nnlab.engine import drawing
from nnlab.engine.plane import Plane
from nnlab.engine.runs import TrainingScene, drawable_losses
from nnlab.engine.scene import View
from nnlab.language import translate

PER_CLASS = 100  # points to learn


def architecture(network: Network) -> str:
    """The layer sizes as the lecture writes them: 3072–100–10."""
    linear = all(layer.activation is identity for layer in network.layers)
    return "–".join(map(str, network.sizes)) + (f" ({translate('linear')})" if linear else "")


class TrainNetwork(TrainingScene):
    """A network learns points in the plane. Parameters: `dataset`, `hidden` (0 is linear), `activation`, `learning_rate`, `l2`, `step`."""

    rebuild_on = frozenset({"dataset"})
    steps = 400

    def build(self, figure, *, dataset, **params):
        left, right = figure.subplots(1, 2, width_ratios=(1, 1.2))
        X, y = DATASETS[dataset](PER_CLASS)
        left.set(label="data", title=translate("train_network.regions"), box_aspect=1)
        view = View(plane=Plane(left, 1.15 * float(np.abs(X).max()), int(y.max()) + 1))
        view.plane.show_points(X, y)
        right.set(title=translate("train_network.curves"), xlabel=translate("step"), xlim=(-8, self.steps + 8), ylim=(0, 1.35))
        view.loss = drawing.curve(right, color=drawing.BLUE, label=translate("loss"))
        view.accuracy = drawing.curve(right, color=drawing.GREEN, linestyle="--", label=translate("accuracy"))
        view.now = [right.plot([], [], "o", color=color, markersize=9)[0] for color in (drawing.BLUE, drawing.GREEN)]
        drawing.legend_above(right)
        view.live = [*view.plane.artists, view.loss, view.accuracy, *view.now]
        return view

    def run_key(self, *, dataset, hidden, activation, learning_rate, l2, step):
        return dataset, hidden, activation if hidden else "identity", learning_rate, l2

    def start_training(self, dataset, hidden, activation, learning_rate, l2):
        X, y = DATASETS[dataset](PER_CLASS)
        n_classes = int(y.max()) + 1
        network = mlp([2, hidden, n_classes] if hidden else [2, n_classes], activation)
        return sgd(network, X, y, learning_rate=learning_rate, l2=l2, steps=self.steps), self.steps

    def update(self, view, **params):
        run = self.run(*self.run_key(**params))
        i = run.index_at(params["step"])
        network, step = run.networks[i], run.steps[i]
        view.plane.show_scores(network.scores(view.plane.inputs))
        for line, dot, values in zip((view.loss, view.accuracy), view.now, (run.losses, run.accuracies), strict=True):
            values = drawable_losses(values, 0, 9)
            line.set_data(np.arange(len(values)), values)
            dot.set_data([step], [values[step]])
        key = "train_network.status_diverged" if run.diverged and params["step"] >= len(run.losses) - 1 else "train_network.status"
        return translate(key, step=step, name=architecture(network), parameters=network.n_parameters, loss=run.losses[step],
                         accuracy=run.accuracies[step], chance=1 / network.sizes[-1])  # fmt: skip
