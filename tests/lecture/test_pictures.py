"""What pictures show is what they say: curves, labels, counts and hands, each against numbers computed beside them."""

import re

import numpy as np
import pytest

import nnlab
from nnlab import explorers, language
from nnlab.engine import controls, plane
from nnlab.engine.scene import Pointer
from nnlab.lecture.capacity_and_regularization import capacity
from nnlab.lecture.score_functions.train_network import ImageScores
from nnlab.training import train

BOTH = pytest.mark.parametrize("language", language.LANGUAGES)


def axes(explorer) -> list:
    return explorer._stage.still.axes


def data(line) -> np.ndarray:
    return np.column_stack(line.get_data())


@pytest.mark.parametrize("z", [-2.0, 0.5, 3.0])
def test_a_tangent_touches_its_curve_with_the_curves_slope(z):
    explorer = explorers.activation_curve()
    explorer.set(z=z)
    (x0, y0), (x1, y1) = data(explorer.scene._tangent)
    function = nnlab.ACTIVATIONS["sigmoid"]
    at = np.array([z])
    assert (y1 - y0) / (x1 - x0) == pytest.approx(function.derivative(at)[0])
    assert (y0 + y1) / 2 == pytest.approx(function.f(at)[0])


@pytest.mark.parametrize(("w", "b", "level"), [((1.0, 2.0), 0.7, 0.0), ((-0.5, 3.0), -1.0, 1.0), ((2.0, 0.0), 0.3, -1.0)])
def test_a_boundary_stands_where_the_sum_is_its_level(w, b, level):
    for point in np.column_stack(plane.line_through(w, b, 3.0, level)):
        assert point @ w + b == pytest.approx(level)


@BOTH
def test_axes_are_named_by_what_stands_on_them(language):
    nnlab.use_language(language)
    left, right = axes(explorers.train_neuron())
    assert (left.get_xlabel(), left.get_ylabel()) == ("$x_1$", "$x_2$")
    assert (right.get_xlabel(), right.get_ylabel()) == (nnlab.translate("step"), nnlab.translate("loss"))
    weights = axes(explorers.decision_boundary())[1]
    assert (weights.get_xlabel(), weights.get_ylabel()) == ("$w_1$", "$w_2$")


def test_a_sentence_counts_the_points_on_the_wrong_side():
    explorer = explorers.decision_boundary()
    X, y = nnlab.blobs(30)
    for w1, w2, b in ((1.5, 1.5, 0.0), (-1.5, -1.5, 0.0), (-0.5, 1.5, 0.5)):
        explorer.set(w1=w1, w2=w2, b=b)
        wrong = int(((X @ [w1, w2] + b > 0) != y).sum())
        said = [int(number) for number in re.findall(r"(\d+) of 60 points", explorer.status)]
        assert said == [wrong], explorer.status


def test_a_press_in_the_plane_of_weights_sets_the_weights_that_it_points_at():
    explorer = explorers.decision_boundary()
    place = Pointer("weights", 2.0, -3.0)
    assert explorer.scene.drag(place, place, **explorer.params) == {"w1": 2.0, "w2": -3.0}


def test_losses_fall_and_accuracies_rise_each_on_its_own_curve():
    explorer = explorers.train_network()
    run = explorer.scene.run(**explorer.params)
    np.testing.assert_allclose(data(explorer.scene._loss)[:, 1], run.losses)
    np.testing.assert_allclose(data(explorer.scene._accuracy)[:, 1], run.accuracies)


def test_a_step_shows_the_network_of_that_step():
    explorer = explorers.train_network()
    run = explorer.scene.run(**explorer.params)
    for step in (0, 200):
        explorer.set(step=step)
        assert f"{run.accuracies[step]:.0%}"[:-1] in explorer.status
        assert explorer.scene._now[0].get_xdata() == [step]


def test_accuracy_on_unseen_images_is_that_of_the_other_part_of_the_photographs(monkeypatch):
    asked = []
    photos = nnlab.photos
    monkeypatch.setattr(
        "nnlab.lecture.score_functions.train_network.photos", lambda split, n, **more: asked.append(split) or photos(split, n, **more)
    )
    ImageScores._data.__wrapped__()
    assert asked == ["train", "test"]


@pytest.mark.parametrize("dataset", capacity.NOISE)
def test_unseen_points_are_none_of_the_points_learned(dataset):
    unseen = set(map(tuple, capacity.unseen(dataset)[0]))
    for seed in range(31):
        assert not unseen & set(map(tuple, capacity.data(dataset, seed)[0]))


