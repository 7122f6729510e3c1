"""One message → the questions that it asks: its own, the interview's next, or the last one again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Tracker

from actions.audience import audience_of
from actions.entities import (
    DATED,
    NEAR_TRAP,
    SOURCE_NAME,
    Entity,
    are_denied,
    is_elsewhere,
    is_strange,
    is_surely_held,
    values_of,
    years_of,
)
from actions.intents import (
    DOSE_CHECK,
    DOSING,
    JUDGING,
    ONE_OF_A_LIST,
    OUT_OF_SCOPE,
    TELLING,
    AnswerFunction,
    function_of,
    kind_of,
)
from actions.patient import amounts_of, findings_of, told_of_patient
from actions.read_back import read_back_of
from actions.state import State
from actions.told import REPLIES
from actions.turn import EDIT, INFORM, NEW, WITHDRAW, Turn, choice_of, intent_of
from knowledge.amounts import Amount
from knowledge.answers import doses, interview, registry
from knowledge.answers.question import DOSE_QUESTIONS, Question, Reference, Suggestion
from knowledge.answers.selection import ALWAYS_NARROWS, MEDICINES, SURELY
from knowledge.eligibility import is_judged
from knowledge.patient import measured
from knowledge.schema import Criterion

# By which way a dose is given: what is said anew of one of these takes the place of all.
WAYS = frozenset({"route", "regimen", "device"})
FOREIGN = frozenset({OUT_OF_SCOPE, "other_language", "emergency"})
# What a follow-up may add.
KNOWN = DATED | {"concept"}
# As many words as a follow-up has at most.
BRIEF = 4
# Answers that a fact about the patient changes.
PERSONAL = frozenset({"dosing", "dose_check", "eligibility", "contraindications", "pathway"})
FOLLOWING = "following"
# Where a dose is named, from this part of the likelihood on it is taken as to be checked.
NEAR = 0.5
# From this part of the likelihood on a second kind of question is tried where the first one has no answer.
POSSIBLE = 0.2
# These are not asked in place of another kind.
UNLIKE = frozenset({"meta", "search", "summary", "patient"})
# A brief message of one of these intents that hangs on to the last question asks that again with what it adds.
ADDING = frozenset({INFORM, "ask_about", "ask_population", OUT_OF_SCOPE})


@dataclass(frozen=True)
class Asked:
    """A question of the last message, and the function that answers it; ``tells`` where the message only tells.

    ``follows`` is true where it asks for the references of the answer before it in the same message. ``instead`` is
    what the message may ask as well, where it is not sure what kind of question it is.
    """

    question: Question
    answer: AnswerFunction
    tells: bool = False
    follows: bool = False
    instead: Asked | None = None


class Reader:
    """Makes typed questions of one message."""

    def __init__(self, tracker: Tracker, turn: Turn, state: State, criteria: Sequence[Criterion]) -> None:
        """Read the message of ``turn``, after what ``state`` remembers; ``criteria`` say what readings mean."""
        self._criteria = criteria
        self._tracker = tracker
        self._turn = turn
        self._state = state

    def single(self, entities: list[Entity], text: str, part: dict[str, Any]) -> Asked:
        """The one question of a message: its own, the interview's next, or the last one again with what was added."""
        intent = intent_of(self._turn.message)
        if self._goes_on(intent):
            question = replace(self._question(intent, entities, text, part), kind="eligibility")
            return Asked(question, interview.go_on, tells=True)
        changes = self._changes_the_last(intent)
        added = not changes and self._adds(intent, text)
        again = None
        if changes or added or self._gives_strength() or self._insists(intent):
            again = self._again(entities, text, part, added=added)
        return again or self._or_instead(self.asked(intent, entities, text, part), entities, text, part)

    def _or_instead(self, asked: Asked, entities: list[Entity], text: str, part: dict[str, Any]) -> Asked:
        """``asked`` with the next likely kind of question, where it is not surely of its own and names what is held."""
        if asked.question.confidence >= SURELY or asked.question.off_topic:
            return asked
        kinds = {asked.question.kind, *UNLIKE}
        ranking = self._turn.message.get("intent_ranking") or []
        other = next((one for one in ranking if kind_of(one["name"]) not in kinds), None)
        if other is None or other["confidence"] < POSSIBLE:
            return asked
        share = {**part, "confidence": other["confidence"]}
        return replace(asked, instead=self.asked(other["name"], entities, text, share))

    def asked(self, intent: str, entities: list[Entity], words: str, part: dict[str, Any]) -> Asked:
        """The question that ``intent`` asks."""
        intent = _intent(intent, entities)
        given = any(one.kind in doses.GIVEN for one in amounts_of(self._turn.message))
        if intent == DOSE_CHECK and not given:
            intent = DOSING
        if intent == DOSING and given and self._is_near(DOSE_CHECK, part):
            intent = DOSE_CHECK
        return Asked(self._question(intent, entities, words, part), function_of(intent), self._tells)

    def _is_near(self, intent: str, part: dict[str, Any]) -> bool:
        """Whether ``intent`` is about as likely as the one that was read."""
        ranking = self._turn.message.get("intent_ranking") or []
        share = next((one["confidence"] for one in ranking if one["name"] == intent), 0.0)
        return bool(share >= NEAR * float(part.get("confidence", 1.0)))

    @property
    def _tells(self) -> bool:
        return intent_of(self._turn.message) in TELLING | {WITHDRAW, NEW}

    def _goes_on(self, intent: str) -> bool:
        """Whether what was told moves the interview on."""
        if self._answers(intent):
            return self._turn.asked is not None and is_judged(self._turn.asked)
        last = self._state.last
        # What is corrected changes the answer that was given meanwhile.
        elsewhere = self._corrects and last is not None and last.kind != "eligibility" and last.kind in PERSONAL
        return intent == INFORM and self._turn.interviewed and bool(self._turn.patient.told) and not elsewhere

    @property
    def _corrects(self) -> bool:
        return any(one.before is not None for one in self._turn.patient.changes)

    def _answers(self, intent: str) -> bool:
        """Whether the message answers what was asked of the clinician, and asks nothing itself."""
        return self._turn.asked is not None and not intent.startswith("ask_")

    def _changes_the_last(self, intent: str) -> bool:
        """Whether what was told changes what the last answer hangs on; what is edited always may."""
        corrects = self._corrects or (intent == EDIT and bool(self._turn.patient.changes))
        return self._answers(intent) or (intent in TELLING - REPLIES and corrects)

    def _insists(self, intent: str) -> bool:
        """Whether the figures that were withheld are asked for."""
        return intent.startswith("ask_") and choice_of(self._turn.message) == doses.ANYWAY

    def _adds(self, intent: str, text: str) -> bool:
        """Whether a brief message only adds something to the last question ("and by mouth?")."""
        last = self._state.last
        entities: list[Entity] = self._turn.message.get("entities") or []
        if last is None:
            return False
        categories = {one.get("category") for one in entities}
        supposes = self._turn.patient.supposed or self._turn.patient.doubtful
        of_doses = intent in ADDING or intent.removeprefix("ask_") in DOSE_QUESTIONS
        if supposes and of_doses and not categories & (WAYS | MEDICINES):
            return True
        if is_strange(entities, last.kind):
            return False
        if len(text.split()) > BRIEF or not any(one["entity"] in KNOWN for one in entities):
            return False
        follows = FOLLOWING in (self._turn.message.get("manner") or [])
        # "And by mouth?" names nothing but another way, whatever kind of question it looks like.
        if follows and last.kind in DOSE_QUESTIONS and categories <= WAYS:
            return True
        return (follows and intent == f"ask_{last.kind}") or (
            intent in ADDING and (follows or text.rstrip().endswith("?"))
        )

    def _gives_strength(self) -> bool:
        """Whether the message adds to a question about a dose what the solution holds ("4 mg/mL")."""
        last = self._state.last
        kinds = {one.kind for one in amounts_of(self._turn.message)}
        return last is not None and last.kind in DOSE_QUESTIONS and doses.STRENGTH in kinds and not kinds & doses.GIVEN

    def _again(self, entities: list[Entity], text: str, part: dict[str, Any], *, added: bool) -> Asked | None:
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
        by_button = next(iter(values_of(entities, "rating")), None)
        judged = next(iter(values_of(entities, "answer")), None) or self._tracker.get_slot("last_answer")
        return {"judged": judged, "rating": by_button or ("up" if message.get("praises") else "down")}

    def _concepts(self, intent: str, entities: list[Entity]) -> tuple[str, ...]:
        """The concepts asked about; "does that rule it out?" asks about what was measured, where it names nothing."""
        named = values_of(entities, "concept")
        if intent != ONE_OF_A_LIST or any(one.get("category") in ALWAYS_NARROWS for one in entities):
            return named
        return tuple(dict.fromkeys([*named, *measured(self._criteria, amounts_of(self._turn.message))]))

    def _question(self, intent: str, entities: list[Entity], words: str, part: dict[str, Any]) -> Question:
        message, tracker = self._turn.message, self._tracker
        metadata = tracker.latest_message.get("metadata") or {}
        return Question(
            kind=kind_of(intent),
            audience=audience_of(tracker, metadata),
            concepts=self._concepts(intent, entities),
            source_names=values_of(entities, SOURCE_NAME),
            years=years_of(entities, kind_of(intent)),
            checks_one=intent == ONE_OF_A_LIST and not are_denied(message, entities),
            near_trap=next(iter(values_of(entities, NEAR_TRAP)), None),
            off_topic=(intent == OUT_OF_SCOPE and not is_surely_held(entities, part))
            or is_elsewhere(entities, kind_of(intent), part),
            dosed=values_of(entities, "dosed_drug"),
            other_drug=next(iter(values_of(entities, "other_drug")), None),
            other_sources=values_of(entities, "other_source"),
            other_matters=values_of(entities, "other_matter"),
            other_properties=values_of(entities, "other_property"),
            unknown_name=bool(values_of(entities, "unknown_name")),
            converts="converting" in (message.get("manner") or []),
            reference=next((int(number) for number in values_of(entities, "reference")), None),
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
            read_back=read_back_of(metadata),
            **self._judgement(),
            words=words,
        )


def _together(before: Sequence[Amount], now: Sequence[Amount]) -> tuple[Amount, ...]:
    """The amounts of a question that is asked again: what is said anew takes the place of its kind."""
    kinds = {one.kind for one in now}
    kinds |= doses.GIVEN if kinds & doses.GIVEN else set()
    return (*(one for one in before if one.kind not in kinds), *now)


def _intent(intent: str, entities: list[Entity]) -> str:
    """``intent``, or that of a question about doses where the dose of a medicine that is no subject is asked for."""
    places = {one["start"] for one in entities if one["entity"] == "dosed_drug"}
    other = any(one.get("category") in MEDICINES and one.get("start") in places for one in entities)
    return DOSING if other and intent not in FOREIGN and kind_of(intent) not in DOSE_QUESTIONS else intent
