"""Reading the knowledge store: typed questions in, loaded records out. No answer is composed here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from typing import Any

from sqlalchemy import and_, case, distinct, exists, func, or_, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from knowledge import models
from knowledge.schema import Criterion, PathwayStep, Verdict
from knowledge.search import Hit, Search

# Read as SQL expressions, which the annotations of the mapped dataclasses do not say.
_StoreInfo: Any = models.StoreInfo
_Topic: Any = models.Topic
_Concept: Any = models.Concept
_Setting: Any = models.Setting
_SettingConcept: Any = models.SettingConcept
_Statement: Any = models.Statement
_StatementConcept: Any = models.StatementConcept
_StatementQuestion: Any = models.StatementQuestion
_Support: Any = models.Support
_Source: Any = models.Source
_SourceName: Any = models.SourceName
_GradingSystem: Any = models.GradingSystem
_GeneralAnswer: Any = models.GeneralAnswer
_Conflict: Any = models.Conflict
_ConflictMember: Any = models.ConflictMember
_Criterion: Any = models.Criterion
_PathwayStep: Any = models.PathwayStep
_Regimen: Any = models.Regimen

# More candidates than an answer can show: what remains after companions are added is cut by the answer.
CANDIDATES = 40


class KnowledgeBase:
    """The knowledge in the store, read in short sessions, or in one session within :meth:`snapshot`.

    Methods raise :class:`sqlalchemy.exc.SQLAlchemyError` where the store cannot be read.
    """

    def __init__(self, engine: Engine, *, approved_only: bool = False) -> None:
        """Read from ``engine``; nothing is opened before the first question.

        With ``approved_only`` the statements that no reviewer has approved are not there.
        """
        self._engine = engine
        self._approved_only = approved_only
        self._snapshot: Session | None = None
        self._topic: str | None = None
        self._readings: dict[str, list[Criterion]] | None = None
        self._search = Search()

    @contextmanager
    def snapshot(self) -> Iterator[KnowledgeBase]:
        """The same knowledge at one moment: a version loaded meanwhile is not seen."""
        with Session(self._engine, future=True, expire_on_commit=False) as session:
            moment = copy(self)
            moment._snapshot = session
            moment._readings = {}
            yield moment

    def about(self, topic: str | None) -> KnowledgeBase:
        """The same knowledge, asked about ``topic``; with ``None`` about the first topic."""
        focused = copy(self)
        focused._topic = topic
        return focused

    @contextmanager
    def _session(self) -> Iterator[Session]:
        if self._snapshot is not None:
            yield self._snapshot
            return
        with Session(self._engine, future=True, expire_on_commit=False) as session:
            yield session

    def version(self) -> str:
        """The version of the content in the store."""
        with self._session() as session:
            return str(session.execute(select(_StoreInfo.version)).scalar_one())

    def topic(self) -> models.Topic:
        """The topic that is asked about; the first one where none was chosen with :meth:`about`."""
        chosen = select(_Topic) if self._topic is None else select(_Topic).where(_Topic.id == self._topic)
        topics: list[models.Topic] = self._all(chosen.order_by(_Topic.position).limit(1))
        return topics[0]

    def topics(self) -> list[models.Topic]:
        """Every topic, in the order of the content."""
        return self._all(select(_Topic).order_by(_Topic.position))

    def topic_of(self, concepts: Iterable[str], otherwise: str | None) -> str | None:
        """The id of the topic that ``concepts`` belong to: as its subjects, or else by number; ``otherwise`` if none.

        Among topics that fit equally well ``otherwise`` comes first, then the order of the content.
        """
        subjects = func.sum(case((_Concept.subject.is_(True), 1), else_=0))
        query = (
            select(_Concept.topic_id)
            .join(_Topic, _Topic.id == _Concept.topic_id)
            .where(_in(_Concept.id, concepts))
            .group_by(_Concept.topic_id, _Topic.position)
            .order_by(
                subjects.desc(),
                func.count().desc(),
                case((_Concept.topic_id == (otherwise or ""), 0), else_=1),
                _Topic.position,
            )
            .limit(1)
        )
        return next(iter(self._all(query)), otherwise)

    def nearest_topics(self, words: str, limit: int) -> list[models.Topic]:
        """The ``limit`` topics whose title and scope come closest in meaning to ``words``."""
        topics = self.topics()
        if len(topics) <= limit or not words:
            return topics[:limit]
        return self._search.nearest(words, {f"{topic.title}. {topic.scope}": topic for topic in topics})[:limit]

    def concepts(self, topic: str, ids: Iterable[str]) -> list[models.Concept]:
        """The concepts of ``ids`` that the topic's glossary holds."""
        query = select(_Concept).where(_Concept.topic_id == topic, _in(_Concept.id, ids))
        return self._all(query.order_by(_Concept.id))

    def subjects(self) -> list[models.Concept]:
        """The concepts that the topic asked about is about."""
        query = select(_Concept).where(_Concept.topic_id == self.topic().id, _Concept.subject.is_(True))
        return self._all(query.order_by(_Concept.id))

    def near_trap(self, topic: str, trap: str) -> models.NearTrap | None:
        """The near trap ``trap`` of the topic, if there is one."""
        with self._session() as session:
            found: models.NearTrap | None = session.get(models.NearTrap, (topic, trap))
            return found

    def open_settings(self, topic: str, concepts: Iterable[str]) -> list[str]:
        """The settings whose statements may be shown: the topic's own, and those that ``concepts`` ask for."""
        asked_for = exists().where(
            _SettingConcept.topic_id == topic,
            _SettingConcept.setting_id == _Setting.id,
            _in(_SettingConcept.concept_id, concepts),
        )
        of_topic = _Setting.topic_id == topic
        return self._all(select(_Setting.id).where(of_topic, or_(_Setting.default.is_(True), asked_for)))

    def all_settings(self, topic: str) -> list[str]:
        """Every setting of the topic: a source that is named brings its own setting with it."""
        return self._all(select(_Setting.id).where(_Setting.topic_id == topic))

    def statements(self, ids: Sequence[str]) -> list[models.Statement]:
        """The statements of ``ids``, in that order; an id that is not there, or not served, is left out."""
        found = {row.id: row for row in self._all(select(_Statement).where(_in(_Statement.id, ids), *self._served()))}
        return [found[name] for name in ids if name in found]

    def dosed(self, statements: Iterable[str]) -> set[str]:
        """Those of ``statements`` behind which a regimen stands."""
        return set(self._all(select(_Regimen.statement_id).where(_in(_Regimen.statement_id, statements))))

    def regimens(self, topic: str) -> list[models.Regimen]:
        """The topic's regimens, in the order of the content."""
        query = select(_Regimen).join(_Statement, _Statement.id == _Regimen.statement_id)
        return self._all(query.where(_Statement.topic_id == topic, *self._served()).order_by(_Regimen.position))

    def setting_labels(self, topic: str) -> dict[str, str]:
        """What the topic's settings are called, by their ids."""
        return {one.id: one.label for one in self._all(select(_Setting).where(_Setting.topic_id == topic))}

    def answering(self, statements: Iterable[str], kind: str) -> set[str]:
        """Those of ``statements`` that answer questions of ``kind``."""
        query = select(distinct(_StatementQuestion.statement_id)).where(_StatementQuestion.question == kind)
        return set(self._all(query.where(_in(_StatementQuestion.statement_id, statements))))

    def answered_by(self, statement: str) -> set[str]:
        """The kinds of question that ``statement`` answers; none where it is not known."""
        query = select(_StatementQuestion.question).where(_StatementQuestion.statement_id == statement)
        return set(self._all(query))

    def supported_by(self, statements: Iterable[str], sources: Sequence[str]) -> set[str]:
        """Those of ``statements`` that cite one of ``sources``."""
        query = select(distinct(_Support.statement_id)).where(_in(_Support.source_id, sources))
        return set(self._all(query.where(_in(_Support.statement_id, statements)))) if sources else set()

    def doses_of(self, topic: str) -> set[str]:
        """The medicines whose doses the topic holds, by their concepts' ids."""
        query = select(distinct(_Regimen.drug)).join(_Statement, _Statement.id == _Regimen.statement_id)
        return set(self._all(query.where(_Statement.topic_id == topic)))

    def about_any(self, statements: Iterable[str], concepts: Iterable[str]) -> set[str]:
        """Those of ``statements`` that are about at least one of ``concepts``."""
        link = _StatementConcept
        query = select(distinct(link.statement_id)).where(_in(link.concept_id, concepts))
        return set(self._all(query.where(_in(link.statement_id, statements))))

    def concepts_of(self, statements: Iterable[str]) -> set[str]:
        """The ids of everything that ``statements`` are about."""
        query = select(distinct(_StatementConcept.concept_id))
        return set(self._all(query.where(_in(_StatementConcept.statement_id, statements))))

    def general_answer(self, topic: str, question: str) -> list[str]:
        """The ids of the statements that answer the general form of ``question``, in their authored order."""
        query = select(_GeneralAnswer.statement_id).where(
            _GeneralAnswer.topic_id == topic, _GeneralAnswer.question == question
        )
        if self._approved_only:
            query = query.join(_Statement, _Statement.id == _GeneralAnswer.statement_id).where(*self._served())
        return self._all(query.order_by(_GeneralAnswer.position))

    def why(self, topic: str, question: str) -> str | None:
        """The id of the statement that says why answers to ``question`` are as they are, if the topic names one."""
        return next(iter(self.general_answer(topic, models.reason_for(question))), None)

    def matching(
        self,
        topic: str,
        question: str | None,
        settings: Sequence[str],
        concepts: Sequence[str],
        narrowing: Sequence[str],
        sources: Sequence[str],
    ) -> list[str]:
        """The ids of the statements that fit best.

        A statement qualifies if it answers ``question`` (any, where that is ``None``), belongs to one of ``settings``,
        cites one of ``sources`` (where there are any) and is about one of ``narrowing`` (where there are any). Those
        that touch the most categories of ``concepts`` are returned, in the order of how many concepts they share, then
        of the content.
        """
        statement, about, concept = _Statement, _StatementConcept, _Concept
        shared = and_(about.statement_id == statement.id, _in(about.concept_id, concepts))
        categories = func.count(distinct(concept.category))
        met = func.sum(case((_in(about.concept_id, narrowing), 1), else_=0))
        query = (
            select(statement.id, categories, met)
            # Without sources only what shares a concept can be chosen, and its index finds that.
            .join(about, shared, isouter=bool(sources))
            .outerjoin(concept, and_(concept.topic_id == topic, concept.id == about.concept_id))
            .where(statement.topic_id == topic, _in(statement.setting_id, settings), *self._served())
            .group_by(statement.id, statement.position)
            .order_by(categories.desc(), func.count(about.concept_id).desc(), *_carrier_first(sources))
            .order_by(statement.position)
            .limit(CANDIDATES)
        )
        if question is not None:
            answers = _StatementQuestion
            query = query.where(exists().where(answers.statement_id == statement.id, answers.question == question))
        if sources:
            support = _Support
            query = query.where(exists().where(support.statement_id == statement.id, _in(support.source_id, sources)))
        rows = [row for row in self._rows(query) if row[2] or not narrowing]
        best = max((row[1] for row in rows), default=0)
        # One shared term is too little to choose by among what a source says, and several sources each have their say.
        everything = bool(sources) and (best < 2 or len(sources) > 1)
        return [row[0] for row in rows if everything or (row[1] == best and best)]

    def closest(self, words: str, topic: str, settings: Iterable[str], limit: int) -> list[Hit]:
        """The ``limit`` statements of ``topic`` and ``settings`` whose words and meaning fit ``words`` best."""
        conditions = [_in(_Statement.setting_id, settings), *self._served()]
        with self._session() as session:
            return self._search.closest(session, words, topic, conditions, limit)

    def sources_named(self, names: Sequence[str], years: Sequence[str]) -> tuple[list[str], list[str]]:
        """The ids of the sources that ``names`` and ``years`` mean, and the names that mean none of that year."""
        name = models.SourceName
        if not names:
            return self._all(select(distinct(name.source_id)).where(_in(name.year, years))), []
        found: list[str] = []
        missing: list[str] = []
        for wanted in dict.fromkeys(word.casefold() for word in names):
            query = select(distinct(name.source_id)).where(name.name == wanted)
            dated = self._all(query.where(_in(name.year, years))) if years else []
            # One year beside several names belongs to one of them; the others stand for all their editions.
            undated = self._all(query) if not years or len(set(names)) > len(set(years)) else []
            found += dated or undated
            if not (dated or undated):
                missing.append(wanted)
        return found, missing

    def editions(self, name: str) -> list[models.Source]:
        """All sources that go by ``name``, newest first."""
        known = select(_SourceName.source_id).where(_SourceName.name == name)
        return self._all(select(_Source).where(_Source.id.in_(known)).order_by(_Source.year.desc(), _Source.position))

    def sources(self, ids: Sequence[str]) -> dict[str, models.Source]:
        """The sources of ``ids``, by id."""
        return {row.id: row for row in self._all(select(_Source).where(_in(_Source.id, ids)))}

    def grading_systems(self, ids: Iterable[str]) -> dict[str, str]:
        """The names of the grading systems of ``ids``, by id."""
        query = select(_GradingSystem).where(_in(_GradingSystem.id, ids))
        return {row.id: row.name for row in self._all(query)}

    def conflicts_of(self, statements: Iterable[str]) -> list[models.Conflict]:
        """Every conflict in which one of ``statements`` takes part, in the order of the content."""
        member = _ConflictMember
        part = select(member.conflict_id).where(_in(member.statement_id, statements))
        return self._all(select(_Conflict).where(_Conflict.id.in_(part)).order_by(_Conflict.position))

    def criteria(self, topic: str) -> list[models.Criterion]:
        """The topic's criteria in order."""
        query = select(_Criterion).where(_Criterion.topic_id == topic)
        return self._all(query.order_by(_Criterion.position))

    def readings(self) -> list[Criterion]:
        """How a message fills the slots of the topic that is asked about."""
        topic = self.topic().id
        # One answer asks for them many times; outside of a snapshot another version may have been loaded meanwhile.
        if self._readings is not None and topic in self._readings:
            return self._readings[topic]
        found = [Criterion.parse_raw(one.reading) for one in self.criteria(topic)]
        if self._readings is not None:
            self._readings[topic] = found
        return found

    def pathway(self) -> list[PathwayStep]:
        """The steps of the pathway of the topic that is asked about, in order, each with all its statements."""
        query = select(_PathwayStep.reading).where(_PathwayStep.topic_id == self.topic().id)
        readings = dict.fromkeys(self._all(query.order_by(_PathwayStep.position)))
        return [PathwayStep.parse_raw(reading) for reading in readings]

    def verdicts(self) -> dict[Verdict, str]:
        """The id of the statement that carries each verdict on a patient, in the topic that is asked about."""
        found: dict[Verdict, str] = json.loads(self.topic().verdicts)
        return found

    def _served(self) -> list[Any]:
        return [_Statement.review == "approved"] if self._approved_only else []

    def _all(self, query: Any) -> list[Any]:
        with self._session() as session:
            return list(session.execute(query).scalars())

    def _rows(self, query: Any) -> list[tuple[str, int, int | None]]:
        with self._session() as session:
            return [tuple(row) for row in session.execute(query)]


def _in(column: Any, values: Iterable[str]) -> Any:
    return column.in_(list(values))


def _carrier_first(sources: Sequence[str]) -> list[Any]:
    if not sources:
        return []
    support = _Support
    place = select(func.min(support.position)).where(
        support.statement_id == _Statement.id, _in(support.source_id, sources)
    )
    return [place.correlate(_Statement).scalar_subquery()]
