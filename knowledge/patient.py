"""What a message says about the patient: findings and quantities → the slots of a topic's criteria."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from knowledge.amounts import Amount, daily, decimal
from knowledge.schema import Criterion

__all__ = ["Amount", "Finding", "Known", "decimal", "read_patient"]

Status = Literal["given", "uncertain", "historical", "unknown"]
# Said of somebody else or of a study, of what might be, or merely asked about: never the patient's.
NOT_THE_PATIENT = frozenset({"family", "reported", "hypothetical", "asked"})
NOT_MEANT = frozenset({"absent", "family", "reported"})
FORMER = frozenset({"historical", "failed", "not-tolerated"})
PERSONAL = ("weight", "age")
# A criterion's limit that a reading must not pass upwards.
LOW = "<"
DECIMALS = {"weight": 1, "age": 2, "daily-dose": 1}
UNITS = {"weight": "kg", "age": "years", "daily-dose": "mg"}


@dataclass(frozen=True)
class Finding:
    """What a message says of a concept: see the assertion rules. ``form`` is how it was written.

    ``bare``: it is merely named, and no word says anything of it. ``on_top``: it is given when it is needed.
    ``sole``: nothing else of its kind was ever given. ``going_on``: what it is said not to do, it does not do now.
    ``extent``: whether it was taken as far as it goes.
    """

    concept: str
    assertion: str
    treatment: str | None
    form: str
    bare: bool = False
    on_top: bool = False
    sole: bool = False
    going_on: bool = False
    extent: str | None = None

    @property
    def state(self) -> str:
        """What became of a treatment, or else whether the finding is there."""
        return self.treatment or self.assertion


@dataclass(frozen=True)
class Known:
    """The value of a slot. A finding's is true or false (``None``: the clinician does not know), a measure's text."""

    value: Any
    status: Status

    def as_dict(self) -> dict[str, Any]:
        """The value as it stands in an envelope."""
        return {"value": self.value, "status": self.status}


class _Told:
    """What a message says: ``every`` finding, those that are the patient's ``own``, and the ``amounts``."""

    def __init__(self, findings: Sequence[Finding], amounts: Sequence[Amount]) -> None:
        self.every = findings
        self.own = [finding for finding in findings if finding.assertion not in NOT_THE_PATIENT]
        self.amounts = amounts
        sure = any(not one.bare and one.assertion != "uncertain" for one in self.own)
        self.of_a_patient = sure or any(amount.kind in PERSONAL for amount in amounts)

    def own_of(self, criterion: Criterion, concepts: Iterable[str]) -> list[Finding]:
        """The patient's own findings of ``concepts`` that count for ``criterion``."""
        named = not criterion.of_a_patient or self.of_a_patient
        return [one for one in self.own if one.concept in concepts and (named or not one.bare)]

    def former(self, concepts: Iterable[str]) -> set[str]:
        """Those of the medicines ``concepts`` that were given and are no longer."""
        return self._in(FORMER, concepts) - self.taken(concepts)

    def supposed(self, concepts: Iterable[str]) -> set[str]:
        """The one of ``concepts`` that somebody is supposed to take, at a dose; none where several are compared."""
        dosed = {amount.drug for amount in self.amounts} & set(concepts)
        asked = [one for one in self.every if one.concept in dosed and one.assertion == "asked"]
        one_only = len({one.concept for one in asked}) == 1
        return {one.concept for one in asked if one.treatment == "ongoing"} if one_only else set()

    def anothers(self, concepts: Iterable[str]) -> set[str]:
        """Those of ``concepts`` that are named but not the patient's own, nor supposed to be given to somebody."""
        named = {one.concept for one in self.every if one.concept in concepts}
        return named - {one.concept for one in self.own} - self.supposed(concepts)

    def is_changed(self, concepts: Iterable[str]) -> bool:
        """Whether of the medicines ``concepts`` one was given for another."""
        former, taken = self.former(concepts), self.taken(concepts)
        return len(former) > 1 or bool(former and taken) or any(taken - {one} for one in self.stopped(concepts))

    def stopped(self, concepts: Iterable[str]) -> set[str]:
        """Those of the medicines ``concepts`` that are said to be of the past."""
        return self._in({"historical"}, concepts)

    def ended(self, concepts: Iterable[str]) -> set[str]:
        """Those of the medicines ``concepts`` that are of the past, or were given up for the harm they did."""
        harmful = {one.concept for one in self.own if one.state == "not-tolerated" and not one.going_on}
        return self.stopped(concepts) | (harmful & set(concepts))

    def extents(self, concepts: Iterable[str]) -> list[str]:
        """Whether the medicines ``concepts`` were taken as far as they go, where it is said for certain."""
        said = [one for one in self.own if one.concept in concepts and one.assertion not in ("uncertain", "unknown")]
        return [one.extent for one in said if one.extent]

    def taken(self, concepts: Iterable[str]) -> set[str]:
        """Those of the medicines ``concepts`` that are given now."""
        return self._in({"present", "ongoing"}, concepts)

    def _in(self, states: Iterable[str], concepts: Iterable[str]) -> set[str]:
        return {one.concept for one in self.own if one.concept in concepts and one.state in states}


