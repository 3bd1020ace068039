"""The explorer `saturation`: outputs, saturated units and gradients of a deep network before its first step."""

import functools

import numpy as np
from matplotlib.collections import PolyCollection

from nnlab import Network, gradient_norms, mlp
from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, RIGHT, Labels
from nnlab.engine.network_layout import edges, layer_layouts
from nnlab.engine.numbers import format_number
from nnlab.engine.scene import Scene, View
from nnlab.engine.stacked import StackedFigure
from nnlab.language import translate

MAX_DEPTH = 10
EXAMPLES, FEATURES = 128, 100
BINS, RIDGE = 20, 0.92  # of a histogram of outputs: bins, and the length of its fullest bin, in distances between layers
OUTPUT_RANGES = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "relu": (0.0, 4.0)}  # of the histograms
MIN_NORM, MAX_NORM = 1e-14, 1e4  # of the gradients in the graph; those beyond stand at its edge
FAINTEST, STRONGEST = 1e-8, 1.0  # sizes of the gradient with the palest and with the full colour
WIDEST, NARROWER, THINNEST = 1.9, 0.7, 0.3  # points of a line: of the largest gradient, how much less by decade, and at least
UNITS, TONES = 5, 9  # of the drawn network: the most units of a layer, and how many tones lines and circles have
SATURATED = 0.05  # share of the largest slope below which a unit counts as saturated


