"""Asks the running assistant the test questions over HTTP, as any client would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from bot.evaluation.questions import TestQuestion

Envelopes = list[dict[str, Any]]
Patient = dict[str, dict[str, Any]]
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Reply:
    """The ``envelopes`` that answer a question's last turn, and what was known of the patient ``before`` that turn."""

    envelopes: Envelopes
    before: Patient

    @property
    def patient(self) -> Patient:
        """What is known of the patient after the last turn."""
        return patient_of(self.envelopes)


def patient_of(envelopes: Envelopes) -> Patient:
    """What all ``envelopes`` of a message together say of the patient, by slot."""
    return {slot: known for envelope in envelopes for slot, known in envelope["patient"].items()}


def ask_all(url: str, questions: Iterable[TestQuestion]) -> dict[str, Reply]:
    """The reply to each question's last turn, by the question's id; each is asked in a conversation of its own.

    Raises :class:`httpx.HTTPError` where the assistant at ``url`` cannot be reached.
    """
    with httpx.Client(timeout=PATIENCE_SECONDS) as client:
        return {question.id: _ask(client, url, question) for question in questions}


def _ask(client: httpx.Client, url: str, question: TestQuestion) -> Reply:
    sender = uuid4().hex
    envelopes: Envelopes = []
    before: Patient = {}
    for turn in question.turns:
        before = patient_of(envelopes)
        # The clinician's is the default: a lay person's own words have to be enough to be recognised as one.
        reply = client.post(f"{url}/webhooks/rest/webhook", json={"sender": sender, "message": turn})
        reply.raise_for_status()
        envelopes = [message["custom"] for message in reply.json()]
    return Reply(envelopes, before)
