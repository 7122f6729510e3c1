"""The action: tracker in, one message and exact events out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import ActionAnswer
from actions.questions import read_question
from knowledge.answers.question import Question, Reference
from knowledge.store import build
from tests.conftest import TEA
from tests.contract import check_message


def tracker(
    intent: str,
    entities: dict[str, str] | None = None,
    slots: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
) -> Tracker:
    message = {
        "intent": {"name": intent},
        "entities": [{"entity": name, "value": value} for name, value in (entities or {}).items()],
        "metadata": metadata or {},
    }
    return Tracker("c1", slots or {}, message, [], False, None, {}, "action_listen")


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


def test_the_question_is_read_from_intent_entities_slots_and_metadata() -> None:
    last = tracker(
        "check_contraindication",
        {"concept": "iron-pot", "source_name": "kettle board", "year": "2020", "reference": "2"},
        {"references": [{"number": 1, "source": "kettle-2020"}]},
        {"audience": "trainee", "model_version": "m1"},
    )
    assert read_question(last) == Question(
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
    assert read_question(tracker(intent)).kind == kind


def test_an_audience_that_does_not_exist_is_a_clinician() -> None:
    assert read_question(tracker("greet", metadata={"audience": "cat"})).audience == "clinician"
    assert read_question(tracker("greet", slots={"audience": "patient"})).audience == "patient"


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
    assert read_question(tracker("ask_dosing", entities)).off_topic is off_topic


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
