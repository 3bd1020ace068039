"""The pages of a class that votes, as tests use them: the presenter's, with the notes' window, and phones."""

from playwright.sync_api import expect
from slide_checks import UNSEEN

from nnlab.language import catalogue


class Presenter:
    """The presenter's page on the slide of the first prediction, and the notes' window; `page`: one that has logged in already."""

    def __init__(self, browser, address: str, page=None):
        self.problems = []
        self.page = browser.new_page(viewport={"width": 1280, "height": 720}) if page is None else page
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.goto(address)
        self.page.wait_for_selector(".nnlab-deck[data-page='1']:not([data-running])", timeout=240_000)
        with self.page.expect_popup() as opened:
            self.page.keyboard.press("s")
        self.notes = opened.value
        self.vote = self.page.locator(".nnlab-vote")

    def go_to_prediction(self) -> None:
        while not self.page.locator(".nnlab-content .nnlab-prediction").locator("visible=true").count():
            self.page.keyboard.press("PageDown")
        expect(self.vote.locator("strong")).to_be_visible()

    def press(self, key: str, phase: str) -> None:
        """Press a key, and wait until the vote's line changes to that of the phase."""
        self.page.keyboard.press(key)
        expect(self.vote.locator("[role=status]")).to_have_text(phase)

    def fits(self) -> None:
        self.page.wait_for_function(f"() => ({UNSEEN})().length === 0", timeout=5000)


class Phone:
    """A phone that follows the lecture."""

    def __init__(self, browser, address: str, locale: str, **options):
        self.context = browser.new_context(viewport={"width": 320, "height": 568}, locale=locale, **options)
        self.problems = []
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda message: message.type == "error" and self.problems.append(message.text))
        self.page.goto(address)

    def choose(self, choice: int) -> None:
        self.page.locator("input[type=radio]").nth(choice).check(timeout=10_000)
        self.page.locator("button").click()


def words(language: str) -> dict[str, str]:
    """The lines of the presenter by phase."""
    return {phase: catalogue()[f"present.vote.{phase}"][language] for phase in ("waiting", "open", "closed", "shown", "explained")}
