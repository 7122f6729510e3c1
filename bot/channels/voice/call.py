"""Calls: each utterance is dealt with once and in order. What is kept of a call stands in the tracker."""

from __future__ import annotations

import asyncio

from rasa.core.lock_store import LockError
from rasa.shared.core.events import SlotSet
from sanic import Sanic

from bot.channels.door import Refused
from bot.channels.exchange import Message, events_of
from bot.channels.once import BUSY, WAIT_SECONDS
from bot.channels.turn import Handler, Turn, take
from bot.channels.voice.place import SLOT, Place
from bot.channels.voice.talk import Line, Talk
from bot.channels.voice.utterance import Spoken, Utterance


class Calls:
    """The calls of a line."""

    def __init__(self, line: Line, on_new_message: Handler) -> None:
        """Let Rasa answer by ``on_new_message``."""
        self._line = line
        self._on_new_message = on_new_message
        self._under_way: set[asyncio.Task[Spoken]] = set()

    async def reply(self, app: Sanic, sender: str, call: str, utterance: Utterance) -> Spoken:
        """What to say to ``utterance`` of the conversation ``sender``, which the front end names ``call``.

        Raises :class:`~bot.channels.door.Refused` where an earlier one of the same call takes too long.
        """
        task = asyncio.ensure_future(self._reply(app, sender, call, utterance))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        # Who hangs up stops nothing: an answer that has been begun is kept, and may be asked for again.
        return await asyncio.shield(task)

    async def _reply(self, app: Sanic, sender: str, call: str, utterance: Utterance) -> Spoken:
        async def ask(turn: Turn) -> list[Message]:
            return await take(app, turn, self._on_new_message)

        try:
            async with app.ctx.agent.lock_store.lock(f"{sender} {SLOT}"):
                tracker = await app.ctx.agent.tracker_store.retrieve(sender)
                before = Place.of(tracker.get_slot(SLOT) if tracker else None)
                talk = Talk(self._line, sender, call, events_of(tracker), before)
                spoken = await talk.reply(utterance, ask)
                if talk.place != before:
                    await _keep(app, sender, talk.place)
                return spoken
        except LockError as error:
            raise Refused(503, BUSY, WAIT_SECONDS) from error


async def _keep(app: Sanic, sender: str, place: Place) -> None:
    """Write ``place`` into the conversation, as one more of its events: whoever else writes has to wait."""
    agent = app.ctx.agent
    async with agent.lock_store.lock(sender):
        tracker = await agent.processor.fetch_tracker_with_initial_session(sender)
        tracker.update(SlotSet(SLOT, place.as_json()), agent.domain)
        await agent.tracker_store.save(tracker)
