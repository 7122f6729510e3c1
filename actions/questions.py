"""Tracker → typed question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from rasa_sdk import Tracker

from actions.patient import SUBJECT, amounts_of, asked_about, findings_of, told_of_patient
from actions.state import WORDS, State
from actions.told import REPLIES
from actions.turn import CLEAR, INFORM, NEW, WITHDRAW, Message, Turn, choice_of, intent_of
from knowledge.amounts import Amount
from knowledge.answers import conversation, doses, follow_up, interview, patient_record, registry
from knowledge.answers.envelope import Envelope
from knowledge.answers.question import AUDIENCES, Audience, Question, Reference, Suggestion
from knowledge.answers.selection import DOSE_QUESTIONS, MEDICINES
from knowledge.eligibility import is_judged
from knowledge.queries import KnowledgeBase
from knowledge.schema import QuestionKind

AnswerFunction = Callable[[KnowledgeBase, Question], Envelope]
Entity = dict[str, Any]

KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)
SMALL_TALK = tuple(conversation.SMALL_TALK)
ONE_OF_A_LIST = "check_contraindication"
ABOUT = "ask_about"
OUT_OF_SCOPE = "out_of_scope"
DOSING, DOSE_CHECK = "ask_dosing", "ask_dose_check"
DOSES = frozenset({"dosing", "dose_check", "titration"})
# By which way a dose is given: what is said anew of one of these takes the place of all.
WAYS = frozenset({"route", "regimen", "device"})
FOREIGN = frozenset({OUT_OF_SCOPE, "other_language", "emergency"})
NEAR_TRAP = "near_trap"
# What a follow-up may add, and what makes a message one about something else.
KNOWN = frozenset({"concept", "source_name", "year"})
STRANGE = frozenset({NEAR_TRAP, "other_drug", "unfamiliar_word"})
# As many words as a follow-up has at most.
BRIEF = 4
AUDIENCE_OF_VOICE: dict[str, Audience] = {"lay": "patient", "professional": "clinician"}
JUDGING = "give_feedback"
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
    "choose_reader": conversation.reader,
    JUDGING: conversation.feedback,
    CLEAR: patient_record.clear,
    NEW: patient_record.new,
    WITHDRAW: patient_record.withdrawn,
    INFORM: patient_record.noted,
    **dict.fromkeys(REPLIES, interview.nothing_open),
}
# What these tell of the patient may answer what was asked, or change what was answered last.
TELLING = frozenset({INFORM, *REPLIES})
# Answers that a fact about the patient changes.
PERSONAL = frozenset({"dosing", "dose_check", "eligibility", "contraindications", "pathway"})
FOLLOWING = "following"
ENDING = frozenset({"stop", NEW, CLEAR})
# A brief message of one of these intents that hangs on to the last question asks that again with what it adds.
ADDING = frozenset({INFORM, "ask_about", "ask_population", OUT_OF_SCOPE})


@dataclass(frozen=True)
class Asked:
    """A question of the last message, and the function that answers it; ``tells`` where the message only tells."""

    question: Question
    answer: AnswerFunction
    tells: bool = False


def topic_of(knowledge: KnowledgeBase, tracker: Tracker) -> str | None:
    """The topic that the last message is about: by its terms, or else that of the message before."""
    entities = tracker.latest_message.get("entities") or []
    return knowledge.topic_of(_values(entities, "concept"), tracker.get_slot("topic"))


def ended(message: Message) -> bool:
    """Whether ``message`` ends what went on: the questions, or all that is about the patient."""
    return intent_of(message) in ENDING


def read_questions(tracker: Tracker, turn: Turn, state: State) -> list[Asked]:
    """The questions of the message of ``turn``, in order: at least one.

    What is said outside of every question (a patient's history, say) belongs to all of them.
    """
    message = turn.message
    reader = _Reader(tracker, turn, state)
    entities = asked_about(message, message.get("entities") or [])
    text = str(message.get("text") or "")
    parts = message.get("parts") or []
    if len(parts) < 2:
        return [reader.single(entities, text, next(iter(parts), {}))]
    return [
        reader.asked(part["intent"], _belonging(entities, part, parts), text[part["start"] : part["end"]], part)
        for part in parts
    ]


def _belonging(entities: list[Entity], part: dict[str, Any], parts: list[dict[str, Any]]) -> list[Entity]:
    """What stands in ``part`` or outside of every part, and another use of the drug wherever it stands."""
    others = [other for other in parts if other is not part]
    return [one for one in entities if one["entity"] == NEAR_TRAP or not any(_within(one, other) for other in others)]


def _within(entity: Entity, part: dict[str, Any]) -> bool:
    return bool(part["start"] <= entity["start"] < part["end"])


class _Reader:
    """Makes typed questions of one message."""

    def __init__(self, tracker: Tracker, turn: Turn, state: State) -> None:
        self._tracker = tracker
        self._turn = turn
        self._state = state

    def single(self, entities: list[Entity], text: str, part: dict[str, Any]) -> Asked:
        """The one question of a message: its own, the interview's next, or the last one again with what was added."""
        intent = intent_of(self._turn.message)
        asked = self._turn.asked
        if asked is not None and not intent.startswith("ask_"):
            if is_judged(asked):
                return self._go_on(intent, entities, text, part)
            return self._again(entities, text, part) or self.asked(intent, entities, text, part)
        if intent == INFORM and self._turn.interviewed and self._turn.patient.told:
            return self._go_on(intent, entities, text, part)
        if intent in TELLING - REPLIES and any(one.before is not None for one in self._turn.patient.changes):
            return self._again(entities, text, part) or self.asked(intent, entities, text, part)
        if self._adds(intent, text):
            return self._again(entities, text, part, added=True) or self.asked(intent, entities, text, part)
        if self._gives_strength():
            return self._again(entities, text, part) or self.asked(intent, entities, text, part)
        if intent.startswith("ask_") and choice_of(self._turn.message) == doses.ANYWAY:
            return self._again(entities, text, part) or self.asked(intent, entities, text, part)
        return self.asked(intent, entities, text, part)

    def _go_on(self, intent: str, entities: list[Entity], text: str, part: dict[str, Any]) -> Asked:
        """The interview, with what was told."""
        question = replace(self._question(intent, entities, text, part), kind="eligibility")
        return Asked(question, interview.go_on, tells=True)

    def asked(self, intent: str, entities: list[Entity], words: str, part: dict[str, Any]) -> Asked:
        """The question that ``intent`` asks."""
        intent = _intent(intent, entities)
        if intent == DOSE_CHECK and not any(one.kind in doses.GIVEN for one in amounts_of(self._turn.message)):
            intent = DOSING
        return Asked(self._question(intent, entities, words, part), _function(intent), self._tells)

    @property
    def _tells(self) -> bool:
        return intent_of(self._turn.message) in TELLING | {WITHDRAW, NEW}

    def _adds(self, intent: str, text: str) -> bool:
        """Whether a brief message only adds something to the last question ("and by mouth?")."""
        last = self._state.last
        entities: list[Entity] = self._turn.message.get("entities") or []
        if last is None:
            return False
        categories = {one.get("category") for one in entities}
        supposes = self._turn.patient.supposed or self._turn.patient.doubtful
        of_doses = intent in ADDING or intent.removeprefix("ask_") in DOSES
        if supposes and of_doses and not categories & (WAYS | MEDICINES):
            return True
        if _is_strange(entities, last.kind):
            return False
        if len(text.split()) > BRIEF or not any(one["entity"] in KNOWN for one in entities):
            return False
        follows = FOLLOWING in (self._turn.message.get("manner") or [])
        return (follows and intent == f"ask_{last.kind}") or (
            intent in ADDING and (follows or text.rstrip().endswith("?"))
        )

    def _gives_strength(self) -> bool:
        """Whether the message adds to a question about a dose what the solution holds ("4 mg/mL")."""
        last = self._state.last
        kinds = {one.kind for one in amounts_of(self._turn.message)}
        return last is not None and last.kind in DOSES and doses.STRENGTH in kinds and not kinds & doses.GIVEN

    def _again(self, entities: list[Entity], text: str, part: dict[str, Any], *, added: bool = False) -> Asked | None:
        """The last question for what is known now; ``added`` terms take the place of those of the same category."""
        last = self._state.last
        if last is None or not (added or last.kind in PERSONAL):
            return None
        new = self._question(f"ask_{last.kind}", entities, text, part)
        replaced = {one.get("category") for one in entities if one["entity"] == "concept"}
        replaced |= WAYS if replaced & WAYS else set()
        kept = [name for name in last.concepts if self._state.categories.get(name) not in replaced]
        question = replace(
            new,
            kind=last.kind,
            concepts=tuple(dict.fromkeys([*kept, *new.concepts])),
            source_names=new.source_names or last.source_names,
            years=new.years or last.years,
            dosed=tuple(dict.fromkeys([*last.dosed, *new.dosed])),
            amounts=_together(last.amounts, new.amounts),
            checks_one=last.checks_one,
            off_topic=False,
            suggestions=(),
        )
        return Asked(question, registry.answer, self._tells)

    def _judgement(self) -> dict[str, Any]:
        """Which answer is judged, and how: by a button, or in words about the last answer."""
        message = self._turn.message
        if intent_of(message) != JUDGING:
            return {}
        entities = message.get("entities") or []
        by_button = next(iter(_values(entities, "rating")), None)
        judged = next(iter(_values(entities, "answer")), None) or self._tracker.get_slot("last_answer")
        return {"judged": judged, "rating": by_button or ("up" if message.get("praises") else "down")}

    def _question(self, intent: str, entities: list[Entity], words: str, part: dict[str, Any]) -> Question:
        message, tracker = self._turn.message, self._tracker
        metadata = tracker.latest_message.get("metadata") or {}
        return Question(
            kind=_kind(intent),
            audience=_audience(tracker, metadata),
            concepts=_values(entities, "concept"),
            source_names=_values(entities, "source_name"),
            years=_values(entities, "year"),
            checks_one=intent == ONE_OF_A_LIST and not _denied(message, entities),
            near_trap=next(iter(_values(entities, NEAR_TRAP)), None),
            off_topic=intent == OUT_OF_SCOPE or _about_something_else(entities),
            dosed=_values(entities, "dosed_drug"),
            other_drug=next(iter(_values(entities, "other_drug")), None),
            reference=next((int(number) for number in _values(entities, "reference")), None),
            previous=tuple(Reference(**reference) for reference in tracker.get_slot("references") or []),
            model_version=metadata.get("model_version"),
            topic=tracker.get_slot("topic"),
            findings=findings_of(message),
            amounts=amounts_of(message),
            confidence=float(part.get("confidence", 1.0)),
            of_patient=told_of_patient(message),
            suggestions=tuple(Suggestion(one["id"], one["share"]) for one in part.get("statements") or ()),
            patient=self._turn.patient,
            last=self._state.last,
            asking=self._state.asking,
            wants_figure="figure" in (message.get("manner") or []),
            of_one="person" in (message.get("manner") or []),
            choice=choice_of(message),
            **self._judgement(),
            words=words,
        )


def _is_strange(entities: list[Entity], kind: str) -> bool:
    """Whether the message names what the last question, of ``kind``, was not about, and so asks something else."""
    medicine = kind in DOSES and any(one.get("category") in MEDICINES for one in entities)
    return medicine or any(one["entity"] in STRANGE for one in entities)


def _together(before: Sequence[Amount], now: Sequence[Amount]) -> tuple[Amount, ...]:
    """The amounts of a question that is asked again: what is said anew takes the place of its kind."""
    kinds = {one.kind for one in now}
    kinds |= doses.GIVEN if kinds & doses.GIVEN else set()
    return (*(one for one in before if one.kind not in kinds), *now)


def _function(intent: str) -> AnswerFunction:
    """The registry's answer, or the one for small talk, emergencies and the like."""
    if intent in SMALL_TALK:
        return lambda knowledge, question: conversation.small_talk(knowledge, question, intent)
    return SPECIAL.get(intent, registry.answer)


def _about_something_else(entities: list[Entity]) -> bool:
    """Whether the message uses a word that no question ever used, and none that the topic knows."""
    known = _values(entities, "concept") or _values(entities, "source_name")
    return bool(_values(entities, "unfamiliar_word")) and not known


def _denied(message: dict[str, Any], entities: list[Entity]) -> bool:
    """Whether ``message`` names findings, and says of each that it is not there: what is left is a general question."""
    return bool(message.get("findings")) and not any(one["entity"] == "concept" and _tells(one) for one in entities)


def _tells(entity: Entity) -> bool:
    return entity.get("category") != SUBJECT


def _intent(intent: str, entities: list[Entity]) -> str:
    """``intent``, or that of a question about doses where the dose of a medicine that is no subject is asked for."""
    places = {one["start"] for one in entities if one["entity"] == "dosed_drug"}
    other = any(one.get("category") in MEDICINES and one.get("start") in places for one in entities)
    return DOSING if other and intent not in FOREIGN and _kind(intent) not in DOSE_QUESTIONS else intent


def _kind(intent: str) -> QuestionKind:
    name = intent.removeprefix("ask_")
    kind = next((kind for kind in KINDS if kind == name), None)
    special: dict[str, QuestionKind] = {
        ONE_OF_A_LIST: "contraindications",
        "ask_review_status": "sources",
        **dict.fromkeys([INFORM, NEW, CLEAR, WITHDRAW, "show_patient"], "patient"),
        **dict.fromkeys(["stop", "resume", *REPLIES], "eligibility"),
        **dict.fromkeys(["choose_reader", "give_feedback", "ask_why", "ask_more", "ask_shorter"], "meta"),
    }
    return kind or special.get(intent, "meta" if intent in SMALL_TALK else "search")


def _audience(tracker: Tracker, metadata: dict[str, Any]) -> Audience:
    """Who reads: by this message's own words, or those of an earlier one, or else as the client says."""
    wanted = audience_of_words(tracker) or tracker.get_slot("audience") or metadata.get("audience")
    return next((audience for audience in AUDIENCES if audience == wanted), "clinician")


def audience_of_words(tracker: Tracker) -> Audience | None:
    """Whom to word answers for, where the last message says so, or else who it is by, where its words tell."""
    message: Message = tracker.latest_message
    if intent_of(message) == "choose_reader" and message.get("reader"):
        return next((audience for audience in AUDIENCES if audience == message["reader"]), None)
    voice = AUDIENCE_OF_VOICE.get(str(message.get("voice")))
    # Who has told of a patient as a clinician does, and now speaks of a relative, still does.
    told = tracker.get_slot(WORDS) and tracker.get_slot("audience") != "patient"
    return None if voice == "patient" and told else voice


def _values(entities: list[Entity], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(one["value"]) for one in entities if one["entity"] == name))
