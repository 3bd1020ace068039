"""The picture that every library redraws: a probability over the plane with its data, and the loss as a function of one weight."""

import numpy as np

import nnlab
from nnlab.activations import sigmoid
from nnlab.engine import drawing
from nnlab.engine.scene import Scene, View

SIDE, REACH = 150, 3.2
AXIS = np.linspace(-REACH, REACH, SIDE)
GRID = np.stack(np.meshgrid(AXIS, AXIS), axis=-1).reshape(-1, 2)
RANGE = (-4.0, 4.0, 0.05)  # of the weight: minimum, maximum, step
START = 1.0
WEIGHTS = np.linspace(*RANGE[:2], 161)


class PanelData:
    """The data of the picture. `X`, `y`: the points; `curve`: the loss at WEIGHTS; `probabilities(w1)`, `loss(w1)`: what changes."""

    def __init__(self, points: int = 200):
        self.X, self.y = nnlab.moons(points // 2)
        self._network = nnlab.mlp([2, 8, 1], "tanh", seed=3)
        self.curve = np.array([self.loss(w1) for w1 in WEIGHTS])

    def _network_with(self, w1: float) -> nnlab.Network:
        self._network.layers[0].W[0, 0] = w1
        return self._network

    def probabilities(self, w1: float) -> np.ndarray:
        """The probability of class 1 on the grid (SIDE, SIDE)."""
        return sigmoid.f(self._network_with(w1).scores(GRID)).reshape(SIDE, SIDE)

    def loss(self, w1: float) -> float:
        """The mean loss on the points."""
        return nnlab.logistic_loss(self._network_with(w1).scores(self.X), self.y)[0]


class TwoPanels(Scene):
    """The picture as a scene. Parameter: `w1`."""

    def __init__(self, points: int = 200):
        self.data = PanelData(points)

    def build(self, figure, **params):
        left, right = figure.subplots(1, 2)
        left.set(title="data", xlim=(-REACH, REACH), ylim=(-REACH, REACH))
        left.grid(False)
        style = {"cmap": "coolwarm", "vmin": 0, "vmax": 1, "origin": "lower", "aspect": "auto", "interpolation": "nearest"}
        heatmap = left.imshow(np.zeros((SIDE, SIDE)), extent=(-REACH, REACH, -REACH, REACH), **style)
        X, y = self.data.X, self.data.y
        points = [left.plot(*X[y == label].T, drawing.CLASS_MARKERS[label], color=drawing.CLASS_COLOURS[label])[0] for label in (0, 1)]
        right.set(title="loss", xlabel="w1")
        right.plot(WEIGHTS, self.data.curve, color=drawing.BLUE)
        dot = right.plot([], [], "o", color=drawing.ORANGE, markersize=10)[0]
        return View(heatmap=heatmap, dot=dot, live=[heatmap, *points, dot])

    def update(self, view, *, w1):
        loss = self.data.loss(w1)
        view.heatmap.set_data(self.data.probabilities(w1))
        view.dot.set_data([w1], [loss])
        return f"w1 = {w1:.2f}, loss {loss:.3f}"
