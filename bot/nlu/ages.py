"""Ages in a text, as they are written on wards: "9 yr old", "62M", "aged 4", "18 months old"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

_YEARS = r"y(?:ea)?rs?|y|yo|y/o"
_PARTS = r"months?|mths?|mo|weeks?|wks?|days?"
_PERSON = r"old|o|boy|girl|child|male|female|man|woman|lady|gentleman|pt|patient"
_AGE = re.compile(
    rf"(?<![\w.])(?:"
    rf"(?P<spelt>\d{{1,3}})[ -]*(?:(?P<years>{_YEARS})|(?P<part>{_PARTS}))[ -]*(?:{_PERSON})"
    r"|(?P<brief>\d{1,3}) ?(?:yo|y/o)"
    r"|(?P<sex>\d{1,3}) ?[mf]"
    r"|(?:aged?|age of|age is|age:) (?P<aged>\d{1,3})(?! ?(?:m|w|d))"
    r")(?!\w)",
    re.IGNORECASE,
)
_A_YEAR = {"m": 12, "w": 52, "d": 365}


@dataclass(frozen=True)
class Age:
    """An age in years, and the characters from ``start`` to ``end`` that say it."""

    years: Fraction
    start: int
    end: int


def find_ages(text: str) -> Iterator[Age]:
    """The ages that ``text`` gives, from left to right. A length of time ("for 3 years") is none."""
    for match in _AGE.finditer(text):
        number = next(match[name] for name in ("spelt", "brief", "sex", "aged") if match[name])
        in_a_year = _A_YEAR[match["part"][0].lower()] if match["part"] else 1
        yield Age(Fraction(int(number), in_a_year), match.start(), match.end())
