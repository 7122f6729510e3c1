"""Negation is read in clinical sentences that others wrote and annotated, not only in those we thought of."""

from __future__ import annotations

import pytest

from benchmarks.negation import Case, Score, cases, read_all, score
from bot.nlu.assertion import AssertionEngine, Finding
from knowledge.assertion_rules import read_assertion_rules

FLOORS = {"negation": 0.95, "hypothetical": 0.85}


@pytest.fixture(scope="module")
def readings() -> list[tuple[Case, Finding]]:
    engine = AssertionEngine(read_assertion_rules())
    return [(case, finding) for case, finding, _ in read_all(engine, cases())]


def test_every_sentence_has_its_concept_marked() -> None:
    sentences = cases()
    assert len(sentences) == 1137
    for case in sentences:
        marked = case.sentence[case.target.start : case.target.end].lower()
        assert len(marked) > 1
        assert marked in case.target.concept.lower()


@pytest.mark.parametrize("column", sorted(FLOORS))
def test_the_floor_is_held(readings: list[tuple[Case, Finding]], column: str) -> None:
    assert score(readings, column).f1 >= FLOORS[column]


def test_the_patient_is_hardly_ever_taken_for_a_relative(readings: list[tuple[Case, Finding]]) -> None:
    assert {case.experiencer for case, _ in readings} == {"Patient"}
    assert score(readings, "experiencer").false_alarms <= 2


def test_a_score_counts_what_it_says() -> None:
    assert (Score(3, 1, 2).precision, Score(3, 1, 2).recall) == (0.75, 0.6)
    assert round(Score(3, 1, 2).f1, 3) == 0.667
    assert (Score(0, 0, 0).precision, Score(0, 0, 0).recall, Score(0, 1, 1).f1) == (1.0, 1.0, 0.0)
