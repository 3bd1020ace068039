"""Notebook 05: back through one sigmoid neuron, back through a chain of them, and the largest learning rate that the inputs allow."""

import numpy as np

from nnlab.activations import sigmoid
from nnlab.questions import Exercise


def neuron_backward(x, w, b, upstream):
    """The gradients with respect to w (an array as long as x) and b of a neuron f = σ(w · x + b), from that with respect to f."""
    f = 1 / (1 + np.exp(-(w @ x + b)))
    dq = upstream * f * (1 - f)
    return dq * x, dq


cases = [
    (np.array([1.0, -2.0]), np.array([0.5, 0.3]), 0.1, 1.0),
    (np.array([2.0, 0.5, -1.0]), np.array([1.0, -1.0, 0.5]), -0.5, -0.7),
    (np.array([2.0]), np.array([5.0]), 0.0, 3.0),
    (np.array([-3.0, 2.0]), np.array([6.0, -3.0]), -1.0, 1e6),  # q = −25: a gradient that a clipped q would change
]
mistakes = {
    "no_slope": lambda x, w, b, upstream: (upstream * x, upstream),
    "slope_of_q": lambda x, w, b, upstream: ((dq := upstream * (w @ x + b) * (1 - (w @ x + b))) * x, dq),
    "no_upstream": lambda x, w, b, upstream: neuron_backward(x, w, b, 1.0),
    "by_x": lambda x, w, b, upstream: ((dq := neuron_backward(x, w, b, upstream)[1]) * w, dq),
    "b_times_b": lambda x, w, b, upstream: ((dq := neuron_backward(x, w, b, upstream)[1]) * x, dq * b),
    "tanh_slope": lambda x, w, b, upstream: ((dq := upstream * (1 - sigmoid.f(w @ x + b) ** 2)) * x, dq),
}
sigmoid_backward = Exercise("sigmoid_backward", neuron_backward, cases, mistakes, names=("dw", "db"))


def chain_slope(x, weights):
    """The derivative of the last output with respect to x in a chain of neurons h = σ(w h), with the weights applied in order."""
    h, slope = x, 1.0
    for w in weights:
        h = 1 / (1 + np.exp(-w * h))
        slope *= h * (1 - h) * w
    return slope


def _slopes(x, weights, multiply):
    h, slope = x, 1.0
    for w in weights:
        slope *= sigmoid.derivative(w * h) * multiply(w)
        h = float(sigmoid.f(w * h))
    return slope


def _last(x, weights):
    for w in weights:
        q, x = w * x, float(sigmoid.f(w * x))
    return sigmoid.derivative(q) * w


cases = [
    (0.5, np.array([1.0, 2.0])),
    (-2.0, np.array([3.0, -1.5, 4.0])),
    (1.0, np.array([4.0])),
    (6.0, np.array([-4.0, 10.0])),
    (0.3, np.array([1.0, 1.0, 1.0, 1.0, 1.0, 1.0])),
]
mistakes = {
    "no_weights": lambda x, weights: _slopes(x, weights, lambda w: 1.0),
    "always_quarter": lambda x, weights: 0.25 ** len(weights) * np.prod(weights),
    "all_at_x": lambda x, weights: np.prod([sigmoid.derivative(w * x) * w for w in weights]),
    "last_only": _last,
    "no_slopes": lambda x, weights: float(np.prod(weights)),
    "absolute": lambda x, weights: _slopes(x, weights, abs),
}


sigmoid_chain = Exercise("sigmoid_chain", chain_slope, cases, mistakes)


def largest_rate(X):
    """The learning rate below which gradient descent on the mean of (w · x − w* · x)² / 2 over the rows of X does not move away from w*."""
    return 2 / np.linalg.eigvalsh(X.T @ X / len(X)).max()


cases = [
    (np.array([[1.0, 1.0], [1.0, 0.8], [0.6, 1.0]]),),
    (np.array([[0.5, -0.5], [-0.5, 0.3], [0.4, 0.4], [-0.4, -0.2]]),),
    (np.array([[2.0, 0.1, 0.0], [-2.0, 0.1, 0.3], [2.0, -0.1, 0.2], [-1.0, 0.0, -0.4]]),),
    (np.array([[3.0], [1.0]]),),
]
mistakes = {
    "flattest": lambda X: 2 / np.linalg.eigvalsh(X.T @ X / len(X)).min(),
    "no_two": lambda X: 1 / np.linalg.eigvalsh(X.T @ X / len(X)).max(),
    "not_mean": lambda X: 2 / np.linalg.eigvalsh(X.T @ X).max(),
    "centred": lambda X: 2 / np.linalg.eigvalsh((X - X.mean(axis=0)).T @ (X - X.mean(axis=0)) / len(X)).max(),
    "trace": lambda X: 2 / np.trace(X.T @ X / len(X)),
    "examples": lambda X: 2 / np.linalg.eigvalsh(X @ X.T / X.shape[1]).max(),
    "singular_value": lambda X: 2 / np.linalg.norm(X, 2),
}
step_limit = Exercise("largest_rate", largest_rate, cases, mistakes)
