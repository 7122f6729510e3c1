"""Units: their many spellings, and one canonical symbol for each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from knowledge.language import Measures, Part, PartKind

_AMOUNTS: tuple[PartKind, ...] = ("mass", "volume")
_DAY = 1440


@dataclass(frozen=True)
class Unit:
    """A unit in parts. ``volume`` is how many mL it is dissolved in, ``every`` the minutes between doses."""

    head: Part
    per_kg: bool = False
    per_time: str | None = None
    per_dose: bool = False
    volume: Fraction | None = None
    surface: bool = False
    every: Fraction | None = None

    @property
    def symbol(self) -> str:
        """The canonical symbol, such as ``mL/h``."""
        parts = (
            self.head.symbol,
            "kg" if self.per_kg else "",
            "m2" if self.surface else "",
            self.per_time or "",
            "dose" if self.per_dose else "",
            "mL" if self.volume is not None else "",
        )
        return "/".join(filter(None, parts))


@dataclass(frozen=True)
class Read:
    """A unit and the place in the text behind it."""

    unit: Unit
    end: int


def _alternatives(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form).replace(r"\ ", r"\s") for form in sorted(forms, key=len, reverse=True))


class Units:
    """Reads units, by the parts that the language file lists."""

    def __init__(self, measures: Measures) -> None:
        """Compile the parts once."""
        self._parts = {form: part for part in measures.parts for form in part.forms}
        self._symbols = {part.symbol: part for part in measures.parts}
        hours = _alternatives(self._symbols["h"].forms)
        self._head = self._compiled(r"(?:\s{0,2}|-)", "mass", "body", "volume", "time", "other")
        self._per = re.compile(r"\s?(?P<sign>/|(?<=\s)(?:per|an?|each)\s|(?<=\s)p\s)\s?")
        self._below = self._compiled("", "body", "time", "volume", "dose", "surface")
        self._number = re.compile(r"(\d+(?:\.\d+)?)\s?-?")
        self._day = re.compile(rf"(?:\s?/\s?|\s(?:per|over|in|each)\s(?:the\s)?)24\s?-?(?:{hours}|°)(?![a-z])")
        # "kg-1" and "kg^-1", as they are set in articles.
        self._inverse = re.compile(rf"[ .·]?(?P<part>kg|min|d|day|{hours})\s?\^?-1(?!\d)")

    def _compiled(self, before: str, *kinds: PartKind) -> re.Pattern[str]:
        forms = _alternatives(form for form, part in self._parts.items() if part.kind in kinds)
        return re.compile(rf"{before}(?P<form>{forms})(?![a-z])")

    def read(self, folded: str, position: int) -> Read | None:
        """The unit that begins at ``position`` of the folded text (white space or a hyphen skipped), or ``None``."""
        found = self._head.match(folded, position)
        if found is None:
            return None
        head = self._part(found["form"])
        read = Read(Unit(head), found.end())
        if head.kind == "time":
            # "2 w/ no effect" is no week.
            return None if folded[read.end : read.end + 1] == "/" and len(found["form"]) == 1 else read
        for _ in range(3):
            longer = self._lengthened(folded, read)
            if longer is None:
                break
            read = longer
        return read

    def _part(self, form: str) -> Part:
        return self._parts[" ".join(form.split())]

    def _lengthened(self, folded: str, read: Read) -> Read | None:
        unit, end = read.unit, read.end
        if unit.head.kind in _AMOUNTS and unit.per_time is None:
            day = self._day.match(folded, end)
            if day:
                return Read(replace(unit, per_time="24h"), day.end())
            inverse = self._inverse.match(folded, end)
            if inverse:
                return self._divided(unit, self._part(inverse["part"]), inverse.end())
        per = self._per.match(folded, end)
        if per is None:
            return None
        below = self._below.match(folded, per.end())
        if below is not None:
            return self._divided(unit, self._part(below["form"]), below.end())
        return self._divided_by_number(unit, folded, per.end())

    def _divided(self, unit: Unit, below: Part, end: int) -> Read | None:
        if unit.head.kind == "other":
            return Read(unit, end)
        if below.kind == "surface":
            return Read(replace(unit, surface=True), end)
        if unit.head.kind not in _AMOUNTS:
            return None
        if below.symbol == "kg" and not unit.per_kg:
            return Read(replace(unit, per_kg=True), end)
        if below.kind == "time" and unit.per_time is None and below.size is not None:
            return Read(replace(unit, per_time=below.symbol), end)
        if below.kind == "dose":
            return Read(replace(unit, per_dose=True), end)
        if below.kind == "volume" and unit.head.kind == "mass" and below.size is not None and unit.volume is None:
            return Read(replace(unit, volume=Fraction(below.size)), end)
        return None

    def _divided_by_number(self, unit: Unit, folded: str, position: int) -> Read | None:
        number = self._number.match(folded, position)
        below = self._below.match(folded, number.end()) if number else None
        if number is None or below is None or unit.head.kind not in _AMOUNTS:
            return None
        part = self._part(below["form"])
        if part.size is None:
            return None
        amount = Fraction(number[1]) * Fraction(part.size)
        if amount and part.kind == "volume" and unit.head.kind == "mass":
            return Read(replace(unit, volume=amount), below.end())
        if amount and part.kind == "time" and unit.per_time is None:
            return Read(replace(unit, every=amount), below.end())
        return None

    def part(self, symbol: str) -> Part:
        """The part with the canonical ``symbol``; raises :class:`KeyError` where there is none."""
        return self._symbols[symbol]


def times_a_day(unit: Unit) -> Fraction | None:
    """How often a day a dose is given whose unit says "every so many minutes"."""
    return None if unit.every is None else Fraction(_DAY) / unit.every
