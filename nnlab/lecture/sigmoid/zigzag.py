"""The explorer `zigzag`: the path of two weights when all inputs are positive, and how often a unit's gradient has one sign."""

import functools

import numpy as np

from nnlab import ACTIVATIONS, sign_agreement
from nnlab.engine import drawing
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.language import translate
from nnlab.lecture.sigmoid.own_walk import NO_WALK, lengths, step_by_key, step_toward

BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64, 128)
STEPS = 60
INPUTS = {  # what the unit is given: the outputs of a layer with this function
    "sigmoid": ACTIVATIONS["sigmoid"].f,
    "centred": lambda z: ACTIVATIONS["sigmoid"].f(z) - 0.5,  # centred like tanh, with the sigmoid's variance
    "tanh": ACTIVATIONS["tanh"].f,
}
START, TARGET = np.array([-1.5, 1.5]), np.array([1.2, -1.2])  # the weights at the start, and those that are to be learned
MAX_WEIGHT = 2.4  # the left panel shows weights from −MAX_WEIGHT to MAX_WEIGHT
RESOLUTION = 60
FAR = 100.0  # weights further away than this are drawn at this distance: the learning rate was too large
ARRIVED = 0.15  # the reader's own walk is over when this little is left


class ZigZag(Scene):
    """SGD of a linear unit with two weights. Parameters: `inputs` (of the unit), `batch_size`, `learning_rate`, `n_inputs`, `step`;
    `walk`, the steps that the reader takes instead (`own_walk`).
    """

    stacks = True
    narrow_heights = (4.2, 3.0)
    interactive = True
    rebuild_on = frozenset({"n_inputs"})

    def build(self, figure, *, n_inputs, **params):
        left, right = figure.subplots(1, 2, width_ratios=(1, 1.25))
        limits = (-MAX_WEIGHT, MAX_WEIGHT)
        left.set(label="weights", title=translate("zigzag.plane"), xlabel="$w_1$", ylabel="$w_2$", xlim=limits, ylim=limits, box_aspect=1)
        left.grid(False)
        grid = drawing.pixel_centers(left, RESOLUTION)
        view = View(contours={inputs: loss_contours(inputs, grid) for inputs in INPUTS})
        view.background = drawing.heatmap(left, RESOLUTION)
        gold = {"facecolor": (drawing.GOLD, 0.4), "edgecolor": drawing.GOLD, "linewidth": 2, "zorder": 1}
        view.quadrants = [left.fill([0], [0], **gold)[0] for _ in range(2)]
        view.path = drawing.curve(left, color=drawing.INK, linewidth=1.6, marker=".", markersize=5, zorder=3)
        view.arrow = drawing.arrow(left, color=drawing.ORANGE)
        view.weights = left.plot([], [], "o", color=drawing.ORANGE, markersize=9, markeredgecolor=drawing.PAPER, zorder=6)[0]
        target = left.plot(*TARGET, "*", color=drawing.GREEN, markersize=17, markeredgecolor=drawing.PAPER, zorder=4)[0]
        view.walk = drawing.curve(left, color=drawing.PURPLE, linewidth=2.4, marker="o", markersize=5, zorder=6)
        view.refused = drawing.curve(left, color=drawing.ORANGE, linewidth=1.8, linestyle=":", zorder=7)
        view.refused.set(marker="x", markersize=9, markeredgewidth=2.4, markevery=[-1])
        view.walker = left.plot([], [], "o", markersize=10, color=drawing.PURPLE, markeredgecolor=drawing.PAPER, zorder=7)[0]
        right.set(
            title=translate("zigzag.share", n=n_inputs), xlabel=translate("batch_size"), xscale="log", xlim=(0.8, 160), ylim=(-0.08, 1.08)
        )
        right.set_xticks(BATCH_SIZES, BATCH_SIZES)
        right.set_yticks(np.linspace(0, 1, 5), ["0%", "25%", "50%", "75%", "100%"])
        right.minorticks_off()
        view.positive = drawing.curve(right, color=drawing.BLUE, marker="s", label=translate("zigzag.positive"))
        view.zero_centred = drawing.curve(right, color=drawing.GREEN, marker="o", linestyle="--", label=translate("zigzag.zero_centred"))
        view.ring = right.plot([], [], "o", markersize=17, markerfacecolor="none", markeredgecolor=drawing.INK, markeredgewidth=1.8)[0]
        right.legend(loc="upper right", bbox_to_anchor=(1.0, 0.94))
        view.live = [
            view.background,
            *view.quadrants,
            target,
            view.path,
            *view.arrow,
            view.weights,
            view.walk,
            view.refused,
            view.walker,
            view.positive,
            view.zero_centred,
            view.ring,
        ]
        view.grips = [view.walker]
        return view

    def update(self, view, *, inputs, batch_size, learning_rate, n_inputs, step, walk=NO_WALK):
        path, gradients = (values[: step + 1] for values in sgd_path(inputs, batch_size, learning_rate))
        w, drawn = path[-1], np.clip(path, -FAR, FAR)
        left = float(np.hypot(*(w - TARGET)))
        diverged = left > 2 * np.hypot(*(START - TARGET))
        view.background.set_data(view.contours[inputs])
        self._show_walk(view, walk)
        for quadrant, direction in zip(view.quadrants, (1, -1), strict=True):
            corner = np.array(walk[0][-1]) if walk[0] else drawn[-1]
            far = corner + direction * 2 * FAR
            corners = [corner, [far[0], corner[1]], far, [corner[0], far[1]]]
            quadrant.set(xy=corners, visible=_is_one_sign(inputs, batch_size) and (not diverged or bool(walk[0])))
        view.path.set_data(*drawn.T)
        view.weights.set_data(*drawn[-1][:, None])
        drawing.point_arrow(view.arrow, drawn[-1], drawn[-1] - gradients[-1], shortest=0.3, longest=1.0)
        for part in view.arrow if walk[0] else ():
            part.set_visible(False)
        view.positive.set_data(BATCH_SIZES, one_sign_shares("sigmoid", n_inputs))
        view.zero_centred.set_data(BATCH_SIZES, one_sign_shares("tanh" if inputs == "tanh" else "centred", n_inputs))
        share = one_sign_shares(inputs, n_inputs)[BATCH_SIZES.index(batch_size)]
        view.ring.set_data([batch_size], [share])
        if walk[0]:
            return _walk_status(walk, _is_one_sign(inputs, batch_size))
        if diverged:
            return translate("zigzag.status_diverged", step=step, left=left, batch=batch_size)
        case = "centred" if inputs != "sigmoid" else "positive" if batch_size == 1 else "batch"
        return translate(f"zigzag.status_{case}", seen=len(gradients), same=round(len(gradients) * sign_agreement(gradients)),
                         walked=float(np.hypot(*np.diff(path, axis=0).T).sum()), left=left, batch=batch_size, share=share, n=n_inputs,
                         variance=float(layer_outputs(inputs, 4096, 2).var()))  # fmt: skip

    @staticmethod
    def _show_walk(view, walk):
        """Draw the reader's own walk, and that of SGD pale behind it; without a walk, where one would begin."""
        weights, refused = walk
        view.path.set(color=drawing.GREY if weights else drawing.INK, alpha=0.45 if weights else 1.0)
        view.weights.set_visible(not weights)
        view.walk.set(data=np.reshape(weights, (-1, 2)).T, visible=bool(weights))
        here = weights[-1] if weights else START
        view.walker.set(data=([here[0]], [here[1]]), markerfacecolor=drawing.PURPLE if weights else drawing.PAPER,
                        markeredgecolor=drawing.PAPER if weights else drawing.PURPLE, markeredgewidth=1.2 if weights else 2.2)  # fmt: skip
        view.refused.set(data=np.transpose([here, here if refused is None else refused]), visible=refused is not None)

    def sync_params(self, before, *, walk=NO_WALK, **params):
        """Another training ends the walk."""
        is_other = any(params[name] != before[name] for name in params if name not in ("n_inputs", "step"))
        return {"walk": NO_WALK} if is_other and walk is before["walk"] else {}

    def drag(self, start: Pointer, end: Pointer, *, inputs, batch_size, walk=NO_WALK, **params):
        """A press in the plane of weights is a step towards it; the first one only begins the walk, at the start."""
        if start.panel != "weights" or end.panel != "weights":
            return {}
        if not walk[0]:
            return {"walk": ((tuple(START.tolist()),), None)}
        return {"walk": step_toward(walk, START, (end.x, end.y), _is_one_sign(inputs, batch_size))}

    def key(self, key, *, inputs, batch_size, walk=NO_WALK, **params):
        """Up and down change both weights alike, right and left in opposite ways; Delete takes a step back."""
        return {"walk": step_by_key(walk, START, key, _is_one_sign(inputs, batch_size))}


