"""How many messages one user may send."""

from __future__ import annotations

from collections import OrderedDict
from math import ceil
from typing import cast

from pyrate_limiter import Duration, InMemoryBucket, Rate, RateItem
from pyrate_limiter.clocks import MonotonicClock

# Whoever has been silent the longest is forgotten first: many users never fill the memory.
REMEMBERED = 10_000


class Limiter:
    """Counts the messages of each user over the last minute, in this process."""

    def __init__(self, per_minute: int) -> None:
        """Let ``per_minute`` messages of each user pass."""
        self._rate = Rate(per_minute, Duration.MINUTE)
        self._clock = MonotonicClock()
        self._buckets: OrderedDict[str, InMemoryBucket] = OrderedDict()

    def wait_seconds(self, user: str) -> int:
        """Count a message of ``user``: 0 where it may pass, else the seconds after which the next one may."""
        bucket = self._bucket(user)
        now = self._clock.now()
        bucket.leak(now)
        item = RateItem(user, now)
        # Of a bucket in memory there is nothing to wait for.
        return 0 if bucket.put(item) else max(1, ceil(cast(int, bucket.waiting(item)) / 1000))

    def _bucket(self, user: str) -> InMemoryBucket:
        bucket = self._buckets.pop(user, None) or InMemoryBucket([self._rate])
        self._buckets[user] = bucket
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return bucket
