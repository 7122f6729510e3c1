"""Sources and grading systems: what is cited is there, and graded as its own system grades."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge import schema
from knowledge.checks.common import duplicates, unknown
from knowledge.content_files import Content, TopicContent

# What follows a value in brackets says what it holds for, and two values may stand beside each other.
QUALIFICATION = re.compile(r"\s*\([^)]*\)")
BETWEEN_VALUES = re.compile(r"\s*[,;/]\s*|\s+(?:or|and)\s+")


def bibliography(content: Content) -> Iterator[str]:
    """Problems of the sources and of the grading systems."""
    ids = {source.id for source in content.sources}
    systems = {system.id for system in content.grading_systems}
    yield from duplicates("sources", (source.id for source in content.sources))
    yield from duplicates("source labels", (source.label for source in content.sources))
    yield from duplicates("grading systems", (system.id for system in content.grading_systems))
    for source in content.sources:
        where = f"source {source.id}"
        yield from unknown(where, "grading_system", filter(None, [source.grading_system]), systems)
        yield from unknown(where, "superseded_by", filter(None, [source.superseded_by]), ids)
        yield from unknown(where, "supersedes", filter(None, [source.supersedes]), ids)
        if source.id in (source.superseded_by, source.supersedes):
            yield f"{where}: supersedes itself; name the other edition"
    for system in content.grading_systems:
        values = {value for scale in system.meanings.values() for value in scale}
        yield from unknown(f"grading system {system.id}", "spellings", system.spellings, values)


def grades(content: TopicContent, sources: dict[str, schema.Source], systems: Systems) -> Iterator[str]:
    """Problems of levels and grades: of no system, of another body's system, or not a value of their system."""
    for statement in content.statements:
        yield from _grade(statement, sources, systems)


class Systems:
    """What the grading systems print, each value in every spelling."""

    def __init__(self, systems: list[schema.GradingSystem]) -> None:
        """Read the values of ``systems`` once."""
        self._printed = {system.id: set(_printed(system)) for system in systems}
        self._values = {
            system.id: ", ".join(value for scale in system.meanings.values() for value in scale) for system in systems
        }

    def strangers(self, system: str, printed: str) -> list[str]:
        """The parts of ``printed`` that are no values of ``system``; none where the system itself is unknown."""
        known = self._printed.get(system)
        if known is None:
            return []
        plain = QUALIFICATION.sub("", printed).strip().casefold()
        return [] if plain in known else [part for part in BETWEEN_VALUES.split(plain) if part not in known]

    def values(self, system: str) -> str:
        """The values of ``system``, for a problem's text."""
        return self._values[system]


def _printed(system: schema.GradingSystem) -> Iterator[str]:
    for scale in system.meanings.values():
        for value in scale:
            yield value.casefold()
            yield from (spelling.casefold() for spelling in system.spellings.get(value, []))


def _grade(statement: schema.Statement, sources: dict[str, schema.Source], systems: Systems) -> Iterator[str]:
    evidence, where = statement.evidence, f"statement {statement.id}"
    if evidence.system is None:
        if evidence.level is not None or evidence.grade is not None:
            yield f"{where}: evidence has a level or grade without its system; name the system"
        return
    own = {sources[support.source].grading_system for support in statement.sources if support.source in sources}
    if evidence.system not in own:
        yield f"{where}: none of its sources grades in '{evidence.system}'; correct evidence.system"
    for key, printed in (("level", evidence.level), ("grade", evidence.grade)):
        for part in systems.strangers(evidence.system, printed) if printed else ():
            yield (
                f"{where}: evidence.{key} '{part}' is no value of {evidence.system}; use one of: "
                f"{systems.values(evidence.system)} (or add the spelling to the system)"
            )
