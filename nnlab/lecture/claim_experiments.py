"""The experiments behind the lecture's claims: each takes seeds and returns figures by name, medians where nothing else is said.

A difference between two contenders is measured seed by seed: its median, and in how many seeds it is positive and negative.
"""

import functools

import numpy as np

from nnlab import (
    Network,
    dead_units,
    digits,
    gradient_norms,
    inactive_units,
    leaky_relu,
    mlp,
    moved_units,
    saturation,
    sign_agreement,
    softmax_loss,
    spiral,
)
from nnlab.lecture.choosing_an_activation.contest import HE, accuracies, initial_network, race
from nnlab.lecture.experiments import accuracy, compare, last_network, steps_to_error, with_activation

SPEED = {  # of each data set: layers, batch size, most steps, starts, learning rates; with SEEDS, what is best lies inside
    "digits": ([64, 64, 64, 10], 32, 100, (0.7, 1.0, HE, 2.0, 2.8), (0.1, 0.2, 0.3, 0.4, 0.8)),
    "spiral": ([2, 100, 3], None, 120, (HE, 2.8, 5.6, 11.0, 22.0, 32.0, 64.0), (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)),
}
NEAR_HE = (HE, 2.0, 2.8, 4.0)
DOSES = (1, 4, 8, 16, 32)  # initial weights × √inputs; from 4 on the more, the more is saturated
MIXTURES = {
    "mixed": ["relu", "tanh", "leaky_relu"],
    "turned": ["leaky_relu", "tanh", "relu"],
    "relu": ["relu"] * 3,
    "tanh": ["tanh"] * 3,
    "one_sigmoid": ["relu", "sigmoid", "relu"],
    "sigmoid": ["sigmoid"] * 3,
}
OWN_STARTS = {"one_sigmoid": (2.8, 4.0, 5.6, 8.0), "sigmoid": (8.0, 16.0, 32.0)}  # of the mixtures that He's start does not suit


def median_and_range(name, values) -> dict[str, float]:
    """Median, lowest and highest of the seeds: name, name_low, name_high."""
    values = list(values)
    return {name: float(np.median(values)), f"{name}_low": float(min(values)), f"{name}_high": float(max(values))}


def difference(name, ours, theirs) -> dict[str, float]:
    """How far ours are above theirs, seed by seed: the median as `name`, the seeds of each sign as name_more and name_less, and of all."""
    differences = np.subtract(list(ours), list(theirs))
    more, less = int((differences > 0).sum()), int((differences < 0).sum())
    return {name: float(np.median(differences)), f"{name}_more": more, f"{name}_less": less, f"{name}_seeds": len(differences)}


def convergence_speed(seeds):
    """Steps to 25 % training error, tanh ÷ ReLU, each from its own best start at its own best rate.

    Then both from He's start, and from the best of NEAR_HE: a search that ends too early.
    """
    figures = {"at_border": 0}
    for data, (*_, starts, rates) in SPEED.items():
        run = functools.partial(_speed, data=data)
        for name, grid in ((data, starts), (f"{data}_he", (HE,)), (f"{data}_near", NEAR_HE)):
            outcomes = compare(run, ("tanh", "relu"), seeds=seeds, start=grid, learning_rate=rates)
            tanh, relu = outcomes.values()
            figures |= median_and_range(name, np.divide(tanh.scores, relu.scores))
            figures |= {f"{name}_tanh": -tanh.median, f"{name}_relu": -relu.median}
            if grid == starts:
                figures["at_border"] += sum(len(outcome.at_border) for outcome in outcomes.values())
    return figures


def _speed(activation, *, data, seed, start, learning_rate) -> float:
    """Minus the steps to 25 % training error; at most the number of steps that SPEED names."""
    sizes, batch_size, steps, *_ = SPEED[data]
    network = _scaled(mlp(sizes, activation, seed=seed, dtype=np.float32), start)
    X, y = digits() if data == "digits" else spiral()
    options = {"learning_rate": learning_rate, "steps": steps, "batch_size": batch_size, "seed": seed}
    return -min(steps, steps_to_error(network, X, y, 0.25, **options))


def _scaled(network: Network, start: float) -> Network:
    """The network from He's start with weights of the standard deviation `start` / √inputs."""
    for layer in network.layers:
        layer.W[...] *= start / HE
    return network


def dead_shares(seeds):
    """Share of ReLU units of [2, 100, 3] whose gradient is exactly 0 after 300 steps on the spiral at the learning rates 1, 3 and 6."""
    figures = {}
    for rate in (1, 3, 6):
        figures |= median_and_range(f"at_{rate}", [dead_share(on_spiral("relu", rate, seed)) for seed in seeds])
    return figures


