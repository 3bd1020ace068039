"""Whether two values agree: a result with the expected one, and an argument after the call with the same argument before it."""

import numpy as np


def as_real_array(value) -> np.ndarray | None:
    """`value` as an array of floats; None where it is not made of real numbers, as a text or a complex number."""
    try:
        array = np.asarray(value)
    except Exception:  # rows of different length, or an object of the reader's that raises
        return None
    return array.astype(float) if array.dtype.kind in "biuf" else None


def allclose(a, b) -> bool:
    """Whether the array `a` agrees with the expected `b` to rounding, element by element.

    Small elements have to agree relatively as well: at 1e-10 an error of 1e-10 is no rounding. Only what double precision loses beside
    1, or beside the largest expected number, is allowed on top.
    """
    scale = np.abs(b[np.isfinite(b)]).max(initial=1.0)
    return np.allclose(a, b, rtol=1e-6, atol=1e-13 * scale, equal_nan=True)


def as_results(value, n: int):
    """`value` as `n` results: a tuple or a list of them, or an array with one entry, a number or a row, for each; None if it is not."""
    if isinstance(value, np.ndarray) and value.ndim:
        value = list(value)
    return tuple(value) if isinstance(value, tuple | list) and len(value) == n else None


def equal_result(a, b) -> bool:
    """Whether the result `a` and the expected `b` are numbers, or several results, of the same shapes that agree to rounding."""
    if isinstance(b, tuple):
        a = as_results(a, len(b))
        return a is not None and all(map(equal_result, a, b))
    a, b = as_real_array(a), as_real_array(b)
    return a is not None and b is not None and a.shape == b.shape and allclose(a, b)


def unchanged(before, after) -> bool:
    """Whether an argument is after the call exactly what it was before."""
    if isinstance(before, list | tuple):
        return type(before) is type(after) and len(before) == len(after) and all(map(unchanged, before, after))
    if callable(before) or before is None:
        return before is after
    one, other = as_real_array(before), as_real_array(after)
    return one is not None and other is not None and np.array_equal(one, other, equal_nan=True)
