"""The scales on which a dose can be compared with a regimen: each time it is given, and all of a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from knowledge.dosing.bounds import bounds, stated_range
from knowledge.dosing.frequency import Times, times_a_day
from knowledge.dosing.given import Dose, Quantity
from knowledge.dosing.ranges import Range
from knowledge.dosing.reference import Reference
from knowledge.dosing.units import DAY, WeightNeeded
from knowledge.schema import Regimen


@dataclass(frozen=True)
class Scale:
    """The ``range`` of a regimen in the unit of the comparison, and its limit as a ``bar`` in the limit's own unit.

    The ``cap`` of the range is the bar in the range's unit. ``weight_needed``: there is a limit that cannot be compared
    without the weight.
    """

    range: Range
    bar: Quantity | None = None
    bar_statement: str | None = None
    weight_needed: bool = False


def scales(regimen: Regimen, dose: Dose, known: Reference) -> Iterator[Scale]:
    """The regimen's own scale, and that of a day where both the regimen and the ``dose`` say what is given in one."""
    own = _own(regimen, dose.weight_kg, known)
    yield own
    times = times_a_day(regimen.frequency, known.frequencies)
    if times is not None and dose.is_divided and known.units.of(own.range.unit).minutes is None:
        yield from _of_a_day(own, times, known)


def _own(regimen: Regimen, weight_kg: Fraction | None, known: Reference) -> Scale:
    stated = stated_range(regimen)
    try:
        found = bounds(regimen, stated.unit, weight_kg, known.units)
    except WeightNeeded:
        # The range itself is in its own unit; only a cap in another one can need the weight.
        return Scale(stated, weight_needed=True)
    if found.limit is None:
        return Scale(stated)
    bar = Quantity(found.limit.amount, found.limit.unit)
    return Scale(replace(stated, cap=found.limit.value), bar, found.limit.statement)


def _of_a_day(own: Scale, times: Times, known: Reference) -> Iterator[Scale]:
    """``own``, which is for a single dose, for a whole day."""
    daily = known.units.related(known.units.of(own.range.unit), time=DAY)
    if daily is None:
        return
    most = own.range.mapped(lambda end: end * times.most, daily.id)
    least = None if own.range.low is None else own.range.low * times.least
    # A dose to start from is one dose: so often a day as is said at most.
    low = least if most.high is not None or most.cap is not None else most.low
    yield replace(own, range=replace(most, low=low), bar=_bar_of_a_day(own.bar, times, known))


def _bar_of_a_day(bar: Quantity | None, times: Times, known: Reference) -> Quantity | None:
    daily = None if bar is None else known.units.related(known.units.of(bar.unit), time=DAY)
    return None if bar is None or daily is None else Quantity(bar.value * times.most, daily.id)
