"""Right and wrong solutions of the two exercises on Maxout, as students might write them."""

import bisect
import math

import numpy as np

import nnlab


def maxout_by_mask(z1, z2, dh):
    dz1, dz2 = dh.copy(), dh.copy()
    first = z1 >= z2
    dz1[~first] = 0
    dz2[first] = 0
    return dz1, dz2


def maxout_by_loop(z1, z2, dh):
    dz1, dz2 = np.zeros(np.shape(dh)), np.zeros(np.shape(dh))
    for at in np.ndindex(np.shape(dh)):
        if z2[at] > z1[at]:
            dz2[at] = dh[at]
        else:
            dz1[at] = dh[at]
    return [dz1, dz2]


def maxout_by_argmax(z1, z2, dh):
    winner = np.argmax([z1, z2], axis=0)
    return np.where(winner == 0, dh, 0), np.where(winner == 1, dh, 0)


def maxout_by_rest(z1, z2, dh):
    dz1 = dh * (np.maximum(z1, z2) == z1)
    return dz1, dh - dz1


def maxout_by_flat_lists(z1, z2, dh):
    pairs = [(d, 0.0) if a >= b else (0.0, d) for a, b, d in zip(np.ravel(z1), np.ravel(z2), np.ravel(dh), strict=True)]
    dz1, dz2 = zip(*pairs, strict=True)
    return np.reshape(dz1, np.shape(dh)), np.reshape(dz2, np.shape(dh))


def tie_to_both(z1, z2, dh):
    return dh * (z1 >= z2), dh * (z2 >= z1)


def tie_to_none(z1, z2, dh):
    return dh * (z1 > z2), dh * (z2 > z1)


def in_place_maxout(z1, z2, dh):
    dz1 = np.where(z1 >= z2, dh, 0)
    dh[z1 >= z2] = 0
    return dz1, dh


def one_object_twice(z1, z2, dh):
    dz1 = dz2 = np.zeros(dh.shape)
    dz1[z1 >= z2] = dh[z1 >= z2]
    dz2[z1 < z2] = dh[z1 < z2]
    return dz1, dz2


def one_winner_of_all(z1, z2, dh):
    return (dh, 0 * dh) if z1.sum() >= z2.sum() else (0 * dh, dh)


def softly(z1, z2, dh):
    share = 1 / (1 + np.exp(z2 - z1))
    return share * dh, (1 - share) * dh


def n_relu(inputs, units, outputs):
    return (inputs + 1) * units + (units + 1) * outputs


def n_maxout(inputs, h, outputs, k):
    return k * (inputs + 1) * h + (h + 1) * outputs


def width_by_loop(inputs, units, outputs, k):
    h = 0
    while n_maxout(inputs, h + 1, outputs, k) <= n_relu(inputs, units, outputs):
        h += 1
    return h


def width_from_above(inputs, units, outputs, k):
    h = units
    while n_maxout(inputs, h, outputs, k) > n_relu(inputs, units, outputs):
        h -= 1
    return h


def width_by_networks(inputs, units, outputs, k):
    budget = nnlab.mlp([inputs, units, outputs]).n_parameters
    fits = [h for h in range(1, units + 1) if nnlab.mlp([inputs, h, outputs], nnlab.maxout(k)).n_parameters <= budget]
    return max(fits, default=0)


def width_by_budget(inputs, units, outputs, k):
    budget = inputs * units + units + units * outputs + outputs
    each = k * inputs + k + outputs
    return np.floor((budget - outputs) / each)


def one_too_wide(inputs, units, outputs, k):
    h = 0
    while n_maxout(inputs, h, outputs, k) <= n_relu(inputs, units, outputs):
        h += 1
    return h


def strictly_less(inputs, units, outputs, k):
    return max(h for h in range(units + 1) if n_maxout(inputs, h, outputs, k) < n_relu(inputs, units, outputs))


RIGHT = {
    "maxout_backward": [
        maxout_by_mask,
        maxout_by_loop,
        maxout_by_argmax,
        maxout_by_rest,
        maxout_by_flat_lists,
        lambda z1, z2, dh: (np.where(z1 >= z2, dh, 0), np.where(z1 >= z2, 0, dh)),
        lambda z1, z2, dh: (dh * (z1 >= z2), dh * (z1 < z2)),
        lambda z1, z2, dh: np.array([dh * np.heaviside(z1 - z2, 1), dh * np.heaviside(z2 - z1, 0)]),
        lambda z1, z2, dh: (dh - dh * (z2 - z1 > 0), dh * np.ceil(np.clip(np.sign(z2 - z1), 0, 1))),
        lambda z1, z2, dh: tuple(np.choose(z2 > z1, pair) for pair in ([dh, 0 * dh], [0 * dh, dh])),
    ],
    "maxout_width": [
        width_by_loop,
        width_from_above,
        width_by_networks,
        width_by_budget,
        lambda inputs, units, outputs, k: units * (inputs + 1 + outputs) // (k * (inputs + 1) + outputs),
        lambda i, u, o, k: int((n_relu(i, u, o) - o) / (k * (i + 1) + o)),
        lambda i, u, o, k: bisect.bisect_right(range(u + 1), n_relu(i, u, o), key=lambda h: n_maxout(i, h, o, k)) - 1,
        lambda i, u, o, k: max(h for h in range(u + 1) if n_maxout(i, h, o, k) <= n_relu(i, u, o)),
        lambda i, u, o, k: math.floor(u / ((k * (i + 1) + o) / (i + 1 + o)) + 1e-9),
        lambda i, u, o, k: divmod(u * (i + o + 1), o + k + i * k)[0],
    ],
}

