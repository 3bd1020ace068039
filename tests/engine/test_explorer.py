"""The engine: one redraw for one change, errors shown and never lost, drags and keys, presets and Reset."""

import base64
import io
import threading

import example_explorer
import numpy as np
import pytest
from example_explorer import dot_explorer, pixels
from matplotlib.colors import to_rgb
from PIL import Image

from nnlab import explorers
from nnlab.engine import drawing, explorer
from nnlab.engine.renderer import BlitRenderer


def test_a_control_moves_picture_and_status(dot):
    before = pixels(dot)
    dot.controls["z"].value = 2.0
    assert dot.status == "the dot is at 2.00"
    assert not np.array_equal(before, pixels(dot))


def test_a_frame_equals_a_full_drawing(dot):
    dot.controls["z"].value = -2.0
    fresh = io.BytesIO()
    dot.scene.figure(**dot.params).savefig(fresh, dpi=100)
    assert np.abs(np.asarray(Image.open(fresh)).astype(int) - pixels(dot)).max() <= 1


def test_only_live_artists_change_between_frames(dot):
    dot.controls["z"].value = -4.0
    before = pixels(dot)
    dot.controls["z"].value = 4.0
    changed = (before != pixels(dot)).any(axis=2)
    assert 0 < changed.sum() < 300  # two dots of some 10 pixels across, and nothing else


def preset_buttons(shown) -> dict:
    return dict(zip(shown.presets, shown.children[1].children, strict=False))


def marked(shown) -> list[str]:
    return [key for key, button in preset_buttons(shown).items() if "nnlab-active" in button._dom_classes]


def test_the_preset_that_is_shown_is_marked(dot):
    assert marked(dot) == []
    for key, button in preset_buttons(dot).items():
        button.click()
        assert marked(dot) == [key]
    dot.controls["z"].value += 0.5
    assert marked(dot) == []
    button.click()
    dot.reset()
    assert marked(dot) == []
    dot.set(nonlinear=False, z=1.0, hidden=0)  # by hand to what a preset shows
    assert marked(dot) == ["linear"]


def test_a_preset_that_is_the_opening_is_left_out():
    keys = list(example_explorer.PRESETS)
    shown = example_explorer.dot_explorer({keys[0]: {"z": 0.0}, keys[1]: {"z": 2.0}})
    assert list(shown.presets) == keys[1:]
    assert "revived" not in explorers.leaky().presets  # the opening depends on the argument
    assert "revived" in explorers.leaky("fresh").presets


def more_button(shown):
    return [button for button in shown.children[1].children if "nnlab-more" in button._dom_classes]


def test_controls_beyond_the_first_are_folded_away():
    shown = explorers.decision_boundary()
    cells = shown.children[2].children
    folded = [cell.description for cell in cells if "nnlab-folded" in cell._dom_classes]
    assert folded == [shown.controls[name].description for name in ("loss", "dataset", "label")]
    [button] = more_button(shown)
    assert "(3)" in button.description
    assert button.tooltip == ", ".join(folded)
    assert more_button(explorers.activation_curve()) == []  # three controls fit in one row


def test_places_that_can_be_dragged_come_with_the_picture():
    shown = explorers.chain_rule()
    before, *circles = shown.canvas.grips
    assert shown._renderer.locate(before).x == pytest.approx(2.0, abs=0.01)  # q = 1.5 · 2 − 1
    assert len(circles) == 4  # x, w, b and the gradient from above
    shown.set(b=-3.0)
    assert shown._renderer.locate(shown.canvas.grips[0]).x == pytest.approx(0.0, abs=0.01)
    assert explorers.universal().canvas.grips


def test_a_preset_draws_once_from_the_opening_state(dot):
    dot.controls["hidden"].value = 5
    drawn = dot.scene.updates
    preset_buttons(dot)["linear"].click()
    assert dot.scene.updates == drawn + 1
    assert dot.params == {"z": 1.0, "nonlinear": False, "hidden": 0}


def test_reset_returns_to_the_opening_picture(dot):
    opening = pixels(dot)
    dot.set(z=2.0, nonlinear=True)
    dot.reset()
    assert np.array_equal(opening, pixels(dot))


def test_only_rebuild_on_builds_a_new_figure(dot):
    built = dot.scene.builds
    dot.controls["z"].value = 1.0
    assert dot.scene.builds == built
    dot.controls["nonlinear"].value = True
    assert dot.scene.builds == built + 1


def test_an_error_is_raised_in_tests(dot):
    with pytest.raises(ZeroDivisionError, match="three is too much"):
        dot.controls["z"].value = 3.0


def test_an_error_keeps_the_last_good_picture(dot, monkeypatch):
    monkeypatch.setattr(explorer, "raise_errors", False)
    dot.controls["z"].value = 2.0
    good = pixels(dot)
    dot.controls["z"].value = 3.0
    assert "three is too much" in dot.status
    assert dot.canvas.failed
    assert np.array_equal(good, pixels(dot))
    dot.controls["z"].value = 1.0
    assert dot.status == "the dot is at 1.00"
    assert not dot.canvas.failed


