"""Reads YAML files into typed records, with errors that name the file, the key and the fix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from knowledge.schema_base import Record

R = TypeVar("R", bound=Record)
# What is wrong with a value and how to mend it, by pydantic's kind of error.
FIXES = {
    "value_error.any_str.max_length": "is too long: at most {limit_value} characters; shorten it, or make two of it",
    "value_error.any_str.min_length": "is too short: at least {limit_value} characters; say it in a whole sentence",
    "value_error.list.min_items": "lists too little: at least {limit_value}; add what is missing",
    "value_error.str.regex": "is not in its form {pattern}; write it like the others",
    "type_error.none.not_allowed": "must not be null; give its value, or the empty list []",
}


class ContentReader:
    """Reads files of one kind of record and gathers what is wrong with them in ``problems``, a line for each thing."""

    def __init__(self, folder: Path) -> None:
        """Read below ``folder``; every name is relative to it."""
        self.folder = folder
        self.problems: list[str] = []
        self.yaml = YAML(typ="safe", pure=True)

    def records(self, pattern: str, model: type[R], unless: str | None = None) -> list[R]:
        """The records of every file like ``pattern``, except the file ``unless``; what is wrong is noted."""
        paths = [path for path in sorted(self.folder.glob(pattern)) if str(path.relative_to(self.folder)) != unless]
        if not paths:
            self.problems.append(f"{pattern}: missing; write [] into it if there is nothing to say")
        return [record for path in paths for record in self._records_of(path, model)]

    def record(self, name: str, model: type[R]) -> R | None:
        """The one record of the file ``name``, or ``None`` where it is empty or wrong."""
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


def _model_at(place: Sequence[str | int], model: type[Record]) -> type[Record]:
    """The kind of record that holds the last key of ``place``, from a record of the kind ``model`` downwards."""
    for key in place[:-1]:
        inner = model.__fields__[key].type_ if key in model.__fields__ else None
        if isinstance(inner, type(Record)):
            model = inner
    return model


def _in_words(problem: Any, model: type[Record]) -> str:
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
