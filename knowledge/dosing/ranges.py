"""A range of doses in one unit, with either end open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from knowledge.dosing.rounding import brief, is_brief, round_high, round_low


@dataclass(frozen=True)
class Range:
    """From ``low`` to ``high`` in ``unit``; without ``low`` a limit, without ``high`` a dose to start from.

    ``cap`` is what rounding must not go past: see :meth:`capped`.
    """

    low: Fraction | None
    high: Fraction | None
    unit: str
    cap: Fraction | None = field(default=None, compare=False)

    def mapped(self, change: Callable[[Fraction], Fraction], unit: str) -> Range:
        """The numbers changed by ``change``, which must keep their order, into ``unit``."""
        low, high, cap = (None if number is None else change(number) for number in (self.low, self.high, self.cap))
        return Range(low, high, unit, cap)

    def capped(self, cap: Fraction | None) -> Range:
        """The part that ``cap`` (in the same unit) leaves; where all of it lies above, the cap itself."""
        if cap is None:
            return self
        low, high = (None if end is None else min(end, cap) for end in (self.low, self.high))
        return Range(low, high, self.unit, cap)

    def rounded(self) -> Range:
        """In at most three significant figures: the low end never down, the high end and the cap never up.

        Where no such number lies between the low end and what is above it, the low end is rounded down as well.
        """
        high, cap = (None if top is None else round_high(top) for top in (self.high, self.cap))
        low = None if self.low is None else round_low(self.low)
        if low is not None:
            low = min([low, *(top for top in (high, cap) if top is not None)])
        return replace(self, low=low, high=high, cap=cap)

    @property
    def is_brief(self) -> bool:
        """Whether both ends can be written out at a glance."""
        return all(end is None or is_brief(end) for end in (self.low, self.high))

    def text(self) -> str:
        """In words: "12–36 mg/h", "at most 40 mg/dose", "from 15 mg/dose"; one number where the ends meet."""
        if self.low is None and self.high is not None:
            return f"at most {brief(self.high)} {self.unit}"
        if self.high is None and self.low is not None:
            return f"from {brief(self.low)} {self.unit}"
        ends = dict.fromkeys(brief(end) for end in (self.low, self.high) if end is not None)
        return f"{'–'.join(ends)} {self.unit}"

    def as_dict(self) -> dict[str, str | None]:
        """``low``, ``high`` (decimals in text, or ``None``) and ``unit``."""
        low, high = (None if end is None else brief(end) for end in (self.low, self.high))
        return {"low": low, "high": high, "unit": self.unit}
