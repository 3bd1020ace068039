"""Explorers of score functions."""

from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.lecture.score_functions.collapse import Collapse
from nnlab.lecture.score_functions.image_scores import ImageScores
from nnlab.lecture.score_functions.morph import STAGES
from nnlab.lecture.score_functions.train_network import TrainNetwork


def collapse() -> Explorer:
    """Two layers without a non-linearity between them are one layer: their matrices, the product and the regions."""
    widgets = {
        "nonlinear": controls.checkbox("nonlinear", False),
        "through": controls.player("through", STAGES, STAGES),
        "hidden": controls.int_slider("hidden", 8, 1, 20),
        "seed": controls.int_slider("seed", 1, 0, 30),
    }
    presets = {"relu": {"nonlinear": True}, "one": {"hidden": 1}}
    return Explorer("collapse", Collapse(), widgets, presets=presets)


def train_network(dataset: str = "spiral") -> Explorer:
    """A linear classifier or a two-layer network learns points in the plane; beside it the points by their scores, at any step."""
    widgets = {
        "step": controls.player("step", TrainNetwork.steps, TrainNetwork.steps),
        "hidden": controls.dropdown("hidden", 20, [0, 1, 2, 3, 5, 10, 20, 50, 100]),
        "activation": controls.dropdown("activation", "relu", ["relu", "tanh", "sigmoid", "identity"]),
        "dataset": controls.dropdown("dataset", dataset, ["spiral", "moons", "circles", "xor", "blobs"]),
        "learning_rate": controls.log_slider("learning_rate", 1.0, 0.001, 100.0),
        "l2": controls.log_slider("l2", 0.001, 0.00001, 1.0),
    }
    presets = {
        "linear": {"hidden": 0},
        "three": {"hidden": 3},
        "ten": {"hidden": 10},
        "hundred": {"hidden": 100},
        "hot": {"hidden": 100, "learning_rate": 10.0},
    }
    return Explorer("train_network", TrainNetwork(), widgets, presets=presets)


def image_scores() -> Explorer:
    """The lecture's network learns real images: rows of W₁ as images, the units that are on, the scores, the accuracy on unseen images."""
    widgets = {
        "step": controls.player("step", ImageScores.steps, ImageScores.steps),
        "image": controls.int_slider("image", 26, 0, 59),
        "learned": controls.checkbox("learned", True),
        "hidden": controls.dropdown("hidden", 100, [0, 10, 30, 100, 300]),
        "learning_rate": controls.log_slider("learning_rate", 0.03, 0.001, 1.0),
    }
    presets = {
        "untrained": {"step": 0, "learned": False},
        "linear": {"hidden": 0},
        "raw": {"learned": False},
        "hidden300": {"hidden": 300},
    }
    return Explorer("image_scores", ImageScores(), widgets, presets=presets)
