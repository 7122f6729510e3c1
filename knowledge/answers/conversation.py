"""Answers about the conversation itself: small talk, references, review status, and what the channel says by itself."""

from __future__ import annotations

from knowledge.answers import compose, offers
from knowledge.answers.curated import NOTHING_CURATED, curated_answer
from knowledge.answers.envelope import Envelope, Status
from knowledge.answers.question import Audience, Question, Reference
from knowledge.answers.suggestions import HINTED
from knowledge.queries import KnowledgeBase
from knowledge.schema import QuestionKind

SMALL_TALK: dict[str, str] = {
    "greet": "Hello. I answer questions on {title} from curated, cited statements. What can I look up?",
    "thank": "You are welcome.",
    "goodbye": "Goodbye.",
    "ask_help": (
        "Ask in your own words about {title}: its role, the evidence, who is a candidate, doses by route and setting, "
        "monitoring, adverse effects, contraindications, interactions, the pathway or pitfalls. "
        "Then ask “where does that come from?” for the references."
    ),
    "ask_identity": (
        "I am Footnote, a program and not a clinician. I quote curated statements on {title} word for word, with their "
        "sources; I never write clinical sentences of my own."
    ),
}
CALL_FOR_HELP = "If this is happening now, call your emergency team first. What follows is background only."
ENGLISH_ONLY = "I understand questions in English only, so I looked nothing up. Please ask again in English."
WORDED_FOR: dict[Audience, str] = {
    "clinician": "From now on I word answers for a clinician.",
    "trainee": "From now on I word answers for a trainee, with the reason behind each.",
    "patient": "From now on I use plain language, and no doses. Your team knows what applies to you.",
}
KEPT = "Thank you, your judgement of the last answer is kept for the curators."
KEPT_WHY = f"{KEPT} What was wrong with it?"
NOTHING_JUDGED = "There is no answer yet that you could judge."
REVIEW: dict[str, str] = {
    "submitted": "submitted, pending human review",
    "under_review": "under review",
    "approved": "approved",
    "returned": "returned to its author",
}


def small_talk(knowledge: KnowledgeBase, question: Question, about: str) -> Envelope:
    """The fixed reply to the small talk ``about`` (one of :data:`SMALL_TALK`)."""
    words = SMALL_TALK[about].format(title=knowledge.topic().title)
    return compose.without_statements(knowledge, question, "answered", words)


def other_language(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """The reply to a message in a language that the assistant does not understand."""
    return compose.without_statements(knowledge, question, "not_found", ENGLISH_ONLY)


def emergency(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """Call for help first; then what the topic says of such a situation, if anything."""
    knowledge = knowledge.about(knowledge.topic_of(question.concepts, question.topic))
    statements = knowledge.statements(knowledge.general_answer(knowledge.topic().id, "emergency"))
    if question.audience == "patient" or not statements:
        return compose.without_statements(knowledge, question, "emergency", CALL_FOR_HELP, ())
    return compose.answered(knowledge, question, statements, headline=CALL_FOR_HELP, status="emergency")


def reader(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """Whom answers are worded for from now on."""
    return compose.without_statements(knowledge, question, "answered", WORDED_FOR[question.audience])


def feedback(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """Thanks for a judgement, which is kept without anything of the patient; a bad one is asked for its reason."""
    if question.judged is None:
        return compose.without_statements(knowledge, question, "not_found", NOTHING_JUDGED)
    if question.rating == "up" or question.choice is not None:
        return compose.without_statements(knowledge, question, "answered", KEPT)
    return compose.without_statements(knowledge, question, "answered", KEPT_WHY, offers.reasons(question.judged))


def meta(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """What can be asked."""
    return small_talk(knowledge, question, "ask_help")


def review_status(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """Who reviewed the topic, when it was last updated, and what the disclaimer says."""
    topic = knowledge.topic()
    words = (
        f"Review status of “{topic.title}”: {REVIEW[topic.reviewed]}. Last updated {topic.last_updated}; "
        f"the article that set its scope: {topic.article_updated}."
    )
    statements = knowledge.statements(knowledge.general_answer(topic.id, "sources"))
    return compose.answered(knowledge, question, statements, headline=words)


def sources(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """The references of the last answer, one of them by number, or those of what the question itself is about."""
    suggested = not question.previous and question.surest >= HINTED
    if question.reference is None and (question.source_names or question.concepts or suggested):
        return curated_answer(knowledge, question)
    if not question.previous:
        words = f"{NOTHING_CURATED} No answer with references came before this question: ask something first."
        return compose.without_statements(knowledge, question, "not_found", words)
    wanted = [reference for reference in question.previous if question.reference in (None, reference.number)]
    if not wanted:
        words = (
            f"The last answer has no reference {question.reference}: its references are {_range(question.previous)}."
        )
        return compose.without_statements(knowledge, question, "not_found", words)
    found = knowledge.sources([reference.source for reference in wanted])
    citations = [
        compose.citation(reference.number, found[reference.source], knowledge.topic().article_id)
        for reference in wanted
        if reference.source in found
    ]
    words = "The references of the last answer:" if question.reference is None else f"Reference {question.reference}:"
    return compose.without_statements(knowledge, question, "answered", words, offers.following("sources"), citations)


def _range(references: tuple[Reference, ...]) -> str:
    return ", ".join(str(number) for number in sorted({reference.number for reference in references}))


def without_knowledge(status: Status, words: str, kind: QuestionKind, audience: Audience, ask: str | None) -> Envelope:
    """A reply that needs no knowledge base: bad input, or a part of the assistant that is down."""
    return Envelope(status=status, question=kind, audience=audience, headline=words, ask=ask)