class Saturation(Scene):
    """A deep network before its first step. Parameters: `activation`, `depth`, `width`, `weight_scale`, `input_scale`."""

    stacks = True
    narrow_heights = (2.4, 1.8, 4.0)
    size = (9.6, 5.4)
    rebuild_on = frozenset({"activation"})

    def build(self, figure, *, activation, **params):
        narrow = isinstance(figure, StackedFigure)
        top, middle, bottom = figure.subplots(1, 3) if narrow else figure.subplots(3, 1, height_ratios=(1.1, 0.95, 1.8))
        low, high = OUTPUT_RANGES[activation]
        off = "off" if activation == "relu" else "saturated"
        top.set(title=translate(f"saturation.{off}"), ylim=(low - 0.04 * (high - low), high + 0.2 * (high - low)))
        top.set(yticks=np.linspace(low, high, 3), ylabel=translate("saturation.output"))
        if activation == "relu":
            top.set_yticklabels(["0", "2", "≥ 4"])
        middle.set(title=translate("saturation.network"), ylim=(-0.03, 1.22), yticks=[])
        gradients = "gradients_off" if activation == "relu" else "gradients"
        bottom.set(title=translate(f"saturation.{gradients}"), yscale="log", ylim=(MIN_NORM / 3, MAX_NORM * 3))
        ticks = {MIN_NORM: "≤ $10^{-14}$", 1e-10: "$10^{-10}$", 1e-5: "$10^{-5}$", 1: "1", MAX_NORM: "≥ $10^{4}$"}
        bottom.set_yticks([*ticks], [*ticks.values()])
        bottom.set_ylabel(translate("saturation.size"), labelpad=-10 if narrow else 4)  # beside the short names of the middle ticks
        bottom.minorticks_off()
        for axes in (top, middle, bottom):
            axes.set(xlim=(0, 1), xticks=[])
            axes.spines["bottom"].set_visible(axes is bottom)
        for side in ("left", "bottom"):
            middle.spines[side].set_visible(False)
        bottom.set_xlabel(translate("saturation.layer"), labelpad=27 if narrow else 18)
        ridges = {"linewidths": 0.8, "edgecolors": drawing.PAPER}
        view = View(narrow=narrow, outputs=top.add_collection(PolyCollection([], facecolors=drawing.BLUE, **ridges)))
        view.saturated = top.add_collection(PolyCollection([], facecolors=drawing.GOLD, **ridges))
        view.floors = drawing.curve(top, color=drawing.GREY, linewidth=0.8)
        view.shares, view.names = top.add_artist(Labels(10)), bottom.add_artist(Labels(10, drawing.GREY))
        view.sizes = middle.add_artist(Labels(10))
        view.names.set(transform=bottom.get_xaxis_transform(), clip_on=False)  # below the axis
        view.edges = [drawing.curve(middle, linewidth=1.1, zorder=1) for _ in range(MAX_DEPTH + 1)]
        tones = drawing.between(np.linspace(0, 1, TONES), drawing.PAPER, drawing.ORANGE) / 255
        circle = {
            "linestyle": "none",
            "marker": "o",
            "markersize": 10,
            "markeredgecolor": drawing.GREY,
            "markeredgewidth": 0.8,
            "zorder": 3,
        }
        view.units = [drawing.curve(middle, markerfacecolor=tone, **circle) for tone in tones]
        view.pairs = bottom.add_collection(PolyCollection([], facecolors=drawing.SKY, **ridges))
        view.blocked = bottom.add_collection(PolyCollection([], facecolors=drawing.GOLD, **ridges))
        view.norms = drawing.curve(bottom, color=drawing.BLUE, marker="o", label=translate("saturation.norm"))
        view.medians = drawing.curve(bottom, color=drawing.ORANGE, marker="s", linestyle="--", label=translate("saturation.typical"))
        view.medians.set_visible(activation != "relu")
        shown = [view.norms] if activation == "relu" else [view.norms, view.medians]
        if narrow:
            bottom.legend(handles=shown, loc="upper left", bbox_to_anchor=(0.0, -0.3))
        else:
            drawing.legend_above(bottom, handles=shown)
        view.live = [view.outputs, view.saturated, view.floors, view.shares, *view.edges, *view.units]
        view.live += [view.pairs, view.blocked, view.norms, view.medians, view.names, view.sizes]
        return view

    def update(self, view, *, activation, depth, width, weight_scale, input_scale):
        X, dscores = examples()
        network = initial_network(activation, depth, width, weight_scale)
        trace = network.forward(input_scale * X)
        masks, norms = saturated_pairs(network, trace), gradient_norms(network.backward(trace, dscores))
        pairs = pair_gradient_norms(network, trace, dscores)
        medians, shares = [float(np.median(layer)) for layer in pairs], [float(mask.mean()) for mask in masks]
        place, distance = _columns(depth)
        low, high = OUTPUT_RANGES[activation]
        starts = place[1:-1] - 0.4 * distance
        _show_ridges((view.outputs, view.saturated), trace.hs[:-1], masks, starts, RIDGE * distance, np.linspace(low, high, BINS + 1))
        powers = [np.log10(np.clip(layer, MIN_NORM, MAX_NORM)) for layer in pairs]
        borders = np.arange(np.log10(MIN_NORM), np.log10(MAX_NORM) + 1e-9)
        _show_ridges((view.pairs, view.blocked), powers, masks, starts, RIDGE * distance, borders, 10.0**borders)
        view.floors.set_data(np.repeat(starts, 3), np.tile([low, high, np.nan], depth))
        percentages = [(x, high + 0.11 * (high - low), f"{share:.0%}") for x, share in zip(place[1:], shares, strict=False)]
        view.shares.texts = percentages[:: 2 if view.narrow else 1]  # all of them have no room on a narrow page
        _show_network(view, network.sizes, place, norms, pairs)
        view.norms.set_data(place[1:], np.clip(norms, MIN_NORM, MAX_NORM))
        view.medians.set_data(place[1:-1], np.clip(medians, MIN_NORM, MAX_NORM))
        names = ["x", *map(str, range(1, depth + 1)), translate("saturation.last")]
        view.names.texts = [(x, -0.1, name) for x, name in zip(place, names, strict=True)]
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


def saturated_pairs(network, trace) -> list[np.ndarray]:
    """For each hidden layer (examples, units): whether the slope is below SATURATED times the largest, as `nnlab.saturation` counts."""
    activation = network.layers[0].activation
    limit = SATURATED * np.abs(activation.derivative(np.linspace(-4, 4, 801))).max()
    return [np.abs(activation.derivative(z)) < limit for z in trace.zs[:-1]]


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


def strength(gradients) -> np.ndarray:
    """How strong the colour of gradients (n,) is: 0 up to FAINTEST, 1 from STRONGEST on, in between by the logarithm."""
    places = np.log(np.maximum(gradients, 1e-300) / FAINTEST) / np.log(STRONGEST / FAINTEST)
    return np.clip(places, 0.0, 1.0)


def line_widths(norms) -> np.ndarray:
    """The widths (n,) in points of lines for gradients (n,), by the logarithm below the largest one."""
    logarithms = np.log10(np.maximum(norms, 1e-300))
    return np.maximum(THINNEST, WIDEST - NARROWER * (logarithms.max() - logarithms))


