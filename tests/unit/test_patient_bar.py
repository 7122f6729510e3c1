"""The bar of what is known of a patient: in words, as an edit sends it back, and what else may be told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from knowledge.answers.edits import edited
from knowledge.answers.patient_bar import BarItem, editable, patient_bar
from knowledge.content_files import Content
from knowledge.patient_slots import as_slot, from_slot
from knowledge.schema import Criterion

SLOTS: dict[str, Any] = {
    "opioid_optimised": "absent",
    "rotation_tried": "present",
    "adjuvants_tried": [{"drug": "gabapentin", "outcome": "not-tolerated"}],
    "psychosis": "absent",
    "pregnancy": "present",
    "raised_icp": "uncertain",
    "raised_iop": "historical",
    "liver_dysfunction": "unknown",
    "route": "oral",
    "setting": "acute-pain?",
    "opioid": "morphine",
    "opioid_dose_mg_24h": "60",
    "weight_kg": "58",
    "age_years": "unknown",
}
TEXTS = {
    "opioid_optimised": "opioids optimised: no",
    "rotation_tried": "opioid rotated",
    "adjuvants_tried": "gabapentin (not tolerated)",
    "pregnancy": "pregnancy",
    "psychosis": "no active psychosis",
    "liver_dysfunction": "severe liver dysfunction not known",
    "raised_icp": "raised intracranial pressure uncertain",
    "raised_iop": "raised intraocular pressure in the past",
    "route": "oral",
    "setting": "acute-pain (uncertain)",
    "opioid": "morphine",
    "opioid_dose_mg_24h": "60 mg",
    "weight_kg": "58 kg",
    "age_years": "age, years not known",
}


@pytest.fixture
def criteria(content: Content) -> list[Criterion]:
    return content.topics[0].criteria


def _bar(criteria: list[Criterion]) -> dict[str, BarItem]:
    return {one.slot: one for one in patient_bar(criteria, SLOTS, {"psychosis": "never psychotic"})}


def test_what_is_known_stands_in_words_in_the_order_of_the_criteria(criteria: list[Criterion]) -> None:
    bar = _bar(criteria)
    assert [(slot, one.text) for slot, one in bar.items()] == list(TEXTS.items())
    assert patient_bar(criteria, {}, {}) == []


def test_an_item_says_how_certain_it_is_and_by_which_words(criteria: list[Criterion]) -> None:
    bar = _bar(criteria)
    assert (bar["psychosis"].name, bar["psychosis"].words) == ("active psychosis", "never psychotic")
    assert (bar["weight_kg"].unit, bar["weight_kg"].words, bar["weight_kg"].choices) == ("kg", None, [])
    statuses = {slot: one.status for slot, one in bar.items() if one.status != "given"}
    assert statuses == {
        "liver_dysfunction": "unknown",
        "raised_icp": "uncertain",
        "raised_iop": "historical",
        "setting": "uncertain",
        "age_years": "unknown",
    }


def test_what_the_bar_sends_back_changes_nothing(criteria: list[Criterion]) -> None:
    known = {one.slot: from_slot(one, SLOTS.get(one.slot)) for one in criteria}
    held = {slot: one for slot, one in known.items() if one is not None}
    bar = _bar(criteria)
    for one in criteria:
        if one.slot in bar:
            assert edited(one, bar[one.slot].value, criteria, held, confirmed=False) == held[one.slot]


def test_every_choice_can_be_sent_and_is_named_as_the_summary_does(criteria: list[Criterion]) -> None:
    forms = {one.slot: one for one in editable(criteria)}
    assert list(forms) == [one.slot for one in criteria]
    for criterion in criteria:
        choices = forms[criterion.slot].choices
        assert bool(choices) is (criterion.kind in ("finding", "choice"))
        for choice in choices:
            known = edited(criterion, choice["value"], criteria, {}, confirmed=False)
            assert as_slot(criterion, known) == choice["value"]
    assert {one["value"]: one["label"] for one in forms["psychosis"].choices} == {
        "present": "yes",
        "absent": "no",
        "uncertain": "uncertain",
        "historical": "in the past",
        "unknown": "not known",
    }
    assert {"value": "acute-pain", "label": "acute pain"} in forms["setting"].choices


def test_the_bar_is_plain_json(criteria: list[Criterion]) -> None:
    items = [one.dict() for one in (*_bar(criteria).values(), *editable(criteria))]
    assert json.loads(json.dumps(items)) == items
