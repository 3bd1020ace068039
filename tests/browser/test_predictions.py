"""Predictions by keyboard in JupyterLab: each keeps its guess, all show the score, and JupyterLab does not take their keys."""

import lab
import pytest

pytestmark = pytest.mark.browser

CELLS = [
    'import nnlab\nnnlab.use_language("en")\nnnlab.predict("linear_collapse")',
    'nnlab.predict("linear_on_spiral", linear=0.5366)',
    'nnlab.predict("linear_collapse")',
]
ACTIVE = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"


@pytest.fixture
def notebook(lecture, open_notebook):
    lab.write_notebook(lecture / "two.ipynb", CELLS)
    notebook = open_notebook("two.ipynb")
    notebook.run_all()
    return notebook


def guessed(place) -> list[str]:
    """The choices marked as the guess, and those whose button is filled in."""
    labels = place.locator("label").all()
    return [label.inner_text().strip() for label in labels if "your answer" in label.inner_text() or label.locator("input").is_checked()]


def test_two_predictions_by_keyboard(notebook):
    page, key = notebook.page, notebook.page.keyboard.press
    first, second, again = (page.locator(".nnlab-prediction").nth(i) for i in range(3))
    for place, downs in ((first, 2), (second, 2)):
        place.locator("input").first.focus()
        for _ in range(downs):
            key("ArrowDown")
        key("Tab")
        key("Enter")
        place.locator("[role=status] p").wait_for()
        notebook.wait_until_idle()
        cell = page.evaluate(ACTIVE)
        key("ArrowDown")  # the focus is on the answer: JupyterLab must not take the key
        assert page.evaluate(ACTIVE) == cell
        assert place.locator("[role=status]").evaluate("place => place === document.activeElement")
    right = ["No: it equals the single matrix W = W₂W₁ ✓ your answer"]
    assert guessed(first) == guessed(again) == right
    assert first.locator("input:checked").count() == second.locator("input:checked").count() == again.locator("input:checked").count() == 1
    assert guessed(second) == ["About 80% ✗ your answer"]
    assert "54%" in second.inner_text()
    for place in (first, second, again):
        assert "1 of 2 questions answered correctly so far." in place.inner_text()
        assert place.locator("button").is_disabled()
    assert notebook.errors == []
    assert notebook.console == []
