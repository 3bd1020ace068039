"""Notebook 11: the slides' forward pass of a 3-layer network, and the same for a batch of rows."""

from itertools import pairwise

import numpy as np

from nnlab.questions.check import Exercise


def sigmoid(z):
    """σ(z)."""
    return 1 / (1 + np.exp(-z))


def forward(x, W1, b1, W2, b2, W3, b3):
    """The output (n_out, 1) of a 3-layer network of sigmoid units for a column x (n_in, 1); biases are columns."""
    h1 = sigmoid(W1 @ x + b1)
    h2 = sigmoid(W2 @ h1 + b2)
    return W3 @ h2 + b3


def _forward(*, f=sigmoid, last=lambda z: z, bias=True, after=False, same=False, skip=False):
    def variant(x, W1, b1, W2, b2, W3, b3):
        b1, b2, b3 = (b1, b2, b3) if bias else (0, 0, 0)
        W2, b2 = (W1, b1) if same else (W2, b2)
        h1 = f(W1 @ x) + b1 if after else f(W1 @ x + b1)
        h2 = h1 if skip else f(W2 @ h1) + b2 if after else f(W2 @ h1 + b2)
        return last(W3 @ h2 + b3)

    return variant


rng = np.random.default_rng(11)


def _network(*sizes):
    """Weights and column biases of three layers, layer after layer."""
    parts = []
    for n_in, n_out in pairwise(sizes):
        parts += [rng.normal(size=(n_out, n_in)).round(2), rng.normal(size=(n_out, 1)).round(2)]
    return parts


three_layers = Exercise(
    "three_layers",
    forward,
    [
        (np.array([[1.0], [-0.5], [0.3]]), *_network(3, 4, 4, 1)),
        (np.array([[0.2], [0.9], [-1.0]]), *_network(3, 3, 3, 2)),
        (np.array([[-2.0], [0.4]]), *_network(2, 2, 2, 2)),
    ],
    {
        "output_squeezed": _forward(last=sigmoid),
        "no_bias": _forward(bias=False),
        "bias_after": _forward(after=True),
        "no_function": _forward(f=lambda z: z),
        "relu": _forward(f=lambda z: np.maximum(0, z)),
        "sign": _forward(f=lambda z: 1 / (1 + np.exp(z))),
        "skips_second": _forward(skip=True),
        "flat": lambda *given: forward(*given).ravel(),
    },
)


def batch_forward(X, W1, b1, W2, b2):
    """The scores (N, n_out) of a 2-layer network of ReLU units for rows X (N, n_in); biases are (n,)."""
    return np.maximum(0, X @ W1.T + b1) @ W2.T + b2


def _rows(n, sizes):
    return (
        rng.normal(size=(n, sizes[0])).round(2),
        *(part for a, b in pairwise(sizes) for part in (rng.normal(size=(b, a)).round(2), rng.normal(size=b).round(2))),
    )


batch = Exercise(
    "batch_forward",
    batch_forward,
    [_rows(3, (3, 3, 3)), _rows(5, (2, 4, 3)), _rows(1, (3, 2, 2)), _rows(3, (4, 3, 2))],
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
