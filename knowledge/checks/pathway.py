"""The pathway: whatever completes a step or rules it out can be known of a patient."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.checks.common import unknown
from knowledge.content_files import TopicContent
from knowledge.patient_slots import values_of
from knowledge.schema import Condition, Criterion, Fact, PathwayStep

CONDITIONS = ("done_when", "not_done_when", "under_way_when", "ruled_out_when")


def pathway(content: TopicContent) -> Iterator[str]:
    """Problems of conditions that are empty or twofold, name no slot, or ask for what the slot can never hold."""
    slots = {criterion.slot: criterion for criterion in content.criteria}
    for step in content.pathway:
        for key, condition in _conditions(step):
            yield from _condition(f"pathway step {step.id}", key, condition, slots)


def _conditions(step: PathwayStep) -> Iterator[tuple[str, Condition]]:
    named = ((key, getattr(step, key)) for key in CONDITIONS)
    yield from ((key, condition) for key, condition in named if condition is not None)
    yield from (("leaves_open.unless", way.unless) for way in step.leaves_open)


def _condition(where: str, key: str, condition: Condition, slots: dict[str, Criterion]) -> Iterator[str]:
    if bool(condition.any_of) == bool(condition.all_of):
        yield f"{where}: {key} needs facts under any_of or under all_of, and not under both"
    for fact in (*condition.any_of, *condition.all_of):
        yield from unknown(where, f"{key}.slot", [fact.slot], slots)
        if fact.slot in slots:
            needed = _misfit(fact, slots[fact.slot])
            if needed:
                yield f"{where}: {key}: slot '{fact.slot}' is a {slots[fact.slot].kind}; {needed}"


def _misfit(fact: Fact, criterion: Criterion) -> str | None:
    """How to mend a ``fact`` that can never hold, or says too little, of the slot of ``criterion``."""
    if criterion.kind == "treatments":
        asked = bool(fact.outcome_in) and fact.equals is None
        return None if asked else "say outcome_in, such as [failed], and not equals"
    if fact.outcome_in:
        return "outcome_in is for treatments; say equals instead"
    if criterion.kind == "finding":
        return None if isinstance(fact.equals, bool) else "say equals: true or false"
    values = values_of(criterion)
    if fact.equals is None or fact.equals in values:
        return None
    return f"equals must be one of: {', '.join(values)}" if values else "leave equals out, for any value"
