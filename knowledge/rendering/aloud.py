"""Envelope → the document that a client gets, with what to say where the message was spoken."""

from __future__ import annotations

from typing import Any

from knowledge.answers.envelope import Envelope
from knowledge.rendering.speech import pages, ssml


def with_speech(envelope: Envelope) -> dict[str, Any]:
    """``envelope`` with ``speech``, the first page of what to say, and the same as ``ssml``."""
    page = pages(envelope)[0]
    return {**envelope.dict(), "speech": page, "ssml": ssml(page)}
