"""Placeholders read like words: what is left of a message says of the patient what the whole message said."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.graph import GraphComponent
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions.patient import amounts_of, findings_of
from bot.nlu.clinical_quantities import ClinicalQuantities
from bot.nlu.clinical_terms import ClinicalTerms
from bot.nlu.findings import ClinicalFindings
from bot.nlu.text_cleaner import TextCleaner
from bot.privacy import Redactor
from knowledge.content_files import Content
from knowledge.patient import read_patient

CONTEXT: Any = None
PIPELINE: tuple[type[Any], ...] = (TextCleaner, ClinicalTerms, ClinicalQuantities, ClinicalFindings)
NOTES: dict[str, dict[str, Any]] = {
    "Mrs Okonkwo 58 kg": {"weight_kg": "58"},
    "Mrs Okonkwo, dob 12/03/1962, MRN 123456, 58 kg": {"weight_kg": "58"},
    "name: John Smith age 62, lives at 12 High Street": {"age_years": "62"},
    "patient is john smith date of birth fourth of may nineteen sixty two fifty eight kilos": {"weight_kg": "58"},
    "Mary Jones (12/3/62) has glaucoma, call 07700 900123": {"raised_iop": True},
    "943 476 5919 no psychosis, 61 kg": {"psychosis": False, "weight_kg": "61"},
    "DOB 04.05.1962": {},
}


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> list[GraphComponent | Any]:
    storage = LocalModelStorage(tmp_path_factory.mktemp("notes"))
    made = [part.create({}, storage, Resource(part.__name__), CONTEXT) for part in PIPELINE]
    for component in made:
        component.train(TrainingData())
    return made


@pytest.mark.parametrize(("note", "slots"), list(NOTES.items()), ids=list(NOTES))
def test_a_redacted_note_fills_its_slots(
    pipeline: list[GraphComponent | Any], content: Content, note: str, slots: dict[str, Any]
) -> None:
    redacted = Redactor.load().redact(note)
    assert redacted.removed
    messages = [Message({TEXT: redacted.text})]
    for component in pipeline:
        messages = component.process(messages)
    read = messages[0].as_dict(only_output_properties=True) | {TEXT: messages[0].get(TEXT)}
    criteria = [criterion for topic in content.topics for criterion in topic.criteria]
    known = read_patient(criteria, findings_of(read), amounts_of(read))
    assert {slot: one.value for slot, one in known.items()} == slots
