"""The homeserver as the assistant calls it: the client-server API, with patience."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from urllib.parse import quote

import httpx

from bot.channels.matrix.settings import MatrixSettings

logger = logging.getLogger(__name__)
# It writes every address into the log, and with it who has spoken to the assistant where.
logging.getLogger("httpx").setLevel(logging.WARNING)

API = "/_matrix/client/v3"
TIMEOUT_SECONDS = 20.0
# After these the homeserver counts as away: whatever it has sent is not acknowledged, so it will send it again.
PAUSES_SECONDS = (0.2, 0.5, 1.0, 2.0, 4.0)
LONGEST_PAUSE_SECONDS = 10.0
# A token that is refused is a mistake in the setup, which somebody will mend: nothing must be lost until then.
TO_BE_MENDED = frozenset({"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"})
RELATIONS_PAGE = 100
MOST_PAGES = 20

Json = dict[str, Any]


class Away(Exception):
    """The homeserver cannot be reached, or lets nobody in: what was to be done has to be tried again later."""


class Declined(Exception):
    """The homeserver will not do it, now or later: ``code`` says why, in Matrix's words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Homeserver:
    """Calls the homeserver in the name of the assistant's user."""

    def __init__(self, settings: MatrixSettings) -> None:
        self._settings = settings
        self._client = httpx.AsyncClient(
            base_url=settings.homeserver,
            headers={"Authorization": f"Bearer {settings.as_token}"},
            timeout=TIMEOUT_SECONDS,
        )
        self._me: str | None = None
        self._naming = asyncio.Lock()

    async def me(self) -> str:
        """The id of the assistant's user, which is made where it does not exist yet."""
        async with self._naming:
            if self._me is None:
                self._me = await self._register()
            return self._me

    async def send(self, room: str, kind: str, key: str, content: Json) -> str:
        """Send an event to ``room`` and return its id; with the same ``key`` it is sent once."""
        path = f"{_room(room)}/send/{quote(kind)}/{quote(key, safe='')}"
        return str((await self._call("PUT", path, content))["event_id"])

    async def redact(self, room: str, event: str, key: str) -> None:
        """Remove ``event``; with the same ``key`` once."""
        await self._call("PUT", f"{_room(room)}/redact/{quote(event, safe='')}/{quote(key, safe='')}", {})

    async def event(self, room: str, event: str) -> Json:
        """One event of ``room``."""
        return await self._call("GET", f"{_room(room)}/event/{quote(event, safe='')}")

    async def related(self, room: str, event: str, relation: str) -> list[Json]:
        """The messages that relate to ``event`` by ``relation``; none where it is not there any more."""
        path = f"/_matrix/client/v1/rooms/{quote(room, safe='')}/relations/{quote(event, safe='')}/{relation}"
        found: list[Json] = []
        query: dict[str, str | int] = {"limit": RELATIONS_PAGE}
        for _ in range(MOST_PAGES):
            try:
                page = await self._call("GET", f"{path}/m.room.message", query=query)
            except Declined:
                return found
            found += page["chunk"]
            if not page.get("next_batch"):
                break
            query["from"] = page["next_batch"]
        return found

    async def members(self, room: str) -> set[str]:
        """Who has joined ``room`` or is invited."""
        page = await self._call("GET", f"{_room(room)}/members", query={"not_membership": "leave"})
        return {one["state_key"] for one in page["chunk"] if one["content"].get("membership") in ("join", "invite")}

    async def is_encrypted(self, room: str) -> bool:
        """Whether what is said in ``room`` is encrypted."""
        try:
            await self._call("GET", f"{_room(room)}/state/m.room.encryption/")
        except Declined:
            return False
        return True

    async def join(self, room: str) -> None:
        """Join ``room``."""
        await self._call("POST", f"{API}/join/{quote(room, safe='')}", {})

    async def leave(self, room: str) -> None:
        """Leave ``room``, or reject an invitation to it."""
        await self._call("POST", f"{_room(room)}/leave", {})

    async def typing(self, room: str, *, typing: bool) -> None:
        """Show in ``room`` that an answer is under way, or no more; of no matter where it fails."""
        body = {"typing": True, "timeout": 30_000} if typing else {"typing": False}
        await self._try("PUT", f"{_room(room)}/typing/{quote(await self.me(), safe='')}", body)

    async def mark_read(self, room: str, event: str, thread: str | None) -> None:
        """Show that ``event`` was read; of no matter where it fails."""
        body = {"thread_id": thread or "main"}
        await self._try("POST", f"{_room(room)}/receipt/m.read/{quote(event, safe='')}", body)

    async def ask_for_backlog(self) -> None:
        """Ask the homeserver to send at once what it could not deliver; older ones do so in their own time."""
        await self._try("POST", f"/_matrix/client/v1/appservice/{quote(self._settings.service, safe='')}/ping", {})

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def _register(self) -> str:
        body = {"type": "m.login.application_service", "username": self._settings.user, "inhibit_login": True}
        try:
            await self._call("POST", f"{API}/register", body)
        except Declined as declined:
            if declined.code != "M_USER_IN_USE":
                raise Away(f"the assistant's user cannot be made: {declined.code}") from declined
        me = str((await self._call("GET", f"{API}/account/whoami"))["user_id"])
        await self._try("PUT", f"{API}/profile/{quote(me, safe='')}/displayname", {"displayname": self._settings.name})
        return me

    async def _try(self, method: str, path: str, body: Json) -> None:
        try:
            await self._client.request(method, path, json=body)
        except httpx.TransportError:
            logger.info("the homeserver did not take a %s", method)

    async def _call(self, method: str, path: str, body: Json | None = None, query: Any = None) -> Json:
        """The reply of the homeserver. Raises :class:`Away` or :class:`Declined`."""
        reason = ""
        for pause in (*PAUSES_SECONDS, None):
            try:
                reply = await self._client.request(method, path, json=body, params=query)
            except httpx.TransportError as error:
                reason = type(error).__name__
            else:
                body_of = _as_json(reply)
                if reply.is_success and body_of is not None:
                    return body_of
                problem = body_of or {}
                reason = str(problem.get("errcode") or reply.status_code)
                if reason in TO_BE_MENDED:
                    break
                if reply.status_code == 429:
                    pause = pause and max(pause, min(_wait_seconds(problem), LONGEST_PAUSE_SECONDS))
                elif reply.status_code < 500 and "errcode" in problem:
                    # What has no code is a proxy's word, not the homeserver's.
                    raise Declined(reason)
            if pause is not None:
                await asyncio.sleep(pause)
        raise Away(f"the homeserver did not take a {method}: {reason}")


def _room(room: str) -> str:
    return f"{API}/rooms/{quote(room, safe='')}"


def _as_json(reply: httpx.Response) -> Json | None:
    try:
        body = reply.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _wait_seconds(problem: Json) -> float:
    wait = problem.get("retry_after_ms")
    return wait / 1000 if isinstance(wait, int | float) else 1.0
