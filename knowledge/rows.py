"""Content → rows of the store's tables, in an order in which every reference points backwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from itertools import count

from knowledge import models, schema
from knowledge.bulk import Row
from knowledge.content_files import Content, TopicContent, canonical, digest
from knowledge.review import ReviewHashes, ReviewState, review_states

# The table of the words that full text search looks in; its form differs between databases, so no class maps it.
WORDS = "statement_words"
WORDS_NUMBER = {"sqlite": "rowid", "postgresql": "number"}


def rows_of(content: Content, version: str, fingerprint: str, vocabulary: str) -> Iterator[tuple[type, list[Row]]]:
    """Each model with its rows. Sources come without ``superseded_by``: see :func:`successors_of`."""
    info = {"version": version, "fingerprint": fingerprint, "vocabulary": vocabulary}
    yield models.StoreInfo, [info]
    yield models.GradingSystem, [{"id": system.id, "name": system.name} for system in content.grading_systems]
    yield (
        models.GradeMeaning,
        [
            {"system_id": system.id, "scale": scale, "value": value, "meaning": meaning}
            for system in content.grading_systems
            for scale, meanings in system.meanings.items()
            for value, meaning in meanings.items()
        ],
    )
    yield models.Source, [_source(source, place) for place, source in enumerate(content.sources)]
    yield (
        models.SourceName,
        [
            {"source_id": source.id, "name": name, "year": year}
            for source in content.sources
            for name, year in sorted(
                {(name.casefold(), year) for name in source.names for year in source.years or [""]}
            )
        ],
    )
    numbers = count(1)
    for place, topic in enumerate(content.topics):
        yield from _topic(content, topic, place, numbers)


def count_rows(content: Content) -> int:
    """How many rows a load of ``content`` writes."""
    shared = 1 + len(content.grading_systems) + len(content.sources)
    shared += sum(len(meanings) for system in content.grading_systems for meanings in system.meanings.values())
    shared += sum(len({name.casefold() for name in one.names}) * len(set(one.years or [""])) for one in content.sources)
    return shared + sum(map(_count_in_topic, content.topics))


def _count_in_topic(topic: TopicContent) -> int:
    head, held = topic.topic, {statement.id for statement in topic.statements}
    statements = (
        2 + len(one.sources) + len(one.about) + len(one.answers) + len(one.applies_to) for one in topic.statements
    )
    lists: tuple[Sized, ...] = (topic.glossary, topic.near_traps, topic.conflicts, topic.regimens, topic.criteria)
    links: tuple[Sized, ...] = (
        *(step.statements for step in topic.pathway),
        *(conflict.statements for conflict in topic.conflicts),
        *(question.statements for question in topic.open_questions),
        list(_general_answers(topic)),
    )
    reviews = sum(entry.statement in held for entry in topic.reviews)
    settings = sum(1 + len(setting.concepts) for setting in head.settings)
    return 1 + sum(statements) + sum(len(one) for one in (*lists, *links)) + reviews + settings


def successors_of(content: Content) -> list[Row]:
    """Which source superseded which: set once all sources are there, as one may point forward to another."""
    return [
        {"old": source.id, "new": source.superseded_by}
        for source in content.sources
        if source.superseded_by is not None
    ]


def words_of(topic: TopicContent) -> dict[str, str]:
    """What search looks at, by statement: its sentence, and the labels of what it is about."""
    labels = {concept.id: concept.label for concept in topic.glossary}
    return {
        statement.id: " ".join([statement.text, *(labels[name] for name in statement.about)])
        for statement in topic.statements
    }


def words_rows(content: Content, number: str) -> list[Row]:
    """The rows of the full text table, whose key is called ``number``: the statements' numbers."""
    numbers = count(1)
    return [
        {number: next(numbers), "topic": token, "words": words}
        for topic, token in ((topic, topic_token(topic.topic.id)) for topic in content.topics)
        for words in words_of(topic).values()
    ]


