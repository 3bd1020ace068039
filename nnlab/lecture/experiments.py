"""The experiments that pictures and the register of claims share: how soon a network learns, and how well it ends."""

import functools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from nnlab.data import DATASETS, digits
from nnlab.diagnostics import dead_units
from nnlab.network import mlp
from nnlab.training import sgd

NAMES = ("relu", "leaky_relu", "maxout", "tanh", "sigmoid")  # what is compared, each at these learning rates
RATES = (0.03, 0.1, 0.3, 1.0, 3.0)


class Result(NamedTuple):
    """How one run ended: its accuracy on examples never seen, and the share of dead units (None where the run diverged)."""

    accuracy: float
    dead: float | None


@functools.cache
def train_test_split(dataset: str):
    """Training examples and others of the same kind: X (N, n), y (N,), X_unseen, y_unseen; `dataset` is "digits" or one of DATASETS."""
    if dataset == "digits":
        X, y = digits()
        order = np.random.default_rng(0).permutation(len(X))
        return X[order[:1200]], y[order[:1200]], X[order[1200:]], y[order[1200:]]
    return *DATASETS[dataset](100), *DATASETS[dataset](100, seed=1)


def train_and_score(dataset, activation, learning_rate, depth, width, steps, seed) -> Iterator[Result | None]:
    """Train one network with batches of 32 in float32: None after every step, at the end its Result."""
    X, y, X_unseen, y_unseen = train_test_split(dataset)
    network = mlp([X.shape[1], *[width] * depth, int(y.max()) + 1], activation, seed=seed, dtype=np.float32)
    for step in sgd(network, X, y, learning_rate=learning_rate, steps=steps, batch_size=32, seed=seed):
        network = step.network
        yield None
    with np.errstate(all="ignore"):  # a network that has diverged is reported as such
        scores = network.forward(X_unseen).scores
        sums = network.forward(X).zs
    if not np.isfinite(scores).all() or not all(np.isfinite(z).all() and np.abs(z).max() < 1e6 for z in sums):
        yield Result(1 / (int(y.max()) + 1), None)
    else:
        dead = np.concatenate(dead_units(network, X)).mean()
        yield Result(float(np.mean(scores.argmax(axis=1) == y_unseen)), float(dead))


def steps_to_error(network, X, y, error: float, **training) -> float:
    """After how many steps of `sgd(network, X, y, **training)` at most `error` of every third example is wrong; inf if never."""
    for step in sgd(network, X, y, **training):
        if np.mean(step.network.predict(X[::3]) != y[::3]) <= error:
            return step.step
    return np.inf
