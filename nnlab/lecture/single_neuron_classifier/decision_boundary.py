"""One neuron as a classifier: its boundary among the data, its place in the plane of its weights, and its training."""

import functools

import numpy as np

from nnlab.activations import sigmoid
from nnlab.engine import drawing
from nnlab.engine.plane import Plane, line_through
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.language import translate
from nnlab.lecture.single_neuron_classifier import points
from nnlab.losses import LOSSES
from nnlab.network import Layer, Network
from nnlab.training import train

REACH = 3.2  # of the data plane
WEIGHT_REACH = 5.6  # of the weight plane: the controls end at 5, with room for the arrow
PER_CLASS = 30
LOSS_GRID = 45


def neuron(w1: float, w2: float, b: float) -> Network:
    """A single neuron with two inputs whose output is its sum."""
    return Network([Layer(np.array([[w1, w2]], dtype=float), np.array([b], dtype=float))])


class EditablePoints(Scene):
    """What the pictures with editable points share. Parameters: `dataset`, `label` (class of a new point), `edited`."""

    interactive = True

    def drag(self, start: Pointer, end: Pointer, **params):
        X, y, _ = points.current(params["dataset"], params["edited"], PER_CLASS)
        return self._edited(params, points.drag(X, y, start, end, panel="data", label=params["label"], reach=REACH))

    def key(self, key, **params):
        X, y, selected = points.current(params["dataset"], params["edited"], PER_CLASS)
        return self._edited(params, points.key(X, y, selected, key, label=params["label"], reach=REACH))

    def _edited(self, params, change):
        return {} if change is None else {"edited": (params["dataset"], *change)}


class DecisionBoundary(EditablePoints):
    """A neuron under the reader's hand. Parameters: `w1`, `w2`, `b`, `loss` ("logistic" or "hinge") and those of the points."""

    def build(self, figure, **params):
        left, right = figure.subplots(1, 2)
        left.set(label="data", title=translate("decision_boundary.data"), box_aspect=1)
        self._plane = Plane(left, REACH, 2)
        line = functools.partial(drawing.curve, left, color=drawing.INK)
        self._boundary, self._margins = line(linewidth=2.4), [line(linewidth=1.1, linestyle="--") for _ in range(2)]
        right.set(label="weights", title=translate("decision_boundary.weights"), xlabel="$w_1$", ylabel="$w_2$", box_aspect=1,
                  xlim=(-WEIGHT_REACH, WEIGHT_REACH), ylim=(-WEIGHT_REACH, WEIGHT_REACH))  # fmt: skip
        right.grid(False)
        self._grid = drawing.pixel_centers(right, LOSS_GRID)
        self._landscape = drawing.heatmap(right, LOSS_GRID)
        self._downhill = drawing.arrow(right, color=drawing.ORANGE)
        self._here = right.plot([], [], "o", color=drawing.BLUE, markersize=11, markeredgecolor="white")[0]

    def update(self, *, dataset, label, edited, w1, w2, b, loss):
        X, y, selected = points.current(dataset, edited, PER_CLASS)
        network = neuron(w1, w2, b)
        trace = network.forward(X)
        value, dscores = LOSSES[loss](trace.scores, y)
        ((dW, db),) = network.backward(trace, dscores)
        wrong = network.predict(X) != y
        self._plane.show_points(X, y, wrong, selected)
        sums = self._plane.inputs @ [w1, w2] + b
        self._plane.show_regions((sums > 0).astype(int), 2 * np.abs(sigmoid.f(sums) - 0.5))
        self._boundary.set_data(*line_through([w1, w2], b, REACH))
        for level, margin in zip((-1, 1), self._margins, strict=True):
            margin.set_data(*line_through([w1, w2], b, REACH, level))
            margin.set_visible(loss == "hinge")
        self._landscape.set_data(drawing.shaded_contours(self._losses(X, y, b, loss).reshape(LOSS_GRID, LOSS_GRID)))
        self._here.set_data([w1], [w2])
        step = -dW[0]
        drawing.point_arrow(self._downhill, (w1, w2), (w1 + step[0], w2 + step[1]), shortest=0.7, longest=2.5)
        live = [*self._plane.artists, *self._margins, self._boundary, self._landscape, *self._downhill, self._here]
        return View(live, self._sentence(loss, value, wrong, dW[0], float(db[0])))

    def _losses(self, X, y, b, loss):
        sums = self._grid @ X.T + b
        if loss == "hinge":
            return np.maximum(0, 1 - (2 * y - 1) * sums).mean(axis=1)
        return np.logaddexp(0, -(2 * y - 1) * sums).mean(axis=1)

    def _sentence(self, loss, value, wrong, dw, db):
        size = float(np.hypot(*dw))
        key = "decision_boundary.status_flat" if size < 0.005 else "decision_boundary.status"
        return translate(
            key, loss=translate(f"loss.{loss}"), value=value, wrong=int(wrong.sum()), n=len(wrong), dw1=dw[0], dw2=dw[1], db=db
        )

    def drag(self, start: Pointer, end: Pointer, **params):
        if start.panel == "weights":
            return {"w1": round(end.x, 2), "w2": round(end.y, 2)} if end.panel == "weights" else {}
        return super().drag(start, end, **params)


