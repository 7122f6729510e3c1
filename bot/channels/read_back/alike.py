"""What else the words of a message may have been: each number and word in it that sounds like another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.channels.read_back.words import number_at
from bot.nlu.vocabulary import fold
from knowledge.rendering.speech.numbers import number as in_words
from knowledge.voice import Voice

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_DIGITS = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d]|[.,]\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PER_KG = re.compile(r"\s*(?:mg|mcg|milligrams?|micrograms?)\s*(?:/|per|a)\s*(?:kg|kilo\w*)\b")


@dataclass(frozen=True)
class Sound:
    """The stretch from ``start`` to ``end`` of a text, and the words ``other`` that it may have been."""

    start: int
    end: int
    other: str
    number: bool

    def within(self, text: str) -> str:
        """``text`` with the other words in their place."""
        return text[: self.start] + self.other + text[self.end :]


def sounds_like(text: str, voice: Voice) -> list[Sound]:
    """Everything in ``text`` that sounds like something else, from left to right."""
    low = fold(text)
    found = [*_numbers(low, voice), *_words(low, voice)]
    return sorted(found, key=lambda one: one.start)


def _numbers(low: str, voice: Voice) -> Iterator[Sound]:
    for place in _DIGITS.finditer(low):
        for other in _other_numbers(place[0].replace(",", ""), low[place.end() :], voice):
            yield Sound(place.start(), place.end(), other, number=True)
    end = 0
    for place in _WORD.finditer(low):
        spoken = number_at(low, place.start()) if place.start() >= end else None
        if spoken is None:
            continue
        end = spoken.end
        if spoken.year or spoken.needs_unit or "/" in spoken.digits:
            continue
        for other in _other_numbers(spoken.digits, low[end:], voice):
            yield Sound(place.start(), end, in_words(other), number=True)


def _other_numbers(digits: str, behind: str, voice: Voice) -> Iterator[str]:
    """The numbers that ``digits`` sounds like; ``behind`` is the text behind them."""
    alike = {**voice.alike_numbers, **{other: one for one, other in voice.alike_numbers.items()}}
    whole, _, decimals = digits.partition(".")
    if decimals:
        # "Nought point five" loses its point, "nought point nought five" one of its noughts.
        if not int(whole) and int(decimals):
            yield f"0.{decimals[1:]}" if decimals.startswith("0") else decimals
        elif int(whole):
            yield f"{whole}{decimals}"
        if decimals in alike:
            yield f"{whole}.{alike[decimals]}"
        return
    if _YEAR.fullmatch(digits):
        return
    number = int(whole)
    if number and number % 1000 == 0 and f"{number // 1000 % 100:02}" in alike:
        thousands = number // 1000
        yield str((thousands - thousands % 100 + int(alike[f"{thousands % 100:02}"])) * 1000)
    elif f"{number % 100:02}" in alike:
        yield str(number - number % 100 + int(alike[f"{number % 100:02}"]))
    elif 0 < number < 10 and _PER_KG.match(behind):
        yield f"0.{number}"


def _words(low: str, voice: Voice) -> Iterator[Sound]:
    for place in _WORD.finditer(low):
        word = place[0].replace("’", "'")
        groups = [*voice.alike_words, *(voice.alike_inside if low[: place.start()].strip() else ())]
        others = [other for group in groups if word in group for other in group if other != word]
        yield from (Sound(place.start(), place.end(), other, number=False) for other in others)
