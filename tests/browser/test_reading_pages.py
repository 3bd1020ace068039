"""The website read as on a phone: questions are answered, what follows them is covered, and the start page has something to move."""

import re

import pytest
import website
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from site_server import serve

from nnlab.language import catalogue

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PAGE, QUESTION, COVERED = "05_sigmoid", "tail_gradient", "chain-explorer"
RIGHT = "0.0001"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    target = tmp_path_factory.mktemp("reading")
    website.write(target)
    with serve(target) as address:
        yield address


@pytest.fixture
def phone(browser):
    """A page on a phone; an error in its console is a failure."""
    with browser.new_context(**PHONE) as context:
        page, wrong = context.new_page(), []
        page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        yield page
        assert wrong == []


def question(page, id: str):
    return page.locator(f'[data-question="{id}"]')


def text(key: str, language: str) -> str:
    return catalogue()[f"question.{key}"][language]


@pytest.mark.parametrize("edition", ["ko", "en"])
def test_an_answer_uncovers_what_follows(phone, site, edition):
    phone.goto(f"{site}/{edition}/{PAGE}.html")
    assert phone.evaluate("() => document.documentElement.scrollWidth") <= 390
    expect(phone.locator(f"#{COVERED}")).to_be_hidden()
    asked = question(phone, QUESTION)
    asked.get_by_role("button", name=RIGHT).tap()
    expect(asked.get_by_role("status")).to_contain_text(text("right", edition))
    assert len(asked.get_by_role("status").inner_text()) > 100  # the reason
    expect(phone.locator(f"#{COVERED} img")).to_be_visible()
    expect(asked.get_by_role("button").first).to_be_disabled()


def test_a_printed_page_covers_nothing(phone, site):
    phone.goto(f"{site}/en/{PAGE}.html")
    expect(phone.locator(f"#{COVERED}")).to_be_hidden()
    phone.emulate_media(media="print")
    expect(phone.locator(f"#{COVERED}")).to_be_visible()
    assert phone.locator(".covered:not(:visible)").count() == 0
    phone.emulate_media(media="screen")


def test_a_wrong_answer_names_the_right_one(phone, site):
    phone.goto(f"{site}/en/{PAGE}.html")
    asked = question(phone, QUESTION)
    asked.get_by_role("button").first.tap()
    expect(asked.get_by_role("status")).to_contain_text(text("wrong", "en").format(answer=RIGHT))
    assert asked.locator("button.right").inner_text().startswith(RIGHT)
    assert asked.locator("button.chosen").inner_text().endswith(text("guess", "en"))


def test_answers_are_kept_and_counted_in_both_languages(phone, site):
    phone.goto(f"{site}/en/{PAGE}.html")
    question(phone, QUESTION).get_by_role("button", name=RIGHT).tap()
    number = re.search(r"1 of (\d+) questions", phone.locator("[data-progress]").inner_text())
    phone.goto(f"{site}/ko/{PAGE}.html")
    expect(phone.locator("[data-progress]")).to_contain_text(f"질문 {number[1]}개 중 1개 답함, 1개 정답")
    expect(phone.locator("#score .output")).to_contain_text(text("score", "ko").format(asked=1, right=1))
    expect(phone.locator(f"#{COVERED}")).to_be_visible()
    phone.goto(f"{site}/en/index.html")
    card = phone.locator(".card", has_text="05 The sigmoid")
    expect(card).to_contain_text(f"1 of {number[1]} answered")
    assert phone.locator(".done:visible").count() == 1
    phone.get_by_role("button", name=website.texts("en")["forget"]).tap()
    expect(card).not_to_contain_text("answered")
    phone.goto(f"{site}/en/{PAGE}.html")
    expect(phone.locator(f"#{COVERED}")).to_be_hidden()


