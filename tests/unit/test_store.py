"""The store, on both databases: its layout, its editions, and what a reader sees while a version is loaded."""

from __future__ import annotations

from dataclasses import replace
from threading import Event, Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine

from benchmarks.synthetic import Synthetic
from knowledge import migrations, models
from knowledge.answers.question import Question
from knowledge.answers.registry import answer
from knowledge.bulk import writing
from knowledge.content_files import Content, read_content
from knowledge.editions import UnknownEdition, edition, editions
from knowledge.queries import KnowledgeBase
from knowledge.rows import count_rows, successors_of
from knowledge.store import build, built_from, load, open_store
from knowledge.transfer import to_document
from tests.conftest import TEA, url_of

OWN = {"answer_id", "created_at"}


@pytest.fixture(scope="module")
def green() -> Content:
    return read_content(TEA)


@pytest.fixture
def reworded(green: Content) -> Content:
    topic = green.topics[0]
    changed = topic.statements[0].copy(update={"text": "Brew it\twith\\cooled water,\nnever “boiling”."})
    return replace(green, topics=[replace(topic, statements=[changed, *topic.statements[1:]])])


def test_the_migrations_make_the_tables_that_the_code_is_written_for(engine: Engine, green: Content) -> None:
    load(engine, green, "files")
    ours = set(models.mapper_registry.metadata.tables)
    options = {
        "compare_type": True,
        "include_object": lambda thing, name, kind, *_: (name if kind == "table" else thing.table.name) in ours,
    }
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, models.mapper_registry.metadata) == []


def test_both_databases_answer_alike(engine: Engine, tea: KnowledgeBase) -> None:
    assert build(url_of(engine), TEA) is True
    assert build(url_of(engine), TEA) is False
    for question in (
        Question(kind="recommendation", concepts=("boiling",)),
        Question(kind="dosing"),
        Question(kind="search", words="cups of cool water"),
    ):
        assert answer(KnowledgeBase(engine), question).dict(exclude=OWN) == answer(tea, question).dict(exclude=OWN)


def test_whatever_a_text_holds_comes_back_as_it_was(engine: Engine, reworded: Content) -> None:
    load(engine, reworded, "files")
    first = reworded.topics[0].statements[0]
    assert KnowledgeBase(engine).statements([first.id])[0].text == first.text


@pytest.mark.parametrize("revision", ["s001", "s002", "s003", "s004", "s005"])
def test_a_store_of_an_earlier_layout_is_brought_up_to_date(engine: Engine, green: Content, revision: str) -> None:
    with writing(engine) as connection:
        migrations.upgrade(connection, "store", revision)
    assert built_from(engine) is None
    load(engine, green, "files")
    info = built_from(engine)
    assert info is not None
    assert info.version == green.version()


def test_a_store_of_a_layout_that_is_not_known_is_built_anew(engine: Engine, green: Content) -> None:
    load(engine, green, "files")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version_store SET version_num = 'of-tomorrow'"))
        connection.execute(text("ALTER TABLE near_trap RENAME COLUMN say TO says"))
    assert built_from(engine) is None
    load(engine, green, "files")
    assert built_from(engine) is not None


def test_foreign_keys_hold(engine: Engine, green: Content) -> None:
    load(engine, green, "files")
    statement = models.table_of(models.Statement)
    with pytest.raises(Exception, match=r"(?i)foreign key"), engine.begin() as connection:
        connection.execute(statement.update().values(setting_id="nowhere"))


def test_progress_counts_every_row(engine: Engine, green: Content, content: Content) -> None:
    for one in (green, content, Synthetic().content(120, topic_size=50)):
        written: list[int] = []
        load(engine, one, "files", written.append)
        assert sum(written) == count_rows(one)


def test_every_version_that_was_loaded_is_kept(engine: Engine, green: Content, reworded: Content) -> None:
    load(engine, green, "files")
    load(engine, reworded, "other files")
    assert [(one.version, one.current) for one in editions(engine)] == [
        (reworded.version(), True),
        (green.version(), False),
    ]
    assert edition(engine, green.version()) == to_document(green)
    assert edition(engine, reworded.version()) == to_document(reworded)
    load(engine, green, "files")
    assert [(one.version, one.current) for one in editions(engine)] == [
        (green.version(), True),
        (reworded.version(), False),
    ]


def test_a_version_that_was_never_loaded_is_named_with_those_that_were(engine: Engine, green: Content) -> None:
    load(engine, green, "files")
    with pytest.raises(UnknownEdition, match=rf"version nonsense was never loaded .* it knows: {green.version()}"):
        edition(engine, "nonsense")


def test_a_reader_sees_one_version_or_the_other(engine: Engine) -> None:
    small, large = Synthetic(1).content(150), Synthetic(2).content(900)
    sizes = {one.version(): sum(len(topic.statements) for topic in one.topics) for one in (small, large)}
    load(engine, small, "small")
    finished, seen = Event(), set()
    mixed: list[tuple[str, int, int]] = []

    def read() -> None:
        own = open_store(url_of(engine))
        while not finished.is_set():
            with own.connect() as connection:
                version = connection.execute(text("SELECT version FROM store_info")).scalar_one()
                statements = connection.execute(text("SELECT count(*) FROM statement")).scalar_one()
                numbers = connection.execute(text("SELECT max(number) FROM statement")).scalar_one()
            seen.add(version)
            if not statements == numbers == sizes[version]:
                mixed.append((version, statements, numbers))
        own.dispose()

    readers = [Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for one in (large, small, large, small):
        load(engine, one, one.version())
    finished.set()
    for reader in readers:
        reader.join()
    assert mixed == []
    assert seen == set(sizes)


def test_two_loaders_at_once_take_turns(engine: Engine) -> None:
    contents = [Synthetic(seed).content(300) for seed in (1, 2)]
    load(engine, contents[0], "first")
    loaders = [Thread(target=load, args=(open_store(url_of(engine)), one, one.version())) for one in contents]
    for loader in loaders:
        loader.start()
    for loader in loaders:
        loader.join()
    info = built_from(engine)
    assert info is not None
    assert info.version == info.fingerprint
    assert {one.version for one in editions(engine)} == {one.version() for one in contents}


def test_whatever_is_looked_up_has_an_index(engine: Engine, green: Content) -> None:
    load(engine, green, "files")
    looked_up = inspect(engine)
    for table in models.mapper_registry.metadata.sorted_tables:
        keys = [looked_up.get_pk_constraint(table.name)["constrained_columns"]]
        keys += [index["column_names"] for index in looked_up.get_indexes(table.name)]
        leading = {columns[0] for columns in keys if columns}
        for link in table.foreign_keys:
            # There are a handful of grading systems, and nobody asks for a setting's or a concept's rows without it.
            if link.column.table.name in {"statement", "source"}:
                assert link.parent.name in leading, f"{table.name}.{link.parent.name}"


def test_the_products_sources_name_their_successors(engine: Engine, content: Content) -> None:
    load(engine, content, "files")
    found = KnowledgeBase(engine).sources([row["old"] for row in successors_of(content)])
    assert {name: source.superseded_by for name, source in found.items()} == {
        row["old"]: row["new"] for row in successors_of(content)
    }
