"""Every format of an answer: how it is written, and how what is read of it is got back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from knowledge.answers.envelope import Envelope
from knowledge.rendering.html import html
from knowledge.rendering.markdown import markdown
from knowledge.rendering.mattermost import mattermost
from knowledge.rendering.packing import GOES_ON
from knowledge.rendering.plain import BULLET, plain
from knowledge.rendering.rocketchat import rocketchat
from knowledge.rendering.slack import slack
from knowledge.rendering.speech import pages
from knowledge.rendering.teams import teams
from tests.golden import FOLDER
from tests.visible import Json, mattermost_visible, rocketchat_visible, slack_visible, teams_visible

BLOCKS = frozenset({"p", "li", "br", "h4"})
# The tables and deletions of common dialects must not come about either.
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@dataclass(frozen=True)
class Format:
    """A format by its ``name``, which is the folder of its files, and their ``ending``.

    ``write`` makes the text of a file. ``read`` gives back of such a text what a reader sees of the document, line by
    line; ``None`` where the words of the document are put into others on purpose.
    """

    name: str
    ending: str
    write: Callable[[Envelope], str]
    read: Callable[[str], list[str]] | None

    def expected(self, name: str) -> str:
        """The recorded text of the answer ``name``."""
        return (FOLDER / self.name / f"{name}.{self.ending}").read_text(encoding="utf-8")


class _Lines(HTMLParser):
    """Collects the visible lines of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data


def lines_of_html(text: str) -> list[str]:
    """What a reader sees of HTML."""
    lines = _Lines()
    lines.feed(text)
    lines.close()
    return [line.strip() for line in lines.lines if line.strip()]


def lines_of_markdown(text: str) -> list[str]:
    """What a reader sees of CommonMark."""
    return lines_of_html(MARKDOWN.render(text))


def lines_of_plain(text: str) -> list[str]:
    """The lines of plain text, without the bullets."""
    return [line.removeprefix(BULLET).strip() for line in text.split("\n") if line.strip()]


def _of_a_tool(name: str, write: Callable[[Envelope], list[Json]], visible: Callable[[Json], str]) -> Format:
    """The messages that a chat tool is sent, as JSON."""

    def written(envelope: Envelope) -> str:
        return json.dumps(write(envelope), indent=1, ensure_ascii=False) + "\n"

    def read(text: str) -> list[str]:
        lines = [line for message in json.loads(text) for line in visible(message).splitlines()]
        return [line for line in lines if line != GOES_ON.lines[0].text]

    return Format(name, "json", written, read)


FORMATS: tuple[Format, ...] = (
    Format("plain", "txt", plain, lines_of_plain),
    Format("markdown", "md", markdown, lines_of_markdown),
    Format("html", "html", html, lines_of_html),
    Format("speech", "txt", lambda envelope: "\n\n".join(pages(envelope)) + "\n", None),
    _of_a_tool("slack", slack, slack_visible),
    _of_a_tool("teams", teams, teams_visible),
    _of_a_tool(
        "mattermost", partial(mattermost, integration=lambda offer: {"payload": offer.payload}), mattermost_visible
    ),
    _of_a_tool("rocketchat", partial(rocketchat, mention="@footnote"), rocketchat_visible),
)
