"""Content as one JSON file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from knowledge.content_files import Content, ContentError
from knowledge.transfer.document import from_document, to_document
from knowledge.transfer.safely import write_file

FORMAT = 1


def export_json(content: Content, path: Path) -> None:
    """Write ``content`` to ``path``, with its version and the number of this format."""
    exported = {"format": FORMAT, "version": content.version(), "content": to_document(content)}
    write_file(path, json.dumps(exported, ensure_ascii=False, indent=2) + "\n")


def import_json(path: Path) -> Content:
    """The content that :func:`export_json` wrote to ``path``.

    Raises :class:`~knowledge.content_files.ContentError` with every problem of it.
    """
    exported = _loaded(path)
    if not isinstance(exported, dict) or "content" not in exported:
        raise ContentError([f"{path.name}: is no export of content; it has no key 'content'"])
    refuse_other_format(path.name, exported.get("format"))
    content = from_document(exported["content"])
    refuse_other_version(path.name, exported.get("version"), content)
    return content


def refuse_other_format(name: str, number: object) -> None:
    """Raise :class:`~knowledge.content_files.ContentError` unless ``number`` is the format that is read here."""
    if str(number) != str(FORMAT):
        raise ContentError([f"{name}: has the format {number}; only format {FORMAT} can be read, so export it again"])


def refuse_other_version(name: str, version: object, content: Content) -> None:
    """Raise :class:`~knowledge.content_files.ContentError` where ``content`` is not what was exported as ``version``.

    An empty ``version`` says that the export was changed on purpose.
    """
    if version and version != content.version():
        raise ContentError(
            [
                f"{name}: says version {version}, but holds version {content.version()}: it was changed after the "
                "export; export it again, or empty its version if the change is meant"
            ]
        )


def _loaded(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_keys_once)
    except (ValueError, RecursionError) as error:
        raise ContentError([f"{path.name}: not readable as JSON: {error}"]) from error


def _keys_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    repeated = {key for key in keys if keys.count(key) > 1} if len(set(keys)) < len(keys) else set()
    if repeated:
        raise ValueError(f"the key '{min(repeated)}' stands twice in one record; keep one")
    return dict(pairs)
