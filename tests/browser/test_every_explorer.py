"""Every explorer of the catalogue in a real browser: every control by key, every preset, Play, and the picture itself by mouse."""

import itertools
import json
import os
import re
import signal
import time

import lab
import pytest
from explorer_page import ExplorerPage, explorers

from nnlab.explorers import __all__ as NAMES
from nnlab.language import LANGUAGES

pytestmark = pytest.mark.browser

CHOICES = ".widget-dropdown:not(.nnlab-speed) select"  # the speed of playing changes no picture
# What the kernel holds to be on the screen: the sentence and the pixels.
SHOWN = """
import hashlib
from nnlab.engine.frames import decode
pixels = decode(explorer.canvas.frame, explorer.canvas.size)
print(explorer.status, hashlib.sha256(pixels).hexdigest(), sep="\\n", end="")
"""
POINT = """
import json
import re
pointer = explorer._renderer.locate((0.12, 0.85))
print(json.dumps([[pointer.x, pointer.y], explorer.params["edited"][1][-1].tolist()]))
"""
GRIPS = """
import json
print(json.dumps([[float(x), 1 - float(y)] for x, y in explorer.canvas.grips]))
"""
RUN = """async ([cell, source]) => {
  const panel = window.jupyterapp.shell.currentWidget;
  panel.model.cells.get(cell).sharedModel.setSource(source);
  panel.content.activeCellIndex = cell;
  await window.jupyterapp.commands.execute('notebook:run-cell');
  const output = panel.model.cells.get(cell).toJSON().outputs[0];
  return output && [output.text ?? ''].flat().join('');
}"""


@pytest.fixture(scope="module")
def desk(lecture, address, page):
    """A notebook of two cells: one to open an explorer in, one to ask the kernel."""
    lab.write_notebook(lecture / "desk.ipynb", ["", ""])
    notebook = lab.Notebook(page, address, "desk.ipynb")
    yield notebook
    notebook.close()


def open_explorer(notebook, language: str, name: str) -> ExplorerPage:
    source = f"import nnlab\nnnlab.use_language({language!r})\nexplorer = nnlab.explorers.{name}()\nexplorer"
    notebook.page.evaluate(RUN, [0, source])
    notebook.page.wait_for_selector(".nnlab-explorer .nnlab-picture canvas[data-frames]")
    [explorer] = explorers(notebook)
    explorer.notebook.wait_until_idle()
    explorer.unfold()
    return explorer


def check_what_is_shown(explorer) -> None:
    """The last event has won: sentence and pixels on the screen are those of the kernel."""
    explorer.notebook.wait_until_idle()
    status, pixels = explorer.page.evaluate(RUN, [1, SHOWN]).rsplit("\n", 1)
    assert explorer.status == status
    assert explorer.canvas.get_attribute("aria-label") == status
    assert explorer.pixels == pixels


def move_sliders(explorer) -> None:
    for i in range(explorer.place.locator(".noUi-handle").count()):
        explorer.after(explorer.slider(i), f"slider {i}")


def choose(explorer) -> None:
    for i in range(explorer.place.locator(CHOICES).count()):
        select = explorer.place.locator(CHOICES).nth(i)
        options = select.locator("option").all_inner_texts()
        if options[0].startswith("●"):
            continue  # the class of a point yet to be added: nothing changes before it is
        explorer.reset()  # a choice may change nothing beside another one: no hidden units, no activation
        other = next(option for option in options if option != select.evaluate("e => e.selectedOptions[0].text"))
        explorer.after(lambda select=select, other=other: select.select_option(label=other), f"choice {i}")


def tick(explorer) -> None:
    for i in range(explorer.place.locator("input[type=checkbox]").count()):
        explorer.after(explorer.place.locator("input[type=checkbox]").nth(i).click, f"box {i}")


def press_presets(explorer) -> None:
    for i in range(explorer.place.locator(".nnlab-preset").count()):
        explorer.place.locator(".nnlab-preset").nth(i).click()
        explorer.notebook.wait_until_idle()
        assert not explorer.failed, explorer.status
    explorer.reset()


def play(explorer) -> None:
    buttons = explorer.place.locator(".widget-play button")
    if buttons.count() == 0:
        return
    handle = explorer.place.locator(".noUi-handle").first
    if handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax"):
        handle.focus()
        explorer.page.keyboard.press("Home")
        explorer.notebook.wait_until_idle()
    explorer.after(buttons.first.click, "play")
    buttons.first.click()
    explorer.notebook.wait_until_idle()


