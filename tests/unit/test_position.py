"""The place of a patient on the pathway, by what has been done, left out and ruled out for certain."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content_files import CONTENT, Content, read_content
from knowledge.eligibility import judge
from knowledge.patient import Known
from knowledge.position import holds, place, turn_to
from knowledge.queries import KnowledgeBase
from knowledge.schema import Condition, Outcome, PathwayStep, Verdict
from tests.conftest import TEA

TOPIC = read_content(CONTENT).topics[0]
STEPS = TOPIC.pathway
OPIOIDS, ADJUVANTS, ROTATION, TRIAL, BOLUS = (step.id for step in STEPS)
OUTCOMES: tuple[str, ...] = get_args(Outcome)
Patient = dict[str, Known]


def told(adjuvants: list[str] | None = None, **slots: Any) -> Patient:
    """A patient of whom each of ``slots`` is given, and what became of ``adjuvants``."""
    known = {slot: Known(value, "given") for slot, value in slots.items()}
    if adjuvants is not None:
        listed = [{"drug": f"drug {number}", "outcome": one} for number, one in enumerate(adjuvants)]
        known["adjuvants_tried"] = Known(listed, "given")
    return known


def placed(patient: Patient, verdict: Verdict | None = None) -> dict[str, str]:
    """The status of each step, with the verdict that the product's criteria come to, or another one."""
    found = verdict or judge(TOPIC.criteria, patient, TOPIC.topic.verdicts).verdict
    return {one.step.id: one.status for one in place(STEPS, patient, found)}


NO_OPIOIDS: dict[str, Any] = {"opioid_optimised": False}
OPTIMISED: dict[str, Any] = {"opioid_optimised": True}
ROTATED: dict[str, Any] = {**OPTIMISED, "rotation_tried": True}


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        (told(), {OPIOIDS: "next"}),
        (told(**NO_OPIOIDS), {OPIOIDS: "next"}),
        (told(opioid="morphine"), {OPIOIDS: "current"}),
        (told(opioid_dose_mg_24h="60"), {OPIOIDS: "current"}),
        (told(**OPTIMISED, opioid="morphine"), {OPIOIDS: "done", ADJUVANTS: "next"}),
        (told(["not-tried"], **OPTIMISED), {OPIOIDS: "done", ADJUVANTS: "next"}),
        (told(["ongoing"], **OPTIMISED), {OPIOIDS: "done", ADJUVANTS: "current"}),
        # What was never mentioned comes first, whatever goes on after it.
        (told(["ongoing"]), {OPIOIDS: "next"}),
        (told(["failed"]), {OPIOIDS: "next", ADJUVANTS: "done"}),
        (told(["failed"], **OPTIMISED), {OPIOIDS: "done", ADJUVANTS: "done", ROTATION: "next"}),
        (told(["ongoing", "not-tolerated"], **OPTIMISED), {OPIOIDS: "done", ADJUVANTS: "done", ROTATION: "next"}),
        # What may not be given does not complete the step: another one may.
        (told(["contraindicated"], **OPTIMISED), {OPIOIDS: "done", ADJUVANTS: "next"}),
        (told(["failed"], **OPTIMISED, opioid="methadone"), {OPIOIDS: "done", ADJUVANTS: "done", ROTATION: "current"}),
        (
            told(["failed"], **OPTIMISED, interventions_unsuitable=False),
            {OPIOIDS: "done", ADJUVANTS: "done", ROTATION: "current"},
        ),
        (
            told(["failed"], **OPTIMISED, interventions_unsuitable=True, rotation_tried=False),
            {OPIOIDS: "done", ADJUVANTS: "done", ROTATION: "next"},
        ),
        (told(["failed"], **ROTATED), {OPIOIDS: "done", ADJUVANTS: "done", ROTATION: "done", TRIAL: "next"}),
        # Left out, and known to be: what comes after it is done.
        (told(["failed"], **NO_OPIOIDS), {OPIOIDS: "skipped", ADJUVANTS: "done", ROTATION: "next"}),
        (told(["failed"], **NO_OPIOIDS, opioid="morphine"), {OPIOIDS: "current", ADJUVANTS: "done"}),
        (
            told(["not-tried"], **NO_OPIOIDS, rotation_tried=True),
            {OPIOIDS: "skipped", ADJUVANTS: "skipped", ROTATION: "done"},
        ),
        (told(["ongoing"], **ROTATED), {OPIOIDS: "done", ADJUVANTS: "current", ROTATION: "done"}),
        (told(**ROTATED), {OPIOIDS: "done", ADJUVANTS: "next", ROTATION: "done"}),
        # The second step is one for neuropathic pain.
        (told(**OPTIMISED, pain_mechanism="nociceptive"), {OPIOIDS: "done", ROTATION: "next"}),
        (told(**OPTIMISED, pain_mechanism="mixed"), {OPIOIDS: "done", ADJUVANTS: "next"}),
    ],
)
def test_a_patient_is_placed_by_what_is_known(patient: Patient, expected: dict[str, str]) -> None:
    assert placed(patient) == expected


