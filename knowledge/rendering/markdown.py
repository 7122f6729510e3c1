"""Envelope → markdown: CommonMark by default, and what a chat tool's own dialect writes otherwise.

Nothing of the envelope is ever read as markup: whatever would be is escaped, and the only links are those of citations.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from knowledge.answers.envelope import Envelope
from knowledge.rendering.arrange import document
from knowledge.rendering.document import Label, Line, Link, Mark, Remark, Section, Span

_SPECIAL = re.compile(r"[\\`*_<>&\[\]~|]")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_BEGINS_BLOCK = re.compile(r"^[-+#=:]")
# A semicolon is encoded as well, or "&copy;" in an address would become a sign.
_OF_ADDRESSES = "%:/?#@!$&*+,=~"


@dataclass(frozen=True)
class Dialect:
    """How a kind of markdown writes what a document holds.

    ``escape`` takes words and gives what is read as these words; ``begin`` does so for what only the beginning of a
    line would start. ``link`` takes what is to be read, escaped, and an address; ``strong`` and ``emphasis`` take what
    is escaped. ``line_break`` parts lines of one paragraph, ``bullet`` begins an item.
    """

    escape: Callable[[str], str]
    begin: Callable[[str], str]
    link: Callable[[str, str], str]
    strong: Callable[[str], str]
    emphasis: Callable[[str], str]
    line_break: str
    bullet: str


def escaped(text: str) -> str:
    """``text`` in one line, with a backslash before each sign that CommonMark reads as markup anywhere."""
    return _SPECIAL.sub(r"\\\g<0>", re.sub(r"[\r\n]", " ", text))


def begun(line: str) -> str:
    """``line``, whose beginning would otherwise start a list, a heading or a block of code, as a line of words."""
    return _BEGINS_BLOCK.sub(r"\\\g<0>", _NUMBERED.sub(r"\1\\\2", line.strip()))


def linked(words: str, url: str) -> str:
    """A link to ``url`` that is read as ``words``, which are escaped."""
    return f"[{words}]({quote(url, safe=_OF_ADDRESSES)})"


COMMONMARK = Dialect(escaped, begun, linked, "**{}**".format, "_{}_".format, "\\\n", "- ")


def markdown(envelope: Envelope, dialect: Dialect = COMMONMARK) -> str:
    """The whole answer in ``dialect``, its sections apart by blank lines."""
    return "\n\n".join(section_text(section, dialect) for section in document(envelope).sections)


def section_text(section: Section, dialect: Dialect) -> str:
    """One section in ``dialect``: its title if it has one, and its lines as paragraphs and lists."""
    title = [dialect.strong(dialect.escape(section.title))] if section.title else []
    return "\n\n".join([*title, *(_block(lines, item, dialect) for item, lines in section.blocks())])


def line_text(line: Line, dialect: Dialect) -> str:
    """One line in ``dialect``, without a bullet."""
    return dialect.begin("".join(_span(span, dialect) for span in line.spans))


def _block(lines: list[Line], item: bool, dialect: Dialect) -> str:
    texts = [line_text(line, dialect) for line in lines]
    return "\n".join(f"{dialect.bullet}{text}" for text in texts) if item else dialect.line_break.join(texts)


def _span(span: Span, dialect: Dialect) -> str:
    words = dialect.escape(span.text)
    if isinstance(span, Label):
        return dialect.strong(words)
    if isinstance(span, Remark):
        return dialect.emphasis(words)
    if isinstance(span, Mark | Link) and span.url is not None:
        return dialect.link(words, span.url)
    return words
