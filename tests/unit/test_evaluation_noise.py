"""Noise: always the same, hard to read, and never another number or another drug."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.noise import Noise, Words, read_tables, words_of_content
from bot.evaluation.questions import TestQuestion, read_questions
from bot.nlu.clean_up import cleaner_of
from bot.nlu.number_words import read_words
from knowledge.content_files import CONTENT, Content
from knowledge.text import normalise

KINDS = ("spoken", "misspelt")
WORD = re.compile(r"[^\W\d_]+")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
TEXTS = [one for one in read_questions() if one.half == "development" and isinstance(one.text, str)]
SPEECH = read_tables().spoken
DRAWS = 200


@pytest.fixture(scope="module")
def words() -> Words:
    return words_of_content(CONTENT)


@pytest.fixture(scope="module")
def noise(words: Words) -> Noise:
    return Noise(read_tables(), words)


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nothing secret


def fluent(spoken: str) -> str:
    fillers = "|".join({*SPEECH.openings, *SPEECH.fillers})
    return re.sub(rf"\b({fillers}) |", "", spoken)


def asked(text: str) -> TestQuestion:
    return replace(TEXTS[0], id=text, turns=(text,))


def draws(noise: Noise, kind: str, text: str) -> list[str]:
    return [noise.kinds[kind](text, chance(seed)) for seed in range(DRAWS)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_question_gets_the_same_noise_and_another_gets_another(noise: Noise, words: Words, kind: str) -> None:
    again = Noise(read_tables(), words)
    made = [noise.variant(kind, one) for one in TEXTS]
    assert made == [again.variant(kind, one) for one in TEXTS]
    one = asked("which patients would benefit from another infusion")
    assert noise.variant(kind, one).text != noise.variant(kind, replace(one, id="other")).text


def test_only_the_turns_change(noise: Noise) -> None:
    for kind in KINDS:
        for one in TEXTS:
            assert replace(noise.variant(kind, one), turns=one.turns) == one


def test_what_is_not_text_stays(noise: Noise) -> None:
    odd = replace(TEXTS[0], turns=(None, "", "   ", "???", 7))
    assert [noise.variant(kind, odd) for kind in KINDS] == [odd, odd]


def test_most_questions_are_changed(noise: Noise) -> None:
    for kind in KINDS:
        changed = [one.id for one in TEXTS if noise.variant(kind, one).text != one.text]
        assert len(changed) > 0.9 * len(TEXTS)


def test_no_slip_changes_a_number_or_a_unit(noise: Noise) -> None:
    for one in TEXTS:
        slipped = str(noise.variant("misspelt", one).text)
        assert NUMBER.findall(slipped) == NUMBER.findall(str(one.text))
    text = "give 0.5 milligrams per kilogram over 30 minutes, 5mg/kg, fourteen units twice daily"
    assert {re.sub(r"^.*?0", "0", slipped) for slipped in draws(noise, "misspelt", text)} == {
        text.removeprefix("give ")
    }


def test_no_slip_makes_a_drug_or_a_term(noise: Noise, words: Words) -> None:
    for one in TEXTS:
        before = {word.lower() for word in WORD.findall(str(one.text))}
        for slipped in draws(noise, "misspelt", str(one.text))[:10]:
            made = {word.lower() for word in WORD.findall(slipped)} - before
            assert made.isdisjoint(words.forbidden), one.id


def test_no_drug_is_one_slip_of_another(noise: Noise, words: Words, content: Content) -> None:
    drugs = {normalise(name) for name in content.drug_names}
    assert drugs <= words.forbidden
    for name in sorted(drugs):
        for seed in range(10):
            slipped = noise.kinds["misspelt"](name, chance(seed))
            assert slipped == name or slipped not in drugs


def test_a_fixed_share_of_long_words_has_one_slip_each(noise: Noise) -> None:
    text = "please explain whether another evening infusion would really bother elderly people nearby"
    for slipped in draws(noise, "misspelt", text):
        pairs = list(zip(text.split(), slipped.split(), strict=True))
        assert sum(one != other for one, other in pairs) == 2
        assert all(abs(len(one) - len(other)) <= 1 and one[0] == other[0] for one, other in pairs)


def test_slips_are_of_all_four_kinds(noise: Noise) -> None:
    made = set(draws(noise, "misspelt", "weather"))
    assert {"wether", "weahter", "weeather", "weathet"} <= made
    assert all(len(one) in (6, 7, 8) for one in made)


@given(st.integers(0, 9999), st.integers(0, 99), st.booleans())
def test_a_number_survives_being_said(number: int, seed: int, is_measure: bool) -> None:
    said = SPEECH.say(str(number), chance(seed), is_measure)
    read = read_words(said, 0)
    assert read is not None
    assert (read.digits, read.end) == (str(number), len(said))


@given(st.integers(0, 999), st.text("0123456789", min_size=1, max_size=3), st.integers(0, 99))
def test_a_decimal_survives_being_said(whole: int, decimals: str, seed: int) -> None:
    said = SPEECH.say(f"{whole}.{decimals}", chance(seed), True)
    read = read_words(said, 0)
    assert read is not None
    assert (read.digits, read.end) == (f"{whole}.{decimals}", len(said))


@pytest.mark.parametrize("written", ["0.05-0.5 mg/kg/h", "300 mg/24h", "70 kg", "ESMO 2018", "1,200 mg", "25 mcg/h"])
def test_the_clean_up_reads_the_numbers_back(noise: Noise, content: Content, written: str) -> None:
    cleaner = cleaner_of(content, CONTENT)
    for spoken in set(draws(noise, "spoken", f"is it {written} for the patient")):
        cleaned = cleaner.clean(spoken, spoken=True).text
        assert NUMBER.findall(cleaned) == NUMBER.findall(written.replace(",", "")), (spoken, cleaned)


def test_nothing_spoken_holds_a_digit_a_capital_or_a_mark(noise: Noise) -> None:
    for one in TEXTS:
        spoken = str(noise.variant("spoken", one).text)
        assert not re.search(r"[\dA-Z.,;:!?()/%&+=<>-]", spoken), one.id


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("ESMO 2018", "e s m o twenty eighteen"),
        ("is NCCN OK", "is n c c n ok"),
        ("?raised", "query raised"),
        ("5mg/kg/h", "five milligrams per kilo per hour"),
        ("300 mg/24h", "three hundred milligrams in twenty four hours"),
        ("1 mg", "one milligram"),
        ("190/110", "one hundred and ninety over one hundred and ten"),
        ("9/10", "nine out of ten"),
        ("67F", "sixty seven year old woman"),
        ("12yo", "twelve year old"),
        ("1,200 mg", "one thousand two hundred milligrams"),
        ("2000 mg", "two thousand milligrams"),
        ("tds", "t d s"),
        ("2-5 mg", "two to five milligrams"),
    ],
)
def test_what_is_written_is_said(noise: Noise, written: str, said: str) -> None:
    assert {fluent(spoken) for spoken in draws(noise, "spoken", written)} == {said}


def test_a_nought_may_be_said_or_left_out(noise: Noise) -> None:
    made = {fluent(spoken) for spoken in draws(noise, "spoken", "0.5 mg")}
    assert made == {"point five milligrams", "nought point five milligrams", "zero point five milligrams"}


def test_no_filler_stands_inside_a_number_or_what_is_spelt(noise: Noise) -> None:
    for spoken in draws(noise, "spoken", "ESMO says 0.25 mg/kg/h for some"):
        assert re.search(
            r"e s m o (\w+ ){0,3}says (\w+ ){0,1}point two five milligrams per kilo per hour for", spoken
        ), spoken


def test_ordinary_words_are_misheard_and_terms_never(noise: Noise, words: Words) -> None:
    made = {word for spoken in draws(noise, "spoken", "which would you give") for word in spoken.split()}
    assert {"witch", "wood"} & made
    homophones = set(SPEECH.homophones) & words.forbidden
    for word in homophones:
        assert all(word in spoken.split() for spoken in draws(noise, "spoken", f"the {word} here"))
