"""Notebook 08: when a revived unit is on again, PReLU backward, Maxout backward, and the width of a fair Maxout network."""

import numpy as np

from nnlab.questions import Exercise


def steps_until_on(z, push, alpha):
    """Return the number of steps after which z (<= 0) first exceeds 0, if each step adds alpha * push."""
    return np.floor(-z / (alpha * push)) + 1


cases = [
    (-2.0, 0.5, 0.25),
    (-3.0, 1.0, 1.0),
    (-5.0, 0.75, 0.5),
    (-0.25, 4.0, 0.25),
    (0.0, 1.0, 0.5),
    (-3.75, 2.0, 0.5),
    (-100.0, 2.0, 0.0625),
]
mistakes = {
    "reaches_zero": lambda z, push, alpha: np.ceil(-z / (alpha * push)),
    "no_alpha": lambda z, push, alpha: np.floor(-z / push) + 1,
    "rounded_down": lambda z, push, alpha: np.floor(-z / (alpha * push)),
    "small_output": lambda z, push, alpha: np.floor(-alpha * z / push) + 1,
    "no_push": lambda z, push, alpha: np.floor(-z / alpha) + 1,
    "not_whole": lambda z, push, alpha: -z / (alpha * push),
}
revived_unit = Exercise("steps_until_on", steps_until_on, cases, mistakes)


def prelu_backward(z, dh, alpha):
    """Return dz (N, units) and dalpha (units,) for the slopes alpha (units,), given dh (N, units), the gradient of the outputs."""
    dz = dh * np.where(z > 0, 1, alpha)
    dalpha = (dh * np.minimum(z, 0)).sum(axis=0)
    return dz, dalpha


cases = [
    (np.array([[2.0, -1.0], [-3.0, 0.5], [-0.5, -2.0]]), np.array([[3.0, 4.0], [-5.0, 6.0], [1.0, -2.0]]), np.array([0.1, 0.3])),
    (np.array([[-3.0, 4.0, -1.0], [0.0, -0.1, -2.0]]), np.array([[-1.0, -2.0, 0.5], [6.0, 7.0, 3.0]]), np.array([0.01, 0.25, -0.5])),
    (np.array([[-1.5], [2.5], [-0.2], [-4.0]]), np.array([[2.0], [-3.0], [0.7], [1.1]]), np.array([0.0])),
]
mistakes = {
    "relu": lambda z, dh, alpha: (dh * (z > 0), (dh * np.minimum(z, 0)).sum(axis=0)),
    "at_zero": lambda z, dh, alpha: (dh * np.where(z >= 0, 1, alpha), (dh * np.minimum(z, 0)).sum(axis=0)),
    "not_summed": lambda z, dh, alpha: (dh * np.where(z > 0, 1, alpha), dh * np.minimum(z, 0)),
    "averaged": lambda z, dh, alpha: (dh * np.where(z > 0, 1, alpha), (dh * np.minimum(z, 0)).mean(axis=0)),
    "over_units": lambda z, dh, alpha: (dh * np.where(z > 0, 1, alpha), (dh * np.minimum(z, 0)).sum(axis=1)),
    "one_slope": lambda z, dh, alpha: (dh * np.where(z > 0, 1, alpha), (dh * np.minimum(z, 0)).sum()),
    "all_sums": lambda z, dh, alpha: (dh * np.where(z > 0, 1, alpha), (dh * z).sum(axis=0)),
    "no_dh": lambda z, dh, alpha: (dh * np.where(z > 0, 1, alpha), np.minimum(z, 0).sum(axis=0)),
    "times_alpha": lambda z, dh, alpha: (dh * np.where(z > 0, 1, alpha), (dh * alpha * np.minimum(z, 0)).sum(axis=0)),
    "by_gradient": lambda z, dh, alpha: (np.where(dh > 0, dh, alpha * dh), (dh * np.minimum(z, 0)).sum(axis=0)),
}
learned_slope = Exercise("prelu_backward", prelu_backward, cases, mistakes, names=("dz", "dalpha"))


def maxout_backward(z1, z2, dh):
    """Return the gradients of both sums of Maxout units, given dh, that of their outputs; if the sums are equal, the first wins."""
    first = z1 >= z2
    return dh * first, dh * ~first


cases = [
    (np.array([1.0, -2.0, 0.5]), np.array([0.5, -1.0, 2.0]), np.array([3.0, -4.0, 5.0])),
    (np.array([-3.0, -0.1]), np.array([-2.0, -0.5]), np.array([-1.5, 2.5])),
    (np.array([1.0, 0.0, -1.0, 0.7]), np.array([1.0, 0.0, -1.0, 0.7001]), np.array([2.0, -3.0, 0.5, 4.0])),
    (np.array([4.0]), np.array([-4.0]), np.array([-0.5])),
]
mistakes = {
    "to_both": lambda z1, z2, dh: (dh, dh),
    "halves": lambda z1, z2, dh: (dh / 2, dh / 2),
    "to_the_loser": lambda z1, z2, dh: (dh * (z1 < z2), dh * (z1 >= z2)),
    "one_hot": lambda z1, z2, dh: (1.0 * (z1 >= z2), 1.0 * (z1 < z2)),
    "relu_each": lambda z1, z2, dh: (dh * (z1 > 0), dh * (z2 > 0)),
    "relu_winner": lambda z1, z2, dh: (dh * (z1 >= z2) * (z1 > 0), dh * (z1 < z2) * (z2 > 0)),
    "tie_to_both": lambda z1, z2, dh: (dh * (z1 >= z2), dh * (z2 >= z1)),
    "tie_to_none": lambda z1, z2, dh: (dh * (z1 > z2), dh * (z2 > z1)),
    "by_size": lambda z1, z2, dh: (dh * (np.abs(z1) >= np.abs(z2)), dh * (np.abs(z1) < np.abs(z2))),
}
largest_backward = Exercise("maxout_backward", maxout_backward, cases, mistakes, names=("dz1", "dz2"))


def fair_width(inputs, units, outputs, k):
    """Return the largest number of Maxout units with k sums that need no more parameters than ReLU's inputs–units–outputs."""
    relu_parameters = units * (inputs + 1) + outputs * (units + 1)
    return (relu_parameters - outputs) // (k * (inputs + 1) + outputs)


cases = [(64, 64, 10, 2), (2, 250, 3, 2), (3072, 100, 10, 3), (10, 7, 1, 2), (1, 20, 40, 4), (1, 3, 2, 2), (5, 1, 1, 3)]
mistakes = {
    "divided": lambda n, units, c, k: units // k,
    "one_more": lambda n, units, c, k: (units * (n + 1) + c * (units + 1) - c) // (k * (n + 1) + c) + 1,
    "outputs_too": lambda n, units, c, k: (units * (n + 1) + c * (units + 1) - k * c) // (k * (n + 1) + k * c),
    "no_biases": lambda n, units, c, k: (units * n + c * units) // (k * n + c),
    "no_output_layer": lambda n, units, c, k: (units * (n + 1) + c * (units + 1)) // (k * (n + 1)),
    "not_whole": lambda n, units, c, k: (units * (n + 1) + c * units) / (k * (n + 1) + c),
    "one_bias": lambda n, units, c, k: units * (n + 1 + c) // (k * n + 1 + c),
}
fair_maxout = Exercise("maxout_width", fair_width, cases, mistakes)
