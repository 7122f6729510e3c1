"""Where a name begins and ends among the words of a message, and what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.privacy.tokens import Token, Tokens
from bot.privacy.words import KnownWords
from knowledge.privacy import Privacy

JOINT = re.compile(r"[ \t\u00a0]{1,2}|-")
COMMA = re.compile(r"\s?,\s*")
_BEHIND_INITIAL = re.compile(r"\.?[ \t\u00a0]{0,2}")
_BEFORE_WORK = re.compile(r"['’]?s?[ -]")
_BEHIND_PLACE = re.compile(r"\.?\s")
_CITED = re.compile(r"['’]?s?,?\s*(?:\(?(?:19|20)\d\d(?![\d/-])|\set\s+al)")
_LONGEST = 5
_LEADING = 3

Accepts = Callable[[Token], bool]
# The places of a name's first word and of the word behind its last one.
Run = tuple[int, int]


class NameShapes:
    """Reads a whole name from its first word on: forenames, initials, particles and surnames."""

    def __init__(self, words: Privacy, known: KnownWords) -> None:
        """Take particles, and what names are followed by, from ``words``."""
        self.known = known
        self.titles = frozenset((*words.titles, *words.plain_titles))
        self.function = words.words("function_words")
        self.particles = words.words("particles")
        self._behind = words.words("works", "places")
        self._before = words.words("before_places")

    def run(self, tokens: Tokens, first: int, accepts: Accepts, commas: bool = False) -> Iterator[Run]:
        """The name that begins at ``first``, if its first word that is neither initial nor particle is accepted.

        With ``commas`` a forename may follow behind a comma.
        """
        index = self._behind_leading(tokens, first)
        start = tokens[index]
        if start.word in self.titles or start.is_initial or not accepts(start):
            return
        last = self.end(tokens, index)
        if commas and last < len(tokens) and COMMA.fullmatch(tokens.gap(last)) and self._is_forename(tokens[last]):
            last = self.end(tokens, last)
        if not (self.is_cited(tokens, index, last) and self.names_a_work(tokens, last, by_year=True)):
            yield first, last

    def end(self, tokens: Tokens, index: int) -> int:
        """The place behind the last word of the name whose first word stands at ``index``."""
        last = index + 1
        while last < len(tokens) and last - index < _LONGEST:
            joined = JOINT.fullmatch(tokens.gap(last)) or tokens[last - 1].is_initial
            following = self._behind_leading(tokens, last)
            if not joined or tokens[following].is_initial or not self._continues(tokens[last - 1], tokens[following]):
                break
            last = following + 1
        return last

    def is_cited(self, tokens: Tokens, first: int, last: int) -> bool:
        """Whether all words of a name are eponyms or authors."""
        return all(self.known.is_cited(one.word) for one in tokens[first:last])

    def names_a_work(self, tokens: Tokens, last: int, by_year: bool) -> bool:
        """Whether a study, a disease or a place is called by the name that ends before the word at ``last``.

        With ``by_year`` a year or "et al" behind it is enough.
        """
        if by_year and _CITED.match(tokens.text, tokens[last - 1].end):
            return True
        near = last < len(tokens) and _BEFORE_WORK.fullmatch(tokens.gap(last))
        return bool(near) and tokens[last].word in self._behind

    def names_a_place(self, tokens: Tokens, index: int) -> bool:
        """Whether the word at ``index`` belongs to a hospital or a church: "St Thomas'"."""
        return index > 0 and tokens[index - 1].word in self._before and bool(_BEHIND_PLACE.fullmatch(tokens.gap(index)))

    def follows_initial(self, tokens: Tokens, index: int) -> bool:
        """Whether the word at ``index`` stands behind the word before it as a surname stands behind an initial."""
        return index < len(tokens) and bool(tokens.gap(index)) and bool(_BEHIND_INITIAL.fullmatch(tokens.gap(index)))

    def _behind_leading(self, tokens: Tokens, index: int) -> int:
        """The place of the first word from ``index`` on that is neither an initial nor a particle before another."""
        last = min(index + _LEADING, len(tokens) - 1)
        while index < last and self._leads(tokens, index):
            index += 1
        return index

    def _leads(self, tokens: Tokens, index: int) -> bool:
        if tokens[index].is_initial:
            return self.follows_initial(tokens, index + 1)
        return tokens[index].word in self.particles and bool(JOINT.fullmatch(tokens.gap(index + 1)))

    def _is_forename(self, one: Token) -> bool:
        return one.word in self.known.forenames or (one.is_capitalised and self.known.is_unknown(one.word))

    def _continues(self, before: Token, one: Token) -> bool:
        """Whether ``one`` belongs to the name that ``before`` belongs to."""
        known = self.known
        if known.is_clinical(one.word) or one.word in self.function:
            return False
        if known.is_name(one.word):
            return one.text.islower() == before.text.islower() or before.is_initial
        behind_forename = before.word in known.forenames
        if one.text.islower():
            return before.text.islower() and behind_forename and known.is_unknown(one.word)
        return known.is_unknown(one.word) or (behind_forename and one.word in known.word_names)
