"""The explorer `neuron`: a biological neuron and its model side by side, each part of the model named after its part of the cell."""

import numpy as np
from matplotlib.markers import MarkerStyle

from nnlab.activations import Activation, sigmoid
from nnlab.engine import drawing
from nnlab.engine.numbers import format_number
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.engine.stacked import WIDTH as NARROW
from nnlab.engine.stacked import StackedFigure
from nnlab.language import translate
from nnlab.lecture.activation_functions.activation_curve import activation_label
from nnlab.lecture.biological_neuron import cell_drawing

MAX_SUM = 6.0  # the panel of the activation shows sums from −MAX_SUM to MAX_SUM, before `gain`
SYNAPSE_Y = cell_drawing.SYNAPSES[:, 1]
SUM_POSITION = (5.6, 4.5)  # of the model's Σ
INPUT_X = 0.9  # of the model's inputs
BIOLOGY_COLOR = drawing.BIOLOGY  # of the names of the cell's parts
MAX_RATE_SPIKES = 9  # spikes drawn on an axon that fires at its highest rate
SILENT_SUM = -5.0  # below it a sigmoid neuron counts as silent
LAST_TIME = 40  # until then each spike travels once along its axon
PANEL, NARROW_PANEL = (0.645, 0.339, 0.234, 0.326), (0.645, 0.339, 0.19, 0.326)  # of the activation, as shares of the model's panel
GRAB_DISTANCE = 1.0  # a press this close to a synapse or an input takes hold of it
DRAGGED_WEIGHT, DRAGGED_INPUT = 2.2, 0.45  # by how much a drag of one unit of the drawing changes them
Y_LIMITS = {"sigmoid": (-0.08, 1.08), "tanh": (-1.15, 1.15), "relu": (-0.5, 6.5), "identity": (-6.5, 6.5)}
Y_TICKS = {"sigmoid": (0, 1), "tanh": (-1, 1), "relu": (0, 6), "identity": (-6, 6)}  # none at half height, where Σ's arrow ends
# By the sign of a weight: colour, dashes, marker on the synapse, and marker at the end of the model's edge
POSITIVE, NEGATIVE = drawing.SIGN_COLOURS
SIGN_STYLES = {1: (POSITIVE, "-", "+", ">"), -1: (NEGATIVE, (0, (2.2, 1)), "_", "|"), 0: (drawing.GREY, ":", "", "")}


