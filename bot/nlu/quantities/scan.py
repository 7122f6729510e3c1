"""Cuts a text into numbers, units, frequencies, drugs and words: what the grammar of quantities works on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from bot.nlu.number_words import begins_number, read_words
from bot.nlu.phrase_index import PhraseIndex
from bot.nlu.quantities.model import Flag
from bot.nlu.quantities.numbers import Number, read_number, read_parts
from bot.nlu.quantities.units import Unit, Units
from knowledge.language import Measures

TokenKind = Literal["number", "pair", "unit", "age", "sex", "frequency", "needed", "drug", "word", "mark", "opaque"]

# Dates, times of the day, ordinals, versions and addresses: digits that are no quantity.
_OPAQUE = re.compile(
    r"[0-9]{1,4}(?P<sign>[/.-])[0-9]{1,2}(?P=sign)[0-9]{2,4}(?![0-9])"
    r"|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9])|[0-9]+:[0-9]+"
    r"|[0-9]+(?:\.[0-9]+){2,}"
    r"|(?P<years>(?:19|20)[0-9]{2}-(?:19|20)?[0-9]{2})(?![0-9.])"
    r"|[0-9]{1,2}(?::[0-9]{2})?\s?[ap]\.?m\b\.?"
    r"|(?:[0-9]*1(?<!11)st|[0-9]*2nd|[0-9]*3rd|[0-9]+th)\b(?!\s?[0-9])"
)
_ADDRESS = re.compile(r"(?:\w+://|www\.)\S+|[\w.+-]+@[\w-]+\.\S+")
_PAIR = re.compile(r"(?P<first>[0-9]+)\s?/\s?(?P<second>[0-9]+)(?![0-9/.]|\s?/)")
_OLD = re.compile(r"[\s-]{0,2}(?:y\.?/?o\.?|yr?s?/o)(?P<sex>/?[mf])?(?![a-z])")
_SEX = re.compile(r"\s?/?\s?[mf](?![\w/]|-\w)|\s?[♀♂]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_OF = re.compile(r"\s+of\s+")
_SPACE = re.compile(r"\s+")
_HOURLY = re.compile(
    r"(?:q\s?|every\s)(?P<q>[0-9]{1,3})(?:\s?(?:-|to)\s?(?P<q2>[0-9]{1,3}))?\s?-?(?P<unit>hourly|hrly|hours?|hrs?|h|°|days?|d|weeks?|"
    r"minutes?|mins?)?(?![a-z0-9])"
    r"|(?P<n>[0-9]{1,3}|two|three|four|six|eight|twelve)(?:\s?(?:-|to)\s?(?P<n2>[0-9]{1,3}))?[\s-]?(?:hourly|hrly|hly|°ly)(?![a-z])"
)
_COUNT = r"(?:[0-9]{1,2}|once|twice|thrice|one|two|three|four|five|six|eight)"
_TIMES = re.compile(
    rf"(?P<count>{_COUNT})\s?(?:(?:times|x|×)\s?(?:a|per|/|each|every|in)\s?(?:day|24\s?-?h(?:ours|r|rs)?|d)"
    rf"|(?:times|x|×)\s?(?:daily|nightly))(?![a-z])"
    rf"|[x×]\s?(?P<x>{_COUNT})\s?(?:/\s?|a\s|per\s|each\s)?(?:daily|day|d|24\s?h)(?![a-z])"
)
_A_DAY = re.compile(
    r"\s?(?:/\s?|(?<=\s)(?:a|per|each|in|over)\s(?:the\s)?)(?:day|24\s?-?(?:hours|hour|hrs|hr|h)|d)(?![a-z])"
)
_NUMBERS = {
    word: value
    for value, words in enumerate(
        (
            ("once", "one"),
            ("twice", "two"),
            ("thrice", "three"),
            ("four",),
            ("five",),
            ("six",),
            ("seven",),
            ("eight",),
            ("nine",),
            ("ten",),
            ("eleven",),
            ("twelve",),
        ),
        1,
    )
    for word in words
}
_MINUTES_A_DAY = {"d": 1440, "w": 10080, "m": 1}


@dataclass(frozen=True)
class Token:
    """A piece of the text from ``start`` to ``end``.

    ``text`` is folded; the other fields are set where the kind has them. ``glued``: no space separates it from the
    piece before.
    """

    kind: TokenKind
    start: int
    end: int
    text: str
    number: Number | None = None
    pair: tuple[int, int] | None = None
    unit: Unit | None = None
    per_day: Fraction | None = None
    drug: str | None = None
    flags: tuple[Flag, ...] = field(default=())
    glued: bool = False


class Scanner:
    """Cuts texts into tokens, by the language file and the names of drugs (form to concept id)."""

    def __init__(self, measures: Measures, units: Units, drugs: Mapping[str, str]) -> None:
        """Index the phrases once."""
        frequencies = {form: Fraction(one.times, one.days) for one in measures.frequencies for form in one.forms}
        self._frequencies = PhraseIndex(frequencies, digits_may_precede=True)
        self._needed = PhraseIndex(dict.fromkeys(measures.as_needed, True))
        self._drugs = PhraseIndex(drugs, plural=True, digits_may_follow=True)
        self._units = units
        self._people = frozenset(measures.people)
        self._aged = self._people | frozenset(measures.age_cues)

    def scan(self, folded: str) -> list[Token]:
        """The tokens of the folded text, white space left out."""
        tokens: list[Token] = []
        position = 0
        while position < len(folded):
            space = _SPACE.match(folded, position)
            if space:
                position = space.end()
                continue
            glued = bool(tokens) and tokens[-1].end == position
            found = self._tokens(folded, position, glued, tokens)
            tokens += found
            position = found[-1].end
        return tokens

    def _is_of_a_person(self, tokens: list[Token]) -> bool:
        """Whether a person has just been named: "lady …", "patient is …"."""
        named = [one.text for one in tokens[-2:]]
        return named[-1:] != [] and (named[-1] in self._aged or (named[-1] == "is" and named[0] in self._people))

    def _tokens(self, folded: str, position: int, glued: bool, before: list[Token]) -> list[Token]:
        after_letter = glued and before[-1].kind in ("word", "drug", "opaque")
        if not after_letter or folded[position] == "q":
            phrase = self._phrase(folded, position, glued)
            if phrase is not None:
                return [phrase]
        if folded[position].isdigit() or folded[position] == ".":
            found = self._number(folded, position, glued)
            if found:
                return found
        words = self._number_in_words(folded, position, self._is_of_a_person(before))
        if words:
            return words
        word = _WORD.match(folded, position)
        end = word.end() if word else position + 1
        return [Token("word" if word else "mark", position, end, folded[position:end], glued=glued)]

    def _phrase(self, folded: str, position: int, glued: bool) -> Token | None:
        address = _ADDRESS.match(folded, position)
        if address:
            return Token("opaque", position, address.end(), address[0], glued=glued)
        frequency = _frequency(folded, position)
        if frequency is not None:
            return frequency
        drug = self._drugs.match(folded, position)
        needed = self._needed.match(folded, position)
        often = self._frequencies.match(folded, position)
        if drug is not None and (often is None or often.end < drug.end):
            return Token("drug", position, drug.end, folded[position : drug.end], drug=drug.value, glued=glued)
        if needed is not None:
            return Token("needed", position, needed.end, folded[position : needed.end], glued=glued)
        return self._often(folded, position, glued)

    def _often(self, folded: str, position: int, glued: bool = True) -> Token | None:
        often = self._frequencies.match(folded, position)
        if often is None:
            return None
        return Token("frequency", position, often.end, folded[position : often.end], per_day=often.value, glued=glued)

    def _number(self, folded: str, position: int, glued: bool) -> list[Token]:
        opaque = _OPAQUE.match(folded, position)
        if opaque and not (opaque["years"] and self._units.read(folded, opaque.end())):
            return [Token("opaque", position, opaque.end(), opaque[0], glued=glued)]
        parts = read_parts(folded, position)
        if parts is not None and self._units.read(folded, parts.end):
            return self._measured(folded, position, parts, glued)
        number = read_number(folded, position)
        pair = _PAIR.match(folded, position)
        if pair and not (number is not None and _A_DAY.match(folded, number.end)):
            both = (int(pair["first"]), int(pair["second"]))
            return [Token("pair", position, pair.end(), pair[0], pair=both, glued=glued)]
        return [] if number is None else self._measured(folded, position, number, glued)

    def _number_in_words(self, folded: str, position: int, of_a_person: bool) -> list[Token]:
        word = _WORD.match(folded, position)
        if word is None or not begins_number(word[0]):
            return []
        spoken = read_words(folded, position, together=False)
        if spoken is None:
            return []
        of = _OF.match(folded, spoken.end)
        measured = self._units.read(folded, spoken.end) is not None or (of and self._drugs.match(folded, of.end()))
        aged = of_a_person and not spoken.word
        if not (measured or aged):
            return []
        return self._measured(folded, position, Number(Fraction(spoken.digits), spoken.end), glued=False)

    def _measured(self, folded: str, position: int, number: Number, glued: bool) -> list[Token]:
        """The number and what belongs to it directly: its unit, "yo" or a sex."""
        token = Token(
            "number", position, number.end, folded[position : number.end], number, flags=number.flags, glued=glued
        )
        end = number.end
        old = _OLD.match(folded, end)
        if old:
            return [token, Token("age", end, old.end(), old[0], glued=True)]
        unit = self._units.read(folded, end)
        if unit is not None:
            return [token, Token("unit", end, unit.end, folded[end : unit.end], unit=unit.unit, glued=True)]
        day = _A_DAY.match(folded, end)
        if day:
            return [token, Token("frequency", end, day.end(), day[0], per_day=Fraction(1), glued=True)]
        often = _frequency(folded, end) or self._often(folded, end)
        if often is not None:
            return [token, often]
        sex = _SEX.match(folded, end)
        if sex and number.whole and number.end - position <= 3:
            return [token, Token("sex", end, sex.end(), sex[0], glued=True)]
        letters = _WORD.match(folded, end)
        if letters and not (letters[0] == "x" or end == position):
            # "5HT3": digits inside a name.
            return [Token("opaque", position, letters.end(), folded[position : letters.end()], glued=glued)]
        return [token]


def _frequency(folded: str, position: int) -> Token | None:
    times = _TIMES.match(folded, position)
    if times:
        count = times["count"] or times["x"]
        per_day = Fraction(_NUMBERS.get(count) or int(count))
        return Token("frequency", position, times.end(), times[0], per_day=per_day)
    every = _HOURLY.match(folded, position)
    if every is None or (every["unit"] is None and folded[position] == "e"):
        return None
    low, high = every["q"] or every["n"], every["q2"] or every["n2"]
    low = str(_NUMBERS.get(low, low))
    if not int(low) or high:
        # "4-6 hourly" gives no one frequency.
        return Token("frequency", position, every.end(), every[0])
    minutes = _MINUTES_A_DAY.get((every["unit"] or "h")[0], 60)
    return Token("frequency", position, every.end(), every[0], per_day=Fraction(1440, minutes * int(low)))
