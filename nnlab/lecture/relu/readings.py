"""The experiments behind what notebook 07 concludes: each takes seeds and returns figures by name."""

import numpy as np

from nnlab import Layer, Network, circles, dead_units, inactive_units, mlp, moved_units, sgd, softmax_loss, spiral
from nnlab.lecture.experiments import last_network
from nnlab.lecture.relu.momentum import momentum
from nnlab.lecture.relu.races import bend, goals, large_weights, own_start, race_digits, race_spiral, scaled_inputs, shapes

__all__ = [
    "bend",
    "bursts",
    "dead_by_rate",
    "dead_output",
    "goals",
    "idle_half",
    "large_weights",
    "momentum",
    "no_way_back",
    "own_start",
    "race_digits",
    "race_spiral",
    "revival",
    "scaled_inputs",
    "sensitivity",
    "shapes",
    "three_things",
]


def spiral_network(activation="relu", *, seed, learning_rate, start=None, bias=0.0, width=100, steps=300):
    """A network of one hidden layer after `steps` on the spiral, from `start` or from new weights; None if it diverged."""
    if start is None:
        start = mlp([2, width, 3], activation, seed=seed)
        start.layers[0].b[...] = bias
    return last_network(start, *spiral(), learning_rate=learning_rate, steps=steps)


def spiral_loss(network) -> float:
    """The loss on the spiral."""
    X, y = spiral()
    return float(softmax_loss(network.forward(X).scores, y)[0])


def dead_share(network) -> float:
    """The share of dead units in the first hidden layer, on the spiral."""
    return float(dead_units(network, spiral()[0])[0].mean())


def dead_by_rate(seeds):
    """The share of dead ReLUs after 300 steps, by learning rate: median, least and largest of the seeds."""
    figures = {}
    for rate in (1.0, 3.0, 4.5, 6.0):
        shares = [dead_share(spiral_network(seed=seed, learning_rate=rate)) for seed in seeds]
        name = f"at_{rate:g}".replace(".", "_")
        figures |= {name: float(np.median(shares)), f"{name}_low": min(shares), f"{name}_high": max(shares)}
    return figures


def three_things(seeds):
    """After 300 steps at rate 8: units on for no example, units whose gradient is 0, units that the next 100 steps at rate 1 move."""
    X, figures = spiral()[0], {}
    for name in ("relu", "leaky_relu"):
        rows = []
        for seed in seeds:
            before = spiral_network(name, seed=seed, learning_rate=8.0)
            after = spiral_network(start=before, seed=seed, learning_rate=1.0, steps=100)
            masks = inactive_units(before, X)[0], dead_units(before, X)[0], moved_units(before, after)[0]
            rows.append([mask.mean() for mask in masks])
        medians = np.median(rows, axis=0)
        figures |= {f"{name}_{part}": float(value) for part, value in zip(("inactive", "dead", "moved"), medians, strict=True)}
    return figures


def bursts(seeds):
    """At rate 6, in 300 steps: when units die, how many at once, and what that has to do with the peaks of the loss above 1.

    `near`: the share of deaths within a step of a peak; `near_steps`: the share of all steps that are; `harmless`: peaks that kill nobody.
    """
    X, y = spiral()
    rows = []
    for seed in seeds:
        losses, dead = [], []
        for step in sgd(mlp([2, 100, 3], seed=seed), X, y, learning_rate=6.0, steps=300):
            losses.append(step.loss)
            dead.append(int(dead_units(step.network, X)[0].sum()))
        deaths, losses = np.diff(dead, prepend=dead[0]), np.array(losses)
        peaks = 1 + np.flatnonzero((losses[1:-1] > 1) & (losses[:-2] < losses[1:-1]) & (losses[1:-1] >= losses[2:]))
        around = [deaths[i - 1 : i + 2].sum() for i in peaks]
        near = np.isin(np.arange(len(deaths)), [peaks - 1, peaks, peaks + 1])
        rows.append(
            {
                "killing_steps": np.mean(deaths > 0),
                "at_once": deaths.max(),
                "only_rises": np.mean(deaths >= 0),
                "near": deaths[near].sum() / deaths.sum(),
                "near_steps": np.mean(near),
                "harmless": np.mean(np.equal(around, 0)),
            }
        )
    return {name: float(np.median([row[name] for row in rows])) for name in rows[0]}


def revival(seeds):
    """Three hidden layers of 100 ReLUs on the spiral: units dead at the start, by layer, and how many of these 150 steps bring back."""
    X, figures = spiral()[0], dict.fromkeys(["dead_1", "back_1", "dead_2", "back_2", "dead_3", "back_3"], 0.0)
    for seed in seeds:
        start = mlp([2, 100, 100, 100, 3], seed=seed)
        before, after = dead_units(start, X), dead_units(spiral_network(start=start, seed=seed, learning_rate=1.0, steps=150), X)
        for i in range(3):
            figures[f"dead_{i + 1}"] += float(before[i].sum())
            figures[f"back_{i + 1}"] += float((before[i] & ~after[i]).sum())
    return figures | {f"share_{i}": figures[f"back_{i}"] / max(1.0, figures[f"dead_{i}"]) for i in (2, 3)}


