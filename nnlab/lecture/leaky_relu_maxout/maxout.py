"""The explorer `maxout`: the largest of a few sums of two inputs, which the reader bends into ReLU, Leaky ReLU and other convex shapes."""

import numpy as np

from nnlab.activations import leaky_relu
from nnlab.engine import drawing
from nnlab.engine.labels import Labels
from nnlab.engine.numbers import format_number
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.language import translate
from nnlab.lecture.architecture.counting import count_parameters

MAX_PIECES = 5
PIECES = range(1, MAX_PIECES + 1)
HANDLE_X = 2.0  # a line is dragged by its handles at x = −HANDLE_X and x = HANDLE_X
X_LIMIT = 3.0
MIN_HEIGHT, MAX_HEIGHT = -3.4, 4.6  # of the panel of lines
X = np.linspace(-X_LIMIT, X_LIMIT, 601)
TILTS = np.array([0.0, 0.8, -0.8, 1.6, -1.6])  # slopes of the sums in the direction of the second input
CUT_HANDLE_X = 2.6  # where the line of the cut is dragged
RESOLUTION = 100  # of the plane of both inputs
SHAPES = {
    "none": None,
    "relu": lambda x: np.maximum(x, 0),
    "leaky_relu": leaky_relu(0.1).f,
    "abs": np.abs,
    "square": lambda x: x**2 / 2,
    "sine": lambda x: 1.5 * np.sin(1.5 * x),
}
EXTRA_LINES = ((2.0, -1.2), (-1.0, -0.6), (-3.0, 1.2))  # for pieces that are added
LINES = {  # the heights of the handles, left and right
    "relu": ((0.0, 0.0), (-2.0, 2.0), *EXTRA_LINES),
    "leaky_relu": ((-0.2, 0.2), (-2.0, 2.0), *EXTRA_LINES),
    "abs": ((2.0, -2.0), (-2.0, 2.0), *EXTRA_LINES),
    "square": tuple((-(t**2) / 2 - 2 * t, -(t**2) / 2 + 2 * t) for t in (-2.2, -1.1, 0.0, 1.1, 2.2)),  # tangents at t
    "sine": ((0.4, -2.2), (0.0, 0.0), (-3.1, -1.3), (-3.0, -3.0), (-2.8, 0.4)),  # about the best that a maximum of lines can do
}
NETWORKS = {"2–100–3": (2, 100, 3), "64–64–64–10": (64, 64, 64, 10), "3072–100–10": (3072, 100, 10)}
STYLES = ((drawing.BLUE, "--"), (drawing.ORANGE, "-."), (drawing.PURPLE, ":"), (drawing.GOLD, (0, (5, 1))), (drawing.SKY, (0, (1, 1))))