def dead_units_that_move(seeds):
    """ReLU units of [2, 50, 50, 3] that are dead after training at rate 3, and how many of them move in 300 steps at rate 0.5, by layer."""
    figures = dict.fromkeys(("dead_1", "moved_1", "dead_2", "moved_2"), 0)
    X, y = spiral()
    for seed in seeds:
        network = mlp([2, 50, 50, 3], "relu", seed=seed, dtype=np.float32)
        before = last_network(network, X, y, learning_rate=3.0, steps=300)
        after = last_network(before, X, y, learning_rate=0.5, steps=300)
        for layer, (dead, moved) in enumerate(zip(dead_units(before, X), moved_units(before, after), strict=True), start=1):
            figures[f"dead_{layer}"] += int(dead.sum())
            figures[f"moved_{layer}"] += int((dead & moved).sum())
    return figures


def vanishing_gradients(seeds):
    """Gradient norm of the first layer ÷ that of the last, five hidden layers before training: weights of 1/√n, of 4/√n for the sigmoid."""
    figures = {}
    for name, activation, start in (("sigmoid", "sigmoid", 1.0), ("tanh", "tanh", 1.0), ("relu", "relu", HE), ("large", "sigmoid", 4.0)):
        figures |= median_and_range(name, [_gradient_ratio(initial_network(activation, 5, start, seed)) for seed in seeds])
    return figures


def saturated_sigmoids(seeds):
    """Five hidden layers of sigmoids, 1,000 steps from weights of DOSES ÷ √n: saturated share, accuracy at rate 1; the last at its best."""
    figures, scores, X = {}, {}, digits()[0]

    def run(part, *, seed, start, learning_rate):
        return accuracies("sigmoid", 5, float(start), learning_rate, seed, 1000)[part]

    for start in DOSES:
        figures[f"saturated_{start}"] = float(np.median([np.mean(saturation(initial_network("sigmoid", 5, start, s), X)) for s in seeds]))
        scores[start] = np.nan_to_num([run(1, seed=seed, start=start, learning_rate=1.0) for seed in seeds])
        figures |= median_and_range(f"accuracy_{start}", scores[start])
    best = compare(run, [0], seeds=seeds, start=DOSES[-1:], learning_rate=(0.03, 0.1, 0.3, 1.0, 3.0))[0]  # by the examples that choose
    own = np.nan_to_num([run(1, seed=seed, **best.setting) for seed in seeds])
    figures |= median_and_range("own", own) | {"own_rate": best.setting["learning_rate"]}
    return figures | difference("of_8", scores[8], scores[4]) | difference("of_32", own, scores[4])


def gradient_signs(seeds):
    """Share of examples in which the gradients of all 30 weights of an output neuron have one sign, by hidden activation."""
    X = digits()[0]
    return {
        name: _median(sign_agreement(mlp([64, 30, 1], name, seed=seed).forward(X).hs[0]) for seed in seeds)
        for name in ("sigmoid", "relu", "tanh")
    }


def in_three_races(seeds, one, others):
    """The accuracy of `one` and of the `others` in the three races of notebook 09, and how far `one` is above each of them."""
    figures = {}
    for name in ("two", "five", "long"):
        outcomes = race(name, tuple(seeds))
        for contender in (one, *others):
            figures |= median_and_range(f"{contender}_{name}", outcomes[contender].scores)
        for other in others:
            figures |= difference(f"over_{other}_{name}", outcomes[one].scores, outcomes[other].scores)
    return figures


def leaky_relu_against_dying(seeds):
    """[2, 100, 3] on the spiral, ReLU and Leaky ReLU at rate 8; the ReLU networks go on with α = 0.1 at rate 1, for 150 and 3,000 steps."""
    X, y = spiral()
    relu, leaky = ([on_spiral(f, 8.0, seed) for seed in seeds] for f in ("relu", "leaky_relu"))
    figures = {
        "relu_dead": _median(map(dead_share, relu)),
        "leaky_dead": _median(map(dead_share, leaky)),
        "leaky_off": _median(inactive_units(network, X)[0].mean() for network in leaky),
        "fresh": _median(accuracy(on_spiral("leaky_relu", 1.0, seed, 150), X, y) for seed in seeds),
    }
    revived = [with_activation(network, leaky_relu(0.1)) for network in relu]
    for name, steps in (("soon", 150), ("late", 2850)):
        revived = [last_network(network, X, y, learning_rate=1.0, steps=steps) for network in revived]
        figures[f"{name}_off"] = _median(inactive_units(network, X)[0].mean() for network in revived)
        figures[f"{name}_moved"] = _median(moved_units(one, other)[0].mean() for one, other in zip(relu, revived, strict=True))
        figures |= median_and_range(name, [accuracy(network, X, y) for network in revived])
    scores = {name: [accuracy(network, X, y) for network in networks] for name, networks in (("relu", relu), ("leaky", leaky))}
    figures |= median_and_range("relu", scores["relu"]) | median_and_range("leaky", scores["leaky"])
    return figures | difference("gain", scores["leaky"], scores["relu"])


