"""Records of the store as the pages show them: identifiers in words, and everything that belongs to a statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge import models
from knowledge.browse import Catalogue, Grade
from knowledge.rendering.pages import words
from knowledge.rendering.pages.charts.doses import Dose


@dataclass(frozen=True)
class Cited:
    """A source as a statement cites it."""

    source: models.Source
    locator: str | None
    via: models.Source | None


@dataclass(frozen=True)
class Mention:
    """Another statement that is spoken of; its setting always stands beside it."""

    id: str
    topic: str
    text: str
    setting: str


@dataclass(frozen=True)
class Dispute:
    """A disagreement between sources: what differs, who takes part, and which statement binds (``None``: neither)."""

    id: str
    differs: str
    text: str
    binds: Mention | None
    others: list[Mention]


@dataclass(frozen=True)
class Shown:
    """A statement with what is shown beside it wherever it stands."""

    row: models.Statement
    kind: str
    grade: Grade
    graded: str
    certainty: str
    review: str
    setting: str
    populations: str
    citations: list[Cited]
    disputes: list[Dispute] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    @property
    def void(self) -> bool:
        """Whether a reviewer decided on an earlier form, which no longer counts."""
        return self.row.review == "submitted" and self.row.reviewed_on is not None


class Showing:
    """Turns rows of one topic into what is shown. Names are read once for all rows."""

    def __init__(self, catalogue: Catalogue, topic: str) -> None:
        """Read names from ``catalogue`` for the rows of ``topic``."""
        self._catalogue = catalogue
        self._topic = topic
        self.settings = catalogue.settings(topic)
        self.systems = catalogue.grading_systems()

    def setting(self, setting: str) -> str:
        """What the setting is called."""
        return self.settings.get(setting, setting)

    def shown(self, rows: Sequence[models.Statement]) -> list[Shown]:
        """``rows`` with their citations, disagreements and open questions."""
        ids = [row.id for row in rows]
        disputes = self._disputes(ids)
        questions = self._catalogue.questions_about(self._topic, ids)
        reporting = self._catalogue.sources({one.via_id for row in rows for one in row.support if one.via_id})
        return [self._shown(row, disputes[row.id], questions.get(row.id, []), reporting) for row in rows]

    def mention(self, row: models.Statement) -> Mention:
        """``row`` in short."""
        return Mention(row.id, row.topic_id, row.text, self.setting(row.setting_id))

    def doses(self, rows: Sequence[models.Regimen]) -> list[Dose]:
        """The doses in words, each with how sure the statement behind it is."""
        statements = self._catalogue.statements_of({row.statement_id for row in rows})
        conflicts = self._catalogue.conflicts_of(statements)
        disputed = {member.statement_id for conflict in conflicts for member in conflict.members}
        return [self._dose(row, statements[row.statement_id], row.statement_id in disputed) for row in rows]

    def _dose(self, row: models.Regimen, statement: models.Statement, disputed: bool) -> Dose:
        return Dose(
            id=row.id,
            statement=row.statement_id,
            drug=row.drug,
            routes=words.listed(row.routes.split(",")),
            setting_id=row.setting_id,
            setting=self.setting(row.setting_id),
            population=row.population,
            low=row.low,
            high=row.high,
            unit=row.unit,
            cap=row.cap,
            cap_unit=row.cap_unit,
            frequency=row.frequency,
            certainty=words.CERTAINTY[statement.certainty],
            disputed=disputed,
        )

    def _shown(
        self,
        row: models.Statement,
        disputes: list[Dispute],
        questions: list[str],
        reporting: dict[str, models.Source],
    ) -> Shown:
        grade = (row.grading_system_id, row.level, row.grade)
        return Shown(
            row=row,
            kind=words.named(words.KIND, row.kind),
            grade=grade,
            graded=words.in_system(grade, self.systems),
            certainty=words.CERTAINTY[row.certainty],
            review=words.REVIEW[row.review],
            setting=self.setting(row.setting_id),
            populations=words.listed(sorted(one.population for one in row.populations)),
            citations=[Cited(one.source, one.locator, reporting.get(one.via_id or "")) for one in row.support],
            disputes=disputes,
            questions=questions,
        )

    def _disputes(self, ids: Sequence[str]) -> dict[str, list[Dispute]]:
        conflicts = self._catalogue.conflicts_of(ids)
        members = {conflict.id: [one.statement_id for one in conflict.members] for conflict in conflicts}
        named = {name for names in members.values() for name in names}
        rows = self._catalogue.statements_of(named | {one.binds for one in conflicts if one.binds})
        mentions = {name: self.mention(row) for name, row in rows.items()}
        found: dict[str, list[Dispute]] = {name: [] for name in ids}
        for conflict in conflicts:
            for name in set(members[conflict.id]) & found.keys():
                others = [mentions[other] for other in members[conflict.id] if other != name]
                binds = mentions[conflict.binds] if conflict.binds else None
                found[name].append(Dispute(conflict.id, conflict.differs, conflict.text, binds, others))
        return found
