"""Rounding never goes past a limit, and numbers are written as plain decimals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dosing.ranges import Range
from knowledge.dosing.rounding import as_text, brief, marked, nearest, round_high, round_low
from tests.regimens import unhurried

NUMBERS = st.fractions(min_value=0, max_value=10**9) | st.fractions(min_value=0, max_value=Fraction(1, 10**3))

# exact, low, high, nearest
ROUNDED = [
    ("3.085", "3.09", "3.08", "3.08"),
    ("30.85", "30.9", "30.8", "30.8"),
    ("2.9", "2.9", "2.9", "2.9"),
    ("1392", "1400", "1390", "1390"),
    ("999.1", "1000", "999", "999"),
    ("99.95", "100", "99.9", "100"),
    ("0.083333", "0.0834", "0.0833", "0.0833"),
    ("0.0009999", "0.001", "0.000999", "0.001"),
    ("1000", "1000", "1000", "1000"),
    ("0", "0", "0", "0"),
]


@pytest.mark.parametrize(("exact", "low", "high", "closest"), ROUNDED)
def test_rounding(exact: str, low: str, high: str, closest: str) -> None:
    value = Fraction(exact)
    assert (as_text(round_low(value)), as_text(round_high(value)), as_text(nearest(value))) == (low, high, closest)


def _figures(value: Fraction) -> int:
    return len(Decimal(as_text(value)).normalize().as_tuple().digits)


@unhurried
@given(NUMBERS)
def test_rounding_never_goes_past_its_bound_and_keeps_three_figures(value: Fraction) -> None:
    low, high = round_low(value), round_high(value)
    assert high <= value <= low
    assert low - high <= value / 100
    assert high <= nearest(value) <= low
    assert max(map(_figures, (low, high, nearest(value)))) <= 3


@unhurried
@given(NUMBERS)
def test_rounding_twice_changes_nothing(value: Fraction) -> None:
    for once in (round_low(value), round_high(value)):
        assert round_low(once) == round_high(once) == nearest(once) == once


@unhurried
@given(NUMBERS, NUMBERS)
def test_rounding_keeps_the_order(one: Fraction, other: Fraction) -> None:
    small, large = sorted((one, other))
    assert round_low(small) <= round_low(large)
    assert round_high(small) <= round_high(large)


@unhurried
@given(st.decimals(min_value=0, max_value=10**6, places=6, allow_nan=False, allow_infinity=False))
def test_a_decimal_is_written_as_it_is(number: Decimal) -> None:
    text = as_text(Fraction(number))
    assert Fraction(text) == Fraction(number)
    assert "e" not in text.casefold()
    assert not ("." in text and text.endswith("0"))


def test_what_has_no_end_is_not_written_as_if_it_had() -> None:
    with pytest.raises(ValueError, match="1/3 cannot be written as a decimal"):
        as_text(Fraction(1, 3))
    assert (brief(Fraction(1, 3)), marked(Fraction(1, 3)), marked(Fraction(1, 4))) == ("0.333", "≈0.333", "0.25")


@pytest.mark.parametrize("function", [round_low, round_high, nearest, as_text, brief])
def test_no_float_and_nothing_below_nought_is_rounded(function: Any) -> None:
    with pytest.raises(TypeError, match="must be a Fraction, not float"):
        function(1.5)
    with pytest.raises(ValueError, match="-3/2"):
        function(Fraction(-3, 2))


ENDS = st.none() | NUMBERS


@unhurried
@given(ENDS, ENDS, ENDS)
def test_a_range_stays_in_order_below_its_cap_and_inside_itself(
    low: Fraction | None, high: Fraction | None, cap: Fraction | None
) -> None:
    if low is not None and high is not None:
        low, high = sorted((low, high))
    whole = Range(low, high, "mg")
    found = whole.capped(cap).rounded()
    tops = [top for top in (high, cap) if top is not None]
    assert all(end is None or end <= top for end in (found.low, found.high) for top in tops)
    if found.low is not None and found.high is not None:
        assert found.low <= found.high
    # The low end falls below the range only where a cap, or the rounded high end, leaves no other number.
    if low is not None and found.low is not None and found.low < low:
        assert any(round_high(top) == found.low for top in tops)
    assert (found.low is None, found.high is None) == (low is None, high is None)
