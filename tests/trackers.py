"""Trackers whose last message the model has understood, and the questions that are read from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker

from actions.questions import read_questions
from actions.reader import Asked
from actions.state import read_state
from actions.turn import take_turn
from knowledge.answers.question import Question
from knowledge.schema import Criterion


def tracker(
    intent: str,
    entities: dict[str, str] | None = None,
    slots: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
    **also: Any,
) -> Tracker:
    message = {
        "intent": {"name": intent},
        "entities": [{"entity": name, "value": value, "start": 0} for name, value in (entities or {}).items()],
        "metadata": metadata or {},
        **also,
    }
    return Tracker("c1", slots or {}, message, [], False, None, {}, "action_listen")


def asked(last: Tracker, criteria: Sequence[Criterion] = ()) -> list[Asked]:
    """The questions of the last message, of a topic with these ``criteria``."""
    known = read_state(last, criteria)
    return read_questions(last, take_turn(last.latest_message, known, criteria), known, criteria)


def question_of(last: Tracker) -> Question:
    (only,) = asked(last)
    return only.question


def finding(concept: str, text: str, words: str, category: str, assertion: str = "present") -> dict[str, Any]:
    """What is said of ``concept``, which stands as ``words`` in ``text``."""
    start = text.index(words)
    said = {"assertion": assertion, "treatment": None, "words": ["said"]}
    return {"concept": concept, "category": category, "start": start, "end": start + len(words), **said}


def told(intent: str, text: str, *findings: dict[str, Any], **also: Any) -> Tracker:
    """A tracker whose last message, ``text``, names what ``findings`` are about."""
    last = tracker(intent, text=text, findings=list(findings), **also)
    last.latest_message["entities"] = [
        {"entity": "concept", "value": one["concept"], **{key: one[key] for key in ("category", "start", "end")}}
        for one in findings
    ]
    return last


def amount(kind: str, value: str, unit: str, drug: str | None = None, flags: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "kind": kind,
        "start": 0,
        "end": 1,
        "low": value,
        "high": value,
        "unit": unit,
        "drug": drug,
        "per_day": "2" if drug else None,
        "flags": list(flags),
    }


def last_question(kind: str, *concepts: str) -> dict[str, Any]:
    """The slot that holds a last question of ``kind``."""
    nothing: list[str] = []
    lists = dict.fromkeys(["source_names", "years", "dosed", "amounts", "shown"], nothing)
    return {"kind": kind, "concepts": list(concepts), "checks_one": False, **lists}
