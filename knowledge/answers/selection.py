"""Chooses the curated statements that answer a question; writes nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge import models
from knowledge.answers.candidates import Candidates, Wanted, candidates
from knowledge.answers.question import DOSE_QUESTIONS, Question
from knowledge.answers.suggestions import (
    COMPARISON,
    PROBABLE,
    answered_kind,
    leading,
    names_several,
    of_each_source,
    suggested,
)
from knowledge.queries import KnowledgeBase

LONGEST_ANSWER = 8
# An answer whose statements the content lists is shown whole.
LONGEST_AUTHORED = 20

# A concept of these categories says what the question is about: without a statement about it there is no answer.
# The other categories only help to choose among statements.
ALWAYS_NARROWS = frozenset(
    {"drug", "drug-class", "contraindication", "adverse-effect", "monitoring", "population", "procedure"}
)
# How much, and by which way: these narrow only a question about doses.
NARROWS_DOSES = frozenset({"route", "regimen", "device"})
ROUTE = "route"
GROUP = "population"
# From this confidence on a question is surely of its kind.
SURELY = 0.65
# From this share on a single statement answers even a question that is surely a general one.
SINGLE = 0.85
# Whatever is said of the finding or medicine that such a question names belongs to its answer.
ALL_THAT_IS_SAID = frozenset({"contraindications", "interactions", "monitoring", "adverse_effects"})
# One item of what is watched for, or happens, brings the others with it.
TOLD_TOGETHER = frozenset({"monitoring", "adverse_effects"})
MEDICINES = frozenset({"drug", "drug-class"})
TREATMENTS = MEDICINES | {"procedure"}
# Questions about using the drug: a contraindication named in one comes first and does not narrow the rest.
USE_QUESTIONS = DOSE_QUESTIONS | {"recommendation", "eligibility"}
CONTRAINDICATION = "contraindication"
# Of these each route has its own doses; how one is raised or ended is the same for all.
DOSES_BY_ROUTE = DOSE_QUESTIONS - {"titration"}
PATHWAY = "pathway"
# Asked for in general, these are told whole.
LISTED = "contraindications"
EVIDENCE = "evidence"
# Of these a patient's history is no part, unless something is said of it.
APART_FROM_HISTORY = frozenset({"adverse_effects", "monitoring", EVIDENCE})
# Of these what the patient takes is no part.
MEDICINES_APART = frozenset({"adverse_effects", "monitoring", GROUP})
# The category of a subject that is a medicine, as against the condition that it is given for.
SUBJECT = "subject"
SETTING = "setting"


@dataclass(frozen=True)
class Selection:
    """The chosen statements in order, and what of the question they could not be chosen for.

    ``warnings`` are the ids of those that must be read before the rest. ``of_another`` is true for the dose of a
    medicine that is not the subject: of what speaks against the subject it does not speak.
    """

    statements: tuple[models.Statement, ...]
    warnings: tuple[str, ...] = ()
    unmatched: tuple[models.Concept, ...] = ()
    missing_sources: tuple[str, ...] = ()
    of_another: bool = False


def select_statements(knowledge: KnowledgeBase, topic: str, question: Question) -> Selection:
    """The statements that answer ``question`` best; none where nothing curated answers it.

    A question that names nothing gets the topic's general answer. Doses of the topic's own setting are followed by its
    verdict.
    """
    selection = _selected(knowledge, topic, question)
    told = _history(knowledge, topic, question)
    if selection.missing_sources or not told or (selection.statements and question.kind == EVIDENCE):
        return selection
    left = tuple(name for name in question.concepts if name not in told)
    general = _selected(knowledge, topic, replace(question, concepts=left))
    unmatched = tuple(one for one in selection.unmatched if one.category == CONTRAINDICATION)
    if not selection.statements:
        return replace(general, unmatched=unmatched)
    # What is said of the illness comes first, and what holds for everybody behind it.
    names = dict.fromkeys(one.id for one in (*selection.statements, *general.statements))
    chosen = with_companions(knowledge, list(names), longest=LONGEST_AUTHORED)
    return replace(selection, statements=tuple(knowledge.statements(chosen)))


def _history(knowledge: KnowledgeBase, topic: str, question: Question) -> set[str]:
    """The illnesses that ``question`` tells of the patient, where it asks something else of the drug."""
    if question.kind not in APART_FROM_HISTORY:
        return set()
    named = knowledge.concepts(topic, question.concepts)
    if not any(concept.category == SUBJECT for concept in named):
        return set()
    return {one.id for one in named if one.id in question.of_patient and one.category == CONTRAINDICATION}


def _selected(knowledge: KnowledgeBase, topic: str, question: Question) -> Selection:
    """:func:`select_statements`, with everything that ``question`` names taken as a part of it."""
    named = knowledge.concepts(topic, question.concepts)
    concepts = [concept for concept in named if not concept.subject]
    warned = _contraindications(concepts, question)
    concepts = [concept for concept in concepts if concept not in warned]
    sources, missing = _sources(knowledge, question)
    on_subject = any(concept.subject for concept in named)
    concepts = [concept for concept in concepts if not _only_mentioned(concept, question, on_subject)]
    narrowing = [concept for concept in concepts if narrows(concept, question.kind)]
    dosed = _dosed(named, narrowing, question)
    narrowing = dosed or narrowing
    warned = [] if dosed else warned
    against = _about(knowledge, topic, warned)
    direct = suggested(knowledge, topic, question, named, narrowing, sources, only_doses=bool(dosed))
    if question.kind in DOSE_QUESTIONS:
        # What comes first as a warning is no answer to how much.
        direct = [name for name in direct if name not in against]
    if (missing and not sources) or (question.checks_one and not narrowing and not direct):
        return Selection((), (), tuple(narrowing), tuple(missing))
    kind = kind_wanted(question)
    wanted = Wanted(topic, kind, concepts, narrowing, sources, on_subject, question.words)
    found = _for_group(knowledge, _found(knowledge, wanted, direct, question), narrowing, question)
    longest = LONGEST_AUTHORED if found.authored else LONGEST_ANSWER
    warnings = with_companions(knowledge, against, [], longest)
    if not found.ids or _by_another_way(knowledge, wanted, found.ids, question):
        return Selection((), (), tuple(narrowing), tuple(missing))
    if question.kind in DOSE_QUESTIONS and not knowledge.general_answer(topic, "verdict"):
        return Selection((), (), tuple(narrowing), tuple(missing))
    verdict = verdict_of(knowledge, topic, question, found.ids)
    chosen = with_companions(knowledge, [*warnings, *found.ids], verdict, longest)
    unmet = _unmet(knowledge, chosen, narrowing)
    return Selection(tuple(knowledge.statements(chosen)), tuple(warnings), unmet, tuple(missing), bool(dosed))


def kind_wanted(question: Question) -> str | None:
    """The kind of question that statements must answer for ``question``; ``None`` for any."""
    return None if question.kind == "search" else answered_kind(question)


def _dosed(
    named: Sequence[models.Concept], narrowing: Sequence[models.Concept], question: Question
) -> list[models.Concept]:
    """The medicines whose dose is asked for: nothing but that dose answers, however well the other words match.

    Where the subject itself is named, another medicine's dose has to be asked for in so many words.
    """
    if question.kind not in DOSE_QUESTIONS:
        return []
    of_subject = any(concept.subject and concept.category == SUBJECT for concept in named)
    medicines = [concept for concept in narrowing if concept.category in MEDICINES]
    return [concept for concept in medicines if not of_subject or concept.id in question.dosed]


def _read_together(knowledge: KnowledgeBase, wanted: Wanted, question: Question) -> bool:
    """Whether all that is said of what ``question`` names belongs together: findings, sources, more than a route."""
    if question.kind in ALL_THAT_IS_SAID and wanted.narrowing and not wanted.sources:
        return True
    if question.kind == PATHWAY and len(wanted.narrowing) > 1:
        return True
    by_route = question.kind in DOSES_BY_ROUTE and any(concept.category == ROUTE for concept in wanted.narrowing)
    return (
        (by_route and len(wanted.narrowing) > 1) or question.kind == "comparison" or names_several(knowledge, question)
    )


def _for_group(
    knowledge: KnowledgeBase, found: Candidates, narrowing: Sequence[models.Concept], question: Question
) -> Candidates:
    """``found`` without the doses of others, where a dose is held for the group of patients that is asked about."""
    groups = [concept.id for concept in narrowing if concept.category == GROUP]
    dosed = knowledge.dosed(found.ids)
    theirs = knowledge.about_any(dosed, groups) if question.kind in DOSE_QUESTIONS and groups else set()
    if not theirs:
        return found
    return Candidates([name for name in found.ids if name not in dosed or name in theirs], found.authored)


def _by_another_way(knowledge: KnowledgeBase, wanted: Wanted, ids: Sequence[str], question: Question) -> bool:
    """Whether a dose by a way is asked for by which none is held, and nothing of what was found is about that way."""
    ways = [concept.id for concept in wanted.narrowing if concept.category == ROUTE]
    if question.kind not in DOSE_QUESTIONS or not ways or knowledge.about_any(ids, ways):
        return False
    return not knowledge.matching(wanted.topic, "dosing", knowledge.all_settings(wanted.topic), ways, ways, [])


def _is_general(knowledge: KnowledgeBase, wanted: Wanted, direct: Sequence[str], question: Question) -> bool:
    """Whether ``question`` is surely of its kind, and the suggestion no more than a part of that kind's answer."""
    named = wanted.narrowing or wanted.sources or question.unknown_name
    if wanted.kind is None or named or question.confidence < SURELY:
        return False
    first = max((one.share for one in question.suggestions if one.statement in direct), default=0.0)
    general = knowledge.general_answer(wanted.topic, wanted.kind)
    # The first of all that is said is a list; what belongs to it must not be left out.
    alone = first >= SINGLE and not (question.kind in ALL_THAT_IS_SAID and direct[:1] == general[:1])
    begins = question.kind in TOLD_TOGETHER and direct[0] in general
    return not alone and (_wants_the_list(question) or begins or set(direct) <= set(general))


