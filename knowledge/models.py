"""The tables of the knowledge store, as typed dataclasses mapped by SQLAlchemy (2.0 style on 1.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, get_args

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import registry, relationship

from knowledge.schema import Certainty, Review

mapper_registry = registry()


def table_of(model: type) -> Table:
    """The table that ``model`` is mapped to."""
    return model.__table__  # type: ignore[attr-defined]


def _one_of(column: str, values: Any) -> CheckConstraint:
    allowed = ", ".join(f"'{value}'" for value in get_args(values))
    return CheckConstraint(f"{column} IN ({allowed})", name=f"ck_{column}")


def _within_topic(column: str, target: str) -> ForeignKeyConstraint:
    """A reference to a row of ``target`` in the same topic."""
    there = [f"{target}.topic_id", f"{target}.id"]
    return ForeignKeyConstraint(["topic_id", column], there, name=f"fk_{column}", ondelete="CASCADE")


def _key(*constraints: Any) -> Any:
    return _column(String, *constraints, primary_key=True)


def _column(*arguments: Any, **options: Any) -> Any:
    return field(metadata={"sa": Column(*arguments, **options)})


def _text(*constraints: Any, **options: Any) -> Any:
    return _column(Text, *constraints, **options)


def _position(primary_key: bool = False) -> Any:
    return _column(Integer, nullable=False, primary_key=primary_key)


def _list(target: str, order: str | None = None) -> Any:
    options: dict[str, Any] = {"lazy": "selectin", "cascade": "all, delete-orphan"}
    if order is not None:
        options["order_by"] = order
    return field(default_factory=list, metadata={"sa": relationship(target, **options)})


@mapper_registry.mapped
@dataclass
class StoreInfo:
    """One row: which content this store was built from, and which vocabulary its model must have been trained on."""

    __tablename__ = "store_info"
    __sa_dataclass_metadata_key__ = "sa"

    version: str = _key()
    fingerprint: str = _text(nullable=False)
    vocabulary: str = _text(nullable=False)


@mapper_registry.mapped
@dataclass
class GradingSystem:
    """A grading system by name; a grade is only ever shown with it."""

    __tablename__ = "grading_system"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = _key()
    name: str = _text(nullable=False)


@mapper_registry.mapped
@dataclass
class GradeMeaning:
    """What a level or grade means in its system, in our own words."""

    __tablename__ = "grade_meaning"
    __sa_dataclass_metadata_key__ = "sa"

    system_id: str = _key(ForeignKey("grading_system.id", ondelete="CASCADE"))
    scale: str = _key()
    value: str = _key()
    meaning: str = _text(nullable=False)


@mapper_registry.mapped
@dataclass
class SourceName:
    """A name by which clinicians call a source, in lower case, and the edition year they may add ('' for none)."""

    __tablename__ = "source_name"
    __sa_dataclass_metadata_key__ = "sa"

    source_id: str = _key(ForeignKey("source.id", ondelete="CASCADE"))
    name: str = _column(String, primary_key=True, index=True)
    year: str = _column(String, primary_key=True, index=True)


@mapper_registry.mapped
@dataclass
class Source:
    """A document of the bibliography. ``read`` says in words how much of it was read."""

    __tablename__ = "source"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = _key()
    position: int = _position()
    kind: str = _text(nullable=False)
    label: str = _text(nullable=False, unique=True)
    title: str = _text(nullable=False)
    year: int | None = _column(Integer)
    reference: str | None = _text()
    url: str | None = _text()
    grading_system_id: str | None = _text(ForeignKey("grading_system.id"))
    superseded_by: str | None = _text(ForeignKey("source.id"), index=True)
    superseded_note: str | None = _text()
    read: str = _text(nullable=False)
    note: str | None = _text()
    names: list[SourceName] = _list("SourceName")


@mapper_registry.mapped
@dataclass
class Topic:
    """A topic with its scope and the state of its review."""

    __tablename__ = "topic"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = _key()
    position: int = _position()
    title: str = _text(nullable=False)
    scope: str = _text(nullable=False)
    last_updated: str = _text(nullable=False)
    reviewed: str = _text(nullable=False)
    disclaimer: str = _text(nullable=False)
    article_updated: str = _text(nullable=False)
    article_id: str = _text(ForeignKey("source.id"), nullable=False, index=True)


@mapper_registry.mapped
@dataclass
class Concept:
    """A clinical term. ``background`` concepts rank answers but never rule them out."""

    __tablename__ = "concept"
    __sa_dataclass_metadata_key__ = "sa"

    topic_id: str = _key(ForeignKey("topic.id", ondelete="CASCADE"))
    id: str = _column(String, primary_key=True, index=True)
    category: str = _text(nullable=False)
    label: str = _text(nullable=False)
    subject: bool = _column(Boolean, nullable=False)
    background: bool = _column(Boolean, nullable=False)


@mapper_registry.mapped
@dataclass
class Setting:
    """A clinical setting; what belongs to one that is not ``default`` is shown only when asked for."""

    __tablename__ = "setting"
    __sa_dataclass_metadata_key__ = "sa"

    topic_id: str = _key(ForeignKey("topic.id", ondelete="CASCADE"))
    id: str = _key()
    label: str = _text(nullable=False)
    default: bool = _column("is_default", Boolean, nullable=False)


@mapper_registry.mapped
@dataclass
class SettingConcept:
    """A concept whose mention asks for a setting."""

    __tablename__ = "setting_concept"
    __sa_dataclass_metadata_key__ = "sa"
    __table_args__ = (_within_topic("setting_id", "setting"), _within_topic("concept_id", "concept"))

    topic_id: str = _key(ForeignKey("topic.id", ondelete="CASCADE"))
    setting_id: str = _key()
    concept_id: str = _key()


@mapper_registry.mapped
@dataclass
class Support:
    """A source behind a statement, with where in it; ``via`` is the source that reports an unread one."""

    __tablename__ = "support"
    __sa_dataclass_metadata_key__ = "sa"

    statement_id: str = _key(ForeignKey("statement.id", ondelete="CASCADE"))
    position: int = _position(primary_key=True)
    source_id: str = _column(String, ForeignKey("source.id"), nullable=False, index=True)
    locator: str | None = _text()
    via_id: str | None = _text(ForeignKey("source.id"), index=True)
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
        _within_topic("concept_id", "concept"),
        Index("ix_statement_concept_concept_id", "concept_id", "topic_id", "statement_id"),
    )

    statement_id: str = _key(ForeignKey("statement.id", ondelete="CASCADE"))
    concept_id: str = _key()
    topic_id: str = _column(String, nullable=False)


@mapper_registry.mapped
@dataclass
class StatementQuestion:
    """A kind of question that a statement answers."""

    __tablename__ = "statement_question"
    __sa_dataclass_metadata_key__ = "sa"

    statement_id: str = _key(ForeignKey("statement.id", ondelete="CASCADE"))
    question: str = _column(String, primary_key=True, index=True)


@mapper_registry.mapped
@dataclass
class StatementPopulation:
    """A population that a statement applies to."""

    __tablename__ = "statement_population"
    __sa_dataclass_metadata_key__ = "sa"

    statement_id: str = _key(ForeignKey("statement.id", ondelete="CASCADE"))
    population: str = _key()


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
        _one_of("certainty", Certainty),
        _one_of("review", Review),
        _within_topic("setting_id", "setting"),
        Index("ix_statement_topic_id", "topic_id", "setting_id", "position"),
        UniqueConstraint("number", name="uq_number"),
    )

    id: str = _key()
    topic_id: str = _column(String, ForeignKey("topic.id", ondelete="CASCADE"), nullable=False)
    position: int = _position()
    kind: str = _text(nullable=False)
    text: str = _text(nullable=False)
    plain: str | None = _text()
    grading_system_id: str | None = _text(ForeignKey("grading_system.id"))
    level: str | None = _text()
    grade: str | None = _text()
    certainty: Certainty = _text(nullable=False)
    setting_id: str = _column(String, nullable=False)
    note: str | None = _text()
    hash: str = _text(nullable=False)
    words: str = _text(nullable=False)
    words_hash: str = _column(String, nullable=False, index=True)
    review: Review = _text(nullable=False)
    reviewed_by: str | None = _text()
    reviewed_on: str | None = _text()
    review_reason: str | None = _text()
    number: int = _position()
    support: list[Support] = _list("Support", "Support.position")
    concepts: list[StatementConcept] = _list("StatementConcept")
    questions: list[StatementQuestion] = _list("StatementQuestion")
    populations: list[StatementPopulation] = _list("StatementPopulation")


@mapper_registry.mapped
@dataclass
class ReviewEntry:
    """A reviewer's decision on a statement as it stood under ``hash``; ``position`` is its place in the log."""

    __tablename__ = "review_entry"
    __sa_dataclass_metadata_key__ = "sa"

    statement_id: str = _key(ForeignKey("statement.id", ondelete="CASCADE"))
    position: int = _position(primary_key=True)
    decision: str = _text(nullable=False)
    decided_on: str = _text(nullable=False)
    decided_by: str = _text(nullable=False)
    policy: str | None = _text()
    why: str | None = _text()
    hash: str = _text(nullable=False)


