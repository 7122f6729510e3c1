"""The picture of documents over the years: a lane for each chain of documents that replaced one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from knowledge.rendering.pages.charts.scale import LINE_PIXELS, Scale, Tick, lines
from knowledge.rendering.pages.words import counted

HEAD_PIXELS = 28
TRACK_PIXELS = 48
# Two labels of four digits on one side of the line keep this share of the axis apart, on a narrow screen as well.
LABEL_SHARE = Fraction(11, 100)
YEARS_BETWEEN_TICKS = 5


@dataclass(frozen=True)
class Document:
    """A dated document with the number of statements that cite it."""

    id: str
    label: str
    year: int
    superseded_by: str | None
    statements: int


@dataclass(frozen=True)
class Stop:
    """A document's place in its lane; ``above`` says on which side of the line its year stands."""

    document: Document
    x: str
    current: bool
    above: bool


@dataclass(frozen=True)
class Lane:
    """Documents of one chain. ``arrows`` lead from the place of a document to that of what replaced it."""

    heading: list[str]
    label: str
    stops: list[Stop]
    arrows: list[tuple[str, str]]
    y: int

    @property
    def words(self) -> list[tuple[int, str, bool]]:
        """Every line with its baseline and whether it is the heading."""
        count = len(self.heading)
        return [
            (self.y + 14 + LINE_PIXELS * place, line, place < count)
            for place, line in enumerate([*self.heading, self.label])
        ]

    @property
    def room(self) -> int:
        """A further line where years stand above the track as well."""
        return LINE_PIXELS * (len(self.heading) + 1) + (14 if any(stop.above for stop in self.stops) else 0)

    @property
    def track_y(self) -> int:
        """The height of the line that the documents stand on."""
        return self.y + self.room + 12

    @property
    def bottom(self) -> int:
        """Where the next lane begins."""
        return self.y + self.room + TRACK_PIXELS


@dataclass(frozen=True)
class Timeline:
    """The whole picture, from the first year of ``ticks`` to the last."""

    lanes: list[Lane]
    ticks: list[Tick]
    first: int
    last: int

    @property
    def height(self) -> int:
        """The height of the picture, in pixels."""
        return (self.lanes[-1].bottom if self.lanes else HEAD_PIXELS) + HEAD_PIXELS

    @property
    def description(self) -> str:
        """The picture in words."""
        said = [f"{one.document.year}: {one.document.label}" for lane in self.lanes for one in lane.stops]
        return "; ".join(sorted(said)) + ". An arrow leads from a document to the one that replaced it."


def timeline(documents: Sequence[Document], today: int) -> Timeline | None:
    """The picture of ``documents`` up to the year ``today``, or ``None`` where there are none."""
    if not documents:
        return None
    years = [document.year for document in documents]
    first = min(years) // YEARS_BETWEEN_TICKS * YEARS_BETWEEN_TICKS
    last = max(*years, today, first + 1)
    scale = Scale(Fraction(first), Fraction(last))
    lanes: list[Lane] = []
    for chain in _chains(documents):
        lanes.append(replace(_lane(chain, scale), y=lanes[-1].bottom if lanes else HEAD_PIXELS))
    return Timeline(
        lanes, [Tick(scale.at(Fraction(year)), str(year)) for year in _tick_years(first, last)], first, last
    )


def _tick_years(first: int, last: int) -> list[int]:
    years = list(range(first, last + 1, YEARS_BETWEEN_TICKS))
    # The last year is always named; a tick that would touch it gives way.
    return [*(year for year in years if last - year >= YEARS_BETWEEN_TICKS // 2), last]


def _chains(documents: Sequence[Document]) -> list[list[Document]]:
    known = {document.id: document for document in documents}
    chains: dict[str, list[Document]] = defaultdict(list)
    for document in sorted(documents, key=lambda one: (one.year, one.label)):
        chains[_last_of(document, known)].append(document)
    return sorted(chains.values(), key=lambda chain: (chain[0].year, chain[0].label))


def _last_of(document: Document, known: Mapping[str, Document]) -> str:
    seen = {document.id}
    later = known.get(document.superseded_by or "")
    while later is not None and later.id not in seen:
        document = later
        seen.add(document.id)
        later = known.get(document.superseded_by or "")
    return document.id


def _lane(chain: Sequence[Document], scale: Scale) -> Lane:
    places = {document.id: scale.at(Fraction(document.year)) for document in chain}
    arrows = [
        (places[one.id], places[one.superseded_by])
        for one in chain
        if one.superseded_by in places and places[one.id] != places[one.superseded_by]
    ]
    count = sum(document.statements for document in chain)
    replaced = f" and {len(chain) - 1} earlier" if len(chain) > 1 else ""
    cited = counted(count, "statement cites it", "statements cite it") if count else "links editions that are cited"
    return Lane(lines(chain[-1].label + replaced), cited, _stops(chain, scale), arrows, 0)


def _stops(chain: Sequence[Document], scale: Scale) -> list[Stop]:
    stops: list[Stop] = []
    last: dict[bool, int] = {}
    room = LABEL_SHARE * (scale.high - scale.low)
    for document in chain:
        above = False in last and document.year - last[False] < room
        last[above] = document.year
        current = document.superseded_by is None
        stops.append(Stop(document, scale.at(Fraction(document.year)), current, above))
    return stops
