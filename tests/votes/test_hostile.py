"""Hostile requests: each is refused with a status and a sentence, nothing is counted, nothing is logged, and the server goes on."""

import logging
import re
import socket
import time
from urllib.parse import urlencode, urlsplit

import pytest
from votes_client import Client, on_slide

from nnlab.votes import phone_server, server

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
GOOD = "question=1&round=1&choice=0"
COOKIE = {"Cookie": "<own>"}
OTHER = {"Origin": "http://evil.example"}

# name: (method, path, body, headers, status, part of the sentence). `<own>` is the cookie of a new phone. The vote is the first round of
# the first question, which has four choices.
CASES = {
    "wrong question": ("POST", "/vote", "question=99&round=1&choice=0", COOKIE, 409, "That question is over"),
    "no question": ("POST", "/vote", "question=0&round=1&choice=0", COOKIE, 409, "That question is over"),
    "round to come": ("POST", "/vote", "question=1&round=2&choice=0", COOKIE, 409, "That round is over"),
    "round zero": ("POST", "/vote", "question=1&round=0&choice=0", COOKIE, 409, "That round is over"),
    "choice out of range": ("POST", "/vote", "question=1&round=1&choice=4", COOKIE, 400, "no such choice"),
    "choice far out of range": ("POST", "/vote", "question=1&round=1&choice=9999", COOKIE, 400, "no such choice"),
    "negative choice": ("POST", "/vote", "question=1&round=1&choice=-1", COOKIE, 400, "not a whole number"),
    "choice with decimals": ("POST", "/vote", "question=1&round=1&choice=0.5", COOKIE, 400, "not a whole number"),
    "choice in Arabic digits": ("POST", "/vote", "question=1&round=1&choice=%D9%A1", COOKIE, 400, "not a whole number"),
    "choice with spaces": ("POST", "/vote", "question=1&round=1&choice=+0", COOKIE, 400, "not a whole number"),
    "choice with underscore": ("POST", "/vote", "question=1&round=1&choice=0_0", COOKIE, 400, "not a whole number"),
    "giant number": ("POST", "/vote", "question=1&round=1&choice=" + "9" * 400, COOKIE, 400, "not a whole number"),
    "markup as a choice": ("POST", "/vote", "question=1&round=1&choice=%3Cb%3E", COOKIE, 400, "not a whole number"),
    "null byte": ("POST", "/vote", "question=1&round=1&choice=0%00", COOKIE, 400, "not a whole number"),
    "empty choice": ("POST", "/vote", "question=1&round=1&choice=", COOKIE, 400, "not a whole number"),
    "nothing chosen": ("POST", "/vote", "question=1&round=1", COOKIE, 400, "Nothing was chosen"),
    "empty body": ("POST", "/vote", "", COOKIE, 400, "not the form"),
    "two choices": ("POST", "/vote", "question=1&round=1&choice=0&choice=1", COOKIE, 400, "not the form"),
    "one field more": ("POST", "/vote", GOOD + "&admin=1", COOKIE, 400, "not the form"),
    "many fields": ("POST", "/vote", "&".join(f"a{i}=1" for i in range(60)), COOKIE, 400, "not the form"),
    "other fields": ("POST", "/vote", "a=1&b=2&c=3", COOKIE, 400, "not the form"),
    "no form": ("POST", "/vote", "{}", COOKIE, 400, "not the form"),
    "binary body": ("POST", "/vote", b"\xff\xfe\x00" * 20, COOKIE, 400, "not the form"),
    "JSON": ("POST", "/vote", '{"choice": 0}', COOKIE | {"Content-Type": "application/json"}, 415, "not the form"),
    "text": ("POST", "/vote", GOOD, COOKIE | {"Content-Type": "text/plain"}, 415, "not the form"),
    "multipart": ("POST", "/vote", "--x--", COOKIE | {"Content-Type": "multipart/form-data; boundary=x"}, 415, "not the form"),
    "large body": ("POST", "/vote", "choice=" + "0" * 600, COOKIE, 413, "too large"),
    "giant body": ("POST", "/vote", "0" * 1_000_000, COOKIE, 413, "too large"),
    "announced giant body": ("POST", "/vote", GOOD, COOKIE | {"Content-Length": "99999999999999"}, 413, "too large"),
    "negative length": ("POST", "/vote", "", COOKIE | {"Content-Length": "-1"}, 400, "not the form"),
    "length in letters": ("POST", "/vote", "", COOKIE | {"Content-Length": "many"}, 400, "not the form"),
    "chunks": ("POST", "/vote", "5\r\nround\r\n0\r\n\r\n", COOKIE | {"Transfer-Encoding": "chunked"}, 411, "state its length"),
    "body of a GET": ("GET", "/", "0" * 5000, COOKIE, 413, "too large"),
    "no cookie": ("POST", "/vote", GOOD, {}, 403, "sent no cookie"),
    "empty cookie": ("POST", "/vote", GOOD, {"Cookie": "vote="}, 403, "sent no cookie"),
    "invented cookie": ("POST", "/vote", GOOD, {"Cookie": "vote=0123456789abcdef01234567"}, 403, "not one of this server's"),
    "forged signature": ("POST", "/vote", GOOD, {"Cookie": "vote=" + "0" * 24 + "." + "0" * 24}, 403, "not one of this server's"),
    "giant cookie": ("POST", "/vote", GOOD, {"Cookie": "vote=" + "0" * 6000}, 403, "not one of this server's"),
    "markup as a cookie": ("POST", "/vote", GOOD, {"Cookie": "vote=<script>"}, 403, "not one of this server's"),
    "cookie of another name": ("POST", "/vote", GOOD, {"Cookie": "phone=1.2"}, 403, "sent no cookie"),
    "state without a cookie": ("GET", "/state?seen=none", None, {}, 403, "sent no cookie"),
    "state with a forged cookie": ("GET", "/state", None, {"Cookie": "vote=a.b"}, 403, "not one of this server's"),
    "other site": ("POST", "/vote", GOOD, COOKIE | OTHER, 403, "from other sites"),
    "origin null": ("POST", "/vote", GOOD, COOKIE | {"Origin": "null"}, 403, "from other sites"),
    "origin with our name in it": ("POST", "/vote", GOOD, COOKIE | {"Origin": "http://127.0.0.1:1"}, 403, "from other sites"),
    "cross-site form": ("POST", "/vote", GOOD, COOKIE | {"Sec-Fetch-Site": "cross-site"}, 403, "from other sites"),
    "same-site form": ("POST", "/vote", GOOD, COOKIE | {"Sec-Fetch-Site": "same-site"}, 403, "from other sites"),
    "broken origin": ("POST", "/vote", GOOD, COOKIE | {"Origin": "http://[::"}, 403, "from other sites"),
    "vote by GET": ("GET", "/vote?question=1&round=1&choice=0", None, COOKIE, 405, "does not take such requests"),
    "vote by PUT": ("PUT", "/vote", GOOD, COOKIE, 405, "does not take such requests"),
    "page by POST": ("POST", "/", GOOD, COOKIE, 405, "does not take such requests"),
    "page by DELETE": ("DELETE", "/", None, COOKIE, 405, "does not take such requests"),
    "state by POST": ("POST", "/state", GOOD, COOKIE, 405, "does not take such requests"),
    "options": ("OPTIONS", "/vote", None, OTHER, 405, "does not take such requests"),
    "trace": ("TRACE", "/", None, COOKIE, 405, "does not take such requests"),
    "unknown method": ("BREW", "/", None, COOKIE, 405, "does not take such requests"),
    "Jupyter": ("GET", "/lab", None, {}, 404, "nothing at this address"),
    "Jupyter's files": ("GET", "/api/contents", None, {}, 404, "nothing at this address"),
    "Jupyter's kernels": ("POST", "/api/kernels", "{}", {"Content-Type": "application/json"}, 404, "nothing at this address"),
    "control": ("POST", "/action", '{"action": "open"}', {}, 404, "nothing at this address"),
    "control's state": ("GET", "/state/../action", None, {}, 404, "nothing at this address"),
    "totals": ("GET", "/totals.csv", None, COOKIE, 404, "nothing at this address"),
    "a file": ("GET", "/../../../../etc/passwd", None, {}, 404, "nothing at this address"),
    "an encoded path": ("GET", "/%2e%2e/%2e%2e/etc/passwd", None, {}, 404, "nothing at this address"),
    "long path": ("GET", "/" + "a" * 500, None, {}, 414, "address is too long"),
    "long query": ("GET", "/?lang=" + "k" * 500, None, {}, 414, "address is too long"),
    "another host's path": ("GET", "http://evil.example/", None, {}, 404, "nothing at this address"),
}