def leaky_relu_against_relu(seeds):
    """Accuracy of Leaky ReLU above that of ReLU: in the races of 2 and 5 layers, on the spiral at the best rate of each, and at rate 8."""
    X, y = spiral()
    figures = {}
    for name in ("two", "five"):
        figures |= difference(name, *(race(name, tuple(seeds))[f].scores for f in ("leaky_relu", "relu")))
    for name, rates in (("spiral", (0.5, 1.0, 2.0, 4.0)), ("at_8", (8.0,))):
        outcomes = compare(
            lambda f, *, seed, learning_rate: accuracy(on_spiral(f, learning_rate, seed), X, y),
            ("leaky_relu", "relu"),
            seeds=seeds,
            learning_rate=rates,
        )
        figures |= difference(name, *(outcome.scores for outcome in outcomes.values()))
    return figures


def maxout_parameters(seeds):
    """Parameters of 3072-100-10 with ReLU and with Maxout of two sums; they are counted, so that the seeds do not matter."""
    relu, maxout = (mlp([3072, 100, 10], f).n_parameters for f in ("relu", "maxout"))
    return {"relu": relu, "maxout": maxout, "ratio": maxout / relu}


def maxout_against_dying(seeds):
    """Rates at which ReLU dies and Maxout diverges, its sums that are the largest for no example, and accuracy with matched parameters."""
    X, figures = digits()[0], {}
    for name in ("maxout", "relu"):
        networks = [trained_on_digits(name, 1.0, seed) for seed in seeds]
        figures[f"{name}_diverged"] = sum(network is None for network in networks)
        figures[f"{name}_dead"] = [float(dead_units(network, X)[0].mean()) for network in networks if network]
    figures["relu_dead"] = _median(figures["relu_dead"])
    figures["maxout_dead"] = max(figures["maxout_dead"], default=0.0)
    figures |= median_and_range("idle", [_idle_sums(trained_on_digits("maxout", 0.2, seed), X) for seed in seeds])
    outcomes = race("long", tuple(seeds))
    figures |= {"maxout": outcomes["maxout_matched"].median, "relu": outcomes["relu"].median, "seeds": len(seeds)}
    return figures | difference("over_relu", outcomes["maxout_matched"].scores, outcomes["relu"].scores)


@functools.cache
def mixed_activations(seeds):
    """Accuracy on the spiral of [2, 30, 30, 30, 3] after 200 steps: the MIXTURES from He's start, those of OWN_STARTS from theirs, too."""
    X, y = spiral()

    def score(name, *, seed, start, learning_rate):
        network = _scaled(mlp([2, 30, 30, 30, 3], MIXTURES[name], seed=seed, dtype=np.float32), start)
        return accuracy(last_network(network, X, y, learning_rate=learning_rate, steps=200), X, y)

    outcomes = compare(score, MIXTURES, seeds=seeds, start=(HE,), learning_rate=(0.1, 0.3, 1.0))
    figures = {}
    for name, outcome in outcomes.items():
        figures |= median_and_range(name, outcome.scores)
    for name, starts in OWN_STARTS.items():
        own = compare(score, [name], seeds=seeds, start=starts, learning_rate=(0.3, 1.0, 3.0))[name]
        figures |= median_and_range(f"{name}_own", own.scores) | {f"{name}_start": own.setting["start"]}
    for name in ("relu", "tanh"):
        figures |= difference(f"over_{name}", outcomes["mixed"].scores, outcomes[name].scores)
    return figures


def on_spiral(activation, learning_rate, seed, steps=300) -> Network:
    """[2, 100, 3] after training on the spiral."""
    network = mlp([2, 100, 3], activation, seed=seed, dtype=np.float32)
    return last_network(network, *spiral(), learning_rate=learning_rate, steps=steps)


def trained_on_digits(activation, learning_rate, seed) -> Network:
    """[64, 32, 32, 10] from He's start after 200 steps on the digits."""
    network = mlp([64, 32, 32, 10], activation, seed=seed, dtype=np.float32)
    return last_network(network, *digits(), learning_rate=learning_rate, steps=200, batch_size=32, seed=seed)


def dead_share(network: Network) -> float:
    """Share of units of the first hidden layer whose gradient is exactly 0 on the spiral."""
    return float(dead_units(network, spiral()[0])[0].mean())


def _idle_sums(network: Network, X) -> float:
    """Share of the sums of the first Maxout layer that are the largest of their unit for no example."""
    return float(np.mean(~network.layers[0].activation.derivative(network.forward(X).zs[0]).any(axis=0)))


def _gradient_ratio(network: Network) -> float:
    X, y = digits()
    trace = network.forward(X)
    norms = gradient_norms(network.backward(trace, softmax_loss(trace.scores, y)[1]))
    return norms[0] / norms[-1]


def _median(values) -> float:
    return float(np.median(list(values)))
