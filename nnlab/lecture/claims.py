"""The lecture's claims as a table: each with its source and scope, an experiment, the figures measured here, and a verdict.

The figures are measured on the first call (about ten seconds), and the conditions in EXPERIMENTS turn them into verdicts. Only figures
that are the same on every machine belong here, so that the cost of a function does not.
"""

import functools
import html
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from nnlab import Network, dead_units, digits, gradient_norms, leaky_relu, mlp, sign_agreement, softmax_loss, spiral, train
from nnlab.language import translate
from nnlab.lecture.experiments import ACTIVATION_NAMES, RATES, Result, steps_to_error, train_and_score, with_activation

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
        heading, *rows = ([html.escape(text) for text in row] for row in self.rows())
        titles = "".join(f'<th style="text-align:left">{text}</th>' for text in heading)
        cells = ("".join(f'<td style="text-align:left;vertical-align:top">{text}</td>' for text in row) for row in rows)
        body = "".join(f"<tr>{row}</tr>" for row in cells)
        return f"<table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>"


def claims() -> Claims:
    """The lecture's claims as a table in the current language; the first call measures the figures, which takes about ten seconds."""
    return Claims(_measured_claims())


@functools.cache
def _measured_claims() -> tuple[Claim, ...]:
    return tuple(Claim(key, values := measure(), verdict(key, values)) for key, (measure, *_) in EXPERIMENTS.items())


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
    shares = {}
    for rate in (1, 3, 6):
        shares |= _median_and_range(f"at_{rate}", [_dead_on_spiral(_train_on_spiral("relu", rate, seed)).mean() for seed in SEEDS])
    return shares


def dead_units_that_move():
    """How many ReLU units are dead after training at learning rate 8, and how many of these change a weight in 150 steps at rate 1."""
    dead = moved = 0
    for seed in SEEDS:
        before = _train_on_spiral("relu", 8.0, seed)
        after = _train_further(before, "relu")
        mask = _dead_on_spiral(before)
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
    return {name: sign_agreement(mlp([64, 30, 1], name).forward(digits()[0]).hs[0]) for name in ("sigmoid", "tanh")}


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
    relu, leaky = ([_train_on_spiral(f, 8.0, seed) for seed in SEEDS] for f in ("relu", "leaky_relu"))
    return {
        "relu": _median(_dead_on_spiral(network).mean() for network in relu),
        "leaky": float(max(_dead_on_spiral(network).mean() for network in leaky)),
        "before": _median(_spiral_accuracy(_train_further(network, "relu")) for network in relu),
        "after": _median(_spiral_accuracy(_train_further(network, leaky_relu(0.1))) for network in relu),
    }


def leaky_relu_against_relu():
    """How often Leaky ReLU is more accurate than ReLU with the same seed, less accurate, or level within half a point."""
    runs = [(rate, seed) for rate in (1.0, 4.5, 8.0) for seed in range(5)]
    leaky, relu = (np.array([_spiral_accuracy(_train_on_spiral(f, *run, steps=150)) for run in runs]) for f in ("leaky_relu", "relu"))
    better, worse = int((leaky - relu > 0.005).sum()), int((leaky - relu < -0.005).sum())
    return {"better": better, "worse": worse, "level": len(runs) - better - worse}


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
    options = {"learning_rate": 0.3, "steps": 200, "snapshots": 2}
    return {
        name: _median(train(mlp([2, 30, 30, 30, 3], f, seed=seed), *spiral(), **options).accuracies[-1] for seed in SEEDS)
        for name, f in (("mixed", ["relu", "tanh", "leaky_relu"]), ("relu", "relu"), ("tanh", "tanh"))
    }


def _train_on_spiral(activation, learning_rate, seed, steps=300) -> Network:
    """[2, 100, 3] after training on the spiral."""
    return train(mlp([2, 100, 3], activation, seed=seed), *spiral(), learning_rate=learning_rate, steps=steps, snapshots=2).networks[-1]


def _train_further(network: Network, activation) -> Network:
    """The network after 150 more steps at learning rate 1 with another hidden activation."""
    return train(with_activation(network, activation), *spiral(), learning_rate=1.0, steps=150, snapshots=2).networks[-1]


def _dead_on_spiral(network: Network):
    """Which hidden units of a 2-layer network are dead on the spiral: a mask."""
    return dead_units(network, spiral()[0])[0]


def _spiral_accuracy(network: Network) -> float:
    X, y = spiral()
    return float(np.mean(network.predict(X) == y))


def _median(values) -> float:
    return float(np.median(list(values)))


def _median_and_range(name, values) -> dict[str, float]:
    return {name: _median(values), f"{name}_low": float(min(values)), f"{name}_high": float(max(values))}


# ---- the verdicts: the conditions that the figures have to meet


def verdict(key: str, values: dict[str, float]) -> str:
    """Whether the figures meet the first condition of EXPERIMENTS[key] ("reproduced"), the second ("partly") or none ("not_here")."""
    _, *conditions = EXPERIMENTS[key]
    figures = SimpleNamespace(**values)
    verdicts = zip(("reproduced", "partly"), conditions, strict=False)
    return next((name for name, condition in verdicts if condition(figures)), "not_here")


EXPERIMENTS = {
    "speed": (convergence_speed, lambda f: min(f.digits, f.spiral) >= 4, lambda f: max(f.digits, f.spiral) >= 1.5),
    "dying": (dead_shares, lambda f: f.at_1 < 0.1 and f.at_6 >= 0.4, lambda f: f.at_6 > 2 * f.at_1),
    "stay_dead": (dead_units_that_move, lambda f: f.dead > 0 and f.moved == 0),
    "vanishing": (vanishing_gradients, lambda f: f.sigmoid < 0.01 and min(f.tanh, f.relu) > 0.1),
    "one_sign": (gradient_signs, lambda f: f.sigmoid == 1 and f.tanh < 0.05),
    "never_sigmoid": (
        sigmoid_against_others,
        lambda f: max(f.sigmoid_2, f.sigmoid_5) < 0.5,
        lambda f: f.sigmoid_2 < f.low_2 and f.sigmoid_5 < f.low_5,
    ),
    "tanh_over_sigmoid": (
        functools.partial(best_accuracies, "tanh", "sigmoid"),
        lambda f: f.tanh_2 > f.sigmoid_2 + 0.01 and f.tanh_5 > f.sigmoid_5 + 0.01,
    ),
    "tanh_under_relu": (
        functools.partial(best_accuracies, "tanh", "relu", "maxout"),
        lambda f: f.tanh_2 < min(f.relu_2, f.maxout_2) - 0.01 and f.tanh_5 < min(f.relu_5, f.maxout_5) - 0.01,
        lambda f: f.tanh_2 < max(f.relu_2, f.maxout_2) - 0.005 or f.tanh_5 < max(f.relu_5, f.maxout_5) - 0.005,
    ),
    "leaky_alive": (leaky_relu_against_dying, lambda f: f.leaky == 0 < f.relu and f.after > f.before),
    "consistent": (leaky_relu_against_relu, lambda f: f.better > 0 and f.worse + f.level > 0),
    "parameters": (maxout_parameters, lambda f: 1.9 < f.ratio <= 2),
    "maxout_alive": (
        maxout_against_dying,
        lambda f: f.maxout == 0 < f.relu and f.maxout_diverged <= f.relu_diverged,
        lambda f: f.maxout == 0 < f.relu,
    ),
    "mixing": (mixed_activations, lambda f: f.mixed > min(f.relu, f.tanh) - 0.03),
}
