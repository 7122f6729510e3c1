"""One turn of a conversation: a message of a visitor, cleaned and without identifiers, through Rasa to its answers."""

from __future__ import annotations

import logging
from asyncio import CancelledError
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from bot.channels.exchange import (
    AnswerCollector,
    Incoming,
    Message,
    answer_before_rasa,
    as_text_or_offered,
    events_of,
    offered_payloads,
    unavailable,
    visible,
)
from bot.privacy import Redactor, Removal
from knowledge.answers.question import AUDIENCES, Audience

logger = logging.getLogger(__name__)

Handler = Callable[[UserMessage], Awaitable[Any]]

# What a client may say beside its message: nothing else of it is kept.
KEPT = frozenset({"audience", "channel", "transcript"})


@dataclass(frozen=True)
class Turn:
    """A message of the conversation ``sender`` that came through ``channel``, as it came in.

    ``message_id`` is the client's own; ``always`` are payloads that the channel offers at any time, with their titles.
    """

    channel: str
    sender: str
    incoming: Incoming
    metadata: Mapping[str, Any]
    message_id: str | None = None
    always: Mapping[str, str] | None = None


def audience_of(metadata: Mapping[str, Any]) -> Audience:
    """The audience that ``metadata`` names; whatever else it says is a clinician's."""
    return next((audience for audience in AUDIENCES if audience == metadata.get("audience")), "clinician")


def metadata_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """What the request ``body`` says beside its message, as far as it is kept."""
    sent = body.get("metadata")
    return {name: value for name, value in sent.items() if name in KEPT} if isinstance(sent, dict) else {}


async def take(app: Sanic, turn: Turn, on_new_message: Handler) -> list[Message]:
    """Every answer to ``turn``, at least one, each with its envelope."""
    early = answer_before_rasa(turn.incoming)
    if early is not None:
        return [_addressed(turn, early)]
    collector = AnswerCollector()
    try:
        offered = {**await _offered(app, turn.sender), **(turn.always or {})}
        text = as_text_or_offered(visible(str(turn.incoming.text)), set(offered))
        if text in offered:
            told = {**turn.metadata, "shown": offered[text]}
        else:
            text, told = without_identifiers(text, turn.metadata)
        await through_rasa(app, replace(turn, metadata=told), text, collector, on_new_message)
    except CancelledError:
        logger.error("an answer was cut off")
        raise
    except Exception:  # whatever fails inside Rasa, the clinician gets an envelope and the log the reason
        logger.exception("Rasa could not handle a message")
    return collector.answers() or [_addressed(turn, unavailable(turn.incoming))]


async def through_rasa(app: Sanic, turn: Turn, text: str, collector: AnswerCollector, on_new_message: Handler) -> None:
    """Let Rasa answer ``text``, which it may keep as it is, into ``collector``."""
    metadata = {**turn.metadata, "model_version": app.ctx.agent.model_id}
    await on_new_message(
        UserMessage(
            text, collector, turn.sender, input_channel=turn.channel, message_id=turn.message_id, metadata=metadata
        )
    )


def without_identifiers(text: str, metadata: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """``text`` and ``metadata`` without what names a patient; ``removed`` in the metadata says what that was."""
    redactor = Redactor.load()
    redacted = redactor.redact(text)
    kept = dict(metadata)
    transcript = kept.get("transcript")
    if isinstance(transcript, dict):
        kept["transcript"] = {name: _redacted(redactor, value) for name, value in transcript.items()}
    if redacted.removed:
        kept["removed"] = [_as_json(one) for one in redacted.removed]
    return redacted.text, kept


def _redacted(redactor: Redactor, value: Any) -> Any:
    if isinstance(value, str):
        return redactor.redact(value).text
    return [_redacted(redactor, one) for one in value] if isinstance(value, list) else value


def _as_json(removal: Removal) -> dict[str, Any]:
    return {"kind": removal.kind, "count": removal.count}


async def _offered(app: Sanic, sender: str) -> dict[str, str]:
    return offered_payloads(events_of(await app.ctx.agent.tracker_store.retrieve(sender)))


def _addressed(turn: Turn, message: Message) -> Message:
    return {"recipient_id": turn.sender, **message}
