"""The weight and age that doses are worked out for, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from knowledge.answers.compose import known_of
from knowledge.answers.question import Question
from knowledge.dosing.choose import CHILDREN
from knowledge.dosing.plausible import Problem, implausible
from knowledge.patient import Known
from knowledge.queries import KnowledgeBase
from knowledge.schema import Criterion

NOT_TAKEN = "That weight cannot be taken as it stands. What is the weight in kg?"


@dataclass(frozen=True)
class Person:
    """``weight`` in kg and ``age`` in years, where they are certain.

    ``doubted`` is the weight that has a ``problem``; a rare one may be ``confirmed``. ``of_weight`` is the criterion
    that asks for it.
    """

    weight: Fraction | None
    age: Fraction | None
    of_weight: Criterion | None
    confirmed: bool
    doubted: Fraction | None
    problem: Problem | None


def person_of(knowledge: KnowledgeBase, question: Question) -> Person:
    """The patient of ``question`` as doses see them; a weight of this message comes before one that was known."""
    known = known_of(knowledge, question)
    by_measure = {one.measure: one for one in knowledge.readings() if one.measure is not None}
    weight, age = (_number(known, by_measure.get(measure)) for measure in ("weight", "age"))
    patient = question.patient
    doubtful = [one.value for one in patient.doubtful if one.kind == "weight"] if patient is not None else []
    doubted = doubtful[-1] if doubtful else weight
    confirmed = patient is not None and doubted is not None and str(doubted) in patient.confirmed
    child = age is None and CHILDREN in question.concepts
    problem = None if doubted is None else implausible(doubted, age, child=child)
    if problem is not None and problem.confirmable and confirmed:
        problem = None
    if problem is None and doubtful and not confirmed:
        problem = Problem("too-high", NOT_TAKEN)
    # That a child is asked about is what a small weight without an age is checked by.
    return Person(weight, age, by_measure.get("weight"), confirmed or child, doubted, problem)


def _number(known: Mapping[str, Known], criterion: Criterion | None) -> Fraction | None:
    value = known.get(criterion.slot) if criterion is not None else None
    return Fraction(value.value) if value is not None and value.status == "given" and value.value is not None else None
