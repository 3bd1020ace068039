"""Built networks are as close to the target as theory says; the capacity picture shows what was trained."""

import re

import numpy as np
import pytest

from nnlab import DATASETS
from nnlab.engine.scene import Pointer, build_figure
from nnlab.language import translate
from nnlab.lecture.capacity_and_regularization import explorers
from nnlab.lecture.capacity_and_regularization.capacity import (
    NOISE,
    Capacity,
    cause_of_gap,
    data,
    hidden_view,
    ideal_accuracy,
    side_of_line,
    unseen,
)
from nnlab.lecture.capacity_and_regularization.depth import count_pieces, flat_network, folding, tent_network
from nnlab.lecture.capacity_and_regularization.exercises import bump, tent
from nnlab.lecture.capacity_and_regularization.many import initial, train_many
from nnlab.lecture.capacity_and_regularization.readings import band, marks, spread_bends
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
        scene.runs.finish("xor", hidden, 0.0, 0, "usual")
        accuracies[hidden] = scene.accuracies("xor", hidden, 0.0, 0)
    assert accuracies[1][0] < 0.85
    assert accuracies[20][0] > 0.95
    assert accuracies[20][1] > accuracies[1][1] + 0.1


def test_two_hidden_units_are_shown_unprojected():
    scene = Capacity()
    network = scene.runs.finish("xor", 2, 0.0, 0, "usual").networks[-1]
    _, view, _ = build_figure(scene, {"dataset": "xor", "hidden": 2, "l2": 0.0, "seed": 0, "data_noise": "usual"})
    X, y = data("xor", 0)
    np.testing.assert_allclose(np.array(view.hidden[0].get_data()).T, network.forward(X).hs[0][y == 0])


@pytest.mark.parametrize("hidden", [1, 2, 3, 20])
@pytest.mark.parametrize("seed", [0, 4])
def test_the_line_in_the_picture_is_the_networks(hidden, seed):
    """Not one point of the picture is on another side of the line than the network says, nor is one of the grid."""
    scene = Capacity()
    network = scene.runs.finish("xor", hidden, 0.0, seed, "usual").networks[-1]
    X, y = data("xor", seed)
    project, line = hidden_view(network, network.forward(X).hs[0])
    everywhere = np.random.default_rng(0).uniform(-3, 3, (500, 2))
    for points in (X, everywhere):
        seen = side_of_line(line, project(network.forward(points).hs[0]))
        np.testing.assert_array_equal(seen, network.predict(points) == 1)
    _, view, _ = build_figure(scene, {"dataset": "xor", "hidden": hidden, "l2": 0.0, "seed": seed, "data_noise": "usual"})
    np.testing.assert_array_equal(view.line.get_data(), line)
    texts = [text for _, _, text, *_ in view.directions.texts]
    assert f"{np.mean(network.predict(X) == y):.0%} right" in texts
    if hidden > 2:  # to the right is what the picture calls so: the difference of the two scores
        assert translate("capacity.across") in texts
        difference = np.diff(network.scores(everywhere), axis=1)[:, 0]
        assert np.corrcoef(project(network.forward(everywhere).hs[0])[:, 0], difference)[0, 1] == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(
    ("gap", "ideal", "expected"),
    [
        (11, (0.95, 0.91), "of the 11-point gap, luck of the sample is 4, overfitting 7."),
        (21, (0.73, 0.79), "Unseen points are easier: overfitting costs at least 21 points."),
        (8, (0.91, 0.91), "gets 91% of both, so the whole 8-point gap is overfitting."),
        (8, (0.99, 0.91), "luck of the sample alone may explain the 8-point gap."),
    ],
)
def test_a_gap_is_divided_by_the_ideal_boundary(gap, ideal, expected):
    assert cause_of_gap(gap, ideal).endswith(expected)


def test_the_ideal_boundary_is_scored_on_both_sets():
    assert ideal_accuracy(np.array([[1.0, 2.0], [1.0, -2.0]]), np.array([0, 1])) == 1.0
    assert ideal_accuracy(np.array([[1.0, 2.0], [1.0, -2.0]]), np.array([0, 0])) == 0.5
    scene = Capacity()
    for _ in scene.prepare(dataset="xor", hidden=2, l2=0.0, seed=0, data_noise="usual"):
        pass
    *_, status = build_figure(scene, {"dataset": "xor", "hidden": 2, "l2": 0.0, "seed": 0, "data_noise": "usual"})
    assert translate("capacity.ideal", train=ideal_accuracy(*data("xor", 0)), unseen=ideal_accuracy(*unseen("xor"))) in status


