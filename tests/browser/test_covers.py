"""What follows a prediction is covered until it is answered or skipped, and answers are there the next day."""

import shutil
from pathlib import Path

import lab
import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2] / "notebooks"
HOME, SIGMOID = "en/00_start_here.ipynb", "en/05_sigmoid.ipynb"
SHOWN = "() => window.jupyterapp.shell.currentWidget.content.widgets.filter(cell => !cell.isHidden).map(cell => cell.model.id)"
IS_DIRTY = "() => window.jupyterapp.shell.currentWidget.context.model.dirty"


@pytest.fixture
def reader(browser, tmp_path, monkeypatch):
    """A reader's own copy of two notebooks and a browser of their own; `reader(path)` opens a notebook in a new Lab, as on another day."""
    monkeypatch.delenv("NNLAB_PROGRESS")
    for path in (HOME, SIGMOID):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    home = tmp_path / "home"  # the same every day: notebooks that were saved there are trusted
    home.mkdir()
    context, servers = browser.new_context(viewport={"width": 1280, "height": 900}), []

    def open_on_another_day(path):
        while servers:
            servers.pop().__exit__(None, None, None)
        servers.append(lab.serve(tmp_path, home=home))
        return lab.Notebook(context.new_page(), servers[0].__enter__(), path, answers=False)

    open_on_another_day.folder = tmp_path
    yield open_on_another_day
    context.close()
    while servers:
        servers.pop().__exit__(None, None, None)


def lock(notebook, number: int, choice: int) -> None:
    question = notebook.page.locator(".nnlab-prediction").nth(number)
    question.locator("input").nth(choice).check()
    question.locator("button").click()
    question.locator("[role=status] p").wait_for()
    notebook.wait_until_idle()


def covers(notebook) -> int:
    return notebook.page.locator(".nnlab-cover").count()


def test_an_answer_is_covered_until_it_is_locked_in(reader):
    notebook = reader(SIGMOID)
    page = notebook.page
    page.locator(".nnlab-cover").first.wait_for()
    assert "chain-explorer" not in page.evaluate(SHOWN)  # before anything was run
    assert "exercise-one" in page.evaluate(SHOWN)  # the next section
    assert not page.evaluate(IS_DIRTY)
    notebook.run_all()
    assert "chain-explorer" not in page.evaluate(SHOWN)
    lock(notebook, 0, 1)
    assert {"chain-explorer", "chain-read"} <= set(page.evaluate(SHOWN))
    assert "deep-read" not in page.evaluate(SHOWN)
    page.locator("#jp-main-dock-panel .nnlab-cover button").first.click()
    shown = page.evaluate(SHOWN)
    assert "predict-large" in shown  # which covers the answers to both
    assert "deep-read" not in shown
    page.get_by_role("button", name="Answers").click()
    assert len(page.evaluate(SHOWN)) == len(page.evaluate("() => window.jupyterapp.shell.currentWidget.content.widgets.map(() => 1)"))
    page.get_by_role("button", name="Answers").click()
    assert "deep-read" not in page.evaluate(SHOWN)
    assert notebook.console == []


def test_what_was_saved_is_seen_the_next_day(reader):
    monday = reader(SIGMOID)
    monday.run_all()
    lock(monday, 0, 1)
    monday.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    monday.page.wait_for_function(f"() => !({IS_DIRTY})()")
    tuesday = reader(SIGMOID)
    page = tuesday.page
    picture = page.locator(".nnlab-saved-picture").first
    picture.wait_for()
    assert picture.locator("img").evaluate("image => image.complete && image.naturalWidth > 800")
    assert len(picture.locator("figcaption").inner_text()) > 40
    assert "run this cell" in picture.inner_text()
    page.wait_for_function("() => !document.querySelector('.jp-Notebook').innerText.includes('model not found')")
    assert page.locator(".jp-OutputArea-output", has_text="Predict first.").first.is_visible()
    tuesday.run_all()
    assert page.locator(".nnlab-explorer canvas[data-frames]").first.is_visible()
    assert page.locator(".nnlab-saved-picture").count() == 0


@pytest.mark.slow
def test_answers_are_there_the_next_day(reader):
    monday = reader(SIGMOID)
    monday.run_all()
    lock(monday, 0, 1)
    tuesday = reader(SIGMOID)
    tuesday.page.wait_for_function("() => document.querySelector('.nnlab-cover')")
    tuesday.page.wait_for_function(f"() => ({SHOWN})().includes('chain-explorer')")  # although nothing was run today
    assert "deep-read" not in tuesday.page.evaluate(SHOWN)
    tuesday.run_all()
    first = tuesday.page.locator(".nnlab-prediction").first
    assert "your answer" in first.inner_text()
    assert "0 of 1 questions answered correctly so far." in first.inner_text()
    home = reader(HOME)  # another notebook, another kernel
    home.run_all()
    lock(home, 0, 0)
    assert "of 2 questions answered correctly so far." in home.page.locator(".nnlab-prediction").first.inner_text()
    lines = (reader.folder / "progress.jsonl").read_text("utf-8").splitlines()
    assert [line.split('"')[3] for line in lines] == ["tail_gradient", "practice"]
