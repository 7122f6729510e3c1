"""The reply to a message that its author has removed or changed."""

from __future__ import annotations

from knowledge.answers import compose
from knowledge.answers.envelope import Envelope
from knowledge.answers.patient_record import SHOW
from knowledge.answers.question import Question
from knowledge.queries import KnowledgeBase

WITHDRAWN = (
    "A message was removed or changed: I no longer go by what it said of the patient. "
    "Answers that were given with it do not hold any more; please ask again."
)
NOTHING = "A message was removed or changed: nothing that I know of the patient came from it."


def retracted(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """Whether something was withdrawn with the message; what, the envelope's ``acknowledged`` says."""
    changes = question.patient.changes if question.patient is not None else ()
    envelope = compose.without_statements(
        knowledge, question, "answered", WITHDRAWN if changes else NOTHING, [SHOW] if changes else []
    )
    return envelope.copy(update={"question": "patient"})
