"""Saturation: what many layers make of their sums, the chain rule through one neuron, and inputs that are not zero-centred."""

import functools

import numpy as np

from nnlab.activations import ACTIVATIONS, Activation
from nnlab.diagnostics import gradient_norms, saturation, sign_agreement
from nnlab.engine import drawing
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.language import translate
from nnlab.network import mlp

DEEPEST = 10
RANGES = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "relu": (0.0, 4.0)}  # of the outputs that the histograms show
FLOOR, CEILING = 1e-16, 1e6  # of the gradients that the picture shows


class Saturation(Scene):
    """A deep network before its first step. Parameters: `activation`, `depth`, `width`, `weight_scale`, `input_scale`."""

    size = (8.4, 4.4)
    rebuild_on = frozenset({"activation"})
    examples, features, bins = 128, 100, 40

    def build(self, figure, *, activation, **params):
        top, middle, low = figure.subplots(3, 1, sharex=True, height_ratios=(1.5, 0.8, 1.5))
        reach = RANGES[activation]
        top.set(title=translate("saturation.outputs"), xlim=(0.4, DEEPEST + 1.6), ylim=reach, yticks=np.linspace(*reach, 3))
        if activation == "relu":
            top.set_yticklabels(["0", "2", "≥ 4"])
        top.grid(False)
        blank = np.full((self.bins, 16 * DEEPEST, 4), 255, dtype=np.uint8)
        extent = (0.5, DEEPEST + 0.5, *reach)
        self._histograms = top.imshow(blank, origin="lower", extent=extent, interpolation="nearest", aspect="auto")
        middle.set(
            title=translate("saturation.off" if activation == "relu" else "saturation.saturated"), ylim=(0, 1.02), yticks=(0, 0.5, 1)
        )
        middle.set_yticklabels(["0 %", "50 %", "100 %"])
        middle.grid(False, axis="x")
        self._bars = drawing.curve(middle, color=drawing.GOLD, linewidth=22, solid_capstyle="butt")
        low.set(title=translate("saturation.gradients"), yscale="log", ylim=(FLOOR / 3, CEILING * 3), xticks=range(1, DEEPEST + 2))
        low.set(yticks=10.0 ** np.arange(-15, 6, 5), xlabel=translate("saturation.layer"))
        low.minorticks_off()
        self._norms = drawing.curve(low, color=drawing.BLUE, marker="o", label=translate("saturation.norm"))
        self._typical = drawing.curve(low, color=drawing.ORANGE, marker="s", linestyle="--", label=translate("saturation.typical"))
        handles = [self._norms] if activation == "relu" else [self._norms, self._typical]
        drawing.legend_above(low, handles=handles)

    def update(self, *, activation, depth, width, weight_scale, input_scale):
        X, above = self._examples()
        network = self._network(activation, depth, width, weight_scale)
        trace = network.forward(input_scale * X)
        norms = gradient_norms(network.backward(trace, above))
        shares = saturation(network, input_scale * X)
        typical = typical_gradients(network, trace, above)
        self._histograms.set_data(self._columns(trace.hs[:-1], RANGES[activation]))
        layers = np.arange(1, depth + 1)
        self._bars.set_data(np.repeat(layers, 3), np.column_stack([np.zeros(depth), shares, np.full(depth, np.nan)]).ravel())
        self._norms.set_data(np.arange(1, depth + 2), np.clip(norms, FLOOR, CEILING))
        self._typical.set_data(layers, np.clip(typical, FLOOR, CEILING))
        self._typical.set_visible(activation != "relu")
        spread = float(trace.hs[-2].std(axis=0).mean())
        weak = weight_scale * np.sqrt(width) < 0.5  # half of Xavier's scale or less
        sentence = self._sentence(activation, max(shares), weak, spread, norms[0], norms[-1], typical[0])
        return View([self._histograms, self._bars, self._norms, self._typical], sentence)

    @classmethod
    @functools.cache
    def _examples(cls):
        """Inputs, and a gradient from above of +1 or −1 an example in the mean, so that only the layers make a difference."""
        rng = np.random.default_rng(0)
        return rng.standard_normal((cls.examples, cls.features)), rng.choice([-1, 1], (cls.examples, 1)) / cls.examples

    @functools.lru_cache(maxsize=4)  # noqa: B019 - the slider of the input scale keeps its network
    def _network(self, activation, depth, width, weight_scale):
        return mlp([self.features] + [width] * depth + [1], activation, init=weight_scale)

    def _columns(self, hs, reach):
        """The histograms as colours (bins, 16 * DEEPEST, 4): a column a layer, its fullest bin darkest, gaps between."""
        counts = np.zeros((self.bins, DEEPEST))
        for i, h in enumerate(hs):
            place = np.clip((h - reach[0]) * (self.bins / (reach[1] - reach[0])), 0, self.bins - 1).astype(np.intp)
            counts[:, i] = np.bincount(place.ravel(), minlength=self.bins)
            counts[:, i] /= counts[:, i].max()
        colours = np.full((self.bins, DEEPEST, 16, 4), 255, dtype=np.uint8)
        colours[:, :, 1:-1, :3] = 255 - np.sqrt(counts)[..., None, None] * np.array([255, 141, 77])  # white to drawing.BLUE
        return colours.reshape(self.bins, 16 * DEEPEST, 4)

    @staticmethod
    def _sentence(activation, share, weak, spread, first, last, typical):
        ratio = first / max(last, 1e-300)
        trend = "falls" if ratio < 0.03 else "grows" if ratio > 30 else "holds"
        if activation == "relu":
            key = f"relu_{trend}"
        elif share >= 0.2:
            key = "saturated"
        elif weak:
            key = "small"
        else:
            key = trend
        return translate(f"saturation.status_{key}", name=translate(activation), share=share, spread=spread, first=_short(first),
                         last=_short(last), typical=_short(typical), largest=0.25 if activation == "sigmoid" else 1)  # fmt: skip


