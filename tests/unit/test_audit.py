"""The audit log: one entry for each answer, never changed, on both databases, and no word of a message."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from knowledge.answers.question import Question
from knowledge.answers.registry import answer
from knowledge.audit import AuditLog
from knowledge.queries import KnowledgeBase
from knowledge.store import build, open_store
from tests.conftest import TEA


def test_each_answer_leaves_one_entry_of_what_it_quoted(tea: KnowledgeBase, engine: Engine) -> None:
    log = AuditLog(engine)
    envelope = answer(tea, Question(kind="recommendation", model_version="m1"))
    log.record(envelope)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM audit_entry")).mappings().all()
    assert len(rows) == 1
    row = rows[0]
    assert row["answer_id"] == envelope.answer_id
    assert json.loads(row["statements"]) == [statement.id for statement in envelope.statements]
    assert (row["knowledge_version"], row["model_version"]) == (tea.version(), "m1")
    assert json.loads(row["choices"])["status"] == "answered"


@pytest.mark.parametrize("change", ["UPDATE audit_entry SET statements = '[]'", "DELETE FROM audit_entry"])
def test_an_entry_can_be_neither_changed_nor_removed(tea: KnowledgeBase, engine: Engine, change: str) -> None:
    AuditLog(engine).record(answer(tea, Question(kind="summary")))
    with pytest.raises(DBAPIError, match="never changed or removed"), engine.begin() as connection:
        connection.execute(text(change))


def test_a_log_that_is_there_is_gone_on_with(tea: KnowledgeBase, engine: Engine) -> None:
    for _ in range(2):
        AuditLog(engine).record(answer(tea, Question(kind="summary")))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM audit_entry")).scalar_one() == 2


def test_the_knowledge_base_answers_the_same_from_postgresql(tea: KnowledgeBase, postgresql_url: str) -> None:
    assert build(postgresql_url, TEA) is True
    assert build(postgresql_url, TEA) is False
    engine = open_store(postgresql_url)
    question = Question(kind="recommendation", concepts=("boiling",))
    own = {"answer_id", "created_at"}
    assert answer(KnowledgeBase(engine), question).dict(exclude=own) == answer(tea, question).dict(exclude=own)
    engine.dispose()
