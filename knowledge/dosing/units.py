"""Units of doses, and exact conversion between them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from knowledge.content_files import CONTENT, UNITS, ContentError
from knowledge.content_reader import ContentReader
from knowledge.dosing.exact import positive, unsigned
from knowledge.schema_base import Unit

# The bases that a strength in mg/mL leads from and to.
MASS, VOLUME = "mg", "mL"
KILOGRAM = "kg"
DOSE = "dose"
# What is said of a whole day may be given in several portions; of a night, in one.
DAY, NIGHT = "day", "night"
WHOLE_DAYS = (DAY, NIGHT)
HOUR = 60
HOURLY = "h"


class UnitError(ValueError):
    """An amount that cannot be said in the unit that is wanted; the message says why, in words for a reader."""


class WeightNeeded(UnitError):
    """The conversion needs the patient's weight."""


class StrengthNeeded(UnitError):
    """The conversion needs the strength of the solution."""


class Units:
    """The known units, by every way in which they are written."""

    def __init__(self, units: Iterable[Unit]) -> None:
        """Index ``units`` by symbol and by their other spellings."""
        self._by_form = {form: unit for unit in units for form in (unit.id, *unit.also)}

    def of(self, symbol: str) -> Unit:
        """The unit that ``symbol`` means. Raises :class:`UnitError` where it is none that is known."""
        if symbol not in self._by_form:
            raise UnitError(f"'{symbol}' is not a unit of doses that is known")
        return self._by_form[symbol]

    def knows(self, symbol: str) -> bool:
        """Whether ``symbol`` means a unit."""
        return symbol in self._by_form

    def related(self, unit: Unit, *, amount: str | None = None, per_kg: bool | None = None, time: str) -> Unit | None:
        """``unit`` with another amount, with or without "per kg", and for another ``time``; ``None`` if there is none.

        ``time`` is the last part of the symbol: "h", "24h", "day", "dose", or "" for none.
        """
        kilogram = KILOGRAM if (unit.per_kg if per_kg is None else per_kg) else ""
        return self._by_form.get("/".join(filter(None, (amount or unit.amount, kilogram, time))))

    def for_patient(self, unit: Unit) -> Unit:
        """The unit in which a dose for one patient is said: not per kg; what runs over minutes or hours, by the hour.

        Raises :class:`UnitError` where the units hold none.
        """
        if not unit.per_kg:
            return unit
        hourly = unit.minutes is not None and unit.minutes <= HOUR
        found = self.related(unit, amount=unit.base, per_kg=False, time=HOURLY if hourly else time_of(unit))
        if found is None:
            raise UnitError(f"there is no unit to say '{unit.id}' in for one patient")
        return found


def time_of(unit: Unit) -> str:
    """What ``unit`` is given over, in or at: the last part of its symbol, "" where it has none."""
    *_, last = unit.id.split("/")
    return "" if last in (unit.amount, KILOGRAM) else last


def comparable(unit: Unit, other: Unit) -> bool:
    """Whether amounts in the two units can be compared, given a weight: the same substance, over time or at once."""
    return unit.base == other.base and (unit.minutes is None) == (other.minutes is None)


def convert(
    value: Fraction,
    unit: str,
    to: str,
    *,
    weight_kg: Fraction | None = None,
    concentration: Fraction | None = None,
    times_a_day: Fraction | None = None,
    units: Units | None = None,
) -> Fraction:
    """``value`` in ``unit`` as a number of ``to``, exactly.

    ``concentration`` (mg/mL) leads between mass and volume, ``times_a_day`` between a single dose and a whole day.
    ``units`` are the product's unless others are given. Raises :class:`UnitError` where the two measure different
    things, :class:`WeightNeeded` or :class:`StrengthNeeded` where only that is missing, :class:`TypeError` for a
    number that is not exact, and :class:`ValueError` for one that is out of range.
    """
    known = units or product_units()
    here, there = known.of(unit), known.of(to)
    amount = unsigned(value, f"a dose in {unit}") * Fraction(here.in_base) / Fraction(there.in_base)
    # What cannot be overcome is said before what is only missing.
    amount *= _time(here, there, times_a_day)
    amount *= _substance(here, there, concentration)
    return amount * _weight(here, there, weight_kg)


def _time(here: Unit, there: Unit, times_a_day: Fraction | None) -> Fraction:
    if here.minutes is None and there.minutes is None:
        return _same_time(here, there, ("", DOSE))
    if here.minutes is not None and there.minutes is not None:
        if NIGHT in (time_of(here), time_of(there)):
            return _same_time(here, there, WHOLE_DAYS)
        return Fraction(there.minutes, here.minutes)
    over_time, at_once = (here, there) if here.minutes is not None else (there, here)
    if time_of(over_time) not in WHOLE_DAYS or time_of(at_once) not in ("", DOSE):
        raise UnitError(f"'{here.id}' is not '{there.id}': one is given at once, the other over time")
    if times_a_day is None:
        raise UnitError(f"'{here.id}' becomes '{there.id}' only where it is known how often a day it is given")
    times = positive(times_a_day, "times_a_day")
    return times if here is at_once else 1 / times


def _same_time(here: Unit, there: Unit, alike: tuple[str, ...]) -> Fraction:
    times = {time_of(here), time_of(there)}
    if len(times) > 1 and not times <= set(alike):
        raise UnitError(f"'{here.id}' is not '{there.id}': they are given at different times")
    return Fraction(1)


def _substance(here: Unit, there: Unit, concentration: Fraction | None) -> Fraction:
    if here.base == there.base:
        return Fraction(1)
    if {here.base, there.base} != {MASS, VOLUME}:
        raise UnitError(f"'{here.id}' is not '{there.id}': they measure different things")
    if concentration is None:
        raise StrengthNeeded(f"'{here.id}' becomes '{there.id}' only where the strength in mg/mL is known")
    strength = positive(concentration, "concentration")
    return strength if here.base == VOLUME else 1 / strength


def _weight(here: Unit, there: Unit, weight_kg: Fraction | None) -> Fraction:
    if here.per_kg == there.per_kg:
        return Fraction(1)
    if weight_kg is None:
        raise WeightNeeded(f"'{here.id}' becomes '{there.id}' only where the weight is known")
    weight = positive(weight_kg, "weight_kg")
    return weight if here.per_kg else 1 / weight


def read_units(folder: Path = CONTENT) -> Units:
    """The units of the content ``folder``, or the product's where it brings none.

    Raises :class:`~knowledge.content_files.ContentError` with every problem found.
    """
    reader = ContentReader(folder if (folder / UNITS).exists() else CONTENT)
    records = reader.records(UNITS, Unit)
    if reader.problems:
        raise ContentError(reader.problems)
    return Units(records)


@lru_cache(maxsize=1)
def product_units() -> Units:
    """The product's units, read once."""
    return read_units()