@pytest.mark.parametrize(
    "against",
    [{"psychosis": True}, {"pregnancy": True}, {"central_sensitisation": False}],
    ids=["psychosis", "pregnancy", "no sensitisation"],
)
def test_the_last_resort_is_not_next_where_it_is_not_recommended(against: dict[str, Any]) -> None:
    patient = told(["failed"], **ROTATED)
    assert placed(patient)[TRIAL] == "next"
    assert placed(patient | told(None, **against)) == {OPIOIDS: "done", ADJUVANTS: "done", ROTATION: "done"}


def test_whoever_skipped_a_step_goes_back_to_it_before_the_last_resort() -> None:
    patient = told(["failed"], **NO_OPIOIDS, rotation_tried=True)
    assert placed(patient) == {OPIOIDS: "skipped", ADJUVANTS: "done", ROTATION: "done"}
    back = turn_to(place(STEPS, patient, "not-recommended"))
    assert back is not None
    assert back.as_dict() == {
        "step": OPIOIDS,
        "label": "Optimise opioids",
        "status": "skipped",
        "statement": "seed-step1-opioids",
    }


def test_the_step_to_turn_to_is_the_next_one_before_any_skipped() -> None:
    step = turn_to(place(STEPS, told(["failed"], **NO_OPIOIDS), "not-recommended"))
    assert step is not None
    assert step.step.id == ROTATION
    assert turn_to([]) is None


@pytest.mark.parametrize("status", ["uncertain", "historical", "unknown"])
def test_what_is_not_certain_places_nobody(status: Any) -> None:
    certain = told(["failed"], **ROTATED, pain_mechanism="nociceptive", opioid="methadone")
    doubtful = {slot: Known(known.value, status) for slot, known in certain.items()}
    assert placed(certain) != placed({})
    assert placed(doubtful, "more-needed") == placed({}, "more-needed") == {OPIOIDS: "next"}


def test_each_step_comes_with_the_statement_that_carries_it() -> None:
    patient = told(["failed"], **ROTATED)
    steps = [one.as_dict() for one in place(STEPS, patient, "more-needed")]
    assert [(one["step"], one["status"], one["statement"]) for one in steps] == [
        (OPIOIDS, "done", "seed-step1-opioids"),
        (ADJUVANTS, "done", "seed-step2-adjuvants"),
        (ROTATION, "done", "seed-step3-rotation"),
        (TRIAL, "next", "seed-step4-ketamine"),
    ]
    assert [one["label"] for one in steps] == [one.label for one in STEPS[:4]]


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        ({}, {"choose-leaves": "next"}),
        (told(leaves_fresh=True), {"choose-leaves": "done", "brew": "next"}),
        (told(leaves_fresh=False), {"choose-leaves": "next"}),
    ],
)
def test_another_topic_has_its_own_pathway(patient: Patient, expected: dict[str, str]) -> None:
    topic = read_content(TEA).topics[0]
    verdict = judge(topic.criteria, patient, topic.topic.verdicts).verdict
    assert {one.step.id: one.status for one in place(topic.pathway, patient, verdict)} == expected


