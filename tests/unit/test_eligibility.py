"""Eligibility: only what is certain counts, and nothing makes the verdict better than the evidence is."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.assertion_rules import Treatment
from knowledge.content_files import CONTENT, Content, TopicContent, read_content
from knowledge.eligibility import Eligibility, is_contraindication, is_judged, judge
from knowledge.patient import Known
from knowledge.queries import KnowledgeBase
from knowledge.schema import Criterion, Outcome, Verdict
from tests.conftest import TEA

RANK: dict[str, int] = {verdict: rank for rank, verdict in enumerate(get_args(Verdict))}
OUTCOMES: tuple[str, ...] = get_args(Outcome)
Patient = dict[str, Known]

TOPIC = read_content(CONTENT).topics[0]
CRITERIA = TOPIC.criteria
JUDGED = [one for one in CRITERIA if is_judged(one)]
STOPS = [one for one in JUDGED if one.against == "stops"]
CONTRAINDICATIONS = [one for one in STOPS if is_contraindication(one)]
# A patient for whom every criterion that is judged is met.
FITTING: Patient = {
    one.slot: Known([{"drug": "first", "outcome": "failed"}] if one.kind == "treatments" else one.favours, "given")
    for one in JUDGED
}


def yes() -> Known:
    return Known(True, "given")


def no() -> Known:
    return Known(False, "given")


def treated(*became: str) -> Known:
    return Known([{"drug": f"drug {number}", "outcome": one} for number, one in enumerate(became)], "given")


def judged(patient: Patient, topic: TopicContent = TOPIC, **words: str) -> Eligibility:
    return judge(topic.criteria, patient, topic.topic.verdicts, words)


def statuses(found: Eligibility) -> dict[str, str]:
    return {one.id: one.status for one in found.criteria}


def ids(criteria: tuple[Criterion, ...]) -> list[str]:
    return [one.id for one in criteria]


# The verdict, and the statement that carries it.


def test_with_nothing_known_more_is_needed_and_the_first_criterion_is_asked() -> None:
    found = judged({})
    assert (found.verdict, found.statement) == ("more-needed", "seed-bl-reserve")
    assert found.missing is not None
    assert found.missing.id == "opioid-optimised"
    assert set(statuses(found).values()) == {"unknown"}
    assert found.contraindicated == found.uncertain == ()


def test_where_everything_is_met_the_best_is_a_last_resort() -> None:
    found = judged(FITTING)
    assert (found.verdict, found.statement) == ("may-be-considered", "seed-last-resort")
    assert set(statuses(found).values()) == {"met"}
    assert (found.missing, found.changes, found.cautions) == (None, (), ())


@pytest.mark.parametrize("criterion", CONTRAINDICATIONS, ids=lambda one: one.id)
def test_a_certain_contraindication_stops_and_says_how_relative_it_is(criterion: Criterion) -> None:
    patient = FITTING | {criterion.slot: yes()}
    found = judge(CRITERIA, patient, TOPIC.topic.verdicts, {criterion.slot: "as it was said"})
    assert (found.verdict, found.statement) == ("not-recommended", "seed-no-routine-use")
    assert ids(found.contraindicated) == [criterion.id]
    assert criterion.relative == "ci-relative-not-absolute"
    (shown,) = (one for one in found.criteria if one.id == criterion.id)
    assert (shown.status, shown.because, shown.statement) == ("not_met", "as it was said", criterion.statement)
    assert found.changes == (criterion.label,)
    # The interview may go on for what else is missing, and nothing is.
    assert found.missing is None


@pytest.mark.parametrize("status", ["uncertain", "historical"])
@pytest.mark.parametrize("criterion", CONTRAINDICATIONS, ids=lambda one: one.id)
def test_a_contraindication_in_doubt_is_unknown_and_asked_first(criterion: Criterion, status: Any) -> None:
    patient = FITTING | {criterion.slot: Known(True, status)}
    del patient["opioid_optimised"]
    found = judge(CRITERIA, patient, TOPIC.topic.verdicts, {criterion.slot: "?as it was said"})
    assert found.verdict == "more-needed"
    assert ids(found.uncertain) == [criterion.id]
    assert found.contraindicated == ()
    assert found.missing == criterion
    (shown,) = (one for one in found.criteria if one.id == criterion.id)
    assert (shown.status, shown.because) == ("unknown", "?as it was said")


def test_a_doubt_about_anything_else_waits_for_its_turn() -> None:
    found = judged({"central_sensitisation": Known(True, "uncertain")})
    assert ids(found.uncertain) == ["central-sensitisation"]
    assert found.missing is not None
    assert found.missing.id == "opioid-optimised"


def test_there_are_six_contraindications() -> None:
    assert len(CONTRAINDICATIONS) == 6


@pytest.mark.parametrize("slot", ["opioid_optimised", "central_sensitisation"])
def test_what_must_be_there_and_is_not_stops_without_being_a_contraindication(slot: str) -> None:
    found = judged(FITTING | {slot: no()})
    assert found.verdict == "not-recommended"
    assert found.contraindicated == ()


@pytest.mark.parametrize("slot", ["rotation_tried", "interventions_unsuitable"])
@pytest.mark.parametrize("known", [no(), Known(True, "uncertain"), Known(None, "unknown"), None])
def test_what_cautions_is_listed_and_does_not_stop(slot: str, known: Known | None) -> None:
    patient = {name: value for name, value in FITTING.items() if name != slot}
    found = judged(patient if known is None else patient | {slot: known})
    assert found.verdict == "may-be-considered"
    assert [one.slot for one in found.cautions] == [slot]
    assert found.changes == ()


def test_a_certain_no_outweighs_what_is_unknown() -> None:
    found = judged({"psychosis": yes()})
    assert found.verdict == "not-recommended"
    labels = {one.slot: one.label for one in STOPS}
    assert found.changes[0] == labels.pop("psychosis")
    assert found.changes[1:] == tuple(labels.values())


def test_what_merely_describes_the_patient_is_not_judged() -> None:
    told = {"weight_kg": Known("58", "given"), "age_years": Known("61", "given"), "opioid": Known("a", "given"),
            "benzodiazepine_cover": no(), "pain_mechanism": Known("mixed", "uncertain")}  # fmt: skip
    assert judged(told) == judged({})
    assert not {"weight", "age", "benzodiazepine-cover"} & set(statuses(judged(told)))


def test_a_topic_without_criteria_needs_more() -> None:
    assert judge([], {}, {}).verdict == "more-needed"
    assert judge([], {}, {}).statement is None


# Treatments.


@pytest.mark.parametrize(
    ("became", "status"),
    [
        (["failed"], "met"),
        (["not-tolerated"], "met"),
        (["ongoing", "failed"], "met"),
        (["ongoing"], "not_met"),
        (["not-tried"], "not_met"),
        (["ongoing", "not-tried"], "not_met"),
        (["contraindicated", "ongoing"], "not_met"),
        # What may not or was not to be given has not failed, and another one may still do.
        (["contraindicated"], "unknown"),
        (["declined"], "unknown"),
        ([], "unknown"),
    ],
)
def test_treatments_count_by_what_became_of_them(became: list[str], status: str) -> None:
    assert statuses(judged({"adjuvants_tried": treated(*became)}))["adjuvants-tried"] == status


@pytest.mark.parametrize("status", ["uncertain", "historical", "unknown"])
def test_treatments_in_doubt_do_not_count(status: Any) -> None:
    known = Known([{"drug": "first", "outcome": "failed"}], status)
    assert statuses(judged({"adjuvants_tried": known}))["adjuvants-tried"] == "unknown"


def test_treatments_that_are_no_list_do_not_count() -> None:
    assert statuses(judged({"adjuvants_tried": yes()}))["adjuvants-tried"] == "unknown"


def test_outcomes_are_those_that_a_message_can_tell() -> None:
    assert set(OUTCOMES) == set(get_args(Treatment))


# What to ask next.


def _asked(answers: Patient) -> tuple[list[Criterion], Patient]:
    """Everything that is asked in turn where each question gets the answer in ``answers``, and what is known then."""
    patient: Patient = {}
    asked: list[Criterion] = []
    while (missing := judged(patient).missing) is not None and len(asked) <= len(JUDGED):
        asked.append(missing)
        patient[missing.slot] = answers[missing.slot]
    return asked, patient


def test_the_questions_come_in_the_order_of_the_criteria_and_cautions_last() -> None:
    asked, _ = _asked(FITTING)
    assert asked == [*STOPS, *(one for one in JUDGED if one.against == "cautions")]


def test_who_does_not_know_is_not_asked_again() -> None:
    asked, patient = _asked({one.slot: Known(None, "unknown") for one in JUDGED})
    assert sorted(one.id for one in asked) == sorted(one.id for one in JUDGED)
    assert judged(patient).verdict == "more-needed"


def test_what_bears_on_nothing_is_not_asked() -> None:
    idle = CRITERIA[0].copy(update={"id": "idle", "slot": "idle", "against": None})
    found = judge([*CRITERIA, idle], FITTING, TOPIC.topic.verdicts)
    assert statuses(found)["idle"] == "unknown"
    assert (found.verdict, found.missing, found.changes) == ("may-be-considered", None, ())


def test_words_of_what_is_not_known_are_not_shown() -> None:
    found = judged({"psychosis": no()}, psychosis="no voices", pregnancy="of another patient")
    assert {one.because for one in found.criteria} == {None, "no voices"}


# The other topic.


@pytest.mark.parametrize(
    ("patient", "verdict", "statement"),
    [
        ({}, "more-needed", "fresh-leaves"),
        ({"leaves_fresh": yes()}, "may-be-considered", "brew-cool"),
        ({"leaves_fresh": no()}, "not-recommended", "bitter"),
        ({"leaves_fresh": Known(True, "uncertain")}, "more-needed", "fresh-leaves"),
    ],
)
def test_another_topic_is_judged_by_its_own_content(patient: Patient, verdict: str, statement: str) -> None:
    found = judged(patient, read_content(TEA).topics[0])
    assert (found.verdict, found.statement) == (verdict, statement)


def test_the_store_gives_what_the_content_says(content: Content, knowledge: KnowledgeBase, tea: KnowledgeBase) -> None:
    assert knowledge.readings() == content.topics[0].criteria
    assert knowledge.verdicts() == content.topics[0].topic.verdicts
    assert tea.verdicts() == read_content(TEA).topics[0].topic.verdicts


# What holds for any patient.

always = settings(derandomize=True, database=None, deadline=None, max_examples=200)
# What never counts, whatever it is said of.
DOUBTS = [Known(True, "uncertain"), Known(True, "historical"), Known(None, "unknown"), None]


def _known(criterion: Criterion) -> st.SearchStrategy[Known | None]:
    doubts = st.sampled_from(DOUBTS)
    if criterion.kind == "treatments":
        return doubts | st.lists(st.sampled_from(OUTCOMES), max_size=3).map(lambda became: treated(*became))
    # The fitting value is likelier, so that the best verdict is reached as well.
    return doubts | st.sampled_from([Known(criterion.favours, "given")] * 4 + [Known(not criterion.favours, "given")])


@st.composite
def patients(draw: st.DrawFn) -> Patient:
    """A patient as a conversation leaves them: mostly fitting, or with anything said of anything."""
    told = dict(FITTING) if draw(st.booleans()) else {}
    for criterion in draw(st.lists(st.sampled_from(JUDGED), unique_by=lambda one: one.slot)):
        known = draw(_known(criterion))
        told.pop(criterion.slot, None)
        if known is not None:
            told[criterion.slot] = known
    return told


@always
@given(
    patient=patients(),
    criterion=st.sampled_from(CONTRAINDICATIONS),
    before=st.sampled_from([no(), Known(None, "unknown"), None]),
    status=st.sampled_from(["given", "uncertain", "historical"]),
)
def test_adding_a_contraindication_never_makes_the_verdict_more_favourable(
    patient: Patient, criterion: Criterion, before: Known | None, status: Any
) -> None:
    patient.pop(criterion.slot, None)
    without = patient if before is None else patient | {criterion.slot: before}
    added = judged(patient | {criterion.slot: Known(True, status)})
    assert RANK[added.verdict] <= RANK[judged(without).verdict]
    assert added.verdict != "may-be-considered"
    assert criterion in (added.contraindicated if status == "given" else added.uncertain)


@always
@given(patient=patients(), order=st.randoms(use_true_random=False))
def test_the_order_of_what_is_said_changes_nothing(patient: Patient, order: Any) -> None:
    slots = list(patient)
    order.shuffle(slots)
    assert judged({slot: patient[slot] for slot in slots}) == judged(patient)


@always
@given(patient=patients(), criterion=st.sampled_from(JUDGED), doubt=st.sampled_from(DOUBTS))
def test_the_unknown_never_counts_as_met(patient: Patient, criterion: Criterion, doubt: Known | None) -> None:
    patient.pop(criterion.slot, None)
    found = judged(patient if doubt is None else patient | {criterion.slot: doubt})
    assert statuses(found)[criterion.id] == "unknown"
    if criterion.against == "stops":
        assert found.verdict != "may-be-considered"
        assert criterion.label in found.changes


@always
@given(patient=patients())
def test_the_best_verdict_takes_every_criterion_that_stops(patient: Patient) -> None:
    found = judged(patient)
    assert RANK[found.verdict] <= RANK["may-be-considered"] == max(RANK.values())
    met = {one.id for one in found.criteria if one.status == "met"}
    assert (found.verdict == "may-be-considered") == ({one.id for one in STOPS} <= met)
    assert found.statement == TOPIC.topic.verdicts[found.verdict]


@always
@given(patient=patients())
def test_what_is_asked_next_is_unknown_and_was_not_given_up(patient: Patient) -> None:
    missing = judged(patient).missing
    if missing is not None:
        assert statuses(judged(patient))[missing.id] == "unknown"
        assert missing.slot not in patient or patient[missing.slot].status != "unknown"
