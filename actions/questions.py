"""Tracker → typed questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker

from actions.entities import DATED, NEAR_TRAP, OF_THE_TOPIC, SOURCE_NAME, UNFAMILIAR, Entity, values_of
from actions.intents import kind_of
from actions.patient import asked_about
from actions.reader import Asked, Reader
from actions.routes import ROUTE, SUBJECT
from actions.state import State
from actions.turn import EDIT, Turn, intent_of
from knowledge.answers.question import DOSE_QUESTIONS
from knowledge.answers.selection import EVIDENCE, GROUP, MEDICINES
from knowledge.queries import KnowledgeBase
from knowledge.schema import Criterion

# What a message speaks of until it names another one: the medicine, its route, the patients.
GOES_ON = frozenset({GROUP, ROUTE, SUBJECT})
# Which component tells a group of patients by an age.
BY_AGE = "ClinicalQuantities"
# "…, and the link?" asks for the references of what was asked before it.
ASK_SOURCES = "ask_sources"


def topic_of(knowledge: KnowledgeBase, tracker: Tracker) -> str | None:
    """The topic that the last message is about: by its terms, or else that of the message before."""
    entities = tracker.latest_message.get("entities") or []
    return knowledge.topic_of(values_of(entities, "concept"), tracker.get_slot("topic"))


def read_questions(tracker: Tracker, turn: Turn, state: State, criteria: Sequence[Criterion]) -> list[Asked]:
    """The questions of the message of ``turn``, in order: at least one.

    What is said outside of every question (a patient's history, say) belongs to all of them.
    """
    message = turn.message
    reader = Reader(tracker, turn, state, criteria)
    entities = asked_about(message, message.get("entities") or [])
    # A payload that edits has no words to search by.
    text = "" if intent_of(message) == EDIT else str(message.get("text") or "")
    parts = message.get("parts") or []
    if len(parts) < 2:
        return [reader.single(entities, text, next(iter(parts), {}))]
    asked = [
        reader.asked(part["intent"], _belonging(entities, part, parts), text[part["start"] : part["end"]], part)
        for part in parts
    ]
    follow = [False, *(_asks_where_it_stands(part, entities) for part in parts[1:])]
    return [_of_what_came_before(one) if follows else one for one, follows in zip(asked, follow, strict=True)]


def _asks_where_it_stands(part: dict[str, Any], entities: list[Entity]) -> bool:
    """Whether ``part`` asks for sources, and names none nor anything that they would be about."""
    named = (one for one in entities if _within(one, part) and one["entity"] in {"concept", SOURCE_NAME})
    return part["intent"] == ASK_SOURCES and all(one.get("category") in OF_THE_TOPIC for one in named)


def _of_what_came_before(asked: Asked) -> Asked:
    """``asked`` as a question for the references of the answer before it in the same message."""
    question = replace(asked.question, concepts=(), source_names=(), years=(), suggestions=())
    return replace(asked, question=question, follows=True)


def _belonging(entities: list[Entity], part: dict[str, Any], parts: list[dict[str, Any]]) -> list[Entity]:
    """What stands in ``part`` or outside of every part, and what holds for it of what the other parts name.

    That is another use of the drug, and what goes on to be spoken of where ``part`` names nothing else of its category.
    """
    others = [other for other in parts if other is not part]
    own = [one for one in entities if not any(_within(one, other) for other in others)]
    named = {_spoken_of(one) for one in entities if _within(one, part)}
    held = [one for one in entities if one in own or _holds_for(one, part, named)]
    # Where the other parts are on the subject, a word that no question ever used makes this one no other matter.
    on_subject = any(one.get("category") == SUBJECT for one in held)
    return [one for one in held if not (on_subject and one["entity"] == UNFAMILIAR)]


def _spoken_of(entity: Entity) -> str | None:
    """What ``entity`` says is spoken of, as far as that may be said once for several questions; a medicine is one."""
    if entity["entity"] in DATED:
        return SOURCE_NAME
    category = _category(entity)
    return SUBJECT if category in MEDICINES else category if category in GOES_ON else None


def _category(entity: Entity) -> str | None:
    """The category of ``entity``; what an age stands for is a group of patients."""
    return GROUP if entity.get("extractor") == BY_AGE else entity.get("category")


def _holds_for(entity: Entity, part: dict[str, Any], named: set[str | None]) -> bool:
    """Whether ``entity``, which another part names, holds for ``part``, which speaks of ``named`` itself."""
    kind, spoken_of = kind_of(part["intent"]), _spoken_of(entity)
    goes_on = (_category(entity) in GOES_ON or spoken_of == SOURCE_NAME) and spoken_of not in named
    goes_on = goes_on and (spoken_of != ROUTE or kind in DOSE_QUESTIONS)
    goes_on = goes_on and (spoken_of != SOURCE_NAME or kind == EVIDENCE)
    return bool(entity["entity"] == NEAR_TRAP or (goes_on and entity["start"] < part["start"]))


def _within(entity: Entity, part: dict[str, Any]) -> bool:
    return bool(part["start"] <= entity["start"] < part["end"])
