"""What is said in a room → Rasa's answers, each message's once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

from sanic import Sanic

from bot.channels.exchange import Incoming, Message, are_there, events_of
from bot.channels.matrix.post import Place
from bot.channels.matrix.record import PLACE
from bot.channels.once import Answers, Once
from bot.channels.turn import Handler, Turn, take

# How long the action server may be away before the clinician is told.
PATIENCE_SECONDS = (1.0, 3.0, 6.0)


class Asking:
    """Asks Rasa for the answers to messages."""

    def __init__(self, on_new_message: Handler) -> None:
        self._on_new_message = on_new_message
        self._once = Once()

    async def answers(
        self, app: Sanic, sender: str, message_id: str, text: str, place: Place, offered: Mapping[str, str]
    ) -> Answers:
        """The answers to ``text`` of the conversation ``sender``, which may be one of the payloads ``offered``."""
        where = {"thread": place.thread, "anchor": place.anchor, "edits": place.edits}
        turn = Turn("matrix", sender, Incoming(text), {"audience": "clinician", PLACE: where}, message_id, offered)
        return await self._once.answers(app, sender, message_id, partial(take, app, turn, self._on_new_message))

    async def patiently(
        self, app: Sanic, sender: str, message_id: str, text: str, place: Place, offered: Mapping[str, str]
    ) -> list[Message]:
        """The same; where the answering is down, only after a while that it is."""
        for seconds in PATIENCE_SECONDS:
            answers = await self.answers(app, sender, message_id, text, place, offered)
            if answers.kept or are_there(answers.messages):
                return answers.messages
            await asyncio.sleep(seconds)
        return (await self.answers(app, sender, message_id, text, place, offered)).messages


async def conversation_events(app: Sanic, sender: str) -> list[dict[str, Any]]:
    """All events of the conversation ``sender``."""
    return events_of(await app.ctx.agent.tracker_store.retrieve_full_tracker(sender))
