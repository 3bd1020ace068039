"""The picture of the explorer `capacity`: its film, the gap between the curves, and the hidden layer, which is not cut off."""

import re

import numpy as np
import pytest

from nnlab.engine import drawing
from nnlab.engine.scene import Pointer, build_figure
from nnlab.lecture.capacity_and_regularization.capacity import REACH, SIDE, UNITS, Capacity, best_sizes, cause_of_gap
from nnlab.lecture.capacity_and_regularization.film import GAP
from nnlab.lecture.capacity_and_regularization.film import SIDE as FRAME

NOISY = {"dataset": "xor", "hidden": 20, "l2": 0.0, "seed": 0, "data_noise": "strong"}


@pytest.fixture(scope="module")
def trained():
    """The scene with all of its networks trained, and its picture."""
    scene = Capacity()
    for _ in scene.prepare(**NOISY):
        pass
    _, view, status = build_figure(scene, NOISY)
    return scene, view, status


def test_each_frame_shows_the_regions_of_its_network(trained):
    scene, view, _ = trained
    steps = REACH * ((np.arange(FRAME) + 0.5) * 2 / FRAME - 1)
    inputs = np.array([(x, y) for y in steps for x in steps])
    image = np.asarray(view.film.maps.get_array()).astype(int)
    for i, units in enumerate(UNITS):
        classes = scene.run("xor", units, 0.0, 0, "strong").networks[-1].predict(inputs).reshape(FRAME, FRAME)
        frame = image[:, i * (FRAME + GAP) : i * (FRAME + GAP) + FRAME]
        assert np.mean((frame[..., 0] > frame[..., 2]) == classes) > 0.9  # orange is class 1; training points cover the rest


def test_texts_of_the_film_are_the_accuracies(trained):
    scene, view, _ = trained
    for units, (_, _, text) in zip(UNITS, view.film.names.texts, strict=True):
        train, unseen = scene.accuracies("xor", units, 0.0, 0, "strong")
        assert text == f"{units}: {train:.0%} / {unseen:.0%}"


def test_the_gap_lies_between_the_curves_and_grows_with_noise(trained):
    _, view, status = trained
    [path] = view.gap.get_paths()
    train, unseen = (np.asarray(line.get_ydata()) for line in (view.train, view.unseen))
    np.testing.assert_allclose(path.vertices[: len(UNITS), 1], train)
    np.testing.assert_allclose(path.vertices[len(UNITS) : 2 * len(UNITS), 1], unseen[::-1])
    assert (train - unseen)[-1] > 0.2 > (train - unseen)[0] + 0.05
    assert "overfitting" in status


def test_the_frame_that_is_shown_is_marked(trained):
    scene, view, _ = trained
    place = UNITS.index(20) * (FRAME + GAP)
    assert (min(view.film.mark.get_xdata()), max(view.film.mark.get_xdata())) == (place, place + FRAME)
    _, view, _ = build_figure(scene, NOISY | {"hidden": 25})
    assert not len(view.film.mark.get_xdata())


@pytest.mark.parametrize("i", range(len(UNITS)))
def test_a_press_on_a_frame_chooses_its_units(i):
    at = Pointer("film", i * (FRAME + GAP) + 0.5 * FRAME, 30.0)
    assert Capacity().drag(at, at, **NOISY) == {"hidden": UNITS[i]}
    elsewhere = Pointer("", float("nan"), float("nan"))
    assert Capacity().drag(at, elsewhere, **NOISY) == {}


def test_nothing_of_the_hidden_layer_is_cut_off(trained):
    scene, view, _ = trained
    for hidden in (1, 2, 3, 50):
        _, view, _ = build_figure(scene, NOISY | {"hidden": hidden})
        for artist in (view.grid, *view.hidden):
            assert np.nanmax(np.abs(np.array(artist.get_data()))) < SIDE


def test_a_network_that_is_not_trained_has_an_empty_frame():
    _, view, _ = build_figure(Capacity(), NOISY)
    assert (np.asarray(view.film.maps.get_array()) == drawing.blank(1, 1)).all()
    assert [text for *_, text in view.film.names.texts] == list(map(str, UNITS))


