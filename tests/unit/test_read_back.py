"""What was heard is read back where it may have been misheard, and answered where it cannot matter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.channels.read_back import Parsed, Transcript
from bot.channels.read_back.doubt import Doubts
from bot.channels.read_back.question import ReadBack
from bot.nlu.clinical_quantities import ClinicalQuantities
from bot.nlu.clinical_terms import ClinicalTerms
from bot.nlu.findings import ClinicalFindings
from bot.nlu.text_cleaner import SPOKEN, TextCleaner
from knowledge.voice import voice_of_the_product

CONTEXT: Any = None
PIPELINE: tuple[type[Any], ...] = (TextCleaner, ClinicalTerms, ClinicalQuantities, ClinicalFindings)
Hear = Callable[..., ReadBack | None]

SURE, MEDIUM, FAIR, POOR = 0.98, 0.87, 0.7, 0.3
ROLE = "what is the role of ketamine infusion in cancer pain"


@pytest.fixture(scope="module")
def hear(tmp_path_factory: pytest.TempPathFactory) -> Hear:
    """Hears a text with a confidence and alternatives, by the understanding that comes from the product's content."""
    storage = LocalModelStorage(tmp_path_factory.mktemp("model"))
    components = [part.create({}, storage, Resource(part.__name__), CONTEXT) for part in PIPELINE]
    for component in components:
        component.train(TrainingData())

    async def understand(text: str) -> Parsed:
        messages = [Message({TEXT: text, METADATA: {SPOKEN: True}})]
        for component in components:
            messages = component.process(messages)
        intent = {"name": "emergency" if "not breathing" in text else "inform"}
        parsed: dict[str, Any] = messages[0].as_dict(only_output_properties=True)
        return {**parsed, TEXT: messages[0].get(TEXT), "intent": intent}

    doubts = Doubts(understand, voice_of_the_product())
    return lambda text, confidence, *others: asyncio.run(doubts.about(text, Transcript(confidence, others)))


@pytest.mark.parametrize(
    ("text", "alternative"),
    [
        (ROLE, "what is the role of ketamine infusion and cancer pain"),
        (ROLE, "um what's the role of the ketamine infusion in cancer pain"),
        (ROLE, "What is the role of ketamine infusion in cancer pain?"),
        (ROLE, "what is the role of kettle mean infusion in cancer pain"),
        ("is she a candidate", "is he a candidate"),
        ("she weighs fifty eight kilograms", "she weighs 58 kg"),
        ("she weighs fifty eight kilograms", "so she weighs fifty-eight kilos please"),
        ("she is not pregnant", "she isn't pregnant"),
        ("she has no psychosis", "she has no psychosis at all"),
        ("does midazolam prevent hallucinations", "and does midazolam prevent hallucinations"),
        ("what does ESMO twenty eighteen say", "what does Esmo 2018 say"),
        ("point two milligrams per kilogram per hour", "0.2 mg/kg/h"),
        ("tell me more about that", "tell me more about it"),
    ],
)
def test_what_cannot_matter_is_answered(hear: Hear, text: str, alternative: str) -> None:
    assert hear(text, SURE, alternative) is None
    assert hear(alternative, SURE, text) is None


@pytest.mark.parametrize(
    ("text", "alternative", "question"),
    [
        # Numbers
        ("she weighs fifteen kilograms", "she weighs fifty kilograms", "Did you say fifteen or fifty kilograms?"),
        ("she weighs 15 kg", "she weighs 50 kg", "Did you say fifteen or fifty kilograms?"),
        ("she weighs 58 kg", "she weighs 68 kg", "Did you say fifty-eight or sixty-eight kilograms?"),
        ("give five milligrams", "give point five milligrams", "Did you say five or point five milligrams?"),
        ("eighteen years old", "eight years old", "Did you say eighteen or eight years?"),
        # Units
        ("20 milligrams of morphine", "20 micrograms of morphine", "Did you say milligrams or micrograms?"),
        ("0.1 mg per hour", "0.1 mg per day", "Did you say hour or day?"),
        # Medicines
        (ROLE, ROLE.replace("ketamine", "morphine"), "Did you say ketamine or morphine?"),
        ("she failed gabapentin", "she failed pregabalin", "Did you say gabapentin or pregabalin?"),
        # Negations and what is said of a finding
        ("she has no psychosis", "she has known psychosis", "Did you say no or known psychosis?"),
        ("she is pregnant", "she is not pregnant", "Did you say pregnant or not pregnant?"),
        ("there is raised icp", "there is raised iop", "Did you say icp or iop?"),
        ("increase the dose", "decrease the dose", "Did you say increase or decrease?"),
        ("twice a day", "once a day", "Did you say twice or once?"),
    ],
)
def test_alternatives_that_disagree_on_what_matters_are_asked(
    hear: Hear, text: str, alternative: str, question: str
) -> None:
    asked = hear(text, SURE, alternative)
    assert asked is not None
    assert asked.question == question
    assert [one.text for one in asked.choices] == [text, alternative]


def test_three_ways_are_three_choices_and_more_are_none(hear: Hear) -> None:
    three = hear("weighs 15", SURE, "weighs 50", "weighs 16")
    assert three is not None
    assert three.question == "Did you say fifteen, fifty or sixteen?"
    four = hear("weighs 15", SURE, "weighs 50", "weighs 16", "weighs 60")
    assert four is not None
    assert (four.choices, four.question) == ((), "I heard: “weighs 15”. Is that right?")


