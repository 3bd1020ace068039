"""Activation functions as values: what a unit makes of its sum, and what its slope does to the gradient from above."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlab import _checks

Array = np.ndarray


@dataclass(frozen=True)
class Activation:
    """`f(z) -> h` element by element, its `derivative(z)`, and `pull(z, h, dh) -> dz`, the backward rule.

    A unit of `pieces` > 1 (maxout) takes that many sums: z is (N, pieces * units), unit j's sums are the columns j, j + units, …;
    h is (N, units). Its `derivative` is that of the largest sum: 1 there, 0 at the others.
    """

    name: str
    f: Callable[[Array], Array]
    derivative: Callable[[Array], Array]
    pull: Callable[[Array, Array, Array], Array]
    pieces: int = 1

    def __repr__(self) -> str:
        return f"Activation({self.name!r})"


def _sigmoid(z: Array) -> Array:
    # exp only ever sees −|z|, so that it cannot overflow
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def _sigmoid_slope(z: Array) -> Array:
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


identity = Activation("identity", lambda z: z, np.ones_like, lambda z, h, dh: dh)
sigmoid = Activation("sigmoid", _sigmoid, _sigmoid_slope, lambda z, h, dh: dh * (h * (1 - h)))
tanh = Activation("tanh", np.tanh, lambda z: 1 - np.tanh(z) ** 2, lambda z, h, dh: dh * (1 - h * h))


def _step(z: Array) -> Array:
    z = np.asarray(z)
    return (z > 0).astype(z.dtype if z.dtype.kind == "f" else float)


# The slope of ReLU at 0 is taken as 0, as is usual.
relu = Activation("relu", lambda z: np.maximum(z, 0), _step, lambda z, h, dh: dh * (h > 0))


def leaky_relu(alpha: float = 0.01) -> Activation:
    """ReLU with the slope `alpha` in [0, 1] below 0 (and at 0): 0 gives ReLU, 1 the identity. Maas et al. 2013 took 0.01."""
    alpha = _checks.real(alpha, "alpha", least=0.0)
    if alpha > 1:
        raise ValueError(f"alpha is {alpha}, expected a slope from 0 to 1")

    def slope(z):
        z = np.asarray(z)
        return np.where(z > 0, 1, alpha).astype(z.dtype if z.dtype.kind == "f" else float)

    name = "leaky_relu" if alpha == 0.01 else f"leaky_relu({alpha:g})"
    return Activation(name, lambda z: np.maximum(z, alpha * z), slope, lambda z, h, dh: dh * slope(z))


def maxout(pieces: int = 2) -> Activation:
    """The largest of `pieces` sums a unit (Goodfellow et al. 2013); where sums are equal, the first takes the gradient."""
    pieces = _checks.whole(pieces, "pieces", least=2)

    def split(z):
        if z.shape[-1] % pieces:
            raise ValueError(f"z has {z.shape[-1]} columns (shape {z.shape}), expected a multiple of pieces = {pieces}")
        return z.reshape(*z.shape[:-1], pieces, z.shape[-1] // pieces)

    def winners(z):
        parts = split(np.asarray(z))
        return np.argmax(parts, axis=-2)[..., None, :] == np.arange(pieces)[:, None]

    def derivative(z):
        z = np.asarray(z)
        return winners(z).reshape(z.shape).astype(z.dtype if z.dtype.kind == "f" else float)

    return Activation(
        "maxout" if pieces == 2 else f"maxout({pieces})",
        lambda z: split(np.asarray(z)).max(axis=-2),
        derivative,
        lambda z, h, dh: (winners(z) * dh[..., None, :]).reshape(z.shape),
        pieces,
    )


def custom(function: Callable[[Array], Array], derivative: Callable[[Array], Array] | None = None, name: str | None = None) -> Activation:
    """A reader's own `function(z) -> h` as an activation; without a `derivative`, central differences take its place."""
    if not callable(function):
        raise TypeError(f"function is {_checks.short(function)}, expected a function of an array")
    z = np.linspace(-2, 2, 5)
    came = np.asarray(function(z.copy()))
    if came.shape != z.shape or came.dtype.kind not in "biuf":
        raise ValueError(f"function gave {_checks.short(came)} for an array of shape {z.shape}, expected one number for each number")
    step = 1e-6
    slope = derivative or (lambda z: (function(z + step) - function(z - step)) / (2 * step))
    label = name or getattr(function, "__name__", "f").replace("<lambda>", "f")
    return Activation(label, function, slope, lambda z, h, dh: dh * slope(z))


ACTIVATIONS = {a.name: a for a in (identity, sigmoid, tanh, relu, leaky_relu(), maxout())}


def as_activation(activation, name: str = "activation") -> Activation:
    """The Activation of a name in ACTIVATIONS, or the Activation that came."""
    return activation if isinstance(activation, Activation) else _checks.one_of(activation, name, ACTIVATIONS)
