"""Made-up contents for property tests: small, without any clinical word, and sound to the checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from knowledge import schema
from knowledge.content_files import Content
from knowledge.review import ReviewHashes
from knowledge.transfer.document import Document, from_document, to_document, unchecked

KINDS: Sequence[str] = get_args(schema.StatementKind)
QUESTIONS: Sequence[str] = get_args(schema.QuestionKind)
CATEGORIES: Sequence[str] = [one for one in get_args(schema.ConceptCategory) if one != "subject"]
VERDICTS: Sequence[str] = get_args(schema.Verdict)
OUTCOMES: Sequence[str] = get_args(schema.Outcome)
CERTAINTIES: Sequence[str] = [one for one in get_args(schema.Certainty) if one != "conflict"]
DIFFERENCES = ["setting", "year", "population", "dose", "evidence", "wording"]
UNIT = "grain/pot"
PLACES = ["in the shed", "on the roof", "under the stairs"]
# Remarks with all that has ever upset a file format.
AWKWARD = [
    "=1+1", "+44 20", "-1", "@home", "'quoted'", '"quoted"', "a, b; c", "null", "~", "true", "yes", "1.50", "007",
    "1e3", "2026-01-01", "# no comment", "key: value", "- item", "[list]", "{map}", "é ü 茶 🍵", " spaces around ",
    "two\nlines", "tab\there", "back\\slash", "%percent", "&amp;", "*star", "!bang", "|", ">", "?", "’“”–", "",
    "\u2028", "line\n\nline\n", "\n  indented\n", "\x85", "\ufeff", "trailing\n\n",
]  # fmt: skip


def _remarks() -> SearchStrategy[str]:
    letters = st.characters(exclude_categories=("Cc", "Cs", "Cn"))
    return st.sampled_from(AWKWARD) | st.text(letters, max_size=30)


def _maybe(values: SearchStrategy[str]) -> SearchStrategy[str | None]:
    return st.none() | values


def _some(values: Sequence[str], least: int = 0, most: int = 3) -> SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True, min_size=least, max_size=most) if values else st.just([])


def _letter(number: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[number]


@composite
def contents(draw: DrawFn) -> Content:
    """A content with one or two topics that passes :func:`knowledge.checks.check`."""
    systems = [draw(_systems(number)) for number in range(draw(st.integers(0, 2)))]
    sources = draw(_sources([system["id"] for system in systems]))
    shared = _Shared(systems, sources)
    topics = [draw(_topics(number, shared)) for number in range(draw(st.integers(1, 2)))]
    units = [
        {"id": UNIT, "amount": "grain", "base": "grain", "in_base": "1", "per_kg": False, "minutes": None,
         "spoken": "grains for each pot", "also": []}
    ]  # fmt: skip
    document = {
        "sources": sources,
        "grading_systems": systems,
        "topics": topics,
        "units": units,
        "drug_names": draw(_some(["florbium", "gantrane", "hexilote"])),
    }
    return draw(_reviewed(from_document(document)))


@dataclass(frozen=True)
class _Shared:
    systems: list[dict[str, Any]]
    sources: list[dict[str, Any]]


@composite
def _systems(draw: DrawFn, number: int) -> dict[str, Any]:
    return {
        "id": f"stars-{_letter(number)}",
        "name": f"Stars {_letter(number)}",
        "meanings": {
            "levels": {"high": draw(_remarks()), "1": "one"},
            "grades": {"A": "alpha", "B": draw(_remarks())},
        },
        "spellings": draw(st.sampled_from([{}, {"A": ["top", "best"]}])),
        "basis": draw(_remarks()),
        "note": draw(_maybe(_remarks())),
    }


@composite
def _sources(draw: DrawFn, systems: list[str]) -> list[dict[str, Any]]:
    ids = [f"book-{_letter(number)}" for number in range(draw(st.integers(1, 4)))]
    return [draw(_source(number, ids, systems)) for number in range(len(ids))]


@composite
def _source(draw: DrawFn, number: int, ids: list[str], systems: list[str]) -> dict[str, Any]:
    year = draw(st.none() | st.integers(1990, 2026))
    others = [name for name in ids if name != ids[number]]
    return {
        "id": ids[number],
        "kind": draw(st.sampled_from(get_args(schema.SourceKind))),
        "label": f"Book {_letter(number)}",
        "names": [f"Tome of {_letter(number)}{_letter(number)}", *draw(st.sampled_from([[], ["the great tome"]]))],
        "years": [str(year)] if year else [],
        "title": draw(_remarks()),
        "organisation": draw(_maybe(_remarks())),
        "authors": draw(_maybe(_remarks())),
        "year": year,
        "reference": draw(_maybe(_remarks())),
        "doi": draw(st.sampled_from([None, "10.1234/pot.5", "10.5555/=1+1"])),
        "pmid": draw(st.sampled_from([None, "00123", "12345678"])),
        "pmcid": None,
        "url": draw(st.sampled_from([None, "https://example.org/?a=1&b=%5B2%5D"])),
        "grading_system": draw(st.sampled_from([None, *systems])),
        "supersedes": draw(st.sampled_from([None, *others])),
        "superseded_by": draw(st.sampled_from([None, *others])),
        "superseded_note": draw(st.sampled_from([None, None, "a later one exists"])),
        "read": draw(_remarks()),
        "note": draw(_maybe(_remarks())),
    }


@composite
def _topics(draw: DrawFn, number: int, shared: _Shared) -> dict[str, Any]:
    key = _letter(number)
    glossary = draw(_glossary(key))
    concepts = [concept["id"] for concept in glossary]
    settings = draw(_settings(concepts[1:]))
    statements = [draw(_statement(f"says-{key}-{_letter(place)}", shared, settings, concepts)) for place in
                  range(draw(st.integers(2, 6)))]  # fmt: skip
    ids = [statement["id"] for statement in statements]
    topic: dict[str, Any] = {
        "topic": draw(_head(key, shared, settings, concepts, ids)),
        "statements": statements,
        "regimens": draw(_regimens(key, statements)),
        "conflicts": draw(_conflicts(key, statements)),
        "criteria": draw(_criteria(statements, concepts)),
        "pathway": [],
        "glossary": glossary,
        "near_traps": [
            {"id": f"trap-{key}", "label": "a trap", "forms": [f"snare {key}"], "say": draw(_remarks())}
            for _ in range(draw(st.integers(0, 1)))
        ],
        "article": [
            {
                "section": draw(_remarks()),
                "begins": draw(_remarks()),
                "statements": draw(_some(ids)),
                "topic": ["scope"],
            }
            for _ in range(draw(st.integers(0, 2)))
        ],
        "open_questions": [
            {"id": f"open-{_letter(place)}", "question": draw(_remarks()), "statements": draw(_some(ids))}
            for place in range(draw(st.integers(0, 2)))
        ],
        "reviews": [],
    }
    slots = {criterion["slot"]: criterion["kind"] for criterion in topic["criteria"]}
    topic["pathway"] = [draw(_step(place, ids, slots)) for place in range(draw(st.integers(0, 2)))]
    return topic


@composite
def _step(draw: DrawFn, place: int, statements: list[str], slots: dict[str, str]) -> dict[str, Any]:
    return {
        "id": f"step-{_letter(place)}",
        "label": draw(_remarks()),
        "statements": draw(_some(statements, least=1)),
        "done_when": draw(_conditions(slots)),
        "ruled_out_when": draw(_conditions(slots)),
        "ruled_out_by": draw(_some(VERDICTS)),
    }


@composite
def _conditions(draw: DrawFn, slots: dict[str, str]) -> dict[str, Any] | None:
    """Facts about some of ``slots``, of which one or all must hold; none where there are no slots."""
    facts = [draw(_facts(slot, slots[slot])) for slot in draw(_some(sorted(slots)))]
    return {draw(st.sampled_from(["any_of", "all_of"])): facts} if facts else None


@composite
def _facts(draw: DrawFn, slot: str, kind: str) -> dict[str, Any]:
    if kind == "treatments":
        return {"slot": slot, "outcome_in": draw(_some(OUTCOMES, least=1))}
    return {"slot": slot, "equals": draw(st.booleans())}


@composite
def _glossary(draw: DrawFn, topic: str) -> list[dict[str, Any]]:
    categories = ["subject", *draw(st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=4))]
    return [draw(_concept(f"{topic}{_letter(place)}", category)) for place, category in enumerate(categories)]


@composite
def _concept(draw: DrawFn, mark: str, category: str) -> dict[str, Any]:
    return {
        "id": f"quonk-{mark}",
        "category": category,
        "label": f"quonk {mark}",
        "synonyms": [f"zibble {mark}", *draw(st.sampled_from([[], [f"zibbly {mark}"]]))],
        "abbreviations": draw(st.sampled_from([[], [f"QZ{mark}"]])),
        "brands": draw(st.sampled_from([[], [f"Quonkex {mark}"]])),
        "misspellings": draw(st.sampled_from([[], [f"qonk {mark}"]])),
        "misheard": draw(st.sampled_from([[], [f"conk a {mark}"]])),
        "younger_than": draw(st.sampled_from([None, 16])),
        "form_of": None,
        "belongs_to": None,
        "exempt": [],
    }


@composite
def _settings(draw: DrawFn, concepts: list[str]) -> list[dict[str, Any]]:
    places = PLACES[: draw(st.integers(1, 3))]
    return [
        {
            "id": place.replace(" ", "-"),
            "label": place,
            "default": number == 0 or draw(st.booleans()),
            "concepts": draw(_some(concepts, most=2)),
            "named_by": draw(st.sampled_from([[], ["up there"]])),
        }
        for number, place in enumerate(places)
    ]


@composite
def _statement(
    draw: DrawFn, name: str, shared: _Shared, settings: list[dict[str, Any]], concepts: list[str]
) -> dict[str, Any]:
    cited = draw(
        st.lists(st.sampled_from(shared.sources), min_size=1, max_size=3, unique_by=lambda one: str(one["id"]))
    )
    ids = [source["id"] for source in cited]
    setting = draw(st.sampled_from(settings))
    outdated = all(source["superseded_by"] or source["superseded_note"] for source in cited)
    system = draw(st.sampled_from([None, *(source["grading_system"] for source in cited)]))
    return {
        "id": name,
        "kind": draw(st.sampled_from(KINDS)),
        "text": f"{'Earlier' if outdated else 'Now'} {setting['label']} {name} says: {draw(_sentences())}",
        "plain": draw(st.sampled_from([None, f"Put {name} in the pot."])),
        "evidence": {
            "system": system,
            "level": draw(st.sampled_from([None, "high", "1"])) if system else None,
            "grade": draw(st.sampled_from([None, "A", "b (in a way)"])) if system else None,
        },
        "certainty": draw(st.sampled_from(CERTAINTIES)),
        "applies_to": draw(_some(["tall", "small"], least=1)),
        "setting": setting["id"],
        "answers": draw(_some(QUESTIONS, least=1, most=4)),
        "about": draw(_some(concepts)),
        "sources": [
            {"source": one, "locator": draw(_maybe(_remarks())), "via": draw(st.sampled_from([None, *ids]))}
            for one in ids
        ],
        "note": draw(_remarks()),
        "exempt": [],
    }


def _sentences() -> SearchStrategy[str]:
    """Words of a statement; a number in square brackets would read as a citation."""
    letters = st.characters(exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="[]")
    return st.text(letters, max_size=40) | st.sampled_from([one for one in AWKWARD if "[" not in one])


@composite
def _head(
    draw: DrawFn,
    key: str,
    shared: _Shared,
    settings: list[dict[str, Any]],
    concepts: list[str],
    ids: list[str],
) -> dict[str, Any]:
    answers = {question: draw(_some(ids, most=len(ids))) for question in draw(_some(QUESTIONS, most=6))}
    return {
        "id": f"topic-{key}",
        "title": f"Pots {key}",
        "scope": draw(_remarks()),
        "population": draw(_remarks()),
        "groups": ["tall", "small"],
        "bottom_line": draw(st.sampled_from(ids)),
        "last_updated": "2026-01-01",
        "reviewed": draw(st.sampled_from(get_args(schema.Review))),
        "disclaimer": draw(_remarks()),
        "article": draw(st.sampled_from(shared.sources))["id"],
        "article_updated": "2025-02-28",
        "subjects": concepts[:1],
        "background": draw(_some(concepts[1:], most=1)),
        "settings": settings,
        "verdict": draw(_some(ids, most=2)),
        # Whatever no other question reaches is reached by this one.
        "answers": {**answers, "summary": ids},
        "verdicts": {verdict: draw(st.sampled_from(ids)) for verdict in VERDICTS},
    }


@composite
def _regimens(draw: DrawFn, key: str, statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Doses of some statements, whose texts come to name the limits."""
    chosen = draw(st.lists(st.sampled_from(statements), max_size=2, unique_by=lambda one: str(one["id"])))
    regimens = []
    for number, statement in enumerate(chosen):
        low, high, cap = (f"{draw(st.integers(1, 9))}.{tens}" for tens in ("05", "50", "75"))
        if float(low) > float(high):
            low, high = high, low
        cap = max(cap, high, key=float)
        statement["text"] += f" From {low} to {high}, at most {cap} {UNIT}."
        capped = draw(st.booleans())
        regimens.append(
            {
                "id": f"dose-{key}-{_letter(number)}",
                "statement": statement["id"],
                "drug": draw(st.sampled_from(["leaves", "stalks"])),
                "routes": draw(_some(["spout", "lid"], least=1)),
                "setting": statement["setting"],
                "population": draw(_remarks()),
                "low": draw(st.sampled_from([None, low])),
                "high": high,
                "unit": UNIT,
                "cap": cap if capped else None,
                "cap_unit": UNIT if capped else None,
                "cap_statement": None,
                "frequency": draw(_remarks()),
                "exempt": [],
            }
        )
    return regimens