@mapper_registry.mapped
@dataclass
class Regimen:
    """A structured dose; decimals are kept as text, exact."""

    __tablename__ = "regimen"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = _key()
    statement_id: str = _column(String, ForeignKey("statement.id", ondelete="CASCADE"), nullable=False, index=True)
    drug: str = _text(nullable=False)
    routes: str = _text(nullable=False)
    setting_id: str = _text(nullable=False)
    population: str = _text(nullable=False)
    low: str | None = _text()
    high: str | None = _text()
    unit: str = _text(nullable=False)
    cap: str | None = _text()
    cap_unit: str | None = _text()
    frequency: str = _text(nullable=False)


@mapper_registry.mapped
@dataclass
class ConflictMember:
    """A statement of a conflict; a ``companion`` travels with its conflicting statements."""

    __tablename__ = "conflict_member"
    __sa_dataclass_metadata_key__ = "sa"

    conflict_id: str = _key(ForeignKey("conflict.id", ondelete="CASCADE"))
    statement_id: str = _column(String, ForeignKey("statement.id"), primary_key=True, index=True)
    position: int = _position()
    companion: bool = _column(Boolean, nullable=False)


@mapper_registry.mapped
@dataclass
class Conflict:
    """Statements that disagree, what differs, and which one binds."""

    __tablename__ = "conflict"
    __sa_dataclass_metadata_key__ = "sa"

    id: str = _key()
    topic_id: str = _text(ForeignKey("topic.id", ondelete="CASCADE"), nullable=False, index=True)
    position: int = _position()
    differs: str = _text(nullable=False)
    text: str = _text(nullable=False)
    binds: str | None = _text(ForeignKey("statement.id"), index=True)
    members: list[ConflictMember] = _list("ConflictMember", "ConflictMember.position")


