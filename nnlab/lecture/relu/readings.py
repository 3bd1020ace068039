"""The experiments behind what notebook 07 concludes: each takes seeds and returns figures by name."""

import numpy as np

from nnlab import (
    Layer,
    Network,
    circles,
    dead_units,
    digits,
    inactive_units,
    leaky_relu,
    mlp,
    moved_units,
    saturation,
    sgd,
    softmax_loss,
    spiral,
)
from nnlab.lecture.experiments import compare, last_network, steps_to_error
from nnlab.lecture.relu.bending import bent_tanh

TARGET_ERROR = 0.25  # training error, that of Krizhevsky et al. 2012


def race_network(dataset, activation, seed, init_scale=1.0, output_scale=1.0):
    """The network of the race in float32: weights by He's rule times `init_scale`, the last layer's times `output_scale` as well."""
    sizes = [64, 64, 64, 10] if dataset == "digits" else [2, 100, 3]
    network = mlp(sizes, activation, seed=seed, dtype=np.float32)
    for layer in network.layers:
        layer.W[...] *= init_scale
    network.layers[-1].W[...] *= output_scale
    return network


def steps_to_goal(activation, *, seed, learning_rate, dataset="digits", init_scale=1.0, input_scale=1.0, output_scale=1.0, steps=400):
    """Steps until a quarter of the training examples are wrong; infinite where that takes more than `steps`."""
    X, y = digits() if dataset == "digits" else spiral()
    X = input_scale * X
    options = {"batch_size": 32} if dataset == "digits" else {}
    network = race_network(dataset, activation, seed, init_scale, output_scale)
    return steps_to_error(network, X, y, TARGET_ERROR, learning_rate=learning_rate, steps=steps, seed=seed, **options)


def own_best(activation, rates, seeds, **options) -> float:
    """The median steps to the goal at the learning rate of `rates` that suits the function best."""

    def speed(name, **setting):
        return -steps_to_goal(name, **setting, **options)

    return -compare(speed, [activation], seeds=seeds, learning_rate=rates)[activation].median


def median_steps(activation, learning_rate, seeds, **options) -> float:
    """The median steps to the goal at one learning rate."""
    return float(np.median([steps_to_goal(activation, seed=seed, learning_rate=learning_rate, **options) for seed in seeds]))


def race_digits(seeds):
    """The race on the digits, each function at its own best learning rate, and ReLU and tanh at one rate."""
    relu, tanh = own_best("relu", (0.1, 0.2, 0.3), seeds), own_best("tanh", (0.2, 0.3, 0.5), seeds)
    sigmoid = own_best("sigmoid", (0.7, 1.0, 1.5), seeds)
    shared = {f"{name}_shared": median_steps(name, 0.1, seeds) for name in ("relu", "tanh")}
    return {"relu": relu, "tanh": tanh, "sigmoid": sigmoid, "ratio": tanh / relu, "slowest": sigmoid / relu, **shared}


def race_spiral(seeds):
    """The race on the spiral."""
    options = {"dataset": "spiral"}
    relu, tanh = own_best("relu", (2.0, 3.0, 4.0), seeds, **options), own_best("tanh", (0.7, 1.0, 1.5), seeds, **options)
    sigmoid = own_best("sigmoid", (10.0, 15.0, 20.0), seeds, **options)
    shared = {f"{name}_shared": median_steps(name, 1.0, seeds, **options) for name in ("relu", "tanh")}
    ratio_shared = shared["tanh_shared"] / shared["relu_shared"]
    return {"relu": relu, "tanh": tanh, "sigmoid": sigmoid, "ratio": tanh / relu, "slowest": sigmoid / tanh, **shared} | {
        "ratio_shared": ratio_shared
    }


def bend(seeds):
    """The spiral with tanh(kz)/k, which bends k times as early, and with Leaky ReLU, whose corner grows blunt; each at its best rate."""
    options = {"dataset": "spiral"}
    rates = {0.3: (3.0, 5.0), 1: (1.0, 1.5), 3: (1.5, 2.0), 5: (2.0, 3.0), 30: (3.0, 5.0)}
    figures = {f"k{k:g}".replace(".", "_"): own_best(bent_tanh(k), rates[k], seeds, **options) for k in rates}
    blunt = own_best(leaky_relu(0.3), (1.5, 2.0), seeds, **options), own_best(leaky_relu(0.6), (0.7, 1.0), seeds, **options)
    relu = own_best("relu", (2.0, 3.0, 4.0), seeds, **options)
    large = options | {"output_scale": 10.0}
    figures |= {f"k{k}_large": own_best(bent_tanh(k), (1.0, 2.0, 3.0), seeds, **large) for k in (1, 5, 30)}
    figures["relu_large"] = own_best("relu", (0.1, 0.3, 0.5), seeds, **large)
    X = spiral()[0]
    figures["k30_saturated"] = float(np.median([saturation(race_network("spiral", bent_tanh(30), seed), X)[0] for seed in seeds]))
    return figures | {"relu": relu, "blunt_3": blunt[0], "blunt_6": blunt[1], "gain": figures["k1"] / figures["k5"]}


