"""Explorers of saturation, of the chain rule through one neuron, and of inputs that are not zero-centred."""

from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.lecture.sigmoid import saturation as scene

LARGE, XAVIER, HE = 10**0.5, 0.1, 10**-0.85  # steps of the slider; with 100 inputs 1/√100 is Xavier, √(2/100) = 0.1414 He


def saturation(activation: str = "sigmoid") -> Explorer:
    """A deep network before its first step: outputs, saturated units and gradients, layer by layer in one view."""
    return Explorer(
        "saturation",
        scene.Saturation(),
        {
            "weight_scale": controls.log_slider("weight_scale", LARGE, 0.001, 10.0, per_decade=20),
            "activation": controls.dropdown("activation", activation, ["sigmoid", "tanh", "relu"]),
            "depth": controls.int_slider("depth", 8, 1, scene.DEEPEST),
            "width": controls.int_slider("width", 100, 5, 200),
            "input_scale": controls.log_slider("input_scale", 1.0, 0.1, 100.0),
        },
        presets={
            "large": {"weight_scale": LARGE},
            "small": {"weight_scale": 0.01},
            "xavier": {"weight_scale": XAVIER},
            "he": {"weight_scale": HE},
            "relu": {"weight_scale": HE, "activation": "relu"},
        },
    )


def chain_rule(activation: str = "sigmoid") -> Explorer:
    """Numbers forward, gradients back through one neuron, and the slope that multiplies them."""
    return Explorer(
        "chain_rule",
        scene.ChainRule(),
        {
            "x": controls.slider("x", 1.5, -3.0, 3.0, 0.05),
            "w": controls.slider("w", 2.0, -5.0, 5.0, 0.05),
            "b": controls.slider("b", -1.0, -5.0, 5.0, 0.05),
            "upstream": controls.slider("upstream", 1.0, -2.0, 2.0, 0.05),
            "activation": controls.dropdown("activation", activation, ["sigmoid", "tanh"]),
        },
        presets={
            "middle": {"x": 1.5, "w": 2.0, "b": -3.0},
            "edge": {"x": 1.5, "w": 2.0, "b": -1.0},
            "tail": {"x": 2.0, "w": 5.0, "b": 0.0},
            "other_tail": {"x": 2.0, "w": -5.0, "b": 0.0},
        },
    )


def zigzag(inputs: str = "sigmoid") -> Explorer:
    """Two weights learn from all-positive or zero-centred inputs: allowed quadrants, path, and what a mini-batch cures."""
    return Explorer(
        "zigzag",
        scene.ZigZag(),
        {
            "step": controls.player("step", scene.ZigZag.steps, scene.ZigZag.steps, interval=120),
            "inputs": controls.dropdown("inputs", inputs, ["sigmoid", "tanh"]),
            "batch_size": controls.dropdown("batch_size", 1, list(scene.BATCHES)),
            "learning_rate": controls.log_slider("learning_rate", 0.7, 0.1, 1.5, per_decade=20),
            "n_inputs": controls.dropdown("n_inputs", 10, [2, 3, 5, 10, 20, 50]),
        },
        presets={
            "start": {"step": 0, "inputs": "sigmoid"},
            "positive": {"inputs": "sigmoid"},
            "centred": {"inputs": "tanh"},
            "batch": {"inputs": "sigmoid", "batch_size": 32},
        },
    )