def _wants_the_list(question: Question) -> bool:
    """Whether ``question`` asks in general what is told as a list, and not whether something is on it."""
    return question.kind == LISTED and not question.checks_one


def _found(knowledge: KnowledgeBase, wanted: Wanted, direct: Sequence[str], question: Question) -> Candidates:
    """What the model is sure of, or else what matches by terms; both where statements have to be read together."""
    if direct and _is_general(knowledge, wanted, direct, question):
        wanted = replace(wanted, concepts=[]) if question.kind == LISTED else wanted
        return _led(knowledge, candidates(knowledge, wanted), question)
    if direct and not _read_together(knowledge, wanted, question):
        return Candidates(direct, authored=False)
    found = candidates(knowledge, _all_that_is_said(wanted))
    if found.authored or not direct:
        return _led(knowledge, found, question)
    return Candidates([*direct, *(name for name in found.ids if name not in direct)], authored=False)


def _all_that_is_said(wanted: Wanted) -> Wanted:
    """``wanted`` without the terms that would choose among what is said of the named findings or medicines."""
    if wanted.kind not in ALL_THAT_IS_SAID or not wanted.narrowing or wanted.sources:
        return wanted
    kept = [one for one in wanted.concepts if one in wanted.narrowing or one.category == SETTING]
    return replace(wanted, concepts=kept)


