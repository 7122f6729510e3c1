"""A number with its unit on the way to a quantity, and the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from bot.nlu.quantities.model import Flag, Kind
from bot.nlu.quantities.scan import Token
from bot.nlu.quantities.units import Unit

# What may follow a number that ends its phrase; nothing at the end of a message.
CLOSING = frozenset({"", ",", ".", ";", ")"})


@dataclass
class Figure:
    """A number or range from the token ``first`` to the token ``last``; its kind and what belongs to it come later."""

    low: Fraction
    high: Fraction
    first: int
    last: int
    unit: Unit | None = None
    kind: Kind | None = None
    symbol: str | None = None
    drug: str | None = None
    per_day: Fraction | None = None
    concentration: Fraction | None = None
    flags: set[Flag] = field(default_factory=set)

    @property
    def single(self) -> bool:
        """Whether it is one value and no range."""
        return self.low == self.high

    def scale(self, factor: Fraction) -> None:
        """Multiply both ends by ``factor``."""
        self.low, self.high = self.low * factor, self.high * factor


def single(tokens: Sequence[Token], index: int) -> Figure:
    """The number at ``index`` with the unit, age or sex token that follows it directly."""
    token = tokens[index]
    value = token.number.value if token.number is not None else Fraction(0)
    figure = Figure(value, value, index, index, flags=set(token.flags))
    if index + 1 < len(tokens) and tokens[index + 1].kind in ("unit", "age", "sex") and tokens[index + 1].glued:
        figure.unit, figure.last = tokens[index + 1].unit, index + 1
    return figure


def word(tokens: Sequence[Token], index: int) -> str:
    """The text of the token at ``index``, or an empty one outside."""
    return tokens[index].text if 0 <= index < len(tokens) else ""


def ends_with(tokens: Sequence[Token], end: int, words: Sequence[str]) -> bool:
    """Whether the tokens before ``end`` end with ``words``."""
    return [token.text for token in tokens[max(0, end - len(words)) : end]] == list(words)
