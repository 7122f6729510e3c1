"""Ages and weights that only their place in a note tells: fields set off by marks, beside another measure."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bot.nlu.quantities.figure import Figure, word
from bot.nlu.quantities.scan import Token

GROWN_UP = 16
_OLDEST = 115
_OPENING = frozenset({"", ",", ".", ";", "(", ":", "-", "\n"})
_CLOSING = frozenset({"", ",", ".", ";", ")"})
# "turns 60 next week": until then the age is one less.
_TURNS = frozenset({"turns", "turning"})
_SOON = frozenset({"next", "tomorrow", "on", "in", "this", "soon", "later"})
_SINCE = frozenset({"last", "yesterday", "today", "this", "recently", "in", ",", "."})
_SUPPOSED = frozenset({"when", "if", "until", "once", "before", "after"})


def take_ages(tokens: Sequence[Token], figures: Sequence[Figure]) -> None:
    """Make the one figure an age that stands where a note puts it, if no figure is said to be one."""
    if any(figure.kind == "age" for figure in figures):
        return
    grown_up = [one for one in figures if one.single and GROWN_UP <= one.low < _OLDEST]
    weights = [one for one in figures if one.kind == "weight"]
    told = (
        [one for one in grown_up if _is_a_field_of_years(tokens, one)],
        [one for one in grown_up if _is_beside_a_weight(tokens, weights, one)],
        [one for one in grown_up if _is_of_now(tokens, one)],
        [one for one in grown_up if _opens_a_sentence(tokens, one)],
    )
    for found in told:
        if len(found) == 1:
            found[0].kind, found[0].symbol = "age", "year"
            return
    for figure in grown_up:
        turned = _turned(tokens, figure)
        if turned is not None:
            figure.low = figure.high = figure.low - turned
            figure.kind, figure.symbol = "age", "year"
            return


def _is_set_off(tokens: Sequence[Token], figure: Figure) -> bool:
    return word(tokens, figure.first - 1) in _OPENING and word(tokens, figure.last + 1) in _CLOSING


def _is_a_field_of_years(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether years stand by themselves: "…, 67 years, …"."""
    return figure.kind == "duration" and figure.symbol == "year" and _is_set_off(tokens, figure)


def _is_beside_a_weight(tokens: Sequence[Token], weights: Sequence[Figure], figure: Figure) -> bool:
    """Whether a number by itself stands beside a weight: "44, 90 kg", "(69, 110 lb)"."""
    beside = any(one.first == figure.last + 2 or one.last == figure.first - 2 for one in weights)
    return figure.kind == "bare" and beside and _is_set_off(tokens, figure)


def _is_of_now(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a sentence says no more than a number of now, and no medicine is named before: "…. Now 55"."""
    led = word(tokens, figure.first - 1) == "now" and word(tokens, figure.first - 2) in (".", ";", ",")
    named = any(token.kind == "drug" for token in tokens[: figure.first])
    return figure.kind == "bare" and led and not named and word(tokens, figure.last + 1) in _CLOSING


def _opens_a_sentence(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a number opens a sentence by itself, with words behind its comma: "…. 66, short of breath"."""
    led = word(tokens, figure.first - 1) in (".", ";") and word(tokens, figure.last + 1) == ","
    behind = figure.last + 2
    return figure.kind == "bare" and led and behind < len(tokens) and tokens[behind].kind == "word"


def _turned(tokens: Sequence[Token], figure: Figure) -> int | None:
    """How many years are still missing: one of somebody who "turns 60 next week", none of who "turned 60 in May"."""
    before, behind = word(tokens, figure.first - 1), word(tokens, figure.last + 1)
    supposed = any(word(tokens, figure.first - back) in _SUPPOSED for back in (2, 3))
    if figure.kind != "bare" or supposed:
        return None
    if before in _TURNS and behind in _SOON:
        return 1
    return 0 if before == "turned" and behind in _SINCE else None


def unit_before(tokens: Sequence[Token], figure: Figure, sizes: dict[str, Fraction]) -> bool:
    """Make a number a weight whose unit stands in front of it ("lbs 130"); ``sizes`` are the units' in kg."""
    size = sizes.get(word(tokens, figure.first - 1))
    counted = figure.first > 1 and tokens[figure.first - 2].number is not None
    if size is None or counted or not figure.single or word(tokens, figure.last + 1) not in _CLOSING:
        return False
    figure.scale(size)
    figure.kind, figure.symbol = "weight", "kg"
    return True
