"""A function of one number out of simple units: steps of sigmoids or hinges of ReLUs, put together by hand or by training."""

import functools

import numpy as np

from nnlab.activations import relu, sigmoid
from nnlab.engine import drawing
from nnlab.engine.runs import Training
from nnlab.engine.scene import Pointer, View
from nnlab.language import translate
from nnlab.network import Layer, Network
from nnlab.training import sgd

X = np.linspace(-1, 1, 401)
MOST = 50
HIGHEST = 1.6  # of the panel
TARGETS = {
    "sine": lambda x: np.sin(np.pi * x),
    "wiggly": lambda x: 0.6 * np.sin(5 * x + 1) + 0.4 * np.cos(11 * x),
    "bump": lambda x: 1.2 * np.exp(-12 * x**2),
    "abs": lambda x: 1.5 * np.abs(x) - 0.6,
    "step": lambda x: np.where(x < 0.2, -0.7, 0.7),
}


def nodes(units: int) -> np.ndarray:
    """The units + 1 places at which what is built by hand has the target's height."""
    return np.linspace(-1, 1, units + 1)


def built(kind: str, heights, steepness: float) -> Network:
    """A network 1–n–1 through `heights` (n + 1,) at `nodes(n)`: a step between neighbours each, or a hinge at each but the last.

    `steepness`: of the sigmoids, as a multiple of what fits between two neighbouring nodes.
    """
    at, heights = nodes(len(heights) - 1), np.asarray(heights, dtype=float)
    gap = at[1] - at[0]
    if kind == "sigmoid":
        slope = np.full(len(at) - 1, 4 * steepness / gap)
        hidden = Layer(slope[:, None], -slope * (at[1:] + at[:-1]) / 2, sigmoid)
        return Network([hidden, Layer(np.diff(heights)[None], heights[:1])])
    slopes = np.diff(heights) / gap
    hidden = Layer(np.ones((len(at) - 1, 1)), -at[:-1], relu)
    return Network([hidden, Layer(np.diff(slopes, prepend=0.0)[None], heights[:1])])


def squared(outputs, y):
    """Half the mean squared error and its gradient, for regression."""
    error = outputs[:, 0] - y
    return float(0.5 * np.mean(error**2)), (error / len(y))[:, None]


def errors(network: Network, target) -> tuple[float, float]:
    """The largest and the root mean square difference from `target` on [−1, 1]."""
    with np.errstate(all="ignore"):
        difference = network.forward(X[:, None]).scores[:, 0] - target(X)
    return float(np.abs(difference).max()), float(np.sqrt(np.mean(difference**2)))


