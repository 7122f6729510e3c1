"""Builds the envelope around chosen statements: numbered citations, conflicts, and what every answer has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from knowledge import models
from knowledge.answers import offers
from knowledge.answers.envelope import (
    Alert,
    Citation,
    Envelope,
    Offer,
    ShownConflict,
    ShownCriterion,
    ShownEvidence,
    ShownStatement,
    Status,
)
from knowledge.answers.question import Question
from knowledge.answers.reasons import reason_of, with_reason
from knowledge.patient import Known, read_patient
from knowledge.queries import KnowledgeBase
from knowledge.schema import Criterion

CITATION = tuple[str, str | None, str | None]


def answered(
    knowledge: KnowledgeBase,
    question: Question,
    statements: Sequence[models.Statement],
    headline: str | None = None,
    criteria: Sequence[ShownCriterion] = (),
    warned: Sequence[str] = (),
    gaps: Sequence[Alert] = (),
    alerts: Sequence[Alert] = (),
    status: Literal["answered", "emergency"] = "answered",
    explain: bool = True,
) -> Envelope:
    """An answer made of ``statements``; the first one's sentence is the headline unless one is given.

    ``warned`` are the ids of the statements to read first; they are warnings and no headline. ``alerts`` are warnings
    in words of their own, with one of ``warned`` behind each. ``gaps`` say what of the question the answer does not
    speak of. With ``explain`` a trainee also reads why.

    For a patient only undisputed statements with a plain-language text are shown, in that text; where none has one,
    the answer is a refusal that points to the team.
    """
    topic = knowledge.topic()
    if question.audience == "patient":
        statements = [one for one in statements if one.plain and one.certainty != "conflict"]
        if not statements:
            return without_statements(knowledge, question, "refused", FOR_THE_TEAM)
    explain = explain and status == "answered"
    statements = with_reason(knowledge, question, statements) if explain else statements
    reason = reason_of(knowledge, question) if explain else None
    told = {one.statement for one in alerts}
    numbers = _number(statements)
    shown = [_shown(statement, numbers, question, knowledge) for statement in statements]
    return Envelope(
        status=status,
        question=question.kind,
        topic=topic.id,
        audience=question.audience,
        headline=headline or next((one.text for one in shown if one.id not in warned), shown[0].text),
        statements=shown,
        citations=_citations(knowledge, numbers),
        conflicts=[] if question.audience == "patient" else _conflicts(knowledge, statements),
        patient=_patient(knowledge, question),
        criteria=list(criteria),
        why=reason if reason in {one.id for one in shown} else None,
        warnings=[*alerts, *_alerts(shown, [name for name in warned if name not in told]), *gaps],
        next=offers.following(question.kind),
        knowledge_version=knowledge.version(),
        model_version=question.model_version,
        disclaimer=topic.disclaimer,
    )


FOR_THE_TEAM = "This is for your team to answer: please ask the doctors or nurses who look after you."


def without_statements(
    knowledge: KnowledgeBase,
    question: Question,
    status: Status,
    headline: str,
    next_questions: Sequence[Offer] | None = None,
    citations: Sequence[Citation] = (),
) -> Envelope:
    """An answer that quotes no statement: a refusal, nothing found, small talk or a reference."""
    topic = knowledge.topic()
    return Envelope(
        status=status,
        question=question.kind,
        topic=topic.id,
        audience=question.audience,
        headline=headline,
        citations=list(citations),
        patient=_patient(knowledge, question),
        next=list(offers.anything() if next_questions is None else next_questions),
        knowledge_version=knowledge.version(),
        model_version=question.model_version,
        disclaimer=topic.disclaimer,
    )


def citation(
    number: int, source: models.Source, article: str, locator: str | None = None, via: str | None = None
) -> Citation:
    """``source`` as reference ``number``; ``article`` is the id of the topic's article."""
    return Citation(
        number=number,
        source=source.id,
        label=source.label,
        title=source.title,
        year=source.year,
        url=source.url,
        locator=locator,
        read=source.read,
        via=via,
        superseded_by=source.superseded_by,
        superseded_note=source.superseded_note,
        is_article=source.id == article,
    )


def criteria_shown(knowledge: KnowledgeBase, question: Question) -> list[Criterion]:
    """The criteria whose values an answer may repeat: a lay person's repeats no dose."""
    criteria = knowledge.readings()
    return [one for one in criteria if question.audience != "patient" or one.measure != "daily-dose"]


def known_of(knowledge: KnowledgeBase, question: Question) -> dict[str, Known]:
    """What is known of the patient of ``question``, by slot."""
    if question.patient is not None:
        return question.patient.known
    return read_patient(knowledge.readings(), question.findings, question.amounts)


def _patient(knowledge: KnowledgeBase, question: Question) -> dict[str, dict[str, Any]]:
    kept = question.patient.record.known if question.patient is not None else known_of(knowledge, question)
    return {one.slot: kept[one.slot].as_dict() for one in criteria_shown(knowledge, question) if one.slot in kept}


def _alerts(shown: Sequence[ShownStatement], warned: Sequence[str]) -> list[Alert]:
    return [
        Alert(
            severity="contraindication" if one.kind == "contraindication" else "caution",
            text=one.text,
            statement=one.id,
        )
        for one in shown
        if one.id in warned
    ]


def _number(statements: Sequence[models.Statement]) -> dict[CITATION, int]:
    numbers: dict[CITATION, int] = {}
    for statement in statements:
        for support in statement.support:
            numbers.setdefault(_key(support), len(numbers) + 1)
    return numbers


def _key(support: models.Support) -> CITATION:
    return support.source_id, support.locator, support.via_id


def _shown(
    statement: models.Statement, numbers: dict[CITATION, int], question: Question, knowledge: KnowledgeBase
) -> ShownStatement:
    system = statement.grading_system_id
    text = (statement.plain or "") if question.audience == "patient" else statement.text
    return ShownStatement(
        id=statement.id,
        text=text,
        kind=statement.kind,
        evidence=ShownEvidence(
            system=system,
            level=statement.level,
            grade=statement.grade,
            system_name=knowledge.grading_systems([system])[system] if system else None,
        ),
        certainty=statement.certainty,
        review=statement.review,
        citations=[numbers[_key(support)] for support in statement.support],
    )


def _citations(knowledge: KnowledgeBase, numbers: dict[CITATION, int]) -> list[Citation]:
    sources = knowledge.sources([source for source, _, _ in numbers])
    article = knowledge.topic().article_id
    return [citation(number, sources[name], article, locator, via) for (name, locator, via), number in numbers.items()]


def _conflicts(knowledge: KnowledgeBase, statements: Sequence[models.Statement]) -> list[ShownConflict]:
    present = [statement.id for statement in statements]
    shown = []
    for conflict in knowledge.conflicts_of(present):
        members = [member.statement_id for member in conflict.members if member.statement_id in present]
        if len(members) > 1:
            binds = conflict.binds if conflict.binds in present else None
            shown.append(ShownConflict(statements=members, differs=conflict.differs, text=conflict.text, binds=binds))
    return shown
