"""Many small networks trained at once: what differs from start to start, or from one set of points to another, takes many of them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nnlab import mlp

FLOAT = np.float32


class Networks(NamedTuple):
    """Networks with two inputs, `hidden` tanh units and two classes: in each array one network along the first axis."""

    W1: np.ndarray  # (S, 2, hidden): transposed, unlike in a Layer
    b1: np.ndarray  # (S, 1, hidden)
    W2: np.ndarray  # (S, hidden, 2)
    b2: np.ndarray  # (S, 1, 2)

    def right(self, X, y) -> np.ndarray:
        """Whether each network gets each point right (S, N); X (N, 2) for all of them, or (S, N, 2), points of each one's own."""
        scores = np.tanh(X.astype(FLOAT) @ self.W1 + self.b1) @ self.W2 + self.b2
        return scores.argmax(axis=-1) == y

    def weight_sizes(self) -> np.ndarray:
        """The root of the sum of all squared weights, biases apart: (S,)."""
        return np.sqrt((self.W1**2).sum(axis=(1, 2)) + (self.W2**2).sum(axis=(1, 2)))

    def distances(self, other) -> np.ndarray:
        """How far all weights, biases apart, are from those of the other networks: (S,)."""
        return np.sqrt(((self.W1 - other.W1) ** 2).sum(axis=(1, 2)) + ((self.W2 - other.W2) ** 2).sum(axis=(1, 2)))


def initial(hidden: int, starts: Sequence[int]) -> Networks:
    """The networks `mlp([2, hidden, 2], "tanh", init=1.0)` with these seeds."""
    layers = [mlp([2, hidden, 2], "tanh", init=1.0, seed=seed, dtype=FLOAT).layers for seed in starts]
    arrays = [array for i in range(2) for array in (np.array([pair[i].W.T for pair in layers]), np.array([[pair[i].b] for pair in layers]))]
    return Networks(*arrays)


def train_many(networks: Networks, X, y, steps: Sequence[int], *, learning_rate=1.0, l2=0.0, share_kept=1.0):
    """Gradient descent on X (S, N, 2), y (S, N), as `nnlab.sgd` does it for one: step -> (Networks, losses (S,)) at each of `steps`;

    the losses are those of the points, without the penalty of L2.

    Dropout: each hidden output is kept with probability `share_kept`, example by example, and then divided by it: its mean stays what it
    was, so that the trained network is used as it is.
    """
    networks, X, targets, found = Networks(*(array.copy() for array in networks)), X.astype(FLOAT), np.eye(2, dtype=FLOAT)[y], {}
    W1, b1, W2, b2 = networks
    inputs, rng = np.ascontiguousarray(X.swapaxes(1, 2)), np.random.default_rng(0)
    for step in range(max(steps) + 1):
        h = np.tanh(X @ W1 + b1)
        mask = FLOAT(1) if share_kept == 1 else (rng.random(h.shape, FLOAT) < share_kept) / FLOAT(share_kept)
        scores = (mask * h) @ W2 + b2
        exp = np.exp(scores - scores.max(axis=2, keepdims=True))
        p = exp / exp.sum(axis=2, keepdims=True)
        if step in steps:
            losses = -np.log((p * targets).sum(axis=2) + 1e-30).mean(axis=1)
            found[step] = Networks(*(array.copy() for array in networks)), losses
        dscores = (p - targets) / X.shape[1]
        dz = mask * (dscores @ W2.swapaxes(1, 2)) * (1 - h * h)
        W2 -= learning_rate * ((mask * h).swapaxes(1, 2) @ dscores + l2 * W2)
        b2 -= learning_rate * dscores.sum(axis=1, keepdims=True)
        W1 -= learning_rate * (inputs @ dz + l2 * W1)
        b1 -= learning_rate * dz.sum(axis=1, keepdims=True)
    return found
