"""The races behind what notebook 07 says about speed: steps to a training error, by function, data, network and initial weights."""

import numpy as np

from nnlab import digits, leaky_relu, mlp, saturation, softmax_loss, spiral
from nnlab.lecture.experiments import compare, steps_to_error
from nnlab.lecture.relu.bending import bent_tanh

TARGET_ERROR = 0.25  # training error, that of Krizhevsky et al. 2012


def race_network(dataset, activation, seed, init_scale=1.0, output_scale=1.0):
    """The network of the race in float32: weights by He's rule times `init_scale`, the last layer's times `output_scale` as well.

    `dataset`: "spiral", "digits", or the sizes of another network for the digits.
    """
    sizes = {"digits": [64, 64, 64, 10], "spiral": [2, 100, 3]}.get(dataset, dataset)
    network = mlp(sizes, activation, seed=seed, dtype=np.float32)
    for layer in network.layers:
        layer.W[...] *= init_scale
    network.layers[-1].W[...] *= output_scale
    return network


def steps_to_goal(activation, *, seed, learning_rate, dataset="digits", input_scale=1.0, error=TARGET_ERROR, steps=400, **scales):
    """Steps until a share `error` of the training examples is wrong; infinite where that takes more than `steps`."""
    X, y = spiral() if dataset == "spiral" else digits()
    X = input_scale * X
    options = {} if dataset == "spiral" else {"batch_size": 32}
    network = race_network(dataset, activation, seed, **scales)
    return steps_to_error(network, X, y, error, learning_rate=learning_rate, steps=steps, seed=seed, **options)


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
    sigmoid = own_best("sigmoid", (5.0, 7.0, 10.0, 15.0), seeds, **options)
    shared = {f"{name}_shared": median_steps(name, 1.0, seeds, **options) for name in ("relu", "tanh")}
    ratio_shared = shared["tanh_shared"] / shared["relu_shared"]
    return {"relu": relu, "tanh": tanh, "sigmoid": sigmoid, "ratio": tanh / relu, "slowest": sigmoid / tanh, **shared} | {
        "ratio_shared": ratio_shared
    }


def goals(seeds):
    """The race of ReLU and tanh to smaller training errors, each function at its own best rate: on the spiral, and to 2% on the digits."""
    relu, tanh = (own_best(f, rates, seeds, error=0.02) for f, rates in (("relu", (0.1, 0.2, 0.3)), ("tanh", (0.2, 0.3, 0.5))))
    figures = {"relu_digits": relu, "tanh_digits": tanh, "ratio_digits": tanh / relu}
    for percent in (10, 5, 2):
        options = {"dataset": "spiral", "error": percent / 100, "steps": 600}
        relu, tanh = (own_best(f, rates, seeds, **options) for f, rates in (("relu", (1.5, 2.0, 3.0)), ("tanh", (1.0, 4.0, 5.0, 7.0))))
        figures |= {f"relu_{percent}": relu, f"tanh_{percent}": tanh, f"ratio_{percent}": tanh / relu}
    return figures


def shapes(seeds):
    """The race of ReLU and tanh on the digits with other networks: one and five hidden layers of 64 units, two of 256."""
    figures = {}
    for name, hidden, relu_rates, tanh_rates in (
        ("shallow", [64], (0.3, 0.5, 0.7), (0.3, 0.5, 0.7)),
        ("deep", [64] * 5, (0.05, 0.07, 0.1), (0.07, 0.1, 0.2)),
        ("wide", [256] * 2, (0.1, 0.2, 0.3), (0.2, 0.3, 0.5)),
    ):
        options = {"dataset": (64, *hidden, 10)}
        relu, tanh = own_best("relu", relu_rates, seeds, **options), own_best("tanh", tanh_rates, seeds, **options)
        figures |= {f"relu_{name}": relu, f"tanh_{name}": tanh, f"ratio_{name}": tanh / relu}
    return figures


def own_start(seeds):
    """The race with each function at its own initial weights (times He's, the last layer's apart) and its own best rate."""
    settings = {
        "relu": ("relu", (1.0, 2.0, 3.0), {"dataset": "spiral", "init_scale": 2.0, "output_scale": 5.0}),
        "tanh": ("tanh", (2.0, 3.0, 5.0), {"dataset": "spiral", "init_scale": 5.0, "output_scale": 5.0}),
        "sigmoid": ("sigmoid", (10.0, 20.0, 30.0), {"dataset": "spiral", "init_scale": 10.0}),
        "relu_digits": ("relu", (0.15, 0.2, 0.3), {"init_scale": 1.5}),
        "tanh_digits": ("tanh", (0.2, 0.3, 0.5), {"output_scale": 0.5}),
        "sigmoid_digits": ("sigmoid", (0.7, 1.0, 1.5), {"init_scale": 6.0, "output_scale": 0.5}),
    }
    figures = {name: own_best(f, rates, seeds, **options) for name, (f, rates, options) in settings.items()}
    return figures | {"ratio": figures["tanh"] / figures["relu"], "ratio_sigmoid": figures["sigmoid"] / figures["relu"]}


def bend(seeds):
    """The spiral with tanh(kz)/k, which bends k times as early, and with Leaky ReLU, whose kink grows blunt; each at its best rate."""
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
    """The digits with initial weights 3, 6 and 10 times as large (`hidden`: all but the output layer's): steps, first gradient."""
    figures = {}
    for scale in (1, 3):
        for rate in (0.03, 0.1, 0.3):
            for name in ("relu", "tanh"):
                figures[f"{name}_{scale}_at_{rate}".replace(".", "")] = median_steps(name, rate, seeds, init_scale=scale)
    for name, rates in (("relu", (0.07, 0.1, 0.15)), ("tanh", (0.2, 0.3, 0.4))):
        figures[f"{name}_best"] = own_best(name, rates, seeds, init_scale=3)
        growth = [first_gradient(name, seed, 3) / first_gradient(name, seed, 1) for seed in seeds]
        figures[f"{name}_gradient"] = float(np.median(growth))
    for name, options, relu_rates, tanh_rates in (
        ("6", {"init_scale": 6}, (0.02, 0.03, 0.05), (0.15, 0.2, 0.3)),
        ("10", {"init_scale": 10}, (0.01, 0.015, 0.02), (0.3, 0.5, 0.7)),
        ("10_hidden", {"init_scale": 10, "output_scale": 0.1}, (0.02, 0.03, 0.05), (0.3, 0.5, 0.7)),
        ("10_output", {"output_scale": 10}, (0.05, 0.1, 0.2), (0.05, 0.1, 0.2, 0.3)),
    ):
        relu, tanh = own_best("relu", relu_rates, seeds, **options), own_best("tanh", tanh_rates, seeds, **options)
        figures |= {f"relu_{name}": relu, f"tanh_{name}": tanh, f"ratio_{name}": tanh / relu}
    for scale in (1, 3, 6, 10):
        shares = [np.mean(saturation(race_network("digits", "tanh", seed, scale), digits()[0])) for seed in seeds]
        figures[f"saturated_{scale}"] = float(np.median(shares))
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
