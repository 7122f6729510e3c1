"""The form of the curated content: one closed pydantic model for each kind of record.

Keys are closed, so a misspelt key is an error and not a silent loss. Numbers that a clinician would act on travel as
quoted decimal strings: YAML would turn ``0.05`` into a binary float.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from pydantic import Field, PositiveInt, StrictBool, StrictInt, StrictStr, validator

from knowledge.schema_base import DECIMAL, IDENTIFIER, Exemption, Record, Unit, decimal, pattern

__all__ = ["DECIMAL", "IDENTIFIER", "Exemption", "Record", "Unit"]

StatementKind = Literal[
    "recommendation",
    "evidence",
    "indication-criterion",
    "dosing",
    "monitoring",
    "safety",
    "adverse-effect",
    "contraindication",
    "pathway-step",
    "pitfall",
    "population",
    "bottom-line",
]
Certainty = Literal["verified-primary", "verified-abstract", "verified-secondary", "seed-only", "conflict"]
Review = Literal["submitted", "under_review", "approved", "returned"]
QuestionKind = Literal[
    "recommendation",
    "evidence",
    "comparison",
    "eligibility",
    "dosing",
    "dose_check",
    "titration",
    "monitoring",
    "adverse_effects",
    "contraindications",
    "pathway",
    "pitfalls",
    "population",
    "mechanism",
    "interactions",
    "summary",
    "sources",
    "search",
    "patient",
    "meta",
]
SourceKind = Literal[
    "guideline",
    "systematic-review",
    "rct",
    "consensus",
    "review",
    "secondary",
    "observational",
    "pharmacokinetic",
    "label",
    "protocol",
]
ConceptCategory = Literal[
    "subject",
    "drug",
    "drug-class",
    "route",
    "regimen",
    "term",
    "setting",
    "population",
    "mechanism",
    "condition",
    "contraindication",
    "adverse-effect",
    "monitoring",
    "evidence",
    "procedure",
    "device",
]

DOI = r"^10\.\d{4,9}/\S+$"
LONGEST_STATEMENT = 420
LONGEST_PLAIN = 240


class GradingSystem(Record):
    """How one body words its levels of evidence and its grades; meanings in our own words.

    ``spellings`` lists for a value the other ways in which sources print it.
    """

    id: str = Field(regex=IDENTIFIER)
    name: StrictStr
    meanings: dict[str, dict[str, StrictStr]]
    spellings: dict[str, list[StrictStr]] = Field({})
    basis: StrictStr
    note: StrictStr | None = None


class Source(Record):
    """One document of the shared bibliography. ``read`` says how much of it was read, in plain words."""

    id: str = Field(regex=IDENTIFIER)
    kind: SourceKind
    label: StrictStr
    names: list[StrictStr]
    years: list[StrictStr]
    title: StrictStr
    organisation: StrictStr | None
    authors: StrictStr | None
    year: StrictInt | None
    reference: StrictStr | None
    doi: StrictStr | None = Field(pattern=DOI)
    pmid: StrictStr | None
    pmcid: StrictStr | None
    url: StrictStr | None
    grading_system: StrictStr | None
    supersedes: StrictStr | None
    superseded_by: StrictStr | None
    superseded_note: StrictStr | None
    read: StrictStr
    note: StrictStr | None

    @validator("doi")
    def _doi_is_well_formed(cls, value: str | None) -> str | None:
        if value is not None and not re.match(DOI, value):
            raise ValueError(f"'{value}' is not a DOI; write it as 10.1111/pme.12182, without https://doi.org/")
        return value


class Evidence(Record):
    """Level and grade as the source prints them, in the source's own grading system."""

    system: StrictStr | None
    level: StrictStr | None
    grade: StrictStr | None


class Support(Record):
    """A source of a statement. ``via`` names the source that reports it, where the source itself was not read."""

    source: StrictStr
    locator: StrictStr | None
    via: StrictStr | None = None


