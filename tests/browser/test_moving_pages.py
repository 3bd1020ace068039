"""Pages whose explorers move without a kernel, in a real Chromium: controls, presets, keys, touch; still pictures without scripts."""

import contextlib
import os
from pathlib import Path

import explorer_film
import export_frames
import ipywidgets
import lab
import pages
import pytest
import website
from moving_page import MovingExplorer, drive
from site_server import UNCOVER, serve

ROOT = Path(__file__).parents[2]
NAMES = [path.stem for path in sorted((ROOT / "notebooks" / "en").glob("*.ipynb"))]
DAILY = "en/12_backpropagation"  # its first explorer has steps, lists and a slider
STILL = {"01_score_functions.image-explorer"}  # each of its pictures takes 370 kB
FIGURES = "figure[data-explorer]"
MEGABYTE = 10**6
pytestmark = pytest.mark.browser

if lab.chromium() is None and os.environ.get("NNLAB_REQUIRE_BROWSER") != "1":
    pytest.skip("no Chromium found (install browser, or set NNLAB_REQUIRE_BROWSER=1 to make this an error)", allow_module_level=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of a site with one explorer that moves, whose pictures are in two files, and its address."""
    folder = tmp_path_factory.mktemp("moving")
    edition, name = DAILY.split("/")
    notebook = pages.read(ROOT / "notebooks" / f"{DAILY}.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explorer_film, "LIMIT", 300_000)
        patch.setattr(explorer_film, "FILE_LIMIT", 150_000)
        export_frames.write(notebook, export_frames.explorer_cells(notebook)[0], name, edition, folder / "frames" / edition)
    ipywidgets.Widget.close_all()
    website.write(folder / "site", folder / "frames")
    with serve(folder / "site") as address:
        yield folder / "site", address


@contextlib.contextmanager
def opened(browser, address: str, name: str, **options):
    """A page of the site; errors in its console and requests to elsewhere are failures."""
    with browser.new_context(**({"viewport": {"width": 1000, "height": 900}} | options)) as context:
        page, wrong = context.new_page(), []
        page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: request.url.startswith((address, "data:")) or wrong.append(request.url))
        page.goto(f"{address}/{name}.html")
        page.evaluate(UNCOVER)
        yield page
        assert wrong == []


def test_every_control_moves_the_picture(browser, site):
    folder, address = site
    with opened(browser, address, DAILY) as page:
        assert page.locator(FIGURES).count() == 1
        text = page.locator("main p").first.bounding_box()["width"]
        assert page.locator(f"{FIGURES} img").bounding_box()["width"] > 0.95 * text
        drive(MovingExplorer(page, page.locator(FIGURES), folder))
        assert page.locator(f"{FIGURES} canvas").bounding_box()["width"] > 0.95 * text


def test_nothing_is_loaded_before_it_is_near(browser, site):
    _, address = site
    with opened(browser, address, DAILY) as page:
        loaded = []
        page.on("request", lambda request: "/frames/" in request.url and loaded.append(request.url.rsplit(".", 1)[-1]))
        page.wait_for_timeout(500)
        assert loaded == []
        assert page.locator(f"{FIGURES} img").count() == 1
        page.locator(FIGURES).scroll_into_view_if_needed()
        page.locator(f"{FIGURES} canvas").wait_for()
        assert sorted(loaded) == ["bin", "json"]


def test_further_pictures_come_when_they_are_needed(browser, site):
    folder, address = site
    with browser.new_context() as context:
        page, loaded = context.new_page(), []
        page.on("request", lambda request: loaded.append(request.url.rsplit("/", 1)[-1]))
        page.goto(f"{address}/{DAILY}.html")
        page.evaluate(UNCOVER)
        explorer = MovingExplorer(page, page.locator(FIGURES), folder)
        explorer.load()
        assert explorer.data["files"] == 2
        assert [name for name in loaded if name.endswith(".2.bin")] == []
        note, slider = page.locator(f"{FIGURES} .note"), explorer.controls.last.locator("input")
        page.route("**/*.2.bin", lambda route: route.abort())
        slider.press("Home")
        note.get_by_text(website.texts("en")["unavailable"]).wait_for()
        page.unroute("**/*.2.bin")
        slider.press("End")
        note.get_by_text(website.texts("en")["unavailable"]).wait_for(state="hidden")
        explorer.wait_for_picture()
        explorer.check("a picture of the second file")


def test_a_combination_without_a_picture_is_announced(browser, site):
    folder, address = site
    with opened(browser, address, DAILY) as page:
        explorer = MovingExplorer(page, page.locator(FIGURES), folder)
        explorer.load()
        note = page.locator(f"{FIGURES} .note")
        explorer.controls.locator("select").first.select_option(index=1)
        assert note.inner_text() == ""
        explorer.controls.locator("select").nth(1).select_option(index=2)
        assert note.inner_text().startswith(website.texts("en")["returned"])
        assert "12_backpropagation.ipynb" in note.locator("a").get_attribute("href")
        explorer.check("the nearest state")
        explorer.presets.last.click()
        assert note.inner_text() == ""


def test_a_phone_in_the_dark(browser, site):
    folder, address = site
    phone = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True, "color_scheme": "dark"}
    with opened(browser, address, DAILY, **phone) as page:
        picture = "async image => { image.loading = 'eager'; await image.decode(); return image.naturalWidth; }"
        assert page.locator(f"{FIGURES} img").evaluate(picture) == 500
        explorer = MovingExplorer(page, page.locator(FIGURES), folder)
        explorer.load()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
        explorer.figure.evaluate("figure => figure.scrollIntoView({ block: 'start' })")
        panel = explorer.figure.locator(".panel").bounding_box()
        assert round(panel["y"] + panel["height"]) == 800  # the controls stay in sight below the picture
        assert explorer.canvas.bounding_box()["y"] < 150
        first = explorer.controls.first.bounding_box()
        assert panel["y"] < first["y"] < first["y"] + first["height"] <= 800
        sentence = explorer.figure.locator(".status").bounding_box()
        assert panel["y"] < sentence["y"] < sentence["y"] + sentence["height"] < first["y"]  # in sight with the controls
        explorer.presets.first.tap()
        explorer.check("a tapped preset")
        slider = explorer.controls.locator("input").first
        box = slider.bounding_box()
        page.touchscreen.tap(box["x"] + 0.97 * box["width"], box["y"] + box["height"] / 2)
        assert slider.evaluate("slider => slider.value === slider.max")
        explorer.check("a tapped slider")
        assert explorer.data["size"][0] == 500  # one panel above the other, drawn for a phone
        sizes = page.locator(f"{FIGURES} :is(button, select, input)").evaluate_all("nodes => nodes.map(node => node.offsetHeight)")
        assert min(sizes) >= 20
        assert sorted(sizes)[1] >= 40  # a finger finds them


def test_pictures_stay_where_scripts_do_not_run(browser, site):
    folder, address = site
    still = website.texts("en")["still_here"]
    with opened(browser, address, DAILY, java_script_enabled=False) as page:
        assert page.get_by_text(still).is_visible()
        assert page.locator(f"{FIGURES} img").is_visible()
    with browser.new_context() as context:  # a page opened as a file
        page = context.new_page()
        page.goto((folder / f"{DAILY}.html").as_uri())
        page.locator(FIGURES).scroll_into_view_if_needed()
        assert page.get_by_text(still).is_visible()
        assert page.locator(f"{FIGURES} img").is_visible()
    with opened(browser, address, DAILY) as page:
        assert page.get_by_text(still).is_hidden()


# ---- all pages, with the frames that `make frames` made


@pytest.fixture(scope="module")
def whole_site(tmp_path_factory):
    made, folder = ROOT / "build" / "frames", tmp_path_factory.mktemp("whole")
    frames = made if made.is_dir() else folder / "frames"
    for path in sorted((ROOT / "notebooks").glob("*/*.ipynb")):
        for name, size in export_frames.export_notebook(path, frames / path.parent.name):
            assert size < 1.2 * MEGABYTE, name
            assert (size == 0) == (name in STILL)
    website.write(folder / "site", frames)
    assert all(file.stat().st_size < 0.5 * MEGABYTE for file in (folder / "site").glob("??/frames/**/*.*"))
    # JupyterLite takes 56 megabytes more: 120 at most in all.
    assert sum(file.stat().st_size for file in (folder / "site").rglob("*.*")) < 64 * MEGABYTE
    with serve(folder / "site") as address:
        yield folder / "site", address


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / "build" / "frames").is_dir(), reason="the pictures of all pages are made by `make frames`")
@pytest.mark.parametrize("name", [f"{edition}/{name}" for edition in ("ko", "en") for name in NAMES])
def test_every_explorer_of_a_page(browser, whole_site, name):
    folder, address = whole_site
    notebook = pages.read(ROOT / "notebooks" / f"{name}.ipynb")
    with opened(browser, address, name) as page:
        figures = page.locator(FIGURES)
        assert figures.count() == sum(f"{name.split('/')[1]}.{cell.id}" not in STILL for cell in export_frames.explorer_cells(notebook))
        wide = []
        for i in range(figures.count()):
            explorer = MovingExplorer(page, figures.nth(i), folder)
            drive(explorer)
            wide.append(explorer.data)
    with opened(browser, address, name, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True) as page:
        for i in range(page.locator(FIGURES).count()):
            explorer = MovingExplorer(page, page.locator(FIGURES).nth(i), folder)
            explorer.load()
            explorer.presets.first.tap()
            explorer.check("a tapped preset")
            assert [one["label"] for one in explorer.data["controls"]] == [one["label"] for one in wide[i]["controls"]]
            if explorer.controls.count():
                explorer.move_end_to_end(0)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
