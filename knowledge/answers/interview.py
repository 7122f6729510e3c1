"""Who is a candidate: the criteria in general, the verdict on a patient, and the questions that are still open."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers import compose
from knowledge.answers.compose import known_of
from knowledge.answers.curated import curated_answer, not_found
from knowledge.answers.envelope import Envelope, Offer, ShownCriterion
from knowledge.answers.precautions import precautions
from knowledge.answers.question import Question
from knowledge.answers.selection import LONGEST_AUTHORED, with_companions
from knowledge.answers.summary import for_whom
from knowledge.eligibility import Eligibility, judge
from knowledge.queries import KnowledgeBase
from knowledge.schema import Criterion

START = "start"
CHECK = Offer(title="Go through the criteria for my patient", payload=f'/ask_eligibility{{"choice": "{START}"}}')
WHY = Offer(title="Why do you ask?", payload="/ask_why")
STOP = Offer(title="Stop", payload="/stop")
STOPPED = "Stopped. What you told me about the patient is kept; ask for the criteria to go on."
NOTHING_OPEN = "No question of mine is open. Ask whether your patient is a candidate, and I go through the criteria."
HEADLINES = {
    "not-recommended": "On what is known of this patient: not recommended.",
    "more-needed": "On what is known of this patient: more is needed for a verdict.",
    "may-be-considered": "On what is known of this patient: may be considered; the statements say how far.",
}


def eligibility(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """The verdict on the patient, with the next open question, where something that counts is known; else the list."""
    found = _judged(knowledge, question)
    started = question.choice == START or question.of_one or is_personal(knowledge, question)
    if question.audience == "patient" or not (started and found.statement):
        return _general(knowledge, question, found)
    if question.choice == START:
        return _next(knowledge, question, found)
    return _verdict(knowledge, question, found)


def is_personal(knowledge: KnowledgeBase, question: Question) -> bool:
    """Whether something of the patient is known beside what a question asks about."""
    asked = {one.slot for one in knowledge.readings() if one.also_asked}
    return any(slot not in asked for slot in known_of(knowledge, question))


def go_on(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """The next open criterion after something was told, or the verdict where that is settled or nothing is open."""
    found = _judged(knowledge, question)
    told = question.patient.told if question.patient is not None else frozenset()
    turned = any(one.slot in told for one in _against(knowledge, found))
    return _verdict(knowledge, question, found) if turned else _next(knowledge, question, found)


def resume(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """The next open criterion, whatever the verdict is by now."""
    return _next(knowledge, question, _judged(knowledge, question))


def stop(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """The end of the questions; what is known is kept."""
    return compose.without_statements(knowledge, question, "answered", STOPPED)


def nothing_open(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """The reply to a yes or no where nothing was asked."""
    return compose.without_statements(knowledge, question, "needs_input", NOTHING_OPEN, [CHECK])


def why(knowledge: KnowledgeBase, question: Question, asked: Criterion) -> Envelope:
    """Why ``asked`` is asked: its statement, and the question again."""
    statements = knowledge.statements(with_companions(knowledge, [asked.statement]))
    if not statements:
        return not_found(knowledge, question)
    return still_open(compose.answered(knowledge, question, statements), asked)


def _next(knowledge: KnowledgeBase, question: Question, found: Eligibility) -> Envelope:
    """The next open question, with buttons and how all criteria stand by now; the verdict where nothing is open."""
    if found.missing is None:
        return _verdict(knowledge, question, found)
    envelope = compose.without_statements(knowledge, question, "needs_input", found.missing.ask, ())
    return still_open(envelope.copy(update={"criteria": _shown(found)}), found.missing)


def still_open(envelope: Envelope, criterion: Criterion) -> Envelope:
    """``envelope`` with the question for ``criterion`` at its end and the replies to it as the first buttons."""
    update = {"ask": criterion.id, "question_back": criterion.ask, "next": [*replies(criterion), *envelope.next]}
    return envelope.copy(update=update)


def replies(criterion: Criterion) -> list[Offer]:
    """The buttons for an open question; each says which criterion it answers."""
    if criterion.kind not in ("finding", "treatments"):
        return []
    answers = (("Yes", "affirm"), ("No", "deny"), ("Don’t know", "unsure"))
    return [
        *(Offer(title=title, payload=f'/{intent}{{"choice": "{criterion.id}"}}') for title, intent in answers),
        WHY,
        STOP,
    ]


def _judged(knowledge: KnowledgeBase, question: Question) -> Eligibility:
    words = question.patient.record.words if question.patient is not None else {}
    return judge(knowledge.readings(), known_of(knowledge, question), knowledge.verdicts(), words)


def _against(knowledge: KnowledgeBase, found: Eligibility) -> list[Criterion]:
    """The criteria that stop and are not met."""
    unmet = {one.id for one in found.criteria if one.status == "not_met"}
    return [one for one in knowledge.readings() if one.id in unmet and one.against == "stops"]


def _shown(found: Eligibility) -> list[ShownCriterion]:
    return [
        ShownCriterion(id=one.id, label=one.label, status=one.status, because=one.because, statement=one.statement)
        for one in found.criteria
    ]


def _general(knowledge: KnowledgeBase, question: Question, found: Eligibility) -> Envelope:
    """The criteria as a list, none of them judged."""
    envelope = curated_answer(knowledge, question)
    if envelope.status != "answered" or question.audience == "patient":
        return envelope
    quoted = {one.id for one in envelope.statements}
    criteria = [one for one in _shown(found) if one.statement in quoted]
    return envelope.copy(update={"criteria": criteria, "next": [CHECK, *envelope.next]})


def _verdict(knowledge: KnowledgeBase, question: Question, found: Eligibility) -> Envelope:
    """The verdict with its statement, every criterion, what would change it, and the next open question."""
    warned = precautions(knowledge, question)
    # Whatever the verdict, the topic's own on the use of the drug stands beside it.
    behind = [
        *([found.statement] if found.statement else []),
        *knowledge.general_answer(knowledge.topic().id, "verdict"),
    ]
    unmet = [one.statement for one in found.criteria if one.status == "not_met"]
    general = curated_answer(knowledge, question) if question.kind == "eligibility" else None
    selected = [one.id for one in general.statements] if general is not None else []
    # The criteria are a list, which is told whole.
    told = list(dict.fromkeys([*warned.statements, *warned.relative, *behind, *unmet, *selected]))
    ids = with_companions(knowledge, told, longest=LONGEST_AUTHORED)
    envelope = compose.answered(
        knowledge,
        question,
        knowledge.statements(ids),
        headline=HEADLINES[found.verdict],
        criteria=_shown(found),
        warned=warned.statements,
        alerts=warned.alerts,
    )
    update = {
        "verdict": {"value": found.verdict, "statement": found.statement},
        "for_patient": for_whom(knowledge, question),
        "would_change": list(found.changes),
    }
    envelope = envelope.copy(update=update)
    return envelope if found.missing is None else still_open(envelope, found.missing)


def open_criterion(criteria: Sequence[Criterion], name: str | None) -> Criterion | None:
    """The criterion of the id ``name``, if there is one."""
    return next((one for one in criteria if one.id == name), None)
