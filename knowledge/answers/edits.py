"""A value of the patient that was set by itself, in a form and not in words → what is known, or what is wrong with it.

A finding is one of the words of its slot; a choice or a medicine is its id, with a question mark behind it where it is
uncertain; a measure is a decimal in its unit; treatments are a JSON list of ``{"drug": …, "outcome": …}``. What is not
known is ``unknown``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, get_args

from knowledge.answers.summary import name_of
from knowledge.dosing.plausible import implausible
from knowledge.dosing.reference import product
from knowledge.patient import DECIMALS, UNITS, Known, decimal
from knowledge.patient_slots import DOUBT, FINDING, UNKNOWN, from_slot, values_of
from knowledge.schema import Criterion, Outcome

OUTCOMES: tuple[str, ...] = get_args(Outcome)
# What a button says of a rare value that holds all the same.
CONFIRMED = "confirmed"
NOTHING_CHANGED = "Nothing was changed."
UNREADABLE = "That is nothing that I keep of a patient. What can be changed: {names}."
EXPECTED = "“{name}” cannot be set to that: expected is {form}."
FORMS: dict[str, str] = {
    "finding": "one of {values}",
    "choice": "one of {values}, or unknown",
    "medicine": "one of {values}, or unknown",
    "measure": "a number in {unit}, such as 12 or 12.5, or unknown",
    "treatments": "a list, each item with a drug (one of {values}) and an outcome (one of {outcomes}), or unknown",
}
_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?")


class EditRefused(ValueError):
    """A value that is not taken; the message says what is wrong and what is expected.

    ``criterion`` is the one that was to be set, if it is one at all. ``rare`` is a value that is taken once it is
    confirmed.
    """

    def __init__(self, words: str, criterion: Criterion | None, rare: str | None = None) -> None:
        """Refuse in ``words``."""
        super().__init__(f"{NOTHING_CHANGED} {words}")
        self.criterion = criterion
        self.rare = rare


def unknown_slot(criteria: Iterable[Criterion]) -> EditRefused:
    """The refusal of what names none of the slots of ``criteria``."""
    return EditRefused(UNREADABLE.format(names="; ".join(name_of(one) for one in criteria)), None)


def edited(
    criterion: Criterion, value: str, criteria: Sequence[Criterion], known: Mapping[str, Known], *, confirmed: bool
) -> Known | None:
    """What ``value`` says of ``criterion``; ``None`` for an empty list of treatments.

    ``known`` is what is known by the slots of ``criteria``; a rare weight is taken where it is ``confirmed``. Raises
    :class:`EditRefused`.
    """
    text = value.strip()
    if text.casefold() == UNKNOWN:
        return Known(None, "unknown")
    if criterion.measure is not None:
        return _measure(criterion, text, _age(criteria, known), confirmed)
    return _READERS[criterion.kind](criterion, text, known)


def expected(criterion: Criterion) -> str:
    """Which values the slot of ``criterion`` takes, in a sentence."""
    form = FORMS[criterion.kind].format(
        values=", ".join(values_of(criterion)), unit=UNITS.get(criterion.measure or ""), outcomes=", ".join(OUTCOMES)
    )
    return EXPECTED.format(name=name_of(criterion), form=form)


def _finding(criterion: Criterion, text: str, _: Mapping[str, Known]) -> Known | None:
    if text.casefold() not in FINDING:
        raise EditRefused(expected(criterion), criterion)
    return from_slot(criterion, text.casefold())


def _one_of(criterion: Criterion, text: str, _: Mapping[str, Known]) -> Known | None:
    if text.casefold().removesuffix(DOUBT) not in values_of(criterion):
        raise EditRefused(expected(criterion), criterion)
    return from_slot(criterion, text.casefold())


def _treatments(criterion: Criterion, text: str, known: Mapping[str, Known]) -> Known | None:
    before = known.get(criterion.slot)
    held = [one["drug"] for one in before.value or ()] if before is not None else []
    listed = _listed(text)
    if listed is None or not all(_is_treatment(one, {*values_of(criterion), *held}) for one in listed):
        raise EditRefused(expected(criterion), criterion)
    # The last outcome of a medicine counts, as it does where several are told.
    by_drug = {one["drug"]: one for one in listed}
    return Known(list(by_drug.values()), "given") if by_drug else None


def _listed(text: str) -> list[Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def _is_treatment(one: Any, drugs: set[str]) -> bool:
    if not isinstance(one, dict) or set(one) != {"drug", "outcome"}:
        return False
    return isinstance(one["drug"], str) and one["drug"] in drugs and one["outcome"] in OUTCOMES


def _measure(criterion: Criterion, text: str, age: Fraction | None, confirmed: bool) -> Known:
    if _NUMBER.fullmatch(text) is None:
        raise EditRefused(expected(criterion), criterion)
    value = decimal(Fraction(text), DECIMALS[criterion.measure or ""])
    if criterion.measure == "weight":
        problem = implausible(Fraction(value), age)
        if problem is not None and not (problem.confirmable and confirmed):
            raise EditRefused(problem.text, criterion, value if problem.confirmable else None)
    elif criterion.measure == "age":
        _refuse_impossible_age(criterion, value)
    elif Fraction(value) == 0:
        raise EditRefused(expected(criterion), criterion)
    return Known(value, "given")


def _refuse_impossible_age(criterion: Criterion, value: str) -> None:
    for limit in product().limits:
        if limit.kind == "age" and not limit.allows(Fraction(value), Fraction(value)):
            raise EditRefused(f"{value} {UNITS['age']}: {limit.reason}. {criterion.ask}", criterion)


def _age(criteria: Iterable[Criterion], known: Mapping[str, Known]) -> Fraction | None:
    slots = (one.slot for one in criteria if one.measure == "age")
    found = next((known[slot] for slot in slots if slot in known), None)
    return Fraction(found.value) if found is not None and found.value is not None else None


_READERS: dict[str, Callable[[Criterion, str, Mapping[str, Known]], Known | None]] = {
    "finding": _finding,
    "choice": _one_of,
    "medicine": _one_of,
    "treatments": _treatments,
}