class BiologicalNeuron(Scene):
    """Parameters: `activation` (a name in `functions`), `x1`–`x3` in [0, 1]; `w1`–`w3` and the bias `b`, all multiplied by `gain`;
    `time`, how far the spikes have travelled.
    """

    size = (9.6, 4.4)
    stacks = True
    narrow_height = 6.9  # inches
    interactive = True
    rebuild_on = frozenset({"activation", "gain"})

    def __init__(self, functions: dict[str, Activation]):
        self.functions = functions

    def build(self, figure, *, activation, gain, **params):
        figure.set_layout_engine("none")
        boxes, place = ((0.005, 0.02, 0.445, 0.883), (0.46, 0.02, 0.535, 0.883)), PANEL
        if isinstance(figure, StackedFigure):
            place = NARROW_PANEL
            figure.set_size_inches(NARROW, self.narrow_height)
            boxes = (0.01, 0.5, 0.98, 0.46), (0.01, 0.01, 0.98, 0.445)
        cell, model = map(figure.add_axes, boxes)
        cell.set_label("cell")
        model.set_label("model")
        cell.set_title(translate("neuron.cell"), fontsize=12)
        model.set_title(translate("neuron.model"), fontsize=12)
        view = View()
        _draw_cell(cell, view)
        _draw_model(model, view)
        left, bottom, width, height = boxes[1]
        x, y, w, h = place
        self._draw_activation(figure.add_axes((left + x * width, bottom + y * height, w * width, h * height)), view, activation, gain)
        view.live = [*view.edges, *view.edge_ends, *view.synapses, *view.signs, *view.input_spikes, view.output_spikes, view.drop_line,
                     view.dot, *view.inputs, *view.weights, view.bias, view.sum, view.output]  # fmt: skip
        view.grips = [*view.synapses, *view.nodes]
        return view

    def _draw_activation(self, panel, view, activation, gain):
        z = np.linspace(-MAX_SUM, MAX_SUM, 241)
        values = _drawable(self.functions[activation].f(gain * z))  # before `gain`, so that the picture shows how steep it makes f
        margin = 0.08 * max(float(np.ptp(values)), 1e-3)
        view.y_limits = low, high = Y_LIMITS.get(activation, (values.min() - margin, values.max() + margin))
        panel.set(xlim=(-MAX_SUM - 0.4, MAX_SUM + 0.4), ylim=(low, high), xticks=(-6, 0, 6))
        ticks = Y_TICKS.get(activation, (low, high))
        panel.set_yticks(ticks, [format_value(tick).removesuffix(".00") for tick in ticks])
        panel.tick_params(labelsize=10, length=2, pad=1.5)
        panel.set_title(f"f: {activation_label(activation)}", fontsize=10, loc="center", pad=3)
        style = {"xytext": (0, 18), "textcoords": "offset points", "xycoords": "axes fraction", "annotation_clip": False}
        panel.annotate(translate("neuron.hillock.model"), (0.5, 1.0), **style, ha="center", va="bottom", fontsize=10, color=BIOLOGY_COLOR)
        panel.set_xlabel("Σ" if gain == 1 else translate("neuron.scaled", gain=f"{gain:,}"), fontsize=10, labelpad=0)
        drawing.curve(panel, z, values, color=drawing.BLUE, linewidth=2)
        view.drop_line = drawing.curve(panel, color=drawing.ORANGE, linewidth=1, linestyle=":")
        view.dot = panel.plot([], [], "o", color=drawing.ORANGE, markersize=8, markeredgecolor=drawing.PAPER, zorder=5)[0]

    def update(self, view, *, activation, gain, b, time=0, **params):
        x = np.array([params[f"x{i}"] for i in (1, 2, 3)])
        w, b = gain * np.array([params[f"w{i}"] for i in (1, 2, 3)]), gain * b
        total = float(w @ x + b)
        value = self.functions[activation].f(np.array([total]))[0]
        finite, rate = np.isfinite(value), float(_drawable(value))
        for i in range(3):
            _update_synapse(view, i, x[i], w[i], params[f"w{i + 1}"], time)
        view.bias.set_text(f"b = {format_value(b)}")
        view.sum.set_text(f"Σ = {format_value(total)}")
        view.output.set_text(format_value(rate) if finite else "?")
        view.output_spikes.set_data(*_spikes(rate, *cell_drawing.AXON, time))
        low, high = view.y_limits
        margin = 0.03 * (high - low)
        dot_x, dot_y = float(np.clip(total / gain, -MAX_SUM, MAX_SUM)), float(np.clip(rate, low + margin, high - margin))
        view.dot.set_data([dot_x], [dot_y])
        view.drop_line.set_data([dot_x, dot_x], [low, dot_y])
        return _status(activation, w * x, b, total, rate if finite else None)

    def drag(self, start: Pointer, end: Pointer, **params):
        """A synapse dragged up or down changes its weight, an input of the model its x."""
        if start.panel != end.panel or start.panel not in ("cell", "model"):
            return {}
        places = cell_drawing.SYNAPSES if start.panel == "cell" else np.column_stack([np.full(3, INPUT_X), SYNAPSE_Y])
        distances = np.hypot(*(places - [start.x, start.y]).T)
        name, change, low, high = ("w", DRAGGED_WEIGHT, -4.0, 4.0) if start.panel == "cell" else ("x", DRAGGED_INPUT, 0.0, 1.0)
        name = f"{name}{distances.argmin() + 1}"
        moved = params[name] + change * (end.y - start.y)
        return {name: float(np.clip(moved, low, high))} if distances.min() < GRAB_DISTANCE else {}

    def key(self, key, *, time=0, **params):
        """The left and right arrow keys let the spikes go one step back or on."""
        change = {"ArrowLeft": -1, "ArrowRight": 1}.get(key, 0)
        return {"time": int(np.clip(time + change, 0, LAST_TIME))} if change else {}


