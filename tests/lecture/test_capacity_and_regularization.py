"""Built networks are as close to the target as theory says; the capacity picture shows what was trained."""

import re

import numpy as np
import pytest

from nnlab.engine.scene import Pointer, build_figure
from nnlab.language import translate
from nnlab.lecture.capacity_and_regularization import explorers
from nnlab.lecture.capacity_and_regularization.capacity import NOISE, Capacity, data, hidden_view, ideal_accuracy, side_of_line, unseen
from nnlab.lecture.capacity_and_regularization.depth import count_pieces, flat_network, folding, tent_network
from nnlab.lecture.capacity_and_regularization.dropout import dropout_sgd
from nnlab.lecture.capacity_and_regularization.exercises import bump, tent
from nnlab.lecture.capacity_and_regularization.readings import marks, medians
from nnlab.lecture.capacity_and_regularization.universal import TARGETS, Universal, build_network, errors, max_error, nodes
from nnlab.network import mlp
from nnlab.questions import check
from nnlab.training import sgd

PARAMS = {"target": "sine", "kind": "sigmoid", "how": "built", "units": 8, "steepness": 5.0, "edited": None}


@pytest.mark.parametrize(("kind", "power"), [("sigmoid", 1), ("relu", 2)])
def test_the_error_falls_with_the_power_of_theory(kind, power):
    target = TARGETS["sine"]
    largest = [max_error(target, kind, n, 100.0) for n in (8, 16, 32)]
    assert np.log2(largest[0] / largest[2]) / 2 == pytest.approx(power, abs=0.15)


def test_hinges_stay_within_the_interpolation_bound():
    """A straight line between two nodes is off by at most gap² / 8 · max |f″|; for sin πx, max |f″| is π²."""
    for n in (4, 10, 33):
        assert max_error(TARGETS["sine"], "relu", n, 1.0) <= (2 / n) ** 2 / 8 * np.pi**2 + 1e-12


def test_two_hinges_make_a_v_exactly():
    assert errors(build_network("relu", TARGETS["abs"](nodes(2)), 1.0), TARGETS["abs"])[0] < 1e-12
    *_, status = build_figure(Universal(), PARAMS | {"target": "abs", "kind": "relu", "units": 2})
    assert "exactly" in status


def test_a_height_follows_the_pointer_and_the_keys():
    scene = Universal()
    moved = scene.drag(Pointer("function", 0.02, 0.0), Pointer("function", 0.0, 0.5), **PARAMS)
    target, units, heights, index = moved["edited"]
    assert (target, units, index, heights[index]) == ("sine", 8, 4, 0.5)
    *_, status = build_figure(scene, PARAMS | moved)
    assert "You moved the heights" in status
    next_one = scene.key("n", **PARAMS | moved)
    assert next_one["edited"][3] == 5
    up = scene.key("ArrowUp", **PARAMS | next_one)
    assert up["edited"][2][5] == pytest.approx(heights[5] + 0.1, abs=1e-3)


def test_a_readers_function_is_a_target():
    assert "own" in Universal(lambda x: x**3).targets


def test_two_units_underfit_and_twenty_do_not():
    scene, accuracies = Capacity(), {}
    for hidden in (1, 20):
        scene.runs.finish("xor", hidden, 0.0, 0)
        accuracies[hidden] = scene.accuracies("xor", hidden, 0.0, 0)
    assert accuracies[1][0] < 0.85
    assert accuracies[20][0] > 0.95
    assert accuracies[20][1] > accuracies[1][1] + 0.1


def test_two_hidden_units_are_shown_unprojected():
    scene = Capacity()
    network = scene.runs.finish("xor", 2, 0.0, 0).networks[-1]
    _, view, _ = build_figure(scene, {"dataset": "xor", "hidden": 2, "l2": 0.0, "seed": 0})
    X, y = data("xor", 0)
    np.testing.assert_allclose(np.array(view.hidden[0].get_data()).T, network.forward(X).hs[0][y == 0])


