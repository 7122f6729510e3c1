"""Writing to the store: one writer at a time, and many rows at once by the fastest way that a database has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.engine import Connection, Engine

Row = dict[str, Any]
# An arbitrary number that every writer of a PostgreSQL store locks.
WRITERS = 7_305_118
# How long a writer to SQLite waits for another one; readers wait for nobody.
PATIENCE_MILLISECONDS = 600_000
# So many rows a table has before its growth is worth a look.
LOOKED_AT_FROM = 2_000
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that waits for any other writer first, and is undone as a whole where what is done in it fails."""
    if engine.dialect.name == "sqlite":
        with engine.execution_options(writing=True).begin() as connection:
            yield connection
        return
    # A snapshot taken while waiting would miss what the other writer did.
    with engine.execution_options(isolation_level="READ COMMITTED").begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITERS})
        yield connection


def begin_sqlite(connection: Connection) -> None:
    """Begin a SQLite transaction: :func:`writing` takes its lock at once, as a snapshot cannot be written on later."""
    if not connection.get_execution_options().get("writing"):
        connection.exec_driver_sql("BEGIN")
        return
    connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


class BulkWriter:
    """Inserts many rows in one transaction by the fastest way that the database has."""

    def __init__(self, connection: Connection) -> None:
        """Write on ``connection``, whose transaction the caller ends."""
        self._connection = connection
        self._copies = connection.dialect.name == "postgresql"
        self._written: Counter[str] = Counter()
        self._due: dict[str, int] = {}

    def insert(self, table: Any, rows: Sequence[Row]) -> None:
        """Insert ``rows``, which all have the same keys, into ``table``."""
        if not self._copies:
            self._connection.execute(insert(table), list(rows))
            return
        _copy(self._connection, table.name, rows)
        self._written[table.name] += len(rows)
        self._tell_growth(table.name)

    def _tell_growth(self, table: str) -> None:
        """Let PostgreSQL look at a table each time it has doubled.

        It checks foreign keys by plans that are made for what was there before, and a plan for few rows, or for the
        topic of another size that was there, takes minutes on many.
        """
        if self._written[table] >= self._due.get(table, LOOKED_AT_FROM):
            self._connection.execute(text(f'ANALYZE "{table}"'))
            self._due[table] = 2 * self._written[table]


def _copy(connection: Connection, table: str, rows: Sequence[Row]) -> None:
    columns = ", ".join(f'"{name}"' for name in rows[0])
    lines = StringIO("".join(_line(row.values()) for row in rows))
    with connection.connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{table}" ({columns}) FROM STDIN', lines)


def _line(values: Iterable[Any]) -> str:
    return "\t".join(map(_field, values)) + "\n"


def _field(value: Any) -> str:
    return r"\N" if value is None else str(value).translate(_ESCAPED)
