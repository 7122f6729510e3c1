"""A message that its author has removed or changed → the patient as if it had never been said."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.state import ASKING, LAST, State
from actions.turn import ANOTHER, RETRACT, Message, Turn, intent_of, take_turn
from knowledge.answers.question import Patient
from knowledge.record import Record
from knowledge.schema import Criterion

Event = dict[str, Any]
NOTHING = State(Record(), None, None, None, (), {})


@dataclass(frozen=True)
class Said:
    """A message of the session as it was read, with the criterion that was then asked for."""

    message_id: str | None
    message: Message
    asking: str | None


@dataclass(frozen=True)
class Retraction:
    """The ``turn`` that takes a message back, and the question that was ``asking`` before, if it still stands."""

    turn: Turn
    asking: str | None


def retract(tracker: Tracker, state: State, criteria: Sequence[Criterion]) -> Retraction:
    """Take back what the message that the last one names has told of the patient.

    All messages of the session are gone through again, once with it and once without: wherever the two differ, the
    latter holds. What was said later stays, and nobody who was another patient comes back.
    """
    name = _named(tracker.latest_message)
    messages, gone = _messages(tracker.events)
    with_it = _gone_through(messages, criteria, gone - {name})
    without = _gone_through(messages, criteria, gone)
    record = _changed(state.record, with_it.record, without.record)
    patient = Patient(
        record=record,
        changes=tuple(state.record.changes_to(record)),
        confirmed=state.confirmed if with_it.confirmed == without.confirmed else without.confirmed,
    )
    pending = state.pending if with_it.pending == without.pending else without.pending
    last = messages[-1].message_id if messages else None
    return Retraction(Turn(tracker.latest_message, patient, pending), None if last == name else state.asking)


def forget_question(tracker: Tracker) -> list[Event]:
    """The events after which no follow-up goes back to the message that is taken back."""
    if intent_of(tracker.latest_message) != RETRACT:
        return []
    said = asker = None
    for event in tracker.events:
        if event.get("event") == "user":
            said = event.get("message_id")
        elif event.get("event") == "slot" and event.get("name") == LAST:
            asker = said
    return [SlotSet(LAST, None)] if asker == _named(tracker.latest_message) else []


def _named(message: Message) -> str | None:
    entities = message.get("entities") or []
    return next((str(one["value"]) for one in entities if one["entity"] == "value"), None)


def _messages(events: Sequence[Event]) -> tuple[list[Said], set[str | None]]:
    """What was said in this session, and the ids of those messages that are taken back, the last one among them."""
    said: list[Said] = []
    gone: set[str | None] = set()
    asking: str | None = None
    for event in events:
        if event.get("event") == "session_started":
            said, gone, asking = [], set(), None
        elif event.get("event") == "slot" and event.get("name") == ASKING:
            asking = event.get("value")
        elif event.get("event") == "user" and event.get("text"):
            message = event["parse_data"]
            if intent_of(message) == RETRACT:
                gone.add(_named(message))
            else:
                said.append(Said(event.get("message_id"), message, asking))
    return said, gone


def _gone_through(messages: Sequence[Said], criteria: Sequence[Criterion], gone: Container[str | None]) -> State:
    """What would be known after ``messages`` without those that are ``gone``."""
    state = NOTHING
    for said in messages:
        turn = take_turn(said.message, replace(state, asking=said.asking), criteria)
        if said.message_id not in gone:
            patient = turn.patient
            state = replace(state, record=patient.record, confirmed=patient.confirmed, pending=turn.pending)
        elif turn.patient.anew or ANOTHER in (said.message.get("manner") or []):
            # Without the message that began with another patient, what follows would be taken for the last one's.
            state = NOTHING
    return state


def _changed(record: Record, with_it: Record, without: Record) -> Record:
    slots = [one.slot for one in with_it.changes_to(without)]
    known = {slot: without.known[slot] for slot in slots if slot in without.known}
    worded = {slot for slot in {*with_it.words, *without.words} if with_it.words.get(slot) != without.words.get(slot)}
    words = {slot: text for slot, text in record.words.items() if slot not in worded}
    words.update({slot: without.words[slot] for slot in worded if slot in without.words})
    return Record({**record.without(slots).known, **known}, words)
