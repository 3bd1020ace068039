"""Notebook 02: the lecture's neuron without overflow, and a firing rate from spike times."""

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


cases = [
    (np.array([1.0, 2.0, 0.5]), np.array([0.5, -1.0, 2.0]), 0.3),
    (np.array([1.0, -1.0]), np.array([1.0, 1.0]), -0.7),
    (np.array([2.0, 3.0]), np.array([-4.0, -4.0]), 0.0),
    (np.array([1000.0, 1.0]), np.array([-1.0, 2.0]), -2.0),
    (np.array([10.0, 20.0, 30.0]), np.array([10.0, 15.0, 20.0]), 1.0),
]
mistakes = {
    "overflows": lambda x, w, b: 1 / (1 + math.exp(-(np.sum(x * w) + b))),
    "warns": lambda x, w, b: 1 / (1 + np.exp(-(np.sum(x * w) + b))),
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


def rate(spikes_ms, duration_ms):
    """Spikes a second, in Hz, from the times of the spikes and the time observed, both in ms."""
    return 1000 * len(spikes_ms) / duration_ms


cases = [
    (np.array([20.0, 60.0, 100.0, 140.0]), 200.0),
    (np.array([5.0, 8.0, 11.0, 400.0, 403.0]), 500.0),
    (np.array([]), 100.0),
    (np.array([250.0]), 1000.0),
    (np.array([1.0, 1999.0]), 2000.0),
]
mistakes = {
    "count": lambda t, T: len(t),
    "per_millisecond": lambda t, T: len(t) / T,
    "intervals": lambda t, T: 1000 * (len(t) - 1) / T,
    "from_the_gaps": lambda t, T: 1000 / np.mean(np.diff(t)) if len(t) > 1 else 0.0,
    "last_spike": lambda t, T: 1000 * len(t) / t[-1] if len(t) else 0.0,
    "upside_down": lambda t, T: T / len(t) if len(t) else 0.0,
    "times_added": lambda t, T: 1000 * np.sum(t) / T,
}
firing_rate = Exercise("firing_rate", rate, cases, mistakes)
