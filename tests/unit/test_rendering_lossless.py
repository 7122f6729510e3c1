"""Nothing is lost, added or reworded between formats: what is read of each is the answer, word for word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings

from knowledge.answers.envelope import Envelope
from knowledge.rendering.arrange import document
from knowledge.rendering.wording import CRITERION, STEP
from tests.golden import names, recorded
from tests.golden.formats import FORMATS, Format
from tests.hostile import hostile_envelopes

READABLE = [one for one in FORMATS if one.read is not None]
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
DOSE = re.compile(r"\d\s*(?:mg|mcg|µg|micrograms?|ml)\b", re.IGNORECASE)


def _spaced(text: str) -> str:
    """``text`` with any white space as one space: formats break and join lines."""
    return " ".join(text.split())


def _read(one: Format, envelope: Envelope) -> str:
    """What a reader sees of ``envelope`` in a format."""
    assert one.read is not None
    return _spaced(" ".join(one.read(one.write(envelope))))


def _words(envelope: Envelope) -> str:
    """What there is to be read of ``envelope``."""
    parts = document(envelope).sections
    return _spaced(" ".join(text for part in parts for text in (part.title, *(line.text for line in part.lines))))


def _marks(numbers: list[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def _curated(envelope: Envelope) -> Iterator[str]:
    """Every piece of ``envelope`` that a reader must find, read from it here and not by the renderers."""
    numbers = {one.id: one.citations for one in envelope.statements}
    yield from (f"{one.text} {_marks(one.citations)}" for one in envelope.statements)
    yield from (one.text for one in envelope.warnings)
    yield from (f"{one.severity.upper()}:" for one in envelope.warnings)
    yield from (one["arithmetic"] + " " + _marks(numbers.get(one["statement"], [])) for one in envelope.calculations)
    yield from (f"{one['setting']}, {one['route']}, {one['frequency']}" for one in envelope.calculations)
    limits = (one["limit"] for one in envelope.calculations if one["limit"])
    yield from (f"at most {limit['value']} {limit['unit']}" for limit in limits)
    yield from (one.text for one in envelope.conflicts)
    for cited in envelope.citations:
        yield f"[{cited.number}] {cited.label}"
        yield cited.url or ""
        yield "" if cited.via else f"(read: {cited.read})"
    yield envelope.headline
    yield from (*envelope.removed, *envelope.acknowledged, *envelope.would_change, *envelope.compared)
    yield from filter(None, [envelope.for_patient, envelope.withheld, envelope.question_back])
    if envelope.verdict is not None:
        yield from (f"{CRITERION[one.status]}: {one.label}" for one in envelope.criteria)


@pytest.mark.parametrize(("one", "name"), product(READABLE, names()), ids=lambda value: getattr(value, "name", value))
def test_everything_that_is_curated_and_worked_out_is_read_in_every_format(one: Format, name: str) -> None:
    envelope = recorded(name)
    text = _read(one, envelope)
    for piece in _curated(envelope):
        assert _spaced(piece) in text
    assert all(f"{STEP[step['status']]}: {step['label']}" in text for step in envelope.pathway)


@pytest.mark.parametrize(("one", "name"), product(READABLE, names()), ids=lambda value: getattr(value, "name", value))
def test_nothing_else_is_read_and_the_order_is_the_same(one: Format, name: str) -> None:
    envelope = recorded(name)
    assert _read(one, envelope) == _words(envelope)


@pytest.mark.parametrize(("one", "name"), product(READABLE, names()), ids=lambda value: getattr(value, "name", value))
def test_no_number_is_read_that_the_answer_does_not_hold(one: Format, name: str) -> None:
    envelope = recorded(name)
    held = set(NUMBER.findall(json.dumps(envelope.dict(), ensure_ascii=False)))
    assert set(NUMBER.findall(_read(one, envelope))) <= held


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_a_lay_reader_reads_no_dose_in_any_format(one: Format) -> None:
    lay = [envelope for envelope in map(recorded, names()) if envelope.audience == "patient"]
    assert len(lay) > 1
    for envelope in lay:
        assert not DOSE.search(one.write(envelope))


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(envelope=hostile_envelopes())
def test_what_looks_like_markup_is_read_as_it_stands(envelope: Envelope) -> None:
    for one in READABLE:
        assert _read(one, envelope) == _words(envelope), one.name
