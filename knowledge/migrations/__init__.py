"""The schema of both databases, as Alembic migrations: `store` for the knowledge, `audit` for the audit log."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

FOLDER = Path(__file__).parent


def upgrade(connection: Connection, which: str, revision: str = "head") -> None:
    """Bring the tables of ``which`` (``store`` or ``audit``) to ``revision``, in the transaction of ``connection``."""
    config = _config(which)
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def is_current(connection: Connection, which: str) -> bool:
    """Whether the tables of ``which`` are those that this code was written for."""
    return _revision(connection, which) == ScriptDirectory.from_config(_config(which)).get_current_head()


def is_known(connection: Connection, which: str) -> bool:
    """Whether the tables of ``which`` were made by these migrations, and not by others or by later ones."""
    known = {one.revision for one in ScriptDirectory.from_config(_config(which)).walk_revisions()}
    return _revision(connection, which) in known


def _revision(connection: Connection, which: str) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table": version_table(which)})
    revision: str | None = context.get_current_revision()
    return revision


def version_table(which: str) -> str:
    """The table in which Alembic keeps the revision of ``which``: both may share one database."""
    return f"alembic_version_{which}"


def _config(which: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", str(FOLDER / which))
    config.attributes["version_table"] = version_table(which)
    return config
