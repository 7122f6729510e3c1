"""The payload of an edit ('/edit_patient{"slot": …, "value": …}') → the slot and what is known of it from now on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from knowledge.answers.edits import CONFIRMED, EditRefused, edited, expected, unknown_slot
from knowledge.patient import Known
from knowledge.record import Record
from knowledge.schema import Criterion


@dataclass(frozen=True)
class Edit:
    """What is ``known`` of ``slot`` from now on (``None``: taken back), and the rare weight that is ``confirmed``."""

    slot: str
    known: Known | None
    confirmed: tuple[str, ...] = ()


def read_edit(message: dict[str, Any], record: Record, criteria: Sequence[Criterion]) -> Edit:
    """The edit of ``message``, whose entities are the payload's keys.

    Without a value the slot is taken back. Raises :class:`~knowledge.answers.edits.EditRefused` where slot or value
    cannot be taken.
    """
    named, values, choices = (_values(message, name) for name in ("slot", "value", "choice"))
    criterion = next((one for one in criteria if [one.slot] == named), None)
    if criterion is None:
        raise unknown_slot(criteria)
    if not values:
        return Edit(criterion.slot, None)
    # Of a list in a payload each item comes as a value of its own.
    if len(values) > 1 or not isinstance(values[0], str):
        raise EditRefused(expected(criterion), criterion)
    confirmed = CONFIRMED in choices
    known = edited(criterion, values[0], criteria, record.known, confirmed=confirmed)
    rare = confirmed and criterion.measure == "weight" and known is not None and known.value is not None
    return Edit(criterion.slot, known, (str(Fraction(known.value)),) if known is not None and rare else ())


def _values(message: dict[str, Any], name: str) -> list[Any]:
    return [one.get("value") for one in message.get("entities") or [] if one["entity"] == name]
