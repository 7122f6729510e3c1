"""Whose a number is: a relative's, another patient's, or that of whoever has an illness."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.quantities.figure import CLOSING, Figure, word
from bot.nlu.quantities.scan import Token
from knowledge.language import Measures
from knowledge.ward_words import PatientWords, any_of

_FAR = 14
# Nobody says in more words who writes.
_FOREMOST = 3
# A number of years behind the name of an illness is this long only as an age.
_LONG = 30
_ENDS = frozenset({".", ";", ")"})
_CLOSES = r"(?= [,.;)]|$)"


class Whose:
    """Tells by the words around a number whose it is."""

    def __init__(self, measures: Measures, words: PatientWords) -> None:
        """Take the words for illnesses and for people who are not the patient."""
        self._illnesses = frozenset(measures.illnesses)
        self._relatives = frozenset(words.relatives)
        self._colleagues = frozenset(words.colleagues)
        self._theirs = frozenset(words.theirs)
        self._ours = frozenset(words.ours)
        self._of_whom = frozenset(words.of_whom)
        self._disregard = frozenset(words.disregard)
        self._led = _led_by_another(words)
        self._anothers = _belongs_to_another(words)

    def is_anothers(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether ``figure`` is said to be another patient's, or to be disregarded."""
        if not self._disregard.isdisjoint({word(tokens, figure.first - back) for back in (1, 2)}):
            return True
        led = " ".join(token.text for token in tokens[max(0, figure.first - 4) : figure.first])
        if self._led.search(led) is not None:
            return True
        words: list[str] = []
        for token in tokens[figure.last + 1 : figure.last + _FAR]:
            words.append(token.text)
            if token.number is not None or token.text in _ENDS:
                break
        return self._anothers.search(" ".join(words)) is not None

    def is_a_relatives(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether a figure is said of a relative or colleague: "her husband is 95 kg", "his daughter (34)"."""
        index = figure.first - 1
        while index > 0 and tokens[index].text in self._of_whom:
            index -= 1
        # "Med reg, 55M ...": whoever writes says first who they are.
        of_whom, whose = word(tokens, index), word(tokens, index - 1)
        introduced = index < _FOREMOST and word(tokens, index + 1) == "," and whose not in self._theirs
        theirs = of_whom in self._relatives or (of_whom in self._colleagues and not introduced)
        return theirs and whose not in self._ours

    def is_of_an_illness(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether years are set off behind an illness, and too many for it: the age of whoever has it."""
        closed = word(tokens, figure.last + 1) in (*CLOSING, "with")
        # "ca larynx 67 yrs": the organ may stand between.
        named = not self._illnesses.isdisjoint({word(tokens, figure.first - back) for back in (1, 2)})
        apart = word(tokens, figure.first - 1).isalpha()
        return closed and figure.single and figure.low >= _LONG and named and apart


def _led_by_another(words: PatientWords) -> re.Pattern[str]:
    """Matches what ends in "another patient weighs"."""
    people = any_of([*words.patients, *words.grown_ups])
    return re.compile(rf"\b{any_of(words.others)} {people}(?:['’]s)?(?: {any_of(words.weighs)})+$")


def _belongs_to_another(words: PatientWords) -> re.Pattern[str]:
    """Matches "belongs to another pt", "is somebody else's", "…, wrong patient" behind a number, and "not hers"."""
    others = any_of([*words.others, *words.others_alone])
    things = any_of([*words.patients, *words.grown_ups, *words.belongings])
    led = rf"(?:\b{any_of(words.belongs_to)}(?: {any_of(words.belongs_links)})*|,)"
    another = rf"{led} {others}(?:['’]s| else(?: ?['’] ?s)?)?(?: {things}(?: ?['’] ?s)?)?"
    patients = rf"{any_of(words.not_of_patient)} {any_of(words.patients)}(?:['’]s)?"
    return re.compile(rf"{another}{_CLOSES}|\bnot (?:{any_of(words.not_of)}|{patients}){_CLOSES}")
