"""What is known of a patient over several messages, and how it stands in the slots between them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.domain_slots import DOMAIN, with_slots
from knowledge.content_files import Content
from knowledge.patient import Known
from knowledge.patient_slots import FINDING, as_slot, from_slot, slot_type
from knowledge.record import Change, Record
from knowledge.schema import Criterion, CriterionKind

WEIGHT, POT, ADDED = Known("58", "given"), Known(True, "given"), Known([{"drug": "milk", "outcome": "failed"}], "given")


def criterion(slot: str, kind: CriterionKind, **also: Any) -> Criterion:
    return Criterion(id=slot.replace("_", "-"), slot=slot, kind=kind, label="a", ask="b?", statement="s", **also)


CRITERIA = [
    criterion("weight_kg", "measure", measure="weight"),
    criterion("iron_pot", "finding"),
    criterion("additions", "treatments"),
    criterion("vessel", "choice"),
]


def test_the_latest_value_counts_and_brings_its_words() -> None:
    record = Record().with_told({"weight_kg": WEIGHT}, {"weight_kg": "58 kg"})
    later = record.with_told({"weight_kg": Known("85", "given")}, {"weight_kg": "sorry, 85"})
    assert (later.known, later.words) == ({"weight_kg": Known("85", "given")}, {"weight_kg": "sorry, 85"})
    assert record.changes_to(later) == [Change("weight_kg", WEIGHT, Known("85", "given"))]
    assert later.with_told({"weight_kg": WEIGHT}, {}).words == {}


def test_treatments_add_up_and_the_latest_outcome_of_each_counts() -> None:
    record = Record().with_told({"additions": ADDED}, {})
    told = Known([{"drug": "sugar", "outcome": "ongoing"}, {"drug": "milk", "outcome": "declined"}], "given")
    listed = record.with_told({"additions": told}, {}).known["additions"].value
    assert listed == [{"drug": "milk", "outcome": "declined"}, {"drug": "sugar", "outcome": "ongoing"}]


def test_what_is_taken_back_is_gone_with_its_words() -> None:
    record = Record().with_told({"weight_kg": WEIGHT, "iron_pot": POT}, {"iron_pot": "iron pot"})
    left = record.without(["iron_pot"])
    assert (left.known, left.words) == ({"weight_kg": WEIGHT}, {})
    assert record.changes_to(left) == [Change("iron_pot", POT, None)]


def test_only_another_weight_or_age_contradicts() -> None:
    record = Record().with_told({"weight_kg": WEIGHT, "iron_pot": POT}, {})
    assert record.contradicted_by(CRITERIA, {"weight_kg": Known("85", "given")}) == ["weight_kg"]
    assert record.contradicted_by(CRITERIA, {"weight_kg": WEIGHT}) == []
    assert record.contradicted_by(CRITERIA, {"iron_pot": Known(False, "given")}) == []


FINDINGS = [
    Known(True, "given"),
    Known(False, "given"),
    Known(True, "uncertain"),
    Known(True, "historical"),
    Known(None, "unknown"),
]
TEXTS = [Known("58", "given"), Known("bowl", "uncertain"), Known(None, "unknown")]


@pytest.mark.parametrize(
    ("known", "place"),
    [
        *((one, 1) for one in FINDINGS),
        *((one, 0) for one in TEXTS),
        *((one, 3) for one in TEXTS),
        (ADDED, 2),
        (None, 0),
        (None, 1),
        (None, 2),
    ],
)
def test_a_value_comes_back_from_its_slot_as_it_was(known: Known | None, place: int) -> None:
    assert from_slot(CRITERIA[place], as_slot(CRITERIA[place], known)) == known


@given(st.sampled_from(FINDINGS))
def test_a_finding_is_always_one_of_the_slots_values(known: Known) -> None:
    assert as_slot(CRITERIA[1], known) in FINDING


def test_the_domain_declares_the_slots_of_the_criteria_and_no_more(content: Content) -> None:
    text = DOMAIN.read_text(encoding="utf-8")
    assert with_slots(text, content) == text
    declared = YAML(typ="safe", pure=True).load(text)["slots"]
    for topic in content.topics:
        for one in topic.criteria:
            assert declared[one.slot] == slot_type(one)


def test_a_criterion_that_the_domain_lacks_is_written_into_its_block(content: Content) -> None:
    text = DOMAIN.read_text(encoding="utf-8")
    topic = content.topics[0]
    added = topic.criteria[0].copy(update={"id": "new-one", "slot": "new_one"})
    changed = with_slots(text, _with_criteria(content, [*topic.criteria, added]))
    declared = YAML(typ="safe", pure=True).load(changed)["slots"]
    assert declared["new_one"] == slot_type(added)
    gone = with_slots(changed, _with_criteria(content, topic.criteria[1:]))
    assert topic.criteria[0].slot not in YAML(typ="safe", pure=True).load(gone)["slots"]


def test_a_domain_without_the_marks_is_told_what_is_missing(content: Content) -> None:
    with pytest.raises(ValueError, match="footnote slots"):
        with_slots("slots: {}\n", content)


def _with_criteria(content: Content, criteria: list[Criterion]) -> Content:
    topic = content.topics[0]
    return replace(content, topics=[replace(topic, criteria=criteria), *content.topics[1:]])
