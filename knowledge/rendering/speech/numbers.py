"""Numbers in the words of British English: "nought point nought five", "twenty eighteen", "the third of May"."""

from __future__ import annotations

import calendar
import re
from functools import lru_cache

import inflect

NOUGHT = "nought"
YEARS = range(1900, 2100)
# Longer whole numbers are read digit by digit, unless commas divide them.
LONGEST = 7
_ENGINE = inflect.engine()
_SEPARATORS = re.compile(r"[,\u2009\u202f]")
_FIRST_CENTURIES = {1900: "nineteen hundred", 2000: "two thousand"}


def number(digits: str) -> str:
    """``digits`` (a decimal, perhaps with commas between thousands) as it is said, every place of it."""
    whole, *decimals = _SEPARATORS.sub("", digits).split(".")
    divided = _SEPARATORS.search(digits) is not None
    return " point ".join([_whole(whole or "0", divided), *(each_digit(one) for one in decimals)])


def each_digit(digits: str) -> str:
    """``digits`` one by one."""
    return " ".join(_cardinal(int(digit)) for digit in digits)


def year(digits: str) -> str:
    """The year ``digits`` (four of them, one of :data:`YEARS`): "twenty eighteen", "two thousand and nine"."""
    century, rest = int(digits[:2]) * 100, int(digits[2:])
    if rest == 0:
        return _FIRST_CENTURIES[century]
    if rest > 9:
        return f"{_cardinal(int(digits[:2]))} {_cardinal(rest)}"
    return f"two thousand and {_cardinal(rest)}" if century == 2000 else f"nineteen {NOUGHT} {_cardinal(rest)}"


def ordinal(digits: str) -> str:
    """The ordinal of the whole number ``digits``: "twenty-fourth"."""
    return str(_ENGINE.number_to_words(_ENGINE.ordinal(digits), andword="and", comma=""))


def date(digits: str) -> str:
    """The day ``digits`` (such as "2026-11-24") as it is said."""
    of_year, month, day = digits.split("-")
    return f"the {ordinal(day)} of {calendar.month_name[int(month)]} {year(of_year)}"


def _whole(digits: str, divided: bool) -> str:
    as_written = len(digits) > 1 and digits.startswith("0")
    if as_written or (len(digits) > LONGEST and not divided):
        return each_digit(digits)
    return _cardinal(int(digits))


@lru_cache(maxsize=4096)
def _cardinal(value: int) -> str:
    return str(_ENGINE.number_to_words(str(value), andword="and", comma="", zero=NOUGHT))


# The words that numbers are made of, but for "hundred" and larger ones.
WORDS = frozenset(_cardinal(value) for value in (*range(20), *range(20, 100, 10)))
