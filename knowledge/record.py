"""What is known of one patient over a conversation: facts told, corrected and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge.patient import Known
from knowledge.schema import Criterion

# Two values of these cannot both be one person's.
PERSONAL = frozenset({"weight", "age"})


@dataclass(frozen=True)
class Change:
    """What became of a slot: ``before`` is ``None`` where nothing was known, ``after`` where it was taken back."""

    slot: str
    before: Known | None
    after: Known | None


@dataclass(frozen=True)
class Record:
    """The values of a patient's slots, and for each the clinician's ``words`` that it was concluded from."""

    known: Mapping[str, Known] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def with_told(self, told: Mapping[str, Known], words: Mapping[str, str]) -> Record:
        """The record after a message that says ``told``: the latest value counts, treatments add up by medicine."""
        known = {**self.known, **{slot: _together(self.known.get(slot), value) for slot, value in told.items()}}
        kept = {slot: text for slot, text in self.words.items() if slot not in told}
        return Record(known, {**kept, **{slot: words[slot] for slot in told if slot in words}})

    def without(self, slots: Iterable[str]) -> Record:
        """The record without what it holds of ``slots``."""
        gone = set(slots)
        known = {slot: value for slot, value in self.known.items() if slot not in gone}
        return Record(known, {slot: text for slot, text in self.words.items() if slot not in gone})

    def changes_to(self, after: Record) -> list[Change]:
        """What differs in ``after``, in the order of the slots."""
        slots = dict.fromkeys([*self.known, *after.known])
        pairs = ((slot, self.known.get(slot), after.known.get(slot)) for slot in slots)
        return [Change(slot, old, new) for slot, old, new in pairs if old != new]

    def contradicted_by(self, criteria: Sequence[Criterion], told: Mapping[str, Known]) -> list[str]:
        """The slots of weight and age of which ``told`` says something else than is known."""
        personal = [one.slot for one in criteria if one.measure in PERSONAL]
        return [slot for slot in personal if slot in told and slot in self.known and told[slot] != self.known[slot]]


def _together(before: Known | None, told: Known) -> Known:
    if before is None or not isinstance(before.value, list) or not isinstance(told.value, list):
        return told
    listed: dict[str, Any] = {one["drug"]: one for one in [*before.value, *told.value]}
    return Known(list(listed.values()), told.status)
