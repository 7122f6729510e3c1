"""The kinds of record that content holds, read off its types: whatever is added to the content is found here, too."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from knowledge import schema
from knowledge.content_files import Content, TopicContent
from knowledge.transfer.document import Document, is_record

TOPICS = "topics"
# The column that says which topic a record belongs to; no record has a key of this name.
IN_TOPIC = "in_topic"
# What people call the records, where it differs from the key.
CALLED = {"regimens": "doses", "near_traps": "scope", "article": "article_sentences"}


@dataclass(frozen=True)
class Table:
    """One kind of record. ``key`` is where a document holds it, ``in_topics`` whether that is within each topic.

    ``record`` is ``None`` for a list of words.
    """

    key: str
    record: type[schema.Record] | None
    in_topics: bool

    @property
    def name(self) -> str:
        """What people call these records, in words joined by underscores."""
        return TOPICS if self.is_head else CALLED.get(self.key, self.key)

    @property
    def is_head(self) -> bool:
        """Whether a topic holds exactly one of these: the topic's own record."""
        return self.in_topics and self.record is schema.Topic


def tables() -> list[Table]:
    """Every kind of record, those that topics share first, in the order of the content's types."""
    shared = [Table(key, record, False) for key, record in _records(Content)]
    return [*shared, *(Table(key, record, True) for key, record in _records(TopicContent))]


def _records(kind: type) -> Iterator[tuple[str, type[schema.Record] | None]]:
    hints = typing.get_type_hints(kind)
    for one in dataclasses.fields(kind):
        inner = typing.get_args(hints[one.name])
        record = inner[0] if inner else hints[one.name]
        if is_record(record):
            yield one.name, record
        elif record is str:
            yield one.name, None


def records_in(document: Document, table: Table) -> Iterator[tuple[str | None, Any]]:
    """Every record or word of ``table`` in ``document``, with the id of its topic where it belongs to one."""
    if not table.in_topics:
        yield from ((None, record) for record in document[table.key])
        return
    for topic in document[TOPICS]:
        held = topic[table.key]
        yield from ((topic["topic"]["id"], record) for record in ([held] if table.is_head else held))
