"""Messages with the places at which a further question begins: marked by hand, or joined from examples."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from bot.nlu.clean_up import Cleaner, cleaner_of
from bot.nlu.intent_model import Example
from knowledge.content_files import read_content
from knowledge.cues import read_cues
from knowledge.settings import ROOT

JOINED = ROOT / "data" / "joined_questions.yml"
MARK = "‖"
# What stands between two questions beside the joining words: it ends the first, or begins the second.
ENDS = ("?", ".", ";", "", "")
SIGNS, COMMAS = ("/ ", "+ ", "& ", "- ", "", ""), (", ", ", and ", ", also ")
# Longer examples than these are whole histories: two of them never stand in one message.
LONGEST = 25
SEED = 0
TELLING, ASKING = "inform", ("ask_", "check_")
# Those that people wrote say more than those that are made up, of which there can be any number.
MARKED_TIMES, TWOS, ONES = 4, 4000, 1500


@dataclass(frozen=True)
class Joined:
    """A cleaned ``text``, and the characters at which its further questions begin: none where it asks one thing."""

    text: str
    cuts: tuple[int, ...] = ()


def marked_messages(content: Path, path: Path = JOINED) -> list[Joined]:
    """The messages of the file at ``path``, which are marked by hand, cleaned by the vocabulary of ``content``.

    Raises :class:`~knowledge.content_files.ContentError` where the content cannot be read.
    """
    cleaner = cleaner_of(read_content(content), content)
    messages = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))["messages"]
    return [_unmarked(message, cleaner) for message in messages]


def joined_messages(content: Path, examples: Sequence[Example]) -> list[Joined]:
    """The marked messages and ``examples`` of single questions joined, in the proportion that teaches the encoder most.

    Raises :class:`~knowledge.content_files.ContentError` where the ``content`` cannot be read.
    """
    joiner = Joiner(examples, read_cues(content).joiners)
    return [*(MARKED_TIMES * marked_messages(content)), *joiner.twos(TWOS), *joiner.ones(ONES)]


class Joiner:
    """Joins examples of single questions to messages that ask two things, always the same ones from the same seed."""

    def __init__(self, examples: Sequence[Example], joiners: Sequence[str]) -> None:
        """Take the ``examples``, of which those count that ask or tell, and the words that join questions."""
        short = [example for example in examples if len(example.text.split()) <= LONGEST]
        self._told = [example for example in short if example.intent == TELLING]
        self._asking = [example for example in short if example.intent.startswith(ASKING)]
        self._joiners = joiners
        self._random = random.Random(SEED)  # noqa: S311 - no secret

    def twos(self, count: int) -> Iterator[Joined]:
        """``count`` messages of two questions of different intents, some with a patient before them."""
        for _ in range(count):
            first, second = self._random.sample(self._asking, 2)
            while first.intent == second.intent:
                first, second = self._random.sample(self._asking, 2)
            history = self._history() if self._random.random() < 0.3 else ""
            end = self._random.choice(ENDS)
            sign = self._random.choice((*self._words(), *SIGNS, *(() if end else COMMAS)))
            before = history + first.text.rstrip(" ?.!") + end + ("" if sign in COMMAS else " ")
            yield Joined(before + sign + second.text, (len(before),))

    def ones(self, count: int) -> Iterator[Joined]:
        """``count`` messages that tell of a patient before they ask one thing, or behind it."""
        for _ in range(count):
            question = self._random.choice(self._asking).text
            told = self._random.choice(self._told).text
            yield Joined(self._history() + question if self._random.random() < 0.7 else f"{question} {told}")

    def _history(self) -> str:
        return self._random.choice(self._told).text.rstrip(" .") + self._random.choice((". ", ", ", "; ", " "))

    def _words(self) -> list[str]:
        return [f"{word} " for word in self._joiners]


def _unmarked(message: str, cleaner: Cleaner) -> Joined:
    """``message`` cleaned and without its marks, which become its cuts."""
    typed, places = "", []
    for part in message.split(MARK):
        if typed:
            places.append(len(typed))
        typed += part.lstrip() if typed.endswith(" ") else part
    cleaned = cleaner.clean(typed.rstrip())
    return Joined(cleaned.text, tuple(cleaned.in_text(place, place + 1)[0] for place in places))
