"""Rewrites the recorded answers and their formats: see the package."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.queries import KnowledgeBase
from knowledge.store import build, open_store
from tests.golden import ENVELOPES, FOLDER, names, recorded
from tests.golden.cases import cases
from tests.golden.formats import FORMATS


def _emptied(folder: Path) -> Path:
    """``folder`` without files of answers that are no longer recorded."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    return folder


def record_envelopes() -> None:
    """Ask the product's own content every question anew."""
    folder = _emptied(ENVELOPES)
    with TemporaryDirectory() as place:
        url = f"sqlite:///{Path(place) / 'knowledge.sqlite'}"
        build(url)
        engine = open_store(url)
        with KnowledgeBase(engine).snapshot() as knowledge:
            for case in cases(knowledge):
                text = json.dumps(case.envelope(knowledge).dict(), indent=1, ensure_ascii=False)
                (folder / f"{case.name}.json").write_text(f"{text}\n", encoding="utf-8")
        engine.dispose()


def record_formats() -> None:
    """Write every recorded answer in every format."""
    for one in FORMATS:
        folder = _emptied(FOLDER / one.name)
        for name in names():
            (folder / f"{name}.{one.ending}").write_text(one.write(recorded(name)), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["formats"]:
        record_envelopes()
    record_formats()
