"""Which rooms the assistant is in: invitations, encrypted rooms, rooms that were replaced, and who is in them."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from bot.channels.matrix.homeserver import Declined, Homeserver
from bot.channels.matrix.outgoing import notice
from bot.channels.matrix.settings import MatrixSettings

logger = logging.getLogger(__name__)

ENCRYPTED = (
    "This room is encrypted. I cannot read encrypted messages, so I answer nothing here and leave. "
    "Please make a room or direct chat without encryption and invite me there."
)
# Another process may hear of a new member: what is known of a room is not believed for longer.
REMEMBERED_SECONDS = 60.0
MOST_REMEMBERED = 10_000

Event = Mapping[str, Any]


class Rooms:
    """Joins and leaves the rooms of ``home`` as ``settings`` allow."""

    def __init__(self, home: Homeserver, settings: MatrixSettings) -> None:
        self._home = home
        self._settings = settings
        self._direct: dict[str, tuple[float, bool]] = {}

    async def allows(self, user: str) -> bool:
        """Whether ``user`` may speak to the assistant."""
        me = await self._home.me()
        return user != me and self._settings.allows(user, me.partition(":")[2])

    async def is_direct(self, room: str) -> bool:
        """Whether nobody but one user and the assistant is in ``room``, or invited to it."""
        until, direct = self._direct.get(room, (0.0, False))
        if time.monotonic() > until:
            direct = len(await self._home.members(room)) <= 2
            if len(self._direct) >= MOST_REMEMBERED:
                self._direct.clear()
            self._direct[room] = (time.monotonic() + REMEMBERED_SECONDS, direct)
        return direct

    async def member(self, event: Event) -> None:
        """Somebody was invited, came or went: the assistant itself goes only where it may."""
        room = str(event["room_id"])
        self._direct.pop(room, None)
        if event.get("state_key") != await self._home.me() or event["content"].get("membership") != "invite":
            return
        inviter = str(event["sender"])
        if not await self.allows(inviter):
            logger.warning("an invitation of %s was rejected: not among the allowed users and servers", inviter)
            with suppress(Declined):
                await self._home.leave(room)
            return
        await self._home.join(room)
        if await self._home.is_encrypted(room):
            await self.encrypted(event)

    async def encryption(self, event: Event) -> None:
        """Encryption may have been switched on in the room of ``event``."""
        if event.get("state_key") == "":
            await self.encrypted(event)

    async def unreadable(self, event: Event) -> None:
        """Something that cannot be read was said: in an encrypted room, or by somebody who only pretends that it is."""
        if await self._home.is_encrypted(str(event["room_id"])):
            await self.encrypted(event)

    async def encrypted(self, event: Event) -> None:
        """What is said in the room of ``event`` cannot be read: says so and leaves."""
        room = str(event["room_id"])
        logger.info("an encrypted room was left")
        with suppress(Declined):
            await self._home.send(room, "m.room.message", f"{event['event_id']}-encrypted", notice(ENCRYPTED))
        with suppress(Declined):
            await self._home.leave(room)

    async def replaced(self, event: Event) -> None:
        """The room goes on elsewhere: goes there as well, if it may and somebody who may have moved the room."""
        if event.get("state_key") != "":
            return
        successor = event["content"].get("replacement_room")
        if isinstance(successor, str) and await self.allows(str(event["sender"])):
            # Where that needs an invitation, one will come or not.
            with suppress(Declined):
                await self._home.join(successor)
        with suppress(Declined):
            await self._home.leave(str(event["room_id"]))
