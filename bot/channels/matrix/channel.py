"""The Matrix channel: the routes of an application service."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa.core.channels.channel import InputChannel
from rasa.core.lock_store import LockError
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.door import Refused
from bot.channels.matrix.homeserver import Away, Declined, Homeserver
from bot.channels.matrix.record import Record
from bot.channels.matrix.settings import MatrixSettings
from bot.channels.matrix.talk import Talk
from bot.channels.rate import Limiter
from bot.channels.turn import Handler
from bot.settings import Access
from knowledge.settings import Settings

logger = logging.getLogger(__name__)

# A hundred events, each as large as Matrix allows, with what stood there before. One that is refused is sent for ever.
LARGEST_TRANSACTION_BYTES = 16 * 1024 * 1024
ROOMS_AT_ONCE = 8
STARTING_SECONDS = 2.0
# What passes: the homeserver sends the transaction again, and nothing in it is lost.
PASSING = (Away, Refused, LockError, SQLAlchemyError)

Event = Mapping[str, Any]
Take = Callable[[Sanic, Event], Awaitable[None]]


class MatrixChannel(InputChannel):
    """``/_matrix/app/v1``, for the homeserver alone; nothing where the environment sets no homeserver."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in trackers."""
        return "matrix"

    def url_prefix(self) -> str:
        """Where homeservers expect an application service."""
        return "/_matrix/app/v1"

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The routes. Raises :class:`~bot.channels.matrix.settings.MatrixUnusable` where the setup is half done."""
        blueprint = Blueprint("footnote_matrix", "footnote_matrix")
        settings = MatrixSettings.from_environment()
        if settings is None:
            logger.info("Matrix is off: FOOTNOTE_MATRIX_HOMESERVER is not set")
            return blueprint
        home = Homeserver(settings)
        limiter = Limiter(Access.from_environment().messages_per_minute)
        talk = Talk(home, settings, Record(Settings.from_environment().tracker_url), limiter, on_new_message)
        _add_routes(blueprint, settings, home, _Transactions(talk))
        return blueprint


def _add_routes(blueprint: Blueprint, settings: MatrixSettings, home: Homeserver, transactions: _Transactions) -> None:
    @blueprint.route("/transactions/<transaction:str>", methods=["PUT"], stream=True)
    async def transaction(request: Request, transaction: str) -> HTTPResponse:
        refusal = _refusal(request, settings)
        if refusal is not None:
            return refusal
        # A connection that is kept would hold up the end of the server, which waits for what is under way.
        request.stream.keep_alive = False
        # The limit of the other channels is too small for what a homeserver sends at once.
        request.stream.request_max_size = LARGEST_TRANSACTION_BYTES
        await request.receive_body()
        events = _events_in(request.body)
        if events is None:
            return _error(400, "M_BAD_JSON", "A transaction is a JSON object with a list of events.")
        try:
            await transactions.take(request.app, transaction, events)
        except PASSING as error:
            logger.warning("a transaction has to be sent again: %s: %s", type(error).__name__, error)
            return _error(503, "M_UNKNOWN", "Not everything in it could be dealt with: please send it again.")
        return response.json({})

    @blueprint.route("/ping", methods=["POST"])
    async def ping(request: Request) -> HTTPResponse:
        return _refusal(request, settings) or response.json({})

    @blueprint.route("/users/<user:str>", methods=["GET"])
    async def user(request: Request, user: str) -> HTTPResponse:
        is_ours = user.partition(":")[0] == f"@{settings.user}"
        return _refusal(request, settings) or (response.json({}) if is_ours else _not_found())

    @blueprint.route("/rooms/<_alias:str>", methods=["GET"])
    async def room(request: Request, _alias: str) -> HTTPResponse:
        return _refusal(request, settings) or _not_found()

    @blueprint.listener("after_server_start")
    async def start(app: Sanic, _loop: object) -> None:
        app.add_task(_greet(home))

    @blueprint.listener("after_server_stop")
    async def stop(_app: Sanic, _loop: object) -> None:
        await home.close()


async def _greet(home: Homeserver) -> None:
    """Make the user and fetch what came while the assistant was away, as soon as the homeserver is there."""
    while True:
        try:
            logger.info("Matrix is on, as %s", await home.me())
            break
        except (Away, Declined) as error:
            logger.warning("Matrix: %s", error)
            await asyncio.sleep(STARTING_SECONDS)
    await home.ask_for_backlog()


class _Transactions:
    """Hands each event to whoever deals with it: those of one room in order, rooms side by side."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._rooms_at_once = asyncio.Semaphore(ROOMS_AT_ONCE)
        self._under_way: dict[str, asyncio.Task[None]] = {}
        rooms = talk.rooms
        self._takers: dict[str, Take] = {
            "m.room.message": talk.message,
            "m.sticker": talk.message,
            "m.reaction": talk.reaction,
            "m.room.redaction": talk.redaction,
            "m.room.member": lambda _, event: rooms.member(event),
            "m.room.encryption": lambda _, event: rooms.encryption(event),
            "m.room.encrypted": lambda _, event: rooms.unreadable(event),
            "m.room.tombstone": lambda _, event: rooms.replaced(event),
        }

    async def take(self, app: Sanic, transaction: str, events: list[Event]) -> None:
        """Deal with all ``events``; raises what keeps one of them from being dealt with for now."""
        task = self._under_way.get(transaction)
        if task is None:
            task = asyncio.ensure_future(self._take(app, events))
            self._under_way[transaction] = task
            task.add_done_callback(lambda _: self._under_way.pop(transaction, None))
        # A homeserver that waits no longer will send it again, and finds what was done meanwhile.
        await asyncio.shield(task)

    async def _take(self, app: Sanic, events: list[Event]) -> None:
        by_room: defaultdict[str, list[Event]] = defaultdict(list)
        for event in events:
            if self._is_to_be_taken(event):
                by_room[str(event.get("room_id"))].append(event)
        rooms = [self._take_room(app, one) for one in by_room.values()]
        failures = [one for one in await asyncio.gather(*rooms, return_exceptions=True) if one is not None]
        if failures:
            raise failures[0]

    def _is_to_be_taken(self, event: Event) -> bool:
        kind, unsigned = event.get("type"), event.get("unsigned")
        removed = isinstance(unsigned, dict) and unsigned.get("redacted_because")
        return isinstance(kind, str) and kind in self._takers and not removed

    async def _take_room(self, app: Sanic, events: list[Event]) -> None:
        async with self._rooms_at_once:
            for event in events:
                try:
                    await self._takers[str(event["type"])](app, event)
                except PASSING:
                    raise
                except Declined as declined:
                    logger.warning("the homeserver declined what an event asked for: %s", declined.code)
                except Exception:  # one event that cannot be dealt with must not hold up all others for ever
                    logger.exception("an event of Matrix could not be dealt with")


def _refusal(request: Request, settings: MatrixSettings) -> HTTPResponse | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() != "bearer" or not token:
        return _error(401, "M_MISSING_TOKEN", "This is for the homeserver alone.")
    if not hmac.compare_digest(token.strip().encode(errors="surrogateescape"), settings.hs_token.encode()):
        return _error(403, "M_FORBIDDEN", "This is not the token of the registration.")
    return None


def _events_in(body: bytes) -> list[Event] | None:
    try:
        events = json.loads(body).get("events")
    except (ValueError, RecursionError, AttributeError):
        return None
    return [one for one in events if isinstance(one, dict)] if isinstance(events, list) else None


def _error(status: int, code: str, words: str) -> HTTPResponse:
    return response.json({"errcode": code, "error": words}, status)


def _not_found() -> HTTPResponse:
    return _error(404, "M_NOT_FOUND", "The assistant has no such user or room.")
