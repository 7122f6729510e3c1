"""When an answer to a test question is right: all that must be cited, nothing beyond what may be, nothing forbidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.evaluation.questions import TestQuestion
from knowledge.content_files import Content, TopicContent

# Intents whose general answer is that of another kind of question.
KIND_OF_INTENT = {
    "check_contraindication": "contraindications",
    "ask_review_status": "sources",
    "ask_dose_check": "dosing",
}
ANYTHING_FORBIDDEN = "*"


class Judge:
    """Judges answers by the content that they were made from."""

    def __init__(self, content: Content) -> None:
        """Take the ``content``, by which groups of allowed statements are told."""
        self._topics = content.topics

    def faults(self, question: TestQuestion, envelopes: Sequence[dict[str, Any]]) -> list[str]:
        """What is wrong with ``envelopes`` (one for each question of the message); nothing where they are right.

        A question that lists nothing as ``allowed`` asks only whether its statements are reached.
        """
        shown = {statement["id"] for envelope in envelopes for statement in envelope["statements"]}
        statuses = {envelope["status"] for envelope in envelopes}
        found = []
        if not statuses & {question.status, *question.status_also}:
            found.append(f"is {'/'.join(sorted(statuses))}: {envelopes[0]['headline']}")
        if not question.statements <= shown:
            found.append(f"misses {sorted(question.statements - shown)}")
        if self.forbidden(question, shown):
            found.append(f"cites the forbidden {sorted(self.forbidden(question, shown))}")
        beyond = shown - self.acceptable(question) - self.forbidden(question, shown)
        if beyond and question.allowed:
            found.append(f"cites beyond what is asked {sorted(beyond)}")
        return found

    def forbidden(self, question: TestQuestion, shown: set[str]) -> set[str]:
        """The statements of ``shown`` that must not be cited."""
        return shown if ANYTHING_FORBIDDEN in question.forbidden else shown & question.forbidden

    def acceptable(self, question: TestQuestion) -> set[str]:
        """Every statement that a right answer may cite, companions of disputed ones included."""
        named = {*question.statements, *question.allowed}
        found = set(named)
        for topic in self._topics:
            for group in named:
                found |= _group(topic, group, question)
            found |= {
                member
                for conflict in topic.conflicts
                if found & set(conflict.statements)
                for member in (*conflict.companions, *(one for one in (conflict.binds,) if one))
            }
        return found


def _group(topic: TopicContent, group: str, question: TestQuestion) -> set[str]:
    if group == "verdict":
        return set(topic.topic.verdict)
    if group == "general":
        return _general(topic, question.intents)
    scope, _, value = group.partition(":")
    default = {setting.id for setting in topic.topic.settings if setting.default}
    return {
        statement.id
        for statement in topic.statements
        if (scope == "kind" and statement.kind == value and statement.setting in default)
        or (scope == "about" and value in statement.about)
        or (scope == "setting" and statement.setting == value)
    }


def _general(topic: TopicContent, intents: Iterable[str]) -> set[str]:
    kinds = {KIND_OF_INTENT.get(intent, intent.removeprefix("ask_")) for intent in intents}
    return {name for kind, names in topic.topic.answers.items() if kind in kinds for name in names}
