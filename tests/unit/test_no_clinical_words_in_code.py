"""Clinical content lives in the content files: no code names a source, a clinical term or a dose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.content_files import Content
from knowledge.settings import ROOT
from knowledge.text import normalise

# Categories whose terms are clinical wherever they stand; words of evidence or wording ("dose", "placebo") are not.
CLINICAL = {
    "subject", "drug", "drug-class", "mechanism", "condition", "contraindication", "adverse-effect", "procedure",
}  # fmt: skip
SHORTEST_TERM = 4


def clinical_terms(content: Content) -> set[str]:
    """Every term of the loaded content that code must not name, in normalised spelling."""
    terms = {source.id for source in content.sources} | {source.label for source in content.sources}
    # What a topic's own article is called ("the article") are words of the product.
    articles = {topic.topic.article for topic in content.topics}
    terms |= {name for source in content.sources if source.id not in articles for name in source.names}
    for topic in content.topics:
        terms |= {form for one in topic.glossary if one.category in CLINICAL for form in (*one.written_forms(), one.id)}
        for dose in topic.regimens:
            terms |= {f"{number} {dose.unit}" for number in (dose.low, dose.high) if number}
            terms |= {f"{number}{dose.unit}" for number in (dose.low, dose.high) if number}
            terms |= {f"{dose.cap} {dose.cap_unit}"} if dose.cap else set()
    return {normalise(term) for term in terms if len(term) >= SHORTEST_TERM}


def found_in(text: str, terms: set[str]) -> list[str]:
    """The terms of ``terms`` that stand in ``text`` as whole words."""
    words = normalise(text)
    return sorted(term for term in terms if term in words and re.search(rf"(?<!\w){re.escape(term)}(?!\w)", words))


def _code() -> Iterator[Path]:
    for package in ("actions", "bot", "knowledge"):
        yield from sorted((ROOT / package).rglob("*.py"))


@pytest.fixture(scope="module")
def terms(content: Content) -> set[str]:
    return clinical_terms(content)


@pytest.mark.parametrize("path", list(_code()), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_names_clinical_content(path: Path, terms: set[str]) -> None:
    assert found_in(path.read_text(encoding="utf-8"), terms) == []


def test_a_planted_term_is_found(content: Content, terms: set[str]) -> None:
    regimen = next(dose for topic in content.topics for dose in topic.regimens if dose.high)
    subject = content.topics[0].topic.subjects[0]
    for planted in (content.sources[0].label, content.sources[0].id, subject, f"{regimen.high} {regimen.unit}"):
        assert found_in(f'THRESHOLD = "{planted}"  # set', terms)
