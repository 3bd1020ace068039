"""The explorer `leaky`: what the slope below 0 does, from ReLU (0) to a straight line (1), for fresh networks and for one that has died."""

import functools

import numpy as np

from nnlab import Network, dead_units, inactive_units, leaky_relu, mlp, moved_units, sgd, spiral, train
from nnlab.engine import drawing
from nnlab.engine.labels import CENTRE, Labels, name_ends
from nnlab.engine.runs import TrainingScene, drawable_losses
from nnlab.engine.scene import Pointer, View
from nnlab.language import translate
from nnlab.lecture.experiments import with_activation

ALPHAS = (0.0, 0.01, 0.1, 0.3, 1.0)  # the slopes with which all seeds are trained
SEEDS = 5
GUESSING_ACCURACY = 1 / 3
LOSS_RANGE = (0.1, 20.0)
ARM_Z = -2.2  # where the arm below 0 has its handle
DIVERGED = 0.15  # where a run that diverged stands in the panel of accuracies


def _spread(alpha):
    """The place of a slope on its axis, where small ones stand apart and 0 is included."""
    return np.power(alpha, 0.4)


@functools.cache
def dead_network(seed: int) -> Network:
    """A ReLU network after 200 steps at a learning rate that kills most of its units."""
    network = mlp([2, 100, 3], seed=seed, dtype=np.float32)
    return train(network, *spiral(), learning_rate=8.0, steps=200, snapshots=2).networks[-1]