@pytest.mark.parametrize(("steepness", "better"), [(5.0, "training"), (100.0, "training")])
def test_the_verdict_on_training_follows_the_errors(steepness, better):
    scene, params = Universal(), PARAMS | {"how": "trained", "steepness": steepness}
    for _ in scene.prepare(**params):
        pass
    *_, status = build_figure(scene, params)
    assert f"{better} does better" in status
    *_, status = build_figure(scene, params | {"units": 1, "steepness": 1.0})
    largest, by_hand = (float(number) for number in re.findall(r"(?:largest error|an error of) (\d+\.\d+)", status))
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
    x = np.linspace(0, 6.5 / 16, 100)[:, None]
    one, other = (network.forward(x).scores for network in (flat_network(8, 16), tent_network(4)))
    np.testing.assert_allclose(one, other, atol=1e-9)
    everywhere = np.linspace(0, 1, 1025)[:, None]
    zigzag, flat = (network.forward(everywhere).scores for network in (tent_network(4), flat_network(8, 16)))
    np.testing.assert_allclose(flat[everywhere >= 6.5 / 16], 0.5, atol=1e-9)
    assert np.sqrt(np.mean((flat - zigzag) ** 2)) < 0.8 * np.std(zigzag)
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


def test_most_of_the_gap_is_the_ideal_boundarys_too():
    """The case of the exit question on overfitting: the training points are easy, and what is lost is lost on unseen ones."""
    train, on_unseen = marks("xor", 20, 0, (1,))[:, 0]
    ideal_train, ideal = ideal_accuracy(*data("xor", 1)), ideal_accuracy(*unseen("xor"))
    assert train == pytest.approx(ideal_train)
    assert 0.02 <= ideal - on_unseen <= 0.03
    assert ideal_train - ideal > (train - on_unseen) / 2


def test_what_helps_fifty_units_on_the_rings():
    points, new = [DATASETS["circles"](30, 0.3, seed) for seed in range(9)], DATASETS["circles"](500, 0.3, 12345)
    X, y = (np.array(part) for part in zip(*points, strict=True))

    def median(hidden, l2):
        return np.median(train_many(initial(hidden, range(9)), X, y, (400,), l2=l2)[400][0].right(*new).mean(axis=1))

    fifty, two, fitting, strong = (median(*case) for case in ((50, 0), (2, 0), (50, 0.01), (50, 0.1)))
    assert fitting > fifty + 0.03
    assert fifty > max(two, strong) + 0.05


def test_two_units_draw_a_band_at_best():
    """No network of two units gets noticeably more of the unseen points right than the best straight band."""
    points = [data("xor", seed) for seed in range(20)]
    X, y = (np.array(part) for part in zip(*points, strict=True))
    found = train_many(initial(2, range(20)), X, y, (400,))[400][0].right(*unseen("xor")).mean(axis=1)
    assert found.max() < band(*unseen("xor")) + 0.01


def test_the_best_of_twenty_equals_is_lucky():
    best = np.random.default_rng(1).binomial(100, 0.88, (20_000, 20)).max(axis=1).mean() / 100
    assert round(best, 2) == 0.94


@pytest.mark.parametrize("l2", [0.0, 0.01])
def test_many_networks_are_trained_as_one_is(l2):
    points = [data("xor", seed) for seed in range(3)]
    X, y = (np.array(part) for part in zip(*points, strict=True))
    start = initial(5, range(3))
    before = start.W1.copy()
    networks, losses = train_many(start, X, y, (0, 7), learning_rate=0.5, l2=l2)[7]
    np.testing.assert_array_equal(start.W1, before)
    for i, pair in enumerate(points):
        *_, last = sgd(mlp([2, 5, 2], "tanh", init=1.0, seed=i), *pair, learning_rate=0.5, steps=7, l2=l2)
        hidden, output = last.network.layers
        for array, expected in zip(networks, (hidden.W.T, [hidden.b], output.W.T, [output.b]), strict=True):
            np.testing.assert_allclose(array[i], expected, atol=1e-5)
        penalty = l2 / 2 * networks.weight_sizes()[i] ** 2
        assert losses[i] + penalty == pytest.approx(last.loss, abs=1e-5)
        np.testing.assert_array_equal(networks.right(*pair)[i], last.network.predict(pair[0]) == pair[1])


def test_distances_leave_out_the_biases():
    one, other = initial(5, [0, 1]), initial(5, [0, 2])
    one.b1[...] += 1
    same, apart = one.distances(other)
    assert same == 0
    assert apart**2 == pytest.approx(sum(np.sum((a[1] - b[1]) ** 2) for a, b in ((one.W1, other.W1), (one.W2, other.W2))), rel=1e-5)


def test_spread_bends_are_between_0_and_1():
    first = spread_bends(mlp([1, 16, 1], "relu", seed=0), 0).layers[0]
    bends = -first.b / first.W[:, 0]
    assert (bends > 0).all()
    assert (bends < 1).all()
    assert len(set(np.sign(first.W[:, 0]))) == 2


def test_dropout_keeps_the_mean_of_the_outputs():
    """Many copies of one network take a step with dropout: on average that is nearly the step without it."""
    X, y = (np.repeat(part[None], 2000, axis=0) for part in data("xor", 0))
    start = initial(5, [0] * 2000)
    (plain, _), (dropped, _) = (train_many(start, X, y, (1,), learning_rate=0.01, share_kept=kept)[1] for kept in (1.0, 0.5))
    assert np.std(dropped.W2, axis=0).max() > 0
    np.testing.assert_allclose((dropped.b2 - start.b2).mean(axis=0), (plain.b2 - start.b2)[0], atol=2e-4)


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
