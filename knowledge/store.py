"""Builds the knowledge store from the content and opens it for reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection

from sqlalchemy import MetaData, bindparam, column, create_engine, event, select, table, text, update
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from knowledge import editions, migrations, models
from knowledge.bulk import BulkWriter, Row, begin_sqlite, writing
from knowledge.checks import check
from knowledge.content_files import CONTENT, Content, fingerprint, read_content, trained_vocabulary
from knowledge.rows import WORDS, WORDS_NUMBER, rows_of, successors_of, words_rows

CHUNK = 5000
EMPTY_WORDS = {
    "sqlite": "INSERT INTO statement_words(statement_words) VALUES ('delete-all')",
    "postgresql": "DELETE FROM statement_words",
}
# What stays when a version is replaced by another.
KEPT = (models.table_of(models.Embedding), models.table_of(models.Edition))
# Told how many rows were written since it was last called.
Progress = Callable[[int], None]


class NeedsTraining(Exception):
    """The content's vocabulary is not the one that the serving model was trained on."""


def open_store(url: str) -> Engine:
    """An engine for the store at ``url``; a SQLite file's folder is made where it is missing."""
    # A SQLite file is opened for each session, so that one which was away and came back is read again.
    sqlite = make_url(url).get_backend_name() == "sqlite"
    # One answer is read from one snapshot; SQLite's transactions are snapshots already.
    options = {"poolclass": NullPool} if sqlite else {"pool_pre_ping": True, "isolation_level": "REPEATABLE READ"}
    engine: Engine = create_engine(url, future=True, **options)
    if sqlite:
        if engine.url.database:
            Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", begin_sqlite)
    return engine


def _prepare_sqlite(connection: SQLiteConnection, _record: object) -> None:
    # The driver's own transactions leave table changes outside: SQLAlchemy's BEGIN covers them as well.
    connection.isolation_level = None
    for setting in ("foreign_keys=ON", "journal_mode=WAL", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {setting}")


def built_from(engine: Engine) -> models.StoreInfo | None:
    """Which content the store holds, or ``None`` for an empty or unreadable store, or one of another layout."""
    with suppress(SQLAlchemyError), Session(engine, future=True) as session:
        if migrations.is_current(session.connection(), "store"):
            info: models.StoreInfo | None = session.execute(select(models.StoreInfo)).scalar_one_or_none()
            return info
    return None


def build(url: str, folder: Path = CONTENT, *, retrained: bool = True, progress: Progress | None = None) -> bool:
    """Bring the store at ``url`` up to date with the content in ``folder``; returns whether anything was rebuilt.

    The content is read and checked first: on :class:`~knowledge.content_files.ContentError` the old store stays as it
    is. The new content replaces the old one in a single transaction, so a reader sees one version or the other. With
    ``retrained`` false a running assistant keeps its model: then :class:`NeedsTraining` is raised, and the old version
    goes on serving, where the vocabulary has changed.
    """
    engine = open_store(url)
    try:
        current = fingerprint(folder)
        info = built_from(engine)
        if info is not None and info.fingerprint == current:
            return False
        content = read_content(folder)
        check(content)
        vocabulary = trained_vocabulary(content, folder)
        if info is not None and not retrained and info.vocabulary != vocabulary:
            raise NeedsTraining
        load(engine, content, current, progress, vocabulary)
    finally:
        engine.dispose()
    return True


def load(
    engine: Engine, content: Content, current: str, progress: Progress | None = None, vocabulary: str = ""
) -> None:
    """Replace whatever ``engine`` holds by ``content``, whose files' fingerprint is ``current``, in one transaction.

    ``vocabulary`` is what a model must have been trained on to serve it.
    ``progress`` is told of every row: :func:`~knowledge.rows.count_rows` says how many there will be.
    """
    version = content.version()
    with writing(engine) as connection:
        if not migrations.is_current(connection, "store"):
            _drop_unknown(connection)
            migrations.upgrade(connection, "store")
        _empty(connection)
        writer = BulkWriter(connection)
        for model, rows in rows_of(content, version, current, vocabulary):
            _insert(writer, models.table_of(model), rows, progress)
        number = WORDS_NUMBER[engine.dialect.name]
        words = table(WORDS, column(number), column("topic"), column("words"))
        _insert(writer, words, words_rows(content, number), progress)
        successors = successors_of(content)
        if successors:
            sources = models.table_of(models.Source)
            change = update(sources).where(sources.c.id == bindparam("old")).values(superseded_by=bindparam("new"))
            connection.execute(change, successors)
        editions.keep(connection, content, version)
        # Without it the databases plan the first queries for empty tables.
        connection.execute(text("ANALYZE"))
    if engine.dialect.name == "postgresql":
        _clear_dead_rows(engine)


def _clear_dead_rows(engine: Engine) -> None:
    replaced = [one.name for one in models.mapper_registry.metadata.sorted_tables if one not in KEPT]
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"VACUUM {', '.join([WORDS, *replaced])}"))


def _insert(writer: BulkWriter, target: object, rows: Sequence[Row], progress: Progress | None) -> None:
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        writer.insert(target, chunk)
        if progress is not None:
            progress(len(chunk))


def _empty(connection: Connection) -> None:
    connection.exec_driver_sql(EMPTY_WORDS[connection.dialect.name])
    # A source may name a later one: the links go first, so that no row is held by another.
    connection.execute(update(models.table_of(models.Source)).values(superseded_by=None))
    for one in reversed(models.mapper_registry.metadata.sorted_tables):
        if one not in KEPT:
            connection.execute(one.delete())


def _drop_unknown(connection: Connection) -> None:
    """Clear away the tables of a store that no migration knows; the content is in the files."""
    if migrations.is_known(connection, "store"):
        return
    found = MetaData()
    names = {one.name for one in models.mapper_registry.metadata.sorted_tables}
    names |= {WORDS, migrations.version_table("store")}
    found.reflect(connection, only=lambda name, _: name in names)
    found.drop_all(connection)
