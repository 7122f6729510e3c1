"""Doses: in known units, within their own limits, and as their statement prints them, setting included."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from knowledge import schema
from knowledge.checks.common import Excuses
from knowledge.content_files import TopicContent
from knowledge.dosing.units import comparable
from knowledge.text import normalise

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def doses(content: TopicContent, units: dict[str, schema.Unit]) -> Iterator[str]:
    """Problems of the dose records of one topic."""
    statements = {statement.id: statement for statement in content.statements}
    several = _drugs_of_several_settings(content)
    namings = _namings(content)
    for regimen in content.regimens:
        excuses = Excuses(f"dose {regimen.id}", regimen.exempt)
        yield from _limits(regimen)
        yield from _units(regimen, units)
        statement = statements.get(regimen.statement)
        if statement is not None:
            yield from _as_stated(regimen, statement, statements, excuses)
            if regimen.drug in several:
                yield from _setting(regimen, statement, namings.get(regimen.setting, []), excuses)
        yield from excuses.unused()


def _limits(regimen: schema.Regimen) -> Iterator[str]:
    where = f"dose {regimen.id}"
    if regimen.low is None and regimen.high is None and regimen.cap is None:
        yield f"{where}: has neither low nor high nor cap; give the number that the statement prints"
    if regimen.low and regimen.high and Fraction(regimen.low) > Fraction(regimen.high):
        yield f"{where}: low {regimen.low} is above high {regimen.high}; swap or correct them"
    if (regimen.cap is None) != (regimen.cap_unit is None):
        yield f"{where}: cap and cap_unit go together; give both or null for both"
    if regimen.cap is None and regimen.cap_statement is not None:
        yield f"{where}: cap_statement without a cap; remove it, or give the cap"


def _units(regimen: schema.Regimen, units: dict[str, schema.Unit]) -> Iterator[str]:
    where = f"dose {regimen.id}"
    for key, symbol in (("unit", regimen.unit), ("cap_unit", regimen.cap_unit)):
        if symbol is not None and symbol not in units:
            yield f"{where}: {key} '{symbol}' is not understood; use one of: {', '.join(units)} (or add it to units)"
    unit, cap_unit = units.get(regimen.unit), units.get(regimen.cap_unit or "")
    if unit is None or cap_unit is None or regimen.cap is None:
        return
    if not comparable(unit, cap_unit):
        yield (
            f"{where}: cap_unit '{cap_unit.id}' cannot be compared with unit '{unit.id}'; give the cap for the same "
            "time or the same single dose"
        )
        return
    top = regimen.high or regimen.low
    # A cap that is not per kilogram limits a weight-based dose only from some weight on.
    if top and unit.per_kg == cap_unit.per_kg and _amount(regimen.cap, cap_unit) < _amount(top, unit):
        yield (
            f"{where}: cap {regimen.cap} {cap_unit.id} is below the range's {top} {unit.id}; "
            "lower the range or correct the cap"
        )


def _amount(number: str, unit: schema.Unit) -> Fraction:
    return Fraction(number) * Fraction(unit.in_base) / (unit.minutes or 1)


def numbers_in(text: str) -> set[Fraction]:
    """Every number that stands in ``text``, a comma between thousands taken out."""
    return {Fraction(found.replace(",", "")) for found in NUMBER.findall(text)}


def _as_stated(
    regimen: schema.Regimen, statement: schema.Statement, statements: dict[str, schema.Statement], excuses: Excuses
) -> Iterator[str]:
    if statement.setting != regimen.setting:
        yield (
            f"dose {regimen.id}: setting '{regimen.setting}' is not that of its statement ('{statement.setting}'); "
            "make them the same"
        )
    carrier = statements.get(regimen.cap_statement or regimen.statement, statement)
    for key, number, said in (
        ("low", regimen.low, statement),
        ("high", regimen.high, statement),
        ("cap", regimen.cap, carrier),
    ):
        if number is not None and Fraction(number) not in numbers_in(said.text):
            fix = "correct one of them" if key != "cap" else "correct one of them, or name the cap_statement"
            yield from excuses.problem(
                "number-in-text", number, f"{key} {number} does not occur in the text of statement {said.id}; {fix}"
            )


def _drugs_of_several_settings(content: TopicContent) -> set[str]:
    settings: dict[str, set[str]] = defaultdict(set)
    for regimen in content.regimens:
        settings[regimen.drug].add(regimen.setting)
    return {drug for drug, names in settings.items() if len(names) > 1}


def _namings(content: TopicContent) -> dict[str, list[str]]:
    """For each setting the words by which a sentence names it, in normalised spelling."""
    forms = {concept.id: concept.written_forms() for concept in content.glossary}
    return {
        setting.id: [
            normalise(form)
            for form in (
                setting.label,
                *setting.named_by,
                *(form for name in setting.concepts for form in forms.get(name, [])),
            )
        ]
        for setting in content.topic.settings
    }


def _setting(regimen: schema.Regimen, statement: schema.Statement, names: list[str], excuses: Excuses) -> Iterator[str]:
    text = normalise(statement.text)
    if not any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names):
        yield from excuses.problem(
            "setting-in-text",
            None,
            f"'{regimen.drug}' has doses in several settings, but the text of statement {statement.id} does not name "
            f"its own ({', '.join(names)}); name it there, or add the wording to the setting's named_by",
        )
