"""The server for the presenter: opens and closes votes and reads their counts; only this computer reaches it, and only with its secret."""

import hmac
import json
import re

from tornado import web
from tornado.httpserver import HTTPServer

from nnlab.language import LANGUAGES
from nnlab.votes.phone_server import Room
from nnlab.votes.questions import question_on_slide
from nnlab.votes.state import Refused, Vote, share_right, suggestion, totals_csv
from nnlab.votes.texts import text

MAX_BODY = 32_768
OWN_PAGE = r"http://(127\.0\.0\.1|localhost)(:\d+)?"  # where the presenter's page comes from


class Control:
    """What the presenter's requests share: the phones' room, the secret, and what is known about the address."""

    def __init__(self, room: Room, secret: str, place):
        self.room, self.secret = room, secret
        self.place = place  # a function that returns the address, its QR code and whether phones can reach it

    def state(self) -> dict:
        """Everything that the presenter shows."""
        vote = self.room.votes.current
        return {**self.place(), "vote": None if vote is None else vote_state(vote)}


def vote_state(vote: Vote) -> dict:
    """A vote as the presenter shows it: its phase, and for each round the counts and what they suggest."""
    counts = vote.counts()
    shares = [share_right(round, vote.question.right) for round in counts]
    return {
        "id": vote.question.id,
        "phase": vote.phase,
        "counts": counts,
        "right": vote.question.right,
        "shares": shares,
        "suggestion": suggestion(shares[-1]) if shares else "wait",
    }


def control_http_server(control: Control) -> HTTPServer:
    """The presenter's server; it has yet to be given a socket."""
    handlers = [(f"/{name}", handler, {"control": control}) for name, handler in HANDLERS.items()]
    application = web.Application(
        handlers, default_handler_class=ControlHandler, default_handler_args={"control": control}, log_function=lambda handler: None
    )
    return HTTPServer(application, max_body_size=MAX_BODY, max_header_size=16_384, body_timeout=5, idle_connection_timeout=600)


class ControlHandler(web.RequestHandler):
    """What all requests of the presenter have in common: only its own page, with the secret."""

    def initialize(self, control: Control) -> None:
        self.control = control

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Vary": "Origin"}.items():
            self.set_header(name, value)
        origin = self.request.headers.get("Origin", "")
        if re.fullmatch(OWN_PAGE, origin):
            self.set_header("Access-Control-Allow-Origin", origin)
            self.set_header("Access-Control-Allow-Headers", "Authorization, Content-Type")

    def prepare(self) -> None:
        origin = self.request.headers.get("Origin")
        if not all(re.fullmatch(OWN_PAGE, name) for name in (f"http://{self.request.host}", *([] if origin is None else [origin]))):
            raise Refused(403, "other_page")
        if self.request.method == "OPTIONS":  # a browser asks before it sends the secret
            self.set_status(204)
            self.finish()
            return
        sent = self.request.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(sent, f"Bearer {self.control.secret}".encode()):
            raise Refused(403, "no_secret")
        if type(self) is ControlHandler:
            raise Refused(404, "nothing_here")

    def language(self) -> str:
        """The language of the slides."""
        language = self.get_query_argument("lang", "en")
        return language if language in LANGUAGES else "en"

    def log_exception(self, kind, error, trace) -> None:
        if not isinstance(error, Refused | web.HTTPError):
            super().log_exception(kind, error, trace)

    def write_error(self, status_code: int, **kwargs) -> None:
        error = kwargs.get("exc_info", (None, None, None))[1]
        if not isinstance(error, Refused):
            error = Refused(status_code, "bad_request" if status_code < 500 else "failed")
        self.set_status(error.status)
        self.finish({"message": text(f"refused.{error.reason}", self.language(), **error.values)})


class StateHandler(ControlHandler):
    """The state of the vote."""

    def get(self) -> None:
        self.finish(self.control.state())


class SlideHandler(ControlHandler):
    """The slide has changed: it shows this question now, or none."""

    def post(self) -> None:
        sent = _object(self.request.body, {"question"})["question"]
        votes = self.control.room.votes
        try:
            question = None if sent is None else question_on_slide(**_fields(sent, {"id", "language", "texts"}))
        except ValueError as error:
            raise Refused(400, "wrong_question", error=str(error)) from None
        votes.go_to(question)
        self.control.room.wake()
        self.finish(self.control.state())


class ActionHandler(ControlHandler):
    """What the presenter does with the vote: open, close, show, again or explain."""

    def post(self) -> None:
        self.control.room.votes.act(str(_object(self.request.body, {"action"})["action"]))
        self.control.room.wake()
        self.finish(self.control.state())


class TotalsHandler(ControlHandler):
    """The totals of all votes, as CSV."""

    def get(self) -> None:
        self.set_header("Content-Type", "text/csv; charset=UTF-8")
        self.finish(totals_csv(self.control.room.votes, self.language()))


HANDLERS = {"state": StateHandler, "slide": SlideHandler, "action": ActionHandler, "totals.csv": TotalsHandler}


def _object(body: bytes, names: set[str]) -> dict:
    """The JSON object in a body, which has to have exactly these fields."""
    try:
        return _fields(json.loads(body), names)
    except (ValueError, RecursionError):
        raise Refused(400, "bad_request") from None


def _fields(value, names: set[str]) -> dict:
    if not isinstance(value, dict) or value.keys() != names:
        raise ValueError(f"question is {value!r:.60}, expected an object with {', '.join(sorted(names))}")
    return value
