"""What a reader without a mouse, without colours or without sight meets in Lab: names, focus, contrast, quiet, by axe-core and by hand."""

import lab
import pytest
from axe_playwright_python.sync_playwright import Axe
from explorer_page import ExplorerPage
from playwright.sync_api import expect

from nnlab import explorers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
QUESTIONS = [  # a prediction and an exercise in each of their states
    'nnlab.predict("linear_collapse")',
    'asked = nnlab.predict("linear_on_spiral", linear=0.5366)\nasked.lock("right")\nasked',
    'nnlab.check("parameter_count", lambda sizes: sum((a + 1) * b for a, b in zip(sizes, sizes[1:])))',
    'nnlab.check("parameter_count", lambda sizes: sum(a * b for a, b in zip(sizes, sizes[1:])))',
    'nnlab.check("parameter_count", lambda sizes: None)',
]


def sources(language: str) -> list[str]:
    setup = f'import numpy as np\nimport nnlab\nfrom nnlab import explorers\nnnlab.use_language("{language}")'
    return [setup, *(f"explorers.{name}()" for name in explorers.__all__), *QUESTIONS]


@pytest.fixture(scope="module", params=["en", "ko"])
def notebook(request, lecture, address, browser):
    path = f"outputs_{request.param}.ipynb"
    lab.write_notebook(lecture / path, sources(request.param))
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")  # of its own: it changes the theme
    notebook = lab.Notebook(page, address, path)
    notebook.run_all(timeout=300)
    assert notebook.errors == []
    page.wait_for_function(f"() => document.querySelectorAll('.nnlab-picture canvas[data-frames]').length === {len(explorers.__all__)}")
    yield notebook
    use_theme(page, LIGHT)
    notebook.close()
    page.close()


def use_theme(page, theme: str) -> None:
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
    page.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=str(theme == LIGHT).lower())
    page.wait_for_timeout(500)  # the style sheet of the theme


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_nothing_serious_in_the_outputs(notebook, theme):
    use_theme(notebook.page, theme)
    context = {"include": [[".jp-OutputArea-output"]]}
    found = Axe().run(notebook.page, context=context, options={"resultTypes": ["violations"]}).response
    serious = [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
    assert not serious, "\n".join(serious[:8])
    checked = {result["id"] for result in found["passes"]}
    assert {"color-contrast", "aria-input-field-name", "button-name", "select-name", "label"} <= checked  # it did look


def controls(page):
    """All that the keyboard reaches in the explorers: for each its explorer's place, its name and whether it can be seen."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.nnlab-explorer')].map(explorer =>
          [...explorer.querySelectorAll('button, select, input, canvas, [tabindex="0"], [contenteditable]')]
            .filter(e => e.checkVisibility({visibilityProperty: true}) && e.tabIndex >= 0)
            .map(e => e.tagName + ' ' + (e.getAttribute('aria-label') || e.innerText?.trim() && e.tagName === 'BUTTON' && e.innerText.trim()
                 || e.labels?.[0]?.innerText.trim() || '?')))"""
    )


def test_every_control_has_a_name_that_no_other_has(notebook):
    for names in controls(notebook.page):
        assert not any(name.endswith(" ?") for name in names), names
        assert len(set(names)) == len(names), names
    assert notebook.page.locator(".noUi-handle").count() == notebook.page.locator(".noUi-handle[aria-label]").count() > 50


def test_every_value_of_a_slider_is_within_reach_of_the_mouse(notebook):
    page = notebook.page
    for more in page.locator(".nnlab-more").all():
        more.click()
    widths = page.evaluate("() => [...document.querySelectorAll('.nnlab-controls .noUi-target')].map(track => track.clientWidth)")
    for more in page.locator(".nnlab-more").all():
        more.click()
    assert len(widths) > 50
    assert min(widths) >= 200


