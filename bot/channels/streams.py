"""Who is listening to which conversation, in this process."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(eq=False)
class Listener:
    """One open stream. ``typing`` is the message that is being answered, ``moved`` says that there is news."""

    news: asyncio.Event = field(default_factory=asyncio.Event)
    typing: str | None = None
    moved: bool = False
    closed: bool = False

    async def wait(self, seconds: float) -> bool:
        """Wait for news, for at most ``seconds``; says whether there was any."""
        try:
            await asyncio.wait_for(self.news.wait(), seconds)
        except asyncio.TimeoutError:
            return False
        self.news.clear()
        return True


class Streams:
    """The listeners of every conversation."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)

    @contextmanager
    def listening(self, sender: str) -> Iterator[Listener]:
        """A listener to the conversation ``sender``, for as long as it is needed."""
        listener = Listener()
        self._listeners[sender].add(listener)
        try:
            yield listener
        finally:
            self._listeners[sender].discard(listener)
            if not self._listeners[sender]:
                del self._listeners[sender]

    def typing(self, sender: str, message_id: str) -> None:
        """Tell everybody who listens that ``message_id`` is being answered."""
        for listener in self._of(sender):
            listener.typing = message_id
            listener.news.set()

    def moved(self, sender: str) -> None:
        """Tell everybody who listens that the conversation has gone on."""
        for listener in self._of(sender):
            listener.moved = True
            listener.news.set()

    def close(self) -> None:
        """End every stream: the server stops."""
        for listener in [one for listeners in self._listeners.values() for one in listeners]:
            listener.closed = True
            listener.news.set()

    def _of(self, sender: str) -> set[Listener]:
        return self._listeners.get(sender, set())
