"""Built networks are as close to the target as theory says; the capacity picture shows what was trained."""

import re

import numpy as np
import pytest

from nnlab.engine.scene import Pointer, build_figure
from nnlab.lecture.capacity_and_regularization import explorers
from nnlab.lecture.capacity_and_regularization.capacity import NOISE, Capacity, data, unseen
from nnlab.lecture.capacity_and_regularization.universal import TARGETS, Universal, build_network, errors, max_error, nodes
from nnlab.network import mlp

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
