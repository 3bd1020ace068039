"""How explorers lie on the page: sharp at every resolution, controls beside or above, panels in a column on a phone, nothing that jumps."""

import lab
import pytest

pytestmark = pytest.mark.browser

NAMES = ["decision_boundary", "dead_relu", "activation_curve"]
SOURCES = ["import nnlab\nnnlab.use_language('en')", *(f"nnlab.explorers.{name}()" for name in NAMES)]
EXPLORER = ".nnlab-explorer >> nth=0"
# Every picture has come for the width that is left to it.
SHARP = """n => {
  const canvases = [...document.querySelectorAll('.nnlab-picture canvas')];
  const isSharp = canvas => Math.abs(canvas.width - canvas.getBoundingClientRect().width * Math.min(devicePixelRatio, 2)) < 0.6;
  return canvases.length === n && canvases.every(canvas => canvas.dataset.frames && isSharp(canvas));
}"""
at_the_usual_width = pytest.mark.parametrize("shown", [(1280, 1.5)], indirect=True, ids=["usual"])


@pytest.fixture(params=[(1680, 1.0), (1280, 1.5), (390, 2.0)], ids=["wide", "usual", "phone"])
def shown(request, lecture, address, browser):
    """The width of a window and a notebook in it."""
    width, ratio = request.param
    lab.write_notebook(lecture / "layout.ipynb", SOURCES)
    page = browser.new_page(viewport={"width": width, "height": 800}, device_scale_factor=ratio)
    notebook = lab.Notebook(page, address, "layout.ipynb")
    if width < 600:
        page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    notebook.run_all()
    page.wait_for_function(SHARP, arg=len(NAMES), timeout=20_000)
    notebook.wait_until_idle()
    yield width, ratio, notebook
    notebook.close()
    page.close()


def test_the_layout_follows_the_width(shown):
    width, ratio, notebook = shown
    page = notebook.page
    for canvas in page.locator(".nnlab-picture canvas").all():
        pixels, on_page, column = canvas.evaluate("e => [e.width, e.getBoundingClientRect().width, e.parentElement.clientWidth]")
        assert pixels == pytest.approx(on_page * ratio, abs=0.6), "not as many pixels as the screen shows"
        assert column - on_page < 1.01
        height = canvas.bounding_box()["height"]
        assert (height > on_page) == (width < 600)
    tracks = page.evaluate("() => [...document.querySelectorAll('.noUi-target')].map(e => e.clientWidth).filter(Boolean)")
    assert min(tracks) >= 200
    controls, picture = (page.locator(f"{EXPLORER} >> {part}").bounding_box() for part in (".nnlab-controls", ".nnlab-picture"))
    beside = controls["x"] + controls["width"] <= picture["x"]
    assert beside == (width == 1680)
    if width == 1280:
        assert all(explorer.bounding_box()["height"] <= 680 for explorer in page.locator(".nnlab-explorer").all())
    assert notebook.errors == []
    assert notebook.console == []


@at_the_usual_width
def test_the_fold_stays_as_it_was_left(shown):
    *_, notebook = shown
    page = notebook.page
    more, folded = page.locator(f"{EXPLORER} >> .nnlab-more"), page.locator(f"{EXPLORER} >> .nnlab-folded")
    assert more.get_attribute("aria-expanded") == "false"
    assert not folded.first.is_visible()
    more.click()
    assert all(control.is_visible() for control in folded.all())
    assert page.locator(".nnlab-unfolded").count() == 1  # the other explorers keep theirs closed
    notebook.run_all()
    page.wait_for_selector(f"{EXPLORER} >> .nnlab-more[aria-expanded=true]")
    more.click()
    assert not folded.first.is_visible()


@at_the_usual_width
def test_a_preset_fades_in_and_nothing_jumps(shown):
    *_, notebook = shown
    page = notebook.page
    page.evaluate(
        """() => { const animate = Element.prototype.animate; window.nnlabFades = [];
          const now = performance.now.bind(performance);
          performance.now = () => now() / 20; // a slow kernel's answer still comes soon enough to be faded to
          Element.prototype.animate = function (...about) {
            if (this.classList.contains('nnlab-fading')) window.nnlabFades.push(about[1].duration);
            return animate.apply(this, about);
          }; }"""
    )
    explorer = page.locator(EXPLORER)
    heights, rings = {explorer.bounding_box()["height"]}, set()
    for preset in explorer.locator(".nnlab-preset").all():
        preset.click()
        notebook.wait_until_idle()
        heights.add(explorer.bounding_box()["height"])
        rings.add(explorer.locator(".nnlab-rings > i").count())
    assert page.evaluate("() => window.nnlabFades") == [300] * 4
    assert len(heights) == 1
    assert rings == {4}  # three on the boundary, one on the weights
