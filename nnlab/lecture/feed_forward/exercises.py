"""Notebook 11: the forward pass of any number of layers, and a forward pass of rows with two mistakes of shape in it."""

from itertools import pairwise

import numpy as np

from nnlab.questions import Exercise


def sigmoid(z):
    """σ(z)."""
    return 1 / (1 + np.exp(-z))


def forward(x, layers):
    """The output (n_out, 1) for a column x (n_in, 1) of a network of sigmoid units; layers is a list of (W, b) with column biases."""
    *hidden, (W_last, b_last) = layers
    for W, b in hidden:
        x = sigmoid(W @ x + b)
    return W_last @ x + b_last


def _forward_with(f, *, at_output=False, bias=True, bias_after=False):
    """`forward` with a mistake: another function, one at the output as well, no biases, or biases added after the function."""

    def variant(x, layers):
        for i, (W, b) in enumerate(layers):
            function = f if at_output or i < len(layers) - 1 else (lambda z: z)
            x = function(W @ x) + b if bias_after else function(W @ x + b if bias else W @ x)
        return x

    return variant


def _three_layers(x, layers):
    """Only as many lines as the slides have."""
    (W1, b1), (W2, b2), (W3, b3) = layers[:3]
    return W3 @ sigmoid(W2 @ sigmoid(W1 @ x + b1) + b2) + b3


rng = np.random.default_rng(11)


def _layers(*sizes):
    """A list of (W, b): weights (n_out, n_in) and column biases (n_out, 1)."""
    return [(rng.normal(size=(n_out, n_in)).round(2), rng.normal(size=(n_out, 1)).round(2)) for n_in, n_out in pairwise(sizes)]


any_depth = Exercise(
    "any_depth",
    forward,
    [
        (np.array([[1.0], [-0.5], [0.3]]), _layers(3, 4, 4, 1)),
        (np.array([[0.2], [0.9], [-1.0]]), _layers(3, 3, 2)),
        (np.array([[-2.0], [0.4]]), _layers(2, 2, 2, 2, 2, 2)),
        (np.array([[0.7], [1.5]]), _layers(2, 3)),
    ],
    {
        "output_squeezed": _forward_with(sigmoid, at_output=True),
        "no_bias": _forward_with(sigmoid, bias=False),
        "bias_after": _forward_with(sigmoid, bias_after=True),
        "no_function": _forward_with(lambda z: z),
        "relu": _forward_with(lambda z: np.maximum(0, z)),
        "sign": _forward_with(lambda z: 1 / (1 + np.exp(z))),
        "three_layers": _three_layers,
        "hidden_only": lambda x, layers: _forward_with(sigmoid, at_output=True)(x, layers[:-1]),
        "reversed": lambda x, layers: forward(x, layers[::-1]),
        "flat": lambda x, layers: forward(x, layers).ravel(),
    },
)


def repaired(X, W1, b1, W2, b2):
    """The scores (N, n_out) of a 2-layer ReLU network for rows X (N, n_in); the biases are columns (n, 1)."""
    H = np.maximum(0, X @ W1.T + b1.T)
    return H @ W2.T + b2.T


def _batch(n, *sizes):
    """n examples as rows, then the weights and column biases of two layers."""
    (W1, b1), (W2, b2) = _layers(*sizes)
    return rng.normal(size=(n, sizes[0])).round(2), W1, b1, W2, b2


planted = Exercise(
    "planted_bug",
    repaired,
    [_batch(4, 4, 4, 4), _batch(5, 4, 4, 4), _batch(5, 2, 4, 3), _batch(1, 3, 2, 2), _batch(3, 4, 3, 2)],
    {
        "as_it_was": lambda X, W1, b1, W2, b2: np.maximum(0, X @ W1 + b1) @ W2.T + b2,
        "weights_only": lambda X, W1, b1, W2, b2: np.maximum(0, X @ W1.T + b1) @ W2.T + b2,
        "biases_only": lambda X, W1, b1, W2, b2: np.maximum(0, X @ W1 + b1.T) @ W2.T + b2.T,
        "first_bias_only": lambda X, W1, b1, W2, b2: np.maximum(0, X @ W1.T + b1.T) @ W2.T + b2,
        "columns": lambda X, W1, b1, W2, b2: W2 @ np.maximum(0, W1 @ X.T + b1) + b2,
        "first_bias": lambda X, W1, b1, W2, b2: np.maximum(0, X @ W1.T + b1[0]) @ W2.T + b2[0],
        "output_relu": lambda *case: np.maximum(0, repaired(*case)),
        "no_function": lambda X, W1, b1, W2, b2: (X @ W1.T + b1.T) @ W2.T + b2.T,
    },
)
