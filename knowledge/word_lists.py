"""Committed lists of words: what is another medicine, and what is plain English."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

PLAIN_ENGLISH = Path(__file__).parent / "content" / "language" / "plain-english.txt"


def word_list(path: Path) -> list[str]:
    """The words in ``path``, one on each line; lines that begin with ``#`` say where they come from."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=1)
def plain_english() -> frozenset[str]:
    """Common English words in lower case."""
    return frozenset(word_list(PLAIN_ENGLISH))
