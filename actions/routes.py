"""Which route of a message belongs to which medicine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from actions.giving import giving

Message = dict[str, Any]
Entity = dict[str, Any]

ROUTE = "route"
DRUG_CLASS = "drug-class"
SUBJECT = "subject"
# Medicines and substances that no topic covers.
OTHERS = frozenset({"other_drug", "other_matter"})
DRUGS = frozenset({"drug", DRUG_CLASS, SUBJECT})


def routes_of_others(message: Message, text: str) -> list[Entity]:
    """The findings of routes that belong to a medicine which is no topic's subject."""
    found: list[Entity] = message.get("findings") or []
    drugs = [one for one in found if one["category"] in DRUGS]
    drugs += [one for one in message.get("entities") or [] if one["entity"] in OTHERS]
    routes = [one for one in found if one["category"] == ROUTE]
    owners = ((route, next(_owners(route, drugs, text), None)) for route in routes)
    return [route for route, owner in owners if owner is not None and owner.get("category") != SUBJECT]


def _owners(route: Entity, drugs: Sequence[Entity], text: str) -> Iterator[Entity]:
    """The medicines that may be given by ``route``, the likeliest first: the one it touches, then the one before it."""
    behind = [one for one in drugs if one["start"] >= route["end"]]
    before = sorted((one for one in drugs if one["end"] <= route["start"]), key=lambda one: -int(one["end"]))
    given = giving()
    yield from (one for one in behind if given.goes_before(text, route["end"], one["start"]))
    yield from (one for one in before if given.goes_by(text, one["end"], route["start"]))
