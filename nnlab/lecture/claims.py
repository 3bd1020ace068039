"""The lecture's claims as a table: each with its source and scope, an experiment, the figures measured here, and a verdict.

The figures are measured on the first call (about ten seconds), and the conditions in EXPERIMENTS turn them into verdicts. Only figures
that are the same on every machine belong here, so that the cost of a function does not.
"""

import functools
import html
from dataclasses import dataclass, replace

import numpy as np

from nnlab import Network, dead_units, digits, gradient_norms, leaky_relu, mlp, sign_agreement, softmax_loss, spiral, train
from nnlab.language import translate
from nnlab.lecture.experiments import ACTIVATION_NAMES, RATES, Result, steps_to_error, train_and_score

SEEDS = range(3)
DEPTHS = (2, 5)  # hidden layers


@dataclass(frozen=True)
class Claim:
    """One row: `values` are the measured figures by name; the `verdict` is "reproduced", "partly" or "not_here"."""

    key: str
    values: dict[str, float]
    verdict: str

    def text(self, part: str) -> str:
        """The text of a column: "claim", "source", "experiment" or "figure"."""
        return translate(f"claims.{self.key}.{part}", **(self.values if part == "figure" else {}))


class Claims(list[Claim]):
    """The claims, shown as a table in the current language."""

    def rows(self) -> list[list[str]]:
        """The table's text: the heading, then the claims; the columns are claim, source and scope, experiment, figures, verdict."""
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
    """The lecture's claims as a table in the current language; the first call measures the figures, which takes about ten seconds."""
    return Claims(_measured_claims())


@functools.cache
def _measured_claims() -> tuple[Claim, ...]:
    measured = {key: (measure(), verdict) for key, (measure, verdict) in EXPERIMENTS.items()}
    return tuple(Claim(key, values, verdict(**values)) for key, (values, verdict) in measured.items())


# ---- the experiments: each returns figures by name


def convergence_speed():
    """Steps to 25 % training error: tanh ÷ ReLU on digits and on the spiral, median, lowest and highest of the seeds."""
    ratios = {}
    for name, (X, y), sizes, rate, batch_size in (
        ("digits", digits(), [64, 64, 64, 10], 0.1, 32),
        ("spiral", spiral(), [2, 100, 3], 1.0, None),
    ):
        options = {"learning_rate": rate, "steps": 200, "batch_size": batch_size}
        tanh, relu = ([steps_to_error(mlp(sizes, f, seed=s), X, y, 0.25, **options, seed=s) for s in SEEDS] for f in ("tanh", "relu"))
        ratios |= _median_and_range(name, np.divide(tanh, relu))
    return ratios


def dead_shares():
    """Share of dead ReLU units of [2, 100, 3] after 300 steps on the spiral at the learning rates 1, 3 and 6."""
    X, _ = spiral()
    shares = {}
    for name, rate in (("at_1", 1.0), ("at_3", 3.0), ("at_6", 6.0)):
        shares |= _median_and_range(name, [dead_units(_train_on_spiral("relu", rate, seed), X)[0].mean() for seed in SEEDS])
    return shares


def dead_units_that_move():
    """How many ReLU units are dead after training at learning rate 8, and how many of these change a weight in 150 steps at rate 1."""
    X, _ = spiral()
    dead = moved = 0
    for seed in SEEDS:
        before = _train_on_spiral("relu", 8.0, seed)
        after = _train_further(before, "relu")
        mask = dead_units(before, X)[0]
        dead += int(mask.sum())
        moved += int((before.layers[0].W[mask] != after.layers[0].W[mask]).any(axis=1).sum())
    return {"dead": dead, "moved": moved}


def vanishing_gradients():
    """Gradient norm of the first layer ÷ that of the last, with five hidden layers before training, by activation."""
    X, y = digits()
    ratios = {}
    for name, init in (("sigmoid", "xavier"), ("tanh", "xavier"), ("relu", "he")):
        network = mlp([64, *[32] * 5, 10], name, init=init)
        trace = network.forward(X)
        norms = gradient_norms(network.backward(trace, softmax_loss(trace.scores, y)[1]))
        ratios[name] = norms[0] / norms[-1]
    return ratios


