"""What is built by hand is as close as theory says, and the pictures of capacity show what was measured."""

import numpy as np
import pytest

from nnlab.engine.scene import BlitRenderer, Pointer
from nnlab.lecture.capacity_and_regularization.capacity import Capacity, data
from nnlab.lecture.capacity_and_regularization.universal import TARGETS, Universal, built, errors, nodes

PARAMS = {"target": "sine", "kind": "sigmoid", "how": "built", "units": 8, "steepness": 5.0, "edited": None}


@pytest.mark.parametrize(("kind", "power"), [("sigmoid", 1), ("relu", 2)])
def test_the_error_falls_with_the_power_of_theory(kind, power):
    target = TARGETS["sine"]
    largest = [errors(built(kind, target(nodes(n)), 100.0), target)[0] for n in (8, 16, 32)]
    assert np.log2(largest[0] / largest[2]) / 2 == pytest.approx(power, abs=0.15)


def test_hinges_stay_within_the_bound_of_straight_lines():
    """Between nodes a gap apart, a straight line is off by at most gap² / 8 · max |f″|; for sin πx that is π²."""
    for n in (4, 10, 33):
        assert errors(built("relu", TARGETS["sine"](nodes(n)), 1.0), TARGETS["sine"])[0] <= (2 / n) ** 2 / 8 * np.pi**2 + 1e-12


def test_a_v_is_made_of_two_hinges_exactly():
    assert errors(built("relu", TARGETS["abs"](nodes(2)), 1.0), TARGETS["abs"])[0] < 1e-12
    assert "exactly" in BlitRenderer(Universal(), **PARAMS | {"target": "abs", "kind": "relu", "units": 2}).view.sentence


def test_a_dot_follows_the_hand_and_the_keys():
    scene = Universal()
    moved = scene.drag(Pointer("function", 0.02, 0.0), Pointer("function", 0.0, 0.5), **PARAMS)
    target, units, heights, index = moved["edited"]
    assert (target, units, index, heights[index]) == ("sine", 8, 4, 0.5)
    assert "You moved the heights" in BlitRenderer(Universal(), **PARAMS | moved).view.sentence
    on = scene.key("n", **PARAMS | moved)
    assert on["edited"][3] == 5
    up = scene.key("ArrowUp", **PARAMS | on)
    assert up["edited"][2][5] == pytest.approx(heights[5] + 0.1, abs=1e-3)


def test_a_function_of_the_readers_own_is_a_target():
    assert "own" in Universal(lambda x: x**3).targets


def test_two_units_underfit_and_twenty_do_not():
    scene = Capacity()
    marks = {}
    for hidden in (1, 20):
        params = {"dataset": "xor", "hidden": hidden, "l2": 0.0, "seed": 0}
        for _ in super(Capacity, scene).prepare(**params):
            pass
        marks[hidden] = scene._marks(**params)
    assert marks[1][0] < 0.85
    assert marks[20][0] > 0.95
    assert marks[20][1] > marks[1][1] + 0.1


def test_with_two_units_the_hidden_view_is_the_outputs_themselves():
    scene = Capacity()
    params = {"dataset": "xor", "hidden": 2, "l2": 0.0, "seed": 0}
    for _ in super(Capacity, scene).prepare(**params):
        pass
    BlitRenderer(scene, **params)
    X, y = data("xor", 0)
    shown = np.array(scene._hidden[0].get_data()).T
    np.testing.assert_allclose(shown, scene.run(**params).networks[-1].forward(X).hs[0][y == 0])
