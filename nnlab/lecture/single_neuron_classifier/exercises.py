"""Notebook 03: a sigmoid that cannot overflow, and the two losses of a single neuron."""

import numpy as np

from nnlab.questions import Exercise


def sigmoid(z):
    """1 / (1 + exp(−z)), for any z: exp only ever sees numbers below 0."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


cases = [(np.array([0.0, 1.0, -1.0]),), (np.array([5.0, -30.0]),), (np.array([1000.0, -1000.0]),), (np.array([[0.3, -800.0]]),)]
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


def cross_entropy(s, y):
    """The mean of log(1 + exp(−s)) where y is 1 and of log(1 + exp(s)) where y is 0."""
    t = 2 * y - 1
    return np.mean(np.logaddexp(0, -t * s))


def _cross_entropy_of_probabilities(p, y):
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


cases = [
    (np.array([0.0, 0.0]), np.array([0, 1])),
    (np.array([2.0, -1.0, 0.5]), np.array([1, 0, 0])),
    (np.array([800.0, -800.0]), np.array([0, 0])),
    (np.array([3.0, 1.0, -2.0, 4.0]), np.array([1, 1, 1, 1])),
]
mistakes = {
    "sum": lambda s, y: np.sum(np.logaddexp(0, -(2 * y - 1) * s)),
    "labels_swapped": lambda s, y: np.mean(np.logaddexp(0, (2 * y - 1) * s)),
    "ones_only": lambda s, y: np.mean(y * np.logaddexp(0, -s)),
    "log_of_zero": lambda s, y: _cross_entropy_of_probabilities(sigmoid(s), y),
    "clipped": lambda s, y: _cross_entropy_of_probabilities(np.clip(sigmoid(s), 1e-12, 1 - 1e-12), y),
    "squared": lambda s, y: np.mean((sigmoid(s) - y) ** 2),
    "base_two": lambda s, y: np.mean(np.logaddexp(0, -(2 * y - 1) * s)) / np.log(2),
}
mean_cross_entropy = Exercise("mean_cross_entropy", cross_entropy, cases, mistakes)


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
