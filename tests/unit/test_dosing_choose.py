"""Only the regimens of the patient's setting, route, group and medicine answer."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content_files import CONTENT, read_content
from knowledge.dosing.choose import age_group, choose
from tests.regimens import regimen, unhurried

(TOPIC,) = read_content(CONTENT).topics
NAMES = {concept.id: concept.written_forms() for concept in TOPIC.glossary}
SUBJECT = NAMES[TOPIC.topic.subjects[0]]
OPEN = [setting.id for setting in TOPIC.topic.settings if setting.default]
EVERY = [setting.id for setting in TOPIC.topic.settings]


def ids(**wanted: Any) -> list[str]:
    """The ids of what answers; the topic's own settings and medicine, unless others are wanted."""
    return [dose.id for dose in choose(TOPIC.regimens, **{"settings": OPEN, "drug": SUBJECT, **wanted})]


ADULT = [
    "seed-infusion-cancer", "seed-oral-dose", "seed-oral-max", "burst-regimen", "burst-stop-rule", "civi-regimen",
    "mercadante-bolus", "me-oral-start", "me-sc-dose",
]  # fmt: skip


def test_an_adult_gets_the_settings_own_regimens_in_the_order_of_the_file() -> None:
    assert ids() == ADULT
    assert ids(age_years=Fraction(62)) == ADULT
    assert ids(age_years=Fraction(18)) == ADULT


def test_the_route_narrows() -> None:
    assert ids(route="oral") == ["seed-oral-dose", "seed-oral-max", "me-oral-start"]
    assert ids(route="subcutaneous") == ["seed-infusion-cancer", "burst-regimen", "burst-stop-rule", "me-sc-dose"]
    assert ids(route="intranasal") == []


def test_the_acute_range_answers_only_where_its_setting_is_open_and_keeps_it() -> None:
    both = choose(TOPIC.regimens, settings=[*OPEN, "acute-pain"], drug=SUBJECT, route="intravenous")
    settings = {dose.id: dose.setting for dose in both}
    assert settings["seed-infusion-05-1"] == settings["asra-acute-ceiling"] == "acute-pain"
    assert settings["seed-infusion-cancer"] == "cancer-pain"
    alone = choose(TOPIC.regimens, settings=["acute-pain"], drug=SUBJECT)
    assert {dose.setting for dose in alone} == {"acute-pain"}


def test_children_get_only_what_names_children() -> None:
    named = ["seed-infusion-cancer", "seed-oral-dose", "seed-oral-max"]
    assert ids(age_years=Fraction(17)) == named
    assert ids(asked=["children"]) == named
    assert ids(age_years=Fraction(6), settings=[*OPEN, "paediatric"]) == [*named, "pbc-children-dose"]
    assert "pbc-children-dose" not in ids(settings=[*OPEN, "paediatric"])


def test_a_known_age_counts_more_than_the_word() -> None:
    assert ids(age_years=Fraction(62), asked=["children"]) == ADULT
    assert age_group(Fraction(62), ["children"]) == "adults"


def test_a_special_population_answers_only_where_it_is_asked_for() -> None:
    assert "me-frail" not in ids()
    assert ids(asked=["frail"]) == [*ADULT, "me-frail"]
    assert "me-frail" not in ids(asked=["frail"], age_years=Fraction(6))


def test_a_medicine_gets_no_dose_of_another() -> None:
    others = ids(drug=NAMES["tricyclic"], settings=EVERY)
    assert others == ["seed-step2-tca-75", "tca-titration"]
    assert ids(drug=NAMES["esketamine"], settings=EVERY) == []
    assert set(ids(settings=EVERY)).isdisjoint(others)


def test_without_a_medicine_every_one_answers() -> None:
    made_up = [regimen("mg/h", "1", "2", id="one", drug="leaves"), regimen("mg/h", "1", "2", id="two", drug="stalks")]
    assert [one.id for one in choose(made_up, settings=["at-home"])] == ["one", "two"]
    assert [one.id for one in choose(made_up, settings=["at-home"], drug=["stalks"])] == ["two"]
    # Half a word is no name.
    assert choose(made_up, settings=["at-home"], drug=["stalk", "eaves"]) == []


AGES = st.none() | st.fractions(min_value=0, max_value=119)


@unhurried
@given(AGES, st.lists(st.sampled_from(["children", "frail"]), unique=True), st.lists(st.sampled_from(EVERY)))
def test_nothing_of_a_closed_setting_and_no_adults_dose_for_a_child(
    age: Fraction | None, asked: list[str], opened: list[str]
) -> None:
    for dose in choose(TOPIC.regimens, settings=opened, age_years=age, asked=asked):
        assert dose.setting in opened
        if age is not None and age < 18:
            assert "children" in dose.population
        if age is not None and age >= 18:
            assert "adults" in dose.population
        assert "frail" in asked or "frail" not in dose.population


def test_a_float_is_no_age() -> None:
    age: Any = 17.5
    with pytest.raises(TypeError, match="age_years must be a Fraction, not float"):
        ids(age_years=age)
