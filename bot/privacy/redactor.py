"""Takes what identifies a person out of a message, before anything else reads or keeps it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry

from bot.privacy.addresses import addresses
from bot.privacy.contacts import emails, phones
from bot.privacy.dates import Dates, birth_dates
from bot.privacy.language_model import LANGUAGE, PersonModel
from bot.privacy.names import Names
from bot.privacy.patterns import any_of
from bot.privacy.records import record_numbers
from bot.privacy.words import KnownWords
from knowledge.language import Measures, read_language
from knowledge.privacy import read_privacy
from knowledge.settings import Settings

# What stands in the text for each kind of thing.
PLACEHOLDERS = {
    "name": "[name]",
    "date_of_birth": "[date of birth]",
    "record_number": "[record number]",
    "phone": "[phone]",
    "email": "[email]",
    "address": "[address]",
}
_PLACEHOLDER = re.compile("|".join(map(re.escape, PLACEHOLDERS.values())))
# Nothing but these between two removals of one kind, and they are one.
_JOINT = re.compile(r"[\s,]*")
_BUILDING = Lock()


@dataclass(frozen=True)
class Removal:
    """How many of one kind were removed; ``kind`` is a key of :data:`PLACEHOLDERS`."""

    kind: str
    count: int


@dataclass(frozen=True)
class Redacted:
    """A text with placeholders, and what they stand for."""

    text: str
    removed: tuple[Removal, ...]


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    kind: str


class Redactor:
    """Replaces names, dates of birth, record numbers, phones, e-mail and postal addresses by placeholders."""

    def __init__(self, folder: Path) -> None:
        """Read the words and the content of ``folder``. Raises :class:`~knowledge.content_files.ContentError`."""
        words, language = read_privacy(folder), read_language(folder)
        unit = _units(language.measures)
        known = KnownWords(words, language, folder)
        self._dates = Dates(words, unit)
        recognisers = [
            Names(words, known),
            birth_dates(words, self._dates),
            *record_numbers(words, unit),
            phones(words, unit),
            emails(),
            *addresses(words, known),
        ]
        registry = RecognizerRegistry(recognizers=recognisers, supported_languages=[LANGUAGE])
        self._engine = AnalyzerEngine(registry, PersonModel(), supported_languages=[LANGUAGE])

    @classmethod
    def load(cls) -> Redactor:
        """The redactor of this process, built at its first use, whichever thread comes first."""
        with _BUILDING:
            return _redactor()

    def redact(self, text: str) -> Redacted:
        """``text`` with placeholders, and what was removed. Everything else in it stays as it was typed."""
        removed: Counter[str] = Counter()
        # A placeholder changes what the language model reads beside it.
        while found := self._find(text):
            removed.update(one.kind for one in found)
            for one in reversed(found):
                text = text[: one.start] + PLACEHOLDERS[one.kind] + text[one.end :]
        return Redacted(text, tuple(Removal(kind, removed[kind]) for kind in PLACEHOLDERS if removed[kind]))

    def _find(self, text: str) -> list[_Found]:
        """What is to be removed, from left to right, none overlapping another or a placeholder."""
        results = self._engine.analyze(text, LANGUAGE, entities=list(PLACEHOLDERS))
        results.sort(key=lambda one: (-one.score, one.start - one.end, one.start))
        taken = [_Found(*match.span(), "") for match in _PLACEHOLDER.finditer(text)]
        found: list[_Found] = []
        for one in results:
            _add(found, _Found(one.start, one.end, one.entity_type), taken)
        for name in [one for one in found if one.kind == "name"]:
            if date := self._dates.behind(text, name.end):
                _add(found, _Found(*date, "date_of_birth"), taken)
        return _joined(sorted(found, key=lambda one: one.start), text)


@lru_cache(maxsize=1)
def _redactor() -> Redactor:
    return Redactor(Settings.from_environment().content)


def _add(found: list[_Found], one: _Found, taken: list[_Found]) -> None:
    if one.start < one.end and all(one.end <= other.start or other.end <= one.start for other in (*found, *taken)):
        found.append(one)


def _joined(found: list[_Found], text: str) -> list[_Found]:
    joined: list[_Found] = []
    for one in found:
        before = joined[-1] if joined else None
        if before and before.kind == one.kind == "address" and _JOINT.fullmatch(text, before.end, one.start):
            joined[-1] = _Found(before.start, one.end, one.kind)
        else:
            joined.append(one)
    return joined


def _units(measures: Measures) -> str:
    """A pattern of a whole unit."""
    forms = any_of(form for part in measures.parts for form in part.forms)
    return rf"{forms}(?![^\W_])"
