"""Answers that quote curated statements, and the honest words where none can be quoted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from knowledge import models
from knowledge.answers import compose
from knowledge.answers.envelope import Alert, Envelope, Offer
from knowledge.answers.precautions import precautions, without_repeats
from knowledge.answers.question import DOSE_QUESTIONS, Question
from knowledge.answers.selection import (
    MEDICINES,
    SUBJECT,
    USE_QUESTIONS,
    Selection,
    narrows,
    select_statements,
    verdict_of,
    with_companions,
)
from knowledge.answers.suggestions import TELLING
from knowledge.queries import KnowledgeBase

NOTHING_CURATED = "Nothing in the curated knowledge base answers this, so I will not guess."
NOT_ABOUT = "Nothing curated answers this for {term}; what follows does not speak of it."
NEAREST_TOPICS = 2
DRUG = "drug"
EXCHANGED = 2
# "Does X speak against it?", "and in those with X?": nothing but what is said of X answers these.
OF_ONE_THING = frozenset({"contraindications", "interactions", "population"})
SUMMARY = "summary"
PATHWAY = "pathway"
# What so few words name is what they are about.
BRIEF = 7
# In more words than these a name that is not known is seldom what is asked about, unless it is asked what goes with it.
LONG = 12
INTERACTIONS = "interactions"
OTHER_DRUG = "I hold no curated dose for {drug}, so I give none; please use your formulary."


def curated_answer(
    knowledge: KnowledgeBase, question: Question, leave_out: Collection[str] = frozenset(), also: Sequence[str] = ()
) -> Envelope:
    """The best fitting statements, or a refusal or ``not_found`` that says what is missing.

    ``leave_out`` are statements that must not be shown here, ``also`` those that must, behind the best one.
    """
    selection = select_statements(knowledge, knowledge.topic().id, question)
    selection = _adjusted(knowledge, question, selection, leave_out, also)
    if not selection.statements or _asks_of_what_is_not_held(knowledge, question):
        return _nothing(knowledge, question, selection)
    return _answered(knowledge, question, selection)


def _asks_of_what_is_not_held(knowledge: KnowledgeBase, question: Question) -> bool:
    """Whether nothing is held of what the question names, and what is said of other things would be no answer to it."""
    if question.other_properties and question.surest < TELLING:
        return True
    words = len(question.words.split())
    brief = words <= BRIEF and question.kind not in DOSE_QUESTIONS
    of_one = question.kind in OF_ONE_THING
    # A misspelt name is unknown as well, but what the model is that sure of has been meant.
    unknown = question.unknown_name and of_one and question.surest < TELLING
    unknown = unknown and (words <= LONG or question.kind == INTERACTIONS)
    if not (question.other_matters and (of_one or brief)) and not unknown:
        return False
    return not names_what_is_held(knowledge, question)


def _adjusted(
    knowledge: KnowledgeBase,
    question: Question,
    selection: Selection,
    leave_out: Collection[str],
    also: Sequence[str],
) -> Selection:
    # What a question names and nothing answers is not answered by what comes beside it.
    if not (leave_out or also) or (selection.unmatched and not selection.statements):
        return selection
    chosen = [one.id for one in selection.statements if one.id not in leave_out]
    added = [name for name in also if name not in chosen]
    place = len(selection.warnings) + 1
    told = [*chosen[:place], *added, *chosen[place:]]
    verdict = verdict_of(knowledge, knowledge.topic().id, question, told)
    ids = with_companions(knowledge, [name for name in told if name not in verdict], verdict)
    warnings = tuple(name for name in selection.warnings if name in ids)
    return replace(selection, statements=tuple(knowledge.statements(ids)), warnings=warnings)


def comparison(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """Named guidelines or trials beside each other; without names, how the guidance stands and has changed."""
    selection = select_statements(knowledge, knowledge.topic().id, question)
    if selection.missing_sources or not selection.statements:
        return _nothing(knowledge, question, selection)
    return _answered(knowledge, question, selection)


def _answered(knowledge: KnowledgeBase, question: Question, selection: Selection) -> Envelope:
    unspoken = [*(concept.label for concept in selection.unmatched), *_unspoken(question)]
    gaps = [Alert(severity="context", text=NOT_ABOUT.format(term=term), statement=None) for term in unspoken]
    if question.kind not in USE_QUESTIONS or selection.of_another or question.audience == "patient":
        return compose.answered(knowledge, question, selection.statements, warned=selection.warnings, gaps=gaps)
    found = precautions(knowledge, question)
    warned = [*without_repeats(knowledge, found, selection.warnings), *selection.warnings]
    ids = [*warned, *with_companions(knowledge, found.relative), *(one.id for one in selection.statements)]
    statements = knowledge.statements(list(dict.fromkeys(ids)))
    return compose.answered(knowledge, question, statements, warned=warned, alerts=found.alerts, gaps=gaps)


def _unspoken(question: Question) -> tuple[str, ...]:
    """The names of a question that the answer to it does not speak of, though it is about another one."""
    drug = question.other_drug if question.kind == INTERACTIONS else None
    matters = question.other_matters if question.kind in OF_ONE_THING else ()
    return (*([drug] if drug is not None else []), *question.other_sources, *matters)


def outside_the_topic(knowledge: KnowledgeBase, question: Question) -> Envelope | None:
    """The refusal that another use of the drug, or another drug, calls for; ``None`` where it may be answered."""
    topic = knowledge.topic()
    if question.near_trap is not None:
        trap = knowledge.near_trap(topic.id, question.near_trap)
        if trap is not None:
            return compose.without_statements(knowledge, question, "refused", trap.say)
    if question.kind == "meta":
        return None
    if question.other_sources and not question.source_names:
        return not_found(knowledge, question)
    subjects = [concept for concept in knowledge.concepts(topic.id, question.concepts) if concept.subject]
    on_subject = bool(subjects)
    medicine = any(concept.category == SUBJECT for concept in subjects)
    if question.converts and not medicine and not (question.kind == PATHWAY and _is_exchanged(knowledge, question)):
        refusal = _converted(knowledge, question)
        if refusal is not None:
            return refusal
    if question.other_drug is not None:
        dosed = question.other_drug in question.dosed
        if dosed or (question.kind in DOSE_QUESTIONS and not medicine):
            words = OTHER_DRUG.format(drug=question.other_drug)
            return compose.without_statements(knowledge, question, "refused", words)
        # An overview of another medicine is none of this one, though it is for the same condition.
        overview = question.kind == SUMMARY and not medicine
        about_it = question.kind == INTERACTIONS or overview or not (on_subject or question.source_names)
        if about_it and not names_what_is_held(knowledge, question):
            return not_found(knowledge, question)
    return not_found(knowledge, question) if question.off_topic else None


def names_what_is_held(knowledge: KnowledgeBase, question: Question) -> bool:
    """Whether ``question`` names, beside the subject, a medicine or a finding of which something is held."""
    named = knowledge.concepts(knowledge.topic().id, question.concepts)
    return any(not concept.subject and narrows(concept, question.kind) for concept in named)


def _is_exchanged(knowledge: KnowledgeBase, question: Question) -> bool:
    """Whether one medicine has been exchanged for another in this patient already."""
    known = compose.known_of(knowledge, question)
    slots = [criterion.slot for criterion in knowledge.readings() if criterion.changed_among]
    return any(known[slot].value is True and known[slot].status == "given" for slot in slots if slot in known)


def _converted(knowledge: KnowledgeBase, question: Question) -> Envelope | None:
    """The refusal of how one medicine is exchanged for another, where two of them are named."""
    named = [one.label for one in knowledge.concepts(knowledge.topic().id, question.concepts) if one.category == DRUG]
    drugs = [*named, *([question.other_drug] if question.other_drug is not None else [])]
    if len(drugs) < EXCHANGED:
        return None
    return compose.without_statements(knowledge, question, "refused", OTHER_DRUG.format(drug=drugs[-1]))


def nothing(knowledge: KnowledgeBase, question: Question) -> str:
    """That nothing curated answers ``question``, and which topics come nearest."""
    nearest = "; ".join(topic.title for topic in knowledge.nearest_topics(question.words, NEAREST_TOPICS))
    return f"{NOTHING_CURATED} What I hold that comes nearest: {nearest}."


def not_found(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """The plain answer where nothing curated answers ``question``."""
    return compose.without_statements(knowledge, question, "not_found", nothing(knowledge, question))


def _nothing(knowledge: KnowledgeBase, question: Question, selection: Selection) -> Envelope:
    medicines = [concept for concept in selection.unmatched if concept.category in MEDICINES]
    if medicines and question.kind in DOSE_QUESTIONS:
        words = OTHER_DRUG.format(drug=medicines[0].label)
        return compose.without_statements(knowledge, question, "refused", words)
    words = " ".join([nothing(knowledge, question), *_editions(knowledge, selection)])
    offered = _related(knowledge, question, selection.unmatched) or None
    return compose.without_statements(knowledge, question, "not_found", words, offered)


def _editions(knowledge: KnowledgeBase, selection: Selection) -> list[str]:
    """What is held of a guideline that was asked for in another year."""
    held = []
    for name in selection.missing_sources:
        labels = [source.label for source in knowledge.editions(name)]
        if labels:
            held.append(f"Of that name it holds: {', '.join(labels)}.")
    return held


def _related(knowledge: KnowledgeBase, question: Question, unmatched: tuple[models.Concept, ...]) -> list[Offer]:
    """Buttons for the concepts about which something else is curated."""
    topic = knowledge.topic().id
    offers = []
    for concept in unmatched:
        settings = knowledge.open_settings(topic, [concept.id])
        if question.kind != "search" and knowledge.matching(topic, None, settings, [concept.id], [concept.id], []):
            payload = f'/ask_about{{"concept": "{concept.id}"}}'
            offers.append(Offer(title=f"What is curated about {concept.label}?", payload=payload))
    return offers
