"""Finds the statements that could answer a question, best first, before companions and length are settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge import models
from knowledge.queries import KnowledgeBase

# Where nothing of the asked kind is about what was named, what else is said about it answers these questions as well.
# The others (a dose, an interaction, "is X one?") must not be answered by something else.
OPEN_QUESTIONS = frozenset(
    {"recommendation", "evidence", "comparison", "pathway", "pitfalls", "population", "mechanism"}
)
# How much is no answer to whether, in which order, or what goes wrong.
WITHOUT_DOSES = frozenset({"recommendation", "pathway", "pitfalls"})
DOSING = "dosing"
ELIGIBILITY = "eligibility"
POPULATION = "population"
# How it works is not answered by what else is said of a term, where there is an answer in general.
MECHANISM = "mechanism"
# "What does this guideline say?" asks for anything it says, of whatever kind.
ANYTHING_IT_SAYS = frozenset({None, "evidence"})

# Cosine from which a statement counts as being about the question: docs/benchmarks.md says how it was calibrated.
CLOSE_ENOUGH = 0.47
SEARCHED = 4


@dataclass(frozen=True)
class Wanted:
    """What candidates must fit: ``kind`` is ``None`` for any, ``narrowing`` are the concepts that must be met.

    ``on_subject`` is true where the message names the topic's subject; ``words`` is the message, for search.
    """

    topic: str
    kind: str | None
    concepts: Sequence[models.Concept]
    narrowing: Sequence[models.Concept]
    sources: Sequence[str]
    on_subject: bool
    words: str


@dataclass(frozen=True)
class Candidates:
    """The ids of the statements, best first; ``authored`` where they are a general answer, which is shown whole."""

    ids: Sequence[str]
    authored: bool


def candidates(knowledge: KnowledgeBase, wanted: Wanted) -> Candidates:
    """The statements that fit best; those of the general answer where nothing was named.

    To an open question the statement whose words and meaning are closest to it is added, if it is close enough.
    """
    found = _by_terms(knowledge, wanted)
    if wanted.kind is None and not found and not wanted.narrowing:
        return Candidates(_by_words(knowledge, wanted, SEARCHED), authored=False)
    if found and wanted.kind is not None and found == knowledge.general_answer(wanted.topic, wanted.kind):
        return Candidates(found, authored=True)
    # What is said of others is no answer for a group of which nothing is said.
    of_a_group = wanted.kind == POPULATION and wanted.narrowing and not found
    if wanted.kind in OPEN_QUESTIONS and not of_a_group:
        closest = [name for name in _by_words(knowledge, wanted, 1) if name not in found]
        found = [*found[:1], *closest, *found[1:]]
    return Candidates(found, authored=False)


def _by_words(knowledge: KnowledgeBase, wanted: Wanted, limit: int) -> list[str]:
    settings = knowledge.open_settings(wanted.topic, _ids(wanted.concepts))
    hits = knowledge.closest(wanted.words, wanted.topic, settings, limit) if wanted.words else []
    return [hit.statement for hit in hits if hit.similarity is not None and hit.similarity >= CLOSE_ENOUGH]


def _by_terms(knowledge: KnowledgeBase, wanted: Wanted) -> list[str]:
    if wanted.sources:
        return _of_sources(knowledge, wanted)
    general = knowledge.general_answer(wanted.topic, wanted.kind) if wanted.kind else []
    # Of a patient all criteria are asked, whichever of them is named.
    if general and wanted.kind == ELIGIBILITY:
        return general
    general = [] if wanted.narrowing else general
    if wanted.on_subject and general and all(concept.background for concept in wanted.concepts):
        return general
    if not wanted.concepts:
        return general
    settings = knowledge.open_settings(wanted.topic, _ids(wanted.concepts))
    found = _of_kind(knowledge, wanted, settings)
    in_general = wanted.kind == MECHANISM and general
    if not found and wanted.kind in OPEN_QUESTIONS and not in_general:
        found = _without_doses(knowledge, wanted, _matching(knowledge, wanted, None, settings))
    return found or general


def _without_doses(knowledge: KnowledgeBase, wanted: Wanted, found: Sequence[str]) -> list[str]:
    """``found`` without the doses that are no answer to such a question; the general answer where nothing is left."""
    doses = knowledge.dosed(found) if wanted.kind in WITHOUT_DOSES else set()
    left = [name for name in found if name not in doses]
    return left or (knowledge.general_answer(wanted.topic, wanted.kind or "") if doses else [])


def _of_kind(knowledge: KnowledgeBase, wanted: Wanted, settings: Sequence[str]) -> list[str]:
    """What matches and is of the asked kind; of a dose what says none only where no dose is held."""
    found = _matching(knowledge, wanted, wanted.kind, settings)
    doses = knowledge.dosed(found) if wanted.kind == DOSING else set()
    return [name for name in found if name in doses] or found


def _of_sources(knowledge: KnowledgeBase, wanted: Wanted) -> list[str]:
    """What the named sources say, of the asked kind first; a source that is named brings its own setting with it."""
    kinds = [None] if wanted.kind in ANYTHING_IT_SAYS else [wanted.kind, None]
    for settings in (
        knowledge.open_settings(wanted.topic, _ids(wanted.concepts)),
        knowledge.all_settings(wanted.topic),
    ):
        for kind in kinds:
            found = _matching(knowledge, wanted, kind, settings)
            if found:
                return [*found, *_of_the_others(knowledge, wanted, found, settings)]
    return []


def _of_the_others(
    knowledge: KnowledgeBase, wanted: Wanted, found: Sequence[str], settings: Sequence[str]
) -> list[str]:
    """To a comparison, whatever is said by those of the named sources that ``found`` leaves out."""
    if wanted.kind != "comparison":
        return []
    heard = {support.source_id for one in knowledge.statements(found) for support in one.support}
    others = [source for source in wanted.sources if source not in heard]
    return _matching(knowledge, replace(wanted, sources=others), None, settings) if others else []


def _matching(knowledge: KnowledgeBase, wanted: Wanted, kind: str | None, settings: Sequence[str]) -> list[str]:
    concepts, narrowing = _ids(wanted.concepts), _ids(wanted.narrowing)
    return knowledge.matching(wanted.topic, kind, settings, concepts, narrowing, wanted.sources)


def _ids(concepts: Sequence[models.Concept]) -> list[str]:
    return [concept.id for concept in concepts]
