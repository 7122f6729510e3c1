"""A page as SSML: valid by what SSML 1.1 says of its elements, with every word of it, and the negations stressed."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answers.question import Question
from knowledge.answers.registry import answer
from knowledge.queries import KnowledgeBase
from knowledge.rendering.speech import Rate, pages, say, ssml
from knowledge.rendering.speech.ssml import NAMESPACE
from knowledge.schema import QuestionKind

SCHEMA = xmlschema.XMLSchema(str(Path(__file__).parents[1] / "data" / "ssml.xsd"))
SSML = f"{{{NAMESPACE}}}"
PAGE = "Do not use it: it is not safe. It may be given; never at night. Say more to hear the rest."
RATES: tuple[Rate, ...] = ("medium", "slow")
KINDS: tuple[QuestionKind, ...] = ("recommendation", "dosing", "contraindications")


def _root(document: str) -> ET.Element:
    return ET.fromstring(document)  # noqa: S314  # our own


def _heard(text: str) -> str:
    """``text`` without its spaces, which stand between the sentences of a page and not in its SSML."""
    return "".join(text.split())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rate", RATES)
def test_every_page_of_an_answer_is_valid_and_loses_no_word(
    knowledge: KnowledgeBase, kind: QuestionKind, rate: Rate
) -> None:
    for page in pages(answer(knowledge, Question(kind=kind))):
        document = ssml(page, rate)
        SCHEMA.validate(document)
        assert _heard("".join(_root(document).itertext())) == _heard(page)


@settings(deadline=None)
@given(st.text())
def test_whatever_can_be_said_is_valid(text: str) -> None:
    document = ssml(say(text))
    SCHEMA.validate(document)
    assert _heard("".join(_root(document).itertext())) == _heard(say(text))


def test_the_schema_is_strict() -> None:
    document = ssml(PAGE, "slow")
    for valid, wrong in (
        (' version="1.1"', ""),
        (' xml:lang="en-GB"', ""),
        ("slow", "sluggish"),
        ("moderate", "loud"),
        ("<p>", "<p><p/>"),
    ):
        assert SCHEMA.is_valid(document)
        assert not SCHEMA.is_valid(document.replace(valid, wrong)), wrong


def test_it_is_british_english_of_version_1_1() -> None:
    root = _root(ssml(PAGE))
    assert root.tag == "{http://www.w3.org/2001/10/synthesis}speak"
    assert root.attrib == {"version": "1.1", "{http://www.w3.org/XML/1998/namespace}lang": "en-GB"}


def test_each_sentence_stands_by_itself() -> None:
    sentences = [" ".join(one.itertext()) for one in _root(ssml(PAGE)).iter(f"{SSML}s")]
    assert len(sentences) == 3
    assert sentences[-1] == "Say more to hear the rest."


def test_negations_are_stressed_and_nothing_else() -> None:
    stressed = [one.text for one in _root(ssml(PAGE)).iter(f"{SSML}emphasis")]
    assert stressed == ["not", "not", "never"]
    assert "emphasis" not in ssml("A note of nothing.")


def test_there_is_a_pause_where_a_sentence_turns() -> None:
    assert ssml(PAGE).count("<break") == 2


def test_slower_is_slower() -> None:
    assert '<prosody rate="slow">' in ssml(PAGE, "slow")
    assert "prosody" not in ssml(PAGE)


def test_a_page_from_elsewhere_is_escaped() -> None:
    document = ssml("Fish & chips < 5 & not more.")
    SCHEMA.validate(document)
    assert _heard("".join(_root(document).itertext())) == _heard("Fish & chips < 5 & not more.")
