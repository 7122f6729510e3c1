"""Whether a weight can be right for an age; what cannot is asked back, and nothing is worked out from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from knowledge.dosing.exact import exact
from knowledge.dosing.reference import Reference, product
from knowledge.dosing.rounding import as_text, brief, nearest
from knowledge.language import Limit

Code = Literal["missing", "not-positive", "too-low", "too-high", "pounds", "age-needed", "age"]
ASK_WEIGHT = "What is the weight in kg?"
ASK_AGE = "How old is the patient?"


@dataclass(frozen=True)
class Problem:
    """Why nothing can be worked out from a weight: a ``code``, a sentence that asks back, and the limit behind it.

    ``confirmable``: the weight is rare but possible, and holds once the clinician has confirmed it.
    """

    code: Code
    text: str
    limit: str | None = None
    confirmable: bool = False


class WeightRefused(ValueError):
    """A weight from which nothing is worked out; ``problem`` says why and asks back."""

    def __init__(self, problem: Problem) -> None:
        """Take the ``problem``."""
        super().__init__(problem.text)
        self.problem = problem


def implausible(
    weight_kg: Fraction,
    age_years: Fraction | None = None,
    *,
    child: bool = False,
    reference: Reference | None = None,
) -> Problem | None:
    """What is wrong with ``weight_kg`` for ``age_years``, or ``None`` where it can be right.

    Without an age the patient is taken for an adult, unless ``child`` says otherwise: a weight that no adult has asks
    for the age. Raises :class:`TypeError` for a number that is not exact.
    """
    known = reference or product()
    weight = exact(weight_kg, "weight_kg")
    age = None if age_years is None else exact(age_years, "age_years")
    return next(_problems(weight, age, child, known), None)


def usable_weight(
    weight_kg: Fraction | None,
    age_years: Fraction | None = None,
    *,
    child: bool = False,
    confirmed: bool = False,
    reference: Reference | None = None,
) -> Fraction:
    """``weight_kg``, where something may be worked out from it.

    ``confirmed``: the clinician has confirmed a rare weight. Raises :class:`WeightRefused` where the weight is missing
    or implausible, and :class:`TypeError` for a number that is not exact.
    """
    if weight_kg is None:
        raise WeightRefused(Problem("missing", ASK_WEIGHT))
    problem = implausible(weight_kg, age_years, child=child, reference=reference)
    if problem is not None and not (confirmed and problem.confirmable):
        raise WeightRefused(problem)
    return exact(weight_kg, "weight_kg")


def adult_from(limits: Sequence[Limit]) -> Fraction:
    """The age in years from which the limits take a patient for an adult: where the last of them begins."""
    return max((Fraction(one.from_age) for one in limits if one.kind == "weight" and one.from_age), default=Fraction(0))


def _problems(weight: Fraction, age: Fraction | None, child: bool, known: Reference) -> Iterator[Problem]:
    if weight <= 0:
        yield Problem("not-positive", f"A weight must be above 0 kg. {ASK_WEIGHT}")
    if age is not None and (age < 0 or any(_broken(known.limits, "age", age, age))):
        yield Problem("age", f"An age of {_number(age)} years is hardly possible. {ASK_AGE}")
    for limit in _broken(known.limits, "weight", weight, age):
        yield _of_limit(limit, weight, age, known)
    if age is None and not child:
        for limit in _broken(known.limits, "weight", weight, adult_from(known.limits)):
            yield Problem("age-needed", f"{_said(weight, limit)} {ASK_AGE}", limit.id, confirmable=True)


def _broken(limits: Sequence[Limit], kind: str, value: Fraction, age: Fraction | None) -> Iterator[Limit]:
    """The limits of ``kind`` that hold at ``age`` and do not allow ``value``, those that cannot be confirmed first."""
    ordered = sorted(limits, key=lambda limit: limit.confirm)
    return (one for one in ordered if one.kind == kind and one.holds_at(age) and not one.allows(value, value))


def _of_limit(limit: Limit, weight: Fraction, age: Fraction | None, known: Reference) -> Problem:
    too_high = limit.high is not None and weight > Fraction(limit.high)
    in_pounds = weight * known.pound_kg
    if too_high and not any(_broken(known.limits, "weight", in_pounds, age)):
        hint = f"If it is in pounds, it is {as_text(nearest(in_pounds))} kg."
        return Problem("pounds", f"{_said(weight, limit)} {hint} {ASK_WEIGHT}", limit.id, limit.confirm)
    code: Code = "too-high" if too_high else "too-low"
    return Problem(code, f"{_said(weight, limit)} {ASK_WEIGHT}", limit.id, limit.confirm)


def _said(weight: Fraction, limit: Limit) -> str:
    return f"{_number(weight)} kg: {limit.reason}."


def _number(value: Fraction) -> str:
    return f"-{brief(-value)}" if value < 0 else brief(value)
