"""What a text says of each concept in it: that the patient has it, has it not, may have it, was given it in vain.

The rules are data. Their phrases are found in the text; ConText says how far each reaches in its sentence; and of the
meanings that reach a concept, the first in the rules' order counts.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from spacy.lang.en import English
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import create_vocab

with warnings.catch_warnings():  # the import switches every warning of the process off
    from medspacy.context import ConTextRule
    from medspacy.context.context_graph import ConTextGraph
    from medspacy.context.context_modifier import ConTextModifier

from bot.nlu.assertion_reach import Passage
from bot.nlu.assertion_way import Place, Reach
from bot.nlu.phrases import Phrases
from bot.nlu.vocabulary import fold
from knowledge.assertion_rules import Assertion, AssertionRules, Extent, Kind, Rule, Treatment

_DIRECTIONS = {
    "forward": "FORWARD",
    "backward": "BACKWARD",
    "nearer": "BIDIRECTIONAL",
    "stop": "TERMINATE",
    "nothing": "PSEUDO",
}
# So many tokens may stand between a rule's words and the concept that it wants next.
_NEXT = 3
_ENDS = re.compile(r"[.!;]|[ \t]*\n\s*")
_ASKS = re.compile(r"(?<=[\w)])\?(?=\s)")


@dataclass(frozen=True)
class Target:
    """A concept found in a text between the characters ``start`` and ``end``; ``belongs_to`` is its class."""

    start: int
    end: int
    concept: str
    category: str
    belongs_to: str | None = None


@dataclass(frozen=True)
class Finding:
    """What a text says of a concept. ``words`` are those it was concluded from, none where it is simply named.

    ``treatment`` is what became of a treatment; ``assertion`` then says whether the patient has or had it (``present``:
    failed, not tolerated, ongoing; ``absent``: not tried, contraindicated, declined), unless it is not said of the
    patient, or not for certain. ``extent``: whether it was taken as far as it goes.
    """

    concept: str
    category: str
    assertion: Assertion
    treatment: Treatment | None
    start: int
    end: int
    words: tuple[str, ...]
    extent: Extent | None = None

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain values; an extent only where there is one."""
        values = {**asdict(self), "words": list(self.words)}
        return values if self.extent else {key: value for key, value in values.items() if key != "extent"}


@dataclass(frozen=True)
class _Match:
    """Words of a rule that stand at ``place``, in tokens, as a phrase or as a pattern."""

    rule: ConTextRule
    place: Place
    is_phrase: bool


class AssertionEngine:
    """Reads texts by a set of rules."""

    def __init__(self, rules: AssertionRules) -> None:
        """Compile ``rules``, once."""
        self._tokenizer = _tokenizer()
        self._rules = rules
        self._kinds: dict[str, Kind] = {name: kind for kind, names in rules.kinds.items() for name in names}
        self._continues = re.compile(rules.continues)
        self._names = re.compile(rules.names)
        self._own = re.compile(rules.own)
        self._rank = {meaning.id: rank for rank, meaning in enumerate(rules.meanings)}
        self._phrases: Phrases[ConTextRule] = Phrases(lambda word: [token.text for token in self._tokenizer(word)])
        self._patterns: list[tuple[re.Pattern[str], ConTextRule]] = []
        for rule in rules.rules:
            self._add(rule)

    def read(self, text: str, targets: Sequence[Target]) -> list[Finding]:
        """What ``text`` says of each of ``targets`` whose category the rules know, in their order."""
        known = [target for target in targets if target.category in self._kinds]
        if not known:
            return []
        doc = self._tokenizer(fold(text))
        self._mark_sentences(doc)
        spans = _as_one([self._span(doc, target) for target in known])
        matches = self._matches(doc, spans)
        modifiers = {kind: _modifiers(doc, matches, spans, kind) for kind in self._rules.kinds}
        spans = [span if self._own.search(span.text) else _body(span, modifiers[span.label_]) for span in spans]
        passage = Passage(doc, spans, modifiers, self._rules)
        reaching = map(passage.reaching, spans)
        return [self._finding(text, doc, *pair) for pair in zip(known, reaching, strict=True)]

    def _add(self, rule: Rule) -> None:
        compiled = ConTextRule(
            literal=rule.says or rule.reads,
            category=rule.says or rule.reads,
            direction=_DIRECTIONS[rule.reads],
            max_scope=rule.reach,
            on_modifies=_limit(rule) if rule.about or rule.among else None,
            metadata={
                "nearer": rule.reads == "nearer",
                "of": rule.of,
                "after": re.compile(rule.after) if rule.after else None,
                "before": frozenset(rule.before),
            },
        )
        for phrase in rule.phrases:
            self._phrases.add(self._rules.parse(phrase), compiled)
        self._patterns += [(re.compile(pattern), compiled) for pattern in rule.patterns]

    def _mark_sentences(self, doc: Doc) -> None:
        """A sentence ends at a full stop, a line's end, or a question mark behind a word, unless the next goes on."""
        ended = True
        for token in doc:
            token.is_sent_start = not token.i or (ended and not self._continues.match(doc.text, token.idx))
            end = _ASKS.match(doc.text, token.idx) if token.text == "?" else _ENDS.fullmatch(token.text)
            ended = end is not None

    def _matches(self, doc: Doc, spans: list[Span]) -> list[_Match]:
        """Where the rules' phrases and patterns stand, the longest first."""
        phrases = self._phrases.find([token.text for token in doc])
        found = [_Match(rule, (start, end), True) for rule, start, end in phrases]
        text = doc.text  # put together from the tokens at each call
        for pattern, rule in self._patterns:
            for match in pattern.finditer(text):
                span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
                found.append(_Match(rule, (span.start, span.end), False))
        allowed = (match for match in found if _is_allowed(match, doc, spans))
        return sorted(allowed, key=lambda match: match.place[0] - match.place[1])

    def _span(self, doc: Doc, target: Target) -> Span:
        kind = self._kinds[target.category]
        name = self._names.match(doc.text, target.start, target.end)
        end = name.end() if name else target.end
        names = " ".join(filter(None, (target.concept, target.category, target.belongs_to)))
        return doc.char_span(target.start, end, label=kind, kb_id=names, alignment_mode="expand")

    def _finding(self, text: str, doc: Doc, target: Target, reaches: list[Reach]) -> Finding:
        ranked = sorted(reaches, key=lambda reach: (self._rank[reach.says.id], reach.concepts, reach.marks))
        asserting = next((reach for reach in ranked if reach.says.assertion), None)
        treating = next((reach for reach in ranked if reach.says.treatment), None)
        extending = next((reach for reach in ranked if reach.says.extent), None)
        places = sorted({reach.words for reach in (asserting, treating) if reach})
        spans = (doc[start:end] for start, end in places)
        return Finding(
            concept=target.concept,
            category=target.category,
            assertion=(asserting and asserting.says.assertion) or "present",
            treatment=None if treating is None or treating.says.treatment == "unsaid" else treating.says.treatment,
            start=target.start,
            end=target.end,
            words=tuple(text[span.start_char : span.end_char] for span in spans),
            extent=extending and extending.says.extent,
        )


