"""Reads what was measured: a number, or two with a slash between, beside the name of what they are a reading of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bot.nlu.quantities.model import Quantity
from bot.nlu.vocabulary import fold
from knowledge.language import Measures
from knowledge.ward_words import any_of

_NUMBER = r"(?P<first>\d{2,3})(?:\s?/\s?(?P<second>\d{2,3}))?(?![\d/]|\.\d)"


class Readings:
    """Finds readings by the labels of the language file."""

    def __init__(self, measures: Measures) -> None:
        """Compile the labels once."""
        words = [label for label in measures.labels if label.replace(" ", "").isalnum()]
        labels = any_of(words)
        links = rf"(?:{_links(measures)}|{_links_of_two(measures)})"
        self._behind = re.compile(rf"(?<!\w)(?P<label>{labels}){links}\s*{_earlier(measures)}{_NUMBER}")
        self._before = re.compile(rf"(?<![\w/.]){_NUMBER}\s?(?P<label>{labels})(?!\w)")
        self._supposed = _supposed(measures)

    def find(self, text: str) -> list[Quantity]:
        """The readings of ``text`` from left to right.

        The unit is the label; of two numbers it is written with the slash, before ("bp/") or behind it ("/bp").
        """
        low = fold(text)
        found = [*self._behind.finditer(low), *self._before.finditer(low)]
        told = (one for one in found if not self._supposed.search(low, max(0, one.start() - 40), one.start()))
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


def _links(measures: Measures) -> str:
    """What may stand between a label and its number: "bp is now …"."""
    return rf"(?:\s*[:=~]|\s+{any_of(measures.reading_links)})*"


def _links_of_two(measures: Measures) -> str:
    """What may stand before two numbers with a slash, where more may: "sitting around 200/110"."""
    against = any_of([*measures.supposed, *measures.compared])
    return rf"(?:\s+(?!{against}\b)[a-z']+){{0,4}}(?=\s*\d{{2,3}}\s?/)"


def _earlier(measures: Measures) -> str:
    """The readings that a later one follows: of "210/120, now 140/80" the last counts."""
    return rf"(?:\d{{2,3}}\s?/\s?\d{{2,3}}\W+(?:{any_of(measures.reading_changes)}\W+)+(?=\d))*"


def _supposed(measures: Measures) -> re.Pattern[str]:
    """Matches in front of a label what supposes a reading, or aims at it, instead of telling it."""
    cut_offs = any_of(measures.cut_offs).replace(" ", " ?")
    return re.compile(rf"\b(?:{any_of(measures.supposed)}|{cut_offs})\W+(?:\w+\W+){{0,3}}$")
