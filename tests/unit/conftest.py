"""The knowledge pages over real stores, for all tests of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge.content_files import CONTENT
from tests.conftest import TEA
from tests.pages import Markup, Served, crawl, serve

Serving = Callable[[Callable[[Path], None]], Served]


@pytest.fixture(scope="session", params=["made up", "product"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The pages of the made-up topic, and of the product's own content."""
    folder = {"made up": TEA, "product": CONTENT}[request.param]
    one = serve(f"sqlite:///{tmp_path_factory.mktemp('pages') / 'knowledge.sqlite'}", folder)
    yield one
    one.engine.dispose()


@pytest.fixture(scope="session")
def crawled(served: Served) -> dict[str, Markup]:
    """Every page that can be reached from the overview, by its address."""
    return crawl(served)


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    """Serves the made-up content after a change to a copy of its files."""
    engines = []

    def changed(change: Callable[[Path], None]) -> Served:
        folder = tmp_path / "content"
        if not folder.exists():
            shutil.copytree(TEA, folder)
        change(folder)
        one = serve(f"sqlite:///{tmp_path / 'knowledge.sqlite'}", folder)
        engines.append(one.engine)
        return one

    yield changed
    for engine in engines:
        engine.dispose()
