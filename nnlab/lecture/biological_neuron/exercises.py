"""Notebook 02: the lecture's neuron without overflow, and the weights of a neuron that counts."""

import math

import numpy as np

from nnlab.activations import sigmoid
from nnlab.questions import Exercise


def forward(inputs, weights, bias):
    """σ(Σ wᵢxᵢ + b) for any sum: exp only ever sees numbers that are not above 0."""
    cell_body_sum = np.sum(inputs * weights) + bias
    if cell_body_sum >= 0:
        return 1 / (1 + math.exp(-cell_body_sum))
    e = math.exp(cell_body_sum)
    return e / (1 + e)


def both(inputs, weights, bias):
    """Both forms, with np.where choosing between the results."""
    s = np.sum(inputs * weights) + bias
    return np.where(s >= 0, 1 / (1 + np.exp(-s)), np.exp(s) / (1 + np.exp(s)))


cases = [
    (np.array([1.0, 2.0, 0.5]), np.array([0.5, -1.0, 2.0]), 0.3),
    (np.array([1.0, -1.0]), np.array([1.0, 1.0]), -0.7),
    (np.array([2.0, 3.0]), np.array([-4.0, -4.0]), 0.0),
    (np.array([1000.0, 1.0]), np.array([-1.0, 2.0]), -2.0),
    (np.array([10.0, 20.0, 30.0]), np.array([10.0, 15.0, 20.0]), 1.0),
    (np.array([5.0, 2.0]), np.array([-4.0, -3.0]), -0.5),
]
mistakes = {
    "overflows": lambda x, w, b: 1 / (1 + math.exp(-(np.sum(x * w) + b))),
    "warns": lambda x, w, b: 1 / (1 + np.exp(-(np.sum(x * w) + b))),
    "both": both,
    "other_end": lambda x, w, b: math.exp(np.sum(x * w) + b) / (1 + math.exp(np.sum(x * w) + b)),
    "clipped": lambda x, w, b: 1 / (1 + math.exp(-np.clip(np.sum(x * w) + b, -10, 10))),
    "sign": lambda x, w, b: sigmoid.f(-(np.sum(x * w) + b)),
    "wrong_branch": lambda x, w, b: 1 / (1 + math.exp(-abs(np.sum(x * w) + b))),
    "no_bias": lambda x, w, b: sigmoid.f(np.sum(x * w)),
    "bias_each": lambda x, w, b: sigmoid.f(np.sum(x * w + b)),
    "product": lambda x, w, b: sigmoid.f(np.prod(x * w) + b),
    "no_sum": lambda x, w, b: sigmoid.f(x * w + b),
    "sum_itself": lambda x, w, b: np.sum(x * w) + b,
}
neuron_forward = Exercise("neuron_forward", forward, cases, mistakes)


def weights(n, k):
    """Each excitatory input counts 1, the veto takes away all that they can give, and the bias lies between k − 1 and k."""
    return np.append(np.ones(n), -n), 0.5 - k


def shares_on(result, n, k):
    """How often the neuron (w, b) is on with 0, 1, …, n excitatory inputs, the weakest or the strongest: the veto off, and the veto on."""
    w, b = result
    order, first = np.argsort(w[:n]), np.tri(n + 1, n, -1)  # row i of `first` turns the first i inputs on
    patterns = np.zeros((2, n + 1, n + 1))
    patterns[0][:, order], patterns[1][:, order[::-1]] = first, first
    return tuple(np.mean((patterns + veto * np.eye(n + 1)[n]) @ w + b > 0, axis=0) for veto in (0, 1))


def chosen(excitatory, veto, bias):
    """A function (n, k) -> (w, b) from the weights and the bias, each a function of n and k."""
    return lambda n, k: (np.append(np.full(n, float(excitatory(n, k))), veto(n, k)), bias(n, k))


cases = [(3, 2), (4, 1), (5, 4), (2, 2), (6, 3), (150, 40)]
mistakes = {
    "more_than_k": chosen(lambda n, k: 1, lambda n, k: -n, lambda n, k: -k),
    "weak_veto": chosen(lambda n, k: 1, lambda n, k: -1, lambda n, k: 0.5 - k),
    "positive_bias": chosen(lambda n, k: 1, lambda n, k: -n, lambda n, k: k - 0.5),
    "all": chosen(lambda n, k: 1, lambda n, k: -n, lambda n, k: 0.5 - n),
    "any": chosen(lambda n, k: 1, lambda n, k: -n, lambda n, k: -0.5),
    "no_veto": chosen(lambda n, k: 1, lambda n, k: 0, lambda n, k: 0.5 - k),
    "infinite": chosen(lambda n, k: 1, lambda n, k: -np.inf, lambda n, k: 0.5 - k),
    "mean": chosen(lambda n, k: 1 / n, lambda n, k: -1, lambda n, k: 0.5 - k),
}
at_least = Exercise("at_least", weights, cases, mistakes, names=("veto = 0", "veto = 1"), outcome=shares_on)
