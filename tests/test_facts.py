"""Numbers that the questions state in words are those that the package computes."""

import itertools

import numpy as np
import pytest

import nnlab
from nnlab.language import word

BOTH = pytest.mark.parametrize("language", nnlab.language.LANGUAGES)


@BOTH
def test_the_lectures_network_has_the_parameters_that_the_question_states(language):
    nnlab.use_language(language)
    network = nnlab.mlp([3072, 100, 10])
    weights = sum(layer.W.size for layer in network.layers)
    assert word("prediction.count_3072.choice.right").startswith(f"{network.n_parameters:,}")
    assert word("prediction.count_3072.choice.weights").startswith(f"{weights:,}")
    reason = word("prediction.count_3072.reason")
    assert f"{weights:,}" in reason
    first = network.layers[0]
    assert f"{(first.W.size + first.b.size) / network.n_parameters:.1%}".rstrip("%") in reason


def test_no_line_gets_more_than_three_corners_of_xor_right():
    corners = np.array([[-1, -1], [1, 1], [-1, 1], [1, -1]])
    labels = np.array([0, 0, 1, 1])
    best = 0.0
    for angle, offset in itertools.product(np.linspace(0, 2 * np.pi, 73), np.linspace(-2, 2, 41)):
        answers = corners @ [np.cos(angle), np.sin(angle)] > offset
        best = max(best, np.mean(answers == labels))
    assert best == 0.75
    assert "75" in word("prediction.xor_best.choice.right")


def test_the_sigmoid_is_steepest_where_the_question_says():
    slope = nnlab.ACTIVATIONS["sigmoid"].derivative(np.linspace(-8, 8, 1601))
    assert word("prediction.steepest_sigmoid.choice.right") == f"{slope.max():g}"


def test_doubling_w_and_b_keeps_the_boundary_and_deepens_the_probability():
    x, w, b = np.array([0.7, -1.1]), np.array([1.5, -0.5]), 0.2
    once, twice = (nnlab.Neuron(k * w, k * b).forward(x) for k in (1, 2))
    assert 0.5 < once < twice


def test_a_point_far_on_its_right_side_has_no_hinge_gradient():
    for loss, still in ((nnlab.hinge_loss, True), (nnlab.logistic_loss, False)):
        _, gradient = loss(np.array([2.0, 5.0]), np.array([1, 1]))
        assert (gradient == 0).all() == still


def test_clipping_the_sigmoid_changes_its_tail_as_the_hint_says():
    value = nnlab.ACTIVATIONS["sigmoid"].f(np.array([-30.0, -10.0]))
    assert f"{value[0]:.0e}" == "9e-14"
    assert f"{value[1]:.1e}" == "4.5e-05"
