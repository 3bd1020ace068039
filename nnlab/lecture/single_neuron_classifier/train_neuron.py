"""A neuron that learns by gradient descent, its boundary and its loss after every step."""

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.plane import Plane
from nnlab.engine.scene import View
from nnlab.engine.stacked import StackedFigure
from nnlab.language import translate
from nnlab.lecture.single_neuron_classifier.points import REACH, EditablePoints, fit_neuron, loss_of_margin, show_neuron, show_street

WEIGHT_REACH = 4.2  # of the plane of weights
RESOLUTION = 26  # of the losses in it


class TrainNeuron(EditablePoints):
    """A neuron that learns. Parameters: `loss`, `learning_rate`, `l2`, `step` and those of the points."""

    size = (9.6, 3.5)
    narrow_heights = (4.2, 4.2, 2.8)
    steps = 100

    def build(self, figure, **params):
        left, middle, right = figure.subplots(1, 3, width_ratios=(1, 1, 1))
        left.set(label="data", title=translate("decision_boundary.data"), box_aspect=1)
        view = View(plane=Plane(left, REACH, 2), boundary=drawing.curve(left, color=drawing.INK, linewidth=2.4))
        view.margins = [drawing.curve(left, color=drawing.INK, linewidth=1.1, linestyle="--") for _ in range(2)]
        view.street = left.fill([0], [0], color=drawing.INK, alpha=0.14, linewidth=0)[0]
        limits = (-WEIGHT_REACH, WEIGHT_REACH)
        middle.set(title=translate("train_neuron.surface"), xlabel="$w_1$", ylabel="$w_2$", xlim=limits, ylim=limits, box_aspect=1)
        middle.grid(False)
        view.weights = drawing.pixel_centers(middle, RESOLUTION)
        view.surface = drawing.heatmap(middle, RESOLUTION)
        view.path = drawing.curve(middle, color=drawing.INK, linewidth=1.4, marker=".", markersize=5, zorder=3)
        view.here = middle.plot([], [], "o", color=drawing.ORANGE, markersize=10, markeredgecolor=drawing.PAPER, zorder=4)[0]
        ylabel = f"{translate('loss')}, {translate('train_neuron.norm')}"
        right.set(xlabel=translate("step"), ylabel=ylabel, xlim=(-2, self.steps + 2), ylim=(-0.06, 2))
        right.set_box_aspect(None if isinstance(figure, StackedFigure) else 1)
        view.loss = drawing.curve(right, color=drawing.BLUE, label=translate("loss"))
        view.norm = drawing.curve(right, color=drawing.GREEN, linestyle="--", label=translate("train_neuron.norm"))
        view.now = [right.plot([], [], "o", color=color, markersize=9)[0] for color in (drawing.BLUE, drawing.GREEN)]
        drawing.legend_above(right, handlelength=1.4, columnspacing=1.0)
        view.live = [*view.plane.artists, view.street, *view.margins, view.boundary, view.surface, view.path, view.here,
                     view.loss, view.norm, *view.now]  # fmt: skip
        return view

    def update(self, view, *, loss, learning_rate, l2, step, **params):
        X, y, selected = self.points(**params)
        run = fit_neuron(-1.5, 1.0, 0.5, X, y, loss=loss, learning_rate=learning_rate, l2=l2, steps=self.steps, snapshots=self.steps + 1)
        weights = np.array([network.layers[0].W[0] for network in run.networks])
        norms = np.linalg.norm(weights, axis=1) / 5
        last = len(run.networks) - 1  # the step at which a training diverges has no network
        i = min(step, last)
        network = run.networks[i]
        w, b = network.layers[0].W[0], network.layers[0].b[0]
        wrong = network.predict(X) != y
        view.plane.show_points(X, y, wrong, selected)
        show_neuron(view, w, b)
        width = show_street(view, w, b)
        losses = loss_of_margin(loss, (2 * y - 1) * (view.weights @ X.T + b)).mean(axis=1) + 0.5 * l2 * (view.weights**2).sum(axis=1)
        view.surface.set_data(drawing.shaded_contours(losses.reshape(RESOLUTION, RESOLUTION)))
        path = weights[: i + 1]
        view.path.set_data(*np.clip(path, -1e3, 1e3).T)
        view.here.set_data(*np.clip(path[-1:], -1e3, 1e3).T)
        for artist in (view.street, *view.margins):
            artist.set_visible(loss == "hinge")
        losses = run.losses[: len(norms)]
        for line, dot, values in zip((view.loss, view.norm), view.now, (losses, norms), strict=True):
            line.set_data(range(i + 1), np.minimum(values[: i + 1], 10))  # no farther: what comes next is to be predicted
            dot.set_data([i], [min(values[i], 10)])
        penalty = 0.5 * l2 * w @ w
        value = translate("train_neuron.value" if l2 == 0 else "train_neuron.value_l2", loss=translate(f"loss.{loss}"), value=losses[i],
                          data=losses[i] - penalty, penalty=penalty)  # fmt: skip
        if run.diverged:
            right = round(run.accuracies[last] * len(y))
            return translate("train_neuron.status_diverged", step=last, value=losses[last], right=right, n=len(y))
        key = "status" if loss != "hinge" else "status_street" if _shows_street(w, b) else "status_wide_street"
        right = int((~wrong).sum())
        return translate(f"train_neuron.{key}", width=width, step=i, value=value, right=right, n=len(y), w1=w[0], w2=w[1], b=b)


def _shows_street(w, b: float) -> bool:
    """Whether an edge of the street, where the sum is −1 or +1, is within the picture."""
    return min(abs(1 - b), abs(-1 - b)) < REACH * np.abs(w).sum()
