"""The experiments behind what notebook 04 concludes: each takes seeds and returns figures by name."""

import numpy as np

from nnlab import Activation, from_function, mlp, moved_units, spiral
from nnlab.lecture.activation_functions.modern import silu
from nnlab.lecture.experiments import accuracy, compare, last_network, train_test_split

STEP = from_function(lambda z: 1.0 * (z > 0), lambda z: 0.0 * z, "step")
BORROWED = {  # the values of one function, and in the backward pass the slope of another
    "step_hill": from_function(lambda z: 1.0 * (z > 0), lambda z: 1 / np.cosh(z / 2) ** 2, "step_hill"),  # 4 σ(z) (1 − σ(z))
    "step_relu": from_function(lambda z: 1.0 * (z > 0), lambda z: 1.0 * (z > 0), "step_relu"),
    "step_one": from_function(lambda z: 1.0 * (z > 0), np.ones_like, "step_one"),
    "relu_flat": from_function(lambda z: np.maximum(z, 0), lambda z: 0.0 * z, "relu_flat"),
}


def learn(activation, *, seed, learning_rate, steps=300, width=64):
    """The network before and after 300 steps on the digits, and its accuracy on unseen ones; a width of 0 leaves out the hidden layer."""
    X, y, X_unseen, y_unseen = train_test_split("digits")
    before = mlp([64, width, 10] if width else [64, 10], activation, seed=seed, dtype=np.float32)
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


FUNCTIONS = {"step": STEP, "relu": "relu", "linear": "relu"} | BORROWED  # linear: no hidden layer


def unseen_right(name, *, seed, **options):
    """Accuracy on unseen digits with one of FUNCTIONS in the hidden layer."""
    return learn(FUNCTIONS[name], seed=seed, width=0 if name == "linear" else 64, **options)[2]


def borrowed_slope(seeds):
    """Steps and ReLU at rate 0.3 with their own and with borrowed slopes, and a network without a hidden layer: unseen digits."""
    return {name: float(np.median([unseen_right(name, seed=seed, learning_rate=0.3) for seed in seeds])) for name in FUNCTIONS}


def slope_own_rate(seeds):
    """The same, each at the best of three rates; and after 3,000 steps (three seeds) with no slope and with ReLU's."""
    outcomes = compare(unseen_right, FUNCTIONS, seeds=seeds, learning_rate=(0.3, 1.0, 3.0))
    few = list(seeds)[:3]
    long = {
        name: [unseen_right(name, seed=seed, learning_rate=rate, steps=3000) for seed in few]
        for name, rate in (("step", 0.3), ("step_relu", 1.0))
    }
    return {name: outcome.median for name, outcome in outcomes.items()} | {
        f"{name}_long": float(np.median(one)) for name, one in long.items()
    }


def fixed_features(seeds):
    """Hidden layers of steps without a slope, which stay as they are drawn, from 64 to 512 units at rate 0.3: unseen digits."""
    widths = (64, 256, 512)
    return {f"units_{n}": float(np.median([learn(STEP, seed=seed, learning_rate=0.3, width=n)[2] for seed in seeds])) for n in widths}


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
