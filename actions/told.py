"""What a message tells of the patient: values, the words behind them, and what is in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from actions.patient import amounts_of, findings_of
from knowledge.amounts import Amount
from knowledge.patient import DECIMALS, Known, decimal, read_patient
from knowledge.schema import Criterion

Message = dict[str, Any]

YES, NO, UNSURE = "affirm", "deny", "unsure"
REPLIES = frozenset({YES, NO, UNSURE})
CORRECTING = "correcting"
IMPLAUSIBLE = frozenset({"implausible", "ambiguous-unit"})
# What a yes or a no says of a list of treatments that are not named.
NOT_NAMED: dict[str, dict[str, str]] = {
    YES: {"drug": "not named", "outcome": "failed"},
    NO: {"drug": "none", "outcome": "not-tried"},
}
CLAUSE = re.compile(r"[^,;.?!\n]+")
LONGEST_WORDS = 120


@dataclass(frozen=True)
class Told:
    """The ``values`` by slot, the clinician's ``words`` behind each, and the ``doubtful`` weights and ages."""

    values: dict[str, Known]
    words: dict[str, str]
    doubtful: tuple[Amount, ...]


def told_by(
    message: Message,
    criteria: Sequence[Criterion],
    asked: Criterion | None = None,
    replied: str | None = None,
    known: Mapping[str, Known] | None = None,
) -> Told:
    """What ``message`` tells; ``asked`` is the criterion it may answer, ``replied`` a yes, no or don't know to it.

    ``known`` is what was told before, of which a correction may name no more than the figures ("85, not 58").
    """
    values = read_patient(criteria, findings_of(message), amounts_of(message))
    text = str(message.get("text") or "")
    if asked is not None and asked.slot not in values:
        answer = _reply(asked, replied) if replied is not None else _figure(message, asked)
        if answer is not None:
            return Told({**values, asked.slot: answer}, {asked.slot: f"{asked.ask} {_spoken(text, replied)}"}, ())
    if CORRECTING in (message.get("manner") or []):
        values = {**_corrected(message, criteria, known or {}), **values}
    named = {one.slot: one for one in criteria}
    words = {slot: found for slot in values if (found := _words(message, text, named[slot]))}
    return Told(values, words, tuple(_doubtful(message)))


def named_criteria(message: Message, criteria: Iterable[Criterion]) -> list[Criterion]:
    """The criteria that ``message`` names: by one of their concepts, or by a word of what they are called."""
    concepts = {one["value"] for one in message.get("entities") or [] if one["entity"] == "concept"}
    spoken = set(re.findall(r"\w{3,}", str(message.get("text") or "").casefold()))
    return [one for one in criteria if concepts & _concepts(one) or spoken & _called(one)]


def _called(criterion: Criterion) -> set[str]:
    name = criterion.name or criterion.slot
    return set(re.findall(r"[a-z]{3,}", name.casefold().replace("_", " ")))


def _concepts(criterion: Criterion) -> set[str]:
    chosen = (concept for concepts in criterion.choices.values() for concept in concepts)
    return {*criterion.concepts, *criterion.ruled_out_by, *chosen}


def _reply(criterion: Criterion, replied: str) -> Known | None:
    if replied == UNSURE:
        return Known(None, "unknown")
    if criterion.kind == "finding":
        return Known(replied == YES, "given")
    return Known([NOT_NAMED[replied]], "given") if criterion.kind == "treatments" else None


def _figure(message: Message, criterion: Criterion) -> Known | None:
    """A single bare number, where a measure was asked for."""
    quantities = [one for one in message.get("quantities") or [] if one["kind"] == "bare"]
    figures = {Fraction(one["low"]) for one in quantities if one["low"] == one["high"] and one["drug"] is None}
    if criterion.measure is None or len(figures) != 1:
        return None
    return Known(decimal(figures.pop(), DECIMALS[criterion.measure]), "given")


def _corrected(message: Message, criteria: Iterable[Criterion], known: Mapping[str, Known]) -> dict[str, Known]:
    """Of two bare figures one that is the value of a measure is what was wrong, and the other one is right."""
    figures = [one.value for one in amounts_of(message) if one.kind == "bare" and one.drug is None]
    if len(figures) != 2:
        return {}
    found: dict[str, Known] = {}
    for one in criteria:
        if one.measure is not None and one.slot in known:
            values = [decimal(figure, DECIMALS[one.measure]) for figure in figures]
            others = [value for value in values if value != known[one.slot].value]
            if len(others) == 1:
                found[one.slot] = Known(others[0], "given")
    # Where both a weight and an age would fit, nobody can tell which was meant.
    return found if len(found) == 1 else {}


def _spoken(text: str, replied: str | None) -> str:
    """The reply in words; a button says no more than which reply it is."""
    if not text.startswith("/"):
        return text[:LONGEST_WORDS]
    return {YES: "yes", NO: "no", UNSURE: "not known"}.get(replied or "", "")


def _words(message: Message, text: str, criterion: Criterion) -> str | None:
    """The clause in which ``criterion`` was spoken of."""
    if criterion.measure is not None and criterion.measure != "daily-dose":
        places = [one for one in message.get("quantities") or [] if one["kind"] == criterion.measure]
    else:
        concepts = _concepts(criterion)
        places = [one for one in message.get("findings") or [] if one["concept"] in concepts]
    clauses = (one for one in CLAUSE.finditer(text))
    start = int(places[0]["start"]) if places else -1
    clause = next((one for one in clauses if one.start() <= start < one.end()), None)
    # A question mark in front of a finding is a word of its own: it says that it is uncertain.
    mark = "?" if clause is not None and text[: clause.start()].endswith("?") else ""
    return f"{mark}{clause[0].strip()}"[:LONGEST_WORDS] if clause is not None else None


def _doubtful(message: Message) -> Iterable[Amount]:
    for one in message.get("quantities") or []:
        if one["kind"] in ("weight", "age") and one["low"] == one["high"] and IMPLAUSIBLE & set(one["flags"]):
            yield Amount(one["kind"], Fraction(one["low"]), one["unit"])
