"""Activation functions as values: what a unit makes of its sum, and what its slope does to the gradient from above.

The slope of ReLU at its kink, z = 0, is taken as 0, as is usual; that of leaky ReLU there as alpha.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlab import _checks

Array = np.ndarray


@dataclass(frozen=True)
class Activation:
    """`f(z) -> h` element by element, its `derivative(z)`, and `backward(z, h, dh) -> dz`, the backward rule; float32 stays float32.

    A unit of `pieces` > 1 (maxout) takes that many sums: z is (N, pieces * units), unit j's sums are the columns j, j + units, …;
    h is (N, units). Its `derivative` is that of the largest sum: 1 there, 0 at the others.
    """

    name: str
    f: Callable[[Array], Array]
    derivative: Callable[[Array], Array]
    backward: Callable[[Array, Array, Array], Array]
    pieces: int = 1

    def __post_init__(self):
        _checks.check_instance(self.name, "name", str, "a text")
        for part in ("f", "derivative", "backward"):
            _checks.check_callable(getattr(self, part), part, "a function of arrays")
        _checks.check_int(self.pieces, "pieces")

    def __repr__(self) -> str:
        return f"Activation({self.name!r})"


def _sigmoid(z: Array) -> Array:
    e = np.exp(-np.abs(z))  # exp only ever sees −|z|, so that it cannot overflow
    return np.maximum(e, np.asarray(z) >= 0) / (1 + e)  # 1 / (1 + e) on the right, e / (1 + e) on the left


def _sigmoid_slope(z: Array) -> Array:
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


def _float_type(z) -> np.dtype:
    dtype = np.asarray(z).dtype
    return dtype if dtype.kind == "f" else np.dtype(float)


def _step(z: Array) -> Array:
    return (np.asarray(z) > 0).astype(_float_type(z))


def _one(z: Array) -> Array:
    return np.ones_like(z, dtype=_float_type(z))


identity = Activation("identity", lambda z: z, _one, lambda z, h, dh: dh)
sigmoid = Activation("sigmoid", _sigmoid, _sigmoid_slope, lambda z, h, dh: dh * (h * (1 - h)))
tanh = Activation("tanh", np.tanh, lambda z: 1 - np.tanh(z) ** 2, lambda z, h, dh: dh * (1 - h * h))
relu = Activation("relu", lambda z: np.maximum(z, 0), _step, lambda z, h, dh: dh * (h > 0))


def leaky_relu(alpha: float = 0.01) -> Activation:
    """ReLU with the slope `alpha` in [0, 1] below 0 (and at 0): 0 gives ReLU, 1 the identity. Maas et al. 2013 took 0.01."""
    alpha = _checks.check_float(alpha, "alpha", min=0.0)
    if alpha > 1:
        raise ValueError(f"alpha is {alpha}, expected a slope from 0 to 1")

    def slope(z):
        return np.maximum(_step(z), alpha)

    name = "leaky_relu" if alpha == 0.01 else f"leaky_relu({alpha:g})"
    return Activation(name, lambda z: np.maximum(z, alpha * z), slope, lambda z, h, dh: dh * slope(z))


def maxout(pieces: int = 2) -> Activation:
    """The largest of `pieces` sums a unit (Goodfellow et al. 2013); where sums are equal, the first takes the gradient."""
    pieces = _checks.check_int(pieces, "pieces", min=2)

    def split(z):
        z = np.asarray(z)
        if z.ndim == 0 or z.shape[-1] % pieces:
            raise ValueError(f"z has shape {z.shape}, expected as its last axis a multiple of pieces = {pieces}")
        return z.reshape(*z.shape[:-1], pieces, z.shape[-1] // pieces)

    def winners(z):
        return split(z).argmax(axis=-2)[..., None, :] == np.arange(pieces)[:, None]

    def derivative(z):
        return winners(z).reshape(np.shape(z)).astype(_float_type(z))

    return Activation(
        "maxout" if pieces == 2 else f"maxout({pieces})",
        lambda z: split(z).max(axis=-2),
        derivative,
        lambda z, h, dh: (winners(z) * dh[..., None, :]).reshape(z.shape),
        pieces,
    )


def from_function(
    function: Callable[[Array], Array], derivative: Callable[[Array], Array] | None = None, name: str | None = None
) -> Activation:
    """A reader's own `function(z) -> h`, element by element, as an activation.

    Without a `derivative`, central differences take its place (relative error about 1e-10). The reader's functions are run in float64,
    and may leave their domain: log(−1) is NaN here, without a warning.
    """
    for given, argument in ((function, "function"), (derivative, "derivative")):
        if given is not None or argument == "function":
            _try(_checks.check_callable(given, argument, "a function of an array"), argument)
    label = getattr(function, "__name__", "f").replace("<lambda>", "f") if name is None else name
    return _of(function, derivative or _differences(function), label)


def _of(function, derivative, name):
    def in_float64(g):
        def applied(z):
            with np.errstate(all="ignore"):
                return np.asarray(g(np.array(z, dtype=float)), dtype=_float_type(z))

        return applied

    f, slope = in_float64(function), in_float64(derivative)
    return Activation(name, f, slope, lambda z, h, dh: dh * slope(z))


def _differences(function):
    def slope(z):
        step = np.cbrt(np.finfo(float).eps) * np.maximum(1, np.abs(z))  # balances truncation against rounding
        up, down = z + step, z - step
        return (np.asarray(function(up), dtype=float) - np.asarray(function(down), dtype=float)) / (up - down)

    return slope


def _try(function, argument):
    z = np.linspace(-2, 2, 5)
    expected = "expected one number for each number"
    try:
        with np.errstate(all="ignore"):
            came = np.asarray(function(z.copy()))
    except Exception as error:  # of the reader's function: math.sin takes no array, np.sin does
        raise TypeError(f"{argument} raised {type(error).__name__} ({error}) for an array of shape {z.shape}, {expected}") from error
    if came.shape != z.shape or came.dtype.kind not in "biuf":
        raise ValueError(f"{argument} gave {_checks.short_repr(came)} for an array of shape {z.shape}, {expected}")


ACTIVATIONS = {a.name: a for a in (identity, sigmoid, tanh, relu, leaky_relu(), maxout())}


def as_activation(activation, name: str = "activation") -> Activation:
    """The Activation of a name in ACTIVATIONS, or the Activation that came."""
    return activation if isinstance(activation, Activation) else _checks.check_option(activation, name, ACTIVATIONS)
