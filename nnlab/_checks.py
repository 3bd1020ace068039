"""Checks of arguments, so that a mistake is named where it was made: the argument, what came, what was expected."""

from numbers import Integral, Real

import numpy as np


def as_inputs(X, name: str = "X", *, features: int | None = None) -> np.ndarray:
    """`X` as a float array (N, features), at least one row, every number finite."""
    array = as_floats(X, name)
    if array.ndim != 2:
        raise ValueError(f"{name} has shape {array.shape}, expected two axes (N, features); one example is {name}[None, :]")
    if array.shape[0] == 0 or array.shape[1] == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}), expected at least one example and one feature")
    if features is not None and array.shape[1] != features:
        raise ValueError(f"{name} has {array.shape[1]} features (shape {array.shape}), but the first layer takes {features}")
    return array


def as_floats(values, name: str) -> np.ndarray:
    """`values` as a finite float array; float32 stays float32."""
    try:
        array = np.asarray(values)
        if array.dtype not in (np.float32, np.float64):
            if array.dtype.kind not in "biuf":
                raise ValueError
            array = array.astype(np.float64)
    except ValueError:
        raise TypeError(f"{name} is {short(values)}, expected an array of real numbers") from None
    if not np.isfinite(array).all():
        bad = int((~np.isfinite(array)).sum())
        raise ValueError(f"{name} has {bad} of {array.size} numbers that are NaN or infinite, expected finite numbers")
    return array


def as_labels(y, n: int, classes: int, name: str = "y") -> np.ndarray:
    """`y` as whole-number labels (n,) in 0 … classes − 1."""
    try:
        array = np.asarray(y)
    except ValueError:
        raise TypeError(f"{name} is {short(y)}, expected an array of whole-number class labels") from None
    if array.shape != (n,):
        raise ValueError(f"{name} has shape {array.shape}, expected one label for each of the {n} examples: shape ({n},)")
    if array.dtype.kind not in "biu":
        raise TypeError(f"{name} holds {array.dtype} values, expected whole-number class labels")
    array = array.astype(np.intp)
    if array.size and (array.min() < 0 or array.max() >= classes):
        worst = array.min() if array.min() < 0 else array.max()
        raise ValueError(f"{name} has the label {worst}, expected labels from 0 to {classes - 1}")
    return array


def whole(value, name: str, *, least: int = 1) -> int:
    """`value` as a whole number, at least `least`."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(f"{name} is {short(value)}, expected a whole number")
    if value < least:
        raise ValueError(f"{name} is {value}, expected at least {least}")
    return int(value)


def real(value, name: str, *, above: float | None = None, least: float | None = None) -> float:
    """`value` as a finite real number, within the bound that is given."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} is {short(value)}, expected a number")
    if not np.isfinite(value):
        raise ValueError(f"{name} is {value}, expected a finite number")
    if above is not None and not value > above:
        raise ValueError(f"{name} is {value}, expected a number above {above}")
    if least is not None and not value >= least:
        raise ValueError(f"{name} is {value}, expected at least {least}")
    return float(value)


def float_type(dtype, name: str) -> np.dtype:
    """`dtype` as numpy's float32 or float64, from the type or from its name."""
    for known in (np.float32, np.float64):
        if dtype is known or (isinstance(dtype, str | np.dtype) and dtype == np.dtype(known)):
            return np.dtype(known)
    raise ValueError(f"{name} is {short(dtype)}, expected float64 or float32")


def generator(seed) -> np.random.Generator:
    """A generator of random numbers from a seed (a whole number ≥ 0), or the Generator that came."""
    if isinstance(seed, np.random.Generator):
        return seed
    if isinstance(seed, bool) or not isinstance(seed, Integral):
        raise TypeError(f"seed is {short(seed)}, expected a whole number or a numpy Generator")
    if seed < 0:
        raise ValueError(f"seed is {seed}, expected at least 0")
    return np.random.default_rng(seed)


def one_of(value, name: str, table):
    """`table[value]`, or an error that lists what `table` has."""
    if not isinstance(value, str) or value not in table:
        raise ValueError(f"{name} is {short(value)}, expected one of {', '.join(map(repr, table))}")
    return table[value]


def short(value) -> str:
    """What came, in a few characters."""
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}, shape {value.shape}"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
