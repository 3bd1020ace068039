"""Is a gradient right? Differences tell, if their step is neither too large nor too small; a mistake in backward stays at any step."""

import functools
from typing import NamedTuple

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, RIGHT, Labels
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.language import translate
from nnlab.losses import softmax_loss
from nnlab.network import Layer, Network, mlp

STEPS = 10.0 ** np.linspace(-14, 0, 57)
LOWEST, HIGHEST = 1e-13, 30.0
DIRECTIONS = 3
KINK = 1e-3  # how far a sum of the ReLU network is from its corner
CORNERED = ("relu", "leaky_relu")
BELOW = 0.1  # the lines of reference stand that much below the curves


def _no_slope(network, trace, dscores):
    """Backward without f ′."""
    linear = Network([Layer(layer.W, layer.b, "identity") for layer in network.layers])
    return linear.backward(trace, dscores)


def _no_mean(network, trace, dscores):
    return network.backward(trace, dscores * len(dscores))


def _transposed(network, trace, dscores):
    """W where Wᵀ belongs, in the layer whose W is square."""
    turned = [Layer(layer.W.T if layer.n_in == layer.n_out else layer.W, layer.b, layer.activation) for layer in network.layers]
    return Network(turned).backward(trace, dscores)


def _sums(network, trace, dscores):
    """z where h belongs, in dW of the last layer."""
    gradients = network.backward(trace, dscores)
    gradients[-1] = dscores.T @ trace.zs[-2], gradients[-1][1]
    return gradients


BUGS = {
    "none": lambda network, trace, dscores: network.backward(trace, dscores),
    "no_slope": _no_slope,
    "no_mean": _no_mean,
    "transposed": _transposed,
    "sums": _sums,
}


class Errors(NamedTuple):
    """Step by step of STEPS: relative errors of one-sided and of central differences, and whether a sum passes its corner."""

    one_sided: np.ndarray
    central: np.ndarray
    crossed: np.ndarray


@functools.lru_cache(maxsize=128)
def problem(activation: str, precision: str, seed: int):
    """A network 4-5-5-3, eight examples and their labels; with a corner, one sum is put `KINK` away from it."""
    rng = np.random.default_rng(seed)
    network = mlp([4, 5, 5, 3], activation, init="xavier", seed=rng)
    X, y = rng.standard_normal((8, 4)), rng.integers(0, 3, 8)
    for layer in network.layers:  # without biases, an example that turns all units off puts the sums above exactly on the corner
        layer.b[...] = 0.3 * rng.standard_normal(layer.b.shape)
    if activation in CORNERED:
        network.layers[0].b[0] = KINK - X[0] @ network.layers[0].W[0]
    dtype = np.dtype(precision)
    layers = [Layer(layer.W.astype(dtype), layer.b.astype(dtype), layer.activation) for layer in network.layers]
    return Network(layers), X.astype(dtype), y


def flat(gradients) -> np.ndarray:
    """All weights and biases in a row."""
    return np.concatenate([part.ravel() for pair in gradients for part in pair])


def losses_at(network, X, y, shifts) -> tuple[np.ndarray, np.ndarray]:
    """The losses (S,) with each of the rows `shifts` (S, parameters) added to the weights, in their number type; and which units are on."""
    h, signs, start = X, [], 0
    for layer in network.layers:
        end = start + layer.W.size
        W = layer.W + shifts[:, start:end].reshape(-1, *layer.W.shape).astype(layer.W.dtype)
        b = layer.b + shifts[:, end : end + layer.b.size].astype(layer.b.dtype)
        z = h @ W.transpose(0, 2, 1) + b[:, None]
        h = layer.activation.f(z)
        signs.append((z > 0).reshape(len(z), -1))
        start = end + layer.b.size
    return np.array([softmax_loss(scores, y)[0] for scores in h]), np.concatenate(signs[:-1], axis=1)


