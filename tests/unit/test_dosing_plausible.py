"""A weight that cannot be right is asked back."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.quantities.reader import find_quantities
from knowledge.dosing.plausible import WeightRefused, adult_from, implausible, usable_weight
from knowledge.dosing.reference import product
from tests.regimens import unhurried

# weight, age, and the code of the problem; "?" where it may be confirmed
WEIGHTS: list[tuple[str, str | None, str | None]] = [
    ("58", "62", None),
    ("58", None, None),
    ("0", "62", "not-positive"),
    ("-58", None, "not-positive"),
    ("5", "62", "too-low"),
    ("24.9", "18", "too-low"),
    ("25", "18", None),
    ("700", "62", "too-high"),
    ("700", None, "too-high"),
    ("401", "62", "too-high"),
    ("0.3", None, "too-low"),
    ("160", "62", None),
    ("160.1", "62", "pounds?"),
    ("200", None, "pounds?"),
    ("380", "62", "too-high?"),
    ("60", "3", "too-high"),
    ("45", "3", "pounds"),
    ("33", "3", "pounds?"),
    ("15", "3", None),
    ("3.4", "0.1", None),
    ("20.1", "0.5", "pounds"),
    ("8", "0.5", None),
    ("2", "5", "too-low"),
    ("20", "5", None),
    ("100", "6", "too-high"),
    ("140", "10", "pounds"),
    ("14", "10", "too-low?"),
    ("60", "16", None),
    ("12", None, "age-needed?"),
    ("5", None, "age-needed?"),
    ("58", "121", "age"),
    ("58", "-1", "age"),
]


@pytest.mark.parametrize(("weight", "age", "expected"), WEIGHTS)
def test_weights_and_ages(weight: str, age: str | None, expected: str | None) -> None:
    problem = implausible(Fraction(weight), None if age is None else Fraction(age))
    code = None if problem is None else f"{problem.code}{'?' if problem.confirmable else ''}"
    assert code == expected


def test_a_child_of_unknown_age_is_no_small_adult() -> None:
    assert implausible(Fraction(12), child=True) is None
    assert implausible(Fraction(700), child=True) is not None


def test_the_sentence_says_what_is_wrong_and_asks_back() -> None:
    heavy = implausible(Fraction(700), Fraction(62))
    assert heavy is not None
    assert heavy.text == (
        "700 kg: a body weight below 0.4 kg or above 400 kg is hardly possible. What is the weight in kg?"
    )
    # 200 × 0.45359237 = 90.718474
    pounds = implausible(Fraction(200), Fraction(62))
    assert pounds is not None
    assert "If it is in pounds, it is 90.7 kg. What is the weight in kg?" in pounds.text
    small = implausible(Fraction(12))
    assert small is not None
    assert small.text.endswith("How old is the patient?")


def test_a_missing_weight_asks_for_it() -> None:
    with pytest.raises(WeightRefused, match="What is the weight in kg") as refused:
        usable_weight(None)
    assert refused.value.problem.code == "missing"


def test_only_what_is_possible_can_be_confirmed() -> None:
    assert usable_weight(Fraction(200), Fraction(62), confirmed=True) == 200
    assert usable_weight(Fraction(12), confirmed=True) == 12
    for weight in (0, -5, 5, 700):
        with pytest.raises(WeightRefused):
            usable_weight(Fraction(weight), Fraction(62), confirmed=True)


@pytest.mark.parametrize("numbers", [(58.0, None), (Fraction(58), 62.0), ("58", None)])
def test_only_exact_numbers_are_judged(numbers: tuple[Any, Any]) -> None:
    with pytest.raises(TypeError, match="must be a Fraction"):
        implausible(*numbers)


def test_no_limit_comes_from_a_clinical_source_and_every_age_has_one() -> None:
    limits = product().limits
    assert {limit.origin for limit in limits} == {"product-safety"}
    weights = [limit for limit in limits if limit.kind == "weight" and (limit.from_age or limit.below_age)]
    for months in range(12 * 120):
        age = Fraction(months, 12)
        held = [limit for limit in weights if limit.holds_at(age) and not limit.confirm]
        assert len(held) == 1, age
    assert adult_from(limits) == 18


@unhurried
@given(st.fractions(min_value=Fraction(1, 2), max_value=400), st.fractions(min_value=0, max_value=120))
def test_what_the_reader_of_messages_marks_is_what_cannot_be_confirmed(weight: Fraction, age: Fraction) -> None:
    """The reader and the arithmetic hold the same limits: nothing that the one refuses passes the other."""
    problem = implausible(weight, age)
    limits = product().limits
    refused = any(
        one.kind == "weight" and not one.confirm and one.holds_at(age) and not one.allows(weight, weight)
        for one in limits
    )
    assert refused == (problem is not None and not problem.confirmable)


READ = {"aged 3, 60 kg": True, "aged 3, 15 kg": False, "aged 40, 5 kg": True, "aged 40, 200 kg": False, "60 kg": False}


@pytest.mark.parametrize("text", READ)
def test_the_reader_of_messages_marks_a_weight_by_the_age_beside_it(text: str) -> None:
    (weight,) = (one for one in find_quantities(text) if one.kind == "weight")
    assert ("implausible" in weight.flags) is READ[text]
