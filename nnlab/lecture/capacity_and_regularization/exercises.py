"""Notebook 13: the weights of a bump and of a tent, the gradient with L2, and when to stop training."""

import numpy as np

from nnlab.questions import Exercise


def sigmoid(z):
    """σ(z), for any z."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def bump_weights(left, right, height, steepness):
    """Return the weights w1, biases b1 and outgoing weights w2, (2,) each: one sigmoid goes up at left, the other comes down at right."""
    w1 = np.array([steepness, steepness])
    b1 = -steepness * np.array([left, right])
    w2 = np.array([height, -height])
    return w1, b1, w2


def bump_outputs(weights, left, right, height, steepness):
    """The outputs of the network 1–2–1 at a few places, and at x from −4 to 4: what all right weights have in common."""
    w1, b1, w2 = (np.asarray(part, dtype=float).reshape(2) for part in weights)
    x = np.array([left, (left + right) / 2, right, *np.linspace(-4, 4, 25)])
    y = sigmoid(x[:, None] * w1 + b1) @ w2
    return y[0], y[1], y[2], y[3:]


cases = [(-0.5, 1.0, 2.0, 20.0), (0.0, 0.5, -1.0, 5.0), (-1.0, 2.0, 1.0, 1.0), (1.0, 3.0, 0.5, 8.0)]
mistakes = {
    "both_up": lambda a, b, h, s: ([s, s], [-s * a, -s * b], [h, h]),
    "swapped": lambda a, b, h, s: ([s, s], [-s * b, -s * a], [h, -h]),
    "height_once": lambda a, b, h, s: ([s, s], [-s * a, -s * b], [h, -1.0]),
    "not_steep": lambda a, b, h, s: ([1.0, 1.0], [-a, -b], [h, -h]),
    "bias_not_steep": lambda a, b, h, s: ([s, s], [-a, -b], [h, -h]),
    "bias_sign": lambda a, b, h, s: ([s, s], [s * a, s * b], [h, -h]),
    "mirrored": lambda a, b, h, s: ([s, -s], [-s * a, s * b], [h, -h]),
    "mirrored_up": lambda a, b, h, s: ([s, -s], [-s * a, s * b], [h, h]),
}
places = ("network(left)", "network((left + right) / 2)", "network(right)", "network(np.linspace(-4, 4, 25))")
bump = Exercise("bump", bump_weights, cases, mistakes, names=places, outcome=bump_outputs)


def tent_weights(peak):
    """Return the weights w1, biases b1 and outgoing weights w2, (2,) each, of two ReLUs: from 0 at 0 up to 1 at `peak`, down to 0 at 1."""
    up, down = 1 / peak, 1 / (1 - peak)
    return np.ones(2), np.array([0.0, -peak]), np.array([up, -up - down])


def tent_outputs(weights, peak):
    """The outputs of the network 1–2–1 at a few places, and at x from 0 to 1: what all right weights have in common."""
    w1, b1, w2 = (np.asarray(part, dtype=float).reshape(2) for part in weights)
    x = np.array([0, peak, 1, *np.linspace(0, 1, 21)])
    y = np.maximum(0, x[:, None] * w1 + b1) @ w2
    return y[0], y[1], y[2], y[3:]


cases = [(0.5,), (0.25,), (0.8,), (0.3,)]
mistakes = {
    "always_middle": lambda c: ([1, 1], [0, -0.5], [2, -4]),
    "same_slopes": lambda c: ([1, 1], [0, -c], [2, -4]),
    "levels_off": lambda c: ([1, 1], [0, -c], [1 / c, -1 / c]),
    "only_down": lambda c: ([1, 1], [0, -c], [1 / c, -1 / (1 - c)]),
    "twice_as_steep": lambda c: ([1, 1], [0, -c], [1 / c, -2 / c]),
    "bias_sign": lambda c: ([1, 1], [0, c], [1 / c, -1 / c - 1 / (1 - c)]),
    "height": lambda c: ([1, 1], [0, -c], [1, -1 - c / (1 - c)]),
    "swapped": lambda c: ([1, 1], [0, -c], [1 / (1 - c), -1 / c - 1 / (1 - c)]),
}
places = ("network(0)", "network(peak)", "network(1)", "network(np.linspace(0, 1, 21))")
tent = Exercise("tent", tent_weights, cases, mistakes, names=places, outcome=tent_outputs)


def with_l2(dW, db, W, b, strength):
    """Return the gradients (dW, db) of loss + strength / 2 · ΣW², given those of the loss alone. Biases are not penalized."""
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
l2_gradient = Exercise("l2_gradient", with_l2, cases, mistakes, names=("dW", "db"))


def step_to_keep(losses, patience):
    """Return the check with the lowest validation loss; training ends once `patience` checks in a row bring no new lowest loss."""
    best = 0
    for i in range(len(losses)):
        if losses[i] < losses[best]:
            best = i
        if i - best == patience:
            break
    return best


def _stopped_at(losses, patience):
    best = step_to_keep(losses, patience)
    return min(best + patience, len(losses) - 1)


def _first_rise(losses, patience):
    return next((i - 1 for i in range(1, len(losses)) if losses[i] >= losses[i - 1]), len(losses) - 1)


def _rises_in_a_row(losses, patience):
    best = rises = 0
    for i in range(1, len(losses)):
        rises = rises + 1 if losses[i] >= losses[i - 1] else 0
        best = i if losses[i] < losses[best] else best
        if rises == patience:
            break
    return best


def _never_reset(losses, patience):
    best = waited = 0
    for i in range(1, len(losses)):
        if losses[i] < losses[best]:
            best = i
        else:
            waited += 1
        if waited == patience:
            break
    return best


def _ties_count(losses, patience):
    best = 0
    for i in range(len(losses)):
        best = i if losses[i] <= losses[best] else best
        if i - best == patience:
            break
    return best


def _one_too_patient(losses, patience):
    return step_to_keep(losses, patience + 1)


cases = [
    ([0.9, 0.6, 0.5, 0.55, 0.52, 0.51, 0.4, 0.7], 3),
    ([0.9, 0.6, 0.5, 0.55, 0.52, 0.51, 0.4, 0.7], 4),
    ([0.7, 0.8, 0.6, 0.65, 0.5, 0.6, 0.55, 0.3], 2),
    ([0.7, 0.8, 0.6, 0.65, 0.5, 0.6, 0.45, 0.3], 3),
    ([0.5, 0.5, 0.5, 0.2], 2),
    ([0.9, 0.8, 0.7], 2),
    ([0.9, 0.7, 0.7], 2),
    ([0.5, 0.495, 0.491, 0.488, 0.486], 2),
    ([0.4, 0.6, 0.7, 0.8], 1),
    ([0.9, 0.5, 0.6, 0.7, 0.8, 0.3], 2),
]
mistakes = {
    "lowest_of_all": lambda losses, patience: int(np.argmin(losses)),
    "where_it_stopped": _stopped_at,
    "first_rise": _first_rise,
    "rises_in_a_row": _rises_in_a_row,
    "never_reset": _never_reset,
    "ties_count": _ties_count,
    "one_too_patient": _one_too_patient,
    "the_loss": lambda losses, patience: losses[step_to_keep(losses, patience)],
}
early_stop = Exercise("early_stop", step_to_keep, cases, mistakes)
