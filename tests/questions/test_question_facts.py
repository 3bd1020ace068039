"""Facts and numbers that the questions and hints state are those of the package."""

from itertools import product

import numpy as np
import pytest

import nnlab
from nnlab.language import fill, translate
from nnlab.questions.exercise import exercises

BOTH = pytest.mark.parametrize("language", nnlab.language.LANGUAGES)


@BOTH
def test_parameters_of_the_slides_network(language):
    nnlab.use_language(language)
    sizes = [3072, 100, 10]
    network = nnlab.mlp(sizes)
    weights = sum(layer.W.size for layer in network.layers)
    assert network.n_parameters == 308_310
    assert (sum(sizes), np.prod(sizes), weights) == (3182, 3_072_000, 308_200)  # where the wrong answers come from
    assert translate("prediction.count_3072.choice.right").startswith(f"{network.n_parameters:,}")
    assert translate("prediction.count_3072.choice.weights").startswith(f"{weights:,}")
    reason = translate("prediction.count_3072.reason")
    assert f"{weights:,}" in reason
    share = (network.layers[0].W.size + network.layers[0].b.size) / network.n_parameters
    assert round(share, 3) == 0.997
    assert f"{share:.1%}".rstrip("%") in reason


def test_two_linear_layers_are_one_matrix_of_low_rank():
    rng = np.random.default_rng(0)
    for n, h, c in ((5, 2, 4), (3, 50, 4)):
        W1, b1, W2, b2, x = (rng.standard_normal(shape) for shape in ((h, n), h, (c, h), c, n))
        np.testing.assert_allclose(W2 @ (W1 @ x + b1) + b2, (W2 @ W1) @ x + (W2 @ b1 + b2))
        assert np.linalg.matrix_rank(W2 @ W1) == min(n, h, c)


def test_a_line_separates_at_most_three_corners_of_xor():
    corners, label = np.array(list(product((-1, 1), repeat=2))), np.array([0, 1, 1, 0])
    angles, offsets = np.linspace(0, 2 * np.pi, 181), np.linspace(-2, 2, 81)
    side = corners @ np.stack([np.cos(angles), np.sin(angles)]) > offsets[:, None, None]
    assert (side.transpose(0, 2, 1) == label).mean(axis=-1).max() == 0.75
    assert "75" in translate("prediction.xor_best.choice.right")


def test_slopes_of_sigmoid_and_tanh():
    z = np.linspace(-8, 8, 3201)
    slope = {name: nnlab.ACTIVATIONS[name].derivative(z) for name in ("sigmoid", "tanh")}
    assert slope["sigmoid"].max() == pytest.approx(0.25)
    assert translate("prediction.steep_sigmoid.choice.right") == f"{4 * slope['sigmoid'].max():g}"  # σ(4z)
    at_3, at_6 = np.searchsorted(z, [3, 6])
    assert slope["tanh"][at_3] == pytest.approx(slope["sigmoid"][at_6] / 0.25)
    assert slope["tanh"][at_3] < slope["sigmoid"][at_3] / 0.25
    assert nnlab.ACTIVATIONS["relu"].derivative(np.zeros(1)) == 0


def test_doubled_weights_keep_the_boundary():
    w, b = np.array([1.5, -0.5]), 0.7
    x = np.random.default_rng(0).standard_normal((200, 2))
    p, doubled = (exercises()["stable_sigmoid"].reference(k * (x @ w + b)) for k in (1, 2))
    np.testing.assert_array_equal(p > 0.5, doubled > 0.5)
    assert np.all(np.abs(doubled - 0.5) > np.abs(p - 0.5))
    once, twice = (nnlab.Neuron(k * w, k * 0.2).forward([0.7, -1.1]) for k in (1, 2))
    assert 0.5 < once < twice


def test_a_point_far_on_its_side_has_no_hinge_gradient():
    for loss, is_zero in ((nnlab.hinge_loss, True), (nnlab.logistic_loss, False)):
        _, gradient = loss(np.array([2.0, 5.0]), np.array([1, 1]))
        assert (gradient == 0).all() == is_zero
        near, far = (loss(np.array([[s], [0.4], [-0.7]]), np.array([1, 1, 0]))[1][0, 0] for s in (3.0, 6.0))
        assert (near != 0 and far != near) != is_zero


def test_numbers_that_the_hints_state():
    assert -np.log(1e-12) == pytest.approx(27.6, abs=0.05)
    tail = nnlab.ACTIVATIONS["sigmoid"].f(np.array([-30.0, -10.0]))
    assert f"{tail[0]:.0e}" == "9e-14"
    assert f"{tail[1]:.1e}" == "4.5e-05"
    assert np.exp(-30) == pytest.approx(9e-14, rel=0.05)
    assert 1 / (1 + np.exp(10)) == pytest.approx(4.5e-5, rel=0.02)


@BOTH
def test_parameters_of_one_more_hidden_unit(language):
    nnlab.use_language(language)
    more = nnlab.mlp([3072, 101, 10]).n_parameters - nnlab.mlp([3072, 100, 10]).n_parameters
    assert translate("prediction.one_more_unit.choice.right").startswith(f"{more:,}")
    assert translate("prediction.one_more_unit.choice.into").startswith(f"{3072 + 1:,}")


@BOTH
def test_shape_of_a_batch_of_columns(language):
    nnlab.use_language(language)
    W1 = nnlab.mlp([3, 4, 4, 1]).layers[0].W
    assert translate("prediction.batch_shape.choice.right") == "×".join(map(str, (W1 @ np.ones((3, 5))).shape))
    assert translate("prediction.batch_shape.choice.turned") == "×".join(map(str, (np.ones((5, 3)) @ W1.T).shape))


@BOTH
def test_gradient_in_the_tail_of_the_sigmoid(language):
    nnlab.use_language(language)
    x, w, b = 2, 5, 0
    slope = nnlab.ACTIVATIONS["sigmoid"].derivative(np.array([w * x + b], float))[0]
    assert float(translate("prediction.tail_gradient.choice.right")) == pytest.approx(slope * x, rel=0.15)
    assert fill("{x:.1e}", {"x": slope}) in translate("prediction.tail_gradient.reason")
    assert fill("{x:.1e}", {"x": slope * x}) in translate("prediction.tail_gradient.reason")


@BOTH
def test_how_often_ten_signs_agree_by_chance(language):
    nnlab.use_language(language)
    once_in = 1 / (2 * 0.5**10)
    stated = float("".join(filter(str.isdigit, translate("prediction.tanh_signs.choice.right"))))
    assert stated == pytest.approx(once_in, rel=0.05)


@BOTH
def test_names_and_rates_of_the_answers(language):
    nnlab.use_language(language)
    assert str(nnlab.mlp([3072, *[100] * 5, 10]).n_layers) in translate("prediction.network_name.choice.right")
    assert translate("prediction.no_input.choice.right").startswith(f"{nnlab.Neuron([3.0, -1.0], 0.0).forward([0.0, 0.0]):.0%}".rstrip("%"))
