"""A long answer over several messages, for tools that limit how long one may be. Nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.rendering.document import Document, Label, Line, Link, Mark, Remark, Section, Span, Text

# A line that is too long is cut behind a space, or where there is none for long, as it comes.
_BIT = re.compile(r".{1,119} |.{1,120}", re.DOTALL)
GOES_ON = Section("closing", (Line((Remark("The answer goes on in the next message."),)),))


@dataclass(frozen=True)
class Limits:
    """What a tool takes: the ``size`` of a section as it counts there, and the largest ones that are taken."""

    size: Callable[[Section], int]
    section: int
    message: int
    sections: int


def packed(document: Document, limits: Limits) -> list[Document]:
    """``document`` as one document for each message, in order; all but the last one say that the answer goes on.

    The parts keep the order of the answer: what is read first stands in the first message.
    """
    pieces = [piece for section in document.sections for piece in _pieces(section, limits)]
    room = limits.message - limits.size(GOES_ON)
    messages: list[list[Section]] = [[]]
    for piece in pieces:
        sizes = sum(limits.size(one) for one in [*messages[-1], piece])
        if messages[-1] and (sizes > room or len(messages[-1]) + 2 > limits.sections):
            messages.append([])
        messages[-1].append(piece)
    return [Document((*message, GOES_ON)) for message in messages[:-1]] + [Document(tuple(messages[-1]))]


def _pieces(section: Section, limits: Limits) -> Iterator[Section]:
    """``section``, or where it is too large several with the same lines; the title stands over the first."""
    kept = replace(section, lines=())
    for line in section.lines:
        for part in _parts(line, replace(section, lines=()), limits):
            longer = replace(kept, lines=(*kept.lines, part))
            if kept.lines and limits.size(longer) > limits.section:
                yield kept
                longer = replace(section, lines=(part,), title="")
            kept = longer
    yield kept


def _parts(line: Line, section: Section, limits: Limits) -> Iterator[Line]:
    """``line``, or where it alone is too large several, cut between words."""

    def small_enough(spans: Sequence[Span]) -> bool:
        return limits.size(replace(section, lines=(Line(tuple(spans), line.item),))) <= limits.section

    if small_enough(line.spans):
        yield line
        return
    kept: list[Span] = []
    for span in _bits(line.spans):
        longer = _joined(kept, span)
        if kept and not small_enough(longer):
            yield Line(tuple(kept), line.item)
            longer = [span]
        kept = longer
    yield Line(tuple(kept), line.item)


def _bits(spans: Sequence[Span]) -> Iterator[Span]:
    """``spans`` in bits of some words, each with the space behind it; a mark and a link stay whole."""
    for span in spans:
        if isinstance(span, Mark | Link):
            yield span
        else:
            yield from (replace(span, text=bit) for bit in _BIT.findall(span.text))


def _joined(spans: Sequence[Span], span: Span) -> list[Span]:
    last = spans[-1] if spans else None
    if isinstance(span, Text | Label | Remark) and type(last) is type(span):
        return [*spans[:-1], replace(span, text=f"{last.text}{span.text}")]
    return [*spans, span]
