"""Training with momentum and with Adam: an update that goes on although the gradient is 0, so that dead units can come back."""

import numpy as np

from nnlab import DATASETS, dead_units, mlp, softmax_loss


def momentum_update(rate):
    """The update of a parameter by gradient descent with momentum 0.9; `memory` keeps the velocity."""

    def update(gradient, memory, step):
        memory[0] = 0.9 * memory[0] - rate * gradient
        return memory[0]

    return update


def adam_update(rate):
    """The update of a parameter by Adam, which divides the mean of the gradients by the root of the mean of their squares."""

    def update(gradient, memory, step):
        memory[0] = 0.9 * memory[0] + 0.1 * gradient
        memory[1] = 0.999 * memory[1] + 0.001 * gradient**2
        return -rate * memory[0] / (1 - 0.9**step) / (np.sqrt(memory[1] / (1 - 0.999**step)) + 1e-8)

    return update


def deaths_and_returns(dataset, update, seed, steps=300) -> tuple[int, int]:
    """How often a unit of the first hidden layer dies, and how often one comes back, while 100 ReLUs learn a dataset."""
    X, y = DATASETS[dataset](100)
    network = mlp([2, 100, int(y.max()) + 1], seed=seed)
    memories = [[[0.0, 0.0], [0.0, 0.0]] for _ in network.layers]  # two of each layer's W and of its b
    dead, deaths, returns = dead_units(network, X)[0], 0, 0
    for step in range(1, steps + 1):
        trace = network.forward(X)
        gradients = network.backward(trace, softmax_loss(trace.scores, y)[1])
        for layer, memory, (dW, db) in zip(network.layers, memories, gradients, strict=True):
            layer.W[...] += update(dW, memory[0], step)
            layer.b[...] += update(db, memory[1], step)
        before, dead = dead, dead_units(network, X)[0]
        deaths, returns = deaths + int((dead & ~before).sum()), returns + int((before & ~dead).sum())
    return deaths, returns


def momentum(seeds):
    """Deaths and returns in the first hidden layer: with momentum 0.9 on the moons and the spiral, with Adam on the spiral, and without."""
    figures = {}
    for name, dataset, update in (
        ("moons", "moons", momentum_update(1.0)),
        ("spiral", "spiral", momentum_update(1.0)),
        ("adam", "spiral", adam_update(0.3)),
        ("plain", "moons", lambda gradient, memory, step: -3.0 * gradient),
    ):
        counts = np.sum([deaths_and_returns(dataset, update, seed) for seed in seeds], axis=0)
        figures[f"{name}_deaths"], figures[f"{name}_returns"] = map(float, counts)
    return figures | {f"{name}_share": figures[f"{name}_returns"] / figures[f"{name}_deaths"] for name in ("moons", "adam")}
