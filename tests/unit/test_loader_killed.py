"""Killing the loader at any moment leaves a store that answers with one version or the other, on both databases."""

from __future__ import annotations

import multiprocessing
import os
import secrets
import sys
import time
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from benchmarks.synthetic import Synthetic
from knowledge.answers.question import Question
from knowledge.answers.registry import answer
from knowledge.content_files import Content
from knowledge.queries import KnowledgeBase
from knowledge.store import built_from, load, open_store
from tests.conftest import url_of

pytestmark = pytest.mark.soak
# Shared between the two databases.
KILLS = (200 if os.environ.get("FOOTNOTE_SOAK") else 20) // 2
STATEMENTS = 400


def _load(url: str, content: Content) -> None:
    load(open_store(url), content, content.version())


def _start(url: str, content: Content) -> multiprocessing.process.BaseProcess:
    loader = multiprocessing.get_context("fork").Process(target=_load, args=(url, content))
    loader.start()
    return loader


def _seconds_of_a_load(url: str, content: Content) -> float:
    started = time.monotonic()
    loader = _start(url, content)
    loader.join()
    assert loader.exitcode == 0
    return time.monotonic() - started


def _served(url: str, sizes: dict[str, int]) -> str:
    """The version that the store answers with, after every part of it was found to be of that version."""
    engine = open_store(url)
    info = built_from(engine)
    assert info is not None
    assert info.version in sizes
    with engine.connect() as connection:
        for count in ("count(*)", "max(number)"):
            found = connection.execute(text(f"SELECT {count} FROM statement")).scalar_one()  # noqa: S608 from above
            assert found == sizes[info.version]
        if engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    knowledge = KnowledgeBase(engine)
    envelope = answer(knowledge, Question(kind="recommendation"))
    assert (envelope.status, envelope.knowledge_version) == ("answered", info.version)
    words = knowledge.statements(["statement-0-0"])[0].words
    assert "statement-0-0" in [hit.statement for hit in knowledge.closest(words, "topic-0", ["usual"], 5)]
    engine.dispose()
    return info.version


def test_a_killed_loader_leaves_the_old_version_or_the_new_one(engine: Engine) -> None:
    url = url_of(engine)
    engine.dispose()
    seed = int(os.environ.get("FOOTNOTE_SEED", secrets.randbits(32)))
    sys.stdout.write(f"FOOTNOTE_SEED={seed} kills the loader at the same moments again\n")
    random = Random(seed)  # noqa: S311 moments, not secrets
    contents = {
        one.version(): one for one in (Synthetic(1).content(STATEMENTS), Synthetic(2).content(STATEMENTS + 100))
    }
    sizes = {version: sum(len(topic.statements) for topic in one.topics) for version, one in contents.items()}
    for content in contents.values():
        seconds = _seconds_of_a_load(url, content)
    serving, killed = _served(url, sizes), 0
    for _ in range(KILLS):
        new = next(version for version in contents if version != serving)
        loader = _start(url, contents[new])
        time.sleep(random.uniform(0, seconds))
        loader.kill()
        loader.join()
        before, serving = serving, _served(url, sizes)
        killed += loader.exitcode != 0
        assert serving in {before, new}
        assert loader.exitcode != 0 or serving == new
    assert killed >= KILLS // 2, f"only {killed} of {KILLS} were killed before they were done"
    _seconds_of_a_load(url, contents[next(version for version in contents if version != serving)])
    assert _served(url, sizes) != serving
