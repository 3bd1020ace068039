"""`nnlab present --class` on a hub: where the slides and the votes are, and who may begin a class."""

import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from nnlab.app import lecture_files

pytestmark = pytest.mark.skipif(os.name != "posix", reason="JupyterHub runs on Linux and macOS")


@pytest.fixture
def service(monkeypatch, tmp_path):
    """A voting service with the statuses that it answers with, one after the other; and a home with the lecture."""
    statuses, tokens = [], []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            tokens.append((self.path, self.headers["Authorization"]))
            status = statuses.pop()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/login")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self):
            statuses.append(200)
            self.do_POST()

        def log_message(self, *arguments):
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for language in ("ko", "en"):
        folder = tmp_path / lecture_files.COPY_NAME / language
        folder.mkdir(parents=True)
        (folder / "05_sigmoid.ipynb").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NNLAB_VOTES", f"http://127.0.0.1:{server.server_port}/services/votes/")
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "own token")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/lecturer/")
    yield statuses, tokens
    server.shutdown()
    server.server_close()


def test_a_lecturer_is_told_where_the_slides_are(service, run_command):
    statuses, tokens = service
    statuses.append(200)
    code, output = run_command("present", "5", "--class", "--lang", "ko")
    hub = os.environ["NNLAB_VOTES"].removesuffix("/services/votes/")
    assert code == 0
    assert f"{hub}/user/lecturer/lab/workspaces/nnlab-present-ko-05-class/tree/ko/05_sigmoid.ipynb\n" in output
    assert f"{hub}/services/votes/\n" in output
    assert tokens == [("/services/votes/control/start", "token own token")]
    assert "own token" not in output


@pytest.mark.parametrize(
    ("status", "sentence"),
    [(403, "may not control votes"), *((status, "does not answer") for status in (302, 404, 502, 503))],
)
def test_why_no_class_can_begin(service, run_command, status, sentence):
    service[0].append(status)
    code, output = run_command("present", "5", "--class", "--lang", "en")
    assert code == 1
    assert sentence in output
    assert "/lab/" not in output
    assert len(service[1]) == 1, "the token follows no redirect"


def test_a_hub_without_votes_says_so(service, run_command, monkeypatch):
    monkeypatch.setenv("NNLAB_VOTES", "")
    code, output = run_command("present", "5", "--class", "--lang", "en")
    assert (code, output[:32]) == (1, "This hub has no voting service. ")
    for address in ("http://127.0.0.1:9/services/votes/", "hub.example/services/votes/", "http://hub.example:port/"):
        monkeypatch.setenv("NNLAB_VOTES", address)
        code, output = run_command("present", "5", "--class", "--lang", "en")
        assert code == 1
        assert "does not answer" in output


def test_a_notebook_that_does_not_exist_begins_no_class(service, run_command):
    code, output = run_command("present", "99", "--class", "--lang", "en")
    assert code == 1
    assert "There is no notebook 99" in output
    assert service[1] == []
