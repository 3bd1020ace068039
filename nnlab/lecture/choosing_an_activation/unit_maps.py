"""A drawn network in which every unit is a small map of the plane: what it answers where; the lines between them are its weights."""

from typing import NamedTuple

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.labels import Labels
from nnlab.engine.network_layout import edge_lines, show_edges
from nnlab.losses import probabilities

UNITS = 5  # of each hidden layer: those with the most influence
SIDE, SPACE, BETWEEN, HEAD, MARGIN = 30, 4, 30, 42, 14  # of a map, below it, to the next layer, above, at the right: in its pixels
HEIGHT = UNITS * (SIDE + SPACE) - SPACE
TONES = 16  # from no output to the strongest: few, so that the picture is small to send
SIGNS = (drawing.PURPLE, drawing.GREY)  # of outputs and weights above and below 0: no colours of classes, which are here too
LINE_WIDTHS, LIMITS = (0.6, 2.4), (0.5,)  # of a line; the share of the layer's largest weight above which it is wider


class Answers(NamedTuple):
    """What `UnitMaps` shows of a network: maps (count, SIDE, SIDE, 4) as colours, column by column; weights between the columns, 1 being
    the largest; and the class probabilities (inputs, classes)."""

    maps: np.ndarray
    weights: list[np.ndarray]
    chances: np.ndarray


def answers(network, inputs) -> Answers:
    """The answers of `network` at `inputs` ((2 SIDE)², 2), a square of the plane row by row from below, in the colours of the theme."""
    with np.errstate(all="ignore"):  # of a diverged training
        trace = network.forward(inputs)
    outputs, weights = [inputs, *map(np.nan_to_num, trace.hs[:-1])], [_weights(layer) for layer in network.layers]
    chosen = [np.arange(2), *(influential(h, W) for h, W in zip(outputs[1:], weights[1:], strict=True)), np.arange(len(weights[-1]))]
    chances = probabilities(np.nan_to_num(trace.scores))
    values = np.concatenate([_every_other(h[:, units]) for h, units in zip(outputs, chosen, strict=False)], axis=1)
    shown = [W[np.ix_(rows, units)] for W, units, rows in zip(weights, chosen, chosen[1:], strict=False)]
    maps = np.concatenate([_signed(values), _shares(_every_other(chances))])
    return Answers(maps, [W / max(1e-12, np.abs(W).max()) for W in shown], chances)


def influential(h, W) -> np.ndarray:
    """The indices, in order, of the UNITS units whose outputs h (n, units) change the next layer the most through its weights W."""
    return np.sort(np.argsort(h.std(axis=0) * np.linalg.norm(W, axis=0))[-UNITS:])


