"""Replies to words that were spoken and may have been misheard: nothing is answered before they are confirmed."""

from __future__ import annotations

import json

from knowledge.answers import compose
from knowledge.answers.conversation import emergency
from knowledge.answers.envelope import Envelope, Offer
from knowledge.answers.question import Question
from knowledge.queries import KnowledgeBase

PAYLOAD = "/read_back"
SAY_AGAIN = "Please say it again."
YES, NO, NONE = "Yes", "No", "None of these"


def read_back(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """Asks whether the words were heard right, or which of a few it was; an emergency is answered at once."""
    heard = question.read_back
    if heard is None or not heard.waits:
        envelope = compose.without_statements(knowledge, question, "needs_input", SAY_AGAIN, ())
        return envelope.copy(update={"ask": "question"})
    offered = [(label, str(number)) for number, label in enumerate(heard.choices, 1)] or [(YES, "yes")]
    offered.append((NONE if heard.choices else NO, "no"))
    buttons = [Offer(title=title, payload=payload_of(heard.name, choice)) for title, choice in offered]
    if heard.urgent:
        asked = {"question_back": heard.question, "ask": "confirm", "next": buttons}
        return emergency(knowledge, question).copy(update=asked)
    envelope = compose.without_statements(knowledge, question, "needs_input", heard.question, buttons)
    return envelope.copy(update={"ask": "confirm"})


def payload_of(name: str, choice: str) -> str:
    """The payload of the button for ``choice`` ("yes", "no", or a number from 1 on) of the read-back ``name``."""
    return f"{PAYLOAD}{json.dumps({'choice': f'{name}-{choice}'})}"
