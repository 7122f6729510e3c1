"""The curated content: what its files hold, and the hashes that stand for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge import schema
from knowledge.content_reader import ContentReader, R
from knowledge.word_lists import word_list

CONTENT = Path(__file__).parent / "content"
# A content folder may bring its own units and medicines' names; otherwise the product's serve.
UNITS = "language/units.yml"
DRUG_NAMES = "language/drug-names.txt"
LISTS = "language/*.txt"
# What identifies a person, how a conversation is held by voice, and how things are said: no model learns it.
PRIVACY = "language/privacy.yml"
VOICE = "language/voice.yml"
SPOKEN = "language/spoken.yml"
NOT_LEARNT = (PRIVACY, VOICE, SPOKEN)


class ContentError(Exception):
    """Content that must not be served. ``problems`` holds one readable line for each thing that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        """Take the ``problems``, at least one."""
        super().__init__("\n".join(problems))
        self.problems = problems


def read_one(folder: Path, name: str, model: type[R]) -> R:
    """The record that the file ``name`` of ``folder`` holds; the product's own where the folder brings none.

    Raises :class:`ContentError` with every problem found.
    """
    reader = ContentReader(folder if (folder / name).exists() else CONTENT)
    record = reader.record(name, model)
    if record is None:
        raise ContentError(reader.problems)
    return record


@dataclass(frozen=True)
class TopicContent:
    """Everything one topic's folder holds."""

    topic: schema.Topic
    statements: list[schema.Statement]
    regimens: list[schema.Regimen]
    conflicts: list[schema.Conflict]
    criteria: list[schema.Criterion]
    pathway: list[schema.PathwayStep]
    glossary: list[schema.Concept]
    near_traps: list[schema.NearTrap]
    article: list[schema.ArticleSentence]
    open_questions: list[schema.OpenQuestion]
    reviews: list[schema.ReviewEntry]


@dataclass(frozen=True)
class Content:
    """All curated content: the shared bibliography, the shared language and the topics."""

    sources: list[schema.Source]
    grading_systems: list[schema.GradingSystem]
    topics: list[TopicContent] = field(default_factory=list)
    units: list[schema.Unit] = field(default_factory=list)
    drug_names: list[str] = field(default_factory=list)

    def version(self) -> str:
        """A hash of everything the content says, independent of layout, comments and file order."""
        document = {
            "sources": _by_id(self.sources),
            "grading_systems": _by_id(self.grading_systems),
            "topics": {topic.topic.id: _as_document(topic) for topic in self.topics},
            "units": _by_id(self.units),
            "drug_names": sorted(self.drug_names),
        }
        return digest(document)

    def vocabulary(self) -> str:
        """A hash of what the trained model knows as well: see :func:`_trained`.

        Whatever `bot/nlu` reads of the content to recognise a term or a question is part of it. The statements' own
        words are not: they make a question look familiar, but decide nothing.
        """
        return digest(
            {
                "topics": [_trained(topic) for topic in self.topics],
                "source_names": sorted(name for source in self.sources for name in source.names),
                "drug_names": sorted(self.drug_names),
            }
        )


def digest(document: object) -> str:
    """16 hexadecimal digits that stand for ``document``, whatever the order of its keys."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()[:16]


def canonical(document: object) -> str:
    """``document`` as JSON, with its keys in alphabetical order; it may hold records and the content itself."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    return vars(value) if isinstance(value, (schema.Record, Content, TopicContent)) else str(value)


def _trained(topic: TopicContent) -> list[object]:
    """The topic's id, subjects and criteria, glossary without excuses, and forms of near traps and questions."""
    return [
        topic.topic.id,
        topic.topic.subjects,
        [concept.dict(exclude={"exempt"}) for concept in topic.glossary],
        [[trap.id, trap.forms, trap.asides, trap.acute] for trap in topic.near_traps],
        topic.topic.passing,
        [criterion.dict() for criterion in topic.criteria],
        [[statement.id, statement.asked] for statement in topic.statements if statement.asked],
    ]


