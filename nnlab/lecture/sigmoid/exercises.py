"""Notebook 05: the gradients of one sigmoid neuron, and the share of gradients whose components have one sign."""

import numpy as np

from nnlab.activations import sigmoid
from nnlab.questions import Exercise


def neuron_backward(x, w, b, upstream):
    """The gradients by w (as long as x) and by b of a neuron f = σ(w · x + b), from the gradient by f."""
    f = 1 / (1 + np.exp(-(w @ x + b)))
    dq = upstream * f * (1 - f)
    return dq * x, dq


cases = [
    (np.array([1.0, -2.0]), np.array([0.5, 0.3]), 0.1, 1.0),
    (np.array([2.0, 0.5, -1.0]), np.array([1.0, -1.0, 0.5]), -0.5, -0.7),
    (np.array([2.0]), np.array([5.0]), 0.0, 3.0),
]
mistakes = {
    "no_slope": lambda x, w, b, upstream: (upstream * x, upstream),
    "slope_of_q": lambda x, w, b, upstream: ((dq := upstream * (w @ x + b) * (1 - (w @ x + b))) * x, dq),
    "no_upstream": lambda x, w, b, upstream: neuron_backward(x, w, b, 1.0),
    "by_x": lambda x, w, b, upstream: ((dq := neuron_backward(x, w, b, upstream)[1]) * w, dq),
    "b_times_b": lambda x, w, b, upstream: ((dq := neuron_backward(x, w, b, upstream)[1]) * x, dq * b),
    "tanh_slope": lambda x, w, b, upstream: ((dq := upstream * (1 - sigmoid.f(w @ x + b) ** 2)) * x, dq),
}
sigmoid_backward = Exercise("sigmoid_backward", neuron_backward, cases, mistakes)


def share_of_one_sign(dw):
    """The share of the rows of dw, none of them with a 0, whose numbers are all positive or all negative."""
    return np.mean((dw > 0).all(axis=1) | (dw < 0).all(axis=1))


cases = [
    (np.array([[1.0, 2.0], [-1.0, -3.0], [1.0, -1.0], [-2.0, 1.0]]),),
    (np.array([[0.1, 0.2, 0.3], [0.5, -0.1, 0.2], [0.4, -0.1, -0.9]]),),
    (np.array([[3.0, -1.0, -1.0], [-1.0, -1.0, -1.0], [2.0, 2.0, 2.0], [1.0, 2.0, 1.0], [1.0, 1.0, -5.0]]),),
    (np.array([[1.0, -1.0], [-2.0, 1.0], [3.0, 1.0]]),),
]
mistakes = {
    "positive_only": lambda dw: np.mean((dw > 0).all(axis=1)),
    "columns": lambda dw: np.mean((dw > 0).all(axis=0) | (dw < 0).all(axis=0)),
    "any": lambda dw: np.mean((dw > 0).any(axis=1) | (dw < 0).any(axis=1)),
    "count": lambda dw: np.sum((dw > 0).all(axis=1) | (dw < 0).all(axis=1)),
    "share_of_numbers": lambda dw: np.mean(dw > 0),
    "both": lambda dw: np.mean((dw > 0).all(axis=1) & (dw < 0).all(axis=1)),
    "product": lambda dw: np.mean(np.prod(dw, axis=1) > 0),
}
one_sign = Exercise("one_sign", share_of_one_sign, cases, mistakes)
