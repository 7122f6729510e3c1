"""Reads what was measured: a number, or two with a slash between, beside the name of what they are a reading of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bot.nlu.phrase_index import folded
from bot.nlu.quantities.model import Quantity
from knowledge.language import Measures

_LINKS = (
    r"(?:\s*[:=~]|\s+(?:is|was|now|of|at|up|to|still|today|currently|running|reading|around|about|approx|approximately"
    r"|consistently|again))*"
)
# Before two numbers with a slash more may stand: "sitting around 200/110".
_LINKS_OF_TWO = (
    r"(?:\s+(?!(?:if|when|until|unless|target|aim|aiming|keep|goal|once|below|under|above|over|than|less|more)\b)[a-z']+){0,4}"
    r"(?=\s*\d{2,3}\s?/)"
)
# Of "210/120, now 140/80" the last counts.
_EARLIER = r"(?:\d{2,3}\s?/\s?\d{2,3}\W+(?:(?:was|is|now|then|later|today|down|up|came|settled|to|at)\W+)+(?=\d))*"
_NUMBER = r"(?P<first>\d{2,3})(?:\s?/\s?(?P<second>\d{2,3}))?(?![\d/]|\.\d)"
# What is supposed, or aimed at, was not measured.
_SUPPOSED = re.compile(
    r"\b(?:if|when|until|unless|target|aim|aiming|keep|goal|cut ?off|once|below|under|above|over|than)\W+"
    r"(?:\w+\W+){0,3}$"
)


class Readings:
    """Finds readings by the labels of the language file."""

    def __init__(self, measures: Measures) -> None:
        """Compile the labels once."""
        words = [label for label in measures.labels if label.replace(" ", "").isalnum()]
        labels = "|".join(re.escape(label) for label in sorted(words, key=len, reverse=True))
        self._behind = re.compile(rf"(?<!\w)(?P<label>{labels})(?:{_LINKS}|{_LINKS_OF_TWO})\s*{_EARLIER}{_NUMBER}")
        self._before = re.compile(rf"(?<![\w/.]){_NUMBER}\s?(?P<label>{labels})(?!\w)")

    def find(self, text: str) -> list[Quantity]:
        """The readings of ``text`` from left to right.

        The unit is the label; of two numbers it is written with the slash, before ("bp/") or behind it ("/bp").
        """
        low = folded(text)
        found = [*self._behind.finditer(low), *self._before.finditer(low)]
        told = (one for one in found if not _SUPPOSED.search(low, max(0, one.start() - 40), one.start()))
        return [quantity for one in sorted(told, key=lambda one: one.start()) for quantity in _numbers(one, text)]


def _numbers(found: re.Match[str], text: str) -> Iterator[Quantity]:
    label = found["label"]
    if found["second"] is None:
        yield _reading(found, "first", label, text)
    else:
        yield _reading(found, "first", f"{label}/", text)
        yield _reading(found, "second", f"/{label}", text)


def _reading(found: re.Match[str], number: str, unit: str, text: str) -> Quantity:
    start, end = found.span(number)
    value = Fraction(found[number])
    return Quantity("reading", value, value, unit, start, end, text[start:end])
