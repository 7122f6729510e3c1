"""A client of the web chat's channel, as the component in the browser speaks to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.contract import check_message


@dataclass
class Chat:
    """One conversation of the web chat at ``url``; every answer is checked against the contract."""

    url: str
    conversation: str = field(default_factory=lambda: uuid4().hex)
    headers: dict[str, str] = field(default_factory=dict)

    def say(self, text: object, message_id: str | None = None, after: int = -1, **metadata: Any) -> dict[str, Any]:
        """Send ``text`` and return the reply."""
        body = {"text": text, "id": message_id or uuid4().hex, "after": after, "metadata": metadata}
        return self._reply(self.post("messages", body))

    def edit(self, slot: str, value: str | None, after: int = -1) -> dict[str, Any]:
        """Change the patient's ``slot`` and return the reply."""
        return self._reply(self.post("patient", {"slot": slot, "value": value, "id": uuid4().hex, "after": after}))

    def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        """Send ``body`` as it is."""
        whole = {"conversation": self.conversation, **body}
        return httpx.post(f"{self.url}/chat/{path}", json=whole, headers=self.headers, timeout=60)

    def events(self, after: int = -1) -> dict[str, Any]:
        """The conversation after an event."""
        parameters: dict[str, Any] = {"conversation": self.conversation, "after": after}
        return self._reply(httpx.get(f"{self.url}/chat/events", params=parameters, headers=self.headers, timeout=60))

    @contextmanager
    def listen(self, after: int = -1) -> Iterator[Iterator[tuple[str, dict[str, Any]]]]:
        """The stream of what becomes of the conversation, as pairs of an event's name and data."""
        parameters: dict[str, Any] = {"conversation": self.conversation, "after": after}
        address = f"{self.url}/chat/stream"
        with httpx.stream("GET", address, params=parameters, headers=self.headers, timeout=30) as stream:
            assert stream.headers["content-type"] == "text/event-stream"
            yield _events(stream.iter_lines())

    def _reply(self, response: httpx.Response) -> dict[str, Any]:
        assert response.status_code == 200, response.text
        reply: dict[str, Any] = response.json()
        for answer in answers(reply):
            check_message(answer)
        return reply


def _events(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def answers(reply: dict[str, Any]) -> list[dict[str, Any]]:
    """The answers among the events of ``reply``."""
    return [event["message"] for event in reply["events"] if event["type"] == "answer"]


def said(reply: dict[str, Any]) -> list[str]:
    """What was said, among the events of ``reply``."""
    return [event["text"] for event in reply["events"] if event["type"] == "said"]


def bar(reply: dict[str, Any]) -> dict[str, str]:
    """The values of the patient bar by slot."""
    return {item["slot"]: item["value"] for item in reply["patient"]["known"]}
