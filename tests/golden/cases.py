"""One answer of every kind, made of the product's own content by the functions that answer in a conversation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from actions.answer import UNREACHABLE
from knowledge.answers import conversation, follow_up, interview, offers, patient_record, registry
from knowledge.answers.envelope import Envelope
from knowledge.answers.question import Patient, Question, Reference
from knowledge.answers.removed import removed
from knowledge.answers.summary import changed
from knowledge.patient import Amount, Known
from knowledge.queries import KnowledgeBase
from knowledge.record import Change, Record

SUBJECT = "ketamine"
# What differs from run to run is the same in every recorded answer.
FIXED: dict[str, Any] = {
    "answer_id": "01J00000000000000000000000",
    "created_at": "2026-01-01T12:00:00Z",
    "knowledge_version": "golden-version",
}
FAVOURABLE: dict[str, Any] = {
    "opioid_optimised": True,
    "adjuvants_tried": [{"drug": "gabapentin", "outcome": "failed"}],
    "central_sensitisation": True,
    **dict.fromkeys(["cardiovascular_disease", "pregnancy", "psychosis", "liver_dysfunction"], False),
    **dict.fromkeys(["raised_icp", "raised_iop"], False),
}
DOUBTFUL = Known(True, "uncertain")


def _patient(**known: Any) -> Patient:
    values = {slot: one if isinstance(one, Known) else Known(one, "given") for slot, one in known.items()}
    return Patient(record=Record(values, {slot: f"the words on {slot}" for slot in values}))


@dataclass(frozen=True)
class Case:
    """A question and the function that answers it; ``update`` is what the turn adds to the envelope."""

    name: str
    question: Question
    function: registry.AnswerFunction = registry.answer
    update: dict[str, Any] = field(default_factory=dict)

    def envelope(self, knowledge: KnowledgeBase) -> Envelope:
        """The answer, with what differs from run to run fixed."""
        made = self.function(knowledge, self.question).copy(update={**self.update, **FIXED})
        return made.copy(update={"feedback": offers.judgements(made.answer_id)}) if made.statements else made


def _of_drug(kind: Any, *concepts: str, **also: Any) -> Question:
    return Question(kind=kind, concepts=(SUBJECT, *concepts), **also)


def cases(knowledge: KnowledgeBase) -> Iterator[Case]:
    """All of them; ``knowledge`` is a store of the product's own content."""
    yield from _of_statements()
    yield from _of_patients()
    yield from _of_doses()
    yield from _of_conversations(knowledge)
    yield from _without_answer()


def _of_statements() -> Iterator[Case]:
    yield Case("recommendation", _of_drug("recommendation"))
    yield Case("recommendation-trainee", _of_drug("recommendation", audience="trainee"))
    yield Case("recommendation-lay", _of_drug("recommendation", audience="patient"))
    yield Case("evidence", _of_drug("evidence", "randomised-trial"))
    yield Case("comparison", Question(kind="comparison", source_names=("ESMO", "NCCN")))
    for kind in ("titration", "adverse_effects", "contraindications", "pathway"):
        yield Case(kind, _of_drug(kind))
    yield Case("monitoring-trainee", _of_drug("monitoring", audience="trainee"))
    yield Case("pitfalls", _of_drug("pitfalls"))
    yield Case("population", _of_drug("population", "frail"))
    yield Case("mechanism", _of_drug("mechanism"))
    yield Case("summary", _of_drug("summary"))
    yield Case("named-contraindications", _of_drug("recommendation", "psychosis", "raised-icp"))
    yield Case("partly-answered", _of_drug("interactions", "clarithromycin", "baclofen"))


def _of_patients() -> Iterator[Case]:
    eligibility = _of_drug("eligibility")
    yield Case("eligibility-general", eligibility)
    told = _patient(psychosis=False, weight_kg="58", opioid="morphine", opioid_dose_mg_24h="300")
    yield Case("eligibility-interview", replace(eligibility, patient=told, choice="start"))
    yield Case("eligibility-more-needed", replace(eligibility, patient=told))
    yield Case("eligibility-considered", replace(eligibility, patient=_patient(**FAVOURABLE)))
    against = _patient(**{**FAVOURABLE, "psychosis": True, "raised_icp": DOUBTFUL})
    yield Case("eligibility-not-recommended", replace(eligibility, patient=against))
    yield Case("contraindications-patient", _of_drug("contraindications", patient=against))
    placed = _patient(
        opioid_optimised=True, rotation_tried=True, adjuvants_tried=[{"drug": "gabapentin", "outcome": "not-tried"}]
    )
    yield Case("pathway-patient", _of_drug("pathway", patient=placed))
    behind = _patient(**{**FAVOURABLE, "rotation_tried": True, "psychosis": True})
    yield Case("pathway-nothing-ahead", _of_drug("pathway", patient=behind))


