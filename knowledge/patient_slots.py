"""The slots that hold a patient's criteria between two messages: their types, and values in both directions.

A finding is one of :data:`FINDING`; a choice, a medicine or a measure is text, with a question mark behind what is
uncertain; treatments are a list. What a clinician does not know is ``unknown``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from knowledge.patient import Known
from knowledge.schema import Criterion

PRESENT, ABSENT, UNCERTAIN, HISTORICAL, UNKNOWN = FINDING = ("present", "absent", "uncertain", "historical", "unknown")
DOUBT = "?"
_OF_FINDINGS: dict[str, Known] = {
    PRESENT: Known(True, "given"),
    ABSENT: Known(False, "given"),
    UNCERTAIN: Known(True, "uncertain"),
    HISTORICAL: Known(True, "historical"),
}


def slot_type(criterion: Criterion) -> dict[str, Any]:
    """The slot of ``criterion`` as ``domain.yml`` declares it; nothing but the action sets it."""
    by_action = {"influence_conversation": False, "mappings": [{"type": "custom"}]}
    if criterion.kind == "finding":
        return {"type": "categorical", "values": list(FINDING), **by_action}
    return {"type": "list" if criterion.kind == "treatments" else "text", **by_action}


def slot_types(criteria: Iterable[Criterion]) -> dict[str, dict[str, Any]]:
    """The slots of ``criteria`` by name, each once."""
    return {one.slot: slot_type(one) for one in criteria}


def values_of(criterion: Criterion) -> list[str]:
    """What the slot of ``criterion`` can hold where not "unknown": a state, a choice, a medicine; none for a measure.

    Of treatments they are the medicines.
    """
    if criterion.kind == "finding":
        return list(FINDING)
    if criterion.kind == "choice":
        return list(dict.fromkeys([*criterion.choices, *([criterion.both] if criterion.both else [])]))
    return list(criterion.concepts) if criterion.kind in ("medicine", "treatments") else []


def as_slot(criterion: Criterion, known: Known | None) -> Any:
    """``known`` as the value of the criterion's slot; ``None`` where nothing is known."""
    if known is None:
        return None
    if criterion.kind == "finding":
        return next((name for name, value in _OF_FINDINGS.items() if value == known), UNKNOWN)
    if criterion.kind == "treatments":
        return list(known.value or ())
    if known.value is None:
        return UNKNOWN
    return f"{known.value}{DOUBT}" if known.status == "uncertain" else str(known.value)


def from_slot(criterion: Criterion, value: Any) -> Known | None:
    """What the ``value`` of the criterion's slot says; ``None`` where the slot is empty."""
    if value is None:
        return None
    if criterion.kind == "finding":
        return _OF_FINDINGS.get(value, Known(None, "unknown"))
    if criterion.kind == "treatments":
        return Known(list(value), "given") if value else Known(None, "unknown")
    text = str(value)
    if text == UNKNOWN:
        return Known(None, "unknown")
    return Known(text.removesuffix(DOUBT), "uncertain" if text.endswith(DOUBT) else "given")