def scaled_inputs(seeds):
    """The spiral with inputs three times as large, each function at its own best rate."""
    options = {"dataset": "spiral", "input_scale": 3.0}
    relu, tanh = own_best("relu", (1.5, 2.0, 3.0), seeds, **options), own_best("tanh", (0.2, 0.3, 0.4), seeds, **options)
    return {"relu": relu, "tanh": tanh, "ratio": tanh / relu}


def large_weights(seeds):
    """The digits with initial weights three times as large: steps at three learning rates, and the size of the first gradient."""
    figures = {}
    for scale in (1, 3):
        for rate in (0.03, 0.1, 0.3):
            for name in ("relu", "tanh"):
                figures[f"{name}_{scale}_at_{rate}".replace(".", "")] = median_steps(name, rate, seeds, init_scale=scale)
    for name in ("relu", "tanh"):
        figures[f"{name}_best"] = min(figures[f"{name}_3_at_{rate}"] for rate in ("003", "01", "03"))
        growth = [first_gradient(name, seed, 3) / first_gradient(name, seed, 1) for seed in seeds]
        figures[f"{name}_gradient"] = float(np.median(growth))
    return figures | {
        "slow": figures["tanh_3_at_003"] / figures["relu_3_at_003"],
        "fast": figures["relu_3_at_03"] / figures["tanh_3_at_03"],
        "best": figures["relu_best"] / figures["tanh_best"],
    }


def first_gradient(activation, seed, init_scale) -> float:
    """The norm of the gradient of all weights before the first step, on all digits."""
    X, y = digits()
    network = race_network("digits", activation, seed, init_scale)
    trace = network.forward(X.astype(np.float32))
    gradients = network.backward(trace, softmax_loss(trace.scores, y)[1])
    return float(np.sqrt(sum((dW.astype(float) ** 2).sum() for dW, _ in gradients)))


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


def sensitivity(seeds):
    """How far apart two runs end whose initial weights differ by 1e-12, as a power of ten, at three learning rates."""
    X, y = spiral()

    def distance(seed, rate):
        ends = []
        for change in (0.0, 1e-12):
            network = mlp([2, 100, 3], seed=seed)
            network.layers[0].W[0, 0] += change
            ends.append(last_network(network, X, y, learning_rate=rate, steps=300).layers[0].W)
        return np.log10(np.abs(ends[0] - ends[1]).max())

    return {f"at_{rate:g}".replace(".", "_"): float(np.median([distance(seed, rate) for seed in seeds])) for rate in (1.0, 4.5)}


def idle_half(seeds):
    """Biases that start at −1, which leave half of the units dead: the loss, beside biases of 0 and half as many units."""
    runs = {"minus": {"bias": -1.0}, "zero": {}, "narrow": {"width": 50}, "leaky_minus": {"bias": -1.0, "activation": "leaky_relu"}}
    figures, dead = {}, []
    for name, options in runs.items():
        networks = [spiral_network(seed=seed, learning_rate=1.0, **options) for seed in seeds]
        figures[name] = float(np.median([spiral_loss(network) for network in networks]))
        if name == "minus":
            dead = [dead_share(network) for network in networks]
    X = spiral()[0]
    idle = float(np.median([inactive_units(network, X)[0].mean() for network in networks]))
    return (
        figures
        | {"dead": float(np.median(dead)), "leaky_idle": idle, "cost": figures["minus"] / figures["zero"]}
        | {"gain_of_leaky": figures["minus"] / figures["leaky_minus"]}
    )


def no_way_back(seeds):
    """300 steps at too large a rate, then 300 (3,000: `long`) at rate 1: the loss with ReLU, with Leaky ReLU, and of a new network."""

    def median_loss(networks):
        return float(np.median([spiral_loss(network) for network in networks]))

    def at_rate_1(networks, steps):
        return [spiral_network(start=network, seed=0, learning_rate=1.0, steps=steps) for network in networks]

    figures = {"fresh": median_loss(spiral_network(seed=seed, learning_rate=1.0) for seed in seeds)}
    for name, rate in (("relu", 4.5), ("leaky_relu", 4.5), ("relu", 6.0), ("relu", 8.0), ("leaky_relu", 8.0)):
        key = f"{name}_{rate:g}".replace(".", "_")
        before = [spiral_network(name, seed=seed, learning_rate=rate) for seed in seeds]
        after = at_rate_1(before, 300)
        figures |= {f"{key}_before": median_loss(before), key: median_loss(after)}
        if rate == 8:
            figures[f"{key}_long"] = median_loss(at_rate_1(after, 2700))
    return figures | {"gap": figures["relu_8_long"] - figures["leaky_relu_8_long"]}


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
