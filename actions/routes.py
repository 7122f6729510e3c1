"""Which route of a message belongs to which medicine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

Message = dict[str, Any]
Entity = dict[str, Any]

ROUTE = "route"
DRUG_CLASS = "drug-class"
SUBJECT = "subject"
OTHER_DRUG = "other_drug"
DRUGS = frozenset({"drug", DRUG_CLASS, SUBJECT})
# What may stand between a drug and the route that it is given by; a route in front of its drug touches it.
_GIVEN_BY = re.compile(
    r"(?:[ \t]+(?:\d[\w./-]*|(?:mg|mcg|g|ml)(?:/\w+)*|h|hrs?|hours?|given|via|by|as|at|of|an?|the|slow|stat|regular"
    r"|doses?|prn|bd|tds|qds|od|once|twice|three|four|times|every|per|daily|hourly|hours?|day|night))*[ \t]*"
)
_BEFORE_ITS_DRUG = re.compile(
    r"[ \t-]+(?:(?:by|via|in|through|a|an|of|syringe|driver|pump|infusion|slow|regular)[ \t]+)*"
    r"(?:(?!(?:and|then|with|plus|but|or|not|is|for|after)\b)\w+[ \t]+)?"
)


def routes_of_others(message: Message, text: str) -> list[Entity]:
    """The findings of routes that belong to a medicine which is no topic's subject."""
    found: list[Entity] = message.get("findings") or []
    drugs = [one for one in found if one["category"] in DRUGS]
    drugs += [one for one in message.get("entities") or [] if one["entity"] == OTHER_DRUG]
    routes = [one for one in found if one["category"] == ROUTE]
    owners = ((route, next(_owners(route, drugs, text), None)) for route in routes)
    return [route for route, owner in owners if owner is not None and owner.get("category") != SUBJECT]


def _owners(route: Entity, drugs: Sequence[Entity], text: str) -> Iterator[Entity]:
    """The medicines that may be given by ``route``, the likeliest first: the one it touches, then the one before it."""
    behind = [one for one in drugs if one["start"] >= route["end"]]
    before = sorted((one for one in drugs if one["end"] <= route["start"]), key=lambda one: -int(one["end"]))
    yield from (one for one in behind if _BEFORE_ITS_DRUG.fullmatch(text, route["end"], one["start"]))
    yield from (one for one in before if _GIVEN_BY.fullmatch(text, one["end"], route["start"]))
