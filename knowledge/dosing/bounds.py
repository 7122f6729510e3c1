"""What a regimen allows one patient: its range and its cap in a unit that is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from knowledge.dosing.ranges import Range
from knowledge.dosing.rounding import as_text
from knowledge.dosing.units import Units, convert
from knowledge.schema import Regimen


@dataclass(frozen=True)
class Ceiling:
    """A cap, its ``amount`` and ``unit`` as the ``statement`` gives them; ``value`` is in the unit that is wanted."""

    amount: Fraction
    unit: str
    value: Fraction
    statement: str

    def text(self) -> str:
        """The cap as it is stated: "at most 40 mg/dose"."""
        return Range(None, self.amount, self.unit).text()

    def as_dict(self) -> dict[str, str]:
        """``value`` and ``unit`` as they are stated, and the ``statement``."""
        return {"value": as_text(self.amount), "unit": self.unit, "statement": self.statement}


@dataclass(frozen=True)
class Bounds:
    """The range of a regimen as it is ``stated``, the ``whole`` of it in the unit that is wanted, and its ``limit``."""

    stated: Range
    whole: Range
    limit: Ceiling | None

    @property
    def cap(self) -> Fraction | None:
        """The limit in the unit that is wanted."""
        return None if self.limit is None else self.limit.value

    @property
    def allowed(self) -> Range:
        """What the limit leaves of the whole range."""
        return self.whole.capped(self.cap)

    @property
    def capped(self) -> bool:
        """Whether the limit cuts something off."""
        return self.allowed != self.whole

    @property
    def rounded(self) -> Range:
        """What is allowed, rounded once: see :meth:`~knowledge.dosing.ranges.Range.rounded`."""
        return self.allowed.rounded()


def bounds(regimen: Regimen, to: str, weight_kg: Fraction | None, units: Units) -> Bounds:
    """The bounds of ``regimen`` in the unit ``to``.

    Raises :class:`~knowledge.dosing.units.UnitError` where it cannot be said in that unit, its subclass
    :class:`~knowledge.dosing.units.WeightNeeded` where only the weight is missing, and :class:`ValueError` where the
    regimen has no number.
    """
    stated = stated_range(regimen)
    return Bounds(
        stated=stated,
        whole=stated.mapped(lambda end: convert(end, stated.unit, to, weight_kg=weight_kg, units=units), to),
        limit=_ceiling(regimen, to, weight_kg, units),
    )


def stated_range(regimen: Regimen) -> Range:
    """The range of ``regimen`` as the content gives it; a cap alone is a range without a lower end.

    Raises :class:`ValueError` where there is no number at all.
    """
    low, high = (None if end is None else Fraction(end) for end in (regimen.low, regimen.high))
    if low is not None or high is not None:
        return Range(low, high, regimen.unit)
    if regimen.cap is None or regimen.cap_unit is None:
        raise ValueError(f"dose {regimen.id} has no number")
    return Range(None, Fraction(regimen.cap), regimen.cap_unit)


def _ceiling(regimen: Regimen, to: str, weight_kg: Fraction | None, units: Units) -> Ceiling | None:
    if regimen.cap is None or regimen.cap_unit is None:
        return None
    cap = Fraction(regimen.cap)
    value = convert(cap, regimen.cap_unit, to, weight_kg=weight_kg, units=units)
    return Ceiling(cap, regimen.cap_unit, value, regimen.cap_statement or regimen.statement)
