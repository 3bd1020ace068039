"""What the slope below 0 does: from ReLU (0) over Leaky ReLU to a straight line (1), for fresh networks and for one that has died."""

import functools
from dataclasses import replace

import numpy as np

from nnlab.activations import leaky_relu
from nnlab.data import DATASETS
from nnlab.diagnostics import dead_units
from nnlab.engine import drawing
from nnlab.engine.runs import Training
from nnlab.engine.scene import View
from nnlab.language import translate
from nnlab.network import Network, mlp
from nnlab.training import sgd, train

ALPHAS = (0.0, 0.01, 0.1, 0.3, 1.0)  # for which all seeds are trained
SEEDS = 5
GUESS = 1 / 3
DEADLY = 8.0  # a learning rate at which nearly all units die
LOSS_RANGE = (1e-2, 30.0)
DIVERGED = 0.15  # where in the panel of accuracies a run stands that has none


def _along(alpha):
    """The place of a slope on the axis: small ones apart, 0 included."""
    return np.asarray(alpha, dtype=float) ** 0.4


@functools.cache
def spiral():
    """The data: the three arms of the lecture."""
    return DATASETS["spiral"](100)


@functools.cache
def dead_network(seed: int) -> Network:
    """A ReLU network after 200 steps at a learning rate that kills most of its units."""
    X, y = spiral()
    return train(mlp([2, 100, 3], seed=seed, dtype=np.float32), X, y, learning_rate=DEADLY, steps=200, snapshots=2).networks[-1]


