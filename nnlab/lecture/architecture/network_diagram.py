"""A drawing of a network that the reader edits, with its name, its neurons and its parameters counted."""

import functools
from itertools import pairwise

import numpy as np

from nnlab.activations import ACTIVATIONS
from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, RIGHT, Labels
from nnlab.engine.network_layout import MAX_DRAWN, edge_lines, edges, layer_layouts, show_edges
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.engine.stacked import StackedFigure
from nnlab.language import translate
from nnlab.lecture.architecture.counting import cost_of_one_more, count_parameters, format_sum, layer_counts, weight_products
from nnlab.lecture.architecture.editing import add_units, insert_layer, network_params, remove_layer, sync_controls

PLUS_Y, MINUS_Y = 1.07, -0.035  # heights of the signs above and below each layer


@functools.cache
def example_weights(layer: int) -> np.ndarray:
    """Standard normal weights (97, 97) to draw, repeated for larger layers: a unit keeps its own when another is added."""
    return np.random.default_rng(layer).standard_normal((97, 97))


class NetworkDiagram(Scene):
    """An editable network. Parameters: `depth` (hidden layers), `layer` (the selected one), `units` (in it), `activation`, `sizes`."""

    stacks = True
    narrow_heights = (3.4, 3.3)
    size = (9.6, 4.3)
    interactive = True

    def build(self, figure, **params):
        left, right = figure.subplots(1, 2, width_ratios=(1.55, 1))
        left.set(label="network", xlim=(-0.09, 1.09), ylim=(-0.36, 1.14))
        left.set_title(translate("network_diagram.signs"), fontsize=10, color=drawing.GREY)
        right.set(label="counts", title=translate("network_diagram.counts"), xlim=(0, 1), ylim=(9.85, -0.65))
        left.set_axis_off()
        right.set_axis_off()
        view = View(narrow=isinstance(figure, StackedFigure))
        view.selected_layer, view.selected_row = (axes.fill([0], [0], color=drawing.GROUND, zorder=0)[0] for axes in (left, right))
        view.edges = edge_lines(left, (0.7, 1.4, 2.4))
        view.units = [  # inputs, hidden, outputs
            left.plot([], [], marker, color=color, markeredgecolor=drawing.INK, markeredgewidth=1.2, zorder=4)[0]
            for marker, color in (("s", drawing.PAPER), ("o", drawing.SKY), ("o", drawing.GREEN))
        ]
        view.ellipses = left.plot([], [], ".", color=drawing.INK, markersize=3.5, zorder=4)[0]
        view.plus = left.plot([], [], "+", color=drawing.INK, markersize=9, markeredgewidth=2.2, zorder=4)[0]
        view.minus = left.plot([], [], "_", color=drawing.INK, markersize=9, markeredgewidth=2.2, zorder=4)[0]
        view.names, view.notes = left.add_artist(Labels(10.5)), left.add_artist(Labels(10, drawing.GREY))
        view.rows, view.total = right.add_artist(Labels(10.5)), right.add_artist(Labels(11.5))
        columns = right.add_artist(Labels(10, drawing.GREY))
        columns.texts = [(x, 0.0, translate(f"network_diagram.{name}"), RIGHT) for x, name in ((0.8, "weights"), (0.99, "biases"))]
        view.bars = [drawing.curve(right, color=color, linewidth=4, solid_capstyle="butt") for color in (drawing.PALE, drawing.BLUE)]
        view.rule = drawing.curve(right, color=drawing.GREY, linewidth=0.8)
        view.live = [view.selected_layer, view.selected_row, *view.edges, *view.units, view.ellipses, view.plus, view.minus,
                     view.names, view.notes, view.rows, view.total, *view.bars, view.rule]  # fmt: skip
        return view

    def update(self, view, *, sizes, layer, activation, **params):
        pieces = ACTIVATIONS[activation].pieces
        self._draw_network(view, sizes, layer, activation)
        self._draw_counts(view, sizes, layer, pieces)
        return self._status(sizes, layer, pieces)

    @staticmethod
    def _draw_network(view, sizes, selected, activation):
        layers = layer_layouts(sizes)
        lines = [edges(left, right) for left, right in pairwise(layers)]
        ends = np.concatenate([ends for ends, _, _ in lines])
        weights = np.concatenate([example_weights(i)[target % 97, source % 97] for i, (_, target, source) in enumerate(lines)])
        show_edges(view.edges, ends, weights, (0.5, 1.3), drawing.SIGN_COLOURS)
        size = min(20.0, 98.6 / min(max(sizes), MAX_DRAWN + 1))  # points; leaves room between the units of the fullest layer
        for line, group in zip(view.units, (layers[:1], layers[1:-1], layers[-1:]), strict=True):
            line.set_data([layer.x for layer in group for _ in layer.y], [y for layer in group for y in layer.y])
            line.set_markersize(size)
        dots = [(layer.x, layer.ellipsis_y + dy) for layer in layers if layer.ellipsis_y for dy in (-0.022, 0, 0.022)]
        view.ellipses.set_data(*np.reshape(dots, (-1, 2)).T)
        x = [layer.x for layer in layers]
        view.plus.set_data(x, [PLUS_Y] * len(x))
        view.minus.set_data(x, [MINUS_Y] * len(x))
        key = "hidden_shortest" if view.narrow and len(sizes) > 5 else "hidden_short"
        view.names.texts = [(x[i], -0.12, layer_name(i, sizes, key)) for i in range(len(sizes))]
        view.names.texts += [(x[i], -0.205, f"{units:,}") for i, units in enumerate(sizes)]
        none = translate("network_diagram.no_activation" + ("_short" if view.narrow else ""))
        name, hidden = translate(activation), x[1:-1]
        if view.narrow and len(hidden) > 3:  # no room for one each
            view.notes.texts = [(np.mean(hidden), -0.29, translate("network_diagram.all_hidden", function=name))]
        else:
            view.notes.texts = [(place, -0.29, name) for place in hidden]
        view.notes.texts.append((x[-1], -0.29, none))
        left, right = x[selected] + min(0.07, 0.45 / (len(sizes) - 1)) * np.array([-1, 1])
        view.selected_layer.set_xy([(left, -0.34), (right, -0.34), (right, 1.13), (left, 1.13)])

    @staticmethod
    def _draw_counts(view, sizes, selected, pieces):
        """A row for each layer of neurons, each below its number, and under them the sums."""
        counts, products = layer_counts(sizes, pieces), weight_products(sizes, pieces)
        n, total = len(counts), count_parameters(sizes, pieces)
        table = [(layer_name(i + 1, sizes), f"{products[i]} = {weights:,}", biases, i + 0.75) for i, (weights, biases) in enumerate(counts)]
        weights, biases = np.sum(counts, axis=0)
        table.append((translate("network_diagram.sum"), f"{weights:,}", biases, n + 0.8))
        view.rows.texts = [text for name, weights, biases, y in table
                           for text in ((0.01, y, name, LEFT), (0.8, y, weights, RIGHT), (0.99, y, f"{biases:,}", RIGHT))]  # fmt: skip
        for line, shares in zip(view.bars, (np.ones(n), np.sum(counts, axis=1) / total), strict=True):
            line.set_data([x for share in shares for x in (0.01, 0.01 + 0.98 * share, np.nan)], np.repeat(np.arange(n) + 1.21, 3))
        view.rule.set_data([0.01, 0.99], [n + 0.42] * 2)
        sums = translate("network_diagram.total", neurons=f"{sum(sizes[1:]):,}", parameters=f"{total:,}")
        below = n + (1.75 if view.narrow else 1.55)
        view.total.texts = [(0.01, below, translate("network_diagram.name", layers=n), LEFT), (0.01, below + 0.7, sums, LEFT)]
        top = selected - 0.65
        view.selected_row.set_xy([(0, top), (1, top), (1, top + 1.0), (0, top + 1.0)])
        view.selected_row.set_visible(selected > 0)

    @staticmethod
    def _status(sizes, selected, pieces):
        """The network's name, what its neurons and parameters add up to, and what is worth seeing in it."""
        weights, biases = zip(*layer_counts(sizes, pieces), strict=True)
        first = translate(
            "network_diagram.status", name="–".join(map(str, sizes)), layers=len(weights), inputs=f"{sizes[0]:,}",
            neurons=format_sum(sizes[1:], sum(sizes[1:])), weights=format_sum(weight_products(sizes, pieces), sum(weights)),
            biases=format_sum(biases, sum(biases)), parameters=f"{sum(weights) + sum(biases):,}",
        )  # fmt: skip
        more = translate("network_diagram.grown", layer=layer_name(selected, sizes), more=f"{cost_of_one_more(sizes, selected, pieces):,}")
        return " ".join([first, *_notes(sizes, pieces), more])

    def sync_params(self, before, *, activation, **params):
        return sync_controls(before, **params)

    def drag(self, start: Pointer, end: Pointer, *, sizes, **params):
        """A click on a layer adds a unit, one on the sign below it takes one away, one below that selects the layer."""
        if end.panel != "network" or end != start:
            return {}
        layer = round(float(np.clip(end.x, 0, 1)) * (len(sizes) - 1))
        return add_units(sizes, layer, 1 if end.y > 0 else -1 if end.y > 2 * MINUS_Y else 0)

    def key(self, key, *, sizes, layer, **params):
        """Up and down change the selected layer's units, right and left the hidden layers; n selects the next layer."""
        if key in ("ArrowUp", "ArrowDown"):
            return add_units(sizes, layer, 1 if key == "ArrowUp" else -1)
        if key in ("ArrowRight", "ArrowLeft"):
            return insert_layer(sizes, layer) if key == "ArrowRight" else remove_layer(sizes, layer)
        return network_params(sizes, (layer + 1) % len(sizes)) if key == "n" else {}


def layer_name(layer: int, sizes, hidden: str = "hidden") -> str:
    """Inputs, hidden layer 1, …, outputs; `hidden` is the key of a hidden layer's name."""
    kind = "inputs" if layer == 0 else "outputs" if layer == len(sizes) - 1 else hidden
    return translate(f"network_diagram.{kind}", i=layer)


def _notes(sizes, pieces: int) -> list[str]:
    """What is special about this network, in one sentence, if there is anything."""
    if len(sizes) == 2:
        return [translate("network_diagram.note_one" if sizes[-1] == 1 else "network_diagram.note_linear", classes=sizes[-1])]
    if pieces > 1:
        return [translate("network_diagram.note_maxout", plain=f"{count_parameters(sizes):,}")]
    counts, notes = [sum(count) for count in layer_counts(sizes)], []
    share = max(counts) / sum(counts)
    if share > 0.9:
        largest = layer_name(counts.index(max(counts)) + 1, sizes)
        notes.append(translate("network_diagram.note_share", layer=largest, share=f"{100 * share:.1f}"))
    return notes
