"""Slips of the keys: a neighbouring key, two letters swapped, one doubled, one left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from knowledge.schema_base import Record

# A word that touches a digit is part of a number or unit; one in an address is no word.
_WORD = re.compile(r"(?<![\w@./\\])[A-Za-z]+(?![\w@\\])")
_ATTEMPTS = 20


class Slips(Record):
    """In one of how many words there is a slip, from which length on, and which keys stand beside which."""

    one_in: int
    shortest: int
    neighbours: dict[str, str]


class Misspeller:
    """Misspells a fixed share of a message's words, each once and never in its first letter."""

    def __init__(self, slips: Slips, forbidden: frozenset[str], kept: frozenset[str]) -> None:
        """No slip produces a word of ``forbidden``, and none is made in a word of ``kept``."""
        self._slips = slips
        self._forbidden = forbidden
        self._kept = kept

    def misspell(self, text: str, chance: Random) -> str:
        """``text`` with its slips; numbers, units and everything but words of letters stay as they are."""
        words = [found for found in _WORD.finditer(text) if self._can_be_misspelt(found[0])]
        if not words:
            return text
        chosen = chance.sample(words, max(1, round(len(words) / self._slips.one_in)))
        for found in sorted(chosen, key=lambda one: one.start(), reverse=True):
            text = text[: found.start()] + self._slipped(found[0], chance) + text[found.end() :]
        return text

    def _can_be_misspelt(self, word: str) -> bool:
        low = word.lower()
        return len(word) >= self._slips.shortest and low not in self._kept and low.removesuffix("s") not in self._kept

    def _slipped(self, word: str, chance: Random) -> str:
        """``word`` with one slip; as it is where every slip that was tried makes a word that it must not."""
        for _ in range(_ATTEMPTS):
            place = chance.randrange(1, len(word))
            slipped = chance.choice(_KINDS)(word, place, self._beside(word[place], chance))
            if slipped != word and slipped.lower() not in self._forbidden:
                return slipped
        return word

    def _beside(self, letter: str, chance: Random) -> str:
        """A letter whose key stands beside that of ``letter``."""
        key = chance.choice(self._slips.neighbours[letter.lower()])
        return key.upper() if letter.isupper() else key


def _neighbour(word: str, place: int, key: str) -> str:
    return word[:place] + key + word[place + 1 :]


def _swapped(word: str, place: int, _: str) -> str:
    return word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]


def _doubled(word: str, place: int, _: str) -> str:
    return word[:place] + word[place] + word[place:]


def _dropped(word: str, place: int, _: str) -> str:
    return word[:place] + word[place + 1 :]


_KINDS: tuple[Callable[[str, int, str], str], ...] = (_neighbour, _swapped, _doubled, _dropped)
