"""The explorer `chain_rule`: the forward pass and the gradients of one neuron, number by number."""

import numpy as np

from nnlab.activations import ACTIVATIONS, Activation
from nnlab.engine import drawing
from nnlab.engine.labels import Labels
from nnlab.engine.numbers import format_number
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.engine.stacked import StackedFigure
from nnlab.language import translate

MAX_Q = 12.0  # the panel of the slope shows q from −MAX_Q to MAX_Q
# Positions in the computational graph: of the nodes, and of the numbers beside them
NODES = {"x": (1.2, 3.2), "w": (1.2, 1.5), "b": (2.9, 0.2), "product": (2.9, 2.35), "q": (4.7, 2.35), "f": (6.6, 2.35)}
NUMBERS = {"x": (0.2, 3.2), "w": (0.2, 1.5), "b": (1.95, 0.2), "product": (3.6, 2.35), "q": (5.65, 2.35), "f": (7.75, 2.35)}
EDGES = (("x", "product"), ("w", "product"), ("product", "q"), ("b", "q"), ("q", "f"), ("f", "out"))
ENDS = NODES | {"out": (8.5, 2.35)}
CARRIED = ("x", "w", "product", "b", "q", "f")  # whose gradient each of EDGES brings back
WIDEST, WIDEST_AT = 20.0, 4.0  # of a band, in points, and the size of the gradient that has it
DRAGGED = {"x": "x", "w": "w", "b": "b", "f": "upstream"}  # node -> the parameter that a drag of it changes
GRAB_DISTANCE = 0.8  # a press this close to a node takes hold of it
ABOVE, LOCAL_GRADIENT = 0.4, (6.6, 1.55)  # how far from an edge its numbers stand; the place of the slope
BESIDE = {"x", "w", "b"}  # nodes with their two numbers to the left, where there is no edge between these
CLOSE = 0.2  # how far above and below the middle of such a node they stand
# On a phone, where the numbers are wider beside the nodes: their places, and how far from an edge they stand
NARROW_NUMBERS = NUMBERS | {"x": (-0.55, 3.2), "w": (-0.55, 1.5), "b": (1.15, 0.2), "product": (3.2, 2.35)}
NARROW_ABOVE, NARROW_LOCAL_GRADIENT = 0.62, (6.6, 1.2)


