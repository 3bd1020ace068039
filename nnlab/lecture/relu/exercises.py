"""Notebook 07: the backward rule of ReLU, and the share of dead units."""

import numpy as np

from nnlab.questions import Exercise


def backward(z, dh):
    """The gradient by the sums z of a ReLU, from dh, that by its outputs."""
    return dh * (z > 0)


cases = [
    (np.array([2.0, -1.0, 0.5]), np.array([3.0, 4.0, -5.0])),
    (np.array([0.0, 0.0, 1.0]), np.array([1.0, -2.0, 0.5])),
    (np.array([[-3.0, 4.0], [0.1, -0.1]]), np.array([[-1.0, -2.0], [6.0, 7.0]])),
]
mistakes = {
    "times_output": lambda z, dh: dh * np.maximum(z, 0),
    "at_zero": lambda z, dh: dh * (z >= 0),
    "relu_of_gradient": lambda z, dh: np.maximum(dh, 0),
    "passes_all": lambda z, dh: dh,
    "wrong_side": lambda z, dh: dh * (z < 0),
    "slope_alone": lambda z, dh: (z > 0).astype(float),
}
relu_backward = Exercise("relu_backward", backward, cases, mistakes)


def share(H):
    """The share of units, the columns of H, that are 0 on every example, the rows."""
    return np.mean((H == 0).all(axis=0))


cases = [
    (np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 2.0]]),),
    (np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.3, 1.0], [0.0, 0.0, 0.0, 4.0]]),),
    (np.array([[1.0, 2.0], [0.0, 0.1], [3.0, 0.0]]),),
    (np.zeros((2, 3)),),
]
mistakes = {
    "off": lambda H: np.mean(H == 0),
    "once": lambda H: np.mean((H == 0).any(axis=0)),
    "rows": lambda H: np.mean((H == 0).all(axis=1)),
    "count": lambda H: np.sum((H == 0).all(axis=0)),
    "alive": lambda H: np.mean((H > 0).any(axis=0)),
    "first_example": lambda H: np.mean(H[0] == 0),
    "mask": lambda H: (H == 0).all(axis=0),
}
dead_share = Exercise("dead_share", share, cases, mistakes)
