"""What is known of a patient, in one line: whom an answer is for, and what a message has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from knowledge.answers.compose import criteria_shown, known_of
from knowledge.answers.question import Question
from knowledge.patient import Known
from knowledge.queries import KnowledgeBase
from knowledge.record import Change
from knowledge.schema import Criterion

NOTHING_KNOWN = "nothing is known yet"
UNKNOWN = "not known"
YES_NO = {True: "yes", False: "no"}
DOUBT = {"uncertain": "uncertain", "historical": "in the past"}


def one_line(criteria: Sequence[Criterion], patient: Mapping[str, Known]) -> str:
    """Every known value of ``patient``, in the order of the criteria: measures and choices first, then the findings."""
    known = [one for one in criteria if one.slot in patient]
    ordered = sorted(known, key=lambda one: one.kind in ("finding", "treatments"))
    return "; ".join(said(one, patient[one.slot]) for one in ordered) or NOTHING_KNOWN


def for_whom(knowledge: KnowledgeBase, question: Question) -> str:
    """What is known of the patient of ``question``, as far as its reader may see it."""
    return one_line(criteria_shown(knowledge, question), known_of(knowledge, question))


def said(criterion: Criterion, known: Known | None) -> str:
    """The criterion's name and value, such as "weight, kg: 58"."""
    return f"{name_of(criterion)}: {value_in_words(known)}"


def name_of(criterion: Criterion) -> str:
    """What the criterion's slot is called."""
    return criterion.name or criterion.slot.replace("_", " ")


def changed(criteria: Sequence[Criterion], changes: Iterable[Change]) -> list[str]:
    """A sentence for each of ``changes``: noted, corrected (with what stood there before) or taken back."""
    by_slot = {one.slot: one for one in criteria}
    return [_change(by_slot[one.slot], one) for one in changes if one.slot in by_slot]


def withdrawn(criteria: Sequence[Criterion], changes: Iterable[Change]) -> list[str]:
    """A sentence for each of ``changes`` that is owed to a message taken back, which it does not repeat."""
    by_slot = {one.slot: one for one in criteria}
    return [_withdrawal(by_slot[one.slot], one.after) for one in changes if one.slot in by_slot]


def _withdrawal(criterion: Criterion, after: Known | None) -> str:
    return f"{'Withdrawn' if after is None else 'As it was before'}: {name_of(criterion)}."


def _change(criterion: Criterion, change: Change) -> str:
    if change.after is None:
        return f"Taken back: {name_of(criterion)} (was {value_in_words(change.before)})."
    if change.before is None:
        return f"Noted: {said(criterion, change.after)}."
    return f"Changed: {said(criterion, change.after)} (was {value_in_words(change.before)})."


def value_in_words(known: Known | None) -> str:
    """The value alone, such as "58", "no" or "in the past"."""
    if known is None or known.value is None:
        return UNKNOWN
    if known.status in DOUBT:
        return DOUBT[known.status] if known.value is True else f"{known.value} ({DOUBT[known.status]})"
    if isinstance(known.value, bool):
        return YES_NO[known.value]
    if isinstance(known.value, list):
        return ", ".join(_treatment(one) for one in known.value)
    return str(known.value)


def _treatment(one: Mapping[str, Any]) -> str:
    return f"{one['drug']} ({str(one['outcome']).replace('-', ' ')})"
