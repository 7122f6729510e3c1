"""The conversations of Matrix rooms in Rasa's tracker store: their names, and how a message is erased from them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from itertools import takewhile
from typing import Any
from urllib.parse import quote

from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy import create_engine, event, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

Data = dict[str, Any]
Row = Any  # one event of Rasa's table, which has no types

# No conversation of another channel begins so: a token's subject is quoted.
CHANNEL = "@matrix"
# Four such parts fit into what the tracker store keeps of a name.
LONGEST_PART = 80
ERASED = "[removed]"
# Under which name a message's metadata hold where it was said.
PLACE = "matrix"
RETRACT = "retract_message"
# What an erased answer is still known by.
KEPT_OF_AN_ANSWER = ("type", "contract", "answer_id", "created_at", "status", "question")
# The slot of a message that waits for a confirmation.
PENDING = "pending"
# Slots that hold nothing of a patient.
IMPERSONAL = frozenset({"topic", "references", "audience", "last_answer", "asking"})


def conversation(room: str, thread: str | None, user: str, at: float) -> str:
    """The tracker's name of what ``user`` says in ``thread`` of ``room``, or beside every thread of it, ``at`` a time.

    Two users never share one: what one tells of a patient is not taken for the other's. A direct chat goes on for
    years, and a tracker is read whole: beside the threads each week has its own.
    """
    return f"{_of_room(room)}{_short(thread or _week(at))}/{_short(user)}"


def _week(at: float) -> str:
    year, week, _ = datetime.fromtimestamp(at, timezone.utc).isocalendar()
    return f"direct-{year}-{week}"


def user_of(sender: str, user: str) -> bool:
    """Whether the conversation ``sender`` is one of ``user``."""
    return sender.endswith(f"/{_short(user)}")


def _of_room(room: str) -> str:
    return f"{CHANNEL}/{_short(room)}/"


def _short(part: str) -> str:
    quoted = quote(part, safe="")
    return quoted if len(quoted) <= LONGEST_PART else hashlib.sha256(part.encode()).hexdigest()


@dataclass(frozen=True)
class Kept:
    """A message in the tracker store: its conversation, the id that it has there, and where in the room it was said."""

    sender: str
    message_id: str
    place: Mapping[str, Any]


class Record:
    """Finds and erases messages in the tracker store at ``url``. Its methods wait for the database."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, future=True, poolclass=NullPool)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", lambda one, _: one.execute("PRAGMA secure_delete=ON"))

    def versions(self, room: str, message: str) -> list[Kept]:
        """The message ``message`` of ``room`` as it was answered, and each changed version of it; no erased ones."""
        table = SQLTrackerStore.SQLEvent
        chosen = select(table).where(
            table.sender_id.startswith(_of_room(room), autoescape=True),
            table.type_name == "user",
            table.data.contains(json.dumps(message), autoescape=True),
        )
        with Session(self._engine) as session:
            rows = [(row.sender_id, json.loads(row.data)) for row in session.scalars(chosen.order_by(table.id))]
        found = [(sender, data) for sender, data in rows if _is_version(data, message)]
        return [Kept(sender, data["message_id"], data["metadata"][PLACE]) for sender, data in found]

    def erase(self, kept: Kept) -> None:
        """Erase the words of ``kept``, what was read in them, and the answers; only that there was something stays.

        Nobody may write to the conversation meanwhile.
        """
        table = SQLTrackerStore.SQLEvent
        with Session(self._engine) as session, session.begin():
            chosen = select(table).where(table.sender_id == kept.sender).order_by(table.id)
            rows = [(row, json.loads(row.data)) for row in session.scalars(chosen)]
            for row, data in _erased(rows, kept.message_id):
                row.data = json.dumps(data)


def _is_version(data: Data, message: str) -> bool:
    metadata = data.get("metadata") or {}
    place = metadata.get(PLACE)
    return place is not None and message in (data["message_id"], place["edits"]) and not metadata.get("retracted")


def _erased(rows: Sequence[tuple[Row, Data]], message_id: str) -> Iterator[tuple[Row, Data]]:
    """The rows that have to be changed, with what they hold from now on."""
    slots: dict[str, Any] = {}
    for place, (row, data) in enumerate(rows):
        if data["event"] == "user" and data.get("message_id") == message_id:
            turn = list(takewhile(lambda one: one[1]["event"] != "user", rows[place + 1 :]))
            told = {name: value for name, value in _set_in(turn) if value != slots.get(name)}
            if told.get(PENDING) is not None:
                # What it said was only taken with the reply to the question back.
                settled = rows[place + 1 + len(turn) :]
                reply = [*settled[:1], *takewhile(lambda one: one[1]["event"] != "user", settled[1:])]
                told |= {
                    name: value for name, value in _set_in(reply) if value is not None and value != slots.get(name)
                }
            yield row, _without_words(data)
            yield from ((one, _without_answer(answer)) for one, answer in turn if answer["event"] == "bot")
            until = takewhile(lambda one: not _takes_back(one[1], message_id), rows[place + 1 :])
            yield from _untold(until, slots, told)
        elif data["event"] == "slot":
            slots[data["name"]] = data["value"]
        elif data["event"] == "session_started":
            slots = {}


def _takes_back(data: Data, message_id: str) -> bool:
    """Whether from here on the slots hold what is known without the message."""
    read = data.get("parse_data") or {}
    named = [one.get("value") for one in read.get("entities") or []]
    return (read.get("intent") or {}).get("name") == RETRACT and message_id in named


def _set_in(turn: Iterable[tuple[Row, Data]]) -> Iterator[tuple[str, Any]]:
    slots = (data for _, data in turn if data["event"] == "slot")
    return ((data["name"], data["value"]) for data in slots if data["name"] not in IMPERSONAL)


def _untold(
    rows: Iterable[tuple[Row, Data]], before: Mapping[str, Any], told: Mapping[str, Any]
) -> Iterator[tuple[Row, Data]]:
    """The rows of slots that hold what was ``told``, without it."""
    for row, data in rows:
        value = told.get(data["name"]) if data["event"] == "slot" else None
        if value is None:
            continue
        if data["value"] == value:
            yield row, {**data, "value": before.get(data["name"])}
        elif isinstance(value, list) and isinstance(data["value"], list):
            added = [one for one in value if one not in (before.get(data["name"]) or [])]
            yield row, {**data, "value": [one for one in data["value"] if one not in added] or None}


def _without_words(data: Data) -> Data:
    read, metadata = data.get("parse_data") or {}, data.get("metadata") or {}
    kept = {"retracted": True, **{name: metadata[name] for name in (PLACE, "model_version") if name in metadata}}
    about = {"intent": read.get("intent"), "manner": read.get("manner") or []}
    return {
        **data,
        "text": ERASED,
        "metadata": kept,
        "parse_data": {**about, "entities": [], "text": ERASED, "message_id": data["message_id"], "metadata": kept},
    }


def _without_answer(data: Data) -> Data:
    envelope = (data.get("data") or {}).get("custom") or {}
    kept = {name: envelope[name] for name in KEPT_OF_AN_ANSWER if name in envelope}
    return {**data, "text": ERASED, "data": {"custom": kept or None, "buttons": None}}
