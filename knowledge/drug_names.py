"""The committed list of medicines' names, by which another drug is recognised as another drug."""

from __future__ import annotations

from pathlib import Path

DRUG_NAMES = Path(__file__).parent / "content" / "language" / "drug-names.txt"


def drug_names(path: Path = DRUG_NAMES) -> list[str]:
    """The names in ``path``, one on each line, lower case; lines that begin with ``#`` say where they come from."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
