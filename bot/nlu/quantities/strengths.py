"""Which strength belongs to which rate or volume."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from bot.nlu.quantities.figure import Figure, word
from bot.nlu.quantities.scan import Token
from knowledge.language import Measures
from knowledge.ward_words import MedicineWords

_LONGEST_GAP = 9


class Strengths:
    """Finds what a solution holds, and gives it to what is given of it."""

    def __init__(self, measures: Measures, words: MedicineWords) -> None:
        """Take the words that may stand between a dose and the volume that it is in."""
        self._between = frozenset([*measures.glue, *words.dissolved_links])
        self._in = frozenset(words.dissolved_in)
        self._made_up = [phrase.split() for phrase in words.made_up]
        self._put_in = frozenset(words.put_in)

    def dissolve(self, tokens: Sequence[Token], figures: list[Figure]) -> None:
        """Make a strength of a dose in a volume ("… mg in 20 mL"): the dose takes the volume in."""
        for dose, volume in pairwise(figures):
            if dose.kind != "dose" or volume.kind != "volume" or volume.unit is None or not volume.single:
                continue
            between = tokens[dose.last + 1 : volume.first]
            words = [token.text for token in between if token.kind != "drug"]
            made_up = not self._in.isdisjoint(words) or any(words[: len(one)] == one for one in self._made_up)
            amount = volume.low * Fraction(volume.unit.head.size or 1)
            if (
                made_up
                and len(between) < _LONGEST_GAP
                and self._between.issuperset(words)
                and amount
                and dose.unit is not None
            ):
                dose.scale(1 / amount)
                dose.kind, dose.symbol = "concentration", f"{dose.unit.head.symbol}/mL"
                dose.last, volume.kind = volume.last, None
        figures[:] = [figure for figure in figures if figure.kind is not None]

    def assign(self, tokens: Sequence[Token], figures: list[Figure]) -> None:
        """Give each rate or volume in mL the one strength that the text says of its drug, or of any."""
        strengths = [figure for figure in figures if figure.kind == "concentration" and figure.low == figure.high]
        for figure in figures:
            if figure.unit is None or figure.unit.head.kind != "volume" or figure.kind not in ("rate", "volume"):
                continue
            fitting = [one for one in strengths if figure.drug is None or one.drug in (None, figure.drug)]
            in_mg = {one.low * Fraction(one.unit.head.size or 1) for one in fitting if one.unit is not None}
            if len(in_mg) == 1 and not self._is_diluted(tokens, figures, figure):
                figure.concentration = in_mg.pop()
            elif in_mg:
                figure.flags.add("strength-unclear")

    def _is_diluted(self, tokens: Sequence[Token], figures: list[Figure], figure: Figure) -> bool:
        """Whether a volume that something is put in ("in 40 mL") changes the strength that was said."""
        if figure.kind == "volume" and not self._is_put_in(tokens, figure):
            return False
        return any(one.kind == "volume" and self._is_put_in(tokens, one) for one in figures)

    def _is_put_in(self, tokens: Sequence[Token], volume: Figure) -> bool:
        return word(tokens, volume.first - 1) in self._put_in or (
            word(tokens, volume.first - 1) == "a" and word(tokens, volume.first - 2) in self._put_in
        )
