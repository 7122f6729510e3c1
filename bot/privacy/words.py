"""What stays: the words of the curated content, of wards and of plain English, and the people whom it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.nlu.vocabulary import Matcher, Term, fold
from knowledge import schema
from knowledge.content_files import CONTENT, DRUG_NAMES, ContentError
from knowledge.content_reader import ContentReader
from knowledge.language import Language
from knowledge.privacy import Privacy
from knowledge.text import normalise
from knowledge.word_lists import plain_english, word_list

WORD = re.compile(r"[^\W\d_]+")
# "Smith AB" in a list of authors.
_AUTHOR = re.compile(r"([^\W\d_][^\W\d_'’-]+(?:[ -][^\W\d_][^\W\d_'’-]+)*) [A-Z]{1,3}\b")
_SHORTEST_ENDED = 6
_SHORTEST_MISSPELT = 5
# From this length on two slips of the keys still leave a word recognisable.
_LONG = 8
_SHORT_NAME = 2


class KnownWords:
    """Tells words that are clinical, cited or English from those that can only be names. Words come folded."""

    def __init__(self, privacy: Privacy, language: Language, folder: Path = CONTENT) -> None:
        """Gather the words of ``language``, ``privacy`` and the content in ``folder``.

        Raises :class:`~knowledge.content_files.ContentError` where that cannot be read.
        """
        reader = ContentReader(folder)
        glossary = reader.records("*/glossary.yml", schema.Concept)
        traps = reader.records("*/scope.yml", schema.NearTrap)
        sources = reader.records("sources/*.yml", schema.Source, unless="sources/grading-systems.yml")
        if reader.problems:
            raise ContentError(reader.problems)
        drugs = word_list((folder if (folder / DRUG_NAMES).exists() else CONTENT) / DRUG_NAMES)
        forms = [form for concept in glossary for form in concept.written_forms()]
        forms += [form for trap in traps for form in trap.written_forms()]
        forms += [form for one in language.abbreviations for form in one.forms]
        cited = [name for source in sources for name in source.names]
        misheard = [form for concept in glossary for form in concept.misheard]
        self.forenames = privacy.words("forenames")
        self.surnames = privacy.words("surnames")
        self.word_names = privacy.words("word_names")
        self._english = (
            plain_english() | privacy.words("ordinary") | set(language.near_words) | set(_meanings(language))
        )
        names = self.forenames | self.surnames | self.word_names
        self._clinical = privacy.words("brands", "jargon") | set(drugs)
        alone = {word for form in forms if len(words := _words(form)) == 1 for word in words}
        self._clinical |= (alone | {word for form in forms for word in _words(form)} - self._english) - names
        self._cited = privacy.words("eponyms") | {word for name in cited for word in _words(name)}
        self._cited |= {word for source in sources for word in _authors(source.authors)}
        self._spellable = sorted(one for one in self._clinical if len(one) >= _SHORTEST_MISSPELT)
        self._endings = tuple(privacy.words("endings"))
        phrases = [form for form in (*forms, *cited, *misheard, *privacy.phrases) if len(_words(form)) > 1]
        self._phrases = Matcher([Term(normalise(form), "", "", "") for form in phrases])

    def phrases(self, text: str) -> list[tuple[int, int]]:
        """Start and end of every known phrase of several words."""
        return [(found.start, found.end) for found in self._phrases.find(text)]

    def is_name(self, word: str) -> bool:
        """Whether it is a listed name, and no word of its own."""
        return word in self.forenames or word in self.surnames

    def is_clinical(self, word: str) -> bool:
        """Whether it, or a part of it between hyphens, is a word of wards."""
        return any(part in self._clinical or part.removesuffix("s") in self._clinical for part in _parts(word))

    def is_cited(self, word: str) -> bool:
        """Whether it is an eponym or an author whom the content names."""
        return any(part in self._cited for part in _parts(word))

    def is_english(self, word: str) -> bool:
        """Whether it is an ordinary word."""
        return all(part in self._english or len(part) == 1 for part in _parts(word))

    def is_unknown(self, word: str) -> bool:
        """Whether nothing but a name is left for it to be: no list holds it, and it resembles no clinical word."""
        if self.is_name(word):
            return True
        if len(word) <= _SHORT_NAME or word in self.word_names or self.is_english(word) or self.is_cited(word):
            return False
        return not self.seems_clinical(word)

    def seems_clinical(self, word: str) -> bool:
        """Whether it is a word of wards, ends like one or is a misspelt one."""
        if self.is_clinical(word):
            return True
        if self.is_name(word):
            return False
        return any(self._resembles(part) for part in _parts(word))

    def may_be_a_place(self, text: str) -> bool:
        """Whether no word of ``text`` is one of wards."""
        return not any(self.is_clinical(word) for word in _words(text) if len(word) > _SHORT_NAME)

    def _resembles(self, word: str) -> bool:
        if len(word) >= _SHORTEST_ENDED and word.endswith(self._endings):
            return True
        return len(word) >= _SHORTEST_MISSPELT and _near(word, self._spellable)


def _near(word: str, known: list[str]) -> bool:
    slips = 2 if len(word) >= _LONG else 1
    return process.extractOne(word, known, scorer=OSA.distance, score_cutoff=slips) is not None


def _words(text: str) -> list[str]:
    return WORD.findall(fold(text))


def _parts(word: str) -> list[str]:
    return [word, *(part for part in WORD.findall(word) if _SHORT_NAME < len(part) < len(word))]


def _meanings(language: Language) -> Iterator[str]:
    for one in language.abbreviations:
        for meaning in (one.means or "", *one.also):
            yield from _words(meaning)


def _authors(authors: str | None) -> Iterable[str]:
    return (word for name in _AUTHOR.findall(authors or "") for word in _words(name))