@mapper_registry.mapped
@dataclass
class Criterion:
    """A criterion asked about a patient, worded as the condition in favour, with the statement behind it."""

    __tablename__ = "criterion"
    __sa_dataclass_metadata_key__ = "sa"

    topic_id: str = _key(ForeignKey("topic.id", ondelete="CASCADE"))
    id: str = _key()
    position: int = _position()
    label: str = _text(nullable=False)
    ask: str = _text(nullable=False)
    statement_id: str = _text(ForeignKey("statement.id"), nullable=False, index=True)


@mapper_registry.mapped
@dataclass
class PathwayStep:
    """A step of the pathway and one of its statements; several rows where several statements carry it."""

    __tablename__ = "pathway_step"
    __sa_dataclass_metadata_key__ = "sa"

    topic_id: str = _key(ForeignKey("topic.id", ondelete="CASCADE"))
    id: str = _key()
    statement_id: str = _column(String, ForeignKey("statement.id"), primary_key=True, index=True)
    position: int = _position()
    label: str = _text(nullable=False)


@mapper_registry.mapped
@dataclass
class GeneralAnswer:
    """A place in the general answer to a kind of question; ``verdict`` rows come with every dose."""

    __tablename__ = "general_answer"
    __sa_dataclass_metadata_key__ = "sa"

    topic_id: str = _key(ForeignKey("topic.id", ondelete="CASCADE"))
    question: str = _key()
    position: int = _position(primary_key=True)
    statement_id: str = _text(ForeignKey("statement.id"), nullable=False, index=True)


@mapper_registry.mapped
@dataclass
class NearTrap:
    """A neighbouring use that the topic does not answer, and what is said to it."""

    __tablename__ = "near_trap"
    __sa_dataclass_metadata_key__ = "sa"

    topic_id: str = _key(ForeignKey("topic.id", ondelete="CASCADE"))
    id: str = _key()
    label: str = _text(nullable=False)
    say: str = _text(nullable=False)


@mapper_registry.mapped
@dataclass
class OpenQuestion:
    """Something that reviewers have to settle, and one of the statements that hang on it."""

    __tablename__ = "open_question"
    __sa_dataclass_metadata_key__ = "sa"

    topic_id: str = _key(ForeignKey("topic.id", ondelete="CASCADE"))
    id: str = _key()
    statement_id: str = _column(String, ForeignKey("statement.id"), primary_key=True, index=True)
    position: int = _position()
    question: str = _text(nullable=False)


@mapper_registry.mapped
@dataclass
class Embedding:
    """The vector of a text by a model, as 32-bit floats. Kept across versions: a text is encoded once."""

    __tablename__ = "embedding"
    __sa_dataclass_metadata_key__ = "sa"

    words_hash: str = _key()
    model: str = _key()
    vector: bytes = _column(LargeBinary, nullable=False)


@mapper_registry.mapped
@dataclass
class Edition:
    """A version that was once loaded, kept for comparing: when (ISO, UTC), and its content as compressed JSON."""

    __tablename__ = "edition"
    __sa_dataclass_metadata_key__ = "sa"

    version: str = _key()
    loaded_at: str = _text(nullable=False)
    content: bytes = _column(LargeBinary, nullable=False)
