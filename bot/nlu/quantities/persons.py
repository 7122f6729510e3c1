"""Ages and body weights: what tells them from lengths of time and from doses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from bot.nlu.quantities.fields import unit_before
from bot.nlu.quantities.figure import Figure, ends_with, single, word
from bot.nlu.quantities.scan import Token
from bot.nlu.quantities.units import Unit, Units
from bot.nlu.quantities.whose import is_a_relatives, is_anothers, is_of_an_illness
from knowledge.language import Measures

# How many make a year: a month, a week, a day of age.
_A_YEAR = {"year": 1, "month": 12, "week": 52, "day": 365}
_POUNDS_A_STONE = 14
_OLDEST = 130
# A grown-up's age in years needs no "old" behind it where a person stands in front.
_GROWN_UP = 16
# Behind these a number that opens a message is an answer or asked about, and no age.
_NO_NOTE = re.compile(
    r"is|are|was|or|and|but|then|so|what|which|how|when|why|can|could|should|would|do|does|that|this|it|ok|okay|right|not|no|yes|too"
    r"|maybe|please|thanks|correct|sorry|i|we"
)
_MANY_MONTHS = 24
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "sr"})
_CALLED = _TITLES - {"dr", "sr"}
_PATIENTS = frozenset({"patient", "pt", "man", "woman", "lady", "gentleman", "male", "female", "gent", "chap"})
# What may go on behind an age that has no unit: "she's 62 and …", "she's 62 her weight …".
_GOES_ON = re.compile(
    r"and|but|with|on|from|liv(?:es|ing)|admitted|yrs|her|his|(?:she|he)(?:['’]s)?|they|weigh(?:s|ing|t)|who|has|had"
)
# Who takes, has or is something may have an age before it: "lady 66 on …".
_TAKES = frozenset({"on", "with", "who", "has", "known", "taking", "already"})
_MINE = ("mine's", "mine’s", "ours", "our's")
_OLDER_THAN = ("<", ">", "≤", "≥", "=", "under", "above", "below", "than")


class Persons:
    """Recognises ages and body weights by cue words, units and neighbours."""

    def __init__(self, measures: Measures, units: Units) -> None:
        """Take the cue words of the language file."""
        self._units = units
        self._glue = frozenset(measures.glue)
        self._weight = [cue.split() for cue in measures.weight_cues]
        self._changes = frozenset(measures.weight_changes)
        self._age = frozenset(measures.age_cues)
        self._people = frozenset(measures.people)
        self._pronouns = frozenset(measures.pronouns)
        self._illnesses = frozenset(measures.illnesses)
        self._time_cues = frozenset(measures.time_cues)
        self._time_ends = frozenset(measures.time_ends)
        self._kg = frozenset(units.part("kg").forms)
        self._pound = Fraction(units.part("lb").size or 0)
        self._sizes = {
            form: Fraction(one.size or 0) for one in measures.parts if one.kind == "body" for form in one.forms
        }

    def is_cue(self, text: str) -> bool:
        """Whether ``text`` announces an age or a weight, so that a number may be glued to it ("wt58")."""
        return text in self._age or [text] in self._weight

    def is_person(self, text: str) -> bool:
        """Whether ``text`` is a word for a person."""
        return text in self._people

    def as_age(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Make ``figure`` an age in years if it is one."""
        symbol = self._symbol_of_age(tokens, figure)
        if symbol is None:
            return False
        if is_a_relatives(tokens, figure):
            figure.flags.add("another's")
        if word(tokens, figure.first - 1) == "over":
            figure.flags.add("bound")
        figure.scale(Fraction(1, _A_YEAR[symbol]))
        if symbol == "year" and (end := self._months_too(tokens, figure)):
            figure.last = end
        if self._person_behind(tokens, figure):
            figure.last += 2 if word(tokens, figure.last + 1) == "-" else 1
        figure.kind, figure.symbol = "age", "year"
        return True

    def _symbol_of_age(self, tokens: Sequence[Token], figure: Figure) -> str | None:
        unit = figure.unit
        cued = self._age_cue(tokens, figure.first)
        if tokens[figure.last].kind == "age" or self._sex(tokens, figure):
            return "year"
        if unit is None:
            unit = figure.unit  # the sex that was none has become a month
        if unit is None:
            said = cued or self._is_said_of_a_person(tokens, figure) or self._opens_a_note(tokens, figure)
            said = said or self._stands_behind_a_person(tokens, figure) or self._is_of_a_person(tokens, figure)
            return "year" if figure.high < _OLDEST and said else None
        symbol = unit.head.symbol
        if symbol not in _A_YEAR:
            return None
        if cued or self._person_behind(tokens, figure):
            return symbol
        if symbol == "year" and (self._months_too(tokens, figure, look=True) or self._of_years(tokens, figure)):
            return symbol
        return None

    def _of_years(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether years are an age ("pt 62 years", "> 65 years") and no time ("patient 20 years post ...")."""
        before, behind = word(tokens, figure.first - 1), word(tokens, figure.last + 1)
        if (behind, word(tokens, figure.last + 2)) == ("of", "age") or behind == "young":
            return True
        if behind in self._time_ends or figure.low < 1:
            return False
        if is_of_an_illness(tokens, figure, self._illnesses) or self._is_before_a_person(tokens, figure):
            return True
        further = word(tokens, figure.first - 2)
        if before in _OLDER_THAN:
            return further not in self._time_cues
        if before == "has" and further in self._people | self._pronouns:
            return figure.low >= _GROWN_UP and behind in ("", ",", ".", ";", ")", "and")
        if tokens[figure.last].text.strip() == "y" and figure.single:
            return before not in self._time_cues
        if before == "over":
            return figure.low >= _GROWN_UP and further not in self._time_cues
        if further in _TITLES or self._opens_a_note(tokens, figure):
            return figure.low >= _GROWN_UP
        person = further if before in ("is", ",", "now", "-") else before
        return figure.low >= _GROWN_UP and person in self._people

    def _is_before_a_person(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether years stand one or two words before a person: "63 yr myeloma lady"."""
        ahead = [word(tokens, figure.last + step) for step in (1, 2, 3)]
        between = next((ahead[:step] for step in (1, 2) if ahead[step] in _PATIENTS), [])
        if not between or not self._time_ends.isdisjoint(between) or word(tokens, figure.first - 1) in self._time_cues:
            return False
        return all(one.isalpha() for one in between) and figure.single and figure.low >= _GROWN_UP

    def _is_said_of_a_person(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether a number is said of a person ("our son is 6"); of a pronoun ("she's 62") with a doubt."""
        before, further = word(tokens, figure.first - 1), word(tokens, figure.first - 2)
        mine = before in _MINE or (before, further) in (("is", "mine"), ("am", "i")) or before in ("i'm", "i’m")
        named = before == "is" and further in self._people - self._pronouns and len(further) > 1
        named = named or (mine and figure.low >= _GROWN_UP)
        said = named or before in ("she's", "he's", "she’s", "he’s") or (before == "is" and further in self._pronouns)
        index = figure.last + 1
        ended = (
            index >= len(tokens)
            or _GOES_ON.fullmatch(tokens[index].text) is not None
            or (tokens[index].kind == "mark" and tokens[index].text not in "-/%")
        )
        if said and ended and figure.single and figure.low >= 1:
            figure.flags |= set() if named else {"ambiguous-unit"}
            return True
        return False

    def _stands_behind_a_person(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether a number is set off behind a person: "the patient (62)", "Mr Smith, 62, …"."""
        mark, closing = word(tokens, figure.first - 1), word(tokens, figure.last + 1)
        before, grown_up = word(tokens, figure.first - 2), figure.single and figure.low >= _GROWN_UP
        led = mark in _PATIENTS and (closing == "," or (before in ("", ".", ";") and closing[:1].isalpha()))
        called = before in _CALLED and tokens[figure.first - 1].kind == "word"
        led = led or (mark in _PATIENTS - {"patient", "pt"} and closing in _TAKES)
        if grown_up and (led or (called and closing in ("", ",", ".", ";", "(", "-"))):
            return True
        if (mark, closing) not in (("(", ")"), (",", ","), (",", ""), (",", ".")) or not figure.single:
            return False
        named = word(tokens, figure.first - 3) in _TITLES and tokens[figure.first - 2].kind == "word"
        person = mark == "(" and word(tokens, figure.first - 2) in self._people - {"m", "f", "o", "old"}
        return figure.first > 1 and figure.low >= _GROWN_UP and (named or person)

    def _is_of_a_person(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether a number goes with a person: "a lady of 66 weighing …", "this man: 61, …", "pt (69, …"."""
        before, person = word(tokens, figure.first - 1), word(tokens, figure.first - 2)
        behind = word(tokens, figure.last + 1)
        if person not in _PATIENTS or not figure.single or figure.low < _GROWN_UP:
            return False
        if before == "of":
            return behind not in ("%", "-", "/")
        return before in (":", "(", ",") and behind == ","

    def _opens_a_note(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether a note opens with the age of a grown-up: "62, …" with more words of the patient behind."""
        behind = word(tokens, figure.last + 2)
        noted = figure.first == 0 and figure.single and word(tokens, figure.last + 1) in (",", ".", ";")
        return noted and figure.low >= _GROWN_UP and behind.isalpha() and _NO_NOTE.fullmatch(behind) is None

    def _months_too(self, tokens: Sequence[Token], figure: Figure, look: bool = False) -> int | None:
        """Add the months of "2 years 3 months old" (unless only to ``look``); returns the last token of them."""
        index = figure.last + 1
        if word(tokens, index) in ("and", ","):
            index += 1
        if index + 1 >= len(tokens) or tokens[index].number is None or not figure.single or figure.unit is None:
            return None
        months = single(tokens, index)
        if months.unit is None or months.unit.head.symbol != "month" or not self._person_behind(tokens, months):
            return None
        if not look:
            figure.low = figure.high = figure.low + months.low / 12
        return months.last

    def _age_cue(self, tokens: Sequence[Token], first: int) -> bool:
        before, further = word(tokens, first - 1), word(tokens, first - 2)
        if before in ("of", "is", ":", "=", "was", "about", "approx", "over", "under", "<", ">"):
            return further in self._age
        return before in self._age

    def _person_behind(self, tokens: Sequence[Token], figure: Figure) -> bool:
        index = figure.last + (2 if word(tokens, figure.last + 1) == "-" else 1)
        return word(tokens, index) in self._people and not (
            word(tokens, index) in ("m", "f", "o") and index + 1 < len(tokens) and tokens[index + 1].text == "/"
        )

    def _sex(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether "M" or "F" makes a number an age; an "m" in words of time makes it months, which is doubtful."""
        last = tokens[figure.last]
        if last.kind == "sex":
            timed = word(tokens, figure.first - 1) in self._time_cues or word(tokens, figure.last + 1) in (
                "ago",
                "later",
            )
            if timed and last.text.strip() == "m" and figure.high <= _MANY_MONTHS:
                figure.flags.add("ambiguous-unit")
                figure.unit = Unit(self._units.part("month"))
                return False
            return True
        led = word(tokens, figure.first - 1) == "/" and word(tokens, figure.first - 2) in ("m", "f")
        return led and figure.unit is None and figure.single

    def as_weight(self, tokens: Sequence[Token], figure: Figure) -> None:
        """Make a figure in kg, lb or stone a weight in kg, unless it is a change of weight or per weight."""
        around = [word(tokens, figure.first - back) for back in (1, 2, 3)]
        around += [word(tokens, figure.last + ahead) for ahead in (1, 2)]
        unit = figure.unit
        changed = around[0] != "to" and any(one in self._changes for one in around)
        if unit is None or unit.surface or changed:
            figure.kind = "other"
            return
        if around[0] in ("per", "every", "each", "/"):
            figure.kind = "other"
            return
        figure.kind, figure.symbol = "weight", "kg"
        figure.scale(Fraction(unit.head.size or 1))
        if unit.head.symbol == "st" and figure.single:
            self._add_pounds(tokens, figure)
        figure.flags |= {"another's"} if is_anothers(tokens, figure) or is_a_relatives(tokens, figure) else set()

    def _add_pounds(self, tokens: Sequence[Token], figure: Figure) -> None:
        """Add the pounds of "9 st 4"."""
        index = figure.last + 1
        number = tokens[index].number if index < len(tokens) else None
        if number is None or not number.whole or number.value >= _POUNDS_A_STONE:
            return
        pounds = single(tokens, index)
        if pounds.last == index or (pounds.unit is not None and pounds.unit.head.symbol == "lb"):
            figure.low = figure.high = figure.low + pounds.low * self._pound
            figure.last = pounds.last

    def as_bare_weight(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Make a figure without a unit behind it a weight, if a cue says so ("wt 58", "weight (kg): 58")."""
        index = figure.first - 1
        said = False
        if unit_before(tokens, figure, self._sizes):
            return True
        while index >= 0 and (tokens[index].text in self._glue or tokens[index].text in self._kg):
            if tokens[index].text.startswith("dos"):
                return False
            said = said or tokens[index].text in self._kg
            index -= 1
        if not any(ends_with(tokens, index + 1, cue) for cue in self._weight):
            return False
        figure.kind, figure.symbol = "weight", "kg" if said else None
        figure.flags |= set() if said else {"unit-missing"}
        return True
