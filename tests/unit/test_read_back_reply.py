"""What is said to a question that reads words back: never more than it says."""

from __future__ import annotations

import time
from typing import Any

import pytest

from bot.channels.read_back.hearing import WAITING_SECONDS, waiting_in
from bot.channels.read_back.question import Choice, ReadBack, one_of, whole
from bot.channels.read_back.reply import Replies
from bot.channels.read_back.transcript import LONGEST_ALTERNATIVE, MOST_ALTERNATIVES, Transcript
from bot.channels.read_back.words import written
from knowledge.answers.read_back import payload_of
from knowledge.voice import voice_of_the_product

KILOS = one_of(["she weighs fifteen kilograms", "she weighs fifty kilograms"], [], sure=True)
NEGATED = one_of(["she has no psychosis", "she has known psychosis"], [], sure=True)
DENIED = one_of(["she has no psychosis", "she has psychosis"], [], sure=True)
DRUGS = ReadBack("a", "?", (Choice("gabapentin", "on gabapentin"), Choice("pregabalin", "on pregabalin")))
WHOLE = whole("she weighs 58 kg")


@pytest.fixture(scope="module")
def replies() -> Replies:
    return Replies(voice_of_the_product())


def read(replies: Replies, waiting: ReadBack, text: str) -> object:
    reply = replies.in_words(waiting, text, None)
    return None if reply is None else reply.choice if reply.meant == "choice" else reply.meant


@pytest.mark.parametrize(
    ("waiting", "text", "meant"),
    [
        (WHOLE, "yes", "yes"),
        (WHOLE, "Yes, that's right.", "yes"),
        (WHOLE, "That’s correct!", "yes"),
        (WHOLE, "yeah", "yes"),
        (WHOLE, "no", "no"),
        (WHOLE, "No, that's wrong.", "no"),
        (WHOLE, "nope", "no"),
        (WHOLE, "yes and she is pregnant", "unclear"),
        (WHOLE, "no psychosis", "no"),
        (WHOLE, "it isn't", "no"),
        (WHOLE, "no, 85 kg", "no"),
        (DENIED, "I said no psychosis", 0),
        (DENIED, "that's no psychosis", 0),
        (DENIED, "psychosis", 1),
        (DENIED, "psychosis, no", "no"),
        (KILOS, "fifteen, no", "no"),
        (WHOLE, "she weighs 85 kg", None),
        (WHOLE, "known", None),
        (WHOLE, "fifty eight", None),
        (KILOS, "fifteen", 0),
        (KILOS, "Fifty.", 1),
        (KILOS, "fifty kilograms", 1),
        (KILOS, "50", 1),
        (KILOS, "50 kg", 1),
        (KILOS, "15 kilos", 0),
        (KILOS, "one five", 0),
        (KILOS, "five zero", 1),
        (KILOS, "I said fifteen, please", 0),
        (KILOS, "it's fifty kilos", 1),
        (KILOS, "no, fifty", 1),
        (KILOS, "the first", 0),
        (KILOS, "the second one", 1),
        (KILOS, "she weighs fifty kilograms", 1),
        (KILOS, "She weighs 50 kg.", 1),
        (KILOS, "yes", "unclear"),
        (KILOS, "no", "no"),
        (KILOS, "neither", "no"),
        (KILOS, "the third", None),
        (KILOS, "sixteen", None),
        (KILOS, "fifteen or fifty", None),
        (KILOS, "fifteen milligrams", None),
        (KILOS, "not fifteen", "no"),
        (NEGATED, "no", "unclear"),
        (NEGATED, "no psychosis", 0),
        (NEGATED, "known", 1),
        (NEGATED, "known psychosis", 1),
        (NEGATED, "neither", "no"),
        (DRUGS, "gabapentin", 0),
        (DRUGS, "it was pregabalin", 1),
        (DRUGS, "on pregabalin", 1),
        (DRUGS, "morphine", None),
    ],
)
def test_a_reply_in_words(replies: Replies, waiting: ReadBack, text: str, meant: object) -> None:
    assert read(replies, waiting, text) == meant


