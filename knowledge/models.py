"""The tables of the knowledge store, as typed dataclasses mapped by SQLAlchemy (2.0 style on 1.4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import relationship

from knowledge.columns import column, key, list_of, one_of, placed, text_column, within_topic
from knowledge.columns import mapper_registry as mapper_registry
from knowledge.columns import table_of as table_of
from knowledge.schema import Certainty, Review
from knowledge.store_models import Edition as Edition
from knowledge.store_models import Embedding as Embedding
from knowledge.store_models import StoreInfo as StoreInfo


@mapper_registry.mapped
@dataclass
class GradingSystem:
    """A grading system by name; a grade is only ever shown with it."""

    __tablename__ = "grading_system"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    name: str = text_column(nullable=False)


@mapper_registry.mapped
@dataclass
class GradeMeaning:
    """What a level or grade means in its system, in our own words."""

    __tablename__ = "grade_meaning"
    __sa_dataclass_metadata_key__ = "sa"

    system_id: str = key(ForeignKey("grading_system.id", ondelete="CASCADE"))
    scale: str = key()
    value: str = key()
    meaning: str = text_column(nullable=False)


@mapper_registry.mapped
@dataclass
class SourceName:
    """A name by which clinicians call a source, in lower case, and the edition year they may add ('' for none)."""

    __tablename__ = "source_name"
    __sa_dataclass_metadata_key__ = "sa"

    source_id: str = key(ForeignKey("source.id", ondelete="CASCADE"))
    name: str = column(String, primary_key=True, index=True)
    year: str = column(String, primary_key=True, index=True)


@mapper_registry.mapped
@dataclass
class Source:
    """A document of the bibliography. ``read`` says in words how much of it was read."""

    __tablename__ = "source"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    position: int = placed()
    kind: str = text_column(nullable=False)
    label: str = text_column(nullable=False, unique=True)
    title: str = text_column(nullable=False)
    year: int | None = column(Integer)
    reference: str | None = text_column()
    url: str | None = text_column()
    grading_system_id: str | None = text_column(ForeignKey("grading_system.id"))
    superseded_by: str | None = text_column(ForeignKey("source.id"), index=True)
    superseded_note: str | None = text_column()
    read: str = text_column(nullable=False)
    note: str | None = text_column()
    names: list[SourceName] = list_of("SourceName")


@mapper_registry.mapped
@dataclass
class Topic:
    """A topic with its scope and the state of its review. ``verdicts`` is JSON: the statement that carries each one."""

    __tablename__ = "topic"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    position: int = placed()
    title: str = text_column(nullable=False)
    scope: str = text_column(nullable=False)
    last_updated: str = text_column(nullable=False)
    reviewed: str = text_column(nullable=False)
    disclaimer: str = text_column(nullable=False)
    article_updated: str = text_column(nullable=False)
    article_id: str = text_column(ForeignKey("source.id"), nullable=False, index=True)
    verdicts: str = text_column(nullable=False)


@mapper_registry.mapped
@dataclass
class Concept:
    """A clinical term. ``background`` concepts rank answers but never rule them out."""

    __tablename__ = "concept"
    __sa_dataclass_metadata_key__ = "sa"

    topic_id: str = key(ForeignKey("topic.id", ondelete="CASCADE"))
    id: str = column(String, primary_key=True, index=True)
    category: str = text_column(nullable=False)
    label: str = text_column(nullable=False)
    subject: bool = column(Boolean, nullable=False)
    background: bool = column(Boolean, nullable=False)


@mapper_registry.mapped
@dataclass
class Setting:
    """A clinical setting; what belongs to one that is not ``default`` is shown only when asked for."""

    __tablename__ = "setting"
    __sa_dataclass_metadata_key__ = "sa"

    topic_id: str = key(ForeignKey("topic.id", ondelete="CASCADE"))
    id: str = key()
    label: str = text_column(nullable=False)
    default: bool = column("is_default", Boolean, nullable=False)


@mapper_registry.mapped
@dataclass
class SettingConcept:
    """A concept whose mention asks for a setting."""

    __tablename__ = "setting_concept"
    __sa_dataclass_metadata_key__ = "sa"
    __table_args__ = (within_topic("setting_id", "setting"), within_topic("concept_id", "concept"))

    topic_id: str = key(ForeignKey("topic.id", ondelete="CASCADE"))
    setting_id: str = key()
    concept_id: str = key()


@mapper_registry.mapped
@dataclass
class Support:
    """A source behind a statement, with where in it; ``via`` is the source that reports an unread one."""

    __tablename__ = "support"
    __sa_dataclass_metadata_key__ = "sa"

    statement_id: str = key(ForeignKey("statement.id", ondelete="CASCADE"))
    position: int = placed(primary_key=True)
    source_id: str = column(String, ForeignKey("source.id"), nullable=False, index=True)
    locator: str | None = text_column()
    via_id: str | None = text_column(ForeignKey("source.id"), index=True)
    source: Source = field(
        init=False, metadata={"sa": relationship("Source", foreign_keys="Support.source_id", lazy="joined")}
    )


@mapper_registry.mapped
@dataclass
class StatementConcept:
    """A concept of its topic that a statement is about."""

    __tablename__ = "statement_concept"
    __sa_dataclass_metadata_key__ = "sa"
    __table_args__ = (
        within_topic("concept_id", "concept"),
        Index("ix_statement_concept_concept_id", "concept_id", "topic_id", "statement_id"),
    )

    statement_id: str = key(ForeignKey("statement.id", ondelete="CASCADE"))
    concept_id: str = key()
    topic_id: str = column(String, nullable=False)


@mapper_registry.mapped
@dataclass
class StatementQuestion:
    """A kind of question that a statement answers."""

    __tablename__ = "statement_question"
    __sa_dataclass_metadata_key__ = "sa"

    statement_id: str = key(ForeignKey("statement.id", ondelete="CASCADE"))
    question: str = column(String, primary_key=True, index=True)


@mapper_registry.mapped
@dataclass
class StatementPopulation:
    """A population that a statement applies to."""

    __tablename__ = "statement_population"
    __sa_dataclass_metadata_key__ = "sa"

    statement_id: str = key(ForeignKey("statement.id", ondelete="CASCADE"))
    population: str = key()


@mapper_registry.mapped
@dataclass
class Statement:
    """A curated sentence, its grade in its source's own system, its certainty and its review status.

    ``number`` is its place among all statements, ``hash`` what a reviewer's decision is bound to, ``words`` what search
    looks at, ``words_hash`` the key of their embedding.
    """

    __tablename__ = "statement"
    __sa_dataclass_metadata_key__ = "sa"
    __table_args__ = (
        one_of("certainty", Certainty),
        one_of("review", Review),
        within_topic("setting_id", "setting"),
        Index("ix_statement_topic_id", "topic_id", "setting_id", "position"),
        UniqueConstraint("number", name="uq_number"),
    )

    id: str = key()
    topic_id: str = column(String, ForeignKey("topic.id", ondelete="CASCADE"), nullable=False)
    position: int = placed()
    kind: str = text_column(nullable=False)
    text: str = text_column(nullable=False)
    plain: str | None = text_column()
    grading_system_id: str | None = text_column(ForeignKey("grading_system.id"))
    level: str | None = text_column()
    grade: str | None = text_column()
    certainty: Certainty = text_column(nullable=False)
    setting_id: str = column(String, nullable=False)
    note: str | None = text_column()
    hash: str = text_column(nullable=False)
    words: str = text_column(nullable=False)
    words_hash: str = column(String, nullable=False, index=True)
    review: Review = text_column(nullable=False)
    reviewed_by: str | None = text_column()
    reviewed_on: str | None = text_column()
    review_reason: str | None = text_column()
    number: int = placed()
    support: list[Support] = list_of("Support", "Support.position")
    concepts: list[StatementConcept] = list_of("StatementConcept")
    questions: list[StatementQuestion] = list_of("StatementQuestion")
    populations: list[StatementPopulation] = list_of("StatementPopulation")


@mapper_registry.mapped
@dataclass
class ReviewEntry:
    """A reviewer's decision on a statement as it stood under ``hash``; ``position`` is its place in the log."""

    __tablename__ = "review_entry"
    __sa_dataclass_metadata_key__ = "sa"

    statement_id: str = key(ForeignKey("statement.id", ondelete="CASCADE"))
    position: int = placed(primary_key=True)
    decision: str = text_column(nullable=False)
    decided_on: str = text_column(nullable=False)
    decided_by: str = text_column(nullable=False)
    policy: str | None = text_column()
    why: str | None = text_column()
    hash: str = text_column(nullable=False)


