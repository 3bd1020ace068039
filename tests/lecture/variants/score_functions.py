"""Exercises 1 and 2 of the score functions as different students solve them."""

import functools
import math
from itertools import pairwise

import numpy as np

import nnlab


def counted_in_a_loop(sizes):
    total = 0
    for i in range(len(sizes) - 1):
        total += sizes[i] * sizes[i + 1] + sizes[i + 1]
    return total


def counted_recursively(sizes):
    if len(sizes) < 2:
        return 0
    return (sizes[0] + 1) * sizes[1] + counted_recursively(sizes[1:])


def counted_in_arrays(sizes):
    layers = [(np.empty((n, m)), np.empty(n)) for m, n in pairwise(sizes)]
    return sum(W.size + b.size for W, b in layers)


def counted_with_while(sizes):
    left, count = list(sizes), 0
    while len(left) > 1:
        n_in = left.pop(0)
        count += (1 + n_in) * left[0]
    return count


def counted_by_a_network(sizes):
    return nnlab.mlp(sizes).n_parameters


def changes_sizes(sizes):
    total = 0
    while len(sizes) > 1:
        total += (sizes.pop(0) + 1) * sizes[0]
    return total


def all_pairs(sizes):
    return sum(a * b for i, a in enumerate(sizes) for b in sizes[i + 1 :]) + sum(sizes[1:])


def returns_too_early(sizes):
    total = 0
    for a, b in pairwise(sizes):
        total += (a + 1) * b
        return total
    return total


def scores_in_loops(x, W1, b1, W2, b2):
    h = []
    for i in range(len(b1)):
        z = b1[i]
        for j in range(len(x)):
            z += W1[i, j] * x[j]
        h.append(max(0.0, z))
    return [b2[k] + sum(W2[k, i] * h[i] for i in range(len(h))) for k in range(len(b2))]


def scores_of_a_row(x, W1, b1, W2, b2):
    H = np.maximum(0, x[None, :] @ W1.T + b1)
    return (H @ W2.T + b2)[0]


def scores_by_a_mask(x, W1, b1, W2, b2):
    z = W1.dot(x) + b1
    z[z < 0] = 0
    return W2.dot(z) + b2


def scores_of_the_units_on(x, W1, b1, W2, b2):
    z = W1 @ x + b1
    on = z > 0
    return W2[:, on] @ z[on] + b2


def scores_with_the_bias_as_a_weight(x, W1, b1, W2, b2):
    h = np.maximum(np.column_stack([W1, b1]) @ np.append(x, 1), 0)
    return np.column_stack([W2, b2]) @ np.append(h, 1)


def scores_unit_by_unit(x, W1, b1, W2, b2):
    total = b2.astype(float)
    for row, bias, column in zip(W1, b1, W2.T, strict=True):
        total = total + max(np.dot(row, x) + bias, 0) * column
    return total


def two_layers(x, W1, b1, W2, b2, f=lambda z: np.maximum(0, z)):
    return W2 @ f(W1 @ x + b1) + b2


def changes_b1(x, W1, b1, W2, b2):
    b1 += W1 @ x
    return W2 @ np.maximum(0, b1) + b2


def column_scores(x, W1, b1, W2, b2):
    return W2 @ np.maximum(0, W1 @ x[:, None] + b1[:, None]) + b2[:, None]


RIGHT = {
    "parameter_count": [
        counted_in_a_loop,
        counted_recursively,
        counted_in_arrays,
        counted_with_while,
        counted_by_a_network,
        lambda sizes: sum((a + 1) * b for a, b in pairwise(sizes)),
        lambda sizes: int(np.dot(np.array(sizes[:-1]) + 1, sizes[1:])),
        lambda sizes: sum(a * b for a, b in pairwise(sizes)) + sum(sizes) - sizes[0],
        lambda sizes: functools.reduce(lambda total, i: total + sizes[i] * (sizes[i - 1] + 1), range(1, len(sizes)), 0),
        lambda sizes: float(np.trace(np.outer(np.add(sizes[:-1], 1), sizes[1:]))),
    ],
    "two_layer_scores": [
        two_layers,
        scores_in_loops,
        scores_of_a_row,
        scores_by_a_mask,
        scores_of_the_units_on,
        scores_with_the_bias_as_a_weight,
        scores_unit_by_unit,
        lambda x, W1, b1, W2, b2: two_layers(x, W1, b1, W2, b2, lambda z: z * (z > 0)),
        lambda x, W1, b1, W2, b2: two_layers(x, W1, b1, W2, b2, lambda z: (z + abs(z)) / 2),
        lambda x, W1, b1, W2, b2: np.einsum("ki,i->k", W2, np.clip(np.einsum("ij,j->i", W1, x) + b1, 0, None)) + b2,
        lambda x, W1, b1, W2, b2: tuple(np.array([max(0, z) for z in x @ W1.T + b1]) @ W2.T + b2),
    ],
}

