"""Notebook 07: the gradient of a ReLU layer, the learning rate that kills a unit, and the share of units that are on for no example."""

import numpy as np

from nnlab.questions import Exercise


def layer_gradient(X, W, b, dH):
    """dW and db of the layer H = max(0, X Wᵀ + b), from dH, the gradient with respect to H."""
    dZ = dH * (X @ W.T + b > 0)
    return dZ.T @ X, dZ.sum(axis=0)


cases = [  # the last unit of the first case is off for every example; a sum of the second and of the third is exactly 0
    (
        np.array([[1.0, 2.0], [-1.0, 0.5], [0.5, -1.0], [2.0, 1.0]]),
        np.array([[1.0, -1.0], [0.5, 1.0], [-1.0, 0.0]]),
        np.array([0.5, 0.3, -3.0]),
        np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0], [-1.5, 2.0, 4.0], [2.0, -0.5, 1.0]]),
    ),
    (np.array([[1.0, 1.0, 0.0], [2.0, -1.0, 1.0]]), np.array([[1.0, -1.0, 2.0]]), np.array([0.0]), np.array([[3.0], [-2.0]])),
    (np.array([[2.0], [-1.0], [0.5]]), np.array([[1.0], [-2.0]]), np.array([1.0, 0.5]), np.array([[1.0, -1.0], [2.0, 3.0], [-4.0, 1.0]])),
]
mistakes = {
    "no_switch": lambda X, W, b, dH: (dH.T @ X, dH.sum(axis=0)),
    "at_zero": lambda X, W, b, dH: ((dH * (X @ W.T + b >= 0)).T @ X, (dH * (X @ W.T + b >= 0)).sum(axis=0)),
    "no_bias": lambda X, W, b, dH: ((dH * (X @ W.T > 0)).T @ X, (dH * (X @ W.T > 0)).sum(axis=0)),
    "relu_of_gradient": lambda X, W, b, dH: (np.maximum(dH, 0).T @ X, np.maximum(dH, 0).sum(axis=0)),
    "times_output": lambda X, W, b, dH: ((dH * np.maximum(X @ W.T + b, 0)).T @ X, (dH * np.maximum(X @ W.T + b, 0)).sum(axis=0)),
    "db_unswitched": lambda X, W, b, dH: ((dH * (X @ W.T + b > 0)).T @ X, dH.sum(axis=0)),
    "mean": lambda X, W, b, dH: ((dH * (X @ W.T + b > 0)).T @ X / len(X), (dH * (X @ W.T + b > 0)).mean(axis=0)),
    "transposed": lambda X, W, b, dH: (X.T @ (dH * (X @ W.T + b > 0)), (dH * (X @ W.T + b > 0)).sum(axis=0)),
}
relu_layer = Exercise("relu_layer", layer_gradient, cases, mistakes, names=("dW", "db"))


def killing_rate(x, target, w, b):
    """The smallest learning rate at which one update turns the unit max(0, wx + b) off for every point."""
    z = w * x + b
    dz = (np.maximum(0, z) - target) / len(x) * (z > 0)
    fall = (dz @ x) * x + dz.sum()  # how far each sum falls at a learning rate of 1
    return np.max(z / fall)


POINTS = np.linspace(-0.45, 2.05, 11)
cases = [
    (POINTS, np.maximum(0.7 * POINTS + 0.3, 0) + 0.1 * np.sin(9 * POINTS), 1.5, 1.5),
    (np.array([1.0, 2.0, 4.0]), np.array([0.5, 0.0, 1.0]), 1.0, 0.5),
    (np.array([-0.4, 0.5, 1.0, 2.0]), np.array([2.0, 0.1, 0.5, 1.0]), 1.0, 0.3),
    (np.array([0.2, 0.5, 3.0]), np.array([0.1, 0.3, 2.0]), 0.2, 2.0),
    (np.array([3.0, 0.2, 1.0]), np.array([3.0, 0.1, 0.4]), 0.5, 1.0),
]


def rate_with(combine=np.max, share=True, mask=True, bias=True, target_known=True):
    """A killing rate with one thing wrong."""

    def rate(x, target, w, b):
        z = w * x + b
        dz = np.maximum(0, z) - target if mask else z - target
        dz = (dz if target_known else np.maximum(0, z)) / (len(x) if share else 1) * ((z > 0) if mask else 1)
        return combine(z / ((dz @ x) * x + (dz.sum() if bias else 0)))

    return rate


def rate_of_largest_sum(x, target, w, b):
    """The rate at which the largest sum reaches 0."""
    z = w * x + b
    dz = (np.maximum(0, z) - target) / len(x) * (z > 0)
    return z.max() / ((dz @ x) * x + dz.sum())[z.argmax()]


mistakes = {
    "first_off": rate_with(combine=np.min),
    "no_mean": rate_with(share=False),
    "no_switch": rate_with(mask=False),
    "no_bias": rate_with(bias=False),
    "no_target": rate_with(target_known=False),
    "average": rate_with(combine=np.mean),
    "largest_sum": rate_of_largest_sum,
}
killing_rate_exercise = Exercise("killing_rate", killing_rate, cases, mistakes)


def share(H):
    """The share of units (columns of H) whose output is 0 on every example (row)."""
    return np.mean((H == 0).all(axis=0))


cases = [
    (np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 2.0]]),),
    (np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.3, 1e-9], [0.0, 0.0, 0.0, 4.0]]),),
    (np.array([[1.0, 2.0, 0.5], [0.0, 0.1, 0.5], [3.0, 0.0, 0.5]]),),
    (np.zeros((2, 3)),),
    (np.array([[1e-12, 0.0, 0.0], [0.0, 0.0, 5.0]]),),
]
mistakes = {
    "off": lambda H: np.mean(H == 0),
    "once": lambda H: np.mean((H == 0).any(axis=0)),
    "rows": lambda H: np.mean((H == 0).all(axis=1)),
    "count": lambda H: np.sum((H == 0).all(axis=0)),
    "alive": lambda H: np.mean((H > 0).any(axis=0)),
    "first_example": lambda H: np.mean(H[0] == 0),
    "mask": lambda H: (H == 0).all(axis=0),
    "rounded": lambda H: np.mean(np.isclose(H, 0).all(axis=0)),
}
dead_share = Exercise("dead_share", share, cases, mistakes)
