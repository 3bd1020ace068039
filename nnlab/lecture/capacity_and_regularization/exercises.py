"""Notebook 13: a bump from two sigmoids, a hat from three hinges, and the gradient of a loss with L2."""

import numpy as np

from nnlab.questions import Exercise


def sigmoid(z):
    """σ(z), for any z."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def bump(x, left, right, height, steepness):
    """About `height` between left and right and about 0 elsewhere: one sigmoid up, one down."""
    return height * (sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right)))


X = np.linspace(-2, 3, 11)

cases = [(X, -0.5, 1.0, 2.0, 20.0), (X, 0.0, 0.5, -1.0, 5.0), (X, -1.0, 2.0, 1.0, 1.0)]
mistakes = {
    "both_up": lambda x, a, b, h, s: h * (sigmoid(s * (x - a)) + sigmoid(s * (x - b))),
    "swapped": lambda x, a, b, h, s: h * (sigmoid(s * (x - b)) - sigmoid(s * (x - a))),
    "height_once": lambda x, a, b, h, s: h * sigmoid(s * (x - a)) - sigmoid(s * (x - b)),
    "not_steep": lambda x, a, b, h, s: h * (sigmoid(x - a) - sigmoid(x - b)),
    "shift_outside": lambda x, a, b, h, s: h * (sigmoid(s * x - a) - sigmoid(s * x - b)),
    "one_step": lambda x, a, b, h, s: h * sigmoid(s * (x - a)),
    "plus": lambda x, a, b, h, s: h * (sigmoid(s * (x + a)) - sigmoid(s * (x + b))),
}
bump_of_two = Exercise("bump", bump, cases, mistakes)


def relu(z):
    """max(0, z)."""
    return np.maximum(0, z)


def hat(x, centre, width):
    """1 at the centre, falling in straight lines to 0 at centre ± width and 0 beyond: three hinges."""
    return (relu(x - centre + width) - 2 * relu(x - centre) + relu(x - centre - width)) / width


cases = [(X, 0.0, 1.0), (X, 1.0, 2.0), (X, -0.5, 0.5)]
mistakes = {
    "no_factor_two": lambda x, c, w: (relu(x - c + w) - relu(x - c) + relu(x - c - w)) / w,
    "not_divided": lambda x, c, w: relu(x - c + w) - 2 * relu(x - c) + relu(x - c - w),
    "two_hinges": lambda x, c, w: (relu(x - c + w) - 2 * relu(x - c)) / w,
    "upside_down": lambda x, c, w: -(relu(x - c + w) - 2 * relu(x - c) + relu(x - c - w)) / w,
    "shifted": lambda x, c, w: (relu(x - c) - 2 * relu(x - c - w) + relu(x - c - 2 * w)) / w,
    "trapezoid": lambda x, c, w: (relu(x - c + w) - relu(x - c) - relu(x - c - w)) / w,
}
hat_of_three = Exercise("hat", hat, cases, mistakes)


def with_l2(dW, db, W, b, strength):
    """The gradients of loss + strength / 2 · ΣW²: (dW, db), from those of the loss alone. Biases are left free."""
    return dW + strength * W, db


W = np.array([[2.0, -1.0], [0.5, 3.0]])
DW = np.array([[0.1, 0.2], [-0.3, 0.4]])
B, DB = np.array([1.0, -2.0]), np.array([0.5, 0.25])

cases = [(DW, DB, W, B, 0.1), (DW, DB, W, B, 0.0), (np.zeros((1, 2)), np.zeros(1), np.array([[-4.0, 2.0]]), np.array([3.0]), 0.5)]
mistakes = {
    "biases_too": lambda dW, db, W, b, s: (dW + s * W, db + s * b),
    "factor_two": lambda dW, db, W, b, s: (dW + 2 * s * W, db),
    "sign": lambda dW, db, W, b, s: (dW - s * W, db),
    "l1": lambda dW, db, W, b, s: (dW + s * np.sign(W), db),
    "squares": lambda dW, db, W, b, s: (dW + 0.5 * s * W**2, db),
    "of_gradient": lambda dW, db, W, b, s: (dW + s * dW, db),
    "replaces": lambda dW, db, W, b, s: (s * W, db),
}
l2_gradient = Exercise("l2_gradient", with_l2, cases, mistakes)
