"""The explorer `universal`: a function of one number as a sum of sigmoid steps or ReLU hinges, built by hand or trained."""

import functools

import numpy as np

from nnlab import Layer, Network, sgd
from nnlab.engine import drawing
from nnlab.engine.runs import TrainingScene
from nnlab.engine.scene import Pointer, View
from nnlab.language import translate
from nnlab.lecture.capacity_and_regularization.drawn_target import HEIGHTS, KNOTS, curve_through

X = np.linspace(-1, 1, 401)
MAX_UNITS = 50
MAX_HEIGHT = 1.6  # of the panel
MIN_ERROR = 1.2e-4  # that is drawn
DRAWN = (HEIGHTS, None)  # the parameter `drawn` at first
RATES = {"sigmoid": 1.5, "relu": 0.85}  # learning rates with one unit; with n units, divided by √n
TARGETS = {
    "sine": lambda x: np.sin(np.pi * x),
    "wiggly": lambda x: 0.6 * np.sin(5 * x + 1) + 0.4 * np.cos(11 * x),
    "bump": lambda x: 1.2 * np.exp(-12 * x**2),
    "abs": lambda x: 1.5 * np.abs(x) - 0.6,
    "step": lambda x: np.where(x < 0.2, -0.7, 0.7),
}


def nodes(units: int) -> np.ndarray:
    """The units + 1 evenly spaced inputs in [−1, 1] at which a built network is given the target's values."""
    return np.linspace(-1, 1, units + 1)


def build_network(kind: str, heights, steepness: float) -> Network:
    """A network 1–n–1 through `heights` (n + 1,) at `nodes(n)`: a step between any two nodes, or a hinge at each node but the last.

    `steepness`: of the sigmoids, as a multiple of what fits between two neighbouring nodes.
    """
    at, heights = nodes(len(heights) - 1), np.asarray(heights, dtype=float)
    gap = at[1] - at[0]
    if kind == "sigmoid":
        slope = np.full(len(at) - 1, 4 * steepness / gap)
        hidden, weights = Layer(slope[:, None], -slope * (at[1:] + at[:-1]) / 2, kind), np.diff(heights)
    else:
        hidden, weights = Layer(np.ones((len(at) - 1, 1)), -at[:-1], kind), np.diff(np.diff(heights) / gap, prepend=0.0)
    return Network([hidden, Layer(weights[None], heights[:1])])


def initial_network(kind: str, units: int, seed: int = 0) -> Network:
    """A network 1–n–1 with random weights, whose units step or bend at random places of [−1, 1]."""
    rng = np.random.default_rng(seed)
    w = rng.choice([-1.0, 1.0], units) * (6.0 if kind == "sigmoid" else 1.5)
    hidden = Layer(w[:, None], -w * rng.uniform(-1, 1, units), kind)
    return Network([hidden, Layer(rng.normal(0, 0.5 / np.sqrt(units), (1, units)), np.zeros(1))])


def errors(network: Network, target) -> tuple[float, float]:
    """The largest and the root mean square difference from the function `target` on [−1, 1]."""
    with np.errstate(all="ignore"):
        difference = network.forward(X[:, None]).scores[:, 0] - target(X)
    return float(np.abs(difference).max()), float(np.sqrt(np.mean(difference**2)))


def max_error(target, kind: str, units: int, steepness: float) -> float:
    """The largest error of the network that is built for `target`."""
    return errors(build_network(kind, target(nodes(units)), steepness), target)[0]


@functools.lru_cache(maxsize=64)
def error_curve(target, kind: str, steepness: float):
    """Numbers of units (n,) up to MAX_UNITS, and the largest error that each leaves (n,)."""
    units = np.unique(np.geomspace(1, MAX_UNITS, 25).round().astype(int))
    return units, np.array([max_error(target, kind, n, steepness) for n in units])


def squared_loss(outputs, y):
    """Half the mean squared error, for regression, and its gradient."""
    error = outputs[:, 0] - y
    return float(0.5 * np.mean(error**2)), (error / len(y))[:, None]


