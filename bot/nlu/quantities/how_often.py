"""How often a day each dose is given, which are taken when needed, and which add up over a day."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bot.nlu.quantities.figure import Figure, word
from bot.nlu.quantities.scan import Token
from bot.nlu.quantities.units import times_a_day
from knowledge.language import Measures
from knowledge.ward_words import MedicineWords

_LONGEST_GAP = 9
_SIGNS = frozenset({":", "=", "-"})
_OPENING = frozenset({"", ",", ".", ";", ":", "(", "+"})


class HowOften:
    """Assigns frequencies by what stands between them and the dose."""

    def __init__(self, measures: Measures, words: MedicineWords) -> None:
        """Take the words that may stand between, and those for the parts of a day."""
        self._glue = frozenset(measures.glue)
        self._before_need = self._glue | frozenset(words.before_need)
        self._taken = _SIGNS | frozenset(words.taken)
        self._opens = _OPENING | frozenset(words.opens_need)
        self._joins = frozenset(words.joins_day)
        self._parts = {form: part for part, forms in measures.parts_of_day.items() for form in forms}

    def assign(self, tokens: Sequence[Token], figures: list[Figure]) -> None:
        """Set how often a day the doses of ``figures`` are given, and their flags that say more of it."""
        used: set[int] = set()
        doses = [figure for figure in figures if figure.kind in ("dose", "volume")]
        for dose in doses:
            if dose.unit is not None:
                dose.per_day = times_a_day(dose.unit)
            self._behind(tokens, dose, used)
        for dose in doses:
            if dose.per_day is None:
                self._before(tokens, dose, used)
            if self._is_led_by_need(tokens, dose):
                dose.flags.add("as-needed")
        self._over_the_day(tokens, figures)

    def _behind(self, tokens: Sequence[Token], dose: Figure, used: set[int]) -> None:
        for index in range(dose.last + 1, min(len(tokens), dose.last + _LONGEST_GAP)):
            token = tokens[index]
            if token.kind == "drug" and dose.drug not in (None, token.drug):
                return
            if token.kind == "needed":
                dose.flags.add("as-needed")
            elif token.kind == "frequency":
                if dose.per_day is None:
                    dose.per_day = token.per_day
                    used.add(index)
            elif not (token.kind == "drug" or token.text in self._before_need):
                return

    def _before(self, tokens: Sequence[Token], dose: Figure, used: set[int]) -> None:
        for index in range(dose.first - 1, max(-1, dose.first - _LONGEST_GAP), -1):
            token = tokens[index]
            if token.kind == "frequency" and index not in used:
                dose.per_day = token.per_day
                used.add(index)
                return
            if not (token.kind == "drug" or token.text in self._glue):
                return

    def _is_led_by_need(self, tokens: Sequence[Token], dose: Figure) -> bool:
        """Whether "when needed" opens the statement of a dose: "as rescue … 2 mg", "prn: … 5 mg"."""
        index, strange = dose.first - 1, 0
        while index >= 0 and tokens[index].kind not in ("drug", "needed"):
            strange += tokens[index].text not in self._glue
            if strange > 1 or (tokens[index].kind == "mark" and word(tokens, index) not in self._taken):
                return False
            index -= 1
        if index >= 0 and tokens[index].kind == "drug":
            index -= 1
            while word(tokens, index) in self._taken:
                index -= 1
        elif strange:
            return False
        if index < 0 or tokens[index].kind != "needed":
            return False
        return word(tokens, index - 1) in self._opens and tokens[index - 1].kind != "drug"

    def _over_the_day(self, tokens: Sequence[Token], figures: Sequence[Figure]) -> None:
        """Add up the doses of different parts of one day: "30 mg in the morning and 60 mg at night"."""
        before: tuple[Figure, set[str], int] | None = None
        for figure in figures:
            parts, end = self._parts_behind(tokens, figure) if figure.kind in ("dose", "bare") else ([], 0)
            if not parts:
                before = None
                continue
            day = set(parts)
            if before is not None and before[1].isdisjoint(day) and self._goes_on(tokens, before[0], before[2], figure):
                day |= before[1]
                figure.kind, figure.drug = "dose", before[0].drug
                figure.flags.add("adds-up")
                if "unit-missing" in before[0].flags:
                    figure.flags.add("unit-missing")
            if figure.kind == "dose" and figure.per_day in (None, 1):
                figure.per_day = Fraction(len(parts))
            before = (figure, day, end)

    def _parts_behind(self, tokens: Sequence[Token], figure: Figure) -> tuple[list[str], int]:
        """The parts of the day that are named behind ``figure``, and the place behind them."""
        parts: list[str] = []
        index, end = figure.last + 1, 0
        while index < min(len(tokens), figure.last + _LONGEST_GAP):
            part, length = self._part_at(tokens, index)
            if part is not None:
                parts.append(part)
                index = end = index + length
            elif word(tokens, index) in self._joins if parts else word(tokens, index) in self._glue:
                index += 1
            else:
                break
        return parts, end

    def _part_at(self, tokens: Sequence[Token], index: int) -> tuple[str | None, int]:
        for length in (3, 2, 1):
            part = self._parts.get(" ".join(token.text for token in tokens[index : index + length]))
            if part is not None:
                return part, length
        return None, 0

    def _goes_on(self, tokens: Sequence[Token], earlier: Figure, end: int, later: Figure) -> bool:
        """Whether nothing but a joining word or the same drug stands between two doses, and they have one unit."""
        same = later.drug in (None, earlier.drug) and (later.unit is None) == (earlier.unit is None)
        between = tokens[end : later.first]
        rests = all(token.text in self._joins or token.drug == earlier.drug is not None for token in between)
        return earlier.drug is not None and same and rests and (later.unit is None or later.symbol == earlier.symbol)
