"""One registry: kind of question → the function that answers it."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.answers import conversation, curated, doses, for_patient, interview, suggestions
from knowledge.answers.envelope import Envelope
from knowledge.answers.question import Question
from knowledge.queries import KnowledgeBase
from knowledge.schema import QuestionKind

AnswerFunction = Callable[[KnowledgeBase, Question], Envelope]

REGISTRY: dict[QuestionKind, AnswerFunction] = {
    "recommendation": curated.curated_answer,
    "evidence": curated.curated_answer,
    "comparison": curated.comparison,
    "eligibility": interview.eligibility,
    "dosing": doses.dosing,
    "dose_check": doses.dose_check,
    "titration": curated.curated_answer,
    "monitoring": curated.curated_answer,
    "adverse_effects": curated.curated_answer,
    "contraindications": for_patient.contraindications,
    "pathway": for_patient.pathway,
    "pitfalls": curated.curated_answer,
    "population": curated.curated_answer,
    "mechanism": curated.curated_answer,
    "interactions": curated.curated_answer,
    "summary": curated.curated_answer,
    "search": curated.curated_answer,
    "sources": conversation.sources,
    "meta": conversation.meta,
}


def answer(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """Answer ``question`` from ``knowledge``.

    The concepts that it names decide which topic is asked about. What lies outside the topic (another use, another
    drug) is refused before anything is looked up. Raises :class:`sqlalchemy.exc.SQLAlchemyError` where the store cannot
    be read.
    """
    knowledge = knowledge.about(knowledge.topic_of(question.concepts, question.topic))
    refusal = curated.outside_the_topic(knowledge, question)
    if refusal is not None:
        return refusal
    question = suggestions.meant(knowledge, question)
    function = REGISTRY.get(question.kind)
    if function is None:
        return curated.not_found(knowledge, question)
    return function(knowledge, question)