def test_an_unknown_parameter_is_named(dot):
    with pytest.raises(ValueError, match="train_network has no parameter w; it has z, nonlinear, hidden"):
        dot.set(w=1)


def test_one_scene_shows_in_several_figures(dot):
    other = type(dot)("train_network", dot.scene, {**dot_explorer().controls})
    other.controls["z"].value = 4.0
    assert dot.status == "the dot is at 0.00"
    dot.controls["z"].value = 1.0
    assert not np.array_equal(pixels(dot), pixels(other))
    assert (dot.status, other.status) == ("the dot is at 1.00", "the dot is at 4.00")


def test_a_drag_starts_where_it_began(dot):
    dot.set(z=-1.0)
    for x in (0.5, 0.55, 0.7):  # each message tells the whole drag
        dot.canvas.drag = {"id": "a", "start": [0.5, 0.5], "end": [x, 0.5]}
    moved = dot.controls["z"].value
    assert 0 < moved < 4
    dot.set(z=-1.0)
    dot.canvas.drag = {"id": "b", "start": [0.5, 0.5], "end": [0.7, 0.5]}
    assert dot.controls["z"].value == moved
    dot.canvas.drag = {"id": "c", "start": [0.001, 0.001], "end": [0.5, 0.5]}  # began outside the panel
    assert dot.controls["z"].value == moved


def test_a_drag_takes_a_slider_to_one_of_its_steps(dot):
    dot.canvas.drag = {"id": "a", "start": [0.5, 0.5], "end": [0.62, 0.5]}
    step = dot.controls["z"].value / 0.1  # the browser's slider knows these values alone, and would send another one back
    assert step > 1
    assert step == pytest.approx(round(step))


def test_reset_takes_back_what_was_dragged():
    shown = explorers.decision_boundary()
    opening = pixels(shown)
    shown.canvas.drag = {"id": "a", "start": [0.12, 0.85], "end": [0.12, 0.85]}
    assert not np.array_equal(pixels(shown), opening)
    shown.reset()
    assert np.array_equal(pixels(shown), opening)


def test_a_key_on_the_picture_changes_parameters(dot):
    dot.canvas._handle_custom_msg({"key": "ArrowRight"}, [])
    assert dot.controls["z"].value == 1.0


def test_saved_output_has_picture_and_alternative_text(dot):
    data, metadata = dot._repr_mimebundle_()
    assert Image.open(io.BytesIO(data["image/png"])).size == tuple(dot.canvas.size)
    assert metadata["image/png"]["alt"] == dot.status
    assert data["text/plain"] == "<nnlab explorer: train_network>"


def test_a_sharper_screen_gets_a_sharper_picture(dot):
    width, height = dot.canvas.size
    dot.canvas.scale = 2.0
    assert dot.canvas.size == [2 * width, 2 * height]


def test_a_dark_page_gets_a_picture_on_dark_paper(dot):
    light = pixels(dot)
    assert (light[0, 0, :3] == 255).all()
    dot.canvas.theme = "dark"
    assert (pixels(dot)[0, 0, :3] == 0x11).all()
    dot.controls["z"].value = 2.0
    assert (pixels(dot)[0, 0, :3] == 0x11).all()
    dot.reset()
    dot.canvas.theme = "light"
    assert np.array_equal(pixels(dot), light)


def test_a_figure_of_the_readers_own_is_on_light_paper(dot):
    dot.canvas.theme = "dark"
    assert to_rgb(drawing.PAPER) == (1, 1, 1)


def test_a_new_display_is_drawn_for_once(dot, monkeypatch):
    drawn, (width, height) = [], dot.canvas.size
    monkeypatch.setattr(dot._renderer, "render", lambda **params: drawn.append(params) or BlitRenderer.render(dot._renderer, **params))
    dot.canvas.set_state({"scale": 2.0, "theme": "dark"})  # as one message from the browser
    assert len(drawn) == 1
    assert dot.canvas.size == [2 * width, 2 * height]


def test_a_browser_without_binary_data_gets_text(dot):
    assert dot.canvas.frame_text == ""
    dot.canvas.set_state({"binary": False})
    assert base64.b64decode(dot.canvas.frame_text) == dot.canvas.frame
    dot.controls["z"].value = 2.0
    assert base64.b64decode(dot.canvas.frame_text) == dot.canvas.frame


def test_events_in_different_threads_take_turns(dot):
    """JupyterLab delivers the messages of different widgets in different threads of the kernel."""
    failures = []

    def move(parameter, values):
        try:
            for value in values:
                dot.controls[parameter].value = value
        except Exception as error:
            failures.append(error)

    threads = [
        threading.Thread(target=move, args=("z", np.linspace(-5, 2, 40))),
        threading.Thread(target=move, args=("hidden", range(40))),
        threading.Thread(target=move, args=("nonlinear", [True, False] * 10)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert dot.status == "the dot is at 2.00"


def test_a_burst_ends_on_its_last_value(dot):
    for z in np.linspace(-5, 5, 60):
        dot.controls["z"].value = z
    assert dot.status == "the dot is at 5.00"