class Maxout(Scene):
    """One Maxout unit. Parameters: `pieces`; `lines`, the heights of both handles of MAX_PIECES lines where `cut` is 0; `selected`, None or
    a handle (line, side); `cut`, the second input along the dashed line; `shape` to compare with where that is 0; `network` whose
    parameters are counted.
    """

    stacks = True
    narrow_heights = (3.2, 3.4, 2.5)
    size = (9.6, 3.9)
    rebuild_on = frozenset({"network"})
    interactive = True

    def build(self, figure, *, network, **params):
        left, middle, right = figure.subplots(1, 3, width_ratios=(1.25, 0.9, 0.75))
        left.set(label="lines", title=translate("maxout.lines"), xlabel=translate("maxout.along"))
        left.set(xlim=(-X_LIMIT, X_LIMIT), ylim=(MIN_HEIGHT, MAX_HEIGHT))
        target = drawing.curve(left, color=drawing.GREY, linewidth=6, alpha=0.35)
        pieces = [drawing.curve(left, color=color, linestyle=dash, linewidth=1.5) for color, dash in STYLES]
        envelope = drawing.curve(left, color=drawing.INK, linewidth=2.8)
        handles = [left.plot([], [], "o", color=color, markersize=8, markeredgecolor=drawing.PAPER, zorder=5)[0] for color, _ in STYLES]
        style = {"markerfacecolor": "none", "markeredgecolor": drawing.PURPLE, "markersize": 15, "markeredgewidth": 2.2, "zorder": 6}
        ring = left.plot([], [], "o", **style)[0]
        limits = (-X_LIMIT, X_LIMIT)
        middle.set(label="plane", title=translate("maxout.winner"), xlabel="$x_1$", ylabel="$x_2$", xlim=limits, ylim=limits)
        middle.grid(False)
        inputs, regions = drawing.pixel_centers(middle, RESOLUTION), drawing.heatmap(middle, RESOLUTION)
        numbers = middle.add_artist(Labels(12))
        cut = drawing.curve(middle, color=drawing.INK, linewidth=1.4, linestyle="--")
        cut_handle = middle.plot([], [], "o", color=drawing.INK, markersize=8, markeredgecolor=drawing.PAPER, zorder=5)[0]
        counts = [count_parameters(NETWORKS[network], k) for k in PIECES]
        right.barh(PIECES, counts, color=drawing.PALE, height=0.6)
        right.set_title(translate("maxout.parameters", network=network))
        right.set(xlim=(0, 1.55 * counts[-1]), ylim=(0.4, MAX_PIECES + 0.6), xticks=[])
        right.set_yticks(PIECES, [translate("relu"), *(translate("maxout.sums", k=k) for k in PIECES[1:])])
        right.grid(False)
        for k, count in zip(PIECES, counts, strict=True):
            right.text(count, k, f" {count:,}", va="center", fontsize=10.5, color=drawing.INK)
        bar = right.barh([0], [0], color=drawing.BLUE, height=0.6)[0]
        live = [target, *pieces, envelope, *handles, ring, regions, numbers, cut, cut_handle, bar]
        tones = np.stack([drawing.between(np.array([0.32]), drawing.PAPER, color)[0] for color, _ in STYLES])  # (piece, 4)
        return View(target=target, pieces=pieces, envelope=envelope, handles=handles, ring=ring, inputs=inputs, regions=regions,
                    numbers=numbers, cut=cut, cut_handle=cut_handle, bar=bar, tones=tones, live=live,
                    grips=[*handles, cut_handle])  # fmt: skip

    def update(self, view, *, pieces, lines, selected, shape, network, cut=0.0):
        ends = np.array(lines[:pieces], dtype=float) + cut * TILTS[:pieces, None]
        slopes, heights = (ends[:, 1] - ends[:, 0]) / (2 * HANDLE_X), ends.mean(axis=1)
        z = X[:, None] * slopes + heights  # (x, piece): one input, `pieces` sums
        h = z.max(axis=1)
        winners = z.argmax(axis=1)
        for i in range(MAX_PIECES):
            used = i < pieces
            view.pieces[i].set_data(*((X, z[:, i]) if used else ([], [])))
            view.handles[i].set_data(*(([-HANDLE_X, HANDLE_X], ends[i]) if used else ([], [])))
        view.envelope.set_data(X, h)
        shape = shape if abs(cut) < 1e-9 else "none"  # elsewhere the tilts of the sums shift the kinks
        view.target.set_data(*((X, SHAPES[shape](X)) if shape != "none" else ([], [])))
        ringed = [selected] if selected is not None and selected[0] < pieces else []  # at most one
        view.ring.set_data([(-HANDLE_X, HANDLE_X)[side] for _, side in ringed], [ends[line][side] for line, side in ringed])
        _show_plane(view, view.inputs @ np.stack([slopes, TILTS[:pieces]]) + heights - cut * TILTS[:pieces])
        view.cut.set_data([-X_LIMIT, X_LIMIT], [cut, cut])
        view.cut_handle.set_data([CUT_HANDLE_X], [cut])
        view.bar.set_bounds(0, pieces - 0.3, count_parameters(NETWORKS[network], pieces), 0.6)
        return self._status(pieces, h, winners, shape, network, cut)

    @staticmethod
    def _status(pieces, h, winners, shape, network, cut):
        corners = np.count_nonzero(np.diff(winners))
        sentences = [translate("maxout.status_line") if pieces == 1 else translate("maxout.status", k=pieces, corners=corners)]
        idle = [str(i + 1) for i in range(pieces) if not (winners == i).any()]
        if idle:
            sentences.append(translate("maxout.idle", which=", ".join(idle), cut=format_number(cut, ".1f", below={0.05: "z.0f"})))
        if shape != "none":
            difference = float(np.abs(h - SHAPES[shape](X)).max())
            key = "equal" if difference < 1e-12 else "concave" if shape == "sine" else "differs"
            sentences.append(translate(f"maxout.{key}", shape=translate(f"shape.{shape}"), difference=difference))
        count, relu_count = (count_parameters(NETWORKS[network], k) for k in (pieces, 1))
        sentences.append(translate("maxout.counted", network=network, count=count, times=count / relu_count))
        return " ".join(sentences)

    def drag(self, start: Pointer, end: Pointer, *, pieces, lines, cut=0.0, **params):
        """The nearest visible handle of a line follows the pointer, in the plane the cut."""
        if start.panel != end.panel or start.panel not in ("lines", "plane"):
            return {}
        if start.panel == "plane":
            return {"cut": float(np.clip(end.y, -X_LIMIT, X_LIMIT))}
        side = int(start.x > 0)
        heights = {i: lines[i][side] + cut * TILTS[i] for i in range(pieces)}
        visible = [i for i in heights if MIN_HEIGHT <= heights[i] <= MAX_HEIGHT]
        line = min(visible, key=lambda i: abs(heights[i] - start.y), default=None)
        return {} if line is None else _move_handle(lines, line, side, end.y, cut)

    def key(self, key, *, pieces, lines, selected, cut=0.0, **params):
        line, side = selected if selected is not None and selected[0] < pieces else (0, 0)
        shift = {"n": 1, "ArrowRight": 1, "ArrowLeft": -1}.get(key)
        if shift is not None:
            return {"selected": (0, 0) if selected is None else divmod((2 * line + side + shift) % (2 * pieces), 2)}
        step = {"ArrowUp": 0.1, "ArrowDown": -0.1}.get(key)
        return {} if step is None else _move_handle(lines, line, side, lines[line][side] + cut * TILTS[line] + step, cut)


def _show_plane(view, z) -> None:
    """Colour the plane by the largest of the sums z (RESOLUTION², pieces), and number its parts."""
    winners = z.argmax(axis=1)
    view.regions.set_data(view.tones[winners].reshape(RESOLUTION, RESOLUTION, 4))
    parts = [(i, view.inputs[winners == i]) for i in range(z.shape[1])]
    view.numbers.texts = [(*part.mean(axis=0), str(i + 1)) for i, part in parts if len(part) > RESOLUTION]


def _move_handle(lines, line: int, side: int, height: float, cut: float) -> dict:
    """The parameters with one handle drawn at `height`, as far as it is in the panel, and that handle selected."""
    heights = [list(pair) for pair in lines]
    heights[line][side] = round(float(np.clip(height, MIN_HEIGHT + 0.1, MAX_HEIGHT - 0.1) - cut * TILTS[line]), 2)
    return {"lines": tuple(map(tuple, heights)), "selected": (line, side)}
