"""The experiments behind what notebook 02 concludes: each takes seeds and returns figures by name."""

import numpy as np

from nnlab import Membrane, lif, lif_rate
from nnlab.lecture.biological_neuron.spiking_neuron import best_heights, receiver_spikes, spike_train

TOPS = (3, 6, 12, 30, 60)  # nA: currents from 0 up to two, four, eight, twenty and forty times the rheobase


def smallest_error(shapes, target) -> float:
    """How far off the target the best of the shapes is at its farthest."""
    return float(best_heights(shapes, target)[1].min())


def best_sigmoid(current, target) -> tuple[float, float]:
    """(largest error, height) of the sigmoid closest to the target: a coarse grid of middles and steepnesses, then three finer ones."""
    middles, steepnesses, width = np.linspace(0, 5 / 6, 51), np.geomspace(1.8, 60, 41), 0.1  # in parts of the range of the currents
    for _ in range(4):
        middle, steepness = (grid.reshape(-1, 1) for grid in np.meshgrid(middles, steepnesses))
        heights, errors = best_heights(1 / (1 + np.exp(-steepness * (current / current[-1] - middle))), target)
        best = errors.argmin()
        middles = middle[best, 0] + 0.25 * width * np.linspace(-1, 1, 11)
        steepnesses, width = steepness[best, 0] * np.exp(width * np.linspace(-1, 1, 11)), width / 4
    return float(errors[best]), float(heights[best])


def relu_shapes(current):
    """ReLUs (shapes, currents) of many kinks."""
    return np.maximum(0, current - current[-1] * np.linspace(-0.5, 0.5, 601)[:, None])


def cut_relu_shapes(current):
    """ReLUs (shapes, currents) of many kinks, each cut off at a ceiling that it reaches at one of many currents."""
    corner, end = np.meshgrid(current[-1] * np.linspace(-0.3, 0.5, 81), current[-1] * np.linspace(0.05, 1, 77))
    corner, end = corner[corner < end], end[corner < end]
    return np.clip((current - corner[:, None]) / (end - corner)[:, None], 0, 1)


def power_shapes(current):
    """Powers (I − θ)^p (shapes, currents), p from 0.1 to 1: they bend down as cut ReLUs do, and rise without a ceiling."""
    corner, power = np.meshgrid(current[-1] * np.linspace(-0.1, 0.5, 121), np.linspace(0.1, 1, 46))
    return np.maximum(0, current - corner.reshape(-1, 1)) ** power.reshape(-1, 1)


def full_sigmoid_error(current, target) -> float:
    """How far off the target the best sigmoid is whose height is the bound, 500 Hz; its middle may lie beyond the currents."""
    middle, steepness = np.meshgrid(np.linspace(0, 20, 161), np.geomspace(0.05, 5, 161))  # nA, 1 / nA
    sums = np.clip(steepness.reshape(-1, 1) * (current - middle.reshape(-1, 1)), -500, 500)
    return float(np.abs(500 / (1 + np.exp(-sums)) - target).max(axis=1).min())


def noisy_rates(current, noise, seeds):
    """Firing rates (Hz) with `noise` (mV), counted in one second for each seed: their mean."""
    return np.mean([[len(lif(one, 1000, 0.5, noise, seed)[2]) for one in current] for seed in seeds], axis=0)


def smallest_errors(current, target) -> dict[str, float]:
    """How far off the target the best curve of each shape is at its farthest."""
    shapes = {"relu": relu_shapes, "cut": cut_relu_shapes, "power": power_shapes}
    errors = {name: smallest_error(curves(current), target) for name, curves in shapes.items()}
    return {"sigmoid": best_sigmoid(current, target)[0]} | errors


def shape_of_f_i(seeds):
    """How far the best curves of several shapes are off the f–I curve (Hz), with and without noise; and next to no refractory period."""
    figures = {}
    for top in TOPS:
        current = np.linspace(0, top, 121)
        rate = lif_rate(current)
        for prefix, shown, rates in (
            ("", current, rate),
            ("noisy_", current[::5], noisy_rates(current[::5], 5.0, seeds)),
            ("unbounded_", current, lif_rate(current, Membrane(refractory_ms=0.001))),
        ):
            errors = smallest_errors(shown, rates)
            figures |= {f"{prefix}{name}_{top}": error for name, error in errors.items()}
            figures[f"{prefix}gain_{top}"] = errors["relu"] - errors["sigmoid"]
            figures[f"{prefix}top_{top}"] = float(rates[-1])
        figures[f"height_{top}"] = best_sigmoid(current, rate)[1]
        figures[f"full_{top}"] = full_sigmoid_error(current, rate)
    below = np.linspace(0, 6, 25)[:6]  # all below the rheobase of 1.5 nA
    six = np.linspace(0, 6, 121)
    slow = smallest_errors(six, lif_rate(six, Membrane(tau_ms=40)))
    return figures | {
        "noisy_below": float(noisy_rates(below, 5.0, seeds).max()),
        "slow_sigmoid": slow["sigmoid"],
        "slow_relu": slow["relu"],
    }


def receiver_answers(spikes, tau_ms=10.0, threshold_mV=15.0) -> float:
    """How often a leaky integrate-and-fire neuron answers `spikes` (ms), each of which lifts its potential by about 6 mV."""
    current = np.bincount((10 * spikes).astype(int), minlength=10_000) * 6.0 * tau_ms  # nA, in steps of 0.1 ms
    return float(len(lif(current, 1000, 0.1, membrane=Membrane(tau_ms=tau_ms, threshold_mV=threshold_mV - 65))[2]))


def timing(seeds):
    """How often a neuron answers 60 spikes in a second: even, irregular (median of the seeds), in bursts; and how often a slow one does."""
    irregular = [len(receiver_spikes(spike_train(60, "irregular", 2.0, seed))) for seed in seeds]
    even = (np.arange(60) + 0.5) * 1000 / 60

    def bursts(gap_ms):
        return np.ravel((np.arange(12)[:, None] + 0.5) * 1000 / 12 + gap_ms * np.arange(5))

    return {
        "even": float(len(receiver_spikes(even))),
        "bursts": float(np.median([len(receiver_spikes(spike_train(60, "bursts", 2.0, seed))) for seed in seeds])),
        "irregular": float(np.median(irregular)),
        "fewest_irregular": float(min(irregular)),
        "apart_4": receiver_answers(bursts(4)),
        "apart_6": receiver_answers(bursts(6)),
        "low_even": receiver_answers(even, threshold_mV=7.0),
        "low_bursts": receiver_answers(bursts(3), threshold_mV=7.0),
        "slow_even": receiver_answers(even, 40.0),
        "slower_even": receiver_answers(even, 80.0),
        "slower_bursts": receiver_answers(bursts(3), 80.0),
        "slow_bursts": receiver_answers(bursts(3), 40.0),
    }