def _drawable(values):
    """Values of a function as they can be drawn: a reader's own function may give NaN or infinity."""
    return np.nan_to_num(values, posinf=1e9, neginf=-1e9)


def _draw_cell(axes, view):
    cell_drawing.draw_cell(axes)
    text_style = {"zorder": 6, "color": BIOLOGY_COLOR, "fontsize": 10, "ha": "center", "va": "center"}
    leader_line = {"arrowstyle": "-", "color": BIOLOGY_COLOR, "linewidth": 0.9, "shrinkA": 1, "shrinkB": 0}
    for part, text_position, position in (
        ("synapse", (1.15, 8.55), (2.05, 7.8)), ("dendrite", (4.75, 8.75), (3.65, 6.85)), ("soma", (7.3, 6.55), (5.75, 5.0)),
        ("axon", (7.02, 2.95), (7.4, 4.35)), ("terminals", (8.55, 1.45), (9.4, 2.45)),
    ):  # fmt: skip
        axes.annotate(translate(f"neuron.{part}.cell"), position, text_position, arrowprops=leader_line, **text_style)
    view.synapses, view.signs, view.input_spikes = [], [], []
    for i, (x, y) in enumerate(cell_drawing.SYNAPSES):
        axes.text(0.08, y - 0.5, f"x{'₁₂₃'[i]}", color=drawing.INK, fontsize=11, ha="left", va="center")
        view.input_spikes.append(drawing.curve(axes, color=drawing.INK, linewidth=1.5, zorder=4))
        view.synapses.append(axes.plot([x], [y], "o", zorder=5, markeredgecolor=drawing.PAPER, markeredgewidth=0.8)[0])
        view.signs.append(axes.plot([x], [y], color=drawing.PAPER, linestyle="none", markeredgewidth=1.8, zorder=6)[0])
    view.output_spikes = drawing.curve(axes, color=drawing.INK, linewidth=1.5, zorder=4)


def _draw_model(axes, view):
    axes.set(xlim=(0, 12), ylim=(0, cell_drawing.HEIGHT))
    axes.set_axis_off()
    node = {"marker": "o", "markerfacecolor": drawing.PAPER, "markeredgecolor": drawing.INK, "markeredgewidth": 1.4, "linestyle": "none"}
    centered = {"ha": "center", "va": "center", "zorder": 7}
    view.edges, view.edge_ends, view.nodes, view.inputs, view.weights = [], [], [], [], []
    for i, y in enumerate(SYNAPSE_Y):
        start, end = np.array([INPUT_X, y]), np.array(SUM_POSITION)
        direction = (end - start) / np.hypot(*(end - start))
        line = np.column_stack([start + 0.45 * direction, end - 0.95 * direction])
        view.edges.append(drawing.curve(axes, *line, zorder=3, solid_capstyle="butt"))
        view.edge_ends.append(axes.plot(*(end - 0.85 * direction), linestyle="none", markersize=9, zorder=5)[0])
        view.nodes.append(axes.plot(*start, markersize=27, zorder=6, **node)[0])
        axes.text(*start, f"x{'₁₂₃'[i]}", fontsize=12, **centered)
        view.inputs.append(axes.text(INPUT_X, y - 0.95, "", fontsize=10, **centered))
        box = {"facecolor": drawing.PAPER, "edgecolor": "none", "alpha": 0.9, "pad": 1.5}
        view.weights.append(axes.text(*(start + 0.47 * (end - start)), "", fontsize=10.5, bbox=box, **centered))
    sum_x, sum_y = SUM_POSITION
    axes.plot(sum_x, sum_y, markersize=44, zorder=6, **node)
    axes.text(sum_x, sum_y, "Σ", fontsize=20, **centered)
    drawing.curve(axes, [sum_x, sum_x], [6.9, 5.55], color=drawing.GREY, linewidth=1.6)
    axes.plot(sum_x, 5.5, "v", color=drawing.GREY, markersize=7)
    view.bias = axes.text(sum_x, 7.2, "", fontsize=10.5, **centered)
    view.sum = axes.text(sum_x, 3.15, "", fontsize=11, **centered)
    for left, right in ((6.5, 7.3), (10.65, 11.7)):
        drawing.curve(axes, [left, right], [sum_y, sum_y], color=drawing.INK, linewidth=2)
        axes.plot(right, sum_y, ">", color=drawing.INK, markersize=8)
    view.output = axes.text(11.2, 5.2, "", fontsize=11, **centered)
    for part, position in (("axons", (0.15, 8.75)), ("synapse", (4.1, 6.6)), ("dendrite", (3.75, 1.95)), ("soma", (sum_x, 2.5)),
                           ("axon", (11.95, 3.85))):  # fmt: skip
        align = {"axons": "left", "axon": "right"}.get(part, "center")
        axes.text(*position, translate(f"neuron.{part}.model"), color=BIOLOGY_COLOR, fontsize=10, va="center", zorder=7, ha=align)


