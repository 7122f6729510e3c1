"""Which of a topic's regimens speak for the patient of a question."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

from knowledge import models
from knowledge.answers.question import Question
from knowledge.answers.selection import SUBJECT
from knowledge.dosing.choose import CHILDREN, age_group, choose
from knowledge.dosing.reference import product
from knowledge.dosing.stored import from_row
from knowledge.queries import KnowledgeBase
from knowledge.schema import Regimen

ROUTE = "route"
POPULATION = "population"


class Regimens:
    """The regimens of the subject of a topic, by route, setting and population of a question."""

    def __init__(self, knowledge: KnowledgeBase, question: Question, age_years: Fraction | None) -> None:
        """Look at ``question``, whose patient is ``age_years`` old, if that is known."""
        self._knowledge = knowledge
        self._question = question
        self._age = age_years

    def behind(self, statements: Sequence[str]) -> list[Regimen]:
        """Those that stand behind one of ``statements``, in the order of these."""
        held = [one for one in self._held if one.statement_id in statements]
        held.sort(key=lambda one: statements.index(one.statement_id))
        return self._chosen(held, self._knowledge.all_settings(self._topic))

    def of_topic(self) -> list[Regimen]:
        """All of the settings that may be shown, in the order of the content."""
        return self._chosen(self._held, self._knowledge.open_settings(self._topic, self._question.concepts))

    def of_patients_like_this(self) -> list[Regimen]:
        """Those of the topic that are meant for the population which is named, or else all of the topic."""
        named = self._knowledge.concepts(self._topic, self._question.concepts)
        populations = [one.id for one in named if one.category == POPULATION]
        found = self.of_topic()
        about = self._knowledge.about_any([one.statement for one in found], populations) if populations else set()
        return [one for one in found if one.statement in about] or found

    def first_by_weight(self) -> Regimen | None:
        """The first one of the topic that goes by weight, if there is one."""
        return next((one for one in self.of_topic() if product().units.of(one.unit).per_kg), None)

    @cached_property
    def not_for_patient(self) -> frozenset[str]:
        """The statements behind which nothing but regimens for another age stands: a child gets only a child's."""
        if age_group(self._age, self._question.concepts) != CHILDREN:
            return frozenset()
        held = [one for one in self._held if self._of_subject(one)]
        named = {one.statement_id for one in held if CHILDREN in one.population}
        return frozenset(one.statement_id for one in held) - named

    @cached_property
    def _topic(self) -> str:
        return self._knowledge.topic().id

    @cached_property
    def _held(self) -> list[models.Regimen]:
        return self._knowledge.regimens(self._topic)

    @cached_property
    def _names(self) -> list[str]:
        """What the medicine that the topic is about is called."""
        return [one.label for one in self._knowledge.subjects() if one.category == SUBJECT]

    def _of_subject(self, row: models.Regimen) -> bool:
        return bool(choose([from_row(row)], settings=[row.setting_id], drug=self._names, asked=row.population.split()))

    def _chosen(self, held: Sequence[models.Regimen], settings: Sequence[str]) -> list[Regimen]:
        named = self._knowledge.concepts(self._topic, self._question.concepts)
        routes = [one.id for one in named if one.category == ROUTE]
        return choose(
            (from_row(one) for one in held),
            settings=settings,
            route=routes[0] if len(routes) == 1 else None,
            age_years=self._age,
            asked=self._question.concepts,
            drug=self._names,
        )
