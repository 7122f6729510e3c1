"""Everything behind one statement in one call: sources, locators, certainty, review and knowledge version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.engine import Engine

from knowledge import models
from knowledge.browse import Catalogue, catalogue
from knowledge.content_files import ContentError
from knowledge.rendering.wording import CERTAINTY, REVIEW


@dataclass(frozen=True)
class Provenance:
    """What stands behind ``statement``, read from the store at one moment.

    ``meanings`` are those of its own level and grade in their own system; ``successors`` the labels of the sources that
    superseded one that it cites, by the id of the superseded one.
    """

    statement: models.Statement
    topic: models.Topic
    setting: str
    system: str | None
    meanings: list[models.GradeMeaning]
    sources: dict[str, models.Source]
    doses: list[models.Regimen]
    conflicts: list[models.Conflict]
    open_questions: list[str]
    decisions: list[models.ReviewEntry]
    version: str


def provenance(engine: Engine, statement: str) -> Provenance:
    """Everything behind ``statement``.

    Raises :class:`ContentError` where the store has no such statement, and :class:`sqlalchemy.exc.SQLAlchemyError`
    where it cannot be read.
    """
    with catalogue(engine) as opened:
        row = next(iter(opened.statements_of([statement]).values()), None)
        topic = opened.topic(row.topic_id) if row else None
        if row is None or topic is None:
            raise ContentError([f"the store has no statement '{statement}'; `footnote knowledge review list` has all"])
        return _of(opened, row, topic)


def _of(opened: Catalogue, row: models.Statement, topic: models.Topic) -> Provenance:
    names = [name for support in row.support for name in (support.source_id, support.via_id) if name]
    sources = opened.sources(names)
    successors = [source.superseded_by for source in sources.values() if source.superseded_by]
    return Provenance(
        statement=row,
        topic=topic,
        setting=opened.settings(topic.id)[row.setting_id],
        system=opened.grading_systems().get(row.grading_system_id or ""),
        meanings=[
            meaning
            for meaning in (opened.meanings(row.grading_system_id) if row.grading_system_id else [])
            if meaning.value in (row.level, row.grade)
        ],
        sources=sources | opened.sources(successors),
        doses=opened.regimens(topic.id, row.id),
        conflicts=opened.conflicts_of([row.id]),
        open_questions=opened.questions_about(topic.id, [row.id]).get(row.id, []),
        decisions=opened.decisions_on(row.id),
        version=opened.version(),
    )


def as_text(behind: Provenance) -> str:
    """``behind`` as lines for a terminal, from the sentence to the knowledge version."""
    return "\n".join(_lines(behind)) + "\n"


def _lines(behind: Provenance) -> Iterator[str]:
    one = behind.statement
    yield from (f"{one.id} ({one.kind}, {behind.topic.title}, setting: {behind.setting})", f"  {one.text}")
    if one.plain:
        yield f"  For lay readers: {one.plain}"
    given = [f"Level {one.level}" if one.level else "", f"Grade {one.grade}" if one.grade else ""]
    if behind.system is not None:
        yield f"Evidence: {', '.join(filter(None, given))} in {behind.system}"
        yield from (f"  {meaning.value}: {meaning.meaning}" for meaning in behind.meanings)
    else:
        yield "Evidence: no level or grade given by the source"
    yield f"Certainty: {one.certainty}{f' ({CERTAINTY[one.certainty]})' if CERTAINTY[one.certainty] else ''}"
    yield f"Applies to: {', '.join(group.population for group in one.populations)}"
    yield "Sources:"
    yield from (f"  {line}" for support in one.support for line in _source(support, behind.sources))
    yield from (f"Dose {dose.id}: {_dose(dose)}" for dose in behind.doses)
    for conflict in behind.conflicts:
        others = ", ".join(member.statement_id for member in conflict.members if member.statement_id != one.id)
        binds = f"; {conflict.binds} binds" if conflict.binds else ""
        yield f"Disagrees in {conflict.differs} with {others}{binds}: {conflict.text}"
    yield from (f"To settle by the reviewers: {question}" for question in behind.open_questions)
    if one.note:
        yield f"Note for reviewers: {one.note}"
    yield f"Review: {REVIEW[one.review]} (hash {one.hash})"
    for decision in behind.decisions:
        void = "" if decision.hash == one.hash else "; void, the statement was edited since"
        why = f": {decision.why}" if decision.why else ""
        policy = f", policy {decision.policy}" if decision.policy else ""
        yield f"  {decision.decided_on} {decision.decision} by {decision.decided_by}{policy}{why}{void}"
    yield f"Knowledge version: {behind.version}"


def _source(support: models.Support, sources: dict[str, models.Source]) -> Iterator[str]:
    source = support.source
    located = support.locator or "no locator"
    via = f", not read itself; reported by {sources[support.via_id].label}" if support.via_id else ""
    yield f"{source.label}: {source.title}. {located} (read: {source.read}{via}). {source.url or ''}".rstrip()
    successor = sources[source.superseded_by].label if source.superseded_by else source.superseded_note
    if successor:
        yield f"  superseded: {successor}"


def _dose(dose: models.Regimen) -> str:
    bounds = "–".join(filter(None, [dose.low, dose.high])) if dose.low else f"up to {dose.high}"
    cap = f", cap {dose.cap} {dose.cap_unit}" if dose.cap else ""
    return f"{bounds} {dose.unit}, {dose.routes.replace(',', '/')}, {dose.population}, {dose.frequency}{cap}"
