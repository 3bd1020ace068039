"""What the pictures of notebook 05 say, against closed forms and differences."""

from itertools import pairwise

import numpy as np
import pytest

from nnlab.activations import ACTIVATIONS
from nnlab.diagnostics import gradient_norms, numerical_gradient, saturation
from nnlab.engine.scene import build_figure
from nnlab.lecture.experiments import train_test_split
from nnlab.lecture.sigmoid import explorers
from nnlab.lecture.sigmoid.chain_rule import forward_backward
from nnlab.lecture.sigmoid.during_training import (
    STARTS,
    during_training,
    layer_gradients,
    record,
    start_network,
    stuck_for_good,
    stuck_share,
)
from nnlab.lecture.sigmoid.saturation import BINS, FAINTEST, Saturation, examples, initial_network, median_gradient_norms, strength
from nnlab.lecture.sigmoid.walks import turned_walk
from nnlab.lecture.sigmoid.zigzag import BATCH_SIZES, START, TARGET, layer_outputs, one_sign_share, one_sign_shares, sgd_path
from nnlab.network import Layer, Network, mlp


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


def saturation_picture(**changes):
    params = {"activation": "sigmoid", "depth": 3, "width": 20, "weight_scale": 1.0, "input_scale": 1.0} | changes
    network = initial_network(*(params[name] for name in ("activation", "depth", "width", "weight_scale")))
    return network, build_figure(Saturation(), params)[1]


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_gold_is_the_saturated_part_of_each_ridge(activation):
    network, view = saturation_picture(activation=activation)
    shares = saturation(network, examples()[0])
    assert [text for _, _, text in view.shares.texts] == [f"{share:.0%}" for share in shares]
    for both, gold in ((view.outputs, view.saturated), (view.pairs, view.blocked)):  # by output, and by gradient
        for ridge, part, share in zip(both.get_paths(), gold.get_paths(), shares, strict=True):
            areas = [(path.vertices[:, 0] - path.vertices[0, 0]).sum() for path in (ridge, part)]
            assert areas[1] / areas[0] == pytest.approx(share)


def test_ridges_are_the_histograms_of_the_outputs():
    network, view = saturation_picture()
    for path, h in zip(view.outputs.get_paths(), network.forward(examples()[0]).hs, strict=False):
        lengths = (path.vertices[:, 0] - path.vertices[0, 0])[1:-1:2][:BINS]
        counts, _ = np.histogram(h, BINS, (0, 1))
        np.testing.assert_allclose(lengths / lengths.max(), counts / counts.max(), atol=1e-9)


def test_ridges_of_gradients_meet_single_examples():
    """In the first layer, each example's gradient of each unit's weights is computed alone, and counted by decades."""
    network, view = saturation_picture(width=5)
    X, dscores = examples()
    norms = []
    for x, d in zip(X, dscores, strict=True):
        dW, _ = network.backward(network.forward(x[None]), len(X) * d[None])[0]
        norms += list(np.linalg.norm(dW, axis=1))
    counts, _ = np.histogram(np.log10(np.clip(norms, 1e-14, None)), 18, (-14, 4))  # a size of 0 is in the lowest
    ridge, gold = (part.get_paths()[0].vertices for part in (view.pairs, view.blocked))
    lengths = ridge[1:-1:2, 0][:18] - ridge[0, 0]
    np.testing.assert_allclose(lengths / lengths.max(), counts / counts.max(), atol=1e-9)
    assert np.average(np.log10(gold[1:37, 1]), weights=gold[1:37, 0] - gold[0, 0]) < np.log10(np.median(norms))


def test_a_layer_that_is_off_has_its_pairs_at_the_bottom():
    network, view = saturation_picture(activation="relu")
    shares = saturation(network, examples()[0])
    for ridge, gold, share in zip(view.pairs.get_paths(), view.blocked.get_paths(), shares, strict=True):
        lengths = [(path.vertices[:, 0] - path.vertices[0, 0])[1:-1:2] for path in (ridge, gold)]
        assert lengths[1][0] / lengths[0].sum() == pytest.approx(share)


def test_lines_of_the_network_fade_with_the_gradient():
    network, view = saturation_picture(weight_scale=0.01)
    X, dscores = examples()
    norms = gradient_norms(network.backward(network.forward(X), dscores))
    assert norms == sorted(norms)
    np.testing.assert_allclose(view.norms.get_ydata(), norms)
    reds = [line.get_color()[0] for line in view.edges if line.get_visible()]
    assert len(reds) == len(norms)
    assert reds == sorted(reds, reverse=True)  # blue has no red, the palest grey much of it
    np.testing.assert_allclose(strength([FAINTEST / 10, FAINTEST, FAINTEST**0.5, 1, 10]), [0, 0, 0.5, 1, 1])


