"""Stores shared by the tests: the made-up topic, and the product's own content."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from sqlalchemy.engine import Engine

from knowledge.content_files import CONTENT, Content, read_content
from knowledge.queries import KnowledgeBase
from knowledge.store import build, open_store

TEA = Path(__file__).parent / "data" / "content"


@pytest.fixture(scope="session")
def content() -> Content:
    """The product's own content."""
    return read_content(CONTENT)


def _store(folder: Path, at: Path) -> Iterator[KnowledgeBase]:
    url = f"sqlite:///{at / 'knowledge.sqlite'}"
    build(url, folder)
    engine = open_store(url)
    yield KnowledgeBase(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A store of the product's own content."""
    yield from _store(CONTENT, tmp_path_factory.mktemp("knowledge"))


@pytest.fixture(scope="session")
def tea(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A store of the made-up topic, in which every expected answer can be told at a glance."""
    yield from _store(TEA, tmp_path_factory.mktemp("tea"))


@pytest.fixture(scope="session")
def _postgresql() -> Iterator[str]:
    import pgserver

    # Not below pytest's own folder: another run of pytest closes that to the user that the server runs as.
    with TemporaryDirectory(prefix="postgresql-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(folder)
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def postgresql_url(_postgresql: str) -> Iterator[str]:
    """A new, empty database on a real PostgreSQL server."""
    from sqlalchemy import create_engine, text
    from sqlalchemy.engine import make_url

    name = f"test_{uuid4().hex}"
    admin = create_engine(make_url(_postgresql), isolation_level="AUTOCOMMIT", future=True)
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield str(make_url(_postgresql).set(database=name).render_as_string(hide_password=False))
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database, once of each kind."""
    url = f"sqlite:///{tmp_path / 'store.sqlite'}" if request.param == "sqlite" else None
    opened = open_store(url or request.getfixturevalue("postgresql_url"))
    yield opened
    opened.dispose()


def url_of(engine: Engine) -> str:
    """The URL by which another process or engine opens the database of ``engine``."""
    return str(engine.url.render_as_string(hide_password=False))
