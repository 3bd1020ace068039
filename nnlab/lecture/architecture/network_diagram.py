"""A network as a drawing that the reader edits: its name, its neurons and what its parameters add up to."""

import functools
import itertools

import numpy as np

from nnlab import _checks
from nnlab.activations import ACTIVATIONS
from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, RIGHT, Labels
from nnlab.engine.network_layout import Column, columns, edges
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.language import translate

MOST_HIDDEN, MOST_UNITS = 6, 9999
STRENGTHS = (0.7, 1.4, 2.4)  # widths of lines for small, middling and large weights
MINUS = -0.035  # the height of the signs under the columns


# ---- counting


def layer_counts(sizes, pieces: int = 1) -> list[tuple[int, int]]:
    """(weights, biases) of every layer of neurons; a hidden unit with `pieces` sums has that many of each (maxout: 2)."""
    times = [pieces] * (len(sizes) - 2) + [1]
    return [(k * n_in * n_out, k * n_out) for k, n_in, n_out in zip(times, sizes, sizes[1:], strict=False)]


def cost_of_one_more(sizes, layer: int, pieces: int = 1) -> int:
    """How many parameters one more unit in that layer (0: one more input) adds."""
    grown = [size + (i == layer) for i, size in enumerate(sizes)]
    return sum(map(sum, layer_counts(grown, pieces))) - sum(map(sum, layer_counts(sizes, pieces)))


def products(sizes, pieces: int = 1) -> list[str]:
    """How the weights of each layer are counted: ["3×4", "4×2"]; with two sums a hidden unit "2·3×4"."""
    hidden = f"{pieces}·" if pieces > 1 else ""
    return [f"{hidden if i < len(sizes) - 2 else ''}{n_in}×{n_out}" for i, (n_in, n_out) in enumerate(itertools.pairwise(sizes))]


def added_up(terms: list[str], total: int) -> str:
    """The terms and their sum, "4 + 2 = 6"; a single number needs no sum."""
    text = " + ".join(terms)
    return text if text == f"{total}" else f"{text} = {total:,}"


# ---- editing


def with_depth(sizes: tuple, hidden: int) -> tuple:
    """The same network with that many hidden layers: new ones are as large as the last one and stand before the outputs."""
    kept = sizes[1:-1][:hidden]
    return (sizes[0], *kept, *[kept[-1] if kept else 4] * (hidden - len(kept)), sizes[-1])


def with_units(sizes: tuple, layer: int, units: int) -> tuple:
    """The same network with that many units in one layer."""
    return (*sizes[:layer], int(np.clip(units, 1, MOST_UNITS)), *sizes[layer + 1 :])


def as_sizes(sizes) -> tuple[int, ...]:
    """`sizes` as a tuple, checked: inputs, up to six hidden layers, outputs."""
    if not isinstance(sizes, list | tuple | np.ndarray) or not 2 <= len(sizes) <= MOST_HIDDEN + 2:
        expected = f"from 2 to {MOST_HIDDEN + 2} numbers: inputs, up to {MOST_HIDDEN} hidden layers, outputs"
        raise ValueError(f"sizes is {_checks.short_repr(sizes)}, expected {expected}")
    sizes = tuple(_checks.check_int(size, f"sizes[{i}]") for i, size in enumerate(sizes))
    if max(sizes) > MOST_UNITS:
        raise ValueError(f"sizes holds {max(sizes)}, expected at most {MOST_UNITS} units a layer")
    return sizes


def state(sizes, layer: int = 1) -> dict:
    """The parameters of the picture that show this network, with `layer` picked."""
    return {"depth": len(sizes) - 2, "layer": layer, "units": sizes[layer], "sizes": tuple(sizes)}


# ---- drawing


def wires(axes) -> list:
    """Empty lines for weights: solid blue above 0, dashed orange below, each in three widths."""
    looks = ((drawing.BLUE, "-"), (drawing.ORANGE, (0, (4, 2))))
    return [drawing.curve(axes, color=colour, linestyle=dash, linewidth=width, alpha=0.75, zorder=1)
            for colour, dash in looks for width in STRENGTHS]  # fmt: skip


