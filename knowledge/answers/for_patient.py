"""The patient at hand beside dose and eligibility: the place on the pathway, and what speaks against the drug."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers import compose
from knowledge.answers.compose import known_of
from knowledge.answers.curated import curated_answer
from knowledge.answers.envelope import Envelope
from knowledge.answers.precautions import precautions
from knowledge.answers.question import Question
from knowledge.answers.selection import SINGLE, SUBJECT, with_companions
from knowledge.answers.summary import for_whom
from knowledge.eligibility import judge
from knowledge.position import Placed, ahead_of, left_open, place, turn_to
from knowledge.queries import KnowledgeBase
from knowledge.schema import PathwayStep

NEXT_STEP = "On what is known of this patient, the step to turn to: {label}."
NOTHING_AHEAD = "On what is known of this patient, no further step of the pathway is open."
THEN = "After it: {label}."
PASSED_OVER = "A later step is done already."
SKIPPED = "Not done yet, though a later step is: {labels}."


def pathway(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """The pathway, with the patient's place on it where something that counts is known: the next step comes first."""
    steps = knowledge.pathway()
    envelope = curated_answer(knowledge, question)
    shown = {one.id for one in envelope.statements}
    beside = [name for name in _subjects_step(knowledge, question, steps) if name not in shown]
    if envelope.status == "answered" and beside:
        envelope = curated_answer(knowledge, question, also=beside)
    known = known_of(knowledge, question)
    verdict = judge(knowledge.readings(), known, knowledge.verdicts()).verdict
    placed = place(steps, known, verdict)
    turn = turn_to(placed)
    told = placed != place(steps, {}, verdict)
    # What the model is that sure of is asked for, and not where the patient stands.
    sure = question.surest >= SINGLE
    if question.audience == "patient" or envelope.status != "answered" or not told or sure:
        return envelope
    if turn is None:
        return _nothing_ahead(knowledge, question, placed)
    ahead = ahead_of(steps, placed, known, verdict)
    later = _without_doses(knowledge, [name for step in ahead for name in step.statements])
    led = [*turn.step.statements, *left_open(placed, known), *later, *(one.id for one in envelope.statements)]
    led = with_companions(knowledge, list(dict.fromkeys(led)))
    words = _where(turn, ahead[0] if ahead else None, placed)
    placing = compose.answered(knowledge, question, knowledge.statements(led), headline=words)
    return _placed(knowledge, question, placing, placed)


def _subjects_step(knowledge: KnowledgeBase, question: Question, steps: Sequence[PathwayStep]) -> list[str]:
    """What the pathway says of the subject's first step, where ``question`` names the subject beside something else."""
    named = {concept.category == SUBJECT for concept in knowledge.concepts(knowledge.topic().id, question.concepts)}
    if named != {True, False}:
        return []
    # The subject's own steps are those that a verdict rules out.
    own = next((step.statements for step in steps if step.ruled_out_by), [])
    return _without_doses(knowledge, own)


def _without_doses(knowledge: KnowledgeBase, statements: Sequence[str]) -> list[str]:
    """Those of ``statements`` that give no dose: a step that is not reached yet is told without its doses."""
    dosed = knowledge.dosed(statements)
    return [name for name in statements if name not in dosed]


def _where(turn: Placed, then: PathwayStep | None, placed: Sequence[Placed]) -> str:
    """In words: the step to turn to, the one behind it, and what was skipped."""
    words = [NEXT_STEP.format(label=turn.step.label), *([PASSED_OVER] if turn.status == "skipped" else [])]
    words += [THEN.format(label=then.label)] if then else []
    skipped = [one.step.label for one in placed if one.status == "skipped" and one is not turn]
    return " ".join([*words, *([SKIPPED.format(labels="; ".join(skipped))] if skipped else [])])


def _nothing_ahead(knowledge: KnowledgeBase, question: Question, placed: Sequence[Placed]) -> Envelope:
    """Every step that concerns the patient is behind them, and what rules the next one out comes first."""
    found = precautions(knowledge, question)
    topic = knowledge.topic().id
    behind = [*found.statements, *found.relative, *knowledge.general_answer(topic, "verdict")]
    ids = with_companions(knowledge, list(dict.fromkeys([*behind, *(one.statement for one in placed)])))
    shown = compose.answered(
        knowledge,
        question,
        knowledge.statements(ids),
        headline=NOTHING_AHEAD,
        warned=found.statements,
        alerts=found.alerts,
    )
    return _placed(knowledge, question, shown, placed)


def _placed(knowledge: KnowledgeBase, question: Question, envelope: Envelope, placed: Sequence[Placed]) -> Envelope:
    return envelope.copy(
        update={"pathway": [one.as_dict() for one in placed], "for_patient": for_whom(knowledge, question)}
    )


def _asks_of_these(question: Question) -> bool:
    """Whether the question names nothing of its own, and so goes back to what was told ("does that rule it out?")."""
    names = question.concepts or question.other_drug or question.other_matters or question.unknown_name
    return not (names or question.off_topic or question.near_trap)


def contraindications(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """The contraindications, and how each that is known of the patient stands; what is uncertain is said to be so."""
    envelope = curated_answer(knowledge, question)
    found = precautions(knowledge, question)
    told = found.certain or found.in_doubt
    if question.audience == "patient" or not told or not (envelope.status == "answered" or _asks_of_these(question)):
        return envelope
    ids = [one.id for one in envelope.statements]
    first = [*found.statements, *found.relative]
    statements = knowledge.statements(with_companions(knowledge, list(dict.fromkeys([*first, *ids]))))
    shown = compose.answered(knowledge, question, statements, warned=found.statements, alerts=found.alerts)
    return shown.copy(update={"for_patient": for_whom(knowledge, question)})
