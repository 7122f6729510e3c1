"""What holds of every dose that is worked out, whatever the weight and the regimen."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from knowledge.content_files import CONTENT, read_content
from knowledge.dosing.calculation import Calculation, calculate
from knowledge.dosing.plausible import WeightRefused, implausible
from knowledge.dosing.rounding import round_high
from knowledge.dosing.units import convert
from knowledge.schema import Regimen
from tests.regimens import regimen, unhurried

CONTENTS = [dose for topic in read_content(CONTENT).topics for dose in topic.regimens]
AGE = Fraction(40)
KILOGRAMS = st.decimals(min_value=25, max_value=400, places=4, allow_nan=False, allow_infinity=False).map(Fraction)
STRENGTHS = st.none() | st.fractions(min_value=Fraction(1, 100), max_value=100).filter(bool)
NUMBERS = st.decimals(min_value="0.001", max_value=999, places=3, allow_nan=False, allow_infinity=False)
TIMES_ALIKE = [["mg/kg/h", "mg/h", "mcg/kg/min", "mg/24h", "mg/kg/24h"], ["mg/kg/dose", "mg/dose", "mcg/kg", "g/dose"]]


@composite
def made_up(draw: DrawFn) -> Regimen:
    """A regimen with any ends and any cap, in units of the same kind."""
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    units = draw(st.sampled_from(TIMES_ALIKE))
    ends = draw(st.sampled_from([(low, high), (None, high), (low, None)]))
    cap = draw(st.none() | NUMBERS)
    return regimen(
        draw(st.sampled_from(units)),
        *(None if end is None else str(end) for end in ends),
        cap=None if cap is None else str(cap),
        cap_unit=None if cap is None else draw(st.sampled_from(units)),
        frequency=draw(st.sampled_from(["continuous", "two to three times daily"])),
    )


REGIMENS = st.sampled_from(CONTENTS) | made_up()


def _worked(dose: Regimen, weight: Fraction, strength: Fraction | None = None) -> Calculation:
    return calculate(dose, weight, setting_label="x", concentration=strength, age_years=AGE, confirmed=True)


def _ranges(found: Calculation) -> list[tuple[Fraction | None, Fraction | None]]:
    ranges = (found.dose, found.per_day, found.volume)
    return [(one.low, one.high) for one in ranges if one is not None]


@unhurried
@given(REGIMENS, KILOGRAMS, STRENGTHS)
def test_no_dose_is_above_its_cap_or_the_top_of_its_range(
    dose: Regimen, weight: Fraction, strength: Fraction | None
) -> None:
    found = _worked(dose, weight, strength)
    bars = [(dose.high, dose.unit), (dose.cap, dose.cap_unit)]
    tops = [convert(Fraction(top), str(unit), found.dose.unit, weight_kg=weight) for top, unit in bars if top]
    for end in (found.dose.low, found.dose.high):
        assert end is None or all(end <= top for top in tops)
    if found.volume is not None and strength is not None:
        for end in (found.volume.low, found.volume.high):
            poured = None if end is None else convert(end, found.volume.unit, found.dose.unit, concentration=strength)
            assert poured is None or all(poured <= top for top in tops)


@unhurried
@given(REGIMENS, KILOGRAMS)
def test_no_dose_is_below_its_range_unless_a_cap_or_rounding_the_top_leaves_no_other(
    dose: Regimen, weight: Fraction
) -> None:
    found = _worked(dose, weight)
    assert (dose.low is None) == (found.dose.low is None)
    if dose.low is None or found.dose.low is None:
        return
    bottom = convert(Fraction(dose.low), dose.unit, found.dose.unit, weight_kg=weight)
    tops = [found.dose.high] if found.dose.high is not None else []
    tops += [round_high(found.limit.value)] if found.limit is not None else []
    assert found.dose.low >= bottom or found.dose.low in tops


@unhurried
@given(REGIMENS, KILOGRAMS, STRENGTHS)
def test_low_is_not_above_high(dose: Regimen, weight: Fraction, strength: Fraction | None) -> None:
    for low, high in _ranges(_worked(dose, weight, strength)):
        assert low is None or high is None or low <= high


@unhurried
@given(REGIMENS, KILOGRAMS, KILOGRAMS, STRENGTHS)
def test_a_heavier_patient_never_gets_less(
    dose: Regimen, weight: Fraction, other: Fraction, strength: Fraction | None
) -> None:
    light, heavy = sorted((weight, other))
    pairs = zip(_ranges(_worked(dose, light, strength)), _ranges(_worked(dose, heavy, strength)), strict=True)
    for (low, high), (heavy_low, heavy_high) in pairs:
        assert low is None or heavy_low is None or low <= heavy_low
        assert high is None or heavy_high is None or high <= heavy_high


def _numbers(value: Any) -> list[str]:
    """The numbers that a calculation worked out, as they travel."""
    keys = ("low", "high")
    parts = (value, value["per_day"], value["ml_per_h"], value["ml_per_dose"])
    return [part[key] for part in parts if part is not None for key in keys if part[key] is not None]


@unhurried
@given(REGIMENS, KILOGRAMS, STRENGTHS)
def test_numbers_travel_as_decimals_of_three_figures(
    dose: Regimen, weight: Fraction, strength: Fraction | None
) -> None:
    found = _worked(dose, weight, strength)
    for text in _numbers(found.as_dict()):
        assert text.replace(".", "", 1).isdecimal()
        assert len(Decimal(text).normalize().as_tuple().digits) <= 3
    assert all(end is None or type(end) is Fraction for ends in _ranges(found) for end in ends)


@unhurried
@given(REGIMENS, KILOGRAMS)
def test_a_cap_that_cuts_is_said(dose: Regimen, weight: Fraction) -> None:
    found = _worked(dose, weight)
    assert found.capped == ("but at most" in found.arithmetic)
    if found.capped:
        assert found.limit is not None
        assert any(end == round_high(found.limit.value) for end in (found.dose.low, found.dose.high))


BY_WEIGHT = [dose for dose in CONTENTS if "/kg" in dose.unit]


@unhurried
@given(
    st.sampled_from(BY_WEIGHT),
    st.fractions(min_value=-1000, max_value=1000),
    st.none() | st.fractions(min_value=0, max_value=119),
)
def test_an_implausible_weight_is_refused_by_every_regimen(
    dose: Regimen, weight: Fraction, age: Fraction | None
) -> None:
    problem = implausible(weight, age, child=dose.population == "children")
    assume(problem is not None)
    with pytest.raises(WeightRefused) as refused:
        calculate(dose, weight, setting_label="x", age_years=age)
    assert refused.value.problem == problem


@pytest.mark.parametrize("dose", BY_WEIGHT, ids=lambda dose: str(dose.id))
def test_a_missing_weight_is_refused_by_every_regimen_that_goes_by_it(dose: Regimen) -> None:
    with pytest.raises(WeightRefused, match="What is the weight in kg"):
        calculate(dose, None, setting_label="x")
