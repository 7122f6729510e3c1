"""The envelope of an answer, as `contract.schema.json` fixes it for every client."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Literal

from pydantic import BaseModel, Extra, Field
from ulid import ULID

from knowledge.answers.question import Audience
from knowledge.schema import Certainty, QuestionKind, Review

Status = Literal["answered", "needs_input", "refused", "not_found", "emergency", "unavailable"]


class _Part(BaseModel):
    class Config:
        extra = Extra.forbid
        allow_mutation = False


class ShownEvidence(_Part):
    """A level and grade with the system they belong to (its name in ``system_name``)."""

    system: str | None
    level: str | None
    grade: str | None
    system_name: str | None = None


class ShownStatement(_Part):
    """A curated sentence, word for word, with the numbers of its citations."""

    id: str
    text: str
    kind: str
    evidence: ShownEvidence
    certainty: Certainty
    review: Review
    citations: list[int]


class Citation(_Part):
    """A numbered reference. ``via`` is the source that reports a document that was not read itself.

    ``is_article`` marks the article that set the topic's scope.
    """

    number: int
    source: str
    label: str
    title: str
    year: int | None
    url: str | None
    locator: str | None
    read: str
    via: str | None
    superseded_by: str | None
    superseded_note: str | None
    is_article: bool


class ShownConflict(_Part):
    """Statements of this answer that disagree, and which one binds."""

    statements: list[str]
    differs: str
    text: str
    binds: str | None


class ShownCriterion(_Part):
    """A criterion and what is known of it for the patient at hand."""

    id: str
    label: str
    status: Literal["met", "not_met", "unknown"]
    because: str | None
    statement: str | None


class Alert(_Part):
    """Something to read before the answer, with the statement behind it."""

    severity: Literal["contraindication", "limit", "caution", "context"]
    text: str
    statement: str | None


class Offer(_Part):
    """A next question offered as a button."""

    title: str
    payload: str


class Envelope(_Part):
    """One answer. Every field is always there; what does not apply is null or empty.

    Beside the contract's fields: ``removed`` says which identifiers were taken out of the message, ``for_patient`` is
    the patient of a personal answer in one line, ``acknowledged`` what the message has changed of it,
    ``question_back`` what the assistant asks in its turn (``ask`` is its criterion), ``would_change`` the conditions on
    which the verdict hangs, ``withheld`` why a dose was not worked out, ``compared`` where a dose that was named
    stands, in words, ``why`` the statement that explains the answer to a trainee, and ``feedback`` the buttons that
    judge the answer.
    """

    type: Literal["answer"] = "answer"
    contract: Literal[1] = 1
    answer_id: str = Field(default_factory=lambda: str(ULID()))
    created_at: str = Field(default_factory=lambda: f"{datetime.now(timezone.utc):%Y-%m-%dT%H:%M:%SZ}")
    status: Status
    question: QuestionKind
    topic: str | None = None
    audience: Audience = "clinician"
    headline: str
    statements: list[ShownStatement] = []
    citations: list[Citation] = []
    conflicts: list[ShownConflict] = []
    patient: dict[str, dict[str, Any]] = {}
    criteria: list[ShownCriterion] = []
    verdict: dict[str, str] | None = None
    pathway: list[dict[str, str]] = []
    calculation: dict[str, Any] | None = None
    calculations: list[dict[str, Any]] = []
    dose_check: dict[str, Any] | None = None
    ask: str | None = None
    removed: list[str] = []
    for_patient: str | None = None
    acknowledged: list[str] = []
    question_back: str | None = None
    would_change: list[str] = []
    withheld: str | None = None
    compared: list[str] = []
    why: str | None = None
    feedback: list[Offer] = []
    warnings: list[Alert] = []
    next: list[Offer] = []
    knowledge_version: str | None = None
    model_version: str | None = None
    disclaimer: str | None = None
