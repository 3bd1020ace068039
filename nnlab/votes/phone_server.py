"""The server for phones: a page, a state to follow, and a place to vote; it answers nothing else and writes no log of requests."""

import asyncio
import json
import logging
import math
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from tornado import web

from nnlab.votes.limits import Rate, new_phone, phone_of
from nnlab.votes.page import POLICY, page, view
from nnlab.votes.state import MAX_PHONES, Refused, Votes, whole_number
from nnlab.votes.texts import language_of, text

COOKIE = "vote"
MAX_BODY = 512  # bytes of a vote
MAX_URL = 300  # characters
WAIT_SECONDS = 25  # how long a phone waits for news before it asks again
WAITS_OF_A_PHONE = 3  # a browser may have several pages open
NEW_PAGE = ("unknown_cookie", "no_login")  # refusals after which the page has to be loaded again
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass
class Room:
    """What all requests of phones share: the votes, the key of the cookies, the limits, and who waits for news."""

    votes: Votes
    stored: str = "stored"  # the text that says what is kept
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    rates: dict[str, Rate] = field(
        default_factory=lambda: {  # of an address (a whole class may have one), of new phones of an address, of one phone
            "address": Rate(3000, 300),
            "new_phone": Rate(600, 5),
            "phone": Rate(20, 2),
        }
    )
    waiting: dict[str, set[asyncio.Future]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)  # on a hub: fingerprints of its users' tokens

    def wake(self) -> None:
        """Answer all phones that wait for news."""
        for future in (future for futures in self.waiting.values() for future in futures):
            if not future.done():
                future.set_result(None)

    def limit(self, rate: str, key: str) -> None:
        """Refused if `key` asks too often."""
        wait = self.rates[rate].wait(key)
        if wait > 0:
            raise Refused(429, "too_often", seconds=math.ceil(wait))


def phone_application(room: Room, prefix: str = "/") -> web.Application:
    """The application that phones reach below the path `prefix`."""
    values = {"room": room}
    handlers = [(prefix, PageHandler, values), (f"{prefix}state", StateHandler, values), (f"{prefix}vote", VoteHandler, values)]
    return web.Application(handlers, default_handler_class=NothingHandler, default_handler_args=values, log_function=lambda handler: None)