class Leaky(Training):
    """A network with slope `alpha` below 0 beside ReLU. Further parameters: `learning_rate`, `start` ("fresh" or "dead"), `seed`."""

    size = (9.4, 3.7)
    steps = 150
    keep = 200
    snapshots = 2

    def build(self, figure, **params):
        left, middle, right = figure.subplots(1, 3, width_ratios=(0.85, 1, 1))
        left.set(title=translate("leaky.function"), xlabel="z", xlim=(-3, 3), ylim=(-3.2, 3.2))
        z = np.linspace(-3, 3, 3)
        drawing.curve(left, z, np.maximum(z, 0), color=drawing.BLUE, linestyle="--", linewidth=1.4, label=translate("relu"))
        self._f = drawing.curve(left, color=drawing.GREEN, linewidth=2.8, label=translate("leaky.this"))
        self._slope = drawing.curve(left, color=drawing.ORANGE, linestyle=":", linewidth=2, label=translate("leaky.slope"))
        left.legend(loc="upper left")
        middle.set(title=translate("leaky.loss"), xlabel=translate("step"), yscale="log", xlim=(-4, self.steps + 4), ylim=LOSS_RANGE)
        self._losses = [drawing.curve(middle, color=drawing.BLUE, linestyle="--", label=translate("relu")),
                        drawing.curve(middle, color=drawing.GREEN, label=translate("leaky.this"))]  # fmt: skip
        middle.legend(loc="upper right")
        right.set(
            title=translate("leaky.accuracy"), xlabel=translate("leaky.axis"), xlim=(-0.06, 1.06), ylim=(0.08, 1.5)
        )  # the legend stands above 100 %
        right.set_xticks(_along(ALPHAS), [f"{alpha:g}" for alpha in ALPHAS])
        right.set_yticks([DIVERGED, GUESS, 0.5, 0.75, 1.0], [translate("leaky.diverged"), "33%", "50%", "75%", "100%"])
        right.axhline(GUESS, color=drawing.GREY, linewidth=1, linestyle=":")
        self._median = drawing.curve(right, color=drawing.GREY, linewidth=1.4, label=translate("leaky.median"))
        self._each = right.plot([], [], "o", color=drawing.GREEN, markersize=6, alpha=0.55, label=translate("leaky.seed"))[0]
        self._here = right.plot([], [], "D", color=drawing.ORANGE, markeredgecolor="white", markersize=10, label=translate("leaky.here"))[0]
        right.legend(loc="upper right")

    def settings(self, *, alpha, learning_rate, start, seed):
        return alpha, learning_rate, start, seed

    def descent(self, alpha, learning_rate, start, seed):
        network = dead_network(seed) if start == "dead" else mlp([2, 100, 3], seed=seed, dtype=np.float32)
        layers = [replace(layer, activation=leaky_relu(alpha)) for layer in network.layers[:-1]]
        X, y = spiral()
        return sgd(Network([*layers, network.layers[-1]]), X, y, learning_rate=learning_rate, steps=self.steps), self.steps

    def wanted(self, *, alpha, seed, **params):
        middle = [{"alpha": a, "seed": seed, **params} for a in (alpha, 0.0)]
        return middle + [{"alpha": a, "seed": seed + i, **params} for i in range(SEEDS) for a in ALPHAS]

    def _finished(self, **params):
        """The accuracy at the end of a run, None as long as it is not computed; `DIVERGED` where there is none."""
        run = self._runs.get(self.settings(**params))
        if run is None or not (run.diverged or len(run.losses) > self.steps):
            return None
        return DIVERGED if run.diverged else run.accuracies[-1]

    def update(self, **params):
        alpha = params["alpha"]
        z = np.linspace(-3, 3, 301)
        self._f.set_data(z, leaky_relu(alpha).f(z))
        self._slope.set_data(z, leaky_relu(alpha).derivative(z))
        relu, this = self.run(**params | {"alpha": 0.0}), self.run(**params)
        for line, run in zip(self._losses, (relu, this), strict=True):
            losses = np.clip(np.nan_to_num(run.losses, nan=1e6, posinf=1e6), LOSS_RANGE[0] / 2, 2 * LOSS_RANGE[1])
            line.set_data(np.arange(len(losses)), losses)
        grid = [[self._finished(**params | {"alpha": a, "seed": params["seed"] + i}) for i in range(SEEDS)] for a in ALPHAS]
        known = [(a, accuracy) for a, row in zip(ALPHAS, grid, strict=True) for accuracy in row if accuracy is not None]
        self._each.set_data(_along([a for a, _ in known]), [accuracy for _, accuracy in known])
        medians = [(a, np.median([c for c in row if c is not None])) for a, row in zip(ALPHAS, grid, strict=True) if row[0] is not None]
        self._median.set_data(_along([a for a, _ in medians]), [median for _, median in medians])
        here = DIVERGED if this.diverged else this.accuracies[-1]
        self._here.set_data([_along(alpha)], [here])
        live = [self._f, self._slope, *self._losses, self._median, self._each, self._here]
        return View(live, self._sentence(relu, this, grid, params))

    def _sentence(self, relu, this, grid, params):
        X, _ = spiral()
        alpha, start = params["alpha"], params["start"]
        values = {"alpha": f"{alpha:.2g}", "rate": f"{params['learning_rate']:.3g}", "steps": self.steps}
        if this.diverged:
            return translate("leaky.status_diverged", **values)
        values |= {"accuracy": this.accuracies[-1], "relu": 0.0 if relu.diverged else relu.accuracies[-1], "before": this.accuracies[0]}
        dead = int(dead_units(_relu(this.networks[0]), X)[0].sum())
        if alpha == 0:
            dead_at_end = int(dead_units(this.networks[-1], X)[0].sum())
            return translate(f"leaky.status_relu_{start}", **values, dead=dead_at_end)
        if start == "dead":
            return translate("leaky.status_line" if alpha == 1 else "leaky.status_revived", **values, dead=dead)
        if alpha >= 0.25:
            return translate("leaky.status_line" if alpha == 1 else "leaky.status_straight", **values)
        wins = [b - a for a, b in zip(grid[0], grid[1], strict=True) if a is not None and b is not None]
        counts = {"better": sum(w > 0.005 for w in wins), "worse": sum(w < -0.005 for w in wins), "seeds": len(wins)}
        return f"{translate('leaky.status_fresh', **values)} {translate('leaky.consistent', **counts)}"


def _relu(network: Network) -> Network:
    return Network([replace(layer, activation=leaky_relu(0.0)) for layer in network.layers[:-1]] + [network.layers[-1]])
