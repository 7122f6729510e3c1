"""Test questions made harder, as if dictated or typed with slips. The same question always gets the same noise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from ruamel.yaml import YAML

from bot.evaluation.noise_misspelt import Misspeller, Slips
from bot.evaluation.noise_spoken import Speaker, Speech
from bot.evaluation.questions import TestQuestion
from knowledge.content_files import read_content
from knowledge.language import read_language
from knowledge.schema_base import Record
from knowledge.text import normalise
from knowledge.word_lists import plain_english

TABLES = Path(__file__).with_name("noise.yml")
SEED = "footnote"
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SAYS_SOMETHING = re.compile(r"[^\W_]")
_INITIALS = 3
_ACRONYM = re.compile(r"[A-Z]{2,6}")

Change = Callable[[str, Random], str]


class Tables(Record):
    """The tables of ``noise.yml``."""

    spoken: Speech
    misspelt: Slips


@dataclass(frozen=True)
class Words:
    """What noise has to respect.

    ``forbidden``: drugs' names and the glossary's words, which no slip may produce, nor a homophone replace. ``units``:
    words of numbers and units, which stay. ``acronyms``: what is said letter by letter. ``english``: what never is.
    """

    forbidden: frozenset[str]
    units: frozenset[str]
    acronyms: frozenset[str]
    english: frozenset[str]


def read_tables(path: Path = TABLES) -> Tables:
    """The tables in ``path``. Raises pydantic's ``ValidationError`` where they are not in their form."""
    return Tables(**YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))


def words_of_content(content: Path) -> Words:
    """What noise has to respect of the curated ``content`` and of the files on language below it."""
    curated, measures = read_content(content), read_language(content).measures
    concepts = [concept for topic in curated.topics for concept in topic.glossary]
    forms = [normalise(form) for concept in concepts for form in concept.written_forms()]
    names = [name for source in curated.sources for name in source.names]
    forms_of_units = [*(part.forms for part in measures.parts), *(one.forms for one in measures.frequencies)]
    units = [form for forms_of_unit in forms_of_units for form in forms_of_unit]
    short = [name for concept in concepts for name in concept.abbreviations] + names
    often = [form for one in measures.frequencies for form in one.forms if form.isalpha() and len(form) <= _INITIALS]
    return Words(
        forbidden=frozenset({*map(normalise, curated.drug_names), *forms, *_words(forms)}),
        units=frozenset(_words(map(normalise, [*units, *measures.labels]))),
        acronyms=frozenset({*(name.lower() for name in short if _ACRONYM.fullmatch(name)), *often}),
        english=plain_english(),
    )


class Noise:
    """Makes the spoken and the misspelt variant of a question."""

    def __init__(self, tables: Tables, words: Words) -> None:
        """Prepare both kinds of noise once."""
        speaker = Speaker(tables.spoken, words.forbidden, words.acronyms, words.english)
        kept = words.units | speaker.number_words
        misspeller = Misspeller(tables.misspelt, words.forbidden, kept)
        self.kinds: dict[str, Change] = {"spoken": speaker.say, "misspelt": misspeller.misspell}

    def variant(self, kind: str, question: TestQuestion) -> TestQuestion:
        """``question`` with every turn changed by the noise ``kind``; what is not text stays as it is."""
        change = self.kinds[kind]

        def turned(number: int, turn: object) -> object:
            if not isinstance(turn, str) or not _SAYS_SOMETHING.search(turn):
                return turn
            return change(turn, Random(f"{SEED}:{kind}:{question.id}:{number}"))  # noqa: S311 - nothing secret

        return replace(question, turns=tuple(turned(*pair) for pair in enumerate(question.turns)))


def _words(phrases: Iterable[str]) -> set[str]:
    return {word for phrase in phrases for word in _WORD.findall(phrase)}
