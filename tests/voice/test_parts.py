"""The parts of the voice loop by themselves: what is said, what is heard as the same, and what counts as misheard."""

from __future__ import annotations

from typing import Any

import pytest

from tests.voice.call import Answer
from tests.voice.chosen import Spoken, first, numbers, speakable
from tests.voice.clinician import NO, YES, Clinician, word_errors
from tests.voice.figures import Truth
from tests.voice.said import Reader, is_speakable
from tests.voice.voices import NOISES, VOICES

SAID = "she does not weigh fifteen kilos, what is the dose?"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="module")
def spoken(reader: Reader) -> list[Spoken]:
    return speakable(reader)


def envelope(**parts: Any) -> dict[str, Any]:
    return {"status": "answered", "ask": None, "patient": {}, "dose_check": None, "calculations": [], **parts}


def read_back(headline: str, *choices: str) -> Answer:
    asked = envelope(status="needs_input", ask="confirm", headline=headline)
    return Answer(headline, [asked], dict.fromkeys(choices, "/read_back"))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("58 kg, s/c?", "fifty eight kilos, sub cut?"),
        ("?raised ICP.", "query raised I C P."),
        ("15mg q8h vs 50 mg/24h", "fifteen milligrams every eight hours versus fifty milligrams in twenty four hours"),
        ("What does ESMO say?", "what does esmo say?"),
        ("72yo M, no pain", "seventy two year old M, no pain"),
    ],
)
def test_shorthand_is_said_in_words(reader: Reader, written: str, said: str) -> None:
    assert reader.aloud(written, "any") == said


def test_a_number_is_said_alike_each_time(reader: Reader) -> None:
    assert len({reader.aloud("0.05 mg/kg/h", "the same") for _ in range(5)}) == 1


@pytest.mark.parametrize("words", ["yes", "¿qué es?", "what is 5?", " ".join(["word"] * 61)])
def test_what_cannot_be_said_in_one_go_is_left_out(words: str) -> None:
    assert not is_speakable(words)


def test_enough_questions_can_be_spoken_in_every_voice_and_noise(reader: Reader, spoken: list[Spoken]) -> None:
    assert len(spoken) >= 300
    assert len(numbers(reader)) >= 30
    utterances = [one.said(one.words) for one in (*spoken[:100], *numbers(reader))]
    assert {(one.voice, one.noise) for one in utterances} == {(voice, noise) for voice in VOICES for noise in NOISES}


def test_only_questions_that_are_right_when_typed_are_chosen(spoken: list[Spoken]) -> None:
    assert list(first(2, spoken, lambda one: one != spoken[0])) == spoken[1:3]


@pytest.mark.parametrize(
    ("heard", "is_meant"),
    [
        ("She does not weigh 15 kilograms. What is the dose?", True),
        ("She doesn't weigh 15 kilos, what's the dose?", True),
        ("She does not weigh 50 kilos, what is the dose?", False),
        ("She does weigh 15 kilos, what is the dose?", False),
        ("See dust not way 15 kilos what ease those", False),
    ],
)
def test_the_clinician_confirms_what_was_said_only(heard: str, is_meant: bool) -> None:
    reply = Clinician(SAID).reply(read_back(f"I heard: “{heard}”. Is that right?", "Yes", "No"))
    assert reply == (YES if is_meant else NO)


def test_the_clinician_picks_what_was_said() -> None:
    asked = read_back(
        "Did you say fifteen or fifty kilograms?", "fifteen kilograms", "fifty kilograms", "None of these"
    )
    assert Clinician(SAID).reply(asked) == "fifteen kilograms"
    assert Clinician(SAID).reply(asked, again=True) == "the first one"
    assert Clinician("she weighs sixty kilos").reply(asked) == NO


def test_the_clinician_says_it_again_where_asked_to() -> None:
    assert Clinician(SAID).reply(read_back("Please say it again.")) is None


def test_errors_are_counted_in_words_and_not_in_spellings() -> None:
    assert word_errors("she weighs fifty kilos, what dose?", "She weighs 50 kilograms. What does?") == (1, 6)


def test_what_nobody_said_is_misheard() -> None:
    weight = {"weight_kg": {"value": "15", "status": "given"}}
    truth = Truth([envelope(patient=weight)], {"psychosis": {"value": False, "status": "given"}})
    more = {"pregnancy": {"value": False, "status": "given"}}
    assert truth.misheard([envelope(patient=weight)], confirmed=False) == []
    assert truth.misheard([envelope(patient=more)], confirmed=False)
    assert truth.misheard([envelope(patient=more)], confirmed=True) == []
    for wrong in (
        {"patient": {"weight_kg": {"value": "50", "status": "given"}}},
        {"patient": {"psychosis": {"value": True, "status": "given"}}},
        {"patient": {"age_years": {"value": "80", "status": "given"}}},
        {"calculations": [{"weight_kg": "50"}]},
    ):
        assert truth.misheard([envelope(**wrong)], confirmed=True)


def test_a_dose_that_nobody_said_is_misheard() -> None:
    truth = Truth([envelope()], {}, {"given": "0.5", "unit": "mg/kg/h"})
    assert truth.misheard([envelope(dose_check={"given": "0.5", "unit": "mg/kg/h", "results": []})], True) == []
    assert truth.misheard([envelope(dose_check={"given": "5", "unit": "mg/kg/h", "results": []})], True)