class Universal(TrainingScene):
    """Parameters: `target`, `kind` ("sigmoid" or "relu"), `how` ("built" or "trained"), `units`, `steepness`, `edited`.

    `edited` is None or (target, units, heights, selected): heights that the reader changed, valid for this target and number of units.
    `drawn` is (heights, selected): those of the target "drawn", which the reader draws, and the one selected there or None.
    """

    stacks = True
    size = (9.6, 3.9)
    interactive = True
    steps = 5000
    max_runs = 30
    snapshots = 2

    def __init__(self, function=None):
        super().__init__()
        self.targets = TARGETS | ({"own": function} if function else {})

    def build(self, figure, **params):
        view = View()
        left, right = figure.subplots(1, 2, width_ratios=(1.5, 1))
        left.set(label="function", title=translate("universal.function"), xlabel="x", xlim=(-1.05, 1.05), ylim=(-MAX_HEIGHT, MAX_HEIGHT))
        view.target = drawing.curve(left, color=drawing.PALE, linewidth=7, label=translate("universal.target"))
        view.parts = drawing.curve(left, color=drawing.GREEN, linewidth=0.8, alpha=0.7, label=translate("universal.parts"))
        view.output = drawing.curve(left, color=drawing.BLUE, linewidth=2.4, label=translate("universal.output"))
        view.knots = left.plot([], [], "s", color=drawing.PURPLE, markersize=8, markeredgecolor=drawing.PAPER, zorder=6)[0]
        view.heights = left.plot([], [], "o", color=drawing.ORANGE, markersize=7, markeredgecolor=drawing.PAPER, zorder=5)[0]
        ring = {"markerfacecolor": "none", "markeredgecolor": drawing.PURPLE, "markersize": 14, "markeredgewidth": 2.2}
        view.selected = left.plot([], [], "o", **ring)[0]
        drawing.legend_above(left)
        right.set(title=translate("universal.error"), xlabel=translate("universal.units"))
        right.set(xscale="log", yscale="log", xlim=(0.9, 60), ylim=(1e-4, 3))
        right.set(xticks=[1, 2, 5, 10, 20, 50], xticklabels=[1, 2, 5, 10, 20, 50])
        right.minorticks_off()
        view.steps = drawing.curve(right, color=drawing.BLUE, linestyle="-", label=translate("universal.steps"))
        view.hinges = drawing.curve(right, color=drawing.PURPLE, linestyle="--", label=translate("universal.hinges"))
        here = {"color": drawing.ORANGE, "markersize": 9, "markeredgecolor": drawing.PAPER, "label": translate("universal.here")}
        view.here = right.plot([], [], "D", **here)[0]
        right.legend(loc="lower left")
        view.live = [view.target, view.parts, view.output, view.heights, view.knots, view.selected, view.steps, view.hinges, view.here]
        return view

    def run_key(self, *, target, kind, units, drawn=DRAWN, **params):
        return drawn[0] if target == "drawn" else target, kind, units

    def _function(self, target):
        """The target by its name; heights are those of one that the reader draws."""
        return self.targets[target] if isinstance(target, str) else curve_through(target)

    def start_training(self, target, kind, units):
        network = initial_network(kind, units)
        x = X[::8]
        y, rate = self._function(target)(x), RATES[kind] / np.sqrt(units)
        return sgd(network, x[:, None], y, loss=squared_loss, learning_rate=rate, steps=self.steps), self.steps

    def required_runs(self, *, how, **params):
        return [self.run_key(**params)] if how == "trained" else []

    def _heights(self, target, units, edited):
        """The heights at the nodes and which is selected: those of `edited` if it is valid, else the target's, none selected."""
        if edited is not None and edited[:2] == (target, units):
            return np.array(edited[2]), edited[3]
        return np.clip(self._function(target)(nodes(units)), -MAX_HEIGHT, MAX_HEIGHT), None

    def update(self, view, *, target, kind, how, units, steepness, edited, drawn=DRAWN):
        is_drawn = target == "drawn"
        target = drawn[0] if is_drawn else target
        function = self._function(target)
        heights, selected = self._heights(target, units, edited)
        network = self.run(target, kind, units).networks[-1] if how == "trained" else build_network(kind, heights, steepness)
        trace = network.forward(X[:, None])
        view.target.set_data(X, np.clip(function(X), -2 * MAX_HEIGHT, 2 * MAX_HEIGHT))
        view.output.set_data(X, np.clip(trace.scores[:, 0], -9, 9))
        parts = trace.hs[0][::4] * network.layers[-1].W[0]
        gaps = np.full((1, units), np.nan)  # between the curves of two units
        view.parts.set_data(np.tile(np.append(X[::4], np.nan), units), np.clip(np.vstack([parts, gaps]), -9, 9).T.ravel())
        view.heights.set_data(*((nodes(units), heights) if how == "built" and not is_drawn else ([], [])))
        view.knots.set_data(*((KNOTS, drawn[0]) if is_drawn else ([], [])))
        view.grips = [view.knots if is_drawn else view.heights]
        at, places, ring = (KNOTS, np.array(drawn[0]), drawn[1]) if is_drawn else (nodes(units), heights, selected)
        ringed = [ring] if ring is not None and (is_drawn or how == "built") else []
        view.selected.set_data(at[ringed], places[ringed])
        for curve, unit in ((view.steps, "sigmoid"), (view.hinges, "relu")):
            n, largest = error_curve(function, unit, steepness)
            curve.set_data(n, np.maximum(largest, MIN_ERROR))
        largest, rms = errors(network, function)
        view.here.set_data([units], [np.clip(largest, MIN_ERROR, 2.8)])
        values = {"n": units, "kind": translate(f"kind.{kind}"), "largest": largest, "rms": rms}
        by_hand = max_error(function, kind, units, steepness)
        if how == "trained":
            key = "universal.status_trained" if by_hand < largest else "universal.status_trained_better"
            return translate(key, **values, by_hand=by_hand, steps=self.steps)
        if selected is not None:
            return translate("universal.status_edited", **values, by_hand=by_hand)
        if largest < 1e-9:
            return translate("universal.status_exact", **values)
        if kind == "sigmoid" and steepness < 0.7:
            return translate("universal.status_blurred" + ("_drawn" if is_drawn else ""), **values)
        return translate("universal.status_built", **values, twice=max_error(function, kind, 2 * units, steepness), double=2 * units)

    def drag(self, start: Pointer, end: Pointer, **params):
        if not start.panel == end.panel == "function":
            return {}
        places, _ = self._handles(**params)
        return self._set_height(int(np.abs(places - start.x).argmin()), end.y, **params) if len(places) else {}

    def key(self, key, **params):
        places, selected = self._handles(**params)
        if not len(places):
            return {}
        selected = selected or 0
        shift, step = {"n": 1, "ArrowRight": 1, "ArrowLeft": -1}.get(key), {"ArrowUp": 0.1, "ArrowDown": -0.1}.get(key)
        if shift is not None:
            return self._set_height((selected + shift) % len(places), None, **params)
        return {} if step is None else self._set_height(selected, step, is_change=True, **params)

    def _handles(self, *, target, how, units, edited, drawn=DRAWN, **params):
        """The inputs at which there is something to drag, none where there is not, and which of them is selected."""
        if target == "drawn":
            return KNOTS, drawn[1]
        return (nodes(units), self._heights(target, units, edited)[1]) if how == "built" else (np.empty(0), None)

    def _set_height(self, index, height, *, target, units, edited, drawn=DRAWN, is_change=False, **params):
        """Put the handle at `index` at a height, None for the one that it has, and select it."""
        heights = list(drawn[0]) if target == "drawn" else self._heights(target, units, edited)[0].tolist()
        if height is not None:
            height += heights[index] if is_change else 0.0
            heights[index] = round(float(np.clip(height, -MAX_HEIGHT, MAX_HEIGHT)), 3)
        return {"drawn": (tuple(heights), index)} if target == "drawn" else {"edited": (target, units, tuple(heights), index)}
