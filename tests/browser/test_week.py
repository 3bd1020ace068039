"""A student's week: what they answered, typed and solved outlives killed kernels, closed browsers, restarted servers and an upgrade."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import lab
import psutil
import pytest

from nnlab.language import catalogue

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
SIGMOID = "05_sigmoid.ipynb"
CELLS = "() => window.jupyterapp.shell.currentWidget.content.widgets.map(cell => [cell.model.id, !cell.isHidden])"
SOURCE = "i => window.jupyterapp.shell.currentWidget.content.widgets[i].model.sharedModel.getSource()"
IS_DIRTY = "() => window.jupyterapp.shell.currentWidget.context.model.dirty"
KERNEL_ID = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.id"
SAVED_PICTURES = "() => document.querySelector('.nnlab-saved-picture img')?.complete"
ANSWERS = {"chain-explorer", "chain-read", "saturation-explorer", "deep-read", "tail-table", "zigzag-explorer"}
FIRST_ANSWERS = {"chain-explorer", "chain-read"}  # they follow the one prediction of its section that is locked in
# Notes in each frame which cells of the notebook can be seen.
WATCH = """() => {
  window.nnlabSeen = new Set();
  const look = () => {
    for (const cell of window.jupyterapp?.shell?.currentWidget?.content?.widgets ?? [])
      if (!cell.isHidden && cell.node.offsetParent !== null) window.nnlabSeen.add(cell.model.id);
    requestAnimationFrame(look);
  };
  look();
}"""
HALF = "def neuron_backward(x, w, b, upstream):\n    q = w @ x + b\n    f = 1 / (1 + np.exp(-q))  # 나머지는 내일: the rest tomorrow"
WHOLE = f"{HALF}\n    dq = upstream * f * (1 - f)\n    return dq * x, dq"


def install(site: Path, version: str) -> None:
    """Put a version of the package into `site`; from one to the next, every notebook changes."""
    shutil.rmtree(site / "nnlab", ignore_errors=True)
    ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    shutil.copytree(ROOT / "nnlab", site / "nnlab", ignore=ignore)
    shutil.copytree(ROOT / "notebooks", site / "nnlab" / "notebooks", ignore=ignore)
    init = site / "nnlab" / "__init__.py"
    init.write_text(re.sub(r'__version__ = ".*"', f'__version__ = "{version}"', init.read_text("utf-8")), "utf-8")
    for path in (site / "nnlab" / "notebooks").glob("*/*.ipynb"):
        notebook = json.loads(path.read_text("utf-8"))
        notebook["cells"].append({"cell_type": "markdown", "id": "edition", "metadata": {}, "source": f"Edition {version}"})
        path.write_text(json.dumps(notebook), "utf-8")


@pytest.fixture(params=["ko", "en"])
def student(request, browser, tmp_path, monkeypatch):
    """A student with an installed package, a home of their own with a Korean name, and a browser that keeps what pages store.

    `student(name)` opens a notebook on another day, with the command `nnlab` started anew; `student.printed()` is what the command says.
    """
    home, site = tmp_path / "홍 길동", tmp_path / "site"
    (home / ".jupyter").mkdir(parents=True)
    (home / ".jupyter" / "jupyter_lab_config.json").write_text('{"LabApp": {"expose_app_in_browser": true}}')  # for lab.Notebook
    site.mkdir()
    own = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "XDG", "NNLAB"))}
    own |= {"HOME": str(home), "PYTHONPATH": str(site), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "nnlab", "lab", "--no-browser", "--lang", request.param]
    context, log, servers = browser.new_context(viewport={"width": 1280, "height": 900}), tmp_path / "log.txt", []

    def stop():
        for page in context.pages:
            page.close()
        while servers:
            servers[-1].terminate()
            servers.pop().wait(60)

    def on_another_day(name: str = SIGMOID) -> lab.Notebook:
        stop()
        with log.open("w") as file:
            servers.append(subprocess.Popen(command, cwd=home, env=own, stdin=subprocess.DEVNULL, stdout=file, stderr=file))
        link = printed_link(servers[0], log)
        page = context.new_page()
        page.add_init_script(f"({WATCH})()")
        page.goto(link)
        page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget", timeout=60_000)
        return lab.Notebook(page, link.split("/doc/")[0], f"{request.param}/{name}", answers=False)

    on_another_day.home, on_another_day.site, on_another_day.language = home, site, request.param
    on_another_day.printed = lambda: log.read_text("utf-8")
    on_another_day.environment = own
    yield on_another_day
    stop()
    context.close()


def printed_link(server, log: Path) -> str:
    """The address that the command prints, as soon as it does."""
    for _ in range(600):
        if (found := re.search(r"(http://127\.0\.0\.1:\d+/doc/\S*\?token=\w+)\s", log.read_text("utf-8"))) or server.poll() is not None:
            break
        time.sleep(0.1)
    assert found, log.read_text("utf-8")
    return found[1]


def shown(notebook) -> set[str]:
    """The ids of the cells that are not covered."""
    return {id for id, visible in notebook.page.evaluate(CELLS) if visible}


def seen(notebook) -> set[str]:
    """The ids of the cells that could be seen at any moment since the page was opened."""
    return set(notebook.page.evaluate("() => [...window.nnlabSeen]"))


def edition(student, path: str) -> str:
    """The line that `install` has put at the end of the student's copy of a notebook."""
    return "".join(json.loads((student.home / "nnlab-lecture" / path).read_text("utf-8"))["cells"][-1]["source"])


