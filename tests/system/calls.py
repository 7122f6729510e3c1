"""A telephony front end, as any would speak to the voice channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.contract import check_message

CLEAR = 0.97


@dataclass
class Call:
    """One call to the assistant at ``url``; every answer is checked against the contract."""

    url: str
    call: str = field(default_factory=lambda: uuid4().hex)
    headers: dict[str, str] = field(default_factory=dict)

    def say(self, text: str, confidence: object = CLEAR, *alternatives: str, **more: Any) -> dict[str, Any]:
        """Say ``text``, as it was heard, and return what comes back."""
        heard = {"transcript": text, "confidence": confidence, "alternatives": list(alternatives)}
        return self.send({**heard, **more})

    def silence(self) -> dict[str, Any]:
        """Say nothing."""
        return self.send({"event": "silence"})

    def interrupt(self, characters: int) -> dict[str, Any]:
        """Break the last reply off."""
        return self.send({"interrupted": {"characters": characters}})

    def send(self, body: dict[str, Any]) -> dict[str, Any]:
        """Send ``body`` and return the reply."""
        response = self.post(body)
        assert response.status_code == 200, response.text
        reply: dict[str, Any] = response.json()
        for message in reply["messages"]:
            check_message(message)
        return reply

    def post(self, body: dict[str, Any]) -> httpx.Response:
        """Send ``body`` as it is, with an id of its own where it has none."""
        whole = {"call": self.call, "id": uuid4().hex, **body}
        return httpx.post(f"{self.url}/webhooks/voice/webhook", json=whole, headers=self.headers, timeout=60)


def envelope(reply: dict[str, Any]) -> dict[str, Any]:
    """The envelope of the one answer in ``reply``."""
    (message,) = reply["messages"]
    found: dict[str, Any] = message["custom"]
    return found
