"""Fills in the embeddings that are missing from a store. Each text is encoded once, whatever version it stands in."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete, distinct, func, insert, select
from sqlalchemy.engine import Engine

from knowledge import models
from knowledge.embeddings import MODEL, Encoder

BATCH = 64


def count_missing(engine: Engine) -> int:
    """How many different texts have no vector yet."""
    embedding, statement = models.table_of(models.Embedding), models.table_of(models.Statement)
    known = select(embedding.c.words_hash).where(embedding.c.model == MODEL)
    query = select(func.count(distinct(statement.c.words_hash))).where(statement.c.words_hash.not_in(known))
    with engine.connect() as connection:
        return int(connection.execute(query).scalar_one())


def embed_missing(engine: Engine, encoder: Encoder | None = None, progress: Callable[[int], None] | None = None) -> int:
    """Encode the words of every statement that has no vector yet and keep each batch at once; returns how many.

    Vectors of texts that no statement has any more are removed.
    """
    encoder = encoder or Encoder()
    embedding, statement = models.table_of(models.Embedding), models.table_of(models.Statement)
    with engine.begin() as connection:
        connection.execute(delete(embedding).where(embedding.c.words_hash.not_in(select(statement.c.words_hash))))
    known = select(embedding.c.words_hash).where(embedding.c.model == MODEL)
    missing = select(statement.c.words_hash, statement.c.words).where(statement.c.words_hash.not_in(known))
    missing = missing.limit(BATCH)
    done = 0
    while True:
        with engine.connect() as connection:
            batch = {row.words_hash: row.words for row in connection.execute(missing)}
        if not batch:
            return done
        rows = [
            {"words_hash": key, "model": MODEL, "vector": encoder.encode(words).tobytes()}
            for key, words in batch.items()
        ]
        with engine.begin() as connection:
            connection.execute(insert(embedding), rows)
        done += len(rows)
        if progress is not None:
            progress(len(rows))
