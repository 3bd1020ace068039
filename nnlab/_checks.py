"""Checks of arguments; each error names the argument, what came and what was expected."""

from collections.abc import Callable
from numbers import Integral, Real

import numpy as np

MAX_MAGNITUDE = {np.dtype(np.float64): 1e150, np.dtype(np.float32): 1e18}  # the square of a larger number overflows


def as_inputs(X, name: str = "X", *, features: int | None = None, dtype=None) -> np.ndarray:
    """`X` as a float array (N, features), at least one row, every number finite; of type `dtype` where that is given."""
    array = check_bounded(as_floats(X, name), name, dtype)
    if array.ndim != 2:
        raise ValueError(f"{name} has shape {array.shape}, expected two axes (N, features); one example is {name}[None, :]")
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}), expected at least one example and one feature")
    if features is not None and array.shape[1] != features:
        raise ValueError(f"{name} has {array.shape[1]} features (shape {array.shape}), but the first layer takes {features}")
    return array.astype(dtype or array.dtype, copy=False)


def as_floats(values, name: str) -> np.ndarray:
    """`values` as a finite float array; float32 stays float32."""
    array = _array(values, name, "an array of real numbers")
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} is {short_repr(values)}, expected an array of real numbers")
    if array.dtype not in (np.float32, np.float64):
        with np.errstate(over="ignore"):  # a longdouble may be too large for float64
            array = array.astype(np.float64)
    n_bad = array.size - np.count_nonzero(np.isfinite(array))
    if n_bad:
        raise ValueError(f"{name} has {n_bad} of {array.size} numbers that are NaN or infinite, expected finite numbers")
    return array


def check_bounded(array: np.ndarray, name: str, dtype=None) -> np.ndarray:
    """`array`, if the squares of its numbers do not overflow in `dtype` (None: its own type)."""
    limit = MAX_MAGNITUDE[np.dtype(dtype or array.dtype)]
    magnitude = max(float(array.max()), -float(array.min())) if array.size else 0.0
    if magnitude > limit:
        raise ValueError(f"{name} has a number of magnitude {magnitude:.3g}, expected at most {limit:g}")
    return array


def as_labels(y, n: int, classes: int, name: str = "y") -> np.ndarray:
    """`y` as whole-number labels (n,) in 0 … classes − 1."""
    array = _array(y, name, "an array of whole-number class labels")
    if array.shape != (n,):
        raise ValueError(f"{name} has shape {array.shape}, expected one label for each of the {n} examples: shape ({n},)")
    if array.dtype.kind not in "biu":
        raise TypeError(f"{name} holds {array.dtype} values, expected whole-number class labels")
    wrong = array[(array < 0) | (array >= classes)]
    if wrong.size:
        raise ValueError(f"{name} has the label {wrong[0]}, expected labels from 0 to {classes - 1}")
    return array.astype(np.intp)


def _array(values, name: str, expected: str) -> np.ndarray:
    if np.ma.is_masked(values):
        raise TypeError(f"{name} is a masked array, expected {expected} that is not masked")
    try:
        return np.asarray(values)
    except Exception:  # a reader's object may raise any exception when numpy converts it
        raise TypeError(f"{name} is {short_repr(values)}, expected {expected}") from None


def check_int(value, name: str, *, min: int = 1, max: int | None = None) -> int:
    """`value` as a whole number, at least `min`, at most `max`."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(f"{name} is {short_repr(value)}, expected a whole number")
    if value < min:
        raise ValueError(f"{name} is {short_repr(value)}, expected at least {min}")
    if max is not None and value > max:
        raise ValueError(f"{name} is {short_repr(value)}, expected at most {max:,}")
    return int(value)


def check_float(value, name: str, *, above: float | None = None, min: float | None = None) -> float:
    """`value` as a finite real number, larger than `above`, at least `min`."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} is {short_repr(value)}, expected a number")
    try:
        number = float(value)
    except OverflowError:
        number = np.inf
    if not np.isfinite(number):
        raise ValueError(f"{name} is {short_repr(value)}, expected a finite number")
    if abs(number) > (limit := MAX_MAGNITUDE[np.dtype(float)]):
        raise ValueError(f"{name} is {short_repr(value)}, expected a magnitude of at most {limit:g}")
    if above is not None and not number > above:
        raise ValueError(f"{name} is {short_repr(value)}, expected a number above {above}")
    if min is not None and not number >= min:
        raise ValueError(f"{name} is {short_repr(value)}, expected at least {min}")
    return number


def check_bool(value, name: str) -> bool:
    """`value` as True or False."""
    return bool(check_instance(value, name, bool | np.bool_, "True or False"))


def check_instance(value, name: str, kind, expected: str):
    """`value`, if it is an instance of `kind`."""
    if not isinstance(value, kind):
        raise TypeError(f"{name} is {short_repr(value)}, expected {expected}")
    return value


def check_callable(value, name: str, expected: str = "a function"):
    """`value`, if it is callable."""
    return check_instance(value, name, Callable, expected)


def as_dtype(dtype, name: str) -> np.dtype:
    """numpy's float32 or float64, given as a type or by name."""
    for known in (np.float32, np.float64):
        if dtype is known or (isinstance(dtype, str | np.dtype) and dtype == np.dtype(known)):
            return np.dtype(known)
    raise ValueError(f"{name} is {short_repr(dtype)}, expected float64 or float32")


def as_generator(seed) -> np.random.Generator:
    """`seed` itself if it is a numpy Generator, else a new one with that seed (a whole number ≥ 0)."""
    if isinstance(seed, np.random.Generator):
        return seed
    if isinstance(seed, bool) or not isinstance(seed, Integral):
        raise TypeError(f"seed is {short_repr(seed)}, expected a whole number or a numpy Generator")
    return np.random.default_rng(check_int(seed, "seed", min=0))


def check_option(value, name: str, table):
    """`table[value]`, or an error that lists what `table` has."""
    if not isinstance(value, str) or value not in table:
        raise ValueError(f"{name} is {short_repr(value)}, expected one of {', '.join(map(repr, table))}")
    return table[value]


def short_repr(value, max_length: int = 60) -> str:
    """`repr(value)` for an error message, shortened to `max_length` characters."""
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}, shape {value.shape}"
    try:
        text = repr(value)
    except Exception:  # of a reader's own __repr__, or of an integer with too many digits
        text = f"an object of type {type(value).__name__}"
    return text if len(text) <= max_length else f"{text[: max_length - 3]}…"
