"""The pictures of one neuron show its numbers; points are added, moved and removed within their bounds."""

import itertools
import re

import numpy as np
import pytest

import nnlab
from nnlab.engine.scene import Pointer, build_figure
from nnlab.lecture.single_neuron_classifier import explorers, points, readings
from nnlab.questions.exercise import exercises
from nnlab.training import train

POINTS = {"dataset": "blobs", "label": 1, "edited": None}


def axes(explorer) -> list:
    return explorer.scene.figure(**explorer.params).axes


@pytest.mark.parametrize("language", nnlab.language.LANGUAGES)
def test_axes_are_named(language):
    nnlab.use_language(language)
    left, middle, right = axes(explorers.train_neuron())
    assert (middle.get_xlabel(), middle.get_ylabel()) == ("$w_1$", "$w_2$")
    assert (left.get_xlabel(), left.get_ylabel()) == ("$x_1$", "$x_2$")
    assert (right.get_xlabel(), right.get_ylabel()) == (nnlab.translate("step"), f"{nnlab.translate('loss')}, |w| ÷ 5")
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


def drag_boundary(explorer, start, end) -> np.ndarray:
    """w1, w2 and b after a drag among the data."""
    explorer.set(**explorer.scene.drag(Pointer("data", *start), Pointer("data", *end), **explorer.params))
    return np.array([explorer.params[name] for name in ("w1", "w2", "b")])


def test_the_middle_of_the_boundary_shifts_it():
    explorer = explorers.decision_boundary()
    explorer.set(w1=1.0, w2=0.0, b=2.0)  # the line x1 = −2, away from the data
    np.testing.assert_allclose(drag_boundary(explorer, (-2.0, 0.3), (-1.2, 0.9)), [1, 0, 1.2])
    assert explorer.params["edited"] is None
    explorer.set(w1=0.0, w2=0.5, b=1.4)  # the line x2 = −2.8
    np.testing.assert_allclose(drag_boundary(explorer, (0.5, -2.8), (0.5, 3.1)), [0, 0.5, -1.55])


@pytest.mark.parametrize("degrees", [20, -35, 90, 170])
def test_the_ends_of_the_boundary_turn_it(degrees):
    explorer = explorers.decision_boundary()
    explorer.set(w1=0.0, w2=2.0, b=5.0)  # the line x2 = −2.5, its middle at (0, −2.5)
    angle = np.radians(degrees)
    end = (2.4 * np.cos(angle), -2.5 + 2.4 * np.sin(angle))
    w1, w2, b = drag_boundary(explorer, (2.4, -2.5), end)
    assert np.hypot(w1, w2) == pytest.approx(2, abs=0.06)  # the controls have steps of 0.05
    assert [w1, w2] == pytest.approx([-2 * np.sin(angle), 2 * np.cos(angle)], abs=0.05)
    assert w1 * end[0] + w2 * end[1] + b == pytest.approx(0, abs=0.2)


def test_the_handles_stand_on_the_boundary():
    explorer = explorers.decision_boundary()
    for w1, w2, b in [(1.0, 2.0, 0.5), (-3.0, 0.5, 2.0), (0.0, -1.0, 1.5)]:
        explorer.set(w1=w1, w2=w2, b=b)
        explorer._renderer.render(**explorer.params)
        x, y = explorer._renderer.view.handles.get_data()
        np.testing.assert_allclose(w1 * x + w2 * y + b, 0, atol=1e-9)
        assert np.hypot(x[1], y[1]) == pytest.approx(abs(b) / np.hypot(w1, w2))  # the middle is the point nearest to the origin


def test_a_point_on_the_boundary_is_moved_before_the_boundary():
    explorer = explorers.decision_boundary()
    X = explorer.scene.points(**explorer.params)[0]
    explorer.set(w1=1.0, w2=0.0, b=-float(X[3, 0]))
    w = [explorer.params[name] for name in ("w1", "w2", "b")]
    drag_boundary(explorer, X[3], X[3] + [0.3, 0.1])
    assert [explorer.params[name] for name in ("w1", "w2", "b")] == w
    np.testing.assert_allclose(explorer.params["edited"][1][3], X[3] + [0.3, 0.1])


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
    for step in (0, 40, 100):
        _, view, _ = build_figure(explorer.scene, explorer.params | {"step": step})
        np.testing.assert_allclose(view.loss.get_ydata(), run.losses[: step + 1])  # no farther than the step: the rest is to be predicted


