"""Explorers of saturation, of the chain rule in one neuron, and of inputs that are not zero-centred."""

from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.lecture.sigmoid.chain_rule import ChainRule
from nnlab.lecture.sigmoid.own_walk import NO_WALK
from nnlab.lecture.sigmoid.saturation import MAX_DEPTH, Saturation
from nnlab.lecture.sigmoid.zigzag import BATCH_SIZES, INPUTS, START, STEPS, ZigZag

LARGE, XAVIER, HE = 10**0.5, 0.1, 10**-0.85  # values of the slider; for 100 inputs Xavier is 1/√100, He is √(2/100) = 0.1414
LARGER_RATE = 0.1 * 10**1.85  # about 7, a value of the slider


def saturation(activation: str = "sigmoid") -> Explorer:
    """A deep network before its first step: outputs, saturated units and gradients, layer by layer in one view."""
    widgets = {
        "weight_scale": controls.log_slider("weight_scale", LARGE, 0.001, 10.0, per_decade=20),
        "activation": controls.dropdown("activation", activation, ["sigmoid", "tanh", "relu"]),
        "depth": controls.int_slider("depth", 8, 1, MAX_DEPTH),
        "width": controls.int_slider("width", 100, 5, 200),
        "input_scale": controls.log_slider("input_scale", 1.0, 0.1, 100.0),
    }
    presets = {
        "small": {"weight_scale": 0.01},
        "xavier": {"weight_scale": XAVIER},
        "he": {"weight_scale": HE},
        "relu": {"weight_scale": HE, "activation": "relu"},
    }
    return Explorer("saturation", Saturation(), widgets, presets=presets)


def chain_rule(activation: str = "sigmoid") -> Explorer:
    """Values forward and gradients backward through one neuron, and the slope that multiplies the gradient."""
    widgets = {
        "x": controls.slider("x", 1.5, -3.0, 3.0, 0.05),
        "w": controls.slider("w", 2.0, -5.0, 5.0, 0.05),
        "b": controls.slider("b", -1.0, -5.0, 5.0, 0.05),
        "upstream": controls.slider("upstream", 1.0, -2.0, 2.0, 0.05),
        "activation": controls.dropdown("activation", activation, ["sigmoid", "tanh"]),
    }
    presets = {
        "middle": {"x": 1.5, "w": 2.0, "b": -3.0},
        "tail": {"x": 2.0, "w": 5.0, "b": 0.0},
        "other_tail": {"x": 2.0, "w": -5.0, "b": 0.0},
    }
    return Explorer("chain_rule", ChainRule(), widgets, presets=presets)


def zigzag(inputs: str = "sigmoid") -> Explorer:
    """Two weights learn from all-positive or zero-centred inputs: allowed quadrants, path, and what batch, centring and rate change."""
    widgets = {
        "step": controls.player("step", STEPS, STEPS, interval=120),
        "inputs": controls.dropdown("inputs", inputs, list(INPUTS)),
        "batch_size": controls.dropdown("batch_size", 1, list(BATCH_SIZES)),
        "learning_rate": controls.log_slider("learning_rate", 0.7, 0.1, 10.0, per_decade=20),
        "n_inputs": controls.dropdown("n_inputs", 10, [2, 3, 5, 10, 20, 50]),
    }
    presets = {
        "start": {"step": 0, "inputs": "sigmoid"},
        "positive": {"inputs": "sigmoid"},
        "batch": {"inputs": "sigmoid", "batch_size": 32},
        "centred": {"inputs": "centred"},
        "larger_rate": {"inputs": "centred", "learning_rate": LARGER_RATE, "batch_size": 32},
        "walk": {"inputs": "sigmoid", "walk": ((tuple(START.tolist()),), None)},
    }
    return Explorer("zigzag", ZigZag(), widgets, values={"walk": NO_WALK}, presets=presets)