class Leaky(TrainingScene):
    """A network with slope `alpha` below 0 beside ReLU. Further parameters: `learning_rate`, `start` ("fresh" or "dead"), `seed`."""

    stacks = True
    interactive = True
    narrow_heights = (2.9, 2.9, 2.9)
    size = (9.6, 3.7)
    steps = 150
    max_runs = 200
    snapshots = 2

    def build(self, figure, **params):
        left, middle, right = figure.subplots(1, 3, width_ratios=(0.85, 1, 1))
        left.set(label="function", title=translate("leaky.function"), xlabel="z", xlim=(-3, 3), ylim=(-3.2, 3.2))
        z = np.linspace(-3, 3, 3)
        relu = drawing.curve(left, z, np.maximum(z, 0), color=drawing.BLUE, linestyle="--", linewidth=1.6, zorder=4)
        f = drawing.curve(left, color=drawing.GREEN, linewidth=2.8)
        slope = drawing.curve(left, color=drawing.ORANGE, linestyle=":", linewidth=2)
        arm = left.plot([], [], "o", color=drawing.GREEN, markersize=9, markeredgecolor=drawing.PAPER, zorder=5)[0]
        names = [left.add_artist(Labels(10, color)) for color in (drawing.GREEN_TEXT, drawing.ORANGE_TEXT, drawing.BLUE)]
        middle.set(title=translate("leaky.loss"), xlabel=translate("step"), yscale="log", xlim=(-4, self.steps + 4), ylim=LOSS_RANGE)
        losses = [
            drawing.curve(middle, color=drawing.BLUE, linestyle="--", zorder=3),
            drawing.curve(middle, color=drawing.GREEN),
        ]
        loss_names = [middle.add_artist(Labels(10, color)) for color in (drawing.BLUE, drawing.GREEN_TEXT)]
        right.set(title=translate("leaky.accuracy"), xlabel=translate("leaky.axis"), xlim=(-0.06, 1.06), ylim=(0.08, 1.2))
        right.set_xticks(_spread(ALPHAS), [f"{alpha:g}" for alpha in ALPHAS])
        right.set_yticks([DIVERGED, GUESSING_ACCURACY, 0.5, 0.75, 1.0], [translate("leaky.diverged"), "33%", "50%", "75%", "100%"])
        right.axhline(GUESSING_ACCURACY, color=drawing.GREY, linewidth=1, linestyle=":")
        median = drawing.curve(right, color=drawing.GREY, linewidth=1.4, label=translate("leaky.median"))
        each = right.plot([], [], "o", color=drawing.GREEN, markersize=6, alpha=0.55, label=translate("leaky.seed"))[0]
        now = right.plot([], [], "D", color=drawing.ORANGE, markeredgecolor=drawing.PAPER, markersize=10, label=translate("leaky.here"))[0]
        right.legend(loc="upper center", ncols=3, fontsize=10, handlelength=1.0, columnspacing=1.0, borderaxespad=0.0)  # above 100 %
        live = [f, slope, relu, arm, *names, losses[1], losses[0], *loss_names, median, each, now]  # ReLU over the other curve
        view = View(f=f, slope=slope, arm=arm, losses=losses, median=median, each=each, now=now, live=live, grips=[arm])
        view.names, view.loss_names = names, loss_names
        return view

    def run_key(self, *, alpha, learning_rate, start, seed):
        return alpha, learning_rate, start, seed

    def start_training(self, alpha, learning_rate, start, seed):
        network = dead_network(seed) if start == "dead" else mlp([2, 100, 3], seed=seed, dtype=np.float32)
        return sgd(with_activation(network, leaky_relu(alpha)), *spiral(), learning_rate=learning_rate, steps=self.steps), self.steps

    def required_runs(self, **params):
        return [self.run_key(**params), self.run_key(**params | {"alpha": 0.0}), *self._keys_of_all_seeds(**params)]

    def _keys_of_all_seeds(self, **params) -> list[tuple]:
        """The keys of the runs on the right, seed by seed."""
        seeds = range(params["seed"], params["seed"] + SEEDS)
        return [self.run_key(**params | {"alpha": alpha, "seed": seed}) for seed in seeds for alpha in ALPHAS]

    def update(self, view, **params):
        alpha = params["alpha"]
        z = np.linspace(-3, 3, 301)
        view.f.set_data(z, leaky_relu(alpha).f(z))
        view.slope.set_data(z, leaky_relu(alpha).derivative(z))
        view.arm.set_data([ARM_Z], [alpha * ARM_Z])
        relu_name = (-1.3, 0.35 + (alpha if alpha < 0.5 else 0))  # above both flat lines, and below that of the slope where there is room
        places = {"this": (-1.6, alpha * ARM_Z - 0.55), "slope": (2.1, 1.35), "relu": relu_name}
        texts = {"this": translate("leaky.this"), "slope": translate("leaky.slope"), "relu": translate("relu")}
        for label, (name, place) in zip(view.names, places.items(), strict=True):
            label.texts = [(*place, texts[name], CENTRE)]
        relu, this = self.run(*self.run_key(**params | {"alpha": 0.0})), self.run(*self.run_key(**params))
        for line, run in zip(view.losses, (relu, this), strict=True):
            line.set_data(np.arange(len(run.losses)), drawable_losses(run.losses, LOSS_RANGE[0] / 2, 2 * LOSS_RANGE[1]))
        name_ends(view.loss_names, view.losses, [translate("relu"), translate("leaky.this")])
        keys = self._keys_of_all_seeds(**params)
        final = [_shown_accuracy(self.runs.get(*key)) if self.runs.is_finished(*key) else np.nan for key in keys]
        final = np.reshape(final, (SEEDS, len(ALPHAS))).T  # NaN where not yet known
        known = ~np.isnan(final)
        view.each.set_data(np.repeat(_spread(ALPHAS), SEEDS)[known.ravel()], final[known])
        shown = known[:, 0]  # the slopes with which the first seed is trained
        view.median.set_data(_spread(ALPHAS)[shown], np.nanmedian(final[shown], axis=1))
        view.now.set_data([_spread(alpha)], [_shown_accuracy(this)])
        return self._status(relu, this, final, params)

    def drag(self, start: Pointer, end: Pointer, /, **params):  # `params` have a `start`, too
        """The arm below 0 goes through the place to which it is dragged, between flat (0) and straight (1)."""
        if start.panel != "function" or end.panel != "function" or start.x >= 0:
            return {}
        return {"alpha": float(np.clip(end.y / min(end.x, -0.5), 0.0, 1.0))}

    def key(self, key, *, alpha, **params):
        """Up and down move the end of the arm."""
        change = {"ArrowUp": -0.05, "ArrowDown": 0.05}.get(key)
        return {} if change is None else {"alpha": round(float(np.clip(alpha + change, 0.0, 1.0)), 2)}

    def _status(self, relu, this, final, params):
        X, _ = spiral()
        alpha, start = params["alpha"], params["start"]
        values = {"alpha": f"{alpha:.2g}", "rate": f"{params['learning_rate']:.2g}", "steps": self.steps}
        if this.diverged:
            return translate("leaky.status_diverged", **values)
        values |= {"accuracy": this.accuracies[-1], "relu": 0.0 if relu.diverged else relu.accuracies[-1], "before": this.accuracies[0],
                   "original": relu.accuracies[0]}  # fmt: skip
        if alpha == 0:
            return translate(f"leaky.status_relu_{start}", **values, dead=dead_units(this.networks[-1], X)[0].sum())
        if alpha == 1:
            return translate("leaky.status_line", **values)
        if start == "dead":
            first, last = this.networks[0], this.networks[-1]
            measures = {
                "dead": dead_units(with_activation(first, "relu"), X),
                "zero": dead_units(last, X),
                "off": inactive_units(last, X),
                "moved": moved_units(first, last),
            }
            return translate("leaky.status_revived", **values, **{name: masks[0].sum() for name, masks in measures.items()})
        if alpha >= 0.25:
            return translate("leaky.status_straight", **values)
        gains = final[1] - final[0]  # of the slope 0.01 over ReLU
        known, own = ~np.isnan(gains), translate("leaky.status_fresh", **values)
        if not known.any():
            return own
        counts = {"better": (gains > 0.005).sum(), "worse": (gains < -0.005).sum(), "seeds": known.sum()}
        relu_median, leaky = np.median(final[:2, known], axis=1)
        return f"{translate('leaky.consistent', **counts, leaky=leaky, relu_median=relu_median)} {own}"


def _shown_accuracy(run) -> float:
    return DIVERGED if run.diverged else run.accuracies[-1]
