"""Starts both servers in a thread beside Jupyter: for phones at an address of the network, for the presenter on this computer."""

import asyncio
import contextlib
import secrets
import socket
import threading
from collections.abc import Iterator
from typing import NamedTuple

from nnlab.votes.control_server import Control, control_http_server
from nnlab.votes.limited_server import CONNECTIONS_OF_AN_ADDRESS, MAX_CONNECTIONS, limited_server
from nnlab.votes.phone_server import Room, phone_application
from nnlab.votes.state import Votes

FIRST_PORT, N_PORTS = 8080, 100
FILES_OF_JUPYTER = 1000  # connections and files that are left to it, which is in the same process


class AddressError(OSError):
    """Why phones cannot be served at an address."""


class Access(NamedTuple):
    """Where phones vote, and where and with which secret the presenter controls the votes."""

    phones: str
    control: str
    secret: str


def own_address() -> str | None:
    """The address of this computer in its network; None without a network. Nothing is sent to find it out."""
    with contextlib.suppress(OSError), socket.socket(type=socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # an address that nobody has
        return probe.getsockname()[0]
    return None


def has_address(address: str) -> bool:
    """Whether this computer has the IP address now."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.bind((address, 0))
        return True
    return False


def qr_code(text: str) -> list[str] | None:
    """The QR code of a text, rows of 0 and 1; None if segno is not installed."""
    try:
        import segno
    except ModuleNotFoundError:
        return None
    return ["".join(map(str, row)) for row in segno.make(text, error="m", micro=False).matrix]


def listen(address: str, port: int | None) -> socket.socket:
    """A socket that listens at the address, at `port` or (None) at the first free one from 8080 on; OSError if there is none."""
    if port is not None and not 0 <= port < 2**16:
        raise OSError(f"port is {port}, expected at most 65,535")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    ports = [port] if port is not None else range(FIRST_PORT, FIRST_PORT + N_PORTS)
    for candidate in ports:
        try:
            own = socket.create_server((address, candidate), family=family, backlog=1024)
            break
        except OSError:
            if candidate == ports[-1]:
                raise
    own.setblocking(False)
    return own


@contextlib.contextmanager
def serve(address: str, port: int | None = None) -> Iterator[Access]:
    """Both servers, as long as the context lasts; AddressError if the port at this address cannot be used.

    `address` is one that phones can open, so not 0.0.0.0, which stands for all.
    """
    max_connections = min(MAX_CONNECTIONS, max(100, open_files() - FILES_OF_JUPYTER))
    if address in ("0.0.0.0", "::", ""):
        raise AddressError(f"{address!r} stands for all addresses, and phones need one")
    try:
        sockets = [listen(address, port), listen("127.0.0.1", 0)]
    except OSError as error:
        raise AddressError(error.strerror or str(error)) from error
    ports = [one.getsockname()[1] for one in sockets]
    host = f"[{address}]" if ":" in address else address
    access = Access(f"http://{host}:{ports[0]}/", f"http://127.0.0.1:{ports[1]}", secrets.token_urlsafe(24))
    code = qr_code(access.phones)

    def place() -> dict:
        return {"address": access.phones.removeprefix("http://").rstrip("/"), "code": code, "reachable": has_address(address)}

    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def run() -> None:
        room = Room(Votes())
        phones = limited_server(phone_application(room), max_connections, CONNECTIONS_OF_AN_ADDRESS)
        servers = [phones, control_http_server(Control(room, access.secret, place))]
        for server, own in zip(servers, sockets, strict=True):
            server.add_socket(own)
        await stop.wait()
        for server in servers:
            server.stop()
        room.wake()
        await asyncio.sleep(0)
        for server in servers:
            await server.close_all_connections()

    def run_loop() -> None:
        asyncio.set_event_loop(loop)
        with contextlib.closing(loop):
            loop.run_until_complete(run())

    thread = threading.Thread(target=run_loop, name="votes", daemon=True)
    thread.start()
    try:
        yield access
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(timeout=5)


def open_files() -> int:
    """How many files and connections this process may have; where the system limits them, as many as are needed are asked for."""
    needed = MAX_CONNECTIONS + FILES_OF_JUPYTER
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        unlimited = resource.RLIM_INFINITY
        wanted = needed if hard == unlimited else min(needed, hard)
        if soft != unlimited and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
        return needed if soft == unlimited else soft
    return needed
