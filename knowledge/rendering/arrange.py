"""Envelope → :class:`Document`: what is read first, what is said beside it, and in which words. Decided here once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knowledge.answers.envelope import Alert, Envelope, ShownStatement
from knowledge.rendering.document import Document, Label, Line, Remark, Section, SectionKind, Span, Text, text_lines
from knowledge.rendering.references import marks, reference
from knowledge.rendering.wording import CRITERION, LIMIT, STEP, remarks


def document(envelope: Envelope) -> Document:
    """The whole answer: what it says, how sure it is, what disagrees, and every reference."""
    return _Arranged(envelope).document()


class _Arranged:
    """The sections of one envelope."""

    def __init__(self, envelope: Envelope) -> None:
        self._envelope = envelope
        self._shown = {statement.id: statement for statement in envelope.statements}
        self._leading = next((one for one in envelope.statements if one.text == envelope.headline), None)

    def document(self) -> Document:
        told = self._envelope
        titled: list[tuple[SectionKind, str, tuple[Line, ...]]] = [
            ("removed", "", text_lines(told.removed)),
            ("patient", "", self._patient()),
            ("warnings", "", tuple(self._warning(one) for one in told.warnings)),
            ("headline", "", (self._headline(),)),
            ("verdict", "", self._verdict()),
            ("doses", "", self._doses()),
            ("statements", "", tuple(self._statements())),
            ("criteria", "Criteria:", self._criteria()),
            ("pathway", "Place in the pathway:", self._pathway()),
            ("conflicts", "Where sources disagree:", tuple(self._conflicts())),
            ("question_back", "", self._question_back()),
            ("references", "References", tuple(reference(one, told) for one in told.citations)),
            ("closing", "", self._closing()),
        ]
        return Document(tuple(Section(kind, lines, title) for kind, title, lines in titled if lines))

    def _patient(self) -> tuple[Line, ...]:
        """What the message has changed, and whom the answer is for."""
        of = self._envelope.for_patient
        return text_lines([*self._envelope.acknowledged, *([f"For this patient ({of}):"] if of else [])])

    def _warning(self, warning: Alert) -> Line:
        label = Label(f"{warning.severity.upper()}:")
        statement = self._shown.get(warning.statement or "")
        if statement is None:
            return Line((label, Text(f" {warning.text}")))
        own = () if warning.text == statement.text else (Text(f" {warning.text}"),)
        return Line((label, *own, Text(" "), *self._statement(statement)))

    def _headline(self) -> Line:
        """The sentence of the statement that leads, or the answer's own words."""
        if self._leading is None:
            return Line((Text(self._envelope.headline),))
        return Line(self._statement(self._leading))

    def _verdict(self) -> tuple[Line, ...]:
        changing = self._envelope.would_change
        return text_lines([f"What would change this: {'; '.join(changing)}."] if changing else [])

    def _doses(self) -> tuple[Line, ...]:
        """Where a dose that was named stands, and the figures for the patient, each with its setting and statement."""
        said = text_lines([*self._envelope.compared, *filter(None, [self._envelope.withheld])])
        worked = [self._calculation(one) for one in self._envelope.calculations]
        return (*said, *worked)

    def _calculation(self, one: dict[str, Any]) -> Line:
        limit = LIMIT.format(**one["limit"]) if one["limit"] else ""
        # In front of the figures: where a line is cut, nobody takes these without it.
        named = [] if limit in one["arithmetic"] else [limit]
        words = ", ".join([one["setting"], one["route"], one["frequency"], *named])
        return Line((Text(f"{words}: {one['arithmetic']}"), *self._cited(one["statement"])), item=True)

    def _statements(self) -> Iterator[Line]:
        """Every statement that is neither a warning nor the headline."""
        warned = {warning.statement for warning in self._envelope.warnings}
        for one in self._envelope.statements:
            if one is not self._leading and one.id not in warned:
                why = (Label("Why:"), Text(" ")) if one.id == self._envelope.why else ()
                yield Line((*why, *self._statement(one)), item=True)

    def _criteria(self) -> tuple[Line, ...]:
        """How each criterion stands, where a patient was judged."""
        if self._envelope.verdict is None:
            return ()
        return tuple(
            _standing(CRITERION[one.status], one.label + (f" (“{one.because}”)" if one.because else ""))
            for one in self._envelope.criteria
        )

    def _pathway(self) -> tuple[Line, ...]:
        """The steps that concern the patient, in their order, and how each stands."""
        return tuple(
            _standing(STEP[one["status"]], one["label"], self._cited(one["statement"]))
            for one in self._envelope.pathway
        )

    def _conflicts(self) -> Iterator[Line]:
        for conflict in self._envelope.conflicts:
            cited = sorted({number for name in conflict.statements for number in self._shown[name].citations})
            label = Label(f"Differing in {conflict.differs}:")
            yield Line((label, Text(f" {conflict.text}"), *marks(cited, self._envelope)), item=True)

    def _question_back(self) -> tuple[Line, ...]:
        asked = self._envelope.question_back
        return text_lines([asked] if asked and asked != self._envelope.headline else [])

    def _closing(self) -> tuple[Line, ...]:
        if not self._envelope.statements:
            return ()
        told = self._envelope
        return text_lines([f"{told.disclaimer or ''} Knowledge version {told.knowledge_version}.".strip()])

    def _statement(self, statement: ShownStatement) -> tuple[Span, ...]:
        cited = marks(statement.citations, self._envelope)
        return (Text(statement.text), *cited, Text(" "), Remark(remarks(statement)))

    def _cited(self, statement: str) -> tuple[Span, ...]:
        """The marks of a statement that is shown; what stands on one that is not has none."""
        shown = self._shown.get(statement)
        return marks(shown.citations, self._envelope) if shown else ()


def _standing(status: str, what: str, cited: tuple[Span, ...] = ()) -> Line:
    return Line((Label(f"{status}:"), Text(f" {what}"), *cited), item=True)
