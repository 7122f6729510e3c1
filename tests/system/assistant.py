"""A client of the running assistant, as any other would speak to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from tests.contract import check_message


@dataclass(frozen=True)
class Answer:
    """One answer as a client gets it: its envelope, its text and its buttons."""

    envelope: dict[str, Any]
    text: str
    buttons: list[dict[str, str]]


@dataclass
class Conversation:
    """One conversation with the assistant at ``url``; every reply is checked against the contract."""

    url: str
    sender: str
    audience: str = "clinician"

    @classmethod
    def start(cls, url: str, audience: str = "clinician") -> Conversation:
        return cls(url, uuid4().hex, audience)

    def ask(self, message: object) -> dict[str, Any]:
        """Send ``message`` and return the envelope of its one answer."""
        envelopes = self.ask_all(message)
        assert len(envelopes) == 1, f"{len(envelopes)} answers to one question"
        return envelopes[0]

    def ask_all(self, message: object) -> list[dict[str, Any]]:
        """Send ``message`` and return the envelopes of all its answers, at least one."""
        return [one.envelope for one in self.answers(message)]

    def answers(self, message: object) -> list[Answer]:
        """Send ``message`` and return all its answers, at least one."""
        messages = self.post({"sender": self.sender, "message": message})
        assert messages, "no answer at all"
        return [Answer(check_message(one), one["text"], one["buttons"]) for one in messages]

    def post(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        """Send ``body`` as it is and return the messages of the reply."""
        body = {"metadata": {"audience": self.audience}, **body}
        reply = httpx.post(f"{self.url}/webhooks/rest/webhook", json=body, timeout=60)
        assert reply.status_code == 200, reply.text
        messages: list[dict[str, Any]] = reply.json()
        return messages


def cited(envelope: dict[str, Any]) -> set[str]:
    """The ids of the statements that ``envelope`` quotes."""
    return {statement["id"] for statement in envelope["statements"]}
