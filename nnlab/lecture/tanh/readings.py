"""The experiments behind what notebook 06 concludes: each takes seeds and returns figures by name."""

import functools

import numpy as np

from nnlab import digits, from_function, mlp, saturation
from nnlab.activations import ACTIVATIONS
from nnlab.lecture.experiments import accuracy, compare, last_network, train_layers
from nnlab.lecture.tanh.deep import SIZES, TOO_LARGE, case_accuracy, layer_measures, passing_accuracy, passing_on, size_of_sums, told, walk
from nnlab.lecture.tanh.functions import FOUR, TRIANGLE, shift_biases

XAVIER = 0.1  # for 100 inputs: 1/√100
INITS = (XAVIER, 0.2, 0.4, 0.8, 1.6)
RATES = {  # the best of 0.03, 0.1, 0.3, 1, 3, 10 are among these, for each of the INITS
    "sigmoid": (0.3, 1.0),
    "stretched": (0.03, 0.1),
    "lowered": (1.0, 3.0),
    "tanh": (0.1, 0.3),
}


def digits_accuracy(name, *, seed, init, learning_rate, steps=300) -> float:
    """Accuracy on the training digits of a network with 4 hidden layers of 100 units and one of the FOUR functions.

    "shifted" is the sigmoid with initial biases that make up for its outputs around 0.5, "off" the lowered sigmoid with initial
    biases that make it the sigmoid network.
    """
    X, y = digits()
    function, times = {"shifted": ("sigmoid", 1.0), "off": ("lowered", -1.0)}.get(name, (name, 0.0))
    network = mlp(SIZES, FOUR[function], init=init, seed=seed, dtype=np.float32)
    shift_biases(network, times)
    return accuracy(last_network(network, X, y, learning_rate=learning_rate, steps=steps, batch_size=64, seed=seed), X, y)


@functools.cache
def _sweep(seeds, name) -> tuple[float, ...]:
    """The median accuracy with each of the INITS, at the best of the function's RATES."""
    run = functools.partial(digits_accuracy, name)
    outcomes = compare(lambda init, **setting: run(init=init, **setting), INITS, seeds=seeds, learning_rate=RATES[name])
    return tuple(outcome.median for outcome in outcomes.values())


def fair_start(seeds):
    """Each of the four functions with the initial weights and the learning rate that suit it best."""
    best = {name: max(_sweep(tuple(seeds), name)) for name in FOUR}
    centring, slope = best["lowered"] - best["sigmoid"], best["stretched"] - best["sigmoid"]
    return best | {"centring": centring, "slope": slope, "left": best["tanh"] - best["lowered"]}


def xavier_start(seeds):
    """Each of the four functions from Xavier's scale, and from four larger ones; each with the learning rate that suits it best."""
    curves = {name: list(_sweep(tuple(seeds), name)) for name in FOUR}
    at_xavier = {name: accuracies[0] for name, accuracies in curves.items()}
    gap = at_xavier["stretched"] - at_xavier["lowered"]
    return at_xavier | {"gap": gap, "inits": list(INITS)} | {f"{name}_curve": accuracies for name, accuracies in curves.items()}


def shifted_start(seeds):
    """Centered outputs and a centered start, apart: a sigmoid with the lowered network's start, and a lowered one with the sigmoid's."""
    grids = {"sigmoid": ((0.8, 1.3), (0.3, 0.5)), "lowered": ((0.8,), (1.0, 1.5))}
    figures = {}
    for name, grid in (("sigmoid", "sigmoid"), ("shifted", "sigmoid"), ("off", "lowered"), ("lowered", "lowered")):
        inits, rates = grids[grid]
        figures[name] = compare(digits_accuracy, [name], seeds=seeds, init=inits, learning_rate=rates)[name].median
    gains = {name: figures[name] - figures["sigmoid"] for name in ("shifted", "off", "lowered")}
    shares = {f"{name}_share": gains[name] / gains["lowered"] for name in ("shifted", "off")}
    return figures | {"gain": gains["shifted"], "gain_off": gains["off"]} | shares


def more_steps(seeds):
    """The sigmoid and tanh, each with the initial weights and the rate that suit it best, in 300 and in 1,000 steps."""
    best = {"sigmoid": {"init": 0.8, "learning_rate": 0.3}, "tanh": {"init": 0.2, "learning_rate": 0.3}}
    figures = {}
    for name, setting in best.items():
        for steps in (300, 1000):
            figures[f"{name}_{steps}"] = float(np.median([digits_accuracy(name, seed=seed, steps=steps, **setting) for seed in seeds]))
    return figures | {f"gap_{steps}": figures[f"tanh_{steps}"] - figures[f"sigmoid_{steps}"] for steps in (300, 1000)}


def _median(measures) -> dict[str, float]:
    """The median of each figure over the seeds."""
    return {name: float(np.median([one[name] for one in measures])) for name in measures[0]}


def level_line(seeds):
    """tanh, eight hidden layers, Xavier: the gradient of the sums, the outputs, and the gradient of the weights, which is their product."""
    figures = {}
    for name, activation, init in (("", "tanh", XAVIER), ("sigmoid_", "sigmoid", XAVIER), ("large_", "tanh", 10**0.5)):
        measures = _median([layer_measures(activation, init, seed) for seed in seeds])
        figures |= {f"{name}{figure}": value for figure, value in measures.items()}
    return figures


