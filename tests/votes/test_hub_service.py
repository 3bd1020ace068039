"""The voting service, beside a hub that knows some tokens: one vote for each user, and lecturers alone control the votes."""

import asyncio
import hashlib
import json
import logging
import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from votes_client import on_slide

pytest.importorskip("jupyterhub", reason="the hub's packages are installed by `make hub`")
from jupyterhub.services.auth import HubOAuth
from tornado.testing import bind_unused_port

from nnlab.votes import hub
from nnlab.votes.hub_handlers import LEAD
from nnlab.votes.limits import Rate, number_of

pytestmark = pytest.mark.slow  # the everyday tests run without a hub
PREFIX = "/services/votes/"
VOTE = "access:services!service=votes"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "en"}
TOKENS = {  # token: (name, kind, scopes)
    "hana's page": ("hana", "user", [VOTE]),
    "hana's server": ("hana", "user", [VOTE]),
    "bob's server": ("bob", "user", [VOTE]),
    "guest's server": ("guest", "user", []),
    "a robot": ("robot", "service", [VOTE]),
    "lecturer's page": ("lecturer", "user", [LEAD]),
}


LOG_IN = "To vote, log in to the hub. Open the voting page again."
NO_LECTURER = "This account may not control votes. Ask the hub's operator to add it to the group of lecturers."


