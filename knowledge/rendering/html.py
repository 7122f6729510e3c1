"""Envelope → HTML of the few elements that chat clients allow: no style, no class, and links to the web alone."""

from __future__ import annotations

from markupsafe import Markup, escape

from knowledge.answers.envelope import Envelope
from knowledge.rendering.arrange import document
from knowledge.rendering.document import Label, Line, Link, Mark, Remark, Section, Span


def html(envelope: Envelope) -> str:
    """The whole answer as a sequence of headings, paragraphs and lists, each in a line of its own."""
    return str(Markup("\n").join(section_html(section) for section in document(envelope).sections))


def section_html(section: Section) -> Markup:
    """One section as HTML: its title if it has one, and its lines."""
    title = [Markup("<h4>{}</h4>").format(section.title)] if section.title else []
    return Markup("\n").join([*title, *(_block(lines, item) for item, lines in section.blocks())])


def _block(lines: list[Line], item: bool) -> Markup:
    if not item:
        return Markup("<p>{}</p>").format(Markup("<br>").join(map(_line, lines)))
    return Markup("<ul>{}</ul>").format(Markup().join(Markup("<li>{}</li>").format(_line(line)) for line in lines))


def _line(line: Line) -> Markup:
    return Markup().join(map(_span, line.spans))


def _span(span: Span) -> Markup:
    if isinstance(span, Label):
        return Markup("<strong>{}</strong>").format(span.text)
    if isinstance(span, Remark):
        return Markup("<em>{}</em>").format(span.text)
    if isinstance(span, Mark | Link) and span.url is not None:
        return Markup('<a href="{}">{}</a>').format(span.url, span.text)
    return escape(span.text)
