"""Votes in a real presentation: one presenter, twenty phones, both languages; phones that reload, are late, and vote twice."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from votes_client import Client, on_slide
from votes_pages import Phone, Presenter, words

from nnlab.votes import server

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.browser
TEXTS = {
    "ko": {
        "counted": "투표했습니다.",
        "again": "두 번째 투표입니다.",
        "late": "투표가 끝났습니다.",
        "count": "{}표",
        "advice": "맞힌 비율 25%(30% 미만)",
    },
    "en": {
        "counted": "Your vote is counted.",
        "again": "Second vote.",
        "late": "The vote is closed.",
        "count": "Votes: {}",
        "advice": "25% right (below 30%)",
    },
}


@contextlib.contextmanager
def lecture(language: str, number: str, folder: Path):
    """`nnlab present NUMBER --class` as a lecturer starts it; yields the addresses of the slides and of the phones, and the process."""
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    own = {name: str(folder / name.lower()) for name in names} | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    (folder / "jupyter_config_dir").mkdir()
    (folder / "jupyter_config_dir" / "jupyter_lab_config.json").write_text('{"LabApp": {"expose_app_in_browser": true}}')
    command = [sys.executable, "-m", "nnlab", "present", number, "--lang", language, "--class", "--address", "127.0.0.1", "--no-browser"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=os.environ | own, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            yield *addresses(process, folder / "log"), process
        finally:
            process.terminate()
            process.wait(20)


def addresses(process, log: Path) -> tuple[str, str]:
    for _ in range(600):
        text = log.read_text("utf-8")
        presenter = re.search(r"http://127\.0\.0\.1:\d+/lab/workspaces/\S+", text)
        if presenter:
            return presenter[0], re.search(r"(http://127\.0\.0\.1:\d+/)\s", text)[1]
        assert process.poll() is None, text
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))


def test_a_phone_votes_on_the_slide(browser, tmp_path):
    with lecture("en", "00", tmp_path) as (address, phones, _):
        presenter, says = Presenter(browser, address), words("en")
        presenter.go_to_prediction()
        expect(presenter.vote.locator("svg")).to_be_visible()
        assert presenter.vote.locator("strong").inner_text() == phones.removeprefix("http://").strip("/")
        phone = Phone(browser, phones, "en-US")
        expect(phone.page.locator(".note")).to_have_text("The vote is not open yet. Think about it by yourself first.")
        presenter.press("v", says["open"])
        presenter.page.keyboard.down("v")
        expect(presenter.vote.locator("[role=status]")).to_have_text(says["closed"])
        presenter.page.keyboard.down("v")  # it is held down
        presenter.page.wait_for_timeout(1000)
        expect(presenter.vote.locator("[role=status]")).to_have_text(says["closed"])
        presenter.page.keyboard.up("v")
        presenter.press("v", says["open"])
        phone.choose(0)
        expect(phone.page.locator(".note")).to_have_text("Your vote is counted.")
        expect(presenter.vote.locator("output")).to_have_text("Votes: 1")
        presenter.press("v", says["closed"])
        presenter.press("l", says["explained"])
        answer = presenter.page.locator(".nnlab-prediction [role=status] p").locator("visible=true")
        expect(answer).to_have_count(1)
        presenter.fits()
        assert presenter.problems + phone.problems == []
        phone.context.close()
        presenter.page.close()


@pytest.mark.slow
def test_votes_outlive_network_and_kernel(browser, tmp_path):
    with lecture("en", "00", tmp_path) as (address, phones, _):
        presenter, says = Presenter(browser, address), words("en")
        page, alert = presenter.page, presenter.vote.locator("[role=alert]")
        presenter.go_to_prediction()
        presenter.press("v", says["open"])
        phone = Phone(browser, phones, "en-US")
        phone.choose(1)
        expect(presenter.vote.locator("output")).to_have_text("Votes: 1")

        page.route("**/state?lang=*", lambda route: route.fulfill(json={**route.fetch().json(), "reachable": False}))
        expect(alert).to_contain_text("phones cannot reach 127.0.0.1:")
        page.unroute("**/state?lang=*")
        expect(alert).to_have_count(0)
        page.route("**/state?lang=*", lambda route: route.abort())
        expect(alert).to_have_text("The voting server does not answer. Look at the window in which nnlab present runs.")
        page.unroute("**/state?lang=*")
        expect(alert).to_have_count(0)
        phone.context.set_offline(True)
        phone.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")  # it wakes up without a network
        expect(phone.page.locator("#lost")).to_be_visible()
        phone.context.set_offline(False)
        expect(phone.page.locator("#lost")).to_be_hidden(timeout=10_000)

        page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
        expect(presenter.vote.locator("output")).to_have_text("Votes: 1")
        page.keyboard.press("Escape")
        expect(page.locator(".nnlab-deck")).to_have_count(0)
        page.keyboard.press("Control+Alt+p")
        page.wait_for_selector(".nnlab-deck[data-page]:not([data-running])", timeout=60_000)
        expect(presenter.vote.locator("[role=status]")).to_have_text(says["closed"])  # its slide was left
        presenter.press("v", says["open"])
        expect(presenter.vote.locator("output")).to_have_text("Votes: 1")
        with page.expect_popup() as opened:
            page.keyboard.press("s")
        with page.expect_download() as saved:
            opened.value.locator("button", has_text="CSV").click()
        rows = Path(saved.value.path()).read_text("utf-8").splitlines()
        assert [row.rsplit(",", 1)[1] for row in rows] == ["votes", "0", "1", "0", "0"]
        phone.context.close()
        page.close()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="a process cannot be put to sleep here")
def test_votes_outlive_sleep(browser, tmp_path):
    with lecture("en", "00", tmp_path) as (address, phones, process):
        presenter, says = Presenter(browser, address), words("en")
        alert, count = presenter.vote.locator("[role=alert]"), presenter.vote.locator("output")
        presenter.go_to_prediction()
        early, late, idle = (Phone(browser, phones, "en-US") for _ in range(3))
        presenter.press("v", says["open"])
        early.choose(1)
        expect(count).to_have_text("Votes: 1")
        expect(late.page.locator("form")).to_be_visible()
        process.send_signal(signal.SIGSTOP)  # the computer sleeps
        try:
            late.choose(0)
            expect(alert).to_contain_text("The voting server does not answer.", timeout=15_000)
            for phone in (late, idle):
                expect(phone.page.locator("#lost")).to_be_visible(timeout=45_000)
        finally:
            process.send_signal(signal.SIGCONT)
        expect(alert).to_have_count(0, timeout=15_000)
        expect(presenter.vote.locator("[role=status]")).to_have_text(says["open"])
        expect(late.page.locator(".note")).to_have_text("Your vote is counted.", timeout=20_000)
        expect(early.page.locator(".note")).to_have_text("Your vote is counted.")
        expect(idle.page.locator("#lost")).to_be_hidden(timeout=20_000)
        expect(count).to_have_text("Votes: 2")
        for phone in (early, late, idle):
            phone.context.close()
        presenter.page.close()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_class_of_twenty(browser, tmp_path, language):
    says, texts = words(language), TEXTS[language]
    with lecture(language, "00", tmp_path) as (address, phones, _):
        presenter = Presenter(browser, address)
        locales = ["ko-KR" if language == "ko" else "en-US"] * 18
        people = [Phone(browser, phones, locale) for locale in locales]
        plain = Phone(browser, phones, locales[0], java_script_enabled=False)
        other = Phone(browser, phones, "en-US" if language == "ko" else "ko-KR")
        presenter.go_to_prediction()
        presenter.press("v", says["open"])

        # First vote: the right choice is B; 5 of 20 choose it.
        for index, phone in enumerate(people[:17]):
            phone.choose(1 if index < 3 else 0)
        plain.page.reload()
        plain.choose(1)
        other.choose(1)
        expect(plain.page.locator(".note")).to_have_text(texts["counted"])
        people[0].page.reload()  # a phone that reloads
        expect(people[0].page.locator(".note")).to_have_text(texts["counted"])
        assert people[0].page.locator("form").count() == 0
        twice = people[1].context.new_page()  # a phone that votes twice: a second page of its browser
        twice.goto(phones)
        assert twice.locator("form").count() == 0
        answer = people[1].context.request.post(
            f"{phones}vote", form={"question": 1, "round": 1, "choice": 3}, headers={"Origin": phones.rstrip("/")}
        )
        assert answer.status == 409
        expect(presenter.vote.locator("output")).to_have_text(texts["count"].format(19))
        presenter.fits()
        people[17].page.locator("input[type=radio]").nth(0).check()
        people[17].choose(0)
        expect(presenter.vote.locator("output")).to_have_text(texts["count"].format(20))
        expect(presenter.notes.locator("section")).to_contain_text(texts["advice"])

        presenter.press("v", says["closed"])
        late = Phone(browser, phones, locales[0])  # a phone that is late
        expect(late.page.locator(".note")).to_have_text(texts["late"])
        answer = late.context.request.post(
            f"{phones}vote", form={"question": 1, "round": 1, "choice": 1}, headers={"Origin": phones.rstrip("/")}
        )
        assert answer.status == 409
        presenter.press("g", says["shown"])
        assert [row.replace("\n", " ") for row in presenter.vote.locator("td").all_inner_texts()] == [
            "15 (75%)", "5 (25%)", "0 (0%)", "0 (0%)",
        ]  # fmt: skip
        presenter.fits()

        # Second vote: 15 of 20 are right, and the late one takes part.
        presenter.press("v", says["open"])
        expect(people[0].page.locator(".note")).to_contain_text(texts["again"])
        for index, phone in enumerate([*people, late]):
            phone.choose(1 if index < 15 else 2)
        other.choose(1)
        expect(presenter.vote.locator("output")).to_have_text(texts["count"].format(20))
        presenter.press("v", says["closed"])
        presenter.press("g", says["shown"])
        assert "16 (80%)" in presenter.vote.locator("td").nth(1).inner_text()
        assert "5 (25%)" in presenter.vote.locator("td").nth(1).inner_text()

        presenter.page.reload()  # the presenter's page is loaded again: nothing is lost
        presenter.page.wait_for_selector(".nnlab-deck[data-page]:not([data-running])", timeout=120_000)
        expect(presenter.vote.locator("[role=status]")).to_have_text(says["shown"], timeout=10_000)
        presenter.press("l", says["explained"])
        expect(presenter.page.locator(".nnlab-prediction [role=status] p").locator("visible=true")).to_have_count(1)
        presenter.fits()
        choice = presenter.page.locator(".nnlab-prediction label").locator("visible=true").nth(1)
        expect(choice).to_have_attribute("data-votes", "25% → 80%")
        expect(people[0].page.locator("li").nth(1)).to_contain_text("✓")

        presenter.page.keyboard.press("PageDown")
        for phone in (people[0], other, late):
            expect(phone.page.locator("li")).to_have_count(0)
        expect(presenter.vote).to_be_hidden()
        assert presenter.problems + [problem for phone in [*people, other, late] for problem in phone.problems] == []
        for phone in [*people, plain, other, late]:
            phone.context.close()
        presenter.page.close()


# ---- the phone's page by itself


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_is_for_everyone(browser, language, scheme):
    """Names and contrast by axe-core, nothing to scroll sideways, keys alone, a large font: in every phase."""
    with server.serve("127.0.0.1") as access:
        client = Client(access)
        context = browser.new_context(viewport={"width": 320, "height": 568}, locale=language, color_scheme=scheme)
        page = context.new_page()
        # axe-core is put into the page, which its policy would refuse
        page.route(access.phones, lambda route: route.fulfill(response=(got := route.fetch()), headers=without_policy(got.headers)))
        page.goto(access.phones)
        client.control("/slide", {"question": on_slide("too_large", language)})
        for action in (None, "open", "close", "show", "again"):
            if action:
                client.act(action)
            tag = client.control("/state")[1]["vote"]["phase"]
            page.wait_for_function("phase => document.querySelector('main').dataset.tag.endsWith(phase)", arg=tag)
            for violation in Axe().run(page).response["violations"]:
                raise AssertionError(f"{action}: {violation['id']}: {violation['nodes'][0]['html'][:200]}")
            assert page.evaluate("() => document.documentElement.scrollWidth") == 320
        page.locator("input[type=radio]").first.focus()
        for key in ("ArrowDown", "Tab", "Enter"):
            page.keyboard.press(key)
        expect(page.locator("li.own")).to_have_count(1)
        assert page.evaluate("() => document.activeElement.tagName") == "H1", "the focus is not lost"
        assert client.control("/state")[1]["vote"]["counts"][1][1] == 1
        page.add_style_tag(content="html { font-size: 200%; } body { font-size: 36px; }")
        assert page.evaluate("() => document.documentElement.scrollWidth") == 320
        context.close()


def without_policy(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "content-security-policy"}
