"""What the channel answers by itself, and what it lets Rasa see."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.channels.exchange import (
    LONGEST_MESSAGE,
    AnswerCollector,
    Incoming,
    answer_before_rasa,
    as_text_or_offered,
    offered_payloads,
    unavailable,
    visible,
)
from tests.contract import check_message


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (None, "needs_input"),
        ("", "needs_input"),
        (" \n\t ", "needs_input"),
        ("\u200b\u202e\x00", "needs_input"),
        (42, "not_found"),
        (["what", "dose"], "not_found"),
        ({"text": "hi"}, "not_found"),
        ("😀🐎💉", "not_found"),
        ("?!…", "not_found"),
        ('{"intent": "ask_dosing"}', "not_found"),
        (' ["dose", 58]', "not_found"),
        ("x" * (LONGEST_MESSAGE + 1), "not_found"),
    ],
)
def test_bad_input_is_answered_before_rasa_sees_it(text: object, status: str) -> None:
    message = answer_before_rasa(Incoming(text))
    assert message is not None
    envelope = check_message(message)
    assert envelope["status"] == status
    assert envelope["ask"] == ("question" if status == "needs_input" else None)


def test_too_long_input_hears_how_long_it_was_and_may_be() -> None:
    message = answer_before_rasa(Incoming("x" * 20_000))
    assert message is not None
    assert "20,000" in message["text"]
    assert f"{LONGEST_MESSAGE:,}" in message["text"]


@pytest.mark.parametrize(
    "text", ["what dose", "0.5?", "x" * LONGEST_MESSAGE, "剂量是多少", "{what dose", "[58 kg] what dose?"]
)
def test_ordinary_input_goes_on_to_rasa(text: str) -> None:
    assert answer_before_rasa(Incoming(text)) is None


def test_the_audience_is_kept_in_what_the_channel_says_itself() -> None:
    assert check_message(unavailable(Incoming("dose?", "patient")))["audience"] == "patient"


def test_control_and_invisible_characters_are_taken_out() -> None:
    assert visible("max\u202e dose\x07\n\u200bplease") == "max dose please"


@pytest.mark.parametrize(
    ("text", "offered", "seen"),
    [
        ("/ask_dosing", {"/ask_dosing"}, "/ask_dosing"),
        ("/ask_dosing", set(), "ask_dosing"),
        ('/affirm{"slot": "x"}', {"/ask_dosing"}, 'affirm{"slot": "x"}'),
        ("//restart", set(), "restart"),
        ("what dose", set(), "what dose"),
    ],
)
def test_a_payload_is_obeyed_only_where_it_was_offered(text: str, offered: set[str], seen: str) -> None:
    assert as_text_or_offered(text, offered) == seen


def test_offers_are_read_from_the_bots_own_messages_only() -> None:
    button = {"title": "Dose", "payload": "/ask_dosing"}
    events: list[dict[str, Any]] = [
        {"event": "user", "data": {"buttons": [{"payload": "/restart"}]}},
        {"event": "bot", "data": {"buttons": [button]}},
        {"event": "bot", "data": {"buttons": None}},
        {"event": "bot"},
    ]
    assert offered_payloads(events) == {"/ask_dosing": "Dose"}


def test_an_answer_stays_one_message() -> None:
    collector = AnswerCollector()
    answer = {"text": "first\n\nsecond", "buttons": [{"title": "t", "payload": "/p"}], "custom": {"type": "answer"}}
    asyncio.run(collector.send_response("c1", dict(answer)))
    assert collector.messages == [{"recipient_id": "c1", **answer}]


def test_a_message_without_an_envelope_is_no_answer() -> None:
    collector = AnswerCollector()
    asyncio.run(collector.send_response("c1", {"text": "from somewhere else"}))
    assert collector.answers() == []
