"""Right and wrong solutions of the exercises on architecture, as students might write them."""

import graphlib

import numpy as np


def steps_by_sets(inputs_of):
    known, n = set(), 0
    while len(known) < len(inputs_of):
        ready = {i for i, sources in enumerate(inputs_of) if i not in known and known.issuperset(sources)}
        if not ready:
            return -1
        known |= ready
        n += 1
    return n


def steps_by_depth(inputs_of):
    depth, open_ones = {}, set()

    def find(i):
        if i in open_ones:
            raise ValueError("cycle")
        if i not in depth:
            open_ones.add(i)
            depth[i] = 1 + max((find(j) for j in inputs_of[i]), default=0)
            open_ones.remove(i)
        return depth[i]

    try:
        return max(map(find, range(len(inputs_of))), default=0)
    except ValueError:
        return -1


def steps_by_matrix(inputs_of):
    n = len(inputs_of)
    A = np.zeros((n, n), dtype=bool)
    for i, sources in enumerate(inputs_of):
        A[i, sources] = True
    power = np.eye(n, dtype=bool)
    for k in range(n + 1):
        if not power.any():
            return k
        power = power @ A
    return -1


def steps_by_sorter(inputs_of):
    sorter, n = graphlib.TopologicalSorter(dict(enumerate(inputs_of))), 0
    try:
        sorter.prepare()
    except graphlib.CycleError:
        return -1
    while sorter.is_active():
        sorter.done(*sorter.get_ready())
        n += 1
    return n


def steps_by_relaxing(inputs_of):
    step = [1] * len(inputs_of)
    for _ in range(len(inputs_of) + 1):
        better = [1 + max([step[j] for j in sources], default=0) for sources in inputs_of]
        if better == step:
            return max(step, default=0)
        step = better
    return -1


def steps_by_counting(inputs_of):
    waits = [len(set(sources)) for sources in inputs_of]
    ready, n, computed = [i for i, count in enumerate(waits) if count == 0], 0, 0
    while ready:
        n, computed, now = n + 1, computed + len(ready), []
        for j in ready:
            for i, sources in enumerate(inputs_of):
                if j in sources:
                    waits[i] -= 1
                    if waits[i] == 0:
                        now.append(i)
        ready = now
    return n if computed == len(inputs_of) else -1


def steps_by_removing(inputs_of):
    left, n = {i: set(sources) for i, sources in enumerate(inputs_of)}, 0
    while left:
        ready = [i for i in left if not left[i]]
        if not ready:
            return -1
        left = {i: left[i] - set(ready) for i in left if i not in ready}
        n += 1
    return n


def steps_by_flags(inputs_of):
    known, n = [False] * len(inputs_of), 0
    while not all(known):
        now = [all(known[j] for j in sources) for sources in inputs_of]
        if now == known:
            return -1
        known, n = now, n + 1
    return n


def steps_by_recursion(inputs_of):
    def depth(i):
        return 1 + max(map(depth, inputs_of[i]), default=0)

    try:
        return max(map(depth, range(len(inputs_of))), default=0)
    except RecursionError:
        return -1


def one_sweep_counts(inputs_of):
    known, n = set(), 0
    while len(known) < len(inputs_of):
        before = len(known)
        for i, sources in enumerate(inputs_of):
            if known.issuperset(sources):
                known.add(i)  # known at once, in the same step
        if len(known) == before:
            return -1
        n += 1
    return n


def until_stuck(inputs_of):
    known, n = set(), 0
    while True:
        ready = {i for i, sources in enumerate(inputs_of) if i not in known and known.issuperset(sources)}
        if not ready:
            return n
        known, n = known | ready, n + 1


def in_place_steps(inputs_of):
    n, known = 0, set()
    while len(known) < len(inputs_of):
        ready = [i for i, sources in enumerate(inputs_of) if i not in known and not sources]
        if not ready:
            return -1
        known.update(ready)
        for sources in inputs_of:
            sources[:] = [j for j in sources if j not in ready]
        n += 1
    return n


