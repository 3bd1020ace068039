"""The reader's own walk to the goal in `zigzag`: step by step, each only where the inputs of one example can lead."""

import numpy as np

LONGEST = 0.8  # of a step
SHORTEST = 0.05  # a press this close to the weights is no step
MAX_STEPS = 60
NO_WALK = ((), None)  # the weights so far, each (w1, w2), and the end of a step that was refused
DIRECTIONS = {"ArrowUp": (1, 1), "ArrowDown": (-1, -1), "ArrowRight": (1, -1), "ArrowLeft": (-1, 1)}  # of the keys


def step_toward(walk, start, goal, one_sign: bool):
    """The walk with one more step from its last weights, or from `start`, towards `goal` (2,).

    With `one_sign` a step that raises one weight and lowers the other is refused.
    """
    weights = walk[0] or (tuple(map(float, start)),)
    here = np.array(weights[-1])
    step = np.asarray(goal, dtype=float) - here
    length = float(np.hypot(*step))
    if length < SHORTEST or len(weights) > MAX_STEPS:
        return weights, None
    end = tuple(np.round(here + step * min(1.0, LONGEST / length), 3).tolist())
    if one_sign and step[0] * step[1] <= 0:
        return weights, end
    return (*weights, end), None


def step_by_key(walk, start, key: str, one_sign: bool):
    """The walk after a key: up and down change both weights alike, right and left in opposite ways, Delete takes a step back."""
    weights = walk[0] or (tuple(map(float, start)),)
    if key == "Delete":
        return weights[: max(1, len(weights) - 1)], None
    if key not in DIRECTIONS:
        return walk
    return step_toward((weights, None), start, np.add(weights[-1], np.array(DIRECTIONS[key]) * 0.5), one_sign)


def lengths(walk, goal) -> tuple[int, float, float]:
    """How many steps a walk has, how long it is, and how far its end is from `goal`."""
    weights = np.array(walk[0])
    return len(weights) - 1, float(np.hypot(*np.diff(weights, axis=0).T).sum()), float(np.hypot(*(weights[-1] - goal)))
