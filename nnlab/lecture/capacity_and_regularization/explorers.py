"""Explorers of capacity: a function as a sum of simple units, and how large a network to choose."""

from collections.abc import Callable

from nnlab import _checks
from nnlab.activations import from_function
from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.lecture.capacity_and_regularization.capacity import NOISE, STRENGTHS, Capacity
from nnlab.lecture.capacity_and_regularization.universal import DRAWN, MAX_UNITS, Universal, X


def universal(function: Callable | None = None) -> Explorer:
    """A function on [−1, 1], or your own `function` of an array, as a sum of steps or hinges, built by hand or trained.

    ValueError if your function is not finite on [−1, 1].
    """
    own = from_function(function).f if function is not None else None
    if own:
        _checks.check_bounded(_checks.as_floats(own(X), "function"), "function")
    scene = Universal(own)
    widgets = {
        "units": controls.int_slider("units", 8, 1, MAX_UNITS),
        "kind": controls.dropdown("kind", "sigmoid", ["sigmoid", "relu"]),
        "how": controls.dropdown("how", "built", ["built", "trained"]),
        "target": controls.dropdown("target", "own" if own else "sine", [*scene.targets, "drawn"]),
        "steepness": controls.log_slider("steepness", 5.0118723363, 0.1, 100.0, per_decade=10),
    }
    presets = {
        "fitting": {"steepness": 1.2589254118},
        "hinges": {"kind": "relu"},
        "trained": {"how": "trained"},
        "trained_hinges": {"how": "trained", "kind": "relu"},
        "drawn": {"target": "drawn", "units": 16, "steepness": 1.2589254118},
    }
    return Explorer("universal", scene, widgets, values={"edited": None, "drawn": DRAWN}, presets=presets)


def capacity(dataset: str = "xor") -> Explorer:
    """Hidden units and L2 strength on few noisy points: regions, accuracy on unseen points by seed, and the hidden layer's view."""
    widgets = {
        "hidden": controls.int_slider("hidden", 2, 1, 50),
        "l2": controls.dropdown("l2", 0.0, [0.0, 0.001, 0.003, 0.01, 0.03, 0.1]),
        "dataset": controls.dropdown("dataset", dataset, list(NOISE)),
        "data_noise": controls.dropdown("data_noise", "usual", list(STRENGTHS)),
        "seed": controls.int_slider("seed", 0, 0, 30),
    }
    presets = {
        "three": {"hidden": 3},
        "six": {"hidden": 6},
        "twenty": {"hidden": 20},
        "noisy": {"data_noise": "strong", "hidden": 50},
        "regularised": {"data_noise": "strong", "hidden": 50, "l2": 0.01},
    }
    return Explorer("capacity", Capacity(), widgets, presets=presets)
