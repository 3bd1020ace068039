"""The contest of notebook 09: activation functions on the digits, each from a start and at a learning rate of its own.

A setting is chosen by the accuracy on some of the examples that were never trained on, and the score is that on the others.
"""

import functools
import itertools

import numpy as np

from nnlab import Activation, Network, mlp
from nnlab.activations import ACTIVATIONS
from nnlab.lecture.experiments import SEARCH_SEEDS, SEEDS, Outcome, accuracy, last_network, train_test_split

N_CHOOSING = 297  # of the 597 examples that are not trained on, those that choose the setting
FINALISTS = 3
WIDTH = 32
HE = float(np.sqrt(2))  # starts are given as standard deviation × √inputs: He's formula gives √2, 1/√inputs gives 1
STEPS = 200

# The three races: hidden layers, steps, and the settings that are tried; outside a wide search had found none better by more than a point.
STARTS = (0.7, 1.0, HE, 2.0, 2.8, 4.0, 5.6)
RATES = (0.03, 0.1, 0.2, 0.4, 1.0, 3.0)
LONG_STEPS = 1000
LONG_SETTINGS = {
    "relu": ((HE, 2.0), (0.1,)),
    "maxout_matched": ((1.0,), (0.05, 0.1)),
    "tanh": ((HE, 2.0), (0.1,)),
    "gelu": ((2.0,), (0.05, 0.1)),
    "silu": ((2.0,), (0.05, 0.1)),
    "sigmoid": ((4.0,), (0.4, 1.0)),
}

SIGMOID = ACTIVATIONS["sigmoid"].f
BEND = np.float32(np.sqrt(2 / np.pi))  # of the usual approximation of GELU by tanh


def silu(z):
    """z · σ(z)."""
    return z * SIGMOID(z)


def silu_slope(z):
    """The derivative of `silu`."""
    return SIGMOID(z) * (1 + z * (1 - SIGMOID(z)))


def gelu(z):
    """z · Φ(z), approximated by tanh (Hendrycks and Gimpel 2016)."""
    return 0.5 * z * (1 + np.tanh(BEND * (z + 0.044715 * z * z * z)))


def gelu_slope(z):
    """The derivative of `gelu`."""
    t = np.tanh(BEND * (z + 0.044715 * z * z * z))
    return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * BEND * (1 + 3 * 0.044715 * z * z)


SILU = Activation("silu", silu, silu_slope, lambda z, h, dh: dh * silu_slope(z))
GELU = Activation("gelu", gelu, gelu_slope, lambda z, h, dh: dh * gelu_slope(z))
CONTENDERS = {
    "relu": "relu",
    "leaky_relu": "leaky_relu",
    "maxout": "maxout",
    "maxout_matched": "maxout",
    "tanh": "tanh",
    "gelu": GELU,
    "silu": SILU,
    "sigmoid": "sigmoid",
}


def n_parameters(depth: int, width: int, pieces: int = 1) -> int:
    """Parameters of a network on the digits with `depth` hidden layers of `width` units of `pieces` sums."""
    sizes = [64, *[width] * depth]
    hidden = sum((n_in + 1) * n_out * pieces for n_in, n_out in itertools.pairwise(sizes))
    return hidden + (width + 1) * 10


@functools.cache
def matched_width(depth: int) -> int:
    """The width at which a Maxout network has nearly as many parameters as one of the WIDTH with one sum a unit."""
    return min(range(1, WIDTH + 1), key=lambda width: abs(n_parameters(depth, width, 2) - n_parameters(depth, WIDTH)))


def initial_network(name: str, depth: int, start: float, seed: int) -> Network:
    """A network of the contender `name` whose weights have the standard deviation `start` / √inputs."""
    width = matched_width(depth) if name == "maxout_matched" else WIDTH
    network = mlp([64, *[width] * depth, 10], CONTENDERS[name], init="he", seed=seed, dtype=np.float32)
    for layer in network.layers:
        layer.W[...] *= start / HE
    return network


@functools.cache
def accuracies(name: str, depth: int, start: float, learning_rate: float, seed: int, steps: int = STEPS) -> tuple[float, float]:
    """Accuracy after training on the examples that choose the setting, and on those that score; NaN if it diverged."""
    X, y, X_unseen, y_unseen = train_test_split("digits")
    network = initial_network(name, depth, start, seed)
    with np.errstate(all="ignore"):  # divergence is reported by the accuracy
        trained = last_network(network, X, y, learning_rate=learning_rate, steps=steps, batch_size=32, seed=seed)
        choosing = accuracy(trained, X_unseen[:N_CHOOSING], y_unseen[:N_CHOOSING])
        return choosing, accuracy(trained, X_unseen[N_CHOOSING:], y_unseen[N_CHOOSING:])


def contest(names, depth: int, seeds=SEEDS, *, starts, rates, steps: int = STEPS) -> dict[str, Outcome]:
    """The Outcome of each contender: the scores of all seeds with its own best start and rate.

    The settings with the highest medians of the first SEARCH_SEEDS seeds are the FINALISTS, of which all seeds choose the best.
    """

    def median(name, setting, seeds):
        return np.median(np.nan_to_num([accuracies(name, depth, *setting, seed, steps)[0] for seed in seeds]))

    outcomes = {}
    for name in names:
        settings = sorted(itertools.product(starts, rates), key=lambda setting: -median(name, setting, list(seeds)[:SEARCH_SEEDS]))
        best = max(settings[:FINALISTS], key=lambda setting: median(name, setting, seeds))
        scores = np.nan_to_num([accuracies(name, depth, *best, seed, steps)[1] for seed in seeds])  # 0 for a training that diverged
        outcomes[name] = Outcome(dict(zip(("start", "learning_rate"), best, strict=True)), tuple(scores.tolist()))
    return outcomes


def start_map(name: str, depth: int, seeds=SEEDS, *, starts, rates, steps: int = STEPS) -> list[list[float]]:
    """Median accuracy by start (row) and learning rate (column), of the seeds and the examples that choose; 0 where training diverged."""
    seeds = list(seeds)[:SEARCH_SEEDS]
    table = [[[accuracies(name, depth, start, rate, seed, steps)[0] for seed in seeds] for rate in rates] for start in starts]
    return np.median(np.nan_to_num(table), axis=2).tolist()


@functools.cache
def race(name: str, seeds) -> dict[str, Outcome]:
    """The contest "two" (hidden layers, 200 steps), "five" (200 steps) or "long" (five, 1,000 steps)."""
    if name == "two":
        return contest(CONTENDERS, 2, seeds, starts=STARTS[:-1], rates=RATES[1:])
    if name == "five":
        return contest(CONTENDERS, 5, seeds, starts=STARTS, rates=RATES)
    outcomes = {}
    for contender, (starts, rates) in LONG_SETTINGS.items():
        outcomes |= contest([contender], 5, seeds, starts=starts, rates=rates, steps=LONG_STEPS)
    return outcomes
