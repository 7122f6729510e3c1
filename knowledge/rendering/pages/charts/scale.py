"""Numbers on an axis, exactly, and words in lines that fit a narrow screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from textwrap import wrap

# A line of a picture's words at 13 px goes into a page of 320 px.
LINE_CHARACTERS = 34
LINE_PIXELS = 18
# The plot leaves room at both ends for half a tick's label, in shares of the width.
LEFT, RIGHT = Fraction(4, 100), Fraction(94, 100)
_STEPS = (Fraction(1), Fraction(2), Fraction(5))


@dataclass(frozen=True)
class Tick:
    """A place on the axis with its label."""

    x: str
    label: str


@dataclass(frozen=True)
class Scale:
    """A linear axis from ``low`` to ``high``."""

    low: Fraction
    high: Fraction

    def at(self, value: Fraction) -> str:
        """The place of ``value`` as a percentage of the picture's width."""
        return percent(LEFT + (RIGHT - LEFT) * (value - self.low) / (self.high - self.low))

    def length(self, start: Fraction, end: Fraction) -> str:
        """The way from ``start`` to ``end`` as a percentage of the picture's width."""
        return percent((RIGHT - LEFT) * (end - start) / (self.high - self.low))


def percent(share: Fraction) -> str:
    """``share`` of 1 as a percentage with at most three decimals: ``1/8`` becomes ``12.5%``."""
    return f"{decimal(Fraction(round(share * 100_000), 1000))}%"


def decimal(number: Fraction) -> str:
    """``number``, whose denominator divides a power of ten, as a plain decimal: ``1/20`` becomes ``0.05``."""
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    digits = f"{abs(int(number * 10**places)):0{places + 1}d}"
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[: len(digits) - places]}.{digits[len(digits) - places :]}" if places else f"{sign}{digits}"


def from_zero(values: Iterable[Fraction], most: int = 5) -> tuple[Scale, list[Tick]]:
    """A scale from nought that holds all ``values``, with at most ``most`` steps of 1, 2 or 5 times a power of ten."""
    top = max(values, default=Fraction(0)) or Fraction(1)
    step = _step(top / most)
    count = -(-top // step)
    scale = Scale(Fraction(0), step * count)
    return scale, [Tick(scale.at(step * place), decimal(step * place)) for place in range(count + 1)]


def _step(least: Fraction) -> Fraction:
    power = Fraction(1)
    while power > least:
        power /= 10
    while power * 10 <= least:
        power *= 10
    return next(power * step for step in (*_STEPS, Fraction(10)) if power * step >= least)


def lines(text: str, characters: int = LINE_CHARACTERS) -> list[str]:
    """``text`` in lines of at most ``characters``; a longer word is broken."""
    return wrap(text, characters) or [""]
