"""The one action of every turn: question in, cited answer out."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict
from sqlalchemy.exc import SQLAlchemyError

from actions.questions import Asked, audience_of_words, read_questions
from knowledge.answers.conversation import without_knowledge
from knowledge.answers.envelope import Envelope
from knowledge.answers.question import Question
from knowledge.audit import AuditLog
from knowledge.embed import BackgroundEmbedding
from knowledge.gaps import terms_of
from knowledge.queries import KnowledgeBase
from knowledge.rendering.plain import plain
from knowledge.settings import Settings
from knowledge.store import open_store

logger = logging.getLogger(__name__)

UNREACHABLE = "The knowledge base cannot be reached just now, so I cannot answer. Please try again in a minute."


class ActionAnswer(Action):
    """Answers the last message and keeps what a follow-up needs: the kind of question and its references."""

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
        asked = read_questions(tracker)
        envelopes = self._answers(asked)
        for envelope in envelopes:
            buttons = [{"title": offer.title, "payload": offer.payload} for offer in envelope.next]
            dispatcher.utter_message(text=plain(envelope), buttons=buttons, json_message=envelope.dict())
        return [*_remember(envelopes[-1], asked[-1].question), *_remember_reader(tracker)]

    def _answers(self, asked: list[Asked]) -> list[Envelope]:
        """An answer for each question, all from one moment of the knowledge base."""
        try:
            with self._knowledge.snapshot() as knowledge:
                envelopes = [one.answer(knowledge, one.question) for one in asked]
            for envelope, one in zip(envelopes, asked, strict=True):
                self._audit.record(envelope, terms_of(one.question))
        except (SQLAlchemyError, OSError):
            logger.exception("the knowledge base or the audit log cannot be reached")
            question = asked[0].question
            return [without_knowledge("unavailable", UNREACHABLE, question.kind, question.audience, None)]
        return envelopes


def _remember_reader(tracker: Tracker) -> list[dict[str, Any]]:
    audience = audience_of_words(tracker)
    return [SlotSet("audience", audience)] if audience and audience != tracker.get_slot("audience") else []


def _remember(envelope: Envelope, question: Question) -> list[dict[str, Any]]:
    events = [SlotSet("last_question", question.kind), SlotSet("topic", envelope.topic or question.topic)]
    if envelope.statements:
        references = [{"number": citation.number, "source": citation.source} for citation in envelope.citations]
        events.append(SlotSet("references", references))
    return events
