"""Editorial review: which decision holds for a statement as it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge import schema
from knowledge.content_files import Content, TopicContent, digest


@dataclass(frozen=True)
class ReviewState:
    """Where a statement stands. ``void`` is true where a decision was taken on an earlier wording."""

    status: schema.Review
    by: str | None = None
    on: date | None = None
    why: str | None = None
    void: bool = False


def statement_hash(content: Content, topic: TopicContent, statement: schema.Statement) -> str:
    """What a decision is bound to: the statement with its doses, and its sources as they are cited."""
    cited = {support.source for support in statement.sources}
    return digest(
        {
            "statement": statement.dict(exclude={"note"}),
            "doses": [dose.dict() for dose in topic.regimens if dose.statement == statement.id],
            "sources": [source.dict(exclude={"names", "note"}) for source in content.sources if source.id in cited],
        }
    )


def review_states(content: Content, topic: TopicContent) -> dict[str, ReviewState]:
    """The state of every statement of ``topic``, by its id: the last decision, if what it was taken on still stands."""
    last = {entry.statement: entry for entry in topic.reviews}
    return {
        statement.id: _state(last.get(statement.id), statement_hash(content, topic, statement))
        for statement in topic.statements
    }


def _state(entry: schema.ReviewEntry | None, current: str) -> ReviewState:
    if entry is None:
        return ReviewState("submitted")
    if entry.hash != current:
        return ReviewState("submitted", void=True)
    return ReviewState(entry.decision, entry.by, entry.on, entry.why)
