"""A message and what came before it → whom its questions are about, and whether something is asked back first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from actions.edits import read_edit
from actions.state import Pending, State
from actions.told import CORRECTING, NO, REPLIES, YES, Told, named_criteria, told_by
from knowledge.amounts import decimal
from knowledge.answers.edits import EditRefused
from knowledge.answers.interview import open_criterion
from knowledge.answers.question import Patient
from knowledge.eligibility import is_judged
from knowledge.patient import DECIMALS, Known
from knowledge.record import Record
from knowledge.schema import Criterion

Message = dict[str, Any]

NEW, CLEAR, WITHDRAW, INFORM, EDIT = "new_patient", "clear_patient", "withdraw", "inform", "edit_patient"
RETRACT = "retract_message"
SAME_PATIENT, WEIGHT = "same-patient", "weight"
SAME, ANOTHER, SUPPOSING = "same", "another", "supposing"
ELSEWHERE = "out_of_scope"


@dataclass(frozen=True)
class Turn:
    """What a message comes to: the ``message`` to answer (an earlier one, once it was confirmed), and the ``patient``.

    ``contradicted`` is the slot whose new value has to be confirmed before anything is answered; ``pending`` is what
    then waits, or a weight that does. ``refused`` is an edit that changes nothing. ``asked`` is the criterion that the
    message has answered; ``interviewed`` says whether one that is judged by was open.
    """

    message: Message
    patient: Patient
    pending: Pending | None = None
    contradicted: tuple[str, Known] | None = None
    refused: EditRefused | None = None
    asked: Criterion | None = None
    interviewed: bool = False


def take_turn(message: Message, state: State, criteria: Sequence[Criterion]) -> Turn:
    """What ``message`` does to what is known; nothing is changed where it has to be confirmed first."""
    if intent_of(message) == EDIT:
        return _edited(message, state, criteria)
    if state.pending is not None:
        same = _same_patient(message, criteria)
        if same is not None:
            return _confirmed(state, state.pending, criteria, same=same)
    message = _as_told(message, state, criteria)
    intent = intent_of(message)
    replied = intent if intent in REPLIES else None
    asked = _asked(message, state, criteria)
    told = told_by(message, criteria, asked, replied, state.record.known)
    if intent == WITHDRAW:
        return _withdrawn(message, state, criteria)
    if intent == CLEAR:
        return _settled(message, state, Record(), Told({}, {}, ()), anew=True)
    if intent == NEW or (told.values and ANOTHER in (message.get("manner") or [])):
        return _settled(message, state, Record().with_told(told.values, told.words), told, anew=True)
    return _continued(message, state, criteria, told, asked)


def _continued(
    message: Message, state: State, criteria: Sequence[Criterion], told: Told, asked: Criterion | None
) -> Turn:
    manner = set(message.get("manner") or [])
    contradicted = state.record.contradicted_by(criteria, told.values)
    corrects = CORRECTING in manner
    if contradicted and SUPPOSING in manner and not corrects:
        supposed = {slot: told.values[slot] for slot in contradicted}
        kept = {slot: value for slot, value in told.values.items() if slot not in supposed}
        turn = _settled(message, state, state.record.with_told(kept, told.words), replace(told, values=kept))
        return replace(turn, patient=replace(turn.patient, supposed=supposed))
    if contradicted and not corrects:
        slot = contradicted[0]
        waiting = Pending(SAME_PATIENT, message)
        turn = _settled(message, state, state.record, Told({}, {}, ()))
        return replace(turn, pending=waiting, contradicted=(slot, told.values[slot]))
    turn = _settled(message, state, state.record.with_told(told.values, told.words), told)
    pending = Pending(WEIGHT, message) if any(one.kind == WEIGHT for one in told.doubtful) else None
    answered = asked if asked is not None and asked.slot in told.values else None
    return replace(turn, pending=pending, asked=answered, interviewed=asked is not None and is_judged(asked))


def _confirmed(state: State, pending: Pending, criteria: Sequence[Criterion], *, same: bool) -> Turn:
    """The message that waited, answered now that it is known whom or what it means."""
    told = told_by(pending.message, criteria)
    if pending.why == WEIGHT:
        return (
            _weight_confirmed(state, pending, criteria, told)
            if same
            else _settled(pending.message, state, state.record, Told({}, {}, ()))
        )
    before = state.record if same else Record()
    return _settled(pending.message, state, before.with_told(told.values, told.words), told, anew=not same)


def _weight_confirmed(state: State, pending: Pending, criteria: Sequence[Criterion], told: Told) -> Turn:
    weights = [one.value for one in told.doubtful if one.kind == WEIGHT]
    slot = next((one.slot for one in criteria if one.measure == WEIGHT), None)
    if slot is None or not weights:
        return _settled(pending.message, state, state.record.with_told(told.values, told.words), told)
    value = decimal(weights[-1], DECIMALS[WEIGHT])
    values = {**told.values, slot: Known(value, "given")}
    turn = _settled(pending.message, state, state.record.with_told(values, told.words), Told(values, told.words, ()))
    confirmed = (*state.confirmed, str(Fraction(value)))
    return replace(turn, patient=replace(turn.patient, confirmed=confirmed))


def _withdrawn(message: Message, state: State, criteria: Sequence[Criterion]) -> Turn:
    """What the message names is forgotten."""
    named = [one.slot for one in named_criteria(message, criteria)]
    record = state.record.without(named)
    return _settled(message, state, record, Told({}, {}, ()))


def _edited(message: Message, state: State, criteria: Sequence[Criterion]) -> Turn:
    """A value that was set by itself: always of the same patient. One that is refused leaves all as it was."""
    try:
        edit = read_edit(message, state.record, criteria)
    except EditRefused as refused:
        turn = _settled(message, state, state.record, Told({}, {}, ()))
        return replace(turn, refused=refused, pending=state.pending)
    values = {} if edit.known is None else {edit.slot: edit.known}
    record = state.record.without([edit.slot]).with_told(values, {})
    turn = _settled(message, state, record, Told(values, {}, ()))
    asked = open_criterion(criteria, state.asking)
    answered = asked if asked is not None and asked.slot in values else None
    confirmed = (*state.confirmed, *edit.confirmed)
    return replace(turn, patient=replace(turn.patient, confirmed=confirmed), asked=answered)


def _settled(message: Message, state: State, record: Record, told: Told, *, anew: bool = False) -> Turn:
    before = Record() if anew else state.record
    patient = Patient(
        record=record,
        changes=tuple(before.changes_to(record)),
        told=frozenset(told.values),
        anew=anew and bool(state.record.known),
        doubtful=told.doubtful,
        confirmed=() if anew else state.confirmed,
    )
    return Turn(message, patient)


def _same_patient(message: Message, criteria: Sequence[Criterion]) -> bool | None:
    """What ``message`` says to the question whether it is the same patient; ``None`` where it says something else."""
    manner = set(message.get("manner") or [])
    if told_by(message, criteria).values:
        return None
    if intent_of(message) == YES or SAME in manner:
        return True
    return False if intent_of(message) in (NO, NEW) or ANOTHER in manner else None


def _as_told(message: Message, state: State, criteria: Sequence[Criterion]) -> Message:
    """``message``, read as telling something where it seems to be about something else but is about the patient."""
    if intent_of(message) != ELSEWHERE or not (state.record.known or state.asking):
        return message
    telling = {**message, "intent": {"name": INFORM}}
    return telling if told_by(telling, criteria).values else message


def _asked(message: Message, state: State, criteria: Sequence[Criterion]) -> Criterion | None:
    """The criterion that ``message`` may answer: the one that its button names, or else the one that was asked last."""
    return open_criterion(criteria, choice_of(message)) or open_criterion(criteria, state.asking)


def choice_of(message: Message) -> str | None:
    """What a button says beside its kind of question."""
    entities = message.get("entities") or []
    return next((str(one["value"]) for one in entities if one["entity"] == "choice"), None)


def intent_of(message: Message) -> str:
    """The intent of ``message``."""
    return str((message.get("intent") or {}).get("name"))