@mapper_registry.mapped
@dataclass
class Regimen:
    """A structured dose; decimals are kept as text, exact. ``cap_statement_id`` gives the cap, where another does."""

    __tablename__ = "regimen"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    statement_id: str = column(String, ForeignKey("statement.id", ondelete="CASCADE"), nullable=False, index=True)
    position: int = placed()
    drug: str = text_column(nullable=False)
    routes: str = text_column(nullable=False)
    setting_id: str = text_column(nullable=False)
    population: str = text_column(nullable=False)
    low: str | None = text_column()
    high: str | None = text_column()
    unit: str = text_column(nullable=False)
    cap: str | None = text_column()
    cap_unit: str | None = text_column()
    cap_statement_id: str | None = column(String, ForeignKey("statement.id"), nullable=True, index=True)
    frequency: str = text_column(nullable=False)


@mapper_registry.mapped
@dataclass
class ConflictMember:
    """A statement of a conflict; a ``companion`` travels with its conflicting statements."""

    __tablename__ = "conflict_member"
    __sa_dataclass_metadata_key__ = "sa"

    conflict_id: str = key(ForeignKey("conflict.id", ondelete="CASCADE"))
    statement_id: str = column(String, ForeignKey("statement.id"), primary_key=True, index=True)
    position: int = placed()
    companion: bool = column(Boolean, nullable=False)


