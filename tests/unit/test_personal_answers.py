"""Answers about one patient: what is known is judged and worked out, and what speaks against the drug comes first."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from knowledge.answers.envelope import Envelope
from knowledge.answers.question import Last, Patient, Question, Suggestion
from knowledge.answers.registry import answer
from knowledge.patient import Amount, Known, Status
from knowledge.queries import KnowledgeBase
from knowledge.record import Record
from knowledge.rendering.plain import plain
from knowledge.store import build, open_store
from tests.contract import check_envelope

GIVEN: Status = "given"
WORST = {"not-recommended": 0, "more-needed": 1, "may-be-considered": 2}


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    url = f"sqlite:///{tmp_path_factory.mktemp('store') / 'knowledge.sqlite'}"
    build(url)
    engine: Engine = open_store(url)
    return KnowledgeBase(engine)


def _patient(**known: Any) -> Patient:
    values = {slot: one if isinstance(one, Known) else Known(one, GIVEN) for slot, one in known.items()}
    return Patient(record=Record(values, {slot: f"the words on {slot}" for slot in values}))


def _ask(knowledge: KnowledgeBase, question: Question) -> Envelope:
    envelope = answer(knowledge, question)
    check_envelope(envelope.dict(), plain(envelope))
    return envelope


def _dose(knowledge: KnowledgeBase, *routes: str, **known: Any) -> Envelope:
    patient = _patient(**known)
    return _ask(knowledge, Question(kind="dosing", concepts=("ketamine", *routes), patient=patient))


def _figures(envelope: Envelope) -> list[tuple[str | None, str | None, str]]:
    return [(one["low"], one["high"], one["unit"]) for one in envelope.calculations]


def test_a_dose_is_worked_out_for_the_weight_and_says_whom_it_is_for(knowledge: KnowledgeBase) -> None:
    envelope = _dose(knowledge, "intravenous", "infusion", weight_kg="58")
    assert ("2.9", "29", "mg/h") in _figures(envelope)
    assert envelope.for_patient == "weight, kg: 58"
    assert plain(envelope).startswith("For this patient (weight, kg: 58):")


def test_no_range_of_another_setting_is_worked_out(knowledge: KnowledgeBase) -> None:
    for routes in ((), ("intravenous",), ("intravenous", "infusion"), ("subcutaneous",), ("oral",)):
        shown = {one["setting"] for one in _dose(knowledge, *routes, weight_kg="58").calculations}
        assert len(shown) <= 1, f"{routes}: {shown}"


@pytest.mark.parametrize("slot", ["psychosis", "pregnancy", "raised_icp", "raised_iop", "liver_dysfunction"])
def test_a_certain_contraindication_withholds_the_figures_behind_a_button(knowledge: KnowledgeBase, slot: str) -> None:
    envelope = _dose(knowledge, "intravenous", weight_kg="58", **{slot: True})
    assert (envelope.calculation, envelope.calculations) == (None, [])
    assert envelope.warnings[0].severity == "contraindication"
    assert envelope.withheld
    button = envelope.next[0]
    assert button.payload == '/ask_dosing{"choice": "anyway"}'
    patient = _patient(weight_kg="58", **{slot: True})
    question = Question(kind="dosing", concepts=("ketamine", "intravenous"), patient=patient, choice="anyway")
    shown = _ask(knowledge, question)
    assert shown.calculation is not None
    assert shown.warnings[0].severity == "contraindication"


@pytest.mark.parametrize("status", ["uncertain", "historical"])
def test_what_is_in_doubt_comes_first_and_the_figures_are_shown(knowledge: KnowledgeBase, status: Any) -> None:
    envelope = _dose(knowledge, "intravenous", weight_kg="58", raised_icp=Known(True, status))
    assert envelope.warnings[0].severity == "caution"
    assert envelope.calculation is not None
    assert plain(envelope).index("CAUTION") < plain(envelope).index("2.9")


def test_a_missing_weight_is_asked_for_where_a_figure_is_wanted(knowledge: KnowledgeBase) -> None:
    question = Question(kind="dosing", concepts=("ketamine", "intravenous"), patient=_patient(), wants_figure=True)
    envelope = _ask(knowledge, question)
    assert (envelope.status, envelope.ask, envelope.statements) == ("needs_input", "weight", [])
    general = _ask(knowledge, replace(question, wants_figure=False))
    assert (general.status, general.ask, general.calculation) == ("answered", None, None)


@pytest.mark.parametrize("weight", ["0", "5", "700"])
def test_a_weight_that_cannot_be_right_is_asked_back(knowledge: KnowledgeBase, weight: str) -> None:
    envelope = _dose(knowledge, "intravenous", weight_kg=weight, age_years="60")
    assert (envelope.status, envelope.ask, envelope.calculations) == ("needs_input", "weight", [])


def test_a_rare_weight_is_worked_out_once_it_is_confirmed(knowledge: KnowledgeBase) -> None:
    patient = _patient(weight_kg="200")
    question = Question(kind="dosing", concepts=("ketamine", "intravenous"), patient=patient)
    asked = _ask(knowledge, question)
    assert (asked.status, asked.ask, asked.next[0].payload) == ("needs_input", "weight", '/affirm{"choice": "weight"}')
    confirmed = _ask(knowledge, replace(question, patient=replace(patient, confirmed=("200",))))
    assert ("10", "100", "mg/h") in _figures(confirmed)


def test_a_child_gets_only_what_names_children(knowledge: KnowledgeBase) -> None:
    envelope = _dose(knowledge, "intravenous", "infusion", weight_kg="22", age_years="7")
    rows = {one.statement_id: one.population for one in knowledge.regimens(knowledge.topic().id)}
    shown = [rows[one.id] for one in envelope.statements if one.id in rows]
    assert shown
    assert all("children" in population for population in shown)


def test_a_child_without_an_age_is_no_light_adult(knowledge: KnowledgeBase) -> None:
    envelope = _dose(knowledge, "infusion", "children", weight_kg="22")
    assert envelope.status == "answered"
    assert ("0.55", "6.6", "mg/h") in _figures(envelope)
    assert _dose(knowledge, "infusion", weight_kg="22").status == "needs_input"


def test_a_lay_reader_gets_no_dose_in_any_field(knowledge: KnowledgeBase) -> None:
    for kind in ("dosing", "dose_check"):
        question = Question(kind=kind, concepts=("ketamine",), patient=_patient(weight_kg="58"), audience="patient")
        envelope = _ask(knowledge, question)
        assert (envelope.status, envelope.calculations, envelope.dose_check) == ("refused", [], None)
        assert "mg" not in str(envelope.dict(exclude={"patient", "disclaimer"}))


RANGE = re.compile(r" the range (of [\d.,]+–[\d.,]+|up to [\d.,]+|that starts at [\d.,]+) (mg|mL)")


def _check(knowledge: KnowledgeBase, amount: Amount, *concepts: str, **known: Any) -> dict[str, str]:
    question = Question(
        kind="dose_check", concepts=("ketamine", *concepts), amounts=(amount,), patient=_patient(**known)
    )
    envelope = _ask(knowledge, question)
    assert envelope.dose_check is not None
    assert len(envelope.compared) == len(envelope.dose_check["results"])
    assert all(RANGE.search(said) for said in envelope.compared), envelope.compared
    return {one["statement"]: one["position"] for one in envelope.dose_check["results"]}


def test_a_dose_that_was_named_is_compared_with_what_is_curated(knowledge: KnowledgeBase) -> None:
    rate = Amount("rate", Fraction("0.8"), "mg/kg/h")
    assert _check(knowledge, rate, "intravenous", weight_kg="58")["seed-infusion-cancer"] == "above"
    oral = Amount("dose", Fraction(40), "mg", per_day=Fraction(3))
    assert _check(knowledge, oral, "oral", weight_kg="60")["seed-oral-dose"] == "above"
    pump = Amount("rate", Fraction(200), "mg/24h")
    assert _check(knowledge, pump, "subcutaneous", weight_kg="55")["seed-infusion-cancer"] == "within"
    assert _check(knowledge, pump, "frail", weight_kg="55") == {"me-frail": "above"}


def test_a_dose_by_weight_brings_no_dose_that_is_the_same_for_all_beside_it(knowledge: KnowledgeBase) -> None:
    by_weight = _check(knowledge, Amount("rate", Fraction("0.8"), "mg/kg/h"), weight_kg="70")
    fixed = _check(knowledge, Amount("rate", Fraction(600), "mg/24h"), weight_kg="70")
    assert ("burst-regimen" in by_weight, "burst-regimen" in fixed) == (False, True)


def test_a_what_if_is_worked_out_and_not_kept(knowledge: KnowledgeBase) -> None:
    patient = replace(_patient(weight_kg="58"), supposed={"weight_kg": Known("80", GIVEN)})
    envelope = _ask(knowledge, Question(kind="dosing", concepts=("ketamine", "intravenous"), patient=patient))
    assert ("4", "40", "mg/h") in _figures(envelope)
    assert envelope.patient["weight_kg"]["value"] == "58"


ALL_MET: dict[str, Any] = {
    "opioid_optimised": True,
    "adjuvants_tried": [{"drug": "gabapentin", "outcome": "failed"}],
    "central_sensitisation": True,
    "cardiovascular_disease": False,
    "pregnancy": False,
    "psychosis": False,
    "liver_dysfunction": False,
    "raised_icp": False,
    "raised_iop": False,
}


def _verdict(knowledge: KnowledgeBase, **known: Any) -> str:
    envelope = _ask(knowledge, Question(kind="eligibility", concepts=("ketamine",), patient=_patient(**known)))
    assert envelope.verdict is not None
    assert envelope.verdict["statement"] in {one.id for one in envelope.statements}
    return envelope.verdict["value"]


def test_the_best_verdict_is_that_it_may_be_considered(knowledge: KnowledgeBase) -> None:
    assert _verdict(knowledge, **ALL_MET) == "may-be-considered"
    assert _verdict(knowledge, **{**ALL_MET, "psychosis": True}) == "not-recommended"
    assert _verdict(knowledge, **{**ALL_MET, "raised_icp": Known(True, "uncertain")}) == "more-needed"
    assert _verdict(knowledge, weight_kg="58") == "more-needed"


@settings(deadline=None, max_examples=10)
@given(
    kept=st.sets(st.sampled_from(sorted(ALL_MET))),
    against=st.sampled_from(sorted(slot for slot, value in ALL_MET.items() if value is False)),
)
def test_a_contraindication_never_makes_the_verdict_better(
    knowledge: KnowledgeBase, kept: set[str], against: str
) -> None:
    known = {slot: ALL_MET[slot] for slot in kept} | {"weight_kg": "58"}
    assert WORST[_verdict(knowledge, **{**known, against: True})] <= WORST[_verdict(knowledge, **known)]


def test_the_next_open_criterion_is_asked_with_buttons_that_name_it(knowledge: KnowledgeBase) -> None:
    envelope = _ask(knowledge, Question(kind="eligibility", concepts=("ketamine",), patient=_patient(psychosis=False)))
    assert envelope.ask is not None
    assert envelope.question_back
    assert envelope.question_back in plain(envelope)
    assert f'/affirm{{"choice": "{envelope.ask}"}}' in [one.payload for one in envelope.next]
    told = {one.id: one for one in envelope.criteria}
    assert (told["no-psychosis"].status, told["no-psychosis"].because) == ("met", "the words on psychosis")


def test_in_general_the_criteria_are_a_list_that_nobody_is_judged_by(knowledge: KnowledgeBase) -> None:
    envelope = _ask(knowledge, Question(kind="eligibility", concepts=("ketamine",)))
    assert (envelope.verdict, envelope.ask) == (None, None)
    assert {one.status for one in envelope.criteria} == {"unknown"}


def test_the_pathway_shows_the_patients_place_and_what_was_skipped(knowledge: KnowledgeBase) -> None:
    patient = _patient(
        opioid_optimised=True, rotation_tried=True, adjuvants_tried=[{"drug": "gabapentin", "outcome": "not-tried"}]
    )
    envelope = _ask(knowledge, Question(kind="pathway", concepts=("ketamine",), patient=patient))
    placed = {one["step"]: one["status"] for one in envelope.pathway}
    assert (placed["optimise-opioids"], placed["add-adjuvants"]) == ("done", "skipped")
    assert envelope.headline.count("Add adjuvants") == 1
    assert "a later step is done already" in envelope.headline.casefold()


def test_how_another_step_stands_to_the_drug_is_told_with_the_drugs_own_step(knowledge: KnowledgeBase) -> None:
    sure = (Suggestion("seed-step3-interventional", 0.9),)
    asked = Question(kind="pathway", concepts=("nerve-block",), suggestions=sure)
    alone = [one.id for one in _ask(knowledge, asked).statements]
    assert alone[0] == "seed-step3-interventional"
    assert "seed-step4-ketamine" not in alone
    beside = [one.id for one in _ask(knowledge, replace(asked, concepts=("nerve-block", "ketamine"))).statements]
    assert beside[:2] == ["seed-step3-interventional", "seed-step4-ketamine"]


@pytest.mark.parametrize(
    ("also", "left"),
    [
        ({}, ["seed-step3-methadone", "seed-step3-interventional"]),
        ({"opioid": "methadone"}, ["seed-step3-interventional"]),
        ({"interventions_unsuitable": True}, ["seed-step3-methadone"]),
        ({"interventions_unsuitable": True, "opioid": "methadone"}, []),
    ],
)
def test_the_other_ways_of_a_step_that_is_done_are_told_beside_the_last_resort(
    knowledge: KnowledgeBase, also: dict[str, Any], left: list[str]
) -> None:
    failed = [{"drug": "gabapentin", "outcome": "failed"}]
    patient = _patient(opioid_optimised=True, rotation_tried=True, adjuvants_tried=failed, **also)
    envelope = _ask(knowledge, Question(kind="pathway", concepts=("ketamine",), patient=patient))
    shown = [one.id for one in envelope.statements]
    assert shown.index("seed-step4-ketamine") < shown.index(left[0]) if left else "seed-step4-ketamine" in shown
    ways = {"seed-step3-methadone", "seed-step3-interventional"}
    assert [name for name in shown if name in ways][: len(left)] == left


def test_the_steps_ahead_are_told_without_their_doses(knowledge: KnowledgeBase) -> None:
    patient = _patient(opioid="morphine", opioid_dose_mg_24h="300")
    envelope = _ask(knowledge, Question(kind="pathway", concepts=("ketamine",), patient=patient))
    shown = {one.id for one in envelope.statements}
    steps = knowledge.pathway()
    ahead = {name for step in steps[1:3] for name in step.statements}
    dosed = knowledge.dosed(ahead)
    assert dosed
    assert ahead - dosed < shown
    assert not dosed & shown


def test_a_switch_of_opioids_in_the_history_does_not_refuse_the_next_step(knowledge: KnowledgeBase) -> None:
    switched = _patient(opioid="fentanyl", rotation_tried=True)
    asked = Question(kind="pathway", concepts=("oxycodone", "fentanyl"), converts=True, patient=switched)
    assert _ask(knowledge, asked).status == "answered"
    assert _ask(knowledge, replace(asked, kind="dosing")).status == "refused"
    assert _ask(knowledge, replace(asked, patient=_patient(opioid="fentanyl"))).status == "refused"


def test_the_list_of_contraindications_is_told_with_what_belongs_to_it(knowledge: KnowledgeBase) -> None:
    sure = (Suggestion("counter-ci-flat-list", 0.9),)
    asked = Question(kind="contraindications", concepts=("ketamine",), suggestions=sure, confidence=0.9)
    shown = {one.id for one in _ask(knowledge, asked).statements}
    assert {"counter-ci-flat-list", "ci-relative-not-absolute", "seed-ci-pregnancy", "seed-ci-psychosis"} <= shown


def test_the_patients_own_opioid_does_not_narrow_a_list_of_contraindications(knowledge: KnowledgeBase) -> None:
    asked = Question(kind="contraindications", concepts=("fentanyl", "ketamine"), of_patient=("fentanyl",))
    assert _ask(knowledge, asked).status == "answered"


def test_a_group_of_which_nothing_is_said_is_not_answered_by_what_is_closest(knowledge: KnowledgeBase) -> None:
    words = "renal failure / dialysis patients?? ketamine"
    asked = Question(kind="population", concepts=("renal-impairment", "ketamine"), words=words)
    assert _ask(knowledge, asked).status == "not_found"
    assert _ask(knowledge, replace(asked, concepts=("children", "ketamine"))).status == "answered"


def test_whether_to_use_it_is_not_answered_by_doses(knowledge: KnowledgeBase) -> None:
    concepts = ("ketamine", "subcutaneous", "syringe-driver")
    shown = {one.id for one in _ask(knowledge, Question(kind="recommendation", concepts=concepts)).statements}
    assert "seed-no-routine-use" in shown
    assert not knowledge.dosed(shown)


def test_a_rate_by_the_vein_comes_without_a_single_injection(knowledge: KnowledgeBase) -> None:
    shown = {one.id for one in _dose(knowledge, "intravenous").statements}
    assert "seed-infusion-cancer" in shown
    assert "mercadante-bolus" not in shown
    assert "mercadante-bolus" in {one.id for one in _dose(knowledge, "intravenous", "bolus").statements}


def test_what_speaks_against_the_subject_is_not_said_of_another_medicines_dose(knowledge: KnowledgeBase) -> None:
    patient = _patient(psychosis=True)
    asked = Question(kind="dosing", concepts=("tricyclic", "psychosis"), dosed=("tricyclic",), patient=patient)
    envelope = _ask(knowledge, asked)
    assert envelope.status == "answered"
    assert envelope.warnings == []
    with_subject = _ask(knowledge, Question(kind="dosing", concepts=("ketamine", "psychosis"), patient=patient))
    assert with_subject.warnings


def test_a_warning_is_no_answer_to_how_much_though_it_is_suggested(knowledge: KnowledgeBase) -> None:
    patient = _patient(psychosis=True, weight_kg="70")
    asked = Question(
        kind="dosing",
        concepts=("psychosis", "intravenous", "infusion"),
        of_patient=("psychosis",),
        suggestions=(Suggestion("seed-ci-psychosis", 0.9),),
        confidence=0.3,
        patient=patient,
    )
    envelope = _ask(knowledge, asked)
    shown = {one.id for one in envelope.statements}
    assert "seed-ci-psychosis" in shown
    assert knowledge.dosed(shown)


def test_more_shows_what_was_not_shown_and_shorter_the_first_statement(knowledge: KnowledgeBase) -> None:
    from knowledge.answers.follow_up import more, shorter

    first = _ask(knowledge, Question(kind="monitoring", concepts=("ketamine",)))
    last = Last("monitoring", ("ketamine",), shown=tuple(one.id for one in first.statements[:2]))
    further = more(knowledge, Question(kind="meta", last=last))
    assert not {one.id for one in further.statements} & set(last.shown)
    short = shorter(knowledge, Question(kind="meta", last=last))
    assert short.statements[0].id == last.shown[0]
    assert more(knowledge, Question(kind="meta")).status == "not_found"
