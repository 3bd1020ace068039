"""Activation functions as values: the function, its derivative and its backward rule.

The derivative of ReLU at its kink, z = 0, is taken as 0, as is usual; that of leaky ReLU there as alpha.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from nnlab import _checks

Array = np.ndarray


@dataclass(frozen=True)
class Activation:
    """`f(z) -> h` element by element, its `derivative(z)`, and `backward(z, h, dh) -> dz`, the chain rule; float32 stays float32.

    A unit with `pieces` > 1 (maxout) has that many sums: z is (N, pieces * units), the sums of unit j are the columns j, j + units, …;
    h is (N, units). Its `derivative` is 1 at the largest sum and 0 at the others.
    """

    name: str
    f: Callable[[Array], Array]
    derivative: Callable[[Array], Array]
    backward: Callable[[Array, Array, Array], Array]
    pieces: int = 1

    def __post_init__(self):
        _checks.check_instance(self.name, "name", str, "a string")
        for part in ("f", "derivative", "backward"):
            _checks.check_callable(getattr(self, part), part, "a function of arrays")
        _checks.check_int(self.pieces, "pieces")

    def __repr__(self) -> str:
        return f"Activation({self.name!r})"


def _sigmoid(z: Array) -> Array:
    e = np.exp(-np.abs(z))  # exp of −|z| cannot overflow
    return np.maximum(e, np.asarray(z) >= 0) / (1 + e)  # 1 / (1 + e) on the right, e / (1 + e) on the left


def _sigmoid_derivative(z: Array) -> Array:
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


def _float_type(z) -> np.dtype:
    dtype = np.asarray(z).dtype
    return dtype if dtype.kind == "f" else np.dtype(float)


def _relu(z: Array, out: Array | None = None) -> Array:
    z = np.asarray(z)
    # Zeros along the axis that lies in memory: numpy compares two arrays faster than an array and a number.
    zeros = np.zeros(z.shape[-1:] if z.flags.c_contiguous else (*z.shape[:-1], 1), z.dtype)
    return np.maximum(z, zeros, out=out)


def _heaviside(z: Array) -> Array:
    return (np.asarray(z) > 0).astype(_float_type(z))


def _ones(z: Array) -> Array:
    return np.ones_like(z, dtype=_float_type(z))


# Functions with names, because `pickle` and `copy.deepcopy` cannot store a lambda.
def _identity(z: Array) -> Array:
    return z


def _identity_backward(z: Array, h: Array, dh: Array) -> Array:
    return dh


def _sigmoid_backward(z: Array, h: Array, dh: Array) -> Array:
    return dh * (h * (1 - h))


def _tanh_derivative(z: Array) -> Array:
    return 1 - np.tanh(z) ** 2


def _tanh_backward(z: Array, h: Array, dh: Array) -> Array:
    return dh * (1 - h * h)


def _relu_backward(z: Array, h: Array, dh: Array) -> Array:
    return dh * (h > 0)


def _slope_backward(slope: Callable[[Array], Array], z: Array, h: Array, dh: Array) -> Array:
    return dh * slope(z)


identity = Activation("identity", _identity, _ones, _identity_backward)
sigmoid = Activation("sigmoid", _sigmoid, _sigmoid_derivative, _sigmoid_backward)
tanh = Activation("tanh", np.tanh, _tanh_derivative, _tanh_backward)
relu = Activation("relu", _relu, _heaviside, _relu_backward)


def leaky_relu(alpha: float = 0.01) -> Activation:
    """ReLU with the slope `alpha` in [0, 1] below and at 0: 0 gives ReLU, 1 the identity. Maas et al. 2013 used 0.01."""
    alpha = _checks.check_float(alpha, "alpha", min=0.0)
    if alpha > 1:
        raise ValueError(f"alpha is {alpha}, expected a slope from 0 to 1")
    name = "leaky_relu" if alpha == 0.01 else f"leaky_relu({alpha:g})"
    derivative = partial(_leaky_derivative, alpha)
    return Activation(name, partial(_leaky, alpha), derivative, partial(_slope_backward, derivative))


def _leaky(alpha: float, z: Array) -> Array:
    return np.maximum(z, alpha * z)


def _leaky_derivative(alpha: float, z: Array) -> Array:
    return np.maximum(_heaviside(z), alpha)


def maxout(pieces: int = 2) -> Activation:
    """The largest of a unit's `pieces` sums (Goodfellow et al. 2013); of equal sums, the first gets the gradient."""
    pieces = _checks.check_int(pieces, "pieces", min=2)
    name = "maxout" if pieces == 2 else f"maxout({pieces})"
    return Activation(name, partial(_maxout, pieces), partial(_maxout_derivative, pieces), partial(_maxout_backward, pieces), pieces)