class ChainRule(Scene):
    """One neuron f(q), q = w x + b. Parameters: `activation`, `x`, `w`, `b`, and the upstream gradient `upstream` = ∂L/∂f."""

    stacks = True
    narrow_heights = (3.8, 2.8)
    size = (9.6, 3.8)
    rebuild_on = frozenset({"activation"})
    interactive = True

    def build(self, figure, *, activation, **params):
        graph, slope = figure.subplots(1, 2, width_ratios=(1.9, 1))
        narrow = isinstance(figure, StackedFigure)
        low = -1.7 if narrow else -0.6  # room for the texts below the narrower graph
        side, size = (26, 10) if narrow else (30, 11)
        left = -1.7 if narrow else -0.5
        graph.set(label="graph", title=translate("chain_rule.graph"), xlim=(left, 8.6), ylim=(low, 3.9), xticks=[], yticks=[])
        graph.grid(False)
        graph.spines[["left", "bottom"]].set_visible(False)
        view = View(bands=[], numbers=NARROW_NUMBERS if narrow else NUMBERS, above=NARROW_ABOVE if narrow else ABOVE)
        view.local_place = NARROW_LOCAL_GRADIENT if narrow else LOCAL_GRADIENT
        for edge in EDGES:
            ends = tuple(zip(*(ENDS[node] for node in edge), strict=True))
            drawing.curve(graph, *ends, color=drawing.GREY, linewidth=1.4, zorder=1)
            view.bands.append(drawing.curve(graph, *ends, color=drawing.ORANGE, alpha=0.45, solid_capstyle="butt", zorder=1))
        names = {"product": "×", "q": "+", "f": "σ" if activation == "sigmoid" else "tanh"}
        circles = graph.plot(*zip(*NODES.values(), strict=True), "o", markersize=side, color=drawing.PAPER, markeredgecolor=drawing.GREY)[0]
        texts = graph.add_artist(Labels(size))
        texts.texts = [(*position, names.get(node, node)) for node, position in NODES.items()]
        view.values, view.gradients = (graph.add_artist(Labels(size, color)) for color in (drawing.BLUE, drawing.ORANGE_TEXT))
        view.local_gradient = graph.add_artist(Labels(11))
        dragged = drawing.curve(graph, *zip(*(NODES[node] for node in DRAGGED), strict=True), linestyle="none")
        graph.text(8.5, low + 1.15, translate("chain_rule.forward"), ha="right", color=drawing.BLUE, fontsize=11)
        graph.text(8.5, low + 0.7, translate("chain_rule.back"), ha="right", color=drawing.ORANGE_TEXT, fontsize=11)
        graph.text(8.5, low + 0.25, "q = w·x + b", ha="right", color=drawing.INK, fontsize=11)
        q = np.linspace(-MAX_Q, MAX_Q, 401)
        slopes = ACTIVATIONS[activation].derivative(q)
        top = 1.1 * slopes.max()
        slope.set(
            label="slope",
            title=translate("chain_rule.slope", f=names["f"]),
            xlabel="q",
            xlim=(-MAX_Q, MAX_Q),
            ylim=(-0.03 * slopes.max(), top),
        )
        drawing.curve(slope, q, slopes, color=drawing.BLUE)
        slope.fill_between(q, 0, top, where=slopes < 0.05 * slopes.max(), color=drawing.GOLD, alpha=0.16, linewidth=0)
        view.dot = slope.plot([], [], "o", color=drawing.ORANGE, markersize=10, markeredgecolor=drawing.PAPER)[0]
        view.live = [*view.bands, circles, texts, view.values, view.gradients, view.local_gradient, view.dot]
        view.grips = [view.dot, dragged]
        return view

    def update(self, view, *, activation, x, w, b, upstream):
        values, gradients, slope = forward_backward(ACTIVATIONS[activation], x, w, b, upstream)
        for band, node in zip(view.bands, CARRIED, strict=True):
            band.set_linewidth(band_width(gradients[node]))
        away = {node: CLOSE if node in BESIDE else view.above for node in NUMBERS}
        view.values.texts = [(x, y + away[node], _format(values[node])) for node, (x, y) in view.numbers.items()]
        view.gradients.texts = [(x, y - away[node], _format(gradients[node])) for node, (x, y) in view.numbers.items()]
        name = "σ" if activation == "sigmoid" else "tanh"
        view.local_gradient.texts = [(*view.local_place, f"{name}′(q) = {_format(slope)}")]
        view.dot.set_data([np.clip(values["q"], -MAX_Q, MAX_Q)], [slope])
        largest = float(ACTIVATIONS[activation].derivative(np.zeros(1))[0])
        case = "nothing" if upstream == 0 else "saturated" if slope < 0.05 * largest else "passes"
        shown = {"slope": slope, "upstream": upstream, "q": values["q"], "w": w, "x": x} | {f"d{name}": gradients[name] for name in "qwx"}
        return translate(f"chain_rule.status_{case}", f=name, **{key: _format(value) for key, value in shown.items()})

    def drag(self, start: Pointer, end: Pointer, **params):
        """A drag of a node up or down changes its number; one in the panel of the slope moves q by b."""
        if start.panel == "slope":
            return {"b": round(end.x - params["w"] * params["x"], 2)} if end.panel == "slope" else {}
        away = {node: np.hypot(start.x - NODES[node][0], start.y - NODES[node][1]) for node in DRAGGED} if start.panel else {}
        nearest = min(away, key=away.get, default=None)
        if nearest is None or away[nearest] > GRAB_DISTANCE or end.panel != "graph":
            return {}
        return {DRAGGED[nearest]: round(params[DRAGGED[nearest]] + 2 * (end.y - start.y), 2)}

    def key(self, key, *, b, **params):
        return {"b": round(b + {"ArrowLeft": -0.1, "ArrowRight": 0.1}.get(key, 0.0), 2)}


def band_width(gradient: float) -> float:
    """The width in points of the band that shows this gradient: four times as large, twice as wide."""
    return WIDEST * float(np.sqrt(min(abs(gradient) / WIDEST_AT, 1.0)))


def forward_backward(activation: Activation, x: float, w: float, b: float, upstream: float) -> tuple[dict, dict, float]:
    """The values and the gradients of the nodes of f(w x + b), from the upstream gradient ∂L/∂f, and the local gradient f ′(q)."""
    q = w * x + b
    f, slope = (float(part(np.array([q]))[0]) for part in (activation.f, activation.derivative))
    dq = upstream * slope
    values = {"x": x, "w": w, "b": b, "product": w * x, "q": q, "f": f}
    return values, {"x": dq * w, "w": dq * x, "b": dq, "product": dq, "q": dq, "f": upstream}, slope


def _format(value: float) -> str:
    """A signed number in at most eight characters; a small one in exponent notation."""
    return format_number(value, ".2f", below={1e-12: "z.0f", 1e-3: ".1e", 1: ".3f"})
