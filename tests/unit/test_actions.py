"""The action: tracker in, one message and exact events out."""

from __future__ import annotations

import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import ActionAnswer
from actions.patient import findings_of, told_of_patient
from actions.questions import read_questions
from actions.reader import Asked
from actions.state import read_state
from actions.turn import take_turn
from knowledge.answers.question import Question, Reference, Suggestion
from knowledge.answers.removed import removed
from knowledge.patient import Amount, Finding
from knowledge.store import build
from tests.conftest import TEA
from tests.contract import check_message


def tracker(
    intent: str,
    entities: dict[str, str] | None = None,
    slots: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
    **also: Any,
) -> Tracker:
    message = {
        "intent": {"name": intent},
        "entities": [{"entity": name, "value": value, "start": 0} for name, value in (entities or {}).items()],
        "metadata": metadata or {},
        **also,
    }
    return Tracker("c1", slots or {}, message, [], False, None, {}, "action_listen")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOOTNOTE_STATE", str(tmp_path))
    build(f"sqlite:///{tmp_path / 'knowledge.sqlite'}", TEA)
    return tmp_path


def _asked(last: Tracker) -> list[Asked]:
    """The questions of the last message, of a topic without criteria."""
    known = read_state(last, [])
    return read_questions(last, take_turn(last.latest_message, known, []), known)


def _question(last: Tracker) -> Question:
    (asked,) = _asked(last)
    return asked.question


def _run(action: ActionAnswer, last: Tracker) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    dispatcher = CollectingDispatcher()
    events = action.run(dispatcher, last, {})
    assert len(dispatcher.messages) == 1
    return check_message(dispatcher.messages[0]), events


