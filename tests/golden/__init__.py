"""Recorded answers of every kind, and what each looks like in every format.

``python -m tests.golden`` asks the product's own content anew and rewrites all of it; ``python -m tests.golden
formats`` rewrites the formats alone, from the answers as they were recorded.
"""

from __future__ import annotations

import json
from pathlib import Path

from knowledge.answers.envelope import Envelope

FOLDER = Path(__file__).parent
ENVELOPES = FOLDER / "envelopes"


def names() -> list[str]:
    """The names of the recorded answers."""
    return sorted(path.stem for path in ENVELOPES.glob("*.json"))


def recorded(name: str) -> Envelope:
    """The answer that was recorded as ``name``."""
    return Envelope(**json.loads((ENVELOPES / f"{name}.json").read_text(encoding="utf-8")))