class FakeHub(BaseHTTPRequestHandler):
    """Says whose a token is, as a hub does."""

    is_away = False

    def do_GET(self):
        known = TOKENS.get(self.headers["Authorization"].removeprefix("token "))
        body = json.dumps(dict(zip(("name", "kind", "scopes"), known, strict=True)) if known and not self.is_away else {}).encode()
        self.send_response(500 if self.is_away else 200 if known else 403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Nothing."""


class Service:
    """Asks the service, as user after user."""

    def __init__(self, control: hub.HubControl, port: int):
        self.control, self.port = control, port

    def ask(self, method: str, path: str, body=None, token: str | None = None, **headers: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        own = {} if token is None else {"Authorization": f"token {token}"}
        connection.request(method, PREFIX + path, body, FORM | own | headers)
        answer = connection.getresponse()
        found = answer.status, answer.read().decode()
        connection.close()
        return found

    def lead(self, path: str, sent: dict | None = None) -> dict:
        """What the presenter does."""
        method = "GET" if sent is None else "POST"
        status, text = self.ask(method, f"control/{path}", None if sent is None else json.dumps(sent), "lecturer's page")
        assert status == 200, text
        return json.loads(text)

    def form(self, choice: int) -> str:
        """A vote for what is on the slide now."""
        vote = self.control.room.votes.current
        return f"question={vote.number}&round={len(vote.rounds)}&choice={choice}"

    def counts(self) -> list:
        return self.lead("state")["vote"]["counts"]


@pytest.fixture
def service(monkeypatch):
    """The service, whose slide shows an open question."""
    fake = ThreadingHTTPServer(("127.0.0.1", 0), FakeHub)
    threading.Thread(target=fake.serve_forever, daemon=True).start()
    HubOAuth.clear_instance()
    api = f"http://127.0.0.1:{fake.server_port}/hub/api"
    HubOAuth.instance(api_url=api, api_token="own", oauth_client_id="service-votes", base_url=PREFIX, access_scopes={VOTE})
    control = hub.HubControl(hub.hub_room(), "http://hub.example/services/votes/")
    own, port = bind_unused_port()
    loop, stop = asyncio.new_event_loop(), asyncio.Event()

    async def run() -> None:
        server = hub.hub_http_server(control, PREFIX)
        server.add_socket(own)
        await stop.wait()
        server.stop()
        await server.close_all_connections()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    found = Service(control, port)
    found.lead("slide", {"question": on_slide("practice")})
    found.lead("action", {"action": "open"})
    yield found
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)
    loop.close()
    fake.shutdown()
    fake.server_close()
    HubOAuth.clear_instance()


def test_a_user_has_one_vote_whatever_they_vote_with(service):
    assert service.ask("POST", "vote", service.form(2), "hana's page")[0] == 303
    assert service.ask("POST", "vote", service.form(2), "hana's server")[0] == 303  # the same again
    assert service.ask("POST", "vote", service.form(1), "hana's server")[0] == 409
    status, sentence = service.ask("POST", "notebook", "question=practice&choice=0", "hana's server")
    assert (status, sentence) == (409, "You have voted already. The first vote counts.")
    assert service.ask("POST", "vote", service.form(1), "bob's server")[0] == 303
    assert service.counts() == [[0, 1, 1, 0]]


def test_a_notebook_votes_while_its_question_is_open(service):
    answer = service.ask("POST", "notebook?lang=ko", "question=practice&choice=1", "hana's server")
    assert answer == (200, "수업의 투표에도 반영했습니다.")
    assert "Your vote is counted." in service.ask("GET", "?lang=en", None, "hana's page")[1]
    assert service.ask("POST", "notebook", "question=too_large&choice=1", "bob's server") == (204, "")
    service.lead("action", {"action": "close"})
    assert service.ask("POST", "notebook", "question=practice&choice=1", "bob's server") == (204, "")
    service.lead("slide", {"question": None})
    assert service.ask("POST", "notebook", "question=practice&choice=1", "bob's server") == (204, "")
    assert service.control.room.votes.by_id["practice"].counts() == [[0, 1, 0, 0]]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("question=practice&choice=4", 400),
        ("question=practice&choice=-1", 400),
        ("question=practice&choice=%D9%A1", 400),
        ("question=practice", 400),
        ("question=practice&choice=1", 200),
        ("question=practice&choice=1&choice=2", 400),
        ("question=practice&choice=1&user=bob", 400),
        ("a=1&b=2&c=3&d=4", 400),
        ("\xff\xfe", 400),
        ("question=practice&choice=1" + "0" * 600, 413),
    ],
)
def test_what_a_notebook_sends_is_checked(service, body, status):
    assert service.ask("POST", "notebook", body.encode("latin-1"), "hana's server")[0] == status
    assert sum(map(sum, service.counts())) == (status == 200)


@pytest.mark.parametrize("token", [None, "made-up", "", "guest's server", "a robot", "lecturer's page"])
def test_without_the_right_to_vote_there_is_no_vote(service, token):
    assert service.ask("POST", "vote", service.form(0), token)[0] == 403
    assert service.ask("POST", "notebook", "question=practice&choice=0", token)[0] == 403
    assert service.ask("GET", "state", None, token)[0] == 403
    assert service.ask("GET", "", None, token)[0] == (302 if token in (None, "made-up", "") else 403), "who is not known is to log in"
    assert service.counts() == [[0, 0, 0, 0]]


def test_the_page_is_loaded_again_where_the_login_is_missing(service):
    status, text = service.ask("GET", "state", None, Accept="application/json")
    assert (status, json.loads(text)["new_page"]) == (403, True)


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_a_vote_from_another_site_is_refused(service, headers):
    for path, body in (("vote", service.form(0)), ("notebook", "question=practice&choice=0")):
        assert service.ask("POST", path, body, "hana's page", **headers)[0] == 403
    assert service.counts() == [[0, 0, 0, 0]]


@pytest.mark.parametrize("token", [None, "made-up", "hana's page", "hana's server", "a robot"])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "state", None),
        ("GET", "totals.csv", None),
        ("POST", "action", '{"action": "close"}'),
        ("POST", "slide", '{"question": null}'),
        ("POST", "start", "{}"),
    ],
)
def test_lecturers_alone_control_votes(service, token, method, path, body):
    status, text = service.ask(method, f"control/{path}?lang=en", body, token)
    assert status == 403
    is_known = token not in (None, "made-up")
    assert json.loads(text) == {"message": NO_LECTURER if is_known else LOG_IN}
    assert service.lead("state")["vote"]["phase"] == "open"


def test_a_hub_that_is_away_lets_nobody_vote(service, monkeypatch, caplog):
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(FakeHub, "is_away", True)
    status, text = service.ask("POST", "vote", service.form(0), "bob's server")
    assert (status, text) == (502, "The voting server failed. Open the page again.\n")
    monkeypatch.setattr(FakeHub, "is_away", False)
    assert service.counts() == [[0, 0, 0, 0]]
    assert [record.getMessage() for record in caplog.records if "bob" in record.getMessage()] == []


def test_a_flood_of_made_up_tokens_stops_nobody_who_is_known(service):
    service.ask("POST", "vote", service.form(0), "hana's server")
    service.control.room.rates["token"] = Rate(5, 0.001)
    statuses = [service.ask("GET", "control/state", None, f"made-up {number}")[0] for number in range(8)]
    assert statuses == [403] * 5 + [429] * 3
    assert service.ask("POST", "notebook", "question=practice&choice=0", "made-up")[0] == 429
    assert service.counts() == [[1, 0, 0, 0]], "the lecturer goes on"
    assert service.ask("GET", "", None, "hana's server")[0] == 200
    assert service.lead("start", {})["vote"] is None
    assert service.lead("state")["vote"] is None, "who is known stays so in a new class"


def test_names_are_not_kept(service):
    service.ask("POST", "vote", service.form(0), "hana's page")
    [key] = service.control.room.votes.current.rounds[0]
    assert len(key) == 24
    assert key not in {hashlib.sha256(name.encode()).hexdigest()[:24] for name in ("hana", "user hana")}
    assert number_of(b"one", "hana") != number_of(b"another", "hana")
    assert "number made from your user name" in service.ask("GET", "", None, "hana's page")[1]


def test_a_new_lecture_begins_without_votes(service):
    before = service.form(1)
    service.ask("POST", "vote", before, "hana's page")
    assert service.lead("start", {})["vote"] is None
    service.lead("slide", {"question": on_slide("practice")})
    service.lead("action", {"action": "open"})
    assert service.counts() == [[0, 0, 0, 0]]
    assert service.ask("POST", "vote", before, "bob's server")[0] == 409, "a page of the lecture before"
    assert service.ask("POST", "vote", service.form(0), "hana's page")[0] == 303


def test_votes_are_forgotten_after_the_lecture():
    now = [0.0]
    control = hub.HubControl(hub.hub_room(), "https://hub.example/services/votes/", clock=lambda: now[0])
    assert control.state()["address"] == "hub.example/services/votes"
    control.room.votes.by_id["practice"] = None
    control.room.known.add("fingerprint")
    for hours, is_kept in ((2, True), (4, False)):
        control.use()
        now[0] += hours * 3600
        control.forget_if_over()
        assert bool(control.room.votes.by_id) == bool(control.room.known) == is_kept


def test_connections_leave_files_for_the_service_itself(service, monkeypatch):
    monkeypatch.setattr(hub, "open_files", lambda: 1024)
    assert hub.hub_http_server(service.control, PREFIX).max_connections < 1000


def test_no_secret_controls_the_votes():
    control = hub.HubControl(hub.hub_room(), "https://hub.example/services/votes/")
    assert len(control.secret) > 20
