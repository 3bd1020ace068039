"""Experiments that the laboratory and the claims share: how well a trained network does, and how many steps training takes."""

import functools
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from nnlab import DATASETS, Network, dead_units, digits, mlp, sgd

ACTIVATION_NAMES = ("relu", "leaky_relu", "maxout", "tanh", "sigmoid")
RATES = (0.03, 0.1, 0.3, 1.0, 3.0)  # learning rates


class Result(NamedTuple):
    """The end of a training: accuracy on unseen examples (that of guessing if it diverged), share of dead units (None if it diverged)."""

    accuracy: float
    dead_share: float | None

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


def train_and_score(dataset, activation, learning_rate, depth, width, steps, seed) -> Iterator[Result | None]:
    """Train a network in float32 with batches of 32 examples: yields None after every step, and its Result at the end."""
    X, y, X_unseen, y_unseen = train_test_split(dataset)
    n_classes = int(y.max()) + 1
    network = mlp([X.shape[1], *[width] * depth, n_classes], activation, seed=seed, dtype=np.float32)
    for step in sgd(network, X, y, learning_rate=learning_rate, steps=steps, batch_size=32, seed=seed):
        network = step.network
        yield None
    with np.errstate(all="ignore"):  # divergence is reported in the Result
        scores = network.forward(X_unseen).scores
        sums = network.forward(X).zs
    if np.isfinite(scores).all() and all((np.abs(z) < 1e6).all() for z in sums):
        dead_share = np.concatenate(dead_units(network, X)).mean()
        yield Result(float(np.mean(scores.argmax(axis=1) == y_unseen)), float(dead_share))
    else:
        yield Result(1 / n_classes, None)


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
