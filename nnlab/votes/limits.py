"""Limits that keep one phone from taking the server for itself, and the random numbers by which phones are told apart."""

import hashlib
import hmac
import secrets
import time

MAX_KEYS = 10_000


class Rate:
    """At most `burst` requests at once of each key, and then `per_second`."""

    def __init__(self, burst: int, per_second: float, clock=time.monotonic):
        self._slack, self._interval, self._clock = (burst - 1) / per_second, 1 / per_second, clock
        self._free_at: dict[str, float] = {}  # key -> when all its requests so far are paid for

    def wait(self, key: str) -> float:
        """Seconds for which `key` has to wait; 0 if the request is allowed, which then counts."""
        now = self._clock()
        if len(self._free_at) >= MAX_KEYS and key not in self._free_at:
            self._free_at = {key: time for key, time in self._free_at.items() if time > now}
            if len(self._free_at) >= MAX_KEYS:
                return self._interval
        free_at = max(self._free_at.get(key, now), now)
        if free_at - now > self._slack + 1e-9:
            return free_at - now - self._slack
        self._free_at[key] = free_at + self._interval
        return 0.0


def new_phone(secret: bytes) -> str:
    """A random number for a phone's cookie, signed so that nobody can make one up."""
    number = secrets.token_hex(12)
    return f"{number}.{_signature(secret, number)}"


def phone_of(secret: bytes, cookie: str | None) -> str | None:
    """The number in a cookie; None if there is none or if this server did not make it."""
    number, _, signature = (cookie or "").partition(".")
    if not number.isascii() or not signature.isascii():
        return None
    return number if hmac.compare_digest(signature, _signature(secret, number)) else None


def number_of(secret: bytes, name: str) -> str:
    """The number of a user: always the same as long as the secret is, and without it nobody finds the name."""
    return _signature(secret, f"user {name}")


def _signature(secret: bytes, number: str) -> str:
    return hmac.new(secret, number.encode(), hashlib.sha256).hexdigest()[:24]
