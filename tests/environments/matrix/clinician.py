"""Clinicians at their Matrix clients (matrix-nio): one command a line in, one result a line out, both as JSON."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from nio import AsyncClient, AsyncClientConfig, Event, RoomPreset, TypingNoticeEvent  # type: ignore[import-not-found]
from nio.responses import ErrorResponse  # type: ignore[import-not-found]

SYNC_MILLISECONDS = 1000


class Clinician:
    """One user with what the client has seen of each room."""

    def __init__(self, homeserver: str, user: str) -> None:
        config = AsyncClientConfig(encryption_enabled=False)
        self.client = AsyncClient(homeserver, user, config=config)
        self.seen: dict[str, list[dict[str, Any]]] = {}
        self.typing: set[str] = set()
        self.client.add_event_callback(self._saw, Event)
        self.client.add_ephemeral_callback(self._typed, TypingNoticeEvent)

    async def begin(self, password: str) -> None:
        _good(await self.client.register(self.client.user, password))
        asyncio.get_running_loop().create_task(self._listen())

    async def _listen(self) -> None:
        while True:
            reply = await self.client.sync(SYNC_MILLISECONDS, full_state=False)
            if isinstance(reply, ErrorResponse):
                await asyncio.sleep(0.2)

    async def _saw(self, room: Any, event: Event) -> None:
        self.seen.setdefault(room.room_id, []).append(event.source)

    async def _typed(self, room: Any, event: TypingNoticeEvent) -> None:
        if event.users:
            self.typing.add(room.room_id)


class Clinicians:
    """The users by name, and the commands."""

    def __init__(self, homeserver: str) -> None:
        self._homeserver = homeserver
        self._users: dict[str, Clinician] = {}

    async def do(self, command: dict[str, Any]) -> Any:
        name, user = command.pop("do"), command.pop("user")
        doing: Callable[..., Coroutine[Any, Any, Any]] = getattr(self, f"do_{name}")
        return await doing(user, **command)

    async def do_register(self, user: str, password: str) -> str:
        self._users[user] = Clinician(self._homeserver, user)
        await self._users[user].begin(password)
        return str(self._users[user].client.user_id)

    async def do_create(self, user: str, invite: list[str], state: list[dict[str, Any]], public: bool) -> str:
        preset = RoomPreset.public_chat if public else RoomPreset.private_chat
        reply = await self._client(user).room_create(invite=invite, initial_state=state, preset=preset)
        return str(_good(reply).room_id)

    async def do_send(self, user: str, room: str, kind: str, content: dict[str, Any]) -> str:
        return str(_good(await self._client(user).room_send(room, kind, content)).event_id)

    async def do_redact(self, user: str, room: str, event: str) -> str:
        return str(_good(await self._client(user).room_redact(room, event)).event_id)

    async def do_join(self, user: str, room: str) -> None:
        _good(await self._client(user).join(room))

    async def do_invite(self, user: str, room: str, other: str) -> None:
        _good(await self._client(user).room_invite(room, other))

    async def do_kick(self, user: str, room: str, other: str) -> None:
        _good(await self._client(user).room_kick(room, other))

    async def do_state(self, user: str, room: str, kind: str, content: dict[str, Any]) -> str:
        return str(_good(await self._client(user).room_put_state(room, kind, content)).event_id)

    async def do_members(self, user: str, room: str) -> list[str]:
        return [one.user_id for one in _good(await self._client(user).joined_members(room)).members]

    async def do_event(self, user: str, room: str, event: str) -> dict[str, Any]:
        source: dict[str, Any] = _good(await self._client(user).room_get_event(room, event)).event.source
        return source

    async def do_seen(self, user: str, room: str) -> list[dict[str, Any]]:
        return self._users[user].seen.get(room, [])

    async def do_typing(self, user: str, room: str) -> bool:
        return room in self._users[user].typing

    def _client(self, user: str) -> AsyncClient:
        return self._users[user].client


def _good(reply: Any) -> Any:
    if isinstance(reply, ErrorResponse):
        raise RuntimeError(f"{reply.status_code}: {reply.message}")
    return reply


async def main(homeserver: str) -> None:
    clinicians = Clinicians(homeserver)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        try:
            result = {"result": await clinicians.do(json.loads(line))}
        except Exception as error:  # noqa: BLE001 the test is told
            result = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(result) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
