"""Units of doses convert exactly, or say why they do not."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content_files import CONTENT, ContentError
from knowledge.content_reader import ContentReader
from knowledge.dosing.frequency import Times, times_a_day
from knowledge.dosing.reference import product
from knowledge.dosing.units import StrengthNeeded, UnitError, WeightNeeded, convert, product_units, read_units
from knowledge.schema_base import Unit
from tests.conftest import TEA
from tests.regimens import unhurried

UNITS = [unit.id for unit in ContentReader(CONTENT).records("language/units.yml", Unit)]
WEIGHT, STRENGTH, TIMES = Fraction(60), Fraction(10), Fraction(3)

# value, unit, what else is known, expected value, unit
CONVERTED: list[tuple[str, str, dict[str, Fraction], str, str]] = [
    ("5", "mcg/kg/min", {}, "0.3", "mg/kg/h"),  # 5 × 60 / 1000
    ("15", "mcg/kg/min", {}, "0.9", "mg/kg/h"),
    ("15", "mcg/kg/min", {"weight_kg": WEIGHT}, "54", "mg/h"),  # 0.9 × 60
    ("0.5", "mg/kg/h", {"weight_kg": WEIGHT}, "30", "mg/h"),
    ("0.5", "mg/kg/h", {"weight_kg": WEIGHT}, "720", "mg/24h"),  # 30 × 24
    ("200", "mg/24h", {"weight_kg": Fraction(55)}, "5/33", "mg/kg/h"),  # 200 / 24 / 55
    ("200", "mg/24h", {}, "25/3", "mg/h"),
    ("1", "g/day", {}, "1000", "mg/24h"),
    ("100", "mg/24h", {}, "100", "mg/day"),
    ("40", "mg", {"weight_kg": WEIGHT}, "2/3", "mg/kg/dose"),
    ("40", "mg", {}, "40", "mg/dose"),
    ("250", "mcg/kg", {}, "0.25", "mg/kg/dose"),
    ("5", "mL/h", {"concentration": STRENGTH}, "50", "mg/h"),
    ("5", "mL/h", {"concentration": STRENGTH, "weight_kg": Fraction(70)}, "5/7", "mg/kg/h"),
    ("24", "mL/24h", {"concentration": STRENGTH}, "10", "mg/h"),
    ("50", "mg/h", {"concentration": STRENGTH}, "5", "mL/h"),
    ("2", "mL", {"concentration": STRENGTH}, "20", "mg/dose"),
    ("40", "mg", {"times_a_day": TIMES}, "120", "mg/day"),
    ("120", "mg/day", {"times_a_day": TIMES}, "40", "mg/dose"),
    ("25", "mg", {"times_a_day": Fraction(1)}, "25", "mg/night"),
    ("25", "mg/day", {}, "25", "mg/night"),
    ("7", "ug/hr", {}, "0.007", "mg/h"),  # other spellings
]


@pytest.mark.parametrize(("value", "unit", "known", "expected", "to"), CONVERTED)
def test_conversion_is_exact(value: str, unit: str, known: dict[str, Any], expected: str, to: str) -> None:
    assert convert(Fraction(value), unit, to, **known) == Fraction(expected)


REFUSED: list[tuple[str, str, dict[str, Fraction], type[Exception], str]] = [
    ("mg/dose", "mg/h", {"times_a_day": TIMES}, UnitError, "one is given at once, the other over time"),
    ("mg", "mg/24h", {"times_a_day": TIMES}, UnitError, "one is given at once"),
    ("mg/dose", "mg/day", {}, UnitError, "only where it is known how often a day"),
    ("mg/day", "mg/dose", {}, UnitError, "only where it is known how often a day"),
    ("mg/night", "mg/h", {}, UnitError, "given at different times"),
    ("mg/24h", "mg/night", {}, UnitError, "given at different times"),
    ("mg/kg/h", "mg/h", {}, WeightNeeded, "only where the weight is known"),
    ("mg/24h", "mg/kg/h", {}, WeightNeeded, "only where the weight is known"),
    ("mL/h", "mg/h", {}, StrengthNeeded, "only where the strength in mg/mL is known"),
    ("mL/h", "mg/dose", {"concentration": STRENGTH}, UnitError, "one is given at once"),
    ("ng/kg/min", "mg/kg/h", {}, UnitError, "'ng/kg/min' is not a unit of doses that is known"),
    ("mg/h", "mg/mug", {}, UnitError, "'mg/mug' is not a unit"),
    ("mg/kg/h", "mg/h", {"weight_kg": Fraction(0)}, ValueError, "weight_kg must be above 0"),
    ("mL/h", "mg/h", {"concentration": Fraction(-1)}, ValueError, "concentration must be above 0"),
]


@pytest.mark.parametrize(("unit", "to", "known", "error", "words"), REFUSED)
def test_what_cannot_be_converted_says_why(
    unit: str, to: str, known: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words) as raised:
        convert(Fraction(1), unit, to, **known)
    assert type(raised.value) is error


@pytest.mark.parametrize("wrong", [0.5, "0.5", True, None])
def test_only_exact_numbers_are_converted(wrong: Any) -> None:
    with pytest.raises(TypeError, match="a dose in mg/h must be a Fraction"):
        convert(wrong, "mg/h", "mg/24h")


@pytest.mark.parametrize("name", ["weight_kg", "concentration", "times_a_day"])
def test_a_float_beside_the_dose_is_refused(name: str) -> None:
    unit, to = {"weight_kg": ("mg/kg", "mg"), "concentration": ("mL", "mg"), "times_a_day": ("mg", "mg/day")}[name]
    beside: dict[str, Any] = {name: 2.5}
    with pytest.raises(TypeError, match=f"{name} must be a Fraction, not float"):
        convert(Fraction(1), unit, to, **beside)


def test_a_dose_below_nought_is_refused() -> None:
    with pytest.raises(ValueError, match="must not be below 0"):
        convert(Fraction(-1), "mg/h", "mg/24h")


POSITIVE = st.fractions(min_value=Fraction(1, 10**6), max_value=10**6)


@unhurried
@given(POSITIVE, st.sampled_from(UNITS), st.sampled_from(UNITS), POSITIVE, POSITIVE, POSITIVE)
def test_there_and_back_is_the_same(
    value: Fraction, unit: str, to: str, weight: Fraction, strength: Fraction, times: Fraction
) -> None:
    known: dict[str, Any] = {"weight_kg": weight, "concentration": strength, "times_a_day": times}
    try:
        there = convert(value, unit, to, **known)
    except UnitError:
        with pytest.raises(UnitError):
            convert(value, to, unit, **known)
        return
    assert isinstance(there, Fraction)
    assert convert(there, to, unit, **known) == value


def test_every_unit_of_the_product_converts_to_itself_and_to_the_patients_own() -> None:
    for unit in UNITS:
        assert convert(Fraction(7, 3), unit, unit) == Fraction(7, 3)
        assert not product_units().for_patient(product_units().of(unit)).per_kg


def test_a_folder_may_bring_its_own_units(tmp_path: Any) -> None:
    tea = read_units(TEA)
    assert convert(Fraction(3), "spoon/cup", "g/cup", units=tea) == 6
    with pytest.raises(UnitError, match="one is given at once"):
        convert(Fraction(3), "spoon/cup", "g/h", units=tea)
    (tmp_path / "language").mkdir()
    (tmp_path / "language" / "units.yml").write_text("- id: g\n", encoding="utf-8")
    with pytest.raises(ContentError, match="key 'amount' is missing"):
        read_units(tmp_path)


FREQUENCIES: dict[str, Times | None] = {
    "two to three times daily": Times(Fraction(2), Fraction(3)),
    "three times daily": Times(Fraction(3), Fraction(3)),
    "three times daily, +10 mg steps": Times(Fraction(3), Fraction(3)),
    "4 times a day": Times(Fraction(4), Fraction(4)),
    "Twice daily": Times(Fraction(2), Fraction(2)),
    "daily": Times(Fraction(1), Fraction(1)),
    "alternate days": Times(Fraction(1, 2), Fraction(1, 2)),
    "continuous": None,
    "single bolus": None,
    "weekly steps": None,
    "continuous, 3-5 days in steps": None,
    "three to two times daily": None,
    "many times a day": None,
    "0 times a day": None,
    "step up; three times daily": None,
}


@pytest.mark.parametrize("words", FREQUENCIES)
def test_how_often_a_day(words: str) -> None:
    assert times_a_day(words, product().frequencies) == FREQUENCIES[words]
