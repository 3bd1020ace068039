"""Exercises 1 and 2 of the sigmoid as different students solve them."""

import cmath
import math

import numpy as np


def sigma(q):
    return 1 / (1 + np.exp(-q))


def slope(q):
    return sigma(q) * (1 - sigma(q))


def in_three_lines(x, w, b, upstream):
    f = 1 / (1 + np.exp(-(np.dot(w, x) + b)))
    dq = upstream * f * (1 - f)
    return dq * x, dq


def in_loops(x, w, b, upstream):
    q = b
    for i in range(len(x)):
        q += w[i] * x[i]
    f = 1 / (1 + math.exp(-q))
    dw = []
    for value in x:
        dw.append(upstream * (f - f**2) * value)
    return dw, upstream * (f - f**2)


def by_the_quotient_rule(x, w, b, upstream):
    power = np.exp(-(x @ w + b))
    local = power / (1 + power) ** 2
    return np.multiply(x, local * upstream), float(local * upstream)


def by_tanh(x, w, b, upstream):
    db = upstream * (1 - np.tanh((w @ x + b) / 2) ** 2) / 4
    return [db * x, db]


def by_complex_numbers(x, w, b, upstream):
    def f(w, b):
        return 1 / (1 + np.exp(-(np.sum(w * x) + b)))

    dw = [f(w + 1e-30j * (np.arange(len(w)) == i), b).imag / 1e-30 for i in range(len(w))]
    return upstream * np.array(dw), upstream * f(w, b + 1e-30j).imag / 1e-30


def with_the_bias_as_a_weight(x, w, b, upstream):
    inputs, weights = np.append(x, 1.0), np.append(w, b)
    gradient = upstream * slope(inputs @ weights) * inputs
    return gradient[:-1], gradient[-1]


def changes_x(x, w, b, upstream):
    dq = upstream * slope(x @ w + b)
    x *= dq
    return x, dq


def one_sided(x, w, b, upstream):
    f, h = sigma(x @ w + b), 1e-4
    return upstream * np.array([(sigma(x @ w + b + h * value) - f) / h for value in x]), upstream * (sigma(x @ w + b + h) - f) / h


def chain_in_a_loop(x, weights):
    h, derivative = x, 1.0
    for w in weights:
        h = 1 / (1 + np.exp(-w * h))
        derivative *= w * h * (1 - h)
    return derivative


def chain_forward_and_back(x, weights):
    hs = [x]
    for w in weights:
        hs.append(sigma(w * hs[-1]))
    dh = 1.0
    for w, h in zip(reversed(weights), reversed(hs[1:]), strict=True):
        dh = dh * h * (1 - h) * w
    return dh


def chain_recursive(x, weights):
    if len(weights) == 0:
        return 1.0
    q = weights[0] * x
    return slope(q) * weights[0] * chain_recursive(sigma(q), weights[1:])


def chain_of_complex_numbers(x, weights):
    h = x + 1e-40j
    for w in weights:
        h = 1 / (1 + cmath.exp(-w * h))
    return h.imag / 1e-40


def chain_of_the_sums(x, weights):
    sums = np.zeros(len(weights))
    for i, w in enumerate(weights):
        sums[i] = w * (x if i == 0 else sigma(sums[i - 1]))
    return np.prod(slope(sums)) * np.prod(weights)


def chain_of_logarithms(x, weights):
    h, total = x, 0.0
    for w in weights:
        h = sigma(w * h)
        total += np.log(h) + np.log1p(-h) + np.log(abs(w))
    return np.prod(np.sign(weights)) * np.exp(total)


def chain_of_matrices(x, weights):
    h, J = np.array([x]), np.eye(1)
    for w in weights:
        h = sigma(np.array([[w]]) @ h)
        J = np.diag(h * (1 - h)) @ np.array([[w]]) @ J
    return J[0, 0]


def chain_with_while(x, weights):
    i, q, product = 0, 0.0, 1.0
    while i < len(weights):
        q = float(weights[i]) * (x if i == 0 else 1 / (1 + math.exp(-q)))
        product *= weights[i] * math.exp(-q) / (1 + math.exp(-q)) ** 2
        i += 1
    return product


def chain(x, weights, factor=lambda q, w, h: slope(q) * w, start=1.0):
    """The product of one factor for each neuron, which sees the sum, the weight and the input of the neuron."""
    h, product = x, start
    for w in weights:
        product, h = product * factor(w * h, w, h), sigma(w * h)
    return product


def chain_of_sums(x, weights):
    h, total = x, 0.0
    for w in weights:
        total, h = total + slope(w * h) * w, sigma(w * h)
    return total


def chain_output(x, weights):
    for w in weights:
        x = sigma(w * x)
    return x


def without_the_forward_pass(x, weights):
    return np.prod([w * slope(w * x) for w in weights])


def without_sigma_on_the_way(x, weights):
    h, product = x, 1.0
    for w in weights:
        h, product = w * h, product * w * slope(w * h)
    return product


def step_too_small(x, weights):
    return (chain_output(x + 1e-14, weights) - chain_output(x, weights)) / 1e-14


def step_too_large(x, weights):
    return (chain_output(x + 1e-2, weights) - chain_output(x - 1e-2, weights)) / 2e-2