def test_lines_are_wider_by_the_powers_of_ten():
    network, view = saturation_picture(depth=8, weight_scale=10**0.5, width=100)
    X, dscores = examples()
    norms = gradient_norms(network.backward(network.forward(X), dscores))
    widths = np.array([line.get_linewidth() for line in view.edges if line.get_visible()])
    assert widths[0] > 3 * widths[-1]  # 49 and 0.41 can be told apart
    np.testing.assert_allclose(np.diff(widths) / np.diff(np.log10(norms)), 0.7)
    assert [float(text) for _, _, text, _ in view.sizes.texts] == pytest.approx([norms[0], norms[-1]], rel=0.05)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_a_median_of_zero_is_called_zero(activation):
    params = {"activation": activation, "depth": 8, "width": 100, "weight_scale": 10**0.5, "input_scale": 1.0}
    *_, status = build_figure(Saturation(), params)
    assert ("exactly 0 (rounded)" in status) == (activation == "tanh")
    assert ("gradient of at most" in status) == (activation == "sigmoid")


def test_percentages_on_a_phone_do_not_touch():
    params = {"activation": "relu", "depth": 10, "width": 100, "weight_scale": 0.14, "input_scale": 1.0}
    figure, view, _ = build_figure(Saturation(), params, narrow=True)
    figure.canvas.draw()
    boxes = view.shares.boxes()
    assert all(left.x1 + 10 < right.x0 for left, right in pairwise(boxes))


def test_circles_are_strong_where_their_example_passes():
    network, view = saturation_picture(activation="relu")
    on = [h[0, :5] > 0 for h in network.forward(examples()[0]).hs[:-1]]
    assert len(view.units[0].get_xdata()) == 5 + 1 + np.sum(np.logical_not(on))  # the inputs, the score, and the units that are off
    assert len(view.units[-1].get_xdata()) + len(view.units[-2].get_xdata()) == np.sum(on)


def test_share_of_one_sign_for_positive_and_centred():
    positive, centred = one_sign_shares("sigmoid", 10), one_sign_shares("tanh", 10)
    assert positive[0] == 1.0
    assert positive[BATCH_SIZES.index(32)] == pytest.approx(0.55, abs=0.03)
    assert centred[0] == pytest.approx(2 / 2**10, abs=5e-4)  # ten independent signs that are all equal
    assert one_sign_shares("tanh", 2)[0] == pytest.approx(0.5, abs=0.01)


def walk(inputs, batch_size, rate=0.1 * 10**0.85):  # the learning rate with which the explorer opens
    path, _ = sgd_path(inputs, batch_size, rate)
    left, net = float(np.hypot(*(path[-1] - TARGET))), float(np.hypot(*(path[-1] - START)))
    return float(np.hypot(*np.diff(path, axis=0).T).sum()) / net, left


def test_centring_removes_the_zigzag_but_not_the_distance():
    (detour, left), (detour_centred, left_centred) = walk("sigmoid", 1), walk("centred", 1)
    assert detour > 2.5
    assert detour_centred < 1.3
    assert left_centred == pytest.approx(left, abs=0.1)
    assert walk("sigmoid", 32)[1] == pytest.approx(walk("centred", 32)[1], abs=0.05)
    assert walk("tanh", 1)[1] < 0.01


def test_the_zigzag_does_not_depend_on_the_signs():
    h, rotation = layer_outputs("sigmoid", 60, 2), np.array([[1, -1], [1, 1]]) / 2**0.5
    before, after = turned_walk(h, np.eye(2)), turned_walk(h, rotation)
    assert after["detour"] == pytest.approx(before["detour"])
    assert after["same"] < 0.7 < before["same"] == 1
    path, _ = sgd_path("sigmoid", 1, 0.7)
    X = layer_outputs("sigmoid", max(BATCH_SIZES) * 61, 2, 3).reshape(61, -1, 2)[:60, 0]
    walked = np.hypot(*np.diff(path, axis=0).T).sum() / np.hypot(*(path[-1] - path[0]))
    assert turned_walk(X, np.eye(2))["detour"] == pytest.approx(walked)  # the same walk as in the explorer


def test_half_the_weights_make_the_ratio_of_the_exit_question():
    ratios = []
    for scale in (0.1, 0.05):
        X, dscores = examples()
        network = mlp([100] + 8 * [100] + [1], "sigmoid", init=scale)
        norms = gradient_norms(network.backward(network.forward(X), dscores))
        ratios.append(norms[0] / norms[-1])
    assert 5e-8 < ratios[1] < 5e-7
    assert ratios[1] / ratios[0] == pytest.approx(0.5**8, rel=0.7)


def test_a_larger_rate_suits_centred_inputs_alone():
    rate = explorers.LARGER_RATE
    assert walk("centred", 32, rate)[1] < 1e-6
    assert walk("sigmoid", 32, rate)[1] > 1e6
    explorer = explorers.zigzag()
    assert explorer.params["inputs"] == "sigmoid"
    _, view, status = build_figure(explorer.scene, explorer.params | {"learning_rate": rate})
    assert "too large" in status
    assert not any(quadrant.get_visible() for quadrant in view.quadrants)


