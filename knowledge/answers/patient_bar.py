"""What is known of a patient, and what else may be told, in a form that a client can show and edit in place.

What an edit sends back is a value as :mod:`knowledge.answers.edits` reads it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Extra

from knowledge.answers.summary import DOUBT, UNKNOWN, name_of, said, value_in_words
from knowledge.eligibility import is_contraindication
from knowledge.patient import UNITS, Known, Status
from knowledge.patient_slots import FINDING, as_slot, from_slot, values_of
from knowledge.patient_slots import UNKNOWN as NOT_KNOWN
from knowledge.schema import Criterion, CriterionKind


class Editable(BaseModel):
    """How the value of a slot may be set.

    A measure is a number in ``unit``, a finding or a choice the value of one of ``choices``, each with its label.
    """

    class Config:
        extra = Extra.forbid
        allow_mutation = False

    slot: str
    name: str
    kind: CriterionKind
    unit: str | None
    choices: list[dict[str, str]]


class BarItem(Editable):
    """A slot of which something is known.

    ``text`` is the value in words, ``value`` what an edit sends back; ``words`` are the clinician's, which it was
    concluded from.
    """

    text: str
    status: Status
    value: str
    words: str | None


def patient_bar(criteria: Sequence[Criterion], slots: Mapping[str, Any], words: Mapping[str, str]) -> list[BarItem]:
    """What ``slots`` hold of the patient, in the order of ``criteria``; ``words`` are the clinician's, by slot."""
    pairs = ((one, from_slot(one, slots.get(one.slot))) for one in criteria)
    return [_item(one, known, words.get(one.slot)) for one, known in pairs if known is not None]


def editable(criteria: Sequence[Criterion]) -> list[Editable]:
    """How each of ``criteria`` may be told, whether or not anything is known of it."""
    return [Editable(**_form(one)) for one in criteria]


def _item(criterion: Criterion, known: Known, words: str | None) -> BarItem:
    held = as_slot(criterion, known)
    value = held if isinstance(held, str) else json.dumps(held, ensure_ascii=False) if held else NOT_KNOWN
    text = _text(criterion, known)
    return BarItem(**_form(criterion), text=text, status=known.status, value=value, words=words)


def _form(criterion: Criterion) -> dict[str, Any]:
    unit = UNITS.get(criterion.measure or "")
    return {
        "slot": criterion.slot,
        # The unit stands beside the value.
        "name": name_of(criterion).removesuffix(f", {unit}"),
        "kind": criterion.kind,
        "unit": unit,
        "choices": [{"value": one, "label": _label(criterion, one)} for one in _choices(criterion)],
    }


def _choices(criterion: Criterion) -> list[str]:
    if criterion.kind == "finding":
        return list(FINDING)
    return [*values_of(criterion), NOT_KNOWN] if criterion.kind == "choice" else []


def _label(criterion: Criterion, value: str) -> str:
    return value_in_words(from_slot(criterion, value)).replace("-", " ")


def _text(criterion: Criterion, known: Known) -> str:
    """The value by itself, where it needs no name beside it, or else as the summary says it."""
    if known.value is None:
        return f"{name_of(criterion)} {UNKNOWN}"
    if criterion.kind == "finding":
        return _finding(criterion, known)
    unit = UNITS.get(criterion.measure or "")
    return f"{known.value} {unit}" if unit and known.status == "given" else value_in_words(known)


def _finding(criterion: Criterion, known: Known) -> str:
    name = name_of(criterion)
    if known.status in DOUBT:
        return f"{name} {DOUBT[known.status]}"
    # Only of a condition "no" can be said in front of its name.
    if not known.value:
        return f"no {name}" if is_contraindication(criterion) else said(criterion, known)
    return name
