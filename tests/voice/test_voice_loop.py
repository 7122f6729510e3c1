"""Questions spoken by synthesisers, heard by a real recogniser and asked by the voice webhook."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from bot.evaluation.judging import Judge
from knowledge.content_files import Content
from tests.system.conftest import Running, settings_in, start
from tests.voice.chosen import first, numbers, speakable
from tests.voice.dialogue import Loop, Outcome
from tests.voice.recogniser import recogniser
from tests.voice.said import Reader
from tests.voice.voices import NOISES, VOICES

SOAK = bool(os.environ.get("FOOTNOTE_SOAK"))
QUESTIONS = 110 if SOAK else 10
# Of the questions with numbers every fourth, or all.
EACH = 1 if SOAK else 4
RIGHT_OR_READ_BACK = 0.95

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    yield from start(settings_in(tmp_path_factory.mktemp("state")))


@pytest.fixture(scope="module")
def outcomes(running: Running, content: Content) -> list[Outcome]:
    """What came of every question, each asked in a call of its own."""
    reader = Reader()
    with recogniser() as heard:
        loop = Loop(running.assistant.url, heard, Judge(content))
        test_questions = first(QUESTIONS, speakable(reader), loop.is_right_when_typed)
        return [loop.ask(one) for one in (*test_questions, *numbers(reader)[::EACH])]


def test_questions_are_answered_rightly_or_read_back(outcomes: list[Outcome]) -> None:
    unsafe = {
        one.spoken.id: (one.ending, one.utterance.voice, one.utterance.noise) for one in outcomes if not one.is_safe
    }
    assert 1 - len(unsafe) / len(outcomes) >= RIGHT_OR_READ_BACK, unsafe


def test_no_misheard_number_is_answered(outcomes: list[Outcome]) -> None:
    assert {one.spoken.id: one.misheard for one in outcomes if one.misheard} == {}


def test_not_everything_is_read_back(outcomes: list[Outcome]) -> None:
    clear = [one for one in outcomes if not one.errors]
    assert any(not one.read_back and one.ending == "right" for one in clear)


def test_many_questions_are_asked_in_every_voice_and_noise(outcomes: list[Outcome]) -> None:
    assert len(outcomes) >= (QUESTIONS + 30 if SOAK else 20)
    assert {one.utterance.voice for one in outcomes} == set(VOICES)
    assert {one.utterance.noise for one in outcomes} == set(NOISES)
    assert any(one.errors for one in outcomes), "the recogniser made no mistake: nothing was put to the test"
