"""What holds for any sound content: it loads, it travels, it answers, and its versions tell its differences.

Examples are the same in every run. ``FOOTNOTE_SOAK=1`` tries many more.
"""

from __future__ import annotations

import os
import shutil
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from knowledge.answers.question import AUDIENCES, Audience, Question
from knowledge.answers.registry import REGISTRY, answer
from knowledge.content_files import Content, ContentError, TopicContent
from knowledge.differences import as_text, differences
from knowledge.queries import KnowledgeBase
from knowledge.rendering.plain import plain
from knowledge.schema import QuestionKind
from knowledge.store import built_from, load, open_store
from knowledge.transfer import export_csv, export_json, from_document, import_file, to_document, write_content
from knowledge.transfer.document import Document, unchecked
from tests.content_strategies import contents, edits
from tests.contract import check_envelope

pytestmark = pytest.mark.soak
SOAK = bool(os.environ.get("FOOTNOTE_SOAK"))


def examples(few: int, many: int) -> settings:
    """How many examples a property is tried with: ``few`` in a usual run, ``many`` in a soak."""
    slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
    return settings(
        max_examples=many if SOAK else few,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=slow,
    )


@pytest.fixture(scope="module")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One store for all examples, so that each replaces another."""
    return f"sqlite:///{tmp_path_factory.mktemp('properties') / 'knowledge.sqlite'}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "exported"


def _loads(url: str, content: Content) -> None:
    engine = open_store(url)
    load(engine, content, "made up")
    info = built_from(engine)
    assert info is not None
    assert info.version == content.version() == KnowledgeBase(engine).version()
    ids = [statement.id for topic in content.topics for statement in topic.statements]
    assert [statement.id for statement in KnowledgeBase(engine).statements(ids)] == ids
    engine.dispose()


@examples(10, 300)
@given(content=contents())
def test_any_content_loads(sqlite_url: str, content: Content) -> None:
    _loads(sqlite_url, content)


@examples(5, 60)
@given(content=contents())
def test_any_content_loads_into_postgresql(postgresql_url: str, content: Content) -> None:
    _loads(postgresql_url, content)


@examples(15, 300)
@given(content=contents())
def test_any_content_travels_as_a_document(content: Content) -> None:
    assert from_document(to_document(content)) == content


@examples(8, 300)
@given(content=contents())
def test_any_content_travels_as_json_csv_and_yaml(folder: Path, content: Content) -> None:
    for export in (export_json, export_csv, write_content):
        export(content, folder)
        assert import_file(folder).version() == content.version()
        folder.unlink() if folder.is_file() else shutil.rmtree(folder)


def _asked(topic: TopicContent) -> list[tuple[QuestionKind, tuple[str, ...], Audience]]:
    """Every kind of question, in general and about each concept, for each audience; in a usual run every fifth."""
    named = [(), *((concept.id,) for concept in topic.glossary)]
    asked = list(product(REGISTRY, named, AUDIENCES))
    return asked if SOAK else asked[::5]


@examples(8, 150)
@given(content=contents())
def test_every_answer_of_any_content_keeps_the_contract(sqlite_url: str, content: Content) -> None:
    engine = open_store(sqlite_url)
    load(engine, content, "made up")
    with KnowledgeBase(engine).snapshot() as knowledge:
        for topic in content.topics:
            for kind, concepts, audience in _asked(topic):
                asked = Question(kind=kind, concepts=concepts, audience=audience, topic=topic.topic.id)
                envelope = answer(knowledge, asked)
                check_envelope(envelope.dict(), plain(envelope))
    engine.dispose()


def _in_order(document: Document) -> Document:
    """``document`` without the orders that say nothing, and each shared record once, as every sound content is."""
    return {
        **document,
        **{key: list({one["id"]: one for one in document[key]}.values()) for key in ("grading_systems", "units")},
        "sources": sorted({one["id"]: one for one in document["sources"]}.values(), key=lambda one: str(one["id"])),
        "topics": sorted(
            {one["topic"]["id"]: one for one in document["topics"]}.values(), key=lambda one: str(one["topic"]["id"])
        ),
        "drug_names": sorted(document["drug_names"]),
    }


@examples(25, 1000)
@given(data=st.data(), content=contents())
def test_there_are_differences_exactly_where_versions_differ(data: st.DataObject, content: Content) -> None:
    old = _in_order(to_document(content))
    content = unchecked(old)
    try:
        edited = unchecked(_in_order(to_document(unchecked(data.draw(edits(old))))))
    except ContentError:
        assume(False)
    changes = differences(old, edited)
    assert bool(changes) == (edited.version() != content.version()), as_text(changes)
    assert any(change.needs_training for change in changes) == (edited.vocabulary() != content.vocabulary()), as_text(
        changes
    )


@examples(8, 150)
@given(old=contents(), new=contents())
def test_any_two_contents_can_be_compared(old: Content, new: Content) -> None:
    there, back = differences(old, new), differences(new, old)
    assert bool(there) == bool(back) == (old.version() != new.version())
    assert all(change.text in as_text(there) for change in there)
