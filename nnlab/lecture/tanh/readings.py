"""The experiments behind what notebook 06 concludes: each takes seeds and returns figures by name."""

import numpy as np

from nnlab import digits, from_function, mlp
from nnlab.activations import ACTIVATIONS
from nnlab.lecture.experiments import accuracy, compare, last_network

SIGMOID = ACTIVATIONS["sigmoid"].f
FOUR = {
    "sigmoid": "sigmoid",
    "lowered": from_function(lambda z: SIGMOID(z) - 0.5),
    "stretched": from_function(lambda z: 2 * SIGMOID(2 * z)),
    "tanh": "tanh",
}


def digits_accuracy(name, *, seed, init, learning_rate, steps=300) -> float:
    """Accuracy on the training digits of a network with 4 hidden layers of 100 units and one of the FOUR functions."""
    X, y = digits()
    network = mlp([64, 100, 100, 100, 100, 10], FOUR[name], init=init, seed=seed, dtype=np.float32)
    return accuracy(last_network(network, X, y, learning_rate=learning_rate, steps=steps, batch_size=64, seed=seed), X, y)


def fair_start(seeds):
    """Each of the four functions with the initial weights and the learning rate that suit it best."""
    outcomes = compare(digits_accuracy, FOUR, seeds=seeds, init=(0.1, 0.2, 0.4, 0.6), learning_rate=(0.3, 1.0))
    return {name: outcome.median for name, outcome in outcomes.items()}
