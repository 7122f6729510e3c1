"""One turn of a conversation: a message of a visitor, cleaned and without identifiers, through Rasa to its answers."""

from __future__ import annotations

import logging
import re
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
from bot.channels.read_back import Heard, Parsed, Transcript, Understand, hear
from bot.nlu.text_cleaner import SPOKEN
from bot.privacy import Redactor, Removal
from knowledge.answers.envelope import Envelope
from knowledge.answers.question import AUDIENCES, Audience
from knowledge.rendering.aloud import with_speech

logger = logging.getLogger(__name__)

Handler = Callable[[UserMessage], Awaitable[Any]]

# What a client may say beside its message: nothing else of it is kept.
TRANSCRIPT = "transcript"
KEPT = frozenset({"audience", "channel", TRANSCRIPT})


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
    kept = {name: value for name, value in sent.items() if name in KEPT} if isinstance(sent, dict) else {}
    return {name: value for name, value in kept.items() if name == TRANSCRIPT or _is_a_name(value)}


def _is_a_name(value: object) -> bool:
    """Whether ``value`` is one of the short names that a client has for its readers and channels."""
    return isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9_-]{0,30}", value) is not None


async def take(app: Sanic, turn: Turn, on_new_message: Handler) -> list[Message]:
    """Every answer to ``turn``, at least one, each with its envelope.

    A message with a transcript was spoken: each answer says what to say, and what may be misheard is read back first.
    """
    early = answer_before_rasa(turn.incoming)
    if early is not None:
        return [_addressed(turn, early)]
    collector = AnswerCollector()
    try:
        tracker = await app.ctx.agent.tracker_store.retrieve(turn.sender)
        events = events_of(tracker)
        heard = await hear(_heard(turn, offered_payloads(events)), events, _understanding(app))
        await through_rasa(app, replace(turn, metadata=heard.told), heard.text, collector, on_new_message)
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


def _heard(turn: Turn, offered: Mapping[str, str]) -> Heard:
    """The message of ``turn`` without what names a patient; ``removed`` says what that was."""
    offered = {**offered, **(turn.always or {})}
    text = as_text_or_offered(visible(str(turn.incoming.text)), set(offered))
    title = offered.get(text)
    transcript = Transcript.of(turn.metadata.get(TRANSCRIPT))
    if transcript is not None and title is None:
        # A full stop is the recogniser's guess, and makes a statement of what may have been asked.
        text = text.rstrip(" .")
    told = {name: value for name, value in turn.metadata.items() if name != TRANSCRIPT}
    if transcript is not None:
        heard = (as_text_or_offered(visible(one), set()) for one in transcript.alternatives)
        others = tuple(Redactor.load().redact(one).text for one in heard if one)
        transcript = replace(transcript, alternatives=others)
        told |= {TRANSCRIPT: transcript.as_json(), SPOKEN: True}
    if title is not None:
        return Heard(text, {**told, "shown": title}, title, transcript)
    redacted = Redactor.load().redact(text)
    if redacted.removed:
        told["removed"] = [_as_json(one) for one in redacted.removed]
    return Heard(redacted.text, told, None, transcript)


def _understanding(app: Sanic) -> Understand:
    """How the trained model understands a text that was spoken."""

    async def understand(text: str) -> Parsed:
        message = UserMessage(text, metadata={SPOKEN: True})
        parsed: Parsed = await app.ctx.agent.processor.parse_message(message)
        return parsed

    return understand


def _as_json(removal: Removal) -> dict[str, Any]:
    return {"kind": removal.kind, "count": removal.count}


def _addressed(turn: Turn, message: Message) -> Message:
    spoken = turn.metadata.get(TRANSCRIPT) is not None
    custom = with_speech(Envelope(**message["custom"])) if spoken else message["custom"]
    return {"recipient_id": turn.sender, **message, "custom": custom}
