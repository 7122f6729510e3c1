"""Typing errors: the one known word that a word can only have been meant as, if there is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

# A shorter word is too close to too many; a longer one may hold two slips. Drugs' names are asked for more.
_SHORTEST = 5
_SHORTEST_DRUG = 7
_LONG = 8
_REMEMBERED = 4096


@dataclass(frozen=True)
class Meant:
    """What a misspelt word can have been meant as.

    ``sure``: the only word is the one that was meant. ``drug``: a drug is among them, so that nobody may guess.
    """

    words: tuple[str, ...]
    drug: bool
    sure: bool


class TypingErrors:
    """Corrects a word that is neither known nor plain English, by edit distance; a swap of neighbours is one slip."""

    def __init__(
        self,
        targets: Iterable[str],
        drugs: Iterable[str],
        english: Iterable[str],
        opposites: Iterable[list[str]] = (),
    ) -> None:
        """``targets`` are the words that may be meant, ``drugs`` those among which a guess would be dangerous.

        ``opposites`` are beginnings of words of which one is never corrected to the other.
        """
        self._drugs = frozenset(drugs)
        self._targets = _by_length(word for word in {*targets, *self._drugs} if len(word) >= _SHORTEST - 1)
        self._opposites = [(one, two) for pair in opposites for one, two in (pair, pair[::-1])]
        self._english = _by_length(english)
        self._remembered: dict[str, Meant | None] = {}

    def meant(self, word: str) -> Meant | None:
        """What the unknown ``word`` (lower case) was meant as, or ``None`` where no term is close enough."""
        if word not in self._remembered:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[word] = self._meant(word)
        return self._remembered[word]

    def _meant(self, word: str) -> Meant | None:
        if len(word) < _SHORTEST:
            return None
        slips = 2 if len(word) >= _LONG else 1
        # One slip further is looked at as well, because a drug that is nearly as near makes the choice a guess.
        near = _within(self._targets, word, slips + 1)
        best = min(near.values(), default=slips + 1)
        nearest = sorted(one for one, distance in near.items() if distance == best)
        # A word that may not be meant still stands in the way of one that is no nearer.
        if best > slips or not all(self._may_mean(word, one) for one in nearest):
            return None
        rivals = {one for one, distance in near.items() if one in self._drugs and distance <= max(best, 2 * best - 1)}
        is_drug = any(one in self._drugs for one in nearest)
        plain = [one for one in _within(self._english, word, best) if not any(_same_stem(one, two) for two in nearest)]
        if is_drug and (len({*rivals, *nearest}) > 1 or plain):
            return Meant(tuple(sorted({*rivals, *nearest, *plain[:2]})), drug=True, sure=False)
        return Meant(tuple(nearest), is_drug, sure=not plain and len(nearest) == 1)

    def _may_mean(self, word: str, target: str) -> bool:
        """Whether ``target`` is long enough and begins like ``word``.

        A changed beginning ("a-", "un-", "non-") often turns a word into its opposite.
        """
        long_enough = len(target) >= (_SHORTEST_DRUG if target in self._drugs else _SHORTEST)
        begins_alike = target[0] == word[0] or target[:2] == word[1::-1]
        opposite = any(word.startswith(one) and target.startswith(two) for one, two in self._opposites)
        return long_enough and begins_alike and not opposite


def _by_length(words: Iterable[str]) -> dict[int, list[str]]:
    lengths: dict[int, list[str]] = defaultdict(list)
    for word in sorted(set(words)):
        lengths[len(word)].append(word)
    return dict(lengths)


def _within(words: dict[int, list[str]], word: str, distance: int) -> dict[str, int]:
    """The ``words`` (by length) at most ``distance`` slips from ``word``, with their distance."""
    found: dict[str, int] = {}
    for length in range(len(word) - distance, len(word) + distance + 1):
        choices = words.get(length, ())
        matches = process.extract(word, choices, scorer=OSA.distance, score_cutoff=distance, limit=None)
        found.update((one, int(slips)) for one, slips, _ in matches)
    return found


def _same_stem(one: str, two: str) -> bool:
    return one.startswith(two) or two.startswith(one) or one.rstrip("s") == two.rstrip("s")
