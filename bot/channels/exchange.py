"""One exchange: a message in, at least one envelope out. Every channel stands on this."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.trackers import DialogueStateTracker

from knowledge.answers.conversation import without_knowledge
from knowledge.answers.envelope import Envelope, Status
from knowledge.answers.question import Audience
from knowledge.rendering.plain import plain
from knowledge.schema import QuestionKind

LONGEST_MESSAGE = 2000

EMPTY = "I received an empty message. Please type your question."
NOT_TEXT = "I can only read text: “message” has to be a string. Please send your question as text."
DATA = "Your message is data and no question: “{beginning}”. Nothing in it was answered; please ask in words."
NO_WORDS = "I found no words in your message, so nothing in the knowledge base answers it. Please ask in words."
TOO_LONG = (
    "Your message has {length:,} characters; I read at most {longest:,}. Nothing in it was answered: "
    "please send your question in fewer words."
)
DOWN = "The knowledge base cannot be reached just now, so I cannot answer. Please try again in a minute."

Message = dict[str, Any]


@dataclass(frozen=True)
class Incoming:
    """A message as it came in: of any type, because a client may send anything."""

    text: object
    audience: Audience = "clinician"


def answer_before_rasa(incoming: Incoming) -> Message | None:
    """The channel's own reply to input that Rasa is not to see, or ``None`` for an ordinary message."""
    text = incoming.text
    if text is None or (isinstance(text, str) and not visible(text)):
        return _reply(incoming, "needs_input", EMPTY, "meta", ask="question")
    if not isinstance(text, str):
        return _reply(incoming, "not_found", NOT_TEXT, "search")
    if len(text) > LONGEST_MESSAGE:
        words = TOO_LONG.format(length=len(text), longest=LONGEST_MESSAGE)
        return _reply(incoming, "not_found", words, "search")
    if _is_data(text):
        return _reply(incoming, "not_found", DATA.format(beginning=visible(text)[:40]), "search")
    if not any(character.isalnum() for character in text):
        return _reply(incoming, "not_found", NO_WORDS, "search")
    return None


def _is_data(text: str) -> bool:
    """Whether ``text`` is a JSON object or list, as a client sends by mistake, or to be obeyed."""
    if not text.strip().startswith(("{", "[")):
        return False
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def unavailable(incoming: Incoming) -> Message:
    """The reply where Rasa or the action server produced none."""
    return _reply(incoming, "unavailable", DOWN, "search")


def are_there(messages: Sequence[Message]) -> bool:
    """Whether ``messages`` say more than that there is no answer just now."""
    return any(one["custom"]["status"] != "unavailable" for one in messages)


def _reply(incoming: Incoming, status: Status, words: str, kind: QuestionKind, ask: str | None = None) -> Message:
    return as_message(without_knowledge(status, words, kind, incoming.audience, ask))


def as_message(envelope: Envelope) -> Message:
    """``envelope`` as one message that holds text, buttons and envelope together."""
    buttons = [{"title": offer.title, "payload": offer.payload} for offer in envelope.next]
    return {"text": plain(envelope), "buttons": buttons, "custom": envelope.dict()}


def visible(text: str) -> str:
    """``text`` without control characters and invisible formatting; line breaks become spaces."""
    kept = (" " if character.isspace() else character for character in text if _shown(character))
    return " ".join("".join(kept).split())


def _shown(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def as_text_or_offered(text: str, offered: set[str]) -> str:
    """``text`` as Rasa may see it: a payload only if it was offered, otherwise words without the leading slash."""
    return text if text in offered or not text.startswith("/") else text.lstrip("/ ")


def events_of(tracker: DialogueStateTracker | None) -> list[dict[str, Any]]:
    """The events of ``tracker`` as plain data; none where there is no conversation yet."""
    return [event.as_dict() for event in tracker.events] if tracker else []


def offered_payloads(events: list[dict[str, Any]]) -> dict[str, str]:
    """Every payload that the bot's messages of a conversation offered as a button, with its title."""
    data = (event.get("data") or {} for event in events if event.get("event") == "bot")
    offers = (button for entry in data for button in _offers(entry) if "payload" in button)
    return {button["payload"]: str(button.get("title") or button["payload"]) for button in offers}


def _offers(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons of a message, and those that judge it, which its envelope alone holds."""
    return [*(entry.get("buttons") or []), *((entry.get("custom") or {}).get("feedback") or [])]


class AnswerCollector(CollectingOutputChannel):
    """Collects each answer as one message: stock Rasa splits text at blank lines and sends ``custom`` apart."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep ``message`` whole, addressed to ``recipient_id``."""
        whole = {"recipient_id": recipient_id, "text": message.get("text"), "buttons": message.get("buttons") or []}
        self.messages.append({**whole, "custom": message.get("custom")})

    def answers(self) -> list[Message]:
        """The collected messages that hold an envelope."""
        return [message for message in self.messages if message.get("custom")]
