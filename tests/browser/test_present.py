"""Presenter mode in a real JupyterLab: every slide fits and shows something, explorers react, and keys do what their list says."""

import re

import lab
import pytest
from editions import one_edition_weekly
from playwright.sync_api import expect
from presentation import move_explorer
from slide_checks import OVER_PICTURES, SHOWN, SMALLEST, SMALLEST_LABEL, UNSEEN

pytestmark = pytest.mark.browser

# Texts that lie over the picture that they speak of.
BESIDE = """() => {
  const right = document.querySelector('.nnlab-companion').getBoundingClientRect().right;
  return [...document.querySelectorAll('.nnlab-content > :not(.nnlab-companion)')].filter(node => node.checkVisibility()
    && node.getBoundingClientRect().left < right).map(node => node.innerText);
}"""


def walk(presentation) -> None:
    """Go through all slides: none is empty, none has to be scrolled, and each explorer reacts."""
    explorers = 0
    for number in range(1, presentation.pages + 1):
        assert presentation.number == number
        text = presentation.page.locator(".nnlab-content").inner_text()[:60]
        where = f"slide {number}, {presentation.deck.get_attribute('data-section')}: {text!r}"
        assert presentation.page.evaluate(SHOWN) > 0, f"{where} is empty"
        assert presentation.page.evaluate(UNSEEN) == [], where
        assert presentation.page.evaluate(SMALLEST) >= 18, f"{where} has type too small for the last row"
        assert presentation.page.evaluate(OVER_PICTURES) == [], where
        assert presentation.page.evaluate(SMALLEST_LABEL) >= 18, f"{where} has labels too small for the last row"
        if presentation.visible(".nnlab-companion").count():
            assert presentation.page.evaluate(BESIDE) == [], f"{where}: the text lies over its picture"
        elif presentation.visible(".nnlab-explorer").count():
            explorers += 1
            assert presentation.visible(".nnlab-title").count() == 1, f"{where} has no heading"
            move_explorer(presentation)
            assert presentation.page.evaluate(UNSEEN) == [], f"{where}, after its control moved"
        presentation.press("PageDown")
    assert presentation.number == presentation.pages, "after the last slide comes none"
    assert explorers == presentation.page.locator(".nnlab-explorer").count(), "each explorer has a slide"
    assert presentation.problems() == []


@pytest.mark.slow
@pytest.mark.parametrize("path", one_edition_weekly(even_numbers="en"))
def test_every_notebook_can_be_presented(present, path):
    walk(present(path))


def test_every_key_does_what_the_list_says(present):
    presentation = present("en/00_start_here.ipynb")
    page, press = presentation.page, presentation.press
    walk(presentation)

    press("Home")
    assert presentation.number == 1
    press("ArrowRight", " ", "ArrowLeft", "PageDown", "PageUp")
    assert presentation.number == 2
    press("j")  # the jump list
    page.locator(".nnlab-panel[open] li button", has_text="Exercises: immediate feedback").click()
    assert presentation.deck.get_attribute("data-section") == "Exercises: immediate feedback"
    press("j", "Escape")
    assert page.locator(".nnlab-panel[open]").count() == 0

    press("PageUp")
    press("r")
    status = presentation.visible("figcaption")
    expect(status).to_have_text(re.compile("z = 2.00"))
    press("2")
    expect(status).not_to_have_text(re.compile("z = 2.00"))
    here = presentation.number
    presentation.visible(".noUi-handle").first.focus()
    press("ArrowRight")
    assert presentation.number == here, "an arrow key belongs to the control that has the focus"
    press("r")
    expect(status).to_have_text(re.compile("z = 2.00"))

    press("PageUp", "Home")
    while presentation.deck.get_attribute("data-section") != "Running a cell":
        press("PageDown")
    here = presentation.number
    assert presentation.visible(".cm-editor").count() == 0, "code is folded"
    page.evaluate("() => document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ㅊ', code: 'KeyC', bubbles: true}))")
    expect(presentation.visible(".cm-editor"), "C unfolds it, with a Korean keyboard, too").to_have_count(1)
    press("c")
    assert presentation.visible(".cm-editor").count() == 0
    press("b")
    assert page.locator(".nnlab-black-screen").is_visible()
    press("b")
    with page.expect_popup() as opened:
        press("s")
    notes = opened.value
    assert notes.locator("h1").inner_text() == "Running a cell"
    assert "Say If you want to follow along" in notes.locator(".notes").inner_text()
    assert notes.locator(".time").inner_text().startswith("00:")
    notes.keyboard.press("PageDown")
    assert presentation.number == here + 1, "a key in the notes' window moves the slides"
    assert notes.locator("h1").inner_text() == "Your progress"

    press("Escape")
    expect(page.locator(".nnlab-deck")).to_have_count(0)
    assert notes.is_closed()
    assert page.locator(".jp-NotebookPanel-toolbar").get_by_text("Present").is_visible()
    assert page.locator(".jp-NotebookPanel").bounding_box()["height"] > 600, "Lab is as large as before"
    assert page.evaluate("() => document.querySelectorAll('.nnlab-hidden, [inert], .nnlab-deck-ancestor').length") == 0
    press("Control+Alt+p")
    page.wait_for_selector(f".nnlab-deck[data-page='{here + 1}']", timeout=5_000)  # at once and at the same slide: nothing is run again
    assert presentation.problems() == []


