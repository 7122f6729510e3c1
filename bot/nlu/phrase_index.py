"""Looks up phrases in a text by their first word, so that thousands of them cost no more than a few."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from knowledge.text import normalise

T = TypeVar("T")

_HEAD = re.compile(r"[^\W\d_]+|\d+|\S")
_GAP = r"[\s-]+"
# Behind a form that ends with a mark: "s.c." is no part of "s.c.x".
_APART = r"(?!\w)"


@dataclass(frozen=True)
class Phrase(Generic[T]):
    """What a phrase stands for, and the characters from ``start`` to ``end`` that say it."""

    value: T
    start: int
    end: int


class PhraseIndex(Generic[T]):
    """Phrases in any case, with hyphens or spaces, with or without a plural ending, and what they stand for."""

    def __init__(
        self,
        phrases: Mapping[str, T],
        plural: bool = False,
        digits_may_follow: bool = False,
        digits_may_precede: bool = False,
    ) -> None:
        """Take ``phrases`` by their form; ``plural`` lets an "s" or "es" follow.

        A number may stand right behind them with ``digits_may_follow``, before them with ``digits_may_precede``.
        """
        self._begin = r"(?<![^\W\d])" if digits_may_precede else r"(?<!\w)"
        self._plural = "(?:e?s)?" if plural else ""
        self._end = r"(?![^\W\d])" if digits_may_follow else r"(?!\w)"
        by_head: dict[str, list[str]] = defaultdict(list)
        self._values: dict[str, T] = {}
        for form, value in phrases.items():
            normal = normalise(form)
            if normal and normal not in self._values:
                self._values[normal] = value
                by_head[_HEAD.findall(normal)[0]].append(normal)
        self._by_head = dict(by_head)
        # Compiled when first needed: thousands of patterns at once would take a second.
        self._patterns: dict[str, re.Pattern[str]] = {}

    def __contains__(self, form: str) -> bool:
        return normalise(form) in self._values

    def __len__(self) -> int:
        return len(self._values)

    def get(self, form: str) -> T | None:
        """What ``form`` stands for, or ``None``."""
        return self._values.get(normalise(form))

    def match(self, folded: str, position: int) -> Phrase[T] | None:
        """The longest phrase that begins at ``position`` of the folded text, or ``None``."""
        head = _HEAD.match(folded, position)
        if head is None:
            return None
        word = head[0]
        heads = (word, word.removesuffix("s"), word.removesuffix("es")) if self._plural else (word,)
        best: Phrase[T] | None = None
        for key in dict.fromkeys(heads):
            for form in self._by_head.get(key, ()):
                found = self._pattern(form).match(folded, position)
                if found and (best is None or found.end() > best.end):
                    best = Phrase(self._values[form], position, found.end())
        return best

    def find(self, folded: str) -> Iterator[Phrase[T]]:
        """The longest phrases of the folded text from left to right, none overlapping another."""
        position = 0
        while head := _HEAD.search(folded, position):
            phrase = self.match(folded, head.start())
            if phrase is not None:
                yield phrase
            position = phrase.end if phrase else head.end()

    def _pattern(self, form: str) -> re.Pattern[str]:
        pattern = self._patterns.get(form)
        if pattern is None:
            body = _GAP.join(map(re.escape, form.split(" ")))
            start, end = (self._begin if form[0].isalnum() else ""), (self._end if form[-1].isalnum() else _APART)
            plural = self._plural if form[-1].isalpha() else ""
            pattern = self._patterns[form] = re.compile(f"{start}{body}{plural}{end}")
        return pattern
