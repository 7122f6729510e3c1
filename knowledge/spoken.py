"""How what is written is said: names, abbreviations, signs and units, as data, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import Field, StrictStr, validator

from knowledge.content_files import CONTENT, SPOKEN, read_one
from knowledge.schema_base import Record

# What stands for the number in a form of ``numbered``.
NUMBER = "#"
_SAYABLE = re.compile(r"[A-Za-z' ,.:;-]+")


class SpokenUnit(Record):
    """A unit that is no unit of doses, or a part of one: how it is written, and how ``one`` and ``many`` are said.

    ``alone``: it is read so without a number before it, too.
    """

    forms: list[StrictStr] = Field(min_items=1)
    one: StrictStr
    many: StrictStr
    alone: bool = False


class Spoken(Record):
    """How things are said that a synthesiser could read wrongly. Of no clinical source (``origin``).

    ``said`` is read exactly as it stands, in whole words, and ``numbered`` with a number in place of "#". ``spelt`` are
    read letter by letter, ``emphasised`` are words in capitals. Behind a word of ``levels`` Roman numerals are numbers.
    No sentence is cut before a word of ``caveats``, and in need one is cut before a word of ``joints``. ``negations``
    are stressed.
    """

    origin: Literal["product-safety"]
    said: dict[StrictStr, StrictStr]
    numbered: dict[StrictStr, StrictStr]
    spelt: StrictStr
    emphasised: StrictStr
    levels: StrictStr
    units: list[SpokenUnit]
    symbols: dict[StrictStr, StrictStr]
    fractions: dict[StrictStr, StrictStr]
    caveats: StrictStr
    joints: StrictStr
    negations: StrictStr

    @validator("said", "symbols", "fractions")
    def _is_sayable(cls, value: dict[str, str]) -> dict[str, str]:
        return _checked(value, value.values())

    @validator("numbered")
    def _holds_a_number(cls, value: dict[str, str]) -> dict[str, str]:
        for form in (*value, *value.values()):
            if form.count(NUMBER) != 1:
                raise ValueError(f"'{form}' must hold one {NUMBER}, for the number")
        return _checked(value, (words.replace(NUMBER, "") for words in value.values()))

    def words(self, name: str) -> frozenset[str]:
        """The single words of the text ``name``."""
        return frozenset(str(getattr(self, name)).split())


def _checked(value: dict[str, str], said: Iterable[str]) -> dict[str, str]:
    for words in said:
        if words.strip() and not _SAYABLE.fullmatch(words):
            raise ValueError(f"'{words}' cannot be said: use letters, spaces and , . : ; ' -")
    return value


def read_spoken(folder: Path = CONTENT) -> Spoken:
    """The file of ``folder``; the product's own where it brings none. Raises :class:`ContentError`."""
    return read_one(folder, SPOKEN, Spoken)