def place_wires(lines: list, ends: np.ndarray, weights: np.ndarray) -> None:
    """Draw each line (n, 2, 2) with the look of its weight (n,), given in typical sizes: thicker is larger; none for a weight of 0."""
    strength = np.digitize(np.abs(weights), (0.5, 1.3))
    for i, line in enumerate(lines):
        sign = 1 if i < len(STRENGTHS) else -1
        chosen = ends[(strength == i % len(STRENGTHS)) & (np.sign(weights) == sign)]
        broken = np.concatenate([chosen, np.full((len(chosen), 1, 2), np.nan)], axis=1)  # one line with gaps draws fastest
        line.set_data(*broken.reshape(-1, 2).T)


@functools.cache
def example_weights(layer: int) -> np.ndarray:
    """Standard normal numbers to look like weights (97, 97): a unit keeps its own when another is added."""
    return np.random.default_rng(layer).standard_normal((97, 97))


def unit_size(layers: list[Column], height: float) -> float:
    """The marker size in points that leaves room between the units of the longest column; `height`: points for the whole column."""
    apart = min((float(np.min(-np.diff(c.y))) for c in layers if c.y.size > 1), default=1.0)
    return float(np.clip(0.68 * height * apart, 3.0, 20.0))


class NetworkDiagram(Scene):
    """An editable network. Parameters: `depth` (hidden layers), `layer` (the one picked), `units` (in it), `activation`, `sizes`."""

    size = (9.6, 4.3)
    interactive = True

    def build(self, figure, **params):
        left, right = figure.subplots(1, 2, width_ratios=(1.55, 1))
        left.set(label="network", xlim=(-0.09, 1.09), ylim=(-0.36, 1.14), xticks=[], yticks=[])
        left.set_title(translate("network_diagram.signs"), fontsize=10, color=drawing.GREY)
        right.set(label="counts", xlim=(0, 1), ylim=(9.85, -0.65), xticks=[], yticks=[])
        right.set_title(translate("network_diagram.counts"))
        for axes in (left, right):
            axes.grid(False)
            axes.spines[:].set_visible(False)
        self._picked = [left.fill([0], [0], color="#EFEFE6", zorder=0)[0], right.fill([0], [0], color="#EFEFE6", zorder=0)[0]]
        self._wires = wires(left)
        looks = {
            "inputs": ("s", "white", drawing.INK),
            "hidden": ("o", drawing.SKY, drawing.INK),
            "outputs": ("o", drawing.GREEN, drawing.INK),
        }
        self._units = {
            name: left.plot([], [], marker, color=face, markeredgecolor=edge, markeredgewidth=1.2, zorder=4)[0]
            for name, (marker, face, edge) in looks.items()
        }
        self._left_out = left.plot([], [], ".", color=drawing.INK, markersize=3.5, zorder=4)[0]
        self._plus = left.plot([], [], "+", color=drawing.GREEN, markersize=9, markeredgewidth=2.2, zorder=4)[0]
        self._minus = left.plot([], [], "_", color=drawing.ORANGE, markersize=9, markeredgewidth=2.2, zorder=4)[0]
        self._names = left.add_artist(Labels(9.5))
        self._notes = left.add_artist(Labels(9, drawing.GREY))
        self._rows = right.add_artist(Labels(9.5))
        self._heads = right.add_artist(Labels(9, drawing.GREY))
        self._total = right.add_artist(Labels(11.5))
        self._bars = [drawing.curve(right, color=colour, linewidth=4, solid_capstyle="butt") for colour in (drawing.PALE, drawing.BLUE)]
        self._rule = drawing.curve(right, color=drawing.GREY, linewidth=0.8)

    def update(self, *, sizes, layer, activation, **params):
        pieces = ACTIVATIONS[activation].pieces
        self._draw_network(sizes, layer, activation)
        self._draw_counts(sizes, layer, pieces)
        live = [*self._picked, *self._wires, *self._units.values(), self._left_out, self._plus, self._minus,
                self._names, self._notes, self._rows, self._heads, self._total, *self._bars, self._rule]  # fmt: skip
        return View(live, describe(sizes, layer, activation, pieces))

    def _draw_network(self, sizes, layer, activation):
        layers = columns(sizes)
        ends, weights = [], []
        for i, (one, other) in enumerate(itertools.pairwise(layers)):
            lines, to, source = edges(one, other)
            ends.append(lines)
            weights.append(example_weights(i)[to % 97, source % 97])
        place_wires(self._wires, np.concatenate(ends), np.concatenate(weights))
        size = unit_size(layers, 145.0)
        for line, some in zip(self._units.values(), (layers[:1], layers[1:-1], layers[-1:]), strict=True):
            line.set_data([c.x for c in some for _ in c.y], [y for c in some for y in c.y])
            line.set_markersize(size)
        dots = [(c.x, c.gap + d) for c in layers if c.gap for d in (-0.022, 0, 0.022)]
        self._left_out.set_data(*np.reshape(dots, (-1, 2)).T)
        x = [c.x for c in layers]
        self._plus.set_data(x, np.full(len(x), 1.07))
        self._minus.set_data(x, np.full(len(x), MINUS))
        self._names.texts = [(c.x, -0.12, layer_name(i, sizes, short=True)) for i, c in enumerate(layers)]
        self._names.texts += [(c.x, -0.205, f"{size:,}") for c, size in zip(layers, sizes, strict=True)]
        notes = ["", *[translate(activation)] * (len(sizes) - 2), translate("network_diagram.no_activation")]
        self._notes.texts = [(c.x, -0.29, note) for c, note in zip(layers, notes, strict=True)]
        half = min(0.07, 0.45 / (len(sizes) - 1))
        self._picked[0].set_xy([(x[layer] + a * half, y) for a, y in ((-1, -0.34), (1, -0.34), (1, 1.13), (-1, 1.13))])

    def _draw_counts(self, sizes, layer, pieces):
        counts = layer_counts(sizes, pieces)
        total = sum(map(sum, counts))
        rows, bars = [], ([], [])
        for i, ((w, b), product) in enumerate(zip(counts, products(sizes, pieces), strict=True)):
            rows += [(0.01, i + 0.75, layer_name(i + 1, sizes), LEFT), (0.8, i + 0.75, f"{product} = {w:,}", RIGHT),
                     (0.99, i + 0.75, f"{b:,}", RIGHT)]  # fmt: skip
            for ends, share in zip(bars, (1.0, (w + b) / total), strict=True):
                ends += [(0.01, i + 1.15), (0.01 + 0.98 * share, i + 1.15), (np.nan, np.nan)]
        n = len(counts)
        rows += [(0.01, n + 0.8, translate("network_diagram.sum"), LEFT), (0.8, n + 0.8, f"{sum(w for w, _ in counts):,}", RIGHT),
                 (0.99, n + 0.8, f"{sum(b for _, b in counts):,}", RIGHT)]  # fmt: skip
        self._rows.texts = rows
        self._heads.texts = [
            (0.8, 0.0, translate("network_diagram.weights"), RIGHT),
            (0.99, 0.0, translate("network_diagram.biases"), RIGHT),
        ]
        for line, ends in zip(self._bars, bars, strict=True):
            line.set_data(*np.transpose(ends))
        self._rule.set_data([0.01, 0.99], [n + 0.42] * 2)
        said = translate("network_diagram.total", neurons=f"{sum(sizes[1:]):,}", parameters=f"{total:,}")
        self._total.texts = [(0.01, n + 1.55, translate("network_diagram.name", layers=n), LEFT), (0.01, n + 2.25, said, LEFT)]
        top = layer - 0.65
        self._picked[1].set_xy([(0, top), (1, top), (1, top + 0.95), (0, top + 0.95)])
        self._picked[1].set_visible(layer > 0)

    # ---- the reader's hand

    def settle(self, before, *, depth, layer, units, sizes, **params):
        sizes = as_sizes(sizes)
        edited = sizes != before["sizes"]  # in the picture, or by a preset; otherwise by the controls, which show parts of it
        if not edited and depth != before["depth"]:
            sizes = with_depth(sizes, depth)
        layer = min(layer, len(sizes) - 1)
        if not edited and units != before["units"]:
            sizes = with_units(sizes, layer, units)
        return state(sizes, layer)

    def drag(self, start: Pointer, end: Pointer, *, sizes, **params):
        if end.panel != "network" or end != start:
            return {}
        layer = round(float(np.clip(end.x, 0, 1)) * (len(sizes) - 1))
        change = 1 if end.y > 0 else -1 if end.y > 2 * MINUS else 0
        return state(with_units(sizes, layer, sizes[layer] + change), layer)

    def key(self, key, *, sizes, layer, **params):
        if key in ("ArrowUp", "ArrowDown"):
            return state(with_units(sizes, layer, sizes[layer] + (1 if key == "ArrowUp" else -1)), layer)
        if key == "ArrowRight" and len(sizes) < MOST_HIDDEN + 2:
            at = min(layer + 1, len(sizes) - 1)  # after the picked layer, but before the outputs
            return state((*sizes[:at], sizes[at - 1] if at > 1 else 4, *sizes[at:]), at)
        if key == "ArrowLeft" and len(sizes) > 2:
            at = int(np.clip(layer, 1, len(sizes) - 2))
            return state((*sizes[:at], *sizes[at + 1 :]), min(layer, len(sizes) - 2))
        return state(sizes, (layer + 1) % len(sizes)) if key == "n" else {}


