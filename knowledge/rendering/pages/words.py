"""What the pages call things: every value that the store holds as an identifier, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from knowledge import models
from knowledge.browse import Grade
from knowledge.rendering import wording

CERTAINTY: dict[str, str] = {
    **wording.CERTAINTY,
    "verified-primary": "checked against the source itself",
    "conflict": "sources disagree",
}
REVIEW = wording.REVIEW
KIND: dict[str, str] = {
    "recommendation": "Recommendation",
    "evidence": "Evidence",
    "indication-criterion": "Criterion",
    "dosing": "Dose",
    "monitoring": "Monitoring",
    "safety": "Safety",
    "adverse-effect": "Adverse effect",
    "contraindication": "Contraindication",
    "pathway-step": "Pathway step",
    "pitfall": "Pitfall",
    "population": "Population",
    "bottom-line": "Bottom line",
}
SOURCE_KIND: dict[str, str] = {
    "guideline": "Guideline",
    "systematic-review": "Systematic review",
    "rct": "Randomised controlled trial",
    "consensus": "Consensus document",
    "review": "Review",
    "secondary": "Secondary source",
    "observational": "Observational study",
    "pharmacokinetic": "Pharmacokinetic study",
    "label": "Product label",
    "protocol": "Protocol",
}
DECISION: dict[str, str] = {
    "under_review": "taken under review",
    "approved": "approved",
    "returned": "returned",
}
NO_GRADE = "no grade given"
# A scale of this name holds only meanings of a level or only of a grade; any other may hold either.
_SCALES_OF_LEVELS = {"levels", "certainty"}
_SCALES_OF_GRADES = {"grades"}


def named(words: dict[str, str], value: str) -> str:
    """What ``value`` is called; a value that came later is shown with its hyphens as spaces."""
    return words.get(value) or value.replace("-", " ").replace("_", " ").capitalize()


def printed(grade: Grade) -> str:
    """Level and grade as the source prints them, without their system."""
    _, level, letter = grade
    return ", ".join([*([f"Level {level}"] if level else []), *([f"Grade {letter}"] if letter else [])])


def in_system(grade: Grade, systems: dict[str, str]) -> str:
    """Level and grade with their system, or :data:`NO_GRADE`; never translated into another system."""
    given = printed(grade)
    return f"{given} in {systems[grade[0]]}" if given and grade[0] else NO_GRADE


def meant(row: models.GradeMeaning, grade: Grade) -> bool:
    """Whether ``row`` explains a value that the source prints: ``C`` is meant by "B or C", not by "EBC"."""
    _, level, letter = grade
    said = [
        level if row.scale not in _SCALES_OF_GRADES else None,
        letter if row.scale not in _SCALES_OF_LEVELS else None,
    ]
    return any(re.search(rf"(?<!\w){re.escape(row.value)}(?!\w)", value) for value in said if value)


def counted(number: int, one: str, many: str | None = None) -> str:
    """``number`` with its noun: ``counted(1, "source")`` is "1 source"."""
    return f"{number:,} {one if number == 1 else many or plural(one)}"


def in_order(counts: Mapping[str, int], words: Mapping[str, str]) -> dict[str, int]:
    """``counts`` in the order in which ``words`` names their values; a value without a name comes last."""
    known = [*words, *counts]
    return dict(sorted(counts.items(), key=lambda one: known.index(one[0])))


def sentence(text: str) -> str:
    """``text`` with its first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def plural(noun: str) -> str:
    """``noun`` in the plural."""
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def listed(values: Iterable[str]) -> str:
    """``values`` in one line."""
    return ", ".join(values)
