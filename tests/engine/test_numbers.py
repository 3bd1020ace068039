"""Numbers as text: each size in its format, a true minus sign, and 0 without an exponent."""

import math

import numpy as np
import pytest

from nnlab.engine.numbers import format_number, format_shape, subscript


@pytest.mark.parametrize(
    ("value", "spec", "options", "text"),
    [
        (-0.5, ".2f", {}, "−0.50"),
        (0.5, "+.2f", {}, "+0.50"),
        (-0.001, ".2f", {}, "0.00"),
        (-0.001, "z.2f", {}, "0.00"),
        (-1234.5, ",.0f", {"below": {100: ".2f"}}, "−1,234"),
        (-99.994, ",.0f", {"below": {100: ".2f"}}, "−99.99"),
        (0.123, ".0f", {"below": {1: ".2f", 10: ".1f"}}, "0.12"),
        (1, ".0f", {"below": {1: ".2f", 10: ".1f"}}, "1.0"),
        (10, ".0f", {"below": {1: ".2f", 10: ".1f"}}, "10"),
        (-0.0002, ".2f", {"below": {1e-3: ".1e", 1: ".3f"}}, "−2.0×10⁻⁴"),
        (0, ".2f", {"below": {1e-3: ".1e"}}, "0"),
        (0, ".2f", {"below": {1e-3: "+.0e"}}, "0"),
        (0, ".2f", {}, "0.00"),
        (-2e-5, ".0e", {}, "−2×10⁻⁵"),
        (2e15, ".0e", {}, "2×10¹⁵"),
        (1500, ".0f", {}, "1,500"),
        (-12345.6, ".1f", {}, "−12,345.6"),
        (1e5, ".3g", {}, "1×10⁵"),
        (math.nan, ".0f", {"below": {1: ".2f"}}, "nan"),
        (-math.inf, ".0f", {"below": {1: ".2f"}}, "−inf"),
        (np.float32(-0.25), ".2g", {}, "−0.25"),
    ],
)
def test_a_number_is_written_in_the_format_of_its_size(value, spec, options, text):
    assert format_number(value, spec, **options) == text


def test_subscripts_and_shapes():
    assert subscript(120) == "₁₂₀"
    assert [format_shape(np.zeros(shape)) for shape in ((4, 3), (2,))] == ["4×3", "2"]
