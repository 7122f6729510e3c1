"""A message carries its quantities as documents, and a young age means a concept."""

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

from bot.nlu.clinical_quantities import LANGUAGE_FILE, QUANTITIES, ClinicalQuantities
from tests.conftest import TEA

CONTEXT: Any = None
NAMED = {"entity": "concept", "value": "pot", "start": 0, "end": 3, "extractor": "ClinicalTerms"}


def _component(folder: Path) -> ClinicalQuantities:
    return ClinicalQuantities.create({}, LocalModelStorage(folder), Resource("numbers"), CONTEXT)


def _load(folder: Path) -> ClinicalQuantities:
    return ClinicalQuantities.load({}, LocalModelStorage(folder), Resource("numbers"), CONTEXT)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the component has been trained on the made-up topic, which is no longer set."""
    folder = tmp_path_factory.mktemp("numbers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOOTNOTE_CONTENT", str(TEA))
        assert _component(folder).train(TrainingData()) == Resource("numbers")
    return folder


def read(model: Path, text: str, *entities: dict[str, Any]) -> Message:
    (message,) = _load(model).process([Message({TEXT: text, ENTITIES: list(entities)})])
    return message


def _concepts(message: Message) -> list[tuple[str, str]]:
    """The concepts of ``message``, each with the characters that it stands for."""
    text = message.get(TEXT)
    return [(one["value"], text[one["start"] : one["end"]]) for one in message.get(ENTITIES)]


def test_quantities_are_documents_from_left_to_right(model: Path) -> None:
    text = "she weighs 60.5 kg and takes oat milk 5 mg twice a day"
    weight, dose = read(model, text).get(QUANTITIES)
    start = text.index("60.5")
    assert weight == {
        "kind": "weight",
        "low": "60.5",
        "high": "60.5",
        "unit": "kg",
        "start": start,
        "end": start + len("60.5 kg"),
        "text": "60.5 kg",
        "drug": None,
        "per_day": None,
        "concentration": None,
        "flags": [],
        "why": None,
    }
    assert (dose["kind"], dose["low"], dose["unit"], dose["drug"], dose["per_day"]) == ("dose", "5", "mg", "milk", "2")


def test_readings_are_among_them(model: Path) -> None:
    found = read(model, "bp 150/90, 60 kg").get(QUANTITIES)
    assert sorted((one["kind"], one["unit"], one["low"]) for one in found) == [
        ("reading", "/bp", "90"),
        ("reading", "bp/", "150"),
        ("weight", "kg", "60"),
    ]


def test_quantities_are_part_of_what_the_server_gives_out(model: Path) -> None:
    message = read(model, "1/3 of 9 mg")
    assert QUANTITIES in message.output_properties
    assert json.loads(json.dumps(message.as_dict(only_output_properties=True)[QUANTITIES])) == message.get(QUANTITIES)


def test_a_text_without_numbers_has_none(model: Path) -> None:
    message = read(model, "pot or bowl?", NAMED)
    assert message.get(QUANTITIES) == []
    assert message.get(ENTITIES) == [NAMED]


@pytest.mark.parametrize(
    ("text", "age"),
    [("he is 9 years old", "9 years old"), ("aged 14-15 years", "14-15 years"), ("a 9 month old baby", "9 month old")],
)
def test_a_young_age_means_the_concept_whose_limit_lies_above_it(model: Path, text: str, age: str) -> None:
    message = read(model, text)
    assert _concepts(message) == [("young", age)]
    (entity,) = message.get(ENTITIES)
    assert (entity["entity"], entity["extractor"]) == ("concept", "ClinicalQuantities")


@pytest.mark.parametrize(
    "text",
    [
        "he is 16 years old",
        "aged 9-17 years",
        "drinkers under 16 years old",
        "less than 12 years old",
        "over 9 years old",
        "9 years later",
        "9 mg of milk",
    ],
)
def test_an_age_at_the_limit_and_a_bound_mean_no_concept(model: Path, text: str) -> None:
    assert _concepts(read(model, text)) == []


def test_what_other_components_found_stays(model: Path) -> None:
    message = read(model, "pot for somebody who is 9 years old", NAMED)
    assert message.get(ENTITIES)[0] == NAMED
    assert _concepts(message) == [("pot", "pot"), ("young", "9 years old")]


def test_the_model_keeps_the_drugs_and_limits_it_was_trained_with(model: Path, tmp_path: Path) -> None:
    shutil.copytree(model, tmp_path, dirs_exist_ok=True)
    stored = tmp_path / "numbers" / LANGUAGE_FILE
    kept = json.loads(stored.read_text(encoding="utf-8"))
    assert kept["ages"] == {"young": 16}
    assert (kept["drugs"]["oat milk"], kept["drugs"]["milk"]) == ("milk", "milk")
    kept.update(ages={"old": 90}, drugs={"juice": "apple-juice"})
    stored.write_text(json.dumps(kept), encoding="utf-8")
    message = read(tmp_path, "he is 80 years old and takes juice 5 mg, milk 6 mg")
    assert _concepts(message) == [("old", "80 years old")]
    doses = [(one["low"], one["drug"]) for one in message.get(QUANTITIES) if one["kind"] == "dose"]
    assert doses[0] == ("5", "apple-juice")
    assert "milk" not in {drug for _, drug in doses}


def test_the_trained_component_and_the_loaded_one_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_CONTENT", str(TEA))
    trained = _component(tmp_path)
    trained.train(TrainingData())
    text = "9 years old, 30 kg, milk 2 mg every 8 hours"
    (message,) = trained.process([Message({TEXT: text})])
    assert len(message.get(QUANTITIES)) == 3
    assert message.as_dict() == read(tmp_path, text).as_dict()


def test_before_training_a_message_is_left_alone(tmp_path: Path) -> None:
    (message,) = _component(tmp_path).process([Message({TEXT: "9 years old, 30 kg", ENTITIES: [NAMED]})])
    assert message.get(QUANTITIES) is None
    assert message.get(ENTITIES) == [NAMED]


def test_a_message_without_text_is_left_alone(model: Path) -> None:
    (message,) = _load(model).process([Message({})])
    assert message.get(QUANTITIES) is None


def test_a_changed_glossary_and_a_changed_language_make_rasa_train_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fingerprints = []
    for name, changed in (("same", None), ("topic", "green-tea/glossary.yml"), ("language", "language/units.yml")):
        folder = Path(shutil.copytree(TEA, tmp_path / name))
        if changed is not None:
            path = folder / changed
            path.write_text(f"{path.read_text(encoding='utf-8')}\n# changed\n", encoding="utf-8")
        monkeypatch.setenv("FOOTNOTE_CONTENT", str(folder))
        fingerprints.append(ClinicalQuantities.fingerprint_addon({}))
    monkeypatch.setenv("FOOTNOTE_CONTENT", str(TEA))
    assert ClinicalQuantities.fingerprint_addon({}) == fingerprints[0]
    assert len(set(fingerprints)) == 3
