"""Depth: the tent of two ReLUs, passed on from layer to layer, folds the line; with every layer the straight pieces double."""

import numpy as np

from nnlab import Layer, Network
from nnlab.engine import drawing
from nnlab.engine.picture import Picture
from nnlab.language import translate

OUT = np.array([[2.0, -4.0]])  # the tent is 2 relu(x) − 4 relu(x − 1/2)
IN, BIAS = np.array([[1.0], [1.0]]), np.array([0.0, -0.5])


def tent_network(layers: int) -> Network:
    """The tent `layers` times in a row on [0, 1]: two ReLUs in each hidden layer, 2**layers pieces."""
    hidden = [Layer(IN if k == 0 else IN @ OUT, BIAS, "relu") for k in range(layers)]
    return Network([*hidden, Layer(OUT, np.zeros(1))])


def count_pieces(y) -> int:
    """The number of straight pieces of a zigzag through the values y (n,), n dense enough to meet every corner."""
    return 1 + int(np.count_nonzero(np.diff(np.sign(np.diff(y)))))


def flat_network(units: int, pieces: int) -> Network:
    """One hidden layer that follows the first `units` − 1½ of the `pieces` of a zigzag from 0 to 1, and stays at ½ from there on."""
    at = np.arange(float(units))
    at[-1] -= 0.5
    slopes = np.where(np.arange(units) % 2, -1.0, 1.0) * pieces
    slopes[-1] = 0.0
    return Network([Layer(np.ones((units, 1)), -at / pieces, "relu"), Layer(np.diff(slopes, prepend=0.0)[None], np.zeros(1))])


def folding(layers: int = 4) -> Picture:
    """The outputs of tent networks with 1 to `layers` hidden layers; in the last panel one hidden layer of as many units as well."""

    def draw(figure):
        x = np.linspace(0, 1, 2**10 + 1)
        all_axes = figure.subplots(1, layers, sharey=True)
        for k, axes in enumerate(all_axes, 1):
            y = tent_network(k).forward(x[:, None]).scores[:, 0]
            title = translate("depth.panel", units=2 * k, pieces=count_pieces(y))
            axes.set(title=title, xlabel="x", xlim=(0, 1), ylim=(-0.05, 1.35), xticks=(0, 0.5, 1), yticks=(0, 0.5, 1))
            drawing.curve(axes, x, y, color=drawing.BLUE, linewidth=1.8, label=translate("depth.deep"))
        flat = flat_network(2 * layers, 2**layers).forward(x[:, None]).scores[:, 0]
        drawing.curve(axes, x, flat, color=drawing.ORANGE, linestyle="--", linewidth=2.2, label=translate("depth.flat", units=2 * layers))
        axes.legend(loc="upper right", fontsize=10, borderpad=0, borderaxespad=0.1)
        return translate("depth.alt", layers=layers, units=2 * layers, pieces=2**layers)

    return Picture(draw, size=(9.6, 2.8))
