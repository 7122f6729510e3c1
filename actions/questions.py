"""Tracker → typed question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args

from rasa_sdk import Tracker

from actions.patient import SUBJECT, amounts_of, asked_about, findings_of, told_of_patient
from knowledge.answers import conversation, registry
from knowledge.answers.envelope import Envelope
from knowledge.answers.question import AUDIENCES, Audience, Question, Reference, Suggestion
from knowledge.answers.selection import DOSE_QUESTIONS, MEDICINES
from knowledge.queries import KnowledgeBase
from knowledge.schema import QuestionKind

AnswerFunction = Callable[[KnowledgeBase, Question], Envelope]
Entity = dict[str, Any]

KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)
SMALL_TALK = tuple(conversation.SMALL_TALK)
ONE_OF_A_LIST = "check_contraindication"
ABOUT = "ask_about"
OUT_OF_SCOPE = "out_of_scope"
DOSING = "ask_dosing"
FOREIGN = frozenset({OUT_OF_SCOPE, "other_language", "emergency"})
NEAR_TRAP = "near_trap"
# As many words as a follow-up has at most.
BRIEF = 4
ASKING = frozenset(f"ask_{kind}" for kind in set(KINDS) - {"meta", "patient", "search", "sources"})
AUDIENCE_OF_VOICE: dict[str, Audience] = {"lay": "patient", "professional": "clinician"}
SPECIAL: dict[str, AnswerFunction] = {
    "ask_review_status": conversation.review_status,
    "other_language": conversation.other_language,
    "emergency": conversation.emergency,
    "inform": conversation.noted,
}


@dataclass(frozen=True)
class Asked:
    """A question of the last message, and the function that answers it."""

    question: Question
    answer: AnswerFunction


def read_questions(tracker: Tracker) -> list[Asked]:
    """The questions of the last message of ``tracker``, in order: at least one.

    What is said outside of every question (a patient's history, say) belongs to all of them.
    """
    message: dict[str, Any] = tracker.latest_message
    entities: list[Entity] = message.get("entities") or []
    text = str(message.get("text") or "")
    intent = str(message.get("intent", {}).get("name"))
    parts = message.get("parts") or []
    entities = asked_about(message, entities)
    if len(parts) < 2:
        return [_asked(tracker, _followed_up(tracker, intent, text), entities, text, next(iter(parts), {}))]
    return [
        _asked(tracker, part["intent"], _belonging(entities, part, parts), text[part["start"] : part["end"]], part)
        for part in parts
    ]


def _belonging(entities: list[Entity], part: dict[str, Any], parts: list[dict[str, Any]]) -> list[Entity]:
    """What stands in ``part`` or outside of every part, and another use of the drug wherever it stands."""
    others = [other for other in parts if other is not part]
    return [one for one in entities if one["entity"] == NEAR_TRAP or not any(_within(one, other) for other in others)]


def _within(entity: Entity, part: dict[str, Any]) -> bool:
    return bool(part["start"] <= entity["start"] < part["end"])


def _asked(tracker: Tracker, intent: str, entities: list[Entity], words: str, part: dict[str, Any]) -> Asked:
    intent = _intent(intent, entities)
    return Asked(_question(tracker, intent, entities, words, part), _function(intent))


def _question(tracker: Tracker, intent: str, entities: list[Entity], words: str, part: dict[str, Any]) -> Question:
    metadata = tracker.latest_message.get("metadata") or {}
    return Question(
        kind=_kind(intent),
        audience=_audience(tracker, metadata),
        concepts=_values(entities, "concept"),
        source_names=_values(entities, "source_name"),
        years=_values(entities, "year"),
        checks_one=intent == ONE_OF_A_LIST and not _denied(tracker.latest_message, entities),
        near_trap=next(iter(_values(entities, NEAR_TRAP)), None),
        off_topic=intent == OUT_OF_SCOPE or _about_something_else(entities),
        dosed=_values(entities, "dosed_drug"),
        other_drug=next(iter(_values(entities, "other_drug")), None),
        reference=next((int(number) for number in _values(entities, "reference")), None),
        previous=tuple(Reference(**reference) for reference in tracker.get_slot("references") or []),
        model_version=metadata.get("model_version"),
        topic=tracker.get_slot("topic"),
        findings=findings_of(tracker.latest_message),
        amounts=amounts_of(tracker.latest_message),
        confidence=float(part.get("confidence", 1.0)),
        of_patient=told_of_patient(tracker.latest_message),
        suggestions=tuple(Suggestion(one["id"], one["share"]) for one in part.get("statements") or ()),
        words=words,
    )


def _function(intent: str) -> AnswerFunction:
    """The registry's answer, or the one for small talk, emergencies and the like."""
    if intent in SMALL_TALK:
        return lambda knowledge, question: conversation.small_talk(knowledge, question, intent)
    return SPECIAL.get(intent, registry.answer)


def _about_something_else(entities: list[Entity]) -> bool:
    """Whether the message uses a word that no question ever used, and none that the topic knows."""
    known = _values(entities, "concept") or _values(entities, "source_name")
    return bool(_values(entities, "unfamiliar_word")) and not known


def _followed_up(tracker: Tracker, intent: str, text: str) -> str:
    """A brief question that only adds something ("and by mouth?") asks what the last one asked."""
    last = tracker.get_slot("last_question")
    brief = intent == "inform" and text.rstrip().endswith("?") and len(text.split()) <= BRIEF
    return f"ask_{last}" if brief and f"ask_{last}" in ASKING else intent


def _denied(message: dict[str, Any], entities: list[Entity]) -> bool:
    """Whether ``message`` names findings, and says of each that it is not there: what is left is a general question."""
    return bool(message.get("findings")) and not any(one["entity"] == "concept" and _tells(one) for one in entities)


def _tells(entity: Entity) -> bool:
    return entity.get("category") != SUBJECT


def _intent(intent: str, entities: list[Entity]) -> str:
    """``intent``, or that of a question about doses where the dose of a medicine that is no subject is asked for."""
    places = {one["start"] for one in entities if one["entity"] == "dosed_drug"}
    other = any(one.get("category") in MEDICINES and one.get("start") in places for one in entities)
    return DOSING if other and intent not in FOREIGN and _kind(intent) not in DOSE_QUESTIONS else intent


def _kind(intent: str) -> QuestionKind:
    name = intent.removeprefix("ask_")
    kind = next((kind for kind in KINDS if kind == name), None)
    special: dict[str, QuestionKind] = {
        ONE_OF_A_LIST: "contraindications",
        "ask_review_status": "sources",
        "inform": "patient",
    }
    return kind or special.get(intent, "meta" if intent in SMALL_TALK else "search")


def _audience(tracker: Tracker, metadata: dict[str, Any]) -> Audience:
    """Who reads: by this message's own words, or those of an earlier one, or else as the client says."""
    wanted = audience_of_words(tracker) or tracker.get_slot("audience") or metadata.get("audience")
    return next((audience for audience in AUDIENCES if audience == wanted), "clinician")


def audience_of_words(tracker: Tracker) -> Audience | None:
    """Who the last message is by, where its words tell."""
    return AUDIENCE_OF_VOICE.get(str(tracker.latest_message.get("voice")))


def _values(entities: list[Entity], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(one["value"]) for one in entities if one["entity"] == name))
