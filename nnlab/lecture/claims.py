"""The register of the lecture's claims: each with its source and scope, an experiment, what it measured here, and a verdict.

Nothing in it is typed by hand: figures are computed when they are asked for (about ten seconds, once), and verdicts follow from
them by the rules below. What depends on the reader's machine, such as the cost of a function, is not in it; the explorers measure that.
"""

import functools
import html
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from nnlab.activations import leaky_relu, maxout, relu
from nnlab.data import digits, spiral
from nnlab.diagnostics import dead_units, gradient_norms, sign_agreement
from nnlab.language import translate
from nnlab.lecture.experiments import NAMES, RATES, steps_to_error, train_and_score
from nnlab.losses import softmax_loss
from nnlab.network import Network, mlp
from nnlab.training import train

SEEDS = range(3)
DEPTHS = (2, 5)
REPRODUCED, PARTLY, NOT_HERE = "reproduced", "partly", "not_here"


@dataclass(frozen=True)
class Claim:
    """One row: `values` are the measured figures by name, `verdict` is "reproduced", "partly" or "not_here"."""

    key: str
    values: dict[str, float]
    verdict: str

    def text(self, part: str) -> str:
        """A part of the row in words: "claim", "source", "experiment" or "figure"."""
        return translate(f"claims.{self.key}.{part}", **(self.values if part == "figure" else {}))


class Claims(list[Claim]):
    """The register, to be shown as a table in the current language."""

    def rows(self) -> list[list[str]]:
        """Its words: a heading, then the claims; columns are claim, source and scope, experiment, measured, verdict."""
        parts = ("claim", "source", "experiment", "figure")
        heading = [translate(f"claims.column.{part}") for part in (*parts, "verdict")]
        return [heading] + [[*(claim.text(part) for part in parts), translate(f"claims.verdict.{claim.verdict}")] for claim in self]

    def markdown(self) -> str:
        """The table as Markdown, without the column of experiments."""
        lines = [[row[0], row[1], row[3], row[4]] for row in self.rows()]
        lines.insert(1, ["---"] * 4)
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def __repr__(self) -> str:
        return "\n".join(" | ".join(row) for row in self.rows())

    def _repr_html_(self) -> str:
        heading, *rows = self.rows()
        cells = "".join(f'<th style="text-align:left">{html.escape(text)}</th>' for text in heading)
        body = "".join(
            "<tr>" + "".join(f'<td style="text-align:left;vertical-align:top">{html.escape(text)}</td>' for text in row) + "</tr>"
            for row in rows
        )
        return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def claims() -> Claims:
    """The lecture's claims, measured now, as a table in the current language; takes about ten seconds the first time."""
    return Claims(_register())


@functools.cache
def _register() -> tuple[Claim, ...]:
    return tuple(Claim(key, values, verdict(**values)) for key, (measure, verdict) in EXPERIMENTS.items() for values in [measure()])


# ---- the experiments: each returns figures by name


def speed():
    """Steps to 25 % training error, tanh against ReLU, on digits and spiral."""
    ratios = {}
    for name, (X, y), sizes, rate, batch in (
        ("digits", digits(), [64, 64, 64, 10], 0.1, 32),
        ("spiral", spiral(), [2, 100, 3], 1.0, None),
    ):
        steps = {
            f: [steps_to_error(mlp(sizes, f, seed=s), X, y, 0.25, learning_rate=rate, steps=200, batch_size=batch, seed=s) for s in SEEDS]
            for f in ("relu", "tanh")
        }
        each = np.divide(steps["tanh"], steps["relu"])
        ratios |= {name: float(np.median(each)), f"{name}_low": float(each.min()), f"{name}_high": float(each.max())}
    return ratios


def dying():
    """Dead units of [2, 100, 3] on the spiral after 300 steps, by learning rate."""
    X, _ = spiral()
    shares = {}
    for name, rate in (("at_1", 1.0), ("at_3", 3.0), ("at_6", 6.0)):
        each = [dead_units(_spiral_network(relu, rate, seed), X)[0].mean() for seed in SEEDS]
        shares |= {name: float(np.median(each)), f"{name}_low": float(min(each)), f"{name}_high": float(max(each))}
    return shares