def layer_name(layer: int, sizes, *, short: bool = False) -> str:
    """Inputs, hidden 1, …, outputs."""
    kind = "inputs" if layer == 0 else "outputs" if layer == len(sizes) - 1 else "hidden"
    return translate(f"network_diagram.{kind}", i=layer)


def describe(sizes, layer: int, activation: str, pieces: int) -> str:
    """The network's name, what its neurons and parameters add up to, and what is worth seeing in it."""
    counts = layer_counts(sizes, pieces)
    weights, biases = (sum(column) for column in zip(*counts, strict=True))
    per_layer = [b for _, b in counts]
    values = {
        "name": "–".join(map(str, sizes)), "layers": len(sizes) - 1, "inputs": f"{sizes[0]:,}",
        "neurons": added_up([str(size) for size in sizes[1:]], sum(sizes[1:])),
        "weights": added_up(products(sizes, pieces), weights), "biases": added_up([str(b) for b in per_layer], biases),
        "parameters": f"{weights + biases:,}",
    }  # fmt: skip
    first = translate("network_diagram.status", **values)
    more = f"{cost_of_one_more(sizes, layer, pieces):,}"
    largest = max(range(len(counts)), key=lambda i: sum(counts[i]))
    share = sum(counts[largest]) / (weights + biases)
    if len(sizes) == 2:
        note = translate("network_diagram.note_one" if sizes[-1] == 1 else "network_diagram.note_linear", classes=sizes[-1])
    elif pieces > 1:
        plain = sum(map(sum, layer_counts(sizes)))
        note = translate("network_diagram.note_maxout", plain=f"{plain:,}")
    elif share > 0.9:
        note = translate("network_diagram.note_share", layer=layer_name(largest + 1, sizes), share=f"{100 * share:.1f}")
        if max(sizes) > 10:
            note += " " + translate("network_diagram.note_drawn")
    elif max(sizes) > 10:
        note = translate("network_diagram.note_drawn")
    else:
        note = ""
    grown = translate("network_diagram.grown", layer=layer_name(layer, sizes), more=more)
    return " ".join(filter(None, (first, note, grown)))
