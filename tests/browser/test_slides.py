"""Slides to hand out, opened from the disk: keys move them, every page is whole, also on paper, and nothing is fetched."""

import re

import pytest
import slides
from editions import ROOT, one_edition_weekly
from slide_checks import OVER_PICTURES, SHOWN, SMALLEST, UNSEEN

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
@pytest.mark.parametrize("name", one_edition_weekly(even_numbers="en"))
def test_every_notebooks_slides_are_whole(walk, name):
    assert walk(name) > 5


@pytest.fixture
def slides_page(browser, tmp_path):
    """The slides of 10, opened from the disk."""
    file = tmp_path / "slides.html"
    file.write_text(slides.slides_html(ROOT / "en/10_architecture.ipynb"), "utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(file.as_uri())
    page.wait_for_selector("main[data-pages]")
    yield page
    page.close()


def go_to(page, selector: str):
    """Go on to the first page that shows `selector`."""
    while not page.locator(f".nnlab-content {selector}").locator("visible=true").count():
        number = page.locator("main").get_attribute("data-page")
        page.keyboard.press("PageDown")
        assert page.locator("main").get_attribute("data-page") != number, f"no page shows {selector}"
    return page.locator(f".nnlab-content {selector}").locator("visible=true").first


def test_a_drawing_stays_with_its_slide(slides_page):
    page, lines = slides_page, slides_page.locator(".nnlab-ink polyline")
    page.keyboard.press("d")
    page.mouse.move(300, 300)
    page.mouse.down()
    page.mouse.move(500, 400, steps=5)
    page.mouse.up()
    box = lines.bounding_box()
    assert [box["x"], box["x"] + box["width"], box["y"] + box["height"]] == pytest.approx([300, 500, 400], abs=8)
    page.keyboard.press("PageDown")
    assert lines.count() == 0
    page.keyboard.press("PageUp")
    assert lines.count() == 1
    page.keyboard.press("x")
    assert lines.count() == 0
    page.keyboard.press("Escape")
    page.mouse.move(300, 300)
    page.mouse.down()
    page.mouse.up()
    assert lines.count() == 0, "Esc puts the pen away"


def test_the_pointer_follows_the_mouse(slides_page):
    dot = slides_page.locator(".nnlab-dot")
    assert dot.is_hidden()
    slides_page.keyboard.press("p")
    slides_page.mouse.move(640, 200)
    box = dot.bounding_box()
    assert [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2] == pytest.approx([640, 200], abs=2)
    slides_page.keyboard.press("p")
    assert dot.is_hidden()


def test_zoom_magnifies_what_is_under_the_mouse(slides_page):
    picture = go_to(slides_page, ".nnlab-picture img")
    before = picture.bounding_box()
    x, y = before["x"] + 0.75 * before["width"], before["y"] + 0.4 * before["height"]
    slides_page.mouse.move(x, y)
    slides_page.keyboard.press("z")
    after = picture.bounding_box()
    assert after["width"] == pytest.approx(2 * before["width"], abs=2)
    assert [after["x"] + 0.75 * after["width"], after["y"] + 0.4 * after["height"]] == pytest.approx([x, y], abs=2), "it stays where it was"
    slides_page.keyboard.press("z")
    assert picture.bounding_box() == before


def test_a_text_about_a_picture_stands_beside_it(slides_page):
    picture = go_to(slides_page, ".nnlab-companion .nnlab-picture img").bounding_box()
    text = slides_page.locator(".nnlab-content p", has_text="What you saw.").locator("visible=true").bounding_box()
    assert 500 < picture["width"] < text["x"] - picture["x"]


def test_the_notes_show_the_time_and_the_next_slide(slides_page):
    go_to(slides_page, "li:has-text('3,072')")
    with slides_page.expect_popup() as opened:
        slides_page.keyboard.press("s")
    notes = opened.value
    plan = notes.locator(".plan")
    assert plan.locator("input").input_value() == "50"
    assert "min ahead" in plan.inner_text(), "the lecture has just begun, and yet this slide is shown"
    plan.locator("input").fill("")
    assert "ahead" not in plan.inner_text()
    slides_page.keyboard.press("Home")
    assert notes.locator(".next h2").inner_text() == "A graph without cycles"
    assert "topological order" in notes.locator(".next").inner_text()


def draw(page, *places):
    """Draw a line through these places of the window."""
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place)
    page.mouse.up()


def middle(locator) -> list[float]:
    """The middle of an element, in px of the window."""
    box = locator.bounding_box()
    return [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]


def test_showing_code_while_magnified_keeps_the_pages(slides_page):
    pages = slides_page.locator("main").get_attribute("data-pages")
    for key in ("z", "c", "c"):
        slides_page.keyboard.press(key)
    assert slides_page.locator("main").get_attribute("data-pages") == pages


def test_a_drawing_is_magnified_with_its_slide(slides_page):
    picture = go_to(slides_page, ".nnlab-picture img")
    line = slides_page.locator(".nnlab-ink polyline")
    x, y = middle(picture)
    slides_page.keyboard.press("d")
    draw(slides_page, (x - 40, y - 40), (x + 40, y + 40))
    slides_page.mouse.move(x - 200, y - 60)
    slides_page.keyboard.press("z")
    assert middle(line) == pytest.approx(middle(picture), abs=3)
    assert line.bounding_box()["width"] == pytest.approx(2 * 84, abs=8)
    slides_page.keyboard.press("x")
    x, y = middle(picture)
    draw(slides_page, (x - 40, y - 40), (x + 40, y + 40))
    slides_page.keyboard.press("z")
    assert middle(line) == pytest.approx(middle(picture), abs=3), "what was drawn on the magnified slide"


def test_a_drawing_stays_in_a_window_of_another_shape(slides_page):
    title = slides_page.locator(".nnlab-content h1").first
    slides_page.keyboard.press("d")
    draw(slides_page, (60, 40), (140, 80))
    marked = [place - corner for place, corner in zip(middle(slides_page.locator("polyline")), middle(title), strict=True)]
    slides_page.set_viewport_size({"width": 1280, "height": 960})
    slides_page.wait_for_timeout(200)
    moved = [place - corner for place, corner in zip(middle(slides_page.locator("polyline")), middle(title), strict=True)]
    assert moved == pytest.approx(marked, abs=6)


def test_the_jump_list_has_a_mouse_pointer(slides_page):
    slides_page.keyboard.press("p")
    slides_page.keyboard.press("j")
    cursor = "element => getComputedStyle(element).cursor"
    assert slides_page.locator("dialog[open] button").first.evaluate(cursor) != "none"
    assert slides_page.locator(".nnlab-content").evaluate(cursor) == "none"


def test_clicker_keys_work_in_the_field_of_the_plan(slides_page):
    with slides_page.expect_popup() as opened:
        slides_page.keyboard.press("s")
    notes, main = opened.value, slides_page.locator("main")
    planned = notes.locator(".plan input")
    planned.fill("-5")
    assert "-" not in notes.locator(".plan").inner_text()
    planned.press("PageDown")
    assert main.get_attribute("data-page") == "2"
    planned.fill("30")
    planned.press("Enter")
    notes.keyboard.press("ArrowRight")
    assert main.get_attribute("data-page") == "3"
