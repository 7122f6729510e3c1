"""What dose arithmetic takes from the language files, read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from knowledge.content_files import CONTENT
from knowledge.dosing.units import Units, read_units
from knowledge.language import Frequency, Limit, read_language

POUND = "lb"


@dataclass(frozen=True)
class Reference:
    """Units, the limits of what is plausible, words for how often a dose is given, and the kg of a pound."""

    units: Units
    limits: Sequence[Limit]
    frequencies: Sequence[Frequency]
    pound_kg: Fraction


def read_reference(folder: Path = CONTENT) -> Reference:
    """The reference of the content ``folder``; a file that it does not bring is the product's own.

    Raises :class:`~knowledge.content_files.ContentError` with every problem found.
    """
    language = read_language(folder)
    pound = next(part for part in language.measures.parts if part.symbol == POUND)
    return Reference(
        units=read_units(folder),
        limits=language.limits,
        frequencies=language.measures.frequencies,
        pound_kg=Fraction(pound.size or 0),
    )


@lru_cache(maxsize=1)
def product() -> Reference:
    """The product's own reference, read once."""
    return read_reference()
