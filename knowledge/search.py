"""Search over statements for whatever no intent covers: full text and meaning, joined by rank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from knowledge import models
from knowledge.embeddings import MODEL, Encoder

# Reciprocal rank fusion; the constant is the usual one (Cormack, Clarke and Büttcher 2009).
FUSION = 60
DEPTH = 50
LONGEST_QUERY = 32
# While embeddings are still being made, full text serves, and new ones are looked for this often.
LOOK_AGAIN_SECONDS = 5.0
WORD = re.compile(r"[^\W_]{2,}")

_LEXICAL = {
    "sqlite": (
        "SELECT statement_id FROM statement_words WHERE statement_words MATCH :query "
        "ORDER BY bm25(statement_words) LIMIT :depth"
    ),
    "postgresql": (
        "SELECT statement_id FROM statement_words, to_tsquery('english', :query) AS asked "
        "WHERE vector @@ asked ORDER BY ts_rank(vector, asked) DESC LIMIT :depth"
    ),
}


@dataclass(frozen=True)
class Hit:
    """A statement that was found. ``similarity`` is the cosine to the question, or ``None`` before it is embedded."""

    statement: str
    similarity: float | None


@dataclass(frozen=True)
class _Vectors:
    version: str
    read_at: float
    complete: bool
    ids: list[str]
    matrix: NDArray[np.float32]


class Search:
    """Finds statements by their words and their meaning. One object serves all threads."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        """Embed questions with ``encoder``; nothing is loaded before the first search."""
        self._encoder = encoder or Encoder()
        self._vectors: _Vectors | None = None
        self._lock = Lock()

    def closest(self, session: Session, words: str, settings: Iterable[str], limit: int) -> list[Hit]:
        """The ``limit`` statements of ``settings`` that fit ``words`` best, best first."""
        similar = self._similar(session, words)
        ranked = _fuse(_lexical(session, words), [name for name, _ in similar])
        query = select(models.table_of(models.Statement).c.id).where(
            models.table_of(models.Statement).c.id.in_(ranked),
            models.table_of(models.Statement).c.setting_id.in_(list(settings)),
        )
        shown = set(session.execute(query).scalars())
        similarity = dict(similar)
        return [Hit(name, similarity.get(name)) for name in ranked if name in shown][:limit]

    def _similar(self, session: Session, words: str) -> list[tuple[str, float]]:
        vectors = self._current(session)
        if not vectors.ids or not WORD.search(words):
            return []
        scores = vectors.matrix @ self._encoder.encode(words)
        depth = min(DEPTH, len(scores))
        best = np.argpartition(-scores, depth - 1)[:depth]
        return [(vectors.ids[place], float(scores[place])) for place in best[np.argsort(-scores[best])]]

    def _current(self, session: Session) -> _Vectors:
        version = str(session.execute(select(models.table_of(models.StoreInfo).c.version)).scalar_one())
        with self._lock:
            held = self._vectors
            if held is None or held.version != version or _is_stale(held):
                self._vectors = held = _read_vectors(session, version)
            return held


def _is_stale(vectors: _Vectors) -> bool:
    return not vectors.complete and monotonic() - vectors.read_at > LOOK_AGAIN_SECONDS


def _read_vectors(session: Session, version: str) -> _Vectors:
    statement, embedding = models.table_of(models.Statement), models.table_of(models.Embedding)
    query = (
        select(statement.c.id, embedding.c.vector)
        .join(embedding, statement.c.words_hash == embedding.c.words_hash)
        .where(embedding.c.model == MODEL)
    )
    rows: Sequence[Any] = session.execute(query).all()
    matrix = np.frombuffer(b"".join(row.vector for row in rows), dtype=np.float32)
    ids = [row.id for row in rows]
    complete = session.execute(select(func.count()).select_from(statement)).scalar_one() == len(ids)
    return _Vectors(version, monotonic(), complete, ids, matrix.reshape(len(ids), -1) if ids else matrix)


def _lexical(session: Session, words: str) -> list[str]:
    asked = list(dict.fromkeys(WORD.findall(words.casefold())))[:LONGEST_QUERY]
    if not asked:
        return []
    dialect = session.get_bind().dialect.name
    query = " OR ".join(f'"{word}"' for word in asked) if dialect == "sqlite" else " | ".join(asked)
    found = session.execute(text(_LEXICAL[dialect]), {"query": query, "depth": DEPTH})
    return list(found.scalars())


def _fuse(*rankings: Sequence[str]) -> list[str]:
    scores: dict[str, float] = {}
    for ranking in rankings:
        for place, name in enumerate(ranking, start=1):
            scores[name] = scores.get(name, 0.0) + 1 / (FUSION + place)
    return sorted(scores, key=lambda name: -scores[name])