def typical_gradients(network, trace, dscores) -> list[float]:
    """Layer by hidden layer, the median length of what one example adds to the gradient of one unit's weights: |dz| · |inputs|."""
    medians, dh, inputs = [], len(dscores) * dscores, [trace.inputs, *trace.hs]
    for i in reversed(range(network.n_layers)):
        layer = network.layers[i]
        dz = layer.activation.backward(trace.zs[i], trace.hs[i], dh)
        dh = dz @ layer.W
        if i < network.n_layers - 1:
            lengths = np.sqrt(np.einsum("ij,ij->i", inputs[i], inputs[i]))
            medians.insert(0, float(np.median(np.abs(dz) * lengths[:, None])))
    return medians


def _short(value: float) -> str:
    """A size in few characters, the same for the eye at every power of ten."""
    return "0" if value == 0 else f"{value:.2g}" if 1e-3 <= value < 100 else f"{value:.0f}" if 100 <= value < 1e4 else f"{value:.0e}"


class ChainRule(Scene):
    """One neuron f(q), q = w x + b, forward and back. Parameters: `activation`, `x`, `w`, `b`, `upstream` (∂L/∂f)."""

    size = (8.4, 3.8)
    rebuild_on = frozenset({"activation"})
    interactive = True
    reach = 12.0  # of the panel of the slope
    places = {"x": (1.2, 3.2), "w": (1.2, 1.5), "b": (2.9, 0.2), "product": (2.9, 2.35), "q": (4.7, 2.35), "f": (6.6, 2.35)}
    beside = {  # the numbers
        "x": (0.2, 3.2),
        "w": (0.2, 1.5),
        "b": (1.95, 0.2),
        "product": (3.8, 2.35),
        "q": (5.65, 2.35),
        "f": (7.75, 2.35),
    }

    def build(self, figure, *, activation, **params):
        graph, slope = figure.subplots(1, 2, width_ratios=(1.9, 1))
        graph.set(label="graph", title=translate("chain_rule.graph"), xlim=(-0.5, 8.6), ylim=(-0.6, 3.9), xticks=[], yticks=[])
        graph.grid(False)
        for side in ("left", "bottom"):
            graph.spines[side].set_visible(False)
        names = {"x": "x", "w": "w", "b": "b", "product": "×", "q": "+", "f": "σ" if activation == "sigmoid" else "tanh"}
        for start, end in (("x", "product"), ("w", "product"), ("product", "q"), ("b", "q"), ("q", "f")):
            drawing.curve(graph, *zip(self.places[start], self.places[end], strict=True), color=drawing.GREY, linewidth=1.4, zorder=1)
        drawing.curve(graph, [6.6, 8.5], [2.35, 2.35], color=drawing.GREY, linewidth=1.4, zorder=1)
        for node, place in self.places.items():
            graph.plot(*place, "o", markersize=30, color="white", markeredgecolor=drawing.GREY, zorder=2)
            graph.text(*place, names[node], ha="center", va="center", fontsize=13 if len(names[node]) == 1 else 10, zorder=3)
        self._values, self._pulls = (
            {
                node: graph.text(x, y + gap, "", ha="center", va=va, color=colour, fontsize=11, zorder=4)
                for node, (x, y) in self.beside.items()
            }
            for gap, va, colour in ((0.08, "bottom", drawing.BLUE), (-0.08, "top", drawing.ORANGE_TEXT))
        )
        self._local = graph.text(6.6, 1.8, "", ha="center", va="top", color=drawing.INK, fontsize=11)
        graph.text(8.5, 0.55, translate("chain_rule.forward"), ha="right", color=drawing.BLUE, fontsize=11)
        graph.text(8.5, 0.1, translate("chain_rule.back"), ha="right", color=drawing.ORANGE_TEXT, fontsize=11)
        graph.text(8.5, -0.35, "q = w·x + b", ha="right", color=drawing.INK, fontsize=11)
        q = np.linspace(-self.reach, self.reach, 401)
        slopes = ACTIVATIONS[activation].derivative(q)
        slope.set(
            label="slope",
            title=translate("chain_rule.slope"),
            xlabel="q",
            xlim=(-self.reach, self.reach),
            ylim=(-0.03 * slopes.max(), 1.1 * slopes.max()),
        )
        drawing.curve(slope, q, slopes, color=drawing.BLUE)
        slope.fill_between(q, 0, 1.1 * slopes.max(), where=slopes < 0.05 * slopes.max(), color=drawing.GOLD, alpha=0.16, linewidth=0)
        self._dot = slope.plot([], [], "o", color=drawing.ORANGE, markersize=10, markeredgecolor="white")[0]

    def update(self, *, activation, x, w, b, upstream):
        function = ACTIVATIONS[activation]
        values, pulls, slope = chain(function, x, w, b, upstream)
        for node, text in self._values.items():
            text.set_text(_number(values[node]))
        for node, text in self._pulls.items():
            text.set_text(_number(pulls[node]))
        self._local.set_text(f"f ′(q) = {_number(slope)}")
        self._dot.set_data([np.clip(values["q"], -self.reach, self.reach)], [slope])
        largest = float(function.derivative(np.zeros(1))[0])
        key = "nothing" if upstream == 0 else "saturated" if slope < 0.05 * largest else "passes"
        numbers = (
            {"slope": slope, "upstream": upstream} | {name: values[name] for name in "qwx"} | {f"d{name}": pulls[name] for name in "qwx"}
        )
        sentence = translate(f"chain_rule.status_{key}", **{name: _number(value) for name, value in numbers.items()})
        return View([*self._values.values(), *self._pulls.values(), self._local, self._dot], sentence)

    def drag(self, start: Pointer, end: Pointer, *, x, w, b, **params):
        return {"b": round(float(np.clip(end.x - w * x, -5, 5)), 2)} if end.panel == "slope" else {}

    def key(self, key, *, b, **params):
        step = {"ArrowLeft": -0.1, "ArrowRight": 0.1}.get(key, 0.0)
        return {"b": round(float(np.clip(b + step, -5, 5)), 2)}


