"""Criteria: what is asked about a patient is used by an answer, a message can fill its slot, and it can be judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from knowledge.checks.common import duplicates, unknown
from knowledge.content_files import TopicContent
from knowledge.schema import Criterion, QuestionKind, Verdict

# What a criterion that speaks for or against going on has to be part of.
DECIDES: frozenset[QuestionKind] = frozenset({"eligibility", "contraindications"})
# The keys that name concepts, in whatever form.
NAMING = ("concepts", "ruled_out_by", "changed_among", "extent_of", "unit_needed")


def criteria(content: TopicContent) -> Iterator[str]:
    """Problems of criteria that no answer uses, that no message can fill, that share a slot, or that decide nothing."""
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
        for key, names in _named(criterion):
            yield from unknown(where, key, names, concepts)
        yield from _unfillable(where, criterion)
        yield from _unjudgeable(where, criterion)
    yield from _without_verdict(content)


def _named(criterion: Criterion) -> Iterator[tuple[str, Iterable[str]]]:
    """Each key of ``criterion`` that names concepts, with the ids under it."""
    yield from ((key, getattr(criterion, key)) for key in NAMING)
    yield from (("choices", names) for names in criterion.choices.values())


def _unfillable(where: str, criterion: Criterion) -> Iterator[str]:
    needed = {"choice": "choices", "measure": "measure"}.get(criterion.kind, "concepts")
    if not getattr(criterion, needed):
        yield f"{where}: no message can fill its slot, since a {criterion.kind} needs {needed}; add them"
    if criterion.measure == "daily-dose" and not criterion.concepts:
        yield f"{where}: a daily dose needs the concepts of the medicines that are meant; add them"


def _unjudgeable(where: str, criterion: Criterion) -> Iterator[str]:
    if criterion.kind == "treatments":
        if criterion.against is not None and not criterion.met_by:
            yield f"{where}: against, but no outcome meets it; add met_by, such as [failed]"
        for outcome in sorted(set(criterion.met_by) & set(criterion.not_met_by)):
            yield f"{where}: met_by and not_met_by both have '{outcome}'; keep it in one"
    elif criterion.met_by or criterion.not_met_by:
        yield f"{where}: met_by and not_met_by are for treatments, and it is a {criterion.kind}; remove them"
    if criterion.kind == "finding" and criterion.against is not None and criterion.favours is None:
        yield f"{where}: against, but no value speaks for going on; add favours: true or false"
    if criterion.kind not in ("finding", "treatments") and criterion.against is not None:
        yield f"{where}: against is for findings and treatments, and it is a {criterion.kind}; remove it"


def _without_verdict(content: TopicContent) -> Iterator[str]:
    if any(criterion.against == "stops" for criterion in content.criteria):
        for verdict in get_args(Verdict):
            if verdict not in content.topic.verdicts:
                yield (
                    f"topic {content.topic.id}: verdicts lacks '{verdict}', to which its criteria can lead; add it "
                    "with the id of the statement that carries it"
                )
