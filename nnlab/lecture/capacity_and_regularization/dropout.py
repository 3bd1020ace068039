"""Dropout: at every step a random part of the hidden outputs is set to 0, so that no unit can rely on another one."""

import numpy as np

from nnlab import Network, softmax_loss


def dropout_sgd(network: Network, X, y, *, share_kept: float, learning_rate: float, steps: int, seed=0) -> Network:
    """A copy of the network with one hidden layer after gradient descent with dropout.

    Each hidden output is kept with probability `share_kept`, example by example, and then divided by it: its mean stays what it was, so
    that the trained network is used as it is.
    """
    network, rng = network.copy(), np.random.default_rng(seed)
    hidden, output = network.layers
    for _ in range(steps):
        z = X @ hidden.W.T + hidden.b
        h = hidden.activation.f(z)
        mask = (rng.random(h.shape) < share_kept) / share_kept
        _, dscores = softmax_loss((mask * h) @ output.W.T + output.b, y)
        dz = mask * (dscores @ output.W) * hidden.activation.derivative(z)
        output.W[...] -= learning_rate * dscores.T @ (mask * h)
        output.b[...] -= learning_rate * dscores.sum(axis=0)
        hidden.W[...] -= learning_rate * dz.T @ X
        hidden.b[...] -= learning_rate * dz.sum(axis=0)
    return network
