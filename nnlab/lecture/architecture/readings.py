"""The experiments behind what notebook 10 concludes: each takes seeds and returns figures by name."""

import functools

import numpy as np

from nnlab import Layer, mlp, moons, sgd
from nnlab.lecture.architecture.counting import count_parameters
from nnlab.lecture.experiments import accuracy, compare, last_network, train_test_split

TARGETS = np.array([[-3.0], [7.0]])


def squared_error(scores, _) -> tuple[float, np.ndarray]:
    """Half the mean squared distance from TARGETS, and its gradient."""
    return 0.5 * float(np.mean((scores - TARGETS) ** 2)), (scores - TARGETS) / len(TARGETS)


def bounded(output: str, seed: int, *, inputs=(0.0, 1.0), bias=0.5, learning_rate=0.1, steps=1000) -> tuple[np.ndarray, np.ndarray]:
    """The two outputs (2,) of a tanh network with `output` as its last function: before and after learning TARGETS from `inputs`."""
    X = np.array(inputs)[:, None]
    *hidden, last = mlp([1, 8, 1], "tanh", seed=seed).layers
    network = mlp([1, 8, 1], "tanh", seed=seed)
    network.layers[:] = [*hidden, Layer(last.W, last.b + bias, output)]
    before = network.forward(X).scores[:, 0]
    for step in sgd(network, X, np.zeros(2), loss=squared_error, learning_rate=learning_rate, steps=steps):
        after = step.network
    return before, after.forward(X).scores[:, 0]


def dead_output(seeds):
    """How often a ReLU at the output ends at 0 for both inputs, and whether one sees it at the start: the input with target 7 is off."""
    starts = [10 * seed + i for seed in seeds for i in range(4)]
    slow, beside = {"learning_rate": 0.02, "steps": 5000}, {"inputs": (2.0, 3.0)}
    others = {"slow": slow, "high_bias": {"bias": 4.0}, "fast": {"learning_rate": 0.5}, "around": {"inputs": (-1.0, 1.0)}, "beside": beside}
    others |= {"fast_high_bias": others["fast"] | others["high_bias"], "beside_slow": beside | slow}
    runs = {name: np.array([bounded("relu", start, **changed) for start in starts]) for name, changed in {"": {}, **others}.items()}
    dead = {name: (run[:, 1] == 0).all(axis=1) for name, run in runs.items()}  # a run is (starts, before or after, inputs)
    foreseen = {name: float((dead[name] == (run[:, 0, 1] == 0)).mean()) for name, run in runs.items()}
    alive = runs[""][~dead[""], 1]
    return {f"dead_{name}": float(dead[name].mean()) for name in others} | {
        "dead": float(dead[""].mean()),
        "foreseen": foreseen[""],
        "foreseen_around": foreseen["around"],
        "alive_low": float(np.median(alive[:, 0])),
        "alive_high": float(np.median(alive[:, 1])),
    }


def two_losses(seeds):
    """The weights that the logistic and the hinge loss find for the moons, drawn anew, and for the digits 3 and 5."""
    angles, ratios = np.transpose([angle_and_ratio(*moons(100, seed=seed), seed) for seed in seeds])
    points, labels, *_ = train_test_split("digits")
    chosen = (labels == 3) | (labels == 5)
    digits_angle, _ = angle_and_ratio(points[chosen], (labels[chosen] == 5).astype(int), seeds[0])
    return {
        "angle": float(np.median(angles)),
        "largest": float(np.max(angles)),
        "ratio": float(np.median(ratios)),
        "digits": float(digits_angle),
    }


def angle_and_ratio(points, labels, seed) -> tuple[float, float]:
    """The angle between the weights of the logistic and the hinge loss, in degrees, and how many times as long the first are."""
    one, other = (
        last_network(mlp([points.shape[1], 1], seed=seed), points, labels, loss=loss, learning_rate=0.5, steps=3000).layers[0].W[0]
        for loss in ("logistic", "hinge")
    )
    lengths = np.linalg.norm(one), np.linalg.norm(other)
    return np.degrees(np.arccos(one @ other / np.prod(lengths))), lengths[0] / lengths[1]


def width_for(n_in: int, n_out: int, depth: int, budget: int) -> int:
    """The largest width of `depth` equally wide hidden layers with which the network has at most `budget` parameters."""
    width = 1
    while count_parameters([n_in, *[width + 1] * depth, n_out]) <= budget:
        width += 1
    return width


def digits_accuracy(depth: int, *, seed, learning_rate, activation="relu", budget=5000, steps=400) -> float:
    """Accuracy on unseen digits of a network of `depth` hidden layers with about `budget` parameters."""
    points, labels, unseen, unseen_labels = train_test_split("digits")
    width = width_for(64, 10, depth, budget)
    start = mlp([64, *[width] * depth, 10], activation, seed=seed, dtype=np.float32)
    network = last_network(start, points, labels, learning_rate=learning_rate, steps=steps, batch_size=64, seed=seed)
    return accuracy(network, unseen, unseen_labels)


def deep_or_wide(seeds):
    """As many parameters in 1, 2, 4, 8 hidden layers: each at its own best learning rate, with ReLU and with tanh."""
    depths = (1, 2, 4, 8)
    outcomes = compare(digits_accuracy, depths, seeds=seeds, learning_rate=(0.05, 0.1, 0.2, 0.5, 1.0, 1.5))
    tanh = compare(functools.partial(digits_accuracy, activation="tanh"), depths, seeds=seeds, learning_rate=(0.1, 0.2, 0.5, 1.0, 1.5))
    figures = {f"depth_{depth}": outcome.median for depth, outcome in outcomes.items()}
    figures |= {f"low_{depth}": outcome.low for depth, outcome in outcomes.items()}
    figures |= {f"high_{depth}": outcome.high for depth, outcome in outcomes.items()}
    figures |= {f"rate_{depth}": outcome.setting["learning_rate"] for depth, outcome in outcomes.items()}
    figures |= {f"behind_{depth}": figures["depth_1"] - figures[f"depth_{depth}"] for depth in (2, 4, 8)}
    figures |= {f"tanh_{depth}": outcome.median for depth, outcome in tanh.items()}
    return figures | {"tanh_behind": figures["tanh_1"] - figures["tanh_8"], "spread": figures["high_8"] - figures["low_8"]}
