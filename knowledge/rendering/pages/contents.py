"""What each page shows: from the address and one snapshot of the store to a template and its values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from knowledge import models
from knowledge.browse import Catalogue, Filter
from knowledge.rendering.pages import words
from knowledge.rendering.pages.charts.doses import dose_groups
from knowledge.rendering.pages.charts.pathway import flow
from knowledge.rendering.pages.charts.timeline import Document, timeline
from knowledge.rendering.pages.filters import PAGE_LENGTH, Query, asked, page_number
from knowledge.rendering.pages.views import Showing

# What a timeline is about: documents that recommend.
RECOMMENDING = ("guideline", "consensus")
# In the timeline's table; a document's own page has the rest.
MOST_IN_TABLE = 12


@dataclass(frozen=True)
class Contents:
    """A template and its values."""

    template: str
    values: dict[str, Any]
    status: int = 200


@dataclass(frozen=True)
class Pages:
    """Where a long list stands: the page shown, how many there are, and of how many records (``first`` to ``last``)."""

    page: int
    count: int
    total: int
    first: int
    last: int


def overview(catalogue: Catalogue) -> Contents:
    """Every topic with its counts and how far its review has come."""
    topics = [
        {
            "topic": topic,
            "size": catalogue.size_of(topic.id),
            "review": catalogue.counts(topic.id, "review"),
            "kind": catalogue.counts(topic.id, "kind"),
            "certainty": catalogue.counts(topic.id, "certainty"),
        }
        for topic in catalogue.topics()
    ]
    return Contents("overview.html", {"topics": topics, "sources": len(catalogue.sources()), "here": "overview"})


def browse(catalogue: Catalogue, topic: models.Topic, query: Query) -> Contents:
    """The statements of ``topic`` that ``query`` asks for, a page of them."""
    showing = Showing(catalogue, topic.id)
    wish = asked(catalogue, topic.id, showing, query)
    rows, pages = _page(catalogue, topic.id, wish.wanted, wish.page)
    open_questions = [] if wish.wanted.narrows else _open_questions(catalogue, topic.id)
    values = {"asked": wish, "pages": pages, "statements": showing.shown(rows), "open_questions": open_questions}
    return Contents("browse.html", {"topic": topic, "here": "statements", **values})


def statement(catalogue: Catalogue, topic: models.Topic, statement: str) -> Contents | None:
    """Everything behind one statement, or ``None`` where ``topic`` has no such statement."""
    row = catalogue.statement(topic.id, statement)
    if row is None:
        return None
    showing = Showing(catalogue, topic.id)
    shown = showing.shown([row])[0]
    meanings = catalogue.meanings(row.grading_system_id or "")
    values = {
        "shown": shown,
        "system": showing.systems.get(row.grading_system_id or ""),
        "meanings": [(one, words.meant(one, shown.grade)) for one in meanings],
        "doses": showing.doses(catalogue.regimens(topic.id, row.id)),
        "decisions": catalogue.decisions_on(row.id),
    }
    return Contents("statement.html", {"topic": topic, "here": "", **values})


def sources(catalogue: Catalogue) -> Contents:
    """The whole bibliography, by kind, the newest documents of each first."""
    kinds: dict[str, list[models.Source]] = {}
    for source in catalogue.sources().values():
        kinds.setdefault(source.kind, []).append(source)
    for listed in kinds.values():
        listed.sort(key=lambda one: (-(one.year or 0), one.label))
    ordered = [(kind, kinds[kind]) for kind in words.in_order(dict.fromkeys(kinds, 0), words.SOURCE_KIND)]
    return Contents("sources.html", {"kinds": ordered, "cited": catalogue.cited(None), "here": "sources"})


def source(catalogue: Catalogue, source: str, query: Query) -> Contents | None:
    """One document and the statements that cite it, or ``None`` where there is no such document."""
    row = catalogue.source(source)
    if row is None:
        return None
    found, pages = _page(catalogue, None, Filter(source=row.id), page_number(query))
    topics = {one.id: one for one in catalogue.topics()}
    cited = [
        (topics[name], Showing(catalogue, name).shown([one for one in found if one.topic_id == name]))
        for name in dict.fromkeys(one.topic_id for one in found)
    ]
    values = {
        "source": row,
        "successor": catalogue.source(row.superseded_by) if row.superseded_by else None,
        "predecessors": catalogue.superseded_by(row.id),
        "system": catalogue.grading_systems().get(row.grading_system_id or ""),
        "meanings": [(one, False) for one in catalogue.meanings(row.grading_system_id or "")],
        "cited": cited,
        "pages": pages,
        "address": "?page={}".format,
    }
    return Contents("source.html", {"here": "sources", **values})


def history(catalogue: Catalogue, topic: models.Topic) -> Contents:
    """What each document that recommends said, over the years."""
    known = catalogue.sources()
    counts = catalogue.cited(topic.id)
    shown = [one for one in known.values() if one.kind in RECOMMENDING and _belongs(one, known, counts)]
    dated = [
        Document(one.id, one.label, one.year, one.superseded_by, counts.get(one.id, 0))
        for one in shown
        if one.year is not None
    ]
    showing = Showing(catalogue, topic.id)
    found = catalogue.said_by(topic.id, [one.id for one in shown])
    ordered = sorted(shown, key=lambda one: (one.year is None, one.year or 0, one.label))
    said = [
        (one, [(showing.mention(row), known.get(via or "")) for row, via in found.get(one.id, [])[:MOST_IN_TABLE]])
        for one in ordered
    ]
    values = {
        "chart": timeline(dated, int(topic.last_updated[:4])),
        "said": said,
        "known": known,
        "counts": counts,
        "undated": [one for one in shown if one.year is None],
    }
    return Contents("timeline.html", {"topic": topic, "here": "timeline", **values})


def pathway(catalogue: Catalogue, topic: models.Topic) -> Contents:
    """The steps of the pathway with the statements behind each."""
    steps: dict[str, tuple[str, list[str]]] = {}
    for row in catalogue.pathway(topic.id):
        steps.setdefault(row.id, (row.label, []))[1].append(row.statement_id)
    named = [name for _, names in steps.values() for name in names]
    rows = catalogue.statements_of(named)
    shown = {one.row.id: one for one in Showing(catalogue, topic.id).shown(list(rows.values()))}
    listed = [(label, [shown[name] for name in names]) for label, names in steps.values()]
    values = {"chart": flow([label for label, _ in listed]), "steps": listed}
    return Contents("pathway.html", {"topic": topic, "here": "pathway", **values})


def doses(catalogue: Catalogue, topic: models.Topic) -> Contents:
    """The dose ranges, each setting by itself."""
    showing = Showing(catalogue, topic.id)
    groups = dose_groups(showing.doses(catalogue.regimens(topic.id)))
    first = list(showing.settings.values())
    groups.sort(key=lambda group: first.index(group.setting) if group.setting in first else len(first))
    return Contents("doses.html", {"topic": topic, "here": "doses", "groups": groups})


def _page(catalogue: Catalogue, topic: str | None, wanted: Filter, page: int) -> tuple[Sequence[Any], Pages]:
    rows, total = catalogue.statements(topic, wanted, (page - 1) * PAGE_LENGTH, PAGE_LENGTH)
    count = max(-(-total // PAGE_LENGTH), 1)
    if page > count:
        return _page(catalogue, topic, wanted, count)
    start = (page - 1) * PAGE_LENGTH
    return rows, Pages(page, count, total, start + 1 if total else 0, start + len(rows))


def _open_questions(catalogue: Catalogue, topic: str) -> list[tuple[str, list[str]]]:
    return list(catalogue.open_questions(topic).items())


def _belongs(source: models.Source, known: dict[str, models.Source], counts: dict[str, int]) -> bool:
    """Whether the topic cites ``source``, or a document that it replaced or that replaced it."""
    return any(one in counts for one in _chain_of(source.id, known))


def _chain_of(source: str, known: dict[str, models.Source]) -> set[str]:
    chain = {source}
    while True:
        later = {known[one].superseded_by for one in chain}
        earlier = {one.id for one in known.values() if one.superseded_by in chain}
        grown = chain | {one for one in later if one} | earlier
        if grown == chain:
            return chain
        chain = grown
