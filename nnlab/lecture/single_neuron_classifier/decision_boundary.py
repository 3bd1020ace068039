"""A neuron that the reader moves: its boundary among the data, and its place on the loss over its weights."""

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.plane import Plane, line_through
from nnlab.engine.scene import Pointer, View
from nnlab.language import translate
from nnlab.lecture.single_neuron_classifier.points import GRAB_DISTANCE, REACH, EditablePoints, loss_of_margin, neuron, show_neuron
from nnlab.losses import LOSSES

WEIGHT_REACH = 5.6  # of the weight plane: the controls end at 5, with room for the arrow
LOSS_RESOLUTION = 45
LARGEST_WEIGHT = 5.0  # of the controls
TURNING = 0.75 * REACH  # how far from the middle of the boundary the handles are that turn it


class DecisionBoundary(EditablePoints):
    """A neuron with weights of the reader's choice. Parameters: `w1`, `w2`, `b`, `loss` ("logistic" or "hinge") and those of the points."""

    narrow_heights = (4.2, 4.2)

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
        view.handles = drawing.curve(
            left, color=drawing.INK, marker="o", markersize=7, markerfacecolor=drawing.PAPER, linestyle="none", zorder=5
        )
        view.live = [*view.plane.artists, *view.margins, view.boundary, view.handles, view.losses, *view.downhill, view.here]
        view.grips = [view.handles, view.here]
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
        view.handles.set_data(*_handles(np.array([w1, w2]), b).T)
        for level, margin in zip((-1, 1), view.margins, strict=True):
            margin.set(data=line_through([w1, w2], b, REACH, level), visible=loss == "hinge")
        losses = loss_of_margin(loss, (2 * y - 1) * (view.weights @ X.T + b)).mean(axis=1)
        view.losses.set_data(drawing.shaded_contours(losses.reshape(LOSS_RESOLUTION, LOSS_RESOLUTION)))
        view.here.set_data([w1], [w2])
        drawing.point_arrow(view.downhill, [w1, w2], [w1, w2] - dW[0], shortest=0.7, longest=2.5)
        is_flat = np.hypot(*dW[0]) < 0.005
        for part in view.downhill:  # its shortest length would show a slope where there is next to none
            part.set_visible(not is_flat)
        is_mirrored = wrong.sum() > len(wrong) / 2 and bool((trace.scores != 0).all())  # a score of 0 keeps its class when its sign changes
        key = "status_flat" if is_flat else "status_mirrored" if is_mirrored else "status"
        return translate(f"decision_boundary.{key}", rest=int((~wrong).sum()),
                         loss=translate(f"loss.{loss}"), value=value, wrong=int(wrong.sum()), n=len(wrong),
                         dw1=dW[0, 0], dw2=dW[0, 1], db=db[0])  # fmt: skip

    def drag(self, start: Pointer, end: Pointer, **params):
        """A drag sets `w1` and `w2` in the panel of weights; among the data it moves the boundary, or else a point."""
        if start.panel == "weights":
            return {"w1": round(end.x, 2), "w2": round(end.y, 2)} if end.panel == "weights" else {}
        if start.panel == "data" and not self.is_near_a_point(start, **params):
            w, b = np.array([params["w1"], params["w2"]]), params["b"]
            pressed, released = np.array([start.x, start.y]), np.array([end.x, end.y])
            if abs(w @ pressed + b) < 0.5 * GRAB_DISTANCE * np.hypot(*w):
                return _moved_boundary(w, b, pressed, released) if end.panel == "data" else {}
        return super().drag(start, end, **params)


def _handles(w, b: float) -> np.ndarray:
    """The places (3, 2) where the boundary is shifted, its middle, and turned; NaN where w is 0."""
    length = max(float(np.hypot(*w)), 1e-9)
    along = np.array([-w[1], w[0]]) / length if length > 1e-9 else np.full(2, np.nan)
    return -b * w / length**2 + np.outer([-TURNING, 0, TURNING], along)


def _moved_boundary(w, b: float, pressed, released) -> dict:
    """The parameters after a drag of the boundary: pressed near its middle, it is shifted; farther out, it turns about its middle."""
    middle = -b * w / (w @ w)
    if np.hypot(*(pressed - middle)) < 0.5 * TURNING:
        return {"b": float(np.clip(b - w @ (released - pressed), -LARGEST_WEIGHT, LARGEST_WEIGHT))}
    (x0, y0), (x1, y1) = pressed - middle, released - middle
    angle = np.arctan2(y1, x1) - np.arctan2(y0, x0)
    turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ w
    turned *= min(1.0, LARGEST_WEIGHT / np.abs(turned).max())
    return {"w1": float(turned[0]), "w2": float(turned[1]), "b": float(-turned @ middle)}
