"""Search by words and meaning, on both databases: what is found, in which order, and before texts are embedded."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from benchmarks.synthetic import Synthetic
from knowledge import models
from knowledge.content_files import Content, read_content
from knowledge.embed import BackgroundEmbedding, count_missing, embed_missing
from knowledge.embeddings import DIMENSIONS, MODEL, Encoder
from knowledge.full_text import MOST_HITS
from knowledge.queries import KnowledgeBase
from knowledge.search import Search
from knowledge.store import load, open_store
from tests.conftest import TEA, url_of

HOME = ["at-home"]
# None of them stands in the made-up topic.
OTHER_WORDS = "allow some minutes, chill"
PATIENCE_SECONDS = 60.0


@pytest.fixture(scope="module")
def green() -> Content:
    return read_content(TEA)


# No stop word of a database, and in nearly every made-up statement.
COMMON_WORD = Synthetic().words[1]


def _found(knowledge: KnowledgeBase, words: str, topic: str = "green-tea", settings: list[str] = HOME) -> list[str]:
    return [hit.statement for hit in knowledge.closest(words, topic, settings, 4)]


def _until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not reached():
        assert time.monotonic() < end, "not reached in time"
        time.sleep(0.1)


def test_words_are_found_before_anything_is_embedded(engine: Engine, green: Content) -> None:
    load(engine, green, "files")
    hits = KnowledgeBase(engine).closest("which CUPS tasted better?", "green-tea", HOME, 4)
    assert hits[0].statement == "kettle-cool"
    assert {hit.similarity for hit in hits} == {None}


def test_other_words_of_the_same_meaning_are_found_once_embedded(engine: Engine, green: Content) -> None:
    load(engine, green, "files")
    assert _found(KnowledgeBase(engine), OTHER_WORDS) == []
    assert embed_missing(engine) == len(green.topics[0].statements)
    hits = KnowledgeBase(engine).closest(OTHER_WORDS, "green-tea", HOME, 4)
    assert [hit.similarity for hit in hits] == sorted((hit.similarity or 0 for hit in hits), reverse=True)
    assert "brew-cool" in [hit.statement for hit in hits]


def test_rare_words_count_more_than_common_ones(engine: Engine) -> None:
    content = Synthetic().content(400)
    topic = content.topics[0]
    told = topic.statements[200].copy(update={"text": "Nothing was said of the zyzzyva."})
    statements = [*topic.statements[:200], told, *topic.statements[201:]]
    load(engine, replace(content, topics=[replace(topic, statements=statements)]), "files")
    assert _found(KnowledgeBase(engine), "the of and in with for zyzzyva", "topic-0", ["usual"])[0] == told.id


def test_a_word_that_stands_nearly_everywhere_is_left_out(engine: Engine) -> None:
    load(engine, Synthetic().content(MOST_HITS + 500, topic_size=MOST_HITS + 500), "files")
    knowledge = KnowledgeBase(engine)
    words = knowledge.statements(["statement-0-7"])[0].words
    assert "statement-0-7" in _found(knowledge, words, "topic-0", ["usual"])
    assert _found(knowledge, COMMON_WORD, "topic-0", ["usual"]) == []


@pytest.mark.parametrize("words", ["", "?!", "the", "x" * 5000, 'a" OR words:"b', "wa'ter); DROP TABLE x", "剂量 水"])
def test_any_words_may_be_searched_for(engine: Engine, green: Content, words: str) -> None:
    load(engine, green, "files")
    knowledge = KnowledgeBase(engine)
    assert len(_found(knowledge, words)) <= 4
    assert _found(knowledge, "cups")


def test_only_the_asked_topic_and_settings_are_searched(engine: Engine) -> None:
    load(engine, Synthetic().content(200, topic_size=100), "files")
    knowledge = KnowledgeBase(engine)
    words = knowledge.statements(["statement-1-5"])[0].words
    assert _found(knowledge, words, "topic-1", ["usual"])[0] == "statement-1-5"
    assert all(name.startswith("statement-0-") for name in _found(knowledge, words, "topic-0", ["usual"]))
    assert _found(knowledge, words, "topic-1", ["another"]) == []
    assert _found(knowledge, words, "no-topic", ["usual"]) == []


def test_a_text_is_encoded_once_whatever_version_it_stands_in(engine: Engine, green: Content) -> None:
    load(engine, green, "files")
    embed_missing(engine)
    topic = green.topics[0]
    reworded = topic.statements[0].copy(update={"text": "Let green tea brew in water that is not so hot."})
    load(engine, replace(green, topics=[replace(topic, statements=[reworded, *topic.statements[1:]])]), "others")
    assert count_missing(engine) == 1
    told: list[int] = []
    assert embed_missing(engine, progress=told.append) == sum(told) == 1
    assert embed_missing(engine) == 0
    with engine.connect() as connection:
        kept = connection.execute(select(models.table_of(models.Embedding).c.words_hash)).scalars().all()
    assert len(kept) == len(topic.statements)


def test_what_a_load_brings_is_embedded_in_the_background(engine: Engine, green: Content) -> None:
    load(engine, green, "files")
    background = BackgroundEmbedding(open_store(url_of(engine)))
    background.start()
    knowledge = KnowledgeBase(engine)
    assert _found(knowledge, "cups")
    _until(lambda: count_missing(engine) == 0 and background.last is not None)
    background.stop()
    assert background.last is not None
    assert "a second" in str(background.last)
    _until(lambda: "brew-cool" in _found(knowledge, OTHER_WORDS))


def test_another_version_is_searched_as_soon_as_it_is_loaded(engine: Engine, green: Content) -> None:
    load(engine, green, "files")
    embed_missing(engine)
    knowledge = KnowledgeBase(engine)
    assert _found(knowledge, "cups")
    load(engine, Synthetic().content(100), "others")
    assert _found(knowledge, "cups") == []
    assert (
        _found(knowledge, knowledge.statements(["statement-0-3"])[0].words, "topic-0", ["usual"])[0] == "statement-0-3"
    )


class _Pointing(Encoder):
    """Encodes every question as one direction, so that the closest statements are known beforehand."""

    def encode(self, text: str) -> NDArray[np.float32]:
        first: NDArray[np.float32] = np.eye(DIMENSIONS, dtype=np.float32)[0]
        return first


def test_the_closest_vectors_come_in_order(engine: Engine) -> None:
    load(engine, Synthetic().content(300, topic_size=100), "files")
    statement = models.table_of(models.Statement)
    angles = np.linspace(0, np.pi, 300)
    with engine.begin() as connection:
        hashes = connection.execute(select(statement.c.words_hash).order_by(statement.c.number)).scalars().all()
        vectors = np.zeros((300, DIMENSIONS), dtype=np.float32)
        vectors[:, 0], vectors[:, 1] = np.cos(angles), np.sin(angles)
        rows = [
            {"words_hash": key, "model": MODEL, "vector": vector.tobytes()}
            for key, vector in zip(hashes, vectors, strict=True)
        ]
        connection.execute(insert(models.table_of(models.Embedding)), rows)
    with KnowledgeBase(engine).snapshot() as knowledge, knowledge._session() as session:
        hits = Search(_Pointing()).closest(session, "qqqq", "topic-1", [], 3)
    assert [hit.statement for hit in hits] == ["statement-1-0", "statement-1-1", "statement-1-2"]
    assert [hit.similarity for hit in hits] == pytest.approx(np.cos(angles[100:103]), abs=1e-6)
