"""Diagnostics on networks whose dead, saturated or agreeing units are known."""

import numpy as np
import pytest

from nnlab import ACTIVATIONS, Layer, Network, from_function, leaky_relu, maxout, mlp, softmax_loss
from nnlab.diagnostics import (
    dead_units,
    gradient_check,
    gradient_norms,
    inactive_units,
    moved_units,
    numerical_gradient,
    saturation,
    sign_agreement,
)

X = np.random.default_rng(0).uniform(-1, 1, (200, 3))


def planted(activation, bias=-1000.0):
    """[3, 10, 8, 2] with `bias` for units 1, 4, 7 of layer 0 and 0, 5 of layer 1, and a large positive bias for the others."""
    network = mlp([3, 10, 8, 2], activation, seed=1)
    network.layers[0].b[...], network.layers[1].b[...] = 5.0, 100.0
    for i, units in enumerate(([1, 4, 7], [0, 5])):
        layer = network.layers[i]
        layer.b.reshape(layer.activation.pieces, -1)[:, units] = bias
    return network


@pytest.mark.parametrize("activation", ["relu", leaky_relu(0)])
def test_planted_dead_units_are_found_layer_by_layer(activation):
    first, second = dead_units(planted(activation), X)
    assert np.flatnonzero(first).tolist() == [1, 4, 7]
    assert np.flatnonzero(second).tolist() == [0, 5]
    assert (first.shape, second.shape) == ((10,), (8,))


@pytest.mark.parametrize("activation", ["identity", "leaky_relu", "maxout", maxout(3), leaky_relu(0.2)])
def test_a_unit_with_a_slope_everywhere_is_not_dead(activation):
    for bias in (-1000.0, -1e4, 0.0):
        assert [mask.sum() for mask in dead_units(planted(activation, bias), X)] == [0, 0]


def one_input(activation, *biases):
    """A hidden layer whose units take x with these biases."""
    return Network([Layer(np.ones((len(biases), 1)), list(biases), activation), Layer(np.ones((1, len(biases))), [0.0])])


def test_a_flat_part_that_is_not_0_lets_no_gradient_through():
    relu6 = from_function(lambda z: np.clip(z, 0, 6), name="relu6")
    assert dead_units(one_input(relu6, 8.0, 5.5, -8.0), X[:, :1])[0].tolist() == [True, False, True]
    # the slope of the sigmoid is about e^z: far from 0 at z = −30, less than the smallest number at −1000
    assert dead_units(one_input("sigmoid", -30.0, -1000.0), X[:, :1])[0].tolist() == [False, True]


def test_inactive_units_are_on_for_no_example():
    for activation in ("relu", "leaky_relu", "tanh"):
        assert inactive_units(one_input(activation, -1.5, 0.0, 1.5), X[:, :1])[0].tolist() == [True, False, False]
    assert inactive_units(one_input("sigmoid", -30.0), X[:, :1])[0].tolist() == [False]
    maxout_unit = Network([Layer([[1.0], [-1.0]], [-1.5, -1.5], "maxout"), Layer([[1.0]], [0.0])])
    assert inactive_units(maxout_unit, X[:, :1])[0].tolist() == [True]


def test_moved_units_have_other_weights_or_another_bias():
    before, after = mlp([3, 5, 4, 2], "maxout"), mlp([3, 5, 4, 2], "maxout")
    after.layers[0].W[7, 1] += 1e-9  # the second sum of unit 2
    after.layers[1].b[0] += 1.0
    after.layers[2].b[...] = 9.0  # the output layer has no hidden units
    assert [np.flatnonzero(mask).tolist() for mask in moved_units(before, after)] == [[2], [0]]


def test_training_moves_all_but_dead_units():
    network = planted("relu")
    after = network.copy()
    trace = network.forward(X)
    for layer, (dW, db) in zip(after.layers, network.backward(trace, np.ones_like(trace.scores)), strict=True):
        layer.W[...] -= dW
        layer.b[...] -= db
    assert np.array_equal(moved_units(network, after)[0], ~dead_units(network, X)[0])


def test_a_unit_that_fires_on_one_example_is_not_dead():
    network = Network([Layer([[1.0], [1.0]], [-0.5, -2.0], "relu"), Layer([[1.0, 1.0]], [0.0])])
    examples = np.array([[-1.0], [0.0], [1.0]])
    assert dead_units(network, examples)[0].tolist() == [False, True]
    assert dead_units(network, examples[:2])[0].tolist() == [True, True]


def test_gradients_reach_all_but_dead_units():
    network = planted("relu")
    trace = network.forward(X)
    (dW, db), *_ = network.backward(trace, np.ones_like(trace.scores))
    dead = dead_units(network, X)[0]
    assert not dW[dead].any()
    assert not db[dead].any()
    assert dW[~dead].any(axis=1).all()


@pytest.mark.parametrize("ask", [dead_units, inactive_units, saturation])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_diverged_network_is_not_called_dead(ask, value):
    network = planted("relu")
    network.layers[1].b[2] = value
    with pytest.raises(ValueError, match="diverged: layer 1"):
        ask(network, X)