def forever():
    """Do the weights of dead units move in 150 more steps at a fitting learning rate?"""
    X, _ = spiral()
    dead = moved = 0
    for seed in SEEDS:
        before = _spiral_network(relu, 8.0, seed)
        after = _on(before, relu, 1.0)
        mask = dead_units(before, X)[0]
        dead += int(mask.sum())
        moved += int((before.layers[0].W[mask] != after.layers[0].W[mask]).any(axis=1).sum())
    return {"dead": dead, "moved": moved}


def vanishing():
    """The gradient's norm in the first layer as a share of that in the last, five hidden layers, before training."""
    X, y = digits()
    shares = {}
    for name, init in (("sigmoid", "xavier"), ("tanh", "xavier"), ("relu", "he")):
        network = mlp([64, *[32] * 5, 10], name, init=init)
        trace = network.forward(X)
        norms = gradient_norms(network.backward(trace, softmax_loss(trace.scores, y)[1]))
        shares[name] = norms[0] / norms[-1]
    return shares


def centred():
    """The share of examples that would move all 30 weights of an output neuron one way."""
    X, _ = digits()
    return {name: sign_agreement(mlp([64, 30, 1], name).forward(X).hs[0]) for name in ("sigmoid", "tanh")}


@functools.cache
def table() -> dict:
    """Accuracy on unseen digits: (depth, activation, learning rate) -> a Result for each seed."""
    results = {}
    for depth in DEPTHS:
        for name in NAMES:
            for rate in RATES:
                results[depth, name, rate] = [[*train_and_score("digits", name, rate, depth, 32, 200, seed)][-1] for seed in SEEDS]
    return results


def best(*names):
    """The median accuracy of each activation at its own best learning rate, by depth: relu_2, relu_5, …"""
    return {
        f"{name}_{depth}": max(float(np.median([r.accuracy for r in table()[depth, name, rate]])) for rate in RATES)
        for name in names
        for depth in DEPTHS
    }


def never_sigmoid():
    """The sigmoid's best accuracy, and the lowest and highest among the other activations' best, by depth."""
    others, figures = best(*(name for name in NAMES if name != "sigmoid")), best("sigmoid")
    for depth in DEPTHS:
        each = [accuracy for name, accuracy in others.items() if name.endswith(f"_{depth}")]
        figures |= {f"low_{depth}": min(each), f"high_{depth}": max(each)}
    return figures


def leaky_alive():
    """Dead units at a learning rate of 8 on the spiral, and accuracy when a dead network goes on with a slope below 0."""
    X, y = spiral()
    died = [_spiral_network(relu, 8.0, seed) for seed in SEEDS]
    leaked = [_spiral_network(leaky_relu(0.01), 8.0, seed) for seed in SEEDS]

    def accuracy(networks):
        return float(np.median([np.mean(network.predict(X) == y) for network in networks]))

    return {
        "relu": float(np.median([dead_units(n, X)[0].mean() for n in died])),
        "leaky": float(max(dead_units(n, X)[0].mean() for n in leaked)),
        "before": accuracy([_on(n, relu, 1.0) for n in died]),
        "after": accuracy([_on(n, leaky_relu(0.1), 1.0) for n in died]),
    }


def consistent():
    """Leaky ReLU (0.01) against ReLU with the same seed: how often better, worse and level by more than half a point."""
    X, y = spiral()
    gains = []
    for rate in (1.0, 4.5, 8.0):
        for seed in range(5):
            leaky, plain = (np.mean(_spiral_network(f, rate, seed, steps=150).predict(X) == y) for f in (leaky_relu(0.01), relu))
            gains.append(leaky - plain)
    gains = np.array(gains)
    better, worse = int((gains > 0.005).sum()), int((gains < -0.005).sum())
    return {"better": better, "worse": worse, "level": len(gains) - better - worse}


def parameters():
    """Parameters of 3072-100-10 with Maxout of two sums and with ReLU."""
    counts = {name: mlp([3072, 100, 10], f).n_parameters for name, f in (("relu", "relu"), ("maxout", maxout(2)))}
    return counts | {"ratio": counts["maxout"] / counts["relu"]}


def maxout_alive():
    """Dead units and divergence in the table of runs, Maxout against ReLU."""
    runs = {name: [r for rate in RATES for depth in DEPTHS for r in table()[depth, name, rate]] for name in ("maxout", "relu")}
    return {
        "maxout": max(r.dead for r in runs["maxout"] if r.dead is not None),
        "relu": max(r.dead for r in runs["relu"] if r.dead is not None),
        "maxout_diverged": sum(r.dead is None for r in runs["maxout"]),
        "relu_diverged": sum(r.dead is None for r in runs["relu"]),
        "runs": len(runs["maxout"]),
    }


