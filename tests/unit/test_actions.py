"""The action: tracker in, one message and exact events out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import ActionAnswer
from actions.questions import read_questions
from knowledge.answers.question import Question, Reference
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


def _question(last: Tracker) -> Question:
    (asked,) = read_questions(last)
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
    assert [asked.question for asked in read_questions(last)] == [
        Question(
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
    ]


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
    assert events == [
        {"event": "slot", "timestamp": None, "name": "last_question", "value": "contraindications"},
        {"event": "slot", "timestamp": None, "name": "topic", "value": "green-tea"},
        {
            "event": "slot",
            "timestamp": None,
            "name": "references",
            "value": [{"number": 1, "source": "kettle-2020"}, {"number": 2, "source": "teapot-blog"}],
        },
    ]


def test_a_refusal_leaves_the_references_of_the_last_answer_alone(state: Path) -> None:
    envelope, events = _run(ActionAnswer(), tracker("ask_dosing", {"near_trap": "iced-tea"}))
    assert envelope["status"] == "refused"
    assert [event["name"] for event in events] == ["last_question", "topic"]


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
    first, second = (asked.question for asked in read_questions(last))
    assert (first.kind, second.kind) == ("monitoring", "dosing")
    assert first.concepts == second.concepts == ("iron-pot",)
    assert (first.words, second.words) == ("what to watch?", "how much?")
    dispatcher = CollectingDispatcher()
    ActionAnswer().run(dispatcher, last, {})
    assert [check_message(message)["question"] for message in dispatcher.messages] == ["monitoring", "dosing"]


def test_a_term_inside_one_question_is_not_part_of_the_other() -> None:
    parts = [
        {"intent": "ask_monitoring", "start": 0, "end": 10, "confidence": 0.9},
        {"intent": "ask_dosing", "start": 11, "end": 30, "confidence": 0.9},
    ]
    last = tracker("ask_monitoring", text="watch it? dose in a bowl?", parts=parts)
    last.latest_message["entities"] = [{"entity": "concept", "value": "bowl", "start": 20, "end": 24}]
    assert [asked.question.concepts for asked in read_questions(last)] == [(), ("bowl",)]


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
