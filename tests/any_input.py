"""For the tests that try everything: arguments of any kind, what an error about one has to say, and short trainings."""

import datetime
import decimal
import fractions
import math
import re
import traceback

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import nnlab

NET, SMALL = nnlab.mlp([3, 4, 2]), nnlab.mlp([2, 3, 1], "tanh", dtype=np.float32)
X, Y = np.linspace(-1, 1, 24).reshape(8, 3), np.arange(8) % 2
TRACE = NET.forward(X)
EXAMPLES = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


class Unconvertible:
    """An object that raises when numpy converts it."""

    def __array__(self, *_, **__):
        raise RuntimeError("no numbers")


EDGES = st.sampled_from([0.0, -0.0, 1e-320, 1e18, 1e150, 1.7e308, np.inf, np.nan])
FLOATS = st.one_of(st.floats(), st.floats(-10, 10), st.floats(0, 1), EDGES)
SHAPES = st.sampled_from([(), (0,), (1,), (3,), (8,), (8, 1), (8, 2), (8, 3), (1, 3), (0, 3), (3, 0), (2, 3, 4), (4, 3), (4,)])
DTYPES = st.sampled_from(["f8", "f4", "f2", "i8", "u8", "i1", "?", "c16", "U3", "M8[s]", "O"])
ODD = st.sampled_from([10**30, -(10**400), True, np.True_, np.int8(3), np.float32(0.5)])
NUMBERS = st.one_of(FLOATS, st.integers(-3, 12), st.integers(), ODD)
ARRAYS = st.one_of(
    st.tuples(DTYPES, SHAPES).flatmap(lambda kind: arrays.arrays(*kind) if kind[0] != "O" else st.just(np.empty(kind[1], object))),
    arrays.arrays("f8", SHAPES, elements=st.floats(-5, 5)),
    arrays.arrays("i8", SHAPES, elements=st.integers(-1, 3)),
)  # fmt: skip
FUNCTIONS = st.sampled_from([
    np.sin, np.log, np.sqrt, np.sum, math.sin, len, abs, print, np.exp, np.tan, lambda z: z, lambda z: 1.0, lambda z: None, lambda: 0,
    lambda z: z > 0, lambda z: 1 / z, lambda z: z[:2], lambda z: "cat", lambda z: z + 1j, lambda z: np.nan * z, lambda z: z.fill(0) or z,
    lambda z: [*z], int, Unconvertible, lambda z: 1e300 * z, lambda z: 1 / 0,
])  # fmt: skip
ANYTHING = st.one_of(
    st.sampled_from([None, ..., "", "relu", "softmax", "he", "ko", "train", "float32", "none", "가", "<img src=x>", b"relu", type, object(),
                     NET, SMALL, TRACE, nnlab.Membrane(), nnlab.ACTIVATIONS["maxout"], nnlab.maxout(3), Unconvertible(), range(3), {},
                     {"a": 1}, set(), [[1.0], [1.0, 2.0]], np.ma.masked_array([1.0, 2.0, 3.0], [0, 1, 0]), [[1, 2, 3]],
                     fractions.Fraction(1, 3), decimal.Decimal(2), datetime.date(2026, 1, 1), 1j, np.float64, np.dtype("f4"), iter(())]),
    NUMBERS, FUNCTIONS, ARRAYS, st.text(max_size=4), st.lists(NUMBERS, max_size=4), st.lists(st.integers(1, 5), min_size=2, max_size=5),
    st.lists(st.sampled_from(["relu", "tanh", "x", None]), max_size=3), st.lists(st.tuples(ARRAYS, ARRAYS), max_size=2),
)  # fmt: skip


def check_error(error: Exception, names) -> None:
    """Fail unless the package itself raised the error, about one of the arguments `names`, with what came and what was expected."""
    assert isinstance(error, TypeError | ValueError | KeyError), f"{type(error).__name__}: {error}"
    message = str(error.args[0])
    where = traceback.extract_tb(error.__traceback__)[-1].filename
    assert "/nnlab/" in where, f"raised in {where}: {message}"
    named = "|".join(map(re.escape, names))
    assert re.match(rf"({named})(\[\d+\])? |no 'en' text for|scores? (has|is) |network has diverged|dW ", message), message
    assert re.search("expected|takes|no 'en' text", message), message
