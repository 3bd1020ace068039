"""The experiments behind what notebook 03 concludes: each takes seeds and returns figures by name."""

import functools

import numpy as np

from nnlab import blobs, hinge_loss, logistic_loss, mlp, moons, train, xor
from nnlab.activations import sigmoid
from nnlab.lecture.experiments import accuracy, compare, last_network
from nnlab.lecture.single_neuron_classifier.points import neuron

START = (-1.5, 1.0, 0.5)  # w1, w2, b: where the explorer `train_neuron` begins
TURN_STEPS = (0, 5, 30, 100, 5000)


def direction(w) -> float:
    """The direction of w in degrees, from 0 to 360."""
    return float(np.degrees(np.arctan2(w[1], w[0])) % 360)


def share_of_five(pulls) -> float:
    """The share of the sum of the `pulls` that the five largest have."""
    return float(np.sort(pulls)[-5:].sum() / pulls.sum())


def _median(measures) -> dict[str, float]:
    """The median of each figure over the seeds."""
    return {name: float(np.median([one[name] for one in measures])) for name in measures[0]}


def turning(seeds):
    """Logistic regression on two clouds: the direction and the length of w, and the points on the wrong side, step by step."""

    def measure(seed):
        X, y = blobs(30, seed=seed)
        run = train(neuron(*START), X, y, loss="logistic", learning_rate=0.3, steps=TURN_STEPS[-1], snapshots=TURN_STEPS[-1] + 1)
        w = [run.networks[step].layers[0].W[0] for step in TURN_STEPS]
        wrong = [round((1 - run.accuracies[step]) * len(y)) for step in TURN_STEPS]
        names = [str(step) for step in TURN_STEPS]
        figures = {f"direction_{name}": direction(at) for name, at in zip(names, w, strict=True)}
        figures |= {f"length_{name}": float(np.linalg.norm(at)) for name, at in zip(names, w, strict=True)}
        figures |= {f"wrong_{name}": float(count) for name, count in zip(names, wrong, strict=True)}
        for step in (30, 5000):
            layer = run.networks[step].layers[0]
            figures[f"near_{step}"] = share_of_five(np.abs(sigmoid.f(X @ layer.W[0] + layer.b[0]) - y))
        figures["still_to_turn"] = abs(direction(w[2]) - direction(w[4]))  # after step 30
        return figures

    return _median([measure(seed) for seed in seeds])


def street(seeds):
    """The SVM on two clouds, with weak, medium and strong L2: the width of its street, 2/|w|, and how many support vectors it has."""

    def measure(seed):
        X, y = blobs(30, seed=seed)
        figures = {}
        for name, l2 in (("weak", 0.001), ("medium", 0.03), ("strong", 1.0)):
            (layer,) = last_network(neuron(*START), X, y, loss="hinge", learning_rate=0.3, steps=400, l2=l2).layers
            margins = (2 * y - 1) * (X @ layer.W[0] + layer.b[0])
            figures[f"width_{name}"] = 2 / float(np.linalg.norm(layer.W))
            figures[f"support_{name}"] = float((margins < 1 + 1e-2).sum())
        return figures

    figures = _median([measure(seed) for seed in seeds])
    return figures | {"wider": figures["width_strong"] / figures["width_weak"]}


@functools.cache
def _new_points():
    return moons(1000, seed=1000)


def moons_accuracy(loss, *, seed, l2, learning_rate) -> float:
    """Accuracy on new points of a neuron trained on 100 points of each of two moons."""
    X, y = moons(100, seed=seed)
    network = last_network(mlp([2, 1], seed=seed), X, y, loss=loss, learning_rate=learning_rate, steps=400, l2=l2)
    return accuracy(network, *_new_points())


def new_points(seeds):
    """The two losses on new points of the two moons, each at its own best rate and L2."""
    outcomes = compare(moons_accuracy, ("logistic", "hinge"), seeds=seeds, l2=(0.001, 0.01, 0.1), learning_rate=(0.1, 0.3, 1.0))
    figures = {name: outcome.median for name, outcome in outcomes.items()}
    return figures | {"gap": figures["hinge"] - figures["logistic"]}


def xor_training(seeds):
    """XOR by one neuron with either loss, from other starts, against the line that gets three corners right; and by two layers."""

    def measure(seed):
        X, y = xor(100, noise=0.05, seed=seed)
        rng, line = np.random.default_rng(seed), X @ [-1, -1] + 1
        figures = {"line_loss": float(logistic_loss(line, y)[0]), "line_hinge": float(hinge_loss(line, y)[0])}
        for loss in ("logistic", "hinge"):
            one = train(neuron(*rng.normal(0, 2, 3)), X, y, loss=loss, learning_rate=0.1, steps=1000)
            figures[f"{loss}_loss"] = one.losses[-1]
            figures[f"{loss}_length"] = float(np.linalg.norm(one.networks[-1].layers[0].W))
        two = train(mlp([2, 4, 1], "tanh", seed=seed), X, y, loss="logistic", learning_rate=0.5, steps=400)
        return figures | {"two_layers": two.accuracies[-1]}

    measures = [measure(seed) for seed in seeds]
    return _median(measures) | {"two_layers_lowest": min(one["two_layers"] for one in measures)}
