"""``footnote knowledge versions | diff | export | import``: the content as it was, and its way in and out."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bot.commands.console import console, plain_errors
from bot.readiness import Unready
from knowledge.content_files import Content
from knowledge.settings import Settings
from knowledge.transfer import (
    Document,
    WouldOverwrite,
    export_csv,
    export_json,
    import_file,
    to_document,
    write_content,
)

NOW = "now"
Version = Annotated[
    str,
    typer.Argument(
        help="`now` (the content folder), a version that was served, a git revision, or an exported file or folder."
    ),
]


def register(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    for command in (versions, diff, export, import_content):
        app.command("import" if command is import_content else None)(plain_errors(command))


def versions() -> None:
    """List every version that was ever loaded into the store, the latest first."""
    from knowledge.editions import editions
    from knowledge.store import open_store

    for one in editions(open_store(Settings.from_environment().knowledge_url)):
        console.print(f"{one.version}  {one.loaded_at}{'  (served)' if one.current else ''}", markup=False)


def diff(old: Version, new: Version = NOW) -> None:
    """Say in clinical words what changed from OLD to NEW, the most dangerous first."""
    from knowledge.differences import as_text, differences

    settings = Settings.from_environment()
    console.print(as_text(differences(content_of(old, settings), content_of(new, settings))), markup=False)


def export(
    target: Annotated[Path, typer.Argument(help="A .json file, or a new folder for CSV files.")],
) -> None:
    """Write all content to one JSON file, or to a folder of CSV files for a spreadsheet."""
    content = import_file(Settings.from_environment().content)
    try:
        (export_json if target.suffix == ".json" else export_csv)(content, target)
    except WouldOverwrite as error:
        raise Unready(str(error)) from error
    console.print(f"Version {content.version()} written to {target}.", markup=False)


def import_content(
    source: Annotated[Path, typer.Argument(help="A JSON export, or a folder of exported CSV files.")],
    into: Annotated[Path, typer.Option(help="The new content folder to write.")],
) -> None:
    """Write exported content as a new content folder, if it passes every check; otherwise nothing is written."""
    content = import_file(source)
    try:
        write_content(content, into)
    except WouldOverwrite as error:
        raise Unready(str(error)) from error
    console.print(f"Version {content.version()} written to {into}.", markup=False)


def content_of(name: str, settings: Settings) -> Content | Document:
    """The content that ``name`` means: see :data:`Version`.

    Raises :class:`bot.readiness.Unready` where it means none, and :class:`knowledge.content_files.ContentError` where
    that content does not pass the checks of today.
    """
    from knowledge.editions import UnknownEdition, edition
    from knowledge.store import open_store

    if name == NOW:
        return to_document(import_file(settings.content))
    if Path(name).exists():
        return import_file(Path(name))
    try:
        return edition(open_store(settings.knowledge_url), name)
    except UnknownEdition as error:
        archived = _at_revision(name, settings.content)
        if archived is None:
            raise Unready(f"'{name}' is no file, no git revision, and {error}.") from error
        return archived


def _at_revision(revision: str, folder: Path) -> Content | None:
    command = ["git", "-C", str(folder), "archive", revision, "."]
    result = subprocess.run(command, capture_output=True, check=False)
    if result.returncode != 0:
        return None
    with TemporaryDirectory() as unpacked:
        with tarfile.open(fileobj=io.BytesIO(result.stdout)) as archive:
            archive.extractall(unpacked, filter="data")
        return import_file(Path(unpacked))
