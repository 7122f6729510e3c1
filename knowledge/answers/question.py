"""What was asked, as typed values: the input of every answer function."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from knowledge.patient import Amount, Finding
from knowledge.schema import QuestionKind

Audience = Literal["clinician", "trainee", "patient"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


@dataclass(frozen=True)
class Reference:
    """A reference as the last answer numbered it: its number and the source's id."""

    number: int
    source: str


@dataclass(frozen=True)
class Suggestion:
    """A statement that the trained model thinks is asked for, with its share of the probability."""

    statement: str
    share: float


@dataclass(frozen=True)
class Question:
    """One question of one conversation.

    ``concepts`` are glossary ids; ``source_names`` and ``years`` name guidelines or trials as the clinician did;
    ``checks_one`` is true for "is X one of them?", which a general list would not answer. ``previous`` holds the
    references of the last answer, ``reference`` the number that was asked for. ``dosed`` are the terms whose dose is
    asked for ("the dose of …"), as against those only mentioned; ``other_drug`` is a medicine that no topic covers.
    ``topic`` is the id of the topic that the conversation was last about.
    ``off_topic`` is true where the message reads like one about something else: then nothing is looked up.
    ``findings`` and ``amounts`` are what the message says of the patient; ``suggestions``
    the statements that the model thinks are asked for, best first. ``confidence`` is how sure it is of ``kind``, and
    ``of_patient`` are those of ``concepts`` that the patient is said to have or take.
    ``model_version`` is the trained model's, for the envelope. ``words`` is the message, which search alone looks at;
    they are kept nowhere.
    """

    kind: QuestionKind
    audience: Audience = "clinician"
    concepts: tuple[str, ...] = ()
    source_names: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    checks_one: bool = False
    near_trap: str | None = None
    off_topic: bool = False
    dosed: tuple[str, ...] = ()
    other_drug: str | None = None
    reference: int | None = None
    previous: tuple[Reference, ...] = ()
    model_version: str | None = None
    topic: str | None = None
    findings: tuple[Finding, ...] = ()
    amounts: tuple[Amount, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    confidence: float = 1.0
    of_patient: tuple[str, ...] = ()
    words: str = field(default="", repr=False)