def _is_one_sign(inputs: str, batch_size: int) -> bool:
    """Whether both components of each gradient have one sign: the inputs are positive, and it is that of a single example."""
    return inputs == "sigmoid" and batch_size == 1


def _walk_status(walk, one_sign: bool) -> str:
    """How far the reader's walk has come, and where it may go on."""
    steps, walked, left = lengths(walk, TARGET)
    key = "refused" if walk[1] is not None else "arrived" if left < ARRIVED else "walk"
    rule = translate(f"zigzag.{'only_yellow' if one_sign else 'everywhere'}")
    straight = float(np.hypot(*(START - TARGET)))
    return f"{translate(f'zigzag.{key}', steps=steps, walked=walked, left=left, straight=straight)} {rule}"


def layer_outputs(inputs: str, n: int, n_outputs: int, seed: int = 0) -> np.ndarray:
    """The outputs (n, n_outputs) of a layer whose sums are standard normal; `inputs` is one of INPUTS."""
    return INPUTS[inputs](np.random.default_rng(seed).standard_normal((n, n_outputs)))


def loss_contours(inputs: str, weights: np.ndarray) -> np.ndarray:
    """The mean loss (w · x − target · x)² / 2 at each of the weights (RESOLUTION², 2), as colours (RESOLUTION, RESOLUTION, 4)."""
    X, error = layer_outputs(inputs, 4096, 2), weights - TARGET
    loss = np.einsum("ij,jk,ik->i", error, X.T @ X / len(X), error) / 2
    return drawing.shaded_contours(loss.reshape(RESOLUTION, RESOLUTION))


