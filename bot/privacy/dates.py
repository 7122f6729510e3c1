"""Dates of birth: dates behind or before a label, and those that stand directly behind a name."""

from __future__ import annotations

import re

from bot.privacy.patterns import REMOVED, Finder, Patterns, Span, any_of, one_of
from knowledge.privacy import Privacy

_ATTACHED = r"['’s]{0,2}[\s,;:(*]{1,3}"
_SEPARATOR = r"\s*(?:\bis\b|\bwas\b|\bon\b|[:=(–-])?\s*[:=(–-]?\s*(?:the\s+)?"
_CENTURIES = r"(?:18|19|20)\d{2}"
_MARKS = (r"\.", "/", "-")
# Between the parts of a date that is written with its month.
_GAP = r"[\s,./-]{0,2}"
_DAY = r"(?<!\d)[0-3]?\d(?:st|nd|rd|th)?"
_JOINT = r"[\s-]+"
_WORD_END = r"(?![^\W_])"


class Dates:
    """The written and spoken forms of a date with its year."""

    def __init__(self, words: Privacy, unit: str) -> None:
        """Take months and number words from ``words``; what ``unit`` matches behind a number makes it no year."""
        month = rf"(?<![^\W\d_]){any_of(words.words('months'))}(?![^\W\d_])\.?"
        two = rf"['’]?\d{{2}}(?![\d/.])(?!\s*(?:{unit}|[-/]?\s*(?:yo|y/o|year|yr)))"
        year = rf"(?:{_CENTURIES}(?!\d)|{two})"
        full_year = rf"{_CENTURIES}(?![\d/-])"
        self.full = one_of(
            *(rf"(?<![\d./-])[0-3]?\d\s?{mark}\s?[0-3]?\d\s?{mark}\s?{year}" for mark in _MARKS),
            *(rf"(?<![\d./-]){_CENTURIES}{mark}[01]?\d{mark}[0-3]?\d(?![\d/-])" for mark in _MARKS),
            rf"{_DAY}{_GAP}(?:of\s+)?{month}{_GAP}{year}",
            rf"{month}{_GAP}{_DAY}{_GAP}{year}",
            *_spoken(words, month),
        )
        self.labelled = one_of(
            self.full,
            r"(?<!\d)[0-3]\d[01]\d(?:(?:19|20)\d{2}|\d{2})(?!\d)",
            rf"{month}{_GAP}{full_year}",
            full_year,
            rf"nineteen{_JOINT}{_tens(words)}",
        )
        self._attached = re.compile(f"{_ATTACHED}(?P<{REMOVED}>{self.full})", re.IGNORECASE)

    def behind(self, text: str, end: int) -> Span | None:
        """Start and end of the date that directly follows the name which ends at ``end``."""
        match = self._attached.match(text, end)
        return match.span(REMOVED) if match else None


def birth_dates(words: Privacy, dates: Dates) -> Finder:
    """The recogniser of labelled dates of birth."""
    label = any_of(words.birth_labels)
    return Patterns(
        "date_of_birth",
        0.9,
        [
            rf"(?<![^\W_]){label}\.?{_WORD_END}{_SEPARATOR}(?P<{REMOVED}>{dates.labelled})",
            rf"(?P<{REMOVED}>{dates.full})\s*[(,]?\s*(?:dob|d\.o\.b){_WORD_END}",
        ],
    )


def _spoken(words: Privacy, month: str) -> tuple[str, str]:
    """Dates as they are dictated ("fourth of May nineteen sixty two"), and with the month before the day."""
    figure, teens = any_of(words.words("digits")), any_of(words.words("teens"))
    ordinal = rf"(?:{any_of(words.words('tens'))}{_JOINT})?{any_of(words.words('ordinals'))}"
    below = one_of(_tens(words), teens + _WORD_END, rf"oh{_JOINT}{figure}{_WORD_END}", figure + _WORD_END)
    year = one_of(
        rf"(?:eighteen|nineteen|twenty){_JOINT}(?:hundred\s+(?:and\s+)?)?{below}",
        rf"two\s+thousand(?:\s+(?:and\s+)?{below})?",
        r"(?:19|20)\d{2}",
    )
    return rf"{ordinal}\s+(?:of\s+)?{month}\s+{year}", rf"{month}\s+(?:the\s+)?{ordinal}\s+{year}"


def _tens(words: Privacy) -> str:
    return rf"{any_of(words.words('tens'))}(?:{_JOINT}{any_of(words.words('digits'))})?{_WORD_END}"
