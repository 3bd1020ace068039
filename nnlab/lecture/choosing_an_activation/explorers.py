"""Explorers for choosing an activation: a mixture of them, and a table that compares them."""

from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.lecture.choosing_an_activation.laboratory import Laboratory
from nnlab.lecture.choosing_an_activation.mix import Mix
from nnlab.lecture.experiments import ACTIVATION_NAMES


def mix(layer1: str = "relu", layer2: str = "tanh", layer3: str = "leaky_relu") -> Explorer:
    """An activation for each of three hidden layers, beside a network of ReLU and one of tanh alone."""
    options = [*ACTIVATION_NAMES, "identity"]

    def layers(*names):
        return dict(zip(("layer1", "layer2", "layer3"), names, strict=True))

    widgets = {name: controls.dropdown(name, value, options) for name, value in layers(layer1, layer2, layer3).items()}
    widgets["learning_rate"] = controls.log_slider("learning_rate", 0.3162277660, 0.01, 10.0)
    widgets["seed"] = controls.int_slider("seed", 0, 0, 30)
    presets = {
        "mixed": layers("relu", "tanh", "leaky_relu"),
        "turned": layers("leaky_relu", "tanh", "relu"),
        "one_sigmoid": layers("relu", "sigmoid", "relu"),
        "sigmoids": layers("sigmoid", "sigmoid", "sigmoid"),
        "linear": layers("identity", "identity", "identity"),
    }
    return Explorer("mix", Mix(), widgets, presets=presets, in_sight=3)


def laboratory(dataset: str = "digits") -> Explorer:
    """All activations at five learning rates with several seeds: accuracy on unseen examples, dead units, divergence."""
    widgets = {
        "dataset": controls.dropdown("dataset", dataset, ["digits", "spiral", "moons", "circles", "xor"]),
        "depth": controls.int_slider("depth", 2, 1, 6),
        "width": controls.dropdown("width", 32, [8, 16, 32, 64]),
        "init": controls.dropdown("init", "he", ["he", "xavier"]),
        "seeds": controls.dropdown("seeds", 3, [1, 3, 9]),
        "steps": controls.dropdown("steps", 200, [50, 100, 200, 1000]),
    }
    presets = {
        "deep": {"depth": 5},
        "other_start": {"depth": 5, "init": "xavier"},
        "spiral": {"dataset": "spiral"},
        "patient": {"steps": 1000, "seeds": 1},
    }
    return Explorer("laboratory", Laboratory(), widgets, values={"cell": None}, presets=presets)
