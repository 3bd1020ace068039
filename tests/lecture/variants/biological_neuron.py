"""The exercises of the biological neuron as different students solve them."""

import math

import numpy as np


def with_if(inputs, weights, bias):
    total = np.dot(inputs, weights) + bias
    if total >= 0:
        return 1 / (1 + math.exp(-total))
    return math.exp(total) / (1 + math.exp(total))


def with_a_loop(inputs, weights, bias):
    total = bias
    for x, w in zip(inputs, weights, strict=True):
        total += w * x
    small = math.exp(-abs(total))
    return (1 if total >= 0 else small) / (1 + small)


def with_try(inputs, weights, bias):
    try:
        return 1 / (1 + math.exp(-float(np.sum(np.multiply(inputs, weights)) + bias)))
    except OverflowError:
        return 0.0


def silenced(inputs, weights, bias):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.float64(np.inner(weights, inputs) + bias)))


def clipped_far_out(inputs, weights, bias):
    return 1 / (1 + np.exp(-np.clip(np.dot(weights, inputs) + bias, -700, 700)))


def bias_as_a_weight(inputs, weights, bias):
    total = np.append(inputs, 1) @ np.append(weights, bias)
    return np.exp(-np.logaddexp(0, -total))


def stable(total):
    return np.exp(-np.logaddexp(0, -total))


def in_place(inputs, weights, bias):
    inputs *= weights
    return stable(np.sum(inputs) + bias)


def branches_swapped(inputs, weights, bias):
    total = np.dot(inputs, weights) + bias
    return 1 / (1 + math.exp(-total)) if total < 0 else math.exp(total) / (1 + math.exp(total))


def both_branches(inputs, weights, bias):
    total = np.dot(inputs, weights) + bias
    return np.where(total >= 0, 1 / (1 + np.exp(-total)), np.exp(total) / (1 + np.exp(total)))


def large_is_all_or_nothing(inputs, weights, bias):
    total = np.dot(inputs, weights) + bias
    return float(total > 0) if abs(total) > 6 else 1 / (1 + math.exp(-total))


def one_divided_by_an_exp_of_a_rough_e(inputs, weights, bias):
    total = max(-700.0, np.dot(inputs, weights) + bias)
    return 1 / (1 + 2.718**-total)


def no_minus_in_the_second_form(inputs, weights, bias):
    total = np.dot(inputs, weights) + bias
    return 1 / (1 + math.exp(-total)) if total >= 0 else 1 / (1 + math.exp(total))


def tight(n, k):
    return [1] * n + [-(n - k + 1)], -(k - 1)


def uneven(n, k):
    w = np.append(1 + 0.1 * np.arange(n) / n**2, -2.0 * n - 2)
    return w, 0.5 - k


def from_zeros(n, k):
    w = np.zeros(n + 1)
    w[:n] = 1
    w[n] = -(n + 1)
    return w, -(k - 0.5)


def only_three_inputs(n, k):
    return np.array([1, 1, 1, -4]), -1.5


def threshold_as_bias(n, k):
    return np.append(np.ones(n), -n - 1), k - 0.5


RIGHT = {
    "neuron_forward": [
        with_if,
        with_a_loop,
        with_try,
        silenced,
        clipped_far_out,
        bias_as_a_weight,
        lambda inputs, weights, bias: 0.5 + 0.5 * math.tanh((np.dot(inputs, weights) + bias) / 2),
        lambda inputs, weights, bias: (1 + np.tanh(0.5 * (sum(x * w for x, w in zip(inputs, weights, strict=True)) + bias))) / 2,
        lambda inputs, weights, bias: np.exp(-np.logaddexp(0.0, -(np.einsum("i,i", inputs, weights) + bias))),
        lambda inputs, weights, bias: stable(np.array(inputs) @ np.array(weights) + bias),
    ],
    "at_least": [
        tight,
        uneven,
        from_zeros,
        lambda n, k: (np.append(np.ones(n), -n - 1), 0.5 - k),
        lambda n, k: [np.array([2] * n + [-2 * n - 2]), 1 - 2 * k],
        lambda n, k: ((1.0,) * n + (-1000.0 * n,), -k + 0.001),
        lambda n, k: (np.r_[np.full(n, 10.0), -10.0 * (n + 1)], -10.0 * k + 9),
        lambda n, k: (np.concatenate([np.full(n, 1 / n), [-2.0]]), (0.5 - k) / n),
        lambda n, k: ([1.0] * n + [-(n + 1.0)], np.float64(1 - k)),
        lambda n, k: (np.where(np.arange(n + 1) < n, 1.0, -1e6 * n), -k + 0.25),
    ],
}

