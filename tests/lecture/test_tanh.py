"""What notebook 06 draws and asks, against closed forms."""

import numpy as np
import pytest

import nnlab
from nnlab.activations import ACTIVATIONS
from nnlab.diagnostics import gradient_norms
from nnlab.engine import drawing
from nnlab.lecture.experiments import train_layers
from nnlab.lecture.tanh import pictures
from nnlab.lecture.tanh.deep import backward_signals, explosion, passing_on, told, walk
from nnlab.lecture.tanh.functions import FOUR, TRIANGLE, shift_biases

Z = np.linspace(-6, 6, 241)


def test_each_function_is_made_of_the_moves():
    sigmoid = ACTIVATIONS["sigmoid"].f
    np.testing.assert_allclose(FOUR["lowered"].f(Z), np.tanh(Z / 2) / 2, atol=1e-15)
    np.testing.assert_allclose(FOUR["stretched"].f(Z), np.tanh(Z) + 1, atol=1e-15)
    np.testing.assert_allclose(FOUR["tanh"].f(Z), 2 * sigmoid(2 * Z) - 1, atol=1e-15)
    for function in FOUR.values():
        np.testing.assert_allclose(function.derivative(Z), (function.f(Z + 1e-6) - function.f(Z - 1e-6)) / 2e-6, atol=1e-8)


def test_the_moves_are_drawn_with_their_slopes():
    picture = pictures.three_moves()
    for axes, (_, f, slope) in zip(picture.figure.axes, pictures.MOVES, strict=True):
        (x0, x1), (y0, y1) = next(
            line.get_data() for line in axes.lines if len(line.get_xdata()) == 2 and line.get_color() == drawing.ORANGE
        )
        assert (y1 - y0) / (x1 - x0) == pytest.approx(slope) == (f(1e-6) - f(-1e-6)) / 2e-6
        assert any(np.array_equal(line.get_ydata(), f(line.get_xdata())) for line in axes.lines)
    assert picture.png.startswith(b"\x89PNG")
    assert picture._repr_mimebundle_()[1]["image/png"]["alt"] == nnlab.translate("three_moves.alt")


def test_the_start_is_drawn_as_measured():
    figures = nnlab.measured("tanh.xavier_start")
    picture = pictures.own_start(figures["inits"], {name: figures[f"{name}_curve"] for name in FOUR})
    curves = {line.get_label(): line for line in picture.figure.axes[0].lines}
    for name in FOUR:
        line = curves[nnlab.translate(f"own_start.{name}")]
        assert list(line.get_xdata()) == figures["inits"]
        shown = line.get_ydata() > pictures.LOWEST_ERROR
        np.testing.assert_allclose(line.get_ydata()[shown], 1 - np.array(figures[f"{name}_curve"])[shown])
        assert shown.sum() >= 3


def test_signals_multiply_to_the_gradient_of_the_weights():
    network, X = nnlab.mlp([5, 4, 3, 2], "tanh", seed=1), np.random.default_rng(0).standard_normal((6, 5))
    above = np.random.default_rng(1).standard_normal((6, 2))
    gradients = network.backward(network.forward(X), above)
    for (dz, inputs), (dW, db) in zip(backward_signals(network, X, above), gradients, strict=True):
        np.testing.assert_allclose(dz.T @ inputs, dW)
        np.testing.assert_allclose(dz.sum(axis=0), db)


def test_one_rate_for_all_layers_is_gradient_descent():
    X, y = nnlab.blobs(32)
    network = nnlab.mlp([2, 3, 2], "tanh")
    expected = nnlab.train(network, X, y, learning_rate=0.5, steps=3).networks[-1]
    train_layers(network, X, y, [0.5, (0.5, 0.5)], 3, 0)
    for layer, other in zip(network.layers, expected.layers, strict=True):
        np.testing.assert_allclose(layer.W, other.W)
        np.testing.assert_allclose(layer.b, other.b)


def test_rates_of_the_layers_level_the_explosion():
    sizes, (X, y) = [64, 30, 30, 10], nnlab.digits()
    network = nnlab.mlp(sizes, "tanh", init=10**0.5)
    trace = network.forward(X[::9])
    norms = gradient_norms(network.backward(trace, nnlab.softmax_loss(trace.scores, y[::9])[1]))
    np.testing.assert_allclose(norms / explosion(network), norms[-1])


@pytest.mark.parametrize("n_mixing", [1, 3])
def test_layers_that_do_not_mix_pass_their_units_on(n_mixing):
    network = passing_on(n_mixing, seed=0)
    for i, layer in enumerate(network.layers[:-1]):
        strongest = np.abs(layer.W).argmax(axis=1)
        assert (sorted(strongest) == list(range(100))) == (i >= n_mixing)  # each unit below goes to one unit above
    assert np.mean(nnlab.saturation(network, nnlab.digits()[0][::9])) > 0.9


def test_an_output_layer_alone_reads_the_outputs():
    assert told(passing_on(1, seed=0), seed=0, learning_rate=0.3) > told(passing_on(4, seed=0), seed=0, learning_rate=0.3)


def test_shifted_biases_make_the_lowered_network():
    X = np.random.default_rng(0).standard_normal((9, 5))
    sigmoid, lowered = (nnlab.mlp([5, 4, 4, 2], FOUR[name], seed=3) for name in ("sigmoid", "lowered"))
    shift_biases(sigmoid)
    np.testing.assert_allclose(sigmoid.scores(X), lowered.scores(X), atol=1e-14)
    shift_biases(sigmoid, 0.0)
    shift_biases(lowered, -1.0)
    np.testing.assert_allclose(sigmoid.scores(X), lowered.scores(X), atol=1e-14)


def test_the_triangle_wave_never_saturates():
    z = np.linspace(-9.9, 9.9, 200)
    assert (np.abs(TRIANGLE.derivative(z)) == 1).all()
    assert (np.abs(TRIANGLE.f(z)) <= 1).all()
    np.testing.assert_allclose(TRIANGLE.f(np.array([-1.0, 0.0, 0.5, 1.0, 2.0, 3.0])), [-1, 0, 0.5, 1, 0, -1])


def test_a_walk_from_positive_inputs_makes_the_longer_detour():
    assert walk("sigmoid", 0.7, range(3))[0] > 2 * walk("lowered", 0.7, range(3))[0]


def test_half_as_wide_a_tanh_is_the_exit_answer():
    np.testing.assert_allclose(2 * ACTIVATIONS["sigmoid"].f(Z) - 1, np.tanh(Z / 2), atol=1e-15)
    assert nnlab.translate("prediction.exit_half_tanh.choice.right").startswith("tanh(z/2)")


def test_a_bias_of_3_saturates_and_gives_one_sign():
    z = 3 + 0.5 * np.random.default_rng(0).standard_normal((1000, 10))
    assert np.mean(1 - np.tanh(z) ** 2 < 0.05) > 0.9
    assert (np.tanh(z) > 0).all()


def test_the_constants_of_lecun_meet_one():
    assert 1.7159 * np.tanh(2 / 3) == pytest.approx(1, abs=1e-4)