WRONG = {
    "maxout_backward": [
        tie_to_both,
        tie_to_none,
        in_place_maxout,
        one_object_twice,
        one_winner_of_all,
        softly,
        lambda z1, z2, dh: (dh * (z1 > z2), dh * (z1 <= z2)),  # of equal sums the second
        lambda z1, z2, dh: (np.where(z1 == z2, dh / 2, dh * (z1 > z2)), np.where(z1 == z2, dh / 2, dh * (z2 > z1))),
        lambda z1, z2, dh: (dh * (z1 <= z2), dh * (z1 > z2)),  # the loser
        lambda z1, z2, dh: (dh * (z1 < z2), dh * (z1 >= z2)),  # swapped
        lambda z1, z2, dh: (dh * (z1 > 0), dh * (z2 > 0)),
        lambda z1, z2, dh: (dh * (abs(z1) >= abs(z2)), dh * (abs(z1) < abs(z2))),
        lambda z1, z2, dh: (dh * z1 * (z1 >= z2), dh * z2 * (z1 < z2)),
        lambda z1, z2, dh: (1.0 * (z1 >= z2), 1.0 * (z1 < z2)),  # no dh
        lambda z1, z2, dh: (dh * (z1 >= z2), -dh * (z1 < z2)),
        lambda z1, z2, dh: (dh, dh),
        lambda z1, z2, dh: dh * (z1 >= z2),
        lambda z1, z2, dh: (dh * (z1 >= z2)) + (dh * (z1 < z2)),
        lambda z1, z2, dh: (dh, 0 * dh) if z1 >= z2 else (0 * dh, dh),
        lambda z1, z2, dh: (np.maximum(dh * (z1 >= z2), 0), np.maximum(dh * (z1 < z2), 0)),
        lambda z1, z2, dh: (dh * (np.maximum(z1, 0) >= z2), dh * (np.maximum(z1, 0) < z2)),
        lambda z1, z2, dh: ((dh * (z1 >= z2)).astype(int), (dh * (z1 < z2)).astype(int)),
        lambda z1, z2, dh: (dh * (z1 >= z2 - 1e-3), dh * (z1 < z2 - 1e-3)),  # nearly equal is not equal
        lambda z1, z2, dh: (dh * (z1 >= z2), dh * (z2 > z1) * (z2 > 0)),
        lambda z1, z2, dh: (dh * (z1 >= z2), 0.01 * dh * (z1 < z2)),
    ],
    "maxout_width": [
        one_too_wide,
        strictly_less,
        lambda i, u, o, k: u // k,
        lambda i, u, o, k: u * (i + o) // (k * i + o),  # no hidden biases
        lambda i, u, o, k: u * (i + 1 + o) // (k * i + 1 + o),  # one bias for all k sums
        lambda i, u, o, k: u * (i + 1 + o) // (k * (i + 1) + k * o),  # the output layer grows, too
        lambda i, u, o, k: u * (i + 1 + o) / (k * (i + 1) + o),
        lambda i, u, o, k: round(u * (i + 1 + o) / (k * (i + 1) + o)),
        lambda i, u, o, k: math.ceil(u * (i + 1 + o) / (k * (i + 1) + o)),
        lambda i, u, o, k: u * (i + 1 + o) // (2 * (i + 1) + o),  # always two sums
        lambda i, u, o, k: max(1, u * (i + 1 + o) // (k * (i + 1) + o)),
        lambda i, u, o, k: n_relu(i, u, o) // (k * (i + 1) + o),  # the biases of the output counted on one side
        lambda i, u, o, k: n_maxout(i, u * (i + 1 + o) // (k * (i + 1) + o), o, k),
        lambda i, u, o, k: k * (u * (i + 1 + o) // (k * (i + 1) + o)),
        lambda i, u, o, k: (n_relu(i, u, o) - o) // (k * (i + 1)),  # nothing leads on
        lambda i, u, o, k: u * (i + 1) // (k * (i + 1) + o),
        lambda i, u, o, k: u * (i + 2 + o) // (k * (i + 2) + o),
        lambda i, u, o, k: u * (o + 1 + i) // (k * (o + 1) + i),  # inputs and outputs swapped
        lambda i, u, o, k: 53,
        lambda i, u, o, k: min(100, u * (i + 1 + o) // (k * (i + 1) + o)),
        lambda i, u, o, k: u * (i + 1 + o) // (k * (i + 1) + o) - 1,
    ],
}

HINTS = {
    ("maxout_backward", 0): "tie_to_both",
    ("maxout_backward", 1): "tie_to_none",
    ("maxout_backward", 3): "to_both",
    ("maxout_backward", 9): "to_the_loser",
    ("maxout_backward", 10): "relu_each",
    ("maxout_backward", 11): "by_size",
    ("maxout_backward", 13): "one_hot",
    ("maxout_backward", 15): "to_both",
    ("maxout_width", 0): "one_more",
    ("maxout_width", 2): "divided",
    ("maxout_width", 3): "no_biases",
    ("maxout_width", 4): "one_bias",
    ("maxout_width", 5): "divided",
    ("maxout_width", 6): "not_whole",
}