@pytest.mark.parametrize("hidden", [1, 2, 3, 20])
@pytest.mark.parametrize("seed", [0, 4])
def test_the_line_in_the_picture_is_the_networks(hidden, seed):
    """Not one point of the picture is on another side of the line than the network says, nor is one of the grid."""
    scene = Capacity()
    network = scene.runs.finish("xor", hidden, 0.0, seed).networks[-1]
    X, y = data("xor", seed)
    project, line = hidden_view(network, network.forward(X).hs[0])
    everywhere = np.random.default_rng(0).uniform(-3, 3, (500, 2))
    for points in (X, everywhere):
        seen = side_of_line(line, project(network.forward(points).hs[0]))
        np.testing.assert_array_equal(seen, network.predict(points) == 1)
    _, view, status = build_figure(scene, {"dataset": "xor", "hidden": hidden, "l2": 0.0, "seed": seed})
    np.testing.assert_array_equal(view.line.get_data(), line)
    assert translate("capacity.line", share=np.mean(network.predict(X) == y)) in status or "Training" in status


def test_the_ideal_boundary_is_scored_on_both_sets():
    assert ideal_accuracy(np.array([[1.0, 2.0], [1.0, -2.0]]), np.array([0, 1])) == 1.0
    assert ideal_accuracy(np.array([[1.0, 2.0], [1.0, -2.0]]), np.array([0, 0])) == 0.5
    scene = Capacity()
    for _ in scene.prepare(dataset="xor", hidden=2, l2=0.0, seed=0):
        pass
    *_, status = build_figure(scene, {"dataset": "xor", "hidden": 2, "l2": 0.0, "seed": 0})
    assert translate("capacity.ideal", ideal=ideal_accuracy(*data("xor", 0)), ideal_unseen=ideal_accuracy(*unseen("xor"))) in status


@pytest.mark.parametrize(("steepness", "better"), [(5.0, "training"), (100.0, "training")])
def test_the_verdict_on_training_follows_the_errors(steepness, better):
    scene, params = Universal(), PARAMS | {"how": "trained", "steepness": steepness}
    for _ in scene.prepare(**params):
        pass
    *_, status = build_figure(scene, params)
    assert f"{better} does better" in status
    *_, status = build_figure(scene, params | {"units": 1, "steepness": 1.0})
    largest, by_hand = (float(number) for number in re.findall(r"(?:error|come to) (\d+\.\d+)", status))
    assert ("by hand does better" in status) == (by_hand < largest)


@pytest.mark.parametrize("layers", [1, 2, 3, 6])
def test_each_layer_of_the_tent_doubles_the_pieces(layers):
    x = np.linspace(0, 1, 2**10 + 1)
    deep, flat = tent_network(layers), flat_network(2 * layers, 2**layers)
    assert count_pieces(deep.forward(x[:, None]).scores[:, 0]) == 2**layers
    assert deep.n_parameters == flat.n_parameters == 6 * layers + 1
    turns = np.linspace(0, 1, 2**layers + 1)
    np.testing.assert_allclose(deep.forward(turns[:, None]).scores[:, 0], np.arange(2**layers + 1) % 2, atol=1e-9)


def test_the_flat_network_follows_the_first_pieces():
    x = np.linspace(0, 7 / 16, 100)[:, None]
    one, other = (network.forward(x).scores for network in (flat_network(8, 16), tent_network(4)))
    np.testing.assert_allclose(one, other, atol=1e-9)
    assert "16 with 8 units" in folding().alt


def test_three_pieces_five_times_are_243():
    x = np.linspace(0, 1, 3**7 + 1)
    for _ in range(5):
        x = np.maximum(0, x[:, None] - np.array([0, 1 / 3, 2 / 3])) @ np.array([3, -6, 6])
    assert count_pieces(x) == 243
    assert translate("prediction.exit_folds.choice.right") == "243"


