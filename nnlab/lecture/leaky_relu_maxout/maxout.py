"""Maxout as a picture: the largest of a few straight lines, which the reader bends into ReLU, Leaky ReLU and other convex shapes."""

import numpy as np

from nnlab.activations import leaky_relu, maxout
from nnlab.engine import drawing
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.language import translate

MOST = 5  # pieces
END = 2.0  # a line is held at x = −END and x = +END
REACH = 3.0
X = np.linspace(-REACH, REACH, 601)
SHAPES = {
    "none": None,
    "relu": lambda x: np.maximum(x, 0),
    "leaky_relu": leaky_relu(0.1).f,
    "abs": np.abs,
    "square": lambda x: x**2 / 2,
    "sine": lambda x: 1.5 * np.sin(1.5 * x),
}
MORE = ((2.0, -1.2), (-1.0, -0.6), (-3.0, 1.2))  # lines for pieces that are added
# Heights of the lines at x = −END and x = +END.
LINES = {
    "relu": ((0.0, 0.0), (-2.0, 2.0), *MORE),
    "leaky_relu": ((-0.2, 0.2), (-2.0, 2.0), *MORE),
    "abs": ((2.0, -2.0), (-2.0, 2.0), *MORE),
    "square": tuple((-(t**2) / 2 - 2 * t, -(t**2) / 2 + 2 * t) for t in (-2.2, -1.1, 0.0, 1.1, 2.2)),  # tangents at t
    "sine": ((0.4, -2.2), (0.0, 0.0), (-3.1, -1.3), (-3.0, -3.0), (-2.8, 0.4)),  # about the best that a maximum of lines can do
}
NETWORKS = {"2-100-3": (2, 100, 3), "64-64-64-10": (64, 64, 64, 10), "3072-100-10": (3072, 100, 10)}
STYLES = ((drawing.BLUE, "--"), (drawing.ORANGE, "-."), (drawing.PURPLE, ":"), (drawing.GOLD, (0, (5, 1))), (drawing.SKY, (0, (1, 1))))


def parameters(sizes, pieces: int) -> int:
    """Weights and biases of a network with these `sizes` whose hidden units take the largest of `pieces` sums."""
    rows = [pieces * n for n in sizes[1:-1]] + [sizes[-1]]
    return sum(n * (inputs + 1) for n, inputs in zip(rows, sizes, strict=False))