def topic_token(topic: str) -> str:
    """The one word that stands for ``topic`` in the full text table."""
    return f"t{digest(topic)}"


def _source(source: schema.Source, place: int) -> Row:
    return {
        "id": source.id,
        "position": place,
        "kind": source.kind,
        "label": source.label,
        "title": source.title,
        "year": source.year,
        "reference": source.reference,
        "url": f"https://doi.org/{source.doi}" if source.doi else source.url,
        "grading_system_id": source.grading_system,
        "superseded_by": None,
        "superseded_note": source.superseded_note,
        "read": source.read,
        "note": source.note,
    }


def _topic(
    content: Content, topic: TopicContent, place: int, numbers: Iterator[int]
) -> Iterator[tuple[type, list[Row]]]:
    head = topic.topic
    yield (
        models.Topic,
        [
            {
                "id": head.id,
                "position": place,
                "title": head.title,
                "scope": head.scope,
                "last_updated": head.last_updated.isoformat(),
                "reviewed": head.reviewed,
                "disclaimer": head.disclaimer,
                "article_updated": head.article_updated.isoformat(),
                "article_id": head.article,
                "verdicts": canonical(head.verdicts),
            }
        ],
    )
    yield from _vocabulary(topic)
    yield from _statements(content, topic, numbers)
    yield from _conflicts(topic)
    yield models.Regimen, [_regimen(dose, place) for place, dose in enumerate(topic.regimens)]
    # The log keeps decisions on statements that have been withdrawn since; the store has no row for these.
    held = {statement.id for statement in topic.statements}
    reviews = [_review(entry, place) for place, entry in enumerate(topic.reviews) if entry.statement in held]
    yield models.ReviewEntry, reviews
    yield from _procedures(topic)
    yield (
        models.OpenQuestion,
        [
            {"topic_id": head.id, "id": one.id, "statement_id": name, "position": place, "question": one.question}
            for place, one in enumerate(topic.open_questions)
            for name in one.statements
        ],
    )


def _vocabulary(topic: TopicContent) -> Iterator[tuple[type, list[Row]]]:
    key = topic.topic.id
    yield (
        models.Concept,
        [
            {
                "topic_id": key,
                "id": concept.id,
                "category": concept.category,
                "label": concept.label,
                "subject": concept.id in topic.topic.subjects,
                "background": concept.id in topic.topic.background,
            }
            for concept in topic.glossary
        ],
    )
    yield (
        models.NearTrap,
        [{"topic_id": key, "id": trap.id, "label": trap.label, "say": trap.say} for trap in topic.near_traps],
    )
    yield (
        models.Setting,
        [
            {"topic_id": key, "id": setting.id, "label": setting.label, "is_default": setting.default}
            for setting in topic.topic.settings
        ],
    )
    yield (
        models.SettingConcept,
        [
            {"topic_id": key, "setting_id": setting.id, "concept_id": name}
            for setting in topic.topic.settings
            for name in setting.concepts
        ],
    )


def _statements(content: Content, topic: TopicContent, numbers: Iterator[int]) -> Iterator[tuple[type, list[Row]]]:
    states, words, hashes = review_states(content, topic), words_of(topic), ReviewHashes(content, topic)
    yield (
        models.Statement,
        [
            _statement(statement, topic.topic.id, place, states[statement.id])
            | {
                "number": next(numbers),
                "hash": hashes.of(statement),
                "words": words[statement.id],
                "words_hash": digest(words[statement.id]),
            }
            for place, statement in enumerate(topic.statements)
        ],
    )
    yield (
        models.Support,
        [
            {
                "statement_id": statement.id,
                "position": place,
                "source_id": support.source,
                "locator": support.locator,
                "via_id": support.via,
            }
            for statement in topic.statements
            for place, support in enumerate(statement.sources)
        ],
    )
    yield (
        models.StatementConcept,
        [
            {"statement_id": statement.id, "concept_id": name, "topic_id": topic.topic.id}
            for statement in topic.statements
            for name in statement.about
        ],
    )
    for model, column, values in (
        (models.StatementQuestion, "question", "answers"),
        (models.StatementPopulation, "population", "applies_to"),
    ):
        yield (
            model,
            [
                {"statement_id": statement.id, column: value}
                for statement in topic.statements
                for value in getattr(statement, values)
            ],
        )


