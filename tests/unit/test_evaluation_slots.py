"""Slots: everything that a message says of the patient, and nothing else, whatever the order of a list."""

from __future__ import annotations

from typing import Any

import pytest

from bot.evaluation.asking import Patient, Reply, patient_of
from bot.evaluation.questions import TestQuestion
from bot.evaluation.shares import Share
from bot.evaluation.slots import same, slot_figures

FAILED = {"drug": "gabapentin", "outcome": "failed"}
STOPPED = {"drug": "amitriptyline", "outcome": "not-tolerated"}


def given(value: Any) -> dict[str, Any]:
    return {"value": value, "status": "given"}


def question(name: str, slots: Patient | None, *intents: str) -> TestQuestion:
    nothing: frozenset[str] = frozenset()
    return TestQuestion(name, "vignettes", (name,), "answered", nothing, nothing, nothing, intents, slots)


def reply(patient: Patient, before: Patient | None = None) -> Reply:
    return Reply([{"patient": patient, "statements": [], "status": "answered"}], before or {})


def test_the_order_of_a_list_does_not_count() -> None:
    assert same(given([FAILED, STOPPED]), given([STOPPED, FAILED]))


def test_every_part_of_an_entry_counts() -> None:
    assert not same(given([FAILED, STOPPED]), given([FAILED]))
    assert not same(given([FAILED]), given([{**FAILED, "outcome": "ongoing"}]))
    assert not same(given([FAILED, FAILED]), given([FAILED]))
    assert not same(given(True), {"value": True, "status": "uncertain"})
    assert not same(given("58"), given("85"))
    assert not same(given(True), None)


def test_what_all_envelopes_say_counts_together() -> None:
    envelopes = [{"patient": {"weight_kg": given("58")}}, {"patient": {"age_years": given("67")}}]
    assert patient_of(envelopes) == {"weight_kg": given("58"), "age_years": given("67")}


def test_the_whole_patient_has_to_be_right() -> None:
    weight, age = given("58"), given("67")
    questions = [
        question("right", {"weight_kg": weight}),
        question("too much", {"weight_kg": weight}),
        question("too little", {"weight_kg": weight, "age_years": age}),
        question("rightly nothing", {}),
        question("states none", None),
    ]
    replies = {
        "right": reply({"weight_kg": weight}),
        "too much": reply({"weight_kg": weight, "age_years": age}),
        "too little": reply({"weight_kg": weight}),
        "rightly nothing": reply({}),
        "states none": reply({"weight_kg": weight}),
    }
    figures = slot_figures(questions, replies)
    assert figures.exact == Share(2, 4)
    assert figures.exact_where_filled == Share(1, 3)
    assert figures.by_slot == {"age_years": Share(0, 2), "weight_kg": Share(3, 3)}
    assert set(figures.wrong) == {"too much", "too little"}


def test_a_later_turn_adds_to_what_was_known_and_corrects_it() -> None:
    before = {"weight_kg": given("94"), "route": given("intravenous")}
    corrected = {**before, "weight_kg": given("49")}
    questions = [question("corrected", {"weight_kg": given("49")}), question("kept", {"weight_kg": given("49")})]
    replies = {"corrected": reply(corrected, before), "kept": reply(before, before)}
    assert set(slot_figures(questions, replies).wrong) == {"kept"}


@pytest.mark.parametrize("intent", ["withdraw", "clear_patient", "new_patient"])
def test_what_was_taken_back_must_be_gone(intent: str) -> None:
    before = {"weight_kg": given("58"), "age_years": given("64")}
    left = {"age_years": given("64")}
    questions = [question("gone", left, intent), question("kept", left, intent)]
    replies = {"gone": reply(left, before), "kept": reply(before, before)}
    assert set(slot_figures(questions, replies).wrong) == {"kept"}
