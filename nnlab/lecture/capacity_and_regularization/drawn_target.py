"""The target of `universal` that the reader draws: a smooth curve through a few heights."""

import functools
from collections.abc import Callable

import numpy as np

KNOTS = np.linspace(-1, 1, 9)  # the inputs at which the curve has a handle
HEIGHTS = (-0.4, 0.3, 0.9, 0.5, -0.6, -0.9, 0.0, 0.8, 0.6)  # at first


@functools.lru_cache(maxsize=64)  # so that equal heights are one function, whose errors are kept
def curve_through(heights: tuple[float, ...]) -> Callable:
    """The function of an array x in [−1, 1] that goes smoothly through `heights` at KNOTS: a Catmull–Rom spline."""
    values, gap = np.array(heights), KNOTS[1] - KNOTS[0]
    slopes = np.gradient(values) / gap

    def curve(x):
        x = np.asarray(x, dtype=float)
        i = np.clip(((x + 1) / gap).astype(int), 0, len(values) - 2)
        t = (x - KNOTS[i]) / gap
        ends = (1 + 2 * t) * (1 - t) ** 2 * values[i] + t**2 * (3 - 2 * t) * values[i + 1]
        return ends + gap * (t * (1 - t) ** 2 * slopes[i] - t**2 * (1 - t) * slopes[i + 1])

    return curve
