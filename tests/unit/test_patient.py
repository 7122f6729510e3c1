"""What a message says of the patient fills the slots of the criteria, and only what is said of the patient."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from actions.patient import amounts_of, asked_about, findings_of
from knowledge.patient import Amount, Finding, read_patient
from knowledge.schema import Criterion, CriterionKind


def criterion(slot: str, kind: CriterionKind, **also: Any) -> Criterion:
    return Criterion(id=slot.replace("_", "-"), slot=slot, kind=kind, label="a", ask="b?", statement="s", **also)


POT = criterion("iron_pot", "finding", concepts=["iron-pot", "lead-pot"], favours=False, against="stops")
TRIED = criterion(
    "rinsed", "finding", concepts=["rinsing"], true_when=["present", "failed"], false_when=["absent", "not-tried"]
)
ADDED = criterion("additions", "treatments", concepts=["milk", "sugar"])
KIND = criterion("vessel", "choice", concepts=[], choices={"pot": ["pot"], "bowl": ["bowl", "cup"]}, both="several")
DRINK = criterion("drink", "medicine", concepts=["milk", "juice"])
WEIGHT = criterion("weight_kg", "measure", measure="weight")
DAILY = criterion("milk_mg", "measure", concepts=["milk"], measure="daily-dose")
PLANNED = criterion("vessel", "choice", choices=KIND.choices, also_asked=True)
NAMED = criterion("drink", "medicine", concepts=["milk", "juice"], of_a_patient=True)
CLEARED = criterion(
    "iron_pot",
    "finding",
    concepts=["iron-pot"],
    favours=False,
    ruled_out_by={"kitchen": ["absent"], "tin": ["present"]},
)
CHANGED = criterion("changed", "finding", concepts=["change"], changed_among=["milk", "juice"])
HOT = criterion("hot", "finding", concepts=["heat"], true_from={"heat": {"temp": "80", "temp/": "90"}})


def said(concept: str, assertion: str = "present", treatment: str | None = None) -> Finding:
    return Finding(concept, assertion, treatment, concept)


def named(concept: str) -> Finding:
    return Finding(concept, "present", None, concept, bare=True)


def filled(one: Criterion, findings: list[Finding] | None = None, amounts: list[Amount] | None = None) -> Any:
    known = read_patient([one], findings or [], amounts or [])
    return {slot: value.as_dict() for slot, value in known.items()}.get(one.slot)


@pytest.mark.parametrize(
    ("findings", "value", "status"),
    [
        ([said("iron-pot")], True, "given"),
        ([said("iron-pot", "absent")], False, "given"),
        ([said("iron-pot", "uncertain")], True, "uncertain"),
        ([said("iron-pot", "historical")], True, "historical"),
        ([said("iron-pot", "unknown")], None, "unknown"),
        # Of two concepts of one criterion a clear "yes" wins over a "no", whatever their order, and so does a doubt.
        ([said("lead-pot", "absent"), said("iron-pot")], True, "given"),
        ([said("iron-pot"), said("lead-pot", "absent")], True, "given"),
        ([said("lead-pot", "absent"), said("iron-pot", "uncertain")], True, "uncertain"),
    ],
)
def test_a_finding_is_read_with_what_is_said_of_it(findings: list[Finding], value: object, status: str) -> None:
    assert filled(POT, findings) == {"value": value, "status": status}


@pytest.mark.parametrize("assertion", ["family", "hypothetical", "asked"])
def test_what_is_not_said_of_the_patient_fills_nothing(assertion: str) -> None:
    assert filled(POT, [said("iron-pot", assertion)]) is None
    assert filled(POT, [said("pot")]) is None


def test_a_criterion_says_which_state_of_a_treatment_is_a_yes() -> None:
    assert filled(TRIED, [said("rinsing", "present", "failed")]) == {"value": True, "status": "given"}
    assert filled(TRIED, [said("rinsing", "absent", "not-tried")]) == {"value": False, "status": "given"}
    assert filled(TRIED, [said("rinsing", "absent", "declined")]) is None


def test_treatments_are_listed_with_what_became_of_them() -> None:
    told = [said("milk", "present", "failed"), said("sugar", "absent", "not-tried"), said("pot", "present", "failed")]
    assert filled(ADDED, told)["value"] == [
        {"drug": "milk", "outcome": "failed"},
        {"drug": "sugar", "outcome": "not-tried"},
    ]
    assert filled(ADDED, [said("milk")]) is None


def test_a_choice_of_several_is_called_by_its_own_name() -> None:
    assert filled(KIND, [said("cup")])["value"] == "bowl"
    assert filled(KIND, [said("cup"), said("pot")])["value"] == "several"
    assert filled(KIND, [said("cup", "absent"), said("pot")])["value"] == "pot"


def test_a_choice_is_the_patients_unless_it_may_be_planned() -> None:
    for assertion in ("asked", "hypothetical"):
        assert filled(KIND, [said("cup", assertion)]) is None
        assert filled(PLANNED, [said("cup", assertion)]) == {"value": "bowl", "status": "given"}
    assert filled(PLANNED, [said("cup", "absent"), said("pot", "family")]) is None
    assert filled(PLANNED, [said("pot", "historical"), said("cup", "asked")]) == {"value": "bowl", "status": "given"}


def test_a_doubtful_choice_is_one_only_where_more_is_said_of_the_patient() -> None:
    assert filled(KIND, [said("cup", "uncertain")]) is None
    assert filled(KIND, [said("cup", "uncertain"), said("iron-pot")]) == {"value": "bowl", "status": "uncertain"}


def test_what_is_merely_named_may_need_a_patient() -> None:
    assert filled(NAMED, [named("milk")]) is None
    assert filled(DRINK, [named("milk")]) == {"value": "milk", "status": "given"}
    assert filled(NAMED, [named("milk"), said("iron-pot", "absent")]) == {"value": "milk", "status": "given"}
    assert filled(NAMED, [named("milk")], [Amount("weight", Fraction(58), "kg")])["value"] == "milk"


def test_of_several_medicines_that_are_merely_named_none_is_taken() -> None:
    assert filled(DRINK, [named("milk"), named("juice")]) is None
    assert filled(DRINK, [said("milk", "present", "ongoing"), named("juice")])["value"] == "milk"


def test_a_medicine_that_is_asked_about_is_taken_at_a_dose() -> None:
    asked = said("milk", "asked", "ongoing")
    assert filled(DRINK, [asked]) is None
    assert filled(DRINK, [asked], [Amount("rate", Fraction(200), "mg/day", "milk")])["value"] == "milk"


def test_other_concepts_rule_a_finding_out_but_never_against_a_yes_or_a_doubt() -> None:
    no = {"value": False, "status": "given"}
    assert filled(CLEARED, [said("kitchen", "absent")]) == filled(CLEARED, [said("tin")]) == no
    for other in ("present", "uncertain", "historical", "unknown", "asked", "family"):
        assert filled(CLEARED, [said("kitchen", other)]) is None
    for own in ("present", "uncertain", "historical"):
        assert filled(CLEARED, [said("kitchen", "absent"), said("iron-pot", own)])["value"] is True


def test_one_medicine_for_another_is_a_change() -> None:
    now = said("milk", "present", "ongoing")
    assert filled(CHANGED, [now, said("juice", "historical")]) == {"value": True, "status": "given"}
    assert filled(CHANGED, [now]) is None
    assert filled(CHANGED, [said("juice", "historical")]) is None


def test_a_reading_makes_a_finding_true_from_its_limit_on_and_the_last_one_counts() -> None:
    def reading(value: int, unit: str) -> Amount:
        return Amount("reading", Fraction(value), unit)

    assert filled(HOT, amounts=[reading(80, "temp")]) == {"value": True, "status": "given"}
    assert filled(HOT, amounts=[reading(79, "temp")]) is None
    assert filled(HOT, amounts=[reading(85, "temp"), reading(40, "temp")]) is None
    assert filled(HOT, amounts=[reading(85, "temp/")]) is None


def test_a_limit_may_be_one_from_above() -> None:
    cold = criterion("cold", "finding", concepts=["frost"], true_from={"frost": {"<temp": "4"}})
    assert filled(cold, amounts=[Amount("reading", Fraction(4), "temp")]) == {"value": True, "status": "given"}
    assert filled(cold, amounts=[Amount("reading", Fraction(5), "temp")]) is None


def test_the_only_medicine_ever_is_no_change() -> None:
    sole = Finding("milk", "present", "ongoing", "milk", sole=True)
    assert filled(CHANGED, [sole]) == {"value": False, "status": "given"}
    assert filled(CHANGED, [sole, said("juice", "historical")]) == {"value": True, "status": "given"}
    assert filled(CHANGED, [Finding("tea", "present", "ongoing", "tea", sole=True)]) is None


def test_two_medicines_of_the_past_are_a_change_too() -> None:
    failed = [said("milk", "present", "failed"), said("juice", "historical")]
    assert filled(CHANGED, failed) == {"value": True, "status": "given"}
    again = [said("milk", "historical"), said("milk", "present", "ongoing"), said("juice", "present", "ongoing")]
    assert filled(CHANGED, again) == {"value": True, "status": "given"}


def test_what_is_past_says_nothing_where_only_its_lack_is_asked_for() -> None:
    lacking = criterion("lacking", "finding", concepts=["lid"], true_when=["contraindicated"], false_when=["present"])
    assert filled(lacking, [said("lid", "historical")]) is None


def test_what_is_past_may_be_a_no() -> None:
    has = criterion("has", "finding", concepts=["lid"], false_when=["absent", "historical"])
    assert filled(has, [said("lid", "historical")]) == {"value": False, "status": "given"}


def test_a_no_of_now_counts_before_what_is_past_unless_that_speaks_against_going_on() -> None:
    told = [said("iron-pot", "historical"), said("lead-pot", "absent")]
    assert filled(POT, told) == {"value": True, "status": "historical"}
    wanted = criterion("wanted", "finding", concepts=["iron-pot", "lead-pot"], favours=True)
    assert filled(wanted, told) == {"value": False, "status": "given"}


def test_what_is_given_when_needed_comes_on_top() -> None:
    on_top = Finding("juice", "present", "ongoing", "juice", on_top=True)
    assert filled(DRINK, [said("milk", "present", "ongoing"), on_top])["value"] == "milk"
    assert filled(DRINK, [on_top])["value"] == "juice"


def test_what_is_of_no_use_is_still_taken_at_a_daily_dose() -> None:
    failed, daily = said("milk", "present", "failed"), Amount("dose", Fraction(30), "mg", "milk", Fraction(2))
    assert filled(DRINK, [failed], [daily]) == {"value": "milk", "status": "given"}
    assert filled(DRINK, [failed, said("juice", "present", "ongoing")], [daily])["value"] == "juice"


def test_what_is_of_no_use_now_is_taken_and_what_was_of_none_is_not() -> None:
    now = Finding("milk", "present", "failed", "milk", going_on=True)
    assert filled(DRINK, [now]) == {"value": "milk", "status": "given"}
    assert filled(DRINK, [now, said("juice", treatment="ongoing")]) == {"value": "juice", "status": "given"}
    assert filled(DRINK, [said("milk", treatment="failed")]) is None


@pytest.mark.parametrize(
    ("text", "going_on"),
    [("milk is not helping", True), ("milk isn't really working", True), ("milk did not help", False)],
)
def test_what_is_said_of_now_is_told_from_what_is_said_of_then(text: str, going_on: bool) -> None:
    found = {"concept": "milk", "category": "drug", "assertion": "present", "treatment": "failed", "start": 0, "end": 4}
    (finding,) = findings_of({"text": text, "findings": [{**found, "words": [text[5:]]}]})
    assert finding.going_on is going_on


def test_a_choice_that_is_denied_or_of_a_study_is_not_meant() -> None:
    assert filled(PLANNED, [said("pot"), said("bowl", "absent"), said("bowl")]) == {"value": "pot", "status": "given"}
    assert filled(PLANNED, [said("pot", "reported")]) is None


def test_of_several_choices_the_one_in_use_is_meant() -> None:
    both = [said("pot", treatment="ongoing"), said("bowl", "asked")]
    assert filled(PLANNED, both) == {"value": "pot", "status": "given"}
    assert filled(PLANNED, [said("pot", "asked"), said("bowl", "asked")]) is None


def test_of_medicines_that_are_compared_none_is_taken_and_no_dose_is_the_patients() -> None:
    asked = [said("milk", "asked", "ongoing"), said("juice", "asked", "ongoing")]
    doses = [Amount("rate", Fraction(200), "mg/day", "milk"), Amount("rate", Fraction(80), "mg/day", "juice")]
    assert filled(DRINK, asked, doses) is None
    assert filled(DAILY, asked, doses) is not None  # of milk alone, which is all that it knows
    both = criterion("mg", "measure", concepts=["milk", "juice"], measure="daily-dose")
    assert filled(both, asked, doses) is None
    assert filled(DAILY, [said("milk", "hypothetical")], doses[:1]) is None
    assert filled(DAILY, [said("milk", "historical")], doses[:1]) is None


def test_no_daily_dose_is_of_a_medicine_that_was_given_up_or_needs_its_unit() -> None:
    both = criterion("mg", "measure", concepts=["milk", "juice"], measure="daily-dose", unit_needed=["juice"])
    doses = [Amount("dose", Fraction(60), "mg", "milk"), Amount("dose", Fraction(20), "mg", "juice")]
    told = [said("milk", "present", "ongoing"), said("juice", "historical")]
    assert filled(both, told, doses)["value"] == "60"
    assert filled(both, [], [Amount("dose", Fraction(100), None, "juice")]) is None


def test_the_medicine_is_the_last_one_that_is_taken_now() -> None:
    stopped = said("milk", "present", "failed")
    assert filled(DRINK, [stopped]) is None
    assert filled(DRINK, [stopped, said("juice", "present", "ongoing")])["value"] == "juice"


@pytest.mark.parametrize(
    ("amount", "value"),
    [
        (Amount("dose", Fraction(300), "mg", "milk"), "300"),
        (Amount("dose", Fraction(50), "mg", "milk", Fraction(2)), "100"),
        (Amount("rate", Fraction(300), "mg/24h", "milk"), "300"),
        (Amount("rate", Fraction(5), "mg/h", "milk"), "120"),
        (Amount("rate", Fraction(1), "g/day", "milk"), "1000"),
        (Amount("dose", Fraction(1, 2), "g", "milk", Fraction(2)), "1000"),
        (Amount("rate", Fraction(50), "mcg/h", "milk"), None),
        (Amount("dose", Fraction(300), "mg", "juice"), None),
        (Amount("rate", Fraction(1), "mg/kg/h", "milk"), None),
    ],
)
def test_a_daily_dose_is_worked_out_only_where_it_is_said(amount: Amount, value: str | None) -> None:
    assert (filled(DAILY, amounts=[amount]) or {}).get("value") == value


def test_a_weight_is_a_decimal_and_the_last_one_counts() -> None:
    weights = [Amount("weight", Fraction(85), "kg"), Amount("weight", Fraction(1163, 20), "kg")]
    assert filled(WEIGHT, amounts=weights) == {"value": "58.2", "status": "given"}


def quantity(**also: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "kind": "weight",
        "low": "58",
        "high": "58",
        "unit": "kg",
        "drug": None,
        "per_day": None,
        "flags": [],
    }
    return {**plain, **also}


@pytest.mark.parametrize("flag", ["bound", "step", "implausible", "ambiguous-number", "as-needed", "another's"])
def test_a_limit_a_change_or_a_doubtful_number_is_no_value(flag: str) -> None:
    assert amounts_of({"quantities": [quantity(flags=[flag]), quantity(low="50")]}) == ()
    assert amounts_of({"quantities": [quantity()]}) == (Amount("weight", Fraction(58), "kg"),)


def test_a_doubtful_age_is_one_of_a_grown_up() -> None:
    def age(years: int) -> dict[str, Any]:
        return quantity(kind="age", unit="year", low=str(years), high=str(years), flags=["ambiguous-unit"])

    assert amounts_of({"quantities": [age(62)]}) == (Amount("age", Fraction(62), "year"),)
    assert amounts_of({"quantities": [age(6)]}) == ()


def finding(text: str, word: str, **also: Any) -> dict[str, Any]:
    start = text.index(word)
    plain: dict[str, Any] = {
        "concept": word,
        "category": "drug",
        "assertion": "present",
        "treatment": None,
        "words": [],
    }
    return {**plain, "start": start, "end": start + len(word), **also}


def test_a_class_is_told_by_the_name_that_was_written_and_a_drug_by_its_own() -> None:
    text = "Oat-milk, Darjeeling"
    message = {
        "text": text,
        "findings": [
            finding(text, "Oat-milk", concept="milk"),
            finding(text, "Darjeeling", concept="tea", category="drug-class"),
        ],
    }
    assert [one.form for one in findings_of(message)] == ["milk", "darjeeling"]


def test_what_no_word_speaks_of_is_merely_named() -> None:
    text = "milk, soured milk, no lead"
    message = {
        "text": text,
        "findings": [finding(text, "milk"), finding(text, "soured"), finding(text, "lead", words=["no"])],
    }
    assert [one.bare for one in findings_of(message)] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("hot tea", ["hot", "tea"]),
        ("milk 10 mg hot", ["milk"]),
        ("hot milk", ["milk"]),
        ("milk. hot?", ["milk", "hot"]),
        ("milk 10 mg, tea hot", ["milk", "tea", "hot"]),
        ("milk and then hot", ["milk", "hot"]),
        ("hot by syringe driver milk", ["milk"]),
    ],
)
def test_the_route_of_another_medicine_is_not_the_subjects(text: str, left: list[str]) -> None:
    kinds = {"tea": "subject", "milk": "drug", "hot": "route"}
    found = [finding(text, word, category=kind) for word, kind in kinds.items() if word in text]
    found.sort(key=lambda one: int(one["start"]))
    assert [one.concept for one in findings_of({"text": text, "findings": found})] == left


@pytest.mark.parametrize(
    ("text", "on_top"),
    [
        ("milk prn", True),
        ("milk 10 mg as needed", True),
        ("milk for breakthrough", True),
        ("milk and tea prn", False),
        ("milk 10 mg", False),
    ],
)
def test_what_is_given_when_needed_is_told(text: str, on_top: bool) -> None:
    (one,) = findings_of({"text": text, "findings": [finding(text, "milk", category="drug")]})
    assert one.on_top is on_top


def test_what_a_message_about_something_else_names_is_asked_about() -> None:
    text = "rust, rusty"
    found = [finding(text, "rust", category="condition"), finding(text, "rusty", category="condition", words=["is"])]
    elsewhere = {"text": text, "findings": found, "intent": {"name": "out_of_scope"}}
    assert [one.assertion for one in findings_of(elsewhere)] == ["asked", "present"]
    tea = {**elsewhere, "findings": [*found, finding(text, "rust", category="subject")]}
    assert {one.assertion for one in findings_of(tea)} == {"present"}
    foreign = {**elsewhere, "quantities": [quantity()], "intent": {"name": "other_language"}}
    assert not findings_of(foreign)
    assert not amounts_of(foreign)


def test_the_patients_history_is_not_what_is_asked_about() -> None:
    text = "no iron, milk failed, lead? and sugar"
    findings = [
        finding(text, "iron", assertion="absent"),
        finding(text, "milk", treatment="failed"),
        finding(text, "lead", assertion="uncertain"),
        finding(text, "sugar", treatment="ongoing"),
    ]
    entities = [{"entity": "concept", "value": one["concept"], **_place(one)} for one in findings]
    payload = {"entity": "concept", "value": "from a button"}
    left = asked_about({"text": text, "findings": findings}, [*entities, payload])
    assert [one["value"] for one in left] == ["lead", "sugar", "from a button"]


def _place(found: dict[str, Any]) -> dict[str, int]:
    return {"start": found["start"], "end": found["end"]}
