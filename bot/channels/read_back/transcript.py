"""What a speech recogniser says beside the words that it heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# More alternatives are less likely than anything that was said.
MOST_ALTERNATIVES = 5
LONGEST_ALTERNATIVE = 2000


@dataclass(frozen=True)
class Transcript:
    """How sure the recogniser is, from 0 to 1, and what else the words may have been, likeliest first."""

    confidence: float
    alternatives: tuple[str, ...] = ()

    @classmethod
    def of(cls, sent: object) -> Transcript | None:
        """What a client ``sent`` as a transcript; ``None`` where it sent none, so that the words were typed.

        A client may send anything: what is no number from 0 to 1 counts as no confidence at all, and so does a list of
        alternatives that is none, or holds what is no text.
        """
        if sent is None:
            return None
        told: dict[str, Any] = sent if isinstance(sent, dict) else {}
        listed = told.get("alternatives")
        all_texts = listed is None or (isinstance(listed, list) and all(_is_alternative(one) for one in listed))
        texts = [one for one in listed if _is_alternative(one)] if isinstance(listed, list) else []
        confidence = _confidence(told.get("confidence")) if all_texts else 0.0
        return cls(confidence, tuple(texts[:MOST_ALTERNATIVES]))

    def as_json(self) -> dict[str, Any]:
        """The transcript as a conversation keeps it."""
        return {"confidence": self.confidence, "alternatives": list(self.alternatives)}


def _is_alternative(one: object) -> bool:
    return isinstance(one, str) and len(one) <= LONGEST_ALTERNATIVE


def _confidence(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    # No comparison holds for what is no number.
    return float(value) if 0 <= value <= 1 else 0.0