def _maxout(pieces: int, z: Array) -> Array:
    return _split(pieces, z).max(axis=-2)


def _maxout_derivative(pieces: int, z: Array) -> Array:
    return _is_largest(pieces, z).reshape(np.shape(z)).astype(_float_type(z))


def _maxout_backward(pieces: int, z: Array, h: Array, dh: Array) -> Array:
    return (_is_largest(pieces, z) * dh[..., None, :]).reshape(z.shape)


def _is_largest(pieces: int, z: Array) -> Array:
    return _split(pieces, z).argmax(axis=-2)[..., None, :] == np.arange(pieces)[:, None]


def _split(pieces: int, z: Array) -> Array:
    z = np.asarray(z)
    if z.ndim == 0 or z.shape[-1] % pieces:
        raise ValueError(f"z has shape {z.shape}, expected the last axis to be a multiple of pieces = {pieces}")
    return z.reshape(*z.shape[:-1], pieces, z.shape[-1] // pieces)


def from_function(
    function: Callable[[Array], Array], derivative: Callable[[Array], Array] | None = None, name: str | None = None
) -> Activation:
    """A reader's own `function(z) -> h`, element by element, as an activation.

    Without a `derivative`, central differences are used (relative error about 1e-10). The functions are called with float64 arrays.
    Outside their domain they may give NaN, as log(−1) does, without a warning.
    """
    _check_elementwise(function, "function")
    if derivative is not None:
        _check_elementwise(derivative, "derivative")
    label = getattr(function, "__name__", "f").replace("<lambda>", "f") if name is None else name
    slope = partial(_in_float64, derivative or partial(_central_difference, function))
    return Activation(label, partial(_in_float64, function), slope, partial(_slope_backward, slope))


def _in_float64(function: Callable[[Array], Array], z: Array) -> Array:
    with np.errstate(all="ignore"):
        return np.asarray(function(np.array(z, dtype=float)), dtype=_float_type(z))


def _central_difference(function: Callable[[Array], Array], z: Array) -> Array:
    step = np.cbrt(np.finfo(float).eps) * np.maximum(1, np.abs(z))  # balances truncation against rounding
    up, down = z + step, z - step
    width = up - down  # before the calls: a function that works in place changes both
    return (np.asarray(function(up), dtype=float) - np.asarray(function(down), dtype=float)) / width


def _check_elementwise(function, argument):
    _checks.check_callable(function, argument, "a function of an array")
    z = np.linspace(-2, 2, 5)
    expected = "expected numbers of the same shape"
    try:
        with np.errstate(all="ignore"):
            h = np.asarray(function(z.copy()))
    except Exception as error:  # such as math.sin, which takes no array
        raise TypeError(f"{argument} raised {type(error).__name__} ({error}) for an array of shape {z.shape}, {expected}") from error
    if h.shape != z.shape or h.dtype.kind not in "biuf":
        raise ValueError(f"{argument} returned {_checks.short_repr(h)} for an array of shape {z.shape}, {expected}")


ACTIVATIONS = {a.name: a for a in (identity, sigmoid, tanh, relu, leaky_relu(), maxout())}


def as_activation(activation, name: str = "activation") -> Activation:
    """`activation` itself if it is an Activation, else the one of that name in ACTIVATIONS."""
    return activation if isinstance(activation, Activation) else _checks.check_option(activation, name, ACTIVATIONS)
