"""Every version of the content that was ever loaded into a store, kept for comparing."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection, Engine

from knowledge import models
from knowledge.content_files import Content, canonical

# Compressing harder takes most of a load's time and saves little.
COMPRESSION = 1


class UnknownEdition(KeyError):
    """The store has never held this version."""

    def __init__(self, version: str, known: list[str]) -> None:
        """Take the ``version`` asked for and those that are ``known``."""
        super().__init__(version)
        self.version = version
        self.known = known

    def __str__(self) -> str:
        held = ", ".join(self.known) or "none yet"
        return f"version {self.version} was never loaded into this store; it knows: {held}"


@dataclass(frozen=True)
class Edition:
    """A version and when it was last loaded (ISO 8601, UTC); ``current`` where it is the one that is served."""

    version: str
    loaded_at: str
    current: bool


def keep(connection: Connection, content: Content, version: str) -> None:
    """Keep ``content`` as ``version``, loaded now, within the transaction of ``connection``."""
    table = models.table_of(models.Edition)
    row = {
        "version": version,
        "loaded_at": datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
        "content": zlib.compress(canonical(content).encode(), COMPRESSION),
    }
    connection.execute(delete(table).where(table.c.version == version))
    connection.execute(insert(table), [row])


def editions(engine: Engine) -> list[Edition]:
    """Every version that was loaded, the one that was loaded last first."""
    table, info = models.table_of(models.Edition), models.table_of(models.StoreInfo)
    query = select(table.c.version, table.c.loaded_at, info.c.version.is_not(None).label("current"))
    query = query.outerjoin(info, info.c.version == table.c.version).order_by(table.c.loaded_at.desc())
    with engine.connect() as connection:
        return [Edition(row.version, row.loaded_at, bool(row.current)) for row in connection.execute(query)]


def edition(engine: Engine, version: str) -> dict[str, Any]:
    """The content of ``version`` as :func:`knowledge.transfer.to_document` wrote it.

    Raises :class:`UnknownEdition` where that version was never loaded.
    """
    table = models.table_of(models.Edition)
    with engine.connect() as connection:
        found = connection.execute(select(table.c.content).where(table.c.version == version)).scalar_one_or_none()
    if found is None:
        raise UnknownEdition(version, [one.version for one in editions(engine)])
    document: dict[str, Any] = json.loads(zlib.decompress(found))
    return document
