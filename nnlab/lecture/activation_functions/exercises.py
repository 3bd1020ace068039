"""Notebook 04: the value and the slope of SiLU, and a gradient on its way through Leaky ReLU when only the output is known."""

import numpy as np

from nnlab.questions import Exercise


def silu_and_slope(z):
    """SiLU, z · σ(z), and its slope."""
    p = 1 / (1 + np.exp(-z))
    return z * p, p + z * p * (1 - p)


def _p(z):
    return 1 / (1 + np.exp(-z))


cases = [
    (np.array([0.0, 1.0, -1.0]),),
    (np.array([[2.5, -0.3], [-1.2785, 4.0]]),),
    (np.array([-30.0, -12.0, 15.0]),),  # tails: a clipped z would show
]
mistakes = {
    "no_product_rule": lambda z: (z * _p(z), z * _p(z) * (1 - _p(z))),
    "one_factor": lambda z: (z * _p(z), _p(z)),
    "sigmoid_slope": lambda z: (z * _p(z), _p(z) * (1 - _p(z))),
    "no_z": lambda z: (z * _p(z), _p(z) + _p(z) * (1 - _p(z))),
    "from_value": lambda z: (z * _p(z), _p(z) + z * (z * _p(z)) * (1 - z * _p(z))),
    "sign": lambda z: (z * _p(z), _p(z) - z * _p(z) * (1 - _p(z))),
}
silu_slope = Exercise("silu_slope", silu_and_slope, cases, mistakes, names=("value", "slope"))


def leaky_backward(h, dh, alpha):
    """The gradient dh from above, passed back through a Leaky ReLU with output h: the slope is 1 where h > 0 and alpha elsewhere."""
    return dh * np.where(h > 0, 1.0, alpha)


cases = [
    (np.array([2.0, -0.2, 0.0, 0.3]), np.array([1.0, 3.0, -4.0, 2.0]), 0.1),
    (np.array([[-0.05, 3.0], [1.5, -0.01]]), np.array([[2.0, -1.0], [-0.5, -6.0]]), 0.01),
    (np.array([-4.0, 0.3]), np.array([-1.0, 5.0]), 1.0),
    (np.array([0.02, -0.02]), np.array([7.0, 7.0]), 0.5),
    (np.array([0.05]), np.array([3.0]), 0.5),
    (np.array([[-0.004, 0.003]]), np.array([[2.0, -1.5]]), 2.0),
]
mistakes = {
    "like_relu": lambda h, dh, alpha: dh * (h > 0),
    "times_value": lambda h, dh, alpha: dh * h,
    "no_upstream": lambda h, dh, alpha: np.where(h > 0, 1.0, alpha),
    "alpha_alone": lambda h, dh, alpha: np.where(h > 0, dh, alpha),
    "sign_of_dh": lambda h, dh, alpha: np.where(dh > 0, dh, alpha * dh),
    "alpha_on_both": lambda h, dh, alpha: alpha * dh,
    "swapped": lambda h, dh, alpha: np.where(h > 0, alpha * dh, dh),
    "if": lambda h, dh, alpha: dh if h > 0 else alpha * dh,
    "threshold_alpha": lambda h, dh, alpha: dh * np.where(h > alpha, 1.0, alpha),
}
through_leaky = Exercise("leaky_backward", leaky_backward, cases, mistakes)
