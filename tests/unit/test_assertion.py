"""Ward notes are read as a colleague reads them; what is not said for certain of the patient is never taken as said.

``tests/data/assertions.tsv`` holds the notes: ``[…]`` marks a finding, ``{…}`` a treatment. Behind each note stands
what it says of each of them, in order: an assertion, or a treatment's state (which implies that it is or was given, or
that it never was), or both where they differ.
"""

from __future__ import annotations

import csv
import re
import statistics
import time
from functools import lru_cache
from pathlib import Path

import pytest

from bot.nlu.assertion import AssertionEngine, Finding, Target
from bot.nlu.vocabulary import Matcher, terms_of
from knowledge.assertion_rules import AssertionRules, read_assertion_rules
from knowledge.content_files import Content, read_content
from knowledge.text import normalise

NOTES = Path(__file__).parent.parent / "data" / "assertions.tsv"
MARKED = re.compile(r"\[([^\]]*)\]|\{([^}]*)\}")
NATURAL = {"failed": "present", "not-tolerated": "present", "ongoing": "present"}
SLOWEST_MESSAGE, SLOWEST_LOADING = 0.008, 1.0  # seconds of one core


def _notes() -> list[tuple[str, str]]:
    with NOTES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["text"].replace("\\n", "\n"), row["expected"]) for row in rows]


@pytest.fixture(scope="module")
def rules() -> AssertionRules:
    return read_assertion_rules()


@pytest.fixture(scope="module")
def engine(rules: AssertionRules) -> AssertionEngine:
    return AssertionEngine(rules)


@lru_cache(maxsize=1)
def _treatments() -> dict[str, tuple[str, str | None]]:
    """What the product's glossary knows of each form of a treatment: its category and its class."""
    treatments = read_assertion_rules().kinds["treatment"]
    concepts = [concept for topic in read_content().topics for concept in topic.glossary]
    return {
        normalise(form): (concept.category, concept.belongs_to or concept.id)
        for concept in concepts
        if concept.category in treatments
        for form in concept.written_forms()
    }


def parse(marked: str) -> tuple[str, list[Target]]:
    """The text without its marks, and the targets that they marked."""
    text, targets, after = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[after : match.start()]
        words = match[2] or match[1] or ""
        known = _treatments().get(normalise(words), ("drug", None)) if match[2] else ("contraindication", None)
        targets.append(Target(len(text), len(text) + len(words), words, *known))
        text, after = text + words, match.end()
    return text + marked[after:], targets


def in_short(finding: Finding) -> str:
    """A finding as the notes have it."""
    if finding.treatment is None:
        return finding.assertion
    natural = finding.assertion == NATURAL.get(finding.treatment, "absent")
    return finding.treatment if natural else f"{finding.assertion} {finding.treatment}"


@pytest.mark.parametrize(("marked", "expected"), _notes())
def test_a_note_is_read_as_it_is_meant(engine: AssertionEngine, marked: str, expected: str) -> None:
    text, targets = parse(marked)
    assert ", ".join(in_short(finding) for finding in engine.read(text, targets)) == expected


def test_there_are_notes_of_every_kind() -> None:
    said = {word for _, expected in _notes() for part in expected.split(", ") for word in part.split(" ")}
    assertions = {"present", "absent", "uncertain", "unknown", "historical", "family", "hypothetical", "asked"}
    treatments = {"failed", "not-tolerated", "ongoing", "not-tried", "contraindicated", "declined"}
    assert said == assertions | treatments
    assert len(_notes()) > 700


@pytest.mark.parametrize("change", [str.upper, lambda text: text.replace("'", "’"), lambda text: f"{text} "])
def test_case_quotes_and_spaces_change_nothing(engine: AssertionEngine, change: object) -> None:
    assert callable(change)
    for marked, expected in _notes()[::7]:
        text, targets = parse(marked)
        changed = change(text)
        assert ", ".join(in_short(finding) for finding in engine.read(changed, targets)) == expected, changed