@pytest.fixture
def open_vote(client):
    """The client of a vote that is open, the first one of its server."""
    client.control("/slide", {"question": on_slide("practice")})
    client.act("open")
    return client


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_request_is_refused(open_vote, name, caplog):
    method, path, body, headers, status, sentence = CASES[name]
    caplog.set_level(logging.DEBUG)
    before = open_vote.control("/state")[1]["vote"]["counts"]
    cookie = open_vote.new_phone()
    headers = {key: cookie if value == "<own>" else value for key, value in {**FORM, "Accept-Language": "en", **headers}.items()}
    answer = open_vote.send(open_vote.access.phones, method, path, body, headers)
    assert (answer[0], answer[1]["Server"], answer[1]["Set-Cookie"]) == (status, None, None)
    assert sentence in answer[2]
    assert "Traceback" not in answer[2]
    assert "<script>" not in answer[2] or answer[1]["Content-Type"].startswith("text/html")
    assert open_vote.control("/state")[1]["vote"]["counts"] == before
    assert open_vote.vote(cookie, question=99, choice=0)[0] == 409, "the server goes on"
    assert [record.getMessage() for record in caplog.records if re.search(r"127\.0\.0\.1|vote=|Uncaught", record.getMessage())] == []


def test_there_are_enough_cases():
    assert len(CASES) >= 60