@mapper_registry.mapped
@dataclass
class Conflict:
    """Statements that disagree, what differs, and which one binds."""

    __tablename__ = "conflict"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = key()
    topic_id: str = text_column(ForeignKey("topic.id", ondelete="CASCADE"), nullable=False, index=True)
    position: int = placed()
    differs: str = text_column(nullable=False)
    text: str = text_column(nullable=False)
    binds: str | None = text_column(ForeignKey("statement.id"), index=True)
    members: list[ConflictMember] = list_of("ConflictMember", "ConflictMember.position")


@mapper_registry.mapped
@dataclass
class Criterion:
    """A criterion asked about a patient, worded as the condition in favour, with the statement behind it.

    ``reading`` is the :class:`knowledge.schema.Criterion` in JSON: which slot a message fills, and how.
    """

    __tablename__ = "criterion"
    __sa_dataclass_metadata_key__ = "sa"

    topic_id: str = key(ForeignKey("topic.id", ondelete="CASCADE"))
    id: str = key()
    position: int = placed()
    label: str = text_column(nullable=False)
    ask: str = text_column(nullable=False)
    reading: str = text_column(nullable=False)
    statement_id: str = text_column(ForeignKey("statement.id"), nullable=False, index=True)


@mapper_registry.mapped
@dataclass
class PathwayStep:
    """A step of the pathway and one of its statements; several rows where several statements carry it.

    ``reading`` is the :class:`knowledge.schema.PathwayStep` in JSON: what shows that a patient is past it.
    """

    __tablename__ = "pathway_step"
    __sa_dataclass_metadata_key__ = "sa"

    topic_id: str = key(ForeignKey("topic.id", ondelete="CASCADE"))
    id: str = key()
    statement_id: str = column(String, ForeignKey("statement.id"), primary_key=True, index=True)
    position: int = placed()
    label: str = text_column(nullable=False)
    reading: str = text_column(nullable=False)


@mapper_registry.mapped
@dataclass
class GeneralAnswer:
    """A place in the general answer to a kind of question.

    ``verdict`` rows come with every dose; the row of :func:`reason_for` a kind says why its answers are as they are.
    """

    __tablename__ = "general_answer"
    __sa_dataclass_metadata_key__ = "sa"

    topic_id: str = key(ForeignKey("topic.id", ondelete="CASCADE"))
    question: str = key()
    position: int = placed(primary_key=True)
    statement_id: str = text_column(ForeignKey("statement.id"), nullable=False, index=True)


def reason_for(question: str) -> str:
    """What stands in the place of the kind of question in the general answer that explains answers to ``question``."""
    return f"why {question}"


@mapper_registry.mapped
@dataclass
class NearTrap:
    """A neighbouring use that the topic does not answer, and what is said to it."""

    __tablename__ = "near_trap"
    __sa_dataclass_metadata_key__ = "sa"

    topic_id: str = key(ForeignKey("topic.id", ondelete="CASCADE"))
    id: str = key()
    label: str = text_column(nullable=False)
    say: str = text_column(nullable=False)


@mapper_registry.mapped
@dataclass
class OpenQuestion:
    """Something that reviewers have to settle, and one of the statements that hang on it."""

    __tablename__ = "open_question"
    __sa_dataclass_metadata_key__ = "sa"

    topic_id: str = key(ForeignKey("topic.id", ondelete="CASCADE"))
    id: str = key()
    statement_id: str = column(String, ForeignKey("statement.id"), primary_key=True, index=True)
    position: int = placed()
    question: str = text_column(nullable=False)