def _columns(depth: int) -> tuple[np.ndarray, float]:
    """Where the inputs, the hidden layers and the output layer stand from left (0) to right (1), and how far apart."""
    distance = 1 / (depth + 1.9)
    place = (np.arange(depth + 2) + 0.4) * distance
    place[0] += 0.1 * distance
    return place, distance


def _show_ridges(ridges, values, masks, starts, longest: float, borders, heights=None) -> None:
    """A histogram of each layer's values, upright at its start, and of those under its mask; `heights` where the borders are drawn."""
    counts = [_counts(layer, borders) for layer in values]
    masked = [_counts(layer[mask], borders) for layer, mask in zip(values, masks, strict=True)]
    for shown, own_counts in zip(ridges, (counts, masked), strict=True):
        lengths = [longest * own / total.max() for own, total in zip(own_counts, counts, strict=True)]
        at = np.repeat(borders if heights is None else heights, 2)
        shown.set_verts([_ridge(start, length, at) for start, length in zip(starts, lengths, strict=True)])


def _counts(values, borders) -> np.ndarray:
    """How many of the values are in each of the equal bins between the borders; those beyond are in the first or the last one."""
    n, low, high = len(borders) - 1, borders[0], borders[-1]
    bins = np.clip((values - low) * (n / (high - low)), 0, n - 1).astype(np.intp)
    return np.bincount(bins.ravel(), minlength=n)


def _ridge(start: float, lengths, borders) -> np.ndarray:
    """The outline of a histogram that stands upright at x = start; `borders` has each border of a bin twice."""
    return np.column_stack([start + np.concatenate([[0], np.repeat(lengths, 2), [0]]), borders])


def _show_network(view, sizes, place, norms, pairs) -> None:
    """Draw some units of each layer; lines take colour and width of their layer's gradient, units the colour of the first example's."""
    layers = [layout._replace(x=x) for layout, x in zip(layer_layouts([min(size, UNITS) for size in sizes]), place, strict=True)]
    shares = np.round((TONES - 1) * strength(np.array(norms))) / (TONES - 1)
    widths = line_widths(np.array(norms))
    for i, line in enumerate(view.edges):
        line.set_visible(i < len(norms))
        if i < len(norms):
            ends, *_ = edges(layers[i], layers[i + 1])
            line.set_data(*np.insert(ends, 2, np.nan, axis=1).reshape(-1, 2).T)
            line.set_linewidth(widths[i])
            line.set_color(drawing.between(shares[i : i + 1], drawing.PALE, drawing.BLUE)[0] / 255)
    view.sizes.texts = [(place[0], 1.1, _format(norms[0]), LEFT), (place[-1], 1.1, _format(norms[-1]), RIGHT)]
    drawn = [layer[0, : len(layout.y)] for layer, layout in zip(pairs, layers[1:], strict=False)]
    tones = np.zeros(sum(len(layout.y) for layout in layers), dtype=int)
    tones[len(layers[0].y) : -1] = np.round((TONES - 1) * strength(np.concatenate(drawn)))  # inputs and the score have none
    places = np.array([(layout.x, y) for layout in layers for y in layout.y])
    for tone, circles in enumerate(view.units):
        circles.set_data(*places[tones == tone].T)


def _status(activation, share, small_weights, spread, first, last, median):
    ratio = first / max(last, 1e-300)
    trend = "falls" if ratio < 0.03 else "grows" if ratio > 30 else "holds"
    case = f"relu_{trend}" if activation == "relu" else "saturated" if share >= 0.2 else "small" if small_weights else trend
    saturated = translate(f"saturation.{'none' if share == 0 else 'hardly' if share < 0.005 else 'most'}", share=share)
    typical = translate("saturation.at_most", typical=_format(median)) if median else translate("saturation.rounded")
    return translate(f"saturation.status_{case}", name=translate(activation), share=share, saturated=saturated, spread=spread,
                     first=_format(first), last=_format(last), typical=typical,
                     largest=0.25 if activation == "sigmoid" else 1)  # fmt: skip


def _format(value: float) -> str:
    """A number ≥ 0 in few characters, in exponent notation where it is very small or very large."""
    return format_number(value, ".0e", below={1e-3: ".0e", 100: ".2g", 1e4: ".0f"})