def _by_id(records: Sequence[schema.Source | schema.GradingSystem | schema.Unit]) -> dict[str, object]:
    return {record.id: record for record in records}


def _as_document(topic: TopicContent) -> dict[str, object]:
    return vars(topic)


def fingerprint(folder: Path = CONTENT) -> str:
    """A hash of the content files' bytes: quick to take, and different whenever any file differs."""
    files = {str(path.relative_to(folder)): path for path in [*folder.rglob("*.yml"), *folder.glob(LISTS)]}
    return _hash_of({name: path for name, path in files.items() if name not in NOT_LEARNT})


def language_fingerprint(folder: Path = CONTENT) -> str:
    """A hash of how people write and speak, by the language files of ``folder`` or else the product's.

    Units and medicines' names are left out, as parts of the content itself, and what no model learns.
    """
    files = {path.name: path for home in (CONTENT, folder) for path in (home / "language").glob("*.*")}
    left_out = (UNITS, DRUG_NAMES, *NOT_LEARNT)
    return _hash_of({name: path for name, path in files.items() if f"language/{name}" not in left_out})


def trained_vocabulary(content: Content, folder: Path) -> str:
    """A hash of everything the trained model knows of ``content`` and of the language files in its ``folder``."""
    return digest([content.vocabulary(), language_fingerprint(folder)])


def _hash_of(files: dict[str, Path]) -> str:
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def read_content(folder: Path = CONTENT) -> Content:
    """Read every topic below ``folder``.

    Raises :class:`ContentError` with every problem found, so an editor can mend all of them in one go.
    """
    reader = ContentReader(folder)
    topic_folders = sorted(path.parent for path in folder.glob("*/topic.yml"))
    content = Content(
        sources=reader.records("sources/*.yml", schema.Source, unless="sources/grading-systems.yml"),
        grading_systems=reader.records("sources/grading-systems.yml", schema.GradingSystem),
        topics=[topic for path in topic_folders if (topic := _read_topic(reader, path.name)) is not None],
        units=(reader if (folder / UNITS).exists() else ContentReader(CONTENT)).records(UNITS, schema.Unit),
        drug_names=word_list(folder / DRUG_NAMES if (folder / DRUG_NAMES).exists() else CONTENT / DRUG_NAMES),
    )
    if not topic_folders:
        reader.problems.append(f"{folder}: no topic found; a topic is a folder with a topic.yml")
    if reader.problems:
        raise ContentError(reader.problems)
    return content


def _read_topic(reader: ContentReader, name: str) -> TopicContent | None:
    topic = reader.record(f"{name}/topic.yml", schema.Topic)
    statements = reader.records(f"{name}/statements/*.yml", schema.Statement)
    regimens = reader.records(f"{name}/doses.yml", schema.Regimen)
    conflicts = reader.records(f"{name}/conflicts.yml", schema.Conflict)
    criteria = reader.records(f"{name}/criteria.yml", schema.Criterion)
    pathway = reader.records(f"{name}/pathway.yml", schema.PathwayStep)
    glossary = reader.records(f"{name}/glossary.yml", schema.Concept)
    near_traps = reader.records(f"{name}/scope.yml", schema.NearTrap)
    article = reader.records(f"{name}/article.yml", schema.ArticleSentence)
    open_questions = reader.records(f"{name}/open-questions.yml", schema.OpenQuestion)
    reviews = reader.records(f"{name}/reviews.yml", schema.ReviewEntry)
    if topic is None:
        return None
    return TopicContent(
        topic=topic,
        statements=statements,
        regimens=regimens,
        conflicts=conflicts,
        criteria=criteria,
        pathway=pathway,
        glossary=glossary,
        near_traps=near_traps,
        article=article,
        open_questions=open_questions,
        reviews=reviews,
    )
