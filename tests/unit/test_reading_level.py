"""The reading level of texts for lay people: syllables, sentences and the Flesch-Kincaid grade."""

from __future__ import annotations

import pytest

from knowledge.reading_level import grade, syllables


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("the", 1),
        ("pain", 1),
        ("used", 1),
        ("eased", 1),
        ("called", 1),
        ("people", 2),
        ("needed", 2),
        ("table", 2),
        ("causes", 2),
        ("safely", 2),
        ("something", 2),
        ("guideline", 2),
        ("doctor", 2),
        ("medicine", 3),
        ("sleepiness", 3),
        ("evidence", 3),
        ("anybody", 4),
        ("university", 5),
    ],
)
def test_syllables_are_counted_as_they_are_said(word: str, expected: int) -> None:
    assert syllables(word) == expected


def test_the_grade_is_that_of_the_formula() -> None:
    # 6 words of one syllable in one sentence: 0.39 * 6 + 11.8 - 15.59.
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45)


def test_shorter_sentences_read_more_easily() -> None:
    long = "Let the water cool a little before the leaves go in, and then pour it over them without haste."
    assert grade(long.replace(", and", ". And")) < grade(long)
    assert grade(long.replace(", and", "; and")) == pytest.approx(grade(long.replace(", and", ". And")))


def test_longer_words_read_less_easily() -> None:
    assert grade("Considerable deliberation precedes preparation.") > grade("Think well and then make it.")


def test_the_name_of_a_medicine_costs_nothing() -> None:
    names = frozenset({"caffeine"})
    assert grade("Caffeine keeps you up.", names) == pytest.approx(grade("Tea keeps you up."))


@pytest.mark.parametrize("text", ["", "1.5 – 2.5"])
def test_a_text_without_words_has_no_grade(text: str) -> None:
    assert grade(text) == 0
