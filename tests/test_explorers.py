"""Every explorer of the catalogue: every control to its ends, its middle and at random, presets, gestures; labels in both languages."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from short_trainings import shorten_trainings

import nnlab
from nnlab import explorers
from nnlab.engine.frames import decode
from nnlab.engine.scene import build_figure

BOTH = pytest.mark.parametrize("language", nnlab.language.LANGUAGES)
EACH = pytest.mark.parametrize("name", explorers.__all__)
# What a control does only together with a gesture, tested by itself below.
SILENT = {("label", name) for name in explorers.__all__}
PLAYED = {"train_neuron": {"step": 40}}  # nothing of the training is shown before it is played: it is to be predicted


@pytest.fixture(autouse=True)
def _short_trainings(monkeypatch):
    shorten_trainings(monkeypatch)


def open_explorer(name, language):
    nnlab.use_language(language)
    return getattr(explorers, name)()


def picture(explorer) -> bytes:
    return decode(explorer.canvas.frame, explorer.canvas.size).tobytes()


def check_status(explorer) -> None:
    status = explorer.status
    assert status
    assert "{" not in status
    if re.search(r"\b(nan|inf)\b", status):
        assert "diverged" in status or "발산" in status
    assert not explorer.canvas.failed


def sample_values(control) -> list:
    """The ends, the middle and something in between of a slider; every option; both states of a box."""
    kind = type(control).__name__
    if kind == "Dropdown":
        return [value for _, value in control.options]
    if kind == "Checkbox":
        return [True, False]
    low, high = control.min, control.max
    values = [low, high, low + (high - low) / 2, low + (high - low) * 0.7]
    if kind == "FloatLogSlider":
        return [control.base**value for value in values]
    return [int(value) for value in values] if kind in ("IntSlider", "BoundedIntText") else values


def random_value(control, rng):
    kind = type(control).__name__
    if kind in ("Dropdown", "Checkbox"):
        options = sample_values(control)
        return options[rng.integers(len(options))]
    value = rng.uniform(control.min, control.max)
    if kind in ("IntSlider", "BoundedIntText"):
        return int(rng.integers(control.min, control.max + 1))
    return control.base**value if kind == "FloatLogSlider" else value


@EACH
def test_every_control_changes_the_picture(name):
    explorer = open_explorer(name, "ko")
    check_status(explorer)
    for parameter, control in explorer.controls.items():
        explorer.reset()
        explorer.set(**PLAYED.get(name, {}))
        seen = {picture(explorer)}
        for value in sample_values(control):
            control.value = value
            check_status(explorer)
            seen.add(picture(explorer))
        assert len(seen) > 1 or (parameter, name) in SILENT, f"{parameter} changes nothing in the picture"


@EACH
def test_presets_differ_and_reset_undoes_them(name):
    explorer = open_explorer(name, "en")
    assert 2 <= len(explorer.presets) <= 5
    opening = picture(explorer)
    seen = set()
    for changes in explorer.presets.values():
        for _ in range(2):
            explorer.reset()
            explorer.set(**changes)
            check_status(explorer)
        seen.add((picture(explorer), explorer.status))
    assert len(seen) == len(explorer.presets)
    explorer.reset()
    assert picture(explorer) == opening


@EACH
@pytest.mark.parametrize("draws", [6, pytest.param(200, marks=[pytest.mark.slow, pytest.mark.weekly])])
def test_random_settings_draw_without_errors(name, draws):
    explorer, rng = open_explorer(name, "en"), np.random.default_rng(draws)
    for _ in range(draws):
        explorer.set(**{parameter: random_value(control, rng) for parameter, control in explorer.controls.items()})
        check_status(explorer)


@EACH
def test_what_is_computed_so_far_may_be_shown(name):
    """A reader moves a control; the engine computes in slices and shows the picture after each."""
    explorer, rng = open_explorer(name, "en"), np.random.default_rng(2)
    for slices in (0, 1, 5):
        explorer.set(**{parameter: random_value(control, rng) for parameter, control in explorer.controls.items()})
        params = explorer.params | ({"seed": 20 + slices} if "seed" in explorer.params else {})
        steps = explorer.scene.prepare(**params)
        for _ in range(slices):
            next(steps, None)
        assert build_figure(explorer.scene, params)[2]


@EACH
@BOTH
def test_controls_are_labelled_and_described(name, language):
    explorer = open_explorer(name, language)
    check_status(explorer)
    for control in explorer.controls.values():
        assert control.description
        assert control.tooltip
    assert explorer.scene.interactive == bool(explorer.canvas.hint)


@EACH
def test_the_same_controls_give_the_same_picture(name):
    one, two = open_explorer(name, "en"), open_explorer(name, "en")
    assert picture(one) == picture(two)
    assert one.status == two.status


@EACH
def test_a_scene_draws_a_plain_figure(name):
    explorer = open_explorer(name, "ko")
    target = io.BytesIO()
    explorer.scene.figure(**explorer.params).savefig(target)
    assert np.asarray(Image.open(target)).std() > 10  # not a blank page


@EACH
def test_drags_and_keys_anywhere_do_no_harm(name):
    explorer, rng = open_explorer(name, "en"), np.random.default_rng(1)
    if not explorer.scene.interactive:
        pytest.skip("nothing to touch")
    before = picture(explorer)
    for i in range(25):
        start, end = rng.uniform(-0.05, 1.05, (2, 2)).tolist()
        explorer.canvas.drag = {"id": str(i), "start": start, "end": end}
        check_status(explorer)
    for key in ["n", "ArrowLeft", "ArrowUp", "Enter", "ArrowRight", "ArrowDown", "n", "Delete"] * 3:
        explorer.canvas._handle_custom_msg({"key": key}, [])
        check_status(explorer)
    assert picture(explorer) != before


@pytest.mark.parametrize("name", ["decision_boundary", "train_neuron", "two_losses"])
def test_points_are_added_moved_and_taken_away(name):
    explorer = open_explorer(name, "en")
    figure = explorer._renderer.figure

    def place(x, y):
        return (figure.axes[0].transData.transform((x, y)) / [figure.bbox.width, figure.bbox.height]).tolist()

    explorer.controls["label"].value = 1
    explorer.canvas.drag = {"id": "a", "start": place(-2.9, 2.9), "end": place(-2.9, 2.9)}
    _, X, y, _ = explorer.params["edited"]
    assert len(X) == 61
    assert y[-1] == 1
    np.testing.assert_allclose(X[-1], [-2.9, 2.9], atol=1e-9)
    explorer.canvas.drag = {"id": "b", "start": place(-2.9, 2.9), "end": place(2.9, -2.9)}
    np.testing.assert_allclose(explorer.params["edited"][1][-1], [2.9, -2.9], atol=1e-9)
    explorer.canvas.drag = {"id": "c", "start": place(2.9, -2.9), "end": [0.0, 0.0]}
    assert len(explorer.params["edited"][1]) == 60
    explorer.controls["label"].value = 0
    explorer.canvas._handle_custom_msg({"key": "Enter"}, [])
    assert explorer.params["edited"][2][-1] == 0
    explorer.controls["dataset"].value = "xor"  # another data set brings its own points
    assert "of 60" in explorer.status or "60 points" in explorer.status


def test_the_readers_function_joins_the_curves():
    explorer = explorers.activation_curve(lambda z: z**3, lambda z: 3 * z**2)
    assert explorer.params["activation"] == "f"
    explorer.set(z=1.5)
    assert "3.375" in explorer.status  # 1.5 ** 3
    assert "6.75" in explorer.status  # 3 * 1.5 ** 2
    assert "agrees" in explorer.status


def test_a_wrong_derivative_is_told():
    explorer = explorers.activation_curve(np.tanh, lambda z: 1 - np.tanh(z))
    assert "does not agree with the finite differences" in explorer.status


@EACH
def test_presets_differ_from_the_opening_and_each_other(name):
    explorer = open_explorer(name, "en")
    states = [explorer.params]
    for changes in explorer.presets.values():
        states.append(states[0] | changes)
    assert len(states) >= 3
    shown = [repr(state) for state in states]  # what the reader draws are arrays, which have no truth value
    assert len(set(shown)) == len(shown), name
