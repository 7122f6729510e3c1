"""Names behind a title ("Mrs", "Sister") or a label ("name:", "seen by", "this is")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.name_shapes import Accepts, NameShapes, Run
from bot.privacy.patterns import any_of
from bot.privacy.tokens import Token, Tokens
from bot.privacy.words import WORD
from knowledge.privacy import Privacy

_BEHIND_TITLE = re.compile(r"\.?[ \t\u00a0]{1,2}|\.")
_BEHIND_LABEL = re.compile(r"\s*(?:[:=–-]|\bis\b|\bwas\b)?\s*[:=–-]?\s*[\"'“‘(]?")
# How far before a label the thing may stand that it names.
_LOOK_BACK = 30


class AnnouncedNames:
    """Finds the names that something announces. How much a word must look like a name depends on what does."""

    def __init__(self, words: Privacy, shapes: NameShapes) -> None:
        """Take titles and labels from ``words``."""
        self._shapes = shapes
        self._known = shapes.known
        self._plain_titles = frozenset(words.plain_titles)
        self._offices = _label(words.offices, _BEHIND_TITLE)
        self._labels = _label(words.name_labels, _BEHIND_LABEL)
        self._people = _label(words.person_labels, _BEHIND_LABEL)
        self._loose = _label(words.loose_labels, _BEHIND_LABEL)
        self._things = words.words("not_names_of")

    def find(self, tokens: Tokens) -> Iterator[Run]:
        """Every announced name, without its title."""
        run = self._shapes.run
        for index in range(1, len(tokens)):
            if tokens[index - 1].word in self._shapes.titles and _BEHIND_TITLE.fullmatch(tokens.gap(index)):
                yield from run(tokens, index, self._behind_title(tokens, index - 1))
        for index in _behind(self._offices, tokens):
            yield from run(tokens, index, self._capitalised)
        for index in _behind(self._labels, tokens, self._things):
            yield from run(tokens, index, self._labelled, commas=True)
        for index in _behind(self._people, tokens):
            yield from run(tokens, index, self._person, commas=True)
        for index in _behind(self._loose, tokens):
            yield from ((first, last) for first, last in run(tokens, index, self._person) if last - first > 1)

    def _behind_title(self, tokens: Tokens, index: int) -> Accepts:
        """What the word behind the title at ``index`` must be like."""
        title = tokens[index]
        plain = title.word in self._plain_titles
        small = not plain and not title.is_capitalised
        before = tokens[index - 1].word if index else ""
        # Behind a medicine "mr" and "ms" are no titles.
        barred = small and len(before) > 1 and self._known.is_clinical(before)

        def accepts(one: Token) -> bool:
            if barred or self._known.is_clinical(one.word):
                return False
            if plain or (one.is_capitalised and title.is_capitalised):
                suits = self._known.is_name(one.word) or not self._known.seems_clinical(one.word)
                return suits and one.word not in self._shapes.function
            return self._capital_or_unknown(one)

        return accepts

    def _capital_or_unknown(self, one: Token) -> bool:
        return self._known.is_unknown(one.word) or (one.is_capitalised and one.word in self._known.word_names)

    def _capitalised(self, one: Token) -> bool:
        if one.is_upper:
            return one.word in self._known.surnames
        return one.is_capitalised and self._known.is_unknown(one.word)

    def _labelled(self, one: Token) -> bool:
        if one.word in self._shapes.function or self._known.seems_clinical(one.word):
            return False
        named = one.is_upper and one.word in self._known.word_names
        return named or one.is_capitalised or self._known.is_unknown(one.word)

    def _person(self, one: Token) -> bool:
        if one.is_capitalised:
            return self._known.is_unknown(one.word)
        return one.word in self._known.forenames and not self._known.is_english(one.word)


def _label(labels: list[str], separator: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){any_of(labels)}(?![^\W_])(?:{separator.pattern})", re.IGNORECASE)


def _behind(label: re.Pattern[str], tokens: Tokens, unless: frozenset[str] = frozenset()) -> Iterator[int]:
    """The places of the words that directly follow ``label``, where it does not follow a word of ``unless``."""
    places = {token.start: index for index, token in enumerate(tokens)}
    for match in label.finditer(tokens.text):
        before = WORD.findall(tokens.text[max(0, match.start() - _LOOK_BACK) : match.start()])
        if match.end() in places and not (before and before[-1].casefold() in unless):
            yield places[match.end()]
