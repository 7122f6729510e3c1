"""Numbers said in words: "nought point two", "fifty eight", "two and a half", "twenty nineteen"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from text_to_num import text2num

from bot.nlu.quantities.model import written

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_POWERS = ("hundred", "thousand", "million")
_NOUGHTS = ("zero", "nought", "naught", "oh", "o")
_CARDINALS = {*_ONES, *_TEENS, *_TENS, *_POWERS, "zero", "nought", "naught"}
_DIGITS = {**{word: str(value) for value, word in enumerate(_ONES, 1)}, **dict.fromkeys(_NOUGHTS, "0")}
_POINTS = ("point", "decimal")
# Digits as other words that sound alike, behind the tens or in front of a hundred; some only before a unit.
_HEARD = {"won": "one", "ate": "eight"}
_HEARD_BEFORE_A_UNIT = {**_HEARD, "to": "two", "too": "two", "for": "four", "fore": "four"}
_SAID_UNIT = re.compile(r"(?:year|kilo|kg|pound|stone|milligram|microgram|mg|mcg|mil|ml|percent|per cent)s?\b")
_PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "quarters": Fraction(1, 4)}

_TOKEN = re.compile(r"(?P<word>[a-z]+|[0-9]+(?:\.[0-9]+)?)(?P<gap>[ \t]*-?[ \t]*)")
_LONGEST = 14


@dataclass(frozen=True)
class Spoken:
    """A number in words: ``digits`` as it is written, and ``end``, the place behind it.

    ``needs_unit``: it is a number only in front of a unit ("half a …"). ``alternative`` is what else it may mean,
    ``word`` whether it is one word only, ``year`` whether it reads as a year.
    """

    digits: str
    end: int
    needs_unit: bool = False
    alternative: str | None = None
    word: bool = False
    year: bool = False


@dataclass(frozen=True)
class _Word:
    text: str
    end: int


def begins_number(word: str) -> bool:
    """Whether a number in words can begin with ``word``."""
    return word in _CARDINALS or word in _NOUGHTS or word in _POINTS or word in _PARTS or word in ("a", "an", *_HEARD)


def read_words(folded: str, position: int, together: bool = True) -> Spoken | None:
    """The number in words at ``position`` of the folded text, or ``None``.

    ``together`` reads "one fifty" as one number and "twenty nineteen" as a year; otherwise the first word stands alone.
    """
    words = _words(folded, position)
    if not words:
        return None
    part = _part_of_one(words)
    if part is not None:
        return part
    if words[0].text in _POINTS:
        return _with_decimals("0", words, 0)
    run = _digit_run(words)
    if run is not None:
        return run
    whole, used = _whole(words)
    if not used:
        return None
    longer = _with_decimals(whole, words, used) or _with_part(whole, words, used)
    if longer is not None:
        return longer
    if words[0].text[0].isdigit():
        return Spoken(whole, words[used - 1].end) if used > 1 else None
    return (_year_or_hundreds(whole, words, used) if together else None) or _alone(whole, words, used)


def _words(folded: str, position: int) -> list[_Word]:
    words: list[_Word] = []
    while len(words) < _LONGEST and (found := _TOKEN.match(folded, position)):
        text = _as_heard(found["word"], words[-1].text if words else "", folded[found.end() :])
        words.append(_Word(text, found.end("word")))
        if not found["gap"]:
            break
        position = found.end()
    return words


def _as_heard(word: str, before: str, behind: str) -> str:
    """``word``, or the digit that it stands for by its sound: "sixty ate kilos", "won hundred"."""
    if before in _TENS:
        return (_HEARD_BEFORE_A_UNIT if _SAID_UNIT.match(behind) else _HEARD).get(word, word)
    return _HEARD.get(word, word) if not before and behind.startswith(_POWERS) else word


def _alone(whole: str, words: list[_Word], used: int) -> Spoken | None:
    if words[0].text in ("oh", "o"):
        return None
    return Spoken(whole, words[used - 1].end, word=used == 1)


def _part_of_one(words: list[_Word]) -> Spoken | None:
    texts = [word.text for word in words[:5]]
    first = texts[0]
    if first == "half":
        used = 2 if texts[1:2] in (["a"], ["an"]) else 1
        return Spoken("0.5", words[used - 1].end, needs_unit=True)
    number = {"a": 1, "an": 1, "one": 1, "three": 3}.get(first)
    if number is None or len(texts) < 2 or texts[1] not in _PARTS:
        return None
    value = number * _PARTS[texts[1]]
    if value >= 1:
        return None
    used = 4 if texts[2:4] in (["of", "a"], ["of", "an"]) else 2
    return Spoken(written(value), words[used - 1].end, needs_unit=True)


def _whole(words: list[_Word]) -> tuple[str, int]:
    first = words[0].text
    if first[0].isdigit():
        powers = [word.text for word in words[1:2] if word.text in _POWERS]
        if powers and "." not in first and int(first) < (100 if powers[0] == "hundred" else 1000):
            return str(int(first) * text2num(powers[0], "en")), 2
        return first, 1
    if first in _NOUGHTS:
        return "0", 1
    if first in _POWERS:
        return "", 0
    texts = ["one" if first in ("a", "an") else first, *(word.text for word in words[1:])]
    if first in ("a", "an") and not (len(words) > 1 and words[1].text in _POWERS):
        return "", 0
    for used in range(_reach(texts), 0, -1):
        try:
            return str(text2num(" ".join(texts[:used]), "en")), used
        except ValueError:
            continue
    return "", 0


def _reach(texts: list[str]) -> int:
    """How many of ``texts`` can belong to one whole number; "and" only behind a hundred or a thousand."""
    reach = 0
    for index, text in enumerate(texts):
        joined = text == "and" and index > 0 and texts[index - 1] in _POWERS and texts[index + 1 : index + 2] != ["a"]
        if text not in _CARDINALS and not joined:
            break
        reach = index + 1
    return reach - 1 if reach and texts[reach - 1] == "and" else reach


def _with_decimals(whole: str, words: list[_Word], used: int) -> Spoken | None:
    if "." in whole or len(words) < used + 2 or words[used].text not in _POINTS:
        return None
    decimals, end = "", words[used].end
    for word in words[used + 1 :]:
        digit = word.text if word.text.isdigit() else _DIGITS.get(word.text)
        if digit is None:
            break
        decimals, end = decimals + digit, word.end
    if not decimals:
        number, more = _whole(words[used + 1 :])
        if not more or len(number) > 2:
            return None
        decimals, end = number, words[used + more].end
    return Spoken(f"{whole}.{decimals}", end)


def _with_part(whole: str, words: list[_Word], used: int) -> Spoken | None:
    texts = [word.text for word in words[used : used + 3]]
    if len(texts) < 3 or texts[0] != "and" or texts[2] not in _PARTS or "." in whole:
        return None
    number = {"a": 1, "an": 1, "one": 1, "three": 3}.get(texts[1])
    if number is None or number * _PARTS[texts[2]] >= 1:
        return None
    decimals = written(number * _PARTS[texts[2]]).removeprefix("0")
    return Spoken(whole + decimals, words[used + 2].end)


def _digit_run(words: list[_Word]) -> Spoken | None:
    """Three or more digits said one by one, which make one number."""
    texts = [word.text for word in words]
    length = next((index for index, text in enumerate(texts) if text not in _DIGITS), len(texts))
    following = texts[length : length + 1]
    if length < 3 or texts[0] in _NOUGHTS or (following and following[0] in (*_POINTS, *_POWERS)):
        return None
    return Spoken("".join(_DIGITS[text] for text in texts[:length]), words[length - 1].end)


def _year_or_hundreds(whole: str, words: list[_Word], used: int) -> Spoken | None:
    """A year such as "twenty nineteen", or hundreds as in "one fifty", which is 150 or one of 50."""
    rest = words[used:]
    if used != 1 or not rest:
        return None
    if rest[0].text in ("oh", "o") and len(rest) > 1 and rest[1].text in _ONES and whole in ("19", "20"):
        return Spoken(f"{whole}0{_DIGITS[rest[1].text]}", rest[1].end, year=True)
    if rest[0].text not in (*_TEENS, *_TENS):
        return None
    second, more = _whole(rest)
    followed = rest[more].text if more < len(rest) else ""
    if not 10 <= int(second or 0) <= 99 or followed in _POINTS:
        return None
    if whole in ("19", "20"):
        return Spoken(f"{whole}{second}", rest[more - 1].end, year=True)
    if len(whole) == 1 and whole != "0":
        joined = str(int(whole) * 100 + int(second))
        return Spoken(joined, rest[more - 1].end, alternative=f"{whole} x {second}")
    return None