class Maxout(Scene):
    """One Maxout unit. Parameters: `pieces`; `lines`, the heights at both ends of MOST lines; `selected`, None or (line, end);
    `shape` to compare with; `network` whose parameters are counted.
    """

    size = (9.4, 3.9)
    rebuild_on = frozenset({"network"})
    interactive = True

    def build(self, figure, *, network, **params):
        left, middle, right = figure.subplots(1, 3, width_ratios=(1.25, 0.9, 0.75))
        left.set(label="lines", title=translate("maxout.lines"), xlabel="x", xlim=(-REACH, REACH), ylim=(-3.4, 4.6))
        self._target = drawing.curve(left, color=drawing.GREY, linewidth=6, alpha=0.35)
        self._pieces = [drawing.curve(left, color=c, linestyle=s, linewidth=1.5) for c, s in STYLES]
        self._envelope = drawing.curve(left, color=drawing.INK, linewidth=2.8)
        self._handles = [left.plot([], [], "o", color=c, markersize=8, markeredgecolor="white", zorder=5)[0] for c, _ in STYLES]
        ring = {"markerfacecolor": "none", "markeredgecolor": drawing.PURPLE, "markersize": 15, "markeredgewidth": 2.2, "zorder": 6}
        self._ring = left.plot([], [], "o", **ring)[0]
        middle.set(title=translate("maxout.winner"), xlabel="x", xlim=(-REACH, REACH), ylim=(0.4, MOST + 0.6))
        middle.set_yticks(range(1, MOST + 1))
        middle.set_ylabel(translate("maxout.piece"))
        self._winners = [drawing.curve(middle, color=c, linewidth=7, solid_capstyle="butt") for c, _ in STYLES]
        sizes, n = NETWORKS[network], np.arange(1, MOST + 1)
        counts = [parameters(sizes, k) for k in n]
        right.barh(n, counts, color=drawing.PALE, height=0.6)
        right.set(title=translate("maxout.parameters"), xlim=(0, 1.55 * counts[-1]), ylim=(0.4, MOST + 0.6), xticks=[])
        right.set_yticks(n, [translate("maxout.sums", k=k) if k > 1 else translate("relu") for k in n])
        right.grid(False)
        for k, count in zip(n, counts, strict=True):
            right.text(count, k, f" {count:,}", va="center", fontsize=9.5, color=drawing.INK)
        self._counts = counts
        self._bar = right.barh([0], [0], color=drawing.BLUE, height=0.6)[0]

    def update(self, *, pieces, lines, selected, shape, network):
        ends = np.array(lines[:pieces], dtype=float)
        slopes, heights = (ends[:, 1] - ends[:, 0]) / (2 * END), ends.mean(axis=1)
        z = X[:, None] * slopes + heights  # (x, piece): one input, `pieces` sums
        h = maxout(pieces).f(z)[:, 0] if pieces > 1 else z[:, 0]
        winners = z.argmax(axis=1)
        for i in range(MOST):
            used = i < pieces
            self._pieces[i].set_data(*((X, z[:, i]) if used else ([], [])))
            self._handles[i].set_data(*(([-END, END], ends[i]) if used else ([], [])))
            self._winners[i].set_data(X, np.where(winners == i, i + 1.0, np.nan))
        self._envelope.set_data(X, h)
        goal = SHAPES[shape]
        self._target.set_data(*((X, goal(X)) if goal else ([], [])))
        if selected is not None and selected[0] < pieces:
            self._ring.set_data([(-END, END)[selected[1]]], [lines[selected[0]][selected[1]]])
        else:
            self._ring.set_data([], [])
        self._bar.set_bounds(0, pieces - 0.3, self._counts[pieces - 1], 0.6)
        live = [self._target, *self._pieces, self._envelope, *self._handles, self._ring, *self._winners, self._bar]
        return View(live, self._sentence(pieces, z, h, winners, shape, network))

    def _sentence(self, pieces, z, h, winners, shape, network):
        changes = np.flatnonzero(np.diff(winners))
        said = [translate("maxout.status_line") if pieces == 1 else translate("maxout.status", k=pieces, corners=len(changes))]
        idle = [str(i + 1) for i in range(pieces) if not (winners == i).any()]
        if idle:
            said.append(translate("maxout.idle", which=", ".join(idle)))
        if shape != "none":
            difference = float(np.abs(h - SHAPES[shape](X)).max())
            name = translate(f"shape.{shape}")
            if difference < 1e-12:
                said.append(translate("maxout.equal", shape=name))
            elif shape == "sine":
                said.append(translate("maxout.concave", difference=difference))
            else:
                said.append(translate("maxout.differs", shape=name, difference=difference))
        count = self._counts[pieces - 1]
        said.append(translate("maxout.counted", network=network, count=count, times=count / self._counts[0]))
        return " ".join(said)

    def drag(self, start: Pointer, end: Pointer, *, pieces, lines, **params):
        if start.panel != "lines" or end.panel != "lines":
            return {}
        side = int(start.x > 0)
        piece = min(range(pieces), key=lambda i: abs(lines[i][side] - start.y))
        return _moved(lines, piece, side, end.y)

    def key(self, key, *, pieces, lines, selected, **params):
        piece, side = selected if selected is not None and selected[0] < pieces else (0, 0)
        by = {"n": 1, "ArrowRight": 1, "ArrowLeft": -1}.get(key)
        if by is not None:
            return {"selected": divmod((2 * piece + side + by) % (2 * pieces), 2) if selected is not None else (0, 0)}
        step = {"ArrowUp": 0.1, "ArrowDown": -0.1}.get(key)
        return {} if step is None else _moved(lines, piece, side, lines[piece][side] + step)


def _moved(lines, piece: int, side: int, height: float) -> dict:
    """The lines with one end put at `height`, which becomes the one selected."""
    ends = [list(line) for line in lines]
    ends[piece][side] = round(float(np.clip(height, -3.3, 4.5)), 2)
    return {"lines": tuple(map(tuple, ends)), "selected": (piece, side)}
