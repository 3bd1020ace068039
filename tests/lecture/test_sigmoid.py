"""What the pictures of saturation say, against closed forms and differences."""

import numpy as np
import pytest

from nnlab.activations import ACTIVATIONS
from nnlab.diagnostics import gradient_norms, numerical_gradient
from nnlab.lecture.sigmoid import saturation as scenes
from nnlab.network import mlp


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_the_numbers_of_the_chain_rule_are_the_gradients(name):
    function, place, upstream = ACTIVATIONS[name], np.array([1.5, -0.8, 0.3]), 1.7
    _, pulls, _ = scenes.chain(function, *place, upstream)
    expected = numerical_gradient(lambda p: upstream * float(function.f(p[:1] * p[1] + p[2])[0]), place)
    np.testing.assert_allclose([pulls["x"], pulls["w"], pulls["b"]], expected, rtol=1e-8)


def test_the_typical_gradient_is_that_of_one_example_alone():
    network, X = mlp([3, 5, 1], "tanh", seed=2), np.random.default_rng(0).standard_normal((9, 3))
    lengths = []
    for x in X:
        ((dW, _), _) = network.backward(network.forward(x[None]), np.ones((1, 1)))
        lengths.append(np.linalg.norm(dW, axis=1))
    (typical,) = scenes.typical_gradients(network, network.forward(X), np.full((9, 1), 1 / 9))
    assert typical == pytest.approx(np.median(lengths))


def test_with_weights_far_too_large_most_of_a_tanh_network_gets_no_gradient_at_all():
    X, above = scenes.Saturation._examples()
    network = mlp([100] + 8 * [100] + [1], "tanh", init=10**0.5)
    trace = network.forward(X)
    assert max(scenes.typical_gradients(network, trace, above)) < 1e-12
    assert gradient_norms(network.backward(trace, above))[0] > 1e3  # and yet the norm of the first layer explodes


def test_positive_inputs_give_one_sign_always_and_centred_ones_by_chance():
    positive, centred = scenes.one_signed("sigmoid", 10), scenes.one_signed("tanh", 10)
    assert positive[0] == 1.0
    assert positive[scenes.BATCHES.index(32)] == pytest.approx(0.55, abs=0.03)
    assert centred[0] == pytest.approx(2 / 2**10, abs=5e-4)  # ten coins that all fall the same way
    assert scenes.one_signed("tanh", 2)[0] == pytest.approx(0.5, abs=0.01)


def walk(inputs, batch_size):
    path, _ = scenes.descent(inputs, batch_size, 0.1 * 10**0.85)  # the learning rate with which the explorer opens
    return float(np.hypot(*np.diff(path, axis=0).T).sum()), float(np.hypot(*(path[-1] - scenes.ZigZag.target)))


def test_a_batch_straightens_the_path_but_does_not_shorten_what_is_left():
    straight = float(np.hypot(*(scenes.ZigZag.start - scenes.ZigZag.target)))
    assert straight == pytest.approx(3.8, abs=0.05)  # this and the next three stand in notebook 05
    (walked, left), (walked_32, left_32) = walk("sigmoid", 1), walk("sigmoid", 32)
    assert walked == pytest.approx(10.1, abs=0.05)
    assert walked_32 == pytest.approx(3.8, abs=0.05)
    assert left_32 == pytest.approx(left, abs=0.1)
    assert walk("tanh", 1)[1] < 0.01