def gradient_signs():
    """Share of examples in which the gradients of all 30 weights of an output neuron have one sign, by hidden activation."""
    X, _ = digits()
    return {name: sign_agreement(mlp([64, 30, 1], name).forward(X).hs[0]) for name in ("sigmoid", "tanh")}


@functools.cache
def digits_results() -> dict[tuple[int, str, float], list[Result]]:
    """The Results on digits for each seed, by number of hidden layers, activation and learning rate."""
    return {
        (depth, name, rate): [[*train_and_score("digits", name, rate, depth, 32, 200, seed)][-1] for seed in SEEDS]
        for depth in DEPTHS
        for name in ACTIVATION_NAMES
        for rate in RATES
    }


def best_accuracy(name, depth) -> float:
    """Accuracy of an activation on unseen digits with `depth` hidden layers: the median of the seeds at the best learning rate."""
    return max(_median(result.accuracy for result in digits_results()[depth, name, rate]) for rate in RATES)


def best_accuracies(*names):
    """The best accuracy of each activation, by number of hidden layers: relu_2, relu_5, …"""
    return {f"{name}_{depth}": best_accuracy(name, depth) for name in names for depth in DEPTHS}


def sigmoid_against_others():
    """The best accuracy of the sigmoid, and the lowest and the highest of the other activations, by number of hidden layers."""
    figures = best_accuracies("sigmoid")
    for depth in DEPTHS:
        others = [best_accuracy(name, depth) for name in ACTIVATION_NAMES if name != "sigmoid"]
        figures |= {f"low_{depth}": min(others), f"high_{depth}": max(others)}
    return figures


def leaky_relu_against_dying():
    """Share of dead units at learning rate 8 by activation; accuracy of the ReLU networks after 150 more steps with ReLU or α = 0.1."""
    X, y = spiral()
    relu, leaky = ([_train_on_spiral(f, 8.0, seed) for seed in SEEDS] for f in ("relu", "leaky_relu"))

    def accuracy_after(activation):
        return _median(np.mean(_train_further(network, activation).predict(X) == y) for network in relu)

    return {
        "relu": _median(dead_units(network, X)[0].mean() for network in relu),
        "leaky": float(max(dead_units(network, X)[0].mean() for network in leaky)),
        "before": accuracy_after("relu"),
        "after": accuracy_after(leaky_relu(0.1)),
    }


def leaky_relu_against_relu():
    """How often Leaky ReLU is more accurate than ReLU with the same seed, less accurate, or level within half a point."""
    X, y = spiral()
    gains = []
    for rate in (1.0, 4.5, 8.0):
        for seed in range(5):
            leaky, relu = (np.mean(_train_on_spiral(f, rate, seed, steps=150).predict(X) == y) for f in ("leaky_relu", "relu"))
            gains.append(leaky - relu)
    gains = np.array(gains)
    better, worse = int((gains > 0.005).sum()), int((gains < -0.005).sum())
    return {"better": better, "worse": worse, "level": len(gains) - better - worse}


def maxout_parameters():
    """Parameters of 3072-100-10 with ReLU and with Maxout of two sums."""
    relu, maxout = (mlp([3072, 100, 10], f).n_parameters for f in ("relu", "maxout"))
    return {"relu": relu, "maxout": maxout, "ratio": maxout / relu}


def maxout_against_dying():
    """The largest share of dead units, and how many runs diverged, of all runs on digits with Maxout and with ReLU."""
    figures = {}
    for name in ("maxout", "relu"):
        runs = [result for rate in RATES for depth in DEPTHS for result in digits_results()[depth, name, rate]]
        figures[name] = max(result.dead_share for result in runs if not result.diverged)
        figures[f"{name}_diverged"] = sum(result.diverged for result in runs)
    return figures | {"runs": len(runs)}


def mixed_activations():
    """Accuracy on the spiral with ReLU, tanh and Leaky ReLU in one network, with ReLU alone and with tanh alone."""
    X, y = spiral()
    options = {"learning_rate": 0.3, "steps": 200, "snapshots": 2}
    return {
        name: _median(train(mlp([2, 30, 30, 30, 3], f, seed=seed), X, y, **options).accuracies[-1] for seed in SEEDS)
        for name, f in (("mixed", ["relu", "tanh", "leaky_relu"]), ("relu", "relu"), ("tanh", "tanh"))
    }


