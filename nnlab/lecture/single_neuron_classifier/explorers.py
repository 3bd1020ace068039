"""Explorers of one neuron as a classifier."""

import numpy as np

from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.lecture.single_neuron_classifier.decision_boundary import DecisionBoundary
from nnlab.lecture.single_neuron_classifier.points import EditablePoints
from nnlab.lecture.single_neuron_classifier.train_neuron import TrainNeuron
from nnlab.lecture.single_neuron_classifier.two_losses import TwoLosses


def _point_controls(dataset: str) -> dict:
    """The controls of data points that the reader edits."""
    return {
        "dataset": controls.dropdown("dataset", dataset, ["blobs", "moons", "circles", "xor"]),
        "label": controls.dropdown("label", 1, [0, 1]),
    }


def _with_outlier() -> tuple:
    """The two clouds with one point of class 1 in the middle of class 0, selected: a value of the parameter `edited`."""
    X, y, _ = EditablePoints.points(dataset="blobs", edited=None)
    X = X.copy()
    outlier = int(np.flatnonzero(y == 1)[0])
    X[outlier] = X[y == 0].mean(axis=0)
    return "blobs", X, y, outlier


def decision_boundary(dataset: str = "blobs") -> Explorer:
    """One neuron whose weights, bias and data points the reader changes: its boundary, loss and gradient."""
    widgets = {
        "w1": controls.slider("w1", -0.5, -5.0, 5.0, 0.05),
        "w2": controls.slider("w2", 1.5, -5.0, 5.0, 0.05),
        "b": controls.slider("b", 0.5, -5.0, 5.0, 0.05),
        "loss": controls.dropdown("loss", "logistic", ["logistic", "hinge"]),
        **_point_controls(dataset),
    }
    presets = {
        "good": {"w1": 1.5, "w2": 1.5, "b": 0.0},
        "reversed": {"w1": -1.5, "w2": -1.5, "b": 0.0},
        "steep": {"w1": 4.5, "w2": 4.5, "b": 0.0},
        "xor": {"dataset": "xor", "w1": 1.0, "w2": 1.0, "b": -1.0},
    }
    return Explorer("decision_boundary", DecisionBoundary(), widgets, values={"edited": None}, presets=presets, in_sight=3)


def train_neuron(dataset: str = "blobs") -> Explorer:
    """One neuron trained by gradient descent, shown at any step."""
    widgets = {
        "step": controls.player("step", 0, TrainNeuron.steps),
        "loss": controls.dropdown("loss", "logistic", ["logistic", "hinge"]),
        "learning_rate": controls.log_slider("learning_rate", 0.3, 0.001, 100.0),
        "l2": controls.slider("l2", 0.0, 0.0, 1.0, 0.01),
        **_point_controls(dataset),
    }
    presets = {
        "logistic": {"step": 100},
        "svm": {"loss": "hinge", "l2": 0.03, "step": 100},
        "street": {"loss": "hinge", "l2": 0.5, "step": 100},
        "forgetting": {"l2": 1.0, "step": 100},
    }
    return Explorer("train_neuron", TrainNeuron(), widgets, values={"edited": None}, presets=presets)


def two_losses(dataset: str = "blobs") -> Explorer:
    """Cross-entropy and hinge loss on the same points: two boundaries, margins, support vectors."""
    widgets = {"l2": controls.log_slider("l2", 0.01, 0.001, 1.0), **_point_controls(dataset)}
    presets = {
        "narrow": {"l2": 0.001},
        "strong": {"l2": 1.0},
        "mixed": {"dataset": "moons"},
        "outlier": {"dataset": "blobs", "edited": _with_outlier()},
    }
    return Explorer("two_losses", TwoLosses(), widgets, values={"edited": None}, presets=presets)
