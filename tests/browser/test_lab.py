"""The lecture in a real JupyterLab and a real Chromium: every cell runs, every explorer answers to mouse and keyboard, nothing leaves."""

import os
import shutil
from pathlib import Path

import lab
import pytest
from playwright.sync_api import TimeoutError, sync_playwright

ROOT = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("*/*.ipynb"))]
pytestmark = pytest.mark.browser

if lab.chromium() is None and os.environ.get("NNLAB_REQUIRE_BROWSER") != "1":
    pytest.skip("no Chromium found (install chromium, or set NNLAB_REQUIRE_BROWSER=1 to make this an error)", allow_module_level=True)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    root = tmp_path_factory.mktemp("lecture") / "notebooks"
    shutil.copytree(ROOT, root)  # a copy, so that Lab saves nothing into the repository
    with lab.serve(root) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=lab.chromium(), args=lab.CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_notebook(address, browser):
    opened = []

    def open(path):
        opened.append(lab.Notebook(browser.new_page(viewport={"width": 1280, "height": 900}), address, path))
        return opened[-1]

    yield open
    for notebook in opened:
        notebook.close()


# A picture equal to the last one to the pixel is not sent again; its sentence may be another.
ANSWERED = """([canvas, frames, status]) =>
  Number(canvas.dataset.frames) > frames || canvas.parentElement.querySelector('figcaption').innerText !== status"""


class Explorer:
    """One explorer on the page."""

    def __init__(self, notebook, place):
        self.notebook, self.place = notebook, place
        self.canvas = place.locator(".nnlab-picture canvas")

    @property
    def frames(self) -> int:
        return int(self.canvas.get_attribute("data-frames") or 0)

    @property
    def status(self) -> str:
        return self.place.locator("figcaption").inner_text()

    def after(self, action, what: str) -> None:
        """Do it; a new picture or a new sentence has to come, and no error in it."""
        before = [self.canvas.element_handle(), self.frames, self.status]
        action()
        try:
            self.notebook.page.wait_for_function(ANSWERED, arg=before, timeout=20_000)
        except TimeoutError as error:
            raise AssertionError(f"{what} changed nothing: {self.status}") from error
        assert self.place.locator(".nnlab-failed").count() == 0, f"{what}: {self.status}"


def explorers(notebook) -> list[Explorer]:
    places = notebook.page.locator(".nnlab-explorer")
    return [Explorer(notebook, places.nth(i)) for i in range(places.count())]


def drive(explorer) -> None:
    """Every control by keyboard or mouse, every preset, Reset."""
    explorer.place.scroll_into_view_if_needed()
    page, place = explorer.notebook.page, explorer.place
    assert explorer.canvas.get_attribute("aria-label") == explorer.status, "the alternative text is the sentence"
    for i in range(place.locator(".noUi-handle").count()):
        handle = place.locator(".noUi-handle").nth(i)
        at_end = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
        key = "ArrowLeft" if at_end else "ArrowRight"

        def press(handle=handle, key=key):
            handle.focus()
            page.keyboard.press(key)
            page.keyboard.press(key)

        explorer.after(press, f"slider {i}")
    for i in range(place.locator("select").count()):
        select = place.locator("select").nth(i)
        options = select.locator("option").all_inner_texts()
        if options[0].startswith("●"):
            continue  # the class of a point yet to be added: nothing changes before it is
        reset(explorer)  # a choice may change nothing beside another one: no hidden units, no activation
        other = next(option for option in options if option != select.evaluate("e => e.selectedOptions[0].text"))
        explorer.after(lambda select=select, other=other: select.select_option(label=other), f"choice {i}")
    for i in range(place.locator("input[type=checkbox]").count()):
        explorer.after(place.locator("input[type=checkbox]").nth(i).click, f"box {i}")
    for i in range(place.locator(".nnlab-preset").count()):
        place.locator(".nnlab-preset").nth(i).click()
        explorer.notebook.settle()
        assert place.locator(".nnlab-failed").count() == 0, explorer.status
    reset(explorer)
    if explorer.canvas.get_attribute("tabindex") == "0":
        drag(explorer)
        explorer.canvas.focus()

        def there_and_back():  # at an end one of the two has nothing to change
            page.keyboard.press("ArrowRight")
            page.keyboard.press("ArrowLeft")

        explorer.after(there_and_back, "an arrow key on the picture")


def reset(explorer) -> None:
    explorer.place.locator("button:has(.fa-undo)").click()
    explorer.notebook.settle()


def drag(explorer) -> None:
    """Stroke over the picture; at one of a few places, it has to answer."""
    mouse, box, before = explorer.notebook.page.mouse, explorer.canvas.bounding_box(), explorer.status
    frames = explorer.frames
    for across in (0.25, 0.5, 0.8):
        x, y = box["x"] + across * box["width"], box["y"] + 0.45 * box["height"]
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + 25, y - 20, steps=4)
        mouse.up()
        explorer.notebook.settle()
        if explorer.frames > frames or explorer.status != before:
            assert explorer.place.locator(".nnlab-failed").count() == 0, f"dragging: {explorer.status}"
            return
    raise AssertionError(f"dragging in the picture changed nothing: {before}")


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_every_cell_runs_and_every_explorer_answers(open_notebook, path):
    notebook = open_notebook(path)
    notebook.run_all()
    assert notebook.errors == []
    for explorer in explorers(notebook):
        drive(explorer)
        notebook.settle()
    assert notebook.errors == []
    assert notebook.console == []
    assert notebook.outside == []


def test_a_prediction_is_made_by_keyboard(open_notebook):
    notebook = open_notebook("en/00_start_here.ipynb")
    notebook.run_all()
    place = notebook.page.locator(".nnlab-prediction")
    place.scroll_into_view_if_needed()
    place.locator("input[type=radio]").first.focus()
    notebook.page.keyboard.press("ArrowDown")
    place.locator("button").focus()
    notebook.page.keyboard.press("Enter")
    notebook.page.wait_for_selector(".nnlab-prediction [role=status] p")
    assert "The answer: dimmer, or out" in place.inner_text()
    assert "0 of 1 predictions right so far." in place.inner_text()
    assert place.locator("input[type=radio]").first.is_disabled()


def test_a_point_is_added_by_a_click_where_it_was_clicked(open_notebook):
    notebook = open_notebook("en/03_single_neuron_classifier.ipynb")
    notebook.run_all()
    explorer = explorers(notebook)[0]
    explorer.place.scroll_into_view_if_needed()
    assert " of 60 points " in explorer.status
    box = explorer.canvas.bounding_box()
    explorer.after(lambda: notebook.page.mouse.click(box["x"] + 0.12 * box["width"], box["y"] + 0.15 * box["height"]), "a click")
    assert " of 61 points " in explorer.status


def test_playing_moves_through_the_training(open_notebook):
    notebook = open_notebook("en/03_single_neuron_classifier.ipynb")
    notebook.run_all()
    explorer = explorers(notebook)[1]
    explorer.place.scroll_into_view_if_needed()
    explorer.after(explorer.place.locator(".widget-play button").first.click, "play")
    notebook.page.wait_for_timeout(1000)
    explorer.place.locator(".widget-play button").first.click()
    notebook.settle()
    step = int(explorer.status.split(":")[0].removeprefix("Step "))
    assert 30 < step <= 100
