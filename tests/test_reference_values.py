"""Reference values: those printed in CS231n's notes, and closed forms."""

import itertools

import numpy as np
import pytest

import nnlab
from nnlab.diagnostics import gradient_check


@pytest.fixture(scope="module")
def case_study():
    """The spiral of CS231n's case study, number for number: numpy's old generator, seed 0, one arm after the other."""
    old = np.random.RandomState(0)
    noise = np.concatenate([old.randn(100) for _ in range(3)])
    y = np.repeat([0, 1, 2], 100)
    radius = np.tile(np.linspace(0, 1, 100), 3)
    angle = np.concatenate([np.linspace(4 * j, 4 * j + 4, 100) for j in range(3)]) + 0.2 * noise
    return radius[:, None] * np.column_stack([np.sin(angle), np.cos(angle)]), y, old


def test_linear_case_study_meets_the_printed_losses(case_study):
    """The notes print six decimals; their initial weights are unknown, so the first steps differ, but the last must not."""
    X, y, old = case_study
    for start in (old.randn(3, 2), np.zeros((3, 2)), np.random.default_rng(0).standard_normal((3, 2))):
        network = nnlab.Network([nnlab.Layer(0.01 * start, np.zeros(3))])
        *_, last = (losses := list(nnlab.sgd(network, X, y, learning_rate=1.0, l2=1e-3, steps=190)))
        assert losses[0].loss == pytest.approx(1.1, abs=0.01)
        printed = {20: (0.851503, 1e-3), 50: (0.799448, 2e-4), 100: (0.787938, 2e-5), 150: (0.786514, 2e-6), 190: (0.786302, 1e-6)}
        for step, (loss, near) in printed.items():
            assert losses[step].loss == pytest.approx(loss, abs=near), step
        assert f"{last.accuracy:.2f}" == "0.49"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_two_layer_case_study_meets_the_printed_end(case_study, seed):
    X, y, _ = case_study
    network = nnlab.mlp([2, 100, 3], init=0.01, seed=seed)
    losses, accuracies = [], []
    for step in nnlab.sgd(network, X, y, learning_rate=1.0, l2=1e-3, steps=9000):
        losses.append(step.loss)
        accuracies.append(step.accuracy)
    assert losses[0] == pytest.approx(1.098744, abs=2e-4)
    assert losses[1000] == pytest.approx(0.294946, rel=0.1)  # the initial weights still matter
    assert losses[9000] == pytest.approx(0.245292, rel=0.01)
    assert accuracies[9000] == pytest.approx(0.98, abs=0.0101)


@pytest.mark.parametrize(("sizes", "neurons", "weights", "parameters"), [([3, 4, 2], 6, 20, 26), ([3, 4, 4, 1], 9, 32, 41)])
def test_parameter_counts_of_the_notes(sizes, neurons, weights, parameters):
    network = nnlab.mlp(sizes)
    assert network.n_neurons == neurons
    assert sum(layer.W.size for layer in network.layers) == weights
    assert network.n_parameters == parameters == sum((n_in + 1) * n_out for n_in, n_out in itertools.pairwise(sizes))


def test_the_gradient_of_the_notes_example():
    """Probabilities 0.2, 0.3, 0.5 with the middle one right: the gradient by the scores is 0.2, −0.7, 0.5."""
    loss, dscores = nnlab.softmax_loss(np.log([[0.2, 0.3, 0.5]]), np.array([1]))
    assert loss == pytest.approx(-np.log(0.3), rel=1e-15)
    np.testing.assert_allclose(dscores, [[0.2, -0.7, 0.5]], rtol=1e-14)


@pytest.mark.parametrize("classes", [2, 3, 10, 1000])
def test_equal_scores_have_the_loss_log_classes(classes):
    y = np.arange(7) % classes
    loss, dscores = nnlab.softmax_loss(np.full((7, classes), 4.2), y)
    assert loss == pytest.approx(np.log(classes), rel=1e-14)
    np.testing.assert_allclose(7 * dscores, 1 / classes - np.eye(classes)[y], atol=1e-15)


