"""For any text: redacting twice changes nothing more, and what is left around the placeholders is what was typed."""

from __future__ import annotations

import os
import re
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.privacy import Redactor
from bot.privacy.redactor import PLACEHOLDERS
from knowledge.content_files import read_content
from knowledge.language import read_language

pytestmark = pytest.mark.soak
SOAK = bool(os.environ.get("FOOTNOTE_SOAK"))
EXAMPLES = settings(
    max_examples=2000 if SOAK else 150,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
PLACEHOLDER = re.compile("|".join(map(re.escape, PLACEHOLDERS.values())))
IDENTIFIERS = (
    "Mrs Okonkwo",
    "John Smith",
    "dob 12/03/1962",
    "MRN 123456",
    "07700 900123",
    "a.b@nhs.net",
    "12 High Street",
)
GLUE = (" ", ", ", "; ", ". ", "\n", " and ", " for ", " with ", " (", ") ", "? ", ": ", " no ", " on ", " is ")
MEASURED = (
    "BP",
    "HR",
    "eGFR",
    "INR",
    "Hb",
    "creat",
    "RR",
    "pain",
    "age",
    "weight",
    "GCS",
    "ECOG",
    "day",
    "bed",
    "ward",
    "",
)


@lru_cache(maxsize=1)
def vocabulary() -> list[str]:
    """The terms, medicines and sources of the content, as they are written in notes."""
    content = read_content()
    forms = [form for topic in content.topics for one in topic.glossary for form in one.written_forms()]
    forms += content.drug_names
    forms += [name for source in content.sources for name in (*source.names, source.label)]
    return sorted({*forms, *(form.upper() for form in forms), *(form.capitalize() for form in forms)})


@lru_cache(maxsize=1)
def units() -> list[str]:
    """Every form of every part of a unit."""
    return [form for part in read_language().measures.parts for form in part.forms]


@st.composite
def figures(draw: st.DrawFn) -> str:
    """A number as it stands in a note: measured, with a unit, as a rate or a range."""
    number = draw(st.one_of(st.integers(0, 999).map(str), st.decimals(0, 99, places=1).map(str)))
    form = draw(
        st.sampled_from(["{m} {n}", "{n} {u}", "{n}{u}", "{n}/{n} ", "{n}-{n} {u}", "{m} {n}/{n}", "{n} {u}/h"])
    )
    return form.format(n=number, m=draw(st.sampled_from(MEASURED)), u=draw(st.sampled_from(units())))


def clinical() -> st.SearchStrategy[str]:
    """Notes of clinical words and numbers only."""
    part = st.one_of(st.deferred(lambda: st.sampled_from(vocabulary())), figures())
    pieces = st.lists(st.tuples(part, st.sampled_from(GLUE)), min_size=1, max_size=8)
    return pieces.map(lambda pairs: "".join(word + glue for word, glue in pairs))


@given(text=clinical())
@EXAMPLES
def test_clinical_words_and_numbers_are_never_changed(text: str) -> None:
    assert Redactor.load().redact(text).text == text


@given(
    parts=st.lists(st.one_of(st.text(max_size=40), st.sampled_from(IDENTIFIERS), clinical()), max_size=6),
    glue=st.sampled_from(GLUE),
)
@EXAMPLES
def test_the_rest_stays_and_a_second_time_changes_nothing(parts: list[str], glue: str) -> None:
    text = glue.join(parts)
    redacted = Redactor.load().redact(text)
    around = [re.escape(piece) for piece in PLACEHOLDER.split(redacted.text)]
    assert re.fullmatch("[^\0]*?".join(around) if "\0" not in text else ".*?".join(around), text, re.DOTALL)
    assert Redactor.load().redact(redacted.text).removed == ()
