"""The statements' vectors in memory: the whole matrix is compared, which is exact and fast enough for 100,000."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge import models
from knowledge.embeddings import DIMENSIONS, MODEL

# While embeddings are still being made, full text serves, and new ones are looked for this often.
LOOK_AGAIN_SECONDS = 5.0
# Reading many takes long: looking for more takes no more than this share of the time.
LOOK_AGAIN_TIMES = 20
CHUNK = 5000


@dataclass(frozen=True)
class Vectors:
    """The vectors of one version, in the order of the statements' numbers.

    ``numbers_of`` says which numbers the statements of each topic have; ``looked_after`` is the time, in seconds of the
    monotonic clock, after which more may be there.
    """

    version: str
    numbers_of: dict[str, range]
    numbers: NDArray[np.int64]
    matrix: NDArray[np.float32]
    look_again: float

    def is_stale(self) -> bool:
        """Whether some are missing and it is time to look for them."""
        return len(self.numbers) < sum(map(len, self.numbers_of.values())) and monotonic() > self.look_again

    def closest(self, asked: NDArray[np.float32], topic: str, limit: int) -> dict[int, float]:
        """The ``limit`` statements of ``topic`` closest to ``asked``, closest first: number → cosine."""
        numbers = self.numbers_of[topic]
        first, last = np.searchsorted(self.numbers, (numbers.start, numbers.stop))
        if first == last:
            return {}
        scores = self.matrix[first:last] @ asked
        depth = min(limit, len(scores))
        best = np.argpartition(-scores, depth - 1)[:depth]
        best = best[np.argsort(-scores[best], kind="stable")]
        return {int(self.numbers[first + place]): float(scores[place]) for place in best}


def read_vectors(session: Session, version: str) -> Vectors:
    """Every vector that ``session`` sees."""
    started = monotonic()
    statement, embedding = models.table_of(models.Statement), models.table_of(models.Embedding)
    number = statement.c.number
    spans = select(statement.c.topic_id, func.min(number), func.max(number)).group_by(statement.c.topic_id)
    numbers_of = {topic: range(first, last + 1) for topic, first, last in session.execute(spans)}
    query = (
        select(number, embedding.c.vector)
        .join(embedding, statement.c.words_hash == embedding.c.words_hash)
        .where(embedding.c.model == MODEL)
        .order_by(number)
    )
    numbers, matrix = _gather(session.execute(query), sum(map(len, numbers_of.values())))
    took = monotonic() - started
    return Vectors(version, numbers_of, numbers, matrix, monotonic() + max(LOOK_AGAIN_SECONDS, LOOK_AGAIN_TIMES * took))


def _gather(rows: Any, most: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Copied chunk by chunk, so that the vectors stand in memory once."""
    numbers, matrix = np.empty(most, dtype=np.int64), np.empty((most, DIMENSIONS), dtype=np.float32)
    filled = 0
    for chunk in rows.partitions(CHUNK):
        for row in chunk:
            numbers[filled] = row.number
            matrix[filled] = np.frombuffer(row.vector, dtype=np.float32)
            filled += 1
    return numbers[:filled], matrix[:filled]
