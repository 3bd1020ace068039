"""Notebook 01: counting parameters, and the scores of two layers."""

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
cases = [tuple(map(rng.standard_normal, case)) for case in shapes]
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
