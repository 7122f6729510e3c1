"""What is said of a medicine's being given: when it is needed, nothing else, still, and by which way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from knowledge.language import Measures, read_language
from knowledge.settings import Settings
from knowledge.ward_words import MedicineWords, any_of

_NOT = r"n['’]?t"


class Giving:
    """Tells by the words around a medicine how it is given."""

    def __init__(self, measures: Measures, words: MedicineWords) -> None:
        """Compile the words of the language files once."""
        self._on_top = _on_top(words)
        self._led_by_need = _led_by_need(words)
        self._sole = re.compile(rf"\b{any_of(words.only)} {any_of(words.had)}(?: the)? $", re.IGNORECASE)
        self._now = _now(words)
        self._given_now = _given_now(words)
        self._ended = _ended(words)
        self._by = _by(measures, words)
        self._before = _before(words)

    def is_on_top(self, text: str, start: int, end: int) -> bool:
        """Whether the medicine from ``start`` to ``end`` is given when it is needed, besides the regular one."""
        return self._on_top.match(text, end) is not None or self._led_by_need.search(text, 0, start) is not None

    def is_sole(self, text: str, start: int) -> bool:
        """Whether the medicine at ``start`` was given and nothing else, ever."""
        return self._sole.search(text, 0, start) is not None

    def is_now(self, words: Iterable[str], text: str, start: int) -> bool:
        """Whether ``words`` about the medicine at ``start``, or those before it, say that what fails is still given."""
        return any(self._now.search(one) for one in words) or self._given_now.search(text, 0, start) is not None

    def has_ended(self, words: Iterable[str]) -> bool:
        """Whether ``words`` about a medicine say that it ended, as against what is given in spite of its harm."""
        return any(self._ended.search(one) for one in words)

    def goes_by(self, text: str, end: int, route: int) -> bool:
        """Whether nothing stands between a medicine's ``end`` and a ``route`` but what may."""
        return self._by.fullmatch(text, end, route) is not None

    def goes_before(self, text: str, end: int, medicine: int) -> bool:
        """Whether a route touches the ``medicine`` behind its ``end``."""
        return self._before.fullmatch(text, end, medicine) is not None


def giving() -> Giving:
    """By the language files of the content that is set."""
    return _giving(Settings.from_environment().content)


@lru_cache(maxsize=4)
def _giving(folder: Path) -> Giving:
    language = read_language(folder)
    return Giving(language.measures, language.medicines)


def _on_top(words: MedicineWords) -> re.Pattern[str]:
    """Matches behind a medicine: "… 5 mg when needed", "… for breakthrough"."""
    own = rf"(?:[ \t]+(?!{any_of(words.next_medicine)}\b)[\w./-]*[\w/-]){{0,4}}?"
    rescue = rf"(?:for|as) (?:the )?{any_of(words.as_rescue)}"
    return re.compile(rf"{own}[ \t]+(?:{any_of(words.on_top)}|{rescue})\b", re.IGNORECASE)


def _led_by_need(words: MedicineWords) -> re.Pattern[str]:
    """Matches in front of a medicine: "as rescue …", "PRN: …", "top-up doses of …"."""
    needed = any_of([*words.on_top, *words.ahead])
    led = rf"(?:^|[,.;:(+\d]|\b{any_of([*words.opens_need, *words.has_needs])})\s*"
    behind = rf"(?:\s*[:=-]|\s+{any_of(words.taken)})*\s*$"
    return re.compile(rf"{led}{needed}{behind}|\b{needed}(?: doses?)? of $", re.IGNORECASE)


def _now(words: MedicineWords) -> re.Pattern[str]:
    """Matches what says of now that a medicine does not help, as against "did not help": "is not helping"."""
    hardly = rf"(?:(?<!been )\bnot|{_NOT}|\b{any_of(words.hardly)})(?: \w+ly| even)? \w{{3,}}ing\b"
    useless = rf"\b(?:is|are)(?: \w+)* {any_of(words.useful)}"
    return re.compile(rf"{hardly}|\b{any_of(words.failing)}\b|{useless}|\b(?:does|do)(?:{_NOT}| not)\b", re.IGNORECASE)


def _given_now(words: MedicineWords) -> re.Pattern[str]:
    """Matches in front of a medicine that is given now: "is not held by …", "was moved from one to …"."""
    held = rf"(?:(?<!was )(?<!were )(?<!been )\bnot|(?:is|are){_NOT})(?: \w+ly)? \w+ by (?:the |her |his )?$"
    moved = rf"\b(?:\w{{3,}}ed|{any_of(words.moved)})\b(?: \w+){{0,2}} from [^.;]* to (?:the |a )?$"
    return re.compile(rf"{held}|{moved}", re.IGNORECASE)


def _ended(words: MedicineWords) -> re.Pattern[str]:
    """Matches what says that a medicine is no longer given: "was stopped", "couldn't", "off it"."""
    return re.compile(rf"\b(?:{any_of(words.ended_beginnings)}|{any_of(words.ended)}\b)|{_NOT}\b", re.IGNORECASE)


def _by(measures: Measures, words: MedicineWords) -> re.Pattern[str]:
    """Matches what may stand between a medicine and its route: "… 10 mg twice a day by …"."""
    units = any_of(form for part in measures.parts if part.kind in ("mass", "volume") for form in part.forms)
    return re.compile(rf"(?:[ \t]+(?:\d[\w./-]*|{units}(?:/\w+)*|{any_of(words.before_route)}))*[ \t]*")


def _before(words: MedicineWords) -> re.Pattern[str]:
    """Matches what may stand between a route and its medicine, with one word that is not known: "iv low-dose …"."""
    links = rf"(?:{any_of(words.after_route)}[ \t]+)*"
    return re.compile(rf"[ \t-]+{links}(?:(?!{any_of(words.not_after_route)}\b)\w+[ \t]+)?")
