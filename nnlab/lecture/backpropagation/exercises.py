"""Notebook 12: the gradients of a linear layer, of the softmax loss and of a 3-layer network, and a step of gradient descent."""

import numpy as np

from nnlab.losses import probabilities
from nnlab.questions import Exercise


def affine_backward(X, W, dZ):
    """For Z = X Wᵀ + b with X (N, n_in) and W (n_out, n_in): dX, dW and db from dZ (N, n_out)."""
    return dZ @ W, dZ.T @ X, dZ.sum(axis=0)


def _affine_backward_in_place(X, W, dZ):
    dZ *= 0.5
    return 2 * dZ @ W, 2 * dZ.T @ X, 2 * dZ.sum(axis=0)


X3 = np.array([[1.0, -2.0, 0.5], [0.3, 0.8, -1.1], [-0.7, 0.4, 1.6]])
W3 = np.array([[0.5, -1.0, 0.25], [1.5, 0.6, -0.8], [-0.3, 0.9, 1.2]])
D3 = np.array([[0.2, -0.5, 0.1], [-0.4, 0.3, 0.6], [0.7, -0.2, -0.9]])

affine = Exercise(
    "affine_backward",
    affine_backward,
    [(X3, W3, D3), (X3[:2], W3[:2], D3[:2, :2]), (X3[:1], W3[:2], D3[:1, :2]), (X3[:, :2], W3[:, :2], D3)],
    {
        "mean": lambda X, W, dZ: (dZ @ W, dZ.T @ X, dZ.mean(axis=0)),
        "transposed_dW": lambda X, W, dZ: (dZ @ W, X.T @ dZ, dZ.sum(axis=0)),
        "transposed_W": lambda X, W, dZ: (dZ @ W.T, dZ.T @ X, dZ.sum(axis=0)),
        "wrong_axis": lambda X, W, dZ: (dZ @ W, dZ.T @ X, dZ.sum(axis=1)),
        "divided": lambda X, W, dZ: (dZ @ W, dZ.T @ X / len(X), dZ.sum(axis=0) / len(X)),
        "order": lambda X, W, dZ: (dZ.T @ X, dZ @ W, dZ.sum(axis=0)),
        "not_summed": lambda X, W, dZ: (dZ @ W, dZ.T @ X, dZ),
        "mutates": _affine_backward_in_place,
    },
)


def softmax_gradient(scores, y):
    """The gradient of the mean cross-entropy by the scores (N, C), for labels y (N,)."""
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


S = np.array([[2.0, -1.0, 0.5], [0.1, 0.3, -0.2], [-1.5, 0.4, 1.1]])
LARGE = np.array([[1000.0, 0.0], [-1000.0, 5.0]])  # exp overflows

softmax = Exercise(
    "softmax_gradient",
    softmax_gradient,
    [(S, np.array([0, 2, 1])), (S[:2], np.array([1, 1])), (LARGE, np.array([0, 0])), (S[:1], np.array([2]))],
    {
        "no_mean": lambda s, y: probabilities(s) - np.eye(s.shape[1])[y],
        "no_truth": lambda s, y: probabilities(s) / len(y),
        "sign": lambda s, y: (np.eye(s.shape[1])[y] - probabilities(s)) / len(y),
        "scores": lambda s, y: (s - np.eye(s.shape[1])[y]) / len(y),
        "wrong_axis": lambda s, y: (probabilities(s.T).T - np.eye(s.shape[1])[y]) / len(y),
        "overflow": lambda s, y: (np.exp(s) / np.exp(s).sum(axis=1, keepdims=True) - np.eye(s.shape[1])[y]) / len(y),
        "per_class": lambda s, y: (probabilities(s) - np.eye(s.shape[1])[y]) / s.size,
    },
)


def network_backward(X, h1, h2, W2, W3, dscores):
    """dW1, dW2, dW3 of h1 = σ(X W1ᵀ + b1), h2 = σ(h1 W2ᵀ + b2), scores = h2 W3ᵀ + b3, from dscores."""
    dW3 = dscores.T @ h2
    dz2 = dscores @ W3 * h2 * (1 - h2)
    dW2 = dz2.T @ h1
    dz1 = dz2 @ W2 * h1 * (1 - h1)
    return dz1.T @ X, dW2, dW3


def _variant(*, slope=lambda h: h * (1 - h), first_slope=True, own_output=False):
    """`network_backward` with a mistake in it."""

    def variant(X, h1, h2, W2, W3, dscores):
        dz2 = dscores @ W3 * slope(h2)
        dz1 = dz2 @ W2 * (slope(h1) if first_slope else 1)
        return dz1.T @ (h1 if own_output else X), dz2.T @ (h2 if own_output else h1), dscores.T @ h2

    return variant


H1 = np.array([[0.2, 0.7, 0.5], [0.9, 0.4, 0.6], [0.3, 0.8, 0.1]])
H2 = np.array([[0.6, 0.3, 0.8], [0.5, 0.9, 0.2], [0.4, 0.1, 0.7]])
W2 = np.array([[0.7, -1.1, 0.6], [-0.9, 0.5, 1.2], [0.3, 0.8, -1.4]])

full_network = Exercise(
    "network_backward",
    network_backward,
    [
        (X3, H1, H2, W2, W3, D3),
        (X3[:2], H1[:2], H2[:2], W2, W3[:2], D3[:2, :2]),
        (X3[:1, :2], H1[:1], H2[:1], W2, W3[:1], D3[:1, :1]),
    ],
    {
        "no_slope": _variant(slope=lambda h: 1.0),
        "tanh_slope": _variant(slope=lambda h: 1 - h**2),
        "sigmoid_again": _variant(slope=lambda h: 1 / (1 + np.exp(-h)) * (1 - 1 / (1 + np.exp(-h)))),
        "no_first_slope": _variant(first_slope=False),
        "transposed": lambda X, h1, h2, W2, W3, dscores: network_backward(X, h1, h2, W2.T, W3, dscores),
        "own_output": _variant(own_output=True),
        "mean": lambda X, *others: tuple(dW / len(X) for dW in network_backward(X, *others)),
        "order": lambda *case: network_backward(*case)[::-1],
    },
)


def step(W, dW, learning_rate):
    """The weights W after one step downhill; W itself stays as it is."""
    return W - learning_rate * dW


def _in_place_step(W, dW, learning_rate):
    W -= learning_rate * dW
    return W


sgd_step = Exercise(
    "sgd_step",
    step,
    [(W3, D3, 0.1), (np.array([1.0, -2.0]), np.array([0.5, 0.5]), 1.0), (np.array([[3.0]]), np.array([[-1.0]]), 0.01)],
    {
        "uphill": lambda W, dW, rate: W + rate * dW,
        "no_rate": lambda W, dW, rate: W - dW,
        "only_step": lambda W, dW, rate: -rate * dW,
        "normalised": lambda W, dW, rate: W - rate * dW / np.linalg.norm(dW),
        "signs": lambda W, dW, rate: W - rate * np.sign(dW),
        "in_place": _in_place_step,
    },
)
