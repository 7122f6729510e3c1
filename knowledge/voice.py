"""How a conversation is held by voice: what is read back, what sounds alike, which words steer it: data, read once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, StrictStr, validator

from knowledge.content_files import CONTENT, VOICE, read_one
from knowledge.schema_base import Record, decimal

Command = Literal["repeat", "slower", "more", "stop", "send"]


class Confidence(Record):
    """How sure the recogniser has to be, from 0 to 1.

    Below ``all`` every word is read back, below ``figures`` what holds a number, below ``alike`` what holds a word that
    sounds like another, and below ``alike_numbers`` what holds such a number. A ``reply`` to what was read back is
    taken from there on.
    """

    all: StrictStr
    figures: StrictStr
    alike: StrictStr
    alike_numbers: StrictStr
    reply: StrictStr

    _decimal = validator("*", allow_reuse=True)(decimal)


class Voice(Record):
    """Words of spoken conversations. They come from no clinical source (``origin``) and are never shown.

    ``alike_numbers`` are last two digits, ``alike_words`` and ``alike_inside`` (behind other words only) groups of
    words, of which one is heard for another. ``decisive`` are groups of words whose number matters. ``yes``, ``no`` and
    ``ordinals`` reply to what was read back, with ``around_a_reply`` around a choice. ``commands`` steer the
    conversation, with ``around_a_command`` around them.
    """

    origin: Literal["product-safety"]
    confidence: Confidence
    alike_numbers: dict[StrictStr, StrictStr]
    alike_words: list[list[StrictStr]] = Field(min_items=1)
    alike_inside: list[list[StrictStr]]
    decisive: dict[StrictStr, list[StrictStr]]
    yes: list[StrictStr] = Field(min_items=1)
    no: list[StrictStr] = Field(min_items=1)
    ordinals: list[list[StrictStr]]
    around_a_reply: list[StrictStr]
    commands: dict[Command, list[StrictStr]]
    around_a_command: list[StrictStr]


def read_voice(folder: Path = CONTENT) -> Voice:
    """The words of ``folder``; the product's own where it brings none. Raises :class:`ContentError`."""
    return read_one(folder, VOICE, Voice)


@lru_cache(maxsize=1)
def voice_of_the_product() -> Voice:
    """The words of the product's own file."""
    return read_voice()
