"""Notebook 09: a forward pass with an activation for each layer, and a fair choice of the learning rate."""

import numpy as np

from nnlab.questions import Exercise


def forward(x, layers):
    """The scores for x (n,): layers is a list of (W, b, f), where f is None for the output layer."""
    for W, b, f in layers:
        x = W @ x + b
        if f is not None:
            x = f(x)
    return x


def relu(z):
    """max(0, z)."""
    return np.maximum(0, z)


def _before(x, layers):
    for W, b, f in layers:
        x = W @ (x if f is None else f(x)) + b
    return x


X = np.array([0.5, -1.0])
W1, B1 = np.array([[1.0, -0.5], [-1.5, 0.8], [0.4, 0.9]]), np.array([0.2, -0.4, 0.1])
W2, B2 = np.array([[0.7, -1.1, 0.6], [-0.9, 0.5, 1.2], [0.3, 0.8, -1.4]]), np.array([-0.3, 0.6, 0.2])
W3, B3 = np.array([[-1.0, 0.6, -0.7], [0.8, -1.3, 0.5]]), np.array([-0.1, -0.2])

cases = [
    (X, [(W1, B1, relu), (W2, B2, np.tanh), (W3, B3, None)]),
    (X, [(W1, B1, np.tanh), (W2, B2, relu), (W3, B3, None)]),
    (-X, [(W1, B1, relu), (W3, B3, None)]),
    (3 * X, [(W1, B1, relu), (W2, B2, relu), (W2, B2, np.tanh), (W3, B3, None)]),
]
mistakes = {
    "first_for_all": lambda x, layers: forward(x, [(W, b, f and layers[0][2]) for W, b, f in layers]),
    "last_too": lambda x, layers: forward(x, [(W, b, f or layers[-2][2]) for W, b, f in layers]),
    "before": _before,
    "bias_after": lambda x, layers: forward(x, [(W, 0, lambda z, b=b, f=f: (f(z) if f else z) + b) for W, b, f in layers]),
    "no_bias": lambda x, layers: forward(x, [(W, 0, f) for W, _, f in layers]),
    "linear": lambda x, layers: forward(x, [(W, b, None) for W, b, _ in layers]),
}
mixed_forward = Exercise("mixed_forward", forward, cases, mistakes)


def best_rate(accuracies):
    """The row of `accuracies` (learning rates, seeds) with the highest median, NaN (a run that diverged) counted as 0."""
    return int(np.median(np.nan_to_num(accuracies), axis=1).argmax())


cases = [
    (np.array([[0.90, 0.91, 0.92], [0.94, 0.93, 0.95], [0.70, 0.72, 0.99]]),),
    (np.array([[0.90, 0.89, 0.91], [0.97, np.nan, np.nan], [0.80, 0.85, 0.90]]),),
    (np.array([[0.80, 0.81, 0.82], [0.10, 0.95, 0.96], [0.88, 0.90, 0.89]]),),
    (np.array([[0.60, 0.61, 0.62], [0.65, 0.10, 0.66], [0.70, 0.20, 0.30]]),),
    (np.array([[0.50, 0.51, 0.52], [0.40, 0.90, 0.91]]),),
    (np.array([[0.30, 0.30, 0.30], [np.nan, 0.90, 0.80], [0.75, 0.70, 0.72]]),),
]
mistakes = {
    "luckiest": lambda a: int(np.nan_to_num(a).max(axis=1).argmax()),
    "mean": lambda a: int(np.nan_to_num(a).mean(axis=1).argmax()),
    "forgets_diverged": lambda a: int(np.nanmedian(a, axis=1).argmax()),
    "worst": lambda a: int(np.nan_to_num(a).min(axis=1).argmax()),
    "seeds": lambda a: int(np.median(np.nan_to_num(a), axis=0).argmax()),
    "value": lambda a: float(np.median(np.nan_to_num(a), axis=1).max()),
    "first_seed": lambda a: int(np.nan_to_num(a)[:, 0].argmax()),
}
fair_rate = Exercise("fair_rate", best_rate, cases, mistakes)
