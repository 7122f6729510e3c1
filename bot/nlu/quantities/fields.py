"""Ages and weights that only their place in a note tells: fields set off by marks, beside another measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bot.nlu.quantities.figure import Figure, word
from bot.nlu.quantities.scan import Token
from bot.nlu.quantities.whose import is_a_relatives

GROWN_UP = 16
_OLDEST = 115
_OPENING = frozenset({"", "?", "!", ",", ".", ";", "(", ":", "-", "\n"})
_CLOSING = frozenset({"", ",", ".", ";", ")"})
# "turns 60 next week": until then the age is one less.
_TURNS = frozenset({"turns", "turning"})
_SOON = frozenset({"next", "tomorrow", "on", "in", "this", "soon", "later"})
_SINCE = frozenset({"last", "yesterday", "today", "this", "recently", "in", ",", "."})
# "her 60th birthday …": whose it is, what says that it was, and that it is still to come.
_ORDINAL = re.compile(r"(\d{2,3})(?:st|nd|rd|th)$")
_HER = frozenset({"her", "his", "their", "the", "my"})
_BEEN = frozenset({"had", "celebrated", "celebrating", "reached", "made", "since", "after", "was"})
_TO_COME = frozenset({"next", "tomorrow", "soon", "before", "until", "reach", "make", "upcoming", "will", "coming"})
# What may go on behind an age: "52 kg and 88 so …", "now 55 with …".
_AND = frozenset({"and", "&", "+"})
_SO = frozenset({"so", "-", "which", "who", "with"})
_WITH = frozenset({"with", "w", "and", "w/", "on", "has"})
# From so many words on a message is a note, and no short answer to a question.
_A_NOTE, _A_FEW = 4, 3
_PLACES = frozenset({"bed", "room", "bay", "cubicle", "sr"})
_ANSWERS = frozenset({"yes", "no", "ok", "now", "about", "dose", "score", "rate", "sats", "is", "was", "at", "to"})
_SUPPOSED = frozenset({"when", "if", "until", "once", "before", "after"})


def take_ages(tokens: Sequence[Token], figures: list[Figure]) -> None:
    """Make the one figure an age that stands where a note puts it, if no figure is said to be one."""
    if any(figure.kind == "age" for figure in figures):
        return
    own = [one for one in figures if not is_a_relatives(tokens, one)]
    grown_up = [one for one in own if one.single and GROWN_UP <= one.low < _OLDEST]
    weights = [one for one in figures if one.kind == "weight"]
    told = (
        [one for one in grown_up if _is_a_field_of_years(tokens, one)],
        [one for one in grown_up if _is_beside_a_weight(tokens, weights, one)],
        [one for one in grown_up if _is_of_now(tokens, one)],
        [one for one in grown_up if _opens_a_sentence(tokens, one)],
        [one for one in grown_up if _is_a_field(tokens, one)],
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
    figures.extend(_birthdays(tokens))


def _is_set_off(tokens: Sequence[Token], figure: Figure) -> bool:
    return word(tokens, figure.first - 1) in _OPENING and word(tokens, figure.last + 1) in _CLOSING


def _is_a_field_of_years(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether years stand by themselves: "…, 67 years, …"."""
    return figure.kind == "duration" and figure.symbol == "year" and _is_set_off(tokens, figure)


def _is_beside_a_weight(tokens: Sequence[Token], weights: Sequence[Figure], figure: Figure) -> bool:
    """Whether a number by itself stands beside a weight: "44, 90 kg", "(69, 110 lb)", "90 kg and 44"."""
    beside = any(one.first == figure.last + 2 or one.last == figure.first - 2 for one in weights)
    joined = word(tokens, figure.first - 1) in _AND and word(tokens, figure.last + 1) in _CLOSING | _SO
    years = figure.kind == "duration" and figure.symbol == "year"
    return (figure.kind == "bare" or years) and beside and (joined or _is_set_off(tokens, figure))


def _is_of_now(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a sentence says a number of now, and no medicine is named before: "…. Now 55", "…. Now 55 with …"."""
    led = word(tokens, figure.first - 1) == "now" and word(tokens, figure.first - 2) in (".", ";", ",")
    if word(tokens, figure.first - 1) in (".", ";", ",") and word(tokens, figure.last + 1) == "now":
        return figure.kind == "bare" and word(tokens, figure.last + 2) in _CLOSING
    named = any(token.kind == "drug" for token in tokens[: figure.first])
    return figure.kind == "bare" and led and not named and word(tokens, figure.last + 1) in _CLOSING | _WITH


def _opens_a_sentence(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a number opens a sentence by itself, with words behind its comma: "…. 66, short of breath"."""
    led = word(tokens, figure.first - 1) in (".", ";") and word(tokens, figure.last + 1) == ","
    behind = figure.last + 2
    return figure.kind == "bare" and led and behind < len(tokens) and tokens[behind].kind == "word"


def _is_a_field(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a number is a field by itself among words, none of them a medicine's: "…, sarcoma, 37", "…: 52, …"."""
    last = figure.last + 1 == len(tokens)
    words = [token for token in (tokens[: figure.first] if last else tokens) if token.kind in ("word", "drug")]
    if figure.kind != "bare" or not _is_set_off(tokens, figure) or len(words) < (_A_NOTE if last else _A_FEW):
        return False
    led, named = word(tokens, figure.first - 1), tokens[figure.first - 2] if figure.first > 1 else None
    behind = tokens[figure.last + 2] if figure.last + 2 < len(tokens) else None
    placed = word(tokens, figure.first - 3) in _PLACES
    apart = named is not None and (placed or named.kind in ("word", "sex", "frequency", "mark", "opaque"))
    follows = behind is None or behind.kind in ("word", "drug", "opaque", "number")
    return led not in ("-", "(") and apart and follows and word(tokens, figure.first - 2) not in _ANSWERS


def _birthdays(tokens: Sequence[Token]) -> Iterator[Figure]:
    """The age of whoever has a birthday of her own, which may be still to come: "her 60th birthday yesterday"."""
    for index, token in enumerate(tokens):
        years = _ORDINAL.match(token.text)
        if years is None or word(tokens, index + 1) != "birthday" or word(tokens, index - 1) not in _HER:
            continue
        before = {one.text for one in tokens[max(0, index - 4) : index]}
        behind = [one.text for one in tokens[index + 2 : index + 8]]
        soon = not before.isdisjoint(_TO_COME) or not _TO_COME.isdisjoint(behind)
        if soon or not before.isdisjoint(_BEEN) or not _SINCE.isdisjoint(behind[:1]):
            age = Fraction(int(years[1]) - soon)
            yield Figure(age, age, index, index, kind="age", symbol="year")
            return


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
    """Make a number a weight whose unit stands in front of it ("lbs 130") or set off behind it ("47 - kilos").

    ``sizes`` are the units' in kg.
    """
    size = sizes.get(word(tokens, figure.first - 1))
    behind = sizes.get(word(tokens, figure.last + 2)) if word(tokens, figure.last + 1) in ("-", ",", "(") else None
    if size is None and behind is not None and figure.single:
        figure.scale(behind)
        figure.kind, figure.symbol = "weight", "kg"
        return True
    counted = figure.first > 1 and tokens[figure.first - 2].number is not None
    if size is None or counted or not figure.single or word(tokens, figure.last + 1) not in _CLOSING:
        return False
    figure.scale(size)
    figure.kind, figure.symbol = "weight", "kg"
    return True
