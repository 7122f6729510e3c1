"""Numbers in words, as they are said."""

from __future__ import annotations

from random import Random

from knowledge.schema_base import Record

_MOST_DIGITS = 4
_YEARS = range(1901, 2100)
_TEN = 10


class NumberWords(Record):
    """The words of numbers; ``noughts`` is what may be said for a nought before the point, "" for nothing."""

    ones: list[str]
    tens: list[str]
    hundred: str
    thousand: str
    point: str
    noughts: list[str]
    decimal_noughts: list[str]

    def every_word(self) -> frozenset[str]:
        """Every word that a number can be said with."""
        words = [*self.ones, *self.tens, self.hundred, self.thousand, self.point, "and"]
        return frozenset(word for word in (*words, *self.noughts, *self.decimal_noughts) if word)

    def say(self, number: str, chance: Random, is_measure: bool) -> str:
        """``number`` (digits, perhaps with a point) in words; four digits are a year unless they are a measure."""
        whole, _, decimals = number.partition(".")
        if not decimals:
            return self._whole(whole, is_measure)
        before = chance.choice(self.noughts) if not whole.strip("0") else self._whole(whole, True)
        nought = chance.choice(self.decimal_noughts)
        digits = [nought if digit == "0" else self.ones[int(digit)] for digit in decimals]
        return " ".join([*([before] if before else []), self.point, *digits])

    def _whole(self, digits: str, is_measure: bool) -> str:
        if len(digits) > _MOST_DIGITS or (len(digits) > 1 and digits.startswith("0")):
            return " ".join(self.ones[int(digit)] for digit in digits)
        value = int(digits)
        if not is_measure and value in _YEARS and value % 100 >= _TEN:
            return f"{self._up_to_thousand(value // 100)} {self._up_to_thousand(value % 100)}"
        thousands, rest = divmod(value, 1000)
        if not thousands:
            return self._up_to_thousand(rest)
        linked = ["and"] if 0 < rest < 100 else []
        return " ".join([self._up_to_thousand(thousands), self.thousand, *linked, *self._rest(rest)])

    def _up_to_thousand(self, value: int) -> str:
        hundreds, rest = divmod(value, 100)
        if hundreds:
            linked = ["and", *self._rest(rest)] if rest else []
            return " ".join([self.ones[hundreds], self.hundred, *linked])
        if rest < len(self.ones):
            return self.ones[rest]
        tens, ones = divmod(rest, 10)
        return " ".join([self.tens[tens - 2], *self._rest(ones)])

    def _rest(self, value: int) -> list[str]:
        return [self._up_to_thousand(value)] if value else []
