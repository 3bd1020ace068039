"""The explorer `mix`: a network with its own activation in each hidden layer, beside one of ReLU alone and one of tanh alone."""

import numpy as np
from matplotlib.colors import to_hex

from nnlab import mlp, sgd, spiral
from nnlab.engine import drawing
from nnlab.engine.plane import Plane
from nnlab.engine.runs import TrainingScene, drawable_losses
from nnlab.engine.scene import View
from nnlab.engine.stacked import StackedFigure
from nnlab.language import translate
from nnlab.lecture.choosing_an_activation.unit_maps import SIDE, UNITS, UnitMaps, answers

DEPTH, WIDTH = 3, 30  # of the hidden layers
SEEDS = 3
LOSS_RANGE = (1e-2, 10.0)


class Mix(TrainingScene):
    """The mixture as a network of maps, its regions, and the loss and accuracy of all three networks on the spiral.

    Parameters: `layer1` … `layer3` (names of activations), `learning_rate`, `seed` (the first of SEEDS).
    """

    stacks = True
    narrow_heights = (3.2, 4.1, 2.0, 2.4)
    size = (9.6, 3.5)
    steps = 200
    max_runs = 40
    snapshots = 2

    def build(self, figure, **params):
        view = View()
        narrow = isinstance(figure, StackedFigure)
        if narrow:
            network, regions, top, bottom = figure.subplots(1, 4)
        else:
            grid = figure.add_gridspec(2, 3, width_ratios=(2.35, 1.15, 1))
            network, regions, top, bottom = (figure.add_subplot(place) for place in (grid[:, 0], grid[:, 1], grid[0, 2], grid[1, 2]))
        network.set(title=translate("mix.network", n=UNITS, of=WIDTH), anchor="N")
        view.maps = UnitMaps(network, DEPTH, 3)
        regions.set(title=translate("mix.regions"), box_aspect=1, anchor="N", xticks=[], yticks=[])
        view.plane = Plane(regions, 1.25, 3, resolution=2 * SIDE)
        regions.set(xlabel="", ylabel="")
        names = (translate("mix.this"), translate("mix.all", name=translate("relu")), translate("mix.all", name=translate("tanh")))
        top.set_xscale("function", functions=(spread_out, pressed_in))  # so that 97 and 99 % can be told apart
        top.set(title=translate("mix.accuracy"), xlim=(0.25, 1.01), ylim=(2.6, -0.6), yticks=range(3), yticklabels=names)
        if narrow:  # the names stand in the panel, so that the network can be as wide as the page
            top.tick_params(axis="y", length=0, pad=-6)
            top.set_yticks(np.arange(3) - 0.15, names, ha="left", va="bottom")
            top.grid(axis="y", visible=False)
        top.set_xticks([1 / 3, 0.75, 0.9, 1.0], ["33", "75", "90", "100%"])
        bottom.set(title=translate("mix.loss"), xlabel=translate("step"), xlim=(-4, self.steps + 4), yscale="log", ylim=LOSS_RANGE)
        looks = ((drawing.INK, "-", "D"), (drawing.GREY, "--", "o"), (drawing.GREY, ":", "s"))
        view.losses, view.accuracies = [], []
        for name, (color, dash, marker) in zip(names, looks, strict=True):
            view.losses.append(drawing.curve(bottom, color=color, linestyle=dash, label=name))
            style = {"linestyle": dash, "marker": marker, "markevery": slice(3, None), "markersize": 8, "markeredgecolor": drawing.PAPER}
            view.accuracies.append(drawing.curve(top, color=color, **style))
        view.live = [*view.maps.artists, *view.plane.artists, *view.losses, *view.accuracies]
        return view

    @staticmethod
    def compared_activations(**params) -> list[tuple[str, ...]]:
        """The activations of the three networks that are compared, layer by layer; the mixture comes first."""
        return [tuple(params[f"layer{i + 1}"] for i in range(DEPTH)), ("relu",) * DEPTH, ("tanh",) * DEPTH]

    def required_runs(self, *, learning_rate, seed, **params):
        return [(activations, learning_rate, seed + i) for i in range(SEEDS) for activations in self.compared_activations(**params)]

    def start_training(self, activations, learning_rate, seed):
        network = mlp([2, *[WIDTH] * DEPTH, 3], activations, seed=seed, dtype=np.float32)
        return sgd(network, *spiral(), learning_rate=learning_rate, steps=self.steps), self.steps

    def update(self, view, *, learning_rate, seed, **params):
        runs = []  # of each network: those of all seeds that have begun
        rows = zip(self.compared_activations(**params), view.losses, view.accuracies, strict=True)
        for row, (activations, line, dots) in enumerate(rows):
            first = self.run(activations, learning_rate, seed)
            others = [self.runs.peek(activations, learning_rate, seed + i) for i in range(1, SEEDS)]
            runs.append([first, *(run for run in others if run is not None and run.networks)])
            line.set_data(np.arange(len(first.losses)), drawable_losses(first.losses, LOSS_RANGE[0] / 2, 2 * LOSS_RANGE[1]))
            accuracies = np.clip([_accuracy(run) for run in runs[-1]], 0.26, 1.0)
            dots.set_data([0.25, np.median(accuracies), np.nan, *accuracies], np.full(3 + len(accuracies), row))  # a line to the median
        mixture = self.compared_activations(**params)[0]
        name = f"answers on {to_hex(drawing.PAPER)}"  # they are kept as colours, one set for each theme
        shown = self.runs.derive((mixture, learning_rate, seed), name, lambda network: answers(network, view.plane.inputs))[-1]
        layers = runs[0][0].networks[-1].layers[:-1]
        view.maps.show(shown, [layer.activation for layer in layers], ["x", *map(translate, mixture), translate("mix.classes")])
        view.plane.show_regions(shown.chances.argmax(axis=1), 1.5 * (shown.chances.max(axis=1) - 1 / 3))
        view.plane.show_points(*spiral())
        return self._status(runs, mixture, learning_rate)

    @staticmethod
    def _status(runs, activations, learning_rate):
        mixed = [_accuracy(run) for run in runs[0]]
        this, relu, tanh = (float(np.median([_accuracy(run) for run in each])) for each in runs)
        n_diverged = sum(run.diverged for run in runs[0])
        layers = " → ".join(map(translate, activations))
        values = {"layers": layers, "rate": f"{learning_rate:.2g}", "this": this, "low": min(mixed), "high": max(mixed), "relu": relu}
        values |= {"tanh": tanh, "seeds": len(mixed), "diverged": n_diverged}
        if n_diverged:
            key = "mix.status_diverged"
        elif len(set(activations)) == 1:
            key = "mix.status_linear" if activations[0] == "identity" else "mix.status_one"
        elif (other := _one_sigmoid_among(activations)) and this < (without := {"relu": relu, "tanh": tanh}[other]) - 0.02:
            points = round(100 * without) - round(100 * this)  # of the two accuracies that are shown
            values |= {"other": translate(other), "without": without, "points": points}
            key = "mix.status_one_sigmoid"
        else:
            between = min(relu, tanh) - 0.01 <= this <= max(relu, tanh) + 0.01
            key = "mix.status_between" if between else "mix.status"
        return translate(key, **values)


def _one_sigmoid_among(activations) -> str | None:
    """The activation of all layers but one, whose is the sigmoid; None where that is not "relu" or "tanh"."""
    others = {name for name in activations if name != "sigmoid"}
    return others.pop() if activations.count("sigmoid") == 1 and others in ({"relu"}, {"tanh"}) else None


def spread_out(accuracies):
    """The place of accuracies on an axis that leaves more room the closer they are to 1."""
    return -np.log(np.maximum(1.03 - np.asarray(accuracies), 1e-6))


def pressed_in(places):
    """The accuracies at these places: the inverse of `spread_out`."""
    return 1.03 - np.exp(-np.asarray(places))


def _accuracy(run) -> float:
    """The accuracy so far; that of guessing if the training diverged."""
    return 1 / 3 if run.diverged else run.accuracies[-1]
