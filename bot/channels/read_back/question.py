"""What is asked where words may have been misheard: which of a few it was, or whether all of it is right."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from typing import Any

from bot.channels.read_back.words import number_at, units, written
from bot.nlu.vocabulary import fold
from knowledge.rendering.speech import say
from knowledge.rendering.speech.numbers import each_digit

WHICH = "Did you say {choices}?"
WHOLE = "I heard: “{text}”.{figures} Is that right?"
FIGURES = " The numbers are {figures}."
FIGURE = " The number is {figures}."
YES_OR_NO = "Please say yes or no. "
ONE_OF_THESE = "Please say {ordinals}. "
MOST_CHOICES = 3
# A difference of more words than this is easier heard as a whole.
LONGEST_LABEL = 6
# Letters up to which a word needs the next one to be told apart.
SHORTEST_LABEL = 3

_TOKEN = re.compile(r"\S+")
_EDGES = " \t.,;:!?\"'“”‘’()"


@dataclass(frozen=True)
class Choice:
    """One of the things that may have been said: what is asked for it, and the whole message with it."""

    label: str
    text: str


@dataclass(frozen=True)
class ReadBack:
    """A message that waits until it is confirmed: its likeliest ``text`` and the ``question``.

    ``choices`` are what it may have been, none where all of it is in doubt; ``sure`` says that a choice settles it.
    ``urgent``: somebody is in danger, which is answered before anything is asked. By its ``name`` no button of another
    one is taken for a reply to it.
    """

    text: str
    question: str
    choices: tuple[Choice, ...] = ()
    sure: bool = True
    urgent: bool = False
    name: str = field(default_factory=lambda: secrets.token_hex(4), compare=False)

    def as_json(self) -> dict[str, Any]:
        """The read-back as a conversation keeps it."""
        return {**asdict(self), "choices": [asdict(one) for one in self.choices]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> ReadBack:
        """What :meth:`as_json` gave."""
        return cls(**{**kept, "choices": tuple(Choice(**one) for one in kept["choices"])})


def whole(text: str, figures: Sequence[str] = ()) -> ReadBack:
    """Asks whether all of ``text`` is right; ``figures`` in it sound like others and are said digit by digit."""
    digits = [each_digit(read) for one in figures if (read := _digits(one)).isdecimal() and len(read) > 1]
    said = (FIGURES if len(digits) > 1 else FIGURE).format(figures=", ".join(digits)) if digits else ""
    return ReadBack(text, WHOLE.format(text=text, figures=said))


def one_of(texts: Sequence[str], figures: Sequence[str], *, sure: bool) -> ReadBack:
    """Asks which of ``texts`` was said, by the one place in which they differ; else whether the first is right."""
    labels = _labels(texts) if 1 < len(texts) <= MOST_CHOICES else None
    if labels is None:
        return whole(texts[0], figures)
    choices = tuple(Choice(label, text) for label, text in zip(labels, texts, strict=True))
    return ReadBack(texts[0], WHICH.format(choices=say(_listed(labels).replace(" x ", " × "))), choices, sure)


def _digits(figure: str) -> str:
    """The number that ``figure`` begins with, in digits, or what else stands there."""
    return written(figure).split(" ")[0]


def heads(labels: Sequence[str]) -> tuple[list[str], str]:
    """What is different in ``labels``, and what all of them end with: a unit, mostly."""
    words = [label.split() for label in labels]
    shared = 0
    while all(len(one) > shared + 1 for one in words) and len({one[-shared - 1].casefold() for one in words}) == 1:
        shared += 1
    return [" ".join(one[: len(one) - shared]) for one in words], " ".join(words[-1][len(words[-1]) - shared :])


def _listed(labels: Sequence[str]) -> str:
    """The labels as a choice, with what all end with said once: "fifteen or fifty kilograms"."""
    different, shared = heads(labels)
    return f"{', '.join(different[:-1])} or {different[-1]} {shared}".strip()


def _labels(texts: Sequence[str]) -> list[str] | None:
    """What tells ``texts`` apart, where that is one short stretch, the same in all of them."""
    tokens = [list(_TOKEN.finditer(text)) for text in texts]
    first, last = _common(tokens)
    if not _is_one_place(tokens, first, last):
        return None
    # Where one says more than the other, or only a little word, the word beside it says what is meant.
    if any(len(places) <= first + last for places in tokens):
        first, last = (first, last - 1) if last else (first - 1, last)
    elif last and any(_is_little(places, first, last) for places in tokens):
        last -= 1
    if first < 0 or any(not 0 < len(places) - first - last <= LONGEST_LABEL for places in tokens):
        return None
    spans = [(one[first].start(), one[len(one) - last - 1].end()) for one in tokens]
    tail = max((_unit_behind(text, *span) for text, span in zip(texts, spans, strict=True)), key=len)
    labels = [
        f"{text[start:end].strip(_EDGES)}{tail}".strip(_EDGES) for text, (start, end) in zip(texts, spans, strict=True)
    ]
    return labels if len(set(labels)) == len(labels) else None


def _is_little(places: Sequence[re.Match[str]], first: int, last: int) -> bool:
    word = "".join(one[0] for one in places[first : len(places) - last]).strip(_EDGES)
    names_something = number_at(word.casefold(), 0) is not None or units().read(word.casefold(), 0) is not None
    return len(word) <= SHORTEST_LABEL and word.isalpha() and word.islower() and not names_something


def _common(tokens: Sequence[Sequence[re.Match[str]]]) -> tuple[int, int]:
    """How many words all have in common at their beginning and at their end."""
    words = [[_bare(one[0]) for one in places] for places in tokens]
    shortest = min(map(len, words))
    first = 0
    while first < shortest and len({one[first] for one in words}) == 1:
        first += 1
    last = 0
    while last < shortest - first and len({one[-last - 1] for one in words}) == 1:
        last += 1
    return first, last


def _is_one_place(tokens: Sequence[Sequence[re.Match[str]]], first: int, last: int) -> bool:
    """Whether no word between is the same in all, so that they differ in one place only."""
    middles = [[_bare(one[0]) for one in places[first : len(places) - last]] for places in tokens]
    matches = (SequenceMatcher(None, middles[0], other, autojunk=False).get_matching_blocks() for other in middles[1:])
    return not any(one.size for found in matches for one in found)


def _unit_behind(text: str, start: int, end: int) -> str:
    """The unit behind a number that stands from ``start`` to ``end``, or nothing."""
    low = fold(text)
    spoken = number_at(low, start)
    is_number = low[start:end].replace(".", "").isdigit() or (spoken is not None and spoken.end >= end)
    unit = units().read(low, end) if is_number else None
    return text[end : unit.end] if unit is not None else ""


def _bare(word: str) -> str:
    return word.strip(_EDGES).casefold()
