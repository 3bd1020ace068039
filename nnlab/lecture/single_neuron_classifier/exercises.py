"""Notebook 03: a sigmoid that cannot overflow, one step of gradient descent, the hinge loss, and the street of an SVM."""

import numpy as np

from nnlab.questions import Exercise


def sigmoid(z):
    """1 / (1 + exp(−z)), for any z: exp only ever sees numbers below 0."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


cases = [
    (np.array([0.0, 1.0, -1.0]),),
    (np.array([5.0, -30.0]),),
    (np.array([1000.0, -1000.0]),),
    (np.array([0.37, -800.0, -7.77]),),
]
mistakes = {
    "overflows": lambda z: 1 / (1 + np.exp(-z)),
    "both_branches": lambda z: np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z))),
    "nan": lambda z: np.exp(z) / (1 + np.exp(z)),
    "sign": lambda z: 1 / (1 + np.exp(np.minimum(z, 700))),
    "clipped": lambda z: 1 / (1 + np.exp(-np.clip(z, -10, 10))),
    "tanh": lambda z: np.tanh(z / 2),
    "step": lambda z: (z > 0).astype(float),
}
stable_sigmoid = Exercise("stable_sigmoid", sigmoid, cases, mistakes)


def neuron_step(w, b, X, y, learning_rate, l2):
    """w and b after one step of logistic regression; the L2 part, l2 |w|² / 2, acts on w and not on b."""
    p = sigmoid(X @ w + b)
    dw = X.T @ (p - y) / len(y) + l2 * w
    db = np.mean(p - y)
    return w - learning_rate * dw, b - learning_rate * db


def _step(w, b, X, y, learning_rate, l2, *, push=None, mean=True, decay=lambda w: w, decay_b=0.0, sign=-1):
    """`neuron_step` with one thing changed: what each example pushes, the mean, what L2 pulls, the direction."""
    p = sigmoid(X @ w + b)
    pushes = p - y if push is None else push(p, y)
    n = len(y) if mean else 1
    dw, db = X.T @ pushes / n + l2 * decay(w), np.sum(pushes) / n + l2 * decay_b * b
    return w + sign * learning_rate * dw, b + sign * learning_rate * db


X = np.array([[1.0, 2.0], [-0.5, 1.0], [2.0, -1.0], [0.3, -0.7], [-1.2, -0.4]])
cases = [
    (np.array([0.5, -1.0]), 0.3, X, np.array([1, 0, 1, 0, 1]), 0.3, 0.0),
    (np.array([-1.5, 1.0]), 0.5, X, np.array([0, 0, 1, 1, 1]), 0.1, 0.5),
    (np.array([2.0, 0.4]), -1.0, X[:3], np.array([1, 1, 0]), 1.0, 0.1),
]
mistakes = {
    "uphill": lambda *case: _step(*case, sign=1),
    "label_first": lambda *case: _step(*case, push=lambda p, y: y - p),
    "sum": lambda *case: _step(*case, mean=False),
    "decided": lambda *case: _step(*case, push=lambda p, y: (p > 0.5) - y),
    "slope_too": lambda *case: _step(*case, push=lambda p, y: (p - y) * p * (1 - p)),
    "no_decay": lambda *case: _step(*case, decay=lambda w: 0 * w),
    "decay_of_b": lambda *case: _step(*case, decay_b=1.0),
    "double_decay": lambda *case: _step(*case, decay=lambda w: 2 * w),
}
logistic_step = Exercise("logistic_step", neuron_step, cases, mistakes, names=("w", "b"))


def hinge(s, y):
    """The mean of max(0, 1 − t s), where t is +1 for y = 1 and −1 for y = 0."""
    t = 2 * y - 1
    return np.mean(np.maximum(0, 1 - t * s))


cases = [
    (np.array([0.0, 0.0]), np.array([0, 1])),
    (np.array([2.0, -0.5, 0.5]), np.array([1, 0, 0])),
    (np.array([50.0, -3.0]), np.array([1, 1])),
    (np.array([0.9, 1.1, -1.0]), np.array([1, 1, 0])),
]
mistakes = {
    "labels_as_they_are": lambda s, y: np.mean(np.maximum(0, 1 - y * s)),
    "python_max": lambda s, y: np.mean(max(0, 1 - (2 * y - 1) * s)),
    "no_max": lambda s, y: np.mean(1 - (2 * y - 1) * s),
    "no_margin": lambda s, y: np.mean(np.maximum(0, -(2 * y - 1) * s)),
    "sum": lambda s, y: np.sum(np.maximum(0, 1 - (2 * y - 1) * s)),
    "squared": lambda s, y: np.mean(np.maximum(0, 1 - (2 * y - 1) * s) ** 2),
    "sign": lambda s, y: np.mean(np.maximum(0, 1 + (2 * y - 1) * s)),
}
mean_hinge = Exercise("mean_hinge", hinge, cases, mistakes)


def street(w, b, X, y):
    """The width 2/|w| of the SVM's street, and how many points are on its edges, inside, or on the wrong side of it."""
    margins = (2 * y - 1) * (X @ w + b)
    return 2 / np.linalg.norm(w), np.sum(margins <= 1)


X = np.array([[0.5, 0.0], [1.0, 1.5], [-2.0, 1.0], [0.0, -0.5], [3.0, 2.0], [-1.0, -3.0]])
cases = [
    (np.array([2.0, 0.0]), 0.0, X, np.array([1, 1, 0, 0, 1, 0])),
    (np.array([0.6, 0.8]), -0.5, X, np.array([0, 1, 0, 0, 1, 1])),
    (np.array([-1.0, 1.0]), 0.25, X[:4], np.array([0, 0, 1, 0])),
    (np.array([3.0, -4.0]), 6.0, X[:4], np.array([1, 1, 0, 1])),
]
mistakes = {
    "half": lambda w, b, X, y: (1 / np.linalg.norm(w), np.sum((2 * y - 1) * (X @ w + b) <= 1)),
    "squared_length": lambda w, b, X, y: (2 / (w @ w), np.sum((2 * y - 1) * (X @ w + b) <= 1)),
    "length": lambda w, b, X, y: (2 * np.linalg.norm(w), np.sum((2 * y - 1) * (X @ w + b) <= 1)),
    "wrong_only": lambda w, b, X, y: (2 / np.linalg.norm(w), np.sum((2 * y - 1) * (X @ w + b) <= 0)),
    "in_the_street": lambda w, b, X, y: (2 / np.linalg.norm(w), np.sum(np.abs(X @ w + b) <= 1)),
    "edges_left_out": lambda w, b, X, y: (2 / np.linalg.norm(w), np.sum((2 * y - 1) * (X @ w + b) < 1)),
    "labels_as_they_are": lambda w, b, X, y: (2 / np.linalg.norm(w), np.sum(y * (X @ w + b) <= 1)),
}
svm_street = Exercise("svm_street", street, cases, mistakes, names=("width", "support"))
