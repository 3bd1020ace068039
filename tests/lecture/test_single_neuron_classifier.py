"""The pictures of one neuron show its numbers; points are added, moved and removed within their bounds."""

import re

import numpy as np
import pytest

import nnlab
from nnlab.engine.scene import Pointer, build_figure
from nnlab.lecture.single_neuron_classifier import explorers, points
from nnlab.training import train

POINTS = {"dataset": "blobs", "label": 1, "edited": None}


def axes(explorer) -> list:
    return explorer.scene.figure(**explorer.params).axes


@pytest.mark.parametrize("language", nnlab.language.LANGUAGES)
def test_axes_are_named(language):
    nnlab.use_language(language)
    left, right = axes(explorers.train_neuron())
    assert (left.get_xlabel(), left.get_ylabel()) == ("$x_1$", "$x_2$")
    assert (right.get_xlabel(), right.get_ylabel()) == (nnlab.translate("step"), nnlab.translate("loss"))
    weights = axes(explorers.decision_boundary())[1]
    assert (weights.get_xlabel(), weights.get_ylabel()) == ("$w_1$", "$w_2$")


def test_the_status_counts_points_on_the_wrong_side():
    explorer = explorers.decision_boundary()
    X, y = nnlab.blobs(30)
    for w1, w2, b in ((1.5, 1.5, 0.0), (-1.5, -1.5, 0.0), (-0.5, 1.5, 0.5)):
        explorer.set(w1=w1, w2=w2, b=b)
        wrong = int(((X @ [w1, w2] + b > 0) != y).sum())
        counted = [int(number) for number in re.findall(r"(\d+) of 60 points", explorer.status)]
        assert counted == [wrong], explorer.status


def test_a_press_on_the_weights_sets_them():
    explorer = explorers.decision_boundary()
    place = Pointer("weights", 2.0, -3.0)
    assert explorer.scene.drag(place, place, **explorer.params) == {"w1": 2.0, "w2": -3.0}


def test_reset_undoes_what_was_edited_in_the_picture():
    explorer = explorers.decision_boundary()
    explorer.canvas._handle_custom_msg({"key": "Enter"}, [])
    assert "of 61 points" in explorer.status
    explorer.reset()
    assert explorer.params["edited"] is None
    assert "of 60 points" in explorer.status


def test_a_trained_neuron_is_that_of_sgd():
    explorer = explorers.train_neuron()
    run = train(nnlab.Network([nnlab.Layer([[-1.5, 1.0]], [0.5])]), *nnlab.blobs(30), loss="logistic",
                learning_rate=explorer.params["learning_rate"], steps=100)  # fmt: skip
    _, view, _ = build_figure(explorer.scene, explorer.params)
    np.testing.assert_allclose(view.loss.get_ydata(), run.losses)


def test_the_status_names_the_last_step_before_divergence():
    explorer = explorers.train_neuron()
    for step in (3, 77, 100):
        explorer.set(learning_rate=100.0, l2=1.0, step=step)
        assert explorer.status.startswith("After step 77 the loss is no longer a finite number")


def test_the_last_point_of_a_class_stays():
    X, y = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]), np.array([0, 1, 1])
    params = POINTS | {"edited": ("blobs", X, y, 0)}
    assert points.EditablePoints().key("Delete", **params)["edited"][1] is X
    _, X, y, selected = points.EditablePoints().key("Delete", **params | {"edited": ("blobs", X, y, 2)})["edited"]
    assert (len(X), *y, selected) == (2, 0, 1, None)


def test_the_number_of_points_is_bounded():
    scene, place, params = points.EditablePoints(), Pointer("data", -3.0, 3.0), dict(POINTS)
    for _ in range(points.MAX_POINTS):
        params |= scene.key("Enter", **params)
    assert len(params["edited"][1]) == points.MAX_POINTS
    assert scene.drag(place, place, **params) == {}
