"""Dangerous flips: found by the kind of a criterion, and told apart from what is only wrong."""

from __future__ import annotations

from typing import Any

import pytest

from bot.evaluation.flips import (
    ABSENT,
    KINDS,
    OTHER_DRUG,
    OTHER_NUMBER,
    PRESENT,
    UNSTATED_DRUG,
    Flip,
    all_flips,
    counted,
    flips,
)
from knowledge.content_files import Content
from knowledge.schema import Criterion
from tests.unit.test_evaluation_slots import FAILED, STOPPED, given, question, reply

UNCERTAIN = {"value": True, "status": "uncertain"}
PAST = {"value": True, "status": "historical"}
UNKNOWN = {"value": None, "status": "unknown"}

Entry = dict[str, Any]


@pytest.fixture(scope="module")
def criteria(content: Content) -> list[Criterion]:
    return [criterion for topic in content.topics for criterion in topic.criteria]


@pytest.mark.parametrize(
    ("slot", "expected", "read", "kinds"),
    [
        ("psychosis", given(True), given(False), [ABSENT]),
        ("psychosis", UNCERTAIN, given(False), [ABSENT]),
        ("psychosis", PAST, given(False), [ABSENT]),
        ("psychosis", given(False), given(True), [PRESENT]),
        ("central_sensitisation", given(False), given(True), [PRESENT]),
        ("opioid", given("oxycodone"), given("hydromorphone"), [OTHER_DRUG]),
        ("opioid", None, given("morphine"), [UNSTATED_DRUG]),
        ("adjuvants_tried", given([FAILED]), given([FAILED, STOPPED]), [OTHER_DRUG]),
        ("adjuvants_tried", None, given([FAILED, STOPPED]), [UNSTATED_DRUG, UNSTATED_DRUG]),
        ("weight_kg", given("69.9"), given("154"), [OTHER_NUMBER]),
        ("age_years", given("0.75"), given("9"), [OTHER_NUMBER]),
        ("opioid_dose_mg_24h", given("300"), given("300000"), [OTHER_NUMBER]),
    ],
)
def test_a_flip_is_found(
    criteria: list[Criterion], slot: str, expected: Entry | None, read: Entry, kinds: list[str]
) -> None:
    found = list(flips("one", {slot: expected} if expected else {}, {slot: read}, criteria))
    assert [flip.kind for flip in found] == kinds
    assert {(flip.question, flip.slot) for flip in found} == {("one", slot)}


@pytest.mark.parametrize(
    ("slot", "expected", "read"),
    [
        ("psychosis", given(True), given(True)),
        ("psychosis", given(True), UNCERTAIN),
        ("psychosis", given(True), None),
        ("psychosis", given(True), UNKNOWN),
        ("psychosis", None, given(True)),
        ("psychosis", given(False), UNCERTAIN),
        # Wrong, but no contraindication: that it is there would speak for going on.
        ("central_sensitisation", given(True), given(False)),
        ("opioid", given("oxycodone"), None),
        ("adjuvants_tried", given([FAILED, STOPPED]), given([FAILED])),
        ("adjuvants_tried", given([FAILED]), given([{**FAILED, "outcome": "ongoing"}])),
        ("weight_kg", given("70"), given("70.0")),
        ("weight_kg", None, given("70")),
        ("route", given("oral"), given("intravenous")),
    ],
)
def test_what_is_only_wrong_or_right_is_no_flip(
    criteria: list[Criterion], slot: str, expected: Entry | None, read: Entry | None
) -> None:
    one, other = ({slot: entry} if entry else {} for entry in (expected, read))
    assert list(flips("one", one, other, criteria)) == []


def test_every_kind_is_counted() -> None:
    found = [Flip("one", ABSENT, "psychosis", None, None), Flip("two", ABSENT, "pregnancy", None, None)]
    assert counted(found) == {**dict.fromkeys(KINDS, 0), ABSENT: 2}


def test_only_questions_that_state_their_slots_are_looked_at(criteria: list[Criterion]) -> None:
    asked = [question("states", {"psychosis": given(False)}), question("states none", None)]
    replies = {one.id: reply({"psychosis": given(True)}) for one in asked}
    assert [flip.question for flip in all_flips(asked, replies, criteria)] == ["states"]
