"""What holds for each of several questions in one message."""

from __future__ import annotations

from typing import Any

import pytest

from actions.reader import Asked
from knowledge.answers.question import Question
from tests.trackers import asked, tracker


def test_a_term_inside_one_question_is_not_part_of_the_other() -> None:
    parts = [
        {"intent": "ask_monitoring", "start": 0, "end": 10, "confidence": 0.9},
        {"intent": "ask_dosing", "start": 11, "end": 30, "confidence": 0.9},
    ]
    last = tracker("ask_monitoring", text="watch it? dose in a bowl?", parts=parts)
    last.latest_message["entities"] = [{"entity": "concept", "value": "bowl", "start": 20, "end": 24}]
    assert [one.question.concepts for one in asked(last)] == [(), ("bowl",)]


def test_the_group_of_patients_holds_for_what_is_asked_behind_it_and_other_terms_for_their_own() -> None:
    text = "how much for a child with milk? what to watch"
    parts = [
        {"intent": "ask_dosing", "confidence": 0.9, "start": 0, "end": 31},
        {"intent": "ask_monitoring", "confidence": 0.9, "start": 32, "end": 45},
    ]
    last = tracker("ask_dosing", parts=parts, text=text)
    last.latest_message["entities"] = [
        {"entity": "concept", "value": "children", "start": 15, "category": "population"},
        {"entity": "concept", "value": "milk", "start": 26, "category": "drug"},
    ]
    assert [one.question.concepts for one in asked(last)] == [("children", "milk"), ("children",)]
    own = {"entity": "concept", "value": "frail", "start": 40, "category": "population"}
    last.latest_message["entities"].append(own)
    assert [one.question.concepts for one in asked(last)] == [("children", "milk"), ("frail",)]


def _second(second: str, *entities: dict[str, Any]) -> Asked:
    """The last of two questions: about eligibility up to the 20th character, and one of ``second`` behind it."""
    parts = [
        {"intent": "ask_eligibility", "confidence": 0.9, "start": 0, "end": 20},
        {"intent": second, "confidence": 0.9, "start": 20, "end": 40},
    ]
    last = tracker("ask_eligibility", parts=parts, text="is the tea for him, and what then, mtg?!")
    last.latest_message["entities"] = list(entities)
    return asked(last)[1]


def _two_parts(second: str, *entities: dict[str, Any]) -> Question:
    return _second(second, *entities).question


TEA_NAMED = {"entity": "concept", "value": "green-tea", "start": 7, "category": "subject"}
BY_MOUTH = {"entity": "concept", "value": "oral", "start": 9, "category": "route"}


@pytest.mark.parametrize(
    ("second", "own", "concepts"),
    [
        ("ask_evidence", None, ("green-tea",)),
        ("ask_dosing", None, ("green-tea", "oral")),
        ("ask_dosing", "drug", ("oral", "own")),
        ("ask_dosing", "route", ("green-tea", "own")),
    ],
)
def test_medicine_and_route_hold_until_another_is_named(
    second: str, own: str | None, concepts: tuple[str, ...]
) -> None:
    named = [{"entity": "concept", "value": "own", "start": 25, "category": own}] if own else []
    assert _two_parts(second, TEA_NAMED, BY_MOUTH, *named).concepts == concepts


def test_a_strange_word_makes_no_other_matter_of_a_part_whose_message_is_on_the_subject() -> None:
    strange = {"entity": "unfamiliar_word", "value": "mtg", "start": 34}
    assert not _two_parts("ask_monitoring", TEA_NAMED, strange).off_topic
    assert _two_parts("ask_monitoring", strange).off_topic


@pytest.mark.parametrize(
    ("second", "own", "names", "years"),
    [
        ("ask_evidence", (), ("okakura",), ("2011",)),
        # How much is asked of the medicine, and not of a study.
        ("ask_dosing", (), (), ()),
        ("ask_evidence", ({"entity": "source_name", "value": "sencha", "start": 25},), ("sencha",), ()),
    ],
)
def test_a_named_study_holds_for_what_is_asked_of_studies_behind_it(
    second: str, own: tuple[dict[str, Any], ...], names: tuple[str, ...], years: tuple[str, ...]
) -> None:
    named = {"entity": "source_name", "value": "okakura", "start": 3, "category": "source_name"}
    question = _two_parts(second, named, {"entity": "year", "value": "2011", "start": 11}, *own)
    assert (question.source_names, question.years) == (names, years)


@pytest.mark.parametrize(
    ("second", "own", "follows"),
    [
        ("ask_sources", (), True),
        ("ask_sources", ({"entity": "concept", "value": "green-tea", "start": 25, "category": "subject"},), True),
        ("ask_sources", ({"entity": "concept", "value": "milk", "start": 25, "category": "drug"},), False),
        ("ask_sources", ({"entity": "source_name", "value": "sencha", "start": 25},), False),
        ("ask_review_status", (), False),
    ],
)
def test_where_it_stands_is_asked_of_what_was_asked_before(
    second: str, own: tuple[dict[str, Any], ...], follows: bool
) -> None:
    assert _second(second, TEA_NAMED, *own).follows is follows


def test_a_group_told_by_an_age_holds_for_what_is_asked_behind_it() -> None:
    child = {"entity": "concept", "value": "children", "start": 3, "extractor": "ClinicalQuantities"}
    assert _two_parts("ask_dosing", child).concepts == ("children",)
    own = {"entity": "concept", "value": "frail", "start": 25, "category": "population"}
    assert _two_parts("ask_dosing", child, own).concepts == ("frail",)
