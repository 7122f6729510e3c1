"""What the records of two versions are called when a committee reads about them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from knowledge.differences.marking import shown, words_of
from knowledge.transfer.document import Document

NAMES = {
    "sources": "Source",
    "grading_systems": "Grading system",
    "units": "Unit",
    "topic": "Topic",
    "statements": "Statement",
    "regimens": "Dose",
    "conflicts": "Conflict",
    "criteria": "Criterion",
    "pathway": "Pathway step",
    "glossary": "Concept",
    "near_traps": "Near trap",
    "article": "Article sentence",
    "open_questions": "Open question",
    "reviews": "Review",
    "drug_names": "Medicines' names",
}
# Records that people know by this key rather than by their id.
KNOWN_BY = {"sources": "label", "glossary": "label", "topic": "title", "article": "begins"}


class Names:
    """Looks up what things are called, in the new version first."""

    def __init__(self, old: Document, new: Document) -> None:
        """Learn the labels of the sources, settings and concepts of both versions."""
        self._labels: dict[tuple[str | None, str, str], str] = {}
        for document in (old, new):
            self._learn(None, "source", document.get("sources", []))
            for topic in document.get("topics", []):
                head = topic["topic"]
                self._learn(head["id"], "setting", head.get("settings", []))
                self._learn(head["id"], "concept", topic.get("glossary", []))

    def _learn(self, topic: str | None, kind: str, records: Iterable[dict[str, Any]]) -> None:
        self._labels.update({(topic, kind, one["id"]): str(one.get("label", one["id"])) for one in records})

    def source(self, name: str) -> str:
        """The label of a source, or its id where it is not there."""
        return self._labels.get((None, "source", name), name)

    def setting(self, topic: str | None, name: str) -> str:
        """The label of a setting of ``topic``, or its id."""
        return self._labels.get((topic, "setting", name), name)

    def concept(self, topic: str | None, name: str) -> str:
        """The label of a concept of ``topic``, or its id."""
        return self._labels.get((topic, "concept", name), name)

    def record(self, key: str, topic: str | None, record: dict[str, Any]) -> str:
        """The kind and the name of a record; a dose with its route, setting and population."""
        kind = NAMES.get(key, words_of(key).capitalize())
        name = record.get(KNOWN_BY.get(key, "id"), record.get("id", ""))
        if key == "regimens":
            setting = self.setting(topic, str(record.get("setting")))
            return f"{kind} {name} ({shown(record.get('routes'))}, {setting}, {shown(record.get('population'))})"
        return f"{kind} {name}".strip()
