"""On a hub with votes, a prediction that a student locks in while its question is open in class counts as the student's vote."""

import os
import threading
import urllib.parse
from collections.abc import Callable

from nnlab import _hub
from nnlab.language import current_language
from nnlab.questions import progress

TIMEOUT = 5  # seconds
SHOWN = (200, 409)  # counted; voted already. Everything else is of no interest to somebody who works on a notebook alone


def cast(id: str, choice: int, show: Callable[[str], None]) -> threading.Thread | None:
    """Send that the choice with this index was locked in for the prediction `id`; `show` hears the sentence that says what became of it.

    Nobody waits for it: it happens in a thread, which is returned. Nothing is sent, and None returned, where no hub takes votes
    (the variable NNLAB_VOTES is its address), and where the reader's answers are not kept, as in a lecturer's presentation.
    """
    address, token = os.environ.get("NNLAB_VOTES"), os.environ.get("JUPYTERHUB_API_TOKEN")
    if not address or not token or progress.is_off():
        return None
    body = urllib.parse.urlencode({"question": id, "choice": choice}).encode()
    arguments = f"{address}notebook?lang={current_language()}", body, token, show
    thread = threading.Thread(target=_send, args=arguments, name="class vote", daemon=True)
    thread.start()
    return thread


def _send(address: str, body: bytes, token: str, show: Callable[[str], None]) -> None:
    try:
        status, answer = _hub.post(address, body, token, TIMEOUT)
    except OSError:  # it is away, or its address is wrong: a student who works alone need not know
        return
    if status in SHOWN:
        show(answer.decode("utf-8", "replace"))
