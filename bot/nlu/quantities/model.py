"""What is read out of a text: quantities with exact values."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

Kind = Literal["weight", "age", "dose", "rate", "volume", "concentration", "duration", "bare", "other", "reading"]
Flag = Literal[
    "unit-missing",  # the unit was not said; ``unit`` is None
    "ambiguous-number",  # the digits can be read as another number
    "ambiguous-unit",  # the unit can be another one
    "naked-decimal",  # written as ".4", which is easily misread tenfold
    "descending",  # a range that falls: perhaps a change from one to the other
    "bound",  # a limit ("up to", "under"), not a value
    "step",  # a change ("by", "+"), not a value
    "multiple",  # of this quantity several are meant ("2 x")
    "adds-up",  # of the same day as the dose before it, and given besides it
    "as-needed",  # taken when needed, so no daily amount follows from the frequency
    "another's",  # of somebody else than the patient, as the words before it say
    "drug-inherited",  # the drug stands with the quantity before it
    "strength-unclear",  # the text gives more than one strength for this rate, or dilutes it
    "implausible",  # outside the limits of the product; ``why`` says which
]


@dataclass(frozen=True)
class Quantity:
    """A quantity in a text: from ``low`` to ``high``, which are equal unless a range is given.

    ``unit`` is a canonical symbol, ``None`` where none was said: weights are in kg, ages in years ("year"), durations
    in the unit that was said, readings have their label. ``start`` and ``end`` are the characters of ``text`` in the
    message. ``drug`` is the concept id of the drug that it belongs to, ``per_day`` how often a dose is given,
    ``concentration`` (mg/mL) what a rate in mL is of.
    """

    kind: Kind
    low: Fraction
    high: Fraction
    unit: str | None
    start: int
    end: int
    text: str
    drug: str | None = None
    per_day: Fraction | None = None
    concentration: Fraction | None = None
    flags: tuple[Flag, ...] = ()
    why: str | None = None

    @property
    def value(self) -> Fraction | None:
        """The one value, or ``None`` for a range."""
        return self.low if self.low == self.high else None

    @property
    def doubtful(self) -> bool:
        """Whether the reading has to be confirmed before anything is worked out from it."""
        return bool(set(self.flags) & DOUBTS)

    def as_document(self) -> dict[str, Any]:
        """The quantity in JSON types; numbers as exact text."""
        numbers = {name: getattr(self, name) for name in ("low", "high", "per_day", "concentration")}
        texts = {name: None if number is None else written(number) for name, number in numbers.items()}
        return {**vars(self), **texts, "flags": list(self.flags)}


DOUBTS: frozenset[Flag] = frozenset(
    {
        "unit-missing",
        "ambiguous-number",
        "ambiguous-unit",
        "naked-decimal",
        "descending",
        "multiple",
        "strength-unclear",
        "implausible",
    }
)


def written(value: Fraction) -> str:
    """``value`` as a plain decimal where it has an end ("0.75"), otherwise as a fraction ("1/3")."""
    twos, fives, rest = 0, 0, value.denominator
    while rest % 2 == 0:
        twos, rest = twos + 1, rest // 2
    while rest % 5 == 0:
        fives, rest = fives + 1, rest // 5
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
