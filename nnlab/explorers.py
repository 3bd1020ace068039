"""The catalogue: every explorer of the lecture is one short function that puts controls and a scene together."""

from nnlab import controls, scenes
from nnlab.activations import ACTIVATIONS
from nnlab.explorer import Explorer


def activation_curve(function=None) -> Explorer:
    """An activation function with its slope, tangent and flat regions."""
    functions = {name: ACTIVATIONS[name] for name in ("sigmoid", "tanh", "relu", "leaky_relu", "identity")}
    return Explorer(
        "activation_curve",
        scenes.activations.ActivationCurve(functions),
        {
            "activation": controls.choice("activation", "sigmoid", list(functions)),
            "compare": controls.choice("compare", "none", ["none", *functions]),
            "z": controls.slider("z", 2.0, -6.0, 6.0, 0.05),
        },
        presets={
            "middle": {"z": 0.0},
            "tail": {"z": 5.0},
            "tanh_sigmoid": {"activation": "tanh", "compare": "sigmoid", "z": 1.0},
            "relu_off": {"activation": "relu", "z": -2.0},
        },
    )