def _statement(statement: schema.Statement, topic: str, place: int, state: ReviewState) -> Row:
    return {
        "id": statement.id,
        "topic_id": topic,
        "position": place,
        "kind": statement.kind,
        "text": statement.text,
        "plain": statement.plain,
        "grading_system_id": statement.evidence.system,
        "level": statement.evidence.level,
        "grade": statement.evidence.grade,
        "certainty": statement.certainty,
        "setting_id": statement.setting,
        "note": statement.note,
        "review": state.status,
        "reviewed_by": state.by,
        "reviewed_on": state.on.isoformat() if state.on else None,
        "review_reason": state.why,
    }


def _conflicts(topic: TopicContent) -> Iterator[tuple[type, list[Row]]]:
    yield (
        models.Conflict,
        [
            {
                "id": conflict.id,
                "topic_id": topic.topic.id,
                "position": place,
                "differs": conflict.differs,
                "text": conflict.text,
                "binds": conflict.binds,
            }
            for place, conflict in enumerate(topic.conflicts)
        ],
    )
    yield (
        models.ConflictMember,
        [
            {
                "conflict_id": conflict.id,
                "statement_id": name,
                "position": place,
                "companion": name in conflict.companions,
            }
            for conflict in topic.conflicts
            for place, name in enumerate(conflict.statements)
        ],
    )


def _regimen(dose: schema.Regimen, place: int) -> Row:
    return {
        "id": dose.id,
        "statement_id": dose.statement,
        "position": place,
        "drug": dose.drug,
        "routes": ",".join(dose.routes),
        "setting_id": dose.setting,
        "population": dose.population,
        "low": dose.low,
        "high": dose.high,
        "unit": dose.unit,
        "cap": dose.cap,
        "cap_unit": dose.cap_unit,
        "cap_statement_id": dose.cap_statement,
        "frequency": dose.frequency,
    }


def _review(entry: schema.ReviewEntry, place: int) -> Row:
    return {
        "statement_id": entry.statement,
        "position": place,
        "decision": entry.decision,
        "decided_on": entry.on.isoformat(),
        "decided_by": entry.by,
        "policy": entry.policy,
        "why": entry.why,
        "hash": entry.hash,
    }


def _procedures(topic: TopicContent) -> Iterator[tuple[type, list[Row]]]:
    key = topic.topic.id
    yield (
        models.Criterion,
        [
            {
                "topic_id": key,
                "id": criterion.id,
                "position": place,
                "label": criterion.label,
                "ask": criterion.ask,
                "reading": criterion.json(ensure_ascii=False),
                "statement_id": criterion.statement,
            }
            for place, criterion in enumerate(topic.criteria)
        ],
    )
    places = count()
    yield (
        models.PathwayStep,
        [
            {
                "topic_id": key,
                "id": step.id,
                "statement_id": name,
                "position": next(places),
                "label": step.label,
                "reading": step.json(ensure_ascii=False),
            }
            for step in topic.pathway
            for name in step.statements
        ],
    )
    yield models.GeneralAnswer, list(_general_answers(topic))


def _general_answers(topic: TopicContent) -> Iterable[Row]:
    head = topic.topic
    reasons = ((models.reason_for(question), [name]) for question, name in head.why.items())
    lists = [*head.answers.items(), ("verdict", head.verdict), ("emergency", head.emergency), *reasons]
    for question, names in lists:
        for place, name in enumerate(names):
            yield {"topic_id": topic.topic.id, "question": question, "position": place, "statement_id": name}
