"""Notebook 08: the backward rule of Leaky ReLU, a Maxout unit, and how many parameters Maxout takes."""

from itertools import pairwise

import numpy as np

from nnlab.questions import Exercise


def backward(z, dh, alpha):
    """The gradient by the sums z of a Leaky ReLU with slope alpha below 0, from dh, that by its outputs."""
    return dh * np.where(z > 0, 1, alpha)


cases = [
    (np.array([2.0, -1.0, 0.5, -3.0]), np.array([3.0, 4.0, -5.0, -6.0]), 0.1),
    (np.array([[-3.0, 4.0], [0.1, -0.1]]), np.array([[-1.0, -2.0], [6.0, 7.0]]), 0.01),
    (np.array([1.0, -1.0]), np.array([2.0, 2.0]), 0.0),
    (np.array([1.0, -1.0]), np.array([2.0, 2.0]), 1.0),
]
mistakes = {
    "relu": lambda z, dh, alpha: dh * (z > 0),
    "times_z": lambda z, dh, alpha: dh * np.where(z > 0, z, alpha * z),
    "by_gradient": lambda z, dh, alpha: np.where(dh > 0, dh, alpha * dh),
    "alone": lambda z, dh, alpha: np.where(z > 0, 1, alpha),
    "alpha_instead": lambda z, dh, alpha: np.where(z > 0, dh, alpha),
    "swapped": lambda z, dh, alpha: dh * np.where(z > 0, alpha, 1),
    "one_minus": lambda z, dh, alpha: dh * np.where(z > 0, 1, 1 - alpha),
    "negative": lambda z, dh, alpha: dh * np.where(z > 0, 1, -alpha),
}
leaky_backward = Exercise("leaky_backward", backward, cases, mistakes)


def forward(x, W1, b1, W2, b2):
    """The outputs of a layer of Maxout units with two sums each: x (n,), W1 and W2 (units, n), b1 and b2 (units,)."""
    return np.maximum(W1 @ x + b1, W2 @ x + b2)


X = np.array([1.0, -2.0, 0.5])
W1 = np.array([[1.0, 0.5, -1.0], [0.2, -0.4, 2.0], [-1.0, 0.3, 0.6]])
W2 = np.array([[-2.0, 1.0, 1.0], [0.5, -1.5, 0.7], [0.4, 1.1, -0.2]])
B1, B2 = np.array([-0.1, -0.3, 0.5]), np.array([0.2, 0.4, -0.6])

cases = [
    (X, W1, B1, W2, B2),
    (X[:2], W1[:, :2], B1, W2[:, :2], B2),
    (np.array([0.0, 0.0]), W1[:2, :2], np.array([-1.0, -3.0]), W2[:2, :2], np.array([-2.0, -0.5])),
    (np.array([1.0, 1.0]), np.zeros((2, 2)), np.zeros(2), np.array([[1.0, 2.0], [-3.0, 1.0]]), np.zeros(2)),
]
mistakes = {
    "added": lambda x, W1, b1, W2, b2: W1 @ x + b1 + W2 @ x + b2,
    "relu_each": lambda x, W1, b1, W2, b2: np.maximum(np.maximum(0, W1 @ x + b1), np.maximum(0, W2 @ x + b2)),
    "no_bias": lambda x, W1, b1, W2, b2: np.maximum(W1 @ x, W2 @ x),
    "bias_after": lambda x, W1, b1, W2, b2: np.maximum(W1 @ x, W2 @ x) + np.maximum(b1, b2),
    "max_of_weights": lambda x, W1, b1, W2, b2: np.maximum(W1, W2) @ x + np.maximum(b1, b2),
    "one_number": lambda x, W1, b1, W2, b2: max((W1 @ x + b1).max(), (W2 @ x + b2).max()),
    "minimum": lambda x, W1, b1, W2, b2: np.minimum(W1 @ x + b1, W2 @ x + b2),
    "relu_of_one": lambda x, W1, b1, W2, b2: np.maximum(0, W1 @ x + b1),
}
maxout_forward = Exercise("maxout_forward", forward, cases, mistakes)


def count(sizes, k):
    """Weights and biases of a network [inputs, hidden, …, outputs] whose hidden units take the largest of k sums each."""
    hidden = sum(k * n * (inputs + 1) for inputs, n in pairwise(sizes[:-1]))
    return hidden + sizes[-1] * (sizes[-2] + 1)


cases = [([3072, 100, 10], 2), ([3, 4, 4, 1], 2), ([2, 5, 3], 3), ([4, 3], 2)]
mistakes = {
    "output_too": lambda sizes, k: sum(k * n * (m + 1) for m, n in pairwise(sizes)),
    "no_biases": lambda sizes, k: sum(k * n * m for m, n in pairwise(sizes[:-1])) + sizes[-1] * sizes[-2],
    "biases_once": lambda sizes, k: sum(n * (k * m + 1) for m, n in pairwise(sizes[:-1])) + sizes[-1] * (sizes[-2] + 1),
    "wide_inputs": lambda sizes, k: sum(
        (k * n if i + 1 < len(sizes) - 1 else n) * ((k * m if i else m) + 1) for i, (m, n) in enumerate(pairwise(sizes))
    ),
    "ordinary": lambda sizes, k: sum(n * (m + 1) for m, n in pairwise(sizes)),
    "squared": lambda sizes, k: sum(k**2 * n * (m + 1) for m, n in pairwise(sizes[:-1])) + sizes[-1] * (sizes[-2] + 1),
}
maxout_parameters = Exercise("maxout_parameters", count, cases, mistakes)
