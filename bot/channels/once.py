"""One answer to each message, however often it is sent and to however many processes: the tracker is the record."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from rasa.core.lock_store import LockError
from sanic import Sanic

from bot.channels.door import Refused
from bot.channels.exchange import Message, are_there, events_of
from bot.channels.timeline import answers_to

BUSY = "Your message is still being answered. Please try again in a few seconds."
WAIT_SECONDS = 5
Take = Callable[[], Awaitable[list[Message]]]


@dataclass(frozen=True)
class Answers:
    """The answers to a message; ``kept`` says that they were in the tracker already."""

    messages: list[Message]
    kept: bool


class Once:
    """Asks Rasa once for each message."""

    def __init__(self) -> None:
        self._under_way: dict[tuple[str, str], asyncio.Task[Answers]] = {}

    async def answers(self, app: Sanic, sender: str, message_id: str, take: Take) -> Answers:
        """The answers to ``message_id`` of the conversation ``sender``: those that are kept, else what ``take`` gives.

        Raises :class:`~bot.channels.door.Refused` where another process has been answering it for too long.
        """
        key = (sender, message_id)
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.ensure_future(_answers(app, sender, message_id, take))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        # A client that hangs up stops nothing: the answer will be there when it comes back.
        return await asyncio.shield(task)


async def _answers(app: Sanic, sender: str, message_id: str, take: Take) -> Answers:
    agent = app.ctx.agent
    try:
        # Where the lock store is shared, another process waits here until the tracker holds the answer.
        async with agent.lock_store.lock(f"{sender} {message_id}"):
            kept = answers_to(events_of(await agent.tracker_store.retrieve_full_tracker(sender)), message_id)
            # That there was none just then is no answer to a message that comes again.
            return Answers(kept, True) if are_there(kept) else Answers(await take(), False)
    except LockError as error:
        raise Refused(503, BUSY, WAIT_SECONDS) from error
