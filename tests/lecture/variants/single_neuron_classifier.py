"""Exercises 1 and 2 of the single neuron as different students solve them."""

import math

import numpy as np


def stable(z):
    return np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))


def by_masks(z):
    result = np.empty(z.shape)
    on = z >= 0
    result[on] = 1 / (1 + np.exp(-z[on]))
    powers = np.exp(z[~on])
    result[~on] = powers / (1 + powers)
    return result


def one(value):
    return 1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value))


def number_by_number(z):
    result = []
    for value in z:
        result.append(one(value))
    return result


def silenced(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def small_power(z):
    power = np.exp(-abs(z))
    return np.where(z >= 0, 1, power) / (1 + power)


def bounded_in_place(z):
    z[z < -500] = -500
    return 1 / (1 + np.exp(-z))


def both_branches(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def with_if(z):
    return 1 / (1 + np.exp(-z)) if z >= 0 else np.exp(z) / (1 + np.exp(z))


def with_if_any(z):
    return 1 / (1 + np.exp(-z)) if (z >= 0).any() else np.exp(z) / (1 + np.exp(z))


def silenced_the_wrong_way(z):
    with np.errstate(all="ignore"):
        return np.nan_to_num(np.exp(z) / (1 + np.exp(z)))


def from_a_table(z):
    grid = np.linspace(-40, 40, 801)
    return np.interp(z, grid, stable(grid))


def step_of_a_matrix(w, b, X, y, learning_rate, l2):
    p = 1 / (1 + np.exp(-(X @ w + b)))
    dw, db = X.T @ (p - y) / len(y) + l2 * w, np.mean(p - y)
    return w - learning_rate * dw, b - learning_rate * db


def step_of_loops(w, b, X, y, learning_rate, l2):
    dw, db = [0.0] * len(w), 0.0
    for x, label in zip(X, y, strict=True):
        error = one(sum(w[j] * x[j] for j in range(len(w))) + b) - label
        db += error / len(X)
        for j in range(len(w)):
            dw[j] += error * x[j] / len(X)
    return [w[j] - learning_rate * (dw[j] + l2 * w[j]) for j in range(len(w))], b - learning_rate * db


def step_of_signs(w, b, X, y, learning_rate, l2):
    signs = 2 * y - 1
    weighted = signs * stable(-signs * (X @ w + b))
    return w + learning_rate * ((weighted[:, None] * X).mean(axis=0) - l2 * w), b + learning_rate * weighted.mean()


def step_of_one_array(w, b, X, y, learning_rate, l2):
    inputs, start = np.column_stack([X, np.ones(len(X))]), np.append(w, b)
    gradient = inputs.T @ (stable(inputs @ start) - y) / len(X) + l2 * np.append(w, 0)
    end = start - learning_rate * gradient
    return end[:-1], end[-1]


def step_of_complex_numbers(w, b, X, y, learning_rate, l2):
    def loss(w, b):
        s = X @ w + b
        return np.mean(np.log(1 + np.exp(s)) - y * s) + l2 / 2 * (w @ w)

    dw = [loss(w + 1e-30j * np.eye(len(w))[i], b).imag / 1e-30 for i in range(len(w))]
    return w - learning_rate * np.array(dw), b - learning_rate * loss(w, b + 1e-30j).imag / 1e-30


def step_of_decay(w, b, X, y, learning_rate, l2):
    error = stable(X.dot(w) + b) - y
    kept = (1 - learning_rate * l2) * w
    return kept - learning_rate / X.shape[0] * np.einsum("i,ij->j", error, X), b - learning_rate * np.sum(error) / X.shape[0]


def step_of_two_groups(w, b, X, y, learning_rate, l2):
    p, ones, n = stable(X @ w + b), y == 1, len(y)
    dw = ((p[ones] - 1) @ X[ones] + p[~ones] @ X[~ones]) / n + l2 * w
    return [w - dw * learning_rate, b - learning_rate * (p.sum() - y.sum()) / n]


def step_of_lists(w, b, X, y, learning_rate, l2):
    w_new, error = w.copy(), stable(np.dot(X, w) + b) - y
    w_new -= learning_rate * (np.mean(X * error.reshape(-1, 1), 0) + l2 * w)
    return list(w_new), float(b - learning_rate * error.mean())


def general(w, b, X, y, rate, l2, error=None, divide=None, decay=1.0, sign=-1.0, bias_decay=0.0):
    """A step with one thing changed."""
    error = stable(X @ w + b) - y if error is None else error
    n = divide or len(y)
    dw, db = error @ X / n + decay * l2 * w, error.sum() / n + bias_decay * l2 * b
    return w + sign * rate * dw, b + sign * rate * db


def changes_w(w, b, X, y, learning_rate, l2):
    error = stable(X @ w + b) - y
    w -= learning_rate * (error @ X / len(y) + l2 * w)
    return w, b - learning_rate * error.mean()


def bias_after_the_weights(w, b, X, y, learning_rate, l2):
    w = w - learning_rate * ((stable(X @ w + b) - y) @ X / len(y) + l2 * w)
    return w, b - learning_rate * np.mean(stable(X @ w + b) - y)


def one_point_after_another(w, b, X, y, learning_rate, l2):
    for x, label in zip(X, y, strict=True):
        error = one(x @ w + b) - label
        w, b = w - learning_rate * (error * x + l2 * w), b - learning_rate * error
    return w, b


def decay_without_the_rate(w, b, X, y, learning_rate, l2):
    return general(w, b, X, y, learning_rate, 0)[0] - l2 * w, general(w, b, X, y, learning_rate, 0)[1]


def one_number_for_all_weights(w, b, X, y, learning_rate, l2):
    error = stable(X @ w + b) - y
    return w - learning_rate * (np.mean(error[:, None] * X) + l2 * w), b - learning_rate * error.mean()


def cast(w, b, X, y, learning_rate, l2):
    new_w, new_b = step_of_a_matrix(w, b, X, y, learning_rate, l2)
    return np.round(new_w, 4), round(float(new_b), 4)


def decay_of_the_absolute_value(w, b, X, y, learning_rate, l2):
    new_w, new_b = general(w, b, X, y, learning_rate, 0)
    return new_w - learning_rate * l2 / 2 * np.sign(w), new_b


def squared_error(w, b, X, y, learning_rate, l2):
    p = stable(X @ w + b)
    return general(w, b, X, y, learning_rate, l2, error=(p - y) * p * (1 - p))


def bias_by_the_sum(w, b, X, y, learning_rate, l2):
    return general(w, b, X, y, learning_rate, l2)[0], general(w, b, X, y, learning_rate, 0, divide=1)[1]


def the_gradient_alone(w, b, X, y, learning_rate, l2):
    error = stable(X @ w + b) - y
    return error @ X / len(y) + l2 * w, error.mean()


RIGHT = {
    "stable_sigmoid": [
        by_masks,
        number_by_number,
        silenced,
        small_power,
        stable,
        np.vectorize(one, otypes=[float]),
        lambda z: 0.5 * (1 + np.tanh(0.5 * z)),
        lambda z: 1 / (1 + np.exp(-np.clip(z, -700, 700))),
        lambda z: np.exp(np.minimum(z, 0)) / (np.exp(np.minimum(z, 0)) + np.exp(-np.maximum(z, 0))),
        lambda z: np.array([one(value) for value in z.ravel()]).reshape(z.shape),
        lambda z: np.exp(-np.maximum(-z, 0)) / (1 + np.exp(-np.abs(z))),
    ],
    "logistic_step": [
        step_of_a_matrix,
        step_of_loops,
        step_of_signs,
        step_of_one_array,
        step_of_complex_numbers,
        step_of_decay,
        step_of_two_groups,
        step_of_lists,
        lambda w, b, X, y, learning_rate, l2: general(w, b, X, y, learning_rate, l2),
        lambda w, b, X, y, learning_rate, l2: general(w, b, X.astype(float), y, learning_rate, l2, error=1 / (1 + np.exp(-X @ w - b)) - y),
    ],
}

WRONG = {
    "stable_sigmoid": [
        bounded_in_place,
        both_branches,
        with_if,
        with_if_any,
        silenced_the_wrong_way,
        from_a_table,
        lambda z: 1 / (1 + np.exp(-z)),
        lambda z: np.exp(z) / (1 + np.exp(z)),
        lambda z: 1 / (1 + np.exp(-np.clip(z, -21, 21))),
        lambda z: 1 / (1 + np.exp(-np.clip(z, -5, 5))),
        lambda z: np.tanh(z),
        lambda z: (1 + np.tanh(z)) / 2,
        lambda z: stable(-z),
        lambda z: np.round(stable(z), 6),
        lambda z: stable(abs(z)),
        lambda z: np.clip(0.5 + 0.25 * z, 0, 1),
        lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))),
        lambda z: (z > 0) * 1.0,
        lambda z: stable(np.float16(z)).astype(np.float16),
        lambda z: 1 / (1 + np.exp(-z / 1000)),
        lambda z: stable(z).tolist()[0],
        lambda z: 0.5 * (1 + z / (1 + abs(z))),
        lambda z: np.maximum(stable(z), 1e-12),
        lambda z: [math.exp(v) / (1 + math.exp(v)) for v in z],
    ],
    "logistic_step": [
        changes_w,
        bias_after_the_weights,
        one_point_after_another,
        decay_without_the_rate,
        one_number_for_all_weights,
        cast,
        decay_of_the_absolute_value,
        squared_error,
        the_gradient_alone,
        lambda w, b, X, y, learning_rate, l2: general(w, b, X, y, learning_rate, l2, sign=1.0),
        lambda w, b, X, y, learning_rate, l2: general(w, b, X, y, learning_rate, l2, divide=1),
        lambda w, b, X, y, learning_rate, l2: general(w, b, X, y, learning_rate, 0),
        lambda w, b, X, y, learning_rate, l2: general(w, b, X, y, learning_rate, l2, bias_decay=1.0),
        lambda w, b, X, y, learning_rate, l2: general(w, b, X, y, learning_rate, l2, decay=2.0),
        lambda w, b, X, y, learning_rate, l2: general(w, b, X, y, learning_rate, l2, decay=0.5),
        lambda w, b, X, y, learning_rate, l2: general(w, b, X, y, learning_rate, l2 / len(y)),
        lambda w, b, X, y, learning_rate, l2: general(w, b, X, y, learning_rate, l2, error=y - stable(X @ w + b)),
        lambda w, b, X, y, learning_rate, l2: general(w, b, X, y, learning_rate, l2, error=stable(X @ w) - y),
        lambda w, b, X, y, learning_rate, l2: general(w, b, X, y, learning_rate, l2, error=(X @ w + b > 0) - y),
        lambda w, b, X, y, learning_rate, l2: general(w, b, X, y, learning_rate, l2, error=stable(X @ w + b) - (2 * y - 1)),
        lambda w, b, X, y, learning_rate, l2: general(w, b, X, y, learning_rate, l2, error=X @ w + b - y),
        lambda w, b, X, y, learning_rate, l2: general(w, b, X, y, learning_rate, l2, divide=X.shape[1]),
        lambda w, b, X, y, learning_rate, l2: general(w, b, X, y, learning_rate, l2)[0],
        lambda w, b, X, y, learning_rate, l2: (general(w, b, X, y, learning_rate, l2)[0], b),
        lambda w, b, X, y, learning_rate, l2: general(w, b, X[:1], y[:1], learning_rate, l2),
        lambda w, b, X, y, learning_rate, l2: general(w, b, X, y, 1.0, l2),
        lambda w, b, X, y, learning_rate, l2: (
            general(w, b, X, y, learning_rate, l2)[0],
            general(w, b, X, y, learning_rate, 0, divide=1)[1],
        ),
    ],
}

HINTS = {
    ("stable_sigmoid", 1): "both_branches",
    ("stable_sigmoid", 3): "overflows",
    ("stable_sigmoid", 6): "overflows",
    ("stable_sigmoid", 7): "nan",
    ("stable_sigmoid", 12): "sign",
    ("stable_sigmoid", 17): "step",
    ("logistic_step", 7): "slope_too",
    ("logistic_step", 9): "uphill",
    ("logistic_step", 10): "sum",
    ("logistic_step", 11): "no_decay",
    ("logistic_step", 12): "decay_of_b",
    ("logistic_step", 13): "double_decay",
    ("logistic_step", 16): "label_first",
    ("logistic_step", 18): "decided",
}
