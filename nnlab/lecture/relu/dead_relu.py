"""The explorer `dead_relu`: how many units of a ReLU network die while it learns, and how many of another one are only never on."""

from itertools import takewhile

import numpy as np

from nnlab import DATASETS, dead_units, inactive_units, mlp, sgd
from nnlab.engine import drawing
from nnlab.engine.runs import TrainingScene, drawable_losses
from nnlab.engine.scene import View
from nnlab.language import translate

LAYER_STYLES = ((drawing.BLUE, "-"), (drawing.PURPLE, "--"), (drawing.GOLD, ":"))
LOSS_RANGE = (1e-2, 300.0)


class DeadRelu(TrainingScene):
    """Dead units of a ReLU network, and the same network with `compare` in its place ("leaky_relu" or "maxout").

    Further parameters: `dataset`, `learning_rate`, `start_bias`, `width`, `depth`, `init_scale` (times He), `seed`, `step`.
    """

    stacks = True
    narrow_heights = (2.9, 2.9, 2.9)
    size = (9.4, 3.7)
    rebuild_on = frozenset({"depth", "compare"})
    steps = 300
    max_runs = 6

    def build(self, figure, *, depth, compare, **params):
        left, middle, right = figure.subplots(1, 3, width_ratios=(1, 0.95, 1))
        for axes in (left, right):
            axes.set(xlabel=translate("step"), xlim=(-6, self.steps + 6))
        left.set(title=translate("dead_relu.share"), ylim=(-0.03, 1.18 + 0.13 * depth))  # the legend stands above 100 %
        left.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
        shares = [
            drawing.curve(left, color=color, linestyle=dash, label=translate("dead_relu.layer", i=i + 1))
            for i, (color, dash) in enumerate(LAYER_STYLES[:depth])
        ]
        idle = drawing.curve(
            left, color=drawing.GREEN, linestyle="-.", linewidth=1.8, label=translate("dead_relu.idle", name=translate(compare))
        )
        left.legend(loc="upper left")
        middle.set(title=translate("dead_relu.map"), xlabel=translate("dead_relu.examples"), ylabel=translate("dead_relu.units"))
        middle.set(xlim=(0, 1), ylim=(depth, 0), xticks=[], yticks=np.arange(depth) + 0.5, yticklabels=range(1, depth + 1))
        middle.grid(False)
        image = middle.imshow(np.zeros((2, 2, 3), np.uint8), extent=(0, 1, depth, 0), aspect="auto", interpolation="nearest")
        gaps = [middle.axhline(i, color=drawing.PAPER, linewidth=3) for i in range(1, depth)]  # over the image, and so live with it
        right.set(title=translate("dead_relu.loss"), yscale="log", ylim=LOSS_RANGE)
        losses = [
            drawing.curve(right, color=drawing.BLUE, label=translate("relu")),
            drawing.curve(right, color=drawing.GREEN, linestyle="--", label=translate(compare)),
        ]
        right.legend(loc="upper right")
        now = [drawing.curve(axes, color=drawing.INK, linewidth=1, linestyle=":") for axes in (left, right)]
        live = [image, *gaps, *shares, idle, *losses, *now]
        return View(image=image, shares=shares, idle=idle, losses=losses, now=now, live=live)

    def run_key(self, *, activation="relu", compare, step, **params):
        names = ("dataset", "depth", "width", "learning_rate", "init_scale", "start_bias", "seed")
        return activation, *(params[name] for name in names)

    def start_training(self, activation, dataset, depth, width, learning_rate, init_scale, start_bias, seed):
        X, y = DATASETS[dataset](100)
        network = mlp([2, *[width] * depth, int(y.max()) + 1], activation, seed=seed)
        for layer in network.layers:
            layer.W[...] *= init_scale
        for layer in network.layers[:-1]:
            layer.b[...] = start_bias
        return sgd(network, X, y, learning_rate=learning_rate, steps=self.steps), self.steps

    def required_runs(self, **params):
        return [self.run_key(activation=activation, **params) for activation in ("relu", params["compare"])]

    def masks(self, key: tuple, X, kind=dead_units) -> list[list]:
        """The masks of dead (or inactive) units by layer, of each network that the run has kept, up to one whose sums are not finite."""
        masks = self.runs.derive(key, kind.__name__, lambda network: kind(network, X) if _has_finite_sums(network, X) else None)
        return list(takewhile(lambda mask: mask is not None, masks))

    def update(self, view, **params):
        X, y = DATASETS[params["dataset"]](100)
        relu_key, other_key = self.required_runs(**params)
        run, other = self.run(*relu_key), self.run(*other_key)
        dead = self.masks(relu_key, X)
        idle, other_dead = ([np.mean(masks) for masks in self.masks(other_key, X, kind)] for kind in (inactive_units, dead_units))
        snapshot = min(run.index_at(params["step"]), len(dead) - 1)
        shares = np.array([[mask.mean() for mask in masks] for masks in dead])
        for i, line in enumerate(view.shares):
            line.set_data(run.steps[: len(shares)], shares[:, i])
        view.idle.set_data(other.steps[: len(idle)], idle)
        view.image.set_data(_activity_colors(run.networks[snapshot], X, dead[snapshot]))
        for line, trained in zip(view.losses, (run, other), strict=True):
            line.set_data(np.arange(len(trained.losses)), drawable_losses(trained.losses, LOSS_RANGE[0] / 2, 2 * LOSS_RANGE[1]))
        for line, limits in zip(view.now, ((0, 1), (LOSS_RANGE[0], 20)), strict=True):
            line.set_data([params["step"]] * 2, limits)
        now = min(other.index_at(params["step"]), len(idle) - 1)
        others = {"inactive": idle[now], "dead": other_dead[now]}
        return self._status(run, other, snapshot, shares[snapshot], others, int(y.max()) + 1, params)

    def _status(self, run, other, snapshot, shares, others, n_classes, params):
        step = run.steps[snapshot]
        dead = ", ".join(translate("dead_relu.part", i=i + 1, share=share) for i, share in enumerate(shares))
        diverged = snapshot < run.index_at(params["step"]) or _has_diverged(run, params["step"])  # sums that are not finite, or the loss
        key = "diverged" if diverged else "all" if shares.max() > 0.99 else "many" if shares.max() > 0.1 else "few"
        values = {"step": step, "loss": run.losses[step], "guess": np.log(n_classes), "rate": f"{params['learning_rate']:.3g}"}
        status = translate(f"dead_relu.status_{key}", **values, dead=dead)
        name = translate(params["compare"])
        if _has_diverged(other, params["step"]):
            return f"{status} {translate('dead_relu.other_diverged', name=name)}"
        loss = other.losses[min(step, len(other.losses) - 1)]
        return f"{status} {translate('dead_relu.other', name=name, loss=loss, **others)}"


def _has_finite_sums(network, X) -> bool:
    with np.errstate(all="ignore"):  # the sums may overflow one step before the loss does
        return all(np.isfinite(z).all() for z in network.forward(X).zs)


def _has_diverged(run, step: int) -> bool:
    return run.diverged and step >= len(run.losses) - 1


def _activity_colors(network, X, dead):
    """Colors (units, examples, 4): blue where on, deeper for more; pale where off; orange for dead units, which come last."""
    picked = X[np.linspace(0, len(X) - 1, 100).astype(int)]
    rows = []
    for h, mask in zip(network.forward(picked).hs[:-1], dead, strict=True):
        order = np.lexsort((-(h > 0).mean(axis=0), mask))
        strength = np.clip(h / max(1e-12, np.quantile(h, 0.98)), 0, 1).T[order]
        colors = drawing.between(np.where(strength > 0, 0.35 + 0.65 * strength, 0), drawing.OFF, drawing.BLUE)
        colors[mask[order]] = drawing.rgba([drawing.ORANGE])[0]
        rows.append(colors)
    return np.concatenate(rows)