def touch(explorer) -> None:
    """Drag what has a ring, or else one of a few places, and press arrow keys: the picture has to answer to both."""
    if explorer.canvas.get_attribute("tabindex") != "0":
        return
    rings = json.loads(explorer.page.evaluate(RUN, [1, GRIPS]))
    explorer.canvas.scroll_into_view_if_needed()
    mouse, box, before = explorer.page.mouse, explorer.canvas.bounding_box(), (explorer.frames, explorer.status)
    places = [*rings, *((across, down) for down, across in itertools.product((0.45, 0.85), (0.25, 0.5, 0.8)))]
    for across, down in places:
        x, y = box["x"] + across * box["width"], box["y"] + down * box["height"]
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + 25, y - 20, steps=4)
        mouse.up()
        explorer.notebook.wait_until_idle()
        if (explorer.frames, explorer.status) != before:
            break
    else:
        raise AssertionError(f"dragging in the picture changed nothing: {explorer.status}")
    assert not explorer.failed, f"dragging: {explorer.status}"
    explorer.canvas.focus()
    before = (explorer.frames, explorer.status)
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"):  # some pictures answer to two of them; at an end, to one of these
        explorer.page.keyboard.press(key)
        explorer.notebook.wait_until_idle()
        if (explorer.frames, explorer.status) != before:
            break
    else:
        raise AssertionError(f"no arrow key on the picture changed anything: {explorer.status}")
    assert not explorer.failed, f"an arrow key: {explorer.status}"


# The editions differ in their words alone: one of them is driven every day, the other where everything is tested.
EDITIONS = ["en", *(pytest.param(language, marks=[pytest.mark.slow, pytest.mark.weekly]) for language in LANGUAGES if language != "en")]


@pytest.mark.parametrize("language", EDITIONS)
@pytest.mark.parametrize("name", NAMES)
def test_an_explorer_answers_to_keyboard_and_mouse(desk, name, language):
    explorer = open_explorer(desk, language, name)
    explorer.place.scroll_into_view_if_needed()
    move_sliders(explorer)
    check_what_is_shown(explorer)
    for act in (choose, tick, press_presets, play, touch):
        act(explorer)
    check_what_is_shown(explorer)
    assert desk.errors == []
    assert desk.console == []
    assert desk.outside == []


def test_a_click_adds_a_point_there(desk):
    explorer = open_explorer(desk, "en", "decision_boundary")
    assert " of 60 points " in explorer.status
    box = explorer.canvas.bounding_box()
    explorer.after(lambda: explorer.page.mouse.click(box["x"] + 0.12 * box["width"], box["y"] + 0.15 * box["height"]), "a click")
    assert " of 61 points " in explorer.status
    explorer.notebook.wait_until_idle()
    there, point = json.loads(explorer.page.evaluate(RUN, [1, POINT]))
    assert point == pytest.approx(there, abs=0.05)  # a pixel is 0.02 wide


def test_play_moves_through_the_training_and_stops(desk):
    explorer = open_explorer(desk, "en", "train_neuron")
    button = explorer.place.locator(".widget-play button").first
    explorer.after(button.click, "play")
    explorer.page.wait_for_timeout(1000)
    button.click()
    explorer.notebook.wait_until_idle()
    step = int(re.search(r"At step (\d+)", explorer.status)[1])
    assert 0 < step <= 100  # it opens at step 0
    explorer.after(explorer.place.get_by_role("button", name="Back to the start").click, "rewind")
    assert "At step 0" in explorer.status


def test_playing_four_times_as_fast_ends_at_the_last_step(desk):
    explorer = open_explorer(desk, "en", "train_network")
    handle, play = explorer.place.locator(".noUi-handle"), explorer.place.locator(".widget-play button").first
    step = handle.nth([label.get_attribute("aria-label") for label in handle.all()].index("training step"))
    explorer.place.locator(".nnlab-speed select").select_option(label="4×")
    step.focus()
    explorer.page.keyboard.press("Home")
    explorer.notebook.wait_until_idle()
    last = int(step.get_attribute("aria-valuemax").partition(".")[0])
    begun = time.monotonic()
    play.click()
    explorer.page.wait_for_function("element => element.getAttribute('aria-valuenow') == element.getAttribute('aria-valuemax')",
                                    arg=step.element_handle(), timeout=60_000)  # fmt: skip
    assert time.monotonic() - begun < 0.06 * last  # the time that it takes at the usual speed
    explorer.notebook.wait_until_idle()
    assert f"{last} steps" in explorer.status or f"step {last}" in explorer.status


def test_prefetched_frames_are_shown_without_the_kernel(desk):
    explorer = open_explorer(desk, "en", "activation_curve")
    statuses = [explorer.status]
    for _ in range(2):
        explorer.after(explorer.slider(0), "slider 0")
        explorer.notebook.wait_until_idle()
        statuses.append(explorer.status)
    explorer.page.wait_for_timeout(500)
    pid = int(explorer.page.evaluate(RUN, [1, "import os\nprint(os.getpid())"]))
    explorer.place.locator(".noUi-handle").first.focus()
    os.kill(pid, signal.SIGSTOP)
    try:
        ahead = []
        for key in ["ArrowRight"] * 4:
            explorer.after(lambda key=key: explorer.page.keyboard.press(key), "a next step")
            ahead.append((explorer.status, explorer.pixels))
        for there in ahead[2::-1]:
            explorer.after(lambda: explorer.page.keyboard.press("ArrowLeft"), "a step back")
            assert (explorer.status, explorer.pixels) == there
        explorer.after(lambda: explorer.page.keyboard.press("ArrowLeft"), "the last step back")
        assert explorer.status == statuses[-1]
        explorer.after(lambda: explorer.page.keyboard.press("ArrowRight"), "the same step again")
    finally:
        os.kill(pid, signal.SIGCONT)
    check_what_is_shown(explorer)
    assert (explorer.status, explorer.pixels) == ahead[0]
