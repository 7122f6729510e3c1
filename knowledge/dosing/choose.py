"""Which of a topic's regimens answer for a patient."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from fractions import Fraction

from knowledge.dosing.exact import exact
from knowledge.dosing.plausible import adult_from
from knowledge.dosing.reference import Reference, product
from knowledge.schema import Regimen
from knowledge.text import normalise

# The groups by age that a regimen's population names; any other word in it has to be asked for.
ADULTS, CHILDREN = "adults", "children"
_JOINING = frozenset({"and", "or"})


def choose(
    regimens: Iterable[Regimen],
    *,
    settings: Collection[str],
    route: str | None = None,
    age_years: Fraction | None = None,
    asked: Collection[str] = (),
    drug: Collection[str] | None = None,
    reference: Reference | None = None,
) -> list[Regimen]:
    """Those of ``regimens`` that answer, in their order; each keeps its own setting.

    ``settings`` are the ids of the open ones, ``route`` a concept's id (``None``: any), ``drug`` the names of the
    medicine (``None``: any). ``asked`` are the populations that the question names: a regimen for a special population
    answers only where that is asked for. A child, by ``age_years`` or where children are asked about, gets only what
    names children; without an age the patient is taken for an adult.
    """
    group = age_group(age_years, asked, reference)
    return [
        one
        for one in regimens
        if one.setting in settings
        and (route is None or route in one.routes)
        and (drug is None or _is_of(one, drug))
        and _is_for(one, group, asked)
    ]


def age_group(age_years: Fraction | None, asked: Collection[str] = (), reference: Reference | None = None) -> str:
    """``"children"`` or ``"adults"``: by ``age_years`` where it is known, else by what is ``asked`` about."""
    if age_years is None:
        return CHILDREN if CHILDREN in asked else ADULTS
    return ADULTS if exact(age_years, "age_years") >= adult_from((reference or product()).limits) else CHILDREN


def for_children_only(regimen: Regimen) -> bool:
    """Whether the population of ``regimen`` names children and no adults."""
    words = _population(regimen)
    return CHILDREN in words and ADULTS not in words


def _is_for(regimen: Regimen, group: str, asked: Collection[str]) -> bool:
    words = _population(regimen)
    return group in words and words - {ADULTS, CHILDREN} <= set(asked)


def _population(regimen: Regimen) -> set[str]:
    return set(re.findall(r"\w+", normalise(regimen.population))) - _JOINING


def _is_of(regimen: Regimen, names: Collection[str]) -> bool:
    """Whether one of ``names`` stands in the medicine of ``regimen`` as whole words."""
    text = normalise(regimen.drug)
    return any(re.search(rf"(?<!\w){re.escape(normalise(name))}(?!\w)", text) for name in names)
