"""Is a gradient right? Differences tell, if their step is neither too large nor too small; a mistake in backward stays at any step."""

import functools

import numpy as np

from nnlab import draw
from nnlab.language import word
from nnlab.losses import softmax_loss
from nnlab.network import Layer, Network, mlp
from nnlab.scenes.scene import Scene, Touch, View

STEPS = 10.0 ** np.linspace(-14, 0, 57)
LOWEST, HIGHEST = 1e-13, 30.0
DIRECTIONS = 3
KINK = 1e-3  # how far a sum of the ReLU network is from its corner


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


@functools.lru_cache(maxsize=128)
def problem(activation: str, precision: str, seed: int):
    """A network 4-5-5-3, eight examples and their labels; with a corner, one sum is put `KINK` away from it."""
    rng = np.random.default_rng(seed)
    network = mlp([4, 5, 5, 3], activation, init="xavier", seed=rng)
    X, y = rng.standard_normal((8, 4)), rng.integers(0, 3, 8)
    if activation in ("relu", "leaky_relu"):
        network.layers[0].b[0] = KINK - X[0] @ network.layers[0].W[0]
    dtype = np.dtype(precision)
    layers = [Layer(layer.W.astype(dtype), layer.b.astype(dtype), layer.activation) for layer in network.layers]
    return Network(layers), X.astype(dtype), y


def flat(gradients) -> np.ndarray:
    """All weights and biases in a row."""
    return np.concatenate([part.ravel() for pair in gradients for part in pair])


def loss_at(network, X, y, shift) -> float:
    """The loss with `shift`, a row of all weights and biases, added to the network's, in its number type."""
    layers, start = [], 0
    for layer in network.layers:
        dW = shift[start : start + layer.W.size].reshape(layer.W.shape)
        db = shift[start + layer.W.size : start + layer.W.size + layer.b.size]
        layers.append(Layer(layer.W + dW.astype(layer.W.dtype), layer.b + db.astype(layer.b.dtype), layer.activation))
        start += layer.W.size + layer.b.size
    return softmax_loss(Network(layers).forward(X).scores, y)[0]


