"""Telephone calls through Twilio, on Rasa's own connector: signed requests in, our pages of speech out."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import parse_qs

from rasa.core.channels.channel import InputChannel
from rasa.core.channels.twilio_voice import TwilioVoiceInput
from sanic import Blueprint, response
from sanic.request import Request, RequestParameters
from sanic.response import HTTPResponse
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]  # Twilio ships no types

from bot.channels.connector_settings import settings_from
from bot.channels.door import TOO_MANY, Refused, guard
from bot.channels.rate import Limiter
from bot.channels.read_back import Transcript
from bot.channels.turn import Handler
from bot.channels.voice.call import Calls
from bot.channels.voice.talk import Line
from bot.channels.voice.twiml import Manner, rejected, twiml
from bot.channels.voice.utterance import Utterance
from bot.settings import Access

logger = logging.getLogger(__name__)

PATH = "/webhooks/twilio_voice/webhook"
TURN = "turn"
UNSIGNED = (
    "The request is not signed by Twilio for this address: FOOTNOTE_TWILIO_URL has to be the one that Twilio calls."
)


@dataclass(frozen=True)
class TwilioSettings:
    """The account's ``auth_token``, the public ``url`` of the assistant, and who may call.

    ``callers`` are patterns of numbers, apart by spaces ("+4989440*"). ``voice`` is one of Rasa's list that reads SSML.
    """

    auth_token: str
    url: str
    callers: str
    voice: str = "Polly.Amy"

    def allows(self, caller: str) -> bool:
        """Whether the number ``caller`` may call."""
        return any(fnmatchcase(caller, pattern) for pattern in self.callers.split())


class TwilioVoiceChannel(TwilioVoiceInput):
    """Rasa's connector with its settings, but off until set up, and closed to whatever Twilio has not signed.

    Rasa's own takes any request, and names the conversation after the caller's number.
    """

    twilio: TwilioSettings | None = None

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, Any] | None) -> InputChannel:
        """The channel as ``credentials`` (Rasa's keys) and the environment set it up.

        Raises ``InvalidConfigException`` where they do so by half.
        """
        settings = settings_from(TwilioSettings, "twilio")
        voice = {} if settings is None else {"assistant_voice": settings.voice}
        channel = super().from_credentials({**voice, **(credentials or {})})
        channel.twilio = settings
        return channel

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The routes, or none where Twilio is not set up."""
        blueprint = Blueprint("footnote_twilio_voice", "footnote_twilio_voice")
        if self.twilio is None:
            logger.info("%s is not set up: its channel is off.", self.name())
            return blueprint
        guard(blueprint)
        desk = _Switchboard(self.twilio, self._manner(), Calls(Line(self.name(), writes=False), on_new_message))

        @blueprint.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            return response.text(await desk.answer(request), content_type="text/xml")

        return blueprint

    def _manner(self) -> Manner:
        return Manner(self.assistant_voice, self.speech_timeout, self.speech_model, self.enhanced)


class _Switchboard:
    """Takes calls of whom it may, and says what is to be said."""

    def __init__(self, settings: TwilioSettings, manner: Manner, calls: Calls) -> None:
        self._settings = settings
        self._manner = manner
        self._calls = calls
        self._validator = RequestValidator(settings.auth_token)
        self._limiter = Limiter(Access.from_environment().messages_per_minute)

    async def answer(self, request: Request) -> str:
        """The TwiML that answers ``request``; raises :class:`~bot.channels.door.Refused`."""
        form = self._signed(request)
        caller, call = form.get("From", ""), form.get("CallSid", "")
        if not self._settings.allows(caller) or not call:
            return rejected()
        seconds = self._limiter.wait_seconds(caller)
        if seconds:
            raise Refused(429, TOO_MANY.format(seconds=seconds), seconds)
        turn = _turn(request)
        # The caller's number names a person: the call's own id does not.
        spoken = await self._calls.reply(request.app, f"twilio_voice:{call}", call, _utterance(form, turn))
        return twiml(spoken, self._manner, f"{PATH}?{TURN}={turn + 1}")

    def _signed(self, request: Request) -> dict[str, str]:
        """The form of a request that Twilio has signed, which it does with empty fields as well."""
        query = f"?{request.query_string}" if request.query_string else ""
        address = f"{self._settings.url.rstrip('/')}{PATH}{query}"
        try:
            # Sanic's own reading of the form leaves empty fields out.
            fields = RequestParameters(parse_qs(request.body.decode(), keep_blank_values=True))
        except UnicodeDecodeError:
            fields = RequestParameters()
        if not self._validator.validate(address, fields, request.headers.get("x-twilio-signature", "")):
            raise Refused(403, UNSIGNED)
        return {name: fields.get(name) for name in fields}


def _turn(request: Request) -> int:
    """Which request of its call it is; the address that we gave for it says so, and is signed."""
    number = str(request.args.get(TURN, "0"))
    return int(number) if number.isdecimal() else 0


def _utterance(form: Mapping[str, str], turn: int) -> Utterance:
    heard = form.get("SpeechResult")
    # A request that Twilio sends again is the same one.
    if heard is None:
        return Utterance(str(turn), event="silence" if turn else "start")
    sure = {"confidence": _number(form.get("Confidence", ""))}
    return Utterance(str(turn), heard, Transcript.of(sure))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