class Statement(Record):
    """One clinical sentence with everything behind it.

    ``answers`` lists the kinds of question it answers; ``about`` the concepts that a clinician names when asking
    for it; ``setting`` is the setting its figures come from; ``asked`` are questions that it answers, as they
    are typed.
    """

    id: str = Field(regex=IDENTIFIER)
    kind: StatementKind
    text: str = Field(min_length=20, max_length=LONGEST_STATEMENT)
    plain: str | None = Field(max_length=LONGEST_PLAIN)
    evidence: Evidence
    certainty: Certainty
    applies_to: list[StrictStr] = Field(min_items=1)
    setting: StrictStr
    answers: list[QuestionKind] = Field(min_items=1)
    about: list[StrictStr]
    asked: list[StrictStr] = Field([])
    sources: list[Support] = Field(min_items=1)
    note: StrictStr | None
    exempt: list[Exemption] = Field([])


class Regimen(Record):
    """A structured dose. ``low``, ``high`` and ``cap`` are quoted decimals in ``unit`` (cap: ``cap_unit``).

    ``cap_statement`` is the statement that gives the cap, where it is another than ``statement``.
    """

    id: str = Field(regex=IDENTIFIER)
    statement: StrictStr
    drug: StrictStr
    routes: list[StrictStr] = Field(min_items=1)
    setting: StrictStr
    population: StrictStr
    low: StrictStr | None = Field(pattern=DECIMAL.pattern)
    high: StrictStr | None = Field(pattern=DECIMAL.pattern)
    unit: StrictStr
    cap: StrictStr | None = Field(pattern=DECIMAL.pattern)
    cap_unit: StrictStr | None
    cap_statement: StrictStr | None = None
    frequency: StrictStr
    exempt: list[Exemption] = Field([])

    _low = validator("low", allow_reuse=True)(decimal)
    _high = validator("high", allow_reuse=True)(decimal)
    _cap = validator("cap", allow_reuse=True)(decimal)


class Conflict(Record):
    """Statements that disagree, what differs, and which one binds for this topic (``null``: neither).

    ``companions`` must be shown with every statement of the record whose certainty is ``conflict``.
    """

    id: str = Field(regex=IDENTIFIER)
    statements: list[StrictStr] = Field(min_items=2)
    differs: Literal["setting", "year", "population", "dose", "evidence", "wording"]
    text: str = Field(min_length=20, max_length=LONGEST_STATEMENT)
    binds: StrictStr | None
    companions: list[StrictStr]


State = Literal[
    "present",
    "absent",
    "historical",
    "failed",
    "not-tolerated",
    "ongoing",
    "not-tried",
    "contraindicated",
    "declined",
]
# What became of a treatment: those of the states that only a treatment can be in.
Outcome = Literal["failed", "not-tolerated", "ongoing", "not-tried", "contraindicated", "declined"]
CriterionKind = Literal["finding", "treatments", "choice", "medicine", "measure"]
Measure = Literal["weight", "age", "daily-dose"]
# What the criteria together say of going on, the least favourable first. None is better than the last.
Verdict = Literal["not-recommended", "more-needed", "may-be-considered"]


