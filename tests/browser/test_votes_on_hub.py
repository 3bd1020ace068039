"""A class that votes through a real hub: one vote for each user, on a phone or in a notebook; lecturers alone control the votes."""

import os
import re
import subprocess
import sys
from http.client import HTTPConnection

import lab
import psutil
import pytest
from hub import PASSWORD, end_hub, expose_application, log_in, running, start_hub
from playwright.sync_api import expect
from votes_pages import Phone, Presenter, words

pytestmark = [pytest.mark.browser, pytest.mark.slow]

if lab.chromium() is None and os.environ.get("NNLAB_REQUIRE_BROWSER") != "1":
    pytest.skip("no Chromium found (install chromium, or set NNLAB_REQUIRE_BROWSER=1 to make this an error)", allow_module_level=True)

TOKEN_OF_PAGE = "() => JSON.parse(document.getElementById('jupyter-config-data').textContent).token"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Class:
    """A hub with a lecturer, and what its users do."""

    def __init__(self, hub, port: int, browser):
        self.hub, self.port, self.browser = hub, port, browser
        self.address = f"http://127.0.0.1:{port}"
        self.votes = f"{self.address}/services/votes/"

    def enter(self, name: str):
        """The page of a user who has logged in, with their own server."""
        page = self.browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-US").new_page()
        log_in(page, self.address, name, PASSWORD)
        page.wait_for_function(lab.OPEN, arg="en/00_start_here.ipynb", timeout=120_000)
        return page

    def phone(self, name: str) -> Phone:
        """The phone of a user, who logs in to vote."""
        phone = Phone(self.browser, self.votes, "en-US")
        assert "/hub/login" in phone.page.url
        log_in(phone.page, self.votes, name, PASSWORD)
        phone.page.wait_for_url(self.votes)
        return phone

    def command(self, name: str, *arguments: str) -> subprocess.CompletedProcess:
        """Run `nnlab` in a terminal of a user's server."""
        [(server, variables)] = [
            (one, variables)
            for one, command, variables in running(self.hub)
            if "jupyterhub.singleuser" in command and variables.get("JUPYTERHUB_USER") == name
        ]
        command = [sys.executable, "-m", "nnlab", *arguments, "--lang", "en"]
        return subprocess.run(command, env=variables, cwd=server.cwd(), capture_output=True, text=True, timeout=60)

    def ask(self, method: str, path: str, body: str | None = None, token: str = "", **headers: str) -> tuple[int, str]:
        """Ask the voting service without a browser."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers |= {"Authorization": f"token {token}"} if token else {}
        connection.request(method, f"/services/votes/{path}", body, headers)
        answer = connection.getresponse()
        found = answer.status, answer.read().decode()
        connection.close()
        return found

    def service(self) -> psutil.Process:
        """The process of the voting service."""
        [service] = [one for one, command, _ in running(self.hub) if "nnlab.votes.hub" in command]
        return service


@pytest.fixture
def school(tmp_path, browser):
    expose_application(tmp_path, "hana", "lecturer")
    port = lab.free_port()
    hub = start_hub(tmp_path, port)
    yield Class(hub, port, browser)
    assert end_hub(hub) == []


def test_a_class_votes_through_the_hub(school):
    assert school.ask("GET", "")[0] == 302
    lecturer, hana, says = school.enter("lecturer"), school.enter("hana"), words("en")
    refused = school.command("hana", "present", "00", "--class")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("This account may not control votes.")
    begun = school.command("lecturer", "present", "0", "--class")
    assert (begun.returncode, begun.stderr) == (0, "")
    assert f"Phones vote at {school.votes}\n" in begun.stdout
    presenter = Presenter(school.browser, re.search(r"http\S+/lab/workspaces/\S+", begun.stdout)[0], lecturer)
    presenter.go_to_prediction()
    expect(presenter.vote.locator("strong")).to_have_text(school.votes.removeprefix("http://").rstrip("/"))

    # Before the vote is open, nobody votes, and a prediction in a notebook is just that.
    bob, dana = school.phone("bob"), school.phone("dana")
    expect(bob.page.locator(".note")).to_have_text("The vote is not open yet. Think about it by yourself first.")
    presenter.press("v", says["open"])
    count = presenter.vote.locator("output")

    # No login, no vote; a student cannot control votes or see totals.
    question, round = (bob.page.locator(f"[name={name}]").input_value() for name in ("question", "round"))
    form = f"question={question}&round={round}&choice=0"
    assert school.ask("POST", "vote", form, **FORM) == (403, "To vote, log in to the hub. Open the voting page again.\n")
    assert school.ask("POST", "notebook", "question=practice&choice=1", "made-up", **FORM)[0] == 403
    students = [hana.evaluate(TOKEN_OF_PAGE), token_of(school, "hana")]
    for token in ["", "made-up", *students]:
        for method, path, body in [
            ("GET", "control/state", None),
            ("GET", "control/totals.csv", None),
            ("POST", "control/action", '{"action": "close"}'),
            ("POST", "control/slide", '{"question": null}'),
            ("POST", "control/start", ""),
        ]:
            assert school.ask(method, path, body, token)[0] == 403, (path, token)
    for path in ("control/state", "control/totals.csv"):  # with the cookie of the login alone
        assert bob.context.request.get(f"{school.votes}{path}").status == 403
    assert school.ask("POST", "vote", form, students[1], Origin="http://evil.example", **FORM)[0] == 403
    expect(presenter.vote.locator("[role=status]")).to_have_text(says["open"])
    expect(count).to_have_text("Votes: 0")

    # Each user has one vote: on a phone, and in the own notebook.
    bob.choose(1)
    expect(bob.page.locator(".note")).to_have_text("Your vote is counted.")
    again = bob.context.request.post(f"{school.votes}vote", data=form, headers=FORM | {"Origin": school.address})
    assert again.status == 409
    second = school.phone("bob")  # another device of the same user
    expect(second.page.locator(".note")).to_have_text("Your vote is counted.")
    expect(count).to_have_text("Votes: 1")
    notebook = lab.Notebook(hana, f"{school.address}/user/hana", "en/00_start_here.ipynb")
    notebook.run_all()
    prediction = hana.locator(".nnlab-prediction").first
    prediction.locator("input").nth(0).check()
    prediction.locator("button").click()
    expect(prediction.locator("[role=status] i")).to_contain_text("It also counts as your vote in class.")
    expect(count).to_have_text("Votes: 2")
    phone = school.phone("hana")
    expect(phone.page.locator(".note")).to_have_text("Your vote is counted.")
    assert "your answer" in phone.page.locator("li").nth(0).inner_text()

    assert bob.problems + second.problems + dana.problems + phone.problems == []

    # The service starts anew: the slide says what to do, and nobody votes for something else.
    school.service().kill()
    expect(presenter.vote.locator("[role=alert]")).to_contain_text("votes on this question are gone. Press V", timeout=60_000)
    presenter.press("v", says["open"])
    expect(dana.page.locator("[name=question]")).not_to_have_value(question, timeout=20_000)  # the page loads itself again
    dana.choose(1)
    expect(dana.page.locator(".note")).to_have_text("Your vote is counted.")
    expect(count).to_have_text("Votes: 1")
    presenter.press("v", says["closed"])
    presenter.press("l", says["explained"])
    expect(dana.page.locator("li").nth(1)).to_contain_text("✓ right")
    expect(count).to_have_count(0)
    answered = presenter.page.locator(".nnlab-prediction [role=status] p").locator("visible=true")
    expect(answered).to_have_count(1)
    assert presenter.problems == []
    for one in (lecturer, hana, bob.page, second.page, phone.page, dana.page):
        one.context.close()


def token_of(school: Class, name: str) -> str:
    """The token of a user's server, which code in their notebooks can read."""
    for _, _, variables in running(school.hub):
        if variables.get("JUPYTERHUB_USER") == name:
            return variables["JUPYTERHUB_API_TOKEN"]
    raise AssertionError(f"{name} has no server")