WRONG = {
    "parameter_count": [
        changes_sizes,
        all_pairs,
        returns_too_early,
        lambda sizes: sum(a * b for a, b in pairwise(sizes)),
        lambda sizes: sum(a * b for a, b in pairwise(sizes)) + sum(sizes),
        lambda sizes: sum(a * (b + 1) for a, b in pairwise(sizes)),
        lambda sizes: sum(a * b + 1 for a, b in pairwise(sizes)),
        lambda sizes: sum((a + 1) * (b + 1) for a, b in pairwise(sizes)),
        lambda sizes: sum(a * b for a, b in pairwise(sizes)) + sum(sizes[1:-1]),
        lambda sizes: sum((a + 1) * b for a, b in pairwise(sizes[:-1])),
        lambda sizes: sum(sizes),
        lambda sizes: sum(sizes[1:]),
        lambda sizes: math.prod(sizes),
        lambda sizes: math.prod(sizes) + sum(sizes[1:]),
        lambda sizes: (sizes[0] + 1) * sizes[1] + (sizes[1] + 1) * sizes[2] if len(sizes) > 2 else 0,
        lambda sizes: (sizes[0] + 1) * sizes[1] + (sizes[-2] + 1) * sizes[-1],
        lambda sizes: 26,
        lambda sizes: str(sum((a + 1) * b for a, b in pairwise(sizes))),
        lambda sizes: [(a + 1) * b for a, b in pairwise(sizes)],
        lambda sizes: sum((a + 1) * b for a, b in pairwise(sorted(sizes))),
        lambda sizes: sum((a + 1) * b for a, b in pairwise(sizes)) + 1,
        lambda sizes: sum(a * b + a + b for a, b in pairwise(sizes)),
        lambda sizes: (sizes[0] + 1) * sizes[-1],
        lambda sizes: sum((sizes[i] + 1) * sizes[i + 1] for i in range(len(sizes))),
    ],
    "two_layer_scores": [
        changes_b1,
        column_scores,
        lambda x, W1, b1, W2, b2: two_layers(x, W1, b1, W2, b2, lambda z: z),
        lambda x, W1, b1, W2, b2: np.maximum(0, two_layers(x, W1, b1, W2, b2)),
        lambda x, W1, b1, W2, b2: np.maximum(0, two_layers(x, W1, b1, W2, b2, lambda z: z)),
        lambda x, W1, b1, W2, b2: two_layers(x, W1, 0, W2, b2),
        lambda x, W1, b1, W2, b2: two_layers(x, W1, b1, W2, 0),
        lambda x, W1, b1, W2, b2: two_layers(x, W1.T, b1, W2, b2),
        lambda x, W1, b1, W2, b2: two_layers(x, W1, b1, W2.T, b2),
        lambda x, W1, b1, W2, b2: W2 @ (np.maximum(0, W1 @ x) + b1) + b2,
        lambda x, W1, b1, W2, b2: W2 @ (np.maximum(0, W1 @ x + b1) + b2) if len(b1) == len(b2) else W2 @ np.maximum(0, W1 @ x + b1),
        lambda x, W1, b1, W2, b2: two_layers(x, W1, b1, W2, b2, np.tanh),
        lambda x, W1, b1, W2, b2: two_layers(x, W1, b1, W2, b2, np.abs),
        lambda x, W1, b1, W2, b2: two_layers(x, W1, b1, W2, b2, lambda z: np.minimum(0, z)),
        lambda x, W1, b1, W2, b2: two_layers(x, W1, b1, W2, b2, lambda z: np.where(z > 0, z, 0.01 * z)),
        lambda x, W1, b1, W2, b2: two_layers(x, W1, b1, W2, b2, lambda z: 1 / (1 + np.exp(-z))),
        lambda x, W1, b1, W2, b2: two_layers(x, W1, b1, W2, b2, lambda z: np.clip(z, 0, 6)),
        lambda x, W1, b1, W2, b2: two_layers(x, W1, b1, W2, b2, lambda z: (z > 0) * 1.0),
        lambda x, W1, b1, W2, b2: two_layers(x, W1, b1, W2, b2, lambda z: np.full(len(z), max(0, z.max()))),
        lambda x, W1, b1, W2, b2: two_layers(x, W1, b1, W2, b2, lambda z: max(0, z)),
        lambda x, W1, b1, W2, b2: two_layers(x, W1, -b1, W2, b2),
        lambda x, W1, b1, W2, b2: two_layers(x, W1, b1, W2, -b2),
        lambda x, W1, b1, W2, b2: two_layers(np.maximum(0, x), W1, b1, W2, b2, lambda z: z),
        lambda x, W1, b1, W2, b2: np.maximum(0, W1 @ x + b1),
        lambda x, W1, b1, W2, b2: np.max(two_layers(x, W1, b1, W2, b2)),
        lambda x, W1, b1, W2, b2: np.exp(two_layers(x, W1, b1, W2, b2)) / np.sum(np.exp(two_layers(x, W1, b1, W2, b2))),
        lambda x, W1, b1, W2, b2: np.maximum(0, W1) @ x @ W2.T + W2 @ b1 + b2,
    ],
}

HINTS = {
    ("parameter_count", 3): "no_biases",
    ("parameter_count", 4): "input_biases",
    ("parameter_count", 5): "bias_per_input",
    ("parameter_count", 6): "one_bias_per_layer",
    ("parameter_count", 8): "no_output_biases",
    ("parameter_count", 11): "neurons",
    ("two_layer_scores", 2): "no_relu",
    ("two_layer_scores", 3): "relu_on_scores",
    ("two_layer_scores", 4): "only_scores_relu",
    ("two_layer_scores", 5): "no_b1",
    ("two_layer_scores", 6): "no_b2",
    ("two_layer_scores", 7): "transposed",
    ("two_layer_scores", 9): "bias_after_relu",
    ("two_layer_scores", 19): "python_max",
    ("two_layer_scores", 22): "relu_on_input",
}