# ---- what no client library would send


def raw(address: str, data: bytes) -> bytes:
    """What the server answers to these bytes before it closes the connection or waits for more."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(data)
        connection.settimeout(1)
        answer = b""
        try:
            while part := connection.recv(65536):
                answer += part
        except (TimeoutError, ConnectionResetError):
            pass
        return answer


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GARBAGE\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",  # a browser that tries https
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nBroken header\r\n\r\n",
        b"POST /vote HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_request_ends_the_connection(open_vote, data, caplog):
    caplog.set_level(logging.DEBUG)
    assert raw(open_vote.access.phones, data).split(b"\r\n")[0] in (b"", b"HTTP/1.1 400 Bad Request")
    assert open_vote.phone("/", open_vote.new_phone())[0] == 200
    assert [record.getMessage() for record in caplog.records if "127.0.0.1" in record.getMessage()] == []


@pytest.mark.slow
def test_a_slow_body_does_not_hold_a_connection(open_vote):
    started = time.monotonic()
    head = f"POST /vote HTTP/1.1\r\nHost: x\r\nCookie: {open_vote.new_phone()}\r\nContent-Length: 20\r\n"
    parts = urlsplit(open_vote.access.phones)
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as connection:
        connection.sendall((head + "Content-Type: application/x-www-form-urlencoded\r\n\r\nques").encode())
        assert connection.recv(100) == b""
    assert time.monotonic() - started < 10


# ---- floods


def test_a_phone_that_floods_has_to_wait(open_vote):
    cookie = open_vote.new_phone()
    statuses = [open_vote.vote(cookie, question=99)[0] for _ in range(40)]
    assert statuses[:15] == [409] * 15
    assert statuses[-1] == 429
    status, headers, sentence = open_vote.vote(cookie, question=99, **{"Accept-Language": "en"})
    assert (status, headers["Retry-After"]) == (429, "1")
    assert sentence == "Too many requests. Try again in 1 s.\n"
    assert open_vote.vote(open_vote.new_phone(), question=99)[0] == 409, "another phone does not"


def test_an_address_that_floods_has_to_wait(question):
    room = phone_server.Room(None)
    refused = [room.rates["address"].wait("10.0.0.1") > 0 for _ in range(4000)]
    assert refused.index(True) >= 3000
    assert refused[-1]
    assert room.rates["address"].wait("10.0.0.2") == 0
    assert sum(room.rates["new_phone"].wait("10.0.0.1") == 0 for _ in range(2000)) in range(600, 620)


def test_a_header_splits_no_answer(open_vote):
    status, headers, _ = open_vote.phone("/?" + urlencode({"lang": "ko\r\nX-Injected: 1"}), open_vote.new_phone())
    assert status == 200
    assert headers["X-Injected"] is None


@pytest.mark.parametrize("limit", ["max_connections", "of an address"])
def test_a_flood_of_connections_is_cut_off(limit, monkeypatch):
    monkeypatch.setattr(server, "CONNECTIONS_OF_AN_ADDRESS", 5 if limit == "of an address" else 1200)
    monkeypatch.setattr(server, "MAX_CONNECTIONS", 5 if limit == "max_connections" else 1200)
    with server.serve("127.0.0.1") as access:
        parts, client = urlsplit(access.phones), Client(access)
        idle = [socket.create_connection((parts.hostname, parts.port), timeout=5) for _ in range(8)]
        try:
            for connection in idle[5:]:
                assert connection.recv(10) == b"", "closed at once"
            with pytest.raises(ConnectionError):
                client.new_phone()
            assert client.control("/state")[0] == 200, "the presenter goes on"
        finally:
            for connection in idle:
                connection.close()
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            try:
                assert client.new_phone().startswith("vote=")
                break
            except ConnectionError:
                time.sleep(0.05)
        else:
            raise AssertionError("connections that were closed still count")
