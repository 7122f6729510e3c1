"""What the chat tools share: each message of a verified user is answered once, in its place and the tool's form."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hmac import compare_digest
from typing import Any, ClassVar
from weakref import WeakValueDictionary

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.connector_settings import settings_from
from bot.channels.connector_wire import NotDelivered, Wire
from bot.channels.door import TOO_MANY, Refused, guard
from bot.channels.exchange import Incoming, events_of, offered_payloads
from bot.channels.once import Once
from bot.channels.rate import Limiter
from bot.channels.timeline import answers_to
from bot.channels.turn import Handler, Turn, take
from bot.settings import Access
from knowledge.answers.envelope import Envelope

logger = logging.getLogger(__name__)

NOT_OFFERED = "This button belongs to another conversation, or to one that has ended. Please ask in words."
NOT_DELIVERED = "The answer could not be delivered. Please send the message again."
# How much of an answer has been delivered, in this process: that of the newest messages is remembered.
REMEMBERED = 10_000
ALL = -1

Json = dict[str, Any]
Place = Mapping[str, str]


@dataclass(frozen=True)
class Said:
    """A message of a verified user in a tool.

    ``thread`` are the tool's ids of where it stands: with ``user`` they make the conversation, so that no two users
    ever share one. ``place`` is where the answer goes, in the tool's own terms. A ``pressed`` message is a button's.
    """

    user: str
    thread: tuple[str, ...]
    message_id: str
    text: object
    place: Place
    pressed: bool = False

    def conversation(self, tool: str) -> str:
        """The sender id of the conversation. It holds no slash, as those of signed-in users do."""
        ids = "\n".join((*self.thread, self.user))
        return f"{tool}:{hashlib.sha256(ids.encode()).hexdigest()[:40]}"


class Connector(InputChannel, ABC):
    """The channel of a chat tool, off until the tool is set up."""

    Settings: ClassVar[type]

    def __init__(self, settings: Any | None) -> None:
        """Speak with the tool as ``settings`` say; ``None``: not at all."""
        self._settings = settings
        self.wire = Wire()

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, Any] | None) -> Connector:
        """The channel as the environment sets it up. Raises ``InvalidConfigException`` where it does so by half."""
        return cls(settings_from(cls.Settings, cls.name()))

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The routes, or none where the tool is not set up."""
        blueprint = Blueprint(f"footnote_{self.name()}", f"footnote_{self.name()}")
        if self._settings is None:
            logger.info("%s is off: it is not set up.", self.name())
            return blueprint
        logger.info("%s is on.", self.name())
        guard(blueprint)

        @blueprint.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @blueprint.listener("after_server_stop")
        async def stop(_app: Sanic, _loop: object) -> None:
            await self.wire.close()

        self.add_routes(blueprint, Desk(self, on_new_message))
        return blueprint

    @abstractmethod
    def add_routes(self, blueprint: Blueprint, desk: Desk) -> None:
        """Add where the tool's server sends what users say, to be given to ``desk`` once it is verified."""

    @abstractmethod
    def rendered(self, envelope: Envelope, place: Place) -> Sequence[Json]:
        """The answer as the tool's messages."""

    @abstractmethod
    def notice(self, words: str) -> Json:
        """A message of mere ``words``."""

    @abstractmethod
    async def post(self, place: Place, message: Json) -> None:
        """Send ``message`` to ``place``; raises :class:`NotDelivered`."""

    def payload(self, text: object, offered: Mapping[str, str]) -> str | None:
        """The payload that a pressed button stands for, of those that were ``offered`` with their titles."""
        return text if isinstance(text, str) and text in offered else None


def is_token(token: object, tokens: str) -> bool:
    """Whether ``token``, as it came in, is one of ``tokens``, which are apart by spaces."""
    return isinstance(token, str) and any(
        compare_digest(token.encode(errors="surrogatepass"), one.encode()) for one in tokens.split()
    )


class Desk:
    """Answers what is said in a tool: in order, and each message once, however often the tool sends it."""

    def __init__(self, tool: Connector, on_new_message: Handler) -> None:
        self._tool = tool
        self._on_new_message = on_new_message
        self._once = Once()
        self._limiter = Limiter(Access.from_environment().messages_per_minute)
        self._under_way: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._posted: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def hear(self, app: Sanic, said: Said) -> None:
        """Answer ``said``, and come back when the answer has been delivered.

        Raises :class:`~bot.channels.door.Refused` where it could not be: a tool that then sends the message again gets
        the same answer. After a restart an answer may be delivered twice, but none is lost.
        """
        key = (said.conversation(self._tool.name()), said.message_id)
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.ensure_future(self._answer(app, said, key))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        try:
            # A tool that hangs up stops nothing.
            await asyncio.shield(task)
        except NotDelivered as error:
            logger.error("%s did not take an answer: %s", self._tool.name(), error)
            raise Refused(503, NOT_DELIVERED) from error

    async def _answer(self, app: Sanic, said: Said, key: tuple[str, str]) -> None:
        turn = self._turns.setdefault(key[0], asyncio.Lock())
        async with turn:
            posted = self._posted.get(key, 0)
            if posted == ALL:
                return
            for message in (await self._messages(app, said, key[0]))[posted:]:
                await self._tool.post(said.place, message)
                posted += 1
                self._posted[key] = posted
            self._posted[key] = ALL
            if len(self._posted) > REMEMBERED:
                self._posted.popitem(last=False)

    async def _messages(self, app: Sanic, said: Said, sender: str) -> list[Json]:
        events = events_of(await app.ctx.agent.tracker_store.retrieve_full_tracker(sender))
        # One that comes again for its answer is not counted again.
        seconds = 0 if answers_to(events, said.message_id) else self._limiter.wait_seconds(said.user)
        if seconds:
            return [self._tool.notice(TOO_MANY.format(seconds=seconds))]
        text = said.text
        if said.pressed:
            text = self._tool.payload(said.text, offered_payloads(events))
            if text is None:
                return [self._tool.notice(NOT_OFFERED)]
        turn = Turn(self._tool.name(), sender, Incoming(text), {}, said.message_id)
        take_it = partial(take, app, turn, self._on_new_message)
        answers = await self._once.answers(app, sender, said.message_id, take_it)
        envelopes = [Envelope.parse_obj(message["custom"]) for message in answers.messages]
        return [message for envelope in envelopes for message in self._tool.rendered(envelope, said.place)]