def _train_on_spiral(activation, learning_rate, seed, steps=300) -> Network:
    """[2, 100, 3] after training on the spiral."""
    return train(mlp([2, 100, 3], activation, seed=seed), *spiral(), learning_rate=learning_rate, steps=steps, snapshots=2).networks[-1]


def _train_further(network: Network, activation) -> Network:
    """The network after 150 more steps at learning rate 1 with another hidden activation."""
    layers = [*(replace(layer, activation=activation) for layer in network.layers[:-1]), network.layers[-1]]
    return train(Network(layers), *spiral(), learning_rate=1.0, steps=150, snapshots=2).networks[-1]


def _median(values) -> float:
    return float(np.median(list(values)))


def _median_and_range(name, values) -> dict[str, float]:
    return {name: _median(values), f"{name}_low": float(min(values)), f"{name}_high": float(max(values))}


# ---- the verdicts: the conditions that the figures have to meet


def _verdict(reproduced, partly=lambda **_: False):
    """A function of the figures: "reproduced" or "partly" if they meet that condition, else "not_here"."""
    return lambda **values: "reproduced" if reproduced(**values) else "partly" if partly(**values) else "not_here"


EXPERIMENTS = {
    "speed": (
        convergence_speed,
        _verdict(lambda digits, spiral, **_: min(digits, spiral) >= 4, lambda digits, spiral, **_: max(digits, spiral) >= 1.5),
    ),
    "dying": (dead_shares, _verdict(lambda at_1, at_6, **_: at_1 < 0.1 and at_6 >= 0.4, lambda at_1, at_6, **_: at_6 > 2 * at_1)),
    "stay_dead": (dead_units_that_move, _verdict(lambda dead, moved: dead > 0 and moved == 0)),
    "vanishing": (vanishing_gradients, _verdict(lambda sigmoid, tanh, relu: sigmoid < 0.01 and min(tanh, relu) > 0.1)),
    "one_sign": (gradient_signs, _verdict(lambda sigmoid, tanh: sigmoid == 1 and tanh < 0.05)),
    "never_sigmoid": (
        sigmoid_against_others,
        _verdict(
            lambda sigmoid_2, sigmoid_5, **_: max(sigmoid_2, sigmoid_5) < 0.5,
            lambda sigmoid_2, sigmoid_5, low_2, low_5, **_: sigmoid_2 < low_2 and sigmoid_5 < low_5,
        ),
    ),
    "tanh_over_sigmoid": (
        functools.partial(best_accuracies, "tanh", "sigmoid"),
        _verdict(lambda tanh_2, tanh_5, sigmoid_2, sigmoid_5: tanh_2 > sigmoid_2 + 0.01 and tanh_5 > sigmoid_5 + 0.01),
    ),
    "tanh_under_relu": (
        functools.partial(best_accuracies, "tanh", "relu", "maxout"),
        _verdict(
            lambda tanh_2, tanh_5, relu_2, relu_5, maxout_2, maxout_5: (
                tanh_2 < min(relu_2, maxout_2) - 0.01 and tanh_5 < min(relu_5, maxout_5) - 0.01
            ),
            lambda tanh_2, tanh_5, relu_2, relu_5, maxout_2, maxout_5: (
                tanh_2 < max(relu_2, maxout_2) - 0.005 or tanh_5 < max(relu_5, maxout_5) - 0.005
            ),
        ),
    ),
    "leaky_alive": (leaky_relu_against_dying, _verdict(lambda relu, leaky, before, after: leaky == 0 < relu and after > before)),
    "consistent": (leaky_relu_against_relu, _verdict(lambda better, worse, level: better > 0 and worse + level > 0)),
    "parameters": (maxout_parameters, _verdict(lambda ratio, **_: 1.9 < ratio <= 2)),
    "maxout_alive": (
        maxout_against_dying,
        _verdict(
            lambda maxout, relu, maxout_diverged, relu_diverged, **_: maxout == 0 < relu and maxout_diverged <= relu_diverged,
            lambda maxout, relu, **_: maxout == 0 < relu,
        ),
    ),
    "mixing": (mixed_activations, _verdict(lambda mixed, relu, tanh: mixed > min(relu, tanh) - 0.03)),
}
