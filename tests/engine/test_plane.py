"""The data plane draws lines and regions where the numbers say."""

import itertools

import numpy as np
import pytest
from matplotlib.figure import Figure

from nnlab.engine import drawing
from nnlab.engine.plane import Plane, line_through


@pytest.mark.parametrize(("w", "b", "level"), [((1.0, 2.0), 0.7, 0.0), ((-0.5, 3.0), -1.0, 1.0), ((2.0, 0.0), 0.3, -1.0)])
def test_a_line_stands_where_the_sum_is_its_level(w, b, level):
    for point in np.column_stack(line_through(w, b, 3.0, level)):
        assert point @ w + b == pytest.approx(level)


def test_regions_are_those_of_the_best_score():
    plane = Plane(Figure().subplots(), 1.0, 3, resolution=4)
    scores = np.random.default_rng(0).standard_normal((16, 3))
    plane.show_scores(scores + np.eye(3)[scores.argmax(axis=1)] * 2)  # confident everywhere
    expected = drawing.class_colors(scores.argmax(axis=1).reshape(4, 4), np.ones((4, 4)))
    np.testing.assert_array_equal(plane.regions.get_array(), expected)


def test_a_map_of_losses_has_round_contours():
    """Of a paraboloid each band is a ring: its pixels lie between two radii, closer to each other than two old pixels."""
    x, y = np.meshgrid(np.linspace(-1, 1, 40), np.linspace(-1, 1, 40))
    colours = drawing.shaded_contours(x**2 + y**2)
    assert colours.shape == (160, 160, 4)
    x, y = np.meshgrid(*[(np.arange(160) + 0.5) / 80 - 1] * 2)
    radius, shade = np.hypot(x, y), colours[..., 0].astype(int)
    levels = np.unique(shade)
    assert len(levels) == 15
    for inner, outer in itertools.pairwise(levels[4:]):
        assert radius[shade <= inner].max() - radius[shade >= outer].min() < 1 / 20
