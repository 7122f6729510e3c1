"""Envelope → Microsoft Teams messages: Adaptive Cards of rich text, which interprets no character of what it shows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from knowledge.answers.envelope import Envelope, Offer
from knowledge.rendering.arrange import document
from knowledge.rendering.document import Document, Label, Line, Link, Mark, Remark, Section, Span
from knowledge.rendering.packing import Limits, packed
from knowledge.rendering.plain import BULLET, section_text

# Of the 28 KB that Teams takes, what surrounds a card needs some, and the usual buttons are to stand below the text.
CARD_BYTES = 26_500
TEXT_BYTES = 22_500
SECTION_BYTES = 8_000
BUTTONS = 6
VERSION = "1.4"
CARD = "application/vnd.microsoft.card.adaptive"

Json = dict[str, Any]


def teams(envelope: Envelope) -> list[Json]:
    """The answer as activities, each with a card; the buttons stand under the last one.

    A pressed button comes back as a message with ``value`` ``{"payload": …}``, and shows its title in the chat.
    """
    cards = [_card(part) for part in packed(document(envelope), LIMITS)]
    buttons = [*_buttons(envelope.next), *_buttons(envelope.feedback)]
    if buttons and _bytes([cards[-1], buttons]) > CARD_BYTES:
        cards.append(_card(Document(())))
    cards[-1]["body"] += buttons
    return [_activity(card, envelope) for card in cards]


def _activity(card: Json, envelope: Envelope) -> Json:
    attachment = {"contentType": CARD, "content": card}
    return {"type": "message", "summary": envelope.headline, "attachments": [attachment]}


def _card(part: Document) -> Json:
    words = "\n\n".join(section_text(section) for section in part.sections)
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": VERSION,
        # For a client that cannot show this version of cards.
        **({"fallbackText": words} if words else {}),
        "msteams": {"width": "Full"},
        "body": [block for section in part.sections for block in _blocks(section)],
    }


def _blocks(section: Section) -> Iterator[Json]:
    spacing = "Medium"
    if section.title:
        yield _rich([_run(section.title, weight="Bolder")], spacing)
        spacing = "None"
    for line in section.lines:
        yield _rich([*([_run(BULLET)] if line.item else []), *_runs(line)], spacing)
        spacing = "None"


def _rich(runs: Sequence[Json], spacing: str) -> Json:
    return {"type": "RichTextBlock", "spacing": spacing, "inlines": list(runs)}


def _runs(line: Line) -> Iterator[Json]:
    return (_styled(span) for span in line.spans if span.text)


def _styled(span: Span) -> Json:
    if isinstance(span, Mark | Link) and span.url:
        return _run(span.text, selectAction={"type": "Action.OpenUrl", "url": span.url})
    if isinstance(span, Remark):
        return _run(span.text, italic=True)
    return _run(span.text, weight="Bolder") if isinstance(span, Label) else _run(span.text)


def _run(text: str, **style: Any) -> Json:
    return {"type": "TextRun", "text": text, **style}


def _buttons(offers: Sequence[Offer]) -> Iterator[Json]:
    for start in range(0, len(offers), BUTTONS):
        yield {"type": "ActionSet", "actions": [_button(offer) for offer in offers[start : start + BUTTONS]]}


def _button(offer: Offer) -> Json:
    back = {"type": "messageBack", "displayText": offer.title, "text": offer.title, "value": {"payload": offer.payload}}
    return {"type": "Action.Submit", "title": offer.title, "data": {"msteams": back}}


def _size(section: Section) -> int:
    """How much of a card ``section`` takes, its words for other clients included, in bytes."""
    return _bytes([*_blocks(section), section_text(section)])


def _bytes(written: Any) -> int:
    return len(json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode())


LIMITS = Limits(size=_size, section=SECTION_BYTES, message=TEXT_BYTES, sections=200)
