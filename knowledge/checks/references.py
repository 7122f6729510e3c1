"""Every id that a record names is there, once."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge import schema
from knowledge.checks.common import duplicates, unknown
from knowledge.content_files import Content, TopicContent


def unique_ids(content: Content) -> Iterator[str]:
    """Problems of ids (and written units) that stand for two records. Statements' ids are unique across topics."""
    topics = content.topics
    yield from duplicates("topics", (topic.topic.id for topic in topics))
    yield from duplicates("statements", (statement.id for topic in topics for statement in topic.statements))
    yield from duplicates("doses", (regimen.id for topic in topics for regimen in topic.regimens))
    yield from duplicates("conflicts", (conflict.id for topic in topics for conflict in topic.conflicts))
    yield from duplicates("units", (form for unit in content.units for form in {unit.id, *unit.also}))
    for topic in topics:
        where = f"topic {topic.topic.id}"
        yield from duplicates(f"{where}: glossary", (concept.id for concept in topic.glossary))
        yield from duplicates(f"{where}: settings", (setting.id for setting in topic.topic.settings))
        yield from duplicates(f"{where}: criteria", (criterion.id for criterion in topic.criteria))
        yield from duplicates(f"{where}: pathway", (step.id for step in topic.pathway))
        yield from duplicates(f"{where}: scope", (trap.id for trap in topic.near_traps))
        yield from duplicates(f"{where}: open-questions", (one.id for one in topic.open_questions))


def references(content: TopicContent, sources: dict[str, schema.Source]) -> Iterator[str]:
    """Problems of names that lead nowhere, in one topic."""
    statements = {statement.id for statement in content.statements}
    concepts = {concept.id for concept in content.glossary}
    settings = {setting.id for setting in content.topic.settings}
    yield from _topic(content.topic, sources, statements, concepts)
    yield from _classes(content.glossary)
    yield from _statements(content, sources, concepts, settings)
    for regimen in content.regimens:
        where = f"dose {regimen.id}"
        yield from unknown(where, "statement", [regimen.statement], statements)
        yield from unknown(where, "cap_statement", filter(None, [regimen.cap_statement]), statements)
        yield from unknown(where, "setting", [regimen.setting], settings)
    for conflict in content.conflicts:
        where = f"conflict {conflict.id}"
        yield from unknown(where, "statements", conflict.statements, statements)
        yield from duplicates(f"{where}: statements", conflict.statements)
        yield from unknown(where, "companions", conflict.companions, conflict.statements)
        yield from unknown(where, "binds", filter(None, [conflict.binds]), conflict.statements)
    for criterion in content.criteria:
        yield from unknown(f"criterion {criterion.id}", "statement", [criterion.statement], statements)
        yield from unknown(f"criterion {criterion.id}", "relative", filter(None, [criterion.relative]), statements)
    for step in content.pathway:
        yield from unknown(f"pathway step {step.id}", "statements", step.statements, statements)
        yield from duplicates(f"pathway step {step.id}: statements", step.statements)
        open_still = [way.statement for way in step.leaves_open]
        yield from unknown(f"pathway step {step.id}", "leaves_open", open_still, step.statements)
    for question in content.open_questions:
        yield from unknown(f"open question {question.id}", "statements", question.statements, statements)
        yield from duplicates(f"open question {question.id}: statements", question.statements)
    yield from _article(content, statements)


def _classes(glossary: list[schema.Concept]) -> Iterator[str]:
    classes = {concept.id for concept in glossary if concept.category == "drug-class"}
    for concept in glossary:
        yield from unknown(f"glossary {concept.id}", "belongs_to", filter(None, [concept.belongs_to]), classes)


def _topic(
    topic: schema.Topic, sources: dict[str, schema.Source], statements: set[str], concepts: set[str]
) -> Iterator[str]:
    where = f"topic {topic.id}"
    yield from unknown(where, "article", [topic.article], sources)
    yield from unknown(where, "subjects", topic.subjects, concepts)
    yield from unknown(where, "background", topic.background, concepts)
    yield from unknown(where, "verdict", topic.verdict, statements)
    yield from unknown(where, "verdicts", topic.verdicts.values(), statements)
    yield from unknown(where, "why", topic.why.values(), statements)
    yield from unknown(where, "emergency", topic.emergency, statements)
    yield from unknown(where, "bottom_line", [topic.bottom_line], statements)
    for setting in topic.settings:
        yield from unknown(f"setting {setting.id}", "concepts", setting.concepts, concepts)
        yield from duplicates(f"setting {setting.id}: concepts", setting.concepts)
    for question, ids in topic.answers.items():
        yield from unknown(f"{where}: answers.{question}", "it", ids, statements)
        yield from duplicates(f"{where}: answers.{question}", ids)


def _statements(
    content: TopicContent, sources: dict[str, schema.Source], concepts: set[str], settings: set[str]
) -> Iterator[str]:
    for statement in content.statements:
        where = f"statement {statement.id}"
        cited = [support.source for support in statement.sources]
        yield from unknown(where, "about", statement.about, concepts)
        yield from unknown(where, "setting", [statement.setting], settings)
        yield from unknown(where, "applies_to", statement.applies_to, content.topic.groups)
        for key in ("about", "answers", "applies_to"):
            yield from duplicates(f"{where}: {key}", getattr(statement, key))
        yield from duplicates(f"{where}: sources", cited)
        yield from unknown(where, "sources", cited, sources)
        yield from unknown(where, "via", (support.via for support in statement.sources if support.via), cited)


def _article(content: TopicContent, statements: set[str]) -> Iterator[str]:
    for sentence in content.article:
        named = f"article sentence '{sentence.begins}'"
        yield from unknown(named, "statements", sentence.statements, statements)
        yield from unknown(named, "topic", sentence.topic, schema.Topic.__fields__)
        if not sentence.statements and not sentence.topic:
            yield f"{named}: nothing carries it; name a statement, or the topic's key"
