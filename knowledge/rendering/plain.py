"""Envelope → plain text that is complete on its own, for clients that know nothing of the envelope."""

from __future__ import annotations

from knowledge.answers.envelope import Envelope
from knowledge.rendering.arrange import document
from knowledge.rendering.document import Line, Section

BULLET = "• "


def plain(envelope: Envelope) -> str:
    """The whole answer as text, its sections apart by blank lines."""
    return "\n\n".join(section_text(section) for section in document(envelope).sections)


def section_text(section: Section) -> str:
    """One section as text: its title if it has one, and its lines."""
    return "\n".join([*filter(None, [section.title]), *map(_line, section.lines)])


def _line(line: Line) -> str:
    return f"{BULLET}{line.text}" if line.item else line.text
