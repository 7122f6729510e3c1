"""Envelope → Mattermost posts: its dialect of markdown, and buttons that call back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from knowledge.answers.envelope import Envelope, Offer
from knowledge.rendering.arrange import document
from knowledge.rendering.literal import begun, parted
from knowledge.rendering.markdown import Dialect, linked, section_text
from knowledge.rendering.packing import Limits, packed

POST_CHARACTERS = 16_383
SECTION_CHARACTERS = 12_000

Json = dict[str, Any]
# What a button calls when it is pressed: ``url``, and ``context`` that only that address gets.
Integration = Callable[[Offer], Mapping[str, Any]]

# What Mattermost takes a backslash before; what else it would read as signs is parted.
_MARKUP = re.compile(r"[\\`*_~|>\[\]]")


def mattermost(envelope: Envelope, integration: Integration) -> list[Json]:
    """The answer as posts; the buttons hang below the last one."""
    posts: list[Json] = [
        {"message": "\n\n".join(section_text(section, DIALECT) for section in part.sections)}
        for part in packed(document(envelope), LIMITS)
    ]
    rows = [
        {"actions": [_action(f"{name}{number}", offer, integration) for number, offer in enumerate(offers)]}
        for name, offers in (("next", envelope.next), ("feedback", envelope.feedback))
        if offers
    ]
    if rows:
        posts[-1]["props"] = {"attachments": rows}
    return posts


def mattermost_text(text: str) -> str:
    """``text`` as Mattermost shows it literally."""
    return _MARKUP.sub(r"\\\g<0>", parted(text))


def _action(name: str, offer: Offer, integration: Integration) -> Json:
    return {"id": name, "type": "button", "name": offer.title, "integration": integration(offer)}


DIALECT = Dialect(
    escape=mattermost_text,
    begin=begun,
    link=linked,
    strong="**{}**".format,
    emphasis="_{}_".format,
    line_break="\n",
    bullet="- ",
)
LIMITS = Limits(
    size=lambda section: len(section_text(section, DIALECT)) + 2,
    section=SECTION_CHARACTERS,
    message=POST_CHARACTERS,
    sections=1000,
)
