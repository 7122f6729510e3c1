"""The REST channel: Rasa's own form of request, an answer as one message, and an envelope for every turn."""

from __future__ import annotations

from uuid import uuid4

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.door import Door, guard, json_body
from bot.channels.exchange import Incoming
from bot.channels.turn import Handler, Turn, audience_of, metadata_of, take
from bot.settings import Access

BODY_FORM = 'Send a JSON object such as {"sender": "conversation id", "message": "your question"}.'


class RestChannel(InputChannel):
    """``POST /webhooks/rest/webhook``, for any client that speaks JSON."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in URLs and trackers, as with Rasa's own."""
        return "rest"

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The routes: a health check and the webhook."""
        blueprint = Blueprint("footnote_rest", "footnote_rest")
        door = Door(Access.from_environment())
        guard(blueprint)

        @blueprint.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            visitor = await door.visitor(request)
            body = json_body(request, BODY_FORM)
            # Without an id each message is a conversation of its own: two clients never share one by accident.
            sender = visitor.conversation(str(body.get("sender") or uuid4().hex))
            door.count(visitor, sender)
            metadata = metadata_of(body)
            incoming = Incoming(body.get("message"), audience_of(metadata))
            turn = Turn(RestChannel.name(), sender, incoming, metadata)
            return response.json(await take(request.app, turn, on_new_message))

        return blueprint
