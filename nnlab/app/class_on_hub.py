"""`nnlab present 05 --class` in a terminal of a hub: the class votes through the hub's own service, and the slides open in its Lab."""

import os
from urllib.parse import urlsplit

from nnlab import _hub

TIMEOUT = 10  # seconds


class NoClass(Exception):
    """Why no class can be begun: the key of the sentence that says so."""


def is_on_hub() -> bool:
    """Whether this is a server of a hub."""
    return "JUPYTERHUB_SERVICE_PREFIX" in os.environ


def begin() -> str:
    """Begin a class: the votes of the one before are forgotten. Returns the address at which it votes; NoClass if it cannot be begun."""
    address, token = os.environ.get("NNLAB_VOTES"), os.environ.get("JUPYTERHUB_API_TOKEN")
    if not address or not token:
        raise NoClass("cli.no_votes_on_hub")
    try:
        status, _ = _hub.post(f"{address}control/start", b"", token, TIMEOUT)
    except OSError:
        raise NoClass("cli.votes_away") from None
    if status != 200:
        raise NoClass("cli.no_lecturer" if status == 403 else "cli.votes_away")
    return address


def slides(language: str, notebook: str) -> str:
    """The address at which the hub's Lab presents `notebook` to a class; the name of the workspace asks for the votes."""
    hub = urlsplit(os.environ["NNLAB_VOTES"])
    workspace = f"nnlab-present-{language}-{notebook[:2]}-class"
    return f"{hub.scheme}://{hub.netloc}{os.environ['JUPYTERHUB_SERVICE_PREFIX']}lab/workspaces/{workspace}/tree/{language}/{notebook}"
