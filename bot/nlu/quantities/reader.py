"""Reads the quantities of a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.nlu.quantities.belongs import Belonging
from bot.nlu.quantities.figure import Figure
from bot.nlu.quantities.grammar import Grammar
from bot.nlu.quantities.model import Flag, Quantity
from bot.nlu.quantities.scan import Scanner, Token
from bot.nlu.quantities.units import Units
from bot.nlu.vocabulary import fold
from knowledge.language import Language, read_language


class QuantityReader:
    """Reads quantities by the language files, and knows ``drugs`` (surface form to concept id) by name."""

    def __init__(self, language: Language, drugs: Mapping[str, str] | None = None) -> None:
        """Index the language and the drugs once."""
        units = Units(language.measures)
        self._scanner = Scanner(language.measures, units, drugs or {})
        self._grammar = Grammar(language, units)
        self._belonging = Belonging(language.measures, language.medicines)
        self._limits = language.limits

    def find(self, text: str) -> list[Quantity]:
        """The quantities of ``text`` from left to right."""
        tokens = self._scanner.scan(fold(text))
        figures = self._grammar.figures(tokens)
        self._belonging.assign(tokens, figures)
        found = [_quantity(text, tokens, figure) for figure in figures]
        return [self._within_limits(quantity, found) for quantity in found]

    def _within_limits(self, quantity: Quantity, found: Sequence[Quantity]) -> Quantity:
        oldest = max((one.low for one in found if one.kind == "age" and "bound" not in one.flags), default=None)
        for limit in self._limits:
            # What can be confirmed is taken as it is read; whoever works with it asks back.
            if limit.kind != quantity.kind or limit.confirm or not limit.holds_at(oldest):
                continue
            if not limit.allows(quantity.low, quantity.high):
                return replace(quantity, flags=(*quantity.flags, "implausible"), why=limit.reason)
        return quantity


def _quantity(text: str, tokens: Sequence[Token], figure: Figure) -> Quantity:
    start, end = tokens[figure.first].start, tokens[figure.last].end
    flags: tuple[Flag, ...] = tuple(sorted(figure.flags))
    return Quantity(
        kind=figure.kind or "bare",
        low=figure.low,
        high=figure.high,
        unit=figure.symbol,
        start=start,
        end=end,
        text=text[start:end],
        drug=figure.drug,
        per_day=figure.per_day,
        concentration=figure.concentration,
        flags=flags,
    )


@lru_cache(maxsize=1)
def _plain_reader() -> QuantityReader:
    return QuantityReader(read_language())


def find_quantities(text: str, reader: QuantityReader | None = None) -> list[Quantity]:
    """The quantities of ``text`` by ``reader``; without one, by the product's language and without drugs' names."""
    return (reader or _plain_reader()).find(text)