def read_patient(
    criteria: Iterable[Criterion], findings: Sequence[Finding], amounts: Sequence[Amount]
) -> dict[str, Known]:
    """The slots that ``findings`` and ``amounts`` fill, by name; what was not said is not there."""
    criteria, told = list(criteria), _Told(findings, amounts)
    # Whoever has what speaks against it is a patient, though nothing more is said than its name.
    against = (_finding(one, told) for one in criteria if one.favours is False and one.kind == "finding")
    told.of_a_patient = told.of_a_patient or any(known is not None and known.value for known in against)
    read = ((criterion.slot, _READERS[criterion.kind](criterion, told)) for criterion in criteria)
    return {slot: known for slot, known in read if known is not None}


def _finding(criterion: Criterion, told: _Told) -> Known | None:
    own = told.own_of(criterion, criterion.concepts)
    # What is merely named says less of a treatment than what is said of it, or of another of its kind.
    treated = "ongoing" in (*criterion.true_when, *criterion.false_when)
    spoken = [one for one in own if not one.bare] if treated else []
    # Where having had it speaks against the criterion, or it is said not to have been, nothing follows from its name.
    denied = [Known(False, "given") for _ in _ruled_out(criterion, told)]
    named = [] if "present" in criterion.false_when or (treated and denied) else own
    said = [_said(criterion, one) for one in spoken or named]
    known = [*(one for one in said if one is not None), *denied]
    known += [Known(True, "given") for _ in measured([criterion], told.amounts)]
    if told.is_changed(criterion.changed_among):
        known.append(Known(True, "given"))
    elif any(one.sole and one.concept in criterion.changed_among for one in told.own):
        known.append(Known(False, "given"))
    known += [Known(extent == "full", "given") for extent in told.extents(criterion.extent_of)]
    # Of several things said of one criterion a clear "yes" counts first, then a doubt, then a clear "no". What is past
    # counts as a doubt where it speaks against going on, and otherwise for less than a "no" of now.
    return min(known, key=lambda one: _weight(criterion, one), default=None)


def _weight(criterion: Criterion, known: Known) -> int:
    if known.status == "given":
        return 0 if known.value is True else 2
    return 3 if known.status == "historical" and criterion.favours is not False else 1


def _ruled_out(criterion: Criterion, told: _Told) -> Iterator[Finding]:
    return (one for one in told.own if one.state in criterion.ruled_out_by.get(one.concept, ()))


def measured(criteria: Iterable[Criterion], amounts: Iterable[Amount]) -> tuple[str, ...]:
    """The concepts of ``criteria`` of which the last reading among ``amounts`` is a sign, each once."""
    last = {one.unit or "": one.value for one in amounts if one.kind == "reading"}
    signs = (sign for one in criteria for sign in one.true_from.items())
    return tuple(dict.fromkeys(concept for concept, limits in signs if _reaches_one(last, limits)))


def _reaches_one(last: Mapping[str, Fraction], limits: Mapping[str, str]) -> bool:
    """Whether a reading in ``last`` reaches its limit, from below or ("<ef") from above."""
    for label, limit in limits.items():
        value = last.get(label.removeprefix(LOW))
        if value is not None and (value <= Fraction(limit) if label.startswith(LOW) else value >= Fraction(limit)):
            return True
    return False


def _said(criterion: Criterion, finding: Finding) -> Known | None:
    if finding.assertion == "unknown":
        return Known(None, "unknown")
    if finding.assertion == "uncertain":
        return Known(True, "uncertain")
    if finding.state in criterion.true_when:
        return Known(True, "given")
    if finding.state in criterion.false_when:
        return Known(False, "given")
    past = finding.assertion == "historical" and "present" in criterion.true_when
    return Known(True, "historical") if past else None