@web.stream_request_body
class PhoneHandler(web.RequestHandler):
    """What all requests of phones have in common: headers, limits, and refusals that say why."""

    def initialize(self, room: Room) -> None:
        self.room, self.body = room, b""

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        self.room.limit("address", self.request.remote_ip or "")
        if len(self.request.uri or "") > MAX_URL:
            raise Refused(414, "long_address")
        if not self._handles(self.request.method):
            raise Refused(405, "wrong_method")
        length = self.request.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.request.headers:
            raise Refused(411, "no_length")
        if not (length.isascii() and length.isdigit()):
            raise Refused(400, "not_a_form")
        if int(length[:9]) > MAX_BODY:
            raise Refused(413, "too_large")

    def data_received(self, chunk: bytes) -> None:
        if not self._finished and len(self.body) + len(chunk) <= MAX_BODY:
            self.body += chunk

    @classmethod
    def _handles(cls, method: str | None) -> bool:
        return getattr(cls, (method or "").lower(), None) is not getattr(web.RequestHandler, (method or "").lower(), None)

    @property
    def language(self) -> str:
        """The language that the page was asked for, or the browser's."""
        chosen = self.request.query_arguments.get("lang", [b""])[-1].decode("ascii", "replace")
        return language_of(chosen, self.request.headers.get("Accept-Language", ""))

    @property
    def wants_json(self) -> bool:
        """Whether the page's script asks; the browser itself asks for HTML."""
        return self.request.headers.get("Accept") == "application/json"

    def known_phone(self) -> str | None:
        """The number of this phone; None if its cookie is missing or not one of this server's."""
        return phone_of(self.room.secret, self.get_cookie(COOKIE))

    def unknown(self) -> Refused:
        """Why this phone has no number."""
        return Refused(403, "unknown_cookie" if self.get_cookie(COOKIE) else "no_cookie")

    def phone(self) -> str:
        """The number of this phone; Refused if it has none, or asks too often."""
        phone = self.known_phone()
        if phone is None:
            raise self.unknown()
        self.room.limit("phone", phone)
        return phone

    def answer(self, phone: str, error: str = "", *, new_page: bool = False) -> None:
        """Send what this phone shows now; `new_page`: it has to load the page again, because its cookie is an old one."""
        votes, language = self.room.votes, self.language
        if self.wants_json:
            self.set_header("Content-Type", "application/json; charset=UTF-8")
            self.finish(json.dumps(view(votes, phone, language, error) | {"new_page": new_page}))
        else:
            self.finish(page(votes, phone, language, error, self.room.stored))

    def compute_etag(self) -> None:
        """No tag: nothing is stored."""

    def log_exception(self, kind, error, trace) -> None:
        """Log an error of this program without the request, which names an address and a cookie."""
        if not isinstance(error, Refused | web.HTTPError):
            logging.getLogger("nnlab.votes").error("%s: %s", kind.__name__, error, exc_info=(kind, error, trace))

    def write_error(self, status_code: int, **kwargs) -> None:
        """The page with a sentence that says why the request was refused."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if not isinstance(error, Refused):
            error = Refused(status_code, {405: "wrong_method"}.get(status_code, "bad_request" if status_code < 500 else "failed"))
        self.set_status(error.status)
        if "seconds" in error.values:
            self.set_header("Retry-After", str(error.values["seconds"]))
        sentence = text(f"refused.{error.reason}", self.language, **error.values)
        phone = self.known_phone()
        if self.wants_json or (phone is not None and error.status in (409, 503)):
            self.answer(phone or "", sentence, new_page=error.reason in NEW_PAGE)
        else:
            self.set_header("Content-Type", "text/plain; charset=UTF-8")
            self.finish(f"{sentence}\n")


class PageHandler(PhoneHandler):
    """The page; a phone that comes for the first time gets its number."""

    def get(self) -> None:
        phone = self.known_phone()
        if phone is None:
            self.room.limit("new_phone", self.request.remote_ip or "")
            cookie = new_phone(self.room.secret)
            phone = phone_of(self.room.secret, cookie)
            secure = self.request.protocol == "https"
            self.set_cookie(COOKIE, cookie, path=self.request.path, httponly=True, samesite="Lax", secure=secure)
        self.answer(phone)


class StateHandler(PhoneHandler):
    """What the page shows now, as soon as that differs from what the phone has seen; 204 if nothing changes for a while."""

    async def get(self) -> None:
        phone = self.phone()
        if self.get_query_argument("seen", "") == self.room.votes.tag:
            await self._wait(phone)
        if self.get_query_argument("seen", "") == self.room.votes.tag:
            self.set_status(204)
        else:
            self.answer(phone)

    async def _wait(self, phone: str) -> None:
        waiting = self.room.waiting
        if phone not in waiting and len(waiting) >= MAX_PHONES:
            raise Refused(503, "full")
        futures = waiting.setdefault(phone, set())
        if len(futures) >= WAITS_OF_A_PHONE:
            raise Refused(429, "too_often", seconds=WAIT_SECONDS)
        self._future = asyncio.get_running_loop().create_future()
        futures.add(self._future)
        await asyncio.wait([self._future], timeout=WAIT_SECONDS)
        futures.discard(self._future)
        if not futures and waiting.get(phone) is futures:
            del waiting[phone]

    def on_connection_close(self) -> None:
        super().on_connection_close()
        if hasattr(self, "_future"):
            self._future.cancel()


class VoteHandler(PhoneHandler):
    """A vote, sent as a form by the page itself."""

    def prepare(self) -> None:
        super().prepare()
        origin, site = self.request.headers.get("Origin"), self.request.headers.get("Sec-Fetch-Site", "same-origin")
        if site != "same-origin" or (origin is not None and origin.partition("://")[2] != self.request.host):
            raise Refused(403, "other_site")
        if self.request.headers.get("Content-Type", "").split(";")[0].strip().lower() != "application/x-www-form-urlencoded":
            raise Refused(415, "not_a_form")

    def post(self) -> None:
        phone = self.phone()
        number, round, choice = self._form()
        self.room.votes.cast(phone, number, round, choice)
        if self.wants_json:
            self.answer(phone)
        else:
            self.redirect(f"./?lang={self.language}", status=303)

    def _form(self) -> list[int]:
        """The three whole numbers of a vote; Refused if these are not all that was sent."""
        try:
            fields = parse_qsl(self.body.decode("ascii"), keep_blank_values=True, strict_parsing=True, max_num_fields=4)
        except ValueError:
            raise Refused(400, "not_a_form") from None
        numbers = dict(fields)
        if len(fields) != 3 or numbers.keys() != {"question", "round", "choice"}:
            if {name for name, _ in fields} == {"question", "round"}:
                raise Refused(400, "nothing_chosen")
            raise Refused(400, "not_a_form")
        return [whole_number(numbers[name]) for name in ("question", "round", "choice")]


class NothingHandler(PhoneHandler):
    """Any other path."""

    def prepare(self) -> None:
        super().prepare()
        raise Refused(404, "nothing_here")

    def get(self) -> None:
        raise Refused(404, "nothing_here")

    head = post = put = patch = delete = options = get
