"""A dose that somebody names, and what it comes to for a patient."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from knowledge.dosing.rounding import brief, marked, nearest
from knowledge.dosing.units import DAY, DOSE, HOURLY, MASS, VOLUME, WHOLE_DAYS, UnitError, Units, convert, time_of
from knowledge.schema_base import Unit


@dataclass(frozen=True)
class Quantity:
    """So much of a unit, exactly."""

    value: Fraction
    unit: str

    def text(self) -> str:
        """Both in words, the value to the nearest of three significant figures."""
        return f"{brief(nearest(self.value))} {self.unit}"

    def equals(self) -> str:
        """As :meth:`text`, after "=", or after "≈" where three significant figures do not hold it."""
        return f"{'=' if nearest(self.value) == self.value else '≈'} {self.text()}"


@dataclass(frozen=True)
class Dose:
    """A dose that was named: its value, unit and times a day, and what is known of the patient and the solution."""

    value: Fraction
    unit: Unit
    per_day: Fraction | None
    weight_kg: Fraction | None
    concentration: Fraction | None
    units: Units

    def as_number_of(self, unit: str) -> Fraction:
        """The dose in ``unit``. Raises as :func:`~knowledge.dosing.units.convert`."""
        return convert(
            self.value,
            self.unit.id,
            unit,
            weight_kg=self.weight_kg,
            concentration=self.concentration,
            times_a_day=self.per_day,
            units=self.units,
        )

    @property
    def per_kg(self) -> Quantity | None:
        """The dose per kg, each hour, each time or each day; ``None`` where that cannot be said."""
        return self._said(per_kg=True, time=self._time())

    @property
    def absolute(self) -> Quantity | None:
        """The dose for the patient, each hour, each time or each day; ``None`` where that cannot be said."""
        return self._said(per_kg=False, time=self._time())

    @property
    def daily(self) -> Quantity | None:
        """What a dose that is given so often a day comes to in a day; ``None`` for all others."""
        at_once = self.unit.minutes is None and self.per_day is not None
        return self._said(per_kg=self.unit.per_kg, time=DAY) if at_once else None

    @property
    def is_divided(self) -> bool:
        """Whether it is given at single times: so much at once, or so much in a day; not at a rate."""
        return self.unit.minutes is None or time_of(self.unit) in WHOLE_DAYS

    def arithmetic(self) -> str:
        """How the other forms follow from what was named, on one line."""
        own, other = (self.per_kg, self.absolute) if self.unit.per_kg else (self.absolute, self.per_kg)
        said = f"{marked(self.value)} {self.unit.id}"
        if self.unit.base == VOLUME and self.concentration is not None:
            said += f" × {marked(self.concentration)} mg/mL"
        if own is not None and own.value != self.value:
            said += f" {own.equals()}"
        if other is not None and self.weight_kg is not None:
            said += f" {'×' if self.unit.per_kg else '÷'} {marked(self.weight_kg)} kg {other.equals()}"
        if self.daily is not None and self.per_day is not None:
            said += f"; × {marked(self.per_day)} a day {self.daily.equals()}"
        return said

    def _time(self) -> str:
        time = time_of(self.unit)
        if self.unit.minutes is None:
            return time or DOSE
        return DAY if time in WHOLE_DAYS else HOURLY

    def _said(self, *, per_kg: bool, time: str) -> Quantity | None:
        amount = MASS if self.unit.base == VOLUME else self.unit.base
        found = self.units.related(self.unit, amount=amount, per_kg=per_kg, time=time)
        try:
            return None if found is None else Quantity(self.as_number_of(found.id), found.id)
        except UnitError:
            return None