def test_the_question_is_read_from_intent_entities_slots_and_metadata() -> None:
    last = tracker(
        "check_contraindication",
        {"concept": "iron-pot", "source_name": "kettle board", "year": "2020", "reference": "2"},
        {"references": [{"number": 1, "source": "kettle-2020"}]},
        {"audience": "trainee", "model_version": "m1"},
    )
    assert replace(_question(last), patient=None) == Question(
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
    assert _question(tracker(intent)).kind == kind


def test_an_audience_that_does_not_exist_is_a_clinician() -> None:
    assert _question(tracker("greet", metadata={"audience": "cat"})).audience == "clinician"
    assert _question(tracker("greet", slots={"audience": "patient"})).audience == "patient"


def test_an_answer_is_one_message_and_remembers_its_references(state: Path) -> None:
    envelope, events = _run(ActionAnswer(), tracker("ask_contraindications"))
    assert [statement["id"] for statement in envelope["statements"]] == ["no-iron-pot"]
    kept = {event["name"]: event["value"] for event in events}
    assert (kept["last"]["kind"], kept["topic"]) == ("contraindications", "green-tea")
    assert kept["references"] == [{"number": 1, "source": "kettle-2020"}, {"number": 2, "source": "teapot-blog"}]
    assert kept["last_answer"] == envelope["answer_id"]
    assert kept["last"]["shown"] == ["no-iron-pot"]


def test_a_refusal_leaves_the_references_of_the_last_answer_alone(state: Path) -> None:
    envelope, events = _run(ActionAnswer(), tracker("ask_dosing", {"near_trap": "iced-tea"}))
    assert envelope["status"] == "refused"
    assert not {"references", "last", "last_answer"} & {event["name"] for event in events}


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
    assert _question(tracker("ask_dosing", entities)).off_topic is off_topic


@pytest.mark.parametrize(("intent", "years"), [("ask_evidence", ("2019",)), ("ask_dosing", ())])
def test_a_year_by_itself_is_a_source_only_where_sources_are_asked_for(intent: str, years: tuple[str, ...]) -> None:
    assert _question(tracker(intent, {"year": "2019"})).years == years
    assert _question(tracker(intent, {"year": "2019", "source_name": "kettle board"})).years == ("2019",)


def test_names_of_what_is_not_held_are_kept_apart() -> None:
    question = _question(tracker("ask_interactions", {"other_matter": "gout", "other_source": "Samovar Council"}))
    assert (question.other_matters, question.other_sources, question.unknown_name) == (
        ("gout",),
        ("Samovar Council",),
        False,
    )
    assert _question(tracker("ask_interactions", {"unknown_name": "quaxil"})).unknown_name


def test_out_of_scope_gets_no_statement(state: Path) -> None:
    envelope, _ = _run(ActionAnswer(), tracker("out_of_scope"))
    assert (envelope["status"], envelope["statements"]) == ("not_found", [])


def test_an_unreadable_store_is_said_and_the_next_question_is_answered(state: Path) -> None:
    action = ActionAnswer()
    store = state / "knowledge.sqlite"
    kept = store.rename(state / "kept.sqlite")
    envelope, _ = _run(action, tracker("ask_dosing"))
    assert (envelope["status"], envelope["knowledge_version"]) == ("unavailable", None)
    kept.rename(store)
    envelope, _ = _run(action, tracker("ask_dosing"))
    assert envelope["status"] == "answered"


def test_two_questions_get_two_answers_in_order_and_share_what_is_said_beside_them(state: Path) -> None:
    text = "iron pot. what to watch? how much?"
    parts = [
        {"intent": "ask_monitoring", "start": 10, "end": 24, "confidence": 0.9},
        {"intent": "ask_dosing", "start": 25, "end": 34, "confidence": 0.9},
    ]
    entities = [{"entity": "concept", "value": "iron-pot", "start": 0, "end": 8}]
    last = tracker("ask_monitoring", text=text, parts=parts)
    last.latest_message["entities"] = entities
    first, second = (asked.question for asked in _asked(last))
    assert (first.kind, second.kind) == ("monitoring", "dosing")
    assert first.concepts == second.concepts == ("iron-pot",)
    assert (first.words, second.words) == ("what to watch?", "how much?")
    dispatcher = CollectingDispatcher()
    ActionAnswer().run(dispatcher, last, {})
    assert [check_message(message)["question"] for message in dispatcher.messages] == ["monitoring", "dosing"]


REMOVED = [{"kind": "name", "count": 1}, {"kind": "record_number", "count": 2}]
SAID = "Removed before it was read or kept: 1 name, 2 record numbers."


def test_what_was_removed_from_a_message_is_said_once_and_first(state: Path) -> None:
    envelope, _ = _run(ActionAnswer(), tracker("ask_dosing", metadata={"removed": REMOVED}))
    assert envelope["removed"] == [SAID]
    parts = [{"intent": one, "start": 0, "end": 1, "confidence": 0.9} for one in ("ask_monitoring", "ask_dosing")]
    dispatcher = CollectingDispatcher()
    ActionAnswer().run(dispatcher, tracker("ask_dosing", metadata={"removed": REMOVED}, text="??", parts=parts), {})
    first, second = (check_message(message) for message in dispatcher.messages)
    assert (first["removed"], second["removed"]) == ([SAID], [])
    assert [message["text"].startswith(f"{SAID}\n\n") for message in dispatcher.messages] == [True, False]


def test_what_was_removed_is_said_even_where_nothing_can_be_answered(state: Path) -> None:
    (state / "knowledge.sqlite").unlink()
    envelope, _ = _run(ActionAnswer(), tracker("ask_dosing", metadata={"removed": REMOVED}))
    assert (envelope["status"], envelope["removed"]) == ("unavailable", [SAID])


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([{"kind": kind, "count": 1} for kind in ("date_of_birth", "phone")], ["1 date of birth, 1 phone number"]),
        ([{"kind": kind, "count": 2} for kind in ("email", "address")], ["2 e-mail addresses, 2 addresses"]),
        ([{"kind": "name", "count": 1}, {"kind": "name", "count": 2}], ["3 names"]),
        ([], []),
        (None, []),
        ("name", []),
        ([{"kind": "shoe", "count": 1}, {"kind": "name", "count": 0}, {"kind": "name", "count": "[2]"}], []),
        ([{"kind": ["name"], "count": 1}, {"kind": "name", "count": True}, "name", {}], []),
    ],
)
def test_only_what_has_the_form_of_a_removal_is_said(found: Any, said: list[str]) -> None:
    assert removed(found) == [f"Removed before it was read or kept: {one}." for one in said]