class Criterion(Record):
    """What is asked about a patient, and how a message fills its slot. ``label`` is the condition in favour.

    ``name`` is what the slot is called where its value is shown ("iron pot: no").

    - A ``finding`` is true where one of ``concepts`` is in one of the states ``true_when``, false in ``false_when``.
    - ``treatments`` are a list of those of ``concepts`` that were named, each with what became of it.
    - A ``choice`` is the one of ``choices`` whose concepts are named; ``both`` where more than one is.
    - A ``medicine`` is the one of ``concepts`` that the patient takes now.
    - A ``measure`` is a weight in kg, an age in years, or the daily dose in mg of one of ``concepts``.

    ``also_asked``: a choice counts even where it is only asked about, planned or supposed. ``of_a_patient``: what is
    merely named counts only in a message that says something of a patient. ``ruled_out_by`` are other concepts, each
    with the states that make a finding false; ``changed_among`` medicines of which one for another makes it true.
    ``extent_of`` are medicines of which one taken as far as it goes makes it true, one that falls short false.
    Of the medicines ``unit_needed`` no daily dose is read without its unit. ``true_from``: a reading of at least so
    much makes a finding true, by the concept that it is a sign of and its label ("bp/" is the number before the slash,
    "/bp" the one behind it; with "<" a reading of at most so much): limits of the product, from no clinical source.

    ``favours`` is the value that speaks for going on, where one does; ``against`` says what another value does.
    Treatments are met by one outcome among ``met_by``; failing that, one among ``not_met_by`` makes them not met.
    ``relative`` is the statement that says how absolute a criterion that is not met is.
    """

    id: str = Field(regex=IDENTIFIER)
    slot: str = Field(regex=r"^[a-z][a-z0-9_]*$")
    name: StrictStr | None = None
    kind: CriterionKind
    label: StrictStr
    ask: StrictStr
    statement: StrictStr
    concepts: list[StrictStr] = Field([])
    true_when: list[State] = Field(["present"])
    false_when: list[State] = Field(["absent"])
    choices: dict[str, list[StrictStr]] = Field({})
    both: StrictStr | None = None
    also_asked: StrictBool = False
    of_a_patient: StrictBool = False
    ruled_out_by: dict[StrictStr, list[State]] = Field({})
    changed_among: list[StrictStr] = Field([])
    extent_of: list[StrictStr] = Field([])
    unit_needed: list[StrictStr] = Field([])
    true_from: dict[StrictStr, dict[StrictStr, StrictStr]] = Field({})
    measure: Measure | None = None
    favours: bool | None = None
    against: Literal["stops", "cautions"] | None = None
    met_by: list[Outcome] = Field([])
    not_met_by: list[Outcome] = Field([])
    relative: StrictStr | None = None

    @validator("true_from", each_item=True)
    def _limits_are_numbers(cls, value: dict[str, str]) -> dict[str, str]:
        return {label: decimal(limit) or limit for label, limit in value.items()}


class Fact(Record):
    """Something certain about a patient: ``slot`` holds a value, the one of ``equals`` where that is there.

    Of a list of treatments one must have come to one of ``outcome_in``.
    """

    slot: StrictStr
    equals: StrictBool | StrictStr | None = None
    outcome_in: list[Outcome] = Field([])


class Condition(Record):
    """Facts of which one (``any_of``) or every one (``all_of``) must hold; one of the two lists is empty."""

    any_of: list[Fact] = Field([])
    all_of: list[Fact] = Field([])


class StillOpen(Record):
    """A ``statement`` of a step whose way stays open when the step is done, but for whom ``unless`` holds."""

    statement: StrictStr
    unless: Condition


class PathwayStep(Record):
    """One ordered step of the pathway with the statements that carry it.

    ``done_when`` says what shows that a patient has the step behind them, ``not_done_when`` that it was left out,
    ``under_way_when`` that something in it goes on. It is not a step for whom ``ruled_out_when`` holds, nor with a
    verdict of ``ruled_out_by``. Of a step with several ways ``leaves_open`` are those that are left when it is done.
    """

    id: str = Field(regex=IDENTIFIER)
    label: StrictStr
    statements: list[StrictStr] = Field(min_items=1)
    done_when: Condition | None = None
    not_done_when: Condition | None = None
    under_way_when: Condition | None = None
    ruled_out_when: Condition | None = None
    ruled_out_by: list[Verdict] = Field([])
    leaves_open: list[StillOpen] = Field([])


class Concept(Record):
    """A clinical term and its surface forms.

    ``misheard`` is what speech recognition makes of it. An age of less than ``younger_than`` years means it, too,
    and so do words that match one of the regular expressions ``described``. ``form_of`` is the concept that it is a
    form of: a way to give the one is a way to give the other. ``belongs_to`` is the class of medicines that it is of.
    """

    id: str = Field(regex=IDENTIFIER)
    category: ConceptCategory
    label: StrictStr
    synonyms: list[StrictStr] = Field([])
    abbreviations: list[StrictStr] = Field([])
    brands: list[StrictStr] = Field([])
    misspellings: list[StrictStr] = Field([])
    misheard: list[StrictStr] = Field([])
    younger_than: PositiveInt | None = None
    form_of: StrictStr | None = None
    belongs_to: StrictStr | None = None
    described: list[StrictStr] = Field([])
    exempt: list[Exemption] = Field([])

    @validator("described", each_item=True)
    def _description_compiles(cls, value: str) -> str:
        return pattern(value)

    def written_forms(self) -> list[str]:
        """Every form in which the concept is typed, its label first; mishearings are left out."""
        return [self.label, *self.synonyms, *self.abbreviations, *self.brands, *self.misspellings]


