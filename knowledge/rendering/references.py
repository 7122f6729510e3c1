"""The references of an answer: their marks in the text, and the list at its end."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.answers.envelope import Citation, Envelope
from knowledge.rendering.document import Line, Link, Mark, Span, Text
from knowledge.rendering.wording import ARTICLE, SUPERSEDED


def marks(numbers: Iterable[int], envelope: Envelope) -> tuple[Span, ...]:
    """The marks of ``numbers`` behind what they stand for, or nothing where there are none."""
    urls = {citation.number: citation.url for citation in envelope.citations}
    found = tuple(Mark(number, _of_the_web(urls.get(number))) for number in numbers)
    return (Text(" "), *found) if found else ()


def reference(citation: Citation, envelope: Envelope) -> Line:
    """One numbered reference; what was not read itself says so and names the reference that reports it."""
    superseded = citation.superseded_note or (SUPERSEDED if citation.superseded_by else "")
    address = (citation.url or "").rstrip(".")
    known = [part.rstrip(".") for part in (citation.title, superseded) if part]
    words = "".join(f". {part}" for part in known)
    linked = (Link(address),) if _of_the_web(address) else (Text(address),)
    tail = (Text(f"{words}. "), *linked) if address else (Text(words),)
    return Line((Mark(citation.number), *_reading(citation, envelope), *tail))


def _reading(citation: Citation, envelope: Envelope) -> tuple[Span, ...]:
    """What the source is called, and how much of it was read or who reports it."""
    if citation.via is None:
        located = f", {citation.locator}" if citation.locator else ""
        return (Text(f" {citation.label}{located} (read: {citation.read})"),)
    told = f" {citation.label}, not read; as reported by "
    via = next((other for other in envelope.citations if other.source == citation.via), None)
    if via is None:
        return (Text(told + citation.via),)
    name = ARTICLE if via.is_article else via.label
    return (Text(f"{told}{name}"), *marks([via.number], envelope))


def _of_the_web(url: str | None) -> str | None:
    return url if url and url.lower().startswith(("http://", "https://")) else None
