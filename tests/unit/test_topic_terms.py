"""The product's own terms: what looks like one of them on a ward, and what only seems to."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.clinical_terms import ClinicalTerms

CONTEXT: Any = None


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> ClinicalTerms:
    storage, resource = LocalModelStorage(tmp_path_factory.mktemp("model")), Resource("terms")
    ClinicalTerms.create({}, storage, resource, CONTEXT).train(TrainingData())
    return ClinicalTerms.load({}, storage, resource, CONTEXT)


def _concepts(terms: ClinicalTerms, text: str) -> set[str]:
    (message,) = terms.process([Message({TEXT: text})])
    return {one["value"] for one in message.get(ENTITIES) if one["entity"] == "concept"}


@pytest.mark.parametrize(
    "text",
    [
        "0.8 mg/kg/hr for 66 kg",
        "fentanyl 75 mcg/hr",
        "200 mg over 24 hr",
        "rate per hr",
        "10mg an hr",
        "every hr",
        "2hr",
    ],
)
def test_an_hour_is_no_heart_rate(terms: ClinicalTerms, text: str) -> None:
    assert "vital-signs" not in _concepts(terms, text)


@pytest.mark.parametrize("text", ["HR 130 on it", "BP/HR how often", "her hr went up", "sats 91"])
def test_observations_are_recognised(terms: ClinicalTerms, text: str) -> None:
    assert "vital-signs" in _concepts(terms, text)


def test_observations_in_general_are_none_of_them(terms: ClinicalTerms) -> None:
    assert _concepts(terms, "what obs on ketamine") == {"ketamine"}


@pytest.mark.parametrize(
    "text", ["burst ketamine day 3", "is it ketamine bladder", "oral ketamine", "ketamine patches"]
)
def test_the_medicine_is_named_within_a_longer_term_as_well(terms: ClinicalTerms, text: str) -> None:
    found = _concepts(terms, text)
    assert "ketamine" in found
    assert len(found) == 2


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("he's seeing spiders on the wall", "hallucinations"),
        ("sees dead people at night", "hallucinations"),
        ("floating above the bed", "depersonalisation"),
        ("the anaesthetist can't block it", "nerve-block"),
    ],
)
def test_what_is_described_counts_as_named(terms: ClinicalTerms, text: str, concept: str) -> None:
    assert concept in _concepts(terms, text)


def test_what_one_medicine_blocks_is_no_procedure(terms: ClinicalTerms) -> None:
    assert "nerve-block" not in _concepts(terms, "will naloxone block it there")


@pytest.mark.parametrize("text", ["CRPS, never had cancer, rate?", "crushed hand, no malignancy, ketamine?"])
def test_pain_of_somebody_without_cancer_is_outside_the_topic(terms: ClinicalTerms, text: str) -> None:
    (message,) = terms.process([Message({TEXT: text})])
    assert ("near_trap", "other-pain") in {(one["entity"], one["value"]) for one in message.get(ENTITIES)}


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("he's on Coumadin, INR 2.4", "other_drug", "Coumadin"),
        ("half life of norketamine", "other_property", "half life"),
        ("she takes turmeric", "other_matter", "turmeric"),
        ("is it cost effective", "other_property", "cost effective"),
        ("platelets down to 40 since it went up", "other_matter", "platelets"),
    ],
)
def test_what_nothing_is_curated_on_is_recognised_by_its_name(
    terms: ClinicalTerms, text: str, entity: str, value: str
) -> None:
    (message,) = terms.process([Message({TEXT: text})])
    assert (entity, value) in {(one["entity"], one["value"]) for one in message.get(ENTITIES)}


@pytest.mark.parametrize("text", ["frightened, obs all fine", "sats normal, BP stable", "obs ok"])
def test_observations_that_are_as_they_should_be_are_no_question_about_them(terms: ClinicalTerms, text: str) -> None:
    assert _concepts(terms, text) & {"vital-signs", "normal-observations"} == {"normal-observations"}


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("man with rectal ca", None),
        ("rectal bleeding, Hb 70", None),
        ("ketamine rectally", "rectal"),
        ("rectal ketamine", "rectal"),
        ("poor oral intake", None),
        ("oral cancer, trismus", None),
        ("oral ketamine", "oral"),
    ],
)
def test_an_illness_of_a_place_is_no_route(terms: ClinicalTerms, text: str, route: str | None) -> None:
    assert _concepts(terms, text) & {"oral", "rectal"} == ({route} if route else set())