def test_a_term_inside_one_question_is_not_part_of_the_other() -> None:
    parts = [
        {"intent": "ask_monitoring", "start": 0, "end": 10, "confidence": 0.9},
        {"intent": "ask_dosing", "start": 11, "end": 30, "confidence": 0.9},
    ]
    last = tracker("ask_monitoring", text="watch it? dose in a bowl?", parts=parts)
    last.latest_message["entities"] = [{"entity": "concept", "value": "bowl", "start": 20, "end": 24}]
    assert [asked.question.concepts for asked in _asked(last)] == [(), ("bowl",)]


def test_a_lay_person_is_answered_as_one_from_then_on(state: Path) -> None:
    envelope, events = _run(ActionAnswer(), tracker("ask_monitoring", metadata={"audience": "clinician"}, voice="lay"))
    assert envelope["audience"] == "patient"
    assert {"event": "slot", "timestamp": None, "name": "audience", "value": "patient"} in events
    later = tracker("greet", slots={"audience": "patient"}, metadata={"audience": "clinician"})
    assert _question(later).audience == "patient"
    assert _question(tracker("greet", slots={"audience": "patient"}, voice="professional")).audience == "clinician"


def test_an_emergency_is_told_to_call_for_help_first(state: Path) -> None:
    envelope, _ = _run(ActionAnswer(), tracker("emergency"))
    assert (envelope["status"], [one["id"] for one in envelope["statements"]]) == ("emergency", ["watch-colour"])
    assert envelope["headline"].startswith("If this is happening now, call your emergency team first.")
    lay, _ = _run(ActionAnswer(), tracker("emergency", voice="lay"))
    assert (lay["status"], lay["statements"]) == ("emergency", [])


def _finding(concept: str, text: str, words: str, category: str, assertion: str = "present") -> dict[str, Any]:
    """What is said of ``concept``, which stands as ``words`` in ``text``."""
    start = text.index(words)
    said = {"assertion": assertion, "treatment": None, "words": ["said"]}
    return {"concept": concept, "category": category, "start": start, "end": start + len(words), **said}


def _told(intent: str, text: str, *findings: dict[str, Any], **also: Any) -> Tracker:
    """A tracker whose last message, ``text``, names what ``findings`` are about."""
    last = tracker(intent, text=text, findings=list(findings), **also)
    last.latest_message["entities"] = [
        {"entity": "concept", "value": one["concept"], **{key: one[key] for key in ("category", "start", "end")}}
        for one in findings
    ]
    return last


def _amount(kind: str, value: str, unit: str, drug: str | None = None, flags: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "kind": kind,
        "start": 0,
        "end": 1,
        "low": value,
        "high": value,
        "unit": unit,
        "drug": drug,
        "per_day": "2" if drug else None,
        "flags": list(flags),
    }


def _last(kind: str, *concepts: str) -> dict[str, Any]:
    """The slot that holds a last question of ``kind``."""
    nothing: list[str] = []
    lists = dict.fromkeys(["source_names", "years", "dosed", "amounts", "shown"], nothing)
    return {"kind": kind, "concepts": list(concepts), "checks_one": False, **lists}


def _follow_up(text: str, last: str | None) -> str:
    before = {"last": _last(last) if last else None}
    return _question(tracker("inform", {"concept": "bowl"}, before, text=text)).kind


def test_a_brief_question_that_only_adds_something_asks_what_the_last_one_asked(state: Path) -> None:
    assert _follow_up("and in a bowl?", "dosing") == "dosing"
    assert _follow_up("and in a bowl?", "monitoring") == "monitoring"
    last = tracker("inform", {"concept": "pot"}, {"last": _last("dosing")}, text="and in a pot?")
    envelope, _ = _run(ActionAnswer(), last)
    assert (envelope["question"], envelope["statements"][0]["id"]) == ("dosing", "pot-dose")


