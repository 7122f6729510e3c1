"""What is read of the messages that the chat tools are sent: their visible text, line by line."""

from __future__ import annotations

import html.parser
import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt

from knowledge.rendering.literal import JOINER
from knowledge.rendering.rocketchat import WIDE

Json = dict[str, Any]
# What it reads beyond CommonMark must not come about either.
_MARKDOWN = MarkdownIt("commonmark", {"breaks": True}).enable(["table", "strikethrough"])
_URL = re.compile(r"(https?://\S+)")


def slack_visible(message: Json) -> str:
    """What is read of a Slack message."""
    blocks = message.get("blocks") or []
    if not blocks:
        return str(message["text"])
    return "\n".join(line for block in blocks if block["type"] == "rich_text" for line in _rich(block["elements"]))


def _rich(elements: list[Json]) -> Iterator[str]:
    for element in elements:
        if element["type"] == "rich_text_list":
            yield from _rich(element["elements"])
        else:
            yield "".join(one["text"] for one in element["elements"])


def teams_visible(activity: Json) -> str:
    """What is read of a Teams activity."""
    if "attachments" not in activity:
        return str(activity["text"])
    body = activity["attachments"][0]["content"]["body"]
    lines = ("".join(run["text"] for run in block["inlines"]) for block in body if block["type"] == "RichTextBlock")
    return "\n".join(line.removeprefix("• ") for line in lines)


def rocketchat_visible(message: Json) -> str:
    """What is read of a Rocket.Chat message, in which only what is not an address is styled."""
    words = (part if _URL.fullmatch(part) else re.sub("[*_]", "", part) for part in _URL.split(str(message["text"])))
    text = "".join(words).replace(JOINER, "")
    for narrow, wide in WIDE.items():
        text = text.replace(wide, narrow)
    return "\n".join(line.removeprefix("• ") for line in text.splitlines() if line)


def mattermost_visible(post: Json) -> str:
    """What is read of a Mattermost post: its markdown keeps line breaks as they are."""
    markup = _MARKDOWN.render(str(post["message"]))
    reader = _Reader()
    reader.feed(markup)
    lines = "".join(reader.parts).replace(JOINER, "").splitlines()
    return "\n".join(line.removeprefix("• ").strip() for line in lines if line.strip())


class _Reader(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
