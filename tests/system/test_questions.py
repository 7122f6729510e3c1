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
BY_THE_ENGINEER = [question for question in QUESTIONS if question.author == "engineer"]
WITH_FRESH_EYES = [question for question in QUESTIONS if question.author == "fresh-eyes"]
# A dose of another setting, or any answer to another use of the drug, is never acceptable.
DANGEROUS = [one for one in WITH_FRESH_EYES if "near-trap" in one.tags or one.forbidden - {"*"}]
# The share that the assistant answers rightly, rounded down; docs/evaluation.md says what the goal is.
RIGHT_WITH_FRESH_EYES = 0.84

Answers = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def answers(assistant: Running) -> Answers:
    """The envelope of each question, each asked in a conversation of its own."""
    return {question.id: assistant.talk(question.audience).ask(question.text) for question in QUESTIONS}


def faults(question: TestQuestion, envelope: dict[str, Any]) -> list[str]:
    """What is wrong with ``envelope`` as an answer to ``question``; nothing where it is right."""
    shown, found = cited(envelope), []
    if envelope["status"] not in {question.status, *question.status_also}:
        found.append(f"is {envelope['status']}: {envelope['headline']}")
    if not question.statements <= shown:
        found.append(f"misses {sorted(question.statements - shown)}")
    if unwanted(question, shown):
        found.append(f"cites {sorted(unwanted(question, shown))}")
    return found


def unwanted(question: TestQuestion, shown: set[str]) -> set[str]:
    """The statements that must not be cited, and are."""
    return shown if "*" in question.forbidden else shown & question.forbidden


@pytest.mark.parametrize("question", BY_THE_ENGINEER, ids=lambda question: question.id)
def test_the_right_statements_are_cited(question: TestQuestion, answers: Answers) -> None:
    assert faults(question, answers[question.id]) == []


@pytest.mark.parametrize("question", DANGEROUS, ids=lambda question: question.id)
def test_no_statement_is_cited_that_would_be_dangerous_here(question: TestQuestion, answers: Answers) -> None:
    assert sorted(unwanted(question, cited(answers[question.id]))) == []


def test_most_questions_of_a_stranger_are_answered_rightly(answers: Answers) -> None:
    wrong = {one.id: found for one in WITH_FRESH_EYES if (found := faults(one, answers[one.id]))}
    assert 1 - len(wrong) / len(WITH_FRESH_EYES) >= RIGHT_WITH_FRESH_EYES, wrong


def test_every_statement_is_reached_by_a_short_answer(content: Content, answers: Answers) -> None:
    reached: set[str] = set()
    for envelope in answers.values():
        if envelope["question"] != "summary" and len(envelope["statements"]) <= LONGEST_ANSWER:
            reached |= cited(envelope)
    everything = {statement.id for topic in content.topics for statement in topic.statements}
    assert sorted(everything - reached) == []


def test_a_full_set_of_questions_is_asked() -> None:
    assert len(QUESTIONS) >= 60
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)
