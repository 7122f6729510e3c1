"""Replies to what is said of the patient: noted, corrected, taken back, shown, cleared, or asked back."""

from __future__ import annotations

import json

from knowledge.answers import compose
from knowledge.answers.compose import known_of
from knowledge.answers.curated import not_found
from knowledge.answers.doses import CONFIRM
from knowledge.answers.edits import CONFIRMED, EditRefused
from knowledge.answers.envelope import Envelope, Offer
from knowledge.answers.interview import CHECK
from knowledge.answers.offers import offer
from knowledge.answers.question import Question
from knowledge.answers.summary import for_whom, said
from knowledge.patient import Known
from knowledge.queries import KnowledgeBase

NOTED = "Noted for this patient. What would you like to know?"
TELLS_NOTHING = "I read that as something about a patient, and no question. What would you like to know?"
NEW = "A new patient: nothing of the last one is kept. What can I look up?"
NEW_WITH = "A new patient: nothing of the last one is kept. What would you like to know?"
CLEARED = "Everything that you told me about the patient is forgotten."
SHOWN = "What I know of this patient: {summary}."
NOTHING_TO_SHOW = "I know nothing of a patient yet. Tell me in your own words, or ask a question."
TAKE_BACK_WHAT = "What shall I take back? Name it, for example “forget the weight”. I know: {summary}."
NOT_KNOWN = "I know nothing of that, so there is nothing to take back."
SAME_PATIENT = "{before} was said before, and now {after}. Is this the same patient?"
SAME = Offer(title="The same patient: correct it", payload="/affirm")
ANOTHER = Offer(title="Another patient: start anew", payload="/deny")
SHOW = Offer(title="What do you know of the patient?", payload="/show_patient")
NEW_PATIENT = Offer(title="New patient", payload="/new_patient")


def noted(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """The reply to a message that tells something and asks nothing; of which nothing is known is not found."""
    told = question.concepts or question.findings or any(one.kind != "bare" for one in question.amounts)
    if question.patient is not None and question.patient.told:
        next_questions = [offer("recommendation"), CHECK, offer("dosing"), SHOW]
        return _reply(knowledge, question, NOTED, next_questions)
    goes_on = question.last is not None or bool(known_of(knowledge, question))
    if not goes_on and (question.off_topic or not told):
        return not_found(knowledge, question)
    return compose.without_statements(knowledge, question, "needs_input", TELLS_NOTHING)


def show(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """Everything that is known of the patient."""
    known = known_of(knowledge, question)
    if not known:
        return _reply(knowledge, question, NOTHING_TO_SHOW, [CHECK])
    return _reply(
        knowledge, question, SHOWN.format(summary=for_whom(knowledge, question)), [CHECK, offer("dosing"), NEW_PATIENT]
    )


def clear(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """The patient is forgotten."""
    return _reply(knowledge, question, CLEARED, None)


def new(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """Another patient, of whom the message may tell something at once."""
    told = question.patient is not None and question.patient.told
    return _reply(knowledge, question, NEW_WITH if told else NEW, [offer("recommendation"), CHECK, offer("dosing")])


def withdrawn(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """What was taken back, or what can be."""
    if question.patient is not None and question.patient.changes:
        return _reply(knowledge, question, "Taken back.", [SHOW])
    known = known_of(knowledge, question)
    if question.concepts or not known:
        return _reply(knowledge, question, NOT_KNOWN, [SHOW])
    words = TAKE_BACK_WHAT.format(summary=for_whom(knowledge, question))
    return compose.without_statements(knowledge, question, "needs_input", words, [SHOW])


def edited(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """The reply to a value that was set or taken back by itself: the one to the same in words."""
    told = question.patient is not None and question.patient.told
    return noted(knowledge, question) if told else withdrawn(knowledge, question)


def refused(knowledge: KnowledgeBase, question: Question, why: EditRefused) -> Envelope:
    """What is wrong with an edit; a measure is asked for again, and a rare one can be confirmed."""
    criterion, buttons = why.criterion, [SHOW]
    if criterion is not None and why.rare is not None:
        payload = json.dumps({"slot": criterion.slot, "value": why.rare, "choice": CONFIRMED})
        buttons = [Offer(title=CONFIRM.format(weight=why.rare), payload=f"/edit_patient{payload}"), SHOW]
    envelope = compose.without_statements(knowledge, question, "needs_input", str(why), buttons)
    if criterion is None or criterion.measure is None:
        return envelope
    return envelope.copy(update={"ask": criterion.id})


def same_patient(knowledge: KnowledgeBase, question: Question, slot: str, told: Known) -> Envelope:
    """Asks whether a value that contradicts what is known corrects it or tells of another patient."""
    criterion = next(one for one in knowledge.readings() if one.slot == slot)
    before = said(criterion, known_of(knowledge, question).get(slot))
    words = SAME_PATIENT.format(before=before[:1].upper() + before[1:], after=said(criterion, told))
    envelope = compose.without_statements(knowledge, question, "needs_input", words, [SAME, ANOTHER])
    return envelope.copy(update={"ask": "confirm"})


def _reply(knowledge: KnowledgeBase, question: Question, words: str, offers: list[Offer] | None) -> Envelope:
    envelope = compose.without_statements(knowledge, question, "answered", words, offers)
    return envelope.copy(update={"question": "patient"})
