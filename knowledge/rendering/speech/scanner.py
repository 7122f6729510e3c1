"""Text → the words that a synthesiser reads rightly: one pass over the text, a rule for each kind of thing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from knowledge.rendering.speech import numbers
from knowledge.rendering.speech.patterns import (
    DASHES,
    DIGITS,
    EM_DASH,
    EN_DASH,
    HYPHEN,
    MINUS,
    NUMBER_NEXT,
    amount_before,
    rules,
)
from knowledge.rendering.speech.punctuation import tidy
from knowledge.rendering.speech.units import UnitWords
from knowledge.spoken import NUMBER, Spoken

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
# Right before a dash that opens a number, one of these makes it a minus.
OPENINGS = frozenset("([=<>≤≥≈,;:" + DASHES)
LONGEST_ABBREVIATION = 5
# A unit keeps its superscript; elsewhere it is said by itself.
SQUARE = ("m²", "m2")
_VOWELS = frozenset("aeiouyäöüéèêáàâíóú")
_NEXT_FIGURES = re.compile(r"\s+(?:and\s+)?\.?\d")
_NEXT_NUMBER = re.compile(
    rf"{_NEXT_FIGURES.pattern}|\s+(?:and\s+)?(?:{'|'.join(numbers.WORDS)})(?![^\W_])", re.IGNORECASE
)
_NOT_ASCII = re.compile(r"[^\W_a-zA-Z0-9]")
_LETTERS = re.compile(r"[^\W\d_]+|\d+")


class Scanner:
    """Puts numbers, units, signs and abbreviations into words; every other word stays as it is."""

    def __init__(self, spoken: Spoken, units: UnitWords) -> None:
        """Say things as ``spoken`` and ``units`` have them."""
        self._spoken, self._units = spoken, units
        self._spelt, self._emphasised = spoken.words("spelt"), spoken.words("emphasised")
        self._rules: dict[str, Callable[[re.Match[str]], str]] = {
            "url": lambda _: "an address of the web",
            "said": lambda found: spoken.said[found.group()],
            "numbered": self._numbered,
            "date": lambda found: numbers.date(found.group()),
            "level": self._level,
            "ordinal": lambda found: numbers.ordinal(found["nth"]),
            "chain": self._chain,
            "quantity": self._quantity,
            "unit": lambda found: units.said(found.group(), one=False),
            "ratio": lambda _: " colon ",
            "dash": self._dash,
            "slash": self._slash,
            "code": self._code,
            "word": lambda found: self._word(found.group()) + self._apart_from_figures(found),
            "quote": lambda _: ", ",
            "bracket": self._bracket,
            "symbol": lambda found: self._symbol(found.group()),
        }
        self._fractions = re.compile(rf"(\d+)? ?([{''.join(spoken.fractions)}])")
        self._pattern = re.compile(rules(spoken, units))
        self._amount_before = re.compile(amount_before(units))

    def say(self, text: str) -> str:
        """``text`` in letters, spaces and . , ; : ? ! ' - alone."""
        text = self._fractions.sub(self._fraction, unicodedata.normalize("NFC", text).replace(*SQUARE))
        text = _NOT_ASCII.sub(self._numeral, text)
        return tidy(self._pattern.sub(self._said, text))

    def _said(self, found: re.Match[str]) -> str:
        return self._rules[str(found.lastgroup)](found)

    def _fraction(self, found: re.Match[str]) -> str:
        words = self._spoken.fractions[found[2]]
        return f" {numbers.number(found[1])} and {words} " if found[1] else f" {words} "

    def _numeral(self, found: re.Match[str]) -> str:
        """A letter as it is; of another numeral (superscript, circled) its figure or its name."""
        sign = found.group()
        figure = unicodedata.decimal(sign, None)
        return sign if sign.isalpha() else self._symbol(sign) if figure is None else str(figure)

    def _numbered(self, found: re.Match[str]) -> str:
        digits = re.findall(DIGITS, found.group())[0]
        form = found.group().replace(digits, NUMBER)
        return self._spoken.numbered[form].replace(NUMBER, numbers.number(digits))

    def _level(self, found: re.Match[str]) -> str:
        level, numerals = found.group().split(" ", 1)
        said = re.sub(r"[IVX]+", lambda one: _roman(one.group()), numerals)
        return f"{level} {re.sub('[-–]', ' to ', said).replace('/', ' slash ')}"

    def _chain(self, found: re.Match[str]) -> str:
        return " dash ".join(numbers.number(one) for one in re.findall(r"\d+", found.group()))

    def _quantity(self, found: re.Match[str]) -> str:
        digits, unit = found["digits"], found["of_unit"]
        if unit:
            one = digits == "1" or found["gap"] == "-"
            return f"{numbers.number(digits)} {self._units.said(unit, one=one)}"
        before = found.string[: found.start()].rstrip()[-1:]
        if re.fullmatch(r"\d{4}", digits) and int(digits) in numbers.YEARS and before not in {*"=<>≤≥≈×÷"}:
            return numbers.year(digits) + self._apart(found)
        return numbers.number(digits) + self._apart(found)

    def _apart(self, found: re.Match[str]) -> str:
        """A pause where another number follows: "2000 4 of 10" is not 2004, nor "100 and 50 mg" 150."""
        return "," if _NEXT_NUMBER.match(found.string, found.end()) else ""

    def _apart_from_figures(self, found: re.Match[str]) -> str:
        """The same for a number in words before figures: "two 50 mg tablets" are not 250 mg."""
        of_a_number = found.group().lower() in numbers.WORDS
        return "," if of_a_number and _NEXT_FIGURES.match(found.string, found.end()) else ""

    def _dash(self, found: re.Match[str]) -> str:
        """A range, a minus, a pause, or nothing: by what stands on either side of it."""
        before, mark, after = found.string[: found.start()], found.group(), found.string[found.end() :]
        dash, opens = mark.strip(), mark[0].isspace() or not before or before[-1] in OPENINGS
        closes = mark[-1].isspace()
        if NUMBER_NEXT.match(after):
            if dash == MINUS:
                return " minus "
            if self._amount_before.search(before):
                even = mark[0].isspace() == closes and (not closes or dash == EN_DASH)
                return " to " if even else " dash "
            if opens and (not closes or dash == HYPHEN):
                return " dash " if closes else " minus "
        if opens or closes or dash == EM_DASH:
            return ", "
        return "-" if before[-1].isalpha() and after[:1].isalpha() else " "

    def _slash(self, found: re.Match[str]) -> str:
        before, after = found.string[: found.start()], found.string[found.end() :]
        if found.group() != "/":
            return ", "
        years = re.search(r"(?<![\d.,])(?:19|20)\d\d$", before)
        return " over " if before[-1:].isdigit() and after[:1].isdigit() and not years else " slash "

    def _code(self, found: re.Match[str]) -> str:
        """Letters and digits without a space between: "1A", "T34"."""
        pieces = _LETTERS.findall(found.group())
        said = " ".join(numbers.number(one) if one.isdigit() else self._letters(one) for one in pieces)
        return said + self._apart(found)

    def _letters(self, letters: str) -> str:
        return self._word(letters) if letters.islower() and len(letters) > LONGEST_ABBREVIATION else " ".join(letters)

    def _word(self, word: str) -> str:
        """An ordinary word as it is; an abbreviation letter by letter."""
        base, apostrophe, ending = word.replace("’", "'").partition("'")
        if base in self._emphasised:
            return f"{base.lower()}{apostrophe}{ending}"
        if not all(unicodedata.name(letter, "").startswith("LATIN") for letter in base):
            return " ".join(map(_name, base))
        short = 1 < len(base) <= LONGEST_ABBREVIATION
        unreadable = short and not _VOWELS & set(base.lower())
        mixed = short and base[1:] != base[1:].lower()
        said = " ".join(base) if base in self._spelt or unreadable or mixed else base
        return f"{said.lower() if said.isupper() and said == base and len(base) > 1 else said}{apostrophe}{ending}"

    def _bracket(self, found: re.Match[str]) -> str:
        between = found.string[: found.start()].rstrip()[-1:].isdigit() and NUMBER_NEXT.match(found.string, found.end())
        return "; " if between else ", "

    def _symbol(self, sign: str) -> str:
        return f" {self._spoken.symbols.get(sign, _name(sign))} "


def _roman(numeral: str) -> str:
    return numbers.number(str(ROMAN.index(numeral) + 1)) if numeral in ROMAN else " ".join(numeral)


def _name(sign: str) -> str:
    """What Unicode calls ``sign``, in letters; the last word of a letter's name ("alpha")."""
    name = re.sub(r"[^a-z]+", " ", unicodedata.name(sign, "").lower()).strip()
    return name.rpartition(" ")[2] if sign.isalpha() else name
