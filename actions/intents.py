"""Intent → what kind of question it asks, and the function that answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from actions.read_back import READ_BACK
from actions.told import REPLIES
from actions.turn import CLEAR, EDIT, INFORM, NEW, RETRACT, WITHDRAW, Message, intent_of
from knowledge.answers import conversation, follow_up, interview, patient_record, read_back, registry, retraction
from knowledge.answers.envelope import Envelope
from knowledge.answers.question import Question
from knowledge.queries import KnowledgeBase
from knowledge.schema import QuestionKind

AnswerFunction = Callable[[KnowledgeBase, Question], Envelope]

KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)
SMALL_TALK = tuple(conversation.SMALL_TALK)
ONE_OF_A_LIST = "check_contraindication"
OUT_OF_SCOPE = "out_of_scope"
DOSING, DOSE_CHECK = "ask_dosing", "ask_dose_check"
JUDGING = "give_feedback"
CHOOSING_READER = "choose_reader"
SPECIAL: dict[str, AnswerFunction] = {
    "ask_review_status": conversation.review_status,
    "other_language": conversation.other_language,
    "emergency": conversation.emergency,
    "ask_why": follow_up.reason,
    "ask_more": follow_up.more,
    "ask_shorter": follow_up.shorter,
    "stop": interview.stop,
    "resume": interview.resume,
    "show_patient": patient_record.show,
    CHOOSING_READER: conversation.reader,
    JUDGING: conversation.feedback,
    CLEAR: patient_record.clear,
    NEW: patient_record.new,
    WITHDRAW: patient_record.withdrawn,
    INFORM: patient_record.noted,
    EDIT: patient_record.edited,
    RETRACT: retraction.retracted,
    READ_BACK: read_back.read_back,
    **dict.fromkeys(REPLIES, interview.nothing_open),
}
SPECIAL_KINDS: dict[str, QuestionKind] = {
    ONE_OF_A_LIST: "contraindications",
    "ask_review_status": "sources",
    **dict.fromkeys([INFORM, EDIT, NEW, CLEAR, WITHDRAW, RETRACT, "show_patient"], "patient"),
    **dict.fromkeys(["stop", "resume", *REPLIES], "eligibility"),
    **dict.fromkeys([CHOOSING_READER, JUDGING, "ask_why", "ask_more", "ask_shorter", *SMALL_TALK], "meta"),
}
# What these tell of the patient may answer what was asked, or change what was answered last.
TELLING = frozenset({INFORM, EDIT, *REPLIES})
ENDING = frozenset({"stop", NEW, CLEAR})


def kind_of(intent: str) -> QuestionKind:
    """The kind of question that ``intent`` asks; "search" where it is none that has a kind."""
    name = intent.removeprefix("ask_")
    return next((kind for kind in KINDS if kind == name), None) or SPECIAL_KINDS.get(intent, "search")


def function_of(intent: str) -> AnswerFunction:
    """The registry's answer, or the one for small talk, emergencies and the like."""
    if intent in SMALL_TALK:
        return lambda knowledge, question: conversation.small_talk(knowledge, question, intent)
    return SPECIAL.get(intent, registry.answer)


def ended(message: Message) -> bool:
    """Whether ``message`` ends what went on: the questions, or all that is about the patient."""
    return intent_of(message) in ENDING
