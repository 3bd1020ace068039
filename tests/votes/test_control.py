"""The presenter's server: only this computer, only with the secret, only from the presenter's page; and what it says of a vote."""

import pytest
from votes_client import Client, on_slide

from nnlab.votes import server

LAB = {"Origin": "http://127.0.0.1:8888"}


@pytest.fixture
def own():
    """The client of a server of its own."""
    with server.serve("127.0.0.1") as access:
        yield Client(access)


def test_the_whole_sequence(own):
    _, state = own.control("/slide", {"question": on_slide("practice", "ko")}, **LAB)
    assert state["vote"] == {"id": "practice", "phase": "waiting", "counts": [], "right": 1, "shares": [], "suggestion": "wait"}
    phones = [own.new_phone() for _ in range(4)]
    own.act("open")
    for phone, choice in zip(phones, [0, 0, 1, 2], strict=True):
        own.vote(phone, choice=choice)
    vote = own.act("close", "show")
    assert (vote["counts"], vote["shares"], vote["suggestion"]) == ([[2, 1, 1, 0]], [0.25], "explain")
    own.act("again")
    for phone, choice in zip(phones, [0, 1, 1, 1], strict=True):
        own.vote(phone, round=2, choice=choice)
    vote = own.act("close", "show", "explain")
    assert (vote["counts"], vote["shares"], vote["suggestion"]) == ([[2, 1, 1, 0], [1, 3, 0, 0]], [0.25, 0.75], "go_on")
    _, table = own.control("/totals.csv?lang=ko")
    assert table.splitlines()[6].endswith(',2,B,0,yes,3')  # fmt: skip
    assert own.control("/slide", {"question": None})[1]["vote"] is None


def test_it_says_where_phones_vote(own):
    _, state = own.control("/state")
    assert f"http://{state['address']}/" == own.access.phones
    assert state["reachable"] is True
    assert {len(row) for row in state["code"]} == {len(state["code"])}
    assert set("".join(state["code"])) == {"0", "1"}


# name: (method, path, body, headers, status, part of the sentence)
REFUSED = {
    "no secret": ("GET", "/state", None, {"Authorization": ""}, 403, "secret"),
    "a wrong secret": ("POST", "/action", {"action": "open"}, {"Authorization": "Bearer x"}, 403, "secret"),
    "a secret with accents": ("GET", "/state", None, {"Authorization": "Bearer é"}, 403, "secret"),
    "another site": ("GET", "/state", None, {"Origin": "http://evil.example"}, 403, "this computer"),
    "a site that looks like it": ("GET", "/state", None, {"Origin": "http://127.0.0.1.evil.example"}, 403, "this computer"),
    "a name that leads here": ("GET", "/state", None, {"Host": "evil.example"}, 403, "this computer"),
    "another path": ("GET", "/votes", None, {}, 404, "nothing"),
    "no such action": ("POST", "/action", {"action": "clear"}, {}, 400, "open, close, show, again, explain"),
    "an action that is a list": ("POST", "/action", {"action": ["open"]}, {}, 400, "open, close"),
    "no action": ("POST", "/action", {}, {}, 400, "not understood"),
    "no object": ("POST", "/action", [1], {}, 400, "not understood"),
    "not now": ("POST", "/action", {"action": "close"}, {}, 409, "No vote is open."),
    "an unknown question": ("POST", "/slide", {"question": {"id": "x", "language": "en", "texts": []}}, {}, 400, "id is 'x'"),
    "half a question": ("POST", "/slide", {"question": {"id": "practice"}}, {}, 400, "expected an object with id, language, texts"),
    "a question that is a number": ("POST", "/slide", {"question": 5}, {}, 400, "question is 5"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(client, name):
    method, path, body, headers, status, sentence = REFUSED[name]
    client.control("/slide", {"question": on_slide("practice")})
    found = client.control(f"{path}?lang=en", body, method, **headers)
    assert found[0] == status
    assert sentence in found[1]["message"]
    assert client.control("/state")[1]["vote"]["phase"] == "waiting"


def test_a_browser_may_ask_for_the_presenters_page_alone(client):
    status, headers, _ = client.send(client.access.control, "OPTIONS", "/action", None, LAB)
    assert (status, headers["Access-Control-Allow-Origin"]) == (204, LAB["Origin"])
    assert headers["Access-Control-Allow-Headers"] == "Authorization, Content-Type"
    status, headers, _ = client.send(client.access.control, "OPTIONS", "/action", None, {"Origin": "http://evil.example"})
    assert (status, headers["Access-Control-Allow-Origin"]) == (403, None)


def test_phones_cannot_reach_it():
    with server.serve("127.0.0.2") as access:
        client = Client(access)
        assert client.control("/state")[0] == 200
        port = access.control.rpartition(":")[2]
        with pytest.raises(OSError, match="refused"):
            client.send(f"http://127.0.0.2:{port}", "GET", "/state")


def test_the_kernel_and_a_reload_change_nothing(own):
    own.control("/slide", {"question": on_slide("practice")})
    own.act("open")
    own.vote(own.new_phone(), choice=3)
    _, state = own.control("/slide", {"question": on_slide("practice")})  # the presenter's page was loaded again
    assert (state["vote"]["phase"], state["vote"]["counts"]) == ("open", [[0, 0, 0, 1]])
