"""A dose that somebody names is compared with the regimens, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.amounts import Amount
from knowledge.content_files import CONTENT, read_content
from knowledge.dosing.check import DoseCheck, check_dose
from knowledge.dosing.choose import choose
from knowledge.dosing.plausible import WeightRefused
from knowledge.dosing.units import UnitError
from knowledge.schema import Regimen
from tests.regimens import regimen, unhurried

(TOPIC,) = read_content(CONTENT).topics
SUBJECT = TOPIC.topic.subjects[:1]
REGIMENS = {dose.id: dose for dose in TOPIC.regimens}


def amount(text: str, per_day: int | None = None) -> Amount:
    """The dose that ``text`` ("40 mg") names."""
    value, _, unit = text.partition(" ")
    return Amount("dose", Fraction(value), unit or None, per_day=None if per_day is None else Fraction(per_day))


def checked(
    text: str,
    weight: str | None = None,
    *,
    per_day: int | None = None,
    strength: str | None = None,
    route: str | None = None,
    opened: tuple[str, ...] = ("cancer-pain",),
) -> DoseCheck:
    """The dose of the topic's subject that ``text`` names, compared with what is open."""
    return check_dose(
        amount(text, per_day),
        choose(TOPIC.regimens, settings=opened, drug=SUBJECT),
        None if weight is None else Fraction(weight),
        None if strength is None else Fraction(strength),
        route=route,
    )


def positions(found: DoseCheck) -> dict[str, str]:
    """Position and difference by regimen."""
    return {
        one["regimen"]: f"{one['position']} {one['by']}" if one["by"] else one["position"]
        for one in found.as_dict()["results"]
    }


def test_a_rate_per_kg_needs_no_weight() -> None:
    found = checked("0.8 mg/kg/h", route="intravenous")
    # 0.8 − 0.5 = 0.3
    assert positions(found) == {
        "seed-infusion-cancer": "above 0.3 mg/kg/h",
        "civi-regimen": "above 0.3 mg/kg/h",
    }
    document = found.as_dict()
    assert (document["given"], document["unit"], document["per_kg"]) == ("0.8", "mg/kg/h", "0.8")
    assert document["results"][0]["statement"] == "seed-infusion-cancer"
    assert document["results"][0]["setting"] == "cancer-pain"


def test_the_same_rate_in_the_acute_setting_is_told_apart() -> None:
    found = checked("0.8 mg/kg/h", route="intravenous", opened=("cancer-pain", "acute-pain"))
    settings = {one["regimen"]: one["setting"] for one in found.as_dict()["results"]}
    assert positions(found)["seed-infusion-05-1"] == "within"
    assert positions(found)["seed-infusion-cancer"] == "above 0.3 mg/kg/h"
    assert settings["seed-infusion-05-1"] == "acute-pain"
    assert settings["seed-infusion-cancer"] == "cancer-pain"


def test_a_dose_by_mouth_above_the_range_and_below_the_cap() -> None:
    found = checked("40 mg", "60", per_day=3, route="oral")
    # 40 / 60 = 0.667 mg/kg; 0.6666… − 0.5 = 0.1666…; the cap is 50
    assert positions(found) == {
        "seed-oral-dose": "above 0.167 mg/kg/dose",
        "seed-oral-max": "within",
        "me-oral-start": "above 30 mg/dose",
    }
    document = found.as_dict()
    assert (document["per_kg"], document["per_kg_unit"]) == ("0.667", "mg/kg/dose")
    assert document["arithmetic"] == "40 mg ÷ 60 kg ≈ 0.667 mg/kg/dose; × 3 a day = 120 mg/day"
    (ranged, capped, started) = document["results"]
    assert ranged["limit"] == {"value": "50", "unit": "mg/dose", "statement": "seed-oral-max", "exceeded": False}
    assert (ranged["passed"], capped["passed"], started["passed"]) == ("high", None, "start")
    assert (ranged["low"], ranged["high"], ranged["unit"]) == ("0.2", "0.5", "mg/kg/dose")


def test_a_dose_over_a_day_in_a_syringe_driver() -> None:
    found = checked("200 mg/24h", "55", route="subcutaneous")
    # 200 / 24 = 8.33 mg/h; / 55 = 0.152 mg/kg/h; 200 − 100 = 100
    assert positions(found) == {
        "seed-infusion-cancer": "within",
        "burst-regimen": "within",
        "burst-stop-rule": "above 100 mg/24h",
        "me-sc-dose": "above 100 mg/24h",
    }
    document = found.as_dict()
    assert (document["absolute"], document["absolute_unit"]) == ("8.33", "mg/h")
    assert (document["per_kg"], document["per_kg_unit"]) == ("0.152", "mg/kg/h")
    assert document["arithmetic"] == "200 mg/24h ≈ 8.33 mg/h ÷ 55 kg ≈ 0.152 mg/kg/h"


