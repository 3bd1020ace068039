"""Losses against their formulas, their gradients against differences, and both at the extremes."""

import numpy as np
import pytest

from nnlab import hinge_loss, l2_loss, logistic_loss, mlp, softmax_loss
from nnlab.diagnostics import numerical_gradient
from nnlab.losses import probabilities

BINARY = [logistic_loss, hinge_loss]


def test_softmax_loss_of_equal_scores_is_log_classes():
    loss, _ = softmax_loss(np.zeros((5, 10)), np.arange(5))
    assert loss == pytest.approx(np.log(10), rel=1e-14)


def test_softmax_loss_of_the_worked_example_of_cs231n():
    # CS231n, linear classification notes: scores −2.85, 0.86, 0.28 with the last class correct give 1.04
    loss, _ = softmax_loss(np.array([[-2.85, 0.86, 0.28]]), [2])
    assert loss == pytest.approx(1.04, abs=0.005)


def test_probabilities_are_the_softmax():
    scores = np.log([[0.2, 0.3, 0.5]])
    np.testing.assert_allclose(probabilities(scores + 1e4), [[0.2, 0.3, 0.5]], rtol=1e-10)
    np.testing.assert_allclose(probabilities(scores[0]), [0.2, 0.3, 0.5], rtol=1e-14)
    assert np.isnan(probabilities(np.array([np.inf, 0.0]))).any()


def test_softmax_of_two_classes_is_the_logistic_loss():
    s, y = np.linspace(-5, 5, 11), np.arange(11) % 2
    assert softmax_loss(np.column_stack([0 * s, s]), y)[0] == pytest.approx(logistic_loss(s, y)[0], rel=1e-13)


def test_binary_losses_by_hand():
    assert logistic_loss(np.array([0.0]), [1])[0] == pytest.approx(np.log(2))
    assert logistic_loss(np.array([np.log(3)]), [1])[0] == pytest.approx(np.log(4 / 3))
    assert hinge_loss(np.array([0.25, 0.25, 2, -2]), [1, 0, 1, 1])[0] == pytest.approx((0.75 + 1.25 + 0 + 3) / 4)
    assert hinge_loss(np.array([1.0, -1.0]), [1, 0])[1].tolist() == [0, 0]  # at the kink


@pytest.mark.parametrize("seed", range(5))
def test_gradients_meet_differences(seed):
    rng = np.random.default_rng(seed)
    scores, y = rng.standard_normal((7, 4)), rng.integers(0, 4, 7)
    expected = numerical_gradient(lambda s: softmax_loss(s, y)[0], scores)
    np.testing.assert_allclose(softmax_loss(scores, y)[1], expected, atol=1e-10)
    for loss in BINARY:
        for score in (scores[:, 0], scores[:, :1]):
            expected = numerical_gradient(lambda s, loss=loss: loss(s, y % 2)[0], score)
            np.testing.assert_allclose(loss(score, y % 2)[1], expected, atol=1e-10)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extreme_scores_stay_finite_and_keep_dtype(dtype):
    scores, y = np.array([[1e4, -1e4], [-1e4, 1e4], [0, 1e4]], dtype), np.array([1, 1, 0])
    loss, gradient = softmax_loss(scores, y)
    assert loss == pytest.approx((2e4 + 0 + 1e4) / 3)
    assert np.isfinite(gradient).all()
    assert gradient.dtype == dtype
    for f in BINARY:
        loss, gradient = f(scores[:, 0], y)
        assert loss == pytest.approx(1e4 / 3, rel=1e-3)
        assert np.isfinite(gradient).all()
        assert gradient.dtype == dtype
        assert gradient.shape == (3,)


@pytest.mark.parametrize("loss", [softmax_loss, *BINARY])
def test_inputs_are_not_changed(loss):
    scores, y = np.array([[0.3, -2.0], [1.0, 0.5]]), np.array([0, 1])
    scores = scores if loss is softmax_loss else scores[:, :1]
    before = scores.copy()
    loss(scores, y)
    assert np.array_equal(scores, before)
    assert y.tolist() == [0, 1]


def test_l2_counts_weights_and_not_biases():
    network = mlp([2, 2])
    network.layers[0].W[...] = [[1, 2], [3, 4]]
    network.layers[0].b[...] = 100
    assert l2_loss(network, 0.1) == pytest.approx(0.05 * 30)
    assert l2_loss(network, 0) == 0


def test_small_losses_keep_their_digits():
    # log(1 + e⁻ˢ) = e⁻ˢ − e⁻²ˢ / 2 + …
    for s in (20.0, 40.0, 300.0):
        assert logistic_loss(np.array([s]), [1])[0] == pytest.approx(np.exp(-s), rel=1e-8)
        assert logistic_loss(np.array([-s]), [0])[0] == pytest.approx(np.exp(-s), rel=1e-8)