def mixing():
    """ReLU, tanh and Leaky ReLU in one network on the spiral, against each of the first two alone."""
    X, y = spiral()
    kinds = {"mixed": ["relu", "tanh", "leaky_relu"], "relu": ["relu"] * 3, "tanh": ["tanh"] * 3}
    return {
        name: float(
            np.median(
                [train(mlp([2, 30, 30, 30, 3], f, seed=s), X, y, learning_rate=0.3, steps=200, snapshots=2).accuracies[-1] for s in SEEDS]
            )
        )
        for name, f in kinds.items()
    }


def _spiral_network(activation, learning_rate, seed, steps=300) -> Network:
    X, y = spiral()
    return train(mlp([2, 100, 3], activation, seed=seed), X, y, learning_rate=learning_rate, steps=steps, snapshots=2).networks[-1]


def _on(network: Network, activation, learning_rate) -> Network:
    """The network after 150 more steps with another activation."""
    layers = [replace(layer, activation=activation) for layer in network.layers[:-1]] + network.layers[-1:]
    return train(Network(layers), *spiral(), learning_rate=learning_rate, steps=150, snapshots=2).networks[-1]


# ---- the rules: what the figures have to be for a verdict


def rule(reproduced: Callable[..., bool], partly: Callable[..., bool] = lambda **_: False) -> Callable[..., str]:
    """A verdict by two conditions on the figures."""

    def verdict(**values) -> str:
        return REPRODUCED if reproduced(**values) else PARTLY if partly(**values) else NOT_HERE

    return verdict


EXPERIMENTS = {
    "speed": (speed, rule(lambda digits, spiral, **_: min(digits, spiral) >= 4, lambda digits, spiral, **_: max(digits, spiral) >= 1.5)),
    "dying": (dying, rule(lambda at_1, at_6, **_: at_1 < 0.1 and at_6 >= 0.4, lambda at_1, at_6, **_: at_6 > 2 * at_1)),
    "forever": (forever, rule(lambda dead, moved: dead > 0 and moved == 0)),
    "vanishing": (vanishing, rule(lambda sigmoid, tanh, relu: sigmoid < 0.01 and min(tanh, relu) > 0.1)),
    "centred": (centred, rule(lambda sigmoid, tanh: sigmoid == 1 and tanh < 0.05)),
    "never_sigmoid": (
        never_sigmoid,
        rule(
            lambda sigmoid_2, sigmoid_5, **_: max(sigmoid_2, sigmoid_5) < 0.5,
            lambda sigmoid_2, sigmoid_5, low_2, low_5, **_: sigmoid_2 < low_2 and sigmoid_5 < low_5,
        ),
    ),
    "tanh_over_sigmoid": (
        functools.partial(best, "tanh", "sigmoid"),
        rule(lambda tanh_2, tanh_5, sigmoid_2, sigmoid_5: tanh_2 > sigmoid_2 + 0.01 and tanh_5 > sigmoid_5 + 0.01),
    ),
    "tanh_under_relu": (
        functools.partial(best, "tanh", "relu", "maxout"),
        rule(
            lambda tanh_2, tanh_5, relu_2, relu_5, maxout_2, maxout_5: (
                tanh_2 < min(relu_2, maxout_2) - 0.01 and tanh_5 < min(relu_5, maxout_5) - 0.01
            ),
            lambda tanh_2, tanh_5, relu_2, relu_5, maxout_2, maxout_5: (
                tanh_2 < max(relu_2, maxout_2) - 0.005 or tanh_5 < max(relu_5, maxout_5) - 0.005
            ),
        ),
    ),
    "leaky_alive": (leaky_alive, rule(lambda relu, leaky, before, after: leaky == 0 < relu and after > before)),
    "consistent": (consistent, rule(lambda better, worse, level: better > 0 and worse + level > 0)),
    "parameters": (parameters, rule(lambda ratio, **_: 1.9 < ratio <= 2)),
    "maxout_alive": (
        maxout_alive,
        rule(
            lambda maxout, relu, maxout_diverged, relu_diverged, **_: maxout == 0 < relu and maxout_diverged <= relu_diverged,
            lambda maxout, relu, **_: maxout == 0 < relu,
        ),
    ),
    "mixing": (mixing, rule(lambda mixed, relu, tanh: mixed > min(relu, tanh) - 0.03)),
}
