"""Fills in the embeddings that are missing from a store. Each text is encoded once, whatever version it stands in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic

from sqlalchemy import delete, distinct, exists, func, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from knowledge import models
from knowledge.bulk import writing
from knowledge.embeddings import MODEL, Encoder, shared_encoder

logger = logging.getLogger(__name__)

BATCH = 64
LOOK_EVERY_SECONDS = 5.0

_EMBEDDING, _STATEMENT = models.table_of(models.Embedding), models.table_of(models.Statement)
_KNOWN = exists().where(_EMBEDDING.c.words_hash == _STATEMENT.c.words_hash, _EMBEDDING.c.model == MODEL)
_USED = exists().where(_EMBEDDING.c.words_hash == _STATEMENT.c.words_hash)


def count_missing(engine: Engine) -> int:
    """How many different texts have no vector yet."""
    with engine.connect() as connection:
        return int(
            connection.execute(select(func.count(distinct(_STATEMENT.c.words_hash))).where(~_KNOWN)).scalar_one()
        )


def embed_missing(
    engine: Engine,
    encoder: Encoder | None = None,
    progress: Callable[[int], None] | None = None,
    stop: Event | None = None,
) -> int:
    """Encode the words of every statement that has no vector yet and keep each batch at once; returns how many.

    Vectors of texts that no statement has any more are removed. Where ``stop`` is set the rest is left for later.
    """
    encoder = encoder or shared_encoder()
    with writing(engine) as connection:
        connection.execute(delete(_EMBEDDING).where(~_USED))
    with engine.connect() as connection:
        missing = connection.execute(select(distinct(_STATEMENT.c.words_hash)).where(~_KNOWN)).scalars().all()
    done = 0
    for start in range(0, len(missing), BATCH):
        if stop is not None and stop.is_set():
            break
        kept = _embed(engine, encoder, missing[start : start + BATCH])
        done += kept
        if progress is not None:
            progress(kept)
    return done


def _embed(engine: Engine, encoder: Encoder, hashes: Sequence[str]) -> int:
    """Encode and keep the texts of ``hashes``; one that is gone, or that another process has kept, is left out."""
    words = select(_STATEMENT.c.words_hash, _STATEMENT.c.words).where(_STATEMENT.c.words_hash.in_(hashes))
    with engine.connect() as connection:
        texts = {row.words_hash: row.words for row in connection.execute(words)}
    vectors = dict(zip(texts, map(bytes, encoder.encode_all(list(texts.values()))), strict=True))
    held = select(_EMBEDDING.c.words_hash).where(_EMBEDDING.c.words_hash.in_(hashes), _EMBEDDING.c.model == MODEL)
    with writing(engine) as connection:
        known = set(connection.execute(held).scalars())
        rows = [{"words_hash": key, "model": MODEL, "vector": one} for key, one in vectors.items() if key not in known]
        if rows:
            connection.execute(insert(_EMBEDDING), rows)
    return len(rows)


@dataclass(frozen=True)
class Rate:
    """How fast texts were encoded: ``texts`` in ``seconds``."""

    texts: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.texts:,} texts in {self.seconds:.1f} s, {self.texts / max(self.seconds, 0.001):.0f} a second"


class BackgroundEmbedding:
    """Fills in what is missing whenever another version was loaded, in a thread, while full text serves."""

    def __init__(self, engine: Engine, encoder: Encoder | None = None) -> None:
        """Look after ``engine`` with ``encoder``; nothing happens before :meth:`start`."""
        self._engine = engine
        self._encoder = encoder or shared_encoder()
        self._stop = Event()
        self._thread = Thread(target=self._run, name="embedding", daemon=True)
        self.last: Rate | None = None

    def start(self) -> None:
        """Begin; answers are given meanwhile."""
        self._thread.start()

    def stop(self) -> None:
        """End after the batch that is being encoded; the rest is done after the next start."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        embedded: str | None = None
        while not self._stop.is_set():
            try:
                version = self._version()
                if version != embedded:
                    self._fill()
                    embedded = version
            except SQLAlchemyError as error:
                logger.warning("the store cannot be reached, so its texts are embedded later: %s", error)
            self._stop.wait(LOOK_EVERY_SECONDS)

    def _version(self) -> str | None:
        with self._engine.connect() as connection:
            version: str | None = connection.execute(select(models.table_of(models.StoreInfo).c.version)).scalar()
            return version

    def _fill(self) -> None:
        started = monotonic()
        texts = embed_missing(self._engine, self._encoder, stop=self._stop)
        if texts:
            self.last = Rate(texts, monotonic() - started)
            logger.info("embedded %s", self.last)
