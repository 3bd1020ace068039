"""A client that asks the servers of votes as phones and the presenter do."""

import contextlib
import http.client
import json
from urllib.parse import urlencode, urlsplit

from nnlab.language import catalogue
from nnlab.questions.prediction import choice_keys
from nnlab.votes import server


def on_slide(id: str, language: str = "en") -> dict:
    """A question as the presenter sends it; its texts must have no placeholders."""
    keys = ["question", *(f"choice.{key}" for key in choice_keys(id))]
    return {"id": id, "language": language, "texts": [catalogue(explorers=False)[f"prediction.{id}.{key}"][language] for key in keys]}


class Client:
    """Asks the servers; `phone` and `control` return the status, the headers and the text of the answer."""

    def __init__(self, access: server.Access):
        self.access = access

    def send(self, address: str, method: str, path: str, body=None, headers=()):
        parts = urlsplit(address)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
        try:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # an answer before the whole body is read
                connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def new_phone(self) -> str:
        """The cookie that a new phone gets."""
        return self.send(self.access.phones, "GET", "/")[1]["Set-Cookie"].split(";")[0]

    def phone(self, path: str, cookie: str, **headers):
        return self.send(self.access.phones, "GET", path, None, {"Cookie": cookie, **headers})

    def vote(self, cookie: str, question: int = 1, round: int = 1, choice: int = 0, **headers):
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", **headers}
        return self.send(self.access.phones, "POST", "/vote", urlencode({"question": question, "round": round, "choice": choice}), headers)

    def control(self, path: str, sent=None, method: str | None = None, **headers):
        body = None if sent is None else json.dumps(sent)
        headers = {"Authorization": f"Bearer {self.access.secret}", **headers}
        status, _, text = self.send(self.access.control, method or ("GET" if sent is None else "POST"), path, body, headers)
        return status, json.loads(text) if text.startswith("{") else text

    def act(self, *actions: str) -> dict:
        """Do this with the vote on the slide; returns the state after the last."""
        for action in actions:
            status, state = self.control("/action", {"action": action})
            assert status == 200, state
        return state["vote"]
