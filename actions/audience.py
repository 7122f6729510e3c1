"""Whom answers are worded for: by what a message says or how it is worded, by an earlier one, or by the client."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from actions.intents import CHOOSING_READER
from actions.state import WORDS
from actions.turn import Message, intent_of
from knowledge.answers.question import AUDIENCES, Audience

AUDIENCE_OF_VOICE: dict[str, Audience] = {"lay": "patient", "professional": "clinician"}


def audience_of(tracker: Tracker, metadata: dict[str, Any]) -> Audience:
    """Who reads: by this message's own words, or those of an earlier one, or else as the client says."""
    wanted = audience_of_words(tracker) or tracker.get_slot("audience") or metadata.get("audience")
    return next((audience for audience in AUDIENCES if audience == wanted), "clinician")


def audience_of_words(tracker: Tracker) -> Audience | None:
    """Whom to word answers for, where the last message says so, or else who it is by, where its words tell."""
    message: Message = tracker.latest_message
    if intent_of(message) == CHOOSING_READER and message.get("reader"):
        return next((audience for audience in AUDIENCES if audience == message["reader"]), None)
    voice = AUDIENCE_OF_VOICE.get(str(message.get("voice")))
    # Who has told of a patient as a clinician does, and now speaks of a relative, still does.
    told = tracker.get_slot(WORDS) and tracker.get_slot("audience") != "patient"
    return None if voice == "patient" and told else voice
