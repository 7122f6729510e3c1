"""What nothing curated answered is kept for the curators: recognised terms only, grouped and counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from knowledge.answers.question import Question
from knowledge.answers.registry import answer
from knowledge.audit import AuditLog
from knowledge.gaps import as_csv, as_json, gaps, terms_of
from knowledge.queries import KnowledgeBase
from knowledge.store import open_store


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_store(f"sqlite:///{tmp_path / 'audit.sqlite'}")


def _ask(tea: KnowledgeBase, engine: Engine, **asked: Any) -> None:
    question = Question(**asked)
    AuditLog(engine).record(answer(tea, question), terms_of(question))


def test_questions_that_found_nothing_are_grouped_and_counted(tea: KnowledgeBase, engine: Engine) -> None:
    for words in ("is a lead pot ok for Mrs Smith?", "lead pot??"):
        _ask(tea, engine, kind="contraindications", concepts=("lead-pot",), checks_one=True, words=words)
    _ask(tea, engine, kind="monitoring", concepts=("bitterness",))
    _ask(tea, engine, kind="monitoring")
    found = gaps(engine)
    assert [(gap.question, gap.terms, gap.count) for gap in found] == [
        ("contraindications", ("lead-pot",), 2),
        ("monitoring", ("bitterness",), 1),
    ]


def test_no_word_of_the_message_is_kept_but_recognised_terms(
    tea: KnowledgeBase, engine: Engine, tmp_path: Path
) -> None:
    _ask(tea, engine, kind="monitoring", concepts=("bitterness",), words="Mrs Smith says it is bitter")
    engine.dispose()
    assert all(b"Smith" not in path.read_bytes() for path in tmp_path.iterdir())


def test_a_reference_that_is_not_there_is_no_gap(tea: KnowledgeBase, engine: Engine) -> None:
    _ask(tea, engine, kind="sources", reference=9)
    assert gaps(engine) == []


def test_gaps_can_be_limited_to_recent_days_and_exported(tea: KnowledgeBase, engine: Engine) -> None:
    _ask(tea, engine, kind="monitoring", concepts=("bitterness",), other_drug="coffee")
    assert gaps(engine, since="2999-01-01") == []
    found = gaps(engine, since="2020-01-01")
    day = found[0].first
    assert as_csv(found) == f"question,terms,count,first,last\nmonitoring,bitterness coffee,1,{day},{day}\n"
    assert json.loads(as_json(found))[0]["terms"] == ["bitterness", "coffee"]
