"""Where a patient stands on the pathway, by what is known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.eligibility import outcomes
from knowledge.patient import Known
from knowledge.schema import Condition, Fact, PathwayStep, Verdict

Status = Literal["done", "current", "next", "skipped"]


@dataclass(frozen=True)
class Placed:
    """A step and how it stands for the patient. ``statement`` is the id of the first statement that carries it."""

    step: PathwayStep
    status: Status
    statement: str

    def as_dict(self) -> dict[str, str]:
        """The step as it stands in an envelope."""
        return {"step": self.step.id, "label": self.step.label, "status": self.status, "statement": self.statement}


def place(steps: Sequence[PathwayStep], patient: Mapping[str, Known], verdict: Verdict) -> list[Placed]:
    """The steps of the pathway that concern ``patient`` (slot → what is known), in order.

    - ``done``: what is known for certain completes it.
    - ``current`` or ``next``: the first step that is not done, as something in it is under way or not; one at most.
    - ``skipped``: it is known not to have been done, nothing in it is under way, and a later step is done.

    With nothing known the first step is next: what was never mentioned does not count as done, even before a step that
    is. Left out are steps that are not reached yet, and those that are ruled out: not for such a patient, or not with
    this ``verdict`` of their eligibility. So no step at all may be next: :func:`turn_to` then gives what was skipped.
    """
    done = {step.id for step in steps if holds(step.done_when, patient)}
    last = max((number for number, step in enumerate(steps) if step.id in done), default=-1)
    placed: list[Placed] = []
    reached = False
    for number, step in enumerate(steps):
        status = "done" if step.id in done else _undone(step, patient, verdict, passed=number < last)
        if status is None or (status in ("current", "next") and reached):
            continue
        reached = reached or status in ("current", "next")
        placed.append(Placed(step, status, step.statements[0]))
    return placed


def turn_to(placed: Sequence[Placed]) -> Placed | None:
    """The step to turn to: the current or next one, or else the first that was skipped."""
    ahead = (one for status in ("current", "next", "skipped") for one in placed if one.status == status)
    return next(ahead, None)


def ahead_of(
    steps: Sequence[PathwayStep], placed: Sequence[Placed], patient: Mapping[str, Known], verdict: Verdict
) -> list[PathwayStep]:
    """The steps behind all of ``placed`` that concern the patient, in order."""
    reached = {one.step.id for one in placed}
    last = max((number for number, step in enumerate(steps) if step.id in reached), default=-1)
    return [step for step in steps[last + 1 :] if not _ruled_out(step, patient, verdict)]


def left_open(placed: Sequence[Placed], patient: Mapping[str, Known]) -> list[str]:
    """The ids of the statements of the steps done whose way is still open to ``patient``, in order."""
    ways = (way for one in placed if one.status == "done" for way in one.step.leaves_open)
    return [way.statement for way in ways if not holds(way.unless, patient)]


def holds(condition: Condition | None, patient: Mapping[str, Known]) -> bool:
    """Whether ``condition`` is certainly true of ``patient``; where there is none, it is not."""
    if condition is None:
        return False
    if condition.all_of:
        return all(_is_known(fact, patient) for fact in condition.all_of)
    return any(_is_known(fact, patient) for fact in condition.any_of)


def _undone(step: PathwayStep, patient: Mapping[str, Known], verdict: Verdict, passed: bool) -> Status | None:
    """How a step that is not done stands, if it is the first such one; ``passed``: a later one is done."""
    if _ruled_out(step, patient, verdict):
        return None
    if holds(step.under_way_when, patient):
        return "current"
    return "skipped" if passed and holds(step.not_done_when, patient) else "next"


def _ruled_out(step: PathwayStep, patient: Mapping[str, Known], verdict: Verdict) -> bool:
    return verdict in step.ruled_out_by or holds(step.ruled_out_when, patient)


def _is_known(fact: Fact, patient: Mapping[str, Known]) -> bool:
    known = patient.get(fact.slot)
    if known is None or known.status != "given" or known.value is None:
        return False
    if fact.outcome_in:
        return bool(outcomes(known) & set(fact.outcome_in))
    return fact.equals is None or known.value == fact.equals
