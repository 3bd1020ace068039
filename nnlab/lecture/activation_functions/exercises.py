"""Notebook 04: the slope of tanh from its output, and leaky ReLU."""

import numpy as np

from nnlab.questions import Exercise


def slope_of_tanh(h):
    """The slope of tanh where its output is h."""
    return 1 - h**2


cases = [(np.array([0.0, 0.5, -0.5]),), (np.array([0.9999, -1.0]),), (np.array([[0.1], [0.8]]),)]
mistakes = {
    "of_input": lambda h: 1 - np.tanh(h) ** 2,
    "sigmoid": lambda h: h * (1 - h),
    "no_square": lambda h: 1 - h,
    "plus": lambda h: 1 + h**2,
    "absolute": lambda h: 1 - np.abs(h),
    "square_of_difference": lambda h: (1 - h) ** 2,
}
tanh_slope = Exercise("tanh_slope", slope_of_tanh, cases, mistakes)


def leaky(z, alpha):
    """z where it is above 0, alpha · z elsewhere."""
    return np.where(z > 0, z, alpha * z)


cases = [
    (np.array([2.0, -2.0, 0.0]), 0.1),
    (np.array([[-5.0, 3.0]]), 0.01),
    (np.array([-1.0, 1.0]), 0.0),
    (np.array([-4.0, 4.0]), 1.0),
    (np.array([0.05]), 0.5),
]
mistakes = {
    "plain_relu": lambda z, alpha: np.maximum(0, z),
    "swapped": lambda z, alpha: np.where(z > 0, alpha * z, z),
    "constant": lambda z, alpha: np.where(z > 0, z, alpha),
    "minus": lambda z, alpha: np.where(z > 0, z, -alpha * z),
    "max_with_alpha": lambda z, alpha: np.maximum(alpha, z),
    "if": lambda z, alpha: z if z > 0 else alpha * z,
}
leaky_relu = Exercise("leaky_relu", leaky, cases, mistakes)