def test_a_finding_says_where_it_stands_and_why(engine: AssertionEngine) -> None:
    text, targets = parse("Could NOT tolerate {Pregabalin}, no [Psychosis].")
    drug, finding = engine.read(text, targets)
    assert (drug.concept, text[drug.start : drug.end], drug.words) == (
        "Pregabalin",
        "Pregabalin",
        ("Could NOT tolerate",),
    )
    assert finding.as_dict() == {
        "concept": "Psychosis",
        "category": "contraindication",
        "assertion": "absent",
        "treatment": None,
        "start": text.index("Psychosis"),
        "end": text.index("Psychosis") + len("Psychosis"),
        "words": ["no"],
    }


@pytest.mark.parametrize("text", ["", " ", "?", "\n\n", "no", "… – ’", "psychosis"])
def test_without_targets_nothing_is_found(engine: AssertionEngine, text: str) -> None:
    assert engine.read(text, []) == []


def test_concepts_of_other_categories_are_left_out(engine: AssertionEngine) -> None:
    assert engine.read("no placebo", [Target(3, 10, "placebo", "evidence")]) == []


def test_targets_may_stand_in_any_order_overlap_and_repeat(engine: AssertionEngine) -> None:
    text = "no liver disease, ?raised ICP"
    targets = [
        Target(text.index("raised"), len(text), "raised-icp", "contraindication"),
        Target(3, 16, "liver-disease", "contraindication"),
        Target(3, 8, "liver", "contraindication"),
        Target(3, 16, "liver-disease", "contraindication"),
    ]
    read = [finding.assertion for finding in engine.read(text, targets)]
    assert read == ["uncertain", "absent", "absent", "absent"]


GLOSSARY = {
    "not pregnant, no history of psychosis": {"pregnancy": "absent", "psychosis": "absent"},
    "past psychosis": {"psychosis": "historical"},
    "father had heart failure": {"heart-failure": "family"},
    "? raised ICP": {"raised-icp": "uncertain"},
    "no response to amitriptyline": {"tricyclic": "failed"},
    "gabapentin not tolerated": {"gabapentin": "not-tolerated"},
    "can't have nerve block – INR 4": {"nerve-block": "contraindicated"},
    "no psychosis, pregnancy or liver disease": {
        "psychosis": "absent",
        "pregnancy": "absent",
        "liver-disease": "absent",
    },
    "on 300 of morphine, failed gaba": {"morphine": "ongoing", "gabapentin": "failed"},
    "no benzo cover": {"benzodiazepine": "absent"},
}


@pytest.mark.parametrize("text", GLOSSARY)
def test_the_glossary_s_own_forms_are_read(engine: AssertionEngine, content: Content, text: str) -> None:
    categories = {concept.id: concept.category for topic in content.topics for concept in topic.glossary}
    matcher = Matcher(terms_of(content))
    found = [one for one in matcher.find(text) if one.term.entity == "concept"]
    targets = [Target(one.start, one.end, one.term.value, categories[one.term.value]) for one in found]
    assert {finding.concept: in_short(finding) for finding in engine.read(text, targets)} == GLOSSARY[text]


def test_reading_is_quick(engine: AssertionEngine) -> None:
    messages = [parse(marked) for marked, _ in _notes()]
    longest = max(messages, key=lambda message: len(message[0]))
    seconds = []
    for text, targets in [*messages, *[longest] * 20]:
        started = time.process_time()
        engine.read(text, targets)
        seconds.append(time.process_time() - started)
    assert statistics.median(seconds) < SLOWEST_MESSAGE
    assert statistics.median(seconds[-20:]) < 2 * SLOWEST_MESSAGE


def test_loading_is_quick(rules: AssertionRules) -> None:
    started = time.process_time()
    AssertionEngine(rules)
    assert time.process_time() - started < SLOWEST_LOADING