def _update_synapse(view, i, x, w, w_before_gain, time):
    """Width and size show the strength of the weight before `gain`; colour, dash and marker show its sign."""
    strength = min(1.0, abs(w_before_gain) / 4)
    color, dash, sign, edge_end = SIGN_STYLES[int(np.sign(w))]
    angle = np.degrees(np.arctan2(SUM_POSITION[1] - SYNAPSE_Y[i], SUM_POSITION[0] - INPUT_X))
    marker = MarkerStyle(edge_end).rotated(deg=angle) if edge_end else ""
    view.edges[i].set(color=color, linestyle=dash, linewidth=1.2 + 7 * strength)
    view.edge_ends[i].set(color=color, marker=marker, markersize=10 + 12 * strength, markeredgewidth=4 if edge_end == "|" else 0)
    view.synapses[i].set(color=color, markersize=8 + 14 * strength)
    view.signs[i].set(marker=sign, markersize=5 + 7 * strength)
    view.input_spikes[i].set_data(*_spikes(x, 0.15, 1.65, SYNAPSE_Y[i], time))
    view.inputs[i].set_text(f"{x:.2f}")
    view.weights[i].set(text=f"× {format_value(w)}", color=drawing.ORANGE_TEXT if w < 0 else color)


def _status(activation, products, b, total, rate):
    """What the sum is made of, and what the activation makes of it; `rate` is None where that is not a finite number."""
    up, down = float(products[products > 0].sum()), float(-products[products < 0].sum())
    sum_text = translate("neuron.sum", up=format_value(up), down=format_value(down), b=format_value(b), total=format_value(total))
    if rate is None:
        output_text = translate("neuron.status_not_finite", name=activation_label(activation))
    elif activation == "sigmoid":
        case = "off" if total < SILENT_SUM else "on" if total > 5 else "low" if total < 0 else "high"
        if case in ("low", "high") and up == down == 0:
            case = "alone"
        output_text = translate(f"neuron.status_sigmoid_{case}", rate=f"{rate:.1%}", b=format_value(b))
    else:
        case = f"{activation}_{'negative' if total < 0 else 'positive'}" if activation in Y_LIMITS else "own"
        output_text = translate(f"neuron.status_{case}", name=activation_label(activation), rate=format_value(rate))
    return f"{sum_text} {output_text}"


def format_value(value: float) -> str:
    """A number with two decimal places below 100, none from there on."""
    return format_number(value, ",.0f", below={100: "z.2f"})


def _spikes(rate: float, left: float, right: float, y: float, time: int = 0):
    """One line for all spikes of an axon, evenly spaced: `MAX_RATE_SPIKES` at a rate of 1, at most twice as many.

    One that is not silent has at least one.

    They travel to the right and are where they began at LAST_TIME.
    """
    lowest = 1 if rate >= sigmoid.f(np.array(SILENT_SUM)) else 0
    n = int(np.clip(round(rate * MAX_RATE_SPIKES), lowest, 2 * MAX_RATE_SPIKES))
    x = left + ((np.arange(n) + 0.5) / max(n, 1) + time / LAST_TIME) % 1.0 * (right - left)
    return np.repeat(x, 3), np.tile([y + 0.18, y + 0.62, np.nan], n)