def sensitivity(seeds):
    """How far apart two runs end whose initial weights differ by 1e-12, as a power of ten, at two learning rates.

    `changed`: for how many seeds other rounding, from the examples in reverse order, changes the number of dead units at rate 4.5.
    """
    X, y = spiral()

    def distance(seed, rate):
        ends = []
        for change in (0.0, 1e-12):
            network = mlp([2, 100, 3], seed=seed)
            network.layers[0].W[0, 0] += change
            ends.append(last_network(network, X, y, learning_rate=rate, steps=300).layers[0].W)
        return np.log10(np.abs(ends[0] - ends[1]).max())

    def changed(seed, dtype):
        counts = []
        for order in (1, -1):
            network = mlp([2, 100, 3], seed=seed, dtype=dtype)
            after = last_network(network, X[::order], y[::order], learning_rate=4.5, steps=300)
            counts.append(dead_units(after, X)[0].sum())
        return counts[0] != counts[1]

    figures = {f"at_{rate:g}".replace(".", "_"): float(np.median([distance(seed, rate) for seed in seeds])) for rate in (1.0, 4.5)}
    types = {"changed_64": np.float64, "changed_32": np.float32}
    return figures | {name: float(sum(changed(seed, dtype) for seed in seeds)) for name, dtype in types.items()}


def idle_half(seeds):
    """Biases that start at −1, which leave half of the units dead: the loss, beside biases of 0 and half as many units.

    `long`: after 3,000 steps instead of 300.
    """
    runs = {"minus": {"bias": -1.0}, "zero": {}, "narrow": {"width": 50}, "leaky_minus": {"bias": -1.0, "activation": "leaky_relu"}}
    figures, dead = {}, []
    for name, options in runs.items():
        networks = [spiral_network(seed=seed, learning_rate=1.0, **options) for seed in seeds]
        figures[name] = float(np.median([spiral_loss(network) for network in networks]))
        if name == "minus":
            dead = [dead_share(network) for network in networks]
    for name in ("minus", "zero"):
        networks_long = [spiral_network(seed=seed, learning_rate=1.0, steps=3000, **runs[name]) for seed in seeds]
        figures[f"{name}_long"] = float(np.median([spiral_loss(network) for network in networks_long]))
    X = spiral()[0]
    idle = float(np.median([inactive_units(network, X)[0].mean() for network in networks]))
    return (
        figures
        | {"dead": float(np.median(dead)), "leaky_idle": idle, "cost": figures["minus"] / figures["zero"]}
        | {"gain_of_leaky": figures["minus"] / figures["leaky_minus"], "cost_long": figures["minus_long"] / figures["zero_long"]}
    )


def no_way_back(seeds):
    """300 steps at too large a rate, then 300 (3,000: `long`) at rate 1: the loss with ReLU, with Leaky ReLU, and of a new network.

    After rate 4.5, where about half of the units are dead: going on at 1, at 3, and (`keep`) at 4.5; `fresh`: a new network.
    """

    def losses(networks):
        return [spiral_loss(network) for network in networks]

    def go_on(networks, steps, rate=1.0):
        return [spiral_network(start=network, seed=0, learning_rate=rate, steps=steps) for network in networks]

    figures = {"fresh": float(np.median(losses(spiral_network(seed=seed, learning_rate=1.0) for seed in seeds)))}
    for name in ("relu", "leaky_relu"):
        before = [spiral_network(name, seed=seed, learning_rate=8.0) for seed in seeds]
        after = go_on(before, 300)
        long = losses(go_on(after, 2700))
        figures |= {f"{name}_before": float(np.median(losses(before))), name: float(np.median(losses(after)))}
        figures |= {f"{name}_long": float(np.median(long)), f"{name}_long_low": min(long), f"{name}_long_high": max(long)}
    half_dead = [spiral_network(seed=seed, learning_rate=4.5) for seed in seeds]
    for name, rate in (("half_dead", 1.0), ("half_dead_3", 3.0), ("keep", 4.5)):
        figures[name] = float(np.median(losses(go_on(half_dead, 300, rate))))
    figures["fresh_3"] = float(np.median(losses(spiral_network(seed=seed, learning_rate=3.0) for seed in seeds)))
    return figures | {
        "gap": figures["relu_long"] - figures["leaky_relu_long"],
        "half_dead_gain": figures["fresh"] - figures["half_dead"],
        "half_dead_gain_3": figures["fresh_3"] - figures["half_dead_3"],
    }


def dead_output(seeds):
    """A network whose only output is a ReLU learns the labels 0 and 1 by squares: how often it dies, and what moves after that."""
    X, y = circles()
    dead, moved = 0, []
    for seed in seeds:
        for start in range(4 * seed, 4 * seed + 4):
            network = mlp([2, 4, 1], seed=start)
            *hidden, output = network.layers
            network = Network([*hidden, Layer(output.W, output.b, "relu")])
            after = last_network(network, X, y[:, None], loss=half_squares, learning_rate=0.1, steps=300)
            more = last_network(after, X, y[:, None], loss=half_squares, learning_rate=0.1, steps=100)
            if (after.forward(X).scores == 0).all():
                dead += 1
                moved.append(max(np.abs(a.W - b.W).max() for a, b in zip(after.layers, more.layers, strict=True)))
    return {"runs": 4.0 * len(seeds), "dead": float(dead), "moved": float(max(moved, default=0.0))}


def half_squares(scores, y):
    """Half the mean squared error, and its gradient with respect to the scores."""
    return float(0.5 * np.mean((scores - y) ** 2)), (scores - y) / len(y)
