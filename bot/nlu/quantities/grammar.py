"""From tokens to figures: which number has which unit, which two are a range, and what kind of quantity each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from bot.nlu.quantities.ages import Ages
from bot.nlu.quantities.fields import Fields
from bot.nlu.quantities.figure import Figure, ends_with, single, word
from bot.nlu.quantities.model import Kind
from bot.nlu.quantities.scan import Token
from bot.nlu.quantities.units import Unit, Units
from bot.nlu.quantities.weights import Weights
from bot.nlu.quantities.whose import Whose
from knowledge.language import Language

# Denominators of ward shorthand: "6/52" is six weeks.
_PAIR_TIMES = {7: "day", 52: "week", 12: "month"}
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_FEW = 12
_TIMES = ("x", "×", "*")
_PAUSES = frozenset({",", "-"})


class Grammar:
    """Decides by unit, cue words and neighbours, never by order."""

    def __init__(self, language: Language, units: Units) -> None:
        """Take the cue words of the language files."""
        measures, words = language.measures, language.patients
        whose = Whose(measures, words)
        self._units = units
        self._ages = Ages(measures, words, units, whose)
        self._weights = Weights(measures, words, units, whose)
        self._fields = Fields(words, whose)
        self._glue = frozenset(measures.glue)
        self._bounds = frozenset(measures.bounds)
        self._openings = [opening.split() for opening in measures.bound_openings]
        self._steps = frozenset(measures.steps)
        self._changing = frozenset(measures.changes)
        self._long_labels = [label.split() for label in measures.labels if " " in label]
        self._combined = frozenset(measures.combined)
        self._labels = frozenset(measures.labels)
        self._links = frozenset(measures.label_links) - self._labels
        self._corrections = frozenset(measures.corrections)
        self._correction_links = frozenset(measures.correction_links)
        self._limits_behind = frozenset(measures.limits_behind)
        self._counted = frozenset(measures.counted)
        self._time_cues = frozenset(measures.time_cues)
        self._time_ends = frozenset(measures.time_ends)

    def figures(self, tokens: Sequence[Token]) -> list[Figure]:
        """The figures of the tokens from left to right, those that are no quantity left out."""
        found: list[Figure] = []
        index = 0
        while index < len(tokens):
            figure = self._figure(tokens, index)
            if figure is None:
                index += 1
                continue
            self._classify(tokens, figure)
            self._count(tokens, found[-1] if found else None, figure)
            if figure.kind is not None:
                found.append(figure)
            index = figure.last + 1
        self._fields.take_ages(tokens, found)
        return found

    def _figure(self, tokens: Sequence[Token], index: int) -> Figure | None:
        token = tokens[index]
        if token.kind == "pair":
            return self._strength(tokens, index) or self._time_pair(tokens, index)
        if token.number is None or self._inside_a_name(tokens, index):
            return None
        figure = self._corrected(tokens, single(tokens, index))
        figure = self._range(tokens, figure) or figure
        if figure.unit is None:
            figure.unit = self._shared_unit(tokens, figure)
        self._mark(tokens, figure)
        return figure

    def _corrected(self, tokens: Sequence[Token], figure: Figure) -> Figure:
        """The number that takes the place of ``figure``: "60 no 66", "40 mg twice a day, scratch that, 60 mg"."""
        start = figure.last + 1
        while start < len(tokens) and tokens[start].kind == "frequency":
            start += 1
        index = start
        while word(tokens, index) in self._corrections or self._pauses(tokens, index, start):
            index += 1
            while word(tokens, index) in self._correction_links:
                index += 1
        if index == start or index >= len(tokens) or tokens[index].number is None:
            return figure
        other = single(tokens, index)
        if figure.unit is not None and (other.unit is None or other.unit.symbol != figure.unit.symbol):
            return figure
        return replace(other, first=figure.first)

    def _pauses(self, tokens: Sequence[Token], index: int, start: int) -> bool:
        """Whether a mark at ``index`` parts the words that take back what was said up to ``start``."""
        return word(tokens, index) in _PAUSES and (index > start or word(tokens, index + 1) in self._corrections)

    def _strength(self, tokens: Sequence[Token], index: int) -> Figure | None:
        """The first strength of a brand of two medicines in one: "… 40/20 twice a day"."""
        behind = index - 1
        while word(tokens, behind) in self._glue:
            behind -= 1
        pair = tokens[index].pair
        if pair is None or word(tokens, behind) not in self._combined:
            return None
        return Figure(Fraction(pair[0]), Fraction(pair[0]), index, index)

    def _inside_a_name(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether digits are glued to letters that are neither a drug's name nor a cue ("T10", "COVID-19", "t/2")."""
        token, last = tokens[index], tokens[index - 1] if index else None
        if last is None or not token.glued:
            return False
        has_unit = index + 1 < len(tokens) and tokens[index + 1].kind == "unit"
        sign = last.text if last.text in ("-", "/") and last.glued and index > 1 else ""
        before = tokens[index - 2] if sign else last
        if before.kind == "opaque" or (before.number is not None and self._inside_a_name(tokens, index - 2)):
            return True
        if (
            before.kind != "word"
            or before.text in _TIMES
            or self._ages.is_cue(before.text)
            or self._ages.is_led_by_a_sex(tokens, index)
            or self._weights.is_cue(before.text)
        ):
            return False
        if sign == "/" and before.text in ("m", "f"):
            return False
        return not (has_unit and (sign == "-" or token.text.startswith(".")))

    def _range(self, tokens: Sequence[Token], low: Figure) -> Figure | None:
        """The range that begins with ``low``: "4-6 mg", "4 to 6 mg", "between 4 and 6 mg"."""
        sign, following = low.last + 1, low.last + 2
        if following >= len(tokens) or tokens[following].number is None:
            return None
        high = single(tokens, following)
        if not self._joins(tokens, low, tokens[sign], high):
            return None
        unit = high.unit or low.unit
        if low.unit is not None and unit is not None and low.unit.symbol != unit.symbol:
            return None
        flags = low.flags | high.flags
        if low.low > high.low:
            flags.add("descending")
        return Figure(min(low.low, high.low), max(low.low, high.low), low.first, high.last, unit, flags=flags)

    def _joins(self, tokens: Sequence[Token], low: Figure, sign: Token, high: Figure) -> bool:
        before = word(tokens, low.first - 1)
        if tokens[low.last].kind in ("age", "sex"):
            return False
        if sign.text in ("-", "~"):
            loose = not sign.glued
            return not (loose and low.unit is None and high.unit is not None and self._labelled(tokens, low.first))
        if sign.text == "to":
            changed = word(tokens, low.first - 2) in self._changing
            return not (before == "from" and (changed or low.unit is not None))
        return sign.text == "and" and before == "between"

    def _shared_unit(self, tokens: Sequence[Token], figure: Figure) -> Unit | None:
        """The unit that "4 or 6 mg", or a change from 4 to 6 mg, gives to the first number as well."""
        following = figure.last + 2
        joining = ("or", "to") if word(tokens, figure.first - 1) == "from" else ("or",)
        if word(tokens, figure.last + 1) not in joining or following >= len(tokens) or tokens[following].number is None:
            return None
        return single(tokens, following).unit

    def _mark(self, tokens: Sequence[Token], figure: Figure) -> None:
        """Set the flags that the neighbours give: limits, steps, "2 x", and digits set apart."""
        first = figure.first
        before, further = word(tokens, first - 1), word(tokens, first - 2)
        opened = any(ends_with(tokens, first, opening) for opening in self._openings)
        arrow = before == ">" and further in ("-", "=") and tokens[first - 1].glued
        led = before in self._bounds or ((before in self._glue or before == "=") and further in self._bounds)
        lasting = before == "over" and figure.unit is not None and figure.unit.head.kind == "time"
        if (opened or led or word(tokens, figure.last + 1) in self._limits_behind) and not (lasting or arrow):
            figure.flags.add("bound")
        joined = before == "+" and first >= 2 and tokens[first - 2].kind in ("unit", "frequency", "needed", "drug")
        if before in self._steps and not joined:
            figure.flags.add("step")
        if before in _TIMES and first >= 2 and tokens[first - 2].number is not None and _is_mass(figure.unit):
            figure.flags.add("multiple")
        text = tokens[first].text
        apart = first > 0 and tokens[first - 1].number is not None and not tokens[first].glued
        if apart and len(text) == 3 and text.isdigit():
            figure.flags.add("ambiguous-number")

    def _classify(self, tokens: Sequence[Token], figure: Figure) -> None:
        if self._ages.as_age(tokens, figure):
            return
        unit = figure.unit
        if unit is None:
            if not self._weights.as_bare_weight(tokens, figure) and not self._is_no_quantity(tokens, figure):
                figure.kind = "bare"
            return
        figure.symbol = unit.symbol
        if unit.head.kind == "body":
            self._weights.as_weight(tokens, figure)
        elif unit.head.kind == "time":
            figure.kind = "duration"
        elif unit.head.kind in ("mass", "volume"):
            figure.kind = _kind_of_amount(figure, unit)
        else:
            figure.kind = "other"

    def _is_no_quantity(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether a number without a unit is a year, the number of something, or a count."""
        first, last = figure.first, figure.last
        behind, further = word(tokens, last + 1), word(tokens, last + 2)
        year = len(tokens[first].text) == 4 and _FIRST_YEAR <= figure.low <= _LAST_YEAR
        times = behind in _TIMES and (
            tokens[last + 1].glued or (last + 2 < len(tokens) and tokens[last + 2].number is not None)
        )
        some_of = behind == "of" and figure.high <= _FEW and further in ("the", "these", "them", "those")
        return year or times or some_of or behind in self._counted or self._labelled(tokens, first)

    def _labelled(self, tokens: Sequence[Token], first: int) -> bool:
        index = first - 1
        while index >= 0 and tokens[index].text in self._links:
            index -= 1
        return word(tokens, index) in self._labels or any(
            ends_with(tokens, index + 1, label) for label in self._long_labels
        )

    def _count(self, tokens: Sequence[Token], before: Figure | None, figure: Figure) -> None:
        """Mark a dose of which several are meant: "4 mg po x 3", "2 tablets of 4 mg"."""
        led = word(tokens, figure.first - 1)
        if figure.kind == "bare" and led in _TIMES:
            figure.kind = None
            between = tokens[before.last + 1 : figure.first - 1] if before is not None else []
            rests = all(token.kind in ("frequency", "needed") or token.text in self._glue for token in between)
            if before is not None and rests and _is_mass(before.unit):
                before.flags.add("multiple")
        elif before is not None and before.symbol == "pieces" and before.high != 1 and _is_mass(figure.unit):
            figure.flags |= {"multiple"} if led == "of" and figure.first - before.last == 2 else set()

    def _time_pair(self, tokens: Sequence[Token], index: int) -> Figure | None:
        """Weeks of "6/52"; days and months ("3/7") only where a word speaks of time: it may be a date or a score."""
        number, below = tokens[index].pair or (0, 0)
        symbol = _PAIR_TIMES.get(below)
        before, behind = word(tokens, index - 1), word(tokens, index + 1)
        timed = before in self._time_cues or behind in self._time_ends or self._ages.is_person(behind)
        if symbol is None or not (timed or below == 52):
            return None
        return Figure(Fraction(number), Fraction(number), index, index, Unit(self._units.part(symbol)))


def _kind_of_amount(figure: Figure, unit: Unit) -> Kind:
    if unit.volume is not None:
        figure.scale(1 / unit.volume)
        return "concentration"
    if unit.per_time is not None:
        return "rate"
    return "dose" if unit.head.kind == "mass" else "volume"


def _is_mass(unit: Unit | None) -> bool:
    return unit is not None and unit.head.kind == "mass"
