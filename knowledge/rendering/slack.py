"""Envelope → Slack messages: Block Kit's rich text, which interprets no character of what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from knowledge.answers.envelope import Envelope, Offer
from knowledge.rendering.arrange import document
from knowledge.rendering.document import Document, Label, Line, Link, Mark, Remark, Section, Span
from knowledge.rendering.packing import Limits, packed
from knowledge.rendering.plain import section_text

# Block Kit's limits. Slack gives none for rich text: a section's holds for it as well.
BLOCKS = 50
SECTION_CHARACTERS = 3000
MESSAGE_CHARACTERS = 12_000
BUTTONS = 25
TITLE_CHARACTERS = 75

# Two blocks are kept for the buttons.
LIMITS = Limits(
    size=lambda section: len(section_text(section)),
    section=SECTION_CHARACTERS,
    message=MESSAGE_CHARACTERS,
    sections=BLOCKS - 2,
)

Json = dict[str, Any]


def slack(envelope: Envelope) -> list[Json]:
    """The answer as messages, each ``text`` (for notifications and screen readers) and ``blocks``.

    The buttons stand under the last one. Their ``value`` is the payload that comes back.
    """
    messages = [_message(part) for part in packed(document(envelope), LIMITS)]
    messages[-1]["blocks"] += [*_buttons("next", envelope.next), *_buttons("feedback", envelope.feedback)]
    return messages


def escaped(text: str) -> str:
    """``text`` as Slack shows it literally where it reads its own mark-up."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _message(part: Document) -> Json:
    text = "\n\n".join(section_text(section) for section in part.sections)
    return {"text": escaped(text), "blocks": [_block(section) for section in part.sections]}


def _block(section: Section) -> Json:
    return {"type": "rich_text", "elements": list(_elements(section))}


def _elements(section: Section) -> Iterator[Json]:
    if section.title:
        yield {"type": "rich_text_section", "elements": [_words(section.title, "bold")]}
    for is_list, lines in section.blocks():
        if is_list:
            items = [_rich(line) for line in lines]
            yield {"type": "rich_text_list", "style": "bullet", "elements": items}
        else:
            yield from (_rich(line) for line in lines)


def _rich(line: Line) -> Json:
    elements = [_element(span) for span in line.spans if span.text]
    return {"type": "rich_text_section", "elements": elements}


def _element(span: Span) -> Json:
    if isinstance(span, Mark | Link) and span.url:
        return {"type": "link", "url": span.url, "text": span.text}
    if isinstance(span, Remark):
        return _words(span.text, "italic")
    return _words(span.text, "bold" if isinstance(span, Label) else None)


def _words(text: str, style: str | None) -> Json:
    return {"type": "text", "text": text, **({"style": {style: True}} if style else {})}


def _buttons(name: str, offers: Sequence[Offer]) -> Iterator[Json]:
    elements = [_button(f"{name}-{number}", offer) for number, offer in enumerate(offers)]
    for start in range(0, len(elements), BUTTONS):
        yield {"type": "actions", "block_id": f"{name}-{start}", "elements": elements[start : start + BUTTONS]}


def _button(action: str, offer: Offer) -> Json:
    title = offer.title if len(offer.title) <= TITLE_CHARACTERS else f"{offer.title[: TITLE_CHARACTERS - 1]}…"
    return {
        "type": "button",
        "action_id": action,
        "text": {"type": "plain_text", "text": title, "emoji": True},
        "value": offer.payload,
    }
