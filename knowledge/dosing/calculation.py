"""A regimen worked out for one patient."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from knowledge.dosing import arithmetic
from knowledge.dosing.bounds import Bounds, Ceiling, bounds, stated_range
from knowledge.dosing.choose import for_children_only
from knowledge.dosing.exact import exact, positive
from knowledge.dosing.frequency import times_a_day
from knowledge.dosing.plausible import usable_weight
from knowledge.dosing.ranges import Range
from knowledge.dosing.reference import Reference, product
from knowledge.dosing.rounding import brief
from knowledge.dosing.units import DOSE, HOUR, HOURLY, MASS, VOLUME, WHOLE_DAYS, convert, time_of
from knowledge.schema import Regimen
from knowledge.schema_base import Unit


@dataclass(frozen=True)
class Calculation:
    """A dose for one patient: ``dose``, ``per_day`` and ``volume`` are rounded, ``per_kg`` is as the content gives it.

    ``weight_kg`` is ``None`` where the weight plays no part, ``per_kg`` where the dose does not go by weight.
    """

    regimen: Regimen
    setting: str
    route: str
    dose: Range
    per_kg: Range | None
    weight_kg: Fraction | None
    limit: Ceiling | None
    capped: bool
    arithmetic: str
    per_day: Range | None
    volume: Range | None
    concentration: Fraction | None

    def as_dict(self) -> dict[str, Any]:
        """The ``calculation`` of the answer contract in JSON types, every number a decimal in text."""
        return {
            "regimen": self.regimen.id,
            "setting": self.setting,
            "population": self.regimen.population,
            "route": self.route,
            "frequency": self.regimen.frequency,
            **self.dose.as_dict(),
            "per_kg": None if self.per_kg is None else self.per_kg.as_dict(),
            "weight_kg": None if self.weight_kg is None else brief(self.weight_kg),
            "limit": None if self.limit is None else self.limit.as_dict(),
            "capped": self.capped,
            "arithmetic": self.arithmetic,
            "statement": self.regimen.statement,
            "per_day": None if self.per_day is None else self.per_day.as_dict(),
            "ml_per_h": self._volume(HOURLY),
            "ml_per_dose": self._volume(DOSE),
        }

    def _volume(self, time: str) -> dict[str, str | None] | None:
        if self.volume is None or self.concentration is None or self.volume.unit != f"{VOLUME}/{time}":
            return None
        ends = self.volume.as_dict()
        return {"low": ends["low"], "high": ends["high"], "concentration": brief(self.concentration)}


def calculate(
    regimen: Regimen,
    weight_kg: Fraction | None,
    *,
    setting_label: str,
    concentration: Fraction | None = None,
    route: str | None = None,
    age_years: Fraction | None = None,
    confirmed: bool = False,
    reference: Reference | None = None,
) -> Calculation:
    """``regimen`` worked out for a patient of ``weight_kg``.

    What is per kg becomes mg/h, or mg for each dose; what is not stays, and needs no weight. ``concentration`` (mg/mL)
    adds the volume. ``confirmed``: the clinician has confirmed a rare weight.

    Raises :class:`~knowledge.dosing.plausible.WeightRefused` where the weight is needed and missing or implausible,
    :class:`~knowledge.dosing.units.UnitError` for a unit that is not known, :class:`TypeError` for a number that is
    not exact, :class:`ValueError` for a concentration of 0, a route that the regimen does not have, or no number.
    """
    known = reference or product()
    # Checked even where the dose does not go by them: whoever passes a float is wrong.
    given = None if weight_kg is None else exact(weight_kg, "weight_kg")
    age = None if age_years is None else exact(age_years, "age_years")
    strength = None if concentration is None else positive(concentration, "concentration")
    stated = stated_range(regimen)
    unit = known.units.of(stated.unit)
    limit_per_kg = regimen.cap_unit is not None and known.units.of(regimen.cap_unit).per_kg
    weight = None
    if unit.per_kg or limit_per_kg:
        young = for_children_only(regimen)
        weight = usable_weight(given, age, child=young, confirmed=confirmed, reference=known)
    target = known.units.for_patient(unit)
    found = bounds(regimen, target.id, weight, known.units)
    flow = None if strength is None else _flow(found.allowed, target, strength, known)
    said = arithmetic.line(found, weight, per_kg=unit.per_kg, limit_per_kg=limit_per_kg)
    if flow is not None and strength is not None:
        said += arithmetic.volume(strength, (target.minutes or 0) > HOUR, flow, flow.rounded())
    return Calculation(
        regimen=regimen,
        setting=setting_label,
        route=_route(regimen, route),
        dose=found.rounded,
        per_kg=stated if unit.per_kg else None,
        weight_kg=weight,
        limit=found.limit,
        capped=found.capped,
        arithmetic=said,
        per_day=_per_day(regimen, found, target, known),
        volume=None if flow is None else flow.rounded(),
        concentration=strength,
    )


def _route(regimen: Regimen, route: str | None) -> str:
    if route is not None and route not in regimen.routes:
        raise ValueError(f"dose {regimen.id} is not for the route '{route}' but for {', '.join(regimen.routes)}")
    return route or " or ".join(regimen.routes)


def _per_day(regimen: Regimen, found: Bounds, target: Unit, known: Reference) -> Range | None:
    """What an hourly rate, or a dose given so many times a day, comes to in a day; ``None`` where that is not said."""
    allowed = found.allowed
    if target.minutes is not None:
        daily = known.units.related(target, time="24h") if target.minutes <= HOUR else None
        if daily is None:
            return None
        to = daily.id
        return allowed.mapped(lambda end: convert(end, target.id, to, units=known.units), to).rounded()
    times = times_a_day(regimen.frequency, known.frequencies)
    daily = known.units.related(target, time="day")
    if times is None or daily is None:
        return None
    low = None if allowed.low is None else allowed.low * times.least
    return replace(allowed.mapped(lambda end: end * times.most, daily.id), low=low).rounded()


def _flow(dose: Range, unit: Unit, strength: Fraction, known: Reference) -> Range | None:
    """The volume of ``dose``, each hour or for each dose; ``None`` for what is no mass, or is divided over the day."""
    to = f"{VOLUME}/{DOSE if unit.minutes is None else HOURLY}"
    if unit.base != MASS or time_of(unit) in WHOLE_DAYS or not known.units.knows(to):
        return None
    return dose.mapped(lambda end: convert(end, unit.id, to, concentration=strength, units=known.units), to)