def test_the_status_names_the_last_step_before_divergence():
    explorer = explorers.train_neuron()
    for step in (3, 77, 100):
        explorer.set(learning_rate=100.0, l2=1.0, step=step)
        assert explorer.status.startswith("The training diverged: after step 77, the loss became infinite")


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


@pytest.mark.parametrize("l2", [0.001, 0.03, 1.0])
def test_the_street_is_as_wide_as_the_status_says(l2):
    for name in ("train_neuron", "two_losses"):
        explorer = getattr(explorers, name)()
        explorer.set(
            l2=max(l2, 0.01) if name == "train_neuron" else l2, **({"loss": "hinge", "step": 100} if name == "train_neuron" else {})
        )
        _, view, status = build_figure(explorer.scene, explorer.params)
        (x0, y0), (x1, y1) = (np.array(line.get_data()) for line in view.margins)
        along = np.array([x0[1] - x0[0], y0[1] - y0[0]]) / np.hypot(x0[1] - x0[0], y0[1] - y0[0])
        apart = np.array([x1[0] - x0[0], y1[0] - y0[0]])
        width = abs(along[0] * apart[1] - along[1] * apart[0])
        assert float(re.search(r"2/\|w\| = ([\d.]+) wide", status)[1]) == pytest.approx(width, abs=0.006)
        corners = view.street.get_xy()[:4]
        np.testing.assert_allclose(corners, [[x0[0], y0[0]], [x0[1], y0[1]], [x1[1], y1[1]], [x1[0], y1[0]]])


def lowest_hinge_loss(X, y, l2):
    """w and b where the hinge loss with L2 is lowest: Newton's method on a smooth loss, width · log(1 + e^((1 − margin) / width)), whose
    width falls."""
    Z, v, penalty = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))]), np.zeros(3), np.diag([l2, l2, 0.0])
    for width in 10.0 ** np.arange(0, -6.5, -0.5):

        def loss(v, width=width):
            return np.mean(width * np.logaddexp(0, (1 - Z @ v) / width)) + 0.5 * v @ penalty @ v

        for _ in range(40):
            p = np.exp(-np.logaddexp(0, (Z @ v - 1) / width))
            slope, bend = penalty @ v - Z.T @ p / len(y), Z.T * (p * (1 - p) / width) @ Z / len(y) + penalty
            move, share = np.linalg.solve(bend + 1e-10 * np.eye(3), slope), 1.0
            while loss(v - share * move) > loss(v) and share > 1e-9:
                share /= 2
            v = v - share * move
    return v[:2], v[2]


@pytest.mark.parametrize("l2", [0.001, 0.01, 1.0])
@pytest.mark.parametrize("start", [(0.5, 0.5, 0.0), (-1.5, 1.0, 0.5)])
def test_an_svm_is_trained_until_its_loss_is_lowest(start, l2):
    for seed in (0, 4, 6):
        X, y = nnlab.blobs(30, seed=seed)
        w, b = points.fit_to_minimum(*start, X, y, loss="hinge", l2=l2)
        expected_w, expected_b = lowest_hinge_loss(X, y, l2)
        np.testing.assert_allclose(np.hypot(*w), np.hypot(*expected_w), rtol=0.03)
        np.testing.assert_allclose([*w, b], [*expected_w, expected_b], atol=0.05 * np.hypot(*expected_w))


def test_a_weak_l2_leaves_no_point_wrong():
    explorer = explorers.two_losses()
    explorer.set(**explorer.presets["narrow"])
    assert explorer.status.endswith("Wrong: 0 (cross-entropy), 0 (hinge).")