def _led(knowledge: KnowledgeBase, found: Candidates, question: Question) -> Candidates:
    """``found``, which begins with the statements that are likeliest meant: two of a general answer, else one."""
    if not found.ids or question.kind in DOSE_QUESTIONS or question.audience == "patient":
        return found
    first = leading(knowledge, question) if found.authored else leading(knowledge, question, PROBABLE)[:1]
    if question.kind == COMPARISON and names_several(knowledge, question):
        first = list(dict.fromkeys([*first, *of_each_source(knowledge, question)]))
    return Candidates([*first, *(name for name in found.ids if name not in first)], found.authored)


def verdict_of(knowledge: KnowledgeBase, topic: str, question: Question, found: Sequence[str]) -> list[str]:
    """The topic's verdict, which follows the doses among ``found``; of those of another setting it does not speak."""
    if question.kind not in DOSE_QUESTIONS:
        return []
    settings = {one.setting_id for one in knowledge.statements(sorted(knowledge.dosed(found)))}
    ours = settings & set(knowledge.open_settings(topic, []))
    return knowledge.general_answer(topic, "verdict") if ours else []


def _contraindications(concepts: Sequence[models.Concept], question: Question) -> list[models.Concept]:
    if question.kind not in USE_QUESTIONS:
        return []
    return [concept for concept in concepts if concept.category == CONTRAINDICATION]


