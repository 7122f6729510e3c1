"""The door of every channel: who may come in, how much may be brought, and nothing that names a patient."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlsplit

from sanic import Blueprint, Sanic, response
from sanic.exceptions import PayloadTooLarge, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.auth import TokenRefused, Verifier
from bot.channels.rate import Limiter
from bot.settings import Access, is_loopback

LARGEST_BODY_BYTES = 256 * 1024
LONGEST_NAME = 100
# What the tracker store keeps of it.
LONGEST_SENDER = 255
CODES = {400: "bad_request", 401: "token", 403: "token", 413: "too_large", 422: "not_a_question", 429: "too_many"}

TOO_LARGE = f"The request is too large: at most {LARGEST_BODY_BYTES // 1024} KiB are read. Nothing in it was answered."
TOO_MANY = "Too many messages in a short time: please wait {seconds} s. Your text was not answered yet."
NAME_TOO_LONG = f"The conversation's id is too long: at most {LONGEST_NAME} characters."
NOT_FROM_HERE = (
    "Without sign-in the assistant serves only the machine that it runs on. To serve others, set up signed tokens: "
    "docs/deployment.md says how."
)


class Refused(Exception):
    """A request that is not answered: the HTTP ``status``, the ``words`` for whoever sent it, and when to try again."""

    def __init__(self, status: int, words: str, retry_after: int | None = None) -> None:
        super().__init__(words)
        self.status = status
        self.words = words
        self.retry_after = retry_after

    def as_response(self) -> HTTPResponse:
        """The refusal as JSON, with ``error``, ``code`` and, where waiting helps, ``retry_after`` in seconds."""
        body: dict[str, Any] = {"error": self.words, "code": CODES.get(self.status, "unavailable")}
        headers = {"WWW-Authenticate": "Bearer"} if self.status == 401 else {}
        if self.retry_after is not None:
            body["retry_after"] = self.retry_after
            headers["Retry-After"] = str(self.retry_after)
        return response.json(body, status=self.status, headers=headers)


@dataclass(frozen=True)
class Visitor:
    """Somebody who may speak: the verified ``subject``, or ``None`` on the machine itself."""

    subject: str | None

    def conversation(self, name: str) -> str:
        """The sender id of the conversation that the visitor calls ``name``: nobody reaches another's.

        Raises :class:`Refused` where ``name`` is too long to be kept.
        """
        # A quoted subject has no slash: no two users' names of conversations ever meet.
        sender = name if self.subject is None else f"{quote(self.subject, safe='')}/{name}"
        if len(name) > LONGEST_NAME or len(sender) > LONGEST_SENDER:
            raise Refused(400, NAME_TOO_LONG)
        return sender


class Door:
    """Checks every request of a channel."""

    def __init__(self, access: Access) -> None:
        """Let in whom ``access`` says. Raises :class:`~bot.auth.KeyUnusable` where its key cannot be used."""
        self._access = access
        self._verifier = Verifier(access) if access.has_key else None

    @cached_property
    def _limiter(self) -> Limiter:
        return Limiter(self._access.messages_per_minute)

    async def visitor(self, request: Request) -> Visitor:
        """Whoever sends ``request``; raises :class:`Refused`."""
        if self._verifier is None:
            if not _stays_here(request):
                raise Refused(403, NOT_FROM_HERE)
            return Visitor(None)
        header = request.headers.get("authorization")
        try:
            # The key may have to be fetched: that holds up no other conversation.
            loop = asyncio.get_running_loop()
            return Visitor(await loop.run_in_executor(None, self._verifier.subject, header))
        except TokenRefused as refused:
            raise Refused(401, str(refused)) from refused

    def count(self, visitor: Visitor, sender: str) -> None:
        """Count a message; raises :class:`Refused` where too many came. On the machine itself, of one conversation."""
        seconds = self._limiter.wait_seconds(visitor.subject or sender)
        if seconds:
            raise Refused(429, TOO_MANY.format(seconds=seconds), seconds)


def guard(blueprint: Blueprint) -> None:
    """Let refusals of the routes of ``blueprint`` be answered as such, and oversize requests be refused unread."""

    @blueprint.exception(Refused)
    async def refused(_: Request, error: Refused) -> HTTPResponse:
        return error.as_response()

    @blueprint.listener("before_server_start")
    async def limit(app: Sanic, _: object) -> None:
        app.config.REQUEST_MAX_SIZE = LARGEST_BODY_BYTES
        app.error_handler.add(PayloadTooLarge, _too_large)


def _too_large(_: Request, _error: PayloadTooLarge) -> HTTPResponse:
    return Refused(413, TOO_LARGE).as_response()


def json_body(request: Request, form: str) -> dict[str, Any]:
    """The JSON object in ``request``; raises :class:`Refused`, which says the ``form`` that is expected."""
    try:
        body = json.loads(request.body)
    except (SanicException, ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Refused(400, f"The request has no JSON object. {form}")
    return body


def _stays_here(request: Request) -> bool:
    """Whether ``request`` comes from this machine, and no page of another site has sent it in a user's name."""
    transport = request.transport
    ends = [transport.get_extra_info(name) for name in ("sockname", "peername")] if transport is not None else []
    if not all(end and is_loopback(str(end[0])) for end in ends):
        return False
    if request.headers.get("x-forwarded-for") or request.headers.get("forwarded"):
        return False
    names = [urlsplit(f"//{request.headers.get('host', '')}").hostname]
    if (origin := request.headers.get("origin")) is not None:
        names.append(urlsplit(origin).hostname)
    return all(name is not None and is_loopback(name) for name in names)
