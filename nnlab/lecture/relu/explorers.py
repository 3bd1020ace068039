"""Explorers of ReLU: how soon it learns, what it costs, and how its units die."""

from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.lecture.experiments import RATES
from nnlab.lecture.relu.cost import INPUTS, Cost
from nnlab.lecture.relu.dead_relu import DeadRelu
from nnlab.lecture.relu.kill_a_unit import LIMIT, KillAUnit
from nnlab.lecture.relu.race import Race


def race(dataset: str = "digits") -> Explorer:
    """ReLU, tanh, sigmoid and one more learn the same data: error curves with their spread over seeds, steps to 25 % error."""
    widgets = {
        "share": controls.player("share", 100, 100),
        "dataset": controls.dropdown("dataset", dataset, ["digits", "spiral"]),
        "learning_rate": controls.dropdown("learning_rate", 0.1, [*RATES, "own"]),
        "compare": controls.dropdown("compare", "none", ["none", "leaky_relu", "maxout"]),
        "init_scale": controls.dropdown("init_scale", 1.0, [0.1, 0.3, 1.0, 3.0]),
        "seeds": controls.dropdown("seeds", 3, [1, 3, 5]),
        "steps": controls.dropdown("steps", 200, [100, 200, 1000]),
    }
    presets = {
        "digits": {"dataset": "digits"},
        "spiral": {"dataset": "spiral", "learning_rate": 1.0},
        "own": {"dataset": "spiral", "learning_rate": "own", "steps": 1000},
        "patient": {"dataset": "digits", "learning_rate": "own", "steps": 1000},
    }
    return Explorer("race", Race(), widgets, presets=presets, in_sight=3)


def cost(precision: str = "float32") -> Explorer:
    """Nanoseconds a number, forward and backward, of each activation function, measured on this machine now."""
    widgets = {
        "measurement": controls.int_slider("measurement", 1, 1, 20),
        "precision": controls.dropdown("precision", precision, ["float32", "float64"]),
        "fan_in": controls.dropdown("fan_in", 100, list(INPUTS)),
    }
    presets = {"again": {"measurement": 2}, "small": {"fan_in": 10}, "large": {"fan_in": 1000}}
    return Explorer("cost", Cost(), widgets, presets=presets)


def dead_relu(dataset: str = "spiral") -> Explorer:
    """The share of dead units, step by step, with a map of which unit is on for which example, beside Leaky ReLU or maxout."""
    widgets = {
        "step": controls.player("step", DeadRelu.steps, DeadRelu.steps),
        "learning_rate": controls.log_slider("learning_rate", 6.3095734448, 0.1, 10.0, per_decade=20),
        "start_bias": controls.slider("start_bias", 0.0, -2.0, 2.0, 0.1, digits=1),
        "init_scale": controls.dropdown("init_scale", 1.0, [0.1, 0.3, 1.0, 3.0]),
        "width": controls.int_slider("width", 100, 5, 200),
        "depth": controls.dropdown("depth", 1, [1, 2, 3]),
        "dataset": controls.dropdown("dataset", dataset, ["spiral", "moons", "circles", "xor", "blobs"]),
        "compare": controls.dropdown("compare", "leaky_relu", ["leaky_relu", "maxout"]),
        "seed": controls.int_slider("seed", 0, 0, 30),
    }
    presets = {
        "safe": {"learning_rate": 1.0},
        "edge": {"learning_rate": 4.4668359215},
        "hot": {"learning_rate": 7.9432823472},
        "bias": {"learning_rate": 1.0, "start_bias": -1.0},
        "deep": {"learning_rate": 1.0, "depth": 3},
    }
    return Explorer("dead_relu", DeadRelu(), widgets, values={"unit": None}, presets=presets)


def kill_a_unit(leak: float = 0.0) -> Explorer:
    """One unit before and after an update that is too large: its line, its place in the plane of w and b, its gradient."""
    widgets = {
        "step": controls.player("step", 1, KillAUnit.steps, interval=250),
        "learning_rate": controls.log_slider("learning_rate", 1.0, 0.1, 3.0, per_decade=20),
        "leak": controls.dropdown("leak", leak, [0.0, 0.01, 0.1]),
        "start_w": controls.slider("start_w", 1.5, -LIMIT, LIMIT, 0.05),
        "start_b": controls.slider("start_b", 1.5, -LIMIT, LIMIT, 0.05),
    }
    presets = {
        "before": {"step": 0},
        "ever_after": {"step": 30},
        "careful": {"step": 30, "learning_rate": 0.5011872336},
        "leaky": {"step": 30, "leak": 0.1},
    }
    return Explorer("kill_a_unit", KillAUnit(), widgets, presets=presets)
