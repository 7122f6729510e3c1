"""Editorial review: which decision holds for a statement as it stands now."""

from __future__ import annotations

from collections import defaultdict
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


class ReviewHashes:
    """What decisions are bound to: a statement with its doses, and its sources as they are cited."""

    def __init__(self, content: Content, topic: TopicContent) -> None:
        """Hash the statements of ``topic``, which stands in ``content``."""
        cited = {support.source for statement in topic.statements for support in statement.sources}
        sources = [source for source in content.sources if source.id in cited]
        self._sources = {source.id: _without(source, "names", "note") for source in sources}
        self._order = {source.id: place for place, source in enumerate(sources)}
        self._doses: dict[str, list[schema.Regimen]] = defaultdict(list)
        for dose in topic.regimens:
            self._doses[dose.statement].append(dose)

    def of(self, statement: schema.Statement) -> str:
        """16 hexadecimal digits that change with anything a reader of ``statement`` would see."""
        cited = {support.source for support in statement.sources} & self._sources.keys()
        return digest(
            {
                "statement": _without(statement, "note", "asked"),
                "doses": self._doses[statement.id],
                "sources": [self._sources[name] for name in sorted(cited, key=self._order.__getitem__)],
            }
        )


def _without(record: schema.Record, *keys: str) -> dict[str, object]:
    return {key: value for key, value in vars(record).items() if key not in keys}


def review_states(content: Content, topic: TopicContent) -> dict[str, ReviewState]:
    """The state of every statement of ``topic``, by its id: the last decision, if what it was taken on still stands."""
    last = {entry.statement: entry for entry in topic.reviews}
    hashes = ReviewHashes(content, topic)
    return {
        statement.id: _state(last.get(statement.id), hashes.of(statement) if statement.id in last else "")
        for statement in topic.statements
    }


def _state(entry: schema.ReviewEntry | None, current: str) -> ReviewState:
    if entry is None:
        return ReviewState("submitted")
    if entry.hash != current:
        return ReviewState("submitted", by=entry.by, on=entry.on, why=entry.why, void=True)
    return ReviewState(entry.decision, entry.by, entry.on, entry.why)
