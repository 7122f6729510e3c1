"""Ages that only their place in a note tells: fields set off by marks, beside another measure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.quantities.birthdays import Birthdays
from bot.nlu.quantities.figure import CLOSING, Figure, word
from bot.nlu.quantities.scan import Token
from bot.nlu.quantities.whose import Whose
from knowledge.ward_words import PatientWords

GROWN_UP = 16
_OLDEST = 115
_OPENING = frozenset({"", "?", "!", ",", ".", ";", "(", ":", "-", "\n"})
# From so many words on a message is a note, and no short answer to a question.
_A_NOTE, _A_FEW = 4, 3


class Fields:
    """Finds the one age that no word tells."""

    def __init__(self, words: PatientWords, whose: Whose) -> None:
        """Take the words that stand beside such a number, and how to tell ``whose`` it is."""
        self._whose = whose
        self._birthdays = Birthdays(words)
        self._joins = frozenset(words.joins_a_weight)
        self._so = frozenset(words.so)
        self._with = frozenset(words.goes_on_with)
        self._places = frozenset(words.places)
        self._answers = frozenset(words.answers)

    def take_ages(self, tokens: Sequence[Token], figures: list[Figure]) -> None:
        """Make the one figure an age that stands where a note puts it, if no figure is said to be one."""
        if any(figure.kind == "age" for figure in figures):
            return
        own = [one for one in figures if not self._whose.is_a_relatives(tokens, one)]
        grown_up = [one for one in own if one.single and GROWN_UP <= one.low < _OLDEST]
        weights = [one for one in figures if one.kind == "weight"]
        told = (
            [one for one in grown_up if _is_a_field_of_years(tokens, one)],
            [one for one in grown_up if self._is_beside_a_weight(tokens, weights, one)],
            [one for one in grown_up if self._is_of_now(tokens, one)],
            [one for one in grown_up if _opens_a_sentence(tokens, one)],
            [one for one in grown_up if self._is_a_field(tokens, one)],
        )
        for found in told:
            if len(found) == 1:
                found[0].kind, found[0].symbol = "age", "year"
                return
        for figure in grown_up:
            missing = self._birthdays.missing(tokens, figure)
            if missing is not None:
                figure.low = figure.high = figure.low - missing
                figure.kind, figure.symbol = "age", "year"
                return
        figures.extend(self._birthdays.find(tokens))

    def _is_beside_a_weight(self, tokens: Sequence[Token], weights: Sequence[Figure], figure: Figure) -> bool:
        """Whether a number by itself stands beside a weight: "44, 90 kg", "(69, 110 lb)", "90 kg and 44"."""
        beside = any(one.first == figure.last + 2 or one.last == figure.first - 2 for one in weights)
        joined = word(tokens, figure.first - 1) in self._joins and word(tokens, figure.last + 1) in CLOSING | self._so
        years = figure.kind == "duration" and figure.symbol == "year"
        return (figure.kind == "bare" or years) and beside and (joined or _is_set_off(tokens, figure))

    def _is_of_now(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether a sentence says a number of now, and no medicine is named before: "…. Now 55", "…. Now 55 with …"."""
        led = word(tokens, figure.first - 1) == "now" and word(tokens, figure.first - 2) in (".", ";", ",")
        if word(tokens, figure.first - 1) in (".", ";", ",") and word(tokens, figure.last + 1) == "now":
            return figure.kind == "bare" and word(tokens, figure.last + 2) in CLOSING
        named = any(token.kind == "drug" for token in tokens[: figure.first])
        return figure.kind == "bare" and led and not named and word(tokens, figure.last + 1) in CLOSING | self._with

    def _is_a_field(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether a number is a field by itself among words, none a medicine's: "…, sarcoma, 37", "…: 52, …"."""
        last = figure.last + 1 == len(tokens)
        words = [token for token in (tokens[: figure.first] if last else tokens) if token.kind in ("word", "drug")]
        if figure.kind != "bare" or not _is_set_off(tokens, figure) or len(words) < (_A_NOTE if last else _A_FEW):
            return False
        led, named = word(tokens, figure.first - 1), tokens[figure.first - 2] if figure.first > 1 else None
        behind = tokens[figure.last + 2] if figure.last + 2 < len(tokens) else None
        placed = word(tokens, figure.first - 3) in self._places
        apart = named is not None and (placed or named.kind in ("word", "sex", "frequency", "mark", "opaque"))
        follows = behind is None or behind.kind in ("word", "drug", "opaque", "number")
        answers = word(tokens, figure.first - 2) in self._answers
        return led not in ("-", "(") and apart and follows and not answers


def _is_set_off(tokens: Sequence[Token], figure: Figure) -> bool:
    return word(tokens, figure.first - 1) in _OPENING and word(tokens, figure.last + 1) in CLOSING


def _is_a_field_of_years(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether years stand by themselves: "…, 67 years, …"."""
    return figure.kind == "duration" and figure.symbol == "year" and _is_set_off(tokens, figure)


def _opens_a_sentence(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a number opens a sentence by itself, with words behind its comma: "…. 66, short of breath"."""
    led = word(tokens, figure.first - 1) in (".", ";") and word(tokens, figure.last + 1) == ","
    behind = figure.last + 2
    return figure.kind == "bare" and led and behind < len(tokens) and tokens[behind].kind == "word"