def test_a_loss_with_l2_says_how_much_of_it_is_l2():
    explorer = explorers.train_neuron()
    explorer.set(l2=0.5, step=100, loss="hinge")
    total, data, penalty = map(float, re.search(r"loss is ([\d.]+) = hinge ([\d.]+) \+ L2 ([\d.]+),", explorer.status).groups())
    w1, w2, b = (float(number.replace("−", "-")) for number in re.search(r"w = \((.+), (.+)\), b = (.+)\.", explorer.status).groups())
    X, y = nnlab.blobs(30)
    assert penalty == pytest.approx(0.25 * (w1**2 + w2**2), abs=0.01)
    assert data == pytest.approx(np.maximum(0, 1 - (2 * y - 1) * (X @ [w1, w2] + b)).mean(), abs=0.01)
    assert total == pytest.approx(data + penalty, abs=0.0011)
    explorer.set(l2=0.0)
    assert "L2" not in explorer.status


def test_a_street_wider_than_the_picture_is_called_so():
    explorer = explorers.train_neuron("xor")
    explorer.set(**explorer.presets["street"])
    _, view, status = build_figure(explorer.scene, explorer.params)
    assert "is wider than the picture" in status
    corners = np.array([(x, y) for x in (-points.REACH, points.REACH) for y in (-points.REACH, points.REACH)])
    along = np.diff(np.array(view.margins[0].get_data()), axis=1).ravel()
    for line in view.margins:  # all corners lie on one side of it
        x, y = np.array(line.get_data())[:, 0]
        sides = along[0] * (corners[:, 1] - y) - along[1] * (corners[:, 0] - x)
        assert len(set(np.sign(sides))) == 1


def test_the_street_is_drawn_for_the_hinge_alone():
    explorer = explorers.train_neuron()
    for loss in ("hinge", "logistic"):
        _, view, status = build_figure(explorer.scene, explorer.params | {"loss": loss})
        assert [artist.get_visible() for artist in (view.street, *view.margins)] == [loss == "hinge"] * 3
        assert ("wide" in status) == (loss == "hinge")


def test_training_opens_before_its_first_step():
    assert explorers.train_neuron("xor").params["step"] == explorers.train_neuron().params["step"] == 0


def test_the_right_exit_answers_are_computed():
    w, b = np.array([3.0, 4.0]), -5.0
    assert abs(b) / np.linalg.norm(w) == 1
    assert (2 / 0.5, 2 / 2) == (4, 1)
    step, _ = exercises()["logistic_step"].reference(np.zeros(2), 0.0, np.array([[2.0, -1.0]]), np.array([1]), 1.0, 0.0)
    assert nnlab.translate("prediction.exit_one_point.choice.right") == f"by ({step[0]:g}, {step[1]:g})".replace("-", "−")


def test_one_of_four_rules_for_three_inputs_is_a_neuron():
    x1, x2, x3 = corners = np.array(list(itertools.product([0, 1], repeat=3))).T
    rules = {
        "one": corners.sum(axis=0) == 1,
        "equal": (x1 == x2) & (x2 == x3),
        "right": (x1 == 1) | (x2 + x3 == 2),
        "odd": corners.sum(axis=0) % 2 == 1,
    }
    parameters = np.array(list(itertools.product(np.arange(-3, 3.1, 0.5), repeat=4)))
    on = parameters[:, :3] @ corners + parameters[:, 3:] > 0
    assert {name for name, rule in rules.items() if (on == rule).all(axis=1).any()} == {"right"}


def test_a_step_is_that_of_sgd():
    X, y = nnlab.blobs(20)
    w, b = exercises()["logistic_step"].reference(np.array([-1.5, 1.0]), 0.5, X, y, 0.3, 0.2)
    layer = train(points.neuron(-1.5, 1.0, 0.5), X, y, loss="logistic", learning_rate=0.3, l2=0.2, steps=1).networks[-1].layers[0]
    np.testing.assert_allclose(layer.W[0], w)
    np.testing.assert_allclose(layer.b[0], b)


def test_separable_tells_what_a_line_can_do():
    X, y = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([0, 1, 1, 0])
    assert not readings.separable(X, y)  # XOR
    assert readings.separable(X, np.array([0, 1, 1, 1]))
    assert not readings.separable(*nnlab.blobs(30, seed=2))
    assert all(readings.separable(*readings.separable_blobs(seed)) for seed in range(9))