@composite
def _conflicts(draw: DrawFn, key: str, statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Conflicts with a companion each, whose other statements may come to be in conflict."""
    companion, *others = draw(st.permutations(statements))
    conflicts = []
    for number in range(draw(st.integers(0, 2))):
        members = draw(st.lists(st.sampled_from(others), min_size=1, max_size=2, unique_by=lambda one: str(one["id"])))
        for member in members:
            member["certainty"] = draw(st.sampled_from([member["certainty"], "conflict"]))
        ids = draw(st.permutations([companion["id"], *(member["id"] for member in members)]))
        conflicts.append(
            {
                "id": f"clash-{key}-{_letter(number)}",
                "statements": ids,
                "differs": draw(st.sampled_from(DIFFERENCES)),
                "text": f"They do not agree at all {key}{number}: {draw(_sentences())}",
                "binds": draw(st.sampled_from([None, *ids])),
                "companions": [companion["id"]],
            }
        )
    return conflicts


@composite
def _criteria(draw: DrawFn, statements: list[dict[str, Any]], concepts: list[str]) -> list[dict[str, Any]]:
    chosen = draw(st.lists(st.sampled_from(statements), max_size=2, unique_by=lambda one: str(one["id"])))
    for statement in chosen:
        statement["answers"] = [*(one for one in statement["answers"] if one != "eligibility"), "eligibility"]
    ids = [statement["id"] for statement in statements]
    return [
        {
            "id": f"ask-{_letter(number)}",
            "slot": f"slot_{_letter(number)}",
            "label": draw(_remarks()),
            "ask": draw(_remarks()),
            "statement": one["id"],
            "concepts": draw(_some(concepts, least=1)),
            "relative": draw(st.sampled_from([None, *ids])),
            **draw(_judgements()),
        }
        for number, one in enumerate(chosen)
    ]


@composite
def _judgements(draw: DrawFn) -> dict[str, Any]:
    """The kind of a criterion, and how each of its values counts."""
    against = draw(st.sampled_from([None, "stops", "cautions"]))
    if draw(st.booleans()):
        met_by = draw(_some(OUTCOMES, least=1))
        others = draw(_some([one for one in OUTCOMES if one not in met_by]))
        return {"kind": "treatments", "against": against, "met_by": met_by, "not_met_by": others}
    favours = [True, False] if against else [None, True, False]
    return {"kind": "finding", "against": against, "favours": draw(st.sampled_from(favours))}


@composite
def _reviewed(draw: DrawFn, content: Content) -> Content:
    """``content`` with decisions on some statements, of which some hold and some are void."""
    document = to_document(content)
    for topic, held in zip(document["topics"], content.topics, strict=True):
        hashes = ReviewHashes(content, held)
        for statement in draw(st.lists(st.sampled_from(held.statements), max_size=2)):
            topic["reviews"].append(
                {
                    "statement": statement.id,
                    "decision": draw(st.sampled_from(["under_review", "approved", "returned"])),
                    "on": "2026-03-04",
                    "by": "Dr Pot",
                    "policy": draw(_maybe(_remarks())),
                    "why": draw(_maybe(_remarks())),
                    "hash": draw(st.sampled_from([hashes.of(statement), "0" * 16])),
                }
            )
    return unchecked(document)


@composite
def edits(draw: DrawFn, document: Document) -> Document:
    """``document`` with one place changed: a value, or an item of a list gone, repeated or moved.

    The outcome need not be sound, nor even differ.
    """
    return _edited(draw, document)  # type: ignore[no-any-return]  # a dictionary stays one


def _edited(draw: DrawFn, value: Any) -> Any:
    if isinstance(value, dict) and value:
        key = draw(st.sampled_from(sorted(value)))
        return {**value, key: _edited(draw, value[key])}
    if isinstance(value, list) and value:
        place = draw(st.integers(0, len(value) - 1))
        how = draw(st.sampled_from(["inside", "inside", "gone", "twice", "moved"]))
        rest = [*value[:place], *value[place + 1 :]]
        if how == "inside":
            return [*value[:place], _edited(draw, value[place]), *value[place + 1 :]]
        return {"gone": rest, "twice": [*value, value[place]], "moved": [value[place], *rest]}[how]
    if value == []:
        return [draw(st.sampled_from(["b", "other words"]))]
    if isinstance(value, bool):
        return not value
    return draw(st.sampled_from(["b", "other words", "1.5", None, value, 16]))