def test_centred_inputs_have_the_variance_of_the_sigmoids():
    positive, centred = (layer_outputs(inputs, 4096, 2) for inputs in ("sigmoid", "centred"))
    np.testing.assert_allclose(centred, positive - 0.5)
    limits = [2 / np.linalg.eigvalsh(x.T @ x / len(x)).max() for x in (positive, centred)]
    assert limits == pytest.approx([3.7, 46], rel=0.05)  # the moral of exercise 3 states both
    assert centred.var() == pytest.approx(0.04, abs=0.005)
    assert np.linalg.eigvalsh(positive.T @ positive / 4096).max() == pytest.approx(0.54, abs=0.01)


@pytest.mark.parametrize("inputs", ["sigmoid", "centred"])
def test_one_sign_share_agrees_with_the_curves(inputs):
    assert one_sign_share(inputs, 32) == pytest.approx(one_sign_shares(inputs, 10)[BATCH_SIZES.index(32)], abs=0.03)


def test_units_stuck_at_one_side_are_found():
    W, b = np.array([[20.0], [0.1], [0.1]]), np.array([0.0, 9.0, 0.0])  # a switch, a stuck unit, one in the middle
    network = Network([Layer(W, b, "sigmoid"), Layer(np.ones((1, 3)), [0.0])])
    assert stuck_share(network, np.array([[1.0], [-1.0]])) == pytest.approx(1 / 3)
    X = train_test_split("digits")[0]
    assert stuck_share(start_network(0.5, 5.0), X) > 3 * stuck_share(start_network(1.5), X)


def test_units_stuck_for_good_have_their_biases():
    network, X = stuck_for_good(), train_test_split("digits")[0]
    assert [np.count_nonzero(layer.b) for layer in network.layers] == [43, 43, 43, 43, 0]
    assert stuck_share(network, X) >= 0.43
    assert all(set(layer.b) == {0, -20} for layer in stuck_for_good(sides=(-1,)).layers[:-1])  # all of them stuck at 0


def test_the_first_gradient_is_small_where_nothing_is_learned():
    X, y, _, _ = train_test_split("digits")
    norms = {name: layer_gradients(start_network(*start), X, y) for name, start in STARTS.items()}
    ratio = {name: one[0] / one[-1] for name, one in norms.items()}
    assert max(ratio["xavier"], ratio["stuck"]) < 0.01 < 0.1 < ratio["switching"]


def test_the_picture_of_training_shows_the_three_starts():
    picture = during_training()
    assert picture.png.startswith(b"\x89PNG")
    top, bottom = picture.figure.axes[1], picture.figure.axes[4]  # the middle column
    _, shares, norms, right = record(*STARTS["switching"])
    np.testing.assert_allclose([line.get_ydata() for line in top.lines], shares.T)
    np.testing.assert_allclose([line.get_ydata() for line in bottom.lines], norms.T)
    assert f"{right:.0%}" in top.get_title(loc="left")


def test_leaving_the_tail_takes_e_to_the_q_steps():
    def steps(q):
        n = 0
        while q > 0:
            f = 1 / (1 + np.exp(-q))
            q, n = q - 2 * f * f * (1 - f), n + 1
        return n

    assert steps(10.0) / steps(8.0) == pytest.approx(np.exp(2), rel=0.02)


def test_no_positive_weight_saves_a_chain():
    x = np.linspace(-8, 8, 1601)
    for n, limit in ((3, 0.13), (8, 1e-4)):  # the moral of exercise 2 and the lecturer's notes say so
        largest = 0.0
        for w in (*np.arange(0.1, 30, 0.1), 100.0, 1000.0):
            h, slope = x, 1.0
            for _ in range(n):
                q = w * h
                h, slope = ACTIVATIONS["sigmoid"].f(q), slope * w * ACTIVATIONS["sigmoid"].derivative(q)
            largest = max(largest, slope.max())
        assert 0.9 * limit < largest < limit


def test_the_exit_question_on_one_neuron():
    x, w, b, upstream = -1.0, 4.0, 1.0, 2.0
    _, gradients, slope = forward_backward(ACTIVATIONS["sigmoid"], x, w, b, upstream)
    assert slope == pytest.approx(0.045, abs=5e-4)
    assert gradients["x"] == pytest.approx(0.36, abs=5e-3)
    assert gradients["w"] == pytest.approx(-0.09, abs=5e-3)
    assert (0.25 * upstream * w, upstream * w) == (2, 8)


def test_the_gradient_passes_the_few_unsaturated_units():
    X, dscores = examples()
    network = mlp([100] + 8 * [100] + [1], "sigmoid", init=10**0.5)
    trace, norms = network.forward(X), []
    for blocked in (False, True):  # with the gradient of saturated pairs, and without
        dh = dscores
        for layer, z, h in reversed(list(zip(network.layers, trace.zs, trace.hs, strict=True))):
            dz = layer.activation.backward(z, h, dh)
            if blocked and layer is not network.layers[-1]:
                dz = dz * (ACTIVATIONS["sigmoid"].derivative(z) >= 0.05 * 0.25)
            dh = dz @ layer.W
        norms.append(np.linalg.norm(dz.T @ X))
    assert norms[1] == pytest.approx(norms[0], rel=0.02)  # the sentence below the explorer says so
