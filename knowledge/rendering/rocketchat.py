"""Envelope → Rocket.Chat messages: its own markdown, in which nothing can be escaped."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from knowledge.answers.envelope import Envelope, Offer
from knowledge.rendering.arrange import document
from knowledge.rendering.literal import begun, parted
from knowledge.rendering.markdown import Dialect, section_text
from knowledge.rendering.packing import Limits, packed

# The default of the setting Message_MaxAllowedSize.
MESSAGE_CHARACTERS = 5000
SECTION_CHARACTERS = 4000

# Nothing parts these where they stand in pairs, so they are shown wide. No curated text holds one.
WIDE = {"*": "＊", "_": "＿", "~": "～", "`": "｀", "|": "｜", "$": "＄"}
_TO_WIDE = str.maketrans(WIDE)
# The sign for a payload in what a pressed button says.
PRESSED = re.compile(r" ·([0-9a-f]{8})$")

Json = dict[str, Any]


def rocketchat(envelope: Envelope, mention: str) -> list[Json]:
    """The answer as messages; the buttons hang below the last one.

    A pressed button writes a message in its user's name: ``mention``, so that it is heard in a room, the button's
    title for the readers, and :func:`sign`.
    """
    messages: list[Json] = [
        {"text": "\n\n".join(section_text(section, DIALECT) for section in part.sections)}
        for part in packed(document(envelope), LIMITS)
    ]
    rows = [_buttons(offers, mention) for offers in (envelope.next, envelope.feedback) if offers]
    if rows:
        messages[-1]["attachments"] = rows
    return messages


def rocketchat_text(text: str) -> str:
    """``text`` as Rocket.Chat shows it literally."""
    return parted(text).translate(_TO_WIDE)


def sign(payload: str) -> str:
    """What stands for ``payload`` in the words of a pressed button."""
    return hashlib.sha256(payload.encode()).hexdigest()[:8]


def _link(words: str, url: str) -> str:
    """An address is a link by itself, and a mark has it in the references: older servers misread links with titles."""
    return url if words == rocketchat_text(url) else words


def _buttons(offers: Sequence[Offer], mention: str) -> Json:
    return {"button_alignment": "horizontal", "actions": [_button(offer, mention) for offer in offers]}


def _button(offer: Offer, mention: str) -> Json:
    return {
        "type": "button",
        "text": offer.title,
        "msg": f"{mention} {offer.title} ·{sign(offer.payload)}",
        "msg_in_chat_window": True,
        "msg_processing_type": "sendMessage",
    }


DIALECT = Dialect(
    escape=rocketchat_text,
    begin=begun,
    link=_link,
    strong="*{}*".format,
    emphasis="_{}_".format,
    line_break="\n",
    bullet="• ",
)
LIMITS = Limits(
    size=lambda section: len(section_text(section, DIALECT)) + 2,
    section=SECTION_CHARACTERS,
    message=MESSAGE_CHARACTERS,
    sections=1000,
)
