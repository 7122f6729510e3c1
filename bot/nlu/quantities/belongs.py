"""Which drug, which frequency and which strength belongs to which figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from bot.nlu.quantities.figure import Figure, single, word
from bot.nlu.quantities.how_often import HowOften
from bot.nlu.quantities.model import Kind
from bot.nlu.quantities.scan import Token
from bot.nlu.quantities.strengths import Strengths
from knowledge.language import Measures
from knowledge.ward_words import MedicineWords, any_of

_OF_A_DRUG: tuple[Kind, ...] = ("dose", "rate", "concentration", "volume", "bare")
_ONE_DAY = ((Fraction(24), "h"), (Fraction(1), "day"))
_LONGEST_GAP = 9
_FEW = 12


class Belonging:
    """Assigns drugs, frequencies and strengths by what stands between them and the number."""

    def __init__(self, measures: Measures, words: MedicineWords) -> None:
        """Take the words that may stand between."""
        self._glue = frozenset(measures.glue)
        self._changes = frozenset(measures.changes) - frozenset(measures.pronouns) - frozenset(words.no_change)
        self._running = frozenset(measures.running)
        self._often = HowOften(measures, words)
        self._strengths = Strengths(measures, words)
        self._counted = frozenset([*words.times_a_day, *measures.counted])
        self._joining = frozenset(words.joining)
        self._no_form = frozenset(words.no_form)
        self._how_it_went = _how_it_went(words)
        self._of_now = frozenset(words.of_now)
        self._dose_of_now = self._of_now | frozenset(words.dose_of_now)
        self._still_of_it = frozenset(words.still_of_it)
        self._changing = self._changes | frozenset(words.being)
        self._over_a_day_words = frozenset(words.over_a_day)

    def assign(self, tokens: Sequence[Token], figures: list[Figure]) -> None:
        """Set ``drug``, ``per_day`` and ``concentration``, and the kind of those figures that only a drug tells."""
        self._strengths.dissolve(tokens, figures)
        self._drugs(tokens, figures)
        figures[:] = [figure for figure in figures if figure.kind is not None]
        self._over_a_day(tokens, figures)
        self._often.assign(tokens, figures)
        self._strengths.assign(tokens, figures)

    def _over_a_day(self, tokens: Sequence[Token], figures: list[Figure]) -> None:
        """Make a rate of a dose over a day ("… mg sc over 24 h"): the dose takes the day in."""
        for dose, time in pairwise(figures):
            if dose.kind != "dose" or dose.unit is None or dose.unit.per_dose or time.kind != "duration":
                continue
            between = tokens[dose.last + 1 : time.first]
            led = bool(between) and between[-1].text in self._over_a_day_words
            rests = all(token.kind == "drug" or token.text in self._glue for token in between[:-1])
            if led and rests and time.single and (time.low, time.symbol) in _ONE_DAY:
                dose.kind, dose.symbol = "rate", f"{dose.symbol}/24h"
                dose.last, time.kind = time.last, None
        figures[:] = [figure for figure in figures if figure.kind is not None]

    def _drugs(self, tokens: Sequence[Token], figures: list[Figure]) -> None:
        claimed: set[int] = set()
        for number, figure in enumerate(figures):
            if figure.kind not in _OF_A_DRUG:
                continue
            start = figures[number - 1].last + 1 if number else 0
            end = figures[number + 1].first if number + 1 < len(figures) else len(tokens)
            right = self._right(tokens, figure, end)
            if right is not None and self._has_its_own(tokens, right):
                right = None
            left = self._left(tokens, start, figure, alone=right is None)
            sure = right is not None and any(token.text == "of" for token in tokens[figure.last + 1 : right])
            taken = left is None or left in claimed or self._is_nearer(tokens, figure, left, right)
            chosen = right if sure or taken else left
            if chosen is not None and not sure and figure.kind == "bare" and self._counts(tokens, figure, chosen):
                figure.kind = None
            elif chosen is not None:
                claimed.add(chosen)
                self._give(tokens[chosen].drug, figure)
            elif (earlier := self._earlier(tokens, figure)) is not None:
                self._give(tokens[earlier].drug, figure)
                figure.flags.add("drug-inherited")
            elif number and self._continues(tokens, figures[number - 1], figure):
                self._give(figures[number - 1].drug, figure)
                figure.flags |= {"drug-inherited"} if figure.drug else set()

    def _is_given(self, tokens: Sequence[Token], figure: Figure) -> bool:
        """Whether a number without a unit says at once how often a day: "now 80 twice a day"."""
        return figure.last + 1 < len(tokens) and tokens[figure.last + 1].kind == "frequency"

    def _earlier(self, tokens: Sequence[Token], figure: Figure) -> int | None:
        """The drug that a dose of now goes on to speak of: "changed to … two weeks ago, now 24 mg/24h"."""
        if figure.kind == "bare" and not self._is_given(tokens, figure):
            return None
        before = figure.first - 1
        while before > 0 and word(tokens, before) in self._dose_of_now:
            before -= 1
        now = any(token.text in self._of_now for token in tokens[before + 1 : figure.first])
        if not now or (before >= 0 and tokens[before].kind not in ("mark", "drug") and word(tokens, before) != "and"):
            return None
        return next((at for at in range(before, -1, -1) if tokens[at].kind == "drug"), None)

    def _left(self, tokens: Sequence[Token], start: int, figure: Figure, alone: bool) -> int | None:
        """The drug before a figure; behind a comma only of one that stands ``alone``, with no drug behind it."""
        strange = 0
        if alone and figure.unit is not None and (mark := self._set_apart(tokens, figure)) is not None:
            before = mark - 1
            while word(tokens, before) in self._still_of_it | self._running:
                before -= 1
            return before if start <= before and tokens[before].kind == "drug" else None
        changed = self._changed(tokens, figure)
        if changed is not None and start <= changed:
            return changed
        for index in range(figure.first - 1, max(start, figure.first - _LONGEST_GAP) - 1, -1):
            token = tokens[index]
            if token.kind == "drug":
                return index
            if not self._may_stand_between(token) and not self._goes_on(tokens, index):
                strange += 1
                if strange > 1 or figure.unit is None or not self._may_be_a_form(tokens, index):
                    return None
        return None

    def _set_apart(self, tokens: Sequence[Token], figure: Figure) -> int | None:
        """The comma that sets ``figure``, or what runs at its rate, apart from the words before it."""
        before = figure.first - 1
        while word(tokens, before) in self._running:
            before -= 1
        return before if word(tokens, before) == "," else None

    def _changed(self, tokens: Sequence[Token], figure: Figure) -> int | None:
        """The drug whose dose is changed from ``figure``: "… was cut from 60 mg"."""
        index = figure.first - 2
        if word(tokens, index + 1) != "from" or word(tokens, index) not in self._changes:
            return None
        while word(tokens, index) in self._changing:
            index -= 1
        return index if index >= 0 and tokens[index].kind == "drug" else None

    def _right(self, tokens: Sequence[Token], figure: Figure, end: int) -> int | None:
        for index in range(figure.last + 1, min(end, figure.last + _LONGEST_GAP)):
            token = tokens[index]
            if token.kind == "drug":
                return index
            if not self._may_stand_between(token) or token.text in (":", "="):
                return None
        return None

    def _has_its_own(self, tokens: Sequence[Token], drug: int) -> bool:
        """Whether a number follows the ``drug`` that is no next one's: "A 16 mg B 30 mg"."""
        if drug + 1 >= len(tokens) or tokens[drug + 1].number is None:
            return False
        index = single(tokens, drug + 1).last + 1
        while index < len(tokens) and self._may_stand_between(tokens[index]):
            index += 1
        return index >= len(tokens) or tokens[index].kind != "drug"

    def _may_stand_between(self, token: Token) -> bool:
        return token.kind in ("frequency", "needed", "unit") or token.text in self._glue

    def _goes_on(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether the word at ``index`` joins a change of dose to its medicine: "switched to … and pushed to 48 mg"."""
        return tokens[index].text in self._joining and word(tokens, index + 1) in self._changes

    def _is_nearer(self, tokens: Sequence[Token], figure: Figure, left: int, right: int | None) -> bool:
        """Whether a drug follows directly that has no number of its own, while words part the number from the left."""
        if right != figure.last + 1 or left == figure.first - 1 or self._how_it_went.match(word(tokens, right + 1)):
            return False
        following = right + 1
        while following < len(tokens) and self._may_stand_between(tokens[following]):
            following += 1
        return following >= len(tokens) or tokens[following].number is None

    def _give(self, drug: str | None, figure: Figure) -> None:
        figure.drug = drug
        if drug is not None and figure.kind == "bare":
            figure.kind = "dose"
            figure.flags.add("unit-missing")

    def _continues(self, tokens: Sequence[Token], before: Figure, figure: Figure) -> bool:
        """Whether a dose goes on with the drug of the one before: "… twice a day and 20 mg when needed"."""
        between = tokens[before.last + 1 : figure.first]
        unit_needed = figure.kind == "bare" and not ("unit-missing" in before.flags and self._is_given(tokens, figure))
        if before.kind not in _OF_A_DRUG or unit_needed or len(between) > _LONGEST_GAP:
            return False
        joined = any(token.text in self._joining for token in between)
        rests = all(
            self._may_stand_between(token) or token.text in self._joining or token.kind == "drug" for token in between
        )
        unsaid = "unit-missing" in before.flags and figure.kind in ("dose", "bare")
        strength = before.kind == "concentration" and figure.kind in ("rate", "volume")
        return joined and rests and (unsaid or strength or before.symbol == figure.symbol)

    def _counts(self, tokens: Sequence[Token], figure: Figure, drug: int) -> bool:
        """Whether a bare number counts drugs of a class, or something of one ("4 … a day"), instead of being a dose."""
        counted = drug == figure.last + 1 and word(tokens, drug + 1) in self._counted
        several = tokens[drug].text.endswith("s") or counted
        return drug > figure.last and figure.high <= _FEW and several

    def _may_be_a_form(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether the word at ``index``, which is not known, may say by what or by whom the drug before it is given."""
        text = tokens[index].text
        joined = text in self._joining or word(tokens, index - 1) in self._joining
        return tokens[index].kind == "word" and not joined and text not in self._no_form


def _how_it_went(words: MedicineWords) -> re.Pattern[str]:
    """Matches a whole word that says how a medicine went, or that it did not: "did", "didn't", "no"."""
    return re.compile(rf"{any_of(words.how_it_went)}(?:n['’]?t)?$|{any_of(words.nothing)}$")
