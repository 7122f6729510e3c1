"""What a reader asks to see: from the address to a filter, and back to addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from knowledge.browse import NO_GRADE, Catalogue, Filter, Grade
from knowledge.rendering.pages import words
from knowledge.rendering.pages.views import Showing

PAGE_LENGTH = 50
LONGEST_SEARCH = 200
MOST_WORDS = 12

Query = Mapping[str, str]


@dataclass(frozen=True)
class Option:
    """One choice of a field; ``group`` is what it belongs to (a grade to its system)."""

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True)
class Field:
    """A field of the form with its choices and the one that is chosen (``""``: any)."""

    name: str
    label: str
    options: list[Option]
    chosen: str

    @property
    def groups(self) -> dict[str, list[Option]]:
        """The options by their group, in order."""
        found: dict[str, list[Option]] = {}
        for option in self.options:
            found.setdefault(option.group, []).append(option)
        return found


@dataclass(frozen=True)
class Asked:
    """What was asked for: the form as it stands, the filter, the page, and the fields whose value is unknown."""

    fields: list[Field]
    search: str
    wanted: Filter
    page: int
    unknown: list[str]

    def address(self, page: int) -> str:
        """The query part of the address of another page of the same list."""
        values = {"q": self.search, **{one.name: one.chosen for one in self.fields}}
        values |= {"page": str(page)} if page > 1 else {}
        return "?" + urlencode({name: value for name, value in values.items() if value})


def asked(catalogue: Catalogue, topic: str, showing: Showing, query: Query) -> Asked:
    """Read ``query``: a value that the topic does not have is left out and named in ``unknown``."""
    grades = {_grade_value(grade): grade for grade in [*catalogue.grades(topic), NO_GRADE]}
    fields, unknown = [], []
    for name, label, options in _choices(catalogue, topic, showing, grades):
        given = query.get(name, "")
        known = given in {option.value for option in options}
        if given and not known:
            unknown.append(label.lower())
        fields.append(Field(name, label, options, given if known else ""))
    chosen = {one.name: one.chosen or None for one in fields}
    grade = chosen.pop("grade")
    search = "".join(one for one in query.get("q", "") if one.isprintable())[:LONGEST_SEARCH].strip()
    wanted = Filter(**chosen, grade=grades[grade] if grade else None, words=tuple(search.split()[:MOST_WORDS]))
    return Asked(fields, search, wanted, page_number(query), unknown)


def page_number(query: Query) -> int:
    """The page that is asked for; anything but a number of at most six digits above nought is the first one."""
    given = query.get("page", "")
    return max(int(given), 1) if given.isascii() and given.isdigit() and len(given) < 7 else 1


def _choices(
    catalogue: Catalogue, topic: str, showing: Showing, grades: Mapping[str, Grade]
) -> list[tuple[str, str, list[Option]]]:
    sources = catalogue.sources(catalogue.cited(topic)).values()
    found = catalogue.counts(topic, "setting_id")
    return [
        ("kind", "Kind", _counted(catalogue.counts(topic, "kind"), words.KIND)),
        ("source", "Source", sorted((Option(one.id, one.label) for one in sources), key=lambda one: one.label)),
        ("grade", "Grade", [_grade_option(value, grade, showing.systems) for value, grade in grades.items()]),
        ("certainty", "Certainty", _counted(catalogue.counts(topic, "certainty"), words.CERTAINTY)),
        ("review", "Review", _counted(catalogue.counts(topic, "review"), words.REVIEW)),
        ("setting", "Setting", [Option(name, label) for name, label in showing.settings.items() if name in found]),
    ]


def _counted(counts: Mapping[str, int], names: dict[str, str]) -> list[Option]:
    ordered = words.in_order(counts, names)
    return [Option(value, f"{words.named(names, value)} ({count})") for value, count in ordered.items()]


def _grade_value(grade: Grade) -> str:
    return "~".join(part or "" for part in grade) if grade != NO_GRADE else "none"


def _grade_option(value: str, grade: Grade, systems: Mapping[str, str]) -> Option:
    return Option(value, words.printed(grade) or words.NO_GRADE, systems.get(grade[0] or "", ""))
