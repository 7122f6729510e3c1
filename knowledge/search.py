"""Search over statements for whatever no intent covers: full text and meaning, joined by rank."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from knowledge import models
from knowledge.embeddings import Encoder, shared_encoder
from knowledge.full_text import by_words
from knowledge.vectors import Vectors, read_vectors

# Reciprocal rank fusion; the constant is the usual one (Cormack, Clarke and Büttcher 2009).
FUSION = 60
DEPTH = 50
# More than DEPTH, as some of them may not be shown.
CLOSEST = 400
LONGEST_QUERY = 32
WORD = re.compile(r"[^\W_]{2,}")

T = TypeVar("T")


@dataclass(frozen=True)
class Hit:
    """A statement that was found. ``similarity`` is the cosine to the question, or ``None`` before it is embedded."""

    statement: str
    similarity: float | None


class Search:
    """Finds statements by their words and their meaning. One object serves all threads."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        """Embed questions with ``encoder``; nothing is loaded before the first search."""
        self._encoder = encoder or shared_encoder()
        self._vectors: Vectors | None = None
        self._lock = Lock()
        self._refreshing: Thread | None = None
        self._titles: dict[str, NDArray[np.float32]] = {}

    def closest(self, session: Session, words: str, topic: str, conditions: Sequence[Any], limit: int) -> list[Hit]:
        """The ``limit`` statements of ``topic`` that fit ``words`` best, best first, if they meet all ``conditions``.

        Before a text is embedded its statement is found by its words alone.
        """
        asked = list(dict.fromkeys(WORD.findall(words.casefold())))[:LONGEST_QUERY]
        vectors = self._current(session)
        if not asked or topic not in vectors.numbers_of:
            return []
        similar = vectors.closest(self._encoder.encode(words), topic, CLOSEST) if len(vectors.numbers) else {}
        lexical = by_words(session, asked, topic, len(vectors.numbers_of[topic]))[:CLOSEST]
        shown = _shown(session, {*similar, *lexical}, conditions)
        ranked = _fuse(*([number for number in ranking if number in shown][:DEPTH] for ranking in (lexical, similar)))
        return [Hit(shown[number], similar.get(number)) for number in ranked[:limit]]

    def nearest(self, words: str, texts: Mapping[str, T]) -> list[T]:
        """The values of ``texts``, those whose text comes closest in meaning to ``words`` first."""
        asked = self._encoder.encode(words)
        held = self._titles
        # Replaced as a whole: threads need no lock, and texts that are gone are forgotten.
        self._titles = known = {text: held[text] if text in held else self._encoder.encode(text) for text in texts}
        return [texts[text] for text in sorted(texts, key=lambda text: -float(known[text] @ asked))]

    def _current(self, session: Session) -> Vectors:
        """The vectors of the version that ``session`` sees; those made meanwhile are read in the background."""
        version = str(session.execute(select(models.table_of(models.StoreInfo).c.version)).scalar_one())
        with self._lock:
            held = self._vectors
            if held is None or held.version != version:
                self._vectors = held = read_vectors(session, version)
            elif held.is_stale() and not (self._refreshing and self._refreshing.is_alive()):
                self._refreshing = Thread(target=self._refresh, args=(session.get_bind(), version), daemon=True)
                self._refreshing.start()
            return held

    def _refresh(self, engine: Engine, version: str) -> None:
        with Session(engine, future=True) as session:
            vectors = read_vectors(session, version)
        with self._lock:
            if self._vectors is not None and self._vectors.version == version:
                self._vectors = vectors


def _shown(session: Session, numbers: set[int], conditions: Sequence[Any]) -> dict[int, str]:
    statement = models.table_of(models.Statement)
    query = select(statement.c.number, statement.c.id).where(statement.c.number.in_(numbers), *conditions)
    return {row.number: row.id for row in session.execute(query)}


def _fuse(*rankings: Sequence[int]) -> list[int]:
    scores: dict[int, float] = {}
    for ranking in rankings:
        for place, number in enumerate(ranking, start=1):
            scores[number] = scores.get(number, 0.0) + 1 / (FUSION + place)
    return sorted(scores, key=lambda number: -scores[number])
