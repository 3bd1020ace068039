"""Explorers of capacity: a function out of simple units, and how large a network to take."""

from collections.abc import Callable

from nnlab import _checks, controls
from nnlab.activations import custom
from nnlab.explorer import Explorer
from nnlab.scenes import capacity as capacity_scene
from nnlab.scenes import universal as universal_scene


def universal(function: Callable | None = None) -> Explorer:
    """A function on [−1, 1], your own `function` of an array if you like, out of steps or hinges, by hand or by training.

    ValueError where your function is not finite on [−1, 1].
    """
    own = custom(function).f if function is not None else None
    if own:
        _checks.bounded(_checks.as_floats(own(universal_scene.X), "function"), "function")
    scene = universal_scene.Universal(own)
    return Explorer(
        "universal",
        scene,
        {
            "units": controls.integer("units", 8, 1, universal_scene.MOST),
            "kind": controls.choice("kind", "sigmoid", ["sigmoid", "relu"]),
            "how": controls.choice("how", "built", ["built", "trained"]),
            "target": controls.choice("target", "own" if own else "sine", list(scene.targets)),
            "steepness": controls.log_slider("steepness", 5.0118723363, 0.1, 100.0, per_decade=10),
        },
        values={"edited": None},
        presets={
            "steps": {},
            "many": {"units": 40},
            "hinges": {"kind": "relu"},
            "blurred": {"steepness": 0.3162277660},
            "trained": {"how": "trained", "kind": "relu"},
        },
    )


def capacity(dataset: str = "xor") -> Explorer:
    """Hidden units and L2 strength on few noisy points: regions, accuracy on unseen points over seeds, and the hidden layer's view."""
    return Explorer(
        "capacity",
        capacity_scene.Capacity(),
        {
            "hidden": controls.integer("hidden", 20, 1, 50),
            "l2": controls.choice("l2", 0.0, [0.0, 0.001, 0.003, 0.01, 0.03, 0.1]),
            "dataset": controls.choice("dataset", dataset, list(capacity_scene.NOISE)),
            "seed": controls.integer("seed", 0, 0, 30),
        },
        presets={
            "three": {"hidden": 3},
            "six": {"hidden": 6},
            "twenty": {},
            "regularised": {"l2": 0.03},
            "view": {"hidden": 2},
        },
    )
