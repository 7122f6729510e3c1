"""Names that nothing announces: forenames, initials with a surname, and what the language model takes for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.privacy.name_shapes import COMMA, JOINT, NameShapes, Run
from bot.privacy.tokens import Token, Tokens

_SHORTEST_UPPER = 5
_SHORTEST_UPPER_SURNAME = 4
_LONGEST = 6


class BareNames:
    """Finds names by what they consist of."""

    def __init__(self, shapes: NameShapes) -> None:
        """Read whole names by ``shapes``."""
        self._shapes = shapes
        self._known = shapes.known

    def find(self, tokens: Tokens, persons: Iterable[tuple[int, int]]) -> Iterator[Run]:
        """Every name in ``tokens``; ``persons`` are the starts and ends of what the language model takes for people."""
        for index, token in enumerate(tokens):
            if token.word in self._known.forenames and not self._shapes.names_a_place(tokens, index):
                yield from self._with_forename(tokens, index)
            elif token.is_initial:
                yield from self._with_initials(tokens, index)
        if self._is_english(tokens):
            for start, end in persons:
                yield from self._read_as_person(tokens, start, end)

    def _with_forename(self, tokens: Tokens, index: int) -> Iterator[Run]:
        last = self._shapes.end(tokens, index)
        surnames = [one for one in tokens[index + 1 : last] if one.word in self._known.surnames]
        if tokens[index].text.islower() and not surnames:
            return
        first = self._surname_before(tokens, index)
        alone = last == first + 1
        if alone and not self._stands_alone(tokens[index]):
            return
        if not self._shapes.is_cited(tokens, first, last) and not self._shapes.names_a_work(tokens, last, alone):
            yield first, last

    def _stands_alone(self, one: Token) -> bool:
        word = one.word
        if self._known.is_english(word) or self._known.is_cited(word) or self._known.is_clinical(word):
            return False
        return one.is_capitalised or (one.is_upper and len(one.text) >= _SHORTEST_UPPER)

    def _surname_before(self, tokens: Tokens, index: int) -> int:
        """Where the name begins whose forename stands at ``index``: a word earlier in "Smith, John", "SMITH JOHN"."""
        surname = tokens[index - 1] if index else None
        if surname is None or not (surname.is_capitalised or surname.is_upper):
            return index
        gap = tokens.gap(index)
        listed = surname.word in self._known.surnames and bool(JOINT.fullmatch(gap))
        suits = self._known.is_unknown(surname.word) or surname.word in self._known.word_names
        return index - 1 if listed or (suits and COMMA.fullmatch(gap)) else index

    def _with_initials(self, tokens: Tokens, index: int) -> Iterator[Run]:
        """The name whose surname stands behind or before the initials that begin at ``index``."""
        last = index + 1
        while last < len(tokens) and tokens[last].is_initial and self._shapes.follows_initial(tokens, last):
            last += 1
        if self._shapes.follows_initial(tokens, last):
            one = tokens[last]
            dotted = tokens.gap(last).startswith(".") and one.is_capitalised and self._known.is_unknown(one.word)
            if (dotted or self._is_surname(one)) and self._is_not_cited(tokens, last, last + 1):
                yield index, last + 1
        behind = index > 0 and JOINT.fullmatch(tokens.gap(index)) and self._is_surname(tokens[index - 1])
        if behind and self._is_not_cited(tokens, index - 1, last):
            yield index - 1, last

    def _is_surname(self, one: Token) -> bool:
        shaped = one.is_capitalised or (one.is_upper and len(one.text) >= _SHORTEST_UPPER_SURNAME)
        return shaped and one.word in self._known.surnames

    def _is_not_cited(self, tokens: Tokens, surname: int, last: int) -> bool:
        return not self._known.is_cited(tokens[surname].word) and not self._shapes.names_a_work(tokens, last, True)

    def _is_english(self, tokens: Tokens) -> bool:
        """Whether most small words are known. In another language the model takes any capitalised noun for a name."""
        small = [one.word for one in tokens if one.text.islower()]
        known = sum(self._known.is_english(word) or self._known.seems_clinical(word) for word in small)
        return not small or known * 2 > len(small)

    def _read_as_person(self, tokens: Tokens, start: int, end: int) -> Iterator[Run]:
        """The name of at least two capitalised words between the characters ``start`` and ``end``."""
        inside = [index for index, one in enumerate(tokens) if one.start >= start and one.end <= end]
        while inside and not self._may_be_named(tokens[inside[0]]):
            inside.pop(0)
        while inside and not self._may_be_named(tokens[inside[-1]]):
            inside.pop()
        if not 1 < len(inside) <= _LONGEST or self._shapes.names_a_place(tokens, inside[0]):
            return
        suits = all(self._is_part(tokens, index) for index in inside[1:])
        if suits and not self._shapes.names_a_work(tokens, inside[-1] + 1, by_year=True):
            yield inside[0], inside[-1] + 1

    def _is_part(self, tokens: Tokens, index: int) -> bool:
        one = tokens[index]
        suits = self._may_be_named(one) or one.is_initial or one.word in self._shapes.particles
        return suits and (tokens[index - 1].is_initial or bool(JOINT.fullmatch(tokens.gap(index))))

    def _may_be_named(self, one: Token) -> bool:
        if not one.is_capitalised or one.word in self._shapes.titles:
            return False
        return self._known.is_unknown(one.word) or one.word in self._known.word_names
