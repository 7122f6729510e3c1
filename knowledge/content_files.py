"""Reads the curated YAML into typed records, with errors that name the file, the key and the fix."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from knowledge import schema
from knowledge.word_lists import word_list

CONTENT = Path(__file__).parent / "content"
# A content folder may bring its own units and medicines' names; otherwise the product's serve.
UNITS = "language/units.yml"
DRUG_NAMES = "language/drug-names.txt"

R = TypeVar("R", bound=schema.Record)
# What is wrong with a value and how to mend it, by pydantic's kind of error.
FIXES = {
    "value_error.any_str.max_length": "is too long: at most {limit_value} characters; shorten it, or make two of it",
    "value_error.any_str.min_length": "is too short: at least {limit_value} characters; say it in a whole sentence",
    "value_error.list.min_items": "lists too little: at least {limit_value}; add what is missing",
    "value_error.str.regex": "is not in its form {pattern}; write it like the others",
    "type_error.none.not_allowed": "must not be null; give its value, or the empty list []",
}


class ContentError(Exception):
    """Content that must not be served. ``problems`` holds one readable line for each thing that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        """Take the ``problems``, at least one."""
        super().__init__("\n".join(problems))
        self.problems = problems


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

        Whatever `bot/nlu` reads of the content to recognise a term is part of it. Statements are not: their words make
        a question look familiar, but what is answered hangs on the terms alone.
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
    """The topic's id and subjects, its glossary without excuses, its near traps' forms and its criteria."""
    return [
        topic.topic.id,
        topic.topic.subjects,
        [concept.dict(exclude={"exempt"}) for concept in topic.glossary],
        [[trap.id, trap.forms] for trap in topic.near_traps],
        [criterion.dict() for criterion in topic.criteria],
    ]


def _by_id(records: Sequence[schema.Source | schema.GradingSystem | schema.Unit]) -> dict[str, object]:
    return {record.id: record for record in records}


def _as_document(topic: TopicContent) -> dict[str, object]:
    return vars(topic)


def fingerprint(folder: Path = CONTENT) -> str:
    """A hash of the content files' bytes: quick to take, and different whenever any file differs."""
    digest = hashlib.sha256()
    for path in sorted([*folder.rglob("*.yml"), *folder.glob(DRUG_NAMES)]):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def read_content(folder: Path = CONTENT) -> Content:
    """Read every topic below ``folder``.

    Raises :class:`ContentError` with every problem found, so an editor can mend all of them in one go.
    """
    reader = _Reader(folder)
    topic_folders = sorted(path.parent for path in folder.glob("*/topic.yml"))
    content = Content(
        sources=reader.records("sources/*.yml", schema.Source, unless="sources/grading-systems.yml"),
        grading_systems=reader.records("sources/grading-systems.yml", schema.GradingSystem),
        topics=[topic for path in topic_folders if (topic := _read_topic(reader, path.name)) is not None],
        units=(reader if (folder / UNITS).exists() else _Reader(CONTENT)).records(UNITS, schema.Unit),
        drug_names=word_list(folder / DRUG_NAMES if (folder / DRUG_NAMES).exists() else CONTENT / DRUG_NAMES),
    )
    if not topic_folders:
        reader.problems.append(f"{folder}: no topic found; a topic is a folder with a topic.yml")
    if reader.problems:
        raise ContentError(reader.problems)
    return content


def _read_topic(reader: _Reader, name: str) -> TopicContent | None:
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


class _Reader:
    """Reads files of one kind of record and gathers what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[str] = []
        self.yaml = YAML(typ="safe", pure=True)

    def records(self, pattern: str, model: type[R], unless: str | None = None) -> list[R]:
        paths = [path for path in sorted(self.folder.glob(pattern)) if str(path.relative_to(self.folder)) != unless]
        if not paths:
            self.problems.append(f"{pattern}: missing; write [] into it if there is nothing to say")
        return [record for path in paths for record in self._records_of(path, model)]

    def record(self, name: str, model: type[R]) -> R | None:
        document = self._load(self.folder / name)
        return None if document is None else self._build(document, model, name, "")

    def _records_of(self, path: Path, model: type[R]) -> Iterator[R]:
        name = str(path.relative_to(self.folder))
        document = self._load(path)
        if document is None:
            return
        if not isinstance(document, list):
            self.problems.append(f"{name}: holds one {type(document).__name__}; make it a list of records ('- id: …')")
            return
        for number, entry in enumerate(document, start=1):
            label = entry.get("id", f"record {number}") if isinstance(entry, dict) else f"record {number}"
            record = self._build(entry, model, name, str(label))
            if record is not None:
                yield record

    def _load(self, path: Path) -> object:
        name = str(path.relative_to(self.folder))
        try:
            return self.yaml.load(path.read_text(encoding="utf-8"))
        except (YAMLError, UnicodeDecodeError) as error:
            self.problems.append(f"{name}: not readable as YAML: {' '.join(str(error).split())}")
        return None

    def _build(self, entry: object, model: type[R], name: str, label: str) -> R | None:
        where = f"{name}: {label}: " if label else f"{name}: "
        if not isinstance(entry, dict):
            self.problems.append(f"{where}is no record; write keys and values below '- id: …'")
            return None
        try:
            return model(**entry)
        except ValidationError as error:
            self.problems += [where + _in_words(problem, model) for problem in error.errors()]
        return None


def _model_at(place: Sequence[str | int], model: type[schema.Record]) -> type[schema.Record]:
    """The kind of record that holds the last key of ``place``, from a record of the kind ``model`` downwards."""
    for key in place[:-1]:
        inner = model.__fields__[key].type_ if key in model.__fields__ else None
        if isinstance(inner, type(schema.Record)):
            model = inner
    return model


def _in_words(problem: Any, model: type[schema.Record]) -> str:
    key = ".".join(str(part) for part in problem["loc"])
    kind = str(problem["type"])
    if kind == "value_error.extra":
        known = ", ".join(_model_at(problem["loc"], model).__fields__)
        return f"key '{key}' is not known; remove it or use one of: {known}"
    if kind == "value_error.missing":
        return f"key '{key}' is missing; add it (null where there is nothing to say)"
    if kind == "type_error.str":
        return f"key '{key}' must be text; put quotes around it"
    fix = FIXES.get(kind)
    return f"key '{key}': {problem['msg']}" if fix is None else f"key '{key}' {fix.format(**problem.get('ctx', {}))}"
