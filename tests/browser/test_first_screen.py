"""What a reader sees first: the lecture's first notebook alone, and from there every other one."""

import lab
import pytest

pytestmark = pytest.mark.browser

PATH = "() => window.jupyterapp.shell.currentWidget.context.path"


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
