"""Right and wrong solutions of the first two exercises on Leaky ReLU and Maxout, as students might write them."""

import itertools
import math
from fractions import Fraction

import numpy as np


def on_by_loop(z, push, alpha):
    n = 0
    while z <= 0:
        z += alpha * push
        n += 1
    return n


def on_by_fractions(z, push, alpha):
    return math.floor(-Fraction(z) / (Fraction(push) * Fraction(alpha))) + 1


def on_by_corrected_ceil(z, push, alpha):
    n = math.ceil(-z / (alpha * push))
    return n + 1 if z + n * alpha * push <= 0 else n


def on_by_array(z, push, alpha):
    step = alpha * push
    sums = z + step * np.arange(int(-z / step) + 3)
    return np.flatnonzero(sums > 0)[0]


def on_by_bisection(z, push, alpha):
    low, high = 0, 1
    while z + high * alpha * push <= 0:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if z + middle * alpha * push > 0 else (middle, high)
    return high


def on_by_divmod(z, push, alpha):
    whole, _ = divmod(abs(z), push * alpha)
    return whole + 1.0


def off_counts_the_start(z, push, alpha):
    n = 1
    while z <= 0:
        z += alpha * push
        n += 1
    return n


def off_leaves_at_zero(z, push, alpha):
    n = 0
    while z < 0:
        z += alpha * push
        n += 1
    return n


def off_gives_up(z, push, alpha):
    return next((n for n in range(1, 100) if z + n * alpha * push > 0), 100)


def off_leaks_again(z, push, alpha):
    n, factor = 0, alpha
    while z <= 0 and n < 1000:
        z += factor * push
        factor = min(1, factor * 1.1)
        n += 1
    return n


def prelu_by_loops(z, dh, alpha):
    dz, dalpha = np.empty(z.shape), np.zeros(len(alpha))
    for n in range(z.shape[0]):
        for i in range(z.shape[1]):
            if z[n, i] > 0:
                dz[n, i] = dh[n, i]
            else:
                dz[n, i] = alpha[i] * dh[n, i]
                dalpha[i] += z[n, i] * dh[n, i]
    return dz, dalpha


def prelu_by_units(z, dh, alpha):
    columns, sums = [], []
    for one, back, a in zip(z.T, dh.T, alpha, strict=True):
        off = one <= 0
        columns.append(np.where(off, a, 1.0) * back)
        sums.append(one[off] @ back[off])
    return np.array(columns).T, sums


def prelu_by_mask(z, dh, alpha):
    dz, off = dh.astype(float), z <= 0
    dz[off] *= np.broadcast_to(alpha, z.shape)[off]
    return [dz, np.add.reduce(np.where(off, z * dh, 0), axis=0)]


def prelu_by_lists(z, dh, alpha):
    rows = [[d if v > 0 else a * d for v, d, a in zip(*row, alpha, strict=True)] for row in zip(z.tolist(), dh.tolist(), strict=True)]
    total = [sum(v * d for v, d in zip(*column, strict=True) if v < 0) for column in zip(z.T.tolist(), dh.T.tolist(), strict=True)]
    return rows, total


def prelu_by_examples(z, dh, alpha):
    dz, dalpha = [], 0
    for row, back in zip(z, dh, strict=True):
        dz.append(np.select([row > 0], [back], alpha * back))
        dalpha = dalpha + np.clip(row, None, 0) * back
    return np.vstack(dz), dalpha


def in_place_prelu(z, dh, alpha):
    dalpha = (dh * np.minimum(z, 0)).sum(axis=0)
    dh *= np.where(z > 0, 1, alpha)
    return dh, dalpha


def last_example_prelu(z, dh, alpha):
    for row, back in zip(z, dh, strict=True):
        dalpha = np.where(row < 0, row * back, 0)
    return np.where(z > 0, dh, alpha * dh), dalpha


def first_alpha_prelu(z, dh, alpha):
    return np.where(z > 0, dh, alpha[0] * dh), (dh * np.minimum(z, 0)).sum(axis=0)


def back(z, dh, alpha):
    return np.where(z > 0, dh, alpha * dh)


