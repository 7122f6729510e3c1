"""Criteria: what is asked about a patient has a use in an answer."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.content_files import TopicContent


def criteria(content: TopicContent) -> Iterator[str]:
    """Problems of criteria whose statement plays no part in an answer about eligibility."""
    general = set(content.topic.answers.get("eligibility", []))
    used = general | {statement.id for statement in content.statements if "eligibility" in statement.answers}
    for criterion in content.criteria:
        if criterion.statement not in used:
            yield (
                f"criterion {criterion.id}: never used, since statement '{criterion.statement}' answers no question "
                "about eligibility; add eligibility to its answers, or remove the criterion"
            )