@functools.lru_cache(maxsize=64)
def one_sign_shares(inputs: str, n_inputs: int) -> list[float]:
    """For each of BATCH_SIZES, the share of batches in which all components of one unit's weight gradient have one sign.

    The upstream gradient is drawn from a standard normal distribution, independently of the inputs.
    """
    X = layer_outputs(inputs, 65536, n_inputs)
    dw = np.random.default_rng(1).standard_normal((len(X), 1)) * X
    shares = []
    for _ in BATCH_SIZES:
        shares.append(sign_agreement(dw))
        dw = (dw[::2] + dw[1::2]) / 2  # the mean of two batches is a batch of twice the size
    return shares


def one_sign_share(inputs: str, batch_size: int, seed: int = 0, n_inputs: int = 10, n_batches: int = 2000) -> float:
    """The share of random batches in which all components of one unit's weight gradient have one sign."""
    rng = np.random.default_rng(seed)
    X = INPUTS[inputs](rng.standard_normal((n_batches * batch_size, n_inputs)))
    dw = rng.standard_normal((len(X), 1)) * X
    return sign_agreement(dw.reshape(n_batches, batch_size, n_inputs).mean(axis=1))


@functools.lru_cache(maxsize=64)
def sgd_path(
    inputs: str, batch_size: int, learning_rate: float, seed: int = 3, start: tuple[float, float] = tuple(START)
) -> tuple[np.ndarray, np.ndarray]:
    """The weights (STEPS + 1, 2) of a linear unit that learns the outputs of a unit with the weights TARGET, and the gradients there."""
    X = layer_outputs(inputs, max(BATCH_SIZES) * (STEPS + 1), 2, seed)
    w, path, gradients = np.array(start), [], []
    for batch in X.reshape(STEPS + 1, -1, 2)[:, :batch_size]:
        gradient = (batch @ (w - TARGET)) @ batch / batch_size
        path.append(w)
        gradients.append(gradient)
        w = w - learning_rate * gradient
    return np.array(path), np.array(gradients)
