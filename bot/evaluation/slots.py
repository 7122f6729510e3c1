"""Slot exact match: whether everything that a message says of the patient was read, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.evaluation.asking import Patient, Reply
from bot.evaluation.questions import TestQuestion
from bot.evaluation.shares import Share, share

# What these leave of a patient is told by the question in full: what was known before may be gone.
TAKES_BACK = {"new_patient", "clear_patient", "withdraw"}


@dataclass(frozen=True)
class SlotFigures:
    """``exact`` is over all questions that state their slots, ``exact_where_filled`` over those with any to fill.

    ``by_slot`` counts, for each slot, the questions that fill it or in which it was read; ``wrong`` says of each wrong
    question what was expected and read.
    """

    exact: Share
    exact_where_filled: Share
    by_slot: dict[str, Share]
    wrong: dict[str, list[str]]


def slot_figures(questions: Sequence[TestQuestion], replies: dict[str, Reply]) -> SlotFigures:
    """The figures of ``replies`` (by question id) over those of ``questions`` that state their slots."""
    stated = [one for one in questions if one.slots is not None]
    pairs = {one.id: (expected_patient(one, replies[one.id]), replies[one.id].patient) for one in stated}
    differing = {name: _differing(*pair) for name, pair in pairs.items()}
    by_slot: dict[str, list[bool]] = {}
    for name, (expected, read) in pairs.items():
        for slot in {*expected, *read}:
            by_slot.setdefault(slot, []).append(slot not in differing[name])
    return SlotFigures(
        exact=share(stated, lambda one: not differing[one.id]),
        exact_where_filled=share([one for one in stated if one.slots], lambda one: not differing[one.id]),
        by_slot={slot: Share(sum(by_slot[slot]), len(by_slot[slot])) for slot in sorted(by_slot)},
        wrong={
            name: [f"{slot}: {pairs[name][0].get(slot)} read as {pairs[name][1].get(slot)}" for slot in slots]
            for name, slots in differing.items()
            if slots
        },
    )


def expected_patient(question: TestQuestion, reply: Reply) -> Patient:
    """What should be known after the question's last turn: what was known before, and what that turn says.

    Where that turn takes something back, its question's ``slots`` are all that remains.
    """
    kept = {} if TAKES_BACK.intersection(question.intents) else reply.before
    return {**kept, **(question.slots or {})}


def same(expected: Any, read: Any) -> bool:
    """Whether two entries of a slot are equal; the order of a list does not count."""
    return bool(_unordered(expected) == _unordered(read))


def _differing(expected: Patient, read: Patient) -> list[str]:
    return [slot for slot in sorted({*expected, *read}) if not same(expected.get(slot), read.get(slot))]


def _unordered(entry: Any) -> Any:
    """The parts of an entry that count, with the items of a list in one order."""
    if not isinstance(entry, dict):
        return entry
    value = entry.get("value")
    return {**entry, "value": sorted(_items(value)) if isinstance(value, list) else value}


def _items(listed: Iterable[Any]) -> list[str]:
    return [repr(sorted(item.items())) if isinstance(item, dict) else repr(item) for item in listed]
