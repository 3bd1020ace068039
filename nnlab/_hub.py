"""Requests to the hub's voting service with the token of this server, which goes nowhere else."""

import http.client
import urllib.error
import urllib.request


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Goes nowhere else: the token is for the hub alone."""

    def redirect_request(self, *arguments) -> None:
        return None


def post(address: str, body: bytes, token: str, timeout: float) -> tuple[int, bytes]:
    """Send a form, for at most `timeout` seconds; returns the status and the first 1000 bytes of the answer. OSError if there is none."""
    headers = {"Authorization": f"token {token}", "Content-Type": "application/x-www-form-urlencoded"}
    try:
        try:
            request = urllib.request.Request(address, body, headers)
            answer = urllib.request.build_opener(_NoRedirect).open(request, timeout=timeout)
        except urllib.error.HTTPError as error:  # also a redirect
            answer = error
        with answer:
            return answer.status, answer.read(1000)
    except (ValueError, http.client.HTTPException) as error:
        raise OSError(f"address is {address!r}, expected one that answers with HTTP: {error}") from error
