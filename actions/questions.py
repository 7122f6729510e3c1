"""Tracker → typed questions."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from actions.entities import NEAR_TRAP, Entity, values_of
from actions.patient import asked_about
from actions.reader import Asked, Reader
from actions.state import State
from actions.turn import EDIT, Turn, intent_of
from knowledge.answers.selection import GROUP
from knowledge.queries import KnowledgeBase


def topic_of(knowledge: KnowledgeBase, tracker: Tracker) -> str | None:
    """The topic that the last message is about: by its terms, or else that of the message before."""
    entities = tracker.latest_message.get("entities") or []
    return knowledge.topic_of(values_of(entities, "concept"), tracker.get_slot("topic"))


def read_questions(tracker: Tracker, turn: Turn, state: State) -> list[Asked]:
    """The questions of the message of ``turn``, in order: at least one.

    What is said outside of every question (a patient's history, say) belongs to all of them.
    """
    message = turn.message
    reader = Reader(tracker, turn, state)
    entities = asked_about(message, message.get("entities") or [])
    # A payload that edits has no words to search by.
    text = "" if intent_of(message) == EDIT else str(message.get("text") or "")
    parts = message.get("parts") or []
    if len(parts) < 2:
        return [reader.single(entities, text, next(iter(parts), {}))]
    return [
        reader.asked(part["intent"], _belonging(entities, part, parts), text[part["start"] : part["end"]], part)
        for part in parts
    ]


def _belonging(entities: list[Entity], part: dict[str, Any], parts: list[dict[str, Any]]) -> list[Entity]:
    """What stands in ``part`` or outside of every part, and what holds for it of what the other parts name.

    That is another use of the drug, and for a part that names no group of patients the groups of those before it.
    """
    others = [other for other in parts if other is not part]
    own = [one for one in entities if not any(_within(one, other) for other in others)]
    grouped = any(one.get("category") == GROUP for one in own)
    return [one for one in entities if one in own or _holds_for(one, part, grouped)]


def _holds_for(entity: Entity, part: dict[str, Any], grouped: bool) -> bool:
    """Whether ``entity``, which another part names, holds for ``part``, which has groups of its own if ``grouped``."""
    is_group = entity.get("category") == GROUP and not grouped
    return bool(entity["entity"] == NEAR_TRAP or (is_group and entity["start"] < part["start"]))


def _within(entity: Entity, part: dict[str, Any]) -> bool:
    return bool(part["start"] <= entity["start"] < part["end"])