RIGHT = {
    "sigmoid_backward": [
        in_three_lines,
        in_loops,
        by_the_quotient_rule,
        by_tanh,
        by_complex_numbers,
        with_the_bias_as_a_weight,
        lambda x, w, b, upstream: (upstream * slope(x @ w + b) * x, upstream * slope(x @ w + b)),
        lambda x, w, b, upstream: (x * upstream / (2 + 2 * math.cosh(w @ x + b)), upstream / (2 + 2 * math.cosh(w @ x + b))),
        lambda x, w, b, upstream: tuple(upstream * sigma(w.dot(x) + b) * sigma(-w.dot(x) - b) * factor for factor in (x, 1)),
    ],
    "sigmoid_chain": [
        chain,
        chain_in_a_loop,
        chain_forward_and_back,
        chain_recursive,
        chain_of_complex_numbers,
        chain_of_the_sums,
        chain_of_logarithms,
        chain_of_matrices,
        chain_with_while,
    ],
}

WRONG = {
    "sigmoid_backward": [
        changes_x,
        one_sided,
        lambda x, w, b, upstream: (upstream * x, upstream),
        lambda x, w, b, upstream: (upstream * slope(x @ w + b) * w, upstream * slope(x @ w + b)),
        lambda x, w, b, upstream: (upstream * slope(x @ w + b) * x, 0.0),
        lambda x, w, b, upstream: (upstream * slope(x @ w + b) * x, upstream),
        lambda x, w, b, upstream: (upstream * slope(x @ w + b) * x, b * upstream * slope(x @ w + b)),
        lambda x, w, b, upstream: (slope(x @ w + b) * x, slope(x @ w + b)),
        lambda x, w, b, upstream: (upstream * slope(x @ w) * x, upstream * slope(x @ w)),
        lambda x, w, b, upstream: (upstream * slope(sigma(x @ w + b)) * x, upstream * slope(sigma(x @ w + b))),
        lambda x, w, b, upstream: (upstream * sigma(x @ w + b) * x, upstream * sigma(x @ w + b)),
        lambda x, w, b, upstream: (upstream * (1 - np.tanh(x @ w + b) ** 2) * x, upstream * (1 - np.tanh(x @ w + b) ** 2)),
        lambda x, w, b, upstream: (upstream * slope(x * w + b) * x, upstream * slope(x * w + b)),
        lambda x, w, b, upstream: (-upstream * slope(x @ w + b) * x, -upstream * slope(x @ w + b)),
        lambda x, w, b, upstream: upstream * slope(x @ w + b) * x,
        lambda x, w, b, upstream: (upstream * slope(x @ w + b), upstream * slope(x @ w + b) * x),
        lambda x, w, b, upstream: (upstream * slope(x @ w + b) * np.sum(x), upstream * slope(x @ w + b)),
        lambda x, w, b, upstream: (slope(upstream * (x @ w + b)) * x, slope(upstream * (x @ w + b))),
        lambda x, w, b, upstream: (upstream * 0.25 * x, upstream * 0.25),
        lambda x, w, b, upstream: (upstream + slope(x @ w + b) * x, upstream + slope(x @ w + b)),
        lambda x, w, b, upstream: (upstream * slope(x @ w + b) * x, upstream * slope(x @ w + b) * np.ones(len(x))),
        lambda x, w, b, upstream: (upstream * slope(x @ w + b) * x, upstream * slope(x @ w + b), upstream * slope(x @ w + b) * w),
        lambda x, w, b, upstream: (upstream * slope(x @ w + b) * np.sign(x), upstream * slope(x @ w + b)),
        lambda x, w, b, upstream: (upstream * slope(x @ w + b) * x / len(x), upstream * slope(x @ w + b)),
    ],
    "sigmoid_chain": [
        chain_of_sums,
        chain_output,
        without_the_forward_pass,
        without_sigma_on_the_way,
        step_too_small,
        step_too_large,
        lambda x, weights: chain(x, weights, lambda q, w, h: slope(q)),
        lambda x, weights: np.prod(weights),
        lambda x, weights: chain(x, weights[::-1]),
        lambda x, weights: chain(x, weights[:1]),
        lambda x, weights: chain(x, weights, lambda q, w, h: slope(sigma(q)) * w),
        lambda x, weights: chain(x, weights, lambda q, w, h: sigma(q) * w),
        lambda x, weights: chain(x, weights, lambda q, w, h: slope(q) * h),
        lambda x, weights: chain(x, weights, lambda q, w, h: 0.25 * w),
        lambda x, weights: chain(x, weights, start=x),
        lambda x, weights: chain(x, weights[:-1]),
        lambda x, weights: chain(x, weights, lambda q, w, h: slope(q) * abs(w)),
        lambda x, weights: chain(x, weights, lambda q, w, h: (1 - np.tanh(q) ** 2) * w),
        lambda x, weights: chain(x, weights, lambda q, w, h: h * (1 - h) * w),
        lambda x, weights: chain(x, weights) / weights[-1],
        lambda x, weights: chain(x, np.full(len(weights), np.mean(weights))),
        lambda x, weights: chain(x, weights, lambda q, w, h: sigma(q) * (1 - q) * w),
        lambda x, weights: max(1e-6, chain(x, weights)),
        lambda x, weights: chain(x, weights, lambda q, w, h: slope(q) * w if abs(q) < 5 else 0.0),
    ],
}

HINTS = {
    ("sigmoid_backward", 2): "no_slope",
    ("sigmoid_backward", 3): "by_x",
    ("sigmoid_backward", 6): "b_times_b",
    ("sigmoid_backward", 7): "no_upstream",
    ("sigmoid_chain", 2): "all_at_x",
    ("sigmoid_chain", 6): "no_weights",
    ("sigmoid_chain", 7): "no_slopes",
    ("sigmoid_chain", 13): "always_quarter",
    ("sigmoid_chain", 16): "absolute",
}
