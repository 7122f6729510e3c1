"""Counts of what the content holds, and how far it is sourced and reviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from knowledge import schema
from knowledge.content_files import Content
from knowledge.review import review_states


@dataclass(frozen=True)
class Statistics:
    """The counts of one topic, or of all. Each mapping names every value of its kind, in the schema's order."""

    statements: int
    sources: int
    conflicts: int
    doses: int
    concepts: int
    open_questions: int
    by_kind: dict[str, int]
    by_certainty: dict[str, int]
    by_review: dict[str, int]
    with_locator: int
    with_reason: int

    @property
    def placed(self) -> float:
        """The share (0 to 1) of statements with a locator in one of their sources, or a stated reason for none."""
        return (self.with_locator + self.with_reason) / self.statements if self.statements else 1.0


def stats(content: Content, topic: str | None = None) -> Statistics:
    """The counts of the topic with the id ``topic``, or of all topics together.

    Sources are those of the whole bibliography, or those that the topic cites. Raises :class:`KeyError` for a topic
    that is not there.
    """
    topics = [one for one in content.topics if topic in (None, one.topic.id)]
    if topic is not None and not topics:
        raise KeyError(topic)
    statements = [statement for one in topics for statement in one.statements]
    cited = {support.source for statement in statements for support in statement.sources}
    located = [statement for statement in statements if _has_locator(statement)]
    reviews = (state.status for one in topics for state in review_states(content, one).values())
    return Statistics(
        statements=len(statements),
        sources=len(content.sources if topic is None else cited),
        conflicts=sum(len(one.conflicts) for one in topics),
        doses=sum(len(one.regimens) for one in topics),
        concepts=sum(len(one.glossary) for one in topics),
        open_questions=sum(len(one.open_questions) for one in topics),
        by_kind=_counted((statement.kind for statement in statements), get_args(schema.StatementKind)),
        by_certainty=_counted((statement.certainty for statement in statements), get_args(schema.Certainty)),
        by_review=_counted(reviews, get_args(schema.Review)),
        with_locator=len(located),
        with_reason=sum(1 for statement in statements if not _has_locator(statement) and statement.note is not None),
    )


def by_topic(content: Content) -> dict[str, Statistics]:
    """The counts of each topic, by its id."""
    return {one.topic.id: stats(content, one.topic.id) for one in content.topics}


def _has_locator(statement: schema.Statement) -> bool:
    return any(support.locator is not None for support in statement.sources)


def _counted(values: Iterable[str], names: tuple[str, ...]) -> dict[str, int]:
    counts = Counter(values)
    return {name: counts[name] for name in names}
