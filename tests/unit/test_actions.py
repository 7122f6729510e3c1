"""The action: tracker in, one message and exact events out."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import ActionAnswer
from knowledge.answers.removed import removed
from knowledge.store import build
from tests.conftest import TEA
from tests.contract import check_message
from tests.trackers import amount, asked, finding, last_question, question_of, told, tracker


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOOTNOTE_STATE", str(tmp_path))
    build(f"sqlite:///{tmp_path / 'knowledge.sqlite'}", TEA)
    return tmp_path


def _run(action: ActionAnswer, last: Tracker) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    dispatcher = CollectingDispatcher()
    events = action.run(dispatcher, last, {})
    assert len(dispatcher.messages) == 1
    return check_message(dispatcher.messages[0]), events


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
    first, second = (one.question for one in asked(last))
    assert (first.kind, second.kind) == ("monitoring", "dosing")
    assert first.concepts == second.concepts == ("iron-pot",)
    assert (first.words, second.words) == ("what to watch?", "how much?")
    dispatcher = CollectingDispatcher()
    ActionAnswer().run(dispatcher, last, {})
    assert [check_message(message)["question"] for message in dispatcher.messages] == ["monitoring", "dosing"]


def test_the_references_asked_for_behind_a_question_are_those_of_its_answer(state: Path) -> None:
    parts = [
        {"intent": "ask_dosing", "start": 0, "end": 9, "confidence": 0.9},
        {"intent": "ask_sources", "start": 10, "end": 23, "confidence": 0.9},
    ]
    last = tracker("ask_dosing", text="how much? and the link?", parts=parts)
    last.latest_message["entities"] = [{"entity": "concept", "value": "pot", "start": 0, "end": 3}]
    dispatcher = CollectingDispatcher()
    events = ActionAnswer().run(dispatcher, last, {})
    dose, references = (check_message(message) for message in dispatcher.messages)
    assert dose["statements"]
    assert references["statements"] == []
    assert [one["source"] for one in references["citations"]] == [one["source"] for one in dose["citations"]]
    kept = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    assert (kept["last_answer"], kept["last"]["kind"]) == (dose["answer_id"], "dosing")


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


def test_a_lay_person_is_answered_as_one_from_then_on(state: Path) -> None:
    envelope, events = _run(ActionAnswer(), tracker("ask_monitoring", metadata={"audience": "clinician"}, voice="lay"))
    assert envelope["audience"] == "patient"
    assert {"event": "slot", "timestamp": None, "name": "audience", "value": "patient"} in events
    later = tracker("greet", slots={"audience": "patient"}, metadata={"audience": "clinician"})
    assert question_of(later).audience == "patient"
    assert question_of(tracker("greet", slots={"audience": "patient"}, voice="professional")).audience == "clinician"


def test_an_emergency_is_told_to_call_for_help_first(state: Path) -> None:
    envelope, _ = _run(ActionAnswer(), tracker("emergency"))
    assert (envelope["status"], [one["id"] for one in envelope["statements"]]) == ("emergency", ["watch-colour"])
    assert envelope["headline"].startswith("If this is happening now, call your emergency team first.")
    lay, _ = _run(ActionAnswer(), tracker("emergency", voice="lay"))
    assert (lay["status"], lay["statements"]) == ("emergency", [])


def test_a_brief_question_that_only_adds_something_is_answered_as_the_last_one(state: Path) -> None:
    last = tracker("inform", {"concept": "pot"}, {"last": last_question("dosing")}, text="and in a pot?")
    envelope, _ = _run(ActionAnswer(), last)
    assert (envelope["question"], envelope["statements"][0]["id"]) == ("dosing", "pot-dose")


def test_the_dose_of_a_medicine_without_a_curated_one_is_refused_whatever_the_intent(state: Path) -> None:
    last = tracker("greet", text="milk dose?")
    last.latest_message["entities"] = [
        {"entity": "concept", "value": "milk", "start": 0, "end": 4, "category": "drug"},
        {"entity": "dosed_drug", "value": "milk", "start": 0, "end": 4},
    ]
    envelope, _ = _run(ActionAnswer(), last)
    assert (envelope["status"], envelope["question"]) == ("refused", "dosing")


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
    findings = [finding("leaves", text, "leaves", "term"), finding("milk", text, "milk", "drug")]
    quantities = [amount("weight", "60", "kg"), amount("dose", "5", "mg", "milk")]
    envelope, _ = _run(ActionAnswer(), told(intent, text, *findings, quantities=quantities))
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
    quantities = [amount("weight", "60", "kg"), amount("dose", "5", "mg", "milk")]
    last = told(intent, text, finding("milk", text, "milk", "drug"), quantities=quantities, voice="lay")
    envelope, _ = _run(ActionAnswer(), last)
    assert envelope["audience"] == "patient"
    assert envelope["patient"] == {"weight_kg": {"value": "60", "status": "given"}}


def test_a_denied_contraindication_is_answered_by_the_list(state: Path) -> None:
    text = "no lead pot, is anything against it?"
    denied = finding("lead-pot", text, "lead pot", "contraindication", "absent")
    envelope, _ = _run(ActionAnswer(), told("check_contraindication", text, denied))
    assert [one["id"] for one in envelope["statements"]] == ["no-iron-pot"]
    there, _ = _run(ActionAnswer(), told("check_contraindication", text, {**denied, "assertion": "present"}))
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