@functools.lru_cache(maxsize=128)
def errors(activation: str, precision: str, bug: str, seed: int) -> Errors:
    """The errors along the worst of a few random directions."""
    network, X, y = problem(activation, precision, seed)
    gradient = _gradient(network, X, y, bug)
    rng = np.random.default_rng(seed + 1)
    worst, crossed = np.zeros((2, len(STEPS))), np.zeros(len(STEPS), dtype=bool)
    for _ in range(DIRECTIONS):
        direction = rng.standard_normal(len(gradient))
        direction /= np.abs(direction).max()
        claimed = float(gradient @ direction)
        shifts = np.concatenate([[0.0], STEPS, -STEPS])[:, None] * direction
        losses, on = losses_at(network, X, y, shifts)
        here, up, down = losses[0], losses[1 : len(STEPS) + 1], losses[len(STEPS) + 1 :]
        differences = np.stack([(up - here) / STEPS, (up - down) / (2 * STEPS)])
        found = np.abs(differences - claimed) / np.maximum(np.maximum(np.abs(differences), abs(claimed)), 1e-3)
        worst = np.maximum(worst, found)
        crossed |= (on[1:] != on[0]).any(axis=1).reshape(2, -1).any(axis=0)
    return Errors(*worst, crossed & (activation in CORNERED))


def _gradient(network, X, y, bug: str) -> np.ndarray:
    trace = network.forward(X)
    return flat(BUGS[bug](network, trace, softmax_loss(trace.scores, y)[1])).astype(float)


@functools.lru_cache(maxsize=512)
def pairs(activation: str, precision: str, bug: str, seed: int, h: float) -> tuple[np.ndarray, np.ndarray]:
    """Weight by weight: the gradient that backward claims, and that of central differences with the step h."""
    network, X, y = problem(activation, precision, seed)
    claimed = _gradient(network, X, y, bug)
    shifts = h * np.eye(len(claimed))
    losses, _ = losses_at(network, X, y, np.concatenate([shifts, -shifts]))
    differences = (losses[: len(claimed)] - losses[len(claimed) :]) / (2 * h)
    return claimed, differences


