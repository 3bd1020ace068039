"""The four functions of notebook 06: the moves that turn the sigmoid into tanh, made one at a time."""

from nnlab import Activation, from_function
from nnlab.activations import ACTIVATIONS

SIGMOID = ACTIVATIONS["sigmoid"].f


def _shaped(name: str, height: float, narrow: float, shift: float) -> Activation:
    """height · σ(narrow · z) + shift."""
    slope = ACTIVATIONS["sigmoid"].derivative
    return from_function(lambda z: height * SIGMOID(narrow * z) + shift, lambda z: height * narrow * slope(narrow * z), name)


FOUR = {
    "sigmoid": ACTIVATIONS["sigmoid"],
    "lowered": _shaped("lowered", 1, 1, -0.5),
    "stretched": _shaped("stretched", 2, 2, 0),
    "tanh": ACTIVATIONS["tanh"],
}


def shift_biases(network) -> None:
    """Give every layer behind the first the biases −½ ΣW: they undo that the sigmoids before it put out 0.5 at a sum of 0."""
    for layer in network.layers[1:]:
        layer.b[...] = -0.5 * layer.W.sum(axis=1)
