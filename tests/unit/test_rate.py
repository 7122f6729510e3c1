"""How many messages one user may send."""

from __future__ import annotations

import pytest

from bot.channels import rate
from bot.channels.rate import Limiter


class Clock:
    """A clock that stands still until it is set."""

    milliseconds = 1_000_000

    def now(self) -> int:
        return self.milliseconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rate, "MonotonicClock", lambda: clock)
    return clock


def test_messages_pass_until_there_are_too_many(clock: Clock) -> None:
    limiter = Limiter(3)
    assert [limiter.wait_seconds("a") for _ in range(3)] == [0, 0, 0]
    assert 0 < limiter.wait_seconds("a") <= 61
    assert limiter.wait_seconds("b") == 0


def test_who_waits_as_long_as_was_said_may_go_on(clock: Clock) -> None:
    limiter = Limiter(2)
    limiter.wait_seconds("a")
    clock.milliseconds += 20_000
    limiter.wait_seconds("a")
    wait = limiter.wait_seconds("a")
    assert 35 <= wait <= 41
    clock.milliseconds += (wait - 5) * 1000
    assert limiter.wait_seconds("a") > 0
    clock.milliseconds += 6_000
    assert limiter.wait_seconds("a") == 0


def test_what_was_refused_is_not_counted(clock: Clock) -> None:
    limiter = Limiter(1)
    limiter.wait_seconds("a")
    for _ in range(50):
        clock.milliseconds += 1_000
        limiter.wait_seconds("a")
    clock.milliseconds += 11_000
    assert limiter.wait_seconds("a") == 0


def test_many_users_do_not_fill_the_memory(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate, "REMEMBERED", 2)
    limiter = Limiter(1)
    assert [limiter.wait_seconds(user) for user in "abc"] == [0, 0, 0]
    assert limiter.wait_seconds("c") > 0
    assert limiter.wait_seconds("a") == 0