@pytest.mark.parametrize("notebook", [pytest.param("en", marks=pytest.mark.weekly), "ko"], indirect=True)
def test_a_picture_keeps_its_place_in_the_window(notebook):
    page, wrong = notebook.page, []
    for name, place in zip(explorers.__all__, page.locator(".nnlab-explorer").all(), strict=True):
        places, heights = {in_explorer(place)}, [place.bounding_box()["height"]]
        for preset in place.locator(".nnlab-preset").all():
            preset.click()
            notebook.wait_until_idle()
            places.add(in_explorer(place))
            heights.append(place.bounding_box()["height"])
            expect(preset, f"{name}: the preset that is shown is marked").to_have_attribute("aria-pressed", "true")
        place.locator("button:has(.fa-undo)").click()
        notebook.wait_until_idle()
        # Lab shows 680 pixels of a notebook in a window of 1280 × 800.
        if max(heights) > 680 or len(places) > 1 or max(heights) - min(heights) > 0.5:
            wrong.append((name, heights, places))
    assert wrong == []


def in_explorer(place) -> tuple:
    """Where the picture stands in its explorer, and its size."""
    outer, picture = place.bounding_box(), place.locator(".nnlab-picture canvas").bounding_box()
    return picture["y"] - outer["y"], picture["width"], picture["height"]


def test_a_sliders_value_is_told_as_it_is_shown(notebook):
    explorer = notebook.page.locator(".nnlab-explorer").nth(explorers.__all__.index("train_neuron"))
    ExplorerPage(notebook, explorer).unfold()
    slider = explorer.locator(".widget-slider").nth(1)
    handle, readout = slider.locator(".noUi-handle"), slider.locator(".widget-readout")
    assert handle.get_attribute("aria-valuetext") == readout.inner_text() == "0.316"  # on a scale of exponents it stands at −0.5
    handle.focus()
    notebook.page.keyboard.press("ArrowRight")
    notebook.wait_until_idle()
    assert handle.get_attribute("aria-valuetext") == readout.inner_text() == "0.398"


def test_a_status_is_announced_once_a_drag_rests(notebook):
    page = notebook.page
    for picture in page.locator(".nnlab-picture").all():
        sentence = picture.locator("figcaption").inner_text()
        assert picture.locator("canvas").get_attribute("aria-label") == sentence
        assert picture.locator("canvas").get_attribute("role") in ("img", "application")
    explorer = page.locator(".nnlab-explorer").nth(explorers.__all__.index("activation_curve"))
    spoken = explorer.locator("[role=status]")
    page.evaluate(
        """place => { window.nnlabSaid = []; new MutationObserver(() => window.nnlabSaid.push(place.textContent))
          .observe(place, {childList: true, characterData: true, subtree: true}); }""",
        spoken.element_handle(),
    )
    explorer.locator(".noUi-handle").first.focus()
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(30)
    page.wait_for_timeout(1500)
    assert page.evaluate("() => window.nnlabSaid") == [explorer.locator("figcaption").inner_text()]


def outline(page) -> float:
    """How wide, in pixels, the line around the focused element is."""
    return page.evaluate(
        """() => { const style = getComputedStyle(document.activeElement);
          return style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth); }"""
    )


def test_tab_follows_the_order_of_the_page(notebook):
    page = notebook.page
    explorer = page.locator(".nnlab-explorer").nth(explorers.__all__.index("train_neuron"))
    explorer.scroll_into_view_if_needed()
    ExplorerPage(notebook, explorer).unfold()
    explorer.locator(".nnlab-preset").first.focus()
    seen, last = [], -1
    inside = "e => e.contains(document.activeElement)"
    while explorer.evaluate(inside):
        place = explorer.evaluate("e => [...e.querySelectorAll('*')].indexOf(document.activeElement)")
        assert place > last, "Tab goes back"
        last = place
        if page.evaluate("() => document.activeElement.matches(':focus-visible')"):
            assert outline(page) >= 2, page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
            seen.append(page.evaluate("() => document.activeElement.tagName"))
        page.keyboard.press("Tab")
    assert {"DIV", "SELECT", "BUTTON", "CANVAS"} <= set(seen)
    assert len(seen) >= 16


def test_reduced_motion_is_respected(notebook):
    page = notebook.page
    moving = page.evaluate(
        """() => [...document.querySelectorAll('.nnlab-explorer *, .nnlab-prediction *')]
          .filter(e => { const s = getComputedStyle(e); return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0; })
          .map(e => e.className)"""
    )
    assert moving == []
    frames = "() => [...document.querySelectorAll('.nnlab-picture canvas')].map(e => e.dataset.frames)"
    before = page.evaluate(frames)
    page.wait_for_timeout(1000)
    assert page.evaluate(frames) == before