def test_a_start_page_that_comes_back_counts_anew(phone, site):
    phone.goto(f"{site}/en/index.html")
    assert phone.locator(".done:visible").count() == 0
    id = phone.locator(".card", has_text="05 The sigmoid").get_attribute("data-questions").split()[0]
    phone.evaluate("id => localStorage.setItem('nnlab.answers', JSON.stringify({ [id]: 'right' }))", id)  # as another page does
    phone.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")  # as after Back
    expect(phone.locator(".done:visible")).to_have_count(1)
    expect(phone.get_by_role("button", name=website.texts("en")["forget"])).to_be_visible()


def test_a_question_can_be_skipped(phone, site):
    phone.goto(f"{site}/en/{PAGE}.html")
    covers = phone.get_by_role("button", name=website.texts("en")["covered_skip"])
    n = covers.count()
    assert n >= 3
    covers.first.tap()
    expect(phone.locator(f"#{COVERED}")).to_be_visible()
    assert covers.count() == n - 1
    phone.reload()
    expect(phone.locator(f"#{COVERED}")).to_be_visible()


def test_all_answers_can_be_shown_and_covered_again(phone, site):
    phone.goto(f"{site}/en/{PAGE}.html")
    phone.get_by_role("button", name=website.texts("en")["show_all"]).tap()
    assert phone.locator(".cell:visible").count() == phone.locator(".cell").count()
    phone.goto(f"{site}/ko/{PAGE}.html")
    expect(phone.locator(f"#{COVERED}")).to_be_visible()
    phone.get_by_role("button", name=website.texts("ko")["cover_again"]).tap()
    expect(phone.locator(f"#{COVERED}")).to_be_hidden()


def test_only_what_is_near_the_window_is_painted(phone, site):
    phone.goto(f"{site}/en/{PAGE}.html")
    answers = phone.get_by_role("button", name=website.texts("en")["show_all"])
    answers.tap()
    painted = """() => [...document.querySelectorAll('.cell')]
      .filter(cell => cell.firstElementChild.checkVisibility({contentVisibilityAuto: true}))
      .map(cell => cell.getBoundingClientRect()).map(({top, bottom}) => Math.max(0, top - innerHeight, -bottom))"""
    phone.wait_for_function(f"n => Math.max(...({painted})()) < n", arg=3 * PHONE["viewport"]["height"])
    height = phone.evaluate("() => document.documentElement.scrollHeight")
    for cell in phone.locator(".cell").all():
        cell.scroll_into_view_if_needed()
    assert phone.evaluate("() => document.documentElement.scrollHeight") == pytest.approx(height, abs=2)  # nothing jumps
    phone.emulate_media(media="print")
    phone.wait_for_function(f"n => ({painted})().length === n", arg=phone.locator(".cell").count())  # on paper is everything


def test_a_link_shows_the_covered_cell_it_leads_to(phone, site):
    phone.goto(f"{site}/en/{PAGE}.html#{COVERED}")
    expect(phone.locator(f"#{COVERED}")).to_be_visible()
    phone.goto(f"{site}/en/{PAGE}.html")
    expect(phone.locator(f"#{COVERED}")).to_be_hidden()


def test_without_scripts_nothing_is_covered(browser, site):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/en/{PAGE}.html")
        assert page.locator(".cell:visible").count() == page.locator(".cell").count()
        question(page, QUESTION).locator("summary").click()
        assert question(page, QUESTION).get_by_text("q = 5 × 2 + 0").is_visible()
        page.goto(f"{site}/en/index.html")
        assert page.locator("#challenge img").is_visible()
        assert page.get_by_text(website.texts("en")["still_challenge"]).is_visible()
        page.goto(site)
        assert page.get_by_role("link", name=website.texts("ko")["open"]).is_visible()


def test_the_first_page_opens_the_reader_s_language(browser, site):
    for locale, edition in (("ko-KR", "ko"), ("de-DE", "en")):
        with browser.new_context(locale=locale) as context:
            page = context.new_page()
            page.goto(site)
            page.wait_for_url(f"**/{edition}/index.html")
            other = "ko" if edition == "en" else "en"
            page.get_by_role("link", name=website.TEXTS["language"][other]).click()
            page.wait_for_url(f"**/{other}/index.html")
            page.goto(site)
            page.wait_for_url(f"**/{other}/index.html")