def four_moves(seeds):
    """The four functions in eight hidden layers, Xavier: the mean slope, and the gradient that reaches the first layer."""
    measures = {name: _median([layer_measures(FOUR[name], XAVIER, seed) for seed in seeds]) for name in FOUR}
    figures = {f"{name}_{figure}": one[figure] for name, one in measures.items() for figure in ("slope", "first")}
    stretching, lowering = (measures[name]["first"] / measures["sigmoid"]["first"] for name in ("stretched", "lowered"))
    return figures | {"stretching": stretching, "lowering": lowering, "both": measures["tanh"]["first"] / measures["stretched"]["first"]}


def two_by_two(seeds):
    """Few or most units saturated, with and without gradients that explode, each case at its own best learning rate."""
    cases = {"healthy": (0.1, 0.3), "exploding": (0.01, 0.03), "saturated": (0.3, 1.0), "both": (0.01, 0.03), "upper": (1.0, 3.0)}
    figures = {}
    for case, rates in cases.items():
        outcomes = compare(case_accuracy, [case], seeds=seeds, learning_rate=rates)
        figures[case] = outcomes[case].median
    half = functools.partial(digits_accuracy, "tanh")
    figures["half"] = compare(lambda init, **setting: half(init=init, **setting), [0.5], seeds=seeds, learning_rate=(0.1, 0.3))[0.5].median
    for name, init in (("half", 0.5), ("saturated", TOO_LARGE)):
        shares = [np.mean(saturation(mlp(SIZES, "tanh", init=init, seed=seed), digits()[0][::9])) for seed in seeds]
        figures[f"{name}_share"] = float(np.median(shares))
    return figures | {"gain": figures["saturated"] - figures["both"], "short": figures["healthy"] - figures["upper"]}


def mixing(seeds):
    """Saturated tanh networks of which one to four hidden layers mix their inputs at random: what they learn and what they tell.

    "deep" is as far out in the tails as the one that mixes in all four, but mixes in one; "linear" and "triangle" mix unsaturated.
    """
    cases = {"1": (1, 5.0), "2": (2, 5.0), "3": (3, 5.0), "4": (4, 5.0), "deep": (1, 20.0)}
    figures = {}
    for name, (n, weight) in cases.items():
        networks = {seed: passing_on(n, seed, weight) for seed in seeds}
        figures[f"saturated_{name}"] = float(np.median([np.mean(saturation(network, digits()[0][::9])) for network in networks.values()]))
        figures[f"sums_{name}"] = float(np.median([size_of_sums(network) for network in networks.values()]))
        run = compare(functools.partial(passing_accuracy, weight=weight), [n], seeds=seeds, learning_rate=(0.1, 0.3))[n]
        figures[f"learns_{name}"], figures[f"rate_{name}"] = run.median, run.setting["learning_rate"]
        figures[f"told_{name}"] = float(np.median([told(network, seed=seed, learning_rate=0.3) for seed, network in networks.items()]))
    linear = from_function(lambda z: z, np.ones_like)
    for name, f, init, rate in (("healthy", "tanh", XAVIER, 1.0), ("linear", linear, XAVIER, 3.0), ("triangle", TRIANGLE, 0.3, 0.3)):
        alone = [told(mlp(SIZES, f, init=init, seed=seed), seed=seed, learning_rate=rate) for seed in seeds]
        figures[f"told_{name}"] = float(np.median(alone))
    return figures | {"gap": figures["learns_deep"] - figures["learns_4"]}


def zigzag_apart(seeds):
    """The walk of two weights from the outputs of sigmoids, lowered sigmoids and tanh, at the explorer's rate and at larger ones."""
    walks = {
        "sigmoid": ("sigmoid", 0.7),
        "lowered": ("lowered", 0.7),
        "sigmoid_2": ("sigmoid", 2.0),
        "lowered_2": ("lowered", 2.0),
        "fast": ("lowered", 7.0),
        "fast_sigmoid": ("sigmoid", 7.0),
        "tanh": ("tanh", 0.7),
    }
    figures = {}
    for key, (name, rate) in walks.items():
        figures[f"{key}_detour"], figures[f"{key}_away"], figures[f"{key}_variance"] = walk(name, rate, seeds)
    figures["fast_sigmoid_away"] = min(figures["fast_sigmoid_away"], 1e6)  # it diverges
    return figures


def same_network(seeds):
    """The tanh network and the lowered one with its weights times 2, 4, …, 2 and its rates times the squares: how far scores differ."""
    X, y = digits()
    differences, factors = [], (2, 4, 4, 4, 2)
    for seed in list(seeds)[:2]:
        networks = [mlp(SIZES, FOUR[name], init=XAVIER, seed=seed) for name in ("tanh", "lowered")]
        for layer, k in zip(networks[1].layers, factors, strict=True):
            layer.W[...] *= k
        rates = [(0.3 * k**2, 0.3 * 2**2) for k in factors[:4]] + [(0.3 * 2**2, 0.3)]
        train_layers(networks[0], X, y, [0.3] * 5, 100, seed)
        train_layers(networks[1], X, y, rates, 100, seed)
        differences.append(np.abs(networks[0].scores(X) - networks[1].scores(X)).max())
    quarter = from_function(lambda z: np.tanh(z) / 4, lambda z: ACTIVATIONS["tanh"].derivative(z) / 4)
    pair = [mlp([64, 30, 30, 10], f, init=0.2, seed=next(iter(seeds))) for f in ("tanh", quarter)]
    for layer in pair[1].layers[1:]:
        layer.W[...] *= 4
    train_layers(pair[0], X, y, [0.3] * 3, 100, 0)
    train_layers(pair[1], X, y, [0.3] + [(0.3 * 16, 0.3)] * 2, 100, 0)
    apart = np.abs(pair[0].scores(X) - pair[1].scores(X)).max()
    return {"difference": float(max(differences)), "quarter": float(apart)}
