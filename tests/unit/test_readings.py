"""What was measured is read beside its label; what is aimed at or supposed was not measured."""

from __future__ import annotations

import pytest

from bot.nlu.quantities.readings import Readings
from knowledge.language import read_language

READINGS = Readings(read_language().measures)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BP 198/112", [("198", "bp/"), ("112", "/bp")]),
        ("blood pressure is 185 / 90 today", [("185", "pressure/"), ("90", "/pressure")]),
        ("bp was 210/120, now 140/80", [("140", "bp/"), ("80", "/bp")]),
        ("systolic of 210", [("210", "systolic")]),
        ("190 systolic", [("190", "systolic")]),
        ("HR 88, BP 120/70", [("88", "hr"), ("120", "bp/"), ("70", "/bp")]),
        ("BP is sitting around 200/110", [("200", "bp/"), ("110", "/bp")]),
        ("EF of 20%", [("20", "ef")]),
        ("if bp is 200/120", []),
        ("bp should stay below 180/110", []),
        ("keep BP below 180/110", []),
        ("bp 8", []),
        ("seen 12/05/2024", []),
        ("40 mg bd", []),
    ],
)
def test_a_reading_has_its_label(text: str, found: list[tuple[str, str]]) -> None:
    quantities = READINGS.find(text)
    assert [(one.text, one.unit) for one in quantities] == found
    assert {one.kind for one in quantities} <= {"reading"}
    assert all(text[one.start : one.end] == one.text for one in quantities)
