"""Finds the names of studies and of their authors, by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from knowledge.names import Names

_NAME = r"(?<![\w'-])(?P<name>[^\W\d_][^\W\d_']*(?:-[^\W_]+)?)"
_ET_AL = r"(?:,? (?:et al\b\.?|and colleagues\b|and coworkers\b))"
_DATED = re.compile(rf"{_NAME}(?:,? (?:and|&) [A-Z][^\W\d_]+)?,? ?\(?(?:19|20)\d{{2}}(?![\d.]*\d|\s*mg)\)?")
_WITH_OTHERS = re.compile(rf"{_NAME}{_ET_AL}")
# Studies are numbered behind a name made of initials, as "KANTAN-2" is.
_NUMBERED = re.compile(r"(?<![\w'-])(?P<name>[A-Z]{5,}-?\d{1,2})(?![\w.])")
SHORTEST = 3
# "Miller 2011?" is no vignette.
BRIEF = 5


class SourceNames:
    """Finds names by the words of ``names``; ``knows`` tells the words that name nothing of the kind."""

    def __init__(self, names: Names, knows: Callable[[str], bool]) -> None:
        """Take the vocabulary of ``names``."""
        publications = "|".join(map(re.escape, names.publications)) or r"(?!)"
        self._titled = re.compile(rf"{_NAME}(?:[ -](?:\d+|[ivx]+))? (?:(?i:{publications}))\b")
        self._before, self._behind = re.compile(names.cited_before), re.compile(names.cited_behind)
        self._nameless = {word.casefold() for word in names.nameless}
        self._knows = knows

    def find(self, text: str, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The places in ``text`` of names that stand at none of the places ``taken``."""
        dated = (match for match in _DATED.finditer(text) if self._is_cited(text, match))
        for match in (*_WITH_OTHERS.finditer(text), *dated, *self._titled.finditer(text), *_NUMBERED.finditer(text)):
            start, end = match.span("name")
            if self._may_name(match["name"]) and not any(first < end and start < last for first, last in taken):
                yield start, end

    def _is_cited(self, text: str, match: re.Match[str]) -> bool:
        before, behind = text[: match.start()].casefold(), text[match.end() :].casefold()
        brief = len(text.split()) <= BRIEF
        return brief or bool(self._before.search(before) or self._behind.match(behind))

    def _may_name(self, word: str) -> bool:
        unnumbered = word.rstrip("-0123456789")
        nameless = {word.casefold(), unnumbered.casefold()} & self._nameless
        return len(word) >= SHORTEST and not nameless and not self._knows(word) and not self._knows(unnumbered)
