"""What is said in Matrix rooms → answers: each once, in its thread, and withdrawn with the message that it answers."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from sanic import Sanic

from bot.channels.exchange import are_there
from bot.channels.matrix.asking import Asking, conversation_events
from bot.channels.matrix.choices import choice_by_key, choice_by_number
from bot.channels.matrix.homeserver import Away, Homeserver
from bot.channels.matrix.incoming import Said, names_me, names_others, read_message, without_my_name
from bot.channels.matrix.outgoing import KEYCAPS, RATINGS
from bot.channels.matrix.post import Place, Post
from bot.channels.matrix.record import RETRACT, Kept, Record, conversation, user_of
from bot.channels.matrix.rooms import Rooms
from bot.channels.matrix.settings import MatrixSettings
from bot.channels.rate import Limiter
from bot.channels.timeline import answers_to, is_said
from bot.channels.turn import Handler

Event = Mapping[str, Any]

OLDEST_SECONDS = 24 * 3600.0
ONLY_TEXT = "I read text only: nothing in this picture, file or recording was read. Please type your question."
TOO_OLD = (
    "This message is from more than a day ago: I could not be reached then, and did not answer it. Please ask again."
)
TOO_MANY = "Too many messages in a short time: please wait {seconds} s. Your message was not answered."
PASSED = "That choice belongs to an earlier answer. Please choose from the last one, or type your question."
REMOVED = "A message was removed"


class Talk:
    """Holds the conversations of all rooms. The tracker is the only record of them."""

    def __init__(
        self,
        home: Homeserver,
        settings: MatrixSettings,
        record: Record,
        limiter: Limiter,
        on_new_message: Handler,
    ) -> None:
        self.rooms = Rooms(home, settings)
        self._home = home
        self._name = settings.name
        self._post = Post(home)
        self._record = record
        self._limiter = limiter
        self._asking = Asking(on_new_message)

    async def message(self, app: Sanic, event: Event) -> None:
        """A message: answered if it is said to the assistant; one that takes another's place, in its stead."""
        said = read_message(event)
        if said is None or not await self.rooms.allows(said.user):
            return
        if said.edits is not None:
            original = await self._home.event(said.room, said.edits)
            if original.get("sender") != said.user or not original.get("content"):
                return
            first = read_message({"room_id": said.room, **original})
            said = replace(said, thread=first.thread if first is not None else None)
        place = await self._place(app, said)
        if said.edits is not None and not (place is not None and await self._is_retracted(app, said, place)):
            # Versions are in their order: a later one of these stays, however late this one comes.
            versions = await self._versions(said.room, said.edits)
            for kept in takewhile(lambda one: one.message_id != said.event, versions):
                if user_of(kept.sender, said.user):
                    await self._retract(app, said.room, kept, said.event)
        if place is not None:
            await self._answer(app, said, place)

    async def reaction(self, app: Sanic, event: Event) -> None:
        """A reaction to an answer: chooses what it offers."""
        relation = event["content"].get("m.relates_to") or {}
        key, target = relation.get("key"), relation.get("event_id")
        room, user = str(event["room_id"]), str(event["sender"])
        if key not in (*KEYCAPS, *RATINGS) or not isinstance(target, str) or not await self.rooms.allows(user):
            return
        answer = await self._post.answer(room, target)
        if answer is None:
            return
        place = Place(room, answer.thread, target, None)
        said = Said(room, str(event["event_id"]), user, float(event.get("origin_server_ts") or 0) / 1000, key)
        events = await conversation_events(app, _sender(said, place))
        choice = choice_by_key(events, answer.answer_id, key)
        if choice is not None or answers_to(events, said.event):
            offered = {choice.payload: choice.title} if choice else {}
            await self._reply(app, said, place, events, next(iter(offered), ""), offered)
        elif any(is_said(one) for one in events):
            await self._post.remark(place, said.event, PASSED)

    async def redaction(self, app: Sanic, event: Event) -> None:
        """A message was removed: what it said is withdrawn, its words are erased, and the answers to it go as well."""
        removed = event.get("redacts") or event["content"].get("redacts")
        room = str(event["room_id"])
        if isinstance(removed, str) and event.get("sender") != await self._home.me():
            for kept in await self._versions(room, removed):
                await self._retract(app, room, kept, str(event["event_id"]))

    async def _place(self, app: Sanic, said: Said) -> Place | None:
        """Where ``said`` is to be answered; ``None`` where it is not said to the assistant."""
        anchor = said.edits or said.event
        if await self.rooms.is_direct(said.room):
            return Place(said.room, said.thread, anchor, said.edits)
        place = Place(said.room, said.thread or anchor, anchor, said.edits)
        me = await self._home.me()
        if names_me(said, me, self._name):
            return place
        if names_others(said, me) or place.thread == said.event:
            return None
        # Whoever has begun to ask in a thread goes on without naming the assistant again.
        begun = any(is_said(one) for one in await conversation_events(app, _sender(said, place)))
        return place if begun else None

    async def _answer(self, app: Sanic, said: Said, place: Place) -> None:
        events = await conversation_events(app, _sender(said, place))
        if said.text is None:
            await self._post.remark(place, said.event, ONLY_TEXT)
            return
        choice = choice_by_number(events, said.text)
        if choice is not None:
            await self._reply(app, said, place, events, choice.payload, {choice.payload: choice.title})
        else:
            text = without_my_name(said.text, await self._home.me(), self._name)
            await self._reply(app, said, place, events, text, {})

    async def _reply(
        self, app: Sanic, said: Said, place: Place, events: list[dict[str, Any]], text: str, offered: Mapping[str, str]
    ) -> None:
        """Answer ``text`` unless it was answered, and send what the room has not got yet."""
        if _is_retracted(events, said.event):
            return
        if not answers_to(events, said.event):
            refused = self._refused(said)
            if refused is not None:
                await self._post.remark(place, said.event, refused)
                return
        await self._home.mark_read(said.room, said.event, place.thread)
        await self._home.typing(said.room, typing=True)
        try:
            messages = await self._asking.patiently(app, _sender(said, place), said.event, text, place, offered)
            await self._post.answers(place, said.event, messages)
        finally:
            await self._home.typing(said.room, typing=False)

    def _refused(self, said: Said) -> str | None:
        if said.at < time.time() - OLDEST_SECONDS:
            return TOO_OLD
        seconds = self._limiter.wait_seconds(said.user)
        return TOO_MANY.format(seconds=seconds) if seconds else None

    async def _retract(self, app: Sanic, room: str, kept: Kept, cause: str) -> None:
        """Take ``kept`` back because of the event ``cause``. It is erased last: until then it would be found again."""
        payload = f"/{RETRACT}{json.dumps({'value': kept.message_id})}"
        place = Place(room, kept.place["thread"], kept.place["anchor"], None)
        key = f"{cause} {kept.message_id}"
        answers = await self._asking.answers(app, kept.sender, key, payload, place, {payload: REMOVED})
        if not are_there(answers.messages):
            raise Away("what a removed message said cannot be withdrawn just now")
        if any(one["custom"]["acknowledged"] for one in answers.messages):
            await self._post.answers(place, key, answers.messages)
        await self._post.withdraw(place, kept.message_id)
        async with app.ctx.agent.lock_store.lock(kept.sender):
            await asyncio.get_running_loop().run_in_executor(None, self._record.erase, kept)

    async def _is_retracted(self, app: Sanic, said: Said, place: Place) -> bool:
        return _is_retracted(await conversation_events(app, _sender(said, place)), said.event)

    async def _versions(self, room: str, message: str) -> list[Kept]:
        return await asyncio.get_running_loop().run_in_executor(None, self._record.versions, room, message)


def _is_retracted(events: Sequence[Event], message: str) -> bool:
    own = next((one for one in events if is_said(one) and one.get("message_id") == message), {})
    return bool((own.get("metadata") or {}).get("retracted"))


def _sender(said: Said, place: Place) -> str:
    return conversation(said.room, place.thread, said.user, said.at)