@pytest.mark.parametrize(
    ("waiting", "text", "confidence", "alternatives", "meant", "clear"),
    [
        (WHOLE, "yes", 0.5, (), "yes", True),
        (WHOLE, "yes", 0.5, ("yeah", "yes sir"), "yes", True),
        (WHOLE, "yes", 0.2, (), "unclear", True),
        (WHOLE, "yes", 0.99, ("no",), "unclear", True),
        (WHOLE, "I did", 0.9, ("I didn't",), "unclear", True),
        (WHOLE, "yes", 0.4, (), "unclear", True),
        (WHOLE, "yet", 0.99, ("yes",), "unclear", True),
        (WHOLE, "no", 0.5, (), "no", True),
        (WHOLE, "known", 0.5, (), "unclear", True),
        (WHOLE, "No, that's long.", 0.5, (), "no", True),
        (KILOS, "fit in", 0.5, (), "unclear", True),
        (KILOS, "fifteen", 0.98, (), "choice", True),
        (KILOS, "fifteen", 0.9, (), "choice", False),
        (KILOS, "fifteen", 0.98, ("fifty",), "unclear", True),
        (KILOS, "one five", 0.6, (), "choice", True),
        (KILOS, "the first", 0.6, (), "choice", True),
        (KILOS, "the first", 0.6, ("the third",), "choice", True),
        (KILOS, "the first", 0.2, (), "unclear", True),
    ],
)
def test_a_spoken_reply_has_to_be_clear(
    replies: Replies,
    waiting: ReadBack,
    text: str,
    confidence: float,
    alternatives: tuple[str, ...],
    meant: str,
    clear: bool,
) -> None:
    reply = replies.in_words(waiting, text, Transcript(confidence, alternatives))
    assert reply is not None
    assert (reply.meant, reply.clear) == (meant, clear)


def test_a_long_message_is_no_reply_that_was_misheard(replies: Replies) -> None:
    assert replies.in_words(WHOLE, "what is the role of ketamine", Transcript(0.2, ("yes",))) is None
    assert replies.in_words(WHOLE, "what about monitoring", Transcript(0.95)) is None


def test_a_button_counts_for_its_own_question_only(replies: Replies) -> None:
    first = replies.by_button(KILOS, payload_of(KILOS.name, "1"))
    assert first is not None
    assert (first.meant, first.choice, first.clear) == ("choice", 0, True)
    assert replies.by_button(KILOS, payload_of(KILOS.name, "3")) is None
    assert replies.by_button(KILOS, payload_of(KILOS.name, "yes")) is None
    assert replies.by_button(WHOLE, payload_of(WHOLE.name, "1")) is None
    assert replies.by_button(WHOLE, payload_of(KILOS.name, "no")) is None
    assert replies.by_button(DRUGS, payload_of(KILOS.name, "2")) is None
    assert replies.by_button(WHOLE, "/ask_dosing") is None


@pytest.mark.parametrize(
    ("said", "as_written"),
    [
        ("Fifty-eight kilograms", "58 kg"),
        ("58kg", "58 kg"),
        ("one five", "15"),
        ("nought point two", "0.2"),
        ("two and a half milligrams", "2.5 mg"),
        ("milligrams per kilogram per hour", "mg/kg/h"),
        ("a hundred and fifteen", "115"),
        ("one thing", "1 thing"),
    ],
)
def test_words_are_compared_as_they_would_be_written(said: str, as_written: str) -> None:
    assert written(said) == as_written


def _said(seconds_ago: float, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"event": "user", "text": "x", "timestamp": time.time() - seconds_ago, "metadata": metadata}


def test_only_what_was_read_back_last_and_lately_waits() -> None:
    kept = {"read_back": KILOS.as_json()}
    slot = {"event": "slot", "name": "voice", "value": None}
    assert waiting_in([_said(5, kept), {"event": "bot"}, slot]) == KILOS
    assert waiting_in([_said(WAITING_SECONDS + 5, kept)]) is None
    assert waiting_in([_said(9, kept), _said(5)]) is None
    assert waiting_in([_said(5, {"read_back": ReadBack("", "Please say it again.").as_json()})]) is None
    assert waiting_in([]) is None


@pytest.mark.parametrize(
    ("sent", "confidence", "alternatives"),
    [
        ({"confidence": 0.83, "alternatives": ["a", "b"]}, 0.83, ("a", "b")),
        ({"confidence": 1}, 1.0, ()),
        ({"confidence": 0.9, "alternatives": None}, 0.9, ()),
        ({}, 0.0, ()),
        ("loud", 0.0, ()),
        ([], 0.0, ()),
        ({"confidence": "0.9"}, 0.0, ()),
        ({"confidence": True}, 0.0, ()),
        ({"confidence": float("nan")}, 0.0, ()),
        ({"confidence": float("inf")}, 0.0, ()),
        ({"confidence": 1.5}, 0.0, ()),
        ({"confidence": -0.5}, 0.0, ()),
        ({"confidence": 10**400}, 0.0, ()),
        ({"confidence": 0.9, "alternatives": "a"}, 0.0, ()),
        ({"confidence": 0.9, "alternatives": ["a", 7, {"b": "c"}]}, 0.0, ("a",)),
        ({"confidence": 0.9, "alternatives": ["x" * (LONGEST_ALTERNATIVE + 1)]}, 0.0, ()),
        ({"confidence": 0.9, "alternatives": [str(one) for one in range(99)]}, 0.9, tuple("01234")),
    ],
)
def test_a_transcript_of_any_form_is_read(sent: object, confidence: float, alternatives: tuple[str, ...]) -> None:
    transcript = Transcript.of(sent)
    assert transcript == Transcript(confidence, alternatives)
    assert len(transcript.alternatives) <= MOST_ALTERNATIVES


def test_no_transcript_is_none() -> None:
    assert Transcript.of(None) is None
