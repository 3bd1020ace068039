"""Is a gradient right? Finite differences tell, if their step h is neither too large nor too small; a mistake stays at every h."""

import functools
from dataclasses import replace

import numpy as np

from nnlab import Network, mlp, softmax_loss
from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, RIGHT, Labels
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.language import translate
from nnlab.lecture.backpropagation.mistakes import BUGS
from nnlab.lecture.backpropagation.secant import PLACES, Secant, slope_error

STEP_SIZES = 10.0 ** np.linspace(-14, 0, 57)
MIN_ERROR, MAX_ERROR = 1e-13, 30.0  # of the left panel
N_DIRECTIONS = 3
KINK_DISTANCE = 1e-3  # of one sum of the ReLU network from its kink
KINKED = ("relu", "leaky_relu")
REFERENCE_SCALE = 0.1  # the reference lines stand that much below the curves


@functools.lru_cache(maxsize=128)
def problem(activation: str, precision: str, seed: int):
    """A network 4-5-5-3, eight examples and their labels; of an activation with a kink, one sum is KINK_DISTANCE away from it."""
    rng = np.random.default_rng(seed)
    network = mlp([4, 5, 5, 3], activation, init="xavier", seed=rng)
    X, y = rng.standard_normal((8, 4)), rng.integers(0, 3, 8)
    for layer in network.layers:  # without biases, an example that turns all units off puts the next layer's sums exactly on the kink
        layer.b[...] = 0.3 * rng.standard_normal(layer.b.shape)
    if activation in KINKED:
        network.layers[0].b[0] = KINK_DISTANCE - X[0] @ network.layers[0].W[0]
    layers = [replace(layer, W=layer.W.astype(precision)) for layer in network.layers]  # b takes the type of W
    return Network(layers), X.astype(precision), y


def losses_at(network, X, y, shifts) -> tuple[np.ndarray, np.ndarray]:
    """The losses (S,) with each of `shifts` (S, parameters) added to the parameters, in their dtype; and which hidden units are on."""
    sizes = [size for layer in network.layers for size in (layer.W.size, layer.b.size)]
    parts = iter(np.split(shifts.astype(network.dtype), np.cumsum(sizes), axis=1))
    h, on = X, []
    for layer in network.layers:
        W = layer.W + next(parts).reshape(-1, *layer.W.shape)
        b = layer.b + next(parts)
        z = h @ W.transpose(0, 2, 1) + b[:, None]
        h = layer.activation.f(z)
        on.append((z > 0).reshape(len(z), -1))
    return np.array([softmax_loss(scores, y)[0] for scores in h]), np.concatenate(on[:-1], axis=1)


def analytic_gradient(network, X, y, bug: str) -> np.ndarray:
    """The gradient (parameters,) that backward gives, with a mistake of BUGS in it."""
    trace = network.forward(X)
    gradients = BUGS[bug](network, trace, softmax_loss(trace.scores, y)[1])
    return np.concatenate([part.ravel() for pair in gradients for part in pair]).astype(float)


def relative_difference(one, other) -> float:
    """The largest difference of two gradients of the same shape, relative to the largest number in either."""
    return np.abs(one - other).max() / max(np.abs(one).max(), np.abs(other).max())


def _directions(n: int, seed: int) -> np.ndarray:
    """Random directions (N_DIRECTIONS, n) in which the parameters are moved, the largest number of each ±1."""
    directions = np.random.default_rng(seed + 1).standard_normal((N_DIRECTIONS, n))
    return directions / np.abs(directions).max(axis=1, keepdims=True)


