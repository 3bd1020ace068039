"""Measurements of a network: inactive, dead, moved and saturated units, its gradients, and the check of gradients by differences."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from nnlab import _checks
from nnlab.losses import LOSSES
from nnlab.network import Gradients, Network

Array = np.ndarray


def inactive_units(network: Network, X: Array) -> list[Array]:
    """Which units of each hidden layer are on for no example of X (N, n_in): a boolean mask (units,) for each layer.

    A unit is on where its output is positive. ValueError if the network has diverged.
    """
    return [(h <= 0).all(axis=0) for _, _, h, _ in _hidden_layers(network, X)]


def dead_units(network: Network, X: Array) -> list[Array]:
    """Which units of each hidden layer are dead on X (N, n_in): a boolean mask (units,) for each layer.

    A unit is dead if its own slope is exactly 0 on every example: whatever gradient comes from above, none reaches its weights. A unit
    that is not dead may still get no gradient, if all above it is dead. The slope is measured with `Activation.backward`: a sigmoid so
    saturated that it rounds to 0 counts as well. ValueError if the network has diverged.
    """
    masks = []
    for activation, z, h, _ in _hidden_layers(network, X):
        through = activation.backward(z, h, np.ones_like(h))
        masks.append((through == 0).reshape(len(z), activation.pieces, -1).all(axis=(0, 1)))
    return masks


def moved_units(before: Network, after: Network) -> list[Array]:
    """Which units of each hidden layer have other weights or another bias in `after` than in `before`: a mask (units,) for each layer.

    Both have to have layers of the same shapes.
    """
    for value, name in ((before, "before"), (after, "after")):
        _checks.check_instance(value, name, Network, "a Network")
    one, other = ([layer.W.shape for layer in network.layers] for network in (before, after))
    if one != other:
        raise ValueError(f"after has weights of shapes {other}, expected those of before, {one}")
    masks = []
    for old, new in zip(before.layers[:-1], after.layers, strict=False):
        changed = (old.W != new.W).any(axis=1) | (old.b != new.b)
        masks.append(changed.reshape(old.activation.pieces, -1).any(axis=0))
    return masks


def saturation(network: Network, X: Array, tol: float = 0.05) -> list[float]:
    """The share of (example, unit) pairs of each hidden layer whose |slope| is below `tol` times the activation's largest slope.

    For ReLU this is the share of pairs in which the unit is off; maxout never saturates. The largest slope is that over sums from
    −4 to 4. ValueError if the network has diverged.
    """
    tol = _checks.check_float(tol, "tol", above=0.0)
    shares = []
    for activation, z, _, probe in _hidden_layers(network, X):
        largest = _slope(activation, probe).max()
        shares.append(float(np.mean(_slope(activation, z) < tol * largest)))
    return shares


def gradient_norms(gradients: Gradients) -> list[float]:
    """The Euclidean norm of dW, layer by layer, first layer first."""
    try:
        weight_gradients = [_checks.check_bounded(_checks.as_floats(dW, "dW"), "dW") for dW, _ in gradients]
    except (TypeError, ValueError):
        raise TypeError(f"gradients is {_checks.short_repr(gradients)}, expected the list of (dW, db) that backward returned") from None
    return [float(np.linalg.norm(dW)) for dW in weight_gradients]


def sign_agreement(dw: Array) -> float:
    """The share of examples in which the gradients of all weights of one unit, a row of `dw` (N, n), have the same sign.

    A 0 agrees with either sign; a row of zeros does not count as agreeing.
    """
    dw = _checks.as_inputs(dw, "dw")
    one_sign = (dw >= 0).all(axis=1) | (dw <= 0).all(axis=1)
    return float(np.mean(one_sign & (dw != 0).any(axis=1)))


def numerical_gradient(f: Callable[[Array], float], x: Array, step: float = 1e-5) -> Array:
    """The gradient of the number f(x) by central differences: an array of the shape of x."""
    _checks.check_callable(f, "f", "a function that returns one number")
    x, step = _checks.as_floats(x, "x").astype(np.float64), _checks.check_float(step, "step", above=0.0)
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[i] += step
        below[i] -= step
        up, down = f(above), f(below)
        if np.size(up) != 1 or np.asarray(up).dtype.kind not in "biuf":
            raise ValueError(f"f returned {_checks.short_repr(up)}, expected one number")
        gradient[i] = (up - down) / (2 * step)
    return gradient


def gradient_check(network: Network, X: Array, y: Array, loss: str | Callable = "softmax") -> float:
    """The worst relative error of `network.backward` against central differences, over all W and b, in float64.

    The largest difference in each dW and db is divided by the largest gradient in it, but by no less than 1/1000 of the largest in the
    network, so that rounding does not count where the gradient is 0. A ReLU at its kink gives a large error although its gradient is
    right. `loss`: as for `sgd`. With initial weights of the usual size, below 1e-7 a gradient is right and above 1e-4 wrong;
    with tiny ones (0.001) the differences are mostly rounding, and tell nothing.
    """
    _checks.check_instance(network, "network", Network, "a Network")
    loss = loss if callable(loss) else _checks.check_option(loss, "loss", LOSSES)
    X = _checks.as_inputs(X, features=network.sizes[0]).astype(np.float64)
    layers = [replace(layer, W=layer.W.astype(np.float64), b=layer.b.astype(np.float64)) for layer in network.layers]
    trace = Network(layers).forward(X)
    gradients = Network(layers).backward(trace, loss(trace.scores, y)[1])

    def loss_with(i, **changed):
        return loss(Network([*layers[:i], replace(layers[i], **changed), *layers[i + 1 :]]).forward(X).scores, y)[0]

    pairs = []
    for i, (layer, (dW, db)) in enumerate(zip(layers, gradients, strict=True)):
        pairs.append((dW, numerical_gradient(lambda W, i=i: loss_with(i, W=W), layer.W)))
        pairs.append((db, numerical_gradient(lambda b, i=i: loss_with(i, b=b), layer.b)))
    scales = [max(np.abs(a).max(), np.abs(n).max()) for a, n in pairs]
    min_scale = max(scales) / 1000
    if min_scale == 0:
        return 0.0
    return max(float(np.abs(a - n).max() / max(scale, min_scale)) for (a, n), scale in zip(pairs, scales, strict=True))


def _slope(activation, z: Array) -> Array:
    """|f′(z)| of each unit (N, units); the largest for a unit with several sums."""
    slope = np.abs(activation.derivative(z))
    return slope.reshape(len(z), activation.pieces, -1).max(axis=1)


def _hidden_layers(network: Network, X: Array):
    """Of each hidden layer: the activation, its z and h on the data, and sums from −4 to 4 at which to try the activation.

    Further out the sigmoid rounds to 0, which is saturation and not death.
    """
    _checks.check_instance(network, "network", Network, "a Network")
    with np.errstate(all="ignore"):  # divergence is reported below
        trace = network.forward(X)
    for i, (z, h) in enumerate(zip(trace.zs, trace.hs, strict=True)):
        if not (np.isfinite(z).all() and np.isfinite(h).all()):
            raise ValueError(f"network has diverged: layer {i} has sums that are NaN or infinite, expected finite numbers")
    for layer, z, h in zip(network.layers[:-1], trace.zs, trace.hs, strict=False):
        yield layer.activation, z, h, np.repeat(np.linspace(-4, 4, 801)[:, None], layer.activation.pieces, axis=1)
