"""Checks that content holds together: every reference resolves, every conflict has its counter-statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from knowledge import schema
from knowledge.content_files import Content, ContentError, TopicContent
from knowledge.text import normalise


def check(content: Content) -> None:
    """Raise :class:`ContentError` naming every broken reference and rule, or return quietly."""
    problems = [*_bibliography(content), *_unique_ids(content)]
    sources = {source.id: source for source in content.sources}
    for topic in content.topics:
        problems += _topic(topic, sources)
    if problems:
        raise ContentError(problems)


def _unknown(where: str, key: str, names: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    known = set(known)
    for name in names:
        if name not in known:
            yield f"{where}: {key} names '{name}', which is not there; correct the id or add it"


def _duplicates(where: str, names: Iterable[str]) -> Iterator[str]:
    for name, count in Counter(names).items():
        if count > 1:
            yield f"{where}: '{name}' stands there {count} times; keep one"


def _unique_ids(content: Content) -> Iterator[str]:
    yield from _duplicates("topics", (topic.topic.id for topic in content.topics))
    statements = [statement.id for topic in content.topics for statement in topic.statements]
    yield from _duplicates("statements", statements)
    yield from _duplicates("doses", (regimen.id for topic in content.topics for regimen in topic.regimens))
    yield from _duplicates("conflicts", (conflict.id for topic in content.topics for conflict in topic.conflicts))


def _bibliography(content: Content) -> Iterator[str]:
    ids = [source.id for source in content.sources]
    systems = [system.id for system in content.grading_systems]
    yield from _duplicates("sources", ids)
    yield from _duplicates("source labels", (source.label for source in content.sources))
    for source in content.sources:
        where = f"source {source.id}"
        yield from _unknown(where, "grading_system", filter(None, [source.grading_system]), systems)
        yield from _unknown(where, "superseded_by", filter(None, [source.superseded_by]), ids)
        yield from _unknown(where, "supersedes", filter(None, [source.supersedes]), ids)


def _topic(content: TopicContent, sources: dict[str, schema.Source]) -> Iterator[str]:
    statements = {statement.id: statement for statement in content.statements}
    concepts = {concept.id for concept in content.glossary}
    settings = {setting.id for setting in content.topic.settings}
    where = f"topic {content.topic.id}"
    yield from _unknown(where, "article", [content.topic.article], sources)
    yield from _unknown(where, "subjects", content.topic.subjects, concepts)
    yield from _unknown(where, "background", content.topic.background, concepts)
    yield from _unknown(where, "verdict", content.topic.verdict, statements)
    yield from _unknown(where, "bottom_line", [content.topic.bottom_line], statements)
    for setting in content.topic.settings:
        yield from _unknown(f"setting {setting.id}", "concepts", setting.concepts, concepts)
    for question, ids in content.topic.answers.items():
        yield from _unknown(f"{where}: answers.{question}", "it", ids, statements)
        yield from _duplicates(f"{where}: answers.{question}", ids)
    yield from _glossary(content)
    yield from _statements(content, sources, concepts, settings)
    yield from _conflicts(content, statements)
    yield from _doses(content, statements, settings)
    for sentence in content.article:
        named = f"article sentence '{sentence.begins}'"
        yield from _unknown(named, "statements", sentence.statements, statements)
        yield from _unknown(named, "topic", sentence.topic, schema.Topic.__fields__)
        if not sentence.statements and not sentence.topic:
            yield f"{named}: nothing carries it; name a statement, or the topic's key"
    for criterion in content.criteria:
        yield from _unknown(f"criterion {criterion.id}", "statement", [criterion.statement], statements)
    for step in content.pathway:
        yield from _unknown(f"pathway step {step.id}", "statements", step.statements, statements)


def _glossary(content: TopicContent) -> Iterator[str]:
    yield from _duplicates("glossary", (concept.id for concept in content.glossary))
    owner: dict[str, str] = {}
    for concept in content.glossary:
        for form in concept.written_forms():
            other = owner.setdefault(normalise(form), concept.id)
            if other != concept.id:
                yield f"glossary {concept.id}: the form '{form}' belongs to {other} already; keep it in one"


def _statements(
    content: TopicContent, sources: dict[str, schema.Source], concepts: set[str], settings: set[str]
) -> Iterator[str]:
    for statement in content.statements:
        where = f"statement {statement.id}"
        yield from _unknown(where, "about", statement.about, concepts)
        yield from _unknown(where, "setting", [statement.setting], settings)
        yield from _unknown(where, "applies_to", statement.applies_to, content.topic.groups)
        yield from _duplicates(f"{where}: sources", (support.source for support in statement.sources))
        cited = [support.source for support in statement.sources]
        yield from _unknown(where, "sources", cited, sources)
        yield from _unknown(where, "via", (support.via for support in statement.sources if support.via), cited)
        if all(support.locator is None for support in statement.sources) and statement.note is None:
            yield f"{where}: no source has a locator; add one, or say in note why there is none"
        yield from _grade(statement, sources)


def _grade(statement: schema.Statement, sources: dict[str, schema.Source]) -> Iterator[str]:
    evidence = statement.evidence
    if evidence.system is None:
        if evidence.level is not None or evidence.grade is not None:
            yield f"statement {statement.id}: evidence has a level or grade without its system; name the system"
        return
    systems = {sources[support.source].grading_system for support in statement.sources if support.source in sources}
    if evidence.system not in systems:
        yield f"statement {statement.id}: none of its sources grades in '{evidence.system}'; correct evidence.system"


def _conflicts(content: TopicContent, statements: dict[str, schema.Statement]) -> Iterator[str]:
    covered: set[str] = set()
    for conflict in content.conflicts:
        where = f"conflict {conflict.id}"
        yield from _unknown(where, "statements", conflict.statements, statements)
        yield from _unknown(where, "companions", conflict.companions, conflict.statements)
        yield from _unknown(where, "binds", filter(None, [conflict.binds]), conflict.statements)
        for name in conflict.companions:
            if name in statements and statements[name].certainty == "conflict":
                yield f"{where}: companion '{name}' is itself in conflict; name the statement that counters it"
        if conflict.companions:
            covered |= set(conflict.statements)
    for statement in content.statements:
        if statement.certainty == "conflict" and statement.id not in covered:
            yield f"statement {statement.id}: certainty is conflict, but no conflict names its counter-statement"


def _doses(content: TopicContent, statements: dict[str, schema.Statement], settings: set[str]) -> Iterator[str]:
    for regimen in content.regimens:
        where = f"dose {regimen.id}"
        yield from _unknown(where, "statement", [regimen.statement], statements)
        yield from _unknown(where, "setting", [regimen.setting], settings)
        if regimen.low and regimen.high and Fraction(regimen.low) > Fraction(regimen.high):
            yield f"{where}: low {regimen.low} is above high {regimen.high}; swap or correct them"
        if (regimen.cap is None) != (regimen.cap_unit is None):
            yield f"{where}: cap and cap_unit go together; give both or null for both"
