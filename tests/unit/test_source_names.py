"""The names of studies and authors are told from history, months and words that name nothing."""

from __future__ import annotations

import pytest

from bot.nlu.source_names import SourceNames
from bot.nlu.vocabulary import names_of, with_names
from knowledge.names import Names, read_names

NAMES = Names.parse_obj(
    {
        "origin": "product-safety",
        "sources": ["Samovar Council"],
        "nations": ["Ruritanian"],
        "guidelines": ["guideline"],
        "publications": ["trial", "guideline"],
        "nameless": ["the", "pilot", "June", "Since"],
        "cited_before": r"\b(did|by)\s*$",
        "cited_behind": r"\W*(showed|results)\b",
        "conditions": ["gout"],
        "substances": ["cinnamon"],
    }
)
WORDS = frozenset({"steeping", "results", "of", "what", "say", "new", "brewed"})


def found(text: str, taken: list[tuple[int, int]] | None = None) -> list[str]:
    names = SourceNames(NAMES, lambda word: word.casefold() in WORDS)
    return [text[start:end] for start, end in dict.fromkeys(names.find(text, taken or []))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what did Okakura 2011 say of steeping at home or away", ["Okakura"]),
        ("results of Okakura and Lu (2011) on the steeping of new tea", []),
        ("steeping of new tea, as Okakura 2011 showed us again", ["Okakura"]),
        ("okakura et al on steeping", ["okakura"]),
        ("Okakura 2011?", ["Okakura"]),
        ("results of the KANTAN-2 trial", ["KANTAN-2"]),
        ("KANTAN-2, 300 pots: what do they say", ["KANTAN-2"]),
        ("KANTAN2?", ["KANTAN2"]),
        ("BREWED 2", []),
        ("BREWED-2 of", []),
        ("the SENCHA guideline", ["SENCHA"]),
        ("the pilot trial", []),
        ("the new trial", []),
        ("Since 2011?", []),
        ("June 2011", []),
        # A year behind a word of somebody's history.
        ("kettlectomy 2011, thirsty ever since and has now brewed a pot", []),
        ("", []),
    ],
)
def test_a_name_is_found_by_what_stands_around_it(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_what_is_known_already_is_no_unknown_name() -> None:
    assert found("the SENCHA guideline", taken=[(4, 10)]) == []


def test_names_stand_behind_what_the_content_calls_the_same() -> None:
    names = names_of(NAMES)
    assert {(term.form, term.entity) for term in names} == {
        ("samovar council", "other_source"),
        ("ruritanian guideline", "other_source"),
        ("gout", "other_matter"),
        ("cinnamon", "other_matter"),
    }
    own = [names[0].__class__("gout", "concept", "gout", "condition")]
    assert [term.entity for term in with_names(own, names) if term.form == "gout"] == ["concept"]


def test_the_names_of_the_product_can_be_read() -> None:
    assert read_names().conditions
    assert read_names().source_names()
