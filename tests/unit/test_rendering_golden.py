"""Every recorded answer in every format, as it was recorded, and that an answer of every kind is among them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import get_args

import pytest

from knowledge.answers.envelope import Envelope, Status
from knowledge.answers.question import AUDIENCES
from knowledge.rendering.plain import plain
from knowledge.schema import QuestionKind
from tests.contract import check_envelope
from tests.golden import FOLDER, names, recorded
from tests.golden.formats import FORMATS, Format

# What is easily lost on the way into a format.
FEATURES: dict[str, Callable[[Envelope], bool]] = {
    "figures": lambda one: len(one.calculations) > 1,
    "a volume": lambda one: any(worked["ml_per_h"] for worked in one.calculations),
    "a dose that was compared": lambda one: bool(one.compared and one.dose_check),
    "a dose withheld": lambda one: bool(one.withheld and not one.calculations),
    "a verdict": lambda one: bool(one.verdict and one.would_change),
    "criteria of every status": lambda one: len({criterion.status for criterion in one.criteria}) == 3,
    "the clinician's words": lambda one: any(criterion.because for criterion in one.criteria),
    "a place on the pathway": lambda one: bool(one.pathway),
    "several disagreements": lambda one: len(one.conflicts) > 1,
    "several warnings": lambda one: len({warning.severity for warning in one.warnings}) > 1,
    "a gap": lambda one: any(warning.severity == "context" for warning in one.warnings),
    "a superseded source": lambda one: any(citation.superseded_by for citation in one.citations),
    "a source that was not read": lambda one: any(citation.via for citation in one.citations),
    "references alone": lambda one: bool(one.citations and not one.statements),
    "why": lambda one: one.why is not None,
    "what was removed": lambda one: bool(one.removed and one.acknowledged),
    "a question back": lambda one: bool(one.question_back and one.statements),
    "an emergency with statements": lambda one: one.status == "emergency" and bool(one.statements),
}


@pytest.mark.parametrize(("one", "name"), product(FORMATS, names()), ids=lambda value: getattr(value, "name", value))
def test_a_format_is_as_it_was_recorded(one: Format, name: str) -> None:
    assert one.write(recorded(name)) == one.expected(name), "python -m tests.golden formats rewrites the files"


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_no_file_is_left_of_an_answer_that_is_gone(one: Format) -> None:
    assert {path.name for path in (FOLDER / one.name).iterdir()} == {f"{name}.{one.ending}" for name in names()}


@pytest.mark.parametrize("name", names())
def test_a_recorded_answer_keeps_the_contract(name: str) -> None:
    envelope = recorded(name)
    check_envelope(envelope.dict(), plain(envelope))


def test_every_kind_status_and_audience_is_recorded() -> None:
    answers = [recorded(name) for name in names()]
    assert {one.question for one in answers} == set(get_args(QuestionKind))
    assert {one.status for one in answers} == set(get_args(Status))
    assert {one.audience for one in answers if one.status == "answered"} == set(AUDIENCES)


@pytest.mark.parametrize("feature", FEATURES)
def test_what_is_easily_lost_is_recorded(feature: str) -> None:
    assert any(map(FEATURES[feature], map(recorded, names())))