def test_alternatives_that_disagree_in_several_places_are_asked_as_a_whole(hear: Hear) -> None:
    text = "she weighs 58 kg and takes 20 mg of morphine"
    asked = hear(text, SURE, "she weighs 68 kg and takes 20 mg of methadone")
    assert asked is not None
    assert asked.question == f"I heard: “{text}”. Is that right?"


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("she weighs fifteen kilograms", ["fifteen kilograms", "fifty kilograms"]),
        ("she weighs 50 kg", ["50 kg", "15 kg"]),
        ("for 113 minutes", ["113 minutes", "130 minutes"]),
        ("platelets of 15,000", ["15,000", "50000"]),
        ("platelets of 15000", ["15000", "50000"]),
        ("give 2.5 mg", ["2.5 mg", "25 mg"]),
        ("start at 1.15 mg/kg", ["1.15 mg/kg", "115 mg/kg", "1.50 mg/kg"]),
        ("what is the half-life", None),
        ("she takes sixty tablets", ["sixty tablets", "sixteen tablets"]),
    ],
)
def test_a_number_that_sounds_like_another_is_asked_unless_it_is_certain(
    hear: Hear, text: str, choices: list[str] | None
) -> None:
    assert hear(text, SURE) is None
    asked = hear(text, 0.92)
    assert (None if asked is None else [one.label for one in asked.choices]) == choices


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("she has no psychosis", "Did you say no or known psychosis?"),
        ("known psychosis", "Did you say known or no psychosis?"),
        ("she has hypertension", "Did you say hypertension or hypotension?"),
        ("give 20 milligrams", "Did you say milligrams or micrograms?"),
        ("should we increase it", "Did you say increase or decrease?"),
        ("what now", None),
        ("no thank you", None),
        ("can ketamine cause nausea", None),
        ("she can swallow", None),
        (ROLE, None),
    ],
)
def test_a_word_that_sounds_like_another_is_asked_where_that_changes_something(
    hear: Hear, text: str, question: str | None
) -> None:
    assert hear(text, SURE) is None
    asked = hear(text, MEDIUM)
    assert (None if asked is None else asked.question) == question


def test_numbers_are_confirmed_below_a_fair_confidence(hear: Hear) -> None:
    assert hear("she weighs 58 kg", 0.9) is None
    asked = hear("she weighs 58 kg", FAIR)
    assert asked is not None
    assert asked.question == "I heard: “she weighs 58 kg”. Is that right?"
    # A year is no amount.
    assert hear("what does ESMO 2018 say", FAIR) is None
    assert hear("what does ESMO twenty eighteen say", FAIR) is None


def test_several_numbers_that_sound_alike_are_said_digit_by_digit(hear: Hear) -> None:
    asked = hear("she weighs 15 kg and takes 30 tablets", 0.9)
    assert asked is not None
    assert asked.question.endswith("The numbers are one five, three nought. Is that right?")


def test_a_poor_confidence_is_asked_about_all_of_it(hear: Hear) -> None:
    asked = hear(ROLE, POOR)
    assert asked is not None
    assert (asked.text, asked.question) == (ROLE, f"I heard: “{ROLE}”. Is that right?")


def test_a_choice_settles_nothing_where_the_rest_is_unsure(hear: Hear) -> None:
    sure, unsure = hear("she weighs 15 kg", 0.9), hear("she weighs 15 kg", POOR)
    assert sure is not None
    assert unsure is not None
    assert (sure.sure, unsure.sure) == (True, False)
    other = hear("she weighs 58 kg and failed gabapentin", FAIR, "she weighs 58 kg and failed pregabalin")
    assert other is not None
    assert not other.sure


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("what about m d m a antagonists", "Did you say m d m a or N M D A?"),
        ("give one fifty milligrams", "Did you say one hundred and fifty or one times fifty milligrams?"),
    ],
)
def test_what_only_sounds_like_a_term_is_asked_however_sure_it_is(hear: Hear, text: str, question: str) -> None:
    asked = hear(text, 1.0)
    assert asked is not None
    assert asked.question == question


def test_what_can_be_two_numbers_is_neither(hear: Hear) -> None:
    asked = hear("give one fifty milligrams", 1.0)
    assert asked is not None
    assert [one.text for one in asked.choices] == ["give 150 milligrams", "give 1 x 50 milligrams"]


@pytest.mark.parametrize(
    ("text", "confidence", "alternatives"),
    [
        ("she is not breathing", POOR, ()),
        ("she is not breathing she weighs fifteen kilos", FAIR, ()),
        ("she is not breathing", SURE, ("she is breathing",)),
        ("she is not breeding", SURE, ("she is not breathing",)),
    ],
)
def test_an_emergency_waits_for_nothing(
    hear: Hear, text: str, confidence: float, alternatives: tuple[str, ...]
) -> None:
    asked = hear(text, confidence, *alternatives)
    assert asked is not None
    assert asked.urgent
    assert asked.question
    # What was heard without a doubt is answered as it is.
    assert hear("she is not breathing", SURE) is None


def test_the_whole_is_kept_in_json(hear: Hear) -> None:
    asked = hear("she weighs 15 kg", POOR)
    assert asked is not None
    assert ReadBack.from_json(asked.as_json()) == asked
