"""Content ↔ one JSON-able document. Both ways follow the types of the content, so that a new key travels by itself."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date
from typing import Any

from pydantic import ValidationError, parse_obj_as

from knowledge import schema
from knowledge.checks import check
from knowledge.content_files import Content, ContentError

Document = dict[str, Any]


def to_document(content: Content) -> Document:
    """All of ``content`` as dictionaries, lists, text, numbers, booleans and nulls; dates are ISO text.

    Records keep the order of the content, and keys the order of the schema.
    """
    document: Document = _encoded(content)
    return document


def from_document(document: object) -> Content:
    """The content that :func:`to_document` wrote as ``document``.

    Raises :class:`~knowledge.content_files.ContentError` with a line for everything that the schema or
    :func:`knowledge.checks.check` refuses.
    """
    content = unchecked(document)
    if not content.topics:
        raise ContentError(["topics: none is there; content is about at least one"])
    check(content)
    return content


def unchecked(document: object) -> Content:
    """As :func:`from_document`, for content that was checked when it was current: only the schema is applied."""
    problems: list[str] = []
    content: Content = _decoded(Content, document, "", problems)
    if problems:
        raise ContentError(problems)
    return content


def _encoded(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {one.name: _encoded(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, schema.Record):
        return {name: _encoded(getattr(value, name)) for name in value.__fields__}
    if isinstance(value, dict):
        return {str(key): _encoded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_encoded(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(_encoded(item) for item in value)
    return value.isoformat() if isinstance(value, date) else value


def _decoded(hint: Any, value: object, where: str, problems: list[str]) -> Any:
    """``value`` as the type ``hint``; what does not fit is told in ``problems``, and ``None`` comes back."""
    if dataclasses.is_dataclass(hint):
        return _dataclass(hint, value, where, problems)
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is list and _is_composed(arguments[0]):
        return _list(arguments[0], value, where, problems)
    if typing.get_origin(hint) in (typing.Union, types.UnionType) and value is not None:
        return _decoded(next(one for one in arguments if one is not type(None)), value, where, problems)
    if is_record(hint) and not isinstance(value, dict):
        problems.append(f"{where}: is no record; write keys and values")
        return None
    try:
        return parse_obj_as(hint, value)
    except ValidationError as error:
        problems += [f"{where}: {in_words(problem, hint)}" for problem in error.errors()]
    return None


def is_record(hint: Any) -> bool:
    """Whether ``hint`` is a kind of record; ``list[str]`` passes for a class, and is none."""
    return typing.get_origin(hint) is None and isinstance(hint, type) and issubclass(hint, schema.Record)


def _is_composed(hint: Any) -> bool:
    return dataclasses.is_dataclass(hint) or is_record(hint)


def _dataclass(kind: Any, value: object, where: str, problems: list[str]) -> Any:
    if not isinstance(value, dict):
        problems.append(f"{where or 'document'}: is no record; write keys and values")
        return None
    hints = typing.get_type_hints(kind)
    place = _place_of(value, where)
    problems += [f"{place}: key '{key}' is not known; remove it" for key in value if key not in hints]
    missing = [one.name for one in dataclasses.fields(kind) if one.name not in value and not _has_default(one)]
    problems += [f"{place}: key '{key}' is missing; add it ([] where there is nothing to say)" for key in missing]
    parts = {
        key: _decoded(hint, value[key], f"{where}: {key}" if where else key, problems)
        for key, hint in hints.items()
        if key in value
    }
    return None if missing or problems else kind(**parts)


def _has_default(one: dataclasses.Field[Any]) -> bool:
    return one.default is not dataclasses.MISSING or one.default_factory is not dataclasses.MISSING


def _place_of(value: dict[str, Any], where: str) -> str:
    topic = value.get("topic")
    return f"topic {topic['id']}" if isinstance(topic, dict) and "id" in topic else where or "document"


def _list(hint: Any, value: object, where: str, problems: list[str]) -> list[Any] | None:
    if not isinstance(value, list):
        problems.append(f"{where}: holds one {type(value).__name__}; make it a list of records")
        return None
    return [
        _decoded(hint, item, f"{where}: {_label(item, number)}", problems) for number, item in enumerate(value, start=1)
    ]


def _label(item: object, number: int) -> str:
    head = item.get("topic") if isinstance(item, dict) else None
    record = head if isinstance(head, dict) else item
    return str(record.get("id", f"record {number}")) if isinstance(record, dict) else f"record {number}"


def in_words(problem: Any, model: Any) -> str:
    """What is wrong with a key, and how to mend it, from one of pydantic's errors about ``model``."""
    key = ".".join(str(part) for part in problem["loc"] if part != "__root__")
    kind = str(problem["type"])
    if kind == "value_error.extra":
        return f"key '{key}' is not known; remove it or use one of: {', '.join(model.__fields__)}"
    if kind == "value_error.missing":
        return f"key '{key}' is missing; add it (null where there is nothing to say)"
    if kind == "type_error.str":
        return f"key '{key}' must be text; put quotes around it"
    return f"key '{key}': {problem['msg']}"