class TrainNeuron(EditablePoints):
    """A neuron that learns. Parameters: `loss`, `learning_rate`, `l2`, `step` and those of the points."""

    steps = 100

    def __init__(self):
        self._train = functools.lru_cache(maxsize=16)(self._trained)

    def build(self, figure, **params):
        left, right = figure.subplots(1, 2, width_ratios=(1, 1.2))
        left.set(label="data", title=translate("decision_boundary.data"), box_aspect=1)
        self._plane = Plane(left, REACH, 2)
        self._boundary = drawing.curve(left, color=drawing.INK, linewidth=2.4)
        right.set(
            title=translate("train_neuron.curve"),
            xlabel=translate("step"),
            ylabel=translate("loss"),
            xlim=(-2, self.steps + 2),
            ylim=(-0.06, 2),
        )
        self._curve = drawing.curve(right, color=drawing.BLUE, label=translate("loss"))
        self._norm = drawing.curve(right, color=drawing.GREEN, linestyle="--", label=translate("train_neuron.norm"))
        self._now = [right.plot([], [], "o", color=colour, markersize=9)[0] for colour in (drawing.BLUE, drawing.GREEN)]
        right.legend(loc="upper right")

    @staticmethod
    def _trained(dataset, X_bytes, y_bytes, loss, learning_rate, l2, steps):
        X, y = np.frombuffer(X_bytes).reshape(-1, 2), np.frombuffer(y_bytes, dtype=np.intp)
        start = neuron(-1.5, 1.0, 0.5)
        return train(start, X, y, loss=loss, learning_rate=learning_rate, l2=l2, steps=steps, snapshots=steps + 1)

    def update(self, *, dataset, label, edited, loss, learning_rate, l2, step):
        X, y, selected = points.current(dataset, edited, PER_CLASS)
        y = y.astype(np.intp)
        run = self._train(dataset, X.tobytes(), y.tobytes(), loss, learning_rate, l2, self.steps)
        at = min(step, len(run.networks) - 1)
        network = run.networks[at]
        (w1, w2), b = network.layers[0].W[0], network.layers[0].b[0]
        wrong = network.predict(X) != y
        self._plane.show_points(X, y, wrong, selected)
        sums = self._plane.inputs @ [w1, w2] + b
        self._plane.show_regions((sums > 0).astype(int), 2 * np.abs(sigmoid.f(sums) - 0.5))
        self._boundary.set_data(*line_through([w1, w2], b, REACH))
        norms = [float(np.linalg.norm(snapshot.layers[0].W)) / 5 for snapshot in run.networks]
        losses = run.losses[: len(norms)]
        for line, dot, values in zip((self._curve, self._norm), self._now, (losses, norms), strict=True):
            line.set_data(range(len(values)), np.minimum(values, 10))
            dot.set_data([at], [min(values[at], 10)])
        live = [*self._plane.artists, self._boundary, self._curve, self._norm, *self._now]
        key = "train_neuron.status_diverged" if run.diverged and step >= at else "train_neuron.status"
        sentence = translate(
            key, step=at, loss=translate(f"loss.{loss}"), value=losses[at], right=int((~wrong).sum()), n=len(y), w1=w1, w2=w2, b=b
        )
        return View(live, sentence)


