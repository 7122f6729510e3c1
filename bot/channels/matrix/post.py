"""Answers in their room: sent once, found again, and taken away."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.channels.exchange import Message
from bot.channels.matrix.homeserver import Declined, Homeserver
from bot.channels.matrix.outgoing import KEY, KEYCAPS, RATINGS, Content, choices_of, contents, notice

logger = logging.getLogger(__name__)

MESSAGE, REACTION = "m.room.message", "m.reaction"
REMARK = "remark"


@dataclass(frozen=True)
class Place:
    """Where a message is answered: in ``thread`` of ``room``, or beside ``anchor``, the message itself.

    ``edits`` is the message that it takes the place of.
    """

    room: str
    thread: str | None
    anchor: str
    edits: str | None

    @property
    def relation(self) -> Content:
        """How an answer relates to what it answers."""
        if self.thread is None:
            return {"rel_type": "m.reference", "event_id": self.anchor}
        reply = {"event_id": self.anchor}
        return {"rel_type": "m.thread", "event_id": self.thread, "is_falling_back": True, "m.in_reply_to": reply}


@dataclass(frozen=True)
class Answer:
    """An answer as it stands in a room."""

    answer_id: str
    thread: str | None


class Post:
    """Sends to the rooms of ``home``. What a room will not take (the assistant was removed from it) is let go."""

    def __init__(self, home: Homeserver) -> None:
        self._home = home

    async def answers(self, place: Place, to: str, messages: Sequence[Message]) -> None:
        """Send the answers to the message ``to``, as far as they are not in the room; then what they offer."""
        try:
            sent = await self._sent(place, to)
            choices = choices_of(messages)
            number = 0
            for message in messages:
                answer = str(message["custom"]["answer_id"])
                own = [one for one in choices if one.answer == answer]
                event = ""
                for content in contents(message, own):
                    event = sent.get((answer, number)) or await self._send(place, content, to, number, answer)
                    number += 1
                for key in (one.key for one in own if one.key in (*KEYCAPS, *RATINGS)):
                    await self._react(place.room, event, key)
        except Declined as declined:
            logger.warning("a room did not take an answer: %s", declined.code)

    async def remark(self, place: Place, to: str, text: str) -> None:
        """Send a remark on the message ``to``, once."""
        try:
            if not await self._sent(place, to):
                await self._send(place, notice(text), to, 0, None)
        except Declined as declined:
            logger.warning("a room did not take a remark: %s", declined.code)

    async def answer(self, room: str, event: str) -> Answer | None:
        """The answer that ``event`` is; ``None`` where it is something else."""
        with suppress(Declined):
            found = await self._home.event(room, event)
            content = found.get("content") or {}
            relation = content.get("m.relates_to") or {}
            own = content.get(KEY)
            if found.get("sender") == await self._home.me() and isinstance(own, dict) and own.get("answer"):
                thread = relation["event_id"] if relation.get("rel_type") == "m.thread" else None
                return Answer(str(own["answer"]), thread)
        return None

    async def withdraw(self, place: Place, to: str) -> None:
        """Take away every answer to the message ``to``."""
        for event in (await self._sent(place, to)).values():
            with suppress(Declined):
                await self._home.redact(place.room, event, f"{event}-withdrawn")

    async def _sent(self, place: Place, to: str) -> dict[tuple[str | None, int], str]:
        """What stands in the room of the answers to ``to``: the homeserver forgets keys, but not events.

        By answer and number; a remark has no answer.
        """
        relation = place.relation
        found = await self._home.related(place.room, relation["event_id"], relation["rel_type"])
        me = await self._home.me()
        own = [(one["content"].get(KEY), one["event_id"]) for one in found if one["sender"] == me]
        ours = ((key, event) for key, event in own if isinstance(key, dict) and key.get("to") == to)
        return {(key.get("answer"), key["n"]): event for key, event in ours}

    async def _send(self, place: Place, content: Content, to: str, number: int, answer: str | None) -> str:
        own: dict[str, Any] = {"to": to, "n": number, "answer": answer}
        whole = {**content, "m.relates_to": place.relation, "m.mentions": {}, KEY: own}
        return await self._home.send(place.room, MESSAGE, f"{to}-{answer or REMARK}-{number}", whole)

    async def _react(self, room: str, event: str, key: str) -> None:
        relation = {"rel_type": "m.annotation", "event_id": event, "key": key}
        # One that is there already is refused.
        with suppress(Declined):
            await self._home.send(room, REACTION, f"{event}-{key}", {"m.relates_to": relation})
