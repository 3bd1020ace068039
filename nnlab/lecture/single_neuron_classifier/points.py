"""What the pictures of one neuron share: the neuron, and data points that the reader adds, moves and removes."""

import numpy as np

from nnlab import DATASETS, Layer, Network, Trajectory, fill_trajectory, sgd
from nnlab.activations import sigmoid
from nnlab.engine.plane import Plane
from nnlab.engine.scene import Pointer, Scene

REACH = 3.2  # of the data plane
PER_CLASS = 30
GRAB_DISTANCE = 0.06 * 2 * REACH  # a press this close to a point grabs it
MAX_POINTS = 200
ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowDown": (0, -1), "ArrowUp": (0, 1)}


def neuron(w1: float, w2: float, b: float) -> Network:
    """A single neuron with two inputs whose output is its sum."""
    return Network([Layer(np.array([[w1, w2]], dtype=float), np.array([b], dtype=float))])


def show_neuron_regions(plane: Plane, w, b: float) -> None:
    """Colour the plane by the neuron's two classes, paler where its probability is near one half."""
    sums = plane.inputs @ w + b
    plane.show_regions((sums > 0).astype(int), 2 * np.abs(sigmoid.f(sums) - 0.5))


def loss_of_margin(loss: str, margin):
    """The loss "logistic" or "hinge" of one example as a function of its margin: its sum, negated in class 0."""
    return np.logaddexp(0, -margin) if loss == "logistic" else np.maximum(0, 1 - margin)


def key_of_points(X, y) -> tuple[bytes, bytes]:
    """Points as part of the key of a training; `start_training` takes them from it."""
    return X.tobytes(), y.astype(np.intp).tobytes()


def start_training(network: Network, X: bytes, y: bytes, *, steps: int, snapshots: int, **options):
    """A training of `network` on the points of a key, as `RunCache` wants it: the Trajectory, and the iterator that fills it."""
    trajectory, X, y = Trajectory(), np.frombuffer(X).reshape(-1, 2), np.frombuffer(y, dtype=np.intp)
    return trajectory, fill_trajectory(trajectory, sgd(network, X, y, steps=steps, **options), steps, snapshots)


class EditablePoints(Scene):
    """A scene whose data points the reader edits. Parameters: `dataset`, `label` (class of a new point), `edited`.

    `edited` is None or (dataset, X, y, index of the selected point or None).
    """

    interactive = True

    @staticmethod
    def points(*, dataset, edited, **params):
        """The points X, y and the selected index: those that the reader edited if they belong to `dataset`, else the data set itself."""
        if edited is not None and edited[0] == dataset:
            return edited[1:]
        return *DATASETS[dataset](PER_CLASS), None

    def drag(self, start: Pointer, end: Pointer, **params):
        """A press on an empty place adds a point; a drag moves a point, or removes it where it ends outside the panel."""
        if start.panel != "data":
            return {}
        X, y, _ = self.points(**params)
        distances = np.hypot(*(X - [start.x, start.y]).T)
        nearest, inside = int(distances.argmin()), end.panel == "data"
        if distances[nearest] >= GRAB_DISTANCE:
            return _added(params, X, y, [end.x, end.y]) if inside else {}
        return _with_point_at(params, X, y, nearest, [end.x, end.y]) if inside else _removed(params, X, y, nearest)

    def key(self, key, **params):
        """n selects the next point, arrows move it, Delete removes it, Enter adds one in the middle."""
        X, y, selected = self.points(**params)
        if key == "n":
            return _edited(params, X, y, 0 if selected is None else (selected + 1) % len(X))
        if key == "Enter":
            return _added(params, X, y, [0.0, 0.0])
        if key == "Delete" and selected is not None:
            return _removed(params, X, y, selected)
        if key in ARROWS and selected is not None:
            return _with_point_at(params, X, y, selected, np.clip(X[selected] + 0.05 * REACH * np.array(ARROWS[key]), -REACH, REACH))
        return {}


def _edited(params, X, y, selected):
    return {"edited": (params["dataset"], X, y, selected)}


def _added(params, X, y, point):
    return _edited(params, np.vstack([X, point]), np.append(y, params["label"]), len(X)) if len(X) < MAX_POINTS else {}


def _with_point_at(params, X, y, index, point):
    X = X.copy()
    X[index] = point
    return _edited(params, X, y, index)


def _removed(params, X, y, index):
    """The points without that at `index`; the last point of a class stays."""
    if (y == y[index]).sum() == 1:
        return _edited(params, X, y, index)
    return _edited(params, np.delete(X, index, axis=0), np.delete(y, index), None)