class TwoLosses(EditablePoints):
    """The same neuron trained twice, by cross-entropy and by hinge loss, on the same points. Parameters: `l2` and the points'."""

    def build(self, figure, **params):
        left, right = figure.subplots(1, 2)
        left.set(label="data", title=translate("two_losses.data"), box_aspect=1)
        self._plane = Plane(left, REACH, 2, resolution=2)
        self._lines, self._curves, self._dots = {}, {}, {}
        right.set(
            title=translate("two_losses.losses"),
            xlabel=translate("two_losses.margin"),
            ylabel=translate("loss"),
            xlim=(-3.1, 5.1),
            ylim=(-0.1, 4),
        )
        m = np.linspace(-3, 5, 200)
        shapes = {"logistic": np.logaddexp(0, -m), "hinge": np.maximum(0, 1 - m)}
        for (loss, values), colour, dash in zip(shapes.items(), (drawing.BLUE, drawing.ORANGE), ("-", "--"), strict=True):
            self._lines[loss] = drawing.curve(left, color=colour, linestyle=dash, linewidth=2.6)
            drawing.curve(right, m, values, color=colour, linestyle=dash, linewidth=1.6, label=translate(f"loss.{loss}.name"))
            self._dots[loss] = right.plot([], [], "o" if loss == "logistic" else "s", color=colour, markersize=5, alpha=0.55)[0]
        self._margins = [drawing.curve(left, color=drawing.ORANGE, linewidth=1.0, linestyle=":") for _ in range(2)]
        support = {
            "marker": "D",
            "markersize": 12,
            "markerfacecolor": "none",
            "markeredgecolor": drawing.ORANGE,
            "linestyle": "none",
        }
        self._support = left.plot([], [], label=translate("two_losses.support"), **support)[0]
        left.legend(loc="lower left")
        right.legend(loc="upper right")
        self._train = functools.lru_cache(maxsize=32)(self._trained)

    @staticmethod
    def _trained(X_bytes, y_bytes, loss, l2):
        X, y = np.frombuffer(X_bytes).reshape(-1, 2), np.frombuffer(y_bytes, dtype=np.intp)
        return train(neuron(0.5, 0.5, 0.0), X, y, loss=loss, learning_rate=0.3, l2=l2, steps=400, snapshots=2).networks[-1]

    def update(self, *, dataset, label, edited, l2):
        X, y, selected = points.current(dataset, edited, PER_CLASS)
        y = y.astype(np.intp)
        self._plane.show_points(X, y, None, selected)
        self._plane.show_regions(np.zeros(4, dtype=int))
        self._plane.artists[0].set_visible(False)
        found = {}
        for loss, line in self._lines.items():
            network = self._train(X.tobytes(), y.tobytes(), loss, l2)
            w, b = network.layers[0].W[0], float(network.layers[0].b[0])
            margin = (2 * y - 1) * (X @ w + b)
            line.set_data(*line_through(w, b, REACH))
            values = np.logaddexp(0, -margin) if loss == "logistic" else np.maximum(0, 1 - margin)
            self._dots[loss].set_data(np.clip(margin, -3, 5), np.clip(values, 0, 4))
            found[loss] = w, b, margin
        w, b, margin = found["hinge"]
        for level, line in zip((-1, 1), self._margins, strict=True):
            line.set_data(*line_through(w, b, REACH, level))
        counts = margin < 1 + 1e-2
        self._support.set_data(*X[counts].T)
        live = [*self._plane.artists, *self._margins, *self._lines.values(), self._support, *self._dots.values()]
        cosine = found["logistic"][0] @ w / max(1e-12, np.linalg.norm(w) * np.linalg.norm(found["logistic"][0]))
        angle = float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))
        wrong = {loss: int((margin <= 0).sum()) for loss, (_, _, margin) in found.items()}
        return View(live, translate("two_losses.status", angle=angle, support=int(counts.sum()), n=len(y),
                               logistic=wrong["logistic"], hinge=wrong["hinge"]))  # fmt: skip
