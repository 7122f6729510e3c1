"""Regimens as the store holds them, back in the form of the content."""

from __future__ import annotations

from typing import Protocol

from knowledge.schema import Regimen


class StoredRegimen(Protocol):
    """A row of the store's regimens; decimals are text, routes stand in one text with commas between them."""

    id: str
    statement_id: str
    drug: str
    routes: str
    setting_id: str
    population: str
    low: str | None
    high: str | None
    unit: str
    cap: str | None
    cap_unit: str | None
    cap_statement_id: str | None
    frequency: str


def from_row(row: StoredRegimen) -> Regimen:
    """The regimen of ``row``."""
    return Regimen(
        id=row.id,
        statement=row.statement_id,
        drug=row.drug,
        routes=row.routes.split(","),
        setting=row.setting_id,
        population=row.population,
        low=row.low,
        high=row.high,
        unit=row.unit,
        cap=row.cap,
        cap_unit=row.cap_unit,
        cap_statement=row.cap_statement_id,
        frequency=row.frequency,
        exempt=[],
    )