def _of_doses() -> Iterator[Case]:
    weighed = _patient(weight_kg="58")
    infusion = _of_drug("dosing", "intravenous", "infusion", patient=weighed)
    yield Case("dosing-general", _of_drug("dosing"))
    strength = Amount("concentration", Fraction(2), "mg/mL")
    yield Case("dosing-volume", replace(infusion, amounts=(strength,)))
    yield Case("dosing-oral-trainee", _of_drug("dosing", "oral", patient=weighed, audience="trainee"))
    stopped = _patient(weight_kg="58", psychosis=True, pregnancy=True)
    yield Case("dosing-withheld", replace(infusion, patient=stopped))
    yield Case("dosing-anyway", replace(infusion, patient=stopped, choice="anyway"))
    yield Case("dosing-doubtful", replace(infusion, patient=_patient(weight_kg="58", raised_icp=DOUBTFUL)))
    yield Case("dosing-weight-missing", replace(infusion, patient=_patient(), wants_figure=True))
    yield Case("dosing-weight-rare", replace(infusion, patient=_patient(weight_kg="200")))
    yield Case("dosing-lay", replace(infusion, audience="patient"))
    rate = Amount("rate", Fraction("0.8"), "mg/kg/h")
    yield Case("dose-check", _of_drug("dose_check", "intravenous", patient=weighed, amounts=(rate,)))
    yield Case(
        "dose-check-weight-missing", _of_drug("dose_check", "intravenous", amounts=(replace(rate, unit="mg/h"),))
    )
    yield Case("dose-of-another-drug", Question(kind="dosing", other_drug="methotrexate", dosed=("methotrexate",)))


def _of_conversations(knowledge: KnowledgeBase) -> Iterator[Case]:
    known = {"weight_kg": Known("58", "given"), "psychosis": DOUBTFUL}
    changes = [
        Change("weight_kg", Known("85", "given"), known["weight_kg"]),
        Change("psychosis", None, known["psychosis"]),
    ]
    patient = Patient(Record(known), changes=tuple(changes), told=frozenset(known))
    told = {
        "removed": removed([{"kind": "name", "count": 1}, {"kind": "record_number", "count": 2}]),
        "acknowledged": changed(knowledge.readings(), changes),
    }
    yield Case("patient-noted", Question(kind="patient", patient=patient), patient_record.noted, told)
    yield Case("patient-shown", Question(kind="patient", patient=patient), patient_record.show)
    yield Case(
        "patient-contradicted",
        Question(kind="patient", patient=patient),
        lambda base, question: patient_record.same_patient(base, question, "weight_kg", Known("70", "given")),
    )
    yield Case("question-between", _of_drug("monitoring", patient=patient), _between, told)
    yield Case("why-asked", Question(kind="meta", asking="no-raised-icp"), follow_up.reason)
    previous = (Reference(1, "bredlau-2013"), Reference(2, "esmo-2012"), Reference(3, "esmo-2018"))
    yield Case("sources", Question(kind="sources", previous=previous))
    yield Case("help", Question(kind="meta"))
    yield Case("judged", Question(kind="meta", judged=FIXED["answer_id"], rating="down"), conversation.feedback)


def _between(knowledge: KnowledgeBase, question: Question) -> Envelope:
    """The answer to a question that came in between, with the open one at its end."""
    criterion = next(one for one in knowledge.readings() if one.id == "opioid-optimised")
    return interview.still_open(registry.answer(knowledge, question), criterion)


def _without_answer() -> Iterator[Case]:
    yield Case("emergency", _of_drug("search"), conversation.emergency)
    yield Case("not-found", Question(kind="search", off_topic=True))
    yield Case("another-use", _of_drug("recommendation", near_trap="depression"))
    yield Case("empty-message", Question(kind="meta"), _empty)
    yield Case("unavailable", Question(kind="search"), _down)


def _empty(_: KnowledgeBase, question: Question) -> Envelope:
    words = "I received an empty message. Please type your question."
    return conversation.without_knowledge("needs_input", words, question.kind, question.audience, "question")


def _down(_: KnowledgeBase, question: Question) -> Envelope:
    return conversation.without_knowledge("unavailable", UNREACHABLE, question.kind, question.audience, None)
