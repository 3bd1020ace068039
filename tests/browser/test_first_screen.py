"""What a reader sees first: the lecture's first notebook alone, a line to move, where to go on, and from there every other notebook."""

import json

import lab
import pytest
import slide_types
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

DIRTY = "() => [...window.jupyterapp.shell.widgets('main')].some(panel => panel.context?.model.dirty)"
PATH = "() => window.jupyterapp.shell.currentWidget.context.path"


QUESTIONS = json.loads(slide_types.QUESTIONS.read_text("utf-8"))


@pytest.fixture
def answered(lecture):
    """Write the reader's progress: these questions are answered."""
    file = lecture / "progress.jsonl"
    yield lambda ids: file.write_text("".join(json.dumps({"prediction": id, "choice": "right"}) + "\n" for id in ids), "utf-8")
    file.unlink(missing_ok=True)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_lecture_opens_on_its_first_notebook(address, browser, language):
    page, messages = browser.new_page(viewport={"width": 1280, "height": 800}), []
    page.on("console", lambda message: message.type == "error" and messages.append(message.text))
    page.goto(f"{address}/doc/workspaces/nnlab-{language}/tree/{language}/00_start_here.ipynb?token={lab.TOKEN}")
    heading = page.locator(".jp-Notebook h1").first
    heading.wait_for(timeout=60_000)
    assert heading.bounding_box()["y"] < 200
    assert page.locator(".jp-DirListing").is_hidden()
    page.locator(".jp-Notebook a", has_text="01 ").first.click()
    page.wait_for_function(f"() => ({PATH})() === '{language}/01_score_functions.ipynb'")
    page.locator(".jp-Notebook:visible h1").first.wait_for()
    assert messages == []
    page.close()


def test_the_first_notebook_says_where_to_go_on(address, browser, answered):
    answered([*QUESTIONS["01_score_functions"], QUESTIONS["02_biological_neuron"][0]])
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/doc/workspaces/nnlab-en/tree/en/00_start_here.ipynb?token={lab.TOKEN}")
    home = page.locator(".nnlab-home")
    home.wait_for(timeout=60_000)
    assert home.bounding_box()["y"] < 500
    count = f"1 of {len(QUESTIONS['02_biological_neuron'])} questions answered."
    assert home.inner_text() == f"Continue with: 02 The biological neuron → {count}"
    marks = page.locator(".nnlab-map-mark")
    marks.nth(1).wait_for()
    assert marks.all_inner_texts() == [" ✓", f" 1/{len(QUESTIONS['02_biological_neuron'])}"]
    page.locator(".nnlab-home button").click()
    page.wait_for_function(f"() => ({PATH})() === 'en/02_biological_neuron.ipynb'")
    page.locator(".jp-Notebook:visible h1").first.wait_for()
    page.wait_for_function(f"() => !({DIRTY})()")
    page.close()


def test_the_first_notebook_has_a_line_to_move(address, browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/doc/workspaces/nnlab-en/tree/en/00_start_here.ipynb?token={lab.TOKEN}")
    numbers = page.locator(".nnlab-challenge .numbers")
    numbers.wait_for(timeout=60_000)
    assert numbers.inner_text().startswith("4 of 12 right")
    page.locator(".nnlab-challenge").scroll_into_view_if_needed()
    middle, end = (page.locator(f".nnlab-challenge .{name} .reach").bounding_box() for name in ("move", "turn"))
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2)
    page.mouse.down()
    page.mouse.move(middle["x"] + middle["width"] / 2 + 60, middle["y"] + middle["height"] / 2 + 70, steps=5)
    page.mouse.up()
    expect(numbers).to_contain_text("12 of 12 right")
    handle = page.get_by_role("button", name="Turn the boundary: arrow keys")
    active = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"
    before = page.evaluate(active)
    for _ in range(20):
        handle.press("ArrowDown")
    expect(numbers).not_to_contain_text("12 of 12 right")
    assert page.evaluate(active) == before, "an arrow key belongs to the line, and moves to no other cell"
    page.locator(".nnlab-challenge svg").dblclick(position={"x": 12, "y": 12})
    assert page.locator(".jp-Notebook h1").first.is_visible(), "a double click does not edit the cell"
    assert page.evaluate("() => window.jupyterapp.shell.currentWidget.content.widgets[0].rendered")
    page.close()
