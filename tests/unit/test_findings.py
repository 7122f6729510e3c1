"""A message carries what it says of its concepts, by the rules that were trained into the model."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.clinical_quantities import ClinicalQuantities
from bot.nlu.clinical_terms import DESCRIPTIONS_FILE, ClinicalTerms
from bot.nlu.findings import FINDINGS, RULES_FILE, ClinicalFindings
from tests.conftest import TEA

CONTEXT: Any = None


def _component(folder: Path) -> ClinicalFindings:
    return ClinicalFindings.create({}, LocalModelStorage(folder), Resource("findings"), CONTEXT)


def _load(folder: Path) -> ClinicalFindings:
    return ClinicalFindings.load({}, LocalModelStorage(folder), Resource("findings"), CONTEXT)


@pytest.fixture
def tea(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_CONTENT", str(TEA))


@pytest.fixture
def model(tmp_path: Path, tea: None) -> Path:
    """A folder in which both components have been trained."""
    _component(tmp_path).train(TrainingData())
    ClinicalTerms.create({}, LocalModelStorage(tmp_path), Resource("terms"), CONTEXT).train(TrainingData())
    ClinicalQuantities.create({}, LocalModelStorage(tmp_path), Resource("numbers"), CONTEXT).train(TrainingData())
    return tmp_path


def test_a_model_without_its_descriptions_is_not_loaded(model: Path) -> None:
    (lost,) = model.rglob(DESCRIPTIONS_FILE)
    lost.unlink()
    with pytest.raises(FileNotFoundError):
        ClinicalTerms.load({}, LocalModelStorage(model), Resource("terms"), CONTEXT)


def understood(model: Path, text: str) -> Message:
    terms = ClinicalTerms.load({}, LocalModelStorage(model), Resource("terms"), CONTEXT)
    numbers = ClinicalQuantities.load({}, LocalModelStorage(model), Resource("numbers"), CONTEXT)
    (message,) = _load(model).process(numbers.process(terms.process([Message({TEXT: text})])))
    return message


def test_concepts_are_read_in_the_order_of_the_text(model: Path) -> None:
    message = understood(model, "No thirst; the teapot didn't help, never tried green tea. Flavour?")
    findings = [(one["concept"], one["assertion"], one["treatment"], one["words"]) for one in message.get(FINDINGS)]
    assert findings == [
        ("thirst", "absent", None, ["No"]),
        ("pot", "present", "failed", ["didn't help"]),
        ("green-tea", "absent", "not-tried", ["never tried"]),
    ]


def test_findings_are_part_of_what_the_server_gives_out(model: Path) -> None:
    message = understood(model, "No thirst")
    assert FINDINGS in message.output_properties
    assert json.loads(json.dumps(message.as_dict(only_output_properties=True)[FINDINGS])) == message.get(FINDINGS)


def test_only_concepts_that_were_found_as_terms_are_read(model: Path) -> None:
    entities = [
        {"entity": "other_drug", "value": "coffee", "start": 3, "end": 9, "extractor": "ClinicalTerms"},
        {"entity": "concept", "value": "thirst", "start": 3, "end": 9, "extractor": "DIETClassifier"},
        {"entity": "concept", "value": "unheard-of", "start": 3, "end": 9, "extractor": "ClinicalTerms"},
    ]
    (message,) = _load(model).process([Message({TEXT: "no coffee", ENTITIES: entities})])
    assert message.get(FINDINGS) == []


def test_an_age_that_stands_for_a_concept_is_read(model: Path) -> None:
    (finding,) = understood(model, "if he is 9 years old").get(FINDINGS)
    assert (finding["concept"], finding["assertion"]) == ("young", "hypothetical")


def test_a_message_without_text_is_left_alone(model: Path) -> None:
    (message,) = _load(model).process([Message({})])
    assert message.get(FINDINGS) is None


def test_before_training_nothing_is_set(tmp_path: Path) -> None:
    (message,) = _component(tmp_path).process([Message({TEXT: "no thirst"})])
    assert message.get(FINDINGS) is None


def test_the_model_keeps_the_rules_it_was_trained_with(model: Path) -> None:
    stored = model / "findings" / RULES_FILE
    kept = json.loads(stored.read_text(encoding="utf-8"))
    kept["rules"]["rules"] = [{"says": "absent-now", "reads": "forward", "phrases": ["gone is the"]}]
    kept["rules"]["meanings"] = [{"id": "absent-now", "assertion": "absent"}]
    stored.write_text(json.dumps(kept), encoding="utf-8")
    read = [one["assertion"] for one in understood(model, "gone is the thirst, no water").get(FINDINGS)]
    assert read == ["absent", "absent"]


def test_a_concept_is_read_by_the_class_that_the_glossary_gives_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "content"
    shutil.copytree(TEA, folder)
    glossary = folder / "green-tea" / "glossary.yml"
    text = glossary.read_text(encoding="utf-8")
    leaves = "- id: tisane\n  category: drug-class\n  label: tisane\n  synonyms: [infusion of herbs]\n\n"
    text = leaves + text.replace("synonyms: [teapot]", "synonyms: [teapot]\n  belongs_to: tisane")
    glossary.write_text(text, encoding="utf-8")
    monkeypatch.setenv("FOOTNOTE_CONTENT", str(folder))
    _component(tmp_path).train(TrainingData())
    stored = tmp_path / "findings" / RULES_FILE
    kept = json.loads(stored.read_text(encoding="utf-8"))
    assert kept["classes"] == {"pot": "tisane"}
    kept["rules"]["rules"] = [{"says": "gone", "reads": "forward", "among": ["tisane"], "phrases": ["gone is the"]}]
    kept["rules"]["meanings"] = [{"id": "gone", "assertion": "absent"}]
    stored.write_text(json.dumps(kept), encoding="utf-8")
    entity = {"entity": "concept", "value": "pot", "start": 12, "end": 18, "extractor": "ClinicalTerms"}
    (message,) = _load(tmp_path).process([Message({TEXT: "gone is the teapot", ENTITIES: [entity]})])
    assert [one["assertion"] for one in message.get(FINDINGS)] == ["absent"]


def test_changed_content_makes_rasa_train_again(tea: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = ClinicalFindings.fingerprint_addon({})
    monkeypatch.setenv("FOOTNOTE_CONTENT", str(tmp_path))
    assert before is not None
    assert ClinicalFindings.fingerprint_addon({}) != before
