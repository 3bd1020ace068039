"""Notebook 10: in how many steps a graph of neurons can be computed, and the widest network that a budget of parameters allows."""

import math
from itertools import pairwise

from nnlab.questions import Exercise


def steps_to_compute(inputs_of):
    """The number of steps in which all neurons are computed, each as soon as its inputs are known; −1 if a cycle makes it impossible."""
    known, steps = set(), 0
    while len(known) < len(inputs_of):
        ready = {i for i, sources in enumerate(inputs_of) if i not in known and all(source in known for source in sources)}
        if not ready:
            return -1
        known, steps = known | ready, steps + 1
    return steps


def _one_at_a_time(inputs_of):
    return -1 if steps_to_compute(inputs_of) == -1 else len(inputs_of)


def _without_waiting(inputs_of):
    """Each neuron as soon as any of its inputs is known."""
    known, steps = set(), 0
    while len(known) < len(inputs_of):
        ready = {i for i, s in enumerate(inputs_of) if i not in known and (not s or any(source in known for source in s))}
        if not ready:
            return -1
        known, steps = known | ready, steps + 1
    return steps


def _one_sweep(inputs_of):
    """In the order of the list alone."""
    levels = []
    for i, sources in enumerate(inputs_of):
        if any(source >= i for source in sources):
            return -1
        levels.append(1 + max((levels[source] for source in sources), default=0))
    return max(levels)


def _no_cycle(inputs_of):
    """What could be computed before the cycle stopped it."""
    known, steps = set(), 0
    while ready := {i for i, s in enumerate(inputs_of) if i not in known and all(source in known for source in s)}:
        known, steps = known | ready, steps + 1
    return steps


compute_order = Exercise(
    "steps_to_compute",
    steps_to_compute,
    [
        ([[], [], [0, 1]],),
        ([[], [], [0, 1], [0, 1], [2, 3]],),
        ([[2], [0], []],),
        ([[], [0], [0, 1], [2, 0]],),
        ([[], [3, 0], [1], [2]],),
        ([[1], [0]],),
        ([[], [], []],),
        ([[], [], [], [0, 1, 2], [0], [3, 4]],),
        ([[], [0, 1]],),
    ],
    {
        "one_at_a_time": _one_at_a_time,
        "without_waiting": _without_waiting,
        "one_sweep": _one_sweep,
        "no_cycle": _no_cycle,
        "most_inputs": lambda inputs_of: max(map(len, inputs_of)) + 1,
        "one_less": lambda inputs_of: max(-1, steps_to_compute(inputs_of) - 1),
    },
)


def parameters(sizes):
    """The number of weights and biases of a fully-connected network."""
    return sum(n_in * n_out + n_out for n_in, n_out in pairwise(sizes))


def width_for_budget(n_in, n_out, depth, budget):
    """The largest equal width of `depth` hidden layers for which the network has at most `budget` parameters; 0 if there is none."""
    width = 0
    while parameters([n_in] + depth * [width + 1] + [n_out]) <= budget:
        width += 1
    return width


def _widest(count):
    """`width_for_budget` with another count of the parameters (n_in, n_out, depth, width)."""

    def variant(n_in, n_out, depth, budget):
        width = 0
        while count(n_in, n_out, depth, width + 1) <= budget:
            width += 1
        return width

    return variant


def _nearest(n_in, n_out, depth, budget):
    width = width_for_budget(n_in, n_out, depth, budget)
    below, above = (parameters([n_in] + depth * [w] + [n_out]) for w in (width, width + 1))
    return width if budget - below <= above - budget else width + 1


budget_width = Exercise(
    "width_for_budget",
    width_for_budget,
    [
        (3072, 10, 1, 300_000),
        (3072, 10, 2, 300_000),
        (64, 10, 8, 5_000),
        (2, 3, 1, 603),
        (2, 3, 1, 602),
        (2, 3, 3, 500),
        (3072, 10, 2, 3_000),
        (20, 10, 1, 185),
        (2, 3, 3, 463),
        (20, 10, 1, 5),
    ],
    {
        "no_biases": _widest(lambda n_in, n_out, depth, w: n_in * w + (depth - 1) * w * w + w * n_out),
        "no_output_biases": _widest(lambda n_in, n_out, depth, w: parameters([n_in] + depth * [w] + [n_out]) - n_out),
        "one_more": lambda *case: width_for_budget(*case) + 1,
        "nearest": _nearest,
        "first_layer": lambda n_in, n_out, depth, budget: budget // (n_in + 1),
        "depth_hidden": _widest(lambda n_in, n_out, depth, w: parameters([n_in] + (depth + 1) * [w] + [n_out])),
        "square_root": lambda n_in, n_out, depth, budget: math.isqrt(budget // depth),
        "per_layer": lambda n_in, n_out, depth, budget: _widest(lambda a, b, d, w: a * w + w)(n_in, n_out, 1, budget // (depth + 1)),
    },
)
