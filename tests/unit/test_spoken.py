"""Dictated text is written as it would have been typed; what is another drug or plain English is only asked back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.nlu.clean_up import Cleaner
from bot.nlu.clean_up_vocabulary import CleanUpVocabulary, vocabulary_of
from bot.nlu.number_words import read_words
from knowledge.content_files import Content
from knowledge.language import read_language
from knowledge.text import normalise
from knowledge.word_lists import plain_english

SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture(scope="module")
def vocabulary(content: Content) -> CleanUpVocabulary:
    return vocabulary_of(content, read_language(), plain_english())


@pytest.fixture(scope="module")
def cleaner(vocabulary: CleanUpVocabulary) -> Cleaner:
    return Cleaner(vocabulary)


WRITTEN = {
    # numbers and units
    "point oh five milligrams per kilo per hour": "0.05 mg/kg/h",
    "zero point zero five milligrams per kilogram per hour": "0.05 mg/kg/h",
    "nought point two milligrams per kilo an hour": "0.2 mg/kg/h",
    "nought point two": "0.2",
    "oh point five milligrams": "0.5 mg",
    "point twenty five milligrams per kilo": "0.25 mg/kg",
    "one point two five milligrams": "1.25 mg",
    "0 point 5 milligrams": "0.5 mg",
    "point 05 milligrams per kilo per hour": "0.05 mg/kg/h",
    "five micrograms per kilo per minute": "5 mcg/kg/min",
    "ten milligrams three times a day": "10 mg 3 times a day",
    "one hundred and fifty milligrams": "150 mg",
    "a hundred milligrams": "100 mg",
    "three hundred": "300",
    "twelve hundred milligrams": "1200 mg",
    "5 hundred milligrams": "500 mg",
    "one five zero milligrams": "150 mg",
    "two and a half milligrams": "2.5 mg",
    "half a milligram": "0.5 mg",
    "a half": "0.5",
    "a half milligram": "0.5 mg",
    "a quarter of a milligram": "0.25 mg",
    "three quarters of a milligram": "0.75 mg",
    "fifty eight kilos": "58 kg",
    "fifty-eight kilos": "58 kg",
    "nine stone four": "9 stone 4",
    "two mils an hour": "2 mL/h",
    "two hundred milligrams in fifty mils": "200 mg in 50 mL",
    "twenty per cent": "20%",
    "sixty two year old man": "62 year old man",
    "ten to twenty five milligrams": "10 to 25 mg",
    "for five days": "for 5 days",
    "a hundred milligrams over twenty four hours": "100 mg/24h",
    "blood pressure one twenty over eighty": "blood pressure 120/80",
    # years
    "n c c n twenty nineteen": "NCCN 2019",
    "the e s m o twenty eighteen guideline": "the ESMO 2018 guideline",
    "nineteen ninety nine": "1999",
    "twenty oh five": "2005",
    "two thousand and nineteen": "2019",
    # letters
    "e s m o": "ESMO",
    "E. S. M. O.": "ESMO",
    "give it i v or s c": "give it intravenous or subcutaneous",
    "a n m d a blocker": "a NMDA blocker",
    "raised i c p": "raised ICP",
    # fillers
    "um what is the dose": "what is the dose",
    "uh so like what is the dose you know for cancer pain": "what is the dose for cancer pain",
    "the dose is like five milligrams": "the dose is 5 mg",
    # misheard terms
    "ket a mean infusion": "ketamine infusion",
    "kettle mean infusion": "ketamine infusion",
    "keta mean": "ketamine",
    "kit a mean": "ketamine",
    "cat amine": "ketamine",
    "gabba pentin": "gabapentin",
    "gaba pentin": "gabapentin",
    "keta mine": "ketamine",
    "hyper algebra": "hyperalgesia",
    "allo dynia": "allodynia",
    "eye vee": "intravenous",
    "is eye see pee raised": "is intracranial pressure raised",
    "my dazzle am": "midazolam",
    # whole messages
    "um so what is the dose of ket a mean for a fifty eight kilo man on three hundred milligrams of morphine a day": (
        "what is the dose of ketamine for a 58 kg man on 300 mg of morphine a day"
    ),
}

KEPT = [
    # fixed ones
    "quetiapine",
    "ketorolac",
    "fluoxetine",
    "a ketamine infusion",
    # words that are only numbers, points or fillers elsewhere
    "at this point five of them",
    "which one is best",
    "no one knows",
    "the first line and the second step",
    "half of the dose",
    "a half life of days",
    "do you know the dose",
    "what do you mean",
    "drugs like gabapentin",
    "pain like burning",
    "oh dear",
    "so what",
    # sense of their own, or another drug
    "wound up",
    "grab it",
    "uncontrolled hypotension",
    "first ketamine",
    "test bonus",
    "oxy codeine",
    "m d m a",
    "ask ketamine",
    "e s ketamine",
]

ASKED = {
    "quetiapine": ("quetiapine", ("ketamine",), "another-drug"),
    "fluoxetine": ("fluoxetine", ("duloxetine",), "another-drug"),
    "oxy codeine": ("oxy codeine", ("oxycodone",), "another-drug"),
    "m d m a": ("m d m a", ("NMDA",), "another-drug"),
    "a ketamine infusion": ("a ketamine", ("esketamine",), "plain-english"),
    "wound up": ("wound up", ("wind-up",), "plain-english"),
    "uncontrolled hypotension": ("uncontrolled hypotension", ("uncontrolled hypertension",), "plain-english"),
    "one fifty milligrams": ("one fifty", ("150", "1 x 50"), "number"),
}


@pytest.mark.parametrize(("text", "expected"), list(WRITTEN.items()), ids=list(WRITTEN))
def test_dictated_text_is_written(cleaner: Cleaner, text: str, expected: str) -> None:
    assert cleaner.clean(text, spoken=True).text == expected


@pytest.mark.parametrize("text", KEPT)
def test_what_makes_sense_is_kept(cleaner: Cleaner, text: str) -> None:
    cleaned = cleaner.clean(text, spoken=True)
    assert re_numbered(cleaned.text) == re_numbered(text)


def re_numbered(text: str) -> str:
    """``text`` with "five" as a number, which is no matter here."""
    return text.replace("five", "5")


@pytest.mark.parametrize(("text", "doubt"), list(ASKED.items()), ids=list(ASKED))
def test_what_must_be_asked_back(cleaner: Cleaner, text: str, doubt: tuple[str, tuple[str, ...], str]) -> None:
    doubts = cleaner.clean(text, spoken=True).doubts
    assert [(one.form, one.candidates, one.why) for one in doubts] == [doubt]


@pytest.mark.parametrize("text", ["quetiapine", "kettle mean", "wound up", "four", "m d m a"])
def test_nothing_is_asked_back_about_typed_text(cleaner: Cleaner, text: str) -> None:
    cleaned = cleaner.clean(text, spoken=False)
    assert (cleaned.text, cleaned.doubts) == (text, ())


@pytest.mark.parametrize(
    "text",
    [
        "point oh five milligrams per kilo per hour",
        "what does e s m o say",
        "um how much ketamine",
        "fifty eight kilos on ketamine",
        "what did n c c n twenty nineteen say",
        "is he well comma and can he go home question mark",
        "he has sigh coasts is so can he have it",
    ],
)
def test_dictation_is_told_by_its_look(cleaner: Cleaner, text: str) -> None:
    assert cleaner.clean(text).text == cleaner.clean(text, spoken=True).text != text


@pytest.mark.parametrize(
    "text",
    [
        "what do you know about ket",
        "kettle mean?",
        "kettle mean is a drug",
        "late period, full stop",
        "it came to a full stop",
        "wind up, four of five had it",
        "one of the patients",
        "drugs like gabapentin",
        "is ketamine like a benzo",
        "58 kg, 62F",
    ],
)
def test_typed_text_is_not_taken_for_dictation(cleaner: Cleaner, text: str) -> None:
    assert cleaner.clean(text).text == cleaner.clean(text, spoken=False).text


def test_marks_are_written_where_several_are_said(cleaner: Cleaner) -> None:
    said = "she is well full stop no pain comma no fever full stop can she go question mark"
    assert cleaner.clean(said).text == "she is well. no pain, no fever. can she go?"
    assert cleaner.clean("her late comma question").text == "her late comma question"


def test_every_form_that_is_put_right_is_a_mishearing_of_a_term(vocabulary: CleanUpVocabulary) -> None:
    heard = {one.form for one in vocabulary.misheard}
    assert {normalise(form) for form in vocabulary.speech.senseless} - heard == set()


def test_no_mishearing_that_is_a_drug_is_ever_put_right(vocabulary: CleanUpVocabulary) -> None:
    put_right = {one.form for one in vocabulary.misheard if one.asked is None}
    assert put_right
    assert put_right.isdisjoint(vocabulary.drugs)
    assert put_right.isdisjoint(vocabulary.english)


ONES = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(number: int) -> str:
    """``number`` (below 10,000) in English words."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (f" {ONES[number % 10]}" if number % 10 else "")
    power, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    rest = f" and {in_words(number % power)}" if 0 < number % power < 100 else ""
    rest = rest or (f" {in_words(number % power)}" if number % power else "")
    return f"{in_words(number // power)} {name}{rest}"


@given(st.integers(0, 9999), st.text("0123456789", max_size=4))
def test_a_number_in_words_has_its_value(whole: int, decimals: str) -> None:
    words = in_words(whole) + (" point " + " ".join(ONES[int(digit)] for digit in decimals) if decimals else "")
    spoken = read_words(words, 0)
    assert spoken is not None
    assert spoken.end == len(words)
    assert Fraction(spoken.digits) == Fraction(f"{whole}.{decimals}" if decimals else whole)


@SHARED
@given(number=st.integers(2, 999), tenths=st.integers(1, 9))
def test_a_dictated_dose_is_written_with_its_value(cleaner: Cleaner, number: int, tenths: int) -> None:
    text = f"give {in_words(number)} point {ONES[tenths]} milligrams"
    assert cleaner.clean(text, spoken=True).text == f"give {number}.{tenths} mg"
