"""Reads the numbers of a text back, whether in figures or in words: the inverse of speech, for tests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
ONES = ["nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", *TEENS]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
VALUES = {word: value for value, word in enumerate(ONES)} | {word: 10 * tens for tens, word in enumerate(TENS, 2)}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6}
_FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_WORD = rf"(?:{'|'.join([*TENS, *ONES, *SCALES])})"
_ONE = rf"(?<![a-z]){_WORD}(?:-{_WORD})?(?![a-z])"
_RUN = rf"{_ONE}(?: (?:and (?=(?:{_WORD})(?![a-z]))|point )?{_ONE})*"
_NUMBER = re.compile(rf"(?P<minus>minus |(?<![\w.,)][-−])(?<!\w)[-−](?=[\d.]))?(?P<number>{_FIGURES}|{_RUN})", re.I)


def numbers(text: str) -> list[Fraction]:
    """Every number of ``text`` in its order, exactly."""
    return [(-1 if one["minus"] else 1) * _value(one["number"].lower()) for one in _NUMBER.finditer(text)]


def _value(number: str) -> Fraction:
    if re.fullmatch(_FIGURES, number):
        return Fraction(number.replace(",", ""))
    whole, _, decimals = number.partition(" point ")
    digits = "".join(str(VALUES[word]) for word in decimals.split())
    return _whole(whole.split()) + (Fraction(int(digits), 10 ** len(digits)) if digits else 0)


def _whole(words: Sequence[str]) -> Fraction:
    if any(word in SCALES for word in words):
        return _scaled([word for word in words if word != "and"])
    values = [_two_figures(word) for word in words]
    if len(values) == 2 and min(values) >= 10:
        return Fraction(100 * values[0] + values[1])
    if len(values) == 3 and values[:2] == [19, 0]:
        return Fraction(1900 + values[2])
    return Fraction("".join(map(str, values)))


def _two_figures(word: str) -> int:
    return sum(VALUES[part] for part in word.split("-"))


def _scaled(words: Sequence[str]) -> Fraction:
    total = part = 0
    for word in words:
        if word == "hundred":
            part *= 100
        elif word in SCALES:
            total, part = total + part * SCALES[word], 0
        else:
            part += _two_figures(word)
    return Fraction(total + part)
