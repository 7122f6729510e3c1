"""What a conversation remembers, read from the tracker's slots and written back to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from knowledge.amounts import Amount
from knowledge.answers.envelope import Envelope
from knowledge.answers.question import Last, Question, Reference
from knowledge.patient_slots import as_slot, from_slot
from knowledge.record import Record
from knowledge.schema import Criterion

WORDS, ASKING, PENDING, CONFIRMED = "words", "asking", "pending", "confirmed_weights"
LAST, LAST_ANSWER = "last", "last_answer"
# What goes back to an answer, or is about the conversation, is not what a follow-up goes back to.
NOT_ASKED = frozenset({"meta", "sources", "patient", "search"})


@dataclass(frozen=True)
class Pending:
    """A message that waits for a confirmation: ``why`` is "same-patient" or "weight"."""

    why: str
    message: dict[str, Any]


@dataclass(frozen=True)
class State:
    """The patient's record, the criterion that was asked for, the last question, and what waits to be confirmed.

    ``confirmed`` are the rare weights that hold, ``categories`` those of the last question's concepts.
    """

    record: Record
    asking: str | None
    last: Last | None
    pending: Pending | None
    confirmed: tuple[str, ...]
    categories: dict[str, str]


def read_state(tracker: Tracker, criteria: Sequence[Criterion]) -> State:
    """The state of the conversation of ``tracker``; ``criteria`` are those of the topic that it is about."""
    values = ((one.slot, from_slot(one, tracker.get_slot(one.slot))) for one in criteria)
    words = {one["slot"]: one["words"] for one in tracker.get_slot(WORDS) or []}
    pending = tracker.get_slot(PENDING)
    return State(
        record=Record({slot: known for slot, known in values if known is not None}, words),
        asking=tracker.get_slot(ASKING),
        last=_last(tracker.get_slot(LAST)),
        pending=Pending(**pending) if pending else None,
        confirmed=tuple(tracker.get_slot(CONFIRMED) or ()),
        categories=dict((tracker.get_slot(LAST) or {}).get("categories") or {}),
    )


def remember_patient(
    criteria: Iterable[Criterion], record: Record, confirmed: Sequence[str], pending: Pending | None
) -> list[dict[str, Any]]:
    """The events that keep ``record``, the weights that were ``confirmed``, and what is ``pending``."""
    events = [SlotSet(one.slot, as_slot(one, record.known.get(one.slot))) for one in criteria]
    words = [{"slot": slot, "words": text} for slot, text in record.words.items()]
    waiting = {"why": pending.why, "message": pending.message} if pending is not None else None
    return [*events, SlotSet(WORDS, words or None), SlotSet(CONFIRMED, list(confirmed)), SlotSet(PENDING, waiting)]


def references_of(envelope: Envelope) -> tuple[Reference, ...]:
    """The references of an answer, as it numbers them."""
    return tuple(Reference(one.number, one.source) for one in envelope.citations)


def remember_answer(
    envelope: Envelope,
    question: Question,
    criteria: Iterable[Criterion],
    message: Mapping[str, Any],
    before: Mapping[str, str],
) -> list[dict[str, Any]]:
    """The events that keep what a follow-up to ``envelope``, the answer to ``question``, goes back to.

    ``before`` are the categories of the concepts of the question before, some of which may still be asked about.
    """
    asking = envelope.ask if any(one.id == envelope.ask for one in criteria) else None
    events = [SlotSet("topic", envelope.topic or question.topic), SlotSet(ASKING, asking)]
    if envelope.statements:
        events.append(SlotSet(LAST_ANSWER, envelope.answer_id))
        events.append(SlotSet("references", [asdict(one) for one in references_of(envelope)]))
    if question.kind not in NOT_ASKED and (envelope.statements or envelope.status == "needs_input"):
        events.append(SlotSet(LAST, {**_as_slot(question, envelope), "categories": {**before, **_categories(message)}}))
    return events


def _as_slot(question: Question, envelope: Envelope) -> dict[str, Any]:
    return {
        "kind": question.kind,
        "concepts": list(question.concepts),
        "source_names": list(question.source_names),
        "years": list(question.years),
        "dosed": list(question.dosed),
        "checks_one": question.checks_one,
        "amounts": [_amount_as_slot(one) for one in question.amounts],
        "shown": [one.id for one in envelope.statements],
    }


def _categories(message: Mapping[str, Any]) -> dict[str, str]:
    concepts = (one for one in message.get("entities") or [] if one["entity"] == "concept" and one.get("category"))
    return {one["value"]: one["category"] for one in concepts}


def _amount_as_slot(amount: Amount) -> dict[str, Any]:
    per_day = None if amount.per_day is None else str(amount.per_day)
    return {
        "kind": amount.kind,
        "value": str(amount.value),
        "unit": amount.unit,
        "drug": amount.drug,
        "per_day": per_day,
    }


def _last(kept: Mapping[str, Any] | None) -> Last | None:
    if not kept:
        return None
    lists = ("concepts", "source_names", "years", "dosed", "shown")
    return Last(
        kind=kept["kind"],
        checks_one=kept["checks_one"],
        amounts=tuple(_amount(one) for one in kept["amounts"]),
        **{name: tuple(kept[name]) for name in lists},
    )


def _amount(kept: Mapping[str, Any]) -> Amount:
    per_day = None if kept["per_day"] is None else Fraction(kept["per_day"])
    return Amount(kept["kind"], Fraction(kept["value"]), kept["unit"], kept["drug"], per_day)
