"""Tracker → typed question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from rasa_sdk import Tracker

from knowledge.answers import conversation, registry
from knowledge.answers.envelope import Envelope
from knowledge.answers.question import AUDIENCES, Audience, Question, Reference
from knowledge.queries import KnowledgeBase
from knowledge.schema import QuestionKind

KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)
SMALL_TALK = tuple(conversation.SMALL_TALK)
ONE_OF_A_LIST = "check_contraindication"
ABOUT = "ask_about"
REVIEW_STATUS = "ask_review_status"
OUT_OF_SCOPE = "out_of_scope"
OTHER_LANGUAGE = "other_language"


def read_question(tracker: Tracker) -> Question:
    """What the last message of ``tracker`` asks: its kind from the intent, the rest from the entities."""
    message: dict[str, Any] = tracker.latest_message
    intent = str(message.get("intent", {}).get("name"))
    metadata = message.get("metadata") or {}
    return Question(
        kind=_kind(intent),
        audience=_audience(tracker, metadata),
        concepts=_entities(tracker, "concept"),
        source_names=_entities(tracker, "source_name"),
        years=_entities(tracker, "year"),
        checks_one=intent == ONE_OF_A_LIST,
        near_trap=next(iter(_entities(tracker, "near_trap")), None),
        off_topic=intent == OUT_OF_SCOPE or _about_something_else(tracker),
        dosed=_entities(tracker, "dosed_drug"),
        other_drug=next(iter(_entities(tracker, "other_drug")), None),
        reference=next((int(number) for number in _entities(tracker, "reference")), None),
        previous=tuple(Reference(**reference) for reference in tracker.get_slot("references") or []),
        model_version=metadata.get("model_version"),
        topic=tracker.get_slot("topic"),
        words=str(message.get("text") or ""),
    )


def answer_function(tracker: Tracker) -> Callable[[KnowledgeBase, Question], Envelope]:
    """The function that answers the last message: the registry's, or the one for small talk and the like."""
    intent = str(tracker.latest_message.get("intent", {}).get("name"))
    if intent in SMALL_TALK:
        return lambda knowledge, question: conversation.small_talk(knowledge, question, intent)
    if intent == REVIEW_STATUS:
        return conversation.review_status
    if intent == OTHER_LANGUAGE:
        return conversation.other_language
    return registry.answer


def _about_something_else(tracker: Tracker) -> bool:
    """Whether the message uses a word that no question ever used, and none that the topic knows."""
    known = _entities(tracker, "concept") or _entities(tracker, "source_name")
    return bool(_entities(tracker, "unfamiliar_word")) and not known


def _kind(intent: str) -> QuestionKind:
    name = intent.removeprefix("ask_")
    kind = next((kind for kind in KINDS if kind == name), None)
    special: dict[str, QuestionKind] = {ONE_OF_A_LIST: "contraindications", REVIEW_STATUS: "sources"}
    return kind or special.get(intent, "meta" if intent in SMALL_TALK else "search")


def _audience(tracker: Tracker, metadata: dict[str, Any]) -> Audience:
    wanted = metadata.get("audience") or tracker.get_slot("audience")
    return next((audience for audience in AUDIENCES if audience == wanted), "clinician")


def _entities(tracker: Tracker, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(value) for value in tracker.get_latest_entity_values(name)))
