"""Votes from notebooks: they are sent where a hub takes votes, nobody waits for them, and the token goes nowhere else."""

import contextlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import nnlab
from nnlab.questions import progress

SENTENCE = "It also counts as your vote in class."
PRESENTING = Path(nnlab.__file__).parent / "jupyter/shared/labextensions/nnlab-present/static/presenting.js"


@pytest.fixture(autouse=True)
def _nothing_locked(monkeypatch):
    nnlab.use_language("en")
    monkeypatch.setattr(progress, "_in_memory", [])
    monkeypatch.delenv("NNLAB_PROGRESS", raising=False)


@contextlib.contextmanager
def voting_service(status: int = 200, body: str = SENTENCE, may_answer: threading.Event | None = None, **headers: str):
    """A service that answers like this once it may; yields its address and the requests that it got."""
    requests = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            sent = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
            requests.append((self.path, sent, self.headers["Authorization"]))
            if may_answer:
                may_answer.wait(10)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        do_GET = do_POST

        def log_message(self, *arguments):
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/services/votes/", requests
    finally:
        server.shutdown()
        server.server_close()


def wait_for_answers() -> None:
    for thread in threading.enumerate():
        if thread.name == "class vote":
            thread.join(10)


def lock(key: str = "minus"):
    """Lock in a choice without a hub, then on the hub until that is answered: the question, and the sentence without a hub."""
    with pytest.MonkeyPatch.context() as alone:
        alone.delenv("NNLAB_VOTES")
        question = nnlab.predict("practice")
        question.lock(key)
        locked = question.score
    progress._in_memory.clear()
    question = nnlab.predict("practice")
    question.lock(key)
    wait_for_answers()
    return question, locked


def on_hub(monkeypatch, address: str) -> None:
    monkeypatch.setenv("NNLAB_VOTES", address)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "own token")


def test_a_locked_choice_is_a_vote(monkeypatch):
    with voting_service() as (address, requests):
        on_hub(monkeypatch, address)
        question, locked = lock()
        assert requests == [("/services/votes/notebook?lang=en", "question=practice&choice=2", "token own token")]
        assert question.score == f"{locked} {SENTENCE}"
        nnlab.predict("practice").lock("right")  # locked in before: it is no new choice
        wait_for_answers()
        assert len(requests) == 1


def test_the_sentence_stays_when_another_question_is_answered(monkeypatch):
    with voting_service() as (address, _):
        on_hub(monkeypatch, address)
        question, _ = lock()
        monkeypatch.delenv("NNLAB_VOTES")
        nnlab.predict("count_3072").lock("sum")
        assert question.score.startswith("0 of 2 questions answered correctly so far.")
        assert question.score.endswith(f" {SENTENCE}")


def test_a_second_vote_is_explained(monkeypatch):
    with voting_service(409, "You have voted already.") as (address, _):
        on_hub(monkeypatch, address)
        question, locked = lock()
        assert question.score == f"{locked} You have voted already."


@pytest.mark.parametrize("status", [204, 400, 403, 404, 500, 502])
def test_no_vote_is_no_news(monkeypatch, status):
    with voting_service(status, "" if status == 204 else "something") as (address, requests):
        on_hub(monkeypatch, address)
        question, locked = lock()
        assert (question.score, len(requests)) == (locked, 1)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "http://no.such.host.invalid/", "no address", "http://[/"])
def test_a_service_that_is_away_breaks_nothing(monkeypatch, address):
    on_hub(monkeypatch, address)
    question, locked = lock()
    assert question.score == locked
    assert question.guess == 2


def test_nobody_waits_for_the_vote(monkeypatch):
    may_answer = threading.Event()
    with voting_service(may_answer=may_answer) as (address, _):
        on_hub(monkeypatch, address)
        question = nnlab.predict("practice")
        question.lock("minus")  # the service does not answer yet
        assert question.guess == 2
        assert question.reason
        assert SENTENCE not in question.score
        may_answer.set()


def test_the_token_follows_no_redirect(monkeypatch):
    with voting_service() as (elsewhere, reached), voting_service(302, "", Location=elsewhere) as (address, requests):
        on_hub(monkeypatch, address)
        lock()
        assert (len(requests), reached) == (1, [])


@pytest.mark.parametrize(("name", "value"), [("NNLAB_VOTES", ""), ("JUPYTERHUB_API_TOKEN", ""), ("NNLAB_PROGRESS", "off")])
def test_without_a_hub_or_while_presenting_nothing_is_sent(monkeypatch, name, value):
    with voting_service() as (address, requests):
        on_hub(monkeypatch, address)
        monkeypatch.setenv(name, value)
        question, _ = lock()
        assert question.guess == 2
        assert requests == []


@pytest.mark.parametrize("own", ["", "mine.jsonl"])
def test_after_a_class_on_a_hub_answers_are_kept_again(monkeypatch, own):
    begin, end = re.findall(r"const KEEP_\w+ = `(.+?)`;", PRESENTING.read_text("utf-8"), re.DOTALL)  # what the kernel is sent
    monkeypatch.setenv("NNLAB_PROGRESS", own)
    before = progress.progress_file()
    for code in (begin, begin, end):  # twice: a cell was run again
        exec(code)
        assert progress.is_off() == (code == begin)
    assert progress.progress_file() == before
