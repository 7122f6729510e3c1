"""The words that a channel has heard and cannot answer yet, from a message's metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.answers.question import ReadBack

READ_BACK = "read_back"


def read_back_of(metadata: Mapping[str, Any]) -> ReadBack | None:
    """What is to be confirmed; ``None`` where ``metadata`` holds nothing of that kind."""
    kept = metadata.get(READ_BACK)
    if not kept:
        return None
    labels = tuple(one["label"] for one in kept["choices"])
    return ReadBack(kept["question"], labels, kept["name"], waits=bool(kept["text"]), urgent=bool(kept["urgent"]))
