"""The neutral form of an answer that every format is written from: sections of lines of spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

SectionKind = Literal[
    "removed",
    "patient",
    "warnings",
    "headline",
    "verdict",
    "doses",
    "statements",
    "criteria",
    "pathway",
    "conflicts",
    "question_back",
    "references",
    "closing",
]


@dataclass(frozen=True)
class Text:
    """Words as they stand in the envelope, or between them."""

    text: str


@dataclass(frozen=True)
class Label:
    """Words that say what the rest of the line is, such as "CAUTION:", which a format may set off."""

    text: str


@dataclass(frozen=True)
class Remark:
    """Grade, certainty and review in brackets, behind a curated sentence; a format may set it back."""

    text: str


@dataclass(frozen=True)
class Mark:
    """The number of a citation, with its address where that is one of the web (http or https)."""

    number: int
    url: str | None = None

    @property
    def text(self) -> str:
        """The number as it is read in every format."""
        return f"[{self.number}]"


@dataclass(frozen=True)
class Link:
    """An address of the web (http or https), which is read as it is."""

    url: str

    @property
    def text(self) -> str:
        """The address."""
        return self.url


Span = Text | Label | Remark | Mark | Link


@dataclass(frozen=True)
class Line:
    """Spans beside each other, with nothing between them: spaces belong to the texts. ``item``: one of a list."""

    spans: tuple[Span, ...]
    item: bool = False

    @property
    def text(self) -> str:
        """What is read of the line in any format, without a sign for an item."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Section:
    """Lines that belong together, under a title if it is not ``""``; there is at least one line."""

    kind: SectionKind
    lines: tuple[Line, ...]
    title: str = ""

    def blocks(self) -> Iterator[tuple[bool, list[Line]]]:
        """The lines that are written together: whether they are items of a list, and they themselves."""
        return ((item, list(lines)) for item, lines in groupby(self.lines, key=lambda line: line.item))


@dataclass(frozen=True)
class Document:
    """An answer as its sections, in the order in which they are read; what an answer does not have is not there."""

    sections: tuple[Section, ...]


def text_lines(texts: Sequence[str]) -> tuple[Line, ...]:
    """A line of mere words for each of ``texts``."""
    return tuple(Line((Text(text),)) for text in texts)
