"""What the tests of dose arithmetic share: made-up regimens, and time for the first example."""

from __future__ import annotations

from typing import Any

from hypothesis import settings

from knowledge.schema import Regimen

# The first example reads the language files.
unhurried = settings(deadline=None)


def regimen(unit: str, low: str | None = None, high: str | None = None, **others: Any) -> Regimen:
    """A regimen from ``low`` to ``high`` in ``unit``; ``others`` are further keys, ``cap`` among them."""
    keys: dict[str, Any] = {
        "id": "made-up",
        "statement": "says-so",
        "drug": "leaves",
        "routes": ["spout"],
        "setting": "at-home",
        "population": "adults",
        "low": low,
        "high": high,
        "unit": unit,
        "cap": None,
        "cap_unit": None,
        "frequency": "continuous",
    }
    return Regimen(**{**keys, **others})
