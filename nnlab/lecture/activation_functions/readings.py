"""The experiments behind what notebook 04 concludes: each takes seeds and returns figures by name."""

import numpy as np

from nnlab import Activation, from_function, mlp, moved_units, spiral
from nnlab.lecture.activation_functions.modern import silu
from nnlab.lecture.experiments import accuracy, compare, last_network, train_test_split

STEP = from_function(lambda z: 1.0 * (z > 0), lambda z: 0.0 * z, "step")
BORROWED = {  # the values of one function, and going backward the slope of another
    "step_hill": from_function(lambda z: 1.0 * (z > 0), lambda z: 1 / np.cosh(z / 2) ** 2, "step_hill"),  # 4 σ(z) (1 − σ(z))
    "step_relu": from_function(lambda z: 1.0 * (z > 0), lambda z: 1.0 * (z > 0), "step_relu"),
    "relu_flat": from_function(lambda z: np.maximum(z, 0), lambda z: 0.0 * z, "relu_flat"),
}


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


def borrowed_slope(seeds):
    """Steps and ReLU at rate 0.3 with their own and with borrowed slopes, and a network without a hidden layer: unseen digits."""
    functions = {"step": STEP, "relu": "relu"} | BORROWED
    figures = {name: float(np.median([learn(one, seed=seed, learning_rate=0.3)[2] for seed in seeds])) for name, one in functions.items()}
    X, y, X_unseen, y_unseen = train_test_split("digits")
    linear = []
    for seed in seeds:
        options = {"learning_rate": 0.3, "steps": 300, "batch_size": 64, "seed": seed}
        linear.append(accuracy(last_network(mlp([64, 10], seed=seed, dtype=np.float32), X, y, **options), X_unseen, y_unseen))
    return figures | {"linear": float(np.median(linear))}


def relu_with_slope_at_zero(slope: float) -> Activation:
    """ReLU that takes this slope at z = 0."""

    def derivative(z):
        return np.where(z == 0, z.dtype.type(slope), z > 0).astype(z.dtype)

    return Activation("relu", lambda z: np.maximum(z, 0), derivative, lambda z, h, dh: dh * derivative(z))


def corner(seeds):
    """ReLU on the spiral with slope 0 and 0.5 at z = 0, at a sensible rate and at one too high: runs that end with another accuracy."""
    X, y = spiral()
    starts = {s: [mlp([2, 100, 3], relu_with_slope_at_zero(s), seed=seed, dtype=np.float32) for seed in seeds] for s in (0.0, 0.5)}
    figures = {"zero_sums": float(np.median([np.mean(network.forward(X).zs[0] == 0) for network in starts[0.0]])), "runs": len(seeds)}
    for rate in (1.0, 4.5):
        ends = [
            [accuracy(last_network(network, X, y, learning_rate=rate, steps=150), X, y) for network in networks]
            for networks in starts.values()
        ]
        figures[f"changed_{10 * rate:.0f}"] = sum(one != other for one, other in zip(*ends, strict=True))
    return figures
