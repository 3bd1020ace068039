"""A linear classifier and a two-layer network learn points in the plane that a line cannot separate."""

import numpy as np

from nnlab import DATASETS, Network, mlp, sgd
from nnlab.activations import identity
from nnlab.engine import drawing
from nnlab.engine.plane import Plane, line_through
from nnlab.engine.runs import TrainingScene, drawable_losses
from nnlab.engine.scene import View
from nnlab.engine.stacked import StackedFigure
from nnlab.language import translate

PER_CLASS = 100  # points to learn
FEW = 5  # hidden units; the lines of more are paler, so that they do not bury the points
LARGEST_LOSS = 1.3  # a larger one is drawn here


def architecture(network: Network) -> str:
    """The layer sizes as the lecture writes them: 3072–100–10."""
    linear = all(layer.activation is identity for layer in network.layers)
    return "–".join(map(str, network.sizes)) + (f" ({translate('linear')})" if linear else "")


def lines_of(layer, reach: float) -> np.ndarray:
    """The lines w · x + b = 0 of a layer's units in the plane, one after the other, with NaN between them: x and y, (2, 3 units)."""
    lines = [line_through(w, b, reach) for w, b in zip(layer.W, layer.b, strict=True)]
    return np.concatenate([np.column_stack([line, [np.nan, np.nan]]) for line in lines], axis=1)


def score_plane(scores) -> np.ndarray:
    """A place (N, 2) for each example, linear in its scores (N, classes); where two scores are equal is a straight line.

    Three scores are seen along (1, 1, 1), for adding the same number to all of them changes no answer; of two scores nothing is lost.
    """
    n_classes = scores.shape[1]
    angles = np.pi * (0.5 + 2 * np.arange(n_classes) / n_classes)
    directions = np.column_stack([np.cos(angles), np.sin(angles)]) if n_classes == 3 else np.array([[-1.0, 1.0], [1.0, 1.0]])
    return scores @ directions


def scores_at(places, n_classes: int) -> np.ndarray:
    """Scores (N, classes) whose place in the `score_plane` is `places` (N, 2)."""
    return places @ np.linalg.pinv(score_plane(np.eye(n_classes)))


class TrainNetwork(TrainingScene):
    """A network learns points in the plane. Parameters: `dataset`, `hidden` (0 is linear), `activation`, `learning_rate`, `l2`, `step`."""

    stacks = True
    narrow_heights = (4.1, 3.9, 2.8)
    size = (9.6, 3.5)
    rebuild_on = frozenset({"dataset"})
    steps = 400

    def build(self, figure, *, dataset, **params):
        left, middle, right = figure.subplots(1, 3, width_ratios=(1, 1, 1))
        X, y = DATASETS[dataset](PER_CLASS)
        left.set(label="data", title=translate("train_network.regions"), box_aspect=1)
        view = View(reach=1.15 * float(np.abs(X).max()), X=X, y=y, classes=int(y.max()) + 1)
        view.plane = Plane(left, view.reach, view.classes)
        view.plane.show_points(X, y)
        view.lines = drawing.curve(left, color=drawing.INK, linestyle=":", linewidth=0.9, zorder=2)
        view.score_plane = Plane(middle, 1.1, view.classes)
        middle.set(title=translate("train_network.score_plane"), box_aspect=1, xticks=[], yticks=[], xlabel="", ylabel="")
        middle.spines[:].set_visible(False)
        view.score_plane.show_scores(9 * scores_at(view.score_plane.inputs, view.classes))
        right.set(ylabel=translate("train_network.curves"), xlabel=translate("step"), xlim=(-8, self.steps + 8), ylim=(0, 1.35))
        right.set_box_aspect(None if isinstance(figure, StackedFigure) else 1)
        right.set_yticks([0, 0.25, 0.5, 0.75, 1, LARGEST_LOSS], ["0", "0.25", "0.5", "0.75", "1", f"≥ {LARGEST_LOSS:g}"])
        view.loss = drawing.curve(right, color=drawing.BLUE, label=translate("loss"))
        view.accuracy = drawing.curve(right, color=drawing.GREEN, linestyle="--", label=translate("accuracy"))
        view.now = [right.plot([], [], "o", color=color, markersize=9)[0] for color in (drawing.BLUE, drawing.GREEN)]
        drawing.legend_above(right)
        view.live = [*view.plane.artists, view.lines, *view.score_plane.artists, view.loss, view.accuracy, *view.now]
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
        view.lines.set_data(*(lines_of(network.layers[0], view.reach) if params["hidden"] else ([], [])))
        view.lines.set_alpha(float(np.clip(FEW / max(1, params["hidden"]), 0.25, 1)))
        scores = network.scores(view.X)
        places = score_plane(scores)
        with np.errstate(all="ignore"):  # a training that diverges has scores of any size
            view.score_plane.show_points(places / max(1e-12, float(np.hypot(*places.T).max())), view.y)
        for line, dot, values in zip((view.loss, view.accuracy), view.now, (run.losses, run.accuracies), strict=True):
            values = drawable_losses(values, 0, LARGEST_LOSS)
            line.set_data(np.arange(len(values)), values)
            dot.set_data([step], [values[step]])
        key = "train_network.status_diverged" if run.diverged and params["step"] >= len(run.losses) - 1 else "train_network.status"
        status = translate(key, step=step, name=architecture(network), parameters=network.n_parameters, loss=run.losses[step],
                           accuracy=run.accuracies[step], chance=1 / network.sizes[-1])  # fmt: skip
        if run.diverged or np.ptp(scores.argmax(axis=1)):
            return status
        overshot = max(run.losses[: step + 1]) > run.losses[0]  # the whole data's loss: only too large a step makes it larger
        return f"{status} {translate('train_network.one_class_step' if overshot else 'train_network.one_class')}"
