"""The first exercise as different students solve it."""

import numpy as np


def filled(x):
    result = np.zeros(len(x))
    for i in range(len(x)):
        result[i] = x[i] + x[i]
    return result


def copied(x):
    y = x.copy()
    y *= 2
    return y


def in_place(x):
    x *= 2
    return x


def one_short(x):
    result = x.copy()
    for i in range(len(x) - 1):
        result[i] = 2 * x[i]
    return result


def only_the_first(x):
    for number in x:
        return 2 * number
    return x


RIGHT = {
    "warm_up": [
        filled,
        copied,
        lambda x: x + x,
        lambda x: [2 * number for number in x],
        lambda x: tuple(number * 2.0 for number in x),
        lambda x: np.multiply(x, 2),
        lambda x: x / 0.5,
        lambda x: np.sum([x, x], axis=0),
        lambda x: np.diag([2.0] * len(x)) @ x,
        lambda x: np.einsum("i,->i", x, 2.0),
        lambda x: 3 * x - x,
    ]
}

WRONG = {
    "warm_up": [
        in_place,
        one_short,
        only_the_first,
        lambda x: x**2,
        lambda x: x + 2,
        lambda x: 3 * x,
        lambda x: -2 * x,
        lambda x: x / 2,
        lambda x: 2 * abs(x),
        lambda x: list(x) * 2,
        lambda x: np.round(2 * x - 0.1),
        lambda x: 2 * np.sum(x),
        lambda x: 2 * np.maximum(0, x),
        lambda x: 2.0**x,
        lambda x: np.array([2.0, -4.0, 1.0]),
        lambda x: np.sort(2 * x),
        lambda x: str(2 * x),
        lambda x: 2 * x[::-1],
        lambda x: x * (2 + 1e-5),
        lambda x: (2 * x).astype(int),
        lambda x: 2 * x[:, None],
        lambda x: print(2 * x) or x,
    ]
}

HINTS = {
    ("warm_up", 3): "square",
    ("warm_up", 4): "plus",
    ("warm_up", 7): "half",
    ("warm_up", 9): "twice",
    ("warm_up", 11): "sum",
}