def test_what_is_no_question_or_not_brief_or_follows_nothing_is_no_follow_up() -> None:
    assert _follow_up("and in a bowl", "dosing") == "patient"
    assert _follow_up("and what if it all were in a bowl?", "dosing") == "patient"
    assert _follow_up("and in a bowl?", None) == "patient"
    other = tracker("ask_monitoring", {"concept": "bowl"}, {"last": _last("dosing")}, text="and in a bowl?")
    assert _question(other).kind == "monitoring"


@pytest.mark.parametrize("strange", ["other_drug", "near_trap", "unfamiliar_word"])
def test_what_names_something_else_is_no_follow_up(strange: str) -> None:
    for intent in ("inform", "out_of_scope", "ask_about"):
        entities = {"concept": "bowl", strange: "coffee"}
        asked = _question(tracker(intent, entities, {"last": _last("dosing", "green-tea")}, text="and coffee?"))
        assert asked.kind != "dosing"
    medicine = _told("inform", "and milk?", _finding("milk", "and milk?", "milk", "drug"))
    medicine.slots["last"] = _last("dosing", "green-tea")
    assert _question(medicine).kind != "dosing"


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
    assert _question(last).kind != "dosing"
    last.latest_message["entities"] = [named, dosed]
    assert (_question(last).kind, _question(last).dosed) == (kind, ("milk",))


def test_the_dose_of_a_medicine_without_a_curated_one_is_refused_whatever_the_intent(state: Path) -> None:
    last = tracker("greet", text="milk dose?")
    last.latest_message["entities"] = [
        {"entity": "concept", "value": "milk", "start": 0, "end": 4, "category": "drug"},
        {"entity": "dosed_drug", "value": "milk", "start": 0, "end": 4},
    ]
    envelope, _ = _run(ActionAnswer(), last)
    assert (envelope["status"], envelope["question"]) == ("refused", "dosing")


def test_a_question_carries_what_the_message_says_of_the_patient() -> None:
    text = "fresh leaves, 60 kg: iron pot?"
    leaves = _finding("leaves", text, "leaves", "term")
    asked = _finding("iron-pot", text, "iron pot", "contraindication", "asked")
    limit = _amount("weight", "70", "kg", flags=("bound",))
    last = _told("ask_dosing", text, leaves, asked, quantities=[_amount("weight", "60", "kg"), limit])
    last.latest_message["parts"] = [
        {"intent": "ask_dosing", "confidence": 0.7, "start": 0, "end": 30, "statements": [{"id": "a", "share": 0.6}]}
    ]
    question = _question(last)
    assert question.findings == (
        Finding("leaves", "present", None, "leaves"),
        Finding("iron-pot", "asked", None, "iron pot"),
    )
    assert question.amounts == (Amount("weight", Fraction(60), "kg"),)
    assert (question.of_patient, question.concepts) == (("leaves",), ("leaves", "iron-pot"))
    assert (question.confidence, question.suggestions) == (0.7, (Suggestion("a", 0.6),))