RIGHT = {
    "steps_until_on": [
        on_by_loop,
        on_by_fractions,
        on_by_corrected_ceil,
        on_by_array,
        on_by_bisection,
        on_by_divmod,
        lambda z, push, alpha: math.floor(-z / (alpha * push)) + 1,
        lambda z, push, alpha: 1 - np.ceil(z / push / alpha),
        lambda z, push, alpha: next(n for n in itertools.count() if z + n * (alpha * push) > 0),
        lambda z, push, alpha: int(-z // (push * alpha)) + 1,
    ],
    "prelu_backward": [
        prelu_by_loops,
        prelu_by_units,
        prelu_by_mask,
        prelu_by_lists,
        prelu_by_examples,
        lambda z, dh, alpha: (np.where(z > 0, dh, alpha * dh), (dh * np.minimum(z, 0)).sum(axis=0)),
        lambda z, dh, alpha: (dh * (alpha + (1 - alpha) * (z > 0)), np.einsum("ni,ni->i", dh, z * (z < 0))),
        lambda z, dh, alpha: ((z > 0) * dh + (z <= 0) * dh * alpha, np.ones(len(z)) @ (dh * (z - abs(z)) / 2)),
        lambda z, dh, alpha: (dh * np.heaviside(z, 0) + dh @ np.diag(alpha) * (z <= 0), np.diag((z * (z <= 0)).T @ dh)),
    ],
}

WRONG = {
    "steps_until_on": [
        off_counts_the_start,
        off_leaves_at_zero,
        off_gives_up,
        off_leaks_again,
        lambda z, push, alpha: math.ceil(-z / (alpha * push)) + 1,
        lambda z, push, alpha: math.floor(-z / (alpha * push)),
        lambda z, push, alpha: -z / (alpha * push) + 1,
        lambda z, push, alpha: math.floor(-z / push) + 1,  # no alpha
        lambda z, push, alpha: round(-z / (alpha * push)) + 1,
        lambda z, push, alpha: math.floor(z / (alpha * push)) + 1,
        lambda z, push, alpha: math.floor(40 / (alpha * push)) + 1,  # z of the text
        lambda z, push, alpha: math.floor(-z * alpha / push) + 1,
        lambda z, push, alpha: (math.floor(-z / push) + 1) / alpha,
        lambda z, push, alpha: math.floor(-z / (alpha + push)) + 1,
        lambda z, push, alpha: math.floor(-alpha * z / (alpha * push)) + 1,  # the output in place of the sum
        lambda z, push, alpha: 0 if z == 0 else math.floor(-z / (alpha * push)) + 1,
        lambda z, push, alpha: max(2, math.floor(-z / (alpha * push)) + 1),
        lambda z, push, alpha: str(math.floor(-z / (alpha * push)) + 1),
        lambda z, push, alpha: np.interp(alpha, [0.01, 0.1], [4001, 401]),
    ],
    "prelu_backward": [
        in_place_prelu,
        last_example_prelu,
        first_alpha_prelu,
        lambda z, dh, alpha: (np.where(z >= 0, dh, alpha * dh), (dh * np.minimum(z, 0)).sum(axis=0)),
        lambda z, dh, alpha: (back(z, dh, alpha), (dh * np.minimum(z, 0)).mean(axis=0)),
        lambda z, dh, alpha: (back(z, dh, alpha), dh * np.minimum(z, 0)),
        lambda z, dh, alpha: (back(z, dh, alpha), (dh * np.minimum(z, 0)).sum(axis=1)),
        lambda z, dh, alpha: (back(z, dh, alpha), (dh * np.minimum(z, 0)).sum()),
        lambda z, dh, alpha: (back(z, dh, alpha), (dh * np.minimum(z, 0)).sum(axis=0, keepdims=True)),
        lambda z, dh, alpha: (back(z, dh, alpha), np.minimum(z, 0).sum(axis=0)),  # no dh
        lambda z, dh, alpha: (back(z, dh, alpha), (dh * (z < 0)).sum(axis=0)),  # no z
        lambda z, dh, alpha: (back(z, dh, alpha), (dh * z).sum(axis=0)),  # also where z > 0
        lambda z, dh, alpha: (back(z, dh, alpha), (back(z, dh, alpha) * np.minimum(z, 0)).sum(axis=0)),  # alpha once too often
        lambda z, dh, alpha: (back(z, dh, alpha), (dh * alpha * (z < 0)).sum(axis=0)),
        lambda z, dh, alpha: (back(z, dh, alpha), -(dh * np.minimum(z, 0)).sum(axis=0)),
        lambda z, dh, alpha: (back(z, dh, alpha), (dh * np.maximum(z, 0)).sum(axis=0)),
        lambda z, dh, alpha: (back(z, dh, alpha), (dh * np.minimum(z, 0)).sum(axis=0) * alpha),
        lambda z, dh, alpha: (back(z, dh, alpha), np.minimum(z, 0).sum(axis=0) * dh.sum(axis=0)),
        lambda z, dh, alpha: (dh * (z > 0), (dh * np.minimum(z, 0)).sum(axis=0)),
        lambda z, dh, alpha: (np.where(z > 0, dh, alpha.mean() * dh), (dh * np.minimum(z, 0)).sum(axis=0)),
        lambda z, dh, alpha: (np.where(z > 0, dh, alpha * z), (dh * np.minimum(z, 0)).sum(axis=0)),
        lambda z, dh, alpha: (np.where(z > 0, dh, dh + alpha), (dh * np.minimum(z, 0)).sum(axis=0)),
        lambda z, dh, alpha: (np.where(z > 0, 1, alpha), (dh * np.minimum(z, 0)).sum(axis=0)),
        lambda z, dh, alpha: (np.where(dh > 0, dh, alpha * dh), (dh * np.minimum(z, 0)).sum(axis=0)),
        lambda z, dh, alpha: (alpha * dh, (dh * np.minimum(z, 0)).sum(axis=0)),
        lambda z, dh, alpha: ((dh * np.minimum(z, 0)).sum(axis=0), back(z, dh, alpha)),
        back,
        lambda z, dh, alpha: (back(z, dh, alpha).round(1), (dh * np.minimum(z, 0)).sum(axis=0).round(1)),
    ],
}

HINTS = {
    ("steps_until_on", 1): "reaches_zero",
    ("steps_until_on", 5): "rounded_down",
    ("steps_until_on", 7): "no_alpha",
    ("steps_until_on", 11): "small_output",
    ("steps_until_on", 14): "no_alpha",
    ("prelu_backward", 3): "at_zero",
    ("prelu_backward", 4): "averaged",
    ("prelu_backward", 5): "not_summed",
    ("prelu_backward", 6): "over_units",
    ("prelu_backward", 7): "one_slope",
    ("prelu_backward", 9): "no_dh",
    ("prelu_backward", 11): "all_sums",
    ("prelu_backward", 12): "times_alpha",
    ("prelu_backward", 16): "times_alpha",
    ("prelu_backward", 18): "relu",
    ("prelu_backward", 23): "by_gradient",
}