def in_given_order(inputs_of):
    step = []
    for sources in inputs_of:
        if any(j >= len(step) for j in sources):
            return -1
        step.append(1 + max((step[j] for j in sources), default=0))
    return max(step, default=0)


def any_input_known(inputs_of):
    known, n = set(), 0
    while len(known) < len(inputs_of):
        ready = {i for i, sources in enumerate(inputs_of) if i not in known and (not sources or known & set(sources))}
        if not ready:
            return -1
        known, n = known | ready, n + 1
    return n


def only_own_cycle(inputs_of):
    if any(i in sources for i, sources in enumerate(inputs_of)):
        return -1
    return until_stuck(inputs_of)


def only_mutual_cycles(inputs_of):
    if any(i in inputs_of[j] for i, sources in enumerate(inputs_of) for j in sources):
        return -1
    return until_stuck(inputs_of)


def by_first_input(inputs_of):
    def depth(i):
        return 1 + (depth(inputs_of[i][0]) if inputs_of[i] else 0)

    return max(map(depth, range(len(inputs_of))), default=0) if steps_by_sets(inputs_of) > 0 else steps_by_sets(inputs_of)


def of_last_neuron(inputs_of):
    def depth(i):
        return 1 + max(map(depth, inputs_of[i]), default=0)

    return depth(len(inputs_of) - 1) if steps_by_sets(inputs_of) > 0 else steps_by_sets(inputs_of)


def of_acyclic(change):
    return lambda inputs_of: change(steps_by_sets(inputs_of), inputs_of) if steps_by_sets(inputs_of) > 0 else steps_by_sets(inputs_of)


RIGHT = {
    "steps_to_compute": [
        steps_by_sets,
        steps_by_depth,
        steps_by_matrix,
        steps_by_sorter,
        steps_by_relaxing,
        steps_by_counting,
        steps_by_removing,
        steps_by_flags,
        steps_by_recursion,
    ],
}

WRONG = {
    "steps_to_compute": [
        one_sweep_counts,
        until_stuck,
        in_place_steps,
        in_given_order,
        any_input_known,
        only_own_cycle,
        only_mutual_cycles,
        by_first_input,
        of_last_neuron,
        of_acyclic(lambda n, inputs_of: n - 1),
        of_acyclic(lambda n, inputs_of: n + 1),
        of_acyclic(lambda n, inputs_of: min(n, 3)),
        of_acyclic(lambda n, inputs_of: len(inputs_of)),
        of_acyclic(lambda n, inputs_of: sum(map(len, inputs_of))),
        of_acyclic(lambda n, inputs_of: max(map(len, inputs_of)) + 1),
        of_acyclic(lambda n, inputs_of: len({tuple(sources) for sources in inputs_of})),
        of_acyclic(lambda n, inputs_of: 1 + sum(map(bool, inputs_of))),
        of_acyclic(lambda n, inputs_of: [n]),
        lambda inputs_of: 2,
        lambda inputs_of: abs(steps_by_sets(inputs_of)),
        lambda inputs_of: max(steps_by_sets(inputs_of), 0),
        lambda inputs_of: steps_by_sets(inputs_of) if steps_by_sets(inputs_of) > 0 else None,
        lambda inputs_of: steps_by_sets([[j - 1 for j in sources] for sources in inputs_of]),  # numbers from 1
        lambda inputs_of: steps_by_sets(inputs_of) if max(len(s) for s in inputs_of) < 3 else -1,
        lambda inputs_of: steps_by_sets([[j for j in sources if j != i] for i, sources in enumerate(inputs_of)]),  # its own output
    ],
}

HINTS = {
    ("steps_to_compute", 1): "no_cycle",
    ("steps_to_compute", 3): "one_sweep",
    ("steps_to_compute", 4): "without_waiting",
    ("steps_to_compute", 9): "one_less",
    ("steps_to_compute", 12): "one_at_a_time",
}
