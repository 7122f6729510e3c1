"""Numbers as they are typed, read exactly: never as binary floats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from bot.nlu.quantities.model import Flag

_NUMBER = re.compile(
    r"(?P<thousands>[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?)(?![0-9]|,[0-9])"
    # Groups set apart by a space count only where the second begins with 0: "4 300" may be two numbers.
    r"|(?P<spaced>[1-9][0-9]{0,2}(?: 0[0-9]{2})+)(?![0-9])"
    r"|(?P<comma>0,[0-9]+|[0-9]+,[0-9]{1,2})(?![0-9]|[.,][0-9])"
    r"|(?P<point>[0-9]*\.[0-9]+)(?!\.?[0-9])"
    r"|(?P<whole>[0-9]+)(?!\.[0-9])"
)
_PARTS = re.compile(r"(?P<above>[1-9])\s?/\s?(?P<below>[2-9])(?![0-9/])")
_MIXED = re.compile(r"(?P<whole>[0-9]{1,3}) (?P<above>[1-9])/(?P<below>[2-9])(?![0-9/])")
_AND_A_PART = re.compile(r"(?P<whole>[0-9]{1,3}) and (?:a |an |one )?(?P<part>half|quarter)\b")
_PARTS_OF_ONE = {"half": Fraction(1, 2), "quarter": Fraction(1, 4)}


@dataclass(frozen=True)
class Number:
    """A number, the place behind it, and what makes its reading doubtful."""

    value: Fraction
    end: int
    flags: tuple[Flag, ...] = ()
    comma: bool = False

    @property
    def whole(self) -> bool:
        """Whether it is a whole number."""
        return self.value.denominator == 1


def read_number(text: str, position: int) -> Number | None:
    """The number that begins at ``position``, or ``None``.

    A comma is a decimal one where nothing else can be meant ("0,7"); where it can, the number says so.
    """
    found = _NUMBER.match(text, position)
    if found is None:
        return None
    kind, digits, end = found.lastgroup, found[0], found.end()
    if kind in ("thousands", "spaced"):
        return Number(Fraction(digits.replace(",", "").replace(" ", "")), end)
    if kind == "comma":
        sure = digits.startswith("0,")
        return Number(Fraction(digits.replace(",", ".")), end, () if sure else ("ambiguous-number",), comma=True)
    if kind == "point":
        return Number(Fraction(digits), end, _doubts_of_point(text, position, digits))
    return Number(Fraction(digits), end, ("ambiguous-number",) if _hangs_on_a_point(text, position) else ())


def _doubts_of_point(text: str, position: int, digits: str) -> tuple[Flag, ...]:
    whole, _, decimals = digits.partition(".")
    if not whole:
        # "given.4" may be the end of a sentence and a whole number.
        return ("ambiguous-number",) if position and text[position - 1].isalpha() else ("naked-decimal",)
    thousand = decimals == "000" and whole != "0" and not whole.startswith("0")
    return ("ambiguous-number",) if thousand else ()


def _hangs_on_a_point(text: str, position: int) -> bool:
    return position > 0 and text[position - 1] == "."


def read_parts(text: str, position: int) -> Number | None:
    """A fraction such as "1/3", "2 1/3" or "2 and a half" at ``position``, for use in front of a unit; or ``None``."""
    mixed = _MIXED.match(text, position)
    if mixed:
        parts = Fraction(int(mixed["above"]), int(mixed["below"]))
        return Number(int(mixed["whole"]) + parts, mixed.end()) if parts < 1 else None
    said = _AND_A_PART.match(text, position)
    if said:
        return Number(int(said["whole"]) + _PARTS_OF_ONE[said["part"]], said.end())
    found = _PARTS.match(text, position)
    parts = Fraction(int(found["above"]), int(found["below"])) if found else Fraction(1)
    return Number(parts, found.end()) if found and parts < 1 else None
