"""Quantities of a message as exact values, and what a dose comes to in a day."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

HOURS_A_DAY = 24
MG_A_GRAM = 1000


@dataclass(frozen=True)
class Amount:
    """A quantity of a message: a weight (kg), an age (years) or a dose, with its drug and how often a day.

    ``adds``: it is given besides the dose before it, in another part of the day.
    """

    kind: str
    value: Fraction
    unit: str | None
    drug: str | None = None
    per_day: Fraction | None = None
    adds: bool = False

    @property
    def is_daily(self) -> bool:
        """Whether the message says how much of it is given in a day."""
        return self.per_day is not None or (
            self.kind == "rate" and (self.unit or "").endswith(("/24h", "/day", "mg/h"))
        )


def daily(amount: Amount) -> Fraction | None:
    """The mg in 24 hours of ``amount``, or ``None`` where the message does not say it."""
    unit, mg = amount.unit or "mg", amount.value
    if unit.partition("/")[0] == "g":
        unit, mg = f"m{unit}", mg * MG_A_GRAM
    if amount.kind == "rate" and unit in ("mg/24h", "mg/day"):
        return mg
    if amount.kind == "rate" and unit == "mg/h":
        return mg * HOURS_A_DAY
    if amount.kind in ("dose", "bare") and unit in ("mg", "mg/dose"):
        return mg * amount.per_day if amount.per_day is not None else mg
    return None


def decimal(value: Fraction, places: int) -> str:
    """``value`` as a decimal with at most ``places`` places, rounded half to even, without needless noughts."""
    scaled = round(value * 10**places)
    whole, rest = divmod(scaled, 10**places)
    return f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".") if places else str(whole)
