"""The pictures of Leaky ReLU and Maxout show what was measured, and the special cases hold to the last digit."""

import numpy as np
import pytest

from nnlab.diagnostics import dead_units
from nnlab.engine.scene import Pointer, build_figure
from nnlab.lecture.architecture.counting import count_parameters
from nnlab.lecture.leaky_relu_maxout import maxout
from nnlab.lecture.leaky_relu_maxout.leaky import Leaky, dead_network, spiral
from nnlab.lecture.leaky_relu_maxout.maxout import LINES, NETWORKS, SHAPES, Maxout
from nnlab.network import mlp

START = {"pieces": 2, "lines": LINES["relu"], "selected": None, "shape": "relu", "network": "3072-100-10"}


def test_a_dead_network_learns_only_with_a_slope():
    scene = Leaky()
    params = {"learning_rate": 1.0, "start": "dead", "seed": 2}
    X, _ = spiral()
    assert dead_units(dead_network(2), X)[0].all()
    runs = {}
    for alpha in (0.0, 0.1):
        for _ in scene.prepare(alpha=alpha, **params):
            pass
        runs[alpha] = scene.run(*scene.run_key(alpha=alpha, **params))
    assert np.array_equal(runs[0.0].networks[0].layers[0].W, runs[0.0].networks[-1].layers[0].W)
    assert runs[0.0].accuracies[-1] == pytest.approx(1 / 3)
    assert runs[0.1].accuracies[-1] > 0.6


def test_a_slope_of_one_is_a_linear_classifier():
    """The published accuracy of a linear classifier on this spiral is 49 %; on the training points a little more."""
    scene = Leaky()
    params = {"alpha": 1.0, "learning_rate": 1.0, "start": "fresh", "seed": 0}
    for _ in scene.prepare(**params):
        pass
    assert 0.45 < scene.run(*scene.run_key(**params)).accuracies[-1] < 0.6


@pytest.mark.parametrize("shape", ["relu", "leaky_relu", "abs"])
def test_two_lines_equal_the_shape_to_the_last_digit(shape):
    _, view, status = build_figure(Maxout(), START | {"shape": shape, "lines": LINES[shape]})
    assert "to the last digit" in status
    x, h = view.envelope.get_data()
    assert np.abs(h - SHAPES[shape](x)).max() == 0


def test_five_tangents_are_near_the_parabola():
    """At the ends of the panel a tangent at 2.2 is (3 − 2.2)² / 2 below x² / 2."""
    _, view, _ = build_figure(Maxout(), START | {"shape": "square", "lines": LINES["square"], "pieces": 5})
    _, h = view.envelope.get_data()
    assert np.abs(h - maxout.X**2 / 2).max() == pytest.approx(0.8**2 / 2)


@pytest.mark.parametrize("pieces", [2, 3, 5])
@pytest.mark.parametrize("name", NETWORKS)
def test_parameter_counts_are_those_of_a_network(name, pieces):
    if NETWORKS[name][0] < 3072:
        from nnlab.activations import maxout as function

        assert count_parameters(NETWORKS[name], pieces) == mlp(NETWORKS[name], function(pieces)).n_parameters
    assert count_parameters((3072, 100, 10), 1) == 308_310
    assert count_parameters((3072, 100, 10), 2) == 615_610


def test_a_line_follows_the_pointer_and_the_keys():
    scene = Maxout()
    moved = scene.drag(Pointer("lines", 2.1, 0.1), Pointer("lines", 2.0, 1.5), **START)
    assert moved["lines"][0] == (0.0, 1.5)
    moved = scene.drag(Pointer("lines", -1.0, -3.0), Pointer("lines", -1.0, -1.0), **START)
    assert moved["lines"][1] == (-1.0, 2.0)  # the nearest handle on that side
    assert scene.drag(Pointer("lines", 2.1, 0.1), Pointer("", 1.0, 1.0), **START) == {}
    chosen = scene.key("n", **START)
    again = scene.key("n", **START | chosen)
    assert (chosen["selected"], again["selected"]) == ((0, 0), (0, 1))
    assert scene.key("ArrowUp", **START | again)["lines"][0] == (0.0, 0.1)


def test_the_winner_of_some_lines_is_the_highest():
    _, view, _ = build_figure(Maxout(), START | {"shape": "square", "lines": LINES["square"], "pieces": 5})
    heights = np.array([line.get_ydata() for line in view.pieces])
    np.testing.assert_allclose(view.envelope.get_ydata(), heights.max(axis=0))
    for height, winner in zip(heights, view.winners, strict=True):
        shown = ~np.isnan(winner.get_ydata())
        np.testing.assert_allclose(height[shown], heights.max(axis=0)[shown])
