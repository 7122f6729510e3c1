"""Reading the whole store for people who look at it: lists, counts and everything that hangs on a record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import distinct, exists, func, or_, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, lazyload

from knowledge import models

# Read as SQL expressions, which the annotations of the mapped dataclasses do not say.
_Conflict: Any = models.Conflict
_ConflictMember: Any = models.ConflictMember
_GradeMeaning: Any = models.GradeMeaning
_GradingSystem: Any = models.GradingSystem
_OpenQuestion: Any = models.OpenQuestion
_PathwayStep: Any = models.PathwayStep
_Regimen: Any = models.Regimen
_ReviewEntry: Any = models.ReviewEntry
_Setting: Any = models.Setting
_Source: Any = models.Source
_Statement: Any = models.Statement
_StoreInfo: Any = models.StoreInfo
_Support: Any = models.Support
_Topic: Any = models.Topic
_of_regimen: Any = _Statement.id == _Regimen.statement_id

# The grading system, level and grade of a statement, as they are printed.
Grade = tuple[str | None, str | None, str | None]
NO_GRADE: Grade = (None, None, None)
# What the pages do not show is read only where it is asked for.
_BARE_SOURCE = lazyload(_Source.names)
_BARE_STATEMENT = (lazyload(_Statement.concepts), lazyload(_Statement.questions))
# One of these columns of a statement can be counted by.
COUNTED = ("kind", "certainty", "review", "setting_id")


@dataclass(frozen=True)
class Filter:
    """Which statements are wanted; ``None`` asks for any. Every one of ``words`` has to occur."""

    kind: str | None = None
    source: str | None = None
    grade: Grade | None = None
    certainty: str | None = None
    review: str | None = None
    setting: str | None = None
    words: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return any(getattr(self, one.name) for one in fields(self))


@contextmanager
def catalogue(engine: Engine) -> Iterator[Catalogue]:
    """Everything in the store at one moment: a version loaded meanwhile is not seen.

    Methods raise :class:`sqlalchemy.exc.SQLAlchemyError` where the store cannot be read.
    """
    with Session(engine, future=True, expire_on_commit=False) as session:
        yield Catalogue(session)


class Catalogue:
    """The records of one snapshot of the store."""

    def __init__(self, session: Session) -> None:
        """Read in ``session``."""
        self._session = session

    def version(self) -> str:
        """The version of the content in the store."""
        return str(self._session.execute(select(_StoreInfo.version)).scalar_one())

    def topics(self) -> list[models.Topic]:
        """Every topic, in the order of the content."""
        return self._all(select(_Topic).order_by(_Topic.position))

    def topic(self, topic: str) -> models.Topic | None:
        """The topic of that id, if there is one."""
        found: models.Topic | None = self._session.get(models.Topic, topic)
        return found

    def settings(self, topic: str) -> dict[str, str]:
        """The labels of the topic's settings, by id, its own settings first."""
        query = select(_Setting).where(_Setting.topic_id == topic)
        return {row.id: row.label for row in self._all(query.order_by(_Setting.default.desc(), _Setting.label))}

    def counts(self, topic: str, column: str) -> dict[str, int]:
        """How many statements of ``topic`` have each value of ``column`` (one of :data:`COUNTED`)."""
        value = getattr(_Statement, column)
        query = select(value, func.count()).where(_Statement.topic_id == topic).group_by(value).order_by(value)
        return {str(row[0]): int(row[1]) for row in self._session.execute(query)}

    def size_of(self, topic: str) -> dict[str, int]:
        """How many records of each kind ``topic`` has."""
        of_topic = _Statement.topic_id == topic
        steps = select(func.count(distinct(_PathwayStep.id))).where(_PathwayStep.topic_id == topic)
        questions = select(func.count(distinct(_OpenQuestion.id))).where(_OpenQuestion.topic_id == topic)
        queries = {
            "statements": select(func.count()).select_from(_Statement).where(of_topic),
            "sources": select(func.count(distinct(_Support.source_id))).join(_Statement).where(of_topic),
            "conflicts": select(func.count()).select_from(_Conflict).where(_Conflict.topic_id == topic),
            "doses": select(func.count(_Regimen.id)).join(_Statement, _of_regimen).where(of_topic),
            "steps": steps,
            "questions": questions,
        }
        return {name: int(self._session.execute(query).scalar_one()) for name, query in queries.items()}

    def statements(
        self, topic: str | None, wanted: Filter, start: int, limit: int
    ) -> tuple[list[models.Statement], int]:
        """At most ``limit`` statements that ``wanted`` asks for from place ``start`` on, and how many there are.

        They stand in the order of the content. With ``topic`` ``None`` those of every topic are looked at.
        """
        conditions = [*_conditions(wanted), *([_Statement.topic_id == topic] if topic else [])]
        total = self._session.execute(select(func.count()).select_from(_Statement).where(*conditions)).scalar_one()
        query = select(_Statement).join(_Topic).where(*conditions).order_by(_Topic.position, _Statement.position)
        return self._all(query.options(*_BARE_STATEMENT).offset(start).limit(limit)), int(total)

    def statements_of(self, ids: Iterable[str]) -> dict[str, models.Statement]:
        """The statements of ``ids``, by id."""
        query = select(_Statement).where(_in(_Statement.id, ids)).options(*_BARE_STATEMENT)
        return {row.id: row for row in self._all(query)}

    def statement(self, topic: str, statement: str) -> models.Statement | None:
        """The statement of that id, if ``topic`` has one."""
        found: models.Statement | None = self._session.get(models.Statement, statement)
        return found if found is not None and found.topic_id == topic else None

    def grades(self, topic: str) -> list[Grade]:
        """Every grade, as printed, that a statement of ``topic`` has; those without one are left out."""
        columns = (_Statement.grading_system_id, _Statement.level, _Statement.grade)
        query = select(*columns).where(_Statement.topic_id == topic, _Statement.grading_system_id.is_not(None))
        return [(row[0], row[1], row[2]) for row in self._session.execute(query.distinct().order_by(*columns))]

    def grading_systems(self) -> dict[str, str]:
        """The names of all grading systems, by id."""
        return {row.id: row.name for row in self._all(select(_GradingSystem).order_by(_GradingSystem.id))}

    def meanings(self, system: str) -> list[models.GradeMeaning]:
        """What the levels and grades of ``system`` mean, scale by scale."""
        query = select(_GradeMeaning).where(_GradeMeaning.system_id == system)
        return self._all(query.order_by(_GradeMeaning.scale, _GradeMeaning.value))

    def sources(self, ids: Iterable[str] | None = None) -> dict[str, models.Source]:
        """The sources of ``ids``, or all of them, by id, in the order of the content."""
        query = select(_Source) if ids is None else select(_Source).where(_in(_Source.id, ids))
        return {row.id: row for row in self._all(query.options(_BARE_SOURCE).order_by(_Source.position))}

    def source(self, source: str) -> models.Source | None:
        """The source of that id, if there is one."""
        found: models.Source | None = self._session.get(models.Source, source)
        return found

    def superseded_by(self, source: str) -> list[models.Source]:
        """The sources that ``source`` took the place of, oldest first."""
        query = select(_Source).where(_Source.superseded_by == source)
        return self._all(query.order_by(_Source.year, _Source.position))

    def cited(self, topic: str | None) -> dict[str, int]:
        """How many statements cite each source, by the source's id; with ``None`` those of every topic."""
        query = select(_Support.source_id, func.count(distinct(_Support.statement_id)))
        if topic:
            query = query.join(_Statement, _Statement.id == _Support.statement_id).where(_Statement.topic_id == topic)
        return {str(row[0]): int(row[1]) for row in self._session.execute(query.group_by(_Support.source_id))}

    def said_by(self, topic: str, sources: Iterable[str]) -> dict[str, list[tuple[models.Statement, str | None]]]:
        """What each of ``sources`` says in ``topic``: the statements that name it first, or as reported by another.

        Beside each stands the id of the source that reports it, if there is one.
        """
        query = select(_Support, _Statement).join(_Statement, _Statement.id == _Support.statement_id)
        query = query.where(_Statement.topic_id == topic, _in(_Support.source_id, sources))
        query = query.where(or_(_Support.position == 0, _Support.via_id.is_not(None)))
        found: dict[str, list[tuple[models.Statement, str | None]]] = defaultdict(list)
        for support, statement in self._session.execute(query.order_by(_Statement.position)):
            found[support.source_id].append((statement, support.via_id))
        return found

    def conflicts_of(self, statements: Iterable[str]) -> list[models.Conflict]:
        """Every conflict in which one of ``statements`` takes part, in the order of the content."""
        member = _ConflictMember
        part = exists().where(member.conflict_id == _Conflict.id, _in(member.statement_id, statements))
        return self._all(select(_Conflict).where(part).order_by(_Conflict.position))

    def questions_about(self, topic: str, statements: Iterable[str]) -> dict[str, list[str]]:
        """What reviewers have still to settle on each of ``statements``, by the statement's id."""
        query = select(_OpenQuestion).where(_OpenQuestion.topic_id == topic)
        found: dict[str, list[str]] = defaultdict(list)
        for row in self._all(query.where(_in(_OpenQuestion.statement_id, statements)).order_by(_OpenQuestion.position)):
            found[row.statement_id].append(row.question)
        return found

    def open_questions(self, topic: str) -> dict[str, list[str]]:
        """What reviewers of ``topic`` have still to settle, each with the ids of the statements that hang on it."""
        query = select(_OpenQuestion).where(_OpenQuestion.topic_id == topic)
        found: dict[str, list[str]] = defaultdict(list)
        for row in self._all(query.order_by(_OpenQuestion.position, _OpenQuestion.statement_id)):
            found[row.question].append(row.statement_id)
        return found

    def regimens(self, topic: str, statement: str | None = None) -> list[models.Regimen]:
        """The doses of ``topic``, or those that hang on ``statement``, in the order of the content."""
        query = select(_Regimen).join(_Statement, _of_regimen).where(_Statement.topic_id == topic)
        if statement is not None:
            query = query.where(_Regimen.statement_id == statement)
        return self._all(query.order_by(_Statement.position, _Regimen.position))

    def pathway(self, topic: str) -> list[models.PathwayStep]:
        """The rows of the pathway's steps, one for each statement, in order."""
        return self._all(select(_PathwayStep).where(_PathwayStep.topic_id == topic).order_by(_PathwayStep.position))

    def decisions_on(self, statement: str) -> list[models.ReviewEntry]:
        """Every reviewer's decision on ``statement``, the first one first."""
        query = select(_ReviewEntry).where(_ReviewEntry.statement_id == statement)
        return self._all(query.order_by(_ReviewEntry.position))

    def _all(self, query: Any) -> list[Any]:
        return list(self._session.execute(query).scalars())


def _conditions(wanted: Filter) -> list[Any]:
    columns = {
        _Statement.kind: wanted.kind,
        _Statement.certainty: wanted.certainty,
        _Statement.review: wanted.review,
        _Statement.setting_id: wanted.setting,
    }
    conditions = [column == value for column, value in columns.items() if value]
    if wanted.source:
        conditions.append(exists().where(_Support.statement_id == _Statement.id, _Support.source_id == wanted.source))
    if wanted.grade is not None:
        printed = (_Statement.grading_system_id, _Statement.level, _Statement.grade)
        conditions += [column.is_not_distinct_from(value) for column, value in zip(printed, wanted.grade, strict=True)]
    return conditions + [_contains(word) for word in wanted.words]


def _contains(word: str) -> Any:
    """The statement's sentence, its plain form, its terms or its id hold ``word``, whatever the case."""
    places = (_Statement.words, _Statement.plain, _Statement.id)
    return or_(*(func.lower(place).contains(word.lower(), autoescape=True) for place in places))


def _in(column: Any, values: Iterable[str]) -> Any:
    return column.in_(list(values))
