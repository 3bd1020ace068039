"""The explorer of one activation function."""

from nnlab.activations import ACTIVATIONS, from_function
from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.lecture.activation_functions.activation_curve import ActivationCurve
from nnlab.lecture.activation_functions.modern import gelu, silu


def activation_curve(function=None, derivative=None) -> Explorer:
    """An activation function with its slope, tangent and flat regions; the reader's own `function` of an array joins the list."""
    functions = {name: ACTIVATIONS[name] for name in ("sigmoid", "tanh", "relu", "leaky_relu")} | {"silu": silu, "gelu": gelu}
    functions["identity"] = ACTIVATIONS["identity"]
    if function is None and derivative is not None:
        raise ValueError("function is None, expected the function that the derivative belongs to")
    own = [] if function is None else [from_function(function, derivative)]
    functions |= {activation.name: activation for activation in own}
    first = own[0].name if own else "sigmoid"
    widgets = {
        "activation": controls.dropdown("activation", first, list(functions)),
        "compare": controls.dropdown("compare", "none", ["none", *functions]),
        "z": controls.slider("z", 2.0, -6.0, 6.0, 0.05),
    }
    presets = {
        "middle": {"activation": "sigmoid", "z": 0.0},
        "tail": {"activation": "sigmoid", "z": 5.0},
        "tanh_sigmoid": {"activation": "tanh", "compare": "sigmoid", "z": 1.0},
        "relu_off": {"activation": "relu", "z": -2.0},
        "leaky_left": {"activation": "leaky_relu", "z": -2.0},
    }
    return Explorer("activation_curve", ActivationCurve(functions, None if derivative is None else own[0].name), widgets, presets=presets)
