"""Short questions that go back to the last answer: why, more, shorter."""

from __future__ import annotations

from dataclasses import replace

from knowledge.answers import compose
from knowledge.answers.candidates import Wanted, candidates
from knowledge.answers.curated import not_found
from knowledge.answers.envelope import Envelope
from knowledge.answers.interview import open_criterion, why
from knowledge.answers.question import Last, Question
from knowledge.answers.selection import companions, kind_wanted, narrows, with_companions
from knowledge.queries import KnowledgeBase
from knowledge.schema import QuestionKind

NOTHING_BEFORE = "There is no answer before this that I could go back to. Please ask a question first."
NO_MORE = "That is all that is curated on your last question."
BEHIND: QuestionKind = "evidence"


def reason(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """Why a criterion is asked for, where one is; else the evidence from the sources of the last answer."""
    asked = open_criterion(knowledge.readings(), question.asking)
    if asked is not None:
        return why(knowledge, question, asked)
    if question.last is None or not question.last.shown:
        return _nothing_before(knowledge, question)
    topic = knowledge.topic().id
    sources = [one.source for one in question.previous]
    found = knowledge.matching(topic, BEHIND, knowledge.all_settings(topic), [], [], sources)
    ids = [name for name in found if name not in question.last.shown] or found
    return _quoted(knowledge, replace(question, kind=BEHIND), ids)


def more(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """What else is curated on the last question, beyond what was shown."""
    last = question.last
    if last is None or not last.shown:
        return _nothing_before(knowledge, question)
    asked = _again(question, last)
    ids = [name for name in _all_that_fits(knowledge, asked) if name not in last.shown]
    if not ids:
        return compose.without_statements(knowledge, asked, "answered", NO_MORE)
    return _quoted(knowledge, asked, ids)


def shorter(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """The first statement of the last answer, with all that it must not be shown without."""
    last = question.last
    first = knowledge.statements(last.shown[:1]) if last is not None else []
    if last is None or not first:
        return _nothing_before(knowledge, question)
    group = [first[0].id, *companions(knowledge, first[0])]
    return _quoted(knowledge, _again(question, last), group)


def _again(question: Question, last: Last) -> Question:
    return replace(
        question,
        kind=last.kind,
        concepts=last.concepts,
        source_names=last.source_names,
        years=last.years,
        dosed=last.dosed,
        checks_one=last.checks_one,
    )


def _all_that_fits(knowledge: KnowledgeBase, question: Question) -> list[str]:
    topic = knowledge.topic().id
    named = knowledge.concepts(topic, question.concepts)
    concepts = [one for one in named if not one.subject]
    narrowing = [one for one in concepts if narrows(one, question.kind)]
    sources = knowledge.sources_named(question.source_names, question.years)[0] if question.source_names else []
    kind = kind_wanted(question)
    on_subject = any(one.subject for one in named)
    found = list(candidates(knowledge, Wanted(topic, kind, concepts, narrowing, sources, on_subject, "")).ids)
    general = knowledge.general_answer(topic, kind) if kind is not None else []
    return list(dict.fromkeys([*found, *general]))


def _quoted(knowledge: KnowledgeBase, question: Question, ids: list[str]) -> Envelope:
    statements = knowledge.statements(with_companions(knowledge, ids))
    if not statements:
        return not_found(knowledge, question)
    return compose.answered(knowledge, question, statements, explain=False)


def _nothing_before(knowledge: KnowledgeBase, question: Question) -> Envelope:
    return compose.without_statements(knowledge, question, "not_found", NOTHING_BEFORE)
