"""An answer as the messages of a Matrix room: HTML with plain fall-back, its choices as numbers, nothing cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from bot.channels.exchange import Message
from knowledge.answers.envelope import Envelope
from knowledge.rendering.arrange import document
from knowledge.rendering.document import Document, Section
from knowledge.rendering.html import section_html
from knowledge.rendering.packing import Limits, packed
from knowledge.rendering.plain import section_text

# Which message an answer belongs to, and which of its messages this is. The envelope is not sent: it says no more.
KEY = "app.footnote.answer"
# An event may have 65,536 bytes with all that the homeservers add.
LARGEST_BYTES = 40_000
CHOOSE = "Reply with a number, or tap it below:"
KEYCAPS = (*(f"{number}\ufe0f\u20e3" for number in range(1, 10)), "🔟")
# The titles of the judgements of an answer.
RATINGS = ("👍", "👎")

Content = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    """What an answer offers: by ``key`` as a reaction, and where it has a ``number``, by that as a message."""

    key: str
    title: str
    payload: str
    answer: str
    number: int | None = None


def choices_of(answers: Sequence[Message]) -> list[Choice]:
    """The choices of all ``answers`` to a message, numbered throughout, each answer's judgements behind them."""
    found: list[Choice] = []
    number = 0
    for message in answers:
        answer = str(message["custom"]["answer_id"])
        for button in message.get("buttons") or []:
            key = KEYCAPS[number] if number < len(KEYCAPS) else str(number + 1)
            number += 1
            found.append(Choice(key, button["title"], button["payload"], answer, number))
        for judgement in message["custom"].get("feedback") or []:
            found.append(Choice(judgement["title"], judgement["title"], judgement["payload"], answer))
    return found


def contents(message: Message, choices: Sequence[Choice]) -> list[Content]:
    """``message`` with its ``choices`` as the contents of one event, or of several where it is too long for one."""
    fields = {name: value for name, value in message["custom"].items() if name in Envelope.__fields__}
    whole = document(Envelope.parse_obj(fields))
    found = [_content(_plain(one), _html(one)) for one in packed(whole, LIMITS)]
    offered = [one for one in choices if one.number is not None]
    if offered:
        lines = "\n".join([CHOOSE, *(f"{one.number}. {one.title}" for one in offered)])
        last = found[-1]
        found[-1] = _content(f"{last['body']}\n\n{lines}", last["formatted_body"] + _list(offered))
    return found


def notice(text: str) -> Content:
    """A remark about the conversation, which other assistants do not answer."""
    return {"msgtype": "m.notice", "body": text}


def _content(plain: str, html: str) -> Content:
    return {"msgtype": "m.text", "body": plain, "format": "org.matrix.custom.html", "formatted_body": html}


def _plain(part: Document) -> str:
    return "\n\n".join(section_text(section) for section in part.sections)


def _html(part: Document) -> str:
    return str(Markup("\n").join(section_html(section) for section in part.sections))


def _list(offered: Sequence[Choice]) -> str:
    items = Markup().join(Markup("<li>{}</li>").format(one.title) for one in offered)
    return str(Markup('<p>{}</p><ol start="{}">{}</ol>').format(CHOOSE, offered[0].number, items))


def _bytes(section: Section) -> int:
    return len(section_text(section).encode()) + len(section_html(section).encode())


LIMITS = Limits(size=_bytes, section=LARGEST_BYTES // 2, message=LARGEST_BYTES, sections=1000)
