"""Notebook 00: an exercise that shows how exercises work."""

import numpy as np

from nnlab.questions import Exercise


def double(x):
    """Twice every number of the array x."""
    return 2 * x


cases = [(np.array([1.0, -2.0, 0.5]),), (np.zeros(3),), (np.array([3.0, 0.35, 4.0, 2.0]),)]
mistakes = {
    "square": lambda x: x**2,
    "twice": lambda x: np.concatenate([x, x], axis=-1),
    "plus": lambda x: x + 2,
    "sum": lambda x: 2 * x.sum(),
    "half": lambda x: x / 2,
}
warm_up = Exercise("warm_up", double, cases, mistakes)
