"""What clinicians do at their clients, and what of the assistant they see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.channels.matrix.outgoing import CHOOSE, KEY
from tests.system.matrix.homeserver import SERVER_NAME, Clinician, until

Event = dict[str, Any]
WHOLE = "58 kg, refractory cancer pain, iv infusion dose?"


@dataclass(frozen=True)
class Service:
    """An application service as it is registered: the port that the homeserver calls, and the file with its tokens."""

    user: str
    port: int
    registration: str

    @property
    def id(self) -> str:
        return f"@{self.user}:{SERVER_NAME}"

    def token(self, name: str) -> str:
        line = next(one for one in self.registration.splitlines() if one.startswith(f"{name}: "))
        return line.partition(": ")[2]


def joined(user: Clinician, service: Service, room: str) -> str:
    """``room``, once the assistant is in it."""
    until(lambda: service.id in user.do("members", room=room), "the assistant has joined")
    return room


def replies(user: Clinician, service: Service, room: str, to: str) -> list[Event]:
    """The messages of the assistant that belong to the event ``to``."""
    return [one for one in user.seen(room, service.id) if (one["content"].get(KEY) or {}).get("to") == to]


def reply(user: Clinician, service: Service, room: str, to: str) -> Event:
    """The first message of the assistant that belongs to the event ``to``."""
    return until(lambda: replies(user, service, room, to), "an answer")[0]


def all_replies(user: Clinician, service: Service, room: str, to: str, count: int) -> list[Event]:
    """The ``count`` messages of the assistant that belong to the event ``to``."""

    def look() -> list[Event] | None:
        found = replies(user, service, room, to)
        return found if len(found) >= count else None

    return until(look, f"{count} answers")


def ask(user: Clinician, service: Service, room: str, text: str, **content: Any) -> Event:
    """Say ``text`` and return the answer's event."""
    return reply(user, service, room, user.say(room, text, **content))


def text_of(event: Event) -> str:
    """What an answer says, without its choices."""
    body: str = event["content"]["body"]
    return body.partition(f"\n\n{CHOOSE}")[0]


def mention(service: Service) -> dict[str, Any]:
    return {"m.mentions": {"user_ids": [service.id]}}


def in_thread(root: str) -> dict[str, Any]:
    return {"m.relates_to": {"rel_type": "m.thread", "event_id": root}}


def edit(original: str, text: str) -> dict[str, Any]:
    new = {"msgtype": "m.text", "body": text}
    return {"m.new_content": new, "m.relates_to": {"rel_type": "m.replace", "event_id": original}}


def react(user: Clinician, room: str, event: str, key: str) -> str:
    relation = {"rel_type": "m.annotation", "event_id": event, "key": key}
    return user.send(room, "m.reaction", {"m.relates_to": relation})


def reactions(user: Clinician, service: Service, room: str) -> list[str]:
    """What the assistant offers to tap, in its order."""
    return [one["content"]["m.relates_to"]["key"] for one in user.seen(room, service.id, "m.reaction")]


def is_gone(user: Clinician, room: str, event: str) -> bool:
    return not user.do("event", room=room, event=event)["content"]