@functools.lru_cache(maxsize=128)
def errors(activation: str, precision: str, bug: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Relative errors of forward and central differences, step by step of STEPS, along the worst of a few random directions."""
    network, X, y = problem(activation, precision, seed)
    gradient = _gradient(network, X, y, bug)
    rng = np.random.default_rng(seed + 1)
    here = loss_at(network, X, y, np.zeros(len(gradient)))
    worst = np.zeros((2, len(STEPS)))
    for _ in range(DIRECTIONS):
        direction = rng.standard_normal(len(gradient))
        direction /= np.abs(direction).max()
        claimed = float(gradient @ direction)
        for i, h in enumerate(STEPS):
            up, down = (loss_at(network, X, y, sign * h * direction) for sign in (1, -1))
            for row, difference in enumerate(((up - here) / h, (up - down) / (2 * h))):
                error = abs(difference - claimed) / max(abs(difference), abs(claimed), 1e-3)
                worst[row, i] = max(worst[row, i], error)
    return worst[0], worst[1]


def _gradient(network, X, y, bug: str) -> np.ndarray:
    trace = network.forward(X)
    return flat(BUGS[bug](network, trace, softmax_loss(trace.scores, y)[1])).astype(float)


@functools.lru_cache(maxsize=512)
def pairs(activation: str, precision: str, bug: str, seed: int, h: float) -> tuple[np.ndarray, np.ndarray]:
    """Weight by weight: the gradient that backward claims, and that of central differences with the step h."""
    network, X, y = problem(activation, precision, seed)
    claimed = _gradient(network, X, y, bug)
    differences = np.empty(len(claimed))
    for i in range(len(claimed)):
        shift = np.zeros(len(claimed))
        shift[i] = h
        differences[i] = (loss_at(network, X, y, shift) - loss_at(network, X, y, -shift)) / (2 * h)
    return claimed, differences


class GradientCheck(Scene):
    """Parameters: `h`, `activation`, `precision` ("float64" or "float32"), `bug` (a key of BUGS), `seed`."""

    size = (9.4, 3.9)
    touchable = True

    def build(self, figure, **params):
        left, right = figure.subplots(1, 2, width_ratios=(1.35, 1))
        left.set(label="errors", title=word("gradient_check.errors"), xlabel=word("gradient_check.step"), xscale="log", yscale="log",
                 xlim=(STEPS[0], 1.0), ylim=(LOWEST, HIGHEST))  # fmt: skip
        left.set_xticks(10.0 ** np.arange(-14, 1, 2))
        left.set_yticks(10.0 ** np.arange(-12, 2, 2))
        left.axhspan(1e-4, HIGHEST, color=draw.ORANGE, alpha=0.08, linewidth=0)
        left.text(2e-14, 8.0, word("gradient_check.wrong"), fontsize=9, color=draw.ORANGE, va="center")
        left.axhspan(LOWEST, 1e-7, color=draw.GREEN, alpha=0.08, linewidth=0)
        left.text(2e-14, 3e-13, word("gradient_check.fine"), fontsize=9, color=draw.GREEN, va="center")
        self._curves = [draw.curve(left, color=draw.GREY, linestyle="--", linewidth=1.6, label=word("gradient_check.one_sided")),
                        draw.curve(left, color=draw.BLUE, label=word("gradient_check.central"))]  # fmt: skip
        self._here = left.plot([], [], "o", color=draw.ORANGE, markersize=10, markeredgecolor="white", zorder=5)[0]
        left.legend(loc="lower left", bbox_to_anchor=(0.0, 0.06))
        right.set(title=word("gradient_check.pairs"), xlabel=word("gradient_check.claimed"), ylabel=word("gradient_check.measured"),
                  xlim=(-0.75, 0.75), ylim=(-0.75, 0.75), box_aspect=1)  # fmt: skip
        right.plot([-1, 1], [-1, 1], color=draw.GREY, linewidth=1, linestyle=":")
        self._pairs = right.plot([], [], "o", color=draw.BLUE, alpha=0.6, markersize=6)[0]

    def update(self, *, h, activation, precision, bug, seed):
        sides = errors(activation, precision, bug, seed)
        for curve, values in zip(self._curves, sides, strict=True):
            curve.set_data(STEPS, np.clip(values, LOWEST / 2, 2 * HIGHEST))
        at = int(np.abs(np.log(STEPS / h)).argmin())
        self._here.set_data([STEPS[at]], [np.clip(sides[1][at], 1.5 * LOWEST, HIGHEST / 1.5)])
        self._pairs.set_data(*np.clip(pairs(activation, precision, bug, seed, float(STEPS[at])), -0.74, 0.74))
        return View([*self._curves, self._here, self._pairs], self._sentence(at, sides, activation, precision, bug))

    @staticmethod
    def _sentence(at, sides, activation, precision, bug):
        error, best = sides[1][at], int(sides[1].argmin())
        values = {"h": f"{STEPS[at]:.0e}", "error": f"{error:.0e}", "one_sided": f"{sides[0][at]:.0e}", "best": f"{STEPS[best]:.0e}",
                  "least": f"{sides[1][best]:.0e}", "bug": word(f"bug.{bug}"), "kink": f"{KINK:g}"}  # fmt: skip
        if bug != "none" and sides[1].min() > 1e-4:
            return word("gradient_check.status_bug", **values)
        if activation in ("relu", "leaky_relu") and STEPS[at] > KINK / 2 and precision == "float64":
            return word("gradient_check.status_kink", **values)
        if error < (1e-7 if precision == "float64" else 3e-3):
            return word("gradient_check.status_right", **values)
        return word("gradient_check.status_large" if at > best else "gradient_check.status_small", **values)

    def drag(self, start: Touch, end: Touch, **params):
        return {"h": float(STEPS[np.abs(np.log(STEPS / max(end.x, 1e-14))).argmin()])} if end.panel == "errors" else {}

    def key(self, key, *, h, **params):
        at = int(np.abs(np.log(STEPS / h)).argmin()) + {"ArrowLeft": -1, "ArrowRight": 1}.get(key, 0)
        return {"h": float(STEPS[np.clip(at, 0, len(STEPS) - 1)])}