def test_no_hidden_layers_give_empty_lists():
    assert dead_units(mlp([3, 2]), X) == []
    assert saturation(mlp([3, 2]), X) == []


def test_sigmoid_saturates_below_5_percent_of_slope():
    # 4 σ(z)(1 − σ(z)) = 0.05 at σ = (1 + √0.95) / 2, z = 4.3567
    edge = np.log((1 + np.sqrt(0.95)) / (1 - np.sqrt(0.95)))
    network = Network([Layer([[1.0]], [0.0], "sigmoid"), Layer([[1.0]], [0.0])])
    z = np.array([[-50.0], [-edge - 0.01], [-edge + 0.01], [0.0], [edge - 0.01], [edge + 0.01], [2 * edge], [1e4]])
    assert saturation(network, z) == [5 / 8]
    assert saturation(network, z[2:5]) == [0]


def test_saturation_of_relu_and_of_maxout():
    network = mlp([3, 50, 2], "relu", seed=2)
    assert saturation(network, X)[0] == pytest.approx(np.mean(network.forward(X).hs[0] == 0))
    for activation in ("maxout", "leaky_relu", "identity"):
        assert saturation(mlp([3, 50, 20, 2], activation, init=10.0), X, tol=0.005) == [0, 0]


def test_saturation_of_a_function_that_is_steep_on_one_side():
    z = X[:, :1]
    below = from_function(lambda z: np.minimum(z, 0), lambda z: 1.0 * (z < 0), name="below")
    above = from_function(lambda z: np.maximum(z, 0), lambda z: 1.0 * (z > 0), name="above")
    for activation, flat in ((below, z >= 0), (above, z <= 0)):
        assert saturation(one_input(activation, 0.0), z) == [pytest.approx(flat.mean())]


def test_larger_weights_saturate_more():
    shares = [saturation(mlp([3, 50, 2], "tanh", init=init), X)[0] for init in (0.1, 1, 10)]
    assert shares[0] == 0
    assert shares[0] < shares[1] < shares[2]
    assert shares[2] > 0.7


def test_gradient_norms_count_dW_alone():
    assert gradient_norms([(np.array([[3.0, 4.0]]), np.array([9.0])), (np.zeros((2, 2)), np.ones(2))]) == [5, 0]


def test_sign_agreement():
    assert sign_agreement([[1, 2], [-1, -3], [1, -1], [0, 2]]) == 0.75
    assert sign_agreement(np.zeros((3, 2))) == 0
    # inputs that are all positive: dw = dz · x has one sign, whatever dz; signs at random agree with probability 2 / 2ⁿ
    rng = np.random.default_rng(0)
    dz = rng.standard_normal((20000, 1))
    assert sign_agreement(dz * rng.random((20000, 5))) == 1
    assert sign_agreement(dz * rng.standard_normal((20000, 5))) == pytest.approx(2 / 2**5, abs=0.006)


def test_numerical_gradient():
    x = np.random.default_rng(0).standard_normal((3, 2, 2))
    before = x.copy()
    np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(x**3), x), 3 * x**2, atol=1e-9)
    assert np.array_equal(x, before)
    assert numerical_gradient(lambda x: float(x) ** 2, 3.0) == pytest.approx(6)


@pytest.mark.parametrize("depth", [1, 4])
def test_gradient_check_sees_a_wrong_slope(depth):
    examples, y = X[:5], np.array([0, 1, 0, 1, 1])
    sizes = [3] + [4] * depth + [2]
    assert gradient_check(mlp(sizes, from_function(np.sin, np.cos)), examples, y) < 1e-7
    assert gradient_check(mlp(sizes, from_function(np.sin, lambda z: 1.01 * np.cos(z))), examples, y) > 1e-3
    assert gradient_check(mlp(sizes, "tanh", dtype=np.float32), examples, y) < 1e-7  # checked in float64


def test_gradient_check_without_a_gradient_is_0():
    network = Network([Layer(np.zeros((1, 3)), [5.0])])
    assert gradient_check(network, X[:3], [1, 1, 1], "hinge") == 0


def test_all_activations_pass_through_the_diagnostics():
    for name in ACTIVATIONS:
        network = mlp([3, 6, 5, 2], name)
        assert [mask.shape for mask in dead_units(network, X)] == [(6,), (5,)]
        assert all(0 <= share <= 1 for share in saturation(network, X))


@pytest.mark.parametrize("factor", [0.02, 0.002])
def test_gradient_check_sees_a_wrong_slope_below_small_gradients(factor):
    # the first layer's gradients are about 1/50 or 1/500 of the last's: its own error counts all the same
    network = mlp([3, 6, 2], from_function(np.sin, lambda z: 1.01 * np.cos(z)), seed=1)
    network.layers[1].W[...] *= factor
    examples, y = X[:5], np.array([0, 1, 0, 1, 1])
    norms = gradient_norms(network.backward(trace := network.forward(examples), softmax_loss(trace.scores, y)[1]))
    assert norms[0] < 0.1 * norms[1]
    assert gradient_check(network, examples, y) == pytest.approx(0.01, rel=0.1)
