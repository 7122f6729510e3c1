"""A dose that somebody names, compared with regimens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from knowledge.amounts import Amount
from knowledge.dosing.choose import for_children_only
from knowledge.dosing.exact import exact, positive, unsigned
from knowledge.dosing.given import Dose, Quantity
from knowledge.dosing.plausible import usable_weight
from knowledge.dosing.ranges import Range
from knowledge.dosing.reference import Reference, product
from knowledge.dosing.rounding import brief, nearest
from knowledge.dosing.scales import Scale, scales
from knowledge.dosing.units import StrengthNeeded, UnitError, WeightNeeded
from knowledge.schema import Regimen

Position = Literal["within", "below", "above"]
# What a dose goes past: an end of the range, the cap, the dose that the regimen starts from.
Passed = Literal["low", "high", "limit", "start"]
Need = Literal["unit", "weight", "strength"]


@dataclass(frozen=True)
class Compared:
    """Where a dose stands to one regimen, on one ``scale``: for a dose, or for all of a day.

    ``by`` is the exact difference from what it has ``passed``, if anything; ``over_limit`` says whether it is above the
    cap.
    """

    regimen: Regimen
    setting: str
    scale: Scale
    position: Position
    passed: Passed | None
    by: Quantity | None
    over_limit: bool

    def as_dict(self) -> dict[str, Any]:
        """A result of the contract's ``dose_check``, with the range and the limit that it was compared with."""
        bar = self.scale.bar
        limit = None if bar is None else {"value": brief(bar.value), "unit": bar.unit}
        return {
            "statement": self.regimen.statement,
            "setting": self.setting,
            "position": self.position,
            "by": None if self.by is None else self.by.text(),
            "regimen": self.regimen.id,
            "routes": list(self.regimen.routes),
            "population": self.regimen.population,
            "frequency": self.regimen.frequency,
            **self.scale.range.as_dict(),
            "passed": self.passed,
            "limit": limit and {**limit, "statement": self.scale.bar_statement, "exceeded": self.over_limit},
        }


@dataclass(frozen=True)
class DoseCheck:
    """A dose that was named, and its ``results``.

    ``needs`` names what has to be asked before it can be compared with all that it might be compared with.
    """

    value: Fraction
    unit: str | None
    dose: Dose | None
    results: tuple[Compared, ...]
    needs: tuple[Need, ...]

    def as_dict(self) -> dict[str, Any]:
        """The contract's ``dose_check`` in JSON types, every number a decimal in text."""
        per_kg = None if self.dose is None else self.dose.per_kg
        absolute = None if self.dose is None else self.dose.absolute
        return {
            "given": brief(self.value),
            "unit": self.unit,
            "per_kg": None if per_kg is None else brief(nearest(per_kg.value)),
            "per_kg_unit": None if per_kg is None else per_kg.unit,
            "absolute": None if absolute is None else brief(nearest(absolute.value)),
            "absolute_unit": None if absolute is None else absolute.unit,
            "arithmetic": None if self.dose is None else self.dose.arithmetic(),
            "results": [one.as_dict() for one in self.results],
            "needs": list(self.needs),
        }


def check_dose(
    given: Amount,
    regimens: Iterable[Regimen],
    weight_kg: Fraction | None = None,
    concentration: Fraction | None = None,
    *,
    route: str | None = None,
    settings: Mapping[str, str] | None = None,
    age_years: Fraction | None = None,
    confirmed: bool = False,
    reference: Reference | None = None,
) -> DoseCheck:
    """Where ``given`` stands to each of ``regimens`` that it can be compared with, in their order.

    ``route`` (a concept's id) leaves out the regimens of other routes, ``settings`` are the labels of settings by id,
    ``concentration`` (mg/mL) is what a volume is of. What lacks the unit, the weight or the strength is not compared,
    and ``needs`` says so. A regimen that says only what to start from is passed by anything above that.

    Raises :class:`~knowledge.dosing.plausible.WeightRefused` for an implausible weight (a missing one is no error),
    :class:`~knowledge.dosing.units.UnitError` for a unit that is not known, :class:`TypeError` for a number that is
    not exact, :class:`ValueError` for a dose below 0 or a concentration of 0.
    """
    known = reference or product()
    value = unsigned(given.value, "a dose")
    per_day = None if given.per_day is None else exact(given.per_day, "per_day")
    strength = None if concentration is None else positive(concentration, "concentration")
    rivals = [one for one in regimens if route is None or route in one.routes]
    weight = None
    if weight_kg is not None:
        young = bool(rivals) and all(map(for_children_only, rivals))
        weight = usable_weight(weight_kg, age_years, child=young, confirmed=confirmed, reference=known)
    if given.unit is None:
        return DoseCheck(value, None, None, (), ("unit",))
    dose = Dose(value, known.units.of(given.unit), per_day, weight, strength, known.units)
    needs: dict[Need, None] = {}
    labels = settings or {}
    results = [_compared(dose, one, labels.get(one.setting, one.setting), known, needs) for one in rivals]
    return DoseCheck(value, given.unit, dose, tuple(filter(None, results)), tuple(needs))


def _compared(dose: Dose, regimen: Regimen, setting: str, known: Reference, needs: dict[Need, None]) -> Compared | None:
    """The comparison that weighs most: the first above, else the first; ``None``, perhaps with a need, without any."""
    found: list[Compared] = []
    try:
        found = list(_comparisons(dose, regimen, setting, known))
    except WeightNeeded:
        needs["weight"] = None
    except StrengthNeeded:
        needs["strength"] = None
    return next((one for one in found if one.position == "above"), found[0] if found else None)


def _comparisons(dose: Dose, regimen: Regimen, setting: str, known: Reference) -> Iterator[Compared]:
    for scale in scales(regimen, dose, known):
        try:
            value = dose.as_number_of(scale.range.unit)
        except (WeightNeeded, StrengthNeeded):
            raise
        except UnitError:
            continue
        position, passed, end = _place(value, scale.range)
        if scale.weight_needed and position != "above":
            raise WeightNeeded(f"the limit of {regimen.id} can be compared only where the weight is known")
        by = None if passed is None else Quantity(abs(value - end), scale.range.unit)
        if passed == "limit" and scale.bar is not None:
            by = Quantity(dose.as_number_of(scale.bar.unit) - scale.bar.value, scale.bar.unit)
        over_limit = scale.range.cap is not None and value > scale.range.cap
        yield Compared(regimen, setting, scale, position, passed, by, over_limit)


def _place(value: Fraction, ends: Range) -> tuple[Position, Passed | None, Fraction]:
    """Where ``value`` stands to ``ends``, which of them it has passed, and the one that is nearest to that."""
    low = ends.capped(ends.cap).low
    if low is not None and value < low:
        return "below", "low", low
    tops: list[tuple[Fraction | None, Passed]] = [(ends.high, "high"), (ends.cap, "limit")]
    known = [(top, passed) for top, passed in tops if top is not None]
    # Without a top there is only the dose to start from.
    top, passed = min(known, key=lambda one: one[0], default=(low or Fraction(0), "start"))
    return ("above", passed, top) if value > top else ("within", None, top)
