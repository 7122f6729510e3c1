"""The one action of every turn: message in, a cited answer for each of its questions out."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict
from sqlalchemy.exc import SQLAlchemyError

from actions.audience import audience_of_words
from actions.intents import ended
from actions.questions import read_questions, topic_of
from actions.read_back import READ_BACK
from actions.reader import Asked
from actions.retraction import forget_question, retract
from actions.state import State, read_state, references_of, remember_answer, remember_patient
from actions.turn import RETRACT, Turn, intent_of, take_turn
from knowledge.answers import offers
from knowledge.answers.compose import criteria_shown
from knowledge.answers.conversation import without_knowledge
from knowledge.answers.curated import names_what_is_held
from knowledge.answers.envelope import Envelope
from knowledge.answers.interview import open_criterion, still_open
from knowledge.answers.patient_record import refused, same_patient
from knowledge.answers.question import Question
from knowledge.answers.removed import removed
from knowledge.answers.summary import changed, one_line, withdrawn
from knowledge.audit import AuditLog
from knowledge.eligibility import is_judged
from knowledge.embed import BackgroundEmbedding
from knowledge.gaps import terms_of
from knowledge.queries import KnowledgeBase
from knowledge.rendering.aloud import with_speech
from knowledge.rendering.plain import plain
from knowledge.schema import Criterion
from knowledge.settings import Settings
from knowledge.store import open_store

logger = logging.getLogger(__name__)

UNREACHABLE = "The knowledge base cannot be reached just now, so I cannot answer. Please try again in a minute."
ANOTHER_PATIENT = "I took this as another patient: nothing of the last one is kept."
SUPPOSED = "As if {values}; what I know of the patient stays as it was."


@dataclass(frozen=True)
class _Replied:
    """The answers to a message, and the events that keep what comes of it."""

    envelopes: list[Envelope]
    events: list[dict[str, Any]]


class ActionAnswer(Action):
    """Answers the last message; keeps what is known of the patient and what a follow-up needs."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer"

    @cached_property
    def _knowledge(self) -> KnowledgeBase:
        settings = Settings.from_environment()
        engine = open_store(settings.knowledge_url)
        # Texts of a version that is loaded while this runs are embedded here; full text serves meanwhile.
        BackgroundEmbedding(engine).start()
        return KnowledgeBase(engine, approved_only=settings.approved_only)

    @cached_property
    def _audit(self) -> AuditLog:
        return AuditLog(open_store(Settings.from_environment().audit_url))

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Send a message with text, buttons and envelope for each question; an unreadable store is said, not hidden."""
        replied = self._reply(tracker)
        for envelope in _with_removed(replied.envelopes, tracker):
            buttons = [{"title": offer.title, "payload": offer.payload} for offer in envelope.next]
            document = with_speech(envelope) if _is_spoken(tracker) else envelope.dict()
            dispatcher.utter_message(text=plain(envelope), buttons=buttons, json_message=document)
        return [*replied.events, *_remember_reader(tracker)]

    def _reply(self, tracker: Tracker) -> _Replied:
        """The answers to the message, all from one moment of the knowledge base."""
        try:
            with self._knowledge.snapshot() as moment:
                knowledge = moment.about(topic_of(moment, tracker))
                criteria = knowledge.readings()
                state = read_state(tracker, criteria)
                state, turn = _taken(tracker, state, criteria)
                asked = [_settled(knowledge, one) for one in read_questions(tracker, turn, state, criteria)]
                envelopes = _answers(knowledge, asked, turn, state, criteria)
            self._keep(envelopes, asked)
        except (SQLAlchemyError, OSError):
            logger.exception("the knowledge base or the audit log cannot be reached")
            audience = audience_of_words(tracker) or "clinician"
            return _Replied([without_knowledge("unavailable", UNREACHABLE, "search", audience, None)], [])
        if intent_of(turn.message) == READ_BACK:
            return _Replied(envelopes, [])
        events = remember_patient(criteria, turn.patient.record, turn.patient.confirmed, turn.pending)
        # A list of references is no answer to go back to.
        envelope, last = [pair for pair in zip(envelopes, asked, strict=False) if not pair[1].follows][-1]
        events += remember_answer(envelope, last.question, criteria, turn.message, state.categories)
        return _Replied(envelopes, [*events, *forget_question(tracker)])

    def _keep(self, envelopes: Sequence[Envelope], asked: Sequence[Asked]) -> None:
        for envelope, one in zip(envelopes, asked, strict=False):
            self._audit.record(envelope, terms_of(one.question), one.question.choice)
            question = one.question
            if question.judged is not None and question.rating is not None:
                self._audit.judge(question.judged, question.rating, question.choice, envelope.created_at)


def _taken(tracker: Tracker, state: State, criteria: Sequence[Criterion]) -> tuple[State, Turn]:
    """What the last message does to what is known, and the state that it is answered from."""
    if intent_of(tracker.latest_message) != RETRACT:
        return state, take_turn(tracker.latest_message, state, criteria)
    retraction = retract(tracker, state, criteria)
    return replace(state, asking=retraction.asking), retraction.turn


def _settled(knowledge: KnowledgeBase, asked: Asked) -> Asked:
    """``asked``, or what it may ask instead where nothing curated answers it, and what it names is held for that."""
    other = asked.instead
    if other is None or not names_what_is_held(knowledge, other.question):
        return asked
    if asked.answer(knowledge, asked.question).status != "not_found":
        return asked
    return other if other.answer(knowledge, other.question).status == "answered" else asked


def _answers(
    knowledge: KnowledgeBase, asked: Sequence[Asked], turn: Turn, state: State, criteria: Sequence[Criterion]
) -> list[Envelope]:
    if turn.contradicted is not None:
        return [same_patient(knowledge, asked[0].question, *turn.contradicted)]
    if turn.refused is not None:
        envelope = refused(knowledge, asked[0].question, turn.refused)
        return [_still_asking(envelope, asked[0].question, turn, state, criteria)]
    envelopes: list[Envelope] = []
    for one in asked:
        previous = references_of(envelopes[-1]) if one.follows else one.question.previous
        envelopes.append(one.answer(knowledge, replace(one.question, previous=previous)))
    envelopes[0] = envelopes[0].copy(update={"acknowledged": _acknowledged(knowledge, turn, asked[0])})
    envelopes[-1] = _still_asking(envelopes[-1], asked[-1].question, turn, state, criteria)
    return [_with_judgements(envelope) for envelope in envelopes]


def _acknowledged(knowledge: KnowledgeBase, turn: Turn, asked: Asked) -> list[str]:
    """What the message has changed: all of it where it only tells, else what stood otherwise before."""
    patient = turn.patient
    shown = criteria_shown(knowledge, asked.question)
    if intent_of(turn.message) == RETRACT:
        return withdrawn(shown, patient.changes)
    changes = [one for one in patient.changes if asked.tells or one.before is not None]
    said = changed(shown, changes)
    said += [SUPPOSED.format(values=one_line(shown, patient.supposed))] if patient.supposed else []
    return [ANOTHER_PATIENT, *said] if patient.anew and not ended(turn.message) else said


def _still_asking(
    envelope: Envelope, question: Question, turn: Turn, state: State, criteria: Sequence[Criterion]
) -> Envelope:
    """``envelope`` with the interview's open question at its end, where another question came in between."""
    criterion = open_criterion(criteria, state.asking)
    if criterion is None or not is_judged(criterion) or turn.patient.anew or ended(turn.message):
        return envelope
    settled = criterion.slot in turn.patient.record.known or envelope.ask is not None
    if settled or envelope.status == "emergency" or question.audience == "patient":
        return envelope
    return still_open(envelope, criterion)


def _with_removed(envelopes: Sequence[Envelope], tracker: Tracker) -> list[Envelope]:
    """``envelopes``, of which the first one says what the channel removed from the message."""
    metadata = tracker.latest_message.get("metadata") or {}
    said = removed(metadata.get("removed"))
    return [envelopes[0].copy(update={"removed": said}), *envelopes[1:]]


def _is_spoken(tracker: Tracker) -> bool:
    return (tracker.latest_message.get("metadata") or {}).get("transcript") is not None


def _with_judgements(envelope: Envelope) -> Envelope:
    if not envelope.statements:
        return envelope
    return envelope.copy(update={"feedback": offers.judgements(envelope.answer_id)})


def _remember_reader(tracker: Tracker) -> list[dict[str, Any]]:
    audience = audience_of_words(tracker)
    return [SlotSet("audience", audience)] if audience and audience != tracker.get_slot("audience") else []