def _about(knowledge: KnowledgeBase, topic: str, concepts: Sequence[models.Concept]) -> list[str]:
    """For each of ``concepts`` the id of the first statement that says what it means for the use of the drug."""
    found = []
    for concept in concepts:
        settings = knowledge.open_settings(topic, [concept.id])
        found += knowledge.matching(topic, "contraindications", settings, [concept.id], [concept.id], [])[:1]
    return list(dict.fromkeys(found))


def _unmet(
    knowledge: KnowledgeBase, chosen: Sequence[str], narrowing: Sequence[models.Concept]
) -> tuple[models.Concept, ...]:
    met = knowledge.concepts_of(chosen)
    return tuple(concept for concept in narrowing if concept.id not in met and concept.category in ALWAYS_NARROWS)


def narrows(concept: models.Concept, kind: str) -> bool:
    """Whether ``concept`` must be met by an answer to a question of ``kind``."""
    if concept.background:
        return False
    return concept.category in ALWAYS_NARROWS or (kind in DOSE_QUESTIONS and concept.category in NARROWS_DOSES)


def _only_mentioned(concept: models.Concept, question: Question, on_subject: bool) -> bool:
    """Whether a concept is no more than the patient's history in a question about the dose or use of the subject.

    A medicine whose dose is not asked for in so many words is mentioned only if the subject is named as well.
    """
    if question.kind in ("eligibility", "recommendation") and concept.id in question.of_patient:
        return True
    taken = concept.category in TREATMENTS and concept.id in question.of_patient
    if taken and (_wants_the_list(question) or (on_subject and question.kind in MEDICINES_APART)):
        return True
    about_patient = question.kind in DOSE_QUESTIONS or question.kind == "eligibility"
    return on_subject and about_patient and concept.category in MEDICINES and concept.id not in question.dosed


def _sources(knowledge: KnowledgeBase, question: Question) -> tuple[list[str], list[str]]:
    if not question.source_names and not question.years:
        return [], []
    named, missing = knowledge.sources_named(question.source_names, question.years)
    dated = knowledge.sources_named([], question.years)[0] if missing and question.kind == COMPARISON else []
    if not dated:
        return named, missing
    # "This review against the meta-analysis from 2024": the year is that of the other side.
    return [*knowledge.sources_named(question.source_names, [])[0], *dated], []


def with_companions(
    knowledge: KnowledgeBase, ids: Sequence[str], verdict: Sequence[str] = (), longest: int = LONGEST_ANSWER
) -> list[str]:
    """The ``ids`` and the ``verdict``, at most ``longest`` in all, with what they must not be shown without.

    It puts what conflicts with a statement right beside it, first where the statement itself is in conflict.
    """
    chosen: list[str] = []
    room = longest - len([name for name in verdict if name not in ids])
    for statement in knowledge.statements(ids):
        beside = companions(knowledge, statement)
        # What conflicts with a statement may not be served (not approved): then neither is the statement.
        if statement.certainty == "conflict" and len(knowledge.statements(beside)) < len(beside):
            continue
        group = [*beside, statement.id] if statement.certainty == "conflict" else [statement.id, *beside]
        added = [name for name in group if name not in chosen]
        if len(chosen) + len(added) <= room:
            chosen += added
    chosen += [name for name in verdict if name not in chosen]
    return chosen


def companions(knowledge: KnowledgeBase, statement: models.Statement) -> list[str]:
    """The ids of the statements without which ``statement`` must not be shown; the binding one first."""
    found: list[str] = []
    for conflict in knowledge.conflicts_of([statement.id]):
        names = [member.statement_id for member in conflict.members if member.companion]
        if statement.id not in names:
            found += sorted(names, key=lambda name: name != conflict.binds)
    return list(dict.fromkeys(found))