def test_the_store_gives_the_steps_of_the_content(
    content: Content, knowledge: KnowledgeBase, tea: KnowledgeBase
) -> None:
    assert knowledge.pathway() == content.topics[0].pathway
    assert tea.pathway() == read_content(TEA).topics[0].pathway


# Conditions.


def condition(**facts: Any) -> Condition:
    return Condition.parse_obj(facts)


A, B = {"slot": "a", "equals": True}, {"slot": "b", "outcome_in": ["failed", "declined"]}


@pytest.mark.parametrize(
    ("needed", "patient", "expected"),
    [
        (None, told(a=True), False),
        (condition(any_of=[A, B]), told(a=True), True),
        (condition(any_of=[A, B]), told(a=False), False),
        (condition(any_of=[A, B]), {}, False),
        (condition(all_of=[A, B]), told(a=True), False),
        (condition(all_of=[A, B]), told(a=True, b=[{"drug": "x", "outcome": "declined"}]), True),
        (condition(all_of=[A, B]), told(a=True, b=[{"drug": "x", "outcome": "ongoing"}]), False),
        (condition(any_of=[B]), told(b=[]), False),
        (condition(any_of=[B]), told(b=True), False),
        (condition(any_of=[{"slot": "a"}]), told(a="anything"), True),
        (condition(any_of=[{"slot": "a"}]), told(a=None), False),
        (condition(any_of=[{"slot": "a", "equals": "oral"}]), told(a="oral"), True),
        (condition(any_of=[{"slot": "a", "equals": "oral"}]), told(a="nasal"), False),
    ],
)
def test_a_condition_holds_by_what_is_given(needed: Condition | None, patient: Patient, expected: bool) -> None:
    assert holds(needed, patient) is expected


# What holds for any patient.

STATUSES = ["given", "given", "given", "uncertain", "historical", "unknown"]


@st.composite
def patients(draw: st.DrawFn) -> Patient:
    """A patient of whom anything may have been said that the pathway looks at."""
    findings = ["opioid_optimised", "rotation_tried", "interventions_unsuitable", "central_sensitisation", "psychosis"]
    values: dict[str, Any] = {slot: draw(st.booleans()) for slot in findings}
    values["pain_mechanism"] = draw(st.sampled_from(["neuropathic", "nociceptive", "mixed"]))
    values["opioid"] = draw(st.sampled_from(["morphine", "methadone"]))
    became = draw(st.lists(st.sampled_from(OUTCOMES), max_size=2))
    patient = told(became, **values)
    kept = draw(st.lists(st.sampled_from(sorted(patient)), unique=True))
    return {slot: Known(patient[slot].value, draw(st.sampled_from(STATUSES))) for slot in kept}


@settings(derandomize=True, database=None, deadline=None, max_examples=300)
@given(patient=patients(), verdict=st.sampled_from(get_args(Verdict)))
def test_a_patient_stands_in_one_place(patient: Patient, verdict: Verdict) -> None:
    found = place(STEPS, patient, verdict)
    order = [STEPS.index(one.step) for one in found]
    assert order == sorted(set(order))
    assert sum(one.status in ("current", "next") for one in found) <= 1
    for number, one in enumerate(found):
        later = {other.status for other in found[number + 1 :]}
        assert one.status != "skipped" or "done" in later
        assert one.statement in one.step.statements
    if verdict == "not-recommended":
        assert not {TRIAL, BOLUS} & {one.step.id for one in found}


@settings(derandomize=True, database=None, deadline=None, max_examples=300)
@given(patient=patients(), verdict=st.sampled_from(get_args(Verdict)))
def test_only_what_is_given_counts(patient: Patient, verdict: Verdict) -> None:
    certain = {slot: known for slot, known in patient.items() if known.status == "given"}
    assert place(STEPS, patient, verdict) == place(STEPS, certain, verdict)


def test_a_step_without_conditions_is_never_done() -> None:
    step = PathwayStep.parse_obj({"id": "only", "label": "Only", "statements": ["s"]})
    assert [one.status for one in place([step, step], told(a=True), "may-be-considered")] == ["next"]
