"""Ages are told from lengths of time, weights and doses."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bot.nlu.ages import find_ages


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("9 yr old with bone pain", [9]),
        ("a 9-year-old", [9]),
        ("62yo man", [62]),
        ("62 y/o", [62]),
        ("58M, mets", [58]),
        ("17 F", [17]),
        ("aged 4", [4]),
        ("age of 12", [12]),
        ("18 months old", [Fraction(18, 12)]),
        ("6 week old", [Fraction(6, 52)]),
        ("7 year boy and 70 year old woman", [7, 70]),
        ("for 3 years", []),
        ("5 days of treatment", []),
        ("58 kg", []),
        ("10 mg", []),
        ("0.5 mg/kg/h", []),
        ("at 300 mg/24 h", []),
        ("5 mL", []),
        ("", []),
    ],
)
def test_ages_in_years(text: str, years: list[Fraction]) -> None:
    assert [age.years for age in find_ages(text)] == years
