"""How the store behaves as it grows, on both databases side by side.

``python -m benchmarks.knowledge_store [SIZE …]`` prints the tables and writes them into ``results``. The content is
made up (:mod:`benchmarks.synthetic`). The vectors of its texts are random unit vectors, as embedding 100,000 texts
takes far longer than everything else; the rate of embedding is measured on 64 texts of the same length.
"""

from __future__ import annotations

import gc
import platform
import resource
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pgserver
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from benchmarks.synthetic import CONCEPTS, QUESTIONS, TOPIC_SIZE, Synthetic
from knowledge import models
from knowledge.answers.question import Question
from knowledge.answers.registry import answer
from knowledge.bulk import writing
from knowledge.content_files import Content
from knowledge.embeddings import DIMENSIONS, MODEL, Encoder
from knowledge.queries import KnowledgeBase
from knowledge.rows import count_rows
from knowledge.store import load, open_store

SIZES = (100, 1_000, 10_000, 100_000)
ANSWERS, SEARCHES, EMBEDDED = 150, 150, 64
COMMAND = "python -m benchmarks.knowledge_store"
RESULTS = Path(__file__).parent / "results" / "knowledge_store.md"
# What was promised: a structured answer and a search may take this many times as long in the largest store.
LIMITS = "A structured answer at 100,000 may take 1.5 times the time at 100, the p95 of a search 3 times that at 1,000."


@dataclass(frozen=True)
class Measured:
    """What one size on one database took: seconds for loads, milliseconds for questions."""

    size: int
    database: str
    first_load: float
    reload: float
    answer: float
    search: float
    whole_topic: float
    reading_vectors: float
    memory: float


@contextmanager
def _databases() -> Iterator[dict[str, str]]:
    with TemporaryDirectory(prefix="footnote-benchmark-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(Path(folder) / "postgresql")
        yield {"SQLite": f"sqlite:///{folder}/{{name}}.sqlite", "PostgreSQL": server.get_uri()}
        server.cleanup()


def _load(engine: Engine, content: Content, files: str) -> float:
    gc.collect()
    started = time.perf_counter()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("loading", total=count_rows(content))
        load(engine, content, files, lambda rows: bar.advance(task, rows))
    return time.perf_counter() - started


def _random_vectors(engine: Engine) -> None:
    random = np.random.default_rng(0)
    hashes = select(models.table_of(models.Statement).c.words_hash).distinct()
    with writing(engine) as connection:
        connection.execute(models.table_of(models.Embedding).delete())
        names = connection.execute(hashes).scalars().all()
        for start in range(0, len(names), 5000):
            vectors = random.standard_normal((len(names[start : start + 5000]), DIMENSIONS)).astype(np.float32)
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            rows = [
                {"words_hash": name, "model": MODEL, "vector": vector.tobytes()}
                for name, vector in zip(names[start : start + 5000], vectors, strict=True)
            ]
            connection.execute(insert(models.table_of(models.Embedding)), rows)


def _milliseconds(work: Iterator[None]) -> list[float]:
    """How long each step of ``work`` took, the first ones left out: they warm up what is kept in memory."""
    times, started = [], time.perf_counter()
    for _ in work:
        times.append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
    return times[10:]


def _answers(engine: Engine, topics: int) -> Iterator[None]:
    random = np.random.default_rng(1)
    knowledge = KnowledgeBase(engine)
    for _ in range(ANSWERS):
        topic = int(random.integers(topics))
        concept = f"concept-{topic}-{int(random.integers(1, CONCEPTS))}"
        kind = QUESTIONS[int(random.integers(len(QUESTIONS)))]
        with knowledge.snapshot() as moment:
            answer(moment.about(f"topic-{topic}"), Question(kind=kind, concepts=(concept,)))
        yield


def _searches(engine: Engine, topics: int) -> Iterator[None]:
    random, writer = np.random.default_rng(2), Synthetic(3)
    knowledge = KnowledgeBase(engine)
    for _ in range(SEARCHES):
        with knowledge.snapshot() as moment:
            words = writer.sentence(int(random.integers(4, 14)))
            moment.closest(words, f"topic-{int(random.integers(topics))}", ["usual"], 4)
        yield


def _reading_vectors(engine: Engine) -> float:
    started = time.perf_counter()
    KnowledgeBase(engine).closest("da", "topic-0", ["usual"], 1)
    return time.perf_counter() - started


def _measure(url: str, database: str, content: Content, whole: Content) -> Measured:
    size = sum(len(topic.statements) for topic in content.topics)
    engine = open_store(url.format(name=size))
    first, again = _load(engine, content, "first"), _load(engine, content, "again")
    _random_vectors(engine)
    answers = _milliseconds(_answers(engine, len(content.topics)))
    searches = _milliseconds(_searches(engine, len(content.topics)))
    _load(engine, whole, "whole")
    _random_vectors(engine)
    reading = _reading_vectors(engine)
    whole_topic = _milliseconds(_searches(engine, 1))
    engine.dispose()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(
        size, database, first, again, statistics.median(answers), _p95(searches), _p95(whole_topic), reading, memory
    )


def _p95(times: Sequence[float]) -> float:
    return float(np.percentile(times, 95))


def _embedding_rate() -> float:
    encoder, writer = Encoder(), Synthetic()
    texts = [writer.sentence(30) for _ in range(EMBEDDED)]
    encoder.encode(texts[0])
    started = time.perf_counter()
    for text in texts:
        encoder.encode(text)
    return EMBEDDED / (time.perf_counter() - started)


def _table(measured: Sequence[Measured]) -> Iterator[str]:
    heads = ("statements", "database", "first load, s", "reload, s", "answer, median ms", "search, p95 ms")
    heads += ("search in one topic of all, p95 ms", "reading all vectors, s", "memory so far, MB")
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for one in measured:
        numbers = (one.first_load, one.reload, one.answer, one.search, one.whole_topic, one.reading_vectors)
        yield f"| {one.size:,} | {one.database} | {' | '.join(f'{n:.2f}' for n in numbers)} | {one.memory:.0f} |"


def _ratios(measured: Sequence[Measured]) -> Iterator[str]:
    yield "| database | answer, largest / smallest | search p95, largest / second smallest | in one topic |"
    yield "|---|---|---|---|"
    for database in dict.fromkeys(one.database for one in measured):
        rows = [one for one in measured if one.database == database]
        low, second, high = rows[0], rows[min(1, len(rows) - 1)], rows[-1]
        ratios = (high.answer / low.answer, high.search / second.search, high.whole_topic / second.whole_topic)
        yield f"| {database} | {' | '.join(f'{ratio:.2f}' for ratio in ratios)} |"


def main(sizes: Sequence[int]) -> None:
    """Measure every size in ``sizes`` on both databases, print the tables and keep them beside this file."""
    measured = []
    with _databases() as urls:
        for size in sizes:
            content, whole = Synthetic().content(size), Synthetic().content(size, topic_size=size)
            measured += [_measure(url, database, content, whole) for database, url in urls.items()]
            print(*list(_table(measured))[-2:], sep="\n", file=sys.stderr, flush=True)
    lines = [
        *(f"Written by `{COMMAND}`: Python {platform.python_version()}, {platform.machine()}.", "", LIMITS),
        f"Topics have {TOPIC_SIZE} statements at most, those of the last column but two all. Vectors are random.",
        *("", *_table(measured), "", *_ratios(measured), ""),
        f"Embedding: {_embedding_rate():.0f} texts a second on one core.",
    ]
    print(*lines, sep="\n")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(["# The store as it grows", "", *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