def chain(function: Activation, x: float, w: float, b: float, upstream: float) -> tuple[dict, dict, float]:
    """The numbers of f(w x + b) forward, the gradients back from `upstream`, node by node, and the slope f ′(q)."""
    q = w * x + b
    f, slope = (float(part(np.array([q]))[0]) for part in (function.f, function.derivative))
    dq = upstream * slope
    values = {"x": x, "w": w, "b": b, "product": w * x, "q": q, "f": f}
    return values, {"x": dq * w, "w": dq * x, "b": dq, "product": dq, "q": dq, "f": upstream}, slope


def _number(value: float) -> str:
    """A signed number in at most eight characters; small ones keep their size."""
    if abs(value) < 1e-12:
        return "0"
    text = f"{value:.1e}" if abs(value) < 1e-3 else f"{value:.3f}" if abs(value) < 1 else f"{value:.2f}"
    return text.replace("-", "−")


BATCHES = (1, 2, 4, 8, 16, 32, 64, 128)


def layer_outputs(inputs: str, n: int, n_inputs: int, seed: int = 0) -> np.ndarray:
    """What a layer below sends up (n, n_inputs): the sigmoid or tanh, or what else is named, of standard normal sums."""
    return ACTIVATIONS[inputs].f(np.random.default_rng(seed).standard_normal((n, n_inputs)))


