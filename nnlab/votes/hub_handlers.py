"""How a hub tells people apart: students vote after the hub's login, and lecturers control the votes with a token of theirs."""

import hashlib
from urllib.parse import parse_qsl

from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated

from nnlab.votes import control_server
from nnlab.votes.limits import number_of
from nnlab.votes.phone_server import HEADERS, PageHandler, Room, StateHandler, VoteHandler
from nnlab.votes.state import Refused, whole_number
from nnlab.votes.texts import language_of, text

LEAD = "custom:votes:lead"  # the hub's scope of those who may control votes


def fingerprint(token: str) -> str:
    """By which a token is recognized without being kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def limit_new_tokens(room: Room, token: str | None) -> None:
    """Refused if too many unknown tokens come at once, because the hub is asked about each; known ones are let through."""
    if token and fingerprint(token) not in room.known:
        room.limit("token", "")


class HubUser(HubOAuthenticated):
    """In place of a phone's cookie, the user who is logged in: one vote each, whatever they vote with."""

    _number: str | None = None

    async def prepare(self) -> None:
        super().prepare()
        token = self.hub_auth.get_token(self, in_cookie=False)
        limit_new_tokens(self.room, token)
        if token:  # then the cookie is no excuse for one that the hub does not know
            user = await self.hub_auth.user_for_token(token, sync=False)
        else:
            user = await self.hub_auth.get_user(self, sync=False)
        if user is None:
            return
        if token:
            self.room.known.add(fingerprint(token))
        if user["kind"] != "user" or not self.hub_auth.check_scopes(self.hub_auth.access_scopes, user):
            raise Refused(403, "not_allowed")
        self._number = number_of(self.room.secret, user["name"])

    def check_xsrf_cookie(self) -> None:
        """Nothing: a vote from another site is refused by what its request says of its origin, and no other request changes anything."""

    def known_phone(self) -> str | None:
        return self._number

    def unknown(self) -> Refused:
        return Refused(403, "no_login")


class HubPageHandler(HubUser, PageHandler):
    """The page, after the login."""

    def get(self) -> None:
        phone = self.known_phone()
        if phone is None:
            self.redirect(self.get_login_url())
        else:
            self.answer(phone)


class HubStateHandler(HubUser, StateHandler):
    """What the page shows now."""


class HubVoteHandler(HubUser, VoteHandler):
    """A vote from the page."""


class NotebookHandler(HubUser, VoteHandler):
    """A prediction that was locked in in a student's own notebook: it counts if its question is open, and is forgotten otherwise."""

    def post(self) -> None:
        phone = self.phone()
        fields = parse_qsl(self.body.decode("ascii", "replace"))
        if [name for name, _ in fields] != ["question", "choice"]:
            raise Refused(400, "not_a_form")
        id, choice = (value for _, value in fields)
        index = whole_number(choice)
        vote = self.room.votes.current
        if vote is None or vote.question.id != id or vote.phase != "open":
            self.set_status(204)
            return
        vote.cast(phone, len(vote.rounds), index)
        self.answer(phone)

    def answer(self, phone: str, error: str = "", *, new_page: bool = False) -> None:
        """Send the sentence that the notebook shows."""
        self.set_header("Content-Type", "text/plain; charset=UTF-8")
        self.finish(error or text("counted_in_class", self.language))


class LoginHandler(HubOAuthCallbackHandler):
    """Where the hub sends a user back to after the login."""

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def log_exception(self, kind, error, trace) -> None:
        """Nothing: the request has a code of the login in its address."""

    def write_error(self, status_code: int, **kwargs) -> None:
        self.set_header("Content-Type", "text/plain; charset=UTF-8")
        self.finish(text("refused.no_login", language_of("", self.request.headers.get("Accept-Language", ""))))


class Lecturer(HubOAuthenticated):
    """In place of the secret, a token of a user who may control votes; never a cookie, which a browser would send for other pages, too."""

    async def prepare(self) -> None:
        token = self.hub_auth.get_token(self, in_cookie=False)
        limit_new_tokens(self.control.room, token)
        user = await self.hub_auth.user_for_token(token, sync=False) if token else None
        if user is None:
            raise Refused(403, "no_login")
        self.control.room.known.add(fingerprint(token))
        if not self.hub_auth.check_scopes({LEAD}, user):
            raise Refused(403, "not_lecturer")
        self.control.use()


class LecturerState(Lecturer, control_server.StateHandler):
    """The state of the vote."""


class LecturerSlide(Lecturer, control_server.SlideHandler):
    """The slide has changed."""


class LecturerAction(Lecturer, control_server.ActionHandler):
    """What the presenter does with the vote."""


class LecturerTotals(Lecturer, control_server.TotalsHandler):
    """The totals of all votes."""


class LecturerStart(Lecturer, control_server.ControlHandler):
    """A lecture begins: the votes of the one before are forgotten."""

    def post(self) -> None:
        self.control.forget()
        self.finish(self.control.state())


CONTROL = {"state": LecturerState, "slide": LecturerSlide, "action": LecturerAction, "totals.csv": LecturerTotals, "start": LecturerStart}
