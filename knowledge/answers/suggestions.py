"""Which of the statements that the trained model suggests for a question may answer it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import get_args

from knowledge import models
from knowledge.answers.question import DOSE_QUESTIONS, Question, Suggestion
from knowledge.queries import KnowledgeBase
from knowledge.schema import QuestionKind

# docs/evaluation.md says how these were chosen. From the share SURE on the first suggestion answers a question by
# itself; from HINTED on where it stands out from the next by the factor APART.
SURE = 0.55
HINTED = 0.15
APART = 3.0
# From this share on a suggestion without a dose need not be about what the question names.
OVERRIDES = 0.4
# The next ones answer it as well where they reach this part of the first one's share.
CLOSE = 0.15
MOST = 3
# From this share on so many suggestions stand first in a general answer.
LIKELY = 0.1
LEADING = 2
# From this share on one stands first in any other answer.
PROBABLE = 0.2
# The second one must reach this part of the first one's share.
BESIDE = 0.5
# From this share on the first suggestion says what kind of question it is, whatever the words resemble besides.
TELLING = 0.7
# These ask for nothing that a single statement says; where an answer went before, "sources" asks for its sources.
OF_THEIR_OWN_KIND = frozenset({"meta", "search", "summary"})
SOURCES = "sources"
COMPARISON = "comparison"
# "Where does that come from?" may be asked of whatever is said.
ANYTHING = frozenset({"search", SOURCES})
CONTRAINDICATIONS = "contraindications"
# So many figures of a statement quote it.
FIGURES = 2
FIGURE = re.compile(r"\d+(?:\.\d+)?")
KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)


def meant(knowledge: KnowledgeBase, question: Question) -> Question:
    """``question`` as one of the kind that its first suggestion answers, where the model is that sure of it."""
    kind = answered_kind(question)
    first = question.suggestions[0] if question.suggestions else None
    if kind in OF_THEIR_OWN_KIND or (kind == SOURCES and question.previous) or first is None:
        return question
    # One of the compared alone is no comparison, however sure it is.
    if kind == COMPARISON and names_several(knowledge, question):
        return question
    if kind == SOURCES and first.share < TELLING:
        return _quoted(knowledge, question)
    if first.share < TELLING:
        return question
    kinds = knowledge.answered_by(first.statement)
    # A contraindication that is told beside the question how much does not take its place: it comes first as a warning.
    warned = (
        question.kind in DOSE_QUESTIONS
        and CONTRAINDICATIONS in kinds
        and knowledge.about_any([first.statement], question.concepts)
    )
    if not kinds or kind in kinds or warned:
        return question
    return replace(question, kind=_first_kind(kinds), confidence=1 - question.confidence)


def names_several(knowledge: KnowledgeBase, question: Question) -> bool:
    """Whether ``question`` names sources that are not the same one by two names.

    Of two that are compared, one may have a name in common with the other.
    """
    named = [set(knowledge.sources_named([name], [])[0]) for name in question.source_names]
    pairs = [(one, other) for one in named for other in named if one and other]
    return any(one != other if question.kind == COMPARISON else not one & other for one, other in pairs)


def _first_kind(kinds: Collection[str]) -> QuestionKind:
    """Of the ``kinds`` that a statement answers, the one that the content's schema names first."""
    return next(one for one in KINDS if one in kinds)


def _quoted(knowledge: KnowledgeBase, question: Question) -> Question:
    """``question`` for the source of figures as one of the suggested statement that holds all of them, if one does."""
    figures = set(FIGURE.findall(question.words))
    if len(figures) < FIGURES:
        return question
    held = knowledge.statements([one.statement for one in question.suggestions])
    quoted = next((one.id for one in held if figures <= set(FIGURE.findall(one.text))), None)
    if quoted is None:
        return question
    kind = _first_kind(knowledge.answered_by(quoted))
    return replace(question, kind=kind, confidence=0.0, suggestions=(Suggestion(quoted, 1.0),))


