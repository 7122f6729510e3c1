"""How often a day a regimen is given, from the words of its frequency."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from text_to_num import text2num

from knowledge.language import Frequency

_COUNTED = re.compile(r"(?:(?P<least>\w+) to )?(?P<most>\w+) times (?:daily|a day|per day)")


@dataclass(frozen=True)
class Times:
    """From ``least`` to ``most`` times a day."""

    least: Fraction
    most: Fraction


def times_a_day(frequency: str, frequencies: Sequence[Frequency]) -> Times | None:
    """How often a day ``frequency`` says, or ``None`` where it does not say it.

    Only its first clause counts, and that as a whole: "three times daily, in steps" is three times, "weekly steps"
    says nothing. ``frequencies`` are the wards' own words for it.
    """
    clause = re.split(r"[,;(]", frequency.casefold(), maxsplit=1)[0].strip()
    for known in frequencies:
        if clause in known.forms:
            return Times(*2 * [Fraction(known.times, known.days)])
    counted = _COUNTED.fullmatch(clause)
    if counted is None:
        return None
    most = _number(counted["most"])
    least = most if counted["least"] is None else _number(counted["least"])
    return None if least is None or most is None or not 0 < least <= most else Times(least, most)


def _number(word: str) -> Fraction | None:
    try:
        return Fraction(text2num(word, "en"))
    except ValueError:
        return Fraction(word) if word.isdecimal() else None