def cell(notebook, id: str):
    """The cell with this id, scrolled into view."""
    index = [one for one, _ in notebook.page.evaluate(CELLS)].index(id)
    notebook.page.evaluate("i => window.jupyterapp.shell.currentWidget.content.scrollToItem(i, 'center')", index)
    place = notebook.page.locator(f'.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell[data-windowed-list-index="{index}"]')
    place.scroll_into_view_if_needed()
    return place


def source(notebook, id: str) -> str:
    return notebook.page.evaluate(SOURCE, [one for one, _ in notebook.page.evaluate(CELLS)].index(id))


def type_into(notebook, id: str, text: str) -> None:
    """Replace the function of an exercise, and leave its check as it is."""
    check = source(notebook, id).split("\n\n\n")[-1]
    cell(notebook, id).locator(".cm-content").click()
    notebook.page.keyboard.press("Control+a")
    notebook.page.keyboard.insert_text(f"{text}\n\n\n{check}")


def run(notebook, id: str) -> None:
    cell(notebook, id).locator(".cm-content").click()
    notebook.page.keyboard.press("Control+Enter")
    notebook.page.wait_for_timeout(300)
    notebook.wait_until_idle()


def lock(notebook, id: str, choice: int):
    """Lock in a choice; returns the question."""
    question = cell(notebook, id).locator(".nnlab-prediction")
    question.locator("input").nth(choice).check()
    question.locator("button").click()
    question.locator("[role=status] p").first.wait_for()
    notebook.wait_until_idle()
    return question


def save(notebook) -> None:
    notebook.page.keyboard.press("Control+s")
    notebook.page.wait_for_function(f"() => !({IS_DIRTY})()")


def kill_kernel(notebook) -> None:
    """End the process of the kernel as a computer does that runs out of memory."""
    kernel = notebook.page.evaluate(KERNEL_ID)
    [process] = [one for one in psutil.process_iter(["cmdline"]) if f"kernel-{kernel}" in " ".join(one.info["cmdline"] or [])]
    process.kill()


def progress_command(student, *arguments: str) -> str:
    """What `nnlab progress` prints."""
    command = [sys.executable, "-m", "nnlab", "progress", "--lang", student.language, *arguments]
    return subprocess.run(command, cwd=student.home, env=student.environment, capture_output=True, encoding="utf-8", check=True).stdout


