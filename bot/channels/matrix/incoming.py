"""A room's event → what somebody said, and whether it was said to the assistant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

TEXT = frozenset({"m.text", "m.emote"})
UNREADABLE = frozenset({"m.image", "m.file", "m.audio", "m.video", "m.location"})
QUOTED = re.compile(r"\A(?:>[^\n]*\n)+\n?")
KEYCAP = re.compile(r"\s*(\d{1,2})\uFE0F?\u20E3?[.)]?\s*")
TEN = "🔟"

Event = Mapping[str, Any]


@dataclass(frozen=True)
class Said:
    """A message of ``user`` in ``room``: ``text`` is ``None`` for a picture, a file, or a recording.

    ``at`` is when, in seconds; ``thread`` the root of the thread that it stands in; ``edits`` the message that it takes
    the place of; ``mentions`` the users that it names, ``None`` where the client does not say.
    """

    room: str
    event: str
    user: str
    at: float
    text: str | None
    thread: str | None = None
    edits: str | None = None
    mentions: frozenset[str] | None = None


def read_message(event: Event) -> Said | None:
    """What the event ``m.room.message`` or ``m.sticker`` says; ``None`` for what is no message of a person."""
    content = _mapping(event.get("content"))
    relation = _mapping(content.get("m.relates_to"))
    edits = _text(relation.get("event_id")) if relation.get("rel_type") == "m.replace" else None
    new = _mapping(content.get("m.new_content")) if edits else content
    kind = "m.image" if event.get("type") == "m.sticker" else new.get("msgtype")
    body = _text(new.get("body"))
    if kind not in TEXT | UNREADABLE or (kind in TEXT and body is None):
        return None
    mentions = _mapping(new.get("m.mentions")) if "m.mentions" in new else None
    replies = "m.in_reply_to" in relation
    return Said(
        room=str(event["room_id"]),
        event=str(event["event_id"]),
        user=str(event["sender"]),
        at=float(event.get("origin_server_ts") or 0) / 1000,
        text=None if kind in UNREADABLE else QUOTED.sub("", body or "") if replies else body,
        thread=_text(relation.get("event_id")) if relation.get("rel_type") == "m.thread" else None,
        edits=edits,
        mentions=None if mentions is None else frozenset(str(one) for one in mentions.get("user_ids") or ()),
    )


def names_me(said: Said, me: str, name: str) -> bool:
    """Whether ``said`` mentions the assistant ``me``, or begins with its ``name`` or id as typed by hand."""
    return (
        me in (said.mentions or ()) or me in (said.text or "") or _called(me, name).match(said.text or "") is not None
    )


def names_others(said: Said, me: str) -> bool:
    """Whether ``said`` is meant for somebody else."""
    return bool(said.mentions) and me not in (said.mentions or ())


def without_my_name(text: str, me: str, name: str) -> str:
    """``text`` without what only calls the assistant."""
    called = _called(me, name).sub("", text.replace(me, " ").strip())
    return re.sub(rf"[\s,]+@?{re.escape(name)}\s*([?!.]*)\s*\Z", r"\1", called, flags=re.IGNORECASE).strip() or text


def number_in(text: str) -> int | None:
    """The number that ``text`` is, typed or as a keycap; ``None`` where it says anything else."""
    if text.strip() == TEN:
        return 10
    found = KEYCAP.fullmatch(text)
    return int(found[1]) if found else None


def _called(me: str, name: str) -> re.Pattern[str]:
    names = "|".join(re.escape(one) for one in (me, me.partition(":")[0][1:], name))
    return re.compile(rf"\A\s*@?(?:{names})(?![\w-])\s*[:,]?\s*", re.IGNORECASE)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
