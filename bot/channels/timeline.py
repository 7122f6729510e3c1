"""A tracker's events as what a chat shows of a conversation: what was said, what was answered, where it began anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from itertools import takewhile
from typing import Any

from bot.channels.exchange import Message

Event = Mapping[str, Any]
Shown = dict[str, Any]


def timeline(events: Sequence[Event], after: int = -1) -> list[Shown]:
    """What ``events``, all of a conversation, show after number ``after``: each has its place among them as ``n``.

    A tracker only ever grows, so a number means the same to every client at any time.
    """
    shown = (_shown(number, events) for number in range(max(after + 1, 0), len(events)))
    return [one for one in shown if one is not None]


def answers_to(events: Sequence[Event], message_id: str) -> list[Message]:
    """The answers to the client's message ``message_id``; none where it has not been answered."""
    asked = [number for number, one in enumerate(events) if is_said(one) and one.get("message_id") == message_id]
    later = events[asked[-1] + 1 :] if asked else ()
    return [_message(one) for one in takewhile(lambda one: not is_said(one), later) if _envelope(one) is not None]


def _shown(number: int, events: Sequence[Event]) -> Shown | None:
    event = events[number]
    common: Shown = {"n": number, "at": _time(event)}
    if is_said(event):
        metadata = event.get("metadata") or {}
        text = metadata.get("shown") or event.get("text") or ""
        return common | {
            "type": "said",
            "id": event.get("message_id"),
            "text": text,
            "removed": metadata.get("removed") or [],
        }
    if _envelope(event) is not None:
        return common | {"type": "answer", "message": _message(event)}
    if event.get("event") == "session_started" and any(is_said(one) for one in events[:number]):
        return common | {"type": "session"}
    return None


def is_said(event: Event) -> bool:
    """Whether ``event`` is a message of the user."""
    return event.get("event") == "user" and event.get("text") is not None


def _envelope(event: Event) -> dict[str, Any] | None:
    if event.get("event") != "bot":
        return None
    envelope: dict[str, Any] | None = (event.get("data") or {}).get("custom")
    return envelope or None


def _message(event: Event) -> Message:
    data = event.get("data") or {}
    return {"text": event.get("text"), "buttons": data.get("buttons") or [], "custom": data.get("custom")}


def _time(event: Event) -> str:
    return f"{datetime.fromtimestamp(float(event.get('timestamp') or 0), timezone.utc):%Y-%m-%dT%H:%M:%SZ}"
