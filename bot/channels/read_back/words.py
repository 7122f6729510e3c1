"""Words as they are compared, however they were said: numbers in digits, units by their symbols."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from bot.nlu.number_words import Spoken, begins_number, read_words
from bot.nlu.quantities.units import Units
from bot.nlu.vocabulary import fold
from knowledge.language import read_language

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:\.\d+)?|[/%]")
_NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGITS = {word: str(digit) for digit, word in enumerate(_NAMES)}
_DIGITS |= {"nought": "0", "oh": "0", **{digit: digit for digit in _DIGITS.values()}}


def number_at(low: str, position: int) -> Spoken | None:
    """The number in words that begins at ``position`` of the folded text, if one does."""
    word = _WORD.match(low, position)
    return read_words(low, position) if word is not None and begins_number(word[0]) else None


def written(text: str) -> str:
    """``text`` with its numbers in digits and its units by their symbols, however they were said."""
    return " ".join(_written(bare(text)))


def _written(low: str) -> Iterator[str]:
    words = list(_WORD.finditer(low))
    index = 0
    while index < len(words):
        place = words[index]
        digits = _single_digits(words[index:])
        spoken = number_at(low, place.start())
        unit = units().read(low, place.start())
        if len(digits) > 1:
            index += len(digits)
            yield "".join(digits)
            continue
        end, word = place.end(), place[0]
        if spoken is not None:
            end, word = spoken.end, spoken.digits
        elif unit is not None:
            end, word = unit.end, unit.unit.symbol
        yield word
        while index < len(words) and words[index].start() < end:
            index += 1


def _single_digits(words: Iterable[re.Match[str]]) -> list[str]:
    """The digits that are said one by one from the first of ``words`` on: "one five"."""
    digits = []
    for word in words:
        if word[0] not in _DIGITS:
            break
        digits.append(_DIGITS[word[0]])
    return digits


def is_spelt(text: str) -> bool:
    """Whether ``text`` begins with a number of several digits that are said one by one."""
    return len(_single_digits(_WORD.finditer(bare(text)))) > 1


def bare(text: str) -> str:
    """``text`` in lower case, its words with single spaces and without punctuation."""
    low = fold(text).replace("’", "'")
    return " ".join(re.findall(r"[^\s.,;:!?\"“”()]+(?:[.,]\d+)*", low))


@lru_cache(maxsize=1)
def units() -> Units:
    """The units of the product's language, compiled once."""
    return Units(read_language().measures)


def ever_barer(said: str, before: Sequence[str], behind: Sequence[str]) -> Iterator[str]:
    """``said``, and each time with one more taken off: of ``before`` at its beginning, then ``behind`` at its end."""
    yield said
    while edge := next((one for one in before if said.startswith(f"{one} ")), None):
        said = said.removeprefix(f"{edge} ")
        yield said
    while edge := next((one for one in behind if said.endswith(f" {one}")), None):
        said = said.removesuffix(f" {edge}")
        yield said
