"""What stands around a clinical term, compiled from the language file: numerals, doses, denials, references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.ward_words import TermWords, any_of

_ROMAN = re.compile(r"[ivx]+$")
_WORD = re.compile(r"[a-z]+")
_JOINS = ("and", "or", "nor")
_LIST = r"[a-z]+(?:(?: ?/ ?|, ?| (?:and|or|nor) )[a-z]+)*"
_CLOSES = r"(?=\s*(?:[,.;)]|$)"


class Around:
    """Tells by the words around a term what it is there."""

    def __init__(self, words: TermWords) -> None:
        """Compile the words of the language file once."""
        dose = any_of(words.dose)
        asked = rf"{dose} {any_of(words.dose_links)}|{any_of(words.how_much)}"
        self._dose_of = re.compile(rf"\b(?:{asked}) (?:\w+ )?$")
        self._its_dose = re.compile(rf"^(?: \w+){{0,2}} {dose}\b")
        self._numbered = re.compile(rf"\b{any_of(words.numbered)}s? (?:[iv]+ ?[/-] ?)?$")
        self._denied = _denied(words)
        self._reference = re.compile(rf"(?:\b{any_of(words.references)}\s*#?\s*|\[|#)(\d{{1,3}})\b", re.IGNORECASE)
        self._history = tuple(words.history)

    def is_a_numeral(self, form: str, folded: str, start: int) -> bool:
        """Whether the ``form`` at ``start`` is a number behind what is counted: "stage IV"."""
        return _ROMAN.match(form) is not None and self._numbered.search(folded[:start]) is not None

    def asks_for_the_dose(self, folded: str, start: int, end: int) -> bool:
        """Whether the dose is asked for of what stands from ``start`` to ``end``."""
        return self._dose_of.search(folded[:start]) is not None or self._its_dose.search(folded[end:]) is not None

    def denied(self, folded: str) -> Iterator[list[re.Match[str]]]:
        """The words of each list that is denied."""
        for found in self._denied.finditer(folded):
            start, end = found.span("before" if found["before"] else "behind")
            yield [word for word in _WORD.finditer(folded, start, end) if word[0] not in _JOINS]

    def histories(self, word: str) -> list[str]:
        """The forms that ``word`` may stand for where it is denied."""
        return [f"{word} {history}" for history in self._history]

    def references(self, text: str) -> Iterator[re.Match[str]]:
        """The numbers of references, each as the first group."""
        return self._reference.finditer(text)


def _denied(words: TermWords) -> re.Pattern[str]:
    """Matches a word, or a list of them, that is denied in front ("no water") or behind ("water: nil")."""
    denies, answered = any_of(words.denies), any_of(words.answered_by)
    before = rf"\b{denies}(?: {any_of(words.denies_also)})? (?P<before>{_LIST})"
    ended = rf"{_CLOSES}|\s+{any_of(words.after_denied)}\b)"
    behind = rf"\b(?P<behind>[a-z]+) ?[:-]? ?{any_of(words.denied_by)}"
    listed = rf"{_CLOSES}|(?: [a-z-]+(?: [a-z-]+)? {answered})+\s*(?:[,.;)]|$))"
    return re.compile(rf"{before}{ended}|{behind}{listed}")
