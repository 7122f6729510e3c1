"""By which words an emergency, a lay person or a second question is told: data, compiled once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, StrictStr, validator

from knowledge.content_files import CONTENT, read_one
from knowledge.schema_base import Record, pattern

FILE = "language/cues.yml"
# A pattern that nothing matches.
NEVER = r"(?!)"
ASIDES = ("told_before", "told_behind", "against")
MANNERS = ("correcting", "same", "another", "supposing", "following", "figure", "person", "converting")


class Cues(Record):
    """The cues. They come from no clinical source (``origin``) and are never shown.

    A text that matches one of ``emergency`` and not ``unless`` tells of a patient in danger now, with what only sounds
    like it (``harmless``) taken out before; one of ``lay`` is a patient's or relative's, ``professional`` a health
    professional's word about themselves. A second question may start behind one of ``joiners``, with one of
    ``openers``. ``correcting``, ``same`` (patient), ``another``, ``supposing`` and ``following`` tell how a message
    hangs on to what was said before, ``figure`` that it wants a dose worked out, ``person`` that one patient is meant,
    ``converting`` that one medicine is exchanged for another; ``told_before`` and ``told_behind`` stand next to an
    illness that is history, another's or denied, ``against`` asks whether it speaks against a medicine; ``readers``
    whom to word answers for. A judgement is a good one by ``praise``, without ``unless_praise``.
    """

    origin: Literal["product-safety"]
    emergency: list[StrictStr] = Field(min_items=1)
    unless: StrictStr
    harmless: StrictStr = NEVER
    told_before: StrictStr = NEVER
    told_behind: StrictStr = NEVER
    against: StrictStr = NEVER
    lay: list[StrictStr] = Field(min_items=1)
    professional: StrictStr
    joiners: list[StrictStr]
    openers: list[StrictStr]
    correcting: StrictStr = NEVER
    same: StrictStr = NEVER
    another: StrictStr = NEVER
    supposing: StrictStr = NEVER
    following: StrictStr = NEVER
    figure: StrictStr = NEVER
    person: StrictStr = NEVER
    converting: StrictStr = NEVER
    readers: dict[Literal["trainee", "patient", "clinician"], StrictStr] = Field({})
    praise: StrictStr = NEVER
    unless_praise: StrictStr = NEVER

    @validator("emergency", "lay", "readers", each_item=True)
    def _compiles(cls, value: str) -> str:
        return pattern(value)

    @validator("unless", "harmless", *ASIDES, "professional", *MANNERS, "praise", "unless_praise")
    def _compiles_alone(cls, value: str) -> str:
        return pattern(value)

    def tells_of_an_emergency(self, text: str) -> bool:
        """Whether ``text`` tells of a patient in immediate danger."""
        folded = re.sub(self.harmless, " ", text.casefold())
        return _any(self.emergency, folded) and not re.search(self.unless, folded)

    def is_lay(self, text: str) -> bool:
        """Whether ``text`` is the word of a patient or a relative."""
        folded = _folded(text)
        return _any(self.lay, folded) and not re.search(self.professional, folded)

    def is_professional(self, text: str) -> bool:
        """Whether somebody says in ``text`` that they are a health professional."""
        return re.search(self.professional, _folded(text)) is not None

    def manner(self, text: str) -> list[str]:
        """Those of :data:`MANNERS` in which ``text`` hangs on to what was said before it."""
        folded = _folded(text)
        return [name for name in MANNERS if re.search(getattr(self, name), folded)]

    def praises(self, text: str) -> bool:
        """Whether a judgement is a good one."""
        folded = _folded(text)
        return re.search(self.praise, folded) is not None and re.search(self.unless_praise, folded) is None

    def reader(self, text: str) -> str | None:
        """Whom ``text`` wants answers worded for, if it says so."""
        folded = _folded(text)
        return next((name for name, pattern in self.readers.items() if re.search(pattern, folded)), None)


def _folded(text: str) -> str:
    return text.casefold().replace("’", "'")


def _any(patterns: list[str], text: str) -> bool:
    return any(re.search(pattern, text) for pattern in patterns)


def read_cues(folder: Path = CONTENT) -> Cues:
    """The cues of ``folder``; the product's own where it brings none. Raises :class:`ContentError`."""
    return read_one(folder, FILE, Cues)
