"""A neuron that learns by gradient descent, its boundary and its loss after every step."""

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.plane import Plane
from nnlab.engine.scene import View
from nnlab.language import translate
from nnlab.lecture.single_neuron_classifier.points import REACH, EditablePoints, fit_neuron, show_neuron, show_street


class TrainNeuron(EditablePoints):
    """A neuron that learns. Parameters: `loss`, `learning_rate`, `l2`, `step` and those of the points."""

    steps = 100

    def build(self, figure, **params):
        left, right = figure.subplots(1, 2, width_ratios=(1, 1.2))
        left.set(label="data", title=translate("decision_boundary.data"), box_aspect=1)
        view = View(plane=Plane(left, REACH, 2), boundary=drawing.curve(left, color=drawing.INK, linewidth=2.4))
        view.margins = [drawing.curve(left, color=drawing.INK, linewidth=1.1, linestyle="--") for _ in range(2)]
        view.street = left.fill([0], [0], color=drawing.GOLD, alpha=0.22, linewidth=0)[0]
        right.set(title=translate("train_neuron.curve"), xlabel=translate("step"), ylabel=translate("loss"),
                  xlim=(-2, self.steps + 2), ylim=(-0.06, 2))  # fmt: skip
        view.loss = drawing.curve(right, color=drawing.BLUE, label=translate("loss"))
        view.norm = drawing.curve(right, color=drawing.GREEN, linestyle="--", label=translate("train_neuron.norm"))
        view.now = [right.plot([], [], "o", color=color, markersize=9)[0] for color in (drawing.BLUE, drawing.GREEN)]
        right.legend(loc="upper right")
        view.live = [*view.plane.artists, view.street, *view.margins, view.boundary, view.loss, view.norm, *view.now]
        return view

    def update(self, view, *, loss, learning_rate, l2, step, **params):
        X, y, selected = self.points(**params)
        run = fit_neuron(-1.5, 1.0, 0.5, X, y, loss=loss, learning_rate=learning_rate, l2=l2, steps=self.steps, snapshots=self.steps + 1)
        norms = [np.linalg.norm(network.layers[0].W) / 5 for network in run.networks]
        last = len(run.networks) - 1  # the step at which a training diverges has no network
        i = min(step, last)
        network = run.networks[i]
        w, b = network.layers[0].W[0], network.layers[0].b[0]
        wrong = network.predict(X) != y
        view.plane.show_points(X, y, wrong, selected)
        show_neuron(view, w, b)
        width = show_street(view, w, b)
        for artist in (view.street, *view.margins):
            artist.set_visible(loss == "hinge")
        losses = run.losses[: len(norms)]
        for line, dot, values in zip((view.loss, view.norm), view.now, (losses, norms), strict=True):
            line.set_data(range(i + 1), np.minimum(values[: i + 1], 10))  # no farther: what comes next is to be predicted
            dot.set_data([i], [min(values[i], 10)])
        if run.diverged:
            right = round(run.accuracies[last] * len(y))
            return translate("train_neuron.status_diverged", step=last, value=losses[last], right=right, n=len(y))
        key = "train_neuron.status_street" if loss == "hinge" else "train_neuron.status"
        return translate(key, width=width, step=i, loss=translate(f"loss.{loss}"), value=losses[i], right=int((~wrong).sum()),
                         n=len(y), w1=w[0], w2=w[1], b=b)  # fmt: skip