@pytest.mark.parametrize("hidden", [1, 7, 50])
def test_a_sentence_counts_the_parameters_of_its_network(monkeypatch, hidden):
    monkeypatch.setattr(capacity.Capacity, "steps", 2)
    explorer = explorers.capacity()
    explorer.set(hidden=hidden)
    assert str(nnlab.mlp([2, hidden, 2]).n_parameters) in re.findall(r"\d+", explorer.status)


def test_the_winner_of_some_lines_is_the_highest():
    explorer = explorers.maxout()
    explorer.set(**explorer.presets["square"])
    lines = [data(line) for line in explorer.scene._pieces if len(line.get_xdata())]
    heights = np.array([line[:, 1] for line in lines])
    envelope = data(explorer.scene._envelope)[:, 1]
    np.testing.assert_allclose(envelope, heights.max(axis=0))
    for i, winner in enumerate(explorer.scene._winners[: len(lines)]):
        shown = ~np.isnan(np.asarray(winner.get_ydata(), dtype=float))
        np.testing.assert_allclose(heights[i][shown], envelope[shown])


@pytest.mark.parametrize("name", ["feed_forward", "backward"])
def test_arrows_on_a_walk_go_back_on_the_left_and_on_at_the_right(name):
    explorer = getattr(explorers, name)()
    explorer.set(step=2)
    explorer.canvas._handle_custom_msg({"key": "ArrowRight"}, [])
    assert explorer.params["step"] == 3
    for _ in range(2):
        explorer.canvas._handle_custom_msg({"key": "ArrowLeft"}, [])
    assert explorer.params["step"] == 1


@BOTH
@pytest.mark.parametrize("name", explorers.__all__)
def test_options_are_words_where_there_is_one(monkeypatch, name, language):
    monkeypatch.setattr(
        "nnlab.engine.explorer.Explorer.__init__", lambda self, name, scene, controls, **more: setattr(self, "found", controls)
    )
    nnlab.use_language(language)
    for parameter, control in getattr(explorers, name)().found.items():
        for text, option in getattr(control, "options", ()):
            keys = [key for key in (f"{parameter}.{option}", str(option)) if nnlab.language.has_word(key)]
            assert text == (nnlab.translate(keys[0]) if keys else str(option))
            assert keys or not re.fullmatch(r"[a-z_]+", text), f"{parameter}: the option {option!r} has no word"


@pytest.mark.parametrize("name", explorers.__all__)
def test_a_slider_of_ratios_opens_and_is_preset_on_one_of_its_steps(monkeypatch, name):
    """Elsewhere the browser moves it by itself, and a training begins anew as soon as it is shown."""
    made = {}
    opened = lambda self, name, scene, controls, **more: made.update(more, controls=controls)  # noqa: E731
    monkeypatch.setattr("nnlab.engine.explorer.Explorer.__init__", opened)
    getattr(explorers, name)()
    for parameter, control in made["controls"].items():
        if type(control).__name__ == "FloatLogSlider":
            values = [control.value, *(changes[parameter] for changes in made["presets"].values() if parameter in changes)]
            steps = (np.log10(values) - control.min) / control.step
            np.testing.assert_allclose(steps, np.round(steps), atol=1e-6)


def test_a_log_slider_moves_its_value_to_the_nearest_step():
    control = controls.log_slider("learning_rate", 0.7, 0.1, 10.0, per_decade=20)
    assert control.value == pytest.approx(10 ** (-3 / 20))


def test_a_reset_takes_back_what_was_done_in_the_picture():
    explorer = explorers.decision_boundary()
    explorer.canvas._handle_custom_msg({"key": "Enter"}, [])
    assert "of 61 points" in explorer.status
    explorer.reset()
    assert explorer.params["edited"] is None
    assert "of 60 points" in explorer.status


@pytest.mark.parametrize("units", [1, 4, 9])
def test_steps_by_hand_stand_half_way_between_their_nodes(units):
    from nnlab.lecture.capacity_and_regularization import universal

    heights = np.linspace(-0.5, 0.8, units + 1)
    network = universal.built("sigmoid", heights, 200.0)
    middles = (universal.nodes(units)[1:] + universal.nodes(units)[:-1]) / 2
    found = network.forward(middles[:, None]).scores[:, 0]
    np.testing.assert_allclose(found, (heights[1:] + heights[:-1]) / 2, atol=1e-6)


def test_a_trained_neuron_is_that_of_descend():
    explorer = explorers.train_neuron()
    run = train(nnlab.Network([nnlab.Layer([[-1.5, 1.0]], [0.5])]), *nnlab.blobs(30), loss="logistic",
                learning_rate=explorer.params["learning_rate"], steps=100)  # fmt: skip
    np.testing.assert_allclose(data(explorer.scene._curve)[:, 1], run.losses)