@pytest.mark.slow
def test_something_is_seen_from_the_start(lecture, browser):
    waiting = "() => getComputedStyle(document.body, '::before').position === 'fixed'"  # the screen that covers Lab while it loads
    with lab.serve_process(lecture, presented="05_sigmoid.ipynb") as (address, _):
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        url = f"{address}/lab/workspaces/nnlab-present-en-05/tree/en/05_sigmoid.ipynb?token={lab.TOKEN}"
        page.goto(url, wait_until="domcontentloaded")
        page.wait_for_function(waiting)
        assert page.locator(".nnlab-loading").count() == 0
        expect(page.locator(".nnlab-loading-first li")).to_have_count(4, timeout=60_000)  # the goals, while Lab lays out the slides
        assert not page.evaluate(waiting)
        place = page.locator(".nnlab-loading-first li").last.bounding_box()
        page.wait_for_selector(".nnlab-deck[data-page='1']", timeout=90_000)
        last_goal = """() => { const shown = [...document.querySelectorAll(".nnlab-content li")].filter((li) => li.checkVisibility());
          const box = shown.at(-1)?.getBoundingClientRect(); return box?.width > 0 && [box.x, box.y]; }"""
        goal = page.wait_for_function(last_goal, timeout=60_000).json_value()
        assert goal == pytest.approx([place["x"], place["y"]], abs=8), "the text stays where it was"
        page.evaluate("() => window.jupyterapp.shell.currentWidget?.sessionContext.shutdown()")
        page.close()


@pytest.mark.slow
def test_a_link_presents_the_next_notebook(present):
    presentation = present("ko/00_start_here.ipynb")
    presentation.press("End")
    presentation.visible("a").last.click()
    presentation.page.wait_for_selector(".nnlab-deck[data-page='1']:not([data-running])", timeout=240_000)
    assert presentation.deck.get_attribute("data-section").startswith("01. ")
    assert presentation.problems() == []


@pytest.mark.slow
def test_predictions_and_exercises_work_on_slides(present):
    presentation = present("ko/05_sigmoid.ipynb")
    page, press = presentation.page, presentation.press
    while not presentation.visible(".nnlab-prediction").count():
        press("PageDown")
    presentation.visible(".nnlab-prediction input").first.check()
    presentation.visible(".nnlab-prediction button").click()
    expect(presentation.visible(".nnlab-prediction [role=status] p")).to_have_count(1)
    page.wait_for_function(f"() => ({UNSEEN})().length === 0", timeout=5000)  # the zoom follows the answer
    while not presentation.visible(".cm-editor").count():
        press("PageDown")
    number = presentation.number
    editor = presentation.visible(".cm-content")
    editor.click()
    press("Control+a")
    page.keyboard.insert_text(
        "def neuron_backward(x, w, b, upstream):\n    f = 1 / (1 + np.exp(-(w @ x + b)))\n"
        '    return upstream * f * (1 - f) * x, upstream * f * (1 - f)\n\n\nnnlab.check("sigmoid_backward", neuron_backward)'
    )
    press("Shift+Enter")
    expect(presentation.visible(".jp-OutputArea-output").first).to_contain_text("✓", timeout=20_000)
    assert presentation.number == number
    page.wait_for_function(f"() => ({UNSEEN})().length === 0", timeout=5000)
    press("PageDown")
    assert presentation.number == number + 1
    assert presentation.problems() == []