def test_binary_losses_by_hand():
    y = np.array([1, 0, 1])
    assert nnlab.logistic_loss(np.zeros(3), y)[0] == pytest.approx(np.log(2), rel=1e-15)
    assert nnlab.hinge_loss(np.zeros(3), y)[0] == 1
    loss, gradient = nnlab.hinge_loss(np.array([3.0, 0.5, -1.0]), y)  # margins 3, −0.5, −1
    assert loss == pytest.approx((0 + 1.5 + 2) / 3, rel=1e-15)
    np.testing.assert_allclose(gradient, [0, 1 / 3, -1 / 3], rtol=1e-15)
    score = np.log([[3.0]])  # σ(ln 3) = 3/4
    loss, gradient = nnlab.logistic_loss(score, np.array([0]))
    assert (loss, float(gradient[0, 0])) == (pytest.approx(np.log(4), rel=1e-15), pytest.approx(0.75, rel=1e-15))


def test_activations_at_points_known_in_closed_form():
    ln3 = np.array(np.log(3.0))
    known = {
        "sigmoid": (ln3, 3 / 4, 3 / 16),
        "tanh": (ln3, 4 / 5, 9 / 25),
        "relu": (ln3, np.log(3), 1),
        "leaky_relu": (-ln3, -0.01 * np.log(3), 0.01),
    }
    for name, (z, value, slope) in known.items():
        activation = nnlab.ACTIVATIONS[name]
        assert float(activation.f(z)) == pytest.approx(value, rel=1e-15), name
        assert float(activation.derivative(z)) == pytest.approx(slope, rel=1e-14), name


def test_one_step_of_one_neuron_by_hand():
    """w = 0, b = 0, one example x = (1, 2) of class 1: σ = ½, the gradient is −½ x, and a step of rate 0.2 moves w by 0.1 x."""
    network = nnlab.Network([nnlab.Layer(np.zeros((1, 2)), np.zeros(1))])
    *_, step = nnlab.sgd(network, np.array([[1.0, 2.0]]), np.array([1]), loss="logistic", learning_rate=0.2, steps=1)
    layer = step.network.layers[0]
    np.testing.assert_allclose(layer.W, [[0.1, 0.2]], rtol=1e-15)
    np.testing.assert_allclose(layer.b, [0.1], rtol=1e-15)
    assert step.loss == pytest.approx(np.log1p(np.exp(-0.6)), rel=1e-15)


def test_l2_alone_shrinks_weights_by_one_factor():
    """Where the data give no gradient, t steps of rate r at strength λ leave (1 − r λ)^t of every weight, and the biases alone."""
    network = nnlab.Network([nnlab.Layer(np.array([[2.0, -3.0]]), np.array([5.0]))])
    *_, step = nnlab.sgd(network, np.array([[1.0, 0.0]]), np.array([1]), loss="hinge", learning_rate=0.1, steps=7, l2=0.5)
    np.testing.assert_allclose(step.network.layers[0].W, 0.95**7 * np.array([[2.0, -3.0]]), rtol=1e-14)
    assert step.network.layers[0].b[0] == 5.0


def test_least_squares_meets_the_normal_equations():
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((40, 3)), rng.standard_normal((40, 1))

    def squares(scores, y):
        return float(((scores - y) ** 2).mean()), 2 * (scores - y) / len(y)

    *_, step = nnlab.sgd(nnlab.mlp([3, 1]), X, y, loss=squares, learning_rate=0.3, steps=400)
    expected = np.linalg.lstsq(np.column_stack([X, np.ones(40)]), y, rcond=None)[0].ravel()
    layer = step.network.layers[0]
    np.testing.assert_allclose([*layer.W[0], layer.b[0]], expected, rtol=1e-10)
    assert gradient_check(nnlab.mlp([3, 1]), X, y, squares) < 1e-7
