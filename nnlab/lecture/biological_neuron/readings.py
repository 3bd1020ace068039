"""The experiments behind what notebook 02 concludes: each takes seeds and returns figures by name."""

import numpy as np

from nnlab import lif, lif_rate
from nnlab.lecture.biological_neuron.spiking_neuron import best_heights, receiver_spikes, spike_train

CURRENT = np.linspace(0, 6, 121)  # nA, up to four times the rheobase
MIDDLES, STEEPNESSES, CORNERS = np.linspace(0, 5, 101), np.geomspace(0.3, 10, 81), np.linspace(0, 3, 301)


def smallest_error(shapes, target) -> float:
    """How far off the target the best of the shapes is at its farthest."""
    return float(best_heights(shapes, target)[1].min())


def sigmoid_shapes(current):
    """Sigmoids (shapes, currents) of many middles and steepnesses."""
    middle, steepness = (grid.reshape(-1, 1) for grid in np.meshgrid(MIDDLES, STEEPNESSES))
    return 1 / (1 + np.exp(-steepness * (current - middle)))


def relu_shapes(current):
    """ReLUs (shapes, currents) of many corners."""
    return np.maximum(0, current - CORNERS[:, None])


def noisy_rates(current, noise, seeds):
    """Firing rates (Hz) with `noise` (mV), counted in one second for each seed: their mean."""
    return np.mean([[len(lif(one, 1000, 0.5, noise, seed)[2]) for one in current] for seed in seeds], axis=0)


def shape_of_f_i(seeds):
    """How far the best sigmoid and the best ReLU are off the f–I curve (Hz), without noise and with 5 mV of it."""
    rate, some = lif_rate(CURRENT), CURRENT[::5]
    noisy = noisy_rates(some, 5.0, seeds)
    return {
        "sigmoid": smallest_error(sigmoid_shapes(CURRENT), rate),
        "relu": smallest_error(relu_shapes(CURRENT), rate),
        "top": float(rate[-1]),
        "noisy_sigmoid": smallest_error(sigmoid_shapes(some), noisy),
        "noisy_relu": smallest_error(relu_shapes(some), noisy),
        "noisy_below": float(noisy[some < 1.5].max()),
    }


def timing(seeds):
    """How often a neuron answers 60 spikes in a second: even, in bursts, and irregular (the median of the seeds)."""
    irregular = [len(receiver_spikes(spike_train(60, "irregular", 2.0, seed))) for seed in seeds]
    return {
        "even": float(len(receiver_spikes((np.arange(60) + 0.5) * 1000 / 60))),
        "bursts": float(np.median([len(receiver_spikes(spike_train(60, "bursts", 2.0, seed))) for seed in seeds])),
        "irregular": float(np.median(irregular)),
        "fewest_irregular": float(min(irregular)),
    }