@pytest.fixture
def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store in which a weight and a daily dose are asked about as well."""
    folder = Path(shutil.copytree(TEA, tmp_path / "content"))
    criteria = folder / "green-tea" / "criteria.yml"
    common = "kind: measure, label: a, ask: b?, statement: fresh-leaves"
    criteria.write_text(
        f"{criteria.read_text(encoding='utf-8')}\n"
        f"- {{id: weight, slot: weight_kg, {common}, measure: weight}}\n"
        f"- {{id: milk-daily, slot: milk_mg, {common}, measure: daily-dose, concepts: [milk]}}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("FOOTNOTE_STATE", str(tmp_path))
    build(f"sqlite:///{tmp_path / 'knowledge.sqlite'}", folder)


@pytest.mark.parametrize("intent", ["ask_contraindications", "inform", "ask_dosing", "ask_sources"])
def test_every_envelope_says_what_was_read_of_the_patient(measured: None, intent: str) -> None:
    text = "fresh leaves, 60 kg, milk 5 mg twice daily"
    findings = [_finding("leaves", text, "leaves", "term"), _finding("milk", text, "milk", "drug")]
    quantities = [_amount("weight", "60", "kg"), _amount("dose", "5", "mg", "milk")]
    envelope, _ = _run(ActionAnswer(), _told(intent, text, *findings, quantities=quantities))
    assert envelope["patient"] == {
        "leaves_fresh": {"value": True, "status": "given"},
        "weight_kg": {"value": "60", "status": "given"},
        "milk_mg": {"value": "10", "status": "given"},
    }
    unsaid, _ = _run(ActionAnswer(), tracker(intent))
    assert unsaid["patient"] == {}


@pytest.mark.parametrize("intent", ["ask_recommendation", "ask_monitoring", "inform"])
def test_no_envelope_for_a_lay_person_holds_a_daily_dose(measured: None, intent: str) -> None:
    text = "60 kg, milk 5 mg twice daily"
    quantities = [_amount("weight", "60", "kg"), _amount("dose", "5", "mg", "milk")]
    last = _told(intent, text, _finding("milk", text, "milk", "drug"), quantities=quantities, voice="lay")
    envelope, _ = _run(ActionAnswer(), last)
    assert envelope["audience"] == "patient"
    assert envelope["patient"] == {"weight_kg": {"value": "60", "status": "given"}}


def test_what_is_absent_is_not_asked_about_but_the_subject_always_is() -> None:
    text = "no thirst, no green tea so far"
    thirst = _finding("thirst", text, "thirst", "condition", "absent")
    subject = _finding("green-tea", text, "green tea", "subject", "absent")
    assert _question(_told("ask_dosing", text, thirst, subject)).concepts == ("green-tea",)
    failed = {**subject, "assertion": "present", "treatment": "failed"}
    assert _question(_told("ask_dosing", text, failed)).concepts == ("green-tea",)


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
    findings = [_finding(concept, text, words, "contraindication", said) for concept, words, said in named]
    subject = _finding("green-tea", text, "green tea", "subject", "asked")
    assert _question(_told("check_contraindication", text, *findings, subject)).checks_one is checks_one
    # What the subject is given for tells nothing of what speaks against it.
    given_for = _finding("thirst", text, "with", "condition", "asked")
    assert _question(_told("check_contraindication", text, *findings, given_for, subject)).checks_one is checks_one


def test_a_denied_contraindication_is_answered_by_the_list(state: Path) -> None:
    text = "no lead pot, is anything against it?"
    denied = _finding("lead-pot", text, "lead pot", "contraindication", "absent")
    envelope, _ = _run(ActionAnswer(), _told("check_contraindication", text, denied))
    assert [one["id"] for one in envelope["statements"]] == ["no-iron-pot"]
    there, _ = _run(ActionAnswer(), _told("check_contraindication", text, {**denied, "assertion": "present"}))
    assert there["status"] == "not_found"


def _unsure(first: str, second: str, share: float, **also: Any) -> Tracker:
    ranking = [{"name": first, "confidence": 0.5}, {"name": second, "confidence": share}]
    part = {"intent": first, "confidence": 0.5, "start": 0, "end": 8, "statements": []}
    return tracker(first, {"concept": "iron-pot"}, intent_ranking=ranking, parts=[part], text="iron pot", **also)


def test_what_is_not_surely_of_its_kind_is_answered_as_the_next_likely_one(state: Path) -> None:
    action = ActionAnswer()
    as_it_is, _ = _run(action, _unsure("ask_monitoring", "ask_contraindications", 0.1))
    assert as_it_is["status"] == "not_found"
    instead, _ = _run(action, _unsure("ask_monitoring", "ask_contraindications", 0.3))
    assert (instead["status"], instead["question"]) == ("answered", "contraindications")
    unlike, _ = _run(action, _unsure("ask_monitoring", "ask_summary", 0.3))
    assert unlike["status"] == "not_found"


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
    assert _question(last).off_topic is off_topic


@pytest.mark.parametrize(("share", "off_topic"), [(0.9, False), (0.8, True)])
def test_a_word_that_no_question_used_is_no_matter_where_a_statement_is_sure(share: float, off_topic: bool) -> None:
    part = _suggesting("ask_dosing", share)
    last = tracker("ask_dosing", {"unfamiliar_word": "gent"}, parts=[part])
    assert _question(last).off_topic is off_topic


def test_the_group_of_patients_holds_for_what_is_asked_behind_it_and_other_terms_for_their_own() -> None:
    text = "how much for a child with milk? what to watch"
    parts = [
        {"intent": "ask_dosing", "confidence": 0.9, "start": 0, "end": 31},
        {"intent": "ask_monitoring", "confidence": 0.9, "start": 32, "end": 45},
    ]
    last = tracker("ask_dosing", parts=parts, text=text)
    last.latest_message["entities"] = [
        {"entity": "concept", "value": "children", "start": 15, "category": "population"},
        {"entity": "concept", "value": "milk", "start": 26, "category": "drug"},
    ]
    assert [one.question.concepts for one in _asked(last)] == [("children", "milk"), ("children",)]
    own = {"entity": "concept", "value": "frail", "start": 40, "category": "population"}
    last.latest_message["entities"].append(own)
    assert [one.question.concepts for one in _asked(last)] == [("children", "milk"), ("frail",)]


def _two_parts(second: str, *entities: dict[str, Any]) -> Any:
    """A message with a question about eligibility up to its 20th character, and one of ``second`` behind it."""
    parts = [
        {"intent": "ask_eligibility", "confidence": 0.9, "start": 0, "end": 20},
        {"intent": second, "confidence": 0.9, "start": 20, "end": 40},
    ]
    last = tracker("ask_eligibility", parts=parts, text="is the tea for him, and what then, mtg?!")
    last.latest_message["entities"] = list(entities)
    return _asked(last)[1].question


TEA_NAMED = {"entity": "concept", "value": "green-tea", "start": 7, "category": "subject"}
BY_MOUTH = {"entity": "concept", "value": "oral", "start": 9, "category": "route"}


@pytest.mark.parametrize(
    ("second", "own", "concepts"),
    [
        ("ask_evidence", None, ("green-tea",)),
        ("ask_dosing", None, ("green-tea", "oral")),
        ("ask_dosing", "drug", ("oral", "own")),
        ("ask_dosing", "route", ("green-tea", "own")),
    ],
)
def test_medicine_and_route_hold_until_another_is_named(
    second: str, own: str | None, concepts: tuple[str, ...]
) -> None:
    named = [{"entity": "concept", "value": "own", "start": 25, "category": own}] if own else []
    assert _two_parts(second, TEA_NAMED, BY_MOUTH, *named).concepts == concepts


def test_a_strange_word_makes_no_other_matter_of_a_part_whose_message_is_on_the_subject() -> None:
    strange = {"entity": "unfamiliar_word", "value": "mtg", "start": 34}
    assert not _two_parts("ask_monitoring", TEA_NAMED, strange).off_topic
    assert _two_parts("ask_monitoring", strange).off_topic


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
    assert _question(last).off_topic is off_topic


def _named(concept: str, words: list[str], category: str = "drug-class") -> dict[str, Any]:
    said = {"assertion": "present", "treatment": None, "start": 0, "end": 4, "words": words}
    return {"concept": concept, "category": category, **said}


def test_what_is_told_and_then_named_once_more_is_asked_about() -> None:
    told, asked = _named("milk", ["in the pot"]), _named("milk", [])
    assert told_of_patient({"findings": [told]}) == ("milk",)
    assert told_of_patient({"findings": [told, told]}) == ("milk",)
    assert told_of_patient({"findings": [told, asked]}) == ()


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
