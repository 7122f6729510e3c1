"""Which meanings reach a concept: how far the words of a rule go along a sentence and along a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.nlu.assertion_way import Place, Reach, Way, between, is_in_scope, is_within, leaves_brackets, without_asides
from knowledge.assertion_rules import AssertionRules, Kind, Meaning

if TYPE_CHECKING:
    from medspacy.context.context_modifier import ConTextModifier
    from spacy.tokens import Doc, Span

_LONGEST_LIST = 12


class Passage:
    """A text with the concepts and the words of the rules that were found in it."""

    def __init__(
        self, doc: Doc, spans: list[Span], modifiers: dict[Kind, list[ConTextModifier]], rules: AssertionRules
    ) -> None:
        """Take the concepts at ``spans``, each labelled with its kind, and the ``modifiers`` of each kind."""
        self._doc = doc
        self._spans = sorted(spans, key=lambda span: (span.start, span.end))
        self._modifiers = modifiers
        self._meanings = {meaning.id.upper(): meaning for meaning in rules.meanings}
        self._adjective = re.compile(rules.adjectives)
        self._separators = frozenset(rules.separators)
        self._fillers = frozenset(rules.fillers)
        self._counted = rules.counted
        self._own = re.compile(rules.own)
        self._closing = {direction: frozenset(words) for direction, words in rules.closing.items()}

    def reaching(self, span: Span) -> list[Reach]:
        """The meanings that reach ``span``, without those that yield to a nearer one."""
        found = (self._reach(modifier, span) for modifier in self._modifiers[span.label_])
        reaches = [reach for reach in found if reach is not None]
        return [one for one in reaches if not any(one.yields(other, span) for other in reaches)]

    def _reach(self, modifier: ConTextModifier, span: Span) -> Reach | None:
        if not is_in_scope(modifier, span):
            return None
        meaning = self._meanings[modifier.category]
        way = self._way(modifier.modifier_span, span)
        if len(way.chain) > self._most(modifier) or (len(way.chain) > 1 and self._speaks_for_itself(span)):
            return None
        if way.forward and leaves_brackets(way.words):
            return None
        if self._is_ended(meaning, way.place) or self._looks_away(modifier, span):
            return None
        joined = self._is_joined(way) or self._is_pair(modifier, way)
        says = meaning if joined else self._carried(meaning, way)
        if says is None:
            return None
        joint = self._joint(way) if joined else None
        return Reach(meaning, says, modifier.modifier_span, len(way.gaps), self._marks(way.words), joint)

    def _is_pair(self, modifier: ConTextModifier, way: Way) -> bool:
        """Whether the words of ``modifier``, behind a list, speak of exactly so many concepts as lie on the way."""
        counts = self._doc[modifier.modifier_span[0]].text in self._counted
        return counts and not way.forward and len(way.chain) == self._most(modifier) and way.is_list()

    def _speaks_for_itself(self, span: Span) -> bool:
        # What makes a concept its opposite may stand before the words that were found.
        before = self._doc[max(0, span.start - 1) : span.end]
        return any(self._own.search(one.text) is not None for one in (span, before))

    def _most(self, modifier: ConTextModifier) -> int:
        """Of how many concepts the words of ``modifier`` may speak."""
        return self._counted.get(self._doc[modifier.modifier_span[0]].text, _LONGEST_LIST)

    def _way(self, words: Place, span: Span) -> Way:
        start, end = between(words, span)
        forward = words[1] <= span.start
        passed = [one for one in self._spans if start <= one.start and one.end <= end]
        chain = [*passed, span] if forward else [span, *passed]
        gaps = [self._words(one.end, other.start) for one, other in pairwise(chain)]
        return Way((start, end), self._words(start, end), chain, gaps, forward)

    def _is_ended(self, meaning: Meaning, place: Place) -> bool:
        """Whether words that end ``meaning`` stand at ``place``."""
        enders = {name.upper() for name in ("stop", *meaning.ends_at)}
        modifiers = (modifier for modifiers in self._modifiers.values() for modifier in modifiers)
        return any(one.category in enders and is_within(one.modifier_span, place) for one in modifiers)

    def _looks_away(self, modifier: ConTextModifier, span: Span) -> bool:
        """Whether ``modifier`` looks to the side of its nearest concept, and ``span`` is not on that side."""
        if not modifier.rule.metadata["nearer"]:
            return False
        sides: dict[bool, list[tuple[int, int, int]]] = {True: [], False: []}
        for other in self._spans:
            if other.label == span.label and is_in_scope(modifier, other):
                way = self._way(modifier.modifier_span, other)
                sides[way.forward].append((len(way.gaps), self._distance(way.words), len(way.words)))
        forward = modifier.modifier_span[1] <= span.start
        if not sides[not forward]:
            return False
        nearest, opposite = min(sides[forward]), min(sides[not forward])
        if opposite == nearest:
            return self._are_behind(modifier, span.label_) is forward
        return opposite < nearest

    def _are_behind(self, modifier: ConTextModifier, kind: str) -> bool:
        """Whether outcomes stand behind their concepts here: none leads those before ``modifier``, the next has one."""
        start, end = modifier.modifier_span
        alike = [one for one in self._spans if one.label_ == kind]
        ahead = [one for one in alike if one.start >= end]
        first = end
        for one in reversed([one for one in alike if one.end <= start]):
            if self._marks(self._words(one.end, first)):
                break
            first = one.start
        outcomes = [one.modifier_span for one in self._modifiers[alike[0].label_] if self._is_outcome(one)]
        leading = (self._words(one[1], first) for one in outcomes if 0 <= first - one[1] <= 1)
        if not ahead or any(not self._marks(words) for words in leading):
            return not ahead
        limit = ahead[1].start if len(ahead) > 1 else ahead[0].sent.end
        behind = [one for one in outcomes if ahead[0].end <= one[0] < limit]
        return any(not self._marks(self._words(ahead[0].end, one[0])) for one in behind)

    def _is_outcome(self, modifier: ConTextModifier) -> bool:
        """Whether ``modifier`` tells what became of a treatment."""
        meaning = self._meanings.get(modifier.category)
        return meaning is not None and meaning.treatment not in (None, "unsaid")

    def _distance(self, words: list[str]) -> int:
        """How far marks set apart what stands at both ends of ``words``: a dash joins more closely than the others."""
        return sum(1 if word == "-" else 2 for word in words if word in self._separators)

    def _carried(self, meaning: Meaning, way: Way) -> Meaning | None:
        """What is left of ``meaning`` at the end of ``way``."""
        if meaning.carried_by is None:
            return meaning
        otherwise = self._meanings[meaning.otherwise.upper()] if meaning.otherwise else None
        carriers = frozenset(meaning.carried_by)
        if not way.forward and meaning.alike and self._is_adjective(way.chain[0]) != self._is_adjective(way.chain[-1]):
            return None
        if self._marks(way.words) and len({span.label for span in way.chain}) > 1:
            return None
        if self._marks(way.words) and not way.forward and not way.is_list():
            return None
        if not (self._separators - carriers).isdisjoint(way.words) or not way.is_list():
            return otherwise
        if not way.forward and any((carriers - {","}).isdisjoint(gap) for gap in way.gaps):
            return None
        if not way.forward and self._speaks_of_something_else(way):
            return None
        if meaning.alike and self._is_adjective(way.chain[0]) != self._is_adjective(way.chain[-1]):
            return None
        is_over = any(not self._closing["forward"].isdisjoint(gap) for gap in way.gaps)
        if is_over or any(carriers.isdisjoint(gap) for gap in way.gaps):
            return otherwise
        if meaning.listed and self._starts_elsewhere(way):
            return otherwise if otherwise is not meaning else None
        return meaning

    def _speaks_of_something_else(self, way: Way) -> bool:
        """Whether words of its own stand between the last mark on ``way`` and the words of the rule behind it."""
        words = self._words(way.nearest().end, way.place[1])
        last = max((number for number, word in enumerate(words) if word in self._separators), default=len(words))
        return not self._fillers.issuperset(words[last + 1 :])

    def _starts_elsewhere(self, way: Way) -> bool:
        """Whether a mark stands before the first concept of ``way``, and no list of which it might be one."""
        first = way.nearest()
        before = self._words(way.place[0], first.start)
        after = self._words(first.end, min(first.end + _LONGEST_LIST, first.sent.end))
        return self._marks(before) > 0 and self._closing["forward"].isdisjoint(before + after)

    def _is_joined(self, way: Way) -> bool:
        """Whether the concept at the end of ``way`` belongs to a list by a joining word before the list's last."""
        if not way.gaps or not way.is_list():
            return False
        if way.forward:
            later = (way.gaps[-1], *self._following(way.chain[-1]))
            return any(not self._closing["forward"].isdisjoint(gap) for gap in later)
        return not self._closing["backward"].isdisjoint(way.gaps[-1])

    def _joint(self, way: Way) -> Place | None:
        """Where the words stand that join the concept at the end of ``way`` to the next of the list, if any do."""
        if way.forward:
            place, joining = (way.chain[-2].end, way.chain[-1].start), self._closing["forward"]
        else:
            place, joining = (way.chain[0].end, way.chain[1].start), self._closing["backward"]
        return None if joining.isdisjoint(self._words(*place)) else place

    def _following(self, last: Span) -> Iterator[list[str]]:
        """The gaps between the concepts that go on with a list after ``last``."""
        for following in (span for span in self._spans if span.start >= last.end):
            gap = self._words(last.end, following.start)
            if len(gap) > 2 or not (self._separators - {","}).isdisjoint(gap):
                break
            yield gap
            last = following

    def _is_adjective(self, span: Span) -> bool:
        return self._adjective.search(span.text) is not None

    def _words(self, start: int, end: int) -> list[str]:
        return without_asides([token.text for token in self._doc[start:end]]) if start < end else []

    def _marks(self, words: list[str]) -> int:
        return sum(word in self._separators for word in words)
