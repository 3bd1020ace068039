"""One explorer and one prediction in every program in which readers work: by mouse, by keys, in the picture, without an error."""

import hashlib
import time
from functools import partial
from importlib import util
from types import SimpleNamespace

import lab
import pytest
from explorer_page import ExplorerPage
from places import PLACES, RUN_ALL, open_unrun, serve_plainly
from playwright.sync_api import expect

from nnlab import explorers
from nnlab.engine.frames import decode

pytestmark = pytest.mark.browser

CELLS = ['import nnlab\nnnlab.use_language("en")\nnnlab.predict("practice")', "nnlab.explorers.decision_boundary()"]
OTHERS = ("notebook", "voila")  # in an environment of their own: make test-places
SLOW = {*OTHERS, "no binary data"}
FOCUS_IS_HERE = "element => element === document.activeElement"
SAVE = "async () => { await window.jupyterapp.shell.currentWidget.context.save(); }"
ACTIVE_CELL = "() => [...document.querySelectorAll('.jp-Cell')].findIndex(cell => cell.classList.contains('jp-mod-active'))"


def open_page(browser, program, address: str, name: str):
    """A new page with the notebook, run; and the list of errors in its console."""
    page, console = browser.new_page(viewport={"width": 1280, "height": 900}), []
    page.on("console", lambda message: message.type == "error" and console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    program.open(page, address, name)
    return page, console


@pytest.fixture(scope="module", params=[pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in PLACES])
def place(request, browser, tmp_path_factory):
    """Each program with the notebook, run: its name, its page, the errors in the console, and those of the program without the lecture."""
    name, program = request.param, PLACES[request.param]
    if not program.is_installed:
        pytest.skip(f"{program.module} is in an environment of its own (make test-places)")
    folder = tmp_path_factory.mktemp(name)
    lab.write_notebook(folder / "empty.ipynb", ["1 + 1"])
    lab.write_notebook(folder / "place.ipynb", CELLS)
    with program.serve(folder) as address:
        own = []
        if name in OTHERS:  # JupyterLab has none
            empty, own = open_page(browser, program, address, "empty.ipynb")
            empty.wait_for_timeout(1000)
            empty.close()
        page, console = open_page(browser, program, address, "place.ipynb")
        page.locator(".nnlab-picture canvas[data-frames]").wait_for(timeout=60_000)
        yield SimpleNamespace(name=name, page=page, console=console, own=own)
        page.close()


@pytest.fixture
def explorer(place):
    return ExplorerPage(place, place.page.locator(".nnlab-explorer"))


@pytest.fixture
def twin():
    """The same explorer in this process: what the page has to show after the same steps."""
    return explorers.decision_boundary()


def expected_pixels(twin, width: int) -> str:
    """A hash of the twin's picture, drawn in as many pixels as the page has for it."""
    twin.canvas.scale = (width + 0.01) / twin.canvas.natural_width  # as fit_width.js asks for
    return hashlib.sha256(decode(twin.canvas.frame, twin.canvas.size)).hexdigest()


def check_shown(explorer, twin) -> None:
    """In the end sentence and pixels on the page are those of the twin."""
    expect(explorer.place.locator("figcaption")).to_have_text(twin.status, timeout=20_000)
    until = time.monotonic() + 10
    while (shown := explorer.pixels) != (expected := expected_pixels(twin, explorer.canvas.evaluate("canvas => canvas.width"))):
        assert time.monotonic() < until, f"the picture is not that of {twin.params}: {shown} instead of {expected}"
        explorer.page.wait_for_timeout(100)
    assert not explorer.failed


def reset(explorer, twin) -> None:
    explorer.place.locator("button:has(.fa-undo)").click()
    twin.reset()
    check_shown(explorer, twin)


def test_a_slider_moves_by_keys_and_by_mouse(explorer, twin):
    reset(explorer, twin)
    handle = explorer.place.locator(".noUi-handle").first
    handle.scroll_into_view_if_needed()
    cell = explorer.page.evaluate(ACTIVE_CELL)
    for key, steps in (("ArrowRight", 3), ("ArrowLeft", 1), ("ArrowUp", 2), ("ArrowDown", 1)):
        handle.focus()
        for _ in range(steps):
            explorer.page.keyboard.press(key)
        assert handle.evaluate(FOCUS_IS_HERE), key
    twin.set(w1=-0.5 + 3 * twin.controls["w1"].step)
    check_shown(explorer, twin)
    assert explorer.page.evaluate(ACTIVE_CELL) in (cell, 1), "the program took the keys"
    box = explorer.place.locator(".noUi-target").nth(1).bounding_box()
    explorer.page.mouse.click(box["x"] + 0.2 * box["width"], box["y"] + 0.5 * box["height"])
    w2 = explorer.place.locator(".noUi-handle").nth(1)
    expect(w2).not_to_have_attribute("aria-valuenow", "1.5")
    twin.set(w2=float(w2.get_attribute("aria-valuenow")))
    assert twin.params["w2"] == pytest.approx(-3, abs=0.2)
    check_shown(explorer, twin)


def test_presets_and_lists_are_chosen(explorer, twin):
    reset(explorer, twin)
    for i, preset in enumerate(twin.presets.values()):
        button = explorer.place.locator(".nnlab-preset").nth(i)
        button.click()
        twin.reset()
        twin.set(**preset)
        check_shown(explorer, twin)
        expect(button).to_have_attribute("aria-pressed", "true")
    more = explorer.place.locator(".nnlab-more")
    if more.get_attribute("aria-expanded") == "false":
        more.click()
    explorer.place.locator(".nnlab-controls select").first.select_option(index=1)
    twin.set(loss="hinge")
    check_shown(explorer, twin)


def test_the_picture_answers_to_drags_and_keys(explorer, twin):
    reset(explorer, twin)
    explorer.canvas.scroll_into_view_if_needed()
    box = explorer.canvas.bounding_box()
    places = [(round(box["x"] + x * box["width"]), round(box["y"] + y * box["height"])) for x, y in ((0.75, 0.6), (0.72, 0.3))]
    explorer.page.mouse.move(*places[0])
    explorer.page.mouse.down()
    explorer.page.mouse.move(*places[1], steps=5)
    explorer.page.mouse.up()
    start, end = [((x - box["x"]) / box["width"], 1 - (y - box["y"]) / box["height"]) for x, y in places]
    twin.canvas.drag = {"id": "the same", "start": start, "end": end}
    assert twin.params["w1"] != -0.5
    check_shown(explorer, twin)
    explorer.canvas.focus()
    for key in ("n", "ArrowRight", "ArrowDown"):
        explorer.page.keyboard.press(key)
        twin.set(**twin.scene.key(key, **twin.params))
        check_shown(explorer, twin)
        assert explorer.canvas.evaluate(FOCUS_IS_HERE), key


def test_a_prediction_is_locked_in_by_keys(place):
    prediction = place.page.locator(".nnlab-prediction")
    prediction.scroll_into_view_if_needed()
    first = prediction.locator("input").first
    first.focus()
    place.page.keyboard.press("ArrowDown")
    expect(prediction.locator("input").nth(1)).to_be_checked()
    place.page.keyboard.press("ArrowUp")
    expect(first).to_be_checked()
    place.page.keyboard.press("Tab")
    place.page.keyboard.press("Enter")
    expect(prediction.locator("[role=status]")).to_contain_text("Correct answer: 0")
    expect(first).to_be_disabled()


def test_nothing_went_wrong_behind_the_page(place):
    if place.name in ("limited", "no binary data"):
        assert place.page.evaluate("() => window.nnlabDropped") > 0, "the program had no limits"
    assert [message for message in place.console if message not in place.own] == []


@pytest.mark.slow
@pytest.mark.parametrize(("module", "mode"), [("jupyterlab", "lab/tree"), ("notebook", "notebooks")])
def test_a_saved_notebook_is_whole_without_the_command(browser, tmp_path, module, mode):
    """On another day, in a Jupyter that the reader starts: pictures and questions are there, and what follows a question is covered."""
    if util.find_spec(module) is None:
        pytest.skip(f"{module} is in an environment of its own (make test-places)")
    folder, home = tmp_path / "홍 길동", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    lab.write_notebook(folder / "place.ipynb", CELLS)
    lab.write_notebook(folder / "other.ipynb", ["1 + 1"])
    program = SimpleNamespace(open=partial(open_unrun, mode=mode))
    with serve_plainly(module, folder, home) as address:
        page, _ = open_page(browser, program, address, "place.ipynb")
        page.locator(".nnlab-cover").wait_for()
        page.evaluate(RUN_ALL)
        page.locator(".nnlab-prediction").wait_for(timeout=60_000)
        page.evaluate(lab.SETTLE, 60_000)
        page.locator(".nnlab-explorer").wait_for(state="attached")
        assert not page.locator(".nnlab-explorer").is_visible()
        page.locator(".nnlab-cover button").click()
        page.locator(".nnlab-picture canvas[data-frames]").wait_for(timeout=60_000)
        page.evaluate(SAVE)
        page.close()
    with serve_plainly(module, folder, home) as address:
        page, _ = open_page(browser, program, address, "place.ipynb")
        page.locator(".nnlab-cover button").click()
        picture = page.locator(".nnlab-saved-picture img")
        picture.wait_for()
        assert picture.evaluate("image => image.complete && image.naturalWidth > 800")
        assert "slope of its tangent" in page.locator(".jp-OutputArea").first.inner_text()
        assert page.get_by_text("Error displaying widget").count() == 0
        assert page.get_by_role("button", name="Present").is_visible()
        assert page.evaluate("() => window.jupyterapp.commands.isEnabled('nnlab:present')")
        page.close()
        other, _ = open_page(browser, program, address, "other.ipynb")
        assert other.get_by_role("button", name="Present").count() == 0, "this notebook is not the lecture's"
        assert not other.evaluate("() => window.jupyterapp.commands.isEnabled('nnlab:present')")
        other.locator(".jp-Notebook:visible").press("Control+Alt+p")
        assert other.locator(".nnlab-loading, .nnlab-deck").count() == 0
        other.close()
