"""A tracker's events as what the web chat shows."""

from __future__ import annotations

from typing import Any

from bot.channels.timeline import answers_to, timeline


def said(text: str | None, message_id: str = "m", **metadata: Any) -> dict[str, Any]:
    return {"event": "user", "text": text, "message_id": message_id, "metadata": metadata, "timestamp": 1.5}


def answered(answer_id: str) -> dict[str, Any]:
    data = {"buttons": [{"title": "Why?", "payload": "/ask_why"}], "custom": {"answer_id": answer_id}}
    return {"event": "bot", "text": "An answer.", "data": data, "timestamp": 2.0}


START = {"event": "session_started", "timestamp": 1.0}
SLOT = {"event": "slot", "name": "x", "value": 1, "timestamp": 1.0}
EVENTS = [START, SLOT, said("dose?", "a"), SLOT, answered("1"), START, said("why?", "b"), answered("2"), answered("3")]


def test_what_is_shown_is_numbered_by_its_place() -> None:
    shown = timeline(EVENTS)
    assert [(one["n"], one["type"]) for one in shown] == [
        (2, "said"),
        (4, "answer"),
        (5, "session"),
        (6, "said"),
        (7, "answer"),
        (8, "answer"),
    ]
    assert shown[0] | {"at": ""} == {"n": 2, "type": "said", "at": "", "id": "a", "text": "dose?", "removed": []}
    assert shown[0]["at"] == "1970-01-01T00:00:01Z"
    assert shown[1]["message"] == {
        "text": "An answer.",
        "buttons": [{"title": "Why?", "payload": "/ask_why"}],
        "custom": {"answer_id": "1"},
    }


def test_any_place_can_be_gone_on_from() -> None:
    whole = timeline(EVENTS)
    for after in range(-1, len(EVENTS) + 1):
        assert timeline(EVENTS, after) == [one for one in whole if one["n"] > after]


def test_a_payload_is_shown_as_the_button_that_was_pressed() -> None:
    removed = [{"kind": "name", "count": 1}]
    shown = timeline([said("/ask_why", shown="Why do you ask?"), said("[name] has pain", removed=removed)])
    assert [one["text"] for one in shown] == ["Why do you ask?", "[name] has pain"]
    assert [one["removed"] for one in shown] == [[], removed]


def test_what_is_no_answer_is_not_shown() -> None:
    assert timeline([said(None), {"event": "bot", "text": "x", "data": {"custom": None}}, {"event": "bot"}]) == []
    assert timeline([]) == []


def test_whether_a_message_was_answered() -> None:
    assert answers_to(EVENTS, "a")
    assert answers_to(EVENTS, "b")
    assert not answers_to(EVENTS, "c")
    assert not answers_to([*EVENTS, said("and now?", "c")], "c")
    assert not answers_to([said("dose?", "a"), said("why?", "b"), answered("1")], "a")
    assert answers_to([said("dose?", "a"), said("dose?", "a"), answered("1")], "a")
