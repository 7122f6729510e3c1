"""Asks the running assistant the test questions over HTTP, as any client would."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import httpx

from bot.evaluation.questions import TestQuestion

Envelopes = list[dict[str, Any]]
PATIENCE_SECONDS = 60


def ask_all(url: str, questions: Iterable[TestQuestion]) -> dict[str, Envelopes]:
    """The envelopes that answer each question's last turn, by its id; each is asked in a conversation of its own.

    Raises :class:`httpx.HTTPError` where the assistant at ``url`` cannot be reached.
    """
    answers: dict[str, Envelopes] = {}
    with httpx.Client(timeout=PATIENCE_SECONDS) as client:
        for question in questions:
            sender = uuid4().hex
            for turn in question.turns:
                # The clinician's is the default: a lay person's own words have to be enough to be recognised as one.
                reply = client.post(f"{url}/webhooks/rest/webhook", json={"sender": sender, "message": turn})
                reply.raise_for_status()
            answers[question.id] = [message["custom"] for message in reply.json()]
    return answers