class UnitMaps:
    """The maps and lines in `axes`, for a network of 2 inputs, `depth` hidden layers and `classes` scores; `artists` are the live ones."""

    def __init__(self, axes, depth: int, classes: int):
        counts = [2, *[UNITS] * depth, classes]
        width = len(counts) * (SIDE + BETWEEN) - BETWEEN
        axes.set(xlim=(-1, width + MARGIN), ylim=(-1, HEIGHT + HEAD), box_aspect=(HEIGHT + HEAD + 1) / (width + 1 + MARGIN))
        axes.set_axis_off()
        self._left = [i * (SIDE + BETWEEN) for i in range(len(counts))]
        self._bottom = [(HEIGHT + n * (SIDE + SPACE) - SPACE) // 2 - SIDE - np.arange(n) * (SIDE + SPACE) for n in counts]
        self._line_ends = [self._lines_between(i) for i in range(len(counts) - 1)]
        style = {"extent": (0, width, 0, HEIGHT), "origin": "lower", "interpolation": "nearest", "aspect": "auto", "zorder": 0}
        self.maps = axes.imshow(drawing.blank(HEIGHT, width), **style)
        self.lines = edge_lines(axes, LINE_WIDTHS)
        self.curves = drawing.curve(axes, color=drawing.INK, linewidth=1.6)
        for label, low in enumerate(self._bottom[-1]):  # beside the map of a class stands its marker
            drawing.points(axes, label).set_data([width + 0.5 * MARGIN], [low + 0.5 * SIDE])
        self.names = axes.add_artist(Labels(10))
        self.artists = [self.maps, *self.lines, self.curves, self.names]

    def show(self, shown: Answers, activations, titles: list[str]) -> None:
        """Show these answers of a network with the `activations` in its hidden layers; `titles` name the columns."""
        image, weights = drawing.blank(*self.maps.get_array().shape[:2]), np.concatenate([W.ravel() for W in shown.weights])
        corners = [(left, low) for left, bottom in zip(self._left, self._bottom, strict=True) for low in bottom]
        for (left, low), one in zip(corners, shown.maps, strict=True):
            image[low : low + SIDE, left : left + SIDE] = one
        self.maps.set_data(image)
        show_edges(self.lines, np.concatenate(self._line_ends), weights, LIMITS, SIGNS)
        z, pieces = np.linspace(-2, 2, 21), []
        for left, activation in zip(self._left[1:], activations, strict=False):
            h = activation.f(z) if activation.pieces == 1 else np.full_like(z, np.nan)  # a unit with several sums has no curve of its own
            pieces += [np.column_stack([left + SIDE / 2 + 6 * z, HEIGHT + 12 + 4 * h]), [[np.nan, np.nan]]]
        self.curves.set_data(*np.concatenate(pieces).T)
        self.names.texts = [(left + SIDE / 2, HEIGHT + HEAD - 8, title) for left, title in zip(self._left, titles, strict=True)]

    def _lines_between(self, i: int) -> np.ndarray:
        """The lines (targets · sources, 2, 2) from the maps of column i to those of the next one."""
        target, source = np.indices((len(self._bottom[i + 1]), len(self._bottom[i]))).reshape(2, -1)
        ends = np.empty((target.size, 2, 2))
        ends[:, :, 0] = self._left[i] + SIDE, self._left[i + 1]
        ends[:, 0, 1], ends[:, 1, 1] = self._bottom[i][source] + SIDE / 2, self._bottom[i + 1][target] + SIDE / 2
        return ends


def _weights(layer) -> np.ndarray:
    """The weights (units, inputs) that are drawn: of a unit with several sums, the larger one in size."""
    W = np.nan_to_num(layer.W).reshape(layer.activation.pieces, -1, layer.W.shape[1])
    return np.take_along_axis(W, np.abs(W).argmax(axis=0)[None], axis=0)[0]


def _every_other(values) -> np.ndarray:
    """The values (SIDE², maps) at every other point, in both directions, of ((2 SIDE)², maps)."""
    return values.reshape(SIDE, 2, SIDE, 2, -1)[:, 0, :, 0].reshape(SIDE * SIDE, -1)


def _signed(h) -> np.ndarray:
    """Maps (units, SIDE, SIDE, 4) of outputs h (SIDE², units): in the colours of SIGNS, stronger towards the unit's largest."""
    shares = h / np.maximum(1e-12, np.abs(h).max(axis=0))
    shades = np.arange(TONES + 1) / TONES
    above, below = (drawing.between(shades, drawing.PAPER, colour) for colour in SIGNS)
    tones = np.concatenate([below[:0:-1], above])
    return _framed(tones[np.round(TONES + TONES * shares).astype(int)])


def _shares(chances) -> np.ndarray:
    """Maps (classes, SIDE, SIDE, 4): each class in its own colour, the stronger the more likely it is."""
    colours = zip(chances.T, drawing.CLASS_COLOURS, strict=False)
    return _framed(
        np.stack([drawing.between(np.round(TONES * chance) / TONES, drawing.PAPER, colour) for chance, colour in colours], axis=1)
    )


def _framed(colours) -> np.ndarray:
    """Maps (maps, SIDE, SIDE, 4) of `colours` (SIDE², maps, 4), each with a frame."""
    maps = colours.reshape(SIDE, SIDE, -1, 4).transpose(2, 0, 1, 3).copy()
    frame = drawing.rgba([drawing.GREY])[0].astype(np.uint8)
    maps[:, [0, -1]] = frame
    maps[:, :, [0, -1]] = frame
    return maps
