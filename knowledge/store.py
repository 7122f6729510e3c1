"""Builds the knowledge store from the content and opens it for reading."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from itertools import count
from pathlib import Path
from sqlite3 import Connection

from sqlalchemy import create_engine, event, select
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from knowledge import models, schema
from knowledge.checks import check
from knowledge.content_files import CONTENT, Content, TopicContent, fingerprint, read_content


def open_store(url: str) -> Engine:
    """An engine for the store at ``url``; a SQLite file's folder is made where it is missing."""
    # A SQLite file is opened for each session, so that one which was away and came back is read again.
    pool = {"poolclass": NullPool} if make_url(url).get_backend_name() == "sqlite" else {"pool_pre_ping": True}
    engine: Engine = create_engine(url, future=True, **pool)
    if engine.dialect.name == "sqlite":
        if engine.url.database:
            Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _prepare_sqlite(connection: Connection, _record: object) -> None:
    # The driver's own transactions leave table changes outside: SQLAlchemy's BEGIN covers them as well.
    connection.isolation_level = None
    for setting in ("foreign_keys=ON", "journal_mode=WAL", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {setting}")


def built_from(engine: Engine) -> models.StoreInfo | None:
    """Which content the store holds, or ``None`` for an empty or unreadable store."""
    with suppress(SQLAlchemyError), Session(engine, future=True) as session:
        info: models.StoreInfo | None = session.execute(select(models.StoreInfo)).scalar_one_or_none()
        return info
    return None


def build(url: str, folder: Path = CONTENT) -> bool:
    """Bring the store at ``url`` up to date with the content in ``folder``; returns whether anything was rebuilt.

    The content is read and checked first: on :class:`~knowledge.content_files.ContentError` the old store stays as it
    is. The new content replaces the old one in a single transaction, so a reader sees one version or the other.
    """
    engine = open_store(url)
    try:
        current = f"{_layout()}:{fingerprint(folder)}"
        info = built_from(engine)
        if info is not None and info.fingerprint == current:
            return False
        content = read_content(folder)
        check(content)
        metadata = models.mapper_registry.metadata
        with Session(engine, future=True) as session, session.begin():
            metadata.drop_all(session.connection())
            metadata.create_all(session.connection())
            _add(session, content, current)
    finally:
        engine.dispose()
    return True


def _layout() -> str:
    """A hash of the tables, so that a store of an older layout is rebuilt."""
    tables = [
        f"{table.name}({', '.join(map(str, table.c))})" for table in models.mapper_registry.metadata.sorted_tables
    ]
    return hashlib.sha256("\n".join(tables).encode()).hexdigest()[:12]


def _add(session: Session, content: Content, current: str) -> None:
    session.add(models.StoreInfo(version=content.version(), fingerprint=current))
    _add_bibliography(session, content)
    for position, topic in enumerate(content.topics):
        _add_topic(session, topic, position)


def _add_bibliography(session: Session, content: Content) -> None:
    session.add_all(models.GradingSystem(id=system.id, name=system.name) for system in content.grading_systems)
    session.flush()
    # A source may point forward to the one that superseded it: all rows first, then the links.
    rows = {}
    for position, source in enumerate(content.sources):
        keys = {(name.casefold(), year) for name in source.names for year in source.years or [""]}
        rows[source.id] = models.Source(
            id=source.id,
            position=position,
            kind=source.kind,
            label=source.label,
            title=source.title,
            year=source.year,
            reference=source.reference,
            url=f"https://doi.org/{source.doi}" if source.doi else source.url,
            grading_system_id=source.grading_system,
            superseded_by=None,
            superseded_note=source.superseded_note,
            read=source.read,
            names=[models.SourceName(source.id, name, year) for name, year in sorted(keys)],
        )
    session.add_all(rows.values())
    session.flush()
    for source in content.sources:
        rows[source.id].superseded_by = source.superseded_by
    session.flush()


def _add_topic(session: Session, content: TopicContent, position: int) -> None:
    topic = content.topic
    session.add(
        models.Topic(
            id=topic.id,
            position=position,
            title=topic.title,
            scope=topic.scope,
            reviewed=topic.reviewed,
            last_updated=topic.last_updated.isoformat(),
            disclaimer=topic.disclaimer,
            article_id=topic.article,
            article_updated=topic.article_updated.isoformat(),
        )
    )
    session.flush()
    _add_vocabulary(session, content)
    session.add_all(_statement(statement, topic.id, place) for place, statement in enumerate(content.statements))
    session.flush()
    for place, conflict in enumerate(content.conflicts):
        session.add(_conflict(conflict, topic.id, place))
    session.add_all(
        models.Regimen(
            id=dose.id,
            statement_id=dose.statement,
            drug=dose.drug,
            routes=",".join(dose.routes),
            setting_id=dose.setting,
            population=dose.population,
            low=dose.low,
            high=dose.high,
            unit=dose.unit,
            cap=dose.cap,
            cap_unit=dose.cap_unit,
            frequency=dose.frequency,
        )
        for dose in content.regimens
    )
    _add_procedures(session, content)


def _add_vocabulary(session: Session, content: TopicContent) -> None:
    topic = content.topic
    session.add_all(
        models.Concept(
            topic.id,
            concept.id,
            concept.category,
            concept.label,
            subject=concept.id in topic.subjects,
            background=concept.id in topic.background,
        )
        for concept in content.glossary
    )
    session.add_all(models.NearTrap(topic.id, trap.id, trap.label, trap.say) for trap in content.near_traps)
    for setting in topic.settings:
        session.add(models.Setting(topic.id, setting.id, setting.label, setting.default))
        session.add_all(models.SettingConcept(topic.id, setting.id, name) for name in setting.concepts)


def _statement(statement: schema.Statement, topic: str, position: int) -> models.Statement:
    key = statement.id
    return models.Statement(
        id=key,
        topic_id=topic,
        position=position,
        kind=statement.kind,
        text=statement.text,
        plain=statement.plain,
        grading_system_id=statement.evidence.system,
        level=statement.evidence.level,
        grade=statement.evidence.grade,
        certainty=statement.certainty,
        setting_id=statement.setting,
        review="submitted",
        support=[
            models.Support(key, place, support.source, support.locator, support.via)
            for place, support in enumerate(statement.sources)
        ],
        concepts=[models.StatementConcept(key, name) for name in statement.about],
        questions=[models.StatementQuestion(key, name) for name in statement.answers],
        populations=[models.StatementPopulation(key, name) for name in statement.applies_to],
    )


def _conflict(conflict: schema.Conflict, topic: str, position: int) -> models.Conflict:
    members = [
        models.ConflictMember(conflict.id, name, place, name in conflict.companions)
        for place, name in enumerate(conflict.statements)
    ]
    return models.Conflict(
        id=conflict.id,
        topic_id=topic,
        position=position,
        differs=conflict.differs,
        text=conflict.text,
        binds=conflict.binds,
        members=members,
    )


def _add_procedures(session: Session, content: TopicContent) -> None:
    topic = content.topic.id
    session.add_all(
        models.Criterion(topic, criterion.id, place, criterion.label, criterion.ask, criterion.statement)
        for place, criterion in enumerate(content.criteria)
    )
    places = count()
    session.add_all(
        models.PathwayStep(topic, step.id, statement, next(places), step.label)
        for step in content.pathway
        for statement in step.statements
    )
    session.add_all(
        models.GeneralAnswer(topic, question, place, statement)
        for question, statements in [*content.topic.answers.items(), ("verdict", content.topic.verdict)]
        for place, statement in enumerate(statements)
    )
