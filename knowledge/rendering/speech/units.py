"""Units as they are said: those of doses as the content has them, others by their parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge.rendering.speech.numbers import number
from knowledge.schema_base import Unit
from knowledge.spoken import SpokenUnit


class UnitWords:
    """How each unit is said, with the patterns of how it is written.

    ``after_number`` matches what may stand behind a number, ``alone`` what is a unit without one.
    """

    def __init__(self, doses: Iterable[Unit], others: Sequence[SpokenUnit]) -> None:
        """Know the units of ``doses``, and ``others`` and what is made of them."""
        self._words: dict[str, tuple[str, str]] = {}
        for unit in doses:
            many = re.sub(r"\d+", lambda digits: number(digits.group()), unit.spoken)
            self._words.update(dict.fromkeys([unit.id, *unit.also], (_one(many), many)))
        alone = {form for form in self._words if len(form) > 1}
        for other in others:
            self._words.update(dict.fromkeys(other.forms, (other.one, other.many)))
            alone.update(other.forms if other.alone else ())
        forms = _any_of(self._words)
        made = rf"(?:{forms})(?:/(?:{forms}))+"
        self.after_number = rf"(?:{forms}|{made})(?![\w/])"
        self.alone = rf"(?:{made}|{_any_of(alone)})(?![\w/])"

    def said(self, form: str, *, one: bool) -> str:
        """The unit that is written ``form``, for ``one`` of it or for several."""
        if form in self._words:
            return self._words[form][0 if one else 1]
        first, *others = form.split("/")
        return " per ".join([self.said(first, one=one), *(self.said(other, one=True) for other in others)])


def _one(many: str) -> str:
    """The same for one of them: "milligram per hour" for "milligrams per hour"."""
    first, space, rest = many.partition(" ")
    return f"{first.removesuffix('s')}{space}{rest}"


def _any_of(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
