"""By which words an emergency, a lay person or a second question is told: data, compiled once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, StrictStr, validator

from knowledge.content_files import CONTENT, ContentError
from knowledge.content_reader import ContentReader
from knowledge.schema_base import Record

FILE = "language/cues.yml"


class Cues(Record):
    """The cues. They come from no clinical source (``origin``) and are never shown.

    A text that matches one of ``emergency`` and not ``unless`` tells of a patient in danger now; one of ``lay`` is a
    patient's or relative's, ``professional`` a health professional's word about themselves. A second question may
    start behind one of ``joiners``, with one of ``openers``.
    """

    origin: Literal["product-safety"]
    emergency: list[StrictStr] = Field(min_items=1)
    unless: StrictStr
    lay: list[StrictStr] = Field(min_items=1)
    professional: StrictStr
    joiners: list[StrictStr]
    openers: list[StrictStr]

    @validator("emergency", "lay", each_item=True)
    def _compiles(cls, value: str) -> str:
        return _checked(value)

    @validator("unless", "professional")
    def _compiles_alone(cls, value: str) -> str:
        return _checked(value)

    def tells_of_an_emergency(self, text: str) -> bool:
        """Whether ``text`` tells of a patient in immediate danger."""
        folded = text.casefold()
        return _any(self.emergency, folded) and not re.search(self.unless, folded)

    def is_lay(self, text: str) -> bool:
        """Whether ``text`` is the word of a patient or a relative."""
        folded = text.casefold().replace("’", "'")
        return _any(self.lay, folded) and not re.search(self.professional, folded)

    def is_professional(self, text: str) -> bool:
        """Whether somebody says in ``text`` that they are a health professional."""
        return re.search(self.professional, text.casefold().replace("’", "'")) is not None


def _any(patterns: list[str], text: str) -> bool:
    return any(re.search(pattern, text) for pattern in patterns)


def _checked(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"'{pattern}' is no regular expression: {error}") from error
    return pattern


def read_cues(folder: Path = CONTENT) -> Cues:
    """The cues of ``folder``; the product's own where it brings none. Raises :class:`ContentError`."""
    reader = ContentReader(folder if (folder / FILE).exists() else CONTENT)
    cues = reader.record(FILE, Cues)
    if cues is None:
        raise ContentError(reader.problems)
    return cues
