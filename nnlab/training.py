"""Stochastic gradient descent: one loop that yields every step, and trajectories that keep snapshots of the network.

`sgd` trains a copy of the network and yields that same copy at every step: to keep a step's network, take `step.network.copy()`. Step 0
is the network before any update. `train` runs all steps and returns the `Trajectory`; `fill_trajectory` fills one step by step, so that
the caller can show it while it grows, and stop it.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from nnlab import _checks
from nnlab._memory import reuse_freed_memory
from nnlab.losses import LOSSES, UNCHECKED, l2_loss
from nnlab.network import Network

Array = np.ndarray
MAX_STEPS, MAX_SNAPSHOTS = 10**12, 10**6


@dataclass(frozen=True)
class Step:
    """After `step` updates: the network, and its `loss` (L2 part included) and `accuracy` on the next batch.

    The accuracy is NaN if y holds no class labels.
    """

    step: int
    loss: float
    accuracy: float
    network: Network

    @property
    def diverged(self) -> bool:
        """Whether the loss is no longer a finite number; such a step is the last."""
        return not np.isfinite(self.loss)


def sgd(
    network: Network,
    X: Array,
    y: Array,
    *,
    loss: str | Callable = "softmax",
    learning_rate: float,
    steps: int,
    batch_size: int | None = None,
    l2: float = 0.0,
    seed=0,
) -> Iterator[Step]:
    """Train a copy of `network` on X (N, n_in), y (N,): yields `steps` + 1 Steps, fewer if it diverges.

    `loss`: "softmax", "logistic", "hinge", or a function (scores, y) -> (loss, dscores). `batch_size` None takes all examples at every
    step; a number takes every example once per epoch, in a new random order. `l2` is the strength of `l2_loss`, which is added to the loss.
    The number type is that of the network.
    """
    _checks.check_instance(network, "network", Network, "a Network")
    X = _checks.as_inputs(X, features=network.sizes[0], dtype=network.dtype)
    loss = loss if callable(loss) else _checks.check_option(loss, "loss", LOSSES)
    learning_rate = _checks.check_float(learning_rate, "learning_rate", min=0.0)
    steps = _checks.check_int(steps, "steps", min=0, max=MAX_STEPS)
    l2 = _checks.check_float(l2, "l2", min=0.0)
    batch_size = len(X) if batch_size is None else min(_checks.check_int(batch_size, "batch_size"), len(X))
    for i, layer in enumerate(network.layers):
        _checks.as_floats(layer.W, f"network.layers[{i}].W"), _checks.as_floats(layer.b, f"network.layers[{i}].b")
    y = _targets(network, X, y, loss)
    loss = UNCHECKED.get(loss) or partial(_as_floats, loss, network.dtype)
    return _sgd_steps(network.copy(), X, y, loss, learning_rate, steps, batch_size, l2, _checks.as_generator(seed))


def _targets(network, X, y, loss):
    """`y` as an array; it and `loss` are checked here once, not at every step."""
    if loss in UNCHECKED:
        loss(network._forward(X[:1]).scores, np.zeros(1, dtype=int))  # raises if the loss cannot take this many scores
        return _checks.as_labels(y, len(X), max(2, network.sizes[-1]))
    y = np.asarray(y)
    if y.ndim == 0 or len(y) != len(X):
        raise ValueError(f"y has shape {y.shape}, expected one entry for each of the {len(X)} examples")
    scores = network._forward(X).scores
    match loss(scores, y):
        case (value, dscores) if _is_numeric(value, ()) and _is_numeric(dscores, scores.shape):
            return y
        case returned:
            expected = f"(a number, an array of the shape of the scores, {scores.shape})"
            raise ValueError(f"loss returned {_checks.short_repr(returned)}, expected {expected}")


def _as_floats(loss, dtype, scores, y):
    """A reader's loss with its gradient in floating point: it may be a list, or an array of whole numbers."""
    value, dscores = loss(scores, y)
    return float(value), np.asarray(dscores, dtype)


def _is_numeric(values, shape) -> bool:
    return np.shape(values) == shape and np.asarray(values).dtype.kind in "biuf"


