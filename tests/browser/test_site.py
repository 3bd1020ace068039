"""The website in a real Chromium: pages without scripts, on a phone and on paper; a notebook that runs without a server."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import lab
import pytest
import website
from explorer_page import ExplorerPage
from playwright.sync_api import sync_playwright
from site_server import serve

pytest.importorskip("jupyterlite_core", reason="JupyterLite is in an environment of its own (make site, make test-slow)")

ROOT = Path(__file__).parents[2]
NAMES = [path.stem for path in sorted((ROOT / "notebooks" / "en").glob("*.ipynb"))]
PAGES = ["index.html"] + [f"{edition}/{name}.html" for edition in ("ko", "en") for name in ("index", *NAMES)]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

if lab.chromium() is None and os.environ.get("NNLAB_REQUIRE_BROWSER") != "1":
    pytest.skip("no Chromium found (install chromium, or set NNLAB_REQUIRE_BROWSER=1 to make this an error)", allow_module_level=True)

# The elements that reach beyond the right edge of the window, except in boxes that scroll by themselves.
TOO_WIDE = """() => document.documentElement.scrollWidth > innerWidth ? [...document.querySelectorAll('body *')]
  .filter(part => part.getBoundingClientRect().right > innerWidth + 1 && !part.closest('pre, math, table'))
  .map(part => `${part.tagName} ${part.textContent.slice(0, 40)}`).concat(`page ${document.documentElement.scrollWidth}`) : []"""
BROKEN = "() => [...document.images].filter(image => !image.complete || image.naturalWidth < 100).map(image => image.alt)"
FLAT = "() => [...document.querySelectorAll('math')].filter(math => math.getBoundingClientRect().height < 5).map(math => math.textContent)"

COUNTS = """() => window.jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model)
  .filter(model => model.type === 'code').map(model => model.executionCount)"""


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=lab.chromium(), args=lab.CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    target, frames = tmp_path_factory.mktemp("site"), ROOT / "build" / "frames"
    website.write(target, frames if frames.is_dir() else None)  # as `make site` does after `make frames`
    with serve(target) as address:
        yield address


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The module that builds JupyterLite, and the address of what it built."""
    lite = pytest.importorskip("lite", reason="the extra `site` is not installed (make site, make test-slow)")
    target = tmp_path_factory.mktemp("built") / "lite"
    subprocess.run([sys.executable, lite.__file__, target], check=True)
    with serve(target) as address:
        yield lite, address


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_fit_a_phone_and_a_desk_with_scripts_off(browser, site, width):
    with browser.new_context(viewport={"width": width, "height": 740}, java_script_enabled=False) as context:
        page = context.new_page()
        outside = []
        page.on("request", lambda request: request.url.startswith((site, "data:")) or outside.append(request.url))
        for name in PAGES:
            page.goto(f"{site}/{name}")
            assert page.evaluate(TOO_WIDE) == [], name
            assert page.evaluate(BROKEN) == [], name
            assert page.evaluate(FLAT) == [], name
        assert outside == []


def test_print_shows_the_text_without_answers(browser, site):
    with browser.new_context(viewport={"width": 680, "height": 960}, java_script_enabled=False, color_scheme="dark") as context:
        page = context.new_page()
        page.emulate_media(media="print")
        for name in PAGES[2:]:
            if name.endswith("index.html"):
                continue
            page.goto(f"{site}/{name}")
            assert not page.locator("header, footer, aside, .live").filter(visible=True).count(), name
            assert page.locator("h1").is_visible()
            assert not page.locator("details > :not(summary)").filter(visible=True).count(), name
            assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
            assert (
                page.evaluate("() => [...document.querySelectorAll('pre')].filter(pre => pre.scrollWidth > pre.clientWidth + 1).length")
                == 0
            )


def test_keyboard_leads_to_the_other_language(browser, site):
    page = browser.new_page(java_script_enabled=False)  # with scripts, the first page goes on by itself
    page.goto(site)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ko/index.html")
    page.get_by_role("link", name="05 시그모이드", exact=True).click()
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/05_sigmoid.html")
    assert page.get_by_role("heading", level=1).inner_text().startswith("05.")
    page.close()


@pytest.mark.parametrize("place", ["ko/lab", "en/notebooks"])
def test_jupyterlite_fetches_nothing_but_python(browser, built, place):
    lite, site = built
    edition, page, outside = place[:2], browser.new_page(), set()
    page.on("request", lambda request: request.url.startswith((site, "data:", "blob:")) or outside.add(request.url))
    page.goto(f"{site}/{place}/index.html?path=05_sigmoid.ipynb")
    page.locator(".jp-Cell h1").first.wait_for(timeout=60_000)
    page.locator(".jp-OutputArea img").first.wait_for(timeout=60_000, state="attached")
    assert page.get_by_role("menuitem", name="파일" if edition == "ko" else "File").count() == 1
    page.wait_for_timeout(3000)  # the kernel starts
    assert f"{lite.constants.PYODIDE_CDN_URL}/{lite.constants.PYODIDE_MJS}" in outside
    assert all(url.startswith(lite.constants.PYODIDE_CDN_URL) for url in outside)
    page.close()


def test_a_notebook_runs_without_a_server(browser, tmp_path):
    """In an older JupyterLite, for which a whole Pyodide is at hand; `test_lite.py` checks the site's own as far as possible."""
    old_pyodide = pytest.importorskip("old_pyodide", reason="the extra `site` is not installed (make site, make test-slow)")
    try:
        built = old_pyodide.site(tmp_path / "lite")
    except old_pyodide.Unavailable as error:
        pytest.skip(str(error))
    outside, failed = [], []
    with serve(built) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.on("request", lambda request: request.url.startswith((address, "data:", "blob:")) or outside.append(request.url))
        page.on("response", lambda response: response.status >= 400 and failed.append(response.url))
        page.goto(f"{address}/ko/lab/index.html?path=04_activation_functions.ipynb")
        page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel", timeout=60_000)
        page.evaluate(lab.SETTLE, 120_000)
        page.evaluate(lab.FORGET_RUNS)
        page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
        page.wait_for_timeout(2000)
        page.evaluate(lab.SETTLE, 240_000)
        assert page.evaluate(lab.ERRORS) == []
        counts = page.evaluate(COUNTS)
        assert counts == list(range(1, len(counts) + 1))

        explorer = ExplorerPage(SimpleNamespace(page=page), page.locator(".nnlab-explorer").first)
        explorer.place.scroll_into_view_if_needed()
        page.wait_for_function("canvas => Number(canvas.dataset.frames) > 0", arg=explorer.canvas.element_handle(), timeout=60_000)
        explorer.after(explorer.place.locator(".nnlab-preset").nth(1).click, "the second preset")
        page.close()
    assert outside == []
    assert [url for url in failed if "/api/contents/" not in url and "favicon" not in url] == []
