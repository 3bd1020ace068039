"""Notebook 01: counting parameters, the scores of two layers, merging linear layers, and weights chosen by hand."""

from itertools import pairwise

import numpy as np

from nnlab.questions import Exercise


def count_parameters(sizes):
    """The number of weights and biases of a network with these sizes: inputs, hidden, …, outputs."""
    return sum(n_in * n_out + n_out for n_in, n_out in pairwise(sizes))


cases = [([3, 4, 2],), ([3, 4, 4, 1],), ([5, 1],), ([3072, 100, 10],)]
mistakes = {
    "no_biases": lambda sizes: sum(a * b for a, b in pairwise(sizes)),
    "input_biases": lambda sizes: sum(a * b for a, b in pairwise(sizes)) + sum(sizes),
    "bias_per_input": lambda sizes: sum(a * b + a for a, b in pairwise(sizes)),
    "no_output_biases": lambda sizes: sum(a * b for a, b in pairwise(sizes)) + sum(sizes[1:-1]),
    "one_bias_per_layer": lambda sizes: sum(a * b + 1 for a, b in pairwise(sizes)),
    "neurons": lambda sizes: sum(sizes[1:]),
}
parameter_count = Exercise("parameter_count", count_parameters, cases, mistakes)


def scores(x, W1, b1, W2, b2):
    """S = W2 max(0, W1 x + b1) + b2."""
    h = np.maximum(0, W1 @ x + b1)
    return W2 @ h + b2


rng = np.random.default_rng(1)
shapes = [((n,), (h, n), (h,), (c, h), (c,)) for n, h, c in ((3, 4, 2), (2, 5, 3), (4, 4, 4))]
cases = [tuple(np.round(3 * rng.standard_normal(shape), 2) for shape in case) for case in shapes]
mistakes = {
    "no_relu": lambda x, W1, b1, W2, b2: W2 @ (W1 @ x + b1) + b2,
    "relu_on_scores": lambda x, W1, b1, W2, b2: np.maximum(0, W2 @ np.maximum(0, W1 @ x + b1) + b2),
    "no_b1": lambda x, W1, b1, W2, b2: W2 @ np.maximum(0, W1 @ x) + b2,
    "no_b2": lambda x, W1, b1, W2, b2: W2 @ np.maximum(0, W1 @ x + b1),
    "bias_after_relu": lambda x, W1, b1, W2, b2: W2 @ (np.maximum(0, W1 @ x) + b1) + b2,
    "relu_on_input": lambda x, W1, b1, W2, b2: W2 @ (W1 @ np.maximum(0, x) + b1) + b2,
    "transposed": lambda x, W1, b1, W2, b2: W2 @ np.maximum(0, W1.T @ x + b1) + b2,
    "python_max": lambda x, W1, b1, W2, b2: W2 @ max(0, W1 @ x + b1) + b2,
    "largest": lambda x, W1, b1, W2, b2: W2 @ np.max(0, W1 @ x + b1) + b2,
    "only_scores_relu": lambda x, W1, b1, W2, b2: np.maximum(0, W2 @ (W1 @ x + b1) + b2),
}
two_layer_scores = Exercise("two_layer_scores", scores, cases, mistakes)


def merge(W1, b1, W2, b2):
    """The one layer W, b that gives the scores of two layers without a non-linearity between them."""
    return W2 @ W1, W2 @ b1 + b2


mistakes = {
    "other_order": lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2),
    "only_b2": lambda W1, b1, W2, b2: (W2 @ W1, b2),
    "no_b2": lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1),
    "sum_of_biases": lambda W1, b1, W2, b2: (W2 @ W1, b1 + b2),
    "sum_of_weights": lambda W1, b1, W2, b2: (W2 + W1, b1 + b2),
    "transposed": lambda W1, b1, W2, b2: ((W2 @ W1).T, W2 @ b1 + b2),
    "relu": lambda W1, b1, W2, b2: (W2 @ np.maximum(0, W1), W2 @ np.maximum(0, b1) + b2),
}
rng = np.random.default_rng(2)
shapes = [((n, n), (n,), (n, n), (n,)) for n in (3, 2)] + [((4, 3), (4,), (2, 4), (2,))]
cases = [tuple(np.round(rng.standard_normal(shape), 2) for shape in case) for case in shapes]
merged_layers = Exercise("merged_layers", merge, cases, mistakes, names=("W", "b"))


def distance(c):
    """W1, b1, W2, b2 of a network with one input and two hidden units whose score is |x − c|."""
    W1, b1 = np.array([[1.0], [-1.0]]), np.array([-c, c])
    return W1, b1, np.array([[1.0, 1.0]]), np.zeros(1)


def scores_on_a_line(weights, c):
    """The scores of the network with these weights at inputs on both sides of c: near it, and very far."""
    W1, b1, W2, b2 = (np.asarray(part, dtype=float) for part in weights)
    if (W1.shape, b1.shape, W2.shape, b2.shape) != ((2, 1), (2,), (1, 2), (1,)):
        raise ValueError("expected W1 (2, 1), b1 (2,), W2 (1, 2), b2 (1,)")
    inputs = c + np.linspace(-4, 4, 17), c + np.array([-1e12, 1e12])
    return tuple((W2 @ np.maximum(0, W1 @ x[None, :] + b1[:, None]) + b2[:, None])[0] for x in inputs)


def weights(W1, b1, W2, b2):
    return np.array(W1, dtype=float)[:, None], np.array(b1, dtype=float), np.array([W2], dtype=float), np.array([b2], dtype=float)


mistakes = {
    "one_side": lambda c: weights([1, 1], [-c, -c], [1, 0], 0),
    "twice_one_side": lambda c: weights([1, 1], [-c, -c], [1, 1], 0),
    "a_line": lambda c: weights([1, -1], [-c, c], [1, -1], 0),
    "wrong_place": lambda c: weights([1, -1], [c, -c], [1, 1], 0),
    "same_bias": lambda c: weights([1, -1], [-c, -c], [1, 1], 0),
    "shifted_down": lambda c: weights([1, -1], [0, 0], [1, 1], -c),
    "upside_down": lambda c: weights([1, -1], [-c, c], [-1, -1], 0),
}
cases, names = [(2.0,), (-1.5,), (0.0,), (0.25,)], ("S(c − 4), …, S(c + 4)", "S(c − 10¹²), S(c + 10¹²)")
distance_network = Exercise("distance_network", distance, cases, mistakes, names=names, outcome=scores_on_a_line)
