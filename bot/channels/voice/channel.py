"""The voice webhook: transcripts of any telephony or dictation front end in, what to say next out."""

from __future__ import annotations

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.door import Door, guard, json_body
from bot.channels.turn import Handler
from bot.channels.voice.call import Calls
from bot.channels.voice.talk import Line
from bot.channels.voice.utterance import FORM, call_in, utterance_in
from bot.settings import Access


class VoiceChannel(InputChannel):
    """``POST /webhooks/voice/webhook``, behind the same door as REST."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in URLs and trackers."""
        return "voice"

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The routes: a health check and the webhook."""
        blueprint = Blueprint("footnote_voice", "footnote_voice")
        door = Door(Access.from_environment())
        calls = Calls(Line(VoiceChannel.name(), writes=True), on_new_message)
        guard(blueprint)

        @blueprint.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            visitor = await door.visitor(request)
            body = json_body(request, FORM)
            call = call_in(body)
            sender = visitor.conversation(call)
            utterance = utterance_in(body)
            door.count(visitor, sender)
            spoken = await calls.reply(request.app, sender, call, utterance)
            return response.json(spoken.as_json())

        return blueprint
