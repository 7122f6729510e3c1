"""Questions that nothing curated answered: only the recognised terms are kept, grouped for the curators."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from knowledge.answers.question import Question
from knowledge.audit import KnowledgeGap


@dataclass(frozen=True)
class Gap:
    """A question that was asked ``count`` times and found nothing: its kind, its terms, and the days it was asked."""

    question: str
    terms: tuple[str, ...]
    count: int
    first: str
    last: str


def terms_of(question: Question) -> list[str]:
    """The recognised clinical terms of ``question``, sorted, and no other word of it."""
    named = {*question.concepts, *question.source_names, *question.years}
    return sorted(named | ({question.other_drug} if question.other_drug else set()))


def gaps(engine: Engine, since: str = "") -> list[Gap]:
    """The gaps asked for on or after the ISO day ``since``, most frequent first.

    Raises :class:`sqlalchemy.exc.SQLAlchemyError` where the audit database cannot be read.
    """
    entry = KnowledgeGap.__table__.c  # type: ignore[attr-defined]  # mapped by SQLAlchemy
    query = select(entry.day, entry.question, entry.terms).where(entry.day >= since)
    days: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    with Session(engine, future=True) as session:
        for row in session.execute(query):
            days[row.question, tuple(json.loads(row.terms))].append(row.day)
    found = [Gap(question, terms, len(on), min(on), max(on)) for (question, terms), on in days.items()]
    return sorted(found, key=lambda gap: (-gap.count, gap.question, gap.terms))


def as_csv(found: Iterable[Gap]) -> str:
    """``found`` as CSV with a header; the terms of a gap stand in one cell, separated by spaces."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(["question", "terms", "count", "first", "last"])
    writer.writerows([gap.question, " ".join(gap.terms), gap.count, gap.first, gap.last] for gap in found)
    return sheet.getvalue()


def as_json(found: Iterable[Gap]) -> str:
    """``found`` as a JSON list of objects."""
    return json.dumps([asdict(gap) for gap in found], ensure_ascii=False, indent=2) + "\n"
