"""Slides are shown as they were stored, and come to life while their cells run; a cell that fails is named, and nothing else is lost."""

import json
import re

import lab
import pytest
from playwright.sync_api import expect
from presentation import move_explorer
from slide_checks import UNSEEN

pytestmark = pytest.mark.browser


@pytest.fixture
def changed_notebook(lecture):
    """Write notebook 00 with another source of one cell; returns its path in the lecture and the index of that cell."""
    file = lecture / "en/99_changed.ipynb"

    def write(cell_id: str, source: str) -> tuple[str, int]:
        notebook = json.loads((lecture / "en/00_start_here.ipynb").read_text("utf-8"))
        index = [cell["id"] for cell in notebook["cells"]].index(cell_id)
        notebook["cells"][index]["source"] = [source]
        file.write_text(json.dumps(notebook), "utf-8")
        return "en/99_changed.ipynb", index

    yield write
    file.unlink(missing_ok=True)


def to_explorer(presentation) -> None:
    """Go to the first slide with an explorer."""
    presentation.press("Home")
    while not presentation.visible(".nnlab-explorer").count():
        presentation.press("PageDown")


@pytest.mark.slow
def test_a_failed_cell_is_named_and_the_others_run(present, changed_notebook):
    path, index = changed_notebook("practice-prediction", "1 / 0")
    presentation = present(path)
    failure = presentation.page.locator(".nnlab-bar-failure")
    where = f"Cell {index + 1}, in “Predictions: answer before you see the picture”"
    assert failure.locator(".nnlab-bar-error").inner_text() == f"{where}: ZeroDivisionError: division by zero"
    to_explorer(presentation)
    move_explorer(presentation)
    failure.locator("button", has_text="Show the cell").click()
    expect(presentation.page.locator(".nnlab-deck")).to_have_count(0)
    assert presentation.page.evaluate("() => window.jupyterapp.shell.currentWidget.content.activeCellIndex") == index


@pytest.mark.slow
def test_slides_are_shown_before_their_cells_have_run(lecture, present, changed_notebook):
    gate = lecture / "en" / "gate"
    wait = f"import pathlib, time\nwhile not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.05)\n"
    setup = json.loads((lecture / "en/00_start_here.ipynb").read_text("utf-8"))["cells"]
    source = next("".join(cell["source"]) for cell in setup if cell["id"] == "setup")
    presentation = present(changed_notebook("setup", wait + source)[0], wait=False)
    page, waiting = presentation.page, presentation.visible(".nnlab-waiting")
    page.wait_for_selector(".nnlab-deck[data-page='1']", timeout=60_000)
    assert "Neural networks" in presentation.visible("h1").first.inner_text()
    to_explorer(presentation)
    expect(waiting).to_have_text("This is how it was saved. It comes to life once its cell has run.")
    assert presentation.visible(".nnlab-picture img").evaluate("image => image.naturalWidth") > 0
    assert page.evaluate(UNSEEN) == []
    expect(page.locator(".nnlab-bar-running")).to_have_text(re.compile("Running the cells: 0 of"), timeout=30_000)
    number, pages = presentation.number, presentation.pages
    presentation.press("d")  # the pen
    page.mouse.move(300, 300)
    page.mouse.down()
    page.mouse.move(500, 350, steps=3)
    page.mouse.up()
    presentation.press("d", "End")
    assert presentation.number == pages, "a late slide is there at once"
    try:
        gate.touch()
        presentation.wait_until_alive()
    finally:
        gate.unlink()
    assert page.locator(".nnlab-still, .nnlab-waiting").count() == 0
    to_explorer(presentation)
    assert [presentation.number, presentation.pages] == [number, pages]
    assert page.locator(".nnlab-ink polyline").count() == 1, "what was drawn over the stored picture stays on the slide"
    page.evaluate(lab.WATCH_IOPUB)
    move_explorer(presentation)
    assert presentation.problems() == []


@pytest.mark.slow
def test_who_leaves_early_finds_the_notebook_as_it_was(present, changed_notebook):
    presentation = present(changed_notebook("practice-exercise", "import time\ntime.sleep(3)")[0], wait=False)
    page = presentation.page
    page.wait_for_selector(".nnlab-deck[data-running]", timeout=60_000)
    presentation.press("Escape")
    expect(page.locator(".nnlab-deck")).to_have_count(0)
    assert page.locator(".nnlab-still, .nnlab-waiting, .nnlab-hidden").count() == 0
    page.keyboard.press("Control+Alt+p")
    presentation.wait_until_alive()
    to_explorer(presentation)
    move_explorer(presentation)
