"""Ages: what tells them from lengths of time, and from other numbers of a note."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bot.nlu.quantities.figure import Figure, single, word
from bot.nlu.quantities.scan import Token
from bot.nlu.quantities.units import Unit, Units
from bot.nlu.quantities.whose import Whose
from knowledge.language import Measures
from knowledge.ward_words import PatientWords, either_quote

# How many make a year: a month, a week, a day of age.
_A_YEAR = {"year": 1, "month": 12, "week": 52, "day": 365}
_OLDEST = 130
# A grown-up's age in years needs no "old" behind it where a person stands in front.
_GROWN_UP = 16
_MANY_MONTHS = 24


class Ages:
    """Recognises ages by cue words, units and neighbours."""

    def __init__(self, measures: Measures, words: PatientWords, units: Units, whose: Whose) -> None:
        """Take the cue words of the language files."""
        self._units = units
        self._whose = whose
        self._cues = frozenset(measures.age_cues)
        self._people = frozenset(measures.people)
        self._pronouns = frozenset(measures.pronouns)
        self._changes = frozenset(measures.weight_changes)
        self._time_cues = frozenset(measures.time_cues)
        self._time_ends = frozenset(measures.time_ends)
        self._know_people(words)
        self._no_note = frozenset(words.no_note)
        self._after_age = either_quote(words.after_age)
        self._takes = frozenset(words.takes)
        self._before_age = frozenset(words.before_age)
        self._links = frozenset(words.age_links)
        self._older_than = frozenset(words.older_than)
        self._young = frozenset(words.young)
        self._past = frozenset(words.past)

    def _know_people(self, words: PatientWords) -> None:
        self._called = frozenset(words.titles)
        self._titles = self._called | frozenset(words.offices)
        self._grown_ups = frozenset(words.grown_ups)
        self._children = frozenset(words.children)
        self._patients = self._grown_ups | frozenset(words.patients)
        self._sexes = frozenset(words.sexes)
        self._named = frozenset(one for one in self._people if len(one) > 1) - frozenset(words.not_named)
        self._pronoun_is = either_quote(words.pronoun_is)
        self._i_am = either_quote(words.i_am)
        self._mine_is = either_quote(words.mine_is)
        self._mine = frozenset(words.mine)

    def is_cue(self, text: str) -> bool:
        """Whether ``text`` announces an age, so that a number may be glued to it ("age62")."""
        return text in self._cues

    def is_person(self, text: str) -> bool:
        """Whether ``text`` is a word for a person."""
        return text in self._people

    def is_led_by_a_sex(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether the number at ``index`` is a grown-up's age behind an "M" or "F" that stands apart ("F67, lung")."""
        number = tokens[index].number
        apart = word(tokens, index - 1) in self._sexes and not word(tokens, index - 2).isalnum()
        return apart and number is not None and _GROWN_UP <= number.value < _OLDEST

    def as_age(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Make ``figure`` an age in years if it is one."""
        symbol = self._symbol_of_age(tokens, figure)
        if symbol is None:
            return False
        if self._whose.is_a_relatives(tokens, figure):
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
        if (behind, word(tokens, figure.last + 2)) == ("of", "age") or behind in self._young:
            return True
        known = figure.single and _GROWN_UP <= figure.low < _OLDEST and tokens[figure.last].text.strip() == "y"
        if known and before in self._patients:
            return True
        if before in ("of", "with") and word(tokens, figure.first - 2) in self._patients and figure.single:
            return behind in ("", ",", ".", ";", "with", "weighing") and (before == "of" or figure.low >= _GROWN_UP)
        if behind in self._time_ends or figure.low < 1:
            return False
        beside = (self._whose.is_of_an_illness, self._is_before_a_person, self._is_before_a_weight)
        if any(is_so(tokens, figure) for is_so in beside):
            return True
        further = word(tokens, figure.first - 2)
        if before in self._older_than:
            return further not in self._time_cues
        if before == "has" and further in self._people | self._pronouns:
            return figure.low >= _GROWN_UP and behind in ("", ",", ".", ";", ")", "and")
        if tokens[figure.last].text.strip() == "y" and figure.single:
            return before not in self._time_cues
        if before == "over":
            return figure.low >= _GROWN_UP and further not in self._time_cues
        if further in self._titles or self._opens_a_note(tokens, figure):
            return figure.low >= _GROWN_UP
        person = further if before in self._before_age else before
        return before in self._children or (figure.low >= _GROWN_UP and person in self._people)

    def _is_before_a_weight(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether years that a mark or the beginning sets apart are followed by a body weight: ", 9 years, 28 kg"."""
        apart = word(tokens, figure.first - 1) in ("", ",", ";", ".", "-", "(")
        index = figure.last + 2 if word(tokens, figure.last + 1) in (",", ";", "/") else figure.last + 1
        units = [one.unit for one in tokens[index + 1 : index + 2]]
        weight = any(unit is not None and unit.head.kind == "body" and not unit.per_time for unit in units)
        aged = any(one.kind in ("age", "sex") for one in tokens)
        return apart and figure.single and weight and not aged and word(tokens, index + 2) not in self._changes

    def _is_before_a_person(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether years stand one or two words before a person: "63 yr myeloma lady"."""
        ahead = [word(tokens, figure.last + step) for step in (1, 2, 3)]
        between = next((ahead[:step] for step in (1, 2) if ahead[step] in self._patients), [])
        if not between or not self._time_ends.isdisjoint(between) or word(tokens, figure.first - 1) in self._time_cues:
            return False
        return all(one.isalpha() for one in between) and figure.single and figure.low >= _GROWN_UP

    def _is_said_of_a_person(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether a number is said of a person ("our son is 6"); of a pronoun ("she's 62") with a doubt."""
        before, further = word(tokens, figure.first - 1), word(tokens, figure.first - 2)
        mine = before in self._mine_is | self._i_am or (before == "is" and further in self._mine)
        mine = mine or (before, further) == ("am", "i")
        named = before == "is" and further in self._people - self._pronouns and len(further) > 1
        named = named or (mine and figure.low >= _GROWN_UP)
        said = named or before in self._pronoun_is or (before == "is" and further in self._pronouns)
        index = figure.last + 1
        ended = (
            index >= len(tokens)
            or tokens[index].text in self._after_age
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
        led = mark in self._patients and (closing == "," or (before in ("", ".", ";") and closing[:1].isalpha()))
        called = before in self._called and tokens[figure.first - 1].kind == "word"
        led = led or (mark in self._grown_ups and closing in self._takes)
        set_off = closing in ("", ",", ".", ";", "(", "-")
        noted = set_off or any(one.kind == "word" for one in tokens[figure.last + 1 : figure.last + 2])
        if grown_up and (led or (called and noted)):
            return True
        if (mark, closing) not in (("(", ")"), (",", ","), (",", ""), (",", ".")) or not figure.single:
            return False
        named = word(tokens, figure.first - 3) in self._titles and tokens[figure.first - 2].kind == "word"
        person = mark == "(" and word(tokens, figure.first - 2) in self._named
        return figure.first > 1 and figure.low >= _GROWN_UP and (named or person)

    def _is_of_a_person(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether a number goes with a person: "a lady of 66 weighing …", "this man: 61, …", "pt (69, …"."""
        before, person = word(tokens, figure.first - 1), word(tokens, figure.first - 2)
        behind = word(tokens, figure.last + 1)
        if person not in self._patients or not figure.single or figure.low < _GROWN_UP:
            return False
        if before == "of":
            return behind not in ("%", "-", "/")
        return before in (":", "(", ",") and behind == ","

    def _opens_a_note(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether a note opens with the age of a grown-up: "62, …" with more words of the patient behind."""
        behind = word(tokens, figure.last + 2)
        noted = figure.first == 0 and figure.single and word(tokens, figure.last + 1) in (",", ".", ";")
        return noted and figure.low >= _GROWN_UP and behind.isalpha() and behind not in self._no_note

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
        if before in self._links:
            return further in self._cues
        return before in self._cues

    def _person_behind(self, tokens: Sequence[Token], figure: Figure) -> bool:
        index = figure.last + (2 if word(tokens, figure.last + 1) == "-" else 1)
        person = word(tokens, index)
        return person in self._people and not (len(person) == 1 and word(tokens, index + 1) == "/")

    def _sex(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether "M" or "F" makes a number an age; an "m" in words of time makes it months, which is doubtful."""
        last = tokens[figure.last]
        if last.kind == "sex":
            timed = word(tokens, figure.first - 1) in self._time_cues or word(tokens, figure.last + 1) in self._past
            if timed and last.text.strip() == "m" and figure.high <= _MANY_MONTHS:
                figure.flags.add("ambiguous-unit")
                figure.unit = Unit(self._units.part("month"))
                return False
            return True
        led = word(tokens, figure.first - 1) == "/" and word(tokens, figure.first - 2) in self._sexes
        return (led or self.is_led_by_a_sex(tokens, figure.first)) and figure.unit is None and figure.single
