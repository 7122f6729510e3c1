"""What the entities of a message say of the question that it asks."""

from __future__ import annotations

from typing import Any

from actions.routes import SUBJECT
from knowledge.answers.question import DOSE_QUESTIONS
from knowledge.answers.selection import GROUP, MEDICINES, SINGLE

Entity = dict[str, Any]

# What a topic is about: the medicine, and what it is given for.
OF_THE_TOPIC = frozenset({SUBJECT, "condition"})
NEAR_TRAP = "near_trap"
# A word that no question about the topic has ever used.
UNFAMILIAR = "unfamiliar_word"
SOURCE_NAME = "source_name"
# A source is named with the year of its edition.
DATED = frozenset({SOURCE_NAME, "year"})
# What makes a message one about something else than the last question.
STRANGE = frozenset({NEAR_TRAP, "other_drug", "other_source", "other_matter", "other_property", UNFAMILIAR})
# Questions about what was published.
CITING = frozenset({"evidence", "comparison", "sources", "summary", "search"})


def values_of(entities: list[Entity], name: str) -> tuple[str, ...]:
    """The values of the ``entities`` that are called ``name``, each once."""
    return tuple(dict.fromkeys(str(one["value"]) for one in entities if one["entity"] == name))


def years_of(entities: list[Entity], kind: str) -> tuple[str, ...]:
    """The years of what is cited; a year by itself is part of a history, unless something published is asked for."""
    cited = kind in CITING or values_of(entities, SOURCE_NAME)
    return values_of(entities, "year") if cited else ()


def is_strange(entities: list[Entity], kind: str) -> bool:
    """Whether the message names what the last question, of ``kind``, was not about, and so asks something else."""
    medicine = kind in DOSE_QUESTIONS and any(one.get("category") in MEDICINES for one in entities)
    return medicine or any(one["entity"] in STRANGE for one in entities)


def is_elsewhere(entities: list[Entity], kind: str, part: dict[str, Any]) -> bool:
    """Whether the message uses a word that no question ever used, none that the topic knows, and no sure statement.

    Patients and their organs are dosed for with any medicine: naming these alone makes a dose none of the topic's.
    """
    concepts = [one for one in entities if one["entity"] == "concept"]
    known = [one for one in concepts if kind not in DOSE_QUESTIONS or one.get("category") != GROUP]
    known += [one for one in entities if one["entity"] == SOURCE_NAME]
    return bool(values_of(entities, UNFAMILIAR)) and not known and not _is_sure(part)


def is_surely_held(entities: list[Entity], part: dict[str, Any]) -> bool:
    """Whether the subject is named, and the model sure of a statement that answers."""
    return any(one.get("category") == SUBJECT for one in entities) and _is_sure(part)


def _is_sure(part: dict[str, Any]) -> bool:
    return any(one["share"] >= SINGLE for one in part.get("statements") or ())


def are_denied(message: dict[str, Any], entities: list[Entity]) -> bool:
    """Whether ``message`` names findings, and says of each that it is not there: what is left is a general question."""
    return bool(message.get("findings")) and not any(one["entity"] == "concept" and _tells(one) for one in entities)


def _tells(entity: Entity) -> bool:
    return entity.get("category") not in OF_THE_TOPIC
