"""Envelope → plain text that is complete on its own, for clients that know nothing of the envelope."""

from __future__ import annotations

from knowledge.answers.envelope import Alert, Citation, Envelope, ShownStatement

CERTAINTY: dict[str, str] = {
    "verified-primary": "",
    "verified-abstract": "checked against the abstract only",
    "verified-secondary": "read in a secondary text only",
    "seed-only": "reported by the article only, not verified",
    "conflict": "sources disagree, see below",
}
CRITERION: dict[str, str] = {"met": "met", "not_met": "not met", "unknown": "not known"}
REVIEW: dict[str, str] = {
    "submitted": "pending review",
    "under_review": "under review",
    "approved": "approved",
    "returned": "returned by a reviewer",
}


def plain(envelope: Envelope) -> str:
    """The whole answer as text: what it says, how sure it is, what disagrees, and every reference."""
    parts = ["\n".join(envelope.removed), _patient(envelope), _warnings(envelope), _headline(envelope)]
    parts += [_verdict(envelope), _doses(envelope)]
    parts += [_statements(envelope), _criteria(envelope), _conflicts(envelope), _question_back(envelope)]
    parts += [_references(envelope), _closing(envelope)]
    return "\n\n".join(part for part in parts if part)


def _numbers(numbers: list[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def _warnings(envelope: Envelope) -> str:
    shown = {statement.id: statement for statement in envelope.statements}
    return "\n".join(f"{one.severity.upper()}: {_warning(one, shown)}" for one in envelope.warnings)


def _warning(warning: Alert, shown: dict[str, ShownStatement]) -> str:
    statement = shown.get(warning.statement or "")
    if statement is None:
        return warning.text
    return _statement(statement) if warning.text == statement.text else f"{warning.text} {_statement(statement)}"


def _patient(envelope: Envelope) -> str:
    """What the message has changed, and whom the answer is for."""
    summary = [f"For this patient ({envelope.for_patient}):"] if envelope.for_patient else []
    return "\n".join([*envelope.acknowledged, *summary])


def _verdict(envelope: Envelope) -> str:
    if not envelope.would_change:
        return ""
    return f"What would change this: {'; '.join(envelope.would_change)}."


def _doses(envelope: Envelope) -> str:
    """The figures for the patient, each with its setting and statement, and where a dose that was named stands."""
    numbers = {statement.id: statement.citations for statement in envelope.statements}
    lines = [*envelope.compared, *([envelope.withheld] if envelope.withheld else [])]
    for one in envelope.calculations:
        where = f"{one['setting']}, {one['route']}, {one['frequency']}"
        lines.append(f"• {where}: {one['arithmetic']} {_numbers(numbers.get(one['statement'], []))}")
    return "\n".join(lines)


def _criteria(envelope: Envelope) -> str:
    """How each criterion stands, where a patient was judged."""
    if envelope.verdict is None:
        return ""
    because = {one.id: f" (“{one.because}”)" if one.because else "" for one in envelope.criteria}
    lines = [f"• {CRITERION[one.status]}: {one.label}{because[one.id]}" for one in envelope.criteria]
    return "\n".join(["Criteria:", *lines])


def _question_back(envelope: Envelope) -> str:
    asked = envelope.question_back
    return asked if asked and asked != envelope.headline else ""


def _headline(envelope: Envelope) -> str:
    first = _leading(envelope)
    return envelope.headline if first is None else _statement(first)


def _leading(envelope: Envelope) -> ShownStatement | None:
    """The statement whose sentence is the headline, if it is one's."""
    return next((one for one in envelope.statements if one.text == envelope.headline), None)


def _statements(envelope: Envelope) -> str:
    warned = {warning.statement for warning in envelope.warnings}
    rest = [one for one in envelope.statements if one is not _leading(envelope) and one.id not in warned]
    return "\n".join(f"• {'Why: ' if one.id == envelope.why else ''}{_statement(one)}" for one in rest)


def _statement(statement: ShownStatement) -> str:
    remarks = [grade(statement), CERTAINTY[statement.certainty], REVIEW[statement.review]]
    return f"{statement.text} {_numbers(statement.citations)} ({'; '.join(filter(None, remarks))})"


def grade(statement: ShownStatement) -> str:
    """Level and grade in the words of their own system, or ``""`` where the source gives none."""
    evidence = statement.evidence
    values = [f"Level {evidence.level}" if evidence.level else "", f"Grade {evidence.grade}" if evidence.grade else ""]
    given = ", ".join(filter(None, values))
    return f"{given} in {evidence.system_name}" if given else ""


def _conflicts(envelope: Envelope) -> str:
    numbers = {statement.id: statement.citations for statement in envelope.statements}
    lines = []
    for conflict in envelope.conflicts:
        cited = sorted({number for name in conflict.statements for number in numbers[name]})
        lines.append(f"• Differing in {conflict.differs}: {conflict.text} {_numbers(cited)}")
    return "\n".join(["Where sources disagree:", *lines]) if lines else ""


def _references(envelope: Envelope) -> str:
    return (
        "\n".join(["References", *(reference(one, envelope) for one in envelope.citations)])
        if envelope.citations
        else ""
    )


def reference(citation: Citation, envelope: Envelope) -> str:
    """One numbered reference; what was not read itself says so and names the reference that reports it."""
    if citation.via is not None:
        via = next((other for other in envelope.citations if other.source == citation.via), None)
        name = "the article" if via and via.is_article else via.label if via else citation.via
        reported = f"{name} [{via.number}]" if via else name
        reading = f"{citation.label}, not read; as reported by {reported}"
    else:
        located = f", {citation.locator}" if citation.locator else ""
        reading = f"{citation.label}{located} (read: {citation.read})"
    superseded = citation.superseded_note or ("superseded by a later edition" if citation.superseded_by else "")
    parts = [f"[{citation.number}] {reading}", citation.title, superseded, citation.url or ""]
    return ". ".join(part.rstrip(".") for part in parts if part)


def _closing(envelope: Envelope) -> str:
    if not envelope.statements:
        return ""
    return f"{envelope.disclaimer or ''} Knowledge version {envelope.knowledge_version}.".strip()