def center(node) -> tuple[float, float]:
    box = node.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def challenge(language: str, name: str) -> str:
    """A text of the challenge."""
    return website.catalogue()[f"{website.CHALLENGE}{name}"][language]


def n_right(page) -> int:
    return int(re.match(r"\d+", page.locator(".numbers").inner_text())[0])


def swipe(page, start, end) -> None:
    """A finger goes from one point to another."""
    touch = page.context.new_cdp_session(page)
    for kind, points in (("touchStart", [start]), ("touchMove", [end]), ("touchEnd", [])):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})


def test_the_line_is_dragged_by_a_finger(phone, site):
    phone.goto(f"{site}/en/index.html")
    line, end = phone.locator("#challenge .move .reach"), phone.locator("#challenge .turn .reach")
    assert line.bounding_box()["y"] < 844  # seen without scrolling
    before = n_right(phone)
    (x, y), (at_x, at_y) = center(end), center(line)
    swipe(phone, (x, y), (at_x + 60, at_y + 70))
    assert n_right(phone) == 12 > before
    expect(phone.locator(".task")).to_contain_text(challenge("en", "won_apart"))
    expect(phone.locator(".total")).to_have_text("Score 12 of 33")
    assert phone.evaluate("() => scrollY") == 0


def test_line_and_points_are_moved_by_keys(phone, site):
    phone.goto(f"{site}/ko/index.html")
    end = phone.get_by_role("button", name=challenge("ko", "turn_line"))
    where = center(end)
    end.press("ArrowRight")
    assert center(end)[0] > where[0]  # the handle goes where the arrow points
    end.press("ArrowLeft")
    assert center(end) == pytest.approx(where, abs=0.5)
    for _ in range(8):
        end.press("Shift+ArrowRight")
    assert n_right(phone) == 12
    point = phone.locator("#challenge .point").first
    where = point.get_attribute("aria-label")
    point.press("ArrowLeft")
    assert point.get_attribute("aria-label") != where
    expect(phone.locator(".task")).to_contain_text(challenge("ko", "task_changed"))


def test_the_neuron_learns_the_clouds(phone, site):
    phone.emulate_media(reduced_motion="reduce")
    phone.goto(f"{site}/en/index.html")
    phone.get_by_role("button", name=challenge("en", "learn")).tap()
    expect(phone.locator(".numbers")).to_contain_text("12 of 12 right")
    expect(phone.locator(".total")).to_have_text("Score 0 of 33")


def test_the_tour_covers_its_reason(phone, site):
    phone.goto(f"{site}/en/index.html")
    phone.get_by_role("link", name=website.texts("en")["tour"]).tap()
    reason = phone.get_by_text(website.texts("en")["tour_why_text"])
    expect(reason).to_be_hidden()
    phone.locator(".question button").nth(2).tap()
    expect(reason).to_be_visible()
    expect(phone.locator("figure img")).to_be_visible()
    assert phone.locator(".cover").count() == 0


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "tour", "01_score_functions", PAGE, "12_backpropagation"])
def test_axe_finds_nothing_serious(browser, site, name, theme):
    for edition, size in (("ko", PHONE), ("en", {"viewport": {"width": 1280, "height": 900}})):
        with browser.new_context(color_scheme=theme, reduced_motion="reduce", **size) as context:
            page = context.new_page()
            page.goto(f"{site}/{edition}/{name}.html")
            for asked in page.locator("[data-question]").all():
                if asked.is_visible():
                    asked.get_by_role("button").first.click()
            found = Axe().run(page, options={"resultTypes": ["violations"]}).response
            serious = [
                f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
                for violation in found["violations"]
                if violation["impact"] in ("serious", "critical")
                for node in violation["nodes"]
            ]
            assert serious == []
            assert {"color-contrast", "button-name", "document-title"} <= {result["id"] for result in found["passes"]}
