"""Statements: sourced, reachable, current, and in plain words for lay people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge import schema
from knowledge.checks.common import Excuses
from knowledge.content_files import Content, TopicContent
from knowledge.reading_level import HIGHEST_GRADE, grade
from knowledge.text import normalise

# Words by which a sentence says that it reports what is no longer current.
HISTORICAL = ("earlier", "older", "former", "formerly", "superseded", "since replaced", "past its review date")
NUMBER_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|hundred|half"
MEDICINES = frozenset({"subject", "drug", "drug-class"})


def provenance(content: TopicContent, sources: dict[str, schema.Source]) -> Iterator[str]:
    """Problems of where statements come from: no place in the source, or a source that is no longer current."""
    for statement in content.statements:
        where = f"statement {statement.id}"
        if all(support.locator is None for support in statement.sources) and statement.note is None:
            yield f"{where}: no source has a locator; add one, or say in note why there is none"
        cited = [sources[support.source] for support in statement.sources if support.source in sources]
        outdated = bool(cited) and all(source.superseded_by or source.superseded_note for source in cited)
        if outdated and not _says_how_old(statement.text, cited):
            years = " or ".join(dict.fromkeys(year for source in cited for year in source.years))
            yield (
                f"{where}: text rests only on superseded sources, as if they were current; name the year"
                f"{f' ({years})' if years else ''}, or one of the words: {', '.join(HISTORICAL)}"
            )


def _says_how_old(text: str, cited: Sequence[schema.Source]) -> bool:
    years = {year for source in cited for year in (*source.years, str(source.year or "")) if year}
    words = [*years, *HISTORICAL]
    return re.search(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", text.casefold()) is not None


def orphans(content: TopicContent) -> Iterator[str]:
    """Problems of statements that no question can ever reach.

    A statement is reached by a general answer, a verdict, an emergency, a reason, the bottom line, a criterion, a
    pathway step, as the companion of a conflict, or by a concept it is about, if its setting can be opened: by default
    or by a concept.
    """
    topic = content.topic
    open_settings = {setting.id for setting in topic.settings if setting.default or setting.concepts}
    reached = {topic.bottom_line, *topic.verdict, *topic.verdicts.values(), *topic.emergency, *topic.why.values()}
    reached |= {name for ids in topic.answers.values() for name in ids}
    reached |= {name for one in content.criteria for name in (one.statement, one.relative) if name}
    reached |= {name for step in content.pathway for name in step.statements}
    reached |= {name for conflict in content.conflicts for name in conflict.companions}
    for statement in content.statements:
        if statement.id in reached or (statement.about and statement.setting in open_settings):
            continue
        lacking = "its setting is opened by no concept" if statement.about else "it is about no concept"
        yield (
            f"statement {statement.id}: no question reaches it: {lacking}, and no general answer, criterion, pathway "
            "step or companion names it; fill about, or add it to topic.yml"
        )


def plain_texts(content: Content, topic: TopicContent) -> Iterator[str]:
    """Problems of the texts for lay people: a dose in one, or words above the reading level."""
    dose = dose_pattern(content.units)
    medicines = _medicines(content)
    for statement in topic.statements:
        excuses = Excuses(f"statement {statement.id}", statement.exempt)
        if statement.plain is not None:
            found = dose.search(statement.plain)
            if found:
                yield (
                    f"statement {statement.id}: plain holds the dose '{found[0]}', which a lay reader is never given; "
                    "say it without the number"
                )
            reached = grade(statement.plain, medicines)
            if reached > HIGHEST_GRADE:
                yield from excuses.problem(
                    "reading-level",
                    None,
                    f"plain reads at school grade {reached:.1f}, above {HIGHEST_GRADE}; shorten words and sentences",
                )
        yield from excuses.unused()


def questions(content: Content) -> Iterator[str]:
    """Problems of the questions that statements answer: one that stands more than once, in whatever topic."""
    first: dict[str, str] = {}
    for topic in content.topics:
        for statement in topic.statements:
            for asked in statement.asked:
                form = normalise(asked).rstrip(" ?!.")
                if form in first:
                    yield (
                        f"statement {statement.id}: asked has '{asked}', which statement {first[form]} answers "
                        "already; keep it where it is answered best"
                    )
                first.setdefault(form, statement.id)


def dose_pattern(units: Sequence[schema.Unit]) -> re.Pattern[str]:
    """Finds an amount in any of ``units``, in figures or in words: ``50 mg``, ``two millilitres``."""
    names = {name for unit in units for name in (unit.id, unit.amount, unit.spoken.split(" ")[0], *unit.also)}
    written = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:\d[\d.,]*|{NUMBER_WORDS})[\s-]*(?:{written})(?!\w)", re.IGNORECASE)


def _medicines(content: Content) -> frozenset[str]:
    named = {word for name in content.drug_names for word in normalise(name).split()}
    for topic in content.topics:
        for concept in topic.glossary:
            if concept.category in MEDICINES and " " not in normalise(concept.label):
                named.add(normalise(concept.label))
    return frozenset(named)
