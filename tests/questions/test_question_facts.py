"""Numbers that the questions state in words are those that the package computes."""

import itertools

import numpy as np
import pytest

import nnlab
from nnlab.language import translate

BOTH = pytest.mark.parametrize("language", nnlab.language.LANGUAGES)


@BOTH
def test_the_lectures_network_has_the_parameters_that_the_question_states(language):
    nnlab.use_language(language)
    network = nnlab.mlp([3072, 100, 10])
    weights = sum(layer.W.size for layer in network.layers)
    assert translate("prediction.count_3072.choice.right").startswith(f"{network.n_parameters:,}")
    assert translate("prediction.count_3072.choice.weights").startswith(f"{weights:,}")
    reason = translate("prediction.count_3072.reason")
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
    assert "75" in translate("prediction.xor_best.choice.right")


def test_the_sigmoid_is_steepest_where_the_question_says():
    slope = nnlab.ACTIVATIONS["sigmoid"].derivative(np.linspace(-8, 8, 1601))
    assert translate("prediction.steepest_sigmoid.choice.right") == f"{slope.max():g}"


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


@BOTH
def test_one_more_hidden_unit_costs_what_the_answer_says(language):
    nnlab.use_language(language)
    more = nnlab.mlp([3072, 101, 10]).n_parameters - nnlab.mlp([3072, 100, 10]).n_parameters
    assert translate("prediction.one_more_unit.choice.right").startswith(f"{more:,}")
    assert translate("prediction.one_more_unit.choice.into").startswith(f"{3072 + 1:,}")


@BOTH
def test_a_batch_of_columns_has_the_shape_that_the_answer_says(language):
    nnlab.use_language(language)
    W1 = nnlab.mlp([3, 4, 4, 1]).layers[0].W
    assert translate("prediction.batch_shape.choice.right") == "×".join(map(str, (W1 @ np.ones((3, 5))).shape))
    assert translate("prediction.batch_shape.choice.turned") == "×".join(map(str, (np.ones((5, 3)) @ W1.T).shape))


@BOTH
def test_the_gradient_in_the_tail_is_as_small_as_the_answer_says(language):
    nnlab.use_language(language)
    x, w, b = 2, 5, 0
    slope = nnlab.ACTIVATIONS["sigmoid"].derivative(np.array([w * x + b], float))[0]
    assert float(translate("prediction.tail_gradient.choice.right")) == pytest.approx(slope * x, rel=0.15)
    assert f"{slope:.1e}".replace("e-0", "e-") in translate("prediction.tail_gradient.reason")
    assert f"{slope * x:.1e}".replace("e-0", "e-") in translate("prediction.tail_gradient.reason")


@BOTH
def test_ten_coins_fall_alike_as_often_as_the_answer_says(language):
    nnlab.use_language(language)
    once_in = 1 / (2 * 0.5**10)
    stated = float("".join(filter(str.isdigit, translate("prediction.tanh_signs.choice.right"))))
    assert stated == pytest.approx(once_in, rel=0.05)


@BOTH
def test_names_and_rates_of_the_answers_are_those_of_the_package(language):
    nnlab.use_language(language)
    assert str(nnlab.mlp([3, 4, 4, 1]).n_layers) in translate("prediction.network_name.choice.right")
    assert translate("prediction.no_input.choice.right").startswith(f"{nnlab.Neuron([3.0, -1.0], 0.0).forward([0.0, 0.0]):.0%}".rstrip("%"))
