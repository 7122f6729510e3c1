"""The REST channel: Rasa's own form of request, an answer as one message, and an envelope for every turn."""

from __future__ import annotations

import logging
from asyncio import CancelledError
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.exchange import (
    AnswerCollector,
    Incoming,
    Message,
    answer_before_rasa,
    as_text_or_offered,
    offered_payloads,
    unavailable,
    visible,
)
from knowledge.answers.question import AUDIENCES, Audience

logger = logging.getLogger(__name__)

BODY_FORM = 'Send a JSON object such as {"sender": "conversation id", "message": "your question"}.'

Handler = Callable[[UserMessage], Awaitable[Any]]


class RestChannel(InputChannel):
    """``POST /webhooks/rest/webhook``, for any client that speaks JSON."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in URLs and trackers, as with Rasa's own."""
        return "rest"

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The routes: a health check and the webhook."""
        blueprint = Blueprint("footnote_rest", "footnote_rest")

        @blueprint.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            body = _body(request)
            if body is None:
                return response.json({"error": f"The request has no JSON object. {BODY_FORM}"}, status=400)
            return response.json(await _exchange(request.app, body, on_new_message))

        return blueprint


def _body(request: Request) -> dict[str, Any] | None:
    try:
        body = request.load_json()
    except SanicException:
        return None
    return body if isinstance(body, dict) else None


async def _exchange(app: Sanic, body: dict[str, Any], on_new_message: Handler) -> list[Message]:
    # Without an id each message is a conversation of its own: two clients never share one by accident.
    sender = str(body.get("sender") or uuid4().hex)
    sent = body.get("metadata")
    metadata: dict[str, Any] = sent if isinstance(sent, dict) else {}
    incoming = Incoming(body.get("message"), _audience(metadata))
    early = answer_before_rasa(incoming)
    if early is not None:
        return [{"recipient_id": sender, **early}]
    collector = AnswerCollector()
    metadata = {**metadata, "model_version": app.ctx.agent.model_id}
    try:
        text = as_text_or_offered(visible(str(incoming.text)), await _offered(app, sender))
        await on_new_message(UserMessage(text, collector, sender, input_channel=RestChannel.name(), metadata=metadata))
    except CancelledError:
        logger.error("an answer was cut off")
        raise
    except Exception:  # whatever fails inside Rasa, the clinician gets an envelope and the log the reason
        logger.exception("Rasa could not handle a message")
    return collector.answers() or [{"recipient_id": sender, **unavailable(incoming)}]


async def _offered(app: Sanic, sender: str) -> set[str]:
    tracker = await app.ctx.agent.tracker_store.retrieve(sender)
    return offered_payloads([event.as_dict() for event in tracker.events]) if tracker else set()


def _audience(metadata: dict[str, Any]) -> Audience:
    return next((audience for audience in AUDIENCES if audience == metadata.get("audience")), "clinician")