def answered_kind(question: Question) -> QuestionKind:
    """The kind that statements must answer for ``question``: a dose that is to be checked asks about doses."""
    return "dosing" if question.kind == "dose_check" else question.kind


def suggested(
    knowledge: KnowledgeBase,
    topic: str,
    question: Question,
    concepts: Sequence[models.Concept],
    narrowing: Sequence[models.Concept],
    sources: Sequence[str],
    only_doses: bool = False,
) -> list[str]:
    """The ids of the suggested statements that answer ``question``, best first; none where the model is not sure.

    A statement with a dose, or one that joins the first, must come from a setting that ``concepts`` or one of the named
    ``sources`` ask for or that is the topic's own, and where there are ``narrowing`` concepts it must be about one of
    them. Statements that answer another kind of question count for less, the surer the kind is. With ``only_doses``
    nothing but a dose of what narrows the question answers it.
    """
    shares = _weighed(knowledge, question)
    held = {one.id: one for one in knowledge.statements(list(shares)) if one.topic_id == topic}
    dosed = knowledge.dosed(held)
    settings = knowledge.open_settings(topic, [concept.id for concept in concepts])
    ours = knowledge.supported_by(held, sources)
    about = knowledge.about_any(held, [concept.id for concept in narrowing]) if narrowing else set(held)
    if only_doses:
        held = {name: one for name, one in held.items() if name in dosed and name in about}
    if sources and question.kind == SOURCES:
        # Where a named one is to be found is not answered by what another one says.
        held = {name: one for name, one in held.items() if name in ours}
    fitting = sorted(
        (
            name
            for name, one in held.items()
            if (name not in dosed or one.setting_id in settings or name in ours)
            and (name in about or (name not in dosed and shares[name] >= OVERRIDES))
        ),
        key=lambda name: -shares[name],
    )
    chosen = _standing_out([(name, shares[name]) for name in fitting])
    # What is said of another setting answers by itself alone.
    return [name for name in chosen if name == chosen[0] or held[name].setting_id in settings or name in ours]


def leading(knowledge: KnowledgeBase, question: Question, least: float = LIKELY) -> list[str]:
    """The ids of the suggestions that an answer to ``question`` begins with: of its kind, without doses.

    At most two with a share of ``least``, of which the second is not far behind the first.
    """
    least = max(least, BESIDE * question.surest)
    likely = [one.statement for one in question.suggestions if one.share >= least]
    fitting = knowledge.answering(likely, answered_kind(question)) - knowledge.dosed(likely)
    settings = knowledge.open_settings(knowledge.topic().id, question.concepts)
    held = [one.id for one in knowledge.statements(likely) if one.setting_id in settings]
    return [name for name in held if name in fitting][:LEADING]


def of_each_source(knowledge: KnowledgeBase, question: Question) -> list[str]:
    """The ids of the suggestion with a share of :data:`LIKELY` that is likeliest of each source which is named."""
    likely = [one.statement for one in question.suggestions if one.share >= LIKELY]
    found: list[str] = []
    for name in question.source_names:
        ours = knowledge.supported_by(likely, knowledge.sources_named([name], question.years)[0])
        found += [one for one in likely if one in ours][:1]
    return list(dict.fromkeys(found))


def _weighed(knowledge: KnowledgeBase, question: Question) -> dict[str, float]:
    shares = {one.statement: one.share for one in question.suggestions}
    kind = answered_kind(question)
    fitting = set(shares) if kind in ANYTHING else knowledge.answering(shares, kind)
    return {name: share if name in fitting else share * (1 - question.confidence) for name, share in shares.items()}


def _standing_out(ranked: Sequence[tuple[str, float]]) -> list[str]:
    if not ranked:
        return []
    first = ranked[0][1]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    if first < SURE and (first < HINTED or first < APART * second):
        return []
    return [name for name, share in ranked if share >= CLOSE * first][:MOST]
