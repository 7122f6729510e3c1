"""A tracker's events as what a chat shows of a conversation: what was said, what was answered, where it began anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

Event = Mapping[str, Any]
Shown = dict[str, Any]


def timeline(events: Sequence[Event], after: int = -1) -> list[Shown]:
    """What ``events``, all of a conversation, show after number ``after``: each has its place among them as ``n``.

    A tracker only ever grows, so a number means the same to every client at any time.
    """
    shown = (_shown(number, events) for number in range(max(after + 1, 0), len(events)))
    return [one for one in shown if one is not None]


def answers_to(events: Sequence[Event], message_id: str) -> bool:
    """Whether the client's message ``message_id`` has been answered."""
    asked = [number for number, one in enumerate(events) if _is_said(one) and one.get("message_id") == message_id]
    if not asked:
        return False
    later = (one for one in events[asked[-1] + 1 :] if _is_said(one) or _envelope(one))
    return _envelope(next(later, {})) is not None


def _shown(number: int, events: Sequence[Event]) -> Shown | None:
    event = events[number]
    common: Shown = {"n": number, "at": _time(event)}
    if _is_said(event):
        metadata = event.get("metadata") or {}
        text = metadata.get("shown") or event.get("text") or ""
        return common | {
            "type": "said",
            "id": event.get("message_id"),
            "text": text,
            "removed": metadata.get("removed") or [],
        }
    if (envelope := _envelope(event)) is not None:
        buttons = (event.get("data") or {}).get("buttons") or []
        message = {"text": event.get("text"), "buttons": buttons, "custom": envelope}
        return common | {"type": "answer", "message": message}
    if event.get("event") == "session_started" and any(_is_said(one) for one in events[:number]):
        return common | {"type": "session"}
    return None


def _is_said(event: Event) -> bool:
    return event.get("event") == "user" and event.get("text") is not None


def _envelope(event: Event) -> dict[str, Any] | None:
    if event.get("event") != "bot":
        return None
    envelope: dict[str, Any] | None = (event.get("data") or {}).get("custom")
    return envelope or None


def _time(event: Event) -> str:
    return f"{datetime.fromtimestamp(float(event.get('timestamp') or 0), timezone.utc):%Y-%m-%dT%H:%M:%SZ}"