class NearTrap(Record):
    """A neighbouring question that this topic does not answer, and what to say to it.

    One of ``forms`` is enough to be refused. ``asides`` are names that may as well be said in passing (an illness that
    somebody has had): the topic's :class:`Passing` tells which it is. Those of what is ``acute`` are said in passing
    only where they are history, somebody else's or denied.
    """

    id: str = Field(regex=IDENTIFIER)
    label: StrictStr
    forms: list[StrictStr] = Field(min_items=1)
    asides: list[StrictStr] = Field([])
    acute: StrictBool = False
    say: StrictStr

    def written_forms(self) -> list[str]:
        """Every way in which it is named."""
        return [*self.forms, *self.asides]


class Passing(Record):
    """By which words a near trap's aside is only said in passing: patterns on lower-case text.

    ``ours`` is what shows by itself that the topic's own is asked about, ``likely_ours`` what does so where the aside
    is history, somebody else's or denied. Behind ``purpose_before`` and in front of ``purpose_behind`` the aside is
    what the medicine is wanted for.
    """

    ours: StrictStr
    likely_ours: StrictStr
    purpose_before: StrictStr
    purpose_behind: StrictStr

    @validator("*")
    def _compiles(cls, value: str) -> str:
        return pattern(value)


class OpenQuestion(Record):
    """Something that reviewers have to settle, with the statements that hang on it."""

    id: str = Field(regex=IDENTIFIER)
    question: StrictStr
    statements: list[StrictStr]


class ReviewEntry(Record):
    """One decision of a reviewer on one statement.

    ``hash`` is of exactly what was seen (the statement with its doses and citations); the decision holds for nothing
    else. ``policy`` names the editorial policy that was followed, ``why`` the reason of a return.
    """

    statement: StrictStr
    decision: Literal["under_review", "approved", "returned"]
    on: date
    by: StrictStr = Field(min_length=2)
    policy: StrictStr | None
    why: StrictStr | None
    hash: StrictStr = Field(regex=r"^[0-9a-f]{16}$")


class ArticleSentence(Record):
    """A factual sentence of the topic's article, by its first words, and the statements that carry it.

    ``topic`` names the keys of the topic that carry it, where no statement does (its dates, its review status).
    """

    section: StrictStr
    begins: StrictStr
    statements: list[StrictStr]
    topic: list[StrictStr] = Field([])


class Setting(Record):
    """A clinical setting. Statements of a setting that is not ``default`` are shown only when it is asked for.

    ``named_by`` lists the words, beside its label and the forms of its concepts, by which a sentence names it.
    """

    id: str = Field(regex=IDENTIFIER)
    label: StrictStr
    default: bool
    concepts: list[StrictStr]
    named_by: list[StrictStr] = Field([])


class Topic(Record):
    """A topic: its scope, who it is for, and the general answer to each kind of question.

    ``article`` is the source that set the scope, ``article_updated`` its own date. ``subjects`` are the concepts that
    every question is about; ``background`` ones describe any patient and rule no answer out. ``verdict`` holds the
    statements that come with every dose; ``emergency`` those that follow the advice to call for help. ``verdicts``
    names the statement that carries each verdict on a patient, ``why`` the one that explains to a trainee an answer to
    each kind of question. ``passing`` tells what is wanted from what is only mentioned.
    """

    id: str = Field(regex=IDENTIFIER)
    title: StrictStr
    scope: StrictStr
    population: StrictStr
    groups: list[StrictStr] = Field(min_items=1)
    bottom_line: StrictStr
    last_updated: date
    reviewed: Review
    disclaimer: StrictStr
    article: StrictStr
    article_updated: date
    subjects: list[StrictStr] = Field(min_items=1)
    background: list[StrictStr]
    settings: list[Setting] = Field(min_items=1)
    verdict: list[StrictStr]
    emergency: list[StrictStr] = Field([])
    answers: dict[QuestionKind, list[StrictStr]]
    verdicts: dict[Verdict, StrictStr] = Field({})
    why: dict[QuestionKind, StrictStr] = Field({})
    passing: Passing | None = None
