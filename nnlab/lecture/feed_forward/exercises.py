"""Notebook 11: the slides' forward pass of a 3-layer network, and the same for a batch of rows."""

from itertools import pairwise

import numpy as np

from nnlab.questions import Exercise


def sigmoid(z):
    """σ(z)."""
    return 1 / (1 + np.exp(-z))


def forward(x, W1, b1, W2, b2, W3, b3):
    """The output (n_out, 1) of a 3-layer network of sigmoid units for a column x (n_in, 1); biases are columns."""
    h1 = sigmoid(W1 @ x + b1)
    h2 = sigmoid(W2 @ h1 + b2)
    return W3 @ h2 + b3


def _forward_with(f):
    """`forward` with another function than σ."""
    return lambda x, W1, b1, W2, b2, W3, b3: W3 @ f(W2 @ f(W1 @ x + b1) + b2) + b3


rng = np.random.default_rng(11)


def _network(*sizes):
    """Weights (n_out, n_in) and column biases (n_out, 1), layer after layer."""
    return [rng.normal(size=shape).round(2) for n_in, n_out in pairwise(sizes) for shape in ((n_out, n_in), (n_out, 1))]


three_layers = Exercise(
    "three_layers",
    forward,
    [
        (np.array([[1.0], [-0.5], [0.3]]), *_network(3, 4, 4, 1)),
        (np.array([[0.2], [0.9], [-1.0]]), *_network(3, 3, 3, 2)),
        (np.array([[-2.0], [0.4]]), *_network(2, 2, 2, 2)),
    ],
    {
        "output_squeezed": lambda *case: sigmoid(forward(*case)),
        "no_bias": lambda x, W1, b1, W2, b2, W3, b3: W3 @ sigmoid(W2 @ sigmoid(W1 @ x)),
        "bias_after": lambda x, W1, b1, W2, b2, W3, b3: W3 @ (sigmoid(W2 @ (sigmoid(W1 @ x) + b1)) + b2) + b3,
        "no_function": _forward_with(lambda z: z),
        "relu": _forward_with(lambda z: np.maximum(0, z)),
        "sign": _forward_with(lambda z: 1 / (1 + np.exp(z))),
        "skips_second": lambda x, W1, b1, W2, b2, W3, b3: W3 @ sigmoid(W1 @ x + b1) + b3,
        "flat": lambda *case: forward(*case).ravel(),
    },
)


def batch_forward(X, W1, b1, W2, b2):
    """The scores (N, n_out) of a 2-layer network of ReLU units for rows X (N, n_in); biases are (n,)."""
    return np.maximum(0, X @ W1.T + b1) @ W2.T + b2


def _batch(n, *sizes):
    """n examples as rows, then the weights and biases (n_out,) of two layers."""
    X, (W1, b1, W2, b2) = rng.normal(size=(n, sizes[0])).round(2), _network(*sizes)
    return X, W1, b1[:, 0], W2, b2[:, 0]


batch = Exercise(
    "batch_forward",
    batch_forward,
    [_batch(3, 3, 3, 3), _batch(5, 2, 4, 3), _batch(1, 3, 2, 2), _batch(3, 4, 3, 2)],
    {
        "not_transposed": lambda X, W1, b1, W2, b2: np.maximum(0, X @ W1 + b1) @ W2 + b2,
        "columns": lambda X, W1, b1, W2, b2: W2 @ np.maximum(0, W1 @ X.T + b1[:, None]) + b2[:, None],
        "output_relu": lambda X, W1, b1, W2, b2: np.maximum(0, np.maximum(0, X @ W1.T + b1) @ W2.T + b2),
        "no_bias": lambda X, W1, b1, W2, b2: np.maximum(0, X @ W1.T) @ W2.T,
        "no_function": lambda X, W1, b1, W2, b2: (X @ W1.T + b1) @ W2.T + b2,
        "mean": lambda X, W1, b1, W2, b2: batch_forward(X, W1, b1, W2, b2).mean(axis=0),
        "first_only": lambda X, W1, b1, W2, b2: batch_forward(X[:1], W1, b1, W2, b2),
        "bias_after": lambda X, W1, b1, W2, b2: (np.maximum(0, X @ W1.T) + b1) @ W2.T + b2,
    },
)
