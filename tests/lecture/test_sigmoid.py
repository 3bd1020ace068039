"""What the pictures of notebook 05 say, against closed forms and differences."""

import numpy as np
import pytest

from nnlab.activations import ACTIVATIONS
from nnlab.diagnostics import gradient_norms, numerical_gradient
from nnlab.lecture.sigmoid.chain_rule import forward_backward
from nnlab.lecture.sigmoid.saturation import examples, median_gradient_norms
from nnlab.lecture.sigmoid.zigzag import BATCH_SIZES, START, TARGET, one_sign_shares, sgd_path
from nnlab.network import mlp


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_gradients_of_the_chain_rule_meet_differences(name):
    activation, params, upstream = ACTIVATIONS[name], np.array([1.5, -0.8, 0.3]), 1.7
    _, gradients, _ = forward_backward(activation, *params, upstream)
    expected = numerical_gradient(lambda p: upstream * float(activation.f(p[:1] * p[1] + p[2])[0]), params)
    np.testing.assert_allclose([gradients["x"], gradients["w"], gradients["b"]], expected, rtol=1e-8)


def test_median_norm_is_that_of_single_examples():
    network, X = mlp([3, 5, 1], "tanh", seed=2), np.random.default_rng(0).standard_normal((9, 3))
    norms = []
    for x in X:
        ((dW, _), _) = network.backward(network.forward(x[None]), np.ones((1, 1)))
        norms.append(np.linalg.norm(dW, axis=1))
    (median,) = median_gradient_norms(network, network.forward(X), np.full((9, 1), 1 / 9))
    assert median == pytest.approx(np.median(norms))


def test_saturated_tanh_has_no_typical_gradient():
    X, dscores = examples()
    network = mlp([100] + 8 * [100] + [1], "tanh", init=10**0.5)
    trace = network.forward(X)
    assert max(median_gradient_norms(network, trace, dscores)) < 1e-12
    assert gradient_norms(network.backward(trace, dscores))[0] > 1e3  # although the norm of the first layer explodes


def test_share_of_one_sign_for_positive_and_centred():
    positive, centred = one_sign_shares("sigmoid", 10), one_sign_shares("tanh", 10)
    assert positive[0] == 1.0
    assert positive[BATCH_SIZES.index(32)] == pytest.approx(0.55, abs=0.03)
    assert centred[0] == pytest.approx(2 / 2**10, abs=5e-4)  # ten independent signs that are all equal
    assert one_sign_shares("tanh", 2)[0] == pytest.approx(0.5, abs=0.01)


def walk(inputs, batch_size):
    path, _ = sgd_path(inputs, batch_size, 0.1 * 10**0.85)  # the learning rate with which the explorer opens
    return float(np.hypot(*np.diff(path, axis=0).T).sum()), float(np.hypot(*(path[-1] - TARGET)))


def test_batch_straightens_the_path_but_gets_no_closer():
    straight = float(np.hypot(*(START - TARGET)))
    assert straight == pytest.approx(3.8, abs=0.05)  # notebook 05 states this number and the next three
    (walked, left), (walked_32, left_32) = walk("sigmoid", 1), walk("sigmoid", 32)
    assert walked == pytest.approx(10.1, abs=0.05)
    assert walked_32 == pytest.approx(3.8, abs=0.05)
    assert left_32 == pytest.approx(left, abs=0.1)
    assert walk("tanh", 1)[1] < 0.01
