"""Terms are found as clinicians write them, and only as whole words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.nlu.around_terms import Around
from bot.nlu.clinical_terms import YEAR
from bot.nlu.vocabulary import Matcher, Term, fold, terms_of
from knowledge.content_files import CONTENT, read_content, read_one
from knowledge.text import normalise
from knowledge.ward_words import TERMS, TermWords
from tests.conftest import TEA


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(terms_of(replace(read_content(TEA), drug_names=["coffee", "milk"])))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is a CAST-IRON pot ok", [("concept", "iron-pot")]),
        ("cast iron pots", [("concept", "iron-pot")]),
        ("the iron  pot", [("concept", "iron-pot")]),
        ("boiling water", [("concept", "boiling")]),
        ("boiling, then water", [("concept", "boiling"), ("concept", "water")]),
        ("waterfall", []),
        ("what does the Kettle Board say", [("source_name", "kettle board")]),
        ("iced tea?", [("near_trap", "iced-tea")]),
        ("coffee dose", [("other_drug", "coffee")]),
        ("milk", [("concept", "milk")]),
        ("", []),
    ],
)
def test_terms_are_found(matcher: Matcher, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(found.term.entity, found.term.value) for found in matcher.find(text)] == expected


def test_a_find_says_where_it_stands(matcher: Matcher) -> None:
    text = "In ﬁne weather: an Iron‑Pot, please"
    (found,) = matcher.find(text)
    assert text[found.start : found.end] == "Iron‑Pot"


def test_no_terms_find_nothing() -> None:
    assert Matcher([]).find("water") == []


def test_a_term_may_hold_signs_that_mean_something_in_patterns() -> None:
    matcher = Matcher([Term(normalise("S(+)-form"), "concept", "s-form", "drug")])
    assert [found.term.value for found in matcher.find("the S(+)-form")] == ["s-form"]


@pytest.mark.parametrize(("text", "years"), [("ESMO 2018 or NCCN 2019?", ["2018", "2019"]), ("give 2000 mg", [])])
def test_years_are_not_doses(text: str, years: list[str]) -> None:
    assert YEAR.findall(text) == years


@pytest.mark.parametrize(
    ("text", "number"),
    [("show reference 2", "2"), ("ref 3", "3"), ("what is [4]", "4"), ("source #5", "5"), ("give 2 doses", None)],
)
def test_reference_numbers_are_found(text: str, number: str | None) -> None:
    around = Around(read_one(CONTENT, TERMS, TermWords))
    match = next(around.references(text), None)
    assert (match[1] if match else None) == number


def test_folding_keeps_every_character_at_its_place() -> None:
    text = "ﬁne İstanbul ‘Wind–Up’ ½"
    assert len(fold(text)) == len(text)