def _tokenizer() -> Tokenizer:
    """English tokens, with hyphens and arrows apart from the words that they stand at."""
    defaults = English.Defaults
    return Tokenizer(
        create_vocab("en", defaults),
        rules=defaults.tokenizer_exceptions,
        prefix_search=compile_prefix_regex([*defaults.prefixes, "->", "-", ">"]).search,
        suffix_search=compile_suffix_regex([*defaults.suffixes, "->", "-"]).search,
        infix_finditer=compile_infix_regex(
            [*defaults.infixes, "->", r"(?<=[a-z])>(?=[a-z]{3})", r"(?<=[a-z])\?(?=[a-z])"]
        ).finditer,
        token_match=defaults.token_match,
        url_match=defaults.url_match,
    )


def _modifiers(doc: Doc, matches: Iterable[_Match], spans: list[Span], kind: Kind) -> list[ConTextModifier]:
    """The ``matches``, longest first, that may speak of concepts of ``kind``, with their scope.

    Left out are those that overlap a longer one, and those that are part of a concept at ``spans`` or hold one.
    """
    taken: dict[int, Place] = {}
    modifiers = []
    for match in matches:
        start, end = match.place
        hidden = any(taken.get(token, match.place) != match.place for token in range(start, end))
        if hidden or match.rule.metadata["of"] not in (None, kind):
            continue
        if not any(_clashes(match, span, span.label_ == kind) for span in spans):
            taken.update(dict.fromkeys(range(start, end), match.place))
            modifiers.append(ConTextModifier(match.rule, start, end, doc))
    graph = ConTextGraph(modifiers=sorted(modifiers, key=lambda modifier: modifier.modifier_span))
    graph.update_scopes()
    return list(graph.modifiers)


def _is_allowed(match: _Match, doc: Doc, spans: list[Span]) -> bool:
    """Whether the sentence up to ``match``, and the concept behind it, are what its rule demands."""
    after, before = match.rule.metadata["after"], match.rule.metadata["before"]
    end = match.place[1]
    if before and not any(end <= span.start <= end + _NEXT and _is_among(span, before) for span in spans):
        return False
    if after is None:
        return True
    first = doc[match.place[0]]
    return after.search(doc.text[first.sent.start_char : first.idx]) is not None


def _clashes(match: _Match, concept: Span, is_own: bool) -> bool:
    """Whether the words of ``match`` are part of a ``concept`` instead, or make a phrase that has swallowed one.

    The first words of a concept of the kind that is read (``is_own``) may say something of its other words.
    """
    start, end = match.place
    if match.place == (concept.start, concept.end) or end <= concept.start or concept.end <= start:
        return False
    if start >= concept.start and end <= concept.end:
        return bool(not is_own or start > concept.start or match.rule.direction in ("PSEUDO", "TERMINATE"))
    silent = match.rule.direction in ("PSEUDO", "TERMINATE")
    return bool(is_own and match.is_phrase and (silent or end >= concept.end or start > concept.start))


def _body(span: Span, modifiers: list[ConTextModifier]) -> Span:
    """``span`` without the words at its beginning that say something of the rest: a form may hold them as well."""
    for start, end in (modifier.modifier_span for modifier in modifiers):
        if start <= span.start < end < span.end:
            return Span(span.doc, end, span.end, span.label_, kb_id=span.kb_id_)
    return span


def _as_one(spans: list[Span]) -> list[Span]:
    """``spans``, where two words for one thing that stand side by side have become one."""
    joined = list(spans)
    for place, (one, other) in enumerate(pairwise(spans)):
        if one.end == other.start and one.kb_id == other.kb_id:
            joined[place] = joined[place + 1] = Span(one.doc, one.start, other.end, one.label_, kb_id=one.kb_id_)
    return joined


def _is_among(span: Span, names: frozenset[str]) -> bool:
    """Whether the concept at ``span`` is called, or is of a category or class that is called, by one of ``names``."""
    return not names.isdisjoint(span.kb_id_.split(" "))


def _limit(rule: Rule) -> Callable[..., bool]:
    """Whether ``rule`` may speak of a concept."""
    about, among = re.compile(rule.about or ""), frozenset(rule.among)

    def allows(target: Span, *_: object) -> bool:
        return about.search(target.text) is not None and (not among or _is_among(target, among))

    return allows