@pytest.mark.parametrize(
    ("hidden", "key", "chosen"),
    [
        (20, "ArrowRight", 50),
        (25, "ArrowLeft", 20),
        (20, "ArrowLeft", 12),
        (6, "ArrowRight", 12),
        (1, "ArrowLeft", None),
        (50, "ArrowRight", None),
        (6, "n", None),
    ],
)
def test_arrow_keys_choose_a_frame(hidden, key, chosen):
    assert Capacity().key(key, **NOISY | {"hidden": hidden}) == ({"hidden": chosen} if chosen else {})


def test_the_best_numbers_are_named_when_all_are_trained(trained):
    scene, _, status = trained
    medians = {n: np.median([scene.accuracies("xor", n, 0.0, seed, "strong")[1] for seed in range(3)]) for n in UNITS}
    good = [n for n in UNITS if medians[n] >= max(medians.values()) - 0.01]
    assert f"Best at this L2: {good[0]}–{good[-1]} units (median {max(medians.values()):.0%}, within 1 point)" in status
    scene = Capacity()
    training = scene.prepare(**NOISY)
    while not scene.runs.is_finished("xor", 20, 0.0, 0, "strong"):
        next(training)
    status = build_figure(scene, NOISY)[2]
    assert "Hidden units 20" in status
    assert "Best at" not in status


@pytest.mark.parametrize(("train", "unseen"), [(58 / 60, 0.864), (1.0, 0.894), (0.995, 0.905)])
def test_the_gap_is_that_of_the_two_accuracies_shown(train, unseen, trained):
    network = trained[0].run("xor", 3, 0.0, 0, "strong").networks[-1]
    shown = [int(number) for number in re.findall(r"(\d+)(?:%|-point| points)", Capacity._status(train, unseen, network, 0.0, "strong"))]
    assert shown == [shown[0], shown[1], shown[0] - shown[1]]


@pytest.mark.parametrize(
    ("train", "unseen", "ideal", "words"),
    [
        (0.82, 0.75, (0.73, 0.79), "overfitting costs at least 7 points"),  # 7 points where the axes lose 6
        (0.97, 0.90, (0.95, 0.91), "A 7-point gap: hardly any overfitting"),
        (0.98, 0.90, (0.95, 0.91), "of the 8-point gap, luck of the sample is 4, overfitting 4"),
        (0.97, 0.93, None, "The 4-point gap may come from"),
        (0.95, 0.96, None, "A 1-point gap: hardly any overfitting"),
    ],
)
def test_a_gap_is_compared_with_that_of_the_axes(train, unseen, ideal, words, trained):
    network = trained[0].run("xor", 3, 0.0, 0, "strong").networks[-1]
    assert words in Capacity._status(train, unseen, network, 0.0, "strong", ideal)


@pytest.mark.parametrize(
    ("gap", "ideal", "words"),
    [
        (21, (0.733, 0.787), "73% and 79%. Unseen points are easier: overfitting costs at least 21 points"),
        (11, (0.95, 0.914), "of the 11-point gap, luck of the sample is 4, overfitting 7"),
        (9, (0.914, 0.911), "91% of both, so the whole 9-point gap is overfitting"),
        (8, (0.99, 0.9), "luck of the sample alone may explain the 8-point gap"),
        (8, None, "may come from overfitting, from luck of the sample, or from both"),
    ],
)
def test_easy_points_explain_as_much_as_the_axes_gain(gap, ideal, words):
    assert words in cause_of_gap(gap, ideal)


@pytest.mark.parametrize(
    ("accuracies", "words"),
    [
        ((0.6, 0.8, 0.86, 0.888, 0.889, 0.889, 0.883), "6–50 units (median 89%, within 1 point)"),
        ((0.6, 0.8, 0.86, 0.89, 0.86, 0.889, 0.87), "6, 20 units (median 89%, within 1 point)"),
        ((0.6, 0.8, 0.86, 0.87, 0.86, 0.889, 0.87), "Best at this L2: 20 units (median 89%)"),
    ],
)
def test_sizes_within_one_point_of_the_best_are_alike(accuracies, words):
    assert words in best_sizes(np.array(accuracies))
