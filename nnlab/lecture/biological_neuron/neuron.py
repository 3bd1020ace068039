"""The biological neuron and its model side by side, the parts of one named by those of the other."""

import numpy as np
from matplotlib.markers import MarkerStyle

from nnlab.activations import Activation
from nnlab.engine import drawing
from nnlab.engine.scene import Scene, View
from nnlab.language import has_translation, translate
from nnlab.lecture.biological_neuron import neuron_drawing

REACH = 6.0  # of the sums that the activation's panel shows
ROWS = neuron_drawing.SYNAPSES[:, 1]
SUM = (5.6, 4.5)  # where the model's Σ stands
BIOLOGY = "#7A5C00"  # of the names of the cell's parts
TICKS = 9  # spikes on an axon that fires at its highest rate
HEIGHTS = {"sigmoid": (-0.08, 1.08), "tanh": (-1.15, 1.15), "relu": (-0.5, 6.5), "identity": (-6.5, 6.5)}
TICK_LABELS = {"sigmoid": (0, 1), "tanh": (-1, 1), "relu": (0, 6), "identity": (-6, 6)}  # none at half height, where Σ's arrow arrives


class BiologicalNeuron(Scene):
    """Parameters: `activation` (a name in `functions`), inputs `x1`–`x3` in [0, 1], weights `w1`–`w3`, bias `b`, and `gain`.

    All weights and the bias are multiplied by `gain`.
    """

    size = (9.7, 4.4)
    rebuild_on = frozenset({"activation"})

    def __init__(self, functions: dict[str, Activation]):
        self.functions = functions

    def build(self, figure, *, activation, **params):
        figure.set_layout_engine("none")
        cell, model = figure.add_axes((0.005, 0.02, 0.445, 0.883)), figure.add_axes((0.46, 0.02, 0.535, 0.883))
        cell.set_title(translate("neuron.cell"), fontsize=12)
        model.set_title(translate("neuron.model"), fontsize=12)
        self._draw_cell(cell)
        self._draw_model(model)
        self._draw_function(figure, activation)

    def _draw_cell(self, axes):
        neuron_drawing.neuron(axes)
        named = {"zorder": 6, "color": BIOLOGY, "fontsize": 10, "ha": "center", "va": "center"}
        leader = {"arrowstyle": "-", "color": BIOLOGY, "linewidth": 0.9, "shrinkA": 1, "shrinkB": 0}
        for part, place, at in (("synapse", (1.15, 8.55), (2.05, 7.8)), ("dendrite", (4.75, 8.75), (3.65, 6.85)),
                                ("soma", (7.3, 6.55), (5.75, 5.0)), ("axon", (7.35, 3.3), (7.4, 4.35)),
                                ("terminals", (8.55, 1.45), (9.4, 2.45))):  # fmt: skip
            axes.annotate(translate(f"neuron.{part}.cell"), at, place, arrowprops=leader, **named)
        self._boutons, self._signs, self._arriving = [], [], []
        for i, (x, y) in enumerate(neuron_drawing.SYNAPSES):
            axes.text(0.08, y - 0.5, f"x{'₁₂₃'[i]}", color=drawing.INK, fontsize=11, ha="left", va="center")
            self._arriving.append(drawing.curve(axes, color=drawing.INK, linewidth=1.5, zorder=4))
            self._boutons.append(axes.plot([x], [y], "o", zorder=5, markeredgecolor="white", markeredgewidth=0.8)[0])
            self._signs.append(axes.plot([x], [y], color="white", linestyle="none", markeredgewidth=1.8, zorder=6)[0])
        self._leaving = drawing.curve(axes, color=drawing.INK, linewidth=1.5, zorder=4)

    def _draw_model(self, axes):
        axes.set(xlim=(0, 12), ylim=(0, neuron_drawing.HEIGHT))
        axes.set_axis_off()
        node = {"marker": "o", "markerfacecolor": "white", "markeredgecolor": drawing.INK, "markeredgewidth": 1.4, "linestyle": "none"}
        middle = {"ha": "center", "va": "center", "zorder": 7}
        self._edges, self._ends, self._inputs, self._weights = [], [], [], []
        for i, y in enumerate(ROWS):
            start, end = np.array([0.9, y]), np.array(SUM)
            along = (end - start) / np.hypot(*(end - start))
            course = np.column_stack([start + 0.45 * along, end - 0.95 * along])
            self._edges.append(drawing.curve(axes, *course, zorder=3, solid_capstyle="butt"))
            self._ends.append(axes.plot(*(end - 0.85 * along), linestyle="none", markersize=9, zorder=5)[0])
            axes.plot(*start, markersize=27, zorder=6, **node)
            axes.text(*start, f"x{'₁₂₃'[i]}", fontsize=12, **middle)
            self._inputs.append(axes.text(0.9, y - 0.95, "", fontsize=10, **middle))
            box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.9, "pad": 1.5}
            self._weights.append(axes.text(*(start + 0.47 * (end - start)), "", fontsize=10.5, bbox=box, **middle))
        axes.plot(*SUM, markersize=44, zorder=6, **node)
        axes.text(*SUM, "Σ", fontsize=20, **middle)
        drawing.curve(axes, [SUM[0]] * 2, [6.9, 5.55], color=drawing.GREY, linewidth=1.6)
        axes.plot(SUM[0], 5.5, "v", color=drawing.GREY, markersize=7)
        self._bias = axes.text(SUM[0], 7.2, "", fontsize=10.5, **middle)
        self._sum = axes.text(SUM[0], 3.15, "", fontsize=11, **middle)
        for left, right in ((6.5, 7.3), (10.65, 11.7)):
            drawing.curve(axes, [left, right], [SUM[1]] * 2, color=drawing.INK, linewidth=2)
            axes.plot(right, SUM[1], ">", color=drawing.INK, markersize=8)
        self._output = axes.text(11.2, 5.2, "", fontsize=11, **middle)
        for part, place in (("axons", (0.15, 8.75)), ("synapse", (4.1, 6.6)), ("dendrite", (3.75, 1.95)), ("soma", (SUM[0], 2.5)),
                            ("hillock", (9.05, 1.7)), ("axon", (11.2, 3.85))):  # fmt: skip
            axes.text(*place, translate(f"neuron.{part}.model"), color=BIOLOGY, fontsize=10, va="center", zorder=7,
                      ha="left" if part == "axons" else "center")  # fmt: skip

    def _draw_function(self, figure, activation):
        panel = figure.add_axes((0.805, 0.319, 0.125, 0.288))
        low, high = self._heights(activation)
        panel.set(xlim=(-REACH - 0.4, REACH + 0.4), ylim=(low, high), xticks=(-6, 0, 6))
        ends = TICK_LABELS.get(activation, (low, high))
        panel.set_yticks(ends, [number(end).rstrip("0").rstrip(".") for end in ends])
        panel.tick_params(labelsize=9, length=2, pad=1.5)
        panel.set_title("f: " + (translate(activation) if has_translation(activation) else activation), fontsize=10, loc="center", pad=3)
        panel.set_xlabel("Σ", fontsize=9, labelpad=0)
        z = np.linspace(-REACH, REACH, 241)
        drawing.curve(panel, z, self._finite(activation, z), color=drawing.BLUE, linewidth=2)
        self._drop = drawing.curve(panel, color=drawing.ORANGE, linewidth=1, linestyle=":")
        self._dot = panel.plot([], [], "o", color=drawing.ORANGE, markersize=8, markeredgecolor="white", zorder=5)[0]

    def _heights(self, activation):
        if activation in HEIGHTS:
            return HEIGHTS[activation]
        values = self._finite(activation, np.linspace(-REACH, REACH, 241))
        margin = 0.08 * max(float(np.ptp(values)), 1e-3)
        return values.min() - margin, values.max() + margin

    def _finite(self, activation, z):
        with np.errstate(all="ignore"):  # of a function that the reader brings
            return np.nan_to_num(self.functions[activation].f(z), nan=0.0, posinf=1e9, neginf=-1e9)

    def update(self, *, activation, gain, b, **params):
        x = np.array([params[f"x{i}"] for i in (1, 2, 3)])
        w, b = gain * np.array([params[f"w{i}"] for i in (1, 2, 3)]), gain * b
        total = float(w @ x + b)
        with np.errstate(all="ignore"):
            finite = bool(np.isfinite(self.functions[activation].f(np.array([total]))[0]))
        rate = float(self._finite(activation, np.array([total]))[0])
        for i in range(3):
            self._show_synapse(i, x[i], w[i], params[f"w{i + 1}"])
        self._bias.set_text(f"b = {number(b)}")
        self._sum.set_text(f"Σ = {number(total)}")
        self._output.set_text(number(rate) if finite else "?")
        self._leaving.set_data(*_spikes(rate, *neuron_drawing.AXON))
        low, high = self._heights(activation)
        at = float(np.clip(total, -REACH, REACH)), float(np.clip(rate, low + 0.03 * (high - low), high - 0.03 * (high - low)))
        self._dot.set_data([at[0]], [at[1]])
        self._drop.set_data([at[0]] * 2, [low, at[1]])
        live = [*self._edges, *self._ends, *self._boutons, *self._signs, *self._arriving, self._leaving, self._drop, self._dot,
                *self._inputs, *self._weights, self._bias, self._sum, self._output]  # fmt: skip
        return View(live, self._sentence(activation, w * x, b, total, rate if finite else None))

    def _show_synapse(self, i, x, w, chosen):
        """Thickness and size say how strong it is, of the weight as chosen; colour, dash and mark which way it works."""
        strength = min(1.0, abs(chosen) / 4)
        colour, dash, mark, end = (drawing.BLUE, "-", "+", ">") if w > 0 else (drawing.ORANGE, (0, (2.2, 1)), "_", "|")
        if w == 0:
            colour, dash, mark, end = drawing.GREY, ":", "", ""
        slope = np.degrees(np.arctan2(SUM[1] - ROWS[i], SUM[0] - 0.9))
        self._edges[i].set(color=colour, linestyle=dash, linewidth=1.2 + 7 * strength)
        self._ends[i].set(color=colour, marker=_turned(end, slope), markersize=10 + 12 * strength, markeredgewidth=4 if end == "|" else 0)
        self._boutons[i].set(color=colour, markersize=8 + 14 * strength)
        self._signs[i].set(marker=mark, markersize=5 + 7 * strength)
        self._arriving[i].set_data(*_spikes(x, 0.15, 1.65, ROWS[i]))
        self._inputs[i].set_text(f"{x:.2f}")
        self._weights[i].set_text(f"× {number(w)}")
        self._weights[i].set_color(drawing.ORANGE_TEXT if w < 0 else colour)

    def _sentence(self, activation, parts, b, total, rate):
        up, down = float(parts[parts > 0].sum()), float(-parts[parts < 0].sum())
        made = translate("neuron.sum", up=number(up), down=number(down), b=number(b), total=number(total))
        name = translate(activation) if has_translation(activation) else activation
        if rate is None:
            said = translate("neuron.status_not_finite", name=name)
        elif activation == "sigmoid":
            case = "off" if total < -5 else "on" if total > 5 else "low" if total < 0 else "high"
            said = translate(f"neuron.status_sigmoid_{case}", rate=f"{rate:.1%}")
        elif activation in ("relu", "tanh", "identity"):
            case = "negative" if total < 0 else "positive"
            said = translate(f"neuron.status_{activation}_{case}", rate=number(rate))
        else:
            said = translate("neuron.status_own", name=name, rate=number(rate))
        return f"{made} {said}"


def number(value: float) -> str:
    """A number as the picture shows it: two digits behind the point up to 100, none above."""
    text = f"{value:.2f}" if abs(value) < 100 else f"{value:,.0f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.replace("-", "")


def _spikes(rate: float, left: float, right: float, y: float):
    """Ticks along an axon, evenly spaced, as many as the rate, a share of the highest, is of `TICKS`; twice as many at most."""
    n = int(np.clip(round(rate * TICKS), 0, 2 * TICKS))
    x = left + (np.arange(n) + 0.5) * (right - left) / max(n, 1)
    return np.repeat(x, 3), np.tile([y + 0.18, y + 0.62, np.nan], n)


def _turned(marker, degrees):
    """A marker that points along an edge; "" for none."""
    return MarkerStyle(marker).rotated(deg=degrees) if marker else ""
