"""Rounding that errs on the safe side, and numbers as text: three significant figures, and never past a limit."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from knowledge.amounts import decimal
from knowledge.dosing.exact import exact, unsigned

FIGURES = 3


def round_low(value: Fraction) -> Fraction:
    """At most three significant figures, never below ``value``. Raises :class:`ValueError` for one below 0."""
    step = _step(value)
    return ceil(value / step) * step


def round_high(value: Fraction) -> Fraction:
    """At most three significant figures, never above ``value``. Raises :class:`ValueError` for one below 0."""
    step = _step(value)
    return floor(value / step) * step


def nearest(value: Fraction) -> Fraction:
    """``value`` in at most three significant figures: for what is said of a dose, never for one to give."""
    step = _step(value)
    return round(value / step) * step


def as_text(value: Fraction) -> str:
    """``value`` as a plain decimal, exactly. Raises :class:`ValueError` where it has no end, or is below 0."""
    places = _places(value)
    if places is None or value < 0:
        raise ValueError(f"{value} cannot be written as a decimal; round it first")
    return decimal(value, places)


def brief(value: Fraction) -> str:
    """``value`` exactly where its decimal ends, otherwise the nearest of three significant figures."""
    return as_text(value if _places(value) is not None else nearest(value))


def marked(value: Fraction) -> str:
    """As :func:`brief`, with "≈" before what is not exact."""
    return brief(value) if _places(value) is not None else f"≈{brief(value)}"


def is_brief(value: Fraction) -> bool:
    """Whether ``value`` is a decimal of at most twice as many figures as are shown, and can be read at a glance."""
    return _places(value) is not None and (value / _step(value, 2 * FIGURES)).denominator == 1


def _step(value: Fraction, figures: int = FIGURES) -> Fraction:
    """One unit of the last of the ``figures`` of ``value``."""
    value = unsigned(value, "a number to round")
    if value == 0:
        return Fraction(1)
    # Within one of the place of the first figure, from above.
    place = len(str(value.numerator)) - len(str(value.denominator))
    if Fraction(10) ** place > value:
        place -= 1
    return Fraction(10) ** (place - figures + 1)


def _places(value: Fraction) -> int | None:
    """How many decimal places ``value`` has, or ``None`` where it has no end."""
    rest, powers = exact(value, "a number to write").denominator, {2: 0, 5: 0}
    for prime in powers:
        while rest % prime == 0:
            rest //= prime
            powers[prime] += 1
    return max(powers.values()) if rest == 1 else None
