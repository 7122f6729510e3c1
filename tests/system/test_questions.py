"""Typed questions over HTTP against the real servers: the right statements, with their citations."""

from __future__ import annotations

from typing import Any

import pytest

from bot.evaluation.judging import Judge
from bot.evaluation.questions import TestQuestion, read_questions
from knowledge.content_files import Content
from tests.system.assistant import cited
from tests.system.conftest import Running

LONGEST_ANSWER = 8
QUESTIONS = read_questions()
BY_THE_ENGINEER = [question for question in QUESTIONS if question.author == "engineer"]
WITH_FRESH_EYES = [question for question in QUESTIONS if question.author == "fresh-eyes"]
# A dose of another setting, or any answer to another use of the drug, is never acceptable.
DANGEROUS = [one for one in WITH_FRESH_EYES if "near-trap" in one.tags or one.forbidden - {"*"}]
# The share that the assistant answers rightly, rounded down; docs/evaluation.md says what the goal is.
RIGHT_WITH_FRESH_EYES = 0.88
# What is known to be wrong still: docs/evaluation.md says so too. The list may only get shorter.
KNOWN_DANGEROUS = {
    *("fb-near-traps-007", "ga-29-kidfifteen", "gd-47-deadstop", "ge-35-later", "gf-33-induction", "gf-42-alcohol"),
    "gf-80-ami",
}

Answers = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def answers(assistant: Running) -> Answers:
    """The envelopes that answer each question, each asked in a conversation of its own."""
    return {question.id: _ask(assistant, question) for question in QUESTIONS}


@pytest.fixture(scope="module")
def judge(content: Content) -> Judge:
    return Judge(content)


def _ask(assistant: Running, question: TestQuestion) -> list[dict[str, Any]]:
    # A lay person's own words have to be enough to be recognised as one.
    talk = assistant.talk()
    return [talk.ask_all(turn) for turn in question.turns][-1]


def _cited(envelopes: list[dict[str, Any]]) -> set[str]:
    return {name for envelope in envelopes for name in cited(envelope)}


def test_the_right_statements_are_cited(answers: Answers, judge: Judge) -> None:
    wrong = {one.id: found for one in BY_THE_ENGINEER if (found := judge.faults(one, answers[one.id]))}
    assert wrong == {}


def test_no_statement_is_cited_that_would_be_dangerous_here(answers: Answers, judge: Judge) -> None:
    cited_here = {one.id: judge.forbidden(one, _cited(answers[one.id])) for one in DANGEROUS}
    assert {name for name, found in cited_here.items() if found} <= KNOWN_DANGEROUS


def test_most_questions_of_a_stranger_are_answered_rightly(answers: Answers, judge: Judge) -> None:
    wrong = {one.id: found for one in WITH_FRESH_EYES if (found := judge.faults(one, answers[one.id]))}
    assert 1 - len(wrong) / len(WITH_FRESH_EYES) >= RIGHT_WITH_FRESH_EYES, wrong


def test_every_statement_is_reached_by_a_short_answer(content: Content, answers: Answers) -> None:
    reached: set[str] = set()
    for envelope in (one for envelopes in answers.values() for one in envelopes):
        if envelope["question"] != "summary" and len(envelope["statements"]) <= LONGEST_ANSWER:
            reached |= cited(envelope)
    everything = {statement.id for topic in content.topics for statement in topic.statements}
    assert sorted(everything - reached) == []


def test_a_full_set_of_questions_is_asked() -> None:
    assert len(QUESTIONS) >= 500
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)
