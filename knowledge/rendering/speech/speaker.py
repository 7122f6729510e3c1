"""What says things: the scanner over the language files of the content that is served."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from knowledge.content_files import CONTENT, UNITS, ContentError
from knowledge.content_reader import ContentReader
from knowledge.rendering.speech.scanner import Scanner
from knowledge.rendering.speech.units import UnitWords
from knowledge.schema_base import Unit
from knowledge.settings import Settings
from knowledge.spoken import Spoken, read_spoken


def say(text: str) -> str:
    """``text`` as it is spoken, in letters, spaces and . , ; : ? ! ' - alone.

    Numbers, units, signs and abbreviations are put into words, brackets become pauses, and nothing else changes.
    """
    return _scanner(Settings.from_environment().content).say(text)


@lru_cache(maxsize=2)
def spoken(folder: Path) -> Spoken:
    """How things are said by the content ``folder``. Raises :class:`~knowledge.content_files.ContentError`."""
    return read_spoken(folder)


@lru_cache(maxsize=2)
def _scanner(folder: Path) -> Scanner:
    known, reader = spoken(folder), ContentReader(folder if (folder / UNITS).exists() else CONTENT)
    doses = reader.records(UNITS, Unit)
    if reader.problems:
        raise ContentError(reader.problems)
    return Scanner(known, UnitWords(doses, known.units))
