"""Phones and the server: one that reloads, one that is late, one that votes twice, one without a script, and one that follows."""

import json
import threading
import time

import pytest
from votes_client import Client, on_slide

from nnlab.votes import server

JSON = {"Accept": "application/json", "Accept-Language": "en"}


@pytest.fixture
def vote(client):
    """The client of a server whose slide shows a question, which is the first one."""
    client.control("/slide", {"question": on_slide("practice")})
    return client


def counts(client) -> list:
    return client.control("/state")[1]["vote"]["counts"]


@pytest.fixture
def own():
    """The client of a server of its own, whose first question is on the slide."""
    with server.serve("127.0.0.1") as access:
        client = Client(access)
        client.control("/slide", {"question": on_slide("practice")})
        yield client


def test_a_phone_that_reloads_keeps_its_number_and_its_vote(own):
    own.act("open")
    cookie = own.new_phone()
    assert own.vote(cookie, choice=2)[0] == 303
    status, headers, html = own.phone("/?lang=en", cookie)
    assert (status, headers["Set-Cookie"]) == (200, None)
    assert "−1 <b>(your answer)</b>" in html
    assert "<form" not in html
    assert counts(own) == [[0, 0, 1, 0]]


def test_a_phone_that_is_late_is_told_so(own):
    own.act("open", "close")
    status, _, html = own.vote(own.new_phone(), **{"Accept-Language": "ko"})
    assert status == 409
    assert "지금은 투표를 받지 않습니다. 이 투표는 세지 않았습니다." in html
    assert counts(own) == [[0, 0, 0, 0]]


def test_a_phone_that_votes_twice_counts_once(own):
    own.act("open")
    cookie = own.new_phone()
    statuses = [own.vote(cookie, choice=choice)[0] for choice in (1, 1, 2, 1)]
    assert statuses == [303, 303, 409, 303]
    assert "You have voted already." in own.vote(cookie, choice=3, **{"Accept-Language": "en"})[2]
    assert counts(own) == [[0, 1, 0, 0]]


def test_a_phone_without_a_script_comes_back_to_the_page(own):
    own.act("open")
    status, headers, _ = own.send(
        own.access.phones, "POST", "/vote?lang=ko", "question=1&round=1&choice=0",
        {"Cookie": own.new_phone(), "Content-Type": "application/x-www-form-urlencoded", "Origin": own.access.phones.rstrip("/")},
    )  # fmt: skip
    assert (status, headers["Location"]) == (303, "./?lang=ko")


def test_the_cookie_is_a_random_number_for_this_site_alone(own):
    status, headers, _ = own.send(own.access.phones, "GET", "/")
    assert status == 200
    value, *attributes = headers["Set-Cookie"].split("; ")
    assert len(value) == len("vote=") + 24 + 1 + 24
    assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Lax"]  # it ends with the browser's session


def test_every_answer_has_strict_headers(own):
    for path in ("/", "/state", "/nothing"):
        headers = own.send(own.access.phones, "GET", path)[1]
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
        assert headers["Access-Control-Allow-Origin"] is None


def test_each_phone_has_its_language(own):
    cookie = own.new_phone()
    assert '<html lang="ko">' in own.phone("/?lang=ko", cookie)[2]
    assert '<html lang="en">' in own.phone("/", cookie, **{"Accept-Language": "en-US,en"})[2]
    assert "사인 함수" in own.phone("/?lang=ko", cookie)[2]
    assert "The sine function" in own.phone("/?lang=en", cookie)[2]


def test_a_phone_follows_at_once(own):
    cookie = own.new_phone()
    seen = json.loads(own.phone("/state", cookie, **JSON)[2])["tag"]
    answers = []

    def follow():
        answers.append(own.phone(f"/state?lang=en&seen={seen}", cookie, **JSON))
        answers.append(time.monotonic())

    thread = threading.Thread(target=follow)
    thread.start()
    time.sleep(0.3)
    assert answers == [], "it waits for news"
    opened = time.monotonic()
    own.act("open")
    thread.join(5)
    (status, _, text), answered = answers
    assert status == 200
    assert answered - opened < 1
    state = json.loads(text)
    assert state["tag"] != seen
    assert state["form"]["action"] == "vote?lang=en"
    assert state["news"] == "Choose one."


def test_three_pages_of_a_phone_may_wait(own):
    cookie = own.new_phone()
    path = f"/state?seen={json.loads(own.phone('/state', cookie, **JSON)[2])['tag']}"
    statuses = []
    threads = [threading.Thread(target=lambda: statuses.append(own.phone(path, cookie)[0])) for _ in range(5)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 5
    while len(statuses) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.2)
    assert statuses == [429, 429]
    own.act("open")
    for thread in threads:
        thread.join(5)
    assert statuses == [429, 429, 200, 200, 200]


def test_after_a_restart_a_phone_loads_the_page_again(own):
    old = own.new_phone()
    with server.serve("127.0.0.1") as access:
        client = Client(access)
        status, _, text = client.phone("/state", old, **JSON)
        assert (status, json.loads(text)["new_page"]) == (403, True)
        assert client.phone("/", old)[1]["Set-Cookie"], "the page gives it a new number"


def test_a_refusal_to_the_script_comes_with_the_current_question(own):
    own.act("open")
    status, _, text = own.vote(own.new_phone(), question=7, **JSON)
    state = json.loads(text)
    assert (status, state["tag"], state["new_page"]) == (409, "1-1-open", False)
    assert state["error"] == "That question is over. The current one is below."
    assert state["form"]["question"] == 1
    assert [choice["letter"] for choice in state["choices"]] == ["A", "B", "C", "D"]