class GradientCheck(Scene):
    """Parameters: `h`, `activation`, `precision` ("float64" or "float32"), `bug` (a key of BUGS), `seed`."""

    size = (9.4, 3.9)
    interactive = True

    def build(self, figure, **params):
        left, right = figure.subplots(1, 2, width_ratios=(1.35, 1))
        left.set(label="errors", title=translate("gradient_check.errors"), xlabel=translate("gradient_check.step"), xscale="log",
                 yscale="log", xlim=(STEPS[0], 1.0), ylim=(LOWEST, HIGHEST))  # fmt: skip
        left.set_xticks(10.0 ** np.arange(-14, 1, 2))
        left.set_yticks(10.0 ** np.arange(-12, 2, 2))
        left.axhspan(1e-4, HIGHEST, color=drawing.ORANGE, alpha=0.08, linewidth=0)
        left.text(2e-14, 8.0, translate("gradient_check.wrong"), fontsize=9, color=drawing.ORANGE_TEXT, va="center")
        left.axhspan(LOWEST, 1e-7, color=drawing.GREEN, alpha=0.08, linewidth=0)
        left.text(2e-14, 3e-13, translate("gradient_check.fine"), fontsize=9, color=drawing.GREEN_TEXT, va="center")
        self._curves = [drawing.curve(left, color=drawing.GREY, linestyle="--", linewidth=1.6, label=translate("gradient_check.one_sided")),
                        drawing.curve(left, color=drawing.BLUE, label=translate("gradient_check.central"))]  # fmt: skip
        self._theory = drawing.curve(left, color=drawing.GREY, linewidth=0.9, linestyle=":")
        self._best = drawing.curve(left, color=drawing.GREEN, linewidth=1.1, linestyle=(0, (1, 2)))
        self._names = [left.add_artist(Labels(9.5, colour)) for colour in (drawing.GREY, drawing.GREEN_TEXT)]
        self._here = left.plot([], [], "o", color=drawing.ORANGE, markersize=10, markeredgecolor="white", zorder=5)[0]
        left.legend(loc="lower left", bbox_to_anchor=(0.0, 0.06))
        right.set(title=translate("gradient_check.pairs"), xlabel=translate("gradient_check.claimed"),
                  ylabel=translate("gradient_check.measured"), xlim=(-0.75, 0.75), ylim=(-0.75, 0.75), box_aspect=1)  # fmt: skip
        right.plot([-1, 1], [-1, 1], color=drawing.GREY, linewidth=1, linestyle=":")
        self._pairs = right.plot([], [], "o", color=drawing.BLUE, alpha=0.6, markersize=6)[0]

    def update(self, *, h, activation, precision, bug, seed):
        sides = errors(activation, precision, bug, seed)
        for curve, values in zip(self._curves, sides[:2], strict=True):
            curve.set_data(STEPS, np.clip(values, LOWEST / 2, 2 * HIGHEST))
        self._show_theory(np.finfo(precision).eps)
        at = int(np.abs(np.log(STEPS / h)).argmin())
        self._here.set_data([STEPS[at]], [np.clip(sides[1][at], 1.5 * LOWEST, HIGHEST / 1.5)])
        self._pairs.set_data(*np.clip(pairs(activation, precision, bug, seed, float(STEPS[at])), -0.74, 0.74))
        live = [*self._curves, self._theory, self._best, *self._names, self._here, self._pairs]
        return View(live, self._sentence(at, sides, precision, bug))

    def _show_theory(self, eps):
        """What rounding and truncation come to, and where they meet: at √ε one-sided, at ³√ε with central differences."""
        one_sided, central = best = np.sqrt(eps), np.cbrt(eps)
        lines = [(STEPS[0], central, -1), (one_sided, 1.0, 1), (central, 1.0, 2)]  # from, to, power of h
        height = {power: lambda h, power=power: BELOW * (eps if power < 0 else 1) * h**power for _, _, power in lines}
        points = [(h, height[power](h)) for low, high, power in lines for h in (low, high, np.nan)]
        self._theory.set_data(*np.transpose(points))
        self._best.set_data([h for h in best for _ in range(3)], [LOWEST, 1e-3, np.nan] * 2)
        places = [(eps**0.75, -1, "∝ ε/h", RIGHT), (2 * eps**0.25, 2, "∝ h²", LEFT)]
        if central / one_sided > 100:  # in float32 the curves leave no room for it
            places.append((2 * eps**0.25, 1, "∝ h", LEFT))
        self._names[0].texts = [(h, height[power](h) / 5, name, side) for h, power, name, side in places]
        self._names[1].texts = [(1.3 * h, 1e-12, name, LEFT) for h, name in zip(best, ("√ε", "³√ε"), strict=True)]

    @staticmethod
    def _sentence(at, sides, precision, bug):
        error, best = sides.central[at], int(sides.central.argmin())
        values = {"h": f"{STEPS[at]:.0e}", "error": f"{error:.0e}", "one_sided": f"{sides.one_sided[at]:.0e}", "best": f"{STEPS[best]:.0e}",
                  "least": f"{sides.central[best]:.0e}", "bug": translate(f"bug.{bug}")}  # fmt: skip
        if bug != "none" and sides.central[best] > 1e-4:
            return translate("gradient_check.status_bug", **values)
        if error < (1e-7 if precision == "float64" else 3e-3):
            return translate("gradient_check.status_right", **values)
        if sides.crossed[at]:
            clear = STEPS[max(0, int(sides.crossed.argmax()) - 1)]
            return translate("gradient_check.status_kink", **values, clear=f"{clear:.0e}")
        return translate("gradient_check.status_large" if at > best else "gradient_check.status_small", **values)

    def drag(self, start: Pointer, end: Pointer, **params):
        return {"h": float(STEPS[np.abs(np.log(STEPS / max(end.x, 1e-14))).argmin()])} if end.panel == "errors" else {}

    def key(self, key, *, h, **params):
        at = int(np.abs(np.log(STEPS / h)).argmin()) + {"ArrowLeft": -1, "ArrowRight": 1}.get(key, 0)
        return {"h": float(STEPS[np.clip(at, 0, len(STEPS) - 1)])}
