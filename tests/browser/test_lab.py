"""The lecture in a real JupyterLab and Chromium: every cell runs, every explorer reacts, and no other host is asked."""

import pytest
from editions import one_edition_weekly
from explorer_page import explorers

pytestmark = pytest.mark.browser


def assert_clean(notebook) -> None:
    assert notebook.errors == []
    assert notebook.console == []
    assert notebook.outside == []


@pytest.mark.parametrize("path", one_edition_weekly(even_numbers="ko"))
def test_every_cell_runs_and_every_explorer_answers(open_notebook, path):
    notebook = open_notebook(path)
    notebook.run_all()
    assert_clean(notebook)
    toolbar = notebook.page.locator(".jp-NotebookPanel-toolbar:visible")
    assert toolbar.get_by_role("button", name={"en": "Present", "ko": "발표"}[path[:2]]).is_visible()
    for explorer in explorers(notebook):
        explorer.place.scroll_into_view_if_needed()
        assert explorer.canvas.get_attribute("aria-label") == explorer.status, "the alternative text is the status"
        explorer.after(explorer.move_first, f"the first control of {explorer.status!r}")
        notebook.wait_until_idle()
    assert_clean(notebook)


def test_a_notebook_that_was_only_opened_has_nothing_to_save(open_notebook):
    notebook = open_notebook("en/05_sigmoid.ipynb")
    dirty = "() => window.jupyterapp.shell.currentWidget.context.model.dirty"
    notebook.page.wait_for_function("() => window.jupyterapp.shell.currentWidget.context.model.getMetadata('language_info').version")
    notebook.page.wait_for_timeout(500)
    assert notebook.page.evaluate(dirty) is False
    notebook.page.evaluate("() => window.jupyterapp.shell.currentWidget.model.cells.get(1).sharedModel.setSource('mine')")
    notebook.page.wait_for_function(dirty)


def test_korean_lines_break_between_words(open_notebook):
    notebook = open_notebook("ko/00_start_here.ipynb")
    notebook.run_all()
    for place in (".jp-MarkdownOutput p", ".nnlab-prediction label", ".nnlab-picture figcaption", ".jp-OutputArea-output details td"):
        shown = notebook.page.locator(place).first
        assert shown.evaluate("element => getComputedStyle(element).wordBreak") == "keep-all", place


def test_a_prediction_is_made_by_keyboard(open_notebook):
    notebook = open_notebook("en/00_start_here.ipynb")
    notebook.run_all()
    place = notebook.page.locator(".nnlab-prediction").first
    place.scroll_into_view_if_needed()
    place.locator("input[type=radio]").first.focus()
    notebook.page.keyboard.press("ArrowDown")
    notebook.page.keyboard.press("ArrowDown")
    place.locator("button").focus()
    notebook.page.keyboard.press("Enter")
    notebook.page.wait_for_selector(".nnlab-prediction [role=status] p")
    assert "Correct answer: 0" in place.inner_text()
    assert "0 of 1 questions answered correctly so far." in place.inner_text()
    assert place.locator("input[type=radio]").first.is_disabled()
