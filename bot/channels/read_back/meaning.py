"""What a message would mean, as far as it may not be misheard: medicines, figures, units, negations and findings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.nlu.vocabulary import MEDICINES
from knowledge.language import read_language
from knowledge.voice import Voice

# What the assistant understood of a message, by the names that its components give out.
Parsed = Mapping[str, Any]

# Of a quantity, what makes it another one.
_QUANTITY = ("kind", "low", "high", "unit", "drug", "per_day", "concentration")
# Terms of these categories are about the patient or the treatment; the others only about words and papers.
_WEIGHTY = MEDICINES | {
    "route", "regimen", "device", "setting", "population",
    "condition", "contraindication", "adverse-effect", "procedure",
}  # fmt: skip
_UNITS = ("mass", "body", "volume", "time")
# A filler makes a statement of a question, and the other way round: neither denies anything.
_NAMED = "named"
_ONLY_NAMED = frozenset({"present", "asked", "hypothetical", "reported"})
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Meaning:
    """What must not be misheard. ``named`` are concepts, ``said_of`` what the message says of each of them."""

    drugs: frozenset[str]
    figures: tuple[str, ...]
    quantities: tuple[str, ...]
    units: tuple[str, ...]
    decisive: tuple[tuple[str, int], ...]
    named: frozenset[str]
    said_of: Mapping[str, frozenset[str]]

    def agrees_with(self, other: Meaning) -> bool:
        """Whether ``other``, heard in its place, would be the same; words that carry no weight may differ.

        A term that only this message names may be garbled in the other; one that only the other names is another one.
        """
        same = ("drugs", "figures", "quantities", "units", "decisive")
        if any(getattr(self, name) != getattr(other, name) for name in same) or not other.named <= self.named:
            return False
        return all(self.said_of[name] == other.said_of[name] for name in self.said_of.keys() & other.said_of.keys())

    @property
    def has_figures(self) -> bool:
        """Whether it holds a number that is no year: one of a unit never is."""
        return bool(self.quantities) or any(_YEAR.fullmatch(one) is None for one in self.figures)


def meaning_of(parsed: Parsed, heard: str, voice: Voice) -> Meaning:
    """The meaning of the words ``heard``, which were understood as ``parsed``."""
    entities = parsed.get("entities") or []
    concepts = [one for one in entities if one["entity"] == "concept"]
    drugs = {one["value"] for one in entities if one["entity"] in ("other_drug", "near_trap")}
    text = str(parsed.get("text") or "")
    said_of: dict[str, set[str]] = {}
    for one in parsed.get("findings") or []:
        if one["category"] in _WEIGHTY:
            said = _NAMED if one["assertion"] in _ONLY_NAMED else one["assertion"]
            said_of.setdefault(one["concept"], set()).add(f"{said} {one['treatment']}")
    return Meaning(
        drugs=frozenset(drugs | {one["value"] for one in concepts if one.get("category") in MEDICINES}),
        figures=tuple(sorted(one.replace(",", "") for one in _FIGURE.findall(text))),
        quantities=tuple(sorted(_quantities(parsed))),
        units=tuple(sorted(_units(text))),
        decisive=tuple(_decisive(heard, voice)),
        named=frozenset(one["value"] for one in concepts if one.get("category", "population") in _WEIGHTY),
        said_of={name: frozenset(said) for name, said in said_of.items()},
    )


def _quantities(parsed: Parsed) -> Iterator[str]:
    for one in parsed.get("quantities") or []:
        yield " ".join(str(one[name]) for name in _QUANTITY)


def _units(text: str) -> Iterator[str]:
    symbols = _symbols()
    return (symbols[word] for word in map(str.casefold, _WORD.findall(text)) if word in symbols)


def _decisive(heard: str, voice: Voice) -> Iterator[tuple[str, int]]:
    folded = heard.casefold().replace("’", "'")
    for group, words in voice.decisive.items():
        counted = len(_one_of(tuple(words)).findall(folded))
        if counted:
            yield group, counted


@lru_cache(maxsize=64)
def _one_of(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, longest_first))})(?![\w'])")


@lru_cache(maxsize=1)
def _symbols() -> dict[str, str]:
    """The units by the words that say them; single letters are words of their own too often."""
    parts = [part for part in read_language().measures.parts if part.kind in _UNITS]
    return {form: part.symbol for part in parts for form in part.forms if form.isalpha() and len(form) > 1}
