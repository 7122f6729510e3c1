"""JSON Schemas of the content files, generated from the records, so that an editor checks and completes what is typed.

Each content file names its schema in its first line (see :func:`modeline`). Ids that another record already has are
offered, but not demanded: that every id leads somewhere is for :mod:`knowledge.checks` to say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic.schema import model_schema

from knowledge import language, schema
from knowledge.assertion_rules import AssertionRules
from knowledge.content_files import CONTENT, Content, TopicContent, read_content
from knowledge.cues import Cues
from knowledge.names import Names
from knowledge.privacy import Privacy
from knowledge.spoken import Spoken
from knowledge.voice import Voice
from knowledge.ward_words import MedicineWords, PatientWords, TermWords

SCHEMAS = CONTENT / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDS = "ids.schema.json"

# The kinds of content files: the name of the schema, the files, the record, and whether a file holds a list of them.
KINDS: dict[str, tuple[str, type[schema.Record], bool]] = {
    "grading-systems": ("sources/grading-systems.yml", schema.GradingSystem, True),
    "sources": ("sources/*.yml", schema.Source, True),
    "units": ("language/units.yml", schema.Unit, True),
    "abbreviations": ("language/abbreviations.yml", language.Abbreviation, True),
    "assertions": ("language/assertions.yml", AssertionRules, False),
    "cues": ("language/cues.yml", Cues, False),
    "limits": ("language/limits.yml", language.Limit, True),
    "medicines": ("language/medicines.yml", MedicineWords, False),
    "names": ("language/names.yml", Names, False),
    "patients": ("language/patients.yml", PatientWords, False),
    "measures": ("language/measures.yml", language.Measures, False),
    "privacy": ("language/privacy.yml", Privacy, False),
    "speech": ("language/speech.yml", language.Speech, False),
    "spoken": ("language/spoken.yml", Spoken, False),
    "spelling": ("language/spelling.yml", language.Spelling, False),
    "terms": ("language/terms.yml", TermWords, False),
    "voice": ("language/voice.yml", Voice, False),
    "topic": ("*/topic.yml", schema.Topic, False),
    "statements": ("*/statements/*.yml", schema.Statement, True),
    "doses": ("*/doses.yml", schema.Regimen, True),
    "conflicts": ("*/conflicts.yml", schema.Conflict, True),
    "criteria": ("*/criteria.yml", schema.Criterion, True),
    "pathway": ("*/pathway.yml", schema.PathwayStep, True),
    "glossary": ("*/glossary.yml", schema.Concept, True),
    "scope": ("*/scope.yml", schema.NearTrap, True),
    "article": ("*/article.yml", schema.ArticleSentence, True),
    "open-questions": ("*/open-questions.yml", schema.OpenQuestion, True),
    "reviews": ("*/reviews.yml", schema.ReviewEntry, True),
}

# Which key of which record names a record of which kind.
NAMES: dict[str, dict[str, str]] = {
    "Source": {"grading_system": "grading-system", "supersedes": "source", "superseded_by": "source"},
    "Evidence": {"system": "grading-system"},
    "Support": {"source": "source", "via": "source"},
    "Statement": {"applies_to": "group", "setting": "setting", "about": "concept"},
    "Regimen": {
        "statement": "statement",
        "setting": "setting",
        "unit": "unit",
        "cap_unit": "unit",
        "cap_statement": "statement",
    },
    "Conflict": {"statements": "statement", "binds": "statement", "companions": "statement"},
    "Criterion": {
        "statement": "statement",
        "concepts": "concept",
        "choices": "concept",
        "changed_among": "concept",
        "extent_of": "concept",
        "unit_needed": "concept",
        "relative": "statement",
    },
    "Fact": {"slot": "slot"},
    "PathwayStep": {"statements": "statement"},
    "StillOpen": {"statement": "statement"},
    "OpenQuestion": {"statements": "statement"},
    "ReviewEntry": {"statement": "statement"},
    "ArticleSentence": {"statements": "statement", "topic": "topic-key"},
    "Setting": {"concepts": "concept"},
    "Concept": {"form_of": "concept", "belongs_to": "concept"},
    "Topic": {
        "bottom_line": "statement",
        "article": "source",
        "subjects": "concept",
        "background": "concept",
        "verdict": "statement",
        "emergency": "statement",
        "answers": "statement",
        "verdicts": "statement",
        "why": "statement",
    },
}

Node = dict[str, Any]


def write_schemas(folder: Path = SCHEMAS, content: Content | None = None) -> list[Path]:
    """Write every schema into ``folder``, with the ids of ``content`` (the product's, if none is given).

    Returns the files that were written. Raises :class:`~knowledge.content_files.ContentError` where the product's
    content cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, document in schemas(content or read_content()).items():
        path = folder / name
        path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return written


def schemas(content: Content) -> dict[str, Node]:
    """Every schema by the name of its file; the ids in ``content`` are what editors offer."""
    files = {f"{kind}.schema.json": _file_schema(kind, model, many) for kind, (_, model, many) in KINDS.items()}
    return {**files, IDS: _ids(content)}


def kind_of(path: Path) -> str | None:
    """The kind of a content file, by its ``path`` relative to the content folder; ``None`` for any other file."""
    return next((kind for kind, (pattern, _, _) in KINDS.items() if path.match(pattern)), None)


def modeline(path: Path) -> str:
    """The first line of the content file at ``path`` (relative to the content folder): where its schema lies."""
    up = "../" * (len(path.parts) - 1)
    return f"# yaml-language-server: $schema={up}schemas/{kind_of(path)}.schema.json"


def _file_schema(kind: str, model: type[schema.Record], many: bool) -> Node:
    document = model_schema(model, ref_prefix="#/$defs/")
    models = {one.__name__: one for one in _models(model)}
    definitions = {name: node for name, node in document.pop("definitions", {}).items() if name in models}
    definitions[model.__name__] = document
    for name, node in definitions.items():
        _complete(node, models[name])
    record = {"$ref": f"#/$defs/{model.__name__}"}
    shape: Node = {"type": "array", "items": record} if many else record
    return {"$schema": DIALECT, "title": f"Content files: {kind}", **shape, "$defs": dict(sorted(definitions.items()))}


def _models(model: type[schema.Record]) -> Iterator[type[schema.Record]]:
    yield model
    for field in model.__fields__.values():
        if isinstance(field.type_, type(schema.Record)):
            yield from _models(field.type_)


def _complete(node: Node, model: type[schema.Record]) -> None:
    """Add to pydantic's schema of ``model`` what it leaves out: nulls, the keys of mappings, and the ids to offer."""
    for name, field in model.__fields__.items():
        node["properties"][name].pop("default", None)
        kind = NAMES.get(model.__name__, {}).get(name)
        value = _offering(node["properties"][name], kind) if kind else node["properties"][name]
        key = field.key_field.type_ if field.key_field is not None else None
        if key is not None and get_args(key):
            value["propertyNames"] = {"enum": list(get_args(key))}
        node["properties"][name] = {"anyOf": [value, {"type": "null"}]} if field.allow_none else value


def _offering(node: Node, kind: str) -> Node:
    """``node`` with the ids of ``kind`` offered for its text, however deep the text lies in lists and mappings."""
    for inner in ("items", "additionalProperties"):
        if inner in node:
            return {**node, inner: _offering(node[inner], kind)}
    return {**node, "anyOf": [{"$ref": f"{IDS}#/$defs/{kind}"}, {"type": "string"}]}


def _ids(content: Content) -> Node:
    topics = content.topics
    known = {
        "concept": {concept.id for topic in topics for concept in topic.glossary},
        "grading-system": {system.id for system in content.grading_systems},
        "group": {group for topic in topics for group in topic.topic.groups},
        "setting": {setting.id for topic in topics for setting in topic.topic.settings},
        "slot": {criterion.slot for topic in topics for criterion in topic.criteria},
        "source": {source.id for source in content.sources},
        "statement": _statements(topics),
        "topic-key": set(schema.Topic.__fields__),
        "unit": {unit.id for unit in content.units},
    }
    offered = {kind: {"enum": sorted(ids)} for kind, ids in known.items()}
    return {"$schema": DIALECT, "title": "Ids that records have", "$defs": offered}


def _statements(topics: list[TopicContent]) -> set[str]:
    return {statement.id for topic in topics for statement in topic.statements}
