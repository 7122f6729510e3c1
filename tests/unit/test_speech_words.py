"""What is written is said as a person says it: numbers, ranges, units, grades, names; and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content_files import CONTENT, Content, read_content
from knowledge.rendering.speech import say
from knowledge.rendering.speech.scanner import ROMAN
from knowledge.settings import Settings
from knowledge.spoken import read_spoken
from tests.spoken_numbers import numbers

SAYABLE = re.compile(r"[A-Za-z .,;:?!'-]*")

CASES = {
    # numbers
    "0.05": "nought point nought five",
    ".001": "nought point nought nought one",
    "1.00": "one point nought nought",
    "16.5": "sixteen point five",
    "0": "nought",
    "107": "one hundred and seven",
    "2279 patients": "two thousand two hundred and seventy-nine patients",
    "1,000": "one thousand",
    "1,234.5": "one thousand two hundred and thirty-four point five",
    "12,000 and 3": "twelve thousand, and three",
    "007": "nought nought seven",
    "12345678": "one two three four five six seven eight",
    "1.2.3": "one point two point three",
    "3rd and 21st": "third and twenty-first",
    # years and dates
    "ESMO 2018": "Esmo twenty eighteen",
    "2009": "two thousand and nine",
    "2000": "two thousand",
    "1982": "nineteen eighty-two",
    "1905": "nineteen nought five",
    "1900": "nineteen hundred",
    "2022-2024": "twenty twenty-two to twenty twenty-four",
    "2022/23": "twenty twenty-two slash twenty-three",
    "Last updated 2026-11-24.": "Last updated the twenty-fourth of November twenty twenty-six.",
    "2000 mg": "two thousand milligrams",
    "1950 mg/day": "one thousand nine hundred and fifty milligrams per day",
    "n=1950": "n equals one thousand nine hundred and fifty",
    # a year before a number must not run into it
    "In Hardy 2012 29 of 93": "In Hardy twenty twelve, twenty-nine of ninety-three",
    "Mercadante 2000 4 of 10": "Mercadante two thousand, four of ten",
    "NICE NG61 2016": "nice N G sixty-one, twenty sixteen",
    # units
    "0.05–0.5 mg/kg/h": "nought point nought five to nought point five milligrams per kilogram per hour",
    "0.05-0.5 mg/kg/h": "nought point nought five to nought point five milligrams per kilogram per hour",
    "1 mg/kg/h": "one milligram per kilogram per hour",
    "0.5 to 1 mg": "nought point five to one milligram",
    "1.0 mg": "one point nought milligrams",
    "21 mg": "twenty-one milligrams",
    "100 mg/24 h": "one hundred milligrams over twenty-four hours",
    "50 mg each 24 h": "fifty milligrams each twenty-four hours",
    "75 mg/day": "seventy-five milligrams per day",
    "50 mg/dose": "fifty milligrams for each dose",
    "5µg/kg/min": "five micrograms per kilogram per minute",
    "10 mg/mL": "ten milligrams per millilitre",
    "2.9–29 mL/kg/h": "two point nine to twenty-nine millilitres per kilogram per hour",
    "weight, kg: 58": "weight, kilograms: fifty-eight",
    "in mg/kg/h": "in milligrams per kilogram per hour",
    "58kg": "fifty-eight kilograms",
    "24-h infusion": "twenty-four hour infusion",
    "180/110 mmHg": "one hundred and eighty over one hundred and ten millimetres of mercury",
    "38.5 °C": "thirty-eight point five degrees Celsius",
    "8 h and 48 h": "eight hours and forty-eight hours",
    "100-hour": "one hundred hour",
    # dashes: a range, a minus, a pause, or nothing
    "5 mg–10 mg": "five milligrams to ten milligrams",
    "5mg-10mg": "five milligrams to ten milligrams",
    "3 – 5 days": "three to five days",
    "10-20%": "ten to twenty per cent",
    "CI -0.10 to 0.18": "confidence interval minus nought point one nought to nought point one eight",
    "(-0.10": "minus nought point one nought",
    "−3 points": "minus three points",
    "5−3": "five minus three",
    "-2--1": "minus two to minus one",
    "5 - 3": "five dash three",
    "5 -3": "five dash three",
    "a change of - 5 mg": "a change of dash five milligrams",
    "555-1234-33": "five hundred and fifty-five dash one thousand two hundred and thirty-four dash thirty-three",
    "an option – rarely – in pain": "an option, rarely, in pain",
    "an option—rarely": "an option, rarely",
    "wind-up, S-ketamine, cost–benefit": "wind-up, S-ketamine, cost-benefit",
    "covid-19": "covid nineteen",
    # signs
    "≥ 2, ≤3, <4, > 5": "at least two, at most three, less than four, more than five",
    "P<.001, P=.039": "P less than nought point nought nought one, P equals nought point nought three nine",
    "+50 mg": "plus fifty milligrams",
    "≈3.33 mg/h": "about three point three three milligrams per hour",
    "50 ± 5": "fifty plus or minus five",
    ">= 2 and <= 3, 5 +/- 1": "at least two and at most three, five plus or minus one",
    "2 x 50 mg, x3": "two times fifty milligrams, times three",
    "56%": "fifty-six per cent",
    "× 58 kg = 2.9–29 mg/h": "times fifty-eight kilograms equals two point nine to twenty-nine milligrams per hour",
    "÷ 24 h ÷ 10 mg/mL": "divided by twenty-four hours divided by ten milligrams per millilitre",
    "somatic 15/17": "somatic fifteen over seventeen",
    "1½ and ½": "one and one half and one half",
    "rounded up/down": "rounded up and down",
    "2005 and 2008": "two thousand and five, and two thousand and eight",
    "2022 nine of 38": "twenty twenty-two, nine of thirty-eight",
    "two 50 mg tablets": "two, fifty milligrams tablets",
    "100 and 50 mg": "one hundred, and fifty milligrams",
    "75 mg/m²": "seventy-five milligrams per square metre",
    "and/or": "and or",
    "Blood & Cancer": "Blood and Cancer",
    "1:10": "one colon ten",
    "a † b α": "a dagger b alpha",
    "see https://doi.org/10.1111/pme.12182.": "see an address of the web.",
    # brackets and quotation marks are pauses
    "22 of 44 (50%)": "twenty-two of forty-four; fifty per cent",
    "was 25 (95% CI 6 to 13)": "was twenty-five; ninety-five per cent confidence interval six to thirteen",
    "pain (Bredlau 2013).": "pain, Bredlau twenty thirteen.",
    "is there (“hx of it”): a bar": "is there, h x of it: a bar",
    "the rating 'not established'; the": "the rating, not established; the",
    "the team’s, St John's wort": "the team's, Saint John's wort",
    # numerals, grades, abbreviations
    "grade 3-4": "grade three to four",
    "Level II, Grade D": "Level two, Grade D",
    "phase I/II": "phase one slash two",
    "levels I–V": "levels one to five",
    "stage IV": "stage four",
    "1 mg IV": "one milligram I V",
    "GRADE 2C": "Grade two C",
    "1A (either)": "one A, either",
    "1.4 points": "one point four points",
    "INR 4": "I N R four",
    "higher: OR 1.09": "higher: odds ratio one point nought nine",
    "benefit (OR 2.0)": "benefit, odds ratio two point nought",
    "2 OR 3 mg": "two or three milligrams",
    "RR 12, HR 90": "R R twelve, H R ninety",
    "Noted: psychosis: no.": "Noted: psychosis: no.",
    "NCCN's, NSAIDs, MRIs": "N C C N's, N-saids, M R I s",
    "ON METHADONE": "O N methadone",
    "q4h": "every four hours",
    "3.6-fold": "three point six fold",
    "VCOG PM 1-00 2010": "V C O G P M one, nought nought, twenty ten",
    "CYP2B6 and CYP2D6": "C Y P two B six and C Y P two D six",
    "the NMDA receptor, NCCN": "the N M D A receptor, N C C N",
    "pH and T34": "p H and T thirty-four",
    "e.g. one vs two, i.e. etc.": "for example one versus two, that is and so on",
    "ACUTE pain ONLY IF": "acute pain only if",
    "USPSTF-style": "U S P S T F-style",
    "": "",
}  # fmt: skip


@pytest.mark.parametrize("written", CASES)
def test_it_is_said_as_a_person_says_it(written: str) -> None:
    assert say(written) == CASES[written]


def _texts(content: Content) -> Iterator[str]:
    """Everything of the content that an answer can show."""
    for source in content.sources:
        yield from filter(None, [source.label, source.superseded_note])
    yield from (system.name for system in content.grading_systems)
    for topic in content.topics:
        for one in topic.statements:
            yield from filter(None, [one.text, one.plain])
            yield f"Level {one.evidence.level}, Grade {one.evidence.grade}"
        yield from (topic.topic.title, topic.topic.disclaimer, *(setting.label for setting in topic.topic.settings))
        for regimen in topic.regimens:
            ends = "–".join(filter(None, [regimen.low, regimen.high]))
            yield from (regimen.frequency, regimen.population, f"{ends} {regimen.unit}", *regimen.routes)
        yield from (text for conflict in topic.conflicts for text in (conflict.text, conflict.differs))
        for criterion in topic.criteria:
            yield from filter(None, [criterion.label, criterion.ask, criterion.name])
        yield from (step.label for step in topic.pathway)
        yield from (trap.say for trap in topic.near_traps)


@pytest.fixture(scope="module")
def texts(content: Content) -> list[str]:
    return list(dict.fromkeys(_texts(content)))


def test_nothing_of_the_content_has_a_sign_or_a_figure_left(texts: list[str]) -> None:
    for text in texts:
        assert SAYABLE.fullmatch(say(text)), text


def test_every_word_in_capitals_of_the_content_has_been_looked_at(texts: list[str]) -> None:
    spoken = read_spoken(Settings.from_environment().content)
    known = {*spoken.words("spelt"), *spoken.words("emphasised"), *ROMAN}
    known |= {word for form in (*spoken.said, *spoken.numbered) for word in re.findall(r"[A-Z]{2,}", form)}
    for text in texts:
        assert set(re.findall(r"(?<![A-Za-z])[A-Z]{2,}(?![a-z])", text)) <= known, text


def _in_figures(text: str) -> str:
    """``text`` with the Roman numerals of levels in figures, and no name of a scheme, which is said more shortly."""
    levels = r"((?:phase|[Ll]evel|[Gg]rade)s? )([IVX]+)\b"
    return re.sub(levels, lambda one: one[1] + str(ROMAN.index(one[2]) + 1), text)


def test_every_number_of_the_content_is_said_and_no_other(texts: list[str]) -> None:
    for text in texts:
        assert numbers(say(text)) == numbers(_in_figures(text)), text


def test_every_word_of_the_content_is_said_in_its_order(content: Content) -> None:
    statements = [one for topic in content.topics for one in topic.statements]
    conflicts = [one.text for topic in content.topics for one in topic.conflicts]
    for text in (*(one.text for one in statements), *(one.plain or "" for one in statements), *conflicts):
        written = re.sub(r"\d[\d.,–-]*\s?(?:mg|mL|h)(?:/\S*)?(?: h)?\b|mg/\S+", " ", text)
        said = iter(re.findall(r"[a-z]+", say(text).lower()))
        for word in re.findall(r"(?<![A-Za-z/])[A-Za-z]?[a-z]{2,}", written):
            assert word in SAID_OTHERWISE or word.lower() in said, f"{word} is lost of: {text}"


# Abbreviations that are written out.
SAID_OTHERWISE = {"St"}
UNITS = sorted(unit.id for unit in read_content(CONTENT).units)
DECIMALS = st.from_regex(r"(0|[1-9][0-9]{0,5})(\.[0-9]{1,4})?", fullmatch=True)


def _unit_said(unit: str, number: str = "2") -> str:
    return say(f"{number} {unit}").partition(" ")[2]


@settings(deadline=None)
@given(DECIMALS, st.sampled_from(UNITS))
def test_a_dose_reads_back_exactly(number: str, unit: str) -> None:
    said = say(f"{number} {unit}")
    assert SAYABLE.fullmatch(said)
    assert numbers(said)[0] == Fraction(number)
    named = {one: _unit_said(one, "1" if number == "1" else "2") for one in UNITS}
    heard = [one for one in UNITS if said.endswith(f" {named[one]}")]
    assert max(heard, key=lambda one: len(named[one])) == unit


@settings(deadline=None)
@given(DECIMALS, DECIMALS, st.sampled_from(UNITS), st.sampled_from(["–", "-", " to ", " – "]))
def test_a_range_reads_back_exactly(low: str, high: str, unit: str, dash: str) -> None:
    assert numbers(say(f"{low}{dash}{high} {unit}"))[:2] == [Fraction(low), Fraction(high)]
    assert " to " in say(f"{low}{dash}{high} {unit}")
    assert "minus" not in say(f"{low}{dash}{high} {unit}")


@settings(deadline=None)
@given(st.sampled_from(["-", "−"]), DECIMALS.filter(lambda one: Fraction(one) > 0))
def test_a_minus_reads_back_as_a_minus(sign: str, number: str) -> None:
    assert numbers(say(f"a change of {sign}{number}")) == [-Fraction(number)]


@settings(deadline=None)
@given(st.integers(1900, 2099))
def test_a_year_reads_back(year: int) -> None:
    assert numbers(say(f"Cochrane {year}")) == [Fraction(year)]


@settings(deadline=None)
@given(st.text())
def test_whatever_is_written_can_be_said(text: str) -> None:
    assert all(letter.isalpha() or letter in " .,;:?!'-" for letter in say(text)), say(text)


def test_units_are_told_apart_by_ear() -> None:
    said = {unit: _unit_said(unit) for unit in UNITS}
    assert len(set(said.values())) == len(said)
