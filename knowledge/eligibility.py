"""What the criteria of a topic say of one patient: each criterion's status, the verdict, and what to ask next.

Only what is certain counts. What is uncertain, of the past, not known or never mentioned is ``unknown``, whichever way
it would speak.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.patient import Known
from knowledge.schema import Criterion, Verdict

Met = Literal["met", "not_met", "unknown"]
# Said of the patient, but not for certain now.
DOUBTFUL = frozenset({"uncertain", "historical"})


@dataclass(frozen=True)
class Judged:
    """How a criterion stands. ``because`` are the clinician's words, ``statement`` the id of the reason behind it."""

    id: str
    label: str
    status: Met
    because: str | None
    statement: str


@dataclass(frozen=True)
class Eligibility:
    """The verdict on a patient and all that it rests on; every sequence keeps the order of the criteria.

    - ``statement`` is the id of the statement that carries the verdict; ``None`` where the topic names none.
    - ``criteria`` are all that are judged, ``missing`` the one to ask next, if any.
    - ``contraindicated`` are the certain contraindications that stop, ``uncertain`` what was reported as uncertain or
      of the past. ``cautions`` are not met or unknown, and do not bear on the verdict.
    - ``changes`` are the labels of what would change the verdict: what is not met, then what is unknown.
    """

    verdict: Verdict
    statement: str | None
    criteria: tuple[Judged, ...]
    missing: Criterion | None
    contraindicated: tuple[Criterion, ...]
    uncertain: tuple[Criterion, ...]
    cautions: tuple[Criterion, ...]
    changes: tuple[str, ...]


def judge(
    criteria: Sequence[Criterion],
    patient: Mapping[str, Known],
    verdicts: Mapping[Verdict, str],
    words: Mapping[str, str] | None = None,
) -> Eligibility:
    """The eligibility of ``patient`` (slot → what is known) by the ``criteria`` of a topic, in their order.

    ``verdicts`` names the statement that carries each verdict, ``words`` (by slot) what each value was concluded from.
    The verdict is ``not-recommended`` where a criterion that stops is certainly not met, ``more-needed`` where one is
    unknown or there is none at all, and otherwise ``may-be-considered``: none is better.
    """
    judged = {one.id: status_of(one, patient.get(one.slot)) for one in criteria if is_judged(one)}
    held = [one for one in criteria if one.id in judged]
    stopping = [one for one in held if one.against == "stops"]
    verdict = _verdict([judged[one.id] for one in stopping])
    return Eligibility(
        verdict=verdict,
        statement=verdicts.get(verdict),
        criteria=tuple(_shown(one, judged[one.id], patient, words or {}) for one in held),
        missing=_missing([one for one in held if judged[one.id] == "unknown"], patient),
        contraindicated=tuple(one for one in stopping if is_contraindication(one) and judged[one.id] == "not_met"),
        uncertain=tuple(one for one in held if _is_doubtful(one, patient)),
        cautions=tuple(one for one in held if one.against == "cautions" and judged[one.id] != "met"),
        changes=tuple(one.label for status in ("not_met", "unknown") for one in stopping if judged[one.id] == status),
    )


def is_judged(criterion: Criterion) -> bool:
    """Whether ``criterion`` speaks for or against going on, and does not merely describe the patient."""
    if criterion.kind == "treatments":
        return criterion.against is not None
    return criterion.kind == "finding" and criterion.favours is not None


def is_contraindication(criterion: Criterion) -> bool:
    """Whether ``criterion`` asks for the absence of something."""
    return criterion.kind == "finding" and criterion.favours is False


def status_of(criterion: Criterion, known: Known | None) -> Met:
    """How a judged ``criterion`` stands by what is ``known`` of its slot; ``None`` where it was never mentioned."""
    if known is None or known.status != "given" or known.value is None:
        return "unknown"
    if criterion.kind != "treatments":
        return "met" if known.value is criterion.favours else "not_met"
    found = outcomes(known)
    if found & set(criterion.met_by):
        return "met"
    return "not_met" if found & set(criterion.not_met_by) else "unknown"


def outcomes(known: Known) -> set[str]:
    """What became of the treatments that ``known`` lists; nothing where it holds no list."""
    return {one["outcome"] for one in known.value} if isinstance(known.value, list) else set()


def _verdict(stopping: Sequence[Met]) -> Verdict:
    if "not_met" in stopping:
        return "not-recommended"
    return "may-be-considered" if stopping and "unknown" not in stopping else "more-needed"


def _shown(criterion: Criterion, status: Met, patient: Mapping[str, Known], words: Mapping[str, str]) -> Judged:
    because = words.get(criterion.slot) if criterion.slot in patient else None
    return Judged(criterion.id, criterion.label, status, because, criterion.statement)


def _missing(unknown: Sequence[Criterion], patient: Mapping[str, Known]) -> Criterion | None:
    """Which of the ``unknown`` criteria decides most: a contraindication in doubt, then what stops, then cautions.

    Whoever has said that they do not know is not asked again, and what bears on nothing is never asked.
    """
    answered = {slot for slot, known in patient.items() if known.status == "unknown"}
    open_ones = [one for one in unknown if one.against is not None and one.slot not in answered]

    def rank(criterion: Criterion) -> int:
        if criterion.against == "cautions":
            return 2
        return 0 if is_contraindication(criterion) and _is_doubtful(criterion, patient) else 1

    return min(open_ones, key=rank, default=None)


def _is_doubtful(criterion: Criterion, patient: Mapping[str, Known]) -> bool:
    return criterion.slot in patient and patient[criterion.slot].status in DOUBTFUL
