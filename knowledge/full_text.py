"""Finding statements of a topic by their words, in the database's own full text: each word's hits, the rare ones first.

The databases' own ranking would read every statement that a common word stands in; here a word that stands in more
than :data:`MOST_HITS` statements of the topic is left out, so a question costs the same in a store of any size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import log

from sqlalchemy import text
from sqlalchemy.orm import Session

from knowledge.rows import topic_token

MOST_HITS = 1000

_HITS = {
    "sqlite": (
        "SELECT {place} AS place, number FROM (SELECT rowid AS number FROM statement_words "
        "WHERE statement_words MATCH :word{place} LIMIT :most) AS hits"
    ),
    "postgresql": (
        "SELECT {place} AS place, number FROM (SELECT number FROM statement_words "
        "WHERE vector @@ to_tsquery('simple', :topic) AND vector @@ to_tsquery('english', :word{place}) "
        "LIMIT :most) AS hits"
    ),
}


def by_words(session: Session, words: Sequence[str], topic: str, statements: int) -> list[int]:
    """The numbers of those of the topic's ``statements`` that hold any of ``words``, best first.

    Each of the different ``words`` that a statement holds counts by how rare it is in the topic.
    """
    scores: dict[int, float] = defaultdict(float)
    for hits in _hits(session, words, topic):
        if len(hits) <= MOST_HITS:
            weight = log(1 + statements / len(hits))
            for number in hits:
                scores[number] += weight
    return sorted(scores, key=lambda number: (-scores[number], number))


def _hits(session: Session, words: Sequence[str], topic: str) -> list[list[int]]:
    dialect, token = session.get_bind().dialect.name, topic_token(topic)
    each = [_HITS[dialect].format(place=place) for place in range(len(words))]
    values: dict[str, object] = {"most": MOST_HITS + 1}
    if dialect == "sqlite":
        values |= {f"word{place}": f'topic:"{token}" AND words:"{word}"' for place, word in enumerate(words)}
    else:
        values |= {"topic": token} | {f"word{place}": word for place, word in enumerate(words)}
    found: dict[int, list[int]] = defaultdict(list)
    for place, number in session.execute(text(" UNION ALL ".join(each)), values):
        found[place].append(number)
    return list(found.values())
