"""Backward passes with a mistake in them: each raises no error, and the network learns all the same."""

from functools import partial

import numpy as np

from nnlab import Network, softmax_loss


def backward_with(mistake: str, network, trace, dscores) -> list[tuple[np.ndarray, np.ndarray]]:
    """The (dW, db) of every layer, as `Network.backward`, but for the mistake: "no_slope", "no_mean", "transposed" or "sums"."""
    gradients, dz = [], dscores * len(dscores) if mistake == "no_mean" else dscores
    for i in reversed(range(network.n_layers)):
        W, below = network.layers[i].W, trace.hs[i - 1] if i else trace.inputs
        if mistake == "sums" and i:
            below = trace.zs[i - 1]
        gradients.insert(0, (dz.T @ below, dz.sum(axis=0)))
        if i:
            dh = dz @ (W.T if mistake == "transposed" and W.shape[0] == W.shape[1] else W)
            f = network.layers[i - 1].activation
            dz = dh if mistake == "no_slope" else f.backward(trace.zs[i - 1], trace.hs[i - 1], dh)
    return gradients


def output_only(network, trace, dscores):
    """The control: the right gradient of the output layer, and 0 for the hidden layers, which stay as they were."""
    *hidden, output = network.backward(trace, dscores)
    return [*((0 * dW, 0 * db) for dW, db in hidden), output]


# What a reader of the explorer can choose; the name of each in `words.toml` is bug.NAME.
BUGS = {"none": Network.backward} | {name: partial(backward_with, name) for name in ("no_slope", "no_mean", "transposed", "sums")}


def learn(backward, network, X, y, *, learning_rate, steps, batch_size=64, seed=0, after_step=None) -> Network:
    """A copy of `network`, trained with another `backward(network, trace, dscores)` in place of its own.

    `after_step(network)` may change the network after each step.
    """
    network, rng = network.copy(), np.random.default_rng(seed)
    for _ in range(steps):
        chosen = rng.choice(len(X), batch_size, replace=False)
        trace = network.forward(X[chosen])
        gradients = backward(network, trace, softmax_loss(trace.scores, y[chosen])[1])
        for layer, (dW, db) in zip(network.layers, gradients, strict=True):
            layer.W[...] -= learning_rate * dW
            layer.b[...] -= learning_rate * db
        if after_step:
            after_step(network)
    return network
