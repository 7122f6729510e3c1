"""How an answer is arranged for every format: what comes first, and what is said beside it."""

from __future__ import annotations

import pytest

from knowledge.rendering.arrange import document
from knowledge.rendering.document import Document, Label, Line, Mark, Remark, Section
from tests.golden import names, recorded


def _section(shown: Document, kind: str) -> Section:
    return next(section for section in shown.sections if section.kind == kind)


def _labels(section: Section) -> list[str]:
    return [span.text for line in section.lines for span in line.spans if isinstance(span, Label)]


def _marks(line: Line) -> list[int]:
    return [span.number for span in line.spans if isinstance(span, Mark)]


@pytest.mark.parametrize("name", names())
def test_each_statement_stands_once_with_its_marks_and_remarks(name: str) -> None:
    envelope = recorded(name)
    lines = [line for section in document(envelope).sections for line in section.lines]
    for statement in envelope.statements:
        (line,) = (one for one in lines if f"{statement.text} [" in one.text and isinstance(one.spans[-1], Remark))
        assert _marks(line) == statement.citations


@pytest.mark.parametrize("name", names())
def test_no_section_is_empty_and_none_comes_twice(name: str) -> None:
    sections = document(recorded(name)).sections
    assert len({one.kind for one in sections}) == len(sections)
    assert all(line.text for one in sections for line in one.lines)


def test_what_speaks_against_comes_before_the_answer_and_the_references_behind_it() -> None:
    kinds = [section.kind for section in document(recorded("dosing-anyway")).sections]
    assert kinds == ["patient", "warnings", "headline", "doses", "statements", "conflicts", "references", "closing"]


def test_what_was_removed_and_changed_is_read_first() -> None:
    assert [one.kind for one in document(recorded("patient-noted")).sections] == ["removed", "patient", "headline"]


def test_a_step_carries_the_marks_of_its_statement_where_that_is_shown() -> None:
    envelope = recorded("pathway-patient")
    shown = {one.id: one.citations for one in envelope.statements}
    steps = _section(document(envelope), "pathway").lines
    assert [_marks(line) for line in steps] == [shown.get(one["statement"], []) for one in envelope.pathway]
    assert any(map(_marks, steps))
    assert not all(map(_marks, steps))


def test_every_step_and_criterion_begins_with_how_it_stands() -> None:
    assert set(_labels(_section(document(recorded("pathway-patient")), "pathway"))) == {"done:", "not done yet:"}
    criteria = _labels(_section(document(recorded("eligibility-not-recommended")), "criteria"))
    assert set(criteria) == {"met:", "not met:", "not known:"}


def test_the_reason_is_marked_for_a_trainee_alone() -> None:
    assert _labels(_section(document(recorded("recommendation-trainee")), "statements")) == ["Why:"]
    assert _labels(_section(document(recorded("recommendation")), "statements")) == []


def test_criteria_that_nobody_is_judged_by_are_not_listed() -> None:
    assert recorded("eligibility-general").criteria
    assert "criteria" not in [one.kind for one in document(recorded("eligibility-general")).sections]


def test_a_question_that_is_the_headline_is_not_asked_twice() -> None:
    interview = document(recorded("eligibility-interview"))
    assert "question_back" not in [one.kind for one in interview.sections]
    assert _section(document(recorded("question-between")), "question_back").lines