def _treatments(criterion: Criterion, told: _Told) -> Known | None:
    outcomes = {
        one.form: one.treatment
        for one in told.own_of(criterion, criterion.concepts)
        if one.treatment is not None and one.assertion not in ("uncertain", "unknown")
    }
    listed = [{"drug": drug, "outcome": outcome} for drug, outcome in outcomes.items()]
    return Known(listed, "given") if listed else None


def _choice(criterion: Criterion, told: _Told) -> Known | None:
    if criterion.also_asked:
        meant = [one for one in told.every if one.assertion not in NOT_MEANT]
        denied = {one.concept for one in told.every if one.assertion == "absent"}
        now = [one for one in meant if one.assertion != "historical" and one.concept not in denied]
        given = [one for one in now if one.treatment == "ongoing" and one.assertion == "present"]
        chosen = _chosen(criterion, now, "given") or _chosen(criterion, given, "given")
        return chosen or _chosen(criterion, meant if not denied else (), "given")
    concepts = {concept for named in criterion.choices.values() for concept in named}
    own = [one for one in told.own_of(criterion, concepts) if one.assertion != "absent"]
    sure = _chosen(criterion, (one for one in own if one.assertion != "uncertain"), "given")
    return sure or (_chosen(criterion, own, "uncertain") if told.of_a_patient else None)


def _chosen(criterion: Criterion, findings: Iterable[Finding], status: Status) -> Known | None:
    named = {finding.concept for finding in findings}
    chosen = [choice for choice, concepts in criterion.choices.items() if named & set(concepts)]
    if len(chosen) > 1:
        return Known(criterion.both, status) if criterion.both else None
    return Known(chosen[0], status) if chosen else None


def _medicine(criterion: Criterion, told: _Told) -> Known | None:
    own = [one for one in told.own if one.concept in criterion.concepts]
    counted = told.own_of(criterion, criterion.concepts)
    dosed = {amount.drug for amount in told.amounts}
    by_day = {amount.drug for amount in told.amounts if amount.is_daily}
    ongoing = [one.concept for one in own if one.state == "ongoing"]
    named = [
        one.concept
        for one in own
        if one.state == "present" and not one.on_top and (one in counted or one.concept in by_day)
    ]
    # What has no dose, or only one for when it is needed, comes on top; which of several merely named, nobody knows.
    regular = [concept for concept in ongoing if concept in dosed]
    sure = regular or [one.concept for one in own if one.state == "ongoing" and not one.on_top] or ongoing
    # "In somebody on 60 mg": what is asked about is taken, at a dose.
    taken = sure or (named if len(set(named)) == 1 else [*told.supposed(criterion.concepts)])
    # What is of no use is still given where nothing else is: at the dose that is told, or as it is said of now.
    taken = taken or [one.concept for one in own if one.state == "failed" and (one.going_on or one.concept in by_day)]
    harmful = [one for one in own if one.state == "not-tolerated" and one.going_on]
    taken = taken or [one.concept for one in harmful if one.concept in by_day]
    return Known(taken[-1], "given") if taken else None


def _measure(criterion: Criterion, told: _Told) -> Known | None:
    measure = criterion.measure or "weight"
    values = (
        _by_daydoses(criterion, told)
        if measure == "daily-dose"
        else [one.value for one in told.amounts if one.kind == measure]
    )
    return Known(decimal(values[-1], DECIMALS[measure]), "given") if values else None


def _by_daydoses(criterion: Criterion, told: _Told) -> list[Fraction]:
    taken = told.taken(criterion.concepts)
    former = told.former(criterion.concepts) if taken else told.ended(criterion.concepts)
    counted = set(criterion.concepts) - former - told.anothers(criterion.concepts)
    unclear = {(drug, None) for drug in criterion.unit_needed}
    amounts = [one for one in told.amounts if one.drug in counted and (one.drug, one.unit) not in unclear]
    values: list[Fraction] = []
    for one in amounts:
        value = daily(one)
        if value is not None:
            values.append(value + values[-1] if one.adds and values else value)
    return values


_READERS = {
    "finding": _finding,
    "treatments": _treatments,
    "choice": _choice,
    "medicine": _medicine,
    "measure": _measure,
}
