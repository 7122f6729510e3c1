"""Dangerous flips: readings of a patient that say the opposite, or something else, than the message does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.evaluation.asking import Patient, Reply
from bot.evaluation.questions import TestQuestion
from bot.evaluation.slots import expected_patient
from knowledge.schema import Criterion

ABSENT = "contraindication read as absent"
PRESENT = "negation read as present"
OTHER_DRUG = "wrong drug"
UNSTATED_DRUG = "drug read that is not the patient's"
OTHER_NUMBER = "wrong number or unit"
KINDS = (ABSENT, PRESENT, OTHER_DRUG, UNSTATED_DRUG, OTHER_NUMBER)

Entry = dict[str, Any]


@dataclass(frozen=True)
class Flip:
    """A slot of a ``question`` that was read dangerously wrong, and how."""

    question: str
    kind: str
    slot: str
    expected: Any
    read: Any

    def __str__(self) -> str:
        return f"{self.kind}: {self.slot}: {self.expected} read as {self.read}"


def all_flips(
    questions: Sequence[TestQuestion], replies: dict[str, Reply], criteria: Sequence[Criterion]
) -> list[Flip]:
    """The flips of ``replies`` (by question id) over those of ``questions`` that state their slots."""
    stated = [one for one in questions if one.slots is not None]
    return [
        flip
        for one in stated
        for flip in flips(one.id, expected_patient(one, replies[one.id]), replies[one.id].patient, criteria)
    ]


def flips(question: str, expected: Patient, read: Patient, criteria: Iterable[Criterion]) -> Iterator[Flip]:
    """The flips between the ``expected`` patient and the one that was ``read``, by the kinds of the ``criteria``."""
    for criterion in criteria:
        slot = criterion.slot
        find = _FINDERS.get(criterion.kind)
        if find is None or slot not in read:
            continue
        for kind in find(criterion, expected.get(slot), read[slot]):
            yield Flip(question, kind, slot, expected.get(slot), read[slot])


def counted(found: Iterable[Flip]) -> dict[str, int]:
    """How many flips there are of each kind, the kinds without any included."""
    counts = Counter(flip.kind for flip in found)
    return {kind: counts[kind] for kind in KINDS}


def _finding(criterion: Criterion, expected: Entry | None, read: Entry) -> Iterator[str]:
    if expected is None or read["status"] != "given":
        return
    if criterion.favours is False and expected["value"] is True and read["value"] is False:
        yield ABSENT
    if expected == {"value": False, "status": "given"} and read["value"] is True:
        yield PRESENT


def _drugs(_: Criterion, expected: Entry | None, read: Entry) -> Iterator[str]:
    others = _named(read["value"]) - (_named(expected["value"]) if expected else set())
    yield from (OTHER_DRUG if expected else UNSTATED_DRUG for _ in others)


def _number(_: Criterion, expected: Entry | None, read: Entry) -> Iterator[str]:
    if expected is not None and read["status"] == "given" and _decimal(expected["value"]) != _decimal(read["value"]):
        yield OTHER_NUMBER


def _named(value: Any) -> set[str]:
    """The drugs of a medicine's value or of a list of treatments."""
    if isinstance(value, list):
        return {str(item["drug"]) for item in value}
    return set() if value is None else {str(value)}


def _decimal(value: Any) -> Decimal | str:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return str(value)


_FINDERS = {"finding": _finding, "treatments": _drugs, "medicine": _drugs, "measure": _number}