class Universal(Training):
    """Parameters: `target`, `kind` ("sigmoid" or "relu"), `how` ("built" or "trained"), `units`, `steepness`, `edited`.

    `edited` is None or (target, units, heights, selected): what the reader dragged, as long as it belongs to the picture.
    """

    size = (9.4, 3.9)
    interactive = True
    steps = 1500
    keep = 30
    snapshots = 2

    def __init__(self, function=None):
        super().__init__()
        self.targets = TARGETS | ({"own": function} if function else {})
        self._curve = functools.lru_cache(maxsize=64)(self._errors_by_units)

    def build(self, figure, **params):
        left, right = figure.subplots(1, 2, width_ratios=(1.5, 1))
        left.set(label="function", title=translate("universal.function"), xlabel="x", xlim=(-1.05, 1.05), ylim=(-HIGHEST, HIGHEST))
        self._target = drawing.curve(left, color=drawing.PALE, linewidth=7, label=translate("universal.target"))
        self._parts = drawing.curve(left, color=drawing.GREEN, linewidth=0.8, alpha=0.7, label=translate("universal.parts"))
        self._output = drawing.curve(left, color=drawing.BLUE, linewidth=2.4, label=translate("universal.output"))
        self._handles = left.plot([], [], "o", color=drawing.ORANGE, markersize=7, markeredgecolor="white", zorder=5)[0]
        self._ring = left.plot([], [], "o", markerfacecolor="none", markeredgecolor=drawing.PURPLE, markersize=14, markeredgewidth=2.2)[0]
        left.legend(loc="lower right", ncols=3, fontsize=9)
        right.set(
            title=translate("universal.error"),
            xlabel=translate("universal.units"),
            xscale="log",
            yscale="log",
            xlim=(0.9, 60),
            ylim=(1e-4, 3),
        )
        right.set_xticks([1, 2, 5, 10, 20, 50], ["1", "2", "5", "10", "20", "50"])
        right.minorticks_off()
        self._curves = [drawing.curve(right, color=drawing.BLUE, linestyle="-", label=translate("universal.steps")),
                        drawing.curve(right, color=drawing.PURPLE, linestyle="--", label=translate("universal.hinges"))]  # fmt: skip
        self._here = right.plot(
            [], [], "D", color=drawing.ORANGE, markersize=9, markeredgecolor="white", label=translate("universal.here")
        )[0]
        right.legend(loc="lower left")

    def settings(self, *, target, kind, units, **params):
        return target, kind, units

    def descent(self, target, kind, units):
        rng = np.random.default_rng(0)
        side, slope = rng.choice([-1.0, 1.0], units), 6.0 if kind == "sigmoid" else 1.5
        W = (side * slope)[:, None]
        start = Layer(W, -W[:, 0] * rng.uniform(-1, 1, units), sigmoid if kind == "sigmoid" else relu)
        network = Network([start, Layer(rng.normal(0, 0.5 / np.sqrt(units), (1, units)), np.zeros(1))])
        inputs = X[::8, None]
        rate = 1.5 / np.sqrt(units)
        return sgd(network, inputs, self.targets[target](inputs[:, 0]), loss=squared, learning_rate=rate, steps=self.steps), self.steps

    def wanted(self, *, how, **params):
        return [params] if how == "trained" else []

    def _errors_by_units(self, target, kind, steepness):
        n = np.unique(np.geomspace(1, MOST, 25).round().astype(int))
        function = self.targets[target]
        return n, np.array([errors(built(kind, function(nodes(k)), steepness), function)[0] for k in n])

    def _heights(self, target, units, edited):
        if edited is not None and edited[:2] == (target, units):
            return np.array(edited[2])
        return np.clip(self.targets[target](nodes(units)), -HIGHEST, HIGHEST)

    def update(self, *, target, kind, how, units, steepness, edited):
        function = self.targets[target]
        heights, selected = self._heights(target, units, edited), None if edited is None else edited[3]
        trained = None if how == "built" else self.run(target=target, kind=kind, units=units).networks[-1]
        network = trained or built(kind, heights, steepness)
        trace, top = network.forward(X[:, None]), network.layers[-1]
        parts = trace.hs[0] * top.W[0]
        self._target.set_data(X, np.clip(function(X), -2 * HIGHEST, 2 * HIGHEST))
        gaps = np.full((1, units), np.nan)
        self._parts.set_data(np.tile(np.append(X[::4], np.nan), units), np.clip(np.vstack([parts[::4], gaps]), -9, 9).T.ravel())
        self._output.set_data(X, np.clip(trace.scores[:, 0], -9, 9))
        self._handles.set_data(*((nodes(units), heights) if how == "built" else ([], [])))
        mine = how == "built" and selected is not None and edited[:2] == (target, units)
        self._ring.set_data(*(([nodes(units)[selected]], [heights[selected]]) if mine else ([], [])))
        for curve, unit in zip(self._curves, ("sigmoid", "relu"), strict=True):
            n, largest = self._curve(target, unit, steepness)
            curve.set_data(n, np.maximum(largest, 1.2e-4))
        largest, rms = errors(network, function)
        self._here.set_data([units], [np.clip(largest, 1.2e-4, 2.8)])
        live = [self._target, self._parts, self._output, self._handles, self._ring, *self._curves, self._here]
        return View(live, self._sentence(target, kind, how, units, steepness, largest, rms, edited))

    def _sentence(self, target, kind, how, units, steepness, largest, rms, edited):
        by_hand = errors(built(kind, self.targets[target](nodes(units)), steepness), self.targets[target])[0]
        values = {"n": units, "kind": translate(f"kind.{kind}"), "largest": largest, "rms": rms, "by_hand": by_hand}
        if how == "trained":
            return translate("universal.status_trained", **values)
        if edited is not None and edited[:2] == (target, units):
            return translate("universal.status_edited", **values)
        if largest < 1e-9:
            return translate("universal.status_exact", **values)
        if kind == "sigmoid" and steepness < 0.7:
            return translate("universal.status_blurred", **values)
        twice = errors(built(kind, self.targets[target](nodes(min(2 * units, 2 * MOST))), steepness), self.targets[target])[0]
        return translate("universal.status_built", **values, twice=twice, double=2 * units)

    def drag(self, start: Pointer, end: Pointer, *, target, units, how, edited, **params):
        if start.panel != "function" or end.panel != "function" or how != "built":
            return {}
        nearest = int(np.abs(nodes(units) - start.x).argmin())
        return self._moved(target, units, edited, nearest, end.y)

    def key(self, key, *, target, units, how, edited, **params):
        if how != "built":
            return {}
        mine = edited is not None and edited[:2] == (target, units)
        selected = edited[3] if mine else 0
        heights = self._heights(target, units, edited)
        if key in ("n", "ArrowLeft", "ArrowRight"):
            selected = (selected + (-1 if key == "ArrowLeft" else 1)) % (units + 1)
            return {"edited": (target, units, tuple(heights), selected)}
        step = {"ArrowUp": 0.1, "ArrowDown": -0.1}.get(key)
        return {} if step is None else self._moved(target, units, edited, selected, heights[selected] + step)

    def _moved(self, target, units, edited, index, height):
        heights = self._heights(target, units, edited).tolist()
        heights[index] = round(float(np.clip(height, -HIGHEST, HIGHEST)), 3)
        return {"edited": (target, units, tuple(heights), index)}
