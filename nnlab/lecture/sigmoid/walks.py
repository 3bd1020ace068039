"""The path of two weights in figures: how far it gets, how much longer than the straight line it is, and the same path rotated."""

import numpy as np

from nnlab.lecture.sigmoid.zigzag import START, STEPS, TARGET, sgd_path

ALONG = TARGET + 1.9  # a start that lies from the goal in the direction of the inputs' mean, (1, 1), and not across it
WALK_RATES = (0.7, 1.5, 2.0, 2.5, 3.0, 3.5, 5.0, 7.0, 10.0, 14.0, 20.0, 28.0, 40.0)


def walk(inputs, batch_size, learning_rate, seed, start=START):
    """Distance left after STEPS steps, path length ÷ straight-line distance, and the first step within 0.05 of the goal."""
    path, _ = sgd_path(inputs, batch_size, learning_rate, seed, tuple(start))
    distances = np.hypot(*(path - TARGET).T)
    walked = np.hypot(*np.diff(path, axis=0).T).sum()
    near = np.flatnonzero(distances < 0.05)
    return {
        "left": float(distances[-1]),
        "detour": float(walked / np.hypot(*(path[-1] - path[0]))),
        "steps": float(near[0]) if len(near) else STEPS + 1.0,
    }


def turned_walk(X, rotation, rate=0.7):
    """Batches of 1; inputs X (n, 2), start and goal all rotated: path length ÷ straight-line distance, share of gradients of one sign."""
    w, goal, path, same = rotation @ START, rotation @ TARGET, [rotation @ START], 0
    for x in X @ rotation.T:
        gradient = x @ (w - goal) * x
        w, same = w - rate * gradient, same + (gradient[0] * gradient[1] > 0)
        path.append(w)
    path = np.array(path)
    return {"detour": float(np.hypot(*np.diff(path, axis=0).T).sum() / np.hypot(*(path[-1] - path[0]))), "same": same / len(X)}
