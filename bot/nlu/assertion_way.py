"""What lies on the way between the words of a rule and a concept that they may speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from knowledge.assertion_rules import Meaning

if TYPE_CHECKING:
    from medspacy.context.context_modifier import ConTextModifier
    from spacy.tokens import Span

_LONGEST_GAP = 5

Place = tuple[int, int]


class Reach(NamedTuple):
    """A meaning that reaches a concept, and what is left of it there.

    ``words`` is where its words stand, in tokens; ``concepts`` and ``marks`` is how many of them lie on the way. What
    stands at ``joint``, if anything, speaks only within the list that the meaning is carried along.
    """

    meaning: Meaning
    says: Meaning
    words: Place
    concepts: int
    marks: int
    joint: Place | None

    def yields(self, other: Reach, span: Span) -> bool:
        """Whether ``other`` counts at ``span`` instead.

        It does if fewer concepts lie on its way, or if it has fewer marks to pass, and stands on this one's way, or
        right behind ``span``: "X not yet tried, Y ongoing".
        """
        if other.meaning.id not in self.meaning.yields_to or (self.joint and is_within(other.words, self.joint)):
            return False
        behind = self.words[1] <= other.words[0] and other.words[1] <= span.start
        ahead = span.end <= other.words[0] and other.words[1] <= self.words[0] and other.says.treatment != "ongoing"
        spoken = other.says.treatment is not None and not other.meaning.implied
        beside = spoken and other.words[0] == span.end and self.words[1] <= span.start
        return other.concepts < self.concepts or ((behind or ahead or beside) and other.marks < self.marks)


@dataclass(frozen=True)
class Way:
    """What stands between the words of a rule and a concept.

    ``chain`` holds the concepts on the way and the one at its end, in the order of the text, and ``gaps`` the words
    between them.
    """

    place: Place
    words: list[str]
    chain: list[Span]
    gaps: list[list[str]]
    forward: bool

    def nearest(self) -> Span:
        """The concept that the words of the rule come to first."""
        return self.chain[0 if self.forward else -1]

    def is_list(self) -> bool:
        """Whether the concepts may be one list: of one kind, and not far apart."""
        return len({span.label for span in self.chain}) == 1 and all(len(gap) <= _LONGEST_GAP for gap in self.gaps)


def between(words: Place, span: Span) -> Place:
    """The first token between ``words`` and ``span``, and the one after the last."""
    start, end = words
    return (end, span.start) if end <= span.start else (span.end, start)


def without_asides(words: list[str]) -> list[str]:
    """``words`` without what stands in brackets that open and close among them."""
    kept: list[str] = []
    for one in words:
        if one == ")" and "(" in kept:
            del kept[len(kept) - 1 - kept[::-1].index("(") :]
        else:
            kept.append(one)
    return kept


def leaves_brackets(words: list[str]) -> bool:
    """Whether ``words`` begin inside brackets and end outside: what is said inside speaks of nothing behind them."""
    depth = 0
    for one in words:
        depth += (one == "(") - (one == ")")
        if depth < 0:
            return True
    return False


def is_within(place: Place, other: Place) -> bool:
    """Whether all of ``place`` lies in ``other``."""
    return other[0] <= place[0] and place[1] <= other[1]


def is_in_scope(modifier: ConTextModifier, span: Span) -> bool:
    """Whether ``modifier`` modifies ``span``, of which its words are no part."""
    start, end = modifier.modifier_span
    return bool((end <= span.start or span.end <= start) and modifier.modifies(span))
