"""Conflicts: every disputed statement has its counter-statement, and every conflict can be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from knowledge import schema
from knowledge.content_files import TopicContent


def conflicts(content: TopicContent) -> Iterator[str]:
    """Problems of the conflicts of one topic."""
    statements = {statement.id: statement for statement in content.statements}
    kinds = _kinds_of_question(content)
    covered: set[str] = set()
    for conflict in content.conflicts:
        where = f"conflict {conflict.id}"
        for name in conflict.companions:
            if name in statements and statements[name].certainty == "conflict":
                yield f"{where}: companion '{name}' is itself in conflict; name the statement that counters it"
        if conflict.companions:
            covered |= set(conflict.statements)
        why = _dead(conflict, kinds)
        if why:
            yield f"{where}: can never be shown, because {why}"
    for statement in content.statements:
        if statement.certainty == "conflict" and statement.id not in covered:
            yield (
                f"statement {statement.id}: certainty is conflict, but no conflict names its counter-statement; "
                "add a record to conflicts.yml with it among the companions"
            )


def _dead(conflict: schema.Conflict, kinds: dict[str, set[str]]) -> str | None:
    """Why no answer ever shows ``conflict``, which takes two of its statements side by side; ``None`` if one does."""
    members = set(conflict.statements)
    if len(members) < 2:
        return "it has one statement; name the other side"
    if conflict.companions:
        alone = members <= set(conflict.companions)
        return "every statement is a companion; leave out those that need the others beside them" if alone else None
    shared = Counter(kind for name in members for kind in kinds.get(name, ()))
    if any(count > 1 for count in shared.values()):
        return None
    return "no kind of question brings two of its statements into one answer; name companions, or remove it"


def _kinds_of_question(content: TopicContent) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {statement.id: set(statement.answers) for statement in content.statements}
    for question, names in content.topic.answers.items():
        for name in names:
            kinds.setdefault(name, set()).add(question)
    return kinds
