"""A call to the assistant: each utterance goes to the voice webhook as a recogniser heard it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.contract import check_message
from tests.voice.recogniser import Heard

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What came back of one utterance: what to say, and the envelopes of its answers with their buttons."""

    speech: str
    envelopes: list[dict[str, Any]]
    choices: dict[str, str]

    @property
    def reads_back(self) -> bool:
        """Whether this asks for what was said, instead of answering it."""
        asked = [(one["status"], one["ask"]) for one in self.envelopes]
        return asked in ([("needs_input", "confirm")], [("needs_input", "question")])


@dataclass
class Call:
    """One call of a clinician to the assistant at ``url``; every answer is checked against the contract."""

    url: str
    id: str = field(default_factory=lambda: uuid4().hex)
    utterances: int = 0

    def say(self, heard: Heard) -> Answer:
        """Send what was ``heard``."""
        self.utterances += 1
        body = {
            "call": self.id,
            "id": str(self.utterances),
            "transcript": heard.transcript,
            "confidence": heard.confidence,
            "alternatives": heard.alternatives,
            "metadata": {"audience": "clinician"},
        }
        reply = httpx.post(f"{self.url}/webhooks/voice/webhook", json=body, timeout=PATIENCE_SECONDS)
        assert reply.status_code == 200, reply.text
        told = reply.json()
        buttons = [button for message in told["messages"] for button in message["buttons"]]
        return Answer(
            told["speech"],
            [check_message(message) for message in told["messages"]],
            {button["title"]: button["payload"] for button in buttons},
        )