WRONG = {
    "neuron_forward": [
        in_place,
        branches_swapped,
        both_branches,
        large_is_all_or_nothing,
        one_divided_by_an_exp_of_a_rough_e,
        no_minus_in_the_second_form,
        lambda inputs, weights, bias: 1 / (1 + math.exp(-(np.dot(inputs, weights) + bias))),
        lambda inputs, weights, bias: 1 / (1 + np.exp(-(np.dot(inputs, weights) + bias))),
        lambda inputs, weights, bias: 1 - 1 / (1 + np.exp(np.dot(inputs, weights) + bias)),
        lambda inputs, weights, bias: stable(np.dot(inputs, weights)),
        lambda inputs, weights, bias: stable(np.mean(np.multiply(inputs, weights)) + bias),
        lambda inputs, weights, bias: stable(np.dot(inputs, weights) - bias),
        lambda inputs, weights, bias: stable(-(np.dot(inputs, weights) + bias)),
        lambda inputs, weights, bias: float(np.dot(inputs, weights) + bias > 0),
        lambda inputs, weights, bias: stable(np.clip(np.dot(inputs, weights) + bias, -10, 10)),
        lambda inputs, weights, bias: round(float(stable(np.dot(inputs, weights) + bias)), 3),
        lambda inputs, weights, bias: np.tanh(np.dot(inputs, weights) + bias),
        lambda inputs, weights, bias: stable(np.sum(np.multiply(inputs, weights) + bias)),
        lambda inputs, weights, bias: np.sum(stable(np.multiply(inputs, weights))) + bias,
        lambda inputs, weights, bias: stable(np.multiply(inputs, weights) + bias),
        lambda inputs, weights, bias: stable(inputs[0] * weights[0] + bias),
        lambda inputs, weights, bias: stable(np.sum(inputs) * np.sum(weights) + bias),
        lambda inputs, weights, bias: np.dot(inputs, weights) + bias,
        lambda inputs, weights, bias: 1.0 if np.dot(inputs, weights) + bias > 0 else 0.0327,
    ],
    "at_least": [
        only_three_inputs,
        threshold_as_bias,
        lambda n, k: (np.append(np.ones(n), -n - 1), -k),
        lambda n, k: (np.append(np.ones(n), -n - 1), -k - 0.5),
        lambda n, k: (np.append(np.ones(n), -n - 1), 1.5 - k),
        lambda n, k: (np.append(np.ones(n), -1), 0.5 - k),
        lambda n, k: (np.append(np.ones(n), 0), 0.5 - k),
        lambda n, k: (np.append(np.ones(n), n + 1), 0.5 - k),
        lambda n, k: (np.append(-n - 1, np.ones(n)), 0.5 - k),
        lambda n, k: (np.ones(n), 0.5 - k),
        lambda n, k: (np.append(np.ones(n), -k), 0.5 - k),
        lambda n, k: (np.append(np.ones(k), -k - 1), 0.5 - n),
        lambda n, k: (np.append(np.ones(n), -np.inf), 0.5 - k),
        lambda n, k: (0.5 - k, np.append(np.ones(n), -n - 1)),
        lambda n, k: np.append(np.ones(n), -n - 1),
        lambda n, k: (np.append(np.ones(n), -n - 1), -0.5),
        lambda n, k: (np.append(np.ones(n), -n - 1), 0.5 - n),
        lambda n, k: (np.append(np.full(n, 1 / n), -2), 0.5 - k),
        lambda n, k: (np.append(np.full(n, k), -k * n - 1), 0.5 - k),
        lambda n, k: (np.append(np.ones(n), -n - 1)[:, None], 0.5 - k),
        lambda n, k: (np.append(np.ones(n), -10), 0.5 - k),
        lambda n, k: (np.append(np.ones(n), -100), 0.5 - k),
        lambda n, k: (np.append(np.arange(1, n + 1), -n * n), 0.5 - k),
    ],
}

HINTS = {
    ("neuron_forward", 2): "both",
    ("neuron_forward", 5): "wrong_branch",
    ("neuron_forward", 6): "overflows",
    ("neuron_forward", 7): "warns",
    ("neuron_forward", 8): "warns",
    ("neuron_forward", 9): "no_bias",
    ("neuron_forward", 12): "sign",
    ("neuron_forward", 14): "clipped",
    ("neuron_forward", 17): "bias_each",
    ("neuron_forward", 19): "no_sum",
    ("neuron_forward", 22): "sum_itself",
    ("at_least", 2): "more_than_k",
    ("at_least", 3): "more_than_k",
    ("at_least", 5): "weak_veto",
    ("at_least", 6): "no_veto",
    ("at_least", 12): "infinite",
    ("at_least", 15): "any",
    ("at_least", 16): "all",
    ("at_least", 17): "mean",
    ("at_least", 18): "any",
}
