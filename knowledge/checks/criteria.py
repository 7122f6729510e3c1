"""Criteria: what is asked about a patient has a use in an answer, and a message can fill its slot."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.checks.common import duplicates, unknown
from knowledge.content_files import TopicContent
from knowledge.schema import Criterion, QuestionKind

# What a criterion that speaks for or against going on has to be part of.
DECIDES: frozenset[QuestionKind] = frozenset({"eligibility", "contraindications"})


def criteria(content: TopicContent) -> Iterator[str]:
    """Problems of criteria that no answer uses, that no message can fill, or that share a slot."""
    used = {name for kind in DECIDES for name in content.topic.answers.get(kind, [])}
    used |= {statement.id for statement in content.statements if DECIDES & set(statement.answers)}
    concepts = {concept.id for concept in content.glossary}
    yield from duplicates("criteria: slots", (criterion.slot for criterion in content.criteria))
    for criterion in content.criteria:
        where = f"criterion {criterion.id}"
        if criterion.against is not None and criterion.statement not in used:
            yield (
                f"{where}: never used, since statement '{criterion.statement}' answers no question about eligibility "
                "or contraindications; add one of them to its answers, or remove the criterion"
            )
        yield from unknown(where, "concepts", criterion.concepts, concepts)
        for names in criterion.choices.values():
            yield from unknown(where, "choices", names, concepts)
        yield from _unfillable(where, criterion)


def _unfillable(where: str, criterion: Criterion) -> Iterator[str]:
    needed = {"choice": "choices", "measure": "measure"}.get(criterion.kind, "concepts")
    if not getattr(criterion, needed):
        yield f"{where}: no message can fill its slot, since a {criterion.kind} needs {needed}; add them"
    if criterion.measure == "daily-dose" and not criterion.concepts:
        yield f"{where}: a daily dose needs the concepts of the medicines that are meant; add them"