def _sgd_steps(network, X, y, loss, learning_rate, steps, batch_size, l2, rng):
    reuse_freed_memory()
    batches = _batches(X, y, batch_size, rng)
    for step in range(steps + 1):
        X_batch, y_batch = next(batches)
        with np.errstate(all="ignore"):  # divergence is reported by the Step
            trace = network._forward(X_batch)
            value, dscores = loss(trace.scores, y_batch)
            if l2:
                value += l2_loss(network, l2)
        yield Step(step, float(value), _accuracy(trace.scores, y_batch), network)
        if step == steps or not np.isfinite(value):
            return
        with np.errstate(all="ignore"):
            gradients = network._backward(trace, dscores)
            for layer, (dW, db) in zip(network.layers, gradients, strict=True):
                if l2:
                    dW += l2 * layer.W
                dW *= learning_rate
                db *= learning_rate
                np.subtract(layer.W, dW, out=layer.W)
                np.subtract(layer.b, db, out=layer.b)


def _batches(X, y, size, rng):
    while size == len(X):
        yield X, y
    while True:
        order = rng.permutation(len(X))
        for start in range(0, len(X), size):
            chosen = order[start : start + size]
            yield X[chosen], y[chosen]


def _accuracy(scores, y) -> float:
    if y.ndim != 1 or y.dtype.kind not in "biu":
        return float("nan")
    labels = scores[:, 0] > 0 if scores.shape[1] == 1 else scores.argmax(axis=1)
    return float(np.count_nonzero(labels == y)) / len(y)


@dataclass
class Trajectory:
    """A recorded training: `losses` and `accuracies` of every step, and snapshots of the network: `networks[i]` after `steps[i]` updates.

    If the training `diverged`, the losses end with the step that did; its network is not kept.
    """

    steps: list[int] = field(default_factory=list)
    networks: list[Network] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    accuracies: list[float] = field(default_factory=list)
    diverged: bool = False

    def index_at(self, step: int) -> int:
        """The index of the last snapshot at or before `step`."""
        return max(0, bisect_right(self.steps, step) - 1)

    def at(self, step: int) -> Network:
        """The network of the last snapshot at or before `step`."""
        return self.networks[self.index_at(step)]


def fill_trajectory(trajectory: Trajectory, sgd_steps: Iterator[Step], steps: int, snapshots: int = 60) -> Iterator[float]:
    """Fill `trajectory` from `sgd(..., steps=steps)` with about `snapshots` evenly spaced networks; yields the share done after each step.

    Whoever iterates may stop at any step: what was recorded stays.
    """
    _checks.check_instance(trajectory, "trajectory", Trajectory, "a Trajectory")
    _checks.check_instance(sgd_steps, "sgd_steps", Iterator, "the iterator that sgd returned")
    steps = _checks.check_int(steps, "steps", min=0, max=MAX_STEPS)
    snapshots = _checks.check_int(snapshots, "snapshots", min=2, max=MAX_SNAPSHOTS)
    return _fill(trajectory, sgd_steps, steps, snapshots)


def _fill(trajectory, sgd_steps, steps, snapshots):
    snapshot_steps = set(np.linspace(0, steps, min(snapshots, steps + 1)).round().astype(int).tolist())
    for step in sgd_steps:
        trajectory.losses.append(step.loss)
        trajectory.accuracies.append(step.accuracy)
        trajectory.diverged = step.diverged
        if step.step in snapshot_steps and not step.diverged:
            trajectory.steps.append(step.step)
            trajectory.networks.append(step.network.copy())
        yield step.step / max(1, steps)


def train(network: Network, X: Array, y: Array, *, steps: int, snapshots: int = 60, **options) -> Trajectory:
    """The trajectory of `sgd(network, X, y, steps=steps, **options)`; its last network is the trained one, unless it diverged."""
    trajectory = Trajectory()
    for _ in fill_trajectory(trajectory, sgd(network, X, y, steps=steps, **options), steps, snapshots):
        pass
    return trajectory
