"""A neuron that the reader moves: its boundary among the data, and its place on the loss over its weights."""

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.plane import Plane, line_through
from nnlab.engine.scene import Pointer, View
from nnlab.language import translate
from nnlab.lecture.single_neuron_classifier.points import REACH, EditablePoints, loss_of_margin, neuron, show_neuron
from nnlab.losses import LOSSES

WEIGHT_REACH = 5.6  # of the weight plane: the controls end at 5, with room for the arrow
LOSS_RESOLUTION = 45


class DecisionBoundary(EditablePoints):
    """A neuron with weights of the reader's choice. Parameters: `w1`, `w2`, `b`, `loss` ("logistic" or "hinge") and those of the points."""

    def build(self, figure, **params):
        left, right = figure.subplots(1, 2)
        left.set(label="data", title=translate("decision_boundary.data"), box_aspect=1)
        view = View(plane=Plane(left, REACH, 2), boundary=drawing.curve(left, color=drawing.INK, linewidth=2.4))
        view.margins = [drawing.curve(left, color=drawing.INK, linewidth=1.1, linestyle="--") for _ in range(2)]
        right.set(label="weights", title=translate("decision_boundary.weights"), xlabel="$w_1$", ylabel="$w_2$", box_aspect=1,
                  xlim=(-WEIGHT_REACH, WEIGHT_REACH), ylim=(-WEIGHT_REACH, WEIGHT_REACH))  # fmt: skip
        right.grid(False)
        view.weights = drawing.pixel_centers(right, LOSS_RESOLUTION)
        view.losses = drawing.heatmap(right, LOSS_RESOLUTION)
        view.downhill = drawing.arrow(right, color=drawing.ORANGE)
        view.here = right.plot([], [], "o", color=drawing.BLUE, markersize=11, markeredgecolor=drawing.PAPER)[0]
        view.live = [*view.plane.artists, *view.margins, view.boundary, view.losses, *view.downhill, view.here]
        return view

    def update(self, view, *, w1, w2, b, loss, **params):
        X, y, selected = self.points(**params)
        network = neuron(w1, w2, b)
        trace = network.forward(X)
        value, dscores = LOSSES[loss](trace.scores, y)
        ((dW, db),) = network.backward(trace, dscores)
        wrong = network.predict(X) != y
        view.plane.show_points(X, y, wrong, selected)
        show_neuron(view, [w1, w2], b)
        for level, margin in zip((-1, 1), view.margins, strict=True):
            margin.set(data=line_through([w1, w2], b, REACH, level), visible=loss == "hinge")
        losses = loss_of_margin(loss, (2 * y - 1) * (view.weights @ X.T + b)).mean(axis=1)
        view.losses.set_data(drawing.shaded_contours(losses.reshape(LOSS_RESOLUTION, LOSS_RESOLUTION)))
        view.here.set_data([w1], [w2])
        drawing.point_arrow(view.downhill, [w1, w2], [w1, w2] - dW[0], shortest=0.7, longest=2.5)
        key = "decision_boundary.status_flat" if np.hypot(*dW[0]) < 0.005 else "decision_boundary.status"
        return translate(key, loss=translate(f"loss.{loss}"), value=value, wrong=int(wrong.sum()), n=len(wrong),
                         dw1=dW[0, 0], dw2=dW[0, 1], db=db[0])  # fmt: skip

    def drag(self, start: Pointer, end: Pointer, **params):
        """In the panel of weights a drag sets `w1` and `w2`."""
        if start.panel == "weights":
            return {"w1": round(end.x, 2), "w2": round(end.y, 2)} if end.panel == "weights" else {}
        return super().drag(start, end, **params)
