"""What the pictures of one neuron share: the neuron, and data points that the reader adds, moves and removes."""

import functools

import numpy as np

from nnlab import DATASETS, Layer, Network, train
from nnlab.activations import sigmoid
from nnlab.engine.plane import line_through
from nnlab.engine.scene import Pointer, Scene
from nnlab.training import Trajectory

REACH = 3.2  # of the data plane
PER_CLASS = 30
GRAB_DISTANCE = 0.06 * 2 * REACH  # a press this close to a point grabs it
MAX_POINTS = 200
# Large steps first: with an L2 of 0.001, small ones alone would take 20,000 steps to the lowest loss.
RATES, STEPS = (30.0, 10.0, 3.0, 1.0, 0.3, 0.1), 100
ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowDown": (0, -1), "ArrowUp": (0, 1)}


def neuron(w1: float, w2: float, b: float) -> Network:
    """A single neuron with two inputs whose output is its sum."""
    return Network([Layer([[w1, w2]], [b])])


def show_neuron(view, w, b: float) -> None:
    """Draw the neuron's boundary and colour the plane by its two classes, paler where its probability is near one half."""
    sums = view.plane.inputs @ w + b
    view.plane.show_regions((sums > 0).astype(int), 2 * np.abs(sigmoid.f(sums) - 0.5))
    view.boundary.set_data(*line_through(w, b, REACH))


def show_street(view, w, b: float) -> float:
    """Draw the street of an SVM, between the lines where the sum is −1 and +1, and return its width, 2/|w|."""
    edges = [line_through(w, b, REACH, level) for level in (-1, 1)]
    for line, edge in zip(view.margins, edges, strict=True):
        line.set_data(*edge)
    view.street.set_xy(np.column_stack([edges[0], edges[1][:, ::-1]]).T)
    return 2 / max(1e-12, float(np.hypot(*w)))


def loss_of_margin(loss: str, margin):
    """The loss "logistic" or "hinge" of one example as a function of its margin: its sum, negated in class 0."""
    return np.logaddexp(0, -margin) if loss == "logistic" else np.maximum(0, 1 - margin)


def fit_neuron(w1: float, w2: float, b: float, X, y, **options) -> Trajectory:
    """`train(neuron(w1, w2, b), X, y, **options)`, computed once for the same arguments."""
    return _fit_neuron(w1, w2, b, X.tobytes(), y.astype(np.intp).tobytes(), **options)


@functools.lru_cache(maxsize=96)
def _fit_neuron(w1, w2, b, X: bytes, y: bytes, **options):
    return train(neuron(w1, w2, b), np.frombuffer(X).reshape(-1, 2), np.frombuffer(y, dtype=np.intp), **options)


def fit_to_minimum(w1: float, w2: float, b: float, X, y, *, loss: str, l2: float) -> tuple:
    """The weights (2,) and the bias at which the loss is lowest; |w| is right to 3 %; `l2` above 0."""
    w = np.array([w1, w2])
    for rate in RATES:
        run = fit_neuron(*w, b, X, y, loss=loss, learning_rate=min(rate, 1 / l2), l2=l2, steps=STEPS, snapshots=2)
        w, b = run.networks[-1].layers[0].W[0], float(run.networks[-1].layers[0].b[0])
    return w, b


class EditablePoints(Scene):
    """A scene whose data points the reader edits. Parameters: `dataset`, `label` (class of a new point), `edited`.

    `edited` is None or (dataset, X, y, index of the selected point or None).
    """

    stacks = True
    interactive = True

    @staticmethod
    def points(*, dataset, edited, **params):
        """The points X, y and the selected index: those that the reader edited if they belong to `dataset`, else the data set itself."""
        if edited is not None and edited[0] == dataset:
            return edited[1:]
        return *DATASETS[dataset](PER_CLASS), None

    def is_near_a_point(self, place: Pointer, **params) -> bool:
        """Whether a press at this place grabs a data point."""
        return bool(_distances(self.points(**params)[0], place).min() < GRAB_DISTANCE)

    def drag(self, start: Pointer, end: Pointer, **params):
        """A press on an empty place adds a point; a drag moves a point, or removes it where it ends outside the panel."""
        if start.panel != "data":
            return {}
        X, y, _ = self.points(**params)
        grabbed = int(_distances(X, start).argmin()) if self.is_near_a_point(start, **params) else None
        offset = np.zeros(2) if grabbed is None else X[grabbed] - [start.x, start.y]  # a press alone moves nothing
        return _put_point(params, X, y, grabbed, np.array([end.x, end.y]) + offset if end.panel == "data" else None)

    def key(self, key, **params):
        """n selects the next point, arrows move it, Delete removes it, Enter adds one in the middle."""
        X, y, selected = self.points(**params)
        if key == "n":
            return {"edited": (params["dataset"], X, y, 0 if selected is None else (selected + 1) % len(X))}
        if key == "Enter":
            return _put_point(params, X, y, None, [0.0, 0.0])
        if key == "Delete" and selected is not None:
            return _put_point(params, X, y, selected, None)
        if key in ARROWS and selected is not None:
            return _put_point(params, X, y, selected, np.clip(X[selected] + 0.05 * REACH * np.array(ARROWS[key]), -REACH, REACH))
        return {}


def _distances(X, place: Pointer) -> np.ndarray:
    return np.hypot(*(X - [place.x, place.y]).T)


def _put_point(params, X, y, index, place) -> dict:
    """Put the point at `index`, None for a new one, at `place`, None to remove it; the last point of a class stays."""
    if index is None:
        if place is None or len(X) >= MAX_POINTS:
            return {}
        X, y, index = np.vstack([X, place]), np.append(y, params["label"]), len(X)
    elif place is not None:
        X = X.copy()
        X[index] = place
    elif (y == y[index]).sum() > 1:
        X, y, index = np.delete(X, index, axis=0), np.delete(y, index), None
    return {"edited": (params["dataset"], X, y, index)}