def test_hinges_cannot_follow_a_jump():
    """Left and right of the jump the target is −1 and 1; a continuous output is off by 1 on one side, however steep it is."""
    for steep in (1e2, 1e4, 1e6):
        network = build_network("relu", [-1.0, 1.0], 1.0)
        network.layers[0].W[...], network.layers[0].b[...] = steep, 0.5
        network.layers[1].W[...], network.layers[1].b[...] = 2.0, -1.0
        outputs = network.forward(np.array([[-1e-12], [1e-12]])).scores[:, 0]
        assert np.abs(outputs - [-1, 1]).max() >= 1 - 1e-3


def test_the_ideal_boundary_wins_on_both_sets():
    """The case of the exit question on overfitting: the network is below the ideal boundary even on its training points."""
    train, on_unseen = marks("xor", 3, 0, (3,))[:, 0]
    ideal_train, ideal = ideal_accuracy(*data("xor", 3)), ideal_accuracy(*unseen("xor"))
    assert train < ideal_train
    assert on_unseen < ideal < ideal_train


def test_what_helps_fifty_units_on_the_rings():
    fifty, two, fitting, strong = (medians("circles", *case, range(9))[1] for case in ((50, 0), (2, 0), (50, 0.01), (50, 0.1)))
    assert fitting > fifty + 0.02
    assert fifty > max(two, strong) + 0.05


def test_the_best_of_twenty_equals_is_lucky():
    best = np.random.default_rng(1).binomial(100, 0.88, (20_000, 20)).max(axis=1).mean() / 100
    assert round(best, 2) == 0.94


def test_dropout_keeps_what_it_is_told():
    X, y = data("xor", 0)
    network = mlp([2, 20, 2], "tanh", init=1.0, seed=0)
    before = network.copy()
    all_kept = dropout_sgd(network, X, y, share_kept=1.0, learning_rate=1.0, steps=5)
    plain = [step.network.copy() for step in sgd(network, X, y, learning_rate=1.0, steps=5)][-1]
    for one, other, start, old in zip(all_kept.layers, plain.layers, network.layers, before.layers, strict=True):
        np.testing.assert_allclose(one.W, other.W, rtol=1e-10)
        np.testing.assert_allclose(one.b, other.b, rtol=1e-10, atol=1e-14)
        np.testing.assert_array_equal(start.W, old.W)
    some = dropout_sgd(network, X, y, share_kept=0.5, learning_rate=1.0, steps=5)
    assert not np.allclose(some.layers[0].W, plain.layers[0].W)


def test_weights_may_come_in_any_order_and_sign():
    assert check("bump", lambda a, b, h, s: ([s, s], [-s * b, -s * a], [-h, h])).passed
    assert check("bump", lambda a, b, h, s: (np.array([[-s], [-s]]), [s * b, s * a], [[h, -h]])).passed
    assert check("tent", lambda c: ([1 / c, 1], [-1, 0], [-1 - c / (1 - c), 1 / c])).passed
    for exercise in (bump, tent):
        assert not check(exercise.id, lambda *case: (np.zeros(2), np.zeros(2), np.zeros(2))).passed


@pytest.mark.parametrize("dataset", NOISE)
def test_unseen_points_are_not_training_points(dataset):
    points = set(map(tuple, unseen(dataset)[0]))
    for seed in range(31):
        assert not points & set(map(tuple, data(dataset, seed)[0]))


@pytest.mark.parametrize("hidden", [1, 7, 50])
def test_the_status_counts_the_networks_parameters(monkeypatch, hidden):
    monkeypatch.setattr(Capacity, "steps", 2)
    explorer = explorers.capacity()
    explorer.set(hidden=hidden)
    assert str(mlp([2, hidden, 2]).n_parameters) in re.findall(r"\d+", explorer.status)


@pytest.mark.parametrize("units", [1, 4, 9])
def test_steps_are_half_way_between_two_nodes(units):
    heights = np.linspace(-0.5, 0.8, units + 1)
    network = build_network("sigmoid", heights, 200.0)
    middles = (nodes(units)[1:] + nodes(units)[:-1]) / 2
    outputs = network.forward(middles[:, None]).scores[:, 0]
    np.testing.assert_allclose(outputs, (heights[1:] + heights[:-1]) / 2, atol=1e-6)