@functools.lru_cache(maxsize=64)
def one_signed(inputs: str, n_inputs: int) -> list[float]:
    """For each size in BATCHES, the share of batches in which one unit's gradient by its weights is all of one sign.

    The gradient from above is drawn from a standard normal distribution, apart from the inputs.
    """
    X = layer_outputs(inputs, 65536, n_inputs)
    dw = np.random.default_rng(1).standard_normal((len(X), 1)) * X
    shares = []
    for _ in BATCHES:
        shares.append(sign_agreement(dw))
        dw = (dw[::2] + dw[1::2]) / 2  # two batches make one of twice the size
    return shares


class ZigZag(Scene):
    """A linear unit with two weights learns. Parameters: `inputs` (of the unit), `batch_size`, `learning_rate`, `n_inputs`, `step`."""

    steps = 60
    reach = 2.4
    resolution = 60
    start, target = np.array([-1.5, 1.5]), np.array([1.2, -1.2])

    def build(self, figure, **params):
        left, right = figure.subplots(1, 2, width_ratios=(1, 1.25))
        reach = (-self.reach, self.reach)
        left.set(title=translate("zigzag.plane"), xlabel="$w_1$", ylabel="$w_2$", xlim=reach, ylim=reach, box_aspect=1)
        left.grid(False)
        self._grid = drawing.pixel_centers(left, self.resolution)
        self._relief = drawing.heatmap(left, self.resolution)
        self._quadrants = [left.fill([0], [0], color=drawing.GOLD, alpha=0.35, linewidth=0, zorder=1)[0] for _ in range(2)]
        self._path = drawing.curve(left, color=drawing.INK, linewidth=1.6, marker=".", markersize=5, zorder=3)
        self._arrow = drawing.arrow(left, color=drawing.ORANGE)
        self._here = left.plot([], [], "o", color=drawing.ORANGE, markersize=9, markeredgecolor="white", zorder=6)[0]
        self._goal = left.plot(*self.target, "*", color=drawing.GREEN, markersize=17, markeredgecolor="white", zorder=4)[0]
        right.set(title=translate("zigzag.share"), xlabel=translate("batch_size"), xscale="log", xlim=(0.8, 160), ylim=(-0.08, 1.08))
        right.set(xticks=BATCHES, xticklabels=BATCHES, yticks=np.linspace(0, 1, 5), yticklabels=["0 %", "25 %", "50 %", "75 %", "100 %"])
        right.minorticks_off()
        looks = {"sigmoid": (drawing.ORANGE, "s", "-"), "tanh": (drawing.BLUE, "o", "--")}
        self._shares = {inputs: drawing.curve(right, color=colour, marker=marker, linestyle=dash, label=translate(f"inputs.{inputs}"))
                        for inputs, (colour, marker, dash) in looks.items()}  # fmt: skip
        self._now = right.plot([], [], "o", markersize=17, markerfacecolor="none", markeredgecolor=drawing.INK, markeredgewidth=1.8)[0]
        right.legend(loc="upper right", bbox_to_anchor=(1.0, 0.94))

    def update(self, *, inputs, batch_size, learning_rate, n_inputs, step):
        path, gradients = descent(inputs, batch_size, learning_rate)
        here, gradient = path[step], gradients[step]
        self._relief.set_data(self._landscape(inputs))
        for patch, side in zip(self._quadrants, (1, -1), strict=True):
            far = here + side * 10 * self.reach
            patch.set_xy([here, [far[0], here[1]], far, [here[0], far[1]]])
            patch.set_visible(inputs == "sigmoid" and batch_size == 1)
        self._path.set_data(*path[: step + 1].T)
        self._here.set_data(*here[:, None])
        drawing.point_arrow(self._arrow, here, here - gradient, shortest=0.3, longest=1.0)
        shares = {kind: one_signed(kind, n_inputs) for kind in self._shares}
        for kind, line in self._shares.items():
            line.set_data(BATCHES, shares[kind])
        share = shares[inputs][BATCHES.index(batch_size)]
        self._now.set_data([batch_size], [share])
        live = [self._relief, *self._quadrants, self._goal, self._path, *self._arrow, self._here, *self._shares.values(), self._now]
        key = "centred" if inputs == "tanh" else "positive" if batch_size == 1 else "batch"
        walked = float(np.hypot(*np.diff(path[: step + 1], axis=0).T).sum())
        left = float(np.hypot(*(here - self.target)))
        same = round((step + 1) * sign_agreement(gradients[: step + 1]))  # the one to come included
        sentence = translate(
            f"zigzag.status_{key}", seen=step + 1, same=same, walked=walked, left=left, batch=batch_size, share=share, n=n_inputs
        )
        return View(live, sentence)

    @functools.lru_cache(maxsize=2)  # noqa: B019 - one for each kind of inputs
    def _landscape(self, inputs):
        """The relief of the mean loss (w · x − target · x)² / 2 over the weights."""
        X, away = layer_outputs(inputs, 4096, 2), self._grid - self.target
        loss = np.einsum("ij,jk,ik->i", away, X.T @ X / len(X), away) / 2
        return drawing.shaded_contours(loss.reshape(self.resolution, self.resolution))


@functools.lru_cache(maxsize=64)
def descent(inputs: str, batch_size: int, learning_rate: float) -> tuple[np.ndarray, np.ndarray]:
    """The places (steps + 1, 2) of a linear unit that learns the outputs of a target unit, and the gradients there."""
    X = layer_outputs(inputs, max(BATCHES) * (ZigZag.steps + 1), 2, seed=3)
    w, path, gradients = ZigZag.start, [], []
    for batch in X.reshape(ZigZag.steps + 1, -1, 2)[:, :batch_size]:
        gradient = (batch @ (w - ZigZag.target)) @ batch / batch_size
        path.append(w)
        gradients.append(gradient)
        w = w - learning_rate * gradient
    return np.array(path), np.array(gradients)
