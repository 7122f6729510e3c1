"""Content as one document, and its export and import as JSON, CSV and YAML."""

from __future__ import annotations

from pathlib import Path

from knowledge.content_files import Content, ContentError
from knowledge.transfer.csv_folder import ABOUT, export_csv, import_csv
from knowledge.transfer.document import Document, from_document, to_document
from knowledge.transfer.json_file import export_json, import_json
from knowledge.transfer.safely import WouldOverwrite
from knowledge.transfer.yaml_folder import import_yaml, write_content

__all__ = [
    "Document",
    "WouldOverwrite",
    "export_csv",
    "export_json",
    "from_document",
    "import_file",
    "to_document",
    "write_content",
]


def import_file(path: Path) -> Content:
    """The content at ``path``: a JSON export, a folder of CSV files, or a folder of YAML content files.

    Raises :class:`~knowledge.content_files.ContentError` for whatever the schema or the checks refuse; nothing is
    written.
    """
    if not path.exists():
        raise ContentError([f"{path}: is not there; name a JSON file, or a folder of CSV or YAML files"])
    if not path.is_dir():
        return import_json(path)
    return import_csv(path) if (path / ABOUT).exists() else import_yaml(path)
