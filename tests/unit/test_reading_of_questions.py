"""What a message asks: its kind, its terms, what it says of the patient, and whether it is about something else."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from actions.patient import findings_of, told_of_patient
from knowledge.answers.question import Question, Reference, Suggestion
from knowledge.patient import Amount, Finding
from knowledge.schema import Criterion
from tests.trackers import amount, asked, finding, last_question, question_of, told, tracker


def test_the_question_is_read_from_intent_entities_slots_and_metadata() -> None:
    last = tracker(
        "check_contraindication",
        {"concept": "iron-pot", "source_name": "kettle board", "year": "2020", "reference": "2"},
        {"references": [{"number": 1, "source": "kettle-2020"}]},
        {"audience": "trainee", "model_version": "m1"},
    )
    assert replace(question_of(last), patient=None) == Question(
        kind="contraindications",
        audience="trainee",
        concepts=("iron-pot",),
        source_names=("kettle board",),
        years=("2020",),
        checks_one=True,
        reference=2,
        previous=(Reference(1, "kettle-2020"),),
        model_version="m1",
    )


@pytest.mark.parametrize(
    ("intent", "kind"),
    [
        ("ask_dosing", "dosing"),
        ("ask_about", "search"),
        ("ask_review_status", "sources"),
        ("greet", "meta"),
        ("ask_help", "meta"),
        ("out_of_scope", "search"),
        ("nlu_fallback", "search"),
        ("something new", "search"),
    ],
)
def test_the_intent_decides_the_kind_of_question(intent: str, kind: str) -> None:
    assert question_of(tracker(intent)).kind == kind


def test_an_audience_that_does_not_exist_is_a_clinician() -> None:
    assert question_of(tracker("greet", metadata={"audience": "cat"})).audience == "clinician"
    assert question_of(tracker("greet", slots={"audience": "patient"})).audience == "patient"


@pytest.mark.parametrize(
    ("entities", "off_topic"),
    [
        ({"unfamiliar_word": "gent"}, True),
        ({"unfamiliar_word": "gent", "concept": "iron-pot"}, False),
        ({"unfamiliar_word": "gent", "source_name": "kettle board"}, False),
        ({}, False),
    ],
)
def test_an_unfamiliar_word_and_no_known_term_are_about_something_else(
    entities: dict[str, str], off_topic: bool
) -> None:
    assert question_of(tracker("ask_dosing", entities)).off_topic is off_topic


@pytest.mark.parametrize(("intent", "years"), [("ask_evidence", ("2019",)), ("ask_dosing", ())])
def test_a_year_by_itself_is_a_source_only_where_sources_are_asked_for(intent: str, years: tuple[str, ...]) -> None:
    assert question_of(tracker(intent, {"year": "2019"})).years == years
    assert question_of(tracker(intent, {"year": "2019", "source_name": "kettle board"})).years == ("2019",)


def test_names_of_what_is_not_held_are_kept_apart() -> None:
    question = question_of(tracker("ask_interactions", {"other_matter": "gout", "other_source": "Samovar Council"}))
    assert (question.other_matters, question.other_sources, question.unknown_name) == (
        ("gout",),
        ("Samovar Council",),
        False,
    )
    assert question_of(tracker("ask_interactions", {"unknown_name": "quaxil"})).unknown_name


def _follow_up(text: str, last: str | None) -> str:
    before = {"last": last_question(last) if last else None}
    return question_of(tracker("inform", {"concept": "bowl"}, before, text=text)).kind


def test_a_brief_question_that_only_adds_something_asks_what_the_last_one_asked() -> None:
    assert _follow_up("and in a bowl?", "dosing") == "dosing"
    assert _follow_up("and in a bowl?", "monitoring") == "monitoring"


def test_what_is_no_question_or_not_brief_or_follows_nothing_is_no_follow_up() -> None:
    assert _follow_up("and in a bowl", "dosing") == "patient"
    assert _follow_up("and what if it all were in a bowl?", "dosing") == "patient"
    assert _follow_up("and in a bowl?", None) == "patient"
    other = tracker("ask_monitoring", {"concept": "bowl"}, {"last": last_question("dosing")}, text="and in a bowl?")
    assert question_of(other).kind == "monitoring"


@pytest.mark.parametrize("strange", ["other_drug", "near_trap", "unfamiliar_word"])
def test_what_names_something_else_is_no_follow_up(strange: str) -> None:
    for intent in ("inform", "out_of_scope", "ask_about"):
        entities = {"concept": "bowl", strange: "coffee"}
        question = question_of(
            tracker(intent, entities, {"last": last_question("dosing", "green-tea")}, text="and coffee?")
        )
        assert question.kind != "dosing"
    medicine = told("inform", "and milk?", finding("milk", "and milk?", "milk", "drug"))
    medicine.slots["last"] = last_question("dosing", "green-tea")
    assert question_of(medicine).kind != "dosing"


@pytest.mark.parametrize(
    ("intent", "category", "kind"),
    [
        ("ask_interactions", "drug", "dosing"),
        ("greet", "drug", "dosing"),
        ("ask_titration", "drug", "titration"),
        ("ask_interactions", "subject", "interactions"),
        ("ask_interactions", "device", "interactions"),
        ("out_of_scope", "drug", "search"),
    ],
)
def test_asked_for_the_dose_of_a_medicine_that_is_no_subject_a_question_is_one_about_doses(
    intent: str, category: str, kind: str
) -> None:
    last = tracker(intent, text="milk dose?")
    named = {"entity": "concept", "value": "milk", "start": 0, "end": 4, "category": category}
    dosed = {"entity": "dosed_drug", "value": "milk", "start": 0, "end": 4}
    last.latest_message["entities"] = [named]
    assert question_of(last).kind != "dosing"
    last.latest_message["entities"] = [named, dosed]
    assert (question_of(last).kind, question_of(last).dosed) == (kind, ("milk",))


def test_a_question_carries_what_the_message_says_of_the_patient() -> None:
    text = "fresh leaves, 60 kg: iron pot?"
    leaves = finding("leaves", text, "leaves", "term")
    pot = finding("iron-pot", text, "iron pot", "contraindication", "asked")
    limit = amount("weight", "70", "kg", flags=("bound",))
    last = told("ask_dosing", text, leaves, pot, quantities=[amount("weight", "60", "kg"), limit])
    last.latest_message["parts"] = [
        {"intent": "ask_dosing", "confidence": 0.7, "start": 0, "end": 30, "statements": [{"id": "a", "share": 0.6}]}
    ]
    question = question_of(last)
    assert question.findings == (
        Finding("leaves", "present", None, "leaves"),
        Finding("iron-pot", "asked", None, "iron pot"),
    )
    assert question.amounts == (Amount("weight", Fraction(60), "kg"),)
    assert (question.of_patient, question.concepts) == (("leaves",), ("leaves", "iron-pot"))
    assert (question.confidence, question.suggestions) == (0.7, (Suggestion("a", 0.6),))


def test_what_is_absent_is_not_asked_about_but_the_subject_always_is() -> None:
    text = "no thirst, no green tea so far"
    thirst = finding("thirst", text, "thirst", "condition", "absent")
    subject = finding("green-tea", text, "green tea", "subject", "absent")
    assert question_of(told("ask_dosing", text, thirst, subject)).concepts == ("green-tea",)
    failed = {**subject, "assertion": "present", "treatment": "failed"}
    assert question_of(told("ask_dosing", text, failed)).concepts == ("green-tea",)


@pytest.mark.parametrize(
    ("assertions", "checks_one"),
    [
        (("absent",), False),
        (("absent", "family"), False),
        (("present",), True),
        (("absent", "present"), True),
        (("asked",), True),
    ],
)
def test_findings_that_are_all_denied_leave_a_general_question(assertions: tuple[str, ...], checks_one: bool) -> None:
    text = "iron pot and lead pot, with green tea"
    named = zip(("iron-pot", "lead-pot"), ("iron pot", "lead pot"), assertions, strict=False)
    findings = [finding(concept, text, words, "contraindication", said) for concept, words, said in named]
    subject = finding("green-tea", text, "green tea", "subject", "asked")
    assert question_of(told("check_contraindication", text, *findings, subject)).checks_one is checks_one
    # What the subject is given for tells nothing of what speaks against it.
    given_for = finding("thirst", text, "with", "condition", "asked")
    assert question_of(told("check_contraindication", text, *findings, given_for, subject)).checks_one is checks_one


def _suggesting(intent: str, share: float) -> dict[str, Any]:
    """The part of a message that is read as ``intent`` with a doubt, and for which one statement is suggested."""
    statements = [{"id": "brew-cool", "share": share}]
    return {"intent": intent, "confidence": 0.6, "start": 0, "end": 9, "statements": statements}


@pytest.mark.parametrize(
    ("category", "share", "off_topic"), [("subject", 0.9, False), ("subject", 0.8, True), ("population", 0.9, True)]
)
def test_a_message_about_the_subject_with_a_sure_statement_is_none_about_something_else(
    category: str, share: float, off_topic: bool
) -> None:
    part = _suggesting("out_of_scope", share)
    last = tracker("out_of_scope", parts=[part], text="green tea")
    last.latest_message["entities"] = [{"entity": "concept", "value": "green-tea", "start": 0, "category": category}]
    assert question_of(last).off_topic is off_topic


@pytest.mark.parametrize(("share", "off_topic"), [(0.9, False), (0.8, True)])
def test_a_word_that_no_question_used_is_no_matter_where_a_statement_is_sure(share: float, off_topic: bool) -> None:
    part = _suggesting("ask_dosing", share)
    last = tracker("ask_dosing", {"unfamiliar_word": "gent"}, parts=[part])
    assert question_of(last).off_topic is off_topic


@pytest.mark.parametrize(
    ("intent", "category", "off_topic"),
    [
        ("ask_dosing", "population", True),
        ("ask_dosing", "regimen", False),
        ("ask_population", "population", False),
    ],
)
def test_a_dose_for_a_group_of_patients_may_be_any_medicines(intent: str, category: str, off_topic: bool) -> None:
    last = tracker(intent, text="gent dose 80 kg")
    last.latest_message["entities"] = [
        {"entity": "concept", "value": "named", "start": 10, "category": category},
        {"entity": "unfamiliar_word", "value": "gent", "start": 0},
    ]
    assert question_of(last).off_topic is off_topic


def _named(concept: str, words: list[str], category: str = "drug-class") -> dict[str, Any]:
    said = {"assertion": "present", "treatment": None, "start": 0, "end": 4, "words": words}
    return {"concept": concept, "category": category, **said}


def test_what_is_told_and_then_named_once_more_is_asked_about() -> None:
    in_pot, named = _named("milk", ["in the pot"]), _named("milk", [])
    assert told_of_patient({"findings": [in_pot]}) == ("milk",)
    assert told_of_patient({"findings": [in_pot, in_pot]}) == ("milk",)
    assert told_of_patient({"findings": [in_pot, named]}) == ()


@pytest.mark.parametrize(
    ("intents", "assertion"),
    [
        (["ask_mechanism"], "reported"),
        (["ask_mechanism", "ask_sources"], "reported"),
        (["ask_mechanism", "ask_dosing"], "present"),
        (["ask_dosing"], "present"),
    ],
)
def test_the_route_in_a_question_how_it_works_is_not_the_patients(intents: list[str], assertion: str) -> None:
    parts = [{"intent": intent, "start": 0, "end": 4} for intent in intents]
    message = {"text": "oral", "intent": {"name": intents[0]}, "parts": parts}
    (found,) = findings_of({**message, "findings": [_named("oral", [], "route")]})
    assert found.assertion == assertion


HOT = Criterion.parse_obj(
    {
        "id": "hot",
        "slot": "hot",
        "kind": "finding",
        "label": "not hot",
        "ask": "Hot?",
        "statement": "hot",
        "true_from": {"heat": {"temp": "80"}},
    }
)


@pytest.mark.parametrize(
    ("intent", "reading", "category", "concepts"),
    [
        ("check_contraindication", "80", "subject", ("named", "heat")),
        ("check_contraindication", "79", "subject", ("named",)),
        ("check_contraindication", "80", "contraindication", ("named",)),
        ("ask_dosing", "80", "subject", ("named",)),
    ],
)
def test_whether_it_is_ruled_out_asks_about_what_was_measured_where_nothing_is_named(
    intent: str, reading: str, category: str, concepts: tuple[str, ...]
) -> None:
    last = tracker(intent, text="temp 80, tea: does that rule it out?", quantities=[amount("reading", reading, "temp")])
    last.latest_message["entities"] = [{"entity": "concept", "value": "named", "start": 9, "category": category}]
    (only,) = asked(last, [HOT])
    assert only.question.concepts == concepts
