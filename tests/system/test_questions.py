"""Typed questions over HTTP against the real servers: the right statements, with their citations."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.content_files import Content
from tests.question_files import TestQuestion, read_questions
from tests.system.assistant import cited
from tests.system.conftest import Running

LONGEST_ANSWER = 8
QUESTIONS = read_questions()


@pytest.fixture(scope="module")
def answers(assistant: Running) -> dict[str, dict[str, Any]]:
    """The envelope of each question, each asked in a conversation of its own."""
    return {question.id: assistant.talk(question.audience).ask(question.text) for question in QUESTIONS}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_the_right_statements_are_cited(question: TestQuestion, answers: dict[str, dict[str, Any]]) -> None:
    envelope = answers[question.id]
    shown = cited(envelope)
    assert envelope["status"] in {question.status, *question.status_also}, envelope["headline"]
    assert question.statements <= shown, f"missing {sorted(question.statements - shown)} in {sorted(shown)}"
    forbidden = shown if "*" in question.forbidden else shown & question.forbidden
    assert not forbidden, f"cites {sorted(forbidden)}"


def test_every_statement_is_reached_by_a_short_answer(content: Content, answers: dict[str, dict[str, Any]]) -> None:
    reached: set[str] = set()
    for envelope in answers.values():
        if envelope["question"] != "summary" and len(envelope["statements"]) <= LONGEST_ANSWER:
            reached |= cited(envelope)
    everything = {statement.id for topic in content.topics for statement in topic.statements}
    assert sorted(everything - reached) == []


def test_a_full_set_of_questions_is_asked() -> None:
    assert len(QUESTIONS) >= 60
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)
