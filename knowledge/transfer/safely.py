"""Writing that happens whole or not at all: beside its target first, then renamed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex


class WouldOverwrite(Exception):
    """The folder to write into holds something already."""


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to fill, which becomes ``target`` once all is well, and vanishes when anything fails meanwhile.

    Raises :class:`WouldOverwrite` where ``target`` is a file or a folder that is not empty.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise WouldOverwrite(f"{target} is there already and not empty; name a new or empty folder")
    beside = _beside(target)
    beside.mkdir(parents=True)
    try:
        yield beside
        beside.replace(target)
    finally:
        if beside.exists():
            shutil.rmtree(beside)


def write_file(target: Path, text: str) -> None:
    """Write ``text`` as UTF-8 to ``target``; a file of that name is replaced in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = _beside(target)
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _beside(target: Path) -> Path:
    return target.absolute().parent / f".{target.name}.{token_hex(4)}"
