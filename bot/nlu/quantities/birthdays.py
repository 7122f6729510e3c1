"""Ages that a birthday tells: somebody who turns 60, or has had her 60th birthday."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bot.nlu.quantities.figure import Figure, word
from bot.nlu.quantities.scan import Token
from knowledge.ward_words import PatientWords

_ORDINAL = re.compile(r"(\d{2,3})(?:st|nd|rd|th)$")


class Birthdays:
    """Reads an age off a birthday, which may be still to come."""

    def __init__(self, words: PatientWords) -> None:
        """Take the words around birthdays."""
        self._turns = frozenset(words.turns)
        self._turned = frozenset(words.turned)
        self._soon = frozenset(words.soon)
        self._just_now = frozenset(words.just_now)
        self._supposed = frozenset(words.supposed)
        self._birthdays = frozenset(words.birthdays)
        self._whose = frozenset(words.whose_birthday)
        self._been = frozenset(words.birthday_been)
        self._to_come = frozenset(words.birthday_to_come)

    def find(self, tokens: Sequence[Token]) -> Iterator[Figure]:
        """The age of whoever has a birthday of her own: "her 60th birthday yesterday"."""
        for index, token in enumerate(tokens):
            years = _ORDINAL.match(token.text)
            if years is None or word(tokens, index + 1) not in self._birthdays:
                continue
            if word(tokens, index - 1) not in self._whose:
                continue
            before = {one.text for one in tokens[max(0, index - 4) : index]}
            behind = [one.text for one in tokens[index + 2 : index + 8]]
            soon = not before.isdisjoint(self._to_come) or not self._to_come.isdisjoint(behind)
            if soon or not before.isdisjoint(self._been) or not self._just_now.isdisjoint(behind[:1]):
                age = Fraction(int(years[1]) - soon)
                yield Figure(age, age, index, index, kind="age", symbol="year")
                return

    def missing(self, tokens: Sequence[Token], figure: Figure) -> int | None:
        """How many years are missing: one of who "turns 60 next week", none of who "turned 60 in May"."""
        before, behind = word(tokens, figure.first - 1), word(tokens, figure.last + 1)
        supposed = any(word(tokens, figure.first - back) in self._supposed for back in (2, 3))
        if figure.kind != "bare" or supposed:
            return None
        if before in self._turns and behind in self._soon:
            return 1
        return 0 if before in self._turned and behind in self._just_now else None
