"""Doses worked out for a patient: a table by hand, and what a calculation says of itself."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from ruamel.yaml import YAML

from knowledge.content_files import Content
from knowledge.dosing.calculation import Calculation, calculate
from knowledge.dosing.plausible import WeightRefused
from knowledge.dosing.stored import from_row
from knowledge.dosing.units import UnitError
from knowledge.models import Regimen as Row
from knowledge.rows import rows_of
from knowledge.schema import Regimen
from tests.conftest import TEA
from tests.regimens import regimen

WORKED: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(
    (TEA.parent / "worked-doses.yml").read_text(encoding="utf-8")
)
FEWEST = 60


@pytest.fixture(scope="module")
def regimens(content: Content) -> dict[str, Regimen]:
    return {dose.id: dose for topic in content.topics for dose in topic.regimens}


def _number(case: dict[str, Any], key: str) -> Fraction | None:
    return Fraction(case[key]) if key in case else None


def _label(case: dict[str, Any]) -> str:
    return " ".join(str(case[key]) for key in ("regimen", "weight", "concentration") if key in case)


def _ends(found: dict[str, Any] | None) -> list[str | None] | None:
    return None if found is None else [found["low"], found["high"], found["unit"]]


@pytest.mark.parametrize("case", WORKED, ids=_label)
def test_what_was_worked_out_by_hand(case: dict[str, Any], regimens: dict[str, Regimen]) -> None:
    found = calculate(
        regimens[case["regimen"]],
        _number(case, "weight"),
        setting_label="in words",
        concentration=_number(case, "concentration"),
        route=case.get("route"),
        age_years=_number(case, "age"),
        confirmed=case.get("confirmed", False),
    ).as_dict()
    assert _ends(found) == case["dose"]
    assert found["capped"] is case["capped"]
    assert _ends(found["per_day"]) == case["per_day"]
    poured = found["ml_per_h"] or found["ml_per_dose"]
    assert (poured and [poured["low"], poured["high"]]) == case.get("volume")
    assert regimens[case["regimen"]].setting == case["setting"]
    assert "\n" not in found["arithmetic"]


def test_the_table_is_long_and_leaves_no_regimen_out(regimens: dict[str, Regimen]) -> None:
    assert len(WORKED) >= FEWEST
    assert {case["regimen"] for case in WORKED} == set(regimens)


def test_a_calculation_has_every_key_of_the_contract(regimens: dict[str, Regimen]) -> None:
    found = calculate(
        regimens["seed-infusion-cancer"], Fraction(58), setting_label="refractory cancer pain", route="intravenous"
    )
    assert found.as_dict() == {
        "regimen": "seed-infusion-cancer",
        "setting": "refractory cancer pain",
        "population": "adults and children",
        "route": "intravenous",
        "frequency": "continuous",
        "low": "2.9",
        "high": "29",
        "unit": "mg/h",
        "per_kg": {"low": "0.05", "high": "0.5", "unit": "mg/kg/h"},
        "weight_kg": "58",
        "limit": None,
        "capped": False,
        "arithmetic": "0.05–0.5 mg/kg/h × 58 kg = 2.9–29 mg/h",
        "statement": "seed-infusion-cancer",
        "per_day": {"low": "69.6", "high": "696", "unit": "mg/24h"},
        "ml_per_h": None,
        "ml_per_dose": None,
    }


def test_a_limit_carries_its_own_statement(regimens: dict[str, Regimen]) -> None:
    found = calculate(regimens["seed-oral-dose"], Fraction(110), setting_label="x").as_dict()
    assert found["limit"] == {"value": "50", "unit": "mg/dose", "statement": "seed-oral-max"}
    assert (found["statement"], found["route"]) == ("seed-oral-dose", "oral")


def test_a_volume_carries_the_strength_that_it_is_of() -> None:
    found = _worked(regimen("mg/h", "2", "4"), concentration="4").as_dict()
    assert found["ml_per_h"] == {"low": "0.5", "high": "1", "concentration": "4"}
    assert found["ml_per_dose"] is None
    poured = _worked(regimen("mg/dose", "2", "4"), concentration="4").as_dict()
    assert poured["ml_per_dose"] == {"low": "0.5", "high": "1", "concentration": "4"}
    assert poured["ml_per_h"] is None


def test_a_dose_that_goes_by_no_weight_has_none() -> None:
    found = _worked(regimen("mg/24h", "10", "20"), weight="70").as_dict()
    assert (found["weight_kg"], found["per_kg"]) == (None, None)


def _worked(dose: Regimen, weight: str | None = None, concentration: str | None = None, **options: Any) -> Calculation:
    return calculate(
        dose,
        None if weight is None else Fraction(weight),
        setting_label="x",
        concentration=None if concentration is None else Fraction(concentration),
        **options,
    )


# Regimens of kinds that the content may come to have: (regimen, weight, concentration), then range, cap and line.
LINES: dict[str, tuple[Regimen, str | None, str | None, str, bool, str]] = {
    # 5 mcg × 60 min × 60 kg / 1000 = 18 mg/h
    "by the minute": (
        regimen("mcg/kg/min", "5", "15"), "60", None, "18–54 mg/h", False, "5–15 mcg/kg/min × 60 kg = 18–54 mg/h"),
    # 2 × 60 = 120
    "over a day": (
        regimen("mg/kg/24h", "2", "4"), "60", "10", "120–240 mg/24h", False,
        "2–4 mg/kg/24h × 60 kg = 120–240 mg/24h; ÷ 24 h ÷ 10 mg/mL = 0.5–1 mL/h"),
    "divided over a day": (
        regimen("mg/kg/day", "2", "4"), "60", "10", "120–240 mg/day", False,
        "2–4 mg/kg/day × 60 kg = 120–240 mg/day"),
    "rounded at both ends": (
        regimen("mg/kg/h", "0.05", "0.5"), "61.7", None, "3.09–30.8 mg/h", False,
        "0.05–0.5 mg/kg/h × 61.7 kg = 3.085–30.85 mg/h, rounded up/down to 3.09–30.8 mg/h"),
    "rounded up": (
        regimen("mg/kg/h", "0.05", "0.1"), "61.7", None, "3.09–6.17 mg/h", False,
        "0.05–0.1 mg/kg/h × 61.7 kg = 3.085–6.17 mg/h, rounded up to 3.09–6.17 mg/h"),
    "rounded down": (
        regimen("mg/kg/dose", None, "0.35"), "61.7", None, "at most 21.5 mg/dose", False,
        "at most 0.35 mg/kg/dose × 61.7 kg = at most 21.595 mg/dose, rounded down to at most 21.5 mg/dose"),
    "capped above": (
        regimen("mg/kg/dose", "0.2", "0.5", cap="50", cap_unit="mg/dose"), "110", None, "22–50 mg/dose", True,
        "0.2–0.5 mg/kg/dose × 110 kg, but at most 50 mg/dose: 22–50 mg/dose"),
    "all above the cap": (
        regimen("mg/kg/dose", "0.4", "0.5", cap="50", cap_unit="mg/dose"), "150", None, "50 mg/dose", True,
        "0.4–0.5 mg/kg/dose × 150 kg, but at most 50 mg/dose: 50 mg/dose"),
    # 0.3 × 61.7 = 18.51
    "capped per kg": (
        regimen("mg/kg/h", "0.1", "0.5", cap="0.3", cap_unit="mg/kg/h"), "61.7", None, "6.17–18.5 mg/h", True,
        "0.1–0.5 mg/kg/h × 61.7 kg, but at most 0.3 mg/kg/h × 61.7 kg = 18.51 mg/h: "
        "6.17–18.51 mg/h, rounded down to 6.17–18.5 mg/h"),
    # 0.1 × 24 × 50 = 120
    "a fixed dose capped per kg": (
        regimen("mg/24h", "50", "300", cap="0.1", cap_unit="mg/kg/h"), "50", None, "50–120 mg/24h", True,
        "50–300 mg/24h, but at most 0.1 mg/kg/h × 50 kg = 120 mg/24h: 50–120 mg/24h"),
    "a fixed dose below its cap per kg": (
        regimen("mg/24h", "50", "100", cap="0.1", cap_unit="mg/kg/h"), "50", None, "50–100 mg/24h", False,
        "50–100 mg/24h, at most 0.1 mg/kg/h × 50 kg = 120 mg/24h"),
    # 1 mg = 1000 mcg
    "a cap in another amount": (
        regimen("mcg/kg/dose", "10", "20", cap="1", cap_unit="mg/dose"), "80", None, "0.8–1 mg/dose", True,
        "10–20 mcg/kg/dose × 80 kg, but at most 1 mg/dose: 0.8–1 mg/dose"),
    "nothing but a cap": (
        regimen("mg/dose", cap="50", cap_unit="mg/dose"), None, None, "at most 50 mg/dose", False,
        "at most 50 mg/dose, whatever the weight"),
    "to start from, with a cap": (
        regimen("mg/kg/dose", "0.5", cap="40", cap_unit="mg/dose"), "90", None, "from 40 mg/dose", True,
        "from 0.5 mg/kg/dose × 90 kg, but at most 40 mg/dose: from 40 mg/dose"),
    # 50 mg in 6 mL
    "a strength without end": (
        regimen("mg/dose", "20", "30"), None, "25/3", "20–30 mg/dose", False,
        "20–30 mg/dose, whatever the weight; ÷ ≈8.33 mg/mL = 2.4–3.6 mL/dose"),
    "one dose": (regimen("mg/kg/h", "0.1", "0.1"), "50", None, "5 mg/h", False, "0.1 mg/kg/h × 50 kg = 5 mg/h"),
    # 0.1 × 123.4 = 12.34: no number of three figures is neither below nor above, so the upper one counts.
    "one dose that is rounded": (
        regimen("mg/kg/h", "0.1", "0.1"), "123.4", None, "12.3 mg/h", False,
        "0.1 mg/kg/h × 123.4 kg = 12.34 mg/h, rounded down to 12.3 mg/h"),
}  # fmt: skip


@pytest.mark.parametrize("case", LINES)
def test_the_line_says_what_was_done(case: str) -> None:
    dose, weight, concentration, text, capped, line = LINES[case]
    found = _worked(dose, weight, concentration)
    assert (found.dose.text(), found.capped, found.arithmetic) == (text, capped, line)


@pytest.mark.parametrize("weight", [None, "0", "-58", "5", "700"])
def test_nothing_is_worked_out_from_a_weight_that_cannot_be(weight: str | None) -> None:
    with pytest.raises(WeightRefused):
        _worked(regimen("mg/kg/h", "0.1", "0.2"), weight, age_years=Fraction(40), confirmed=True)
    with pytest.raises(WeightRefused):
        _worked(regimen("mg/24h", "1", "2", cap="1", cap_unit="mg/kg/h"), weight, age_years=Fraction(40))


def test_a_rare_weight_has_to_be_confirmed() -> None:
    with pytest.raises(WeightRefused) as refused:
        _worked(regimen("mg/kg/h", "0.1", "0.2"), "180")
    assert refused.value.problem.confirmable
    assert _worked(regimen("mg/kg/h", "0.1", "0.2"), "180", confirmed=True).dose.text() == "18–36 mg/h"


def test_a_small_weight_of_unknown_age_is_asked_back_unless_the_dose_is_for_children() -> None:
    adults_too = regimen("mg/kg/h", "0.1", "0.2", population="adults and children")
    with pytest.raises(WeightRefused) as refused:
        _worked(adults_too, "12")
    assert refused.value.problem.code == "age-needed"
    assert _worked(adults_too, "12", age_years=Fraction(2)).dose.text() == "1.2–2.4 mg/h"
    assert _worked(regimen("mg/kg/h", "0.1", "0.2", population="children"), "12").dose.text() == "1.2–2.4 mg/h"


@pytest.mark.parametrize("name", ["weight_kg", "concentration", "age_years"])
@pytest.mark.parametrize("unit", ["mg/kg/h", "mg/24h"])
def test_a_float_is_refused(name: str, unit: str) -> None:
    numbers: dict[str, Any] = {"weight_kg": Fraction(70), name: 1.5}
    weight = numbers.pop("weight_kg")
    with pytest.raises(TypeError, match=f"{name} must be a Fraction, not float"):
        calculate(regimen(unit, "1", "2"), weight, setting_label="x", **numbers)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="not for the route 'lid' but for spout"):
        _worked(regimen("mg/h", "1", "2"), route="lid")
    with pytest.raises(ValueError, match="concentration must be above 0"):
        _worked(regimen("mg/h", "1", "2"), concentration="0")
    with pytest.raises(UnitError, match="'mg/mug' is not a unit"):
        _worked(regimen("mg/mug", "1", "2"))
    with pytest.raises(ValueError, match="made-up has no number"):
        _worked(regimen("mg/h"))


def test_several_routes_are_all_named() -> None:
    both = regimen("mg/h", "1", "2", routes=["spout", "lid"])
    assert _worked(both).route == "spout or lid"
    assert _worked(both, route="lid").route == "lid"


def test_a_regimen_comes_back_from_its_row_as_it_was(content: Content) -> None:
    rows = next(list(rows) for model, rows in rows_of(content, "v", "f", "w") if model is Row)
    expected = {dose.id: dose for topic in content.topics for dose in topic.regimens}
    assert len(rows) == len(expected)
    for row in rows:
        was = expected[str(row["id"])]
        assert from_row(Row(**row)) == was.copy(update={"exempt": []})