def test_a_volume_of_a_known_strength() -> None:
    found = checked("5 mL/h", "70", strength="10", route="intravenous")
    # 5 × 10 = 50 mg/h; 50 / 70 = 0.714; 0.714… − 0.5 = 0.214…
    assert positions(found)["seed-infusion-cancer"] == "above 0.214 mg/kg/h"
    assert found.as_dict()["arithmetic"] == "5 mL/h × 10 mg/mL = 50 mg/h ÷ 70 kg ≈ 0.714 mg/kg/h"


def test_a_rate_by_the_minute() -> None:
    found = checked("15 mcg/kg/min", route="subcutaneous")
    # 15 × 60 / 1000 = 0.9; 0.9 − 0.5 = 0.4
    assert positions(found)["seed-infusion-cancer"] == "above 0.4 mg/kg/h"
    assert found.as_dict()["per_kg"] == "0.9"
    assert found.as_dict()["arithmetic"] == "15 mcg/kg/min = 0.9 mg/kg/h"


def test_what_is_missing_is_named_and_not_guessed() -> None:
    assert checked("40 mg", route="oral").needs == ("weight",)
    assert positions(checked("40 mg", route="oral")) == {
        "seed-oral-max": "within",
        "me-oral-start": "above 30 mg/dose",
    }
    assert checked("5 mL/h", "70", route="intravenous").needs == ("strength",)
    assert checked("5 mL/h", "70", route="intravenous").results == ()
    unitless = check_dose(amount("40"), TOPIC.regimens, Fraction(60)).as_dict()
    assert (unitless["needs"], unitless["results"], unitless["unit"]) == (["unit"], [], None)


def test_a_range_whose_cap_needs_the_weight_is_not_called_kept_without_it() -> None:
    assert positions(checked("0.4 mg/kg", route="oral")) == {}
    assert checked("0.4 mg/kg", route="oral").needs == ("weight",)
    # Above the range it is above, whatever the weight: 0.6 − 0.5 = 0.1
    assert positions(checked("0.6 mg/kg", route="oral")) == {"seed-oral-dose": "above 0.1 mg/kg/dose"}
    # 0.4 × 130 = 52 mg, 2 above the cap
    assert positions(checked("0.4 mg/kg", "130", route="oral"))["seed-oral-dose"] == "above 2 mg/dose"


def test_above_the_cap_within_the_range_per_kg_is_above() -> None:
    found = checked("52 mg", "110", route="oral").as_dict()["results"][0]
    assert (found["regimen"], found["position"], found["by"]) == ("seed-oral-dose", "above", "2 mg/dose")
    assert (found["passed"], found["limit"]["exceeded"]) == ("limit", True)


def test_below_a_range() -> None:
    # 0.05 − 0.04 = 0.01; 100 − 80 = 20
    assert positions(checked("0.04 mg/kg/h", route="intravenous"))["seed-infusion-cancer"] == "below 0.01 mg/kg/h"
    assert positions(checked("80 mg/24h", route="subcutaneous"))["burst-regimen"] == "below 20 mg/24h"


def test_both_ends_of_a_range_belong_to_it() -> None:
    for rate in ("0.05", "0.5"):
        assert positions(checked(f"{rate} mg/kg/h", route="intravenous"))["seed-infusion-cancer"] == "within"
    assert positions(checked("50 mg", "100", route="oral"))["seed-oral-dose"] == "within"


def test_too_often_a_day_is_above_though_each_dose_is_within() -> None:
    # 50 × 6 = 300 mg a day; 50 × 3 = 150 mg a day at most
    assert positions(checked("50 mg", "110", per_day=3, route="oral"))["seed-oral-max"] == "within"
    found = checked("50 mg", "110", per_day=6, route="oral").as_dict()["results"]
    by_regimen = {one["regimen"]: one for one in found}
    assert by_regimen["seed-oral-max"]["by"] == "150 mg/day"
    assert by_regimen["seed-oral-dose"]["by"] == "150 mg/day"
    assert by_regimen["seed-oral-dose"]["limit"] == {
        "value": "150", "unit": "mg/day", "statement": "seed-oral-max", "exceeded": True,
    }  # fmt: skip


def test_a_daily_dose_is_compared_with_all_doses_of_a_day() -> None:
    # 0.5 × 60 × 3 = 90 mg a day at most: 10 mg, that is 0.1666… mg/kg less than 100
    found = positions(checked("100 mg/day", "60", route="oral"))
    assert found["seed-oral-dose"] == "above 0.167 mg/kg/day"
    assert found["seed-oral-max"] == "within"
    # 0.2 × 60 × 2 = 24 mg a day at least: 4 / 60 = 0.0666…
    assert positions(checked("20 mg/day", "60", route="oral"))["seed-oral-dose"] == "below 0.0667 mg/kg/day"


