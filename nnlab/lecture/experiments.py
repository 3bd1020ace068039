"""Experiments that the sections share: fair comparisons, how well a trained network does, and how many steps training takes.

A comparison is fair if every contender is measured at its own best setting, over several seeds: `compare` does that.
"""

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from nnlab import DATASETS, Network, dead_units, digits, mlp, sgd, softmax_loss

ACTIVATION_NAMES = ("relu", "leaky_relu", "maxout", "tanh", "sigmoid")
RATES = (0.03, 0.1, 0.3, 1.0, 3.0)  # learning rates
SEEDS = range(9)  # of the stored figures
SMALLEST, FEWEST_SEEDS = 0.02, 9  # a difference counts from 2 points on, with one sign in all seeds but one, of at least nine
FRESH_SEEDS = range(100, 109)  # with which the tests measure them again
KEPT_LOSSES = 50  # of a training
SEARCH_SEEDS = 3  # how many of the seeds choose the best setting


class Outcome(NamedTuple):
    """A contender at its own best setting: the setting, the score of each seed, and the names of settings at the border of their grid."""

    setting: dict[str, object]
    scores: tuple[float, ...]
    at_border: tuple[str, ...] = ()

    @property
    def median(self) -> float:
        """The median score of the seeds."""
        return float(np.median(self.scores))

    @property
    def low(self) -> float:
        """The lowest score of the seeds."""
        return min(self.scores)

    @property
    def high(self) -> float:
        """The highest score of the seeds."""
        return max(self.scores)


def compare(run: Callable[..., float], contenders: Iterable, *, seeds=SEEDS, progress=None, **grid) -> dict[object, Outcome]:
    """Each contender at its own best setting: contender -> Outcome of the scores `run(contender, seed=seed, **setting)`, higher is better.

    `grid` holds the values of each setting: `learning_rate=(0.1, 1), init=(0.1, 0.2)` tries all four pairs. The setting with the highest
    median over the first `SEARCH_SEEDS` seeds is best, and is then run with all seeds. A score that is NaN counts as −inf: the run
    diverged. `progress(done, total)` is called after every run; what it raises ends the comparison.
    """
    seeds, contenders = list(seeds), list(contenders)
    settings = [dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values())]
    n_search = min(SEARCH_SEEDS, len(seeds))
    total = len(contenders) * (len(settings) * n_search + len(seeds) - n_search)
    done = itertools.count(1)

    def score(contender, setting, seed):
        value = run(contender, seed=seed, **setting)
        if progress:
            progress(next(done), total)
        return -np.inf if np.isnan(value) else float(value)

    outcomes = {}
    for contender in contenders:
        tried = [[score(contender, setting, seed) for seed in seeds[:n_search]] for setting in settings]
        best = int(np.argmax(np.median(tried, axis=1)))
        scores = tried[best] + [score(contender, settings[best], seed) for seed in seeds[n_search:]]
        at_border = (name for name, values in grid.items() if len(values) > 1 and settings[best][name] in (values[0], values[-1]))
        outcomes[contender] = Outcome(settings[best], tuple(scores), tuple(at_border))
    return outcomes


def last_network(network: Network, X, y, **options) -> Network | None:
    """The network after `sgd(network, X, y, **options)`; None if the training diverged."""
    for step in sgd(network, X, y, **options):
        last = step
    return None if last.diverged else last.network


def accuracy(network: Network | None, X, y) -> float:
    """The share of right labels; NaN for None, a training that diverged."""
    return float("nan") if network is None else float(np.mean(network.predict(X) == y))


def train_layers(network, X, y, rates, steps, seed, batch_size=64) -> None:
    """Gradient descent in batches, which changes the network; each layer has a rate of its own, or a pair for W and b."""
    rng, X = np.random.default_rng(seed), X.astype(network.dtype)
    batches = []
    for _ in range(steps):
        batches = batches or np.array_split(rng.permutation(len(X)), len(X) // batch_size)
        batch = batches.pop()
        trace = network.forward(X[batch])
        gradients = network.backward(trace, softmax_loss(trace.scores, y[batch])[1].astype(network.dtype))
        for layer, (dW, db), rate in zip(network.layers, gradients, rates, strict=True):
            rate_W, rate_b = np.broadcast_to(rate, 2).astype(network.dtype)
            layer.W[...] -= rate_W * dW
            layer.b[...] -= rate_b * db


class Result(NamedTuple):
    """The end of a training: accuracy on unseen examples (that of guessing if it diverged), share of dead units (None if it diverged).

    `losses` are pairs (step, loss of its batch) on the way, at most KEPT_LOSSES.
    """

    accuracy: float
    dead_share: float | None
    losses: tuple[tuple[int, float], ...] = ()

    @property
    def diverged(self) -> bool:
        """Whether the training diverged."""
        return self.dead_share is None


@functools.cache
def train_test_split(dataset: str):
    """X (N, n), y (N,), X_unseen, y_unseen: training examples and unseen ones; `dataset` is "digits" or one of DATASETS."""
    if dataset == "digits":
        X, y = digits()
        order = np.random.default_rng(0).permutation(len(X))
        return X[order[:1200]], y[order[:1200]], X[order[1200:]], y[order[1200:]]
    return *DATASETS[dataset](100), *DATASETS[dataset](100, seed=1)


def train_and_score(dataset, activation, learning_rate, depth, width, steps, seed, init="he") -> Iterator[Result | None]:
    """Train a network in float32 with batches of 32 examples: yields None after every step, and its Result at the end."""
    X, y, X_unseen, y_unseen = train_test_split(dataset)
    n_classes = int(y.max()) + 1
    network, losses = mlp([X.shape[1], *[width] * depth, n_classes], activation, init=init, seed=seed, dtype=np.float32), []
    for step in sgd(network, X, y, learning_rate=learning_rate, steps=steps, batch_size=32, seed=seed):
        network = step.network
        losses.append((step.step, float(step.loss)))
        yield None
    losses = tuple(losses[:: -(-len(losses) // KEPT_LOSSES)])
    with np.errstate(all="ignore"):  # divergence is reported in the Result
        scores = network.forward(X_unseen).scores
        sums = network.forward(X).zs
    if np.isfinite(scores).all() and all((np.abs(z) < 1e6).all() for z in sums):
        dead_share = np.concatenate(dead_units(network, X)).mean()
        yield Result(float(np.mean(scores.argmax(axis=1) == y_unseen)), float(dead_share), losses)
    else:
        yield Result(1 / n_classes, None, losses)


def steps_to_error(network, X, y, error: float, **options) -> float:
    """The first step of `sgd(network, X, y, **options)` with a training error of at most `error`, on every third example; else inf."""
    for step in sgd(network, X, y, **options):
        if np.mean(step.network.predict(X[::3]) != y[::3]) <= error:
            return step.step
    return np.inf


def with_activation(network: Network, activation) -> Network:
    """The same weights with another activation in the hidden layers."""
    *hidden, output = network.layers
    return Network([*(replace(layer, activation=activation) for layer in hidden), output])