def test_a_week(student):
    text = {key: texts[student.language] for key, texts in (catalogue() | catalogue(explorers=False)).items()}
    mine = f"{student.language}/{SIGMOID}"
    install(student.site, "1.0.0")

    # Monday: a fresh copy. Nothing is shown too early, neither before the cells are run nor after.
    monday = student()
    monday.page.locator(".nnlab-cover").first.wait_for()
    assert shown(monday).isdisjoint(ANSWERS)
    monday.run_all()
    assert shown(monday).isdisjoint(ANSWERS)
    choice = lock(monday, "predict-tail", 1).locator("label").nth(1).inner_text().strip()
    assert f"✗ {text['question.guess']}" in choice
    assert shown(monday) & ANSWERS == FIRST_ANSWERS
    picture = cell(monday, "chain-explorer")
    opening = picture.locator("figcaption").inner_text()
    picture.locator(".noUi-handle").first.focus()
    for _ in range(5):
        monday.page.keyboard.press("ArrowRight")
    monday.wait_until_idle()
    assert picture.locator("figcaption").inner_text() != opening
    type_into(monday, "exercise-backward", HALF)
    save(monday)
    kill_kernel(monday)
    monday.page.locator(".jp-Dialog", has_text=SIGMOID).wait_for()
    monday.wait_until_idle()  # Jupyter restarts the kernel; a server that is stopped meanwhile may wait for it forever
    assert seen(monday) & ANSWERS == FIRST_ANSWERS

    # Tuesday: another server, another kernel. Everything is there before anything was run.
    tuesday = student()
    tuesday.page.wait_for_function(SAVED_PICTURES)
    assert shown(tuesday) & ANSWERS == FIRST_ANSWERS
    question = cell(tuesday, "predict-tail")
    question.locator("li em").wait_for()
    assert question.locator("li").nth(1).inner_text() == choice
    assert question.locator("details").evaluate("place => place.open")
    assert cell(tuesday, "predict-deep").locator("li em").count() == 0
    saved = cell(tuesday, "chain-explorer")
    assert saved.locator("img").evaluate("image => image.complete && image.naturalWidth > 800")
    assert saved.locator("figcaption").inner_text() == opening
    assert source(tuesday, "exercise-backward").startswith(HALF)
    tuesday.run_all()
    assert choice in cell(tuesday, "predict-tail").inner_text()
    assert text["question.score"].format(right=0, asked=1) in cell(tuesday, "score").inner_text()
    lock(tuesday, "exit-neuron", 0)
    type_into(tuesday, "exercise-backward", WHOLE)
    run(tuesday, "exercise-backward")
    assert "✓" in cell(tuesday, "exercise-backward").locator(".jp-OutputArea").inner_text()
    save(tuesday)
    assert seen(tuesday) & ANSWERS == FIRST_ANSWERS

    # Wednesday: the package was upgraded, and all its notebooks are new. What the student changed stays; the others are updated.
    install(student.site, "2.0.0")
    wednesday = student()
    assert text["cli.skipped"].format(names=mine) in student.printed()
    assert edition(student, mine) == "Edition 1.0.0"
    assert edition(student, f"{student.language}/00_start_here.ipynb") == "Edition 2.0.0"
    wednesday.page.wait_for_function(SAVED_PICTURES)
    assert source(wednesday, "exercise-backward").startswith(WHOLE)
    assert shown(wednesday) & ANSWERS == FIRST_ANSWERS
    wednesday.run_all()
    assert choice in cell(wednesday, "predict-tail").inner_text()
    assert seen(wednesday) & ANSWERS == FIRST_ANSWERS
    answered = progress_command(student).splitlines()[6]
    assert answered.startswith(f"05 {text['contents.sigmoid.title']} | 2/")
    assert answered.endswith("| 1/3")

    # Thursday: another notebook, with a kernel of its own, knows the score.
    thursday = student("00_start_here.ipynb")
    thursday.run_all()
    row = cell(thursday, "progress").locator("tr", has_text=text["contents.sigmoid.title"]).inner_text()
    assert row.split("\t")[1:] == [column.strip() for column in answered.split("|")[1:]]
    practice = lock(thursday, "practice-prediction", 0)
    assert text["question.score"].format(right=1, asked=3) in practice.inner_text()
    assert thursday.console == []
