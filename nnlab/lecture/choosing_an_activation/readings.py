"""The experiments behind what notebook 09 concludes: each takes seeds and returns figures by name."""

import numpy as np

from nnlab import dead_units, inactive_units, mlp
from nnlab.lecture.choosing_an_activation.contest import (
    CONTENDERS,
    HE,
    RATES,
    STARTS,
    accuracies,
    contest,
    initial_network,
    race,
    start_map,
)
from nnlab.lecture.claim_experiments import difference, median_and_range, mixed_activations
from nnlab.lecture.experiments import accuracy, last_network, train_test_split

MAPS = ("relu", "maxout_matched", "tanh", "gelu", "silu", "sigmoid")
ONE_RATE = ("relu", "leaky_relu", "maxout", "tanh", "sigmoid")


def mixing(seeds):
    """Networks with three functions and with one, each at its own best rate, on the spiral; those of sigmoids also from their own start."""
    return mixed_activations(seeds)


def two_layers(seeds):
    """Two hidden layers, 200 steps, each contender from its own best start at its own best rate."""
    figures = _race_figures("two", seeds)
    medians = [figures[name] for name in CONTENDERS]
    outcomes = race("two", tuple(seeds))
    figures |= difference("maxout_over_relu", outcomes["maxout"].scores, outcomes["relu"].scores)
    figures["spread"] = max(medians) - min(medians)
    return figures | _in_points(figures, "spread", "maxout_over_relu")


def five_layers(seeds):
    """Five hidden layers, 200 steps: from the own best start, from He's for all, and from 1/√n for all, each at its own best rate."""
    figures = _race_figures("five", seeds)
    for key, start in (("he", HE), ("plain", 1.0)):
        outcomes = contest(("relu", "maxout", "tanh", "gelu", "silu", "sigmoid"), 5, seeds, starts=(start,), rates=RATES)
        figures |= {f"{name}_{key}": outcome.median for name, outcome in outcomes.items()}
    lost = {name: figures[f"{name}_he"] - figures[f"{name}_plain"] for name in ("relu", "tanh", "maxout")}
    return figures | {f"{name}_lost": value for name, value in lost.items()} | {"sigmoid_gain": figures["sigmoid"] - figures["sigmoid_he"]}


def maps(seeds):
    """Five hidden layers, 200 steps: accuracy by start and learning rate, a table for each contender.

    Also how many settings get more than half right, and how much ReLU changes along the row of He and along the column of rate 0.1.
    """
    tables = {name: start_map(name, 5, tuple(seeds), starts=STARTS, rates=RATES) for name in MAPS}
    working = {f"{name}_settings": sum(value > 0.5 for row in table for value in row) for name, table in tables.items()}
    he, rate = STARTS.index(HE), RATES.index(0.1)
    relu = [row[rate] for row in tables["relu"]], tables["relu"][he]
    figures = {
        "sigmoid_at_2": max(tables["sigmoid"][STARTS.index(2.0)]),
        "by_start": max(relu[0]) - min(relu[0]),
        "by_rate": max(relu[1]) - min(relu[1]),
    }
    return tables | working | figures | _in_points(figures, "by_start", "by_rate")


def long_race(seeds):
    """Five hidden layers, 1,000 steps, each contender from its own best start at its own best rate."""
    figures = _race_figures("long", seeds)
    medians = [figures[name] for name in MAPS]
    figures |= {"spread": max(medians) - min(medians), "lowest": min(medians)}
    return figures | _in_points(figures, "spread")


def patience(seeds):
    """Five hidden layers of sigmoids from He's start at rate 3: accuracy on all unseen digits after 200, 2,000 and 5,000 steps."""
    X, y, X_unseen, y_unseen = train_test_split("digits")
    found = {200: [], 2000: [], 5000: []}
    for seed in seeds:
        network, done = initial_network("sigmoid", 5, HE, seed), 0
        for steps, values in found.items():
            network = last_network(network, X, y, learning_rate=3.0, steps=steps - done, batch_size=32, seed=1000 * seed + steps)
            values.append(accuracy(network, X_unseen, y_unseen))
            done = steps
    return {key: value for steps, values in found.items() for key, value in median_and_range(f"after_{steps}", values).items()}


def collapse(seeds):
    """Two hidden layers from He's start at rate 1: accuracy after 200 and 2,000 steps, dead and inactive units."""
    X, y, X_unseen, y_unseen = train_test_split("digits")
    figures, scores = {}, {}
    for name in ("relu", "leaky_relu"):
        networks = []
        for seed in seeds:
            network = mlp([64, 32, 32, 10], name, seed=seed, dtype=np.float32)
            networks.append(last_network(network, X, y, learning_rate=1.0, steps=200, batch_size=32, seed=seed))
        finite = [network for network in networks if network]
        figures |= median_and_range(name, [accuracy(network, X_unseen, y_unseen) if network else 0.1 for network in networks])
        for kind, measure in (("dead", dead_units), ("off", inactive_units)):
            figures[f"{name}_{kind}"] = float(np.median([np.concatenate(measure(network, X)).mean() for network in finite]))
        options = {"learning_rate": 1.0, "steps": 1800, "batch_size": 32}
        later = [
            network and last_network(network, X, y, seed=1000 + seed, **options) for network, seed in zip(networks, seeds, strict=True)
        ]
        scores[name] = [accuracy(network, X_unseen, y_unseen) if network else 0.1 for network in later]
        figures |= median_and_range(f"{name}_late", scores[name])
    return figures | difference("late_gain", scores["leaky_relu"], scores["relu"])


def one_rate(seeds):
    """Two hidden layers from He's start, 200 steps, in one column of the table only: at rate 0.03 and at rate 3."""
    figures = {}
    for key, rate in (("low", 0.03), ("high", 3.0)):
        for name in ONE_RATE:
            found = [accuracies(name, 2, HE, rate, seed)[1] for seed in seeds]
            figures[f"{name}_{key}"] = float(np.median(np.nan_to_num(found)))
    others = [name for name in ONE_RATE if name != "sigmoid"]
    figures["behind_low"] = min(figures[f"{name}_low"] for name in others) - figures["sigmoid_low"]
    figures["ahead_high"] = figures["sigmoid_high"] - max(figures[f"{name}_high"] for name in others)
    return figures | _in_points(figures, "ahead_high")


def _in_points(figures: dict, *names: str) -> dict:
    """Differences of accuracies in percentage points, as `{name}_points`."""
    return {f"{name}_points": 100 * figures[name] for name in names}


def _race_figures(name: str, seeds) -> dict:
    """Median, range, best start and rate of each contender, and the differences that the notebook states."""
    figures, outcomes = {}, race(name, tuple(seeds))
    for contender, outcome in outcomes.items():
        figures |= median_and_range(contender, outcome.scores)
        figures[f"{contender}_start"], figures[f"{contender}_rate"] = outcome.setting["start"], outcome.setting["learning_rate"]
    for one, other in (("tanh", "relu"), ("maxout_matched", "relu"), ("gelu", "relu"), ("silu", "relu"), ("relu", "sigmoid")):
        figures |= difference(f"{one}_over_{other}", outcomes[one].scores, outcomes[other].scores)
    return figures
