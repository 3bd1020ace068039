"""Right and wrong solutions of the exercise on the width for a budget, as students might write them."""

import bisect
import itertools
import math

import numpy as np

import nnlab


def n_parameters(n_in, n_out, depth, width):
    sizes = [n_in, *[width] * depth, n_out]
    return sum((a + 1) * b for a, b in itertools.pairwise(sizes))


def width_by_loop(n_in, n_out, depth, budget):
    width = 0
    while n_parameters(n_in, n_out, depth, width + 1) <= budget:
        width += 1
    return width


def width_by_halving(n_in, n_out, depth, budget):
    low, high = 0, budget + 1
    while high - low > 1:
        middle = (low + high) // 2
        if n_parameters(n_in, n_out, depth, middle) <= budget:
            low = middle
        else:
            high = middle
    return low


def width_by_roots(n_in, n_out, depth, budget):
    a, b, c = depth - 1, n_in + 1 + depth - 1 + n_out, n_out - budget
    width = -c // b if a == 0 else (math.isqrt(max(0, b * b - 4 * a * c)) - b) // (2 * a)
    return max(0, width)


def width_by_np_roots(n_in, n_out, depth, budget):
    roots = np.roots([depth - 1, n_in + depth + n_out, n_out - budget])
    return max(0, math.floor(max(roots.real) + 1e-9))


def width_by_networks(n_in, n_out, depth, budget):
    width = 0
    while n_parameters(n_in, n_out, depth, width + 1) <= budget:  # a large network costs time: count first, build the last one
        width += 1
    assert not width or nnlab.mlp([n_in, *[width] * depth, n_out]).n_parameters <= budget
    return width


def width_by_array(n_in, n_out, depth, budget):
    widths = np.arange(1, budget + 2)
    counts = widths * (n_in + 1) + (depth - 1) * widths * (widths + 1) + (widths + 1) * n_out
    return int(np.sum(counts <= budget))


def width_by_layers(n_in, n_out, depth, budget):
    for width in range(1, budget + 2):
        spent, before = 0, n_in
        for _ in range(depth):
            spent += before * width + width
            before = width
        spent += before * n_out + n_out
        if spent > budget:
            return width - 1
    return None


def width_by_bisect(n_in, n_out, depth, budget):
    return max(0, bisect.bisect_right(range(budget + 1), budget, key=lambda width: n_parameters(n_in, n_out, depth, width)) - 1)


def largest(count):
    """The largest width for another count of the parameters."""
    return lambda n_in, n_out, depth, budget: next(w for w in range(budget + 2) if count(n_in, n_out, depth, w + 1) > budget)


def only_roots(n_in, n_out, depth, budget):
    a, b, c = depth - 1, n_in + depth + n_out, n_out - budget
    return int((-b + math.sqrt(b * b - 4 * a * c)) / (2 * a))


def one_layer(n_in, n_out, depth, budget):
    return max(0, (budget - n_out) // (n_in + 1 + n_out))


RIGHT = {
    "width_for_budget": [
        width_by_loop,
        width_by_halving,
        width_by_roots,
        width_by_np_roots,
        width_by_networks,
        width_by_array,
        width_by_layers,
        width_by_bisect,
        largest(n_parameters),
    ]
}

WRONG = {
    "width_for_budget": [
        only_roots,
        one_layer,
        largest(lambda i, o, d, w: i * w + (d - 1) * w * w + w * o),  # no biases
        largest(lambda i, o, d, w: i * w + (d - 1) * w * w + w * o + o),  # no hidden biases
        largest(lambda i, o, d, w: (i + 1) * w + (d - 1) * w * (w + 1) + w * o),  # no biases of the output
        largest(lambda i, o, d, w: i * w + (d - 1) * w * w + w * o + d + 1),  # one bias a layer
        largest(lambda i, o, d, w: (i + 1) * w + d * w * (w + 1) + (w + 1) * o),
        largest(lambda i, o, d, w: (i + 1) * w + max(0, d - 2) * w * (w + 1) + (w + 1) * o),
        largest(lambda i, o, d, w: (i + 1) * w + w * (w + 1) + (w + 1) * o),  # always two hidden layers
        largest(lambda i, o, d, w: ((i + 1) * w) * d + (w + 1) * o),  # each from the inputs
        largest(lambda i, o, d, w: (i + 1) * w + (d - 1) * w * (w + 1)),  # no output layer
        largest(lambda i, o, d, w: d * w * (w + 1) + (w + 1) * o),  # no first layer
        largest(lambda i, o, d, w: i + (i + 1) * w + (d - 1) * w * (w + 1) + (w + 1) * o),  # biases of the inputs
        largest(lambda i, o, d, w: n_parameters(i, o, d, w) + 1),  # strictly below
        largest(lambda i, o, d, w: n_parameters(o, i, d, w)),  # inputs and outputs swapped
        lambda n_in, n_out, depth, budget: width_by_loop(n_in, n_out, depth, budget) + 1,
        lambda n_in, n_out, depth, budget: max(1, width_by_loop(n_in, n_out, depth, budget)),
        lambda n_in, n_out, depth, budget: width_by_loop(n_in, n_out, depth, budget) or -1,
        lambda n_in, n_out, depth, budget: min(64, width_by_loop(n_in, n_out, depth, budget)),
        lambda n_in, n_out, depth, budget: one_layer(n_in, n_out, 1, budget) // depth,
        lambda n_in, n_out, depth, budget: (
            (budget - n_out) // (n_in + 1 + n_out) if depth == 1 else width_by_loop(n_in, n_out, depth, budget)
        ),
        lambda n_in, n_out, depth, budget: (
            max(0, round((budget - n_out) / (n_in + 1 + n_out))) if depth == 1 else width_by_loop(n_in, n_out, depth, budget)
        ),
        lambda n_in, n_out, depth, budget: max(0, (budget - n_out) / (n_in + 1 + n_out)),
        lambda n_in, n_out, depth, budget: math.isqrt(budget // depth),
        lambda n_in, n_out, depth, budget: n_parameters(n_in, n_out, depth, width_by_loop(n_in, n_out, depth, budget)),
        lambda n_in, n_out, depth, budget: [width_by_loop(n_in, n_out, depth, budget)] * depth,
        lambda n_in, n_out, depth, budget: width_by_loop(n_in, n_out, depth, budget) * depth,
        lambda n_in, n_out, depth, budget: width_by_loop(n_in, n_out, 2, budget) if depth > 1 else width_by_loop(n_in, n_out, 1, budget),
    ]
}

HINTS = {
    ("width_for_budget", 2): "no_biases",
    ("width_for_budget", 4): "no_output_biases",
    ("width_for_budget", 6): "depth_hidden",
    ("width_for_budget", 15): "one_more",
    ("width_for_budget", 23): "square_root",
}
