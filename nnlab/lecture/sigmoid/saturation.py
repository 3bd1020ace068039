"""The explorer `saturation`: outputs, saturated units and gradients of a deep network before its first step."""

import functools

import numpy as np

from nnlab import Network, gradient_norms, mlp, saturation
from nnlab.engine import drawing
from nnlab.engine.numbers import format_number
from nnlab.engine.scene import Scene, View
from nnlab.language import translate

MAX_DEPTH = 10
EXAMPLES, FEATURES = 128, 100
BINS, COLUMN_WIDTH = 40, 16  # of a histogram: bins, and pixels from one layer to the next
OUTPUT_RANGES = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "relu": (0.0, 4.0)}  # of the histograms
MIN_NORM, MAX_NORM = 1e-16, 1e6  # of the gradients in the picture


class Saturation(Scene):
    """A deep network before its first step. Parameters: `activation`, `depth`, `width`, `weight_scale`, `input_scale`."""

    size = (8.4, 4.4)
    rebuild_on = frozenset({"activation"})

    def build(self, figure, *, activation, **params):
        top, middle, bottom = figure.subplots(3, 1, sharex=True, height_ratios=(1.5, 0.8, 1.5))
        low, high = OUTPUT_RANGES[activation]
        view, relu = View(), activation == "relu"
        top.set(title=translate("saturation.outputs"), xlim=(0.4, MAX_DEPTH + 1.6), ylim=(low, high), yticks=np.linspace(low, high, 3))
        if relu:
            top.set_yticklabels(["0", "2", "≥ 4"])
        top.grid(False)
        extent = (0.5, MAX_DEPTH + 0.5, low, high)
        view.histograms = top.imshow(np.ones((1, 1, 4)), origin="lower", extent=extent, interpolation="nearest", aspect="auto")
        middle.set(title=translate("saturation.off" if relu else "saturation.saturated"), ylim=(0, 1.02))
        middle.set_yticks((0, 0.5, 1), ["0%", "50%", "100%"])
        middle.grid(False, axis="x")
        view.bars = drawing.curve(middle, color=drawing.GOLD, linewidth=22, solid_capstyle="butt")
        bottom.set(title=translate("saturation.gradients"), yscale="log", ylim=(MIN_NORM / 3, MAX_NORM * 3))
        bottom.set(xticks=range(1, MAX_DEPTH + 2), yticks=10.0 ** np.arange(-15, 6, 5), xlabel=translate("saturation.layer"))
        bottom.minorticks_off()
        view.norms = drawing.curve(bottom, color=drawing.BLUE, marker="o", label=translate("saturation.norm"))
        view.medians = drawing.curve(bottom, color=drawing.ORANGE, marker="s", linestyle="--", label=translate("saturation.typical"))
        view.medians.set_visible(not relu)
        drawing.legend_above(bottom, handles=[view.norms] if relu else [view.norms, view.medians])
        view.live = [view.histograms, view.bars, view.norms, view.medians]
        return view

    def update(self, view, *, activation, depth, width, weight_scale, input_scale):
        X, dscores = examples()
        network = initial_network(activation, depth, width, weight_scale)
        trace, shares = network.forward(input_scale * X), saturation(network, input_scale * X)
        norms = gradient_norms(network.backward(trace, dscores))
        medians = median_gradient_norms(network, trace, dscores)
        view.histograms.set_data(_histograms(trace.hs[:-1], *OUTPUT_RANGES[activation]))
        layers = np.arange(1, depth + 1)
        view.bars.set_data(np.repeat(layers, 3), np.column_stack([np.zeros(depth), shares, np.full(depth, np.nan)]).ravel())
        view.norms.set_data(np.arange(1, depth + 2), np.clip(norms, MIN_NORM, MAX_NORM))
        view.medians.set_data(layers, np.clip(medians, MIN_NORM, MAX_NORM))
        spread = float(trace.hs[-2].std(axis=0).mean())
        small_weights = weight_scale * np.sqrt(width) < 0.5  # below half of Xavier's scale
        return _status(activation, max(shares), small_weights, spread, norms[0], norms[-1], medians[0])


@functools.cache
def examples() -> tuple[np.ndarray, np.ndarray]:
    """Inputs (EXAMPLES, FEATURES), and the gradient of a mean loss by the scores: +1 or −1 for every example, over EXAMPLES."""
    rng = np.random.default_rng(0)
    return rng.standard_normal((EXAMPLES, FEATURES)), rng.choice([-1, 1], (EXAMPLES, 1)) / EXAMPLES


@functools.lru_cache(maxsize=4)  # so that a drag of the input scale does not draw the weights anew
def initial_network(activation: str, depth: int, width: int, weight_scale: float) -> Network:
    """A network of `depth` hidden layers whose weights have the standard deviation `weight_scale`."""
    return mlp([FEATURES] + [width] * depth + [1], activation, init=weight_scale)


def pair_gradient_norms(network, trace, dscores) -> list[np.ndarray]:
    """For each hidden layer (examples, units): the norm of one example's gradient of one unit's weights, |dz| · ‖inputs of the layer‖."""
    pairs, dh, inputs = [], len(dscores) * dscores, [trace.inputs, *trace.hs]
    for i in reversed(range(network.n_layers)):
        layer = network.layers[i]
        dz = layer.activation.backward(trace.zs[i], trace.hs[i], dh)
        dh = dz @ layer.W
        pairs.insert(0, np.abs(dz) * np.linalg.norm(inputs[i], axis=1, keepdims=True))
    return pairs[:-1]


def median_gradient_norms(network, trace, dscores) -> list[float]:
    """The median of `pair_gradient_norms` in each hidden layer."""
    return [float(np.median(pairs)) for pairs in pair_gradient_norms(network, trace, dscores)]


def _histograms(hs, low: float, high: float) -> np.ndarray:
    """Colours (BINS, COLUMN_WIDTH * MAX_DEPTH, 4): one column for each layer, its fullest bin darkest, with gaps between columns."""
    counts = np.zeros((BINS, MAX_DEPTH))
    for i, h in enumerate(hs):
        bins = np.clip((h - low) * (BINS / (high - low)), 0, BINS - 1).astype(np.intp)
        counts[:, i] = np.bincount(bins.ravel(), minlength=BINS)
        counts[:, i] /= counts[:, i].max()
    colors = drawing.blank(BINS, MAX_DEPTH, COLUMN_WIDTH)
    colors[:, :, 1:-1] = drawing.between(np.sqrt(counts), drawing.PAPER, drawing.BLUE)[:, :, None]
    return colors.reshape(BINS, COLUMN_WIDTH * MAX_DEPTH, 4)


def _status(activation, share, small_weights, spread, first, last, median):
    ratio = first / max(last, 1e-300)
    trend = "falls" if ratio < 0.03 else "grows" if ratio > 30 else "holds"
    case = f"relu_{trend}" if activation == "relu" else "saturated" if share >= 0.2 else "small" if small_weights else trend
    return translate(f"saturation.status_{case}", name=translate(activation), share=share, spread=spread, first=_format(first),
                     last=_format(last), typical=_format(median), largest=0.25 if activation == "sigmoid" else 1)  # fmt: skip


def _format(value: float) -> str:
    """A number ≥ 0 in few characters, in exponent notation where it is very small or very large."""
    return format_number(value, ".0e", below={1e-3: ".0e", 100: ".2g", 1e4: ".0f"})
