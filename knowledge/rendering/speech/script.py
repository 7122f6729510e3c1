"""The sections of an answer → what is said of it, in the order of safety."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.answers.envelope import Citation, Envelope
from knowledge.rendering.arrange import document
from knowledge.rendering.document import Line, Mark, Remark, Section, Text
from knowledge.rendering.speech.punctuation import ended
from knowledge.rendering.speech.speaker import say
from knowledge.rendering.wording import ARTICLE, SUPERSEDED

# Warnings stand before all that could be acted on. The question back comes last; sources are named where they belong.
CHANGES, WHOM, WARNINGS, BEHIND = "changes", "whom", "warnings", "behind warnings"
ORDER = (
    "removed",
    CHANGES,
    WARNINGS,
    "headline",
    BEHIND,
    WHOM,
    "doses",
    "verdict",
    "statements",
    "criteria",
    "pathway",
    "conflicts",
)
SOURCE, SOURCES = "Source", "Sources"
REPORTED = ", not read, as reported by {name}"
# The spans of a warning up to the statement behind it: its label and its words.
OWN_WORDS = 2


@dataclass(frozen=True)
class Block:
    """What is said in one go: a ``text`` with its ``sources`` and the ``remark`` on grade, certainty and review."""

    text: str
    sources: str = ""
    remark: str = ""
    is_warning: bool = False

    @property
    def spoken(self) -> str:
        """All of it."""
        return " ".join(filter(None, [self.text, self.sources, self.remark]))


def script(envelope: Envelope) -> list[Block]:
    """Everything that is said of ``envelope`` but the question back."""
    said = _Said(envelope)
    order = ["headline", *ORDER] if envelope.status == "emergency" else ORDER
    blocks = [block for part in dict.fromkeys(order) for block in said.of(part)]
    if not envelope.statements:
        return [*blocks, *(Block(ended(said.name(one))) for one in envelope.citations)]
    return [*blocks, *([Block(_sentence(envelope.disclaimer))] if envelope.disclaimer else [])]


def question_of(envelope: Envelope) -> str:
    """The question back as it is spoken; ``""`` where there is none beside the headline."""
    asked = envelope.question_back
    return _sentence(asked) if asked and asked != envelope.headline else ""


class _Said:
    """The parts of one envelope as they are spoken."""

    def __init__(self, envelope: Envelope) -> None:
        self._envelope = envelope
        self._sections: dict[str, Section] = {one.kind: one for one in document(envelope).sections}

    def of(self, part: str) -> Iterator[Block]:
        """The blocks of a part: a section, or some of its lines."""
        changes = len(self._envelope.acknowledged)
        if part == CHANGES:
            yield from map(self._block, self._lines("patient")[:changes])
        elif part == WHOM:
            yield from map(self._block, self._lines("patient")[changes:])
        elif part == WARNINGS:
            yield from (replace(self._block(head), is_warning=True) for head, _ in self._warnings())
        elif part == BEHIND:
            yield from (replace(self._block(tail), is_warning=True) for _, tail in self._warnings() if tail.spans)
        else:
            yield from map(self._block, self._lines(part))

    def name(self, citation: Citation) -> str:
        """A source by its name and year, who reports it, and whether it has been superseded."""
        dated = "" if citation.year is None or str(citation.year) in citation.label else f", {citation.year}"
        reported = REPORTED.format(name=self._reporter(citation.via)) if citation.via else ""
        old = citation.superseded_note or (SUPERSEDED if citation.superseded_by else "")
        return say(f"{citation.label}{dated}{reported}{f', {old}' if old else ''}")

    def _lines(self, part: str) -> tuple[Line, ...]:
        """The lines of a section, its title before the first."""
        section = self._sections.get(part)
        if section is None or not section.title:
            return section.lines if section else ()
        first, *others = section.lines
        return (Line((Text(f"{section.title} "), *first.spans)), *others)

    def _warnings(self) -> Iterator[tuple[Line, Line]]:
        """Each warning in its own words, if it has any, apart from the statement behind it."""
        for line, warning in zip(self._lines("warnings"), self._envelope.warnings, strict=True):
            own = OWN_WORDS if line.spans[1].text.strip() == warning.text else len(line.spans)
            yield Line(line.spans[:own]), Line(line.spans[own:])

    def _block(self, line: Line) -> Block:
        text = "".join(span.text for span in line.spans if not isinstance(span, (Mark, Remark)))
        remark = "; ".join(span.text.strip("()") for span in line.spans if isinstance(span, Remark))
        cited = [span.number for span in line.spans if isinstance(span, Mark)]
        return Block(_sentence(text), self._sources(cited), _sentence(remark))

    def _sources(self, numbers: Sequence[int]) -> str:
        cited = [self.name(one) for one in self._envelope.citations if one.number in numbers]
        named = list(dict.fromkeys(cited))
        return ended(f"{SOURCES if len(named) > 1 else SOURCE}: {'; '.join(named)}") if named else ""

    def _reporter(self, source: str) -> str:
        found = next((one for one in self._envelope.citations if one.source == source), None)
        return source if found is None else ARTICLE if found.is_article else found.label


def _sentence(text: str) -> str:
    """``text`` as one or several spoken sentences."""
    return re.sub(r"(?:^|(?<=[.?!] ))[a-z]", lambda first: first.group().upper(), ended(say(text)))