@functools.lru_cache(maxsize=128)
def errors_by_direction(activation: str, precision: str, bug: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The relative errors (N_DIRECTIONS, 2, steps) of one-sided and of central differences for each of STEP_SIZES, along random directions,
    and whether a sum crosses its kink (steps,)."""
    network, X, y = problem(activation, precision, seed)
    gradient, n = analytic_gradient(network, X, y, bug), len(STEP_SIZES)
    errors, crosses_kink = [], np.zeros(n, dtype=bool)
    for direction in _directions(len(gradient), seed):
        analytic = float(gradient @ direction)
        losses, on = losses_at(network, X, y, np.concatenate([[0.0], STEP_SIZES, -STEP_SIZES])[:, None] * direction)
        here, up, down = np.split(losses, [1, n + 1])
        numeric = np.stack([(up - here) / STEP_SIZES, (up - down) / (2 * STEP_SIZES)])
        errors.append(slope_error(numeric, analytic))
        crosses_kink |= (on[1:] != on[0]).any(axis=1).reshape(2, -1).any(axis=0)
    return np.array(errors), crosses_kink & (activation in KINKED)


def relative_errors(activation: str, precision: str, bug: str, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each of STEP_SIZES: the largest relative errors of one-sided and of central differences, and whether a sum crosses its kink."""
    errors, crosses_kink = errors_by_direction(activation, precision, bug, seed)
    return *errors.max(axis=0), crosses_kink


@functools.lru_cache(maxsize=512)
def gradient_pairs(activation: str, precision: str, bug: str, seed: int, h: float) -> tuple[np.ndarray, np.ndarray]:
    """For each parameter: the gradient that backward gives, and that of central differences with the step h."""
    network, X, y = problem(activation, precision, seed)
    shifts = h * np.eye(network.n_parameters)
    up, down = np.split(losses_at(network, X, y, np.concatenate([shifts, -shifts]))[0], 2)
    return analytic_gradient(network, X, y, bug), (up - down) / (2 * h)


@functools.lru_cache(maxsize=512)
def losses_along(activation: str, precision: str, bug: str, seed: int, h: float) -> tuple[np.ndarray, float]:
    """The losses (33,) at PLACES · h along the random direction with the largest central error, and the slope that backward gives."""
    network, X, y = problem(activation, precision, seed)
    worst = errors_by_direction(activation, precision, bug, seed)[0][:, 1, _nearest(h)].argmax()
    direction = _directions(network.n_parameters, seed)[worst]
    losses, _ = losses_at(network, X, y, h * PLACES[:, None] * direction)
    return losses.astype(float), float(analytic_gradient(network, X, y, bug) @ direction)


class GradientCheck(Scene):
    """Parameters: `h`, `activation`, `precision` ("float64" or "float32"), `bug` (a key of BUGS), `seed`."""

    stacks = True
    narrow_heights = (3.2, 2.9, 4.2)
    size = (9.6, 3.7)
    interactive = True

    def build(self, figure, **params):
        left, middle, right = figure.subplots(1, 3, width_ratios=(1.35, 0.95, 1))
        left.set(label="errors", title=translate("gradient_check.errors"), xlabel=translate("gradient_check.step"), xscale="log",
                 yscale="log", xlim=(STEP_SIZES[0], 1.0), ylim=(MIN_ERROR, MAX_ERROR), xticks=10.0 ** np.arange(-14, 1, 2),
                 yticks=10.0 ** np.arange(-12, 2, 2))  # fmt: skip
        left.axhspan(1e-4, MAX_ERROR, color=drawing.ORANGE, alpha=0.08, linewidth=0)
        left.text(2e-14, 8.0, translate("gradient_check.wrong"), fontsize=10.5, color=drawing.ORANGE_TEXT, va="center")
        left.axhspan(MIN_ERROR, 1e-7, color=drawing.GREEN, alpha=0.08, linewidth=0)
        left.text(2e-14, 3e-13, translate("gradient_check.fine"), fontsize=10.5, color=drawing.GREEN_TEXT, va="center")
        view = View(secant=Secant(middle))
        view.errors = [drawing.curve(left, color=drawing.GREY, linestyle="--", linewidth=1.6, label=translate("gradient_check.one_sided")),
                       drawing.curve(left, color=drawing.BLUE, label=translate("gradient_check.central"))]  # fmt: skip
        view.theory = drawing.curve(left, color=drawing.GREY, linewidth=0.9, linestyle=":")
        view.best = drawing.curve(left, color=drawing.GREEN, linewidth=1.1, linestyle=(0, (1, 2)))
        view.theory_names, view.best_names = (left.add_artist(Labels(*look)) for look in ((10.5, drawing.GREY), (10.5, drawing.GREEN_TEXT)))
        view.current = left.plot([], [], "o", color=drawing.ORANGE, markersize=10, markeredgecolor=drawing.PAPER, zorder=5)[0]
        left.legend(loc="lower left", bbox_to_anchor=(0.0, 0.06))
        right.set(title=translate("gradient_check.pairs"), xlabel=translate("gradient_check.analytic"),
                  ylabel=translate("gradient_check.numeric"), xlim=(-0.75, 0.75), ylim=(-0.75, 0.75), box_aspect=1, anchor="N")  # fmt: skip
        right.plot([-1, 1], [-1, 1], color=drawing.GREY, linewidth=1, linestyle=":")
        view.pairs = right.plot([], [], "o", color=drawing.BLUE, alpha=0.6, markersize=6)[0]
        names = [view.theory_names, view.best_names]
        view.live = [*view.errors, view.theory, view.best, *names, view.current, *view.secant.artists, view.pairs]
        view.grips = [view.current]
        return view

    def update(self, view, *, h, activation, precision, bug, seed):
        i, (one_sided, central, crosses_kink) = _nearest(h), relative_errors(activation, precision, bug, seed)
        for curve, values in zip(view.errors, (one_sided, central), strict=True):
            curve.set_data(STEP_SIZES, np.clip(values, MIN_ERROR / 2, 2 * MAX_ERROR))
        self._show_theory(view, np.finfo(precision).eps)
        view.current.set_data([STEP_SIZES[i]], [np.clip(central[i], 1.5 * MIN_ERROR, MAX_ERROR / 1.5)])
        view.pairs.set_data(*np.clip(gradient_pairs(activation, precision, bug, seed, float(STEP_SIZES[i])), -0.74, 0.74))
        view.secant.show(*losses_along(activation, precision, bug, seed, float(STEP_SIZES[i])), STEP_SIZES[i])
        return self._status(i, one_sided, central, crosses_kink, precision, bug)

    @staticmethod
    def _show_theory(view, eps):
        """The sizes of rounding and truncation error, and the h where they meet: √ε for one-sided, ³√ε for central differences."""
        one_sided, central = np.sqrt(eps), np.cbrt(eps)
        # name: how the error depends on h, from which h to which the line goes; where its name stands: h, how far from the line, side
        laws = {
            "∝ ε/h": (lambda h: REFERENCE_SCALE * eps * h**-1, STEP_SIZES[0], central, eps**0.75, 0.2, RIGHT),
            "∝ h": (
                lambda h: REFERENCE_SCALE * h,
                one_sided,
                1.0,
                eps**0.21,
                100,
                RIGHT,
            ),  # above the one-sided curve: below it is the other
            "∝ h²": (lambda h: REFERENCE_SCALE * h**2, central, 1.0, 2 * eps**0.25, 0.2, LEFT),
        }
        view.theory.set_data(*np.transpose([(h, law(h)) for law, low, high, *_ in laws.values() for h in (low, high, np.nan)]))
        view.best.set_data(np.repeat([one_sided, central], 3), [MIN_ERROR, 1e-3, np.nan] * 2)
        if central / one_sided <= 100:  # in float32 the curves leave no room for this name
            del laws["∝ h"]
        view.theory_names.texts = [(h, away * law(h), name, side) for name, (law, _, _, h, away, side) in laws.items()]
        view.best_names.texts = [(1.3 * one_sided, 5e-12, "√ε", LEFT), (1.3 * central, 5e-12, "³√ε", LEFT)]

    @staticmethod
    def _status(i, one_sided, central, crosses_kink, precision, bug):
        best = int(central.argmin())
        numbers = {"h": STEP_SIZES[i], "error": central[i], "one_sided": one_sided[i], "best": STEP_SIZES[best], "least": central[best],
                   "clear": STEP_SIZES[max(0, int(crosses_kink.argmax()) - 1)]}  # fmt: skip
        if bug != "none" and central[best] > 1e-4:
            key = "bug"
        elif central[i] < (1e-7 if precision == "float64" else 3e-3):
            key = "right"
        elif crosses_kink[i]:
            key = "kink"
        else:
            key = "large" if i > best else "small"
        return translate(f"gradient_check.status_{key}", **numbers, bug=translate(f"bug.{bug}"))

    def drag(self, start: Pointer, end: Pointer, **params):
        """A press or a drag in the left panel chooses h."""
        return {"h": float(STEP_SIZES[_nearest(max(end.x, STEP_SIZES[0]))])} if end.panel == "errors" else {}

    def key(self, key, *, h, **params):
        """The arrow keys go to the next smaller and larger h."""
        i = _nearest(h) + {"ArrowLeft": -1, "ArrowRight": 1}.get(key, 0)
        return {"h": float(STEP_SIZES[np.clip(i, 0, len(STEP_SIZES) - 1)])}


def _nearest(h: float) -> int:
    """The index of the step size nearest to h."""
    return int(np.abs(np.log(STEP_SIZES / h)).argmin())
