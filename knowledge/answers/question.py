"""What was asked, as typed values: the input of every answer function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from knowledge.patient import Amount, Finding, Known
from knowledge.record import Change, Record
from knowledge.schema import QuestionKind

Audience = Literal["clinician", "trainee", "patient"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
DOSE_QUESTIONS: frozenset[QuestionKind] = frozenset({"dosing", "titration", "dose_check"})


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
class Last:
    """The last question that was answered, as far as a follow-up goes back to it; ``shown`` are its statements."""

    kind: QuestionKind
    concepts: tuple[str, ...] = ()
    source_names: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    dosed: tuple[str, ...] = ()
    checks_one: bool = False
    amounts: tuple[Amount, ...] = ()
    shown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Patient:
    """The patient that a question is about: what is known by now, and what the last message did to it.

    ``supposed`` are values of a what-if, which stand in for what is known and are not kept. ``anew``: the message
    began with another patient. ``told`` are the slots that it said something of. ``doubtful`` are weights and ages that
    it gave and that cannot be taken as they stand; ``confirmed`` the weights in kg that hold although they are rare.
    """

    record: Record = field(default_factory=Record)
    supposed: Mapping[str, Known] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    told: frozenset[str] = frozenset()
    anew: bool = False
    doubtful: tuple[Amount, ...] = ()
    confirmed: tuple[str, ...] = ()

    @property
    def known(self) -> dict[str, Known]:
        """The slots as this answer takes them."""
        return {**self.record.known, **self.supposed}


@dataclass(frozen=True)
class ReadBack:
    """Spoken words that may have been misheard: the ``question``, and the ``choices`` where there are some.

    Its buttons go by its ``name``. ``waits`` says that a message waits for the reply, ``urgent`` that somebody is in
    danger, which is answered first.
    """

    question: str
    choices: tuple[str, ...] = ()
    name: str = ""
    waits: bool = True
    urgent: bool = False


@dataclass(frozen=True)
class Question:
    """One question of one conversation.

    ``concepts`` are glossary ids; ``source_names`` and ``years`` name guidelines or trials as the clinician did;
    ``checks_one`` is true for "is X one of them?", which a general list would not answer. ``previous`` holds the
    references of the last answer, ``reference`` the number that was asked for. ``dosed`` are the terms whose dose is
    asked for ("the dose of …"), as against those only mentioned; ``other_drug`` is a medicine that no topic covers.
    ``other_sources`` are guidelines and studies that nothing curated cites, ``other_matters`` illnesses and substances
    that it knows nothing of, ``other_properties`` what is asked of a medicine alike; ``unknown_name`` is true where a
    word is neither known nor English, ``converts`` where one medicine is exchanged for another. ``topic`` is the id of
    the topic that the conversation was last about.
    ``off_topic`` is true where the message reads like one about something else: then nothing is looked up.
    ``findings`` and ``amounts`` are what the message says of the patient; ``suggestions``
    the statements that the model thinks are asked for, best first. ``confidence`` is how sure it is of ``kind``, and
    ``of_patient`` are those of ``concepts`` that the patient is said to have or take.
    ``patient`` is whom it is about (``None``: only what this message says is known), ``last`` the question before it,
    ``asking`` the criterion that the assistant has asked for and not been told. ``wants_figure``: a dose is to be
    worked out, and not only the range to be cited; ``of_one``: one patient is meant. ``choice`` is what a button says
    beside its kind: "anyway", "start", the id of a criterion, or the reason of a judgement. ``judged`` is the id of the
    answer that is judged, ``rating`` the judgement. ``read_back`` are words to be confirmed before they are answered.
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
    other_sources: tuple[str, ...] = ()
    other_matters: tuple[str, ...] = ()
    other_properties: tuple[str, ...] = ()
    unknown_name: bool = False
    converts: bool = False
    reference: int | None = None
    previous: tuple[Reference, ...] = ()
    model_version: str | None = None
    topic: str | None = None
    findings: tuple[Finding, ...] = ()
    amounts: tuple[Amount, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    confidence: float = 1.0
    of_patient: tuple[str, ...] = ()
    patient: Patient | None = None
    last: Last | None = None
    asking: str | None = None
    wants_figure: bool = False
    of_one: bool = False
    choice: str | None = None
    judged: str | None = None
    rating: Literal["up", "down"] | None = None
    read_back: ReadBack | None = None
    words: str = field(default="", repr=False)

    @property
    def surest(self) -> float:
        """The highest share of the probability that a suggestion has; 0 without any."""
        return max((one.share for one in self.suggestions), default=0.0)
