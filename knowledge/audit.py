"""The append-only record of what was answered: no word of any message, nothing about any patient."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Column, Integer, String, Text, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, registry

from knowledge import migrations
from knowledge.answers.envelope import Envelope

audit_registry = registry()
Rating = Literal["up", "down"]
# What is not found here ("show reference 99") is no gap of the knowledge base.
NO_KNOWLEDGE_ASKED = frozenset({"sources", "patient", "meta"})


def _text(*, nullable: bool = False) -> Any:
    return field(metadata={"sa": Column(Text, nullable=nullable)})


@audit_registry.mapped
@dataclass
class AuditEntry:
    """One answer: when it was given, what it quoted, and which versions stood behind it.

    ``statements`` and ``choices`` are JSON: the quoted ids, and the kind, status and offered payloads of the answer.
    """

    __tablename__ = "audit_entry"
    __sa_dataclass_metadata_key__ = "sa"

    answer_id: str = field(metadata={"sa": Column(String, primary_key=True)})
    created_at: str = _text()
    knowledge_version: str = _text()
    model_version: str = _text()
    statements: str = _text()
    choices: str = _text()


@audit_registry.mapped
@dataclass
class KnowledgeGap:
    """A question that nothing curated answered: its kind and the recognised terms (JSON), and nothing else of it."""

    __tablename__ = "knowledge_gap"
    __sa_dataclass_metadata_key__ = "sa"

    answer_id: str = field(metadata={"sa": Column(String, primary_key=True)})
    day: str = _text()
    question: str = _text()
    terms: str = _text()


@audit_registry.mapped
@dataclass
class FeedbackEntry:
    """What a reader thought of an answer: ``up`` or ``down``, a ``reason`` of a fixed list, and what it had quoted."""

    __tablename__ = "feedback"
    __sa_dataclass_metadata_key__ = "sa"

    answer_id: str = field(metadata={"sa": Column(String, nullable=False, index=True)})
    created_at: str = _text()
    rating: str = _text()
    reason: str | None = _text(nullable=True)
    statements: str = _text()
    id: int | None = field(init=False, default=None, metadata={"sa": Column(Integer, primary_key=True)})


# Read as an SQL expression, which the annotations of the mapped dataclass do not say.
_Entry: Any = AuditEntry


class AuditLog:
    """Writes one entry for each answer, and one for each judgement of an answer."""

    def __init__(self, engine: Engine) -> None:
        """Write to ``engine``; its tables are made or brought up to date first."""
        self._engine = engine
        with engine.begin() as connection:
            migrations.upgrade(connection, "audit")

    def judge(self, answer_id: str, rating: Rating, reason: str | None, at: str) -> bool:
        """Append what a reader thought of an answer; returns whether there is such an answer.

        Raises :class:`sqlalchemy.exc.SQLAlchemyError` where it cannot be written.
        """
        quoted = select(_Entry.statements).where(_Entry.answer_id == answer_id)
        with Session(self._engine, future=True) as session, session.begin():
            statements = session.execute(quoted).scalar_one_or_none()
            if statements is not None:
                session.add(
                    FeedbackEntry(
                        answer_id=answer_id, created_at=at, rating=rating, reason=reason, statements=statements
                    )
                )
        return statements is not None

    def record(self, envelope: Envelope, terms: Sequence[str] = (), choice: str | None = None) -> None:
        """Append ``envelope``'s entry, and the gap where nothing curated answered: its recognised ``terms`` alone.

        ``choice`` is what the reader chose beside the question, such as to see a dose in spite of a contraindication.
        Raises :class:`sqlalchemy.exc.SQLAlchemyError` where it cannot be written.
        """
        choices = {
            "question": envelope.question,
            "status": envelope.status,
            "audience": envelope.audience,
            "offered": [offer.payload for offer in envelope.next],
            "chosen": choice,
        }
        entry = AuditEntry(
            answer_id=envelope.answer_id,
            created_at=envelope.created_at,
            knowledge_version=envelope.knowledge_version or "",
            model_version=envelope.model_version or "",
            statements=json.dumps([statement.id for statement in envelope.statements]),
            choices=json.dumps(choices),
        )
        with Session(self._engine, future=True) as session, session.begin():
            session.add(entry)
            if envelope.status == "not_found" and envelope.question not in NO_KNOWLEDGE_ASKED:
                session.add(
                    KnowledgeGap(
                        answer_id=envelope.answer_id,
                        day=envelope.created_at[:10],
                        question=envelope.question,
                        terms=json.dumps(list(terms)),
                    )
                )
