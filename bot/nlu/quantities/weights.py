"""Body weights: what tells them from doses, and from changes of weight."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bot.nlu.quantities.figure import CLOSING, Figure, ends_with, single, word
from bot.nlu.quantities.scan import Token
from bot.nlu.quantities.units import Units
from bot.nlu.quantities.whose import Whose
from knowledge.language import Measures
from knowledge.ward_words import PatientWords

_POUNDS_A_STONE = 14


class Weights:
    """Recognises weights by cue words, units and neighbours."""

    def __init__(self, measures: Measures, words: PatientWords, units: Units, whose: Whose) -> None:
        """Take the cue words of the language files."""
        self._whose = whose
        self._glue = frozenset(measures.glue)
        self._cues = [cue.split() for cue in measures.weight_cues]
        self._changes = frozenset(measures.weight_changes)
        self._per = frozenset(words.per)
        self._been = frozenset(words.been)
        self._once = frozenset(words.once)
        self._kg = frozenset(units.part("kg").forms)
        self._pound = Fraction(units.part("lb").size or 0)
        self._sizes = {
            form: Fraction(one.size or 0) for one in measures.parts if one.kind == "body" for form in one.forms
        }

    def is_cue(self, text: str) -> bool:
        """Whether ``text`` announces a weight, so that a number may be glued to it ("wt58")."""
        return [text] in self._cues

    def as_weight(self, tokens: Sequence[Token], figure: Figure) -> None:
        """Make a figure in kg, lb or stone a weight in kg, unless it is a change, of the past or per weight."""
        around = [word(tokens, figure.first - back) for back in (1, 2, 3)]
        around += [word(tokens, figure.last + ahead) for ahead in (1, 2)]
        unit = figure.unit
        changed = around[0] != "to" and any(one in self._changes for one in around)
        if unit is None or unit.surface or changed:
            figure.kind = "other"
            return
        if around[0] in (*self._per, "not") or (around[0] in self._been and around[3] in self._once):
            figure.kind = "other"
            return
        figure.kind, figure.symbol = "weight", "kg"
        figure.scale(Fraction(unit.head.size or 1))
        if unit.head.symbol == "st" and figure.single:
            self._add_pounds(tokens, figure)
        if self._whose.is_anothers(tokens, figure) or self._whose.is_a_relatives(tokens, figure):
            figure.flags.add("another's")

    def _add_pounds(self, tokens: Sequence[Token], figure: Figure) -> None:
        """Add the pounds of "9 st 4"."""
        index = figure.last + 1
        number = tokens[index].number if index < len(tokens) else None
        if number is None or not number.whole or number.value >= _POUNDS_A_STONE:
            return
        pounds = single(tokens, index)
        if pounds.last == index or (pounds.unit is not None and pounds.unit.head.symbol == "lb"):
            figure.low = figure.high = figure.low + pounds.low * self._pound
            figure.last = pounds.last

    def as_bare_weight(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Make a figure without a unit behind it a weight, if a cue says so ("wt 58", "weight (kg): 58")."""
        if self._takes_the_unit_beside(tokens, figure):
            return True
        index, said = figure.first - 1, False
        while index >= 0 and (tokens[index].text in self._glue or tokens[index].text in self._kg):
            if tokens[index].text.startswith("dos"):
                return False
            said = said or tokens[index].text in self._kg
            index -= 1
        if not any(ends_with(tokens, index + 1, cue) for cue in self._cues):
            return False
        figure.kind, figure.symbol = "weight", "kg" if said else None
        figure.flags |= set() if said else {"unit-missing"}
        return True

    def _takes_the_unit_beside(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Make a number a weight whose unit stands in front of it ("lbs 130") or set off behind it ("47 - kilos")."""
        size = self._sizes.get(word(tokens, figure.first - 1))
        set_off = word(tokens, figure.last + 1) in ("-", ",", "(")
        behind = self._sizes.get(word(tokens, figure.last + 2)) if set_off else None
        if size is None and behind is not None and figure.single:
            figure.scale(behind)
            figure.kind, figure.symbol = "weight", "kg"
            return True
        counted = figure.first > 1 and tokens[figure.first - 2].number is not None
        if size is None or counted or not figure.single or word(tokens, figure.last + 1) not in CLOSING:
            return False
        figure.scale(size)
        figure.kind, figure.symbol = "weight", "kg"
        return True
