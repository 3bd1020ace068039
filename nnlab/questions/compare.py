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
    """Whether two arrays of floats agree to rounding."""
    return np.allclose(a, b, rtol=1e-6, atol=1e-9, equal_nan=True)


def equal_result(a, b) -> bool:
    """Whether two results are numbers, or tuples of numbers, of the same shapes that agree to rounding."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(equal_result, a, b))
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
