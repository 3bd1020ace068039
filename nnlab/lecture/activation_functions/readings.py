"""The experiments behind what notebook 04 concludes: each takes seeds and returns figures by name."""

import numpy as np

from nnlab import from_function, mlp, moved_units
from nnlab.lecture.activation_functions.modern import silu
from nnlab.lecture.experiments import accuracy, compare, last_network, train_test_split

STEP = from_function(lambda z: 1.0 * (z > 0), lambda z: 0.0 * z, "step")


def learn(activation, *, seed, learning_rate, steps=300):
    """The network before and after 300 steps on the digits, and its accuracy on unseen ones."""
    X, y, X_unseen, y_unseen = train_test_split("digits")
    before = mlp([64, 64, 10], activation, seed=seed, dtype=np.float32)
    after = last_network(before, X, y, learning_rate=learning_rate, steps=steps, batch_size=64, seed=seed)
    return before, after, accuracy(after, X_unseen, y_unseen)


def step_function(seeds):
    """A hidden layer of step functions: the share of its units whose weights moved, and how well the network does all the same."""
    X, *_ = train_test_split("digits")
    moved, right, fixed = [], [], []
    for seed in seeds:
        before, after, share = learn(STEP, seed=seed, learning_rate=0.3)
        moved.append(moved_units(before, after)[0].mean())
        right.append(share)
        fixed.append(np.array_equal(before.forward(X).hs[0], after.forward(X).hs[0]))
    return {"moved": float(np.median(moved)), "same_features": float(np.min(fixed)), "right": float(np.median(right))}


def not_monotonic(seeds):
    """SiLU, which dips before it rises, against ReLU: unseen digits, each at its own best rate."""

    def run(name, *, seed, learning_rate):
        return learn({"silu": silu}.get(name, name), seed=seed, learning_rate=learning_rate)[2]

    outcomes = compare(run, ("relu", "silu"), seeds=seeds, learning_rate=(0.1, 0.3, 1.0))
    figures = {name: outcome.median for name, outcome in outcomes.items()}
    return figures | {"gap": figures["silu"] - figures["relu"]}
