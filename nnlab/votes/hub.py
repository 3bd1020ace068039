"""Votes as a service of a JupyterHub, behind its login and at its address: `python -m nnlab.votes.hub`, started as deploy/ shows."""

import asyncio
import logging
import os
import secrets
import time
from urllib.parse import urlsplit

from tornado import web
from tornado.httpserver import HTTPServer
from tornado.ioloop import PeriodicCallback

from nnlab.votes.control_server import Control
from nnlab.votes.hub_handlers import CONTROL, HubPageHandler, HubStateHandler, HubVoteHandler, LoginHandler, NotebookHandler
from nnlab.votes.limited_server import MAX_CONNECTIONS, limited_server
from nnlab.votes.limits import Rate
from nnlab.votes.phone_server import NothingHandler, Room
from nnlab.votes.server import open_files, qr_code
from nnlab.votes.state import Votes

FORGET_AFTER = 3 * 3600  # seconds after the presenter's last request
FIRST_NUMBERS = 900_000  # questions begin below, so that those of many lectures have at most the six digits that a vote may give
OWN_FILES = 100  # connections to the hub, and files


class HubControl(Control):
    """What lecturers' requests share: also when the last one came, because the service goes on when a lecture ends."""

    def __init__(self, room: Room, address: str, clock=time.monotonic):
        code = qr_code(address)
        place = {"address": address.partition("://")[2].rstrip("/"), "code": code, "reachable": True}
        super().__init__(room, secrets.token_urlsafe(24), lambda: place)  # a secret that nobody has: lecturers have tokens
        self._clock, self._used = clock, clock()

    def use(self) -> None:
        """A lecturer asks for something."""
        self._used = self._clock()

    def forget(self) -> None:
        """Forget all votes."""
        self.room.votes = Votes(self.room.votes.next_number % FIRST_NUMBERS)
        self.room.wake()

    def forget_if_over(self) -> None:
        """Forget all votes and who was known if no lecturer has asked for anything for a long time."""
        if self._clock() - self._used <= FORGET_AFTER:
            return
        self.room.known.clear()  # not when a class begins: everybody would have to pass the limit of unknown tokens again
        if self.room.votes.by_id:
            self.forget()


def hub_room() -> Room:
    """The room of a hub's class. Its questions begin with a random number: a page that is open when the service starts anew has another."""
    rates = {
        "address": Rate(20_000, 2_000),  # the hub's proxy is the only address that the service sees
        "token": Rate(2_000, 100),  # of all new ones together
        "phone": Rate(20, 2),
    }
    return Room(Votes(1 + secrets.randbelow(FIRST_NUMBERS)), "stored_on_hub", rates=rates)


def hub_application(control: HubControl, prefix: str) -> web.Application:
    """The application that the hub's proxy reaches below the path `prefix`."""
    values = {"room": control.room}
    pages = {"": HubPageHandler, "state": HubStateHandler, "vote": HubVoteHandler, "notebook": NotebookHandler}
    handlers = [
        *((f"{prefix}{path}", handler, values) for path, handler in pages.items()),
        (f"{prefix}oauth_callback", LoginHandler),
        *((f"{prefix}control/{path}", handler, {"control": control}) for path, handler in CONTROL.items()),
    ]
    return web.Application(
        handlers,
        default_handler_class=NothingHandler,
        default_handler_args=values,
        log_function=lambda handler: None,
        cookie_secret=secrets.token_bytes(32),
    )


def hub_http_server(control: HubControl, prefix: str) -> HTTPServer:
    """The service's server; it has yet to be told where to listen."""
    limit = min(MAX_CONNECTIONS, max(100, open_files() - OWN_FILES))
    return limited_server(hub_application(control, prefix), limit, limit, idle_connection_timeout=300)  # the proxy keeps connections


async def main() -> None:
    """Serve until the hub ends the process; KeyError names a variable that is missing."""
    logging.getLogger("tornado").setLevel(logging.ERROR)  # warnings would name users
    control = HubControl(hub_room(), os.environ["NNLAB_VOTES"])
    place = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])  # where the hub's proxy looks for it
    server = hub_http_server(control, os.environ["JUPYTERHUB_SERVICE_PREFIX"])
    server.listen(place.port, place.hostname)
    PeriodicCallback(control.forget_if_over, 60_000).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
