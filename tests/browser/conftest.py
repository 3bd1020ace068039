"""What the browser's tests share: one Lab over a copy of the notebooks and one page in which they are opened one after the other."""

import os
import shutil
from pathlib import Path

import lab
import pytest
from playwright.sync_api import sync_playwright
from presentation import Presentation

ROOT = Path(__file__).parents[2] / "notebooks"


@pytest.fixture(scope="session")
def lecture(tmp_path_factory) -> Path:
    """The folder that Lab serves: a copy, so that nothing is saved into the repository."""
    return shutil.copytree(ROOT, tmp_path_factory.mktemp("lecture") / "notebooks")


@pytest.fixture(scope="session")
def address(lecture):
    if lab.chromium() is None and os.environ.get("NNLAB_REQUIRE_BROWSER") != "1":
        pytest.skip("no Chromium found (install chromium, or set NNLAB_REQUIRE_BROWSER=1 to make this an error)")
    with lab.serve(lecture) as address:
        yield address


@pytest.fixture(scope="session")
def browser(address):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=lab.chromium(), args=lab.CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def page(browser):
    """Lab is loaded once; a notebook takes a second to open in it, a page of its own takes five."""
    return browser.new_page(viewport={"width": 1280, "height": 900})


@pytest.fixture
def open_notebook(address, page):
    """Open a notebook by its path; it is closed, and its kernel with it, when the test is over."""
    opened = []

    def open(path):
        opened.append(lab.Notebook(page, address, path))
        return opened[-1]

    yield open
    for notebook in opened:
        notebook.close()


@pytest.fixture
def present(address, browser):
    """Present a notebook by its path, in a page of its own."""
    opened = []

    def open(path, **options):
        opened.append(Presentation(browser.new_page(viewport={"width": 1280, "height": 720}), address, path, **options))
        return opened[-1]

    yield open
    for presentation in opened:
        presentation.close()
