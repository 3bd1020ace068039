"""Limits of rates, and numbers of phones that nobody can make up."""

import pytest

from nnlab.votes import limits
from nnlab.votes.limits import Rate, new_phone, phone_of

SECRET = b"a secret"


@pytest.fixture
def clock():
    """A clock that a test sets: `clock.now`."""

    class Clock:
        now = 100.0

        def __call__(self):
            return self.now

    return Clock()


def test_a_burst_is_allowed_and_then_a_rate(clock):
    rate = Rate(3, 2, clock)
    assert [rate.wait("a") for _ in range(3)] == [0, 0, 0]
    assert rate.wait("a") == pytest.approx(0.5)
    assert rate.wait("a") == pytest.approx(0.5), "a refused request costs nothing"
    assert rate.wait("b") == 0
    clock.now += 0.5
    assert [rate.wait("a") > 0 for _ in range(2)] == [False, True]
    clock.now += 100
    assert [rate.wait("a") > 0 for _ in range(4)] == [False, False, False, True]


def test_a_rate_remembers_only_the_busy(clock, monkeypatch):
    monkeypatch.setattr(limits, "MAX_KEYS", 10)
    rate = Rate(1, 1, clock)
    assert all(rate.wait(str(key)) == 0 for key in range(10))
    assert rate.wait("one more") > 0
    clock.now += 2
    assert rate.wait("one more") == 0
    assert len(rate._free_at) == 1


def test_a_number_comes_back():
    cookies = {new_phone(SECRET) for _ in range(1000)}
    assert len({phone_of(SECRET, cookie) for cookie in cookies}) == 1000
    assert phone_of(b"another secret", cookies.pop()) is None


@pytest.mark.parametrize("cookie", [None, "", ".", "a", "a.", "a.b", "00." + "0" * 24, "가.나", "x" * 5000, "\x00.\x00"])
def test_a_forged_number_is_none(cookie):
    assert phone_of(SECRET, cookie) is None


def test_a_changed_number_is_none():
    cookie = new_phone(SECRET)
    for index in range(len(cookie)):
        changed = cookie[:index] + ("1" if cookie[index] != "1" else "2") + cookie[index + 1 :]
        assert phone_of(SECRET, changed) is None
