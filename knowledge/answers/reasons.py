"""Why an answer is as it is: the curated statement that the topic names for it, beside the answer of a trainee."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge import models
from knowledge.answers.question import Question
from knowledge.answers.selection import LONGEST_ANSWER, LONGEST_AUTHORED, kind_wanted, with_companions
from knowledge.queries import KnowledgeBase

TRAINEE = "trainee"


def reason_of(knowledge: KnowledgeBase, question: Question) -> str | None:
    """The id of the statement that says why an answer to ``question`` is as it is, where a trainee reads it."""
    if question.audience != TRAINEE:
        return None
    return knowledge.why(knowledge.topic().id, question.kind)


def with_reason(
    knowledge: KnowledgeBase, question: Question, statements: Sequence[models.Statement]
) -> list[models.Statement]:
    """``statements``, with the reason behind them as the last one.

    It takes no other statement's place: where the answer is full without it, or is one about another setting, of which
    the reason does not speak, it is left out.
    """
    reason = reason_of(knowledge, question)
    ours = set(knowledge.open_settings(knowledge.topic().id, []))
    if reason is None or not any(one.setting_id in ours for one in statements):
        return list(statements)
    shown = [one.id for one in statements]
    added = [name for name in with_companions(knowledge, [reason]) if name not in shown]
    if len(shown) + len(added) > _longest(knowledge, question, shown):
        return list(statements)
    return [*statements, *knowledge.statements(added)]


def _longest(knowledge: KnowledgeBase, question: Question, shown: Sequence[str]) -> int:
    """How many statements an answer may have that shows ``shown``: more where the content lists them."""
    listed = knowledge.general_answer(knowledge.topic().id, kind_wanted(question) or question.kind)
    return LONGEST_AUTHORED if listed and set(listed) <= set(shown) else LONGEST_ANSWER
