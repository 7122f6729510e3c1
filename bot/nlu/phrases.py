"""Finds the phrases of many rules in a text's tokens, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from knowledge.assertion_rules import Choice, Wording

R = TypeVar("R")


@dataclass(eq=False)
class _Place(Generic[R]):
    """A place within phrases: where each next word leads, and the rules whose phrase is complete here."""

    then: dict[str, list[_Place[R]]] = field(default_factory=dict)
    complete: list[R] = field(default_factory=list)

    def take(self, other: _Place[R]) -> None:
        """Add everything that is possible at ``other``."""
        for word, places in other.then.items():
            self.then.setdefault(word, []).extend(places)
        self.complete.extend(other.complete)


class Phrases(Generic[R]):
    """Phrases with choices in them, each of some rule."""

    def __init__(self, tokens_of: Callable[[str], list[str]]) -> None:
        """``tokens_of`` parts a word of a phrase into tokens as texts are."""
        self._start: _Place[R] = _Place()
        self._tokens_of = lru_cache(maxsize=None)(tokens_of)

    def add(self, wording: Wording, rule: R) -> None:
        """Find ``wording``, for ``rule``."""
        self._start.take(self._before(wording, _Place(complete=[rule])))

    def find(self, tokens: Sequence[str]) -> Iterator[tuple[R, int, int]]:
        """Every rule that has a phrase in ``tokens``, with the first token and the one after the last."""
        for start in range(len(tokens)):
            places, end = [self._start], start
            while places and end < len(tokens):
                places = [next_ for place in places for next_ in place.then.get(tokens[end], ())]
                end += 1
                yield from ((rule, start, end) for place in places for rule in place.complete)

    def _before(self, wording: Wording, after: _Place[R]) -> _Place[R]:
        """The place before ``wording``, which leads to ``after``."""
        for part in reversed(wording):
            if isinstance(part, Choice):
                place: _Place[R] = _Place()
                for one in part.wordings:
                    place.take(self._before(one, after))
                after = place
            else:
                for token in reversed(self._tokens_of(part)):
                    after = _Place(then={token: [after]})
        return after
