"""Notebook 10: how many parameters, layers and neurons a fully connected network has."""

import math
from itertools import combinations

from nnlab.questions import Exercise


def parameters(sizes):
    """The number of weights and biases of a fully connected network."""
    weights = sum(sizes[i] * sizes[i + 1] for i in range(len(sizes) - 1))
    biases = sum(sizes[1:])
    return weights + biases


def _weights(sizes):
    return parameters(sizes) - sum(sizes[1:])


count_parameters = Exercise(
    "count_parameters",
    parameters,
    [([3, 4, 2],), ([3, 4, 4, 1],), ([3072, 100, 10],), ([5, 1],), ([2, 2, 2, 2],)],
    {
        "no_biases": _weights,
        "input_biases": lambda sizes: _weights(sizes) + sum(sizes),
        "no_output_biases": lambda sizes: _weights(sizes) + sum(sizes[1:-1]),
        "bias_per_layer": lambda sizes: _weights(sizes) + len(sizes) - 1,
        "product_of_all": lambda sizes: math.prod(sizes) + sum(sizes[1:]),
        "all_pairs": lambda sizes: sum(a * b for a, b in combinations(sizes, 2)) + sum(sizes[1:]),
        "within_layers": lambda sizes: parameters(sizes) + sum(n * (n - 1) // 2 for n in sizes[1:]),
        "neurons": lambda sizes: sum(sizes[1:]),
    },
)


def measures(sizes):
    """The number of layers and of neurons; the inputs are neither."""
    return len(sizes) - 1, sum(sizes[1:])


layers_and_neurons = Exercise(
    "layers_and_neurons",
    measures,
    [([3, 4, 2],), ([3, 4, 4, 1],), ([3072, 100, 10],), ([3, 1],)],
    {
        "input_layer": lambda sizes: (len(sizes), sum(sizes[1:])),
        "input_neurons": lambda sizes: (len(sizes) - 1, sum(sizes)),
        "both": lambda sizes: (len(sizes), sum(sizes)),
        "hidden_layers": lambda sizes: (len(sizes) - 2, sum(sizes[1:])),
        "hidden_neurons": lambda sizes: (len(sizes) - 1, sum(sizes[1:-1])),
        "hidden_only": lambda sizes: (len(sizes) - 2, sum(sizes[1:-1])),
        "swapped": lambda sizes: (sum(sizes[1:]), len(sizes) - 1),
    },
)
