"""Slides to hand out, opened from the disk: keys move them, every page is whole, also on paper, and nothing is fetched."""

import re
from pathlib import Path

import pytest
import slides
from slide_checks import OVER_PICTURES, SHOWN, SMALLEST, UNSEEN

ROOT = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("*/*.ipynb"))]
pytestmark = pytest.mark.browser


@pytest.fixture
def walk(browser, tmp_path):
    """Checks all pages of the slides of a notebook, then prints them; returns the number of pages."""

    def walk(name: str) -> int:
        page, messages = browser.new_page(viewport={"width": 1280, "height": 720}), []
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.on("request", lambda request: messages.append(request.url))
        file = tmp_path / "slides.html"
        file.write_text(slides.slides_html(ROOT / name), "utf-8")
        page.goto(file.as_uri())
        page.wait_for_selector("main[data-pages]")
        pages = int(page.locator("main").get_attribute("data-pages"))
        for number in range(1, pages + 1):
            assert page.locator("main").get_attribute("data-page") == str(number)
            assert page.evaluate(SHOWN) > 0, f"page {number} is empty"
            assert page.evaluate(UNSEEN) == [], f"page {number}"
            assert page.evaluate(OVER_PICTURES) == [], f"page {number}"
            assert page.evaluate(SMALLEST) >= 18, f"page {number} has type too small for the last row"
            page.keyboard.press("PageDown")
        paper = page.pdf(prefer_css_page_size=True, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == pages
        assert page.evaluate(UNSEEN) == [], "after printing"
        assert [url.partition("#")[0] for url in messages if not url.startswith("data:")] == [file.as_uri()]
        page.close()
        return pages

    return walk


def test_slides_follow_the_keys_and_fetch_nothing(walk):
    assert walk("ko/05_sigmoid.ipynb") > 12


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_notebooks_slides_are_whole(walk, name):
    assert walk(name) > 5
