"""What a message says about the patient: findings and quantities → the slots of a topic's criteria."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from knowledge.schema import Criterion

Status = Literal["given", "uncertain", "historical", "unknown"]
HOURS_A_DAY = 24
# Said of somebody else, of what might be, or merely asked about: never the patient's.
NOT_THE_PATIENT = frozenset({"family", "hypothetical", "asked"})
DECIMALS = {"weight": 1, "age": 2, "daily-dose": 1}


@dataclass(frozen=True)
class Finding:
    """What a message says of a concept: see the assertion rules. ``form`` is how it was written."""

    concept: str
    assertion: str
    treatment: str | None
    form: str

    @property
    def state(self) -> str:
        """What became of a treatment, or else whether the finding is there."""
        return self.treatment or self.assertion


@dataclass(frozen=True)
class Amount:
    """A quantity of a message: a weight (kg), an age (years) or a dose, with its drug and how often a day."""

    kind: str
    value: Fraction
    unit: str | None
    drug: str | None = None
    per_day: Fraction | None = None


@dataclass(frozen=True)
class Known:
    """The value of a slot. A finding's is true or false (``None``: the clinician does not know), a measure's text."""

    value: Any
    status: Status

    def as_dict(self) -> dict[str, Any]:
        """The value as it stands in an envelope."""
        return {"value": self.value, "status": self.status}


def read_patient(
    criteria: Iterable[Criterion], findings: Sequence[Finding], amounts: Sequence[Amount]
) -> dict[str, Known]:
    """The slots that ``findings`` and ``amounts`` fill, by name; what was not said is not there."""
    own = [finding for finding in findings if finding.assertion not in NOT_THE_PATIENT]
    filled = {}
    for criterion in criteria:
        known = _READERS[criterion.kind](criterion, own, findings, amounts)
        if known is not None:
            filled[criterion.slot] = known
    return filled


def _finding(
    criterion: Criterion, own: Sequence[Finding], _all: Sequence[Finding], _: Sequence[Amount]
) -> Known | None:
    said = [one for one in own if one.concept in criterion.concepts]
    statuses: dict[str, list[Known]] = {"sure": [], "unsure": []}
    for one in said:
        known = _said(criterion, one)
        if known is not None:
            statuses["sure" if known.status == "given" else "unsure"].append(known)
    # Of several things said of one criterion a clear "yes" counts first, then a doubt, then a clear "no".
    for known in [*statuses["sure"], *statuses["unsure"]]:
        if known.status == "given" and known.value is True:
            return known
    return next(iter([*statuses["unsure"], *statuses["sure"]]), None)


def _said(criterion: Criterion, finding: Finding) -> Known | None:
    if finding.assertion == "unknown":
        return Known(None, "unknown")
    if finding.assertion == "uncertain":
        return Known(True, "uncertain")
    if finding.state in criterion.true_when:
        return Known(True, "given")
    if finding.assertion == "historical":
        return Known(True, "historical")
    return Known(False, "given") if finding.state in criterion.false_when else None


def _treatments(
    criterion: Criterion, own: Sequence[Finding], _all: Sequence[Finding], _: Sequence[Amount]
) -> Known | None:
    outcomes: dict[str, str] = {}
    for one in own:
        if (
            one.concept in criterion.concepts
            and one.treatment is not None
            and one.assertion not in ("uncertain", "unknown")
        ):
            outcomes[one.form] = one.treatment
    listed = [{"drug": drug, "outcome": outcome} for drug, outcome in outcomes.items()]
    return Known(listed, "given") if listed else None


def _choice(criterion: Criterion, _: Sequence[Finding], every: Sequence[Finding], __: Sequence[Amount]) -> Known | None:
    named = {one.concept for one in every if one.assertion not in ("absent", "family", "hypothetical")}
    chosen = [choice for choice, concepts in criterion.choices.items() if named & set(concepts)]
    if len(chosen) > 1:
        return Known(criterion.both, "given") if criterion.both else None
    return Known(chosen[0], "given") if chosen else None


def _medicine(
    criterion: Criterion, own: Sequence[Finding], _all: Sequence[Finding], _: Sequence[Amount]
) -> Known | None:
    taken = [one.concept for one in own if one.concept in criterion.concepts and one.state in ("present", "ongoing")]
    return Known(taken[-1], "given") if taken else None


def _measure(
    criterion: Criterion, _: Sequence[Finding], __: Sequence[Finding], amounts: Sequence[Amount]
) -> Known | None:
    measure = criterion.measure or "weight"
    values = (
        [_daily(one) for one in amounts if one.drug in criterion.concepts]
        if measure == "daily-dose"
        else [one.value for one in amounts if one.kind == measure]
    )
    found = [value for value in values if value is not None]
    return Known(decimal(found[-1], DECIMALS[measure]), "given") if found else None


def _daily(amount: Amount) -> Fraction | None:
    """The mg in 24 hours of ``amount``, or ``None`` where the message does not say it."""
    if amount.kind == "rate" and amount.unit in ("mg/24h", "mg/day"):
        return amount.value
    if amount.kind == "rate" and amount.unit == "mg/h":
        return amount.value * HOURS_A_DAY
    if amount.kind in ("dose", "bare") and amount.unit in ("mg", "mg/dose", None):
        return amount.value * amount.per_day if amount.per_day is not None else amount.value
    return None


def decimal(value: Fraction, places: int) -> str:
    """``value`` as a decimal with at most ``places`` places, rounded half to even, without needless noughts."""
    scaled = round(value * 10**places)
    whole, rest = divmod(scaled, 10**places)
    return f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".") if places else str(whole)


_READERS = {
    "finding": _finding,
    "treatments": _treatments,
    "choice": _choice,
    "medicine": _medicine,
    "measure": _measure,
}