def test_a_rate_is_never_compared_with_single_doses() -> None:
    for text in ("5 mg/h", "0.3 mg/kg/h", "100 mg/24h"):
        assert positions(checked(text, "60", route="oral")) == {}
    assert positions(checked("30 mg", "60", route="subcutaneous")) == {}
    assert positions(checked("30 mg", "60", per_day=1, route="subcutaneous")) == {}


def test_a_dose_at_night_is_compared_with_one_at_night() -> None:
    found = check_dose(amount("50 mg", per_day=1), [REGIMENS["tca-titration"]])
    # 50 − 25 = 25; the cap is 75
    assert positions(found) == {"tca-titration": "above 25 mg/night"}
    assert positions(check_dose(amount("50 mg"), [REGIMENS["tca-titration"]])) == {}


def test_another_route_is_left_out() -> None:
    assert "burst-regimen" not in positions(checked("200 mg/24h", "55", route="intravenous"))
    assert positions(checked("200 mg/24h", "55", route="intranasal")) == {}


def test_a_regimen_to_start_from_is_kept_only_by_its_own_dose() -> None:
    start = regimen("mg/dose", "10")
    found = [positions(check_dose(amount(f"{dose} mg"), [start]))["made-up"] for dose in ("9", "10", "11")]
    assert found == ["below 1 mg/dose", "within", "above 1 mg/dose"]
    capped = regimen("mg/dose", "10", cap="30", cap_unit="mg/dose")
    found = [positions(check_dose(amount(f"{dose} mg"), [capped]))["made-up"] for dose in ("20", "30", "31")]
    assert found == ["within", "within", "above 1 mg/dose"]


def test_settings_are_said_in_words_where_there_are_any() -> None:
    found = check_dose(amount("5 mg/h"), [regimen("mg/h", "1", "9")], settings={"at-home": "at home"})
    assert found.as_dict()["results"][0]["setting"] == "at home"


def test_bad_input_is_refused() -> None:
    any_regimen = [regimen("mg/kg/h", "1", "2")]
    wrong: Any = 0.8
    with pytest.raises(TypeError, match="a dose must be a Fraction, not float"):
        check_dose(Amount("rate", wrong, "mg/kg/h"), any_regimen)
    with pytest.raises(TypeError, match="weight_kg must be a Fraction, not float"):
        check_dose(amount("1 mg/h"), any_regimen, wrong)
    with pytest.raises(TypeError, match="concentration must be a Fraction, not float"):
        check_dose(amount("1 mL/h"), any_regimen, Fraction(60), wrong)
    with pytest.raises(TypeError, match="per_day must be a Fraction, not float"):
        check_dose(Amount("dose", Fraction(1), "mg", per_day=wrong), any_regimen)
    with pytest.raises(ValueError, match="must not be below 0"):
        check_dose(amount("-1 mg/h"), any_regimen)
    with pytest.raises(UnitError, match="'mg/mug' is not a unit"):
        check_dose(amount("1 mg/mug"), any_regimen)
    for weight in ("0", "-60", "700"):
        with pytest.raises(WeightRefused):
            check_dose(amount("1 mg/h"), any_regimen, Fraction(weight))


RATES = st.fractions(min_value=Fraction(1, 10**4), max_value=100)
WEIGHTS = st.fractions(min_value=25, max_value=160)


@unhurried
@given(RATES, WEIGHTS)
def test_the_unit_in_which_a_dose_is_named_makes_no_difference(rate: Fraction, weight: Fraction) -> None:
    """mg/kg/h, mcg/kg/min, mg/h, mg/24h and mL/h of the same dose stand in the same place."""
    same = [
        (rate, "mg/kg/h"),
        (rate * 1000 / 60, "mcg/kg/min"),
        (rate * weight, "mg/h"),
        (rate * weight * 24, "mg/24h"),
        (rate * weight / 7, "mL/h"),
    ]
    opened = choose(TOPIC.regimens, settings=["cancer-pain", "acute-pain", "chronic-pain"])
    found = {
        tuple(positions(check_dose(Amount("rate", value, unit), opened, weight, Fraction(7))).items())
        for value, unit in same
    }
    assert len(found) == 1


@unhurried
@given(RATES, WEIGHTS, st.sampled_from([dose for dose in TOPIC.regimens if dose.unit == "mg/kg/h"]))
def test_position_and_difference_agree_with_the_numbers(rate: Fraction, weight: Fraction, dose: Regimen) -> None:
    (found,) = check_dose(Amount("rate", rate, "mg/kg/h"), [dose], weight).results
    low, high = Fraction(dose.low or 0), Fraction(dose.high or 0)
    expected = "below" if rate < low else "above" if rate > high else "within"
    assert found.position == expected
    difference = {"below": low - rate, "above": rate - high, "within": None}[expected]
    assert (found.by and found.by.value) == difference
    assert found.by is None or not found.by.text().startswith("0 ")
